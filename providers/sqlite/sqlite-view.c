/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-view.h"
#include "sqlite-match.h"
#include "sqlite-sort.h"

/* How many rows to read at a time when looking for some. */
#define BATCH 256

struct _SqliteView
{
  SqliteStore      *store;
  SqliteRowSource   source;
  MapiPropTagArray *columns;
  SqliteRowQuery   *query;
  MapiRestriction  *restriction; /* nullable */
  MapiSortOrderSet *order;       /* nullable */
  gboolean          descending;  /* the source's own order backward */
  gboolean          listed;      /* any other order, or a restriction */
  GArray           *list;        /* of SqliteRowKey, where listed */
  guint             generation;  /* of the list */
};

/* A call to the layer below, with what it may need. */
typedef struct
{
  SqliteView      *self;
  SqliteRowQuery  *query;
  SqliteRowContext context;
  SqliteRowKey     from;
  gint64           id;
  gboolean         backward;
  guint            n;
  GPtrArray       *rows;
  SqliteRow       *row;
  SqliteRowKey     key;
} Call;

static SqliteRowKey
successor (SqliteRowKey key)
{
  return (SqliteRowKey){ key.place, key.id + 1 };
}

static gboolean
run_call (SqliteView *self, SqliteDbFunc func, Call *call, GError **error)
{
  call->self = self;
  if (call->query == NULL)
    call->query = self->query;
  sqlite_store_get_row_context (self->store, &call->context);
  return sqlite_backend_read (sqlite_store_get_backend (self->store), func, call, error);
}

static gboolean
read_rows (SqliteDbConn *conn, gpointer data, GError **error)
{
  Call *call = data;

  call->rows = sqlite_db_rows_read (
      conn, call->query, &call->context, call->from, call->backward, call->n, error);
  return call->rows != NULL;
}

static gboolean
read_one (SqliteDbConn *conn, gpointer data, GError **error)
{
  Call *call = data;

  return sqlite_db_rows_read_one (conn, call->query, &call->context, call->id, &call->row, error);
}

static gboolean
skip_rows (SqliteDbConn *conn, gpointer data, GError **error)
{
  Call *call = data;

  return sqlite_db_rows_skip (
      conn, call->query, call->from, call->n, call->backward, &call->key, error);
}

static gboolean
count_rows (SqliteDbConn *conn, gpointer data, GError **error)
{
  Call *call = data;

  return sqlite_db_rows_count (conn, call->query, call->from, &call->n, error);
}

typedef struct
{
  MapiRestriction *restriction;
  const SqliteRow *row;
  gboolean         matches;
} Match;

static gboolean
match_row (SqliteDbConn *conn, gpointer data, GError **error)
{
  Match *match = data;

  return sqlite_match_row (conn, match->restriction, match->row, &match->matches, error);
}

