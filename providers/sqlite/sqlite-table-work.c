/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Restrict, SortTable and SetColumns, at once or in the background (MAPI_TBL_ASYNC): a thread reads
 * the rows of the new selection while the table stays as it was; when it is done the table shows
 * those. */

#include "sqlite-table-private.h"

struct _SqliteWork
{
  SqliteTable      *table;
  SqliteWorkKind    kind;
  SqliteSelection  *selection;
  MapiPropTagArray *columns; /* nullable */
  GCancellable     *cancellable;
  SqliteListing    *listing; /* once it is read */
  GError           *error;
};

static const struct
{
  guint32 busy;
  guint32 failed;
  guint32 done;
} kinds[] = {
  [SQLITE_WORK_COLUMNS] = { MAPI_TBLSTAT_SETTING_COLS,
                            MAPI_TBLSTAT_SETCOL_ERROR,
                            MAPI_TABLE_SETCOL_DONE },
  [SQLITE_WORK_RESTRICT] = { MAPI_TBLSTAT_RESTRICTING,
                             MAPI_TBLSTAT_RESTRICT_ERROR,
                             MAPI_TABLE_RESTRICT_DONE },
  [SQLITE_WORK_SORT] = { MAPI_TBLSTAT_SORTING, MAPI_TBLSTAT_SORT_ERROR, MAPI_TABLE_SORT_DONE },
};

static SqliteWork *
work_new (SqliteTable      *table,
          SqliteWorkKind    kind,
          SqliteSelection  *selection,
          MapiPropTagArray *columns)
{
  SqliteWork *self = g_new0 (SqliteWork, 1);

  self->table = g_object_ref (table);
  self->kind = kind;
  self->selection = sqlite_selection_ref (selection);
  self->columns = columns != NULL ? mapi_prop_tag_array_ref (columns) : NULL;
  self->cancellable = g_cancellable_new ();
  return self;
}

static void
work_free (SqliteWork *self)
{
  g_clear_pointer (&self->listing, sqlite_listing_free);
  g_clear_pointer (&self->columns, mapi_prop_tag_array_unref);
  g_clear_error (&self->error);
  sqlite_selection_unref (self->selection);
  g_object_unref (self->cancellable);
  g_object_unref (self->table);
  g_free (self);
}

/* Takes @listing over, which may be NULL. What waits to be delivered is about rows that nobody sees
 * any longer. */
static void
install (SqliteTable      *self,
         SqliteSelection  *selection,
         MapiPropTagArray *columns,
         SqliteListing    *listing)
{
  sqlite_table_forget_news (self);
  if (columns != NULL)
    sqlite_view_set_columns (self->view, columns);
  sqlite_view_set_selection (self->view, selection, listing);
}

/* With the lock of the table: the thread looks whether it is still wanted. */
static void
end_work (SqliteTable *self, guint32 status)
{
  self->work = NULL;
  self->status = status;
  self->has_finished = TRUE;
  g_cond_broadcast (&self->work_ended);
}

/* What happened meanwhile is news for the new rows. */
static void
take_work_news (SqliteTable *self)
{
  g_mutex_lock (&self->news_lock);
  g_hash_table_unref (self->news);
  self->news = g_steal_pointer (&self->work_news);
  if (g_hash_table_size (self->news) > 0)
    g_atomic_int_set (&self->is_unsettled, TRUE);
  g_mutex_unlock (&self->news_lock);
}

static void
drop_work_news (SqliteTable *self)
{
  g_mutex_lock (&self->news_lock);
  g_clear_pointer (&self->work_news, g_hash_table_unref);
  g_mutex_unlock (&self->news_lock);
}

static void
finish (SqliteWork *work)
{
  SqliteTable *self = work->table;

  if (work->listing == NULL)
    {
      drop_work_news (self);
      sqlite_table_send (self, MAPI_TABLE_ERROR, work->error->code);
      end_work (self, kinds[work->kind].failed);
      return;
    }
  install (self, work->selection, work->columns, g_steal_pointer (&work->listing));
  take_work_news (self);
  sqlite_table_send (self, kinds[work->kind].done, 0);
  end_work (self, MAPI_TBLSTAT_COMPLETE);
}

/* The rows are as they are when those who tell have nothing left to tell. */
static gpointer
run_work (gpointer data)
{
  SqliteWork  *work = data;
  SqliteTable *self = work->table;
  g_autoptr (GError) error = NULL;
  SqliteListing *listing = NULL;

  if (sqlite_table_start_listening (self, &error))
    listing = sqlite_view_read_listing (self->store, work->selection, work->cancellable, &error);

  g_mutex_lock (&self->lock);
  work->listing = listing;
  work->error = g_steal_pointer (&error);
  g_mutex_unlock (&self->lock);
  if (listing != NULL)
    sqlite_backend_settle (sqlite_store_get_backend (self->store));
  g_mutex_lock (&self->lock);
  if (self->work == work)
    finish (work);
  sqlite_table_leave (self);
  work_free (work);
  return NULL;
}

