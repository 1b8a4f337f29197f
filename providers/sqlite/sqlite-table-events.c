/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What happens to the rows of a table. Who writes notes which messages it is about;
 * when all is told of that was committed, it looks what has become of them, and tells those who
 * advised. */

#include "sqlite-table-private.h"

/* With more at once than this, whoever shows a folder is better off reading it anew. */
#define MAX_NEWS 1000

GHashTable *
sqlite_table_new_news (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

void
sqlite_table_send (SqliteTable *self, guint32 event, gint32 code)
{
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_table (event, code, NULL, NULL, NULL);

  mapi_notifier_send (self->notifier, NULL, notification);
}

static void
send_row (SqliteTable *self, guint32 event, const SqliteShown *shown)
{
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_table (event, 0, shown->index, shown->prior, shown->row);

  mapi_notifier_send (self->notifier, NULL, notification);
}

static void
note (GHashTable *news, guint32 event, gint64 message)
{
  if (news != NULL && !g_hash_table_contains (news, &message))
    g_hash_table_insert (news,
                         g_memdup2 (&message, sizeof message),
                         GINT_TO_POINTER (event != MAPI_TABLE_ROW_ADDED));
}

/* What happened first tells whether the sinks have the row. */
void
sqlite_table_add_news (SqliteTable *self, guint32 event, gint64 message)
{
  /* Another process may say anything: what there is, the file tells. */
  if (!sqlite_list_has_entry (message))
    {
      self->is_lost = TRUE;
      return;
    }
  note (self->news, event, message);
  note (self->work_news, event, message);
  if (g_hash_table_size (self->news) > MAX_NEWS && !self->source.queue)
    self->is_lost = TRUE;
}

static void
on_found_event (SqliteTable *self, const SqliteEvent *event)
{
  if (event->parent != self->source.folder || !self->source.search)
    return;
  if (event->found == MAPI_TABLE_CHANGED)
    self->is_lost = TRUE;
  else
    sqlite_table_add_news (self, event->found, event->id);
}

static void
on_folder_event (SqliteTable *self, const SqliteEvent *event)
{
  gboolean here = event->parent == self->source.folder;
  gboolean was_here = event->old_parent == self->source.folder;

  if (event->object_type != MAPI_OBJECT_MESSAGE || !event->associated != !self->source.associated)
    return;
  if (event->type == MAPI_fnevObjectMoved && was_here && !here)
    sqlite_table_add_news (self, MAPI_TABLE_ROW_DELETED, event->id);
  else if (!here)
    return;
  else if (event->type == MAPI_fnevObjectDeleted)
    sqlite_table_add_news (self, MAPI_TABLE_ROW_DELETED, event->id);
  else if (event->type == MAPI_fnevObjectModified ||
           (event->type == MAPI_fnevObjectMoved && was_here))
    sqlite_table_add_news (self, MAPI_TABLE_ROW_MODIFIED, event->id);
  else if (event->type != 0)
    sqlite_table_add_news (self, MAPI_TABLE_ROW_ADDED, event->id);
}

static void
on_event (SqliteListener *listener, const SqliteEvent *event)
{
  SqliteTable *self = SQLITE_TABLE (listener->owner);

  g_mutex_lock (&self->news_lock);
  (self->source.queue  ? sqlite_table_on_queue_event
   : event->found != 0 ? on_found_event
                       : on_folder_event) (self, event);
  g_mutex_unlock (&self->news_lock);
}

/* The news of a row that is read by key. */
typedef struct
{
  gint64       message;
  gboolean     known;
  SqliteRowKey key; /* where there is a row */
  SqliteShown  shown;
} Item;

static void
item_clear (gpointer data)
{
  sqlite_shown_clear (&((Item *) data)->shown);
}

static gint
compare_items (gconstpointer a, gconstpointer b, gpointer view)
{
  const Item *one = a;
  const Item *two = b;

  if (one->shown.row == NULL || two->shown.row == NULL)
    return (one->shown.row != NULL) - (two->shown.row != NULL);
  return sqlite_view_compare_keys (view, one->key, two->key);
}

static GArray *
read_items (SqliteTable *self, GHashTable *news)
{
  GArray        *items = g_array_new (FALSE, FALSE, sizeof (Item));
  GHashTableIter iter;
  gint64        *message;
  gpointer       known;

  g_array_set_clear_func (items, item_clear);
  g_hash_table_iter_init (&iter, news);
  while (g_hash_table_iter_next (&iter, (gpointer *) &message, &known))
    {
      Item item = { .message = *message, .known = GPOINTER_TO_INT (known) };

      if (!sqlite_view_show_message (self->view, *message, &item.shown, &item.key, NULL))
        self->is_lost = TRUE;
      g_array_append_val (items, item);
    }
  g_array_sort_with_data (items, compare_items, self->view);
  return items;
}

/* What has gone comes first, then the rows in their order: so each row's predecessor is one that
 * the sinks have. */
static void
tell_by_key (SqliteTable *self, GHashTable *news)
{
  g_autoptr (GArray) items = read_items (self, news);

  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);

      if (item->shown.row != NULL)
        send_row (self, item->known ? MAPI_TABLE_ROW_MODIFIED : MAPI_TABLE_ROW_ADDED, &item->shown);
      else if (item->known)
        send_row (self, MAPI_TABLE_ROW_DELETED, &item->shown);
    }
}