/* A message that has gone meanwhile matches nothing. */
static gboolean
row_matches (SqliteView      *self,
             MapiRestriction *restriction,
             const SqliteRow *row,
             gboolean        *matches,
             GError         **error)
{
  Match match = { restriction, row, FALSE };
  g_autoptr (GError) local = NULL;

  *matches = restriction == NULL || mapi_restriction_matches (restriction, row->values);
  if (restriction == NULL ||
      (!sqlite_match_needs_parts (restriction) && !sqlite_match_needs_large (row)))
    return TRUE;
  if (!sqlite_backend_read (sqlite_store_get_backend (self->store), match_row, &match, &local) &&
      !g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *matches = match.matches;
  return TRUE;
}

SqliteView *
sqlite_view_new (SqliteStore *store, const SqliteRowSource *source)
{
  SqliteView *self = g_new0 (SqliteView, 1);
  g_autoptr (MapiPropTagArray) columns = sqlite_row_get_default_columns (source->queue);

  self->store = g_object_ref (store);
  self->source = *source;
  sqlite_view_set_columns (self, columns);
  return self;
}

void
sqlite_view_free (SqliteView *self)
{
  g_clear_pointer (&self->columns, mapi_prop_tag_array_unref);
  g_clear_pointer (&self->query, sqlite_row_query_free);
  g_clear_pointer (&self->restriction, mapi_restriction_unref);
  g_clear_pointer (&self->order, mapi_sort_order_set_unref);
  g_clear_pointer (&self->list, g_array_unref);
  g_clear_object (&self->store);
  g_free (self);
}

MapiPropTagArray *
sqlite_view_get_columns (SqliteView *self)
{
  return mapi_prop_tag_array_ref (self->columns);
}

MapiSortOrderSet *
sqlite_view_get_order (SqliteView *self)
{
  return self->order != NULL ? mapi_sort_order_set_ref (self->order)
                             : mapi_sort_order_set_new (0, 0);
}

void
sqlite_view_set_columns (SqliteView *self, MapiPropTagArray *columns)
{
  SqliteRowQuery *query = sqlite_row_query_new (&self->source, columns);

  g_clear_pointer (&self->query, sqlite_row_query_free);
  g_clear_pointer (&self->columns, mapi_prop_tag_array_unref);
  self->query = query;
  self->columns = mapi_prop_tag_array_ref (columns);
}

static gboolean
fail_complex (const char *what, GError **error)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_TOO_COMPLEX, "sqlite: the table cannot do %s", what);
  return FALSE;
}

static void
update_mode (SqliteView *self)
{
  guint    n = self->order != NULL ? mapi_sort_order_set_get_size (self->order) : 0;
  gboolean own_order =
      n == 0 || (n == 1 && !self->source.queue &&
                 mapi_sort_order_set_get_tag (self->order, 0) == MAPI_PR_MESSAGE_DELIVERY_TIME);

  self->listed = self->restriction != NULL || !own_order;
  self->descending = !self->listed && n == 1 &&
                     mapi_sort_order_set_get_order (self->order, 0) == MAPI_TABLE_SORT_DESCEND;
  g_clear_pointer (&self->list, g_array_unref);
}

gboolean
sqlite_view_restrict (SqliteView *self, MapiRestriction *restriction, GError **error)
{
  if (restriction != NULL && !sqlite_match_check (restriction, error))
    return FALSE;
  g_clear_pointer (&self->restriction, mapi_restriction_unref);
  if (restriction != NULL)
    self->restriction = mapi_restriction_ref (restriction);
  update_mode (self);
  return TRUE;
}

void
sqlite_view_set_order (SqliteView *self, MapiSortOrderSet *order)
{
  g_clear_pointer (&self->order, mapi_sort_order_set_unref);
  self->order = mapi_sort_order_set_ref (order);
  update_mode (self);
}

gboolean
sqlite_view_sort (SqliteView *self, MapiSortOrderSet *order, GError **error)
{
  for (guint i = 0; i < mapi_sort_order_set_get_size (order); i++)
    if (mapi_sort_order_set_get_order (order, i) > MAPI_TABLE_SORT_DESCEND ||
        mapi_prop_tag_is_multivalued (mapi_sort_order_set_get_tag (order, i)))
      return fail_complex ("this order", error);
  sqlite_view_set_order (self, order);
  return TRUE;
}

gboolean
sqlite_view_is_plain (SqliteView *self)
{
  return !self->listed && !self->descending;
}

/* Takes the rows that match. */
static gboolean
take_matching (SqliteView *self, GPtrArray *rows, GPtrArray *found, GError **error)
{
  while (rows->len > 0)
    {
      g_autoptr (SqliteRow) row = g_ptr_array_steal_index (rows, 0);
      gboolean matches;

      if (!row_matches (self, self->restriction, row, &matches, error))
        return FALSE;
      if (matches)
        g_ptr_array_add (found, g_steal_pointer (&row));
    }
  return TRUE;
}

