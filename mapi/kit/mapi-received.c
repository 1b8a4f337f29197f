/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-received.h"

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-person.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-tags.h"
#include "mapi-recipient.h"
#include "mapi-responsibility.h"

static const guint32 wanted[] = {
  MAPI_PR_MESSAGE_CLASS,          MAPI_PR_SENDER_NAME,
  MAPI_PR_SENDER_ADDRTYPE,        MAPI_PR_SENDER_EMAIL_ADDRESS,
  MAPI_PR_SENDER_ENTRYID,         MAPI_PR_SENDER_SEARCH_KEY,
  MAPI_PR_SENT_REPRESENTING_NAME, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS,
};

static void
add_all (MapiPropListBuilder *builder, MapiPropList *props)
{
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);

      mapi_prop_list_builder_add_value (builder, value);
    }
}

static void
add_person (MapiPropListBuilder *builder,
            MapiPropList        *person,
            MapiPersonRole       role,
            MapiPersonRole       new_role)
{
  g_autoptr (MapiPropList) props = mapi_person_recast (person, role, new_role);

  add_all (builder, props);
}

/* Named as one of those whom the message is to, and not by a list or a blind copy (R544). */
static gboolean
is_named (MapiMessage *message, guint32 type, MapiPropList *me, GCancellable *cancellable)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (message, cancellable, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0) == (gint32) type &&
          mapi_recipient_same_address (row, me))
        return TRUE;
    }
  return FALSE;
}

static void
add_receiver (MapiPropListBuilder *builder,
              MapiMessage         *message,
              MapiPropList        *me,
              GCancellable        *cancellable)
{
  add_person (builder, me, MAPI_PERSON_ENTRY, MAPI_PERSON_RECEIVED_BY);
  add_person (builder, me, MAPI_PERSON_ENTRY, MAPI_PERSON_RCVD_REPRESENTING);
  mapi_prop_list_builder_add_boolean (
      builder, MAPI_PR_MESSAGE_TO_ME, is_named (message, MAPI_TO, me, cancellable));
  mapi_prop_list_builder_add_boolean (
      builder, MAPI_PR_MESSAGE_CC_ME, is_named (message, MAPI_CC, me, cancellable));
}

static gboolean
is_from (MapiPropList *old, MapiPropList *me)
{
  g_autoptr (MapiPropList) sender = mapi_person_recast (old, MAPI_PERSON_SENDER, MAPI_PERSON_ENTRY);

  return me != NULL && mapi_recipient_same_address (sender, me);
}

static MapiPropList *
make_stamp (MapiMessage  *message,
            MapiPropList *old,
            MapiPropList *me,
            gint64        unix_usec,
            guint32       origin,
            GCancellable *cancellable)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  const char *message_class = mapi_prop_list_get_string (old, MAPI_PR_MESSAGE_CLASS);
  guint32     flags = MAPI_MSGFLAG_UNMODIFIED | origin;

  mapi_prop_list_builder_add_systime (
      builder, MAPI_PR_MESSAGE_DELIVERY_TIME, mapi_filetime_from_unix_usec (unix_usec));
  mapi_prop_list_builder_add_long (
      builder,
      MAPI_PR_MESSAGE_FLAGS,
      (gint32) (is_from (old, me) ? flags | MAPI_MSGFLAG_FROMME : flags));
  if (message_class == NULL || *message_class == '\0')
    mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  if (!mapi_prop_list_contains (old, MAPI_PR_SENT_REPRESENTING_NAME) &&
      !mapi_prop_list_contains (old, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS))
    add_person (builder, old, MAPI_PERSON_SENDER, MAPI_PERSON_SENT_REPRESENTING);
  if (me != NULL)
    add_receiver (builder, message, me, cancellable);
  return mapi_prop_list_builder_end (builder);
}

/**
 * mapi_message_stamp_received:
 * @message: the message given to `IXPLogon::StartMessage`, filled and not saved yet
 * @address_type: (nullable): with @address, whose mail this is; %NULL when that is not known
 * @address: (nullable): the address
 * @unix_usec: when it arrived at the server, in microseconds since 1970 (R545)
 * @origin: where it comes from: `MAPI_MSGFLAG_ORIGIN_INTERNET` …, or 0 for a place that can be
 *   trusted (R518)
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Adds what a transport says of each message that comes in: when it came
 * (PR_MESSAGE_DELIVERY_TIME), who got it (R540, R541), whether that is one of those it is to (R544)
 * or from (R517), and what applies where the message itself does not say: its class (R352), and
 * that the sender speaks for himself (R543).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_message_stamp_received (MapiMessage  *message,
                             const char   *address_type,
                             const char   *address,
                             gint64        unix_usec,
                             guint32       origin,
                             GCancellable *cancellable,
                             GError      **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropList) old = NULL;
  g_autoptr (MapiPropList) me = NULL;
  g_autoptr (MapiPropList) stamp = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (address == NULL || address_type != NULL, FALSE);

  old = mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, error);
  if (old == NULL)
    return FALSE;
  if (address != NULL)
    me = mapi_recipient_new (MAPI_TO, NULL, address_type, address);
  stamp = make_stamp (message, old, me, unix_usec, origin, cancellable);
  return mapi_prop_set_props (MAPI_PROP (message), stamp, NULL, cancellable, error);
}
