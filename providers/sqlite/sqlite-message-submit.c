/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* IMessage::SubmitMessage: the steps of "Sending messages by using message store providers". */

#include "sqlite-message-private.h"
#include "sqlite-store.h"

/* What a submission that fails leaves as it was. */
typedef struct
{
  MapiPropList *props;
  MapiRowSet   *recipients;
  guint32       flags;
} Before;

static gboolean
check_submit (SqliteMessage *self, GError **error)
{
  SqliteStore *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  g_autoptr (GError) local = NULL;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error))
    return FALSE;
  g_mutex_lock (&self->lock);
  if (!sqlite_message_load (self, &local))
    g_assert (local != NULL);
  else if (self->data->queue != 0 && !sqlite_store_is_spooler (store))
    local = mapi_error_new (MAPI_E_SUBMITTED, "sqlite: the message was submitted already");
  else if (!self->may_submit || self->attach != NULL || self->data->associated)
    local = mapi_error_new (MAPI_E_NO_ACCESS, "sqlite: the message cannot be submitted");
  else if (mapi_row_set_get_size (self->data->recipients) == 0)
    local = mapi_error_new (MAPI_E_NO_RECIPIENTS, "sqlite: the message has no recipients");
  g_mutex_unlock (&self->lock);

  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
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
prepare (SqliteMessage *self, GCancellable *cancellable, GError **error)
{
  SqliteStore *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  guint32      flags = 0;
  GError      *local = NULL;

  sqlite_store_announce_sending (store);
  mapi_support_prepare_submit (
      sqlite_store_get_support (store), MAPI_MESSAGE (self), &flags, cancellable, &local);
  return accept (local, error);
}

/* Called with the lock held. */
static void
mark_recipients (SqliteMessage *self)
{
  sqlite_message_set_recipients (self, mapi_submission_get_recipients (self->data->recipients));
}

/* Steps 2 to 4 (R037 to R040). */
static void
mark (SqliteMessage *self)
{
  g_autoptr (MapiPropList) changes = NULL;

  g_mutex_lock (&self->lock);
  self->data->flags |= MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT;
  mark_recipients (self);
  changes = mapi_submission_get_changes (self->data->props, g_get_real_time ());
  sqlite_message_set_props (self, mapi_prop_list_merge (self->data->props, changes));
  g_mutex_unlock (&self->lock);
}

/* Step 5 (R041); the rows it adds are like the others (D3). */
static gboolean
expand (SqliteMessage *self, guint32 *needs, GCancellable *cancellable, GError **error)
{
  MapiSupport *support = sqlite_store_get_support (sqlite_object_get_store (SQLITE_OBJECT (self)));
  GError      *local = NULL;

  mapi_support_expand_recips (support, MAPI_MESSAGE (self), needs, cancellable, &local);
  if (!accept (local, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  mark_recipients (self);
  g_mutex_unlock (&self->lock);
  mapi_step (MAPI_STEP_SUBMIT_EXPANDED);
  return TRUE;
}

static gboolean
run_submit (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  return sqlite_message_store (conn, events, data, error);
}

/* The message and its place in the queue are one commit (R060, R061). */
static gboolean
enqueue (SqliteMessage *self, guint32 needs, GError **error)
{
  SqliteMessageSave save = { .submit = TRUE };
  gboolean          stored;

  if (needs & MAPI_NEEDS_PREPROCESSING)
    save.entry.flags = MAPI_SUBMITFLAG_PREPROCESS;
  g_mutex_lock (&self->lock);
  stored = sqlite_message_load_attachments (self, error);
  stored = stored && sqlite_message_prepare_save (self, &save, error) &&
           sqlite_backend_write (sqlite_object_get_backend (SQLITE_OBJECT (self)),
                                 SQLITE_DB_DURABLE,
                                 run_submit,
                                 &save,
                                 error);
  if (stored)
    {
      mapi_step (MAPI_STEP_SUBMIT_STORED);
      sqlite_message_finish_save (self, &save);
      self->data->queue = save.entry.seq;
      self->data->submit_flags = save.entry.flags;
      self->writable = sqlite_store_is_spooler (sqlite_object_get_store (SQLITE_OBJECT (self)));
    }
  g_mutex_unlock (&self->lock);
  return stored;
}

static void
remember (SqliteMessage *self, Before *before)
{
  g_mutex_lock (&self->lock);
  before->props = mapi_prop_list_ref (self->data->props);
  before->recipients = mapi_row_set_ref (self->data->recipients);
  before->flags = self->data->flags;
  g_mutex_unlock (&self->lock);
}

static void
restore (SqliteMessage *self, Before *before)
{
  g_mutex_lock (&self->lock);
  sqlite_message_set_props (self, mapi_prop_list_ref (before->props));
  sqlite_message_set_recipients (self, mapi_row_set_ref (before->recipients));
  self->data->flags = before->flags;
  g_mutex_unlock (&self->lock);
}

/* The spooler has preprocessed the message: only the place in the queue is still to do (R093,
 * R524). */
static gboolean
is_preprocessed (SqliteMessage *self)
{
  gboolean queued;

  g_mutex_lock (&self->lock);
  queued = self->data->queue != 0;
  g_mutex_unlock (&self->lock);
  return queued;
}

gboolean
sqlite_message_submit (MapiMessage  *message,
                       guint32       flags,
                       GCancellable *cancellable,
                       GError      **error)
{
  SqliteMessage *self = SQLITE_MESSAGE (message);
  Before         before;
  guint32        needs = 0;
  gboolean       submitted;

  mapi_step (MAPI_STEP_SUBMIT_BEGUN);
  if (!check_submit (self, error))
    return FALSE;
  if (is_preprocessed (self))
    return enqueue (self, 0, error);

  remember (self, &before);
  submitted = prepare (self, cancellable, error);
  if (submitted)
    {
      mark (self);
      submitted = expand (self, &needs, cancellable, error) && enqueue (self, needs, error);
    }
  if (!submitted)
    restore (self, &before);
  mapi_prop_list_unref (before.props);
  mapi_row_set_unref (before.recipients);
  return submitted;
}