/* The rows that match, with what they are sorted by. */
static gboolean
collect_rows (SqliteView *self, SqliteRowQuery *query, GPtrArray *found, GError **error)
{
  Call  call = { .query = query, .from = SQLITE_ROW_KEY_FIRST, .n = BATCH };
  guint n;

  do
    {
      g_autoptr (GPtrArray) rows = NULL;

      if (!run_call (self, read_rows, &call, error))
        return FALSE;
      rows = call.rows;
      n = rows->len;
      if (n > 0)
        call.from = successor (((SqliteRow *) rows->pdata[n - 1])->key);
      if (!take_matching (self, rows, found, error))
        return FALSE;
    }
  while (n == BATCH);
  return TRUE;
}

static MapiPropTagArray *
new_tag_array (GArray *tags)
{
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

static SqliteRowQuery *
new_list_query (SqliteView *self)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) columns = NULL;

  if (self->restriction != NULL)
    sqlite_match_collect_tags (self->restriction, tags);
  for (guint i = 0; self->order != NULL && i < mapi_sort_order_set_get_size (self->order); i++)
    {
      guint32 tag = mapi_sort_order_set_get_tag (self->order, i);

      g_array_append_val (tags, tag);
    }
  columns = new_tag_array (tags);
  return sqlite_row_query_new (&self->source, columns);
}

static gboolean
build_list (SqliteView *self, GError **error)
{
  g_autoptr (SqliteRowQuery) query = new_list_query (self);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_row_free);
  GArray *list;

  self->generation = sqlite_backend_get_generation (sqlite_store_get_backend (self->store));
  if (!collect_rows (self, query, found, error))
    return FALSE;
  list = sqlite_sort_rows (found, self->order);
  g_clear_pointer (&self->list, g_array_unref);
  self->list = list;
  return TRUE;
}

/* With what the restriction looks at behind @columns. */
static SqliteRowQuery *
new_match_query (SqliteView *self, MapiPropTagArray *columns)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) all = NULL;
  gsize          n;
  const guint32 *first = mapi_prop_tag_array_get_tags (columns, &n);

  g_array_append_vals (tags, first, (guint) n);
  if (self->restriction != NULL)
    sqlite_match_collect_tags (self->restriction, tags);
  all = new_tag_array (tags);
  return sqlite_row_query_new (&self->source, all);
}

GPtrArray *
sqlite_view_collect (SqliteView *self, MapiPropTagArray *columns, GError **error)
{
  g_autoptr (SqliteRowQuery) query = new_match_query (self, columns);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_row_free);

  return collect_rows (self, query, found, error) ? g_steal_pointer (&found) : NULL;
}

gboolean
sqlite_view_read_match (
    SqliteView *self, MapiPropTagArray *columns, gint64 id, SqliteRow **row, GError **error)
{
  g_autoptr (SqliteRowQuery) query = new_match_query (self, columns);
  Call     call = { .query = query, .id = id };
  gboolean matches = FALSE;
  g_autoptr (SqliteRow) found = NULL;

  if (!run_call (self, read_one, &call, error))
    return FALSE;
  found = call.row;
  if (found != NULL && !row_matches (self, self->restriction, found, &matches, error))
    return FALSE;
  *row = matches ? g_steal_pointer (&found) : NULL;
  return TRUE;
}

MapiPropTagArray *
sqlite_view_find_tags (MapiRestriction *restriction, GError **error)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (!sqlite_match_check (restriction, error))
    return NULL;
  if (sqlite_match_needs_parts (restriction))
    {
      fail_complex ("searches among recipients and attachments in categories", error);
      return NULL;
    }
  sqlite_match_collect_tags (restriction, tags);
  return new_tag_array (tags);
}

static gboolean
need_list (SqliteView *self, GError **error)
{
  return self->list != NULL || build_list (self, error);
}

gboolean
sqlite_view_refresh (SqliteView *self, GError **error)
{
  if (!self->listed ||
      (self->list != NULL &&
       self->generation == sqlite_backend_get_generation (sqlite_store_get_backend (self->store))))
    return TRUE;
  return build_list (self, error);
}

