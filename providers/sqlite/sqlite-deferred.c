/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-deferred.h"

struct _SqliteDeferred
{
  GMutex      lock;
  GHashTable *messages; /* of identifiers to SqliteMessage */
};

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

SqliteDeferred *
sqlite_deferred_new (void)
{
  SqliteDeferred *self = g_new0 (SqliteDeferred, 1);

  g_mutex_init (&self->lock);
  self->messages = new_table ();
  return self;
}

void
sqlite_deferred_free (SqliteDeferred *self)
{
  g_hash_table_unref (self->messages);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
sqlite_deferred_put (SqliteDeferred *self, gint64 id, SqliteMessage *message)
{
  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->messages, g_memdup2 (&id, sizeof id), g_object_ref (message));
  g_mutex_unlock (&self->lock);
}

/* (transfer full) (nullable) */
SqliteMessage *
sqlite_deferred_take (SqliteDeferred *self, gint64 id)
{
  gpointer key = NULL;
  gpointer message = NULL;

  g_mutex_lock (&self->lock);
  g_hash_table_steal_extended (self->messages, &id, &key, &message);
  g_mutex_unlock (&self->lock);
  g_free (key);
  return message;
}

void
sqlite_deferred_flush (SqliteDeferred *self)
{
  g_autoptr (GHashTable) messages = NULL;
  GHashTableIter iter;
  gpointer       message;

  g_mutex_lock (&self->lock);
  messages = g_steal_pointer (&self->messages);
  self->messages = new_table ();
  g_mutex_unlock (&self->lock);

  g_hash_table_iter_init (&iter, messages);
  while (g_hash_table_iter_next (&iter, NULL, &message))
    {
      g_autoptr (GError) error = NULL;

      if (!sqlite_message_save_pending (message, &error))
        g_warning ("sqlite: what was saved is lost: %s", error->message);
    }
}
