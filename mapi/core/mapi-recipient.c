/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-recipient.h"
#include "mapi-flags.h"
#include "mapi-one-off.h"
#include "mapi-prop-list-builder.h"

#include <string.h>

/* PR_SEARCH_KEY of an address: the type, a colon and the address in capitals, and a NUL. */
static void
add_search_key (MapiPropListBuilder *builder, const char *address_type, const char *email_address)
{
  g_autofree char *joined = g_strconcat (address_type, ":", email_address, NULL);
  g_autofree char *key = g_utf8_strup (joined, -1);

  mapi_prop_list_builder_add_data (builder, MAPI_PR_SEARCH_KEY, key, strlen (key) + 1);
}

/**
 * mapi_recipient_new:
 * @recipient_type: %MAPI_TO, %MAPI_CC or %MAPI_BCC
 * @display_name: (nullable): what to show, or %NULL to show the address
 * @address_type: the address type, such as `SMTP`; it is put in capitals
 * @email_address: the address
 *
 * Makes the row of a recipient that stands in no address book, with a one-off entry identifier.
 *
 * Returns: (transfer full) (nullable): the row, or %NULL when a string is not UTF-8
 *
 * Since: 1.0
 */
MapiPropList *
mapi_recipient_new (guint32     recipient_type,
                    const char *display_name,
                    const char *address_type,
                    const char *email_address)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autofree char *type = NULL;

  g_return_val_if_fail (address_type != NULL && email_address != NULL, NULL);

  if (display_name == NULL)
    display_name = email_address;
  type = g_ascii_strup (address_type, -1);
  entry_id = mapi_one_off_new (display_name, type, email_address, MAPI_ONE_OFF_UNICODE);
  if (entry_id == NULL)
    return NULL;

  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, (gint32) recipient_type);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, display_name);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, type);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, email_address);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  add_search_key (builder, type, email_address);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_MAILUSER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DISPLAY_TYPE, MAPI_DT_MAILUSER);
  return mapi_prop_list_builder_end (builder);
}

/**
 * mapi_recipient_with_responsibility:
 * @self: the row of a recipient
 * @responsibility: whether a transport has taken the recipient over, or need not
 *
 * Gives the row with another value of PR_RESPONSIBILITY.
 *
 * Returns: (transfer full): the row
 *
 * Since: 1.0
 */
MapiPropList *
mapi_recipient_with_responsibility (MapiPropList *self, gboolean responsibility)
{
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) change = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  value = mapi_prop_value_new_boolean (MAPI_PR_RESPONSIBILITY, responsibility);
  change = mapi_prop_list_new_from_value (value);
  return mapi_prop_list_merge (self, change);
}

/* Without regard to case in the domain only: what stands before it is the receiver's business. */
static gboolean
is_same_address (const char *address, const char *other)
{
  const char *domain = strrchr (address, '@');
  const char *other_domain = strrchr (other, '@');

  if (domain == NULL || other_domain == NULL)
    return strcmp (address, other) == 0;
  return domain - address == other_domain - other &&
         strncmp (address, other, (gsize) (domain - address)) == 0 &&
         g_ascii_strcasecmp (domain, other_domain) == 0;
}

/**
 * mapi_recipient_same_address:
 * @self: the row of a recipient
 * @other: another one
 *
 * Tells whether a message for both would arrive twice: the address types are the same, and so are
 * the addresses, where the domain behind the last `@` counts without regard to case.
 *
 * Returns: %TRUE when the addresses are the same; %FALSE also when one of them is absent
 *
 * Since: 1.0
 */
gboolean
mapi_recipient_same_address (const MapiPropList *self, const MapiPropList *other)
{
  const char *type;
  const char *other_type;
  const char *address;
  const char *other_address;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  type = mapi_prop_list_get_string (self, MAPI_PR_ADDRTYPE);
  other_type = mapi_prop_list_get_string (other, MAPI_PR_ADDRTYPE);
  address = mapi_prop_list_get_string (self, MAPI_PR_EMAIL_ADDRESS);
  other_address = mapi_prop_list_get_string (other, MAPI_PR_EMAIL_ADDRESS);
  if (type == NULL || other_type == NULL || address == NULL || other_address == NULL)
    return FALSE;
  return g_ascii_strcasecmp (type, other_type) == 0 && is_same_address (address, other_address);
}