SqlitePosition
sqlite_view_get_first (SqliteView *self)
{
  return (SqlitePosition){ self->descending ? SQLITE_ROW_KEY_LAST : SQLITE_ROW_KEY_FIRST, 0 };
}

SqlitePosition
sqlite_view_get_last (SqliteView *self)
{
  return (SqlitePosition){ self->descending ? SQLITE_ROW_KEY_FIRST : SQLITE_ROW_KEY_LAST,
                           G_MAXUINT };
}

gboolean
sqlite_view_count (SqliteView *self, guint *count, GError **error)
{
  Call call = { .from = SQLITE_ROW_KEY_LAST };

  if (self->listed)
    {
      if (!need_list (self, error))
        return FALSE;
      *count = self->list->len;
      return TRUE;
    }
  if (!run_call (self, count_rows, &call, error))
    return FALSE;
  *count = call.n;
  return TRUE;
}

gboolean
sqlite_view_get_index (SqliteView           *self,
                       const SqlitePosition *position,
                       guint                *index,
                       GError              **error)
{
  Call  call = { .from = position->key };
  guint count;

  if (self->listed)
    {
      if (!need_list (self, error))
        return FALSE;
      *index = MIN (position->index, self->list->len);
      return TRUE;
    }
  if (!run_call (self, count_rows, &call, error) ||
      (self->descending && !sqlite_view_count (self, &count, error)))
    return FALSE;
  *index = self->descending ? count - MIN (call.n, count) : call.n;
  return TRUE;
}

static gboolean
is_end (SqliteRowKey key)
{
  return key.place == G_MININT64 || (key.place == G_MAXINT64 && key.id == G_MAXINT64);
}

static gboolean
step_by_key (SqliteView *self, SqlitePosition *position, gint n, gint *moved, GError **error)
{
  gboolean       forward = n > 0;
  SqlitePosition before = *position;
  Call           call = { .from = position->key,
                          .n = (guint) ABS ((gint64) n),
                          .backward = forward == self->descending };
  guint          old_index;
  guint          new_index;

  *moved = n;
  if (n == 0)
    return TRUE;
  if (!run_call (self, skip_rows, &call, error))
    return FALSE;
  position->key = call.key;
  if (!is_end (call.key))
    return TRUE;
  if (!sqlite_view_get_index (self, &before, &old_index, error) ||
      !sqlite_view_get_index (self, position, &new_index, error))
    return FALSE;
  *moved = (gint) new_index - (gint) old_index;
  return TRUE;
}

gboolean
sqlite_view_step (SqliteView *self, SqlitePosition *position, gint n, gint *moved, GError **error)
{
  gint64 index;
  gint64 target;

  if (!self->listed)
    return step_by_key (self, position, n, moved, error);
  if (!need_list (self, error))
    return FALSE;
  index = MIN (position->index, self->list->len);
  target = CLAMP (index + n, 0, (gint64) self->list->len);
  *moved = (gint) (target - index);
  position->index = (guint) target;
  return TRUE;
}

static gboolean
read_by_key (SqliteView *self, SqlitePosition *position, guint n, GPtrArray **rows, GError **error)
{
  Call       call = { .from = position->key, .n = n, .backward = self->descending };
  SqliteRow *last;

  if (!run_call (self, read_rows, &call, error))
    return FALSE;
  *rows = call.rows;
  if (call.rows->len == 0)
    return TRUE;
  last = call.rows->pdata[call.rows->len - 1];
  position->key = self->descending ? last->key : successor (last->key);
  return TRUE;
}

/* What has gone since the list was made is passed over. */
static gboolean
read_by_list (SqliteView *self, SqlitePosition *position, guint n, GPtrArray **rows, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_row_free);

  if (!need_list (self, error))
    return FALSE;
  while (found->len < n && position->index < self->list->len)
    {
      Call call = { .id = g_array_index (self->list, SqliteRowKey, position->index).id };

      if (!run_call (self, read_one, &call, error))
        return FALSE;
      if (call.row != NULL)
        g_ptr_array_add (found, call.row);
      position->index++;
    }
  *rows = g_steal_pointer (&found);
  return TRUE;
}

