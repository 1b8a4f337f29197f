/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-sender-private.h"

/* What stands for somebody whom nobody knows (R537, R631, R632). */
#define UNKNOWN "Unknown"

static gboolean
has_sender (MapiMessage *message, GCancellable *cancellable)
{
  static const guint32 tags[] = {
    MAPI_PR_SENDER_NAME,
    MAPI_PR_SENDER_EMAIL_ADDRESS,
    MAPI_PR_SENDER_ENTRYID,
  };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) found =
      mapi_prop_get_props (MAPI_PROP (message), wanted, 0, cancellable, NULL, NULL);
  g_autoptr (MapiPropList) props = found != NULL ? mapi_prop_list_without_errors (found) : NULL;

  return props == NULL || mapi_prop_list_get_size (props) > 0;
}

/* As it stands in the rule: address types are written in capitals otherwise. */
static MapiPropList *
make_unknown (void)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_ORIG, UNKNOWN, UNKNOWN, UNKNOWN);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_ADDRTYPE, UNKNOWN);
  g_autoptr (MapiPropList) type = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (row, type);
}

gboolean
mapi_spooler_sender_complete (MapiSpooler  *self,
                              MapiMessage  *message,
                              GCancellable *cancellable,
                              GError      **error)
{
  g_autoptr (MapiPropList) identity = NULL; /* the primary one (R536) */
  g_autoptr (MapiPropList) sender = NULL;

  if (has_sender (message, cancellable))
    return TRUE;

  identity = mapi_spooler_host_get_identity (self->host);
  if (identity == NULL)
    identity = make_unknown ();
  sender = mapi_person_recast (identity, MAPI_PERSON_ENTRY, MAPI_PERSON_SENDER);
  return mapi_prop_set_props (MAPI_PROP (message), sender, NULL, cancellable, error);
}
