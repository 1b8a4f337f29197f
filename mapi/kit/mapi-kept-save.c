/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages on their way to the provider, and who hears of it. */

#include "config.h"

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-kept-private.h"
#include "mapi-message-class.h"

/* Mail that arrives is unread, and unmodified until somebody changes it (R519); with a wish for a
 * report it owes that until it is read or deleted. */
static guint32
receive_flags (MapiPropList *props, guint32 flags)
{
  if ((flags & MAPI_MSGFLAG_UNSENT) == 0)
    flags = (flags & ~(guint32) MAPI_MSGFLAG_READ) | MAPI_MSGFLAG_UNMODIFIED;
  if (mapi_prop_list_get_boolean (props, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE))
    flags |= MAPI_MSGFLAG_RN_PENDING | MAPI_MSGFLAG_NRN_PENDING;
  if (mapi_prop_list_get_boolean (props, MAPI_PR_NON_RECEIPT_NOTIFICATION_REQUESTED, FALSE))
    flags |= MAPI_MSGFLAG_NRN_PENDING;
  return flags;
}

static guint32
choose_flags (MapiKeptMessage *self, MapiPropList *props)
{
  guint32 flags = (guint32) mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0);

  if (self->key != NULL)
    return flags & ~(guint32) MAPI_MSGFLAG_UNMODIFIED;
  return mapi_kept_store_is_spooler (self->store) ? receive_flags (props, flags) : flags;
}

/* What each save sets. */
static void
stamp (MapiKeptMessage *self)
{
  g_autoptr (MapiPropList) props = mapi_prop_data_get_list (MAPI_PROP_DATA (self));
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) changes = NULL;
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());

  mapi_prop_list_builder_add_systime (builder, MAPI_PR_LAST_MODIFICATION_TIME, now);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_MESSAGE_FLAGS, (gint32) choose_flags (self, props));
  if (!mapi_prop_list_contains (props, MAPI_PR_MESSAGE_CLASS))
    mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, MAPI_MESSAGE_CLASS_DEFAULT);
  changes = mapi_prop_list_builder_end (builder);
  mapi_prop_data_compute (MAPI_PROP_DATA (self), changes);
}

static gboolean
check_change (MapiKeptMessage *self, guint32 flags, GError **error)
{
  g_autoptr (GError) local = NULL;
  MapiKeptSlip *slip;

  if (self->key == NULL)
    return TRUE;
  slip = mapi_store_backend_find_slip (self->backend, self->folder, self->key, &local);
  if (slip == NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_OBJECT_DELETED, "SaveChanges: %s", local->message);
  else if (slip->is_queued && !mapi_kept_store_is_spooler (self->store))
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_SUBMITTED, "the message waits to be sent");
  else if (slip->change != self->change && (flags & MAPI_FORCE_SAVE) == 0)
    g_set_error_literal (error,
                         MAPI_ERROR,
                         MAPI_E_OBJECT_CHANGED,
                         "somebody else has changed the message since it was opened");
  else
    return TRUE;
  return FALSE;
}

/* The provider is given a copy, and may give a message that it has another key: then that is the
 * message. */
static gboolean
store_under (MapiKeptMessage *self,
             const char      *folder,
             const char      *key,
             GCancellable    *cancellable,
             GError         **error)
{
  g_autoptr (MapiMemoryMessage) kept = mapi_memory_message_keep (MAPI_MEMORY_MESSAGE (self));
  g_autofree char *new_key = NULL;
  g_autoptr (MapiPropList) row = NULL;
  MapiKeptSlip *slip;

  mapi_prop_data_set_names (MAPI_PROP_DATA (kept), mapi_store_backend_get_names (self->backend));
  new_key = mapi_store_backend_save_message (
      self->backend, folder, key, MAPI_MESSAGE (kept), cancellable, error);
  if (new_key == NULL)
    return FALSE;
  if (key != NULL && !g_str_equal (key, new_key))
    mapi_store_backend_drop (self->backend, folder, key);
  g_free (self->folder);
  self->folder = g_strdup (folder);
  g_free (self->key);
  self->key = g_steal_pointer (&new_key);
  mapi_kept_message_settle (self);
  row = mapi_kept_message_make_row (self, error);
  if (row == NULL || !mapi_store_backend_put (self->backend, self->folder, self->key, row, error))
    return FALSE;
  slip = mapi_store_backend_find_slip (self->backend, self->folder, self->key, error);
  self->change = slip != NULL ? slip->change : 0;
  return slip != NULL;
}

