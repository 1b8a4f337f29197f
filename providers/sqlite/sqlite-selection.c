/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-selection.h"
#include "sqlite-match.h"

/* The size of what stands behind the columns in a key. */
#define MOST_NUMBERS (3 * sizeof (guint64))

struct _SqliteSelection
{
  gatomicrefcount   ref_count;
  SqliteRowSource   source;
  MapiRestriction  *restriction; /* nullable */
  MapiSortOrderSet *order;
  guint32           instance_tag;
  SqliteRowQuery   *query;
  SqliteRowQuery   *bare; /* the same without a restriction; NULL where there is none */
};

/* What the restriction and the order look at; headings count the unread messages below them. */
static SqliteRowQuery *
new_query (SqliteSelection *self, MapiRestriction *restriction)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) columns = NULL;
  guint32 flags = MAPI_PR_MESSAGE_FLAGS;
  guint32 values = self->instance_tag & ~MAPI_MV_INSTANCE;

  if (restriction != NULL)
    sqlite_match_collect_tags (restriction, tags);
  for (guint i = 0; i < mapi_sort_order_set_get_size (self->order); i++)
    {
      guint32 tag = mapi_sort_order_set_get_tag (self->order, i);

      if ((tag & MAPI_MV_INSTANCE) == 0)
        g_array_append_val (tags, tag);
    }
  if (self->instance_tag != 0)
    g_array_append_val (tags, values);
  if (mapi_sort_order_set_get_n_categories (self->order) > 0)
    g_array_append_val (tags, flags);
  columns = mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
  return sqlite_row_query_new (&self->source, columns, TRUE);
}

SqliteSelection *
sqlite_selection_new (const SqliteRowSource *source,
                      MapiRestriction       *restriction,
                      MapiSortOrderSet      *order,
                      MapiPropTagArray      *columns,
                      GError               **error)
{
  SqliteSelection *self;
  guint32          instance_tag;

  if (restriction != NULL && !sqlite_match_check (restriction, error))
    return NULL;
  if (!mapi_sort_order_set_check (order, columns, &instance_tag, error))
    {
      g_prefix_error (error, "sqlite: the table cannot do this: ");
      return NULL;
    }
  self = g_new0 (SqliteSelection, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->source = *source;
  self->restriction = restriction != NULL ? mapi_restriction_ref (restriction) : NULL;
  self->order = mapi_sort_order_set_ref (order);
  self->instance_tag = instance_tag;
  self->query = new_query (self, restriction);
  self->bare = restriction != NULL ? new_query (self, NULL) : NULL;
  return self;
}

SqliteSelection *
sqlite_selection_ref (SqliteSelection *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sqlite_selection_unref (SqliteSelection *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->restriction, mapi_restriction_unref);
  mapi_sort_order_set_unref (self->order);
  sqlite_row_query_free (self->query);
  g_clear_pointer (&self->bare, sqlite_row_query_free);
  g_free (self);
}

const SqliteRowSource *
sqlite_selection_get_source (SqliteSelection *self)
{
  return &self->source;
}

MapiRestriction *
sqlite_selection_get_restriction (SqliteSelection *self)
{
  return self->restriction;
}

MapiSortOrderSet *
sqlite_selection_get_order (SqliteSelection *self)
{
  return self->order;
}

guint32
sqlite_selection_get_instance_tag (SqliteSelection *self)
{
  return self->instance_tag;
}

SqliteRowQuery *
sqlite_selection_get_query (SqliteSelection *self)
{
  return self->query;
}

SqliteRowQuery *
sqlite_selection_get_bare_query (SqliteSelection *self)
{
  return self->bare != NULL ? self->bare : self->query;
}

/* The queue stands in an order that no column tells. */
static gboolean
is_by_time (SqliteSelection *self)
{
  return mapi_sort_order_set_get_size (self->order) == 1 && !self->source.queue &&
         mapi_sort_order_set_get_tag (self->order, 0) == MAPI_PR_MESSAGE_DELIVERY_TIME;
}

gboolean
sqlite_selection_is_plain (SqliteSelection *self)
{
  return self->restriction == NULL && !sqlite_selection_is_divided (self) &&
         (mapi_sort_order_set_get_size (self->order) == 0 || is_by_time (self));
}

gboolean
sqlite_selection_is_backward (SqliteSelection *self)
{
  return is_by_time (self) &&
         mapi_sort_order_set_get_order (self->order, 0) == MAPI_TABLE_SORT_DESCEND;
}

gboolean
sqlite_selection_is_as_stored (SqliteSelection *self)
{
  return mapi_sort_order_set_get_size (self->order) == 0;
}

gboolean
sqlite_selection_is_divided (SqliteSelection *self)
{
  return self->instance_tag != 0 || mapi_sort_order_set_get_n_categories (self->order) > 0;
}

static void
selected_free (SqliteSelected *self)
{
  g_bytes_unref (self->key);
  mapi_prop_list_unref (self->values);
  g_free (self);
}

static void
add_number (GByteArray *key, guint64 number, gsize size)
{
  guint64 big = GUINT64_TO_BE (number);

  g_byte_array_append (key, (const guint8 *) &big + sizeof big - size, (guint) size);
}

/* Where nothing else tells, rows stand as they do in the source, or as they came. */
static GBytes *
make_key (SqliteSelection *self, const SqliteRow *row, MapiPropList *values, guint value)
{
  guint n = mapi_sort_order_set_get_size (self->order);
  g_autoptr (GBytes) by_order = mapi_sort_order_set_make_key (self->order, n, values);
  guint       size = (guint) g_bytes_get_size (by_order);
  GByteArray *key = g_byte_array_sized_new (size + MOST_NUMBERS);

  g_byte_array_append (key, g_bytes_get_data (by_order, NULL), size);
  if (n == 0)
    add_number (key, (guint64) row->key.place ^ (guint64) 1 << 63, sizeof row->key.place);
  add_number (key, (guint64) row->key.id, sizeof row->key.id);
  if (self->instance_tag != 0)
    add_number (key, value, (SQLITE_LIST_VALUE_BITS + 7) / 8);
  return g_byte_array_free_to_bytes (key);
}

static void
add_row (
    SqliteSelection *self, GPtrArray *rows, const SqliteRow *row, MapiPropList *values, guint value)
{
  SqliteSelected *selected = g_new (SqliteSelected, 1);
  gint32          flags =
      mapi_prop_list_get_long (values, MAPI_PR_MESSAGE_FLAGS, (gint32) MAPI_MSGFLAG_READ);

  selected->entry = sqlite_list_entry (row->key.id, value);
  selected->key = make_key (self, row, values, value);
  selected->unread = (flags & (gint32) MAPI_MSGFLAG_READ) == 0;
  selected->values = mapi_prop_list_ref (values);
  g_ptr_array_add (rows, selected);
}

MapiPropValue *
sqlite_selection_get_instance (guint32 tag, MapiPropList *values, guint index)
{
  g_autoptr (MapiPropValue) all = mapi_prop_list_lookup (values, tag & ~MAPI_MV_INSTANCE);

  return all != NULL ? mapi_prop_value_get_item (all, index) : NULL;
}

/* What the row of one value looks at; NULL where there are not so many. */
static MapiPropList *
make_instance (SqliteSelection *self, MapiPropList *values, guint index, GBytes **name)
{
  g_autoptr (MapiPropValue) value =
      sqlite_selection_get_instance (self->instance_tag, values, index);
  g_autoptr (MapiPropList) alone = NULL;

  if (value == NULL)
    return NULL;
  alone = mapi_prop_list_new_from_value (value);
  if (name != NULL)
    *name = mapi_prop_list_to_bytes (alone);
  return mapi_prop_list_merge (values, alone);
}

/* Each value once. SetProps takes no more of them than an entry can name. */
static void
add_instances (SqliteSelection *self, GPtrArray *rows, const SqliteRow *row)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  for (guint i = 0; i < SQLITE_LIST_MAX_VALUES; i++)
    {
      GBytes *name = NULL;
      g_autoptr (MapiPropList) values = make_instance (self, row->values, i, &name);

      if (values == NULL)
        return;
      if (g_hash_table_add (seen, name))
        add_row (self, rows, row, values, i);
    }
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) selected_free);
}

