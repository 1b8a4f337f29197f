/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-snapshot-table.h"

#include "mapi-code-page.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-table-data.h"

/**
 * MapiSnapshotTable:
 *
 * A table of rows that do not change any more: what `GetRecipientTable`, `GetAttachmentTable` and
 * their like return.
 *
 * Most of those who open such a table choose columns, read all rows, and close it. That costs
 * little more than the rows. Whoever wants more, an order, a restriction, bookmarks, gets it from a
 * view of a #MapiTableData of the same rows, which is not made before.
 *
 * Each row is given a PR_INSTANCE_KEY, in place of one that it may bring along.
 *
 * Since: 1.0
 */
struct _MapiSnapshotTable
{
  GObject parent_instance;

  MapiRowSet       *rows;
  MapiPropTagArray *first_columns; /* nullable */
  guint32           code_page;

  GMutex            lock;    /* of what follows */
  MapiPropTagArray *columns; /* those that were chosen; NULL for all there are */
  guint             position;
  MapiTable        *view; /* does all the work from the moment there is one */
};

static void mapi_snapshot_table_table_init (MapiTableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSnapshotTable,
                               mapi_snapshot_table,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_TABLE,
                                                      mapi_snapshot_table_table_init))

static void
add_tag (GArray *tags, guint32 tag)
{
  for (guint i = 0; i < tags->len; i++)
    if (g_array_index (tags, guint32, i) == tag)
      return;
  if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_ERROR)
    g_array_append_val (tags, tag);
}

/* Those to begin with, and what rows bring along besides. */
static MapiPropTagArray *
list_columns (MapiSnapshotTable *self)
{
  g_autoptr (GArray) tags = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 16);

  for (guint i = 0;
       self->first_columns != NULL && i < mapi_prop_tag_array_get_size (self->first_columns);
       i++)
    add_tag (tags, mapi_prop_tag_array_get_tag (self->first_columns, i));
  for (guint i = 0; i < mapi_row_set_get_size (self->rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->rows, i);

      for (guint k = 0; k < mapi_prop_list_get_size (row); k++)
        add_tag (tags, mapi_prop_list_get_tag (row, k));
    }
  add_tag (tags, MAPI_PR_INSTANCE_KEY);
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

/* The key that the rows of a memory table have, too. */
static MapiPropList *
get_row_with_key (MapiSnapshotTable *self, guint index)
{
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (self->rows, index);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) instance = NULL;
  guint64 key = GUINT64_TO_BE ((guint64) index + 1);

  mapi_prop_list_builder_add_data (builder, MAPI_PR_INSTANCE_KEY, &key, sizeof key);
  instance = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (row, instance);
}

static MapiTable *
make_view (MapiSnapshotTable *self)
{
  g_autoptr (MapiPropTagArray) columns = list_columns (self);
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, columns);

  mapi_table_data_set_code_page (data, self->code_page);
  for (guint i = 0; i < mapi_row_set_get_size (self->rows); i++)
    {
      g_autoptr (MapiPropList) row = get_row_with_key (self, i);

      mapi_table_data_modify_row (data, row, NULL);
    }
  return mapi_table_data_get_view (data, NULL);
}

/* Called with the lock held: from here on the view stands where the table stood. */
static void
begin_view (MapiSnapshotTable *self)
{
  MapiTableInterface *iface;
  guint32             warning;
  gint32              sought;

  self->view = make_view (self);
  iface = MAPI_TABLE_GET_IFACE (self->view);
  if (self->columns != NULL)
    iface->set_columns (self->view, self->columns, 0, NULL, NULL);
  iface->seek_row (
      self->view, MAPI_BOOKMARK_BEGINNING, (gint32) self->position, &sought, NULL, &warning, NULL);
}

static MapiTable *
need_view (MapiTable *table)
{
  MapiSnapshotTable *self = MAPI_SNAPSHOT_TABLE (table);

  g_mutex_lock (&self->lock);
  if (self->view == NULL)
    begin_view (self);
  g_mutex_unlock (&self->lock);
  return self->view;
}

/* Calls the view, which has each method of a table. */
#define ASK(view, method, ...) (MAPI_TABLE_GET_IFACE (view)->method ((view), __VA_ARGS__))

static guint32
advise (MapiTable *table, guint32 event_mask, MapiAdviseSink *sink, GError **error)
{
  return ASK (need_view (table), advise, event_mask, sink, error);
}

static gboolean
unadvise (MapiTable *table, guint32 connection, GError **error)
{
  return ASK (need_view (table), unadvise, connection, error);
}

static gboolean
get_status (MapiTable *table, guint32 *table_status, guint32 *table_type, GError **error)
{
  *table_status = MAPI_TBLSTAT_COMPLETE;
  *table_type = MAPI_TBLTYPE_SNAPSHOT;
  return TRUE;
}

