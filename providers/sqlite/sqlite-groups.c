/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-groups.h"
#include "sqlite-entry-id.h"

struct _SqliteGroups
{
  SqliteView       *view; /* not owned */
  MapiTableData    *data;
  MapiTable        *table;  /* the view of it that is shown */
  MapiPropTagArray *loaded; /* the columns of the data */
  GHashTable       *known;  /* the messages in it */
};

static gboolean
is_instance (guint32 tag)
{
  return (tag & MAPI_MV_INSTANCE) != 0;
}

gboolean
sqlite_groups_are_needed (MapiPropTagArray *columns, MapiSortOrderSet *order)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (columns); i++)
    if (is_instance (mapi_prop_tag_array_get_tag (columns, i)))
      return TRUE;
  for (guint i = 0; order != NULL && i < mapi_sort_order_set_get_size (order); i++)
    if (is_instance (mapi_sort_order_set_get_tag (order, i)))
      return TRUE;
  return order != NULL && mapi_sort_order_set_get_n_categories (order) > 0;
}

static GHashTable *
new_id_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static gboolean
add_id (GHashTable *set, gint64 id)
{
  return g_hash_table_add (set, g_memdup2 (&id, sizeof id));
}

/* Adds a column as it is stored, once. */
static void
add_tag (GArray *tags, guint32 tag)
{
  if (is_instance (tag))
    tag &= ~MAPI_MV_INSTANCE;
  for (guint i = 0; i < tags->len; i++)
    if (g_array_index (tags, guint32, i) == tag)
      return;
  g_array_append_val (tags, tag);
}

static void
add_tags (GArray *tags, MapiPropTagArray *more)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (more); i++)
    add_tag (tags, mapi_prop_tag_array_get_tag (more, i));
}

static MapiPropTagArray *
new_tag_array (GArray *tags)
{
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

/* Headings count the unread messages below them. */
static MapiPropTagArray *
choose_loaded (MapiPropTagArray *columns, MapiSortOrderSet *order)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  add_tag (tags, MAPI_PR_INSTANCE_KEY);
  add_tag (tags, MAPI_PR_MESSAGE_FLAGS);
  add_tags (tags, columns);
  for (guint i = 0; order != NULL && i < mapi_sort_order_set_get_size (order); i++)
    add_tag (tags, mapi_sort_order_set_get_tag (order, i));
  return new_tag_array (tags);
}

static void
remove_message (SqliteGroups *self, gint64 id)
{
  g_autoptr (GBytes) key = sqlite_instance_key_new (id);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_INSTANCE_KEY, key);

  mapi_table_data_delete_row (self->data, index, NULL);
}

static void
remove_absent (SqliteGroups *self, GHashTable *found)
{
  GHashTableIter iter;
  gint64        *id;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    if (!g_hash_table_contains (found, id))
      remove_message (self, *id);
}

/* Rows that are as they were are no news to anybody. */
gboolean
sqlite_groups_refresh (SqliteGroups *self, GError **error)
{
  g_autoptr (GPtrArray) rows = sqlite_view_collect (self->view, self->loaded, error);
  g_autoptr (GHashTable) found = new_id_set ();
  g_autoptr (GPtrArray) lists = g_ptr_array_new ();
  g_autoptr (MapiRowSet) set = NULL;

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      SqliteRow *row = rows->pdata[i];

      add_id (found, row->key.id);
      g_ptr_array_add (lists, row->values);
    }
  remove_absent (self, found);
  g_hash_table_unref (self->known);
  self->known = g_steal_pointer (&found);
  set = mapi_row_set_new ((MapiPropList **) lists->pdata, lists->len);
  return mapi_table_data_modify_rows (self->data, set, error);
}

void
sqlite_groups_update (SqliteGroups *self, gint64 id)
{
  g_autoptr (SqliteRow) row = NULL;

  if (!sqlite_view_read_match (self->view, self->loaded, id, &row, NULL))
    return;
  if (row != NULL)
    {
      add_id (self->known, id);
      mapi_table_data_modify_row (self->data, row->values, NULL);
    }
  else if (g_hash_table_remove (self->known, &id))
    remove_message (self, id);
}

/* TRUE where all of @tags are there, now or already. */
static gboolean
load (SqliteGroups *self, MapiPropTagArray *more, GError **error)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  add_tags (tags, self->loaded);
  add_tags (tags, more);
  if (tags->len == mapi_prop_tag_array_get_size (self->loaded))
    return TRUE;
  mapi_prop_tag_array_unref (self->loaded);
  self->loaded = new_tag_array (tags);
  return sqlite_groups_refresh (self, error);
}

gboolean
sqlite_groups_set_columns (SqliteGroups *self, MapiPropTagArray *columns, GError **error)
{
  return load (self, columns, error) &&
         mapi_table_set_columns (self->table, columns, 0, NULL, error);
}

gboolean
sqlite_groups_prepare_find (SqliteGroups *self, MapiRestriction *restriction, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = sqlite_view_find_tags (restriction, error);

  return tags != NULL && load (self, tags, error);
}

SqliteGroups *
sqlite_groups_new (SqliteView       *view,
                   MapiNotifier     *notifier,
                   MapiPropTagArray *columns,
                   MapiSortOrderSet *order,
                   GError          **error)
{
  g_autoptr (SqliteGroups) self = g_new0 (SqliteGroups, 1);

  self->view = view;
  self->loaded = choose_loaded (columns, order);
  self->known = new_id_set ();
  self->data = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_INSTANCE_KEY, self->loaded);
  if (!sqlite_groups_refresh (self, error))
    return NULL;
  self->table = mapi_table_data_get_view_for (self->data, NULL, notifier);
  if (!mapi_table_set_columns (self->table, columns, 0, NULL, error) ||
      (order != NULL && !mapi_table_sort_table (self->table, order, 0, NULL, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
sqlite_groups_free (SqliteGroups *self)
{
  g_clear_object (&self->table);
  g_clear_object (&self->data);
  g_clear_pointer (&self->loaded, mapi_prop_tag_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_free (self);
}

MapiTable *
sqlite_groups_get_table (SqliteGroups *self)
{
  return g_object_ref (self->table);
}