static void
add_rows (SqliteSelection *self, GPtrArray *rows, const SqliteRow *row)
{
  if (self->instance_tag != 0)
    add_instances (self, rows, row);
  if (rows->len == 0)
    add_row (self, rows, row, row->values, 0);
}

GPtrArray *
sqlite_selection_make_rows (SqliteSelection *self,
                            SqliteDbConn    *conn,
                            const SqliteRow *row,
                            GError         **error)
{
  g_autoptr (GPtrArray) rows = new_rows ();
  gboolean matches = TRUE;

  if (self->restriction != NULL &&
      !sqlite_match_row (conn, self->restriction, row, &matches, error))
    return NULL;
  if (matches)
    add_rows (self, rows, row);
  return g_steal_pointer (&rows);
}

GPtrArray *
sqlite_selection_make_known_rows (SqliteSelection *self, const SqliteRow *row)
{
  GPtrArray *rows = new_rows ();

  add_rows (self, rows, row);
  return rows;
}

GPtrArray *
sqlite_selection_read_rows (SqliteSelection        *self,
                            SqliteDbConn           *conn,
                            const SqliteRowContext *context,
                            gint64                  message,
                            GError                **error)
{
  g_autoptr (SqliteRow) row = NULL;

  if (!sqlite_db_rows_read_one (conn, self->query, context, message, &row, error))
    return NULL;
  return row != NULL ? sqlite_selection_make_rows (self, conn, row, error) : new_rows ();
}

MapiPropList *
sqlite_selection_make_values (SqliteSelection *self, const SqliteRow *row, SqliteListEntry entry)
{
  guint         index = sqlite_list_get_value (entry);
  MapiPropList *values =
      self->instance_tag != 0 ? make_instance (self, row->values, index, NULL) : NULL;

  return values != NULL || index > 0 ? values : mapi_prop_list_ref (row->values);
}

gboolean
sqlite_selection_read_key (SqliteSelection        *self,
                           SqliteDbConn           *conn,
                           const SqliteRowContext *context,
                           SqliteListEntry         entry,
                           GBytes                **key,
                           GError                **error)
{
  g_autoptr (SqliteRow) row = NULL;
  g_autoptr (MapiPropList) values = NULL;

  *key = NULL;
  if (!sqlite_db_rows_read_one (
          conn, self->query, context, sqlite_list_get_message (entry), &row, error))
    return FALSE;
  if (row != NULL)
    values = sqlite_selection_make_values (self, row, entry);
  if (values != NULL)
    *key = make_key (self, row, values, sqlite_list_get_value (entry));
  return TRUE;
}
