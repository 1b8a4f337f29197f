/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-headings.h"
#include "sqlite-sort.h"

#include <string.h>

/* Instance keys of headings are of another size than those of rows. */
#define KEY_MARK 'C'

struct _SqliteHeadings
{
  SqliteSelection  *selection;
  MapiSortOrderSet *order;    /* of the selection */
  GHashTable       *by_entry; /* owns them */
  GHashTable       *by_key;
  gint64            last;
};

static void
heading_free (gpointer data)
{
  SqliteHeading *self = data;

  g_bytes_unref (self->key);
  mapi_prop_list_unref (self->values);
  g_free (self);
}

SqliteHeadings *
sqlite_headings_new (SqliteSelection *selection)
{
  SqliteHeadings *self = g_new0 (SqliteHeadings, 1);

  self->selection = sqlite_selection_ref (selection);
  self->order = sqlite_selection_get_order (selection);
  self->by_entry = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, heading_free);
  self->by_key = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  return self;
}

void
sqlite_headings_free (SqliteHeadings *self)
{
  g_hash_table_unref (self->by_key);
  g_hash_table_unref (self->by_entry);
  sqlite_selection_unref (self->selection);
  g_free (self);
}

guint
sqlite_headings_get_depth (SqliteHeadings *self)
{
  return mapi_sort_order_set_get_n_categories (self->order);
}

SqliteHeading *
sqlite_headings_get (SqliteHeadings *self, SqliteListEntry entry)
{
  return g_hash_table_lookup (self->by_entry, &entry);
}

gboolean
sqlite_heading_parse_instance_key (GBytes *instance_key, SqliteListEntry *entry)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (instance_key, &size);
  guint64       number;

  if (size != 1 + sizeof number || data[0] != KEY_MARK)
    return FALSE;
  memcpy (&number, data + 1, sizeof number);
  number = GUINT64_FROM_BE (number);
  *entry = number <= SQLITE_LIST_MAX_MESSAGE ? -(SqliteListEntry) number : SQLITE_LIST_NONE;
  return *entry != SQLITE_LIST_NONE;
}

SqliteHeading *
sqlite_headings_get_by_instance_key (SqliteHeadings *self, GBytes *instance_key)
{
  SqliteListEntry entry;

  return sqlite_heading_parse_instance_key (instance_key, &entry)
             ? sqlite_headings_get (self, entry)
             : NULL;
}

GBytes *
sqlite_heading_new_instance_key (SqliteListEntry entry)
{
  guint64 number = GUINT64_TO_BE ((guint64) -entry);
  guint8  key[1 + sizeof number] = { KEY_MARK };

  memcpy (key + 1, &number, sizeof number);
  return g_bytes_new (key, sizeof key);
}

SqliteHeading *
sqlite_headings_find (SqliteHeadings *self, guint depth, MapiPropList *values)
{
  g_autoptr (GBytes) key = mapi_sort_order_set_make_key (self->order, depth + 1, values);

  return g_hash_table_lookup (self->by_key, key);
}

/* The columns that make a category, as rows have them. */
static MapiPropList *
select_values (SqliteHeadings *self, guint depth, MapiPropList *values)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i <= depth; i++)
    {
      guint32 tag = mapi_sort_order_set_get_tag (self->order, i);
      g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (
          values, (tag & MAPI_MV_INSTANCE) != 0 ? tag & ~MAPI_MVI_FLAG : tag);

      if (value != NULL)
        mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

static gboolean
begins_expanded (SqliteHeadings *self, const SqliteHeading *heading)
{
  return heading->depth < mapi_sort_order_set_get_n_expanded (self->order);
}

SqliteHeading *
sqlite_headings_add (SqliteHeadings *self, SqliteHeading *parent, guint depth, MapiPropList *values)
{
  SqliteHeading *heading = g_new0 (SqliteHeading, 1);

  heading->entry = -++self->last;
  heading->parent = parent;
  heading->depth = depth;
  heading->key = mapi_sort_order_set_make_key (self->order, depth + 1, values);
  heading->values = select_values (self, depth, values);
  heading->is_expanded = begins_expanded (self, heading);
  g_hash_table_insert (self->by_entry, &heading->entry, heading);
  g_hash_table_insert (self->by_key, heading->key, heading);
  return heading;
}

void
sqlite_headings_remove (SqliteHeadings *self, SqliteHeading *heading)
{
  g_hash_table_remove (self->by_key, heading->key);
  g_hash_table_remove (self->by_entry, &heading->entry);
}

void
sqlite_heading_count (SqliteHeading *self, gboolean unread, gint difference)
{
  for (; self != NULL; self = self->parent)
    {
      self->n_rows += (guint) difference;
      self->n_unread += unread ? (guint) difference : 0;
    }
}

gboolean
sqlite_heading_shows (const SqliteHeading *self)
{
  for (; self != NULL; self = self->parent)
    if (!self->is_expanded)
      return FALSE;
  return TRUE;
}

static guint32
get_row_type (const SqliteHeading *self)
{
  return self->is_expanded ? MAPI_TBL_EXPANDED_CATEGORY : MAPI_TBL_COLLAPSED_CATEGORY;
}

MapiPropList *
sqlite_heading_get_props (const SqliteHeading *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) key = sqlite_heading_new_instance_key (self->entry);
  g_autoptr (MapiPropList) counts = NULL;

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, key);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTENT_COUNT, (gint32) self->n_rows);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTENT_UNREAD, (gint32) self->n_unread);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DEPTH, (gint32) self->depth);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROW_TYPE, (gint32) get_row_type (self));
  counts = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (self->values, counts);
}