static void
start_work (SqliteTable      *self,
            SqliteWorkKind    kind,
            SqliteSelection  *selection,
            MapiPropTagArray *columns)
{
  g_mutex_lock (&self->news_lock);
  self->work_news = sqlite_table_new_news ();
  g_mutex_unlock (&self->news_lock);
  self->work = work_new (self, kind, selection, columns);
  g_thread_unref (g_thread_new ("mapi-sqlite-table", run_work, self->work));
}

/* Whether the same rows stand in the same order. */
static gboolean
shows_same_rows (SqliteTable *self, SqliteSelection *selection)
{
  return sqlite_selection_get_instance_tag (selection) ==
         sqlite_selection_get_instance_tag (sqlite_view_get_selection (self->view));
}

void
sqlite_table_change (SqliteTable      *self,
                     SqliteWorkKind    kind,
                     SqliteSelection  *selection,
                     MapiPropTagArray *columns,
                     guint32           flags)
{
  gboolean same = kind == SQLITE_WORK_COLUMNS && shows_same_rows (self, selection);

  self->status = MAPI_TBLSTAT_COMPLETE;
  self->has_finished = FALSE;
  if ((flags & MAPI_TBL_ASYNC) != 0 && !same && !sqlite_selection_is_plain (selection))
    {
      start_work (self, kind, selection, columns);
      return;
    }
  if (same)
    {
      mapi_notifier_discard (self->notifier);
      sqlite_view_set_columns (self->view, columns);
    }
  else
    install (self, selection, columns, NULL);
  self->has_finished = (flags & MAPI_TBL_ASYNC) != 0;
  if (self->has_finished)
    sqlite_table_send (self, kinds[kind].done, 0);
}

void
sqlite_table_settle_work (SqliteTable *self)
{
  SqliteWork *work = self->work;
  g_autoptr (GHashTable) news = NULL;

  if (work == NULL || work->listing == NULL)
    return;
  g_mutex_lock (&self->news_lock);
  news = g_steal_pointer (&self->work_news);
  self->work_news = sqlite_table_new_news ();
  g_mutex_unlock (&self->news_lock);
  if (!sqlite_view_update_listing (self->store, work->listing, news, &work->error))
    g_clear_pointer (&work->listing, sqlite_listing_free);
}

static gboolean
sqlite_table_get_status (MapiTable *table,
                         guint32   *table_status,
                         guint32   *table_type,
                         GError   **error)
{
  SqliteTable *self = SQLITE_TABLE (table);

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  *table_status = self->work != NULL ? kinds[self->work->kind].busy : self->status;
  *table_type = MAPI_TBLTYPE_DYNAMIC;
  sqlite_table_leave (self);
  return TRUE;
}

static gboolean
fail (GError **error, MapiError code, const char *message)
{
  g_set_error (error, MAPI_ERROR, code, "sqlite: %s", message);
  return FALSE;
}

/* The table stays as it was. */
static gboolean
sqlite_table_abort (MapiTable *table, GError **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gboolean     too_late;

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  too_late = self->work == NULL && self->has_finished;
  if (self->work != NULL)
    {
      g_cancellable_cancel (self->work->cancellable);
      drop_work_news (self);
      end_work (self, MAPI_TBLSTAT_COMPLETE);
      self->has_finished = FALSE;
    }
  sqlite_table_leave (self);
  return !too_late ||
         fail (error, MAPI_E_UNABLE_TO_ABORT, "Abort: the table has been changed already");
}

static void
wake (GCancellable *cancellable, SqliteTable *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->work_ended);
  g_mutex_unlock (&self->lock);
}

/* FALSE when it is too late. With the lock. */
static gboolean
wait_for_work (SqliteTable *self, guint32 timeout, GCancellable *cancellable)
{
  gint64   end = g_get_monotonic_time () + (gint64) timeout * 1000;
  gboolean in_time = TRUE;

  while (self->work != NULL && in_time && !g_cancellable_is_cancelled (cancellable))
    {
      if (timeout == G_MAXUINT32)
        g_cond_wait (&self->work_ended, &self->lock);
      else
        in_time = g_cond_wait_until (&self->work_ended, &self->lock, end);
    }
  return self->work == NULL;
}

static gboolean
sqlite_table_wait_for_completion (MapiTable    *table,
                                  guint32       flags,
                                  guint32       timeout,
                                  guint32      *table_status,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  SqliteTable *self = SQLITE_TABLE (table);
  gulong       handler;
  gboolean     ended;

  if (!sqlite_store_check (self->store, error))
    return FALSE;
  handler =
      cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (wake), self, NULL) : 0;
  g_mutex_lock (&self->lock);
  ended = wait_for_work (self, timeout, cancellable);
  *table_status = self->status;
  sqlite_table_leave (self);
  g_cancellable_disconnect (cancellable, handler);
  if (ended)
    return TRUE;
  return !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         fail (error, MAPI_E_TIMEOUT, "WaitForCompletion: the table is still being changed");
}

void
sqlite_table_init_work (MapiTableInterface *iface)
{
  iface->get_status = sqlite_table_get_status;
  iface->abort = sqlite_table_abort;
  iface->wait_for_completion = sqlite_table_wait_for_completion;
}
