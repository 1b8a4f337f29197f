/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The messages of a folder of a store with a backend. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-folder-private.h"
#include "mapi-offer.h"
#include "mapi-read-flag.h"

static gboolean
check_holds_messages (MapiKeptFolder *self, GError **error)
{
  if (!mapi_kept_store_check_writable (self->store, error))
    return FALSE;
  if (!mapi_kept_key_is_hidden (self->key))
    return TRUE;
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_SUPPORT, "CreateMessage: no messages are kept here");
  return FALSE;
}

static void
associate (MapiKeptMessage *message)
{
  guint32 flags = mapi_kept_message_get_long (message, MAPI_PR_MESSAGE_FLAGS);

  mapi_kept_message_set_long (message, MAPI_PR_MESSAGE_FLAGS, flags | MAPI_MSGFLAG_ASSOCIATED);
}

static MapiMessage *
mapi_kept_folder_create_message (MapiFolder   *folder,
                                 const char   *interface_name,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiKeptFolder  *self = MAPI_KEPT_FOLDER (folder);
  MapiKeptMessage *message;

  if (!check_holds_messages (self, error))
    return NULL;
  message = mapi_kept_message_new (self->store, self->key);
  if ((flags & MAPI_ASSOCIATED) != 0)
    associate (message);
  return mapi_kept_store_lend (self->store,
                               mapi_prop_offer (MAPI_PROP (message), interface_name, error));
}

/* What waits to be sent stays as it is (R593, R594). */
static gboolean
run_step (MapiKeptRun *self,
          const char  *folder,
          GBytes      *entry_id,
          MapiKeptStep step,
          gpointer     data,
          GError     **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (self->store);
  g_auto (MapiKeptId) id = { 0 };
  g_autoptr (MapiKeptMessage) message = NULL;

  if (!mapi_kept_id_parse (&id, mapi_store_backend_get_uid (backend), entry_id, error))
    return FALSE;
  if (id.kind != MAPI_KEPT_IS_MESSAGE || !g_str_equal (id.folder, folder))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NOT_FOUND, "the message is not in this folder");
      return FALSE;
    }
  message = mapi_kept_message_take (self->store, id.folder, id.key, error);
  if (message == NULL)
    return FALSE;
  if (mapi_kept_message_is_queued (message))
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_SUBMITTED, "the message waits to be sent");
      return FALSE;
    }
  return step (message, data, self->cancellable, error);
}

static gboolean
is_harmless (const GError *error)
{
  return g_error_matches (error, MAPI_ERROR, MAPI_E_NOT_FOUND) ||
         g_error_matches (error, MAPI_ERROR, MAPI_E_SUBMITTED);
}

static gboolean
tell (MapiKeptRun *self, GError **error)
{
  self->done++;
  return self->progress == NULL ||
         mapi_progress_tell (self->progress, self->done, MAX (self->done, self->total), error);
}