/* A state is a row set. The first row says what the table was sorted by, and which row is meant: by
 * its instance key, or for a heading by its key. The others are the headings that are not as the
 * order would have them. */
#define STATE_ORDER MAPI_PR_RECORD_KEY
#define STATE_HEADING MAPI_PR_SEARCH_KEY

static MapiPropList *
describe_row (SqliteHeadings *self, GBytes *instance_key)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) order = sqlite_sort_to_bytes (self->order);
  SqliteHeading *heading =
      instance_key != NULL ? sqlite_headings_get_by_instance_key (self, instance_key) : NULL;

  mapi_prop_list_builder_add_binary (builder, STATE_ORDER, order);
  if (heading != NULL)
    mapi_prop_list_builder_add_binary (builder, STATE_HEADING, heading->key);
  else if (instance_key != NULL)
    mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, instance_key);
  return mapi_prop_list_builder_end (builder);
}

GBytes *
sqlite_headings_make_state (SqliteHeadings *self, GBytes *instance_key)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) set = NULL;
  GHashTableIter iter;
  SqliteHeading *heading;

  g_ptr_array_add (rows, describe_row (self, instance_key));
  g_hash_table_iter_init (&iter, self->by_entry);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &heading))
    {
      g_autoptr (MapiPropValue) key = mapi_prop_value_new_binary (STATE_HEADING, heading->key);

      if (heading->is_expanded != begins_expanded (self, heading))
        g_ptr_array_add (rows, mapi_prop_list_new_from_value (key));
    }
  set = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  return mapi_row_set_to_bytes (set);
}

static SqliteHeading *
find_described (SqliteHeadings *self, MapiPropList *row)
{
  g_autoptr (GBytes) key = mapi_prop_list_get_bytes (row, STATE_HEADING);

  return key != NULL ? g_hash_table_lookup (self->by_key, key) : NULL;
}

static gboolean
is_state (SqliteHeadings *self, MapiRowSet *set)
{
  g_autoptr (GBytes) order = sqlite_sort_to_bytes (self->order);
  g_autoptr (MapiPropList) row =
      set != NULL && mapi_row_set_get_size (set) > 0 ? mapi_row_set_get_row (set, 0) : NULL;
  g_autoptr (GBytes) found = row != NULL ? mapi_prop_list_get_bytes (row, STATE_ORDER) : NULL;

  return found != NULL && g_bytes_equal (found, order);
}

static void
reset (SqliteHeadings *self)
{
  GHashTableIter iter;
  SqliteHeading *heading;

  g_hash_table_iter_init (&iter, self->by_entry);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &heading))
    heading->is_expanded = begins_expanded (self, heading);
}

gboolean
sqlite_headings_use_state (SqliteHeadings *self,
                           GBytes         *state,
                           SqliteHeading **heading,
                           GBytes        **instance_key,
                           GError        **error)
{
  g_autoptr (MapiRowSet) set = mapi_row_set_new_from_bytes (state, NULL);
  g_autoptr (MapiPropList) first = NULL;

  if (!is_state (self, set))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_UNABLE_TO_COMPLETE,
                           "sqlite: SetCollapseState: the bytes are no state of this order");
      return FALSE;
    }
  reset (self);
  for (guint i = 1; i < mapi_row_set_get_size (set); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (set, i);
      SqliteHeading *described = find_described (self, row);

      if (described != NULL)
        described->is_expanded = !described->is_expanded;
    }
  first = mapi_row_set_get_row (set, 0);
  *heading = find_described (self, first);
  *instance_key = mapi_prop_list_get_bytes (first, MAPI_PR_INSTANCE_KEY);
  return TRUE;
}
