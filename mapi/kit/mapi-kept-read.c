/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whether messages were read, and telling their senders. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-private.h"
#include "mapi-read-flag.h"

/* The support object writes the report, the store sends it (R584, R587, R588). */
static void
send_report (MapiKeptMessage *read, guint32 flags, GCancellable *cancellable)
{
  g_autoptr (MapiKeptMessage) report = mapi_kept_message_new (read->store, MAPI_KEPT_OUTBOX);
  g_autoptr (GError) error = NULL;

  if (!mapi_support_read_receipt (mapi_kept_store_get_support (read->store),
                                  flags,
                                  MAPI_MESSAGE (read),
                                  MAPI_MESSAGE (report),
                                  cancellable,
                                  &error) ||
      !mapi_message_submit_message (MAPI_MESSAGE (report), 0, cancellable, &error))
    g_message ("%s: the receipt was not sent: %s",
               mapi_store_backend_get_name (read->backend),
               error->message);
}

/* Before an unread message is deleted (R585, R589, D22). */
void
mapi_kept_message_report_unread (MapiKeptMessage *self, GCancellable *cancellable)
{
  guint32 flags = mapi_kept_message_get_long (self, MAPI_PR_MESSAGE_FLAGS);

  if (mapi_store_backend_get_sends (self->backend) &&
      (flags & (MAPI_MSGFLAG_NRN_PENDING | MAPI_MSGFLAG_READ)) == MAPI_MSGFLAG_NRN_PENDING)
    send_report (self, MAPI_NON_READ, cancellable);
}

/* The sender's wish is taken out of the message itself (R658). */
static void
forget_request (MapiKeptMessage *self)
{
  g_autoptr (MapiPropValue) no =
      mapi_prop_value_new_boolean (MAPI_PR_READ_RECEIPT_REQUESTED, FALSE);
  g_autoptr (MapiPropList) changes = mapi_prop_list_new_from_value (no);

  mapi_prop_data_compute (MAPI_PROP_DATA (self), changes);
}

static void
apply (MapiKeptMessage *self, guint32 flags, guint32 after)
{
  mapi_kept_message_set_long (self, MAPI_PR_MESSAGE_FLAGS, after);
  if (mapi_read_flag_forgets (flags))
    forget_request (self);
}

/* At once and for everybody, not only with SaveChanges. */
static gboolean
change_kept (MapiKeptMessage *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiKeptMessage) kept =
      mapi_kept_message_take (self->store, self->folder, self->key, error);
  gboolean is_current;
  guint32  before;
  guint32  after;

  if (kept == NULL || !mapi_kept_store_check_writable (self->store, error))
    return FALSE;
  if (mapi_kept_message_is_queued (kept))
    return TRUE;
  is_current = kept->change == self->change;
  before = mapi_kept_message_get_long (kept, MAPI_PR_MESSAGE_FLAGS);
  after = mapi_read_flag_apply (before, flags);
  if (after != before || mapi_read_flag_forgets (flags))
    {
      apply (kept, flags, after);
      if (!mapi_kept_message_rewrite (kept, cancellable, error))
        return FALSE;
    }
  apply (self, flags, after);
  if (is_current)
    self->change = kept->change;
  if (mapi_store_backend_get_sends (self->backend) && mapi_read_flag_reports (before, flags))
    send_report (kept, 0, cancellable);
  return TRUE;
}

gboolean
mapi_kept_message_set_read_flag (MapiMessage  *message,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiKeptMessage *self = MAPI_KEPT_MESSAGE (message);
  guint32          before;

  if (!mapi_read_flag_check (flags, error))
    return FALSE;
  if (self->key != NULL)
    return change_kept (self, flags, cancellable, error);
  before = mapi_kept_message_get_long (self, MAPI_PR_MESSAGE_FLAGS);
  mapi_kept_message_set_long (self, MAPI_PR_MESSAGE_FLAGS, mapi_read_flag_apply (before, flags));
  return TRUE;
}