/* That some cannot be done is a warning. */
gboolean
mapi_kept_run_steps (MapiKeptRun   *self,
                     const char    *folder,
                     MapiEntryList *messages,
                     MapiKeptStep   step,
                     gpointer       data,
                     GError       **error)
{
  if (!mapi_kept_store_check_writable (self->store, error))
    return FALSE;
  for (guint i = 0; i < mapi_entry_list_get_size (messages); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (messages, i);
      g_autoptr (GError) local = NULL;

      if (!run_step (self, folder, entry_id, step, data, &local))
        {
          if (!is_harmless (local))
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return FALSE;
            }
          *self->warning = MAPI_W_PARTIAL_COMPLETION;
        }
      if (!tell (self, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mapi_kept_step_delete (MapiKeptMessage *message,
                       gpointer         unused,
                       GCancellable    *cancellable,
                       GError         **error)
{
  mapi_kept_message_report_unread (message, cancellable);
  return mapi_kept_message_delete (message, cancellable, error);
}

static gboolean
mapi_kept_folder_delete_messages (MapiFolder    *folder,
                                  MapiEntryList *messages,
                                  MapiProgress  *progress,
                                  guint32        flags,
                                  GCancellable  *cancellable,
                                  guint32       *warning,
                                  GError       **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (folder);
  MapiKeptRun     run = { self->store, progress, cancellable,
                          warning,     0,        mapi_entry_list_get_size (messages) };

  return mapi_kept_run_steps (&run, self->key, messages, mapi_kept_step_delete, NULL, error);
}

gboolean
mapi_kept_step_copy (MapiKeptMessage *message,
                     gpointer         copy,
                     GCancellable    *cancellable,
                     GError         **error)
{
  const MapiKeptCopy *to = copy;

  return mapi_kept_message_move (message, to->folder, !to->is_move, cancellable, error);
}

/* Into another store the support object copies, which knows what is to be reported before. */
static gboolean
mapi_kept_folder_copy_messages (MapiFolder    *folder,
                                MapiEntryList *messages,
                                MapiFolder    *destination,
                                MapiProgress  *progress,
                                guint32        flags,
                                GCancellable  *cancellable,
                                guint32       *warning,
                                GError       **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (folder);
  MapiKeptCopy    copy = { mapi_kept_folder_find_neighbour (self, destination),
                           (flags & MAPI_MESSAGE_MOVE) != 0 };
  MapiKeptRun     run = { self->store, progress, cancellable,
                          warning,     0,        mapi_entry_list_get_size (messages) };

  if (!mapi_kept_store_check (self->store, error))
    return FALSE;
  if (copy.folder == NULL)
    return mapi_support_copy_messages (mapi_kept_store_get_support (self->store),
                                       folder,
                                       messages,
                                       destination,
                                       progress,
                                       flags,
                                       cancellable,
                                       warning,
                                       error);
  return mapi_kept_run_steps (&run, self->key, messages, mapi_kept_step_copy, &copy, error);
}

static gboolean
set_read_flag (MapiKeptMessage *message, gpointer data, GCancellable *cancellable, GError **error)
{
  return mapi_kept_message_set_read_flag (
      MAPI_MESSAGE (message), *(guint32 *) data, cancellable, error);
}

static GPtrArray *
list_slips (MapiKeptPlace *place, gboolean with_associated)
{
  GPtrArray     *slips = g_ptr_array_new ();
  GHashTableIter iter;
  MapiKeptSlip  *slip;

  g_hash_table_iter_init (&iter, place->slips);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slip))
    if (!slip->is_note && (with_associated || !slip->is_associated))
      g_ptr_array_add (slips, slip);
  return slips;
}

MapiEntryList *
mapi_kept_store_list_messages (MapiKeptStore *store,
                               const char    *folder,
                               gboolean       with_associated,
                               GError       **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  MapiStoreBackend *backend = mapi_kept_store_get_backend (store);
  g_autoptr (GPtrArray) slips = NULL;
  MapiKeptPlace *place;

  mapi_store_backend_lock (backend);
  place = mapi_store_backend_find_place (backend, folder, error);
  if (place != NULL && mapi_store_backend_survey (backend, place, error))
    slips = list_slips (place, with_associated);
  for (guint i = 0; slips != NULL && i < slips->len; i++)
    {
      MapiKeptSlip *slip = slips->pdata[i];

      g_ptr_array_add (
          ids, mapi_store_backend_new_id (backend, MAPI_KEPT_IS_MESSAGE, folder, slip->key));
    }
  mapi_store_backend_unlock (backend);
  return slips != NULL ? mapi_entry_list_new ((GBytes **) ids->pdata, ids->len) : NULL;
}

/* Without a list all of the folder are meant. */
static gboolean
mapi_kept_folder_set_read_flags (MapiFolder    *folder,
                                 MapiEntryList *messages,
                                 MapiProgress  *progress,
                                 guint32        flags,
                                 GCancellable  *cancellable,
                                 guint32       *warning,
                                 GError       **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (folder);
  MapiKeptRun     run = { self->store, progress, cancellable, warning, 0, 0 };
  g_autoptr (MapiEntryList) all = NULL;

  if (!mapi_read_flag_check (flags, error))
    return FALSE;
  all = messages != NULL ? mapi_entry_list_ref (messages)
                         : mapi_kept_store_list_messages (self->store, self->key, FALSE, error);
  if (all == NULL)
    return FALSE;
  run.total = mapi_entry_list_get_size (all);
  return mapi_kept_run_steps (&run, self->key, all, set_read_flag, &flags, error);
}

static MapiKeptMessage *
take (MapiKeptFolder *self, GBytes *entry_id, GError **error)
{
  g_auto (MapiKeptId) id = { 0 };

  if (!mapi_kept_store_check (self->store, error) ||
      !mapi_kept_id_parse (
          &id, mapi_store_backend_get_uid (mapi_kept_folder_get_backend (self)), entry_id, error))
    return NULL;
  if (id.kind == MAPI_KEPT_IS_MESSAGE)
    return mapi_kept_message_take (self->store, id.folder, id.key, error);
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "the entry identifier names no message");
  return NULL;
}

static gboolean
mapi_kept_folder_get_message_status (MapiFolder   *folder,
                                     GBytes       *entry_id,
                                     guint32       flags,
                                     guint32      *message_status,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  g_autoptr (MapiKeptMessage) message = take (MAPI_KEPT_FOLDER (folder), entry_id, error);

  if (message == NULL)
    return FALSE;
  *message_status = mapi_kept_message_get_long (message, MAPI_PR_MSG_STATUS);
  return TRUE;
}

/* With the lock, so that two who set different bits both do. A client may do that to what waits to
 * be sent, too. */
static gboolean
change_status (MapiKeptFolder *self,
               GBytes         *entry_id,
               guint32         new_status,
               guint32         mask,
               guint32        *old_status,
               GCancellable   *cancellable,
               GError        **error)
{
  g_autoptr (MapiKeptMessage) message = take (self, entry_id, error);

  if (message == NULL)
    return FALSE;
  *old_status = mapi_kept_message_get_long (message, MAPI_PR_MSG_STATUS);
  mapi_kept_message_set_long (
      message, MAPI_PR_MSG_STATUS, (*old_status & ~mask) | (new_status & mask));
  return mapi_kept_message_rewrite (message, cancellable, error);
}

static gboolean
mapi_kept_folder_set_message_status (MapiFolder   *folder,
                                     GBytes       *entry_id,
                                     guint32       new_status,
                                     guint32       new_status_mask,
                                     guint32      *old_status,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  MapiKeptFolder   *self = MAPI_KEPT_FOLDER (folder);
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  gboolean          changed;

  mapi_store_backend_lock (backend);
  changed =
      change_status (self, entry_id, new_status, new_status_mask, old_status, cancellable, error);
  mapi_store_backend_unlock (backend);
  return changed;
}

void
mapi_kept_folder_init_contents (MapiFolderInterface *iface)
{
  iface->create_message = mapi_kept_folder_create_message;
  iface->copy_messages = mapi_kept_folder_copy_messages;
  iface->delete_messages = mapi_kept_folder_delete_messages;
  iface->set_read_flags = mapi_kept_folder_set_read_flags;
  iface->get_message_status = mapi_kept_folder_get_message_status;
  iface->set_message_status = mapi_kept_folder_set_message_status;
}