static gboolean
is_heard (SqliteTable *self)
{
  return mapi_notifier_has_listeners (self->notifier, NULL, MAPI_fnevTableModified);
}

static void
tell_change (SqliteTable *self, const SqliteListingChange *change)
{
  g_auto (SqliteShown) shown = { .index = sqlite_view_new_instance_key (change->entry) };

  if (change->event == MAPI_TABLE_ROW_DELETED)
    {
      send_row (self, change->event, &shown);
      return;
    }
  sqlite_shown_clear (&shown);
  if (sqlite_view_show_entry (self->view, change->entry, &shown, NULL) && shown.row != NULL)
    send_row (self, change->event, &shown);
}

static void
tell_by_listing (SqliteTable *self, GHashTable *news)
{
  g_autoptr (GArray) changes = sqlite_view_update (self->view, news, NULL);

  if (changes == NULL)
    {
      sqlite_view_drop_listing (self->view);
      sqlite_table_send (self, MAPI_TABLE_CHANGED, 0);
    }
  for (guint i = 0; changes != NULL && i < changes->len && is_heard (self); i++)
    tell_change (self, &g_array_index (changes, SqliteListingChange, i));
}

static GHashTable *
take_news (SqliteTable *self, gboolean *is_lost)
{
  GHashTable *news;

  g_mutex_lock (&self->news_lock);
  news = self->news;
  *is_lost = self->is_lost;
  self->news = sqlite_table_new_news ();
  self->is_lost = FALSE;
  g_mutex_unlock (&self->news_lock);
  return news;
}

/* With the lock. Where no rows were read yet that could be kept up to date, the reader has to look
 * for itself. */
static void
settle (SqliteTable *self)
{
  gboolean is_lost;
  g_autoptr (GHashTable) news = take_news (self, &is_lost);

  if (g_hash_table_size (news) == 0 && !is_lost)
    return;
  if (is_lost || !sqlite_view_is_ready (self->view))
    {
      sqlite_view_drop_listing (self->view);
      sqlite_table_send (self, MAPI_TABLE_CHANGED, 0);
    }
  else if (!sqlite_view_is_plain (self->view))
    tell_by_listing (self, news);
  else if (is_heard (self))
    tell_by_key (self, news);
}

static gboolean
has_news (SqliteTable *self)
{
  gboolean has;

  g_mutex_lock (&self->news_lock);
  has = self->is_lost || g_hash_table_size (self->news) > 0 || self->work_news != NULL;
  g_mutex_unlock (&self->news_lock);
  return has;
}

static void
on_settled (SqliteListener *listener)
{
  SqliteTable *self = SQLITE_TABLE (listener->owner);

  if (!has_news (self))
    return;
  g_atomic_int_set (&self->is_unsettled, TRUE);
  if (!g_mutex_trylock (&self->lock))
    return;
  g_atomic_int_set (&self->is_unsettled, FALSE);
  sqlite_table_settle_work (self);
  settle (self);
  g_mutex_unlock (&self->lock);
}

static void
on_lost (SqliteListener *listener)
{
  SqliteTable *self = SQLITE_TABLE (listener->owner);

  g_mutex_lock (&self->news_lock);
  if (self->source.queue)
    sqlite_table_compare_queue (self, TRUE);
  else
    self->is_lost = TRUE;
  g_mutex_unlock (&self->news_lock);
}

void
sqlite_table_forget_news (SqliteTable *self)
{
  gboolean is_lost;

  mapi_notifier_discard (self->notifier);
  g_hash_table_unref (take_news (self, &is_lost));
}

/* What is in the queue now is no news. */
gboolean
sqlite_table_start_listening (SqliteTable *self, GError **error)
{
  SqliteBackend *backend = sqlite_store_get_backend (self->store);
  gboolean       begin;

  if (!sqlite_backend_hear (backend, error))
    return FALSE;
  g_mutex_lock (&self->news_lock);
  begin = !self->is_listening;
  self->is_listening = TRUE;
  g_mutex_unlock (&self->news_lock);
  if (!begin)
    return TRUE;
  sqlite_backend_listen (backend, &self->listener);
  if (!self->source.queue)
    return TRUE;
  g_mutex_lock (&self->news_lock);
  sqlite_table_compare_queue (self, FALSE);
  g_mutex_unlock (&self->news_lock);
  return TRUE;
}

void
sqlite_table_init_listener (SqliteTable *self)
{
  self->listener = (SqliteListener){ on_event, on_settled, on_lost, G_OBJECT (self) };
}
