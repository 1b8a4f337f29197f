/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-queue.h"
#include "sqlite-entry-id.h"
#include "sqlite-table-private.h"

/* With more at once than this, whoever shows a folder is better off reading it anew. */
#define MAX_NEWS 1000

/* A row that changed: whether the sinks have it, and whether the table does. */
typedef struct
{
  gint64     id;
  gboolean   known;
  gboolean   present;
  SqliteRow *row; /* where it is present */
} SqliteNews;

static void
send_row (SqliteTable *self, guint32 event, gint64 id, gint64 prior, MapiPropList *row)
{
  g_autoptr (GBytes) index = sqlite_instance_key_new (id);
  g_autoptr (GBytes) prior_key = prior != 0 ? sqlite_instance_key_new (prior) : NULL;
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_table (event, 0, index, prior_key, row);

  mapi_notifier_send (self->notifier, NULL, notification);
}

static void
send_changed (SqliteTable *self)
{
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_table (MAPI_TABLE_CHANGED, 0, NULL, NULL, NULL);

  mapi_notifier_send (self->notifier, NULL, notification);
}

static void
clear_news (gpointer data)
{
  g_clear_pointer (&((SqliteNews *) data)->row, sqlite_row_free);
}

GArray *
sqlite_table_new_news (void)
{
  GArray *news = g_array_new (FALSE, FALSE, sizeof (SqliteNews));

  g_array_set_clear_func (news, clear_news);
  return news;
}

static SqliteNews *
find_news (SqliteTable *self, guint32 event, gint64 id)
{
  SqliteNews fresh = { .id = id, .known = event != MAPI_TABLE_ROW_ADDED };

  for (guint i = 0; i < self->news->len; i++)
    if (g_array_index (self->news, SqliteNews, i).id == id)
      return &g_array_index (self->news, SqliteNews, i);
  g_array_append_val (self->news, fresh);
  return &g_array_index (self->news, SqliteNews, self->news->len - 1);
}

/* Called with the lock held. Where rows are not in the source's own order, the reader has to look
 * for itself. What becomes of a row is told when everything that was committed with it is known. */
static void
tell_row (SqliteTable *self, guint32 event, gint64 id)
{
  if (self->groups != NULL)
    {
      sqlite_groups_update (self->groups, id);
      return;
    }
  if (!sqlite_view_is_plain (self->view))
    {
      self->changed = TRUE;
      return;
    }
  if (!self->changed)
    find_news (self, event, id)->present = event != MAPI_TABLE_ROW_DELETED;
  if (self->news->len > MAX_NEWS && !self->source.queue)
    self->changed = TRUE;
}

static gint
compare_news (gconstpointer a, gconstpointer b)
{
  const SqliteRow *one = ((const SqliteNews *) a)->row;
  const SqliteRow *two = ((const SqliteNews *) b)->row;

  if (one == NULL || two == NULL)
    return (one != NULL) - (two != NULL);
  if (one->key.place != two->key.place)
    return one->key.place < two->key.place ? -1 : 1;
  return (one->key.id > two->key.id) - (one->key.id < two->key.id);
}

static void
tell_news (SqliteTable *self, const SqliteNews *news)
{
  SqliteRowKey prior = { 0 };

  if (news->row == NULL && news->known)
    send_row (self, MAPI_TABLE_ROW_DELETED, news->id, 0, NULL);
  if (news->row == NULL || !sqlite_view_get_prior (self->view, news->row->key, &prior, NULL))
    return;
  send_row (self,
            news->known ? MAPI_TABLE_ROW_MODIFIED : MAPI_TABLE_ROW_ADDED,
            news->id,
            prior.id,
            news->row->values);
}

/* What has gone comes first, then the rows in their order: so each row's predecessor is one that
 * the sinks have. Called with the lock held. */
static void
tell_all (SqliteTable *self)
{
  if (self->changed)
    send_changed (self);
  for (guint i = 0; i < self->news->len && !self->changed; i++)
    {
      SqliteNews *news = &g_array_index (self->news, SqliteNews, i);

      if (news->present)
        sqlite_view_read_one (self->view, news->id, &news->row, NULL);
    }
  if (!self->changed)
    g_array_sort (self->news, compare_news);
  for (guint i = 0; i < self->news->len && !self->changed; i++)
    tell_news (self, &g_array_index (self->news, SqliteNews, i));
  g_array_set_size (self->news, 0);
  self->changed = FALSE;
}

