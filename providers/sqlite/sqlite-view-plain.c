/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A view whose rows stand as those of its source, or the other way round: by key. */

#include "sqlite-view-private.h"

typedef struct
{
  SqliteView      *self;
  SqliteRowContext context;
  SqliteRowKey     from;
  gboolean         backward;
  guint            n;
  SqliteListEntry  entry;
  GPtrArray       *rows;
  SqliteRow       *row;
  SqliteRowKey     key;
} Call;

static gboolean
is_backward (SqliteView *self)
{
  return sqlite_selection_is_backward (self->selection);
}

static SqliteRowKey
successor (SqliteRowKey key)
{
  return (SqliteRowKey){ key.place, key.id + 1 };
}

static gboolean
is_end (SqliteRowKey key)
{
  return key.place == G_MININT64 || (key.place == G_MAXINT64 && key.id == G_MAXINT64);
}

static gboolean
run (SqliteView *self, SqliteDbFunc func, Call *call, GError **error)
{
  call->self = self;
  sqlite_store_get_row_context (self->store, &call->context);
  return sqlite_view_read (self, func, call, error);
}

static gboolean
read_rows (SqliteDbConn *conn, gpointer data, GError **error)
{
  Call *call = data;

  call->rows = sqlite_db_rows_read (
      conn, call->self->query, &call->context, call->from, call->backward, call->n, error);
  return call->rows != NULL;
}

static gboolean
skip_rows (SqliteDbConn *conn, gpointer data, GError **error)
{
  Call *call = data;

  return sqlite_db_rows_skip (
      conn, call->self->query, call->from, call->n, call->backward, &call->key, error);
}

static gboolean
count_rows (SqliteDbConn *conn, gpointer data, GError **error)
{
  Call *call = data;

  return sqlite_db_rows_count (conn, call->self->query, call->from, &call->n, error);
}

static gboolean
read_one (SqliteDbConn *conn, gpointer data, GError **error)
{
  Call *call = data;

  return sqlite_db_rows_read_one (conn,
                                  sqlite_selection_get_query (call->self->selection),
                                  &call->context,
                                  sqlite_list_get_message (call->entry),
                                  &call->row,
                                  error);
}

SqlitePosition
sqlite_view_plain_at (SqliteView *self, SqliteRowKey key)
{
  return (SqlitePosition){ is_backward (self) ? successor (key) : key, 0 };
}

gint
sqlite_view_compare_keys (SqliteView *self, SqliteRowKey one, SqliteRowKey two)
{
  gint order = one.place != two.place ? (one.place < two.place ? -1 : 1)
                                      : (one.id > two.id) - (one.id < two.id);

  return is_backward (self) ? -order : order;
}

SqlitePosition
sqlite_view_plain_get_first (SqliteView *self)
{
  return (SqlitePosition){ is_backward (self) ? SQLITE_ROW_KEY_LAST : SQLITE_ROW_KEY_FIRST, 0 };
}

SqlitePosition
sqlite_view_plain_get_last (SqliteView *self)
{
  return (SqlitePosition){ is_backward (self) ? SQLITE_ROW_KEY_FIRST : SQLITE_ROW_KEY_LAST, 0 };
}

gboolean
sqlite_view_plain_count (SqliteView *self, guint *count, GError **error)
{
  Call call = { .from = SQLITE_ROW_KEY_LAST };

  if (!run (self, count_rows, &call, error))
    return FALSE;
  *count = call.n;
  return TRUE;
}

gboolean
sqlite_view_plain_get_index (SqliteView           *self,
                             const SqlitePosition *position,
                             guint                *index,
                             GError              **error)
{
  Call  call = { .from = position->key };
  guint count;

  if (!run (self, count_rows, &call, error) ||
      (is_backward (self) && !sqlite_view_plain_count (self, &count, error)))
    return FALSE;
  *index = is_backward (self) ? count - MIN (call.n, count) : call.n;
  return TRUE;
}

gboolean
sqlite_view_plain_step (
    SqliteView *self, SqlitePosition *position, gint32 n, gint32 *moved, GError **error)
{
  SqlitePosition before = *position;
  Call           call = { .from = position->key,
                          .n = (guint) ABS ((gint64) n),
                          .backward = (n > 0) == is_backward (self) };
  guint          old_index;
  guint          new_index;

  *moved = n;
  if (n == 0)
    return TRUE;
  if (!run (self, skip_rows, &call, error))
    return FALSE;
  position->key = call.key;
  if (!is_end (call.key))
    return TRUE;
  if (!sqlite_view_plain_get_index (self, &before, &old_index, error) ||
      !sqlite_view_plain_get_index (self, position, &new_index, error))
    return FALSE;
  *moved = (gint32) new_index - (gint32) old_index;
  return TRUE;
}

GPtrArray *
sqlite_view_plain_query (SqliteView *self, SqlitePosition *position, guint n, GError **error)
{
  Call call = { .from = position->key, .n = n, .backward = is_backward (self) };

  if (!run (self, read_rows, &call, error))
    return NULL;
  if (call.rows->len > 0)
    {
      const SqliteRow *last = call.rows->pdata[call.rows->len - 1];

      position->key = is_backward (self) ? last->key : successor (last->key);
    }
  return call.rows;
}

/* The row that is reached from a key, or none. */
static gboolean
reach (SqliteView      *self,
       SqliteRowKey     from,
       guint            n,
       gboolean         backward,
       SqliteListEntry *entry,
       GError         **error)
{
  Call call = { .from = from, .n = n, .backward = backward };

  if (!run (self, skip_rows, &call, error))
    return FALSE;
  *entry = is_end (call.key) ? SQLITE_LIST_NONE : sqlite_list_entry (call.key.id, 0);
  return TRUE;
}

gboolean
sqlite_view_plain_peek (SqliteView           *self,
                        const SqlitePosition *position,
                        SqliteListEntry      *entry,
                        GError              **error)
{
  return is_backward (self) ? reach (self, position->key, 1, TRUE, entry, error)
                            : reach (self, position->key, 0, FALSE, entry, error);
}

gboolean
sqlite_view_plain_get_prior (SqliteView      *self,
                             SqliteRowKey     key,
                             SqliteListEntry *entry,
                             GError         **error)
{
  return is_backward (self) ? reach (self, successor (key), 0, FALSE, entry, error)
                            : reach (self, key, 1, TRUE, entry, error);
}

gboolean
sqlite_view_plain_locate (SqliteView     *self,
                          SqliteListEntry entry,
                          SqlitePosition *position,
                          gboolean       *found,
                          GError        **error)
{
  Call call = { .entry = entry };

  *found = FALSE;
  if (entry == SQLITE_LIST_NONE)
    return TRUE;
  if (!run (self, read_one, &call, error))
    return FALSE;
  *found = call.row != NULL;
  if (*found)
    *position = sqlite_view_plain_at (self, call.row->key);
  g_clear_pointer (&call.row, sqlite_row_free);
  return TRUE;
}
