/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The outgoing queue as a table over it has told of it. The spooler lives by it: even when it is
 * not known what has happened, what is told is which messages came and went. */

#include "sqlite-db-queue.h"
#include "sqlite-table-private.h"

/* FALSE where it is known already. */
static gboolean
learn (SqliteTable *self, gint64 seq, gint64 id)
{
  gint64 *entry;

  if (g_hash_table_contains (self->queued, &seq))
    return FALSE;
  entry = g_new (gint64, 2);
  entry[0] = seq;
  entry[1] = id;
  self->last_queued = MAX (self->last_queued, seq);
  return g_hash_table_insert (self->queued, entry, entry);
}

static void
forget (SqliteTable *self, gint64 seq, gint64 id)
{
  if (g_hash_table_remove (self->queued, &seq))
    sqlite_table_add_news (self, MAPI_TABLE_ROW_DELETED, id);
}

void
sqlite_table_on_queue_event (SqliteTable *self, const SqliteEvent *event)
{
  if (event->queued != 0 && learn (self, event->queued, event->id))
    sqlite_table_add_news (self, MAPI_TABLE_ROW_ADDED, event->id);
  if (event->unqueued != 0)
    forget (self, event->unqueued, event->id);
  if (event->requeued)
    sqlite_table_add_news (self, MAPI_TABLE_ROW_MODIFIED, event->id);
}

typedef struct
{
  gint64  after;
  GArray *entries; /* of SqliteQueueEntry */
  guint   count;   /* of the whole queue */
} Queue;

static gboolean
read_queue (SqliteDbConn *conn, gpointer data, GError **error)
{
  Queue *queue = data;

  queue->entries = sqlite_db_queue_list (conn, queue->after, error);
  return queue->entries != NULL && sqlite_db_queue_count (conn, &queue->count, error);
}

/* What is no longer in @present has left the queue. */
static void
forget_absent (SqliteTable *self, GHashTable *present)
{
  GHashTableIter iter;
  gint64        *entry;
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, 2 * sizeof (gint64));

  g_hash_table_iter_init (&iter, self->queued);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (!g_hash_table_contains (present, entry))
      g_array_append_vals (gone, entry, 1);
  for (guint i = 0; i < gone->len; i++)
    {
      gint64 *absent = (gint64 *) (gone->data + i * 2 * sizeof (gint64));

      forget (self, absent[0], absent[1]);
    }
}

static void
learn_entries (SqliteTable *self, GArray *entries, gboolean tell)
{
  for (guint i = 0; i < entries->len; i++)
    {
      SqliteQueueEntry *entry = &g_array_index (entries, SqliteQueueEntry, i);

      if (learn (self, entry->seq, entry->message) && tell)
        sqlite_table_add_news (self, MAPI_TABLE_ROW_ADDED, entry->message);
    }
}

static void
compare_all (SqliteTable *self)
{
  Queue queue = { 0 };
  g_autoptr (GHashTable) present = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) entries = NULL;

  if (!sqlite_backend_read (sqlite_store_get_backend (self->store), read_queue, &queue, NULL))
    return;
  entries = queue.entries;
  for (guint i = 0; i < entries->len; i++)
    g_hash_table_add (present, &g_array_index (entries, SqliteQueueEntry, i).seq);
  forget_absent (self, present);
  learn_entries (self, entries, TRUE);
}

/* Places grow and are never given again: what is new stands behind all that is known, and when the
 * number is right then, nothing has gone. */
void
sqlite_table_compare_queue (SqliteTable *self, gboolean tell)
{
  Queue queue = { .after = self->last_queued };
  g_autoptr (GArray) entries = NULL;

  if (!sqlite_backend_read (sqlite_store_get_backend (self->store), read_queue, &queue, NULL))
    return;
  entries = queue.entries;
  learn_entries (self, entries, tell);
  if (g_hash_table_size (self->queued) != queue.count)
    compare_all (self);
}