/* FALSE where it is known already. */
static gboolean
learn_queued (SqliteTable *self, gint64 seq, gint64 id)
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
forget_queued (SqliteTable *self, gint64 seq, gint64 id)
{
  if (g_hash_table_remove (self->queued, &seq))
    tell_row (self, MAPI_TABLE_ROW_DELETED, id);
}

static void
on_queue_event (SqliteTable *self, const SqliteEvent *event)
{
  if (event->queued != 0 && learn_queued (self, event->queued, event->id))
    tell_row (self, MAPI_TABLE_ROW_ADDED, event->id);
  if (event->unqueued != 0)
    forget_queued (self, event->unqueued, event->id);
  if (event->requeued)
    tell_row (self, MAPI_TABLE_ROW_MODIFIED, event->id);
}

static void look_anew (SqliteTable *self);

static void
on_found_event (SqliteTable *self, const SqliteEvent *event)
{
  if (event->parent != self->source.folder || !self->source.search)
    return;
  if (event->found == MAPI_TABLE_CHANGED)
    look_anew (self);
  else
    tell_row (self, event->found, event->id);
}

static void
on_folder_event (SqliteTable *self, const SqliteEvent *event)
{
  gboolean here = event->parent == self->source.folder;
  gboolean was_here = event->old_parent == self->source.folder;

  if (event->object_type != MAPI_OBJECT_MESSAGE || !event->associated != !self->source.associated)
    return;
  if (event->type == MAPI_fnevObjectMoved && was_here && !here)
    tell_row (self, MAPI_TABLE_ROW_DELETED, event->id);
  else if (!here)
    return;
  else if (event->type == MAPI_fnevObjectDeleted)
    tell_row (self, MAPI_TABLE_ROW_DELETED, event->id);
  else if (event->type == MAPI_fnevObjectModified ||
           (event->type == MAPI_fnevObjectMoved && was_here))
    tell_row (self, MAPI_TABLE_ROW_MODIFIED, event->id);
  else if (event->type != 0)
    tell_row (self, MAPI_TABLE_ROW_ADDED, event->id);
}

/* Whether anybody wants to know. */
static gboolean
is_heard (SqliteTable *self)
{
  return self->groups != NULL ||
         mapi_notifier_has_listeners (self->notifier, NULL, MAPI_fnevTableModified);
}

static void
on_event (SqliteListener *listener, const SqliteEvent *event)
{
  SqliteTable *self = SQLITE_TABLE (listener->owner);

  g_mutex_lock (&self->lock);
  if (is_heard (self))
    (self->source.queue  ? on_queue_event
     : event->found != 0 ? on_found_event
                         : on_folder_event) (self, event);
  g_mutex_unlock (&self->lock);
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

      forget_queued (self, absent[0], absent[1]);
    }
}

static void
learn_entries (SqliteTable *self, GArray *entries, gboolean tell)
{
  for (guint i = 0; i < entries->len; i++)
    {
      SqliteQueueEntry *entry = &g_array_index (entries, SqliteQueueEntry, i);

      if (learn_queued (self, entry->seq, entry->message) && tell)
        tell_row (self, MAPI_TABLE_ROW_ADDED, entry->message);
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
 * number is right then, nothing has gone. Called with the lock held. */
static void
compare_queue (SqliteTable *self, gboolean tell)
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

static void
look_anew (SqliteTable *self)
{
  if (self->groups != NULL)
    sqlite_groups_refresh (self->groups, NULL);
  else if (self->source.queue)
    compare_queue (self, TRUE);
  else
    self->changed = TRUE;
  tell_all (self);
}

static void
on_lost (SqliteListener *listener)
{
  SqliteTable *self = SQLITE_TABLE (listener->owner);

  g_mutex_lock (&self->lock);
  if (is_heard (self))
    look_anew (self);
  g_mutex_unlock (&self->lock);
}

static void
on_settled (SqliteListener *listener)
{
  SqliteTable *self = SQLITE_TABLE (listener->owner);

  g_mutex_lock (&self->lock);
  if (self->changed || self->news->len > 0)
    tell_all (self);
  g_mutex_unlock (&self->lock);
}

/* What is in the queue now is no news. */
void
sqlite_table_start_listening (SqliteTable *self)
{
  if (self->listening)
    return;
  self->listening = TRUE;
  sqlite_backend_listen (sqlite_store_get_backend (self->store), &self->listener);
  if (self->source.queue)
    compare_queue (self, FALSE);
}

void
sqlite_table_init_listener (SqliteTable *self)
{
  self->listener = (SqliteListener){ on_event, on_settled, on_lost, G_OBJECT (self) };
}