/* What only a view knows how to show. */
static gboolean
has_instances (MapiPropTagArray *tags)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    if ((mapi_prop_tag_array_get_tag (tags, i) & MAPI_MV_INSTANCE) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
set_columns (MapiTable        *table,
             MapiPropTagArray *tags,
             guint32           flags,
             GCancellable     *cancellable,
             GError          **error)
{
  MapiSnapshotTable *self = MAPI_SNAPSHOT_TABLE (table);
  gboolean simple = flags == 0 && mapi_prop_tag_array_get_size (tags) > 0 && !has_instances (tags);

  g_mutex_lock (&self->lock);
  simple = simple && self->view == NULL;
  if (simple)
    {
      g_clear_pointer (&self->columns, mapi_prop_tag_array_unref);
      self->columns = mapi_prop_tag_array_ref (tags);
    }
  g_mutex_unlock (&self->lock);
  return simple || ASK (need_view (table), set_columns, tags, flags, cancellable, error);
}

/* Called with the lock held. */
static MapiPropTagArray *
get_columns (MapiSnapshotTable *self)
{
  if (self->columns == NULL)
    self->columns = list_columns (self);
  return self->columns;
}

static MapiPropTagArray *
query_columns (MapiTable *table, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiSnapshotTable *self = MAPI_SNAPSHOT_TABLE (table);
  MapiPropTagArray  *columns = NULL;

  if ((flags & MAPI_TBL_ALL_COLUMNS) != 0)
    return list_columns (self);
  g_mutex_lock (&self->lock);
  if (self->view == NULL)
    columns = mapi_prop_tag_array_ref (get_columns (self));
  g_mutex_unlock (&self->lock);
  return columns != NULL ? columns
                         : ASK (need_view (table), query_columns, flags, cancellable, error);
}

static gboolean
get_row_count (MapiTable    *table,
               guint32       flags,
               guint32      *count,
               GCancellable *cancellable,
               guint32      *warning,
               GError      **error)
{
  return ASK (need_view (table), get_row_count, flags, count, cancellable, warning, error);
}

static gboolean
seek_row (MapiTable    *table,
          guint32       origin,
          gint32        row_count,
          gint32       *rows_sought,
          GCancellable *cancellable,
          guint32      *warning,
          GError      **error)
{
  return ASK (
      need_view (table), seek_row, origin, row_count, rows_sought, cancellable, warning, error);
}

static gboolean
seek_row_approx (MapiTable    *table,
                 guint32       numerator,
                 guint32       denominator,
                 GCancellable *cancellable,
                 GError      **error)
{
  return ASK (need_view (table), seek_row_approx, numerator, denominator, cancellable, error);
}

static gboolean
query_position (MapiTable    *table,
                guint32      *row,
                guint32      *numerator,
                guint32      *denominator,
                GCancellable *cancellable,
                GError      **error)
{
  return ASK (need_view (table), query_position, row, numerator, denominator, cancellable, error);
}

static gboolean
find_row (MapiTable       *table,
          MapiRestriction *restriction,
          guint32          origin,
          guint32          flags,
          GCancellable    *cancellable,
          guint32         *warning,
          GError         **error)
{
  return ASK (need_view (table), find_row, restriction, origin, flags, cancellable, warning, error);
}

static gboolean
restrict_ (MapiTable       *table,
           MapiRestriction *restriction,
           guint32          flags,
           GCancellable    *cancellable,
           GError         **error)
{
  return ASK (need_view (table), restrict_, restriction, flags, cancellable, error);
}

static guint32
create_bookmark (MapiTable *table, GCancellable *cancellable, GError **error)
{
  return ASK (need_view (table), create_bookmark, cancellable, error);
}

static gboolean
free_bookmark (MapiTable *table, guint32 bookmark, GError **error)
{
  return ASK (need_view (table), free_bookmark, bookmark, error);
}

static gboolean
sort_table (MapiTable        *table,
            MapiSortOrderSet *order,
            guint32           flags,
            GCancellable     *cancellable,
            GError          **error)
{
  return ASK (need_view (table), sort_table, order, flags, cancellable, error);
}

static MapiSortOrderSet *
query_sort_order (MapiTable *table, GCancellable *cancellable, GError **error)
{
  return ASK (need_view (table), query_sort_order, cancellable, error);
}

/* Called with the lock held. */
static MapiPropList *
select_row (MapiSnapshotTable *self, MapiPropTagArray *columns, gboolean with_key, guint index)
{
  g_autoptr (MapiPropList) row =
      with_key ? get_row_with_key (self, index) : mapi_row_set_get_row (self->rows, index);

  return mapi_code_page_select (self->code_page, row, columns, NULL);
}

/* Called with the lock held. */
static MapiRowSet *
take_rows (MapiSnapshotTable *self, guint row_count)
{
  MapiPropTagArray *columns = get_columns (self);
  gboolean          with_key = mapi_prop_tag_array_contains (columns, MAPI_PR_INSTANCE_KEY);
  guint             rest = mapi_row_set_get_size (self->rows) - self->position;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint end = self->position + MIN (row_count, rest); self->position < end; self->position++)
    g_ptr_array_add (rows, select_row (self, columns, with_key, self->position));
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiRowSet *
query_rows (
    MapiTable *table, gint32 row_count, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiSnapshotTable *self = MAPI_SNAPSHOT_TABLE (table);
  MapiRowSet        *rows = NULL;

  g_mutex_lock (&self->lock);
  if (self->view == NULL && row_count > 0 && flags == 0)
    rows = take_rows (self, (guint) row_count);
  g_mutex_unlock (&self->lock);
  return rows != NULL ? rows
                      : ASK (need_view (table), query_rows, row_count, flags, cancellable, error);
}

static gboolean
abort_ (MapiTable *table, GError **error)
{
  return ASK (need_view (table), abort, error);
}

static MapiRowSet *
expand_row (MapiTable    *table,
            GBytes       *instance_key,
            guint32       row_count,
            guint32       flags,
            guint32      *more_rows,
            GCancellable *cancellable,
            GError      **error)
{
  return ASK (
      need_view (table), expand_row, instance_key, row_count, flags, more_rows, cancellable, error);
}

static gboolean
collapse_row (MapiTable    *table,
              GBytes       *instance_key,
              guint32       flags,
              guint32      *row_count,
              GCancellable *cancellable,
              GError      **error)
{
  return ASK (need_view (table), collapse_row, instance_key, flags, row_count, cancellable, error);
}

static gboolean
wait_for_completion (MapiTable    *table,
                     guint32       flags,
                     guint32       timeout,
                     guint32      *table_status,
                     GCancellable *cancellable,
                     GError      **error)
{
  return ASK (
      need_view (table), wait_for_completion, flags, timeout, table_status, cancellable, error);
}

static GBytes *
get_collapse_state (MapiTable    *table,
                    guint32       flags,
                    GBytes       *instance_key,
                    GCancellable *cancellable,
                    GError      **error)
{
  return ASK (need_view (table), get_collapse_state, flags, instance_key, cancellable, error);
}

static gboolean
set_collapse_state (MapiTable    *table,
                    guint32       flags,
                    GBytes       *collapse_state,
                    guint32      *bookmark,
                    GCancellable *cancellable,
                    GError      **error)
{
  return ASK (
      need_view (table), set_collapse_state, flags, collapse_state, bookmark, cancellable, error);
}

static void
mapi_snapshot_table_table_init (MapiTableInterface *iface)
{
  iface->advise = advise;
  iface->unadvise = unadvise;
  iface->get_status = get_status;
  iface->set_columns = set_columns;
  iface->query_columns = query_columns;
  iface->get_row_count = get_row_count;
  iface->seek_row = seek_row;
  iface->seek_row_approx = seek_row_approx;
  iface->query_position = query_position;
  iface->find_row = find_row;
  iface->restrict_ = restrict_;
  iface->create_bookmark = create_bookmark;
  iface->free_bookmark = free_bookmark;
  iface->sort_table = sort_table;
  iface->query_sort_order = query_sort_order;
  iface->query_rows = query_rows;
  iface->abort = abort_;
  iface->expand_row = expand_row;
  iface->collapse_row = collapse_row;
  iface->wait_for_completion = wait_for_completion;
  iface->get_collapse_state = get_collapse_state;
  iface->set_collapse_state = set_collapse_state;
}

static void
mapi_snapshot_table_finalize (GObject *object)
{
  MapiSnapshotTable *self = MAPI_SNAPSHOT_TABLE (object);

  g_clear_object (&self->view);
  g_clear_pointer (&self->columns, mapi_prop_tag_array_unref);
  g_clear_pointer (&self->first_columns, mapi_prop_tag_array_unref);
  mapi_row_set_unref (self->rows);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mapi_snapshot_table_parent_class)->finalize (object);
}

static void
mapi_snapshot_table_class_init (MapiSnapshotTableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_snapshot_table_finalize;
}

static void
mapi_snapshot_table_init (MapiSnapshotTable *self)
{
  g_mutex_init (&self->lock);
}

/**
 * mapi_snapshot_table_new:
 * @rows: the rows, in their order
 * @columns: (nullable): the columns that the table has whatever the rows have, or %NULL for none
 * @code_page: a Windows code page, or 0 for what each row says itself: see
 *   mapi_table_data_set_code_page()
 *
 * Makes a table of rows. What they bring along besides @columns become columns, too, and so does
 * PR_INSTANCE_KEY.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiSnapshotTable *
mapi_snapshot_table_new (MapiRowSet *rows, MapiPropTagArray *columns, guint32 code_page)
{
  MapiSnapshotTable *self;

  g_return_val_if_fail (rows != NULL, NULL);

  self = g_object_new (MAPI_TYPE_SNAPSHOT_TABLE, NULL);
  self->rows = mapi_row_set_ref (rows);
  self->first_columns = columns != NULL ? mapi_prop_tag_array_ref (columns) : NULL;
  self->code_page = code_page;
  return self;
}
