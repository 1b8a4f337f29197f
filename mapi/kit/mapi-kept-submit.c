/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* IMessage::SubmitMessage: the steps of "Sending messages by using message store providers". */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-private.h"
#include "mapi-responsibility.h"
#include "mapi-submission.h"

static gboolean
check_submit (MapiKeptMessage *self, MapiRowSet *recipients, GError **error)
{
  gboolean    is_spooler = mapi_kept_store_is_spooler (self->store);
  MapiError   code = MAPI_E_NO_RECIPIENTS;
  const char *reason = "the message has no recipients";

  if (!mapi_store_backend_get_sends (self->backend))
    code = MAPI_E_NO_SUPPORT, reason = "SubmitMessage: nothing is sent from this store";
  else if (mapi_kept_message_is_queued (self) && !is_spooler)
    code = MAPI_E_SUBMITTED, reason = "the message was submitted already";
  else if (!mapi_prop_data_check_writable (MAPI_PROP_DATA (self), NULL))
    code = MAPI_E_NO_ACCESS, reason = "the message was opened for reading";
  else if (mapi_row_set_get_size (recipients) > 0)
    return TRUE;
  g_set_error_literal (error, MAPI_ERROR, code, reason);
  return FALSE;
}

/* A support object without a spooler behind it has nothing to add. Takes over @failure, NULL for
 * none. */
static gboolean
accept (GError *failure, GError **error)
{
  if (failure == NULL)
    return TRUE;
  if (g_error_matches (failure, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    {
      g_error_free (failure);
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

/* Step 1 (R036). */
static gboolean
prepare (MapiKeptMessage *self, GCancellable *cancellable, GError **error)
{
  guint32 flags = 0;
  GError *local = NULL;

  mapi_kept_store_announce_sending (self->store);
  mapi_support_prepare_submit (
      mapi_kept_store_get_support (self->store), MAPI_MESSAGE (self), &flags, cancellable, &local);
  return accept (local, error);
}

static gboolean
mark_recipients (MapiKeptMessage *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) rows =
      mapi_message_list_recipients (MAPI_MESSAGE (self), cancellable, error);
  g_autoptr (MapiRowSet) marked = rows != NULL ? mapi_submission_get_recipients (rows) : NULL;

  return marked != NULL &&
         mapi_message_modify_recipients (MAPI_MESSAGE (self), 0, marked, cancellable, error);
}

/* Steps 2 to 4 (R037 to R040). */
static gboolean
mark (MapiKeptMessage *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropList) props = mapi_prop_data_get_list (MAPI_PROP_DATA (self));
  g_autoptr (MapiPropList) changes =
      mapi_submission_get_changes (props, (gint64) mapi_store_backend_next_time (self->backend));
  guint32 flags = mapi_kept_message_get_long (self, MAPI_PR_MESSAGE_FLAGS);

  mapi_prop_data_compute (MAPI_PROP_DATA (self), changes);
  mapi_kept_message_set_long (
      self, MAPI_PR_MESSAGE_FLAGS, flags | MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT);
  return mark_recipients (self, cancellable, error);
}

/* Step 5 (R041); the rows it adds are like the others (D3). */
static gboolean
expand (MapiKeptMessage *self, guint32 *needs, GCancellable *cancellable, GError **error)
{
  GError *local = NULL;

  mapi_support_expand_recips (
      mapi_kept_store_get_support (self->store), MAPI_MESSAGE (self), needs, cancellable, &local);
  return accept (local, error) && mark_recipients (self, cancellable, error);
}

/* The message and its place in the queue are one save (R060, R061). */
static gboolean
enqueue (MapiKeptMessage *self, guint32 needs, GCancellable *cancellable, GError **error)
{
  guint32 flags = needs & MAPI_NEEDS_PREPROCESSING ? MAPI_SUBMITFLAG_PREPROCESS : 0;

  mapi_kept_message_set_long (self, MAPI_PR_SUBMIT_FLAGS, flags);
  if (!mapi_kept_message_write (self, 0, cancellable, error))
    return FALSE;
  mapi_prop_data_set_obj_access (
      MAPI_PROP_DATA (self),
      MAPI_IPROP_CLEAN |
          (mapi_kept_store_is_spooler (self->store) ? MAPI_IPROP_READWRITE : MAPI_IPROP_READONLY));
  return TRUE;
}

static gboolean
submit_new (MapiKeptMessage *self, GCancellable *cancellable, GError **error)
{
  guint32 needs = 0;

  return prepare (self, cancellable, error) && mark (self, cancellable, error) &&
         expand (self, &needs, cancellable, error) && enqueue (self, needs, cancellable, error);
}

/* A submission that fails leaves the message as it was. */
static void
restore (MapiKeptMessage *self, MapiPropData *before, MapiRowSet *recipients)
{
  g_autoptr (GError) error = NULL;

  mapi_prop_data_assign (MAPI_PROP_DATA (self), before);
  if (!mapi_message_modify_recipients (MAPI_MESSAGE (self), 0, recipients, NULL, &error))
    g_message ("%s: %s", mapi_store_backend_get_name (self->backend), error->message);
}

/* What the spooler submits it has preprocessed: only the place in the queue is still to do (R093,
 * R524). */
gboolean
mapi_kept_message_submit (MapiMessage  *message,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  MapiKeptMessage *self = MAPI_KEPT_MESSAGE (message);
  g_autoptr (MapiRowSet) recipients = mapi_message_list_recipients (message, cancellable, error);
  g_autoptr (MapiPropData) before = mapi_prop_data_new (NULL);

  if (recipients == NULL || !check_submit (self, recipients, error))
    return FALSE;
  if (mapi_kept_message_is_queued (self))
    return enqueue (self, 0, cancellable, error);
  mapi_prop_data_assign (before, MAPI_PROP_DATA (self));
  if (submit_new (self, cancellable, error))
    return TRUE;
  restore (self, before, recipients);
  return FALSE;
}