gboolean
sqlite_view_read (
    SqliteView *self, SqlitePosition *position, guint n, GPtrArray **rows, GError **error)
{
  return self->listed ? read_by_list (self, position, n, rows, error)
                      : read_by_key (self, position, n, rows, error);
}

/* One piece of a search: *found tells whether it is over, and position where. */
static gboolean
search_rows (SqliteView      *self,
             Call            *call,
             SqlitePosition  *position,
             MapiRestriction *restriction,
             gboolean        *found,
             GError         **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (!run_call (self, read_rows, call, error))
    return FALSE;
  rows = g_steal_pointer (&call->rows);
  for (guint i = 0; i < rows->len && !*found; i++)
    {
      SqliteRow *row = rows->pdata[i];

      if (!row_matches (self, restriction, row, found, error))
        return FALSE;
      if (*found)
        position->key = self->descending ? successor (row->key) : row->key;
      call->from = call->backward ? row->key : successor (row->key);
    }
  call->n = rows->len;
  return TRUE;
}

static gboolean
find_by_key (SqliteView      *self,
             SqlitePosition  *position,
             SqliteRowQuery  *query,
             MapiRestriction *restriction,
             gboolean         backward,
             GCancellable    *cancellable,
             gboolean        *found,
             GError         **error)
{
  Call call = { .query = query, .from = position->key, .backward = backward != self->descending };

  do
    {
      call.n = BATCH;
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !search_rows (self, &call, position, restriction, found, error))
        return FALSE;
    }
  while (!*found && call.n == BATCH);
  return TRUE;
}

static gboolean
find_by_list (SqliteView      *self,
              SqlitePosition  *position,
              SqliteRowQuery  *query,
              MapiRestriction *restriction,
              gboolean         backward,
              GCancellable    *cancellable,
              gboolean        *found,
              GError         **error)
{
  gint64 index;

  if (!need_list (self, error))
    return FALSE;
  index = MIN (position->index, self->list->len);
  for (index -= backward ? 1 : 0; index >= 0 && index < self->list->len && !*found;
       index += backward ? -1 : 1)
    {
      Call call = { .query = query, .id = g_array_index (self->list, SqliteRowKey, index).id };
      g_autoptr (SqliteRow) row = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !run_call (self, read_one, &call, error))
        return FALSE;
      row = call.row;
      if (row != NULL && !row_matches (self, restriction, row, found, error))
        return FALSE;
      if (*found)
        position->index = (guint) index;
    }
  return TRUE;
}

gboolean
sqlite_view_find (SqliteView      *self,
                  SqlitePosition  *position,
                  MapiRestriction *restriction,
                  gboolean         backward,
                  GCancellable    *cancellable,
                  GError         **error)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) columns = NULL;
  g_autoptr (SqliteRowQuery) query = NULL;
  gboolean found = FALSE;
  gboolean searched;

  if (!sqlite_match_check (restriction, error))
    return FALSE;
  sqlite_match_collect_tags (restriction, tags);
  columns = new_tag_array (tags);
  query = sqlite_row_query_new (&self->source, columns);
  searched = (self->listed ? find_by_list : find_by_key) (
      self, position, query, restriction, backward, cancellable, &found, error);
  if (searched && !found)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: FindRow: no row meets the restriction");
  return searched && found;
}

gboolean
sqlite_view_read_one (SqliteView *self, gint64 id, SqliteRow **row, GError **error)
{
  Call call = { .id = id };

  if (!run_call (self, read_one, &call, error))
    return FALSE;
  *row = call.row;
  return TRUE;
}

gboolean
sqlite_view_get_prior (SqliteView *self, SqliteRowKey key, SqliteRowKey *prior, GError **error)
{
  Call call = { .from = key, .n = 1, .backward = TRUE };

  if (!run_call (self, skip_rows, &call, error))
    return FALSE;
  *prior = call.key;
  return TRUE;
}