gboolean
mapi_kept_message_keep (MapiKeptMessage *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_strdup (self->folder);
  g_autofree char *key = g_strdup (self->key);

  return store_under (self, folder, key, cancellable, error);
}

/* With the lock. */
static gboolean
store_and_tell (MapiKeptMessage *self, GCancellable *cancellable, GError **error)
{
  gboolean is_new = self->key == NULL;

  if (!mapi_kept_message_keep (self, cancellable, error))
    return FALSE;
  mapi_store_backend_tell (self->backend,
                           is_new ? MAPI_fnevObjectCreated : MAPI_fnevObjectModified,
                           self->folder,
                           self->key,
                           NULL,
                           NULL);
  mapi_store_backend_tell_changed (self->backend, self->folder);
  return TRUE;
}

/* The flags are those of SaveChanges. */
gboolean
mapi_kept_message_write (MapiKeptMessage *self,
                         guint32          flags,
                         GCancellable    *cancellable,
                         GError         **error)
{
  gboolean written;

  if (!mapi_kept_store_check_writable (self->store, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  mapi_store_backend_lock (self->backend);
  written = check_change (self, flags, error);
  if (written)
    {
      stamp (self);
      written = store_and_tell (self, cancellable, error);
    }
  mapi_store_backend_unlock (self->backend);
  return written;
}

gboolean
mapi_kept_message_rewrite (MapiKeptMessage *self, GCancellable *cancellable, GError **error)
{
  gboolean written;

  if (!mapi_kept_store_check_writable (self->store, error))
    return FALSE;
  mapi_store_backend_lock (self->backend);
  written = store_and_tell (self, cancellable, error);
  mapi_store_backend_unlock (self->backend);
  return written;
}

/* With the lock: out of the provider's hands, and out of sight. */
static gboolean
discard (MapiStoreBackend *backend,
         const char       *folder,
         const char       *key,
         GCancellable     *cancellable,
         GError          **error)
{
  if (!mapi_store_backend_remove_message (backend, folder, key, cancellable, error))
    return FALSE;
  mapi_store_backend_drop (backend, folder, key);
  return TRUE;
}

/* A copy owes no report (R590). */
static void
forgive (MapiKeptMessage *self)
{
  guint32 flags = mapi_kept_message_get_long (self, MAPI_PR_MESSAGE_FLAGS);

  mapi_kept_message_set_long (self,
                              MAPI_PR_MESSAGE_FLAGS,
                              flags &
                                  ~(guint32) (MAPI_MSGFLAG_RN_PENDING | MAPI_MSGFLAG_NRN_PENDING));
}

/* First the message is in its new place, then it is no longer in the old one: what happens in
 * between loses nothing. */
gboolean
mapi_kept_message_move (MapiKeptMessage *self,
                        const char      *folder,
                        gboolean         is_copy,
                        GCancellable    *cancellable,
                        GError         **error)
{
  g_autofree char *old_folder = g_strdup (self->folder);
  g_autofree char *old_key = g_strdup (self->key);
  gboolean         moved;

  if (is_copy)
    forgive (self);
  mapi_store_backend_lock (self->backend);
  moved = store_under (self, folder, NULL, cancellable, error) &&
          (is_copy || discard (self->backend, old_folder, old_key, cancellable, error));
  if (moved)
    {
      mapi_store_backend_tell (self->backend,
                               is_copy ? MAPI_fnevObjectCopied : MAPI_fnevObjectMoved,
                               self->folder,
                               self->key,
                               old_folder,
                               old_key);
      mapi_store_backend_tell_changed (self->backend, self->folder);
      if (!is_copy)
        mapi_store_backend_tell_changed (self->backend, old_folder);
    }
  mapi_store_backend_unlock (self->backend);
  return moved;
}

gboolean
mapi_kept_message_delete (MapiKeptMessage *self, GCancellable *cancellable, GError **error)
{
  gboolean deleted;

  mapi_store_backend_lock (self->backend);
  deleted = discard (self->backend, self->folder, self->key, cancellable, error);
  if (deleted)
    {
      mapi_store_backend_tell (
          self->backend, MAPI_fnevObjectDeleted, self->folder, self->key, NULL, NULL);
      mapi_store_backend_tell_changed (self->backend, self->folder);
    }
  mapi_store_backend_unlock (self->backend);
  return deleted;
}
