/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-code-page.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder-private.h"
#include "mapi-table-entry-private.h"

#include <string.h>

static MapiTableEntry *
new_entry (guint64 id, guint n_keys)
{
  MapiTableEntry *self = g_malloc0 (sizeof *self + n_keys * sizeof self->keys[0]);

  self->id = id;
  self->n_keys = n_keys;
  return self;
}

/* A column with a row for each value is seen under the tag of a single value. */
static guint32
get_key_tag (const MapiTableOrder *order, guint index)
{
  guint32 tag = mapi_sort_order_set_get_tag (order->set, index);

  return (tag & MAPI_MV_INSTANCE) != 0 ? tag & ~MAPI_MVI_FLAG : tag;
}

static MapiTableEntry *
new_with_props (MapiTableRow *row, MapiPropList *props, const MapiTableOrder *order)
{
  MapiTableEntry *self = new_entry (row->id, order->n_keys);

  self->place = row->place;
  self->props = props;
  for (guint i = 0; i < order->n_keys; i++)
    self->keys[i] = mapi_code_page_lookup (order->code_page, props, get_key_tag (order, i));
  return self;
}

/* The row as it shows one of its values: with that value besides all of them, and with a
 * PR_INSTANCE_KEY of its own. */
static MapiPropList *
make_instance (MapiTableRow *row, const MapiPropView *value, guint index)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  guint64 id = GUINT64_TO_BE (row->id);
  guint32 number = GUINT32_TO_BE (index);
  guint8  key[sizeof id + sizeof number];

  memcpy (key, &id, sizeof id);
  memcpy (key + sizeof id, &number, sizeof number);

  for (guint i = 0; i < mapi_prop_list_get_size (row->props); i++)
    {
      MapiPropView view = mapi_prop_list_view (row->props, i);

      if (view.tag == MAPI_PR_INSTANCE_KEY)
        mapi_prop_list_builder_add_data (builder, view.tag, key, sizeof key);
      else
        mapi_prop_list_builder_add_view (builder, &view);
    }
  mapi_prop_list_builder_add_view (builder, value);
  return mapi_prop_list_builder_end (builder);
}

/* Remembers the value; answers FALSE when it is not the first of its kind. */
static gboolean
add_value (GHashTable *seen, const MapiPropView *value)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) list = NULL;

  mapi_prop_list_builder_add_view (builder, value);
  list = mapi_prop_list_builder_end (builder);
  return g_hash_table_add (seen, mapi_prop_list_to_bytes (list));
}

static MapiTableEntry *
new_instances (MapiTableRow *row, const MapiPropView *values, const MapiTableOrder *order)
{
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  MapiTableEntry  *first = NULL;
  MapiTableEntry **end = &first;
  MapiPropView     value;

  for (guint i = 0; mapi_prop_view_get_item (values, i, &value); i++)
    {
      if (!add_value (seen, &value))
        continue;
      *end = new_with_props (row, make_instance (row, &value, i), order);
      (*end)->value = i;
      end = &(*end)->next;
    }
  return first;
}

/* What the row has in the column with a row for each value, or NULL. */
static MapiPropList *
find_values (MapiTableRow *row, const MapiTableOrder *order)
{
  guint32 tag = order->value_tag & ~MAPI_MV_INSTANCE;
  g_autoptr (MapiPropValue) values =
      order->value_tag != 0 ? mapi_code_page_lookup (order->code_page, row->props, tag) : NULL;

  return values != NULL ? mapi_prop_list_new_from_value (values) : NULL;
}

MapiTableEntry *
mapi_table_entry_new_row (MapiTableRow *row, const MapiTableOrder *order)
{
  g_autoptr (MapiPropList) multivalued = find_values (row, order);
  MapiTableEntry *instances = NULL;

  if (multivalued != NULL)
    {
      MapiPropView values = mapi_prop_list_view (multivalued, 0);

      instances = new_instances (row, &values, order);
    }
  if (instances != NULL)
    return instances;
  return new_with_props (row, mapi_prop_list_ref (row->props), order);
}

/* The heading that @row stands under, or would. */
MapiTableEntry *
mapi_table_entry_new_heading (guint64 id, const MapiTableEntry *row, guint depth)
{
  MapiTableEntry *self = new_entry (id, depth + 1);

  for (guint i = 0; i <= depth; i++)
    if (row->keys[i] != NULL)
      self->keys[i] = mapi_prop_value_ref (row->keys[i]);
  return self;
}

/* Something to look a heading up with: its keys are the values of @list from @first on, PT_NULL
 * where it has none. */
MapiTableEntry *
mapi_table_entry_new_probe (MapiPropList *list, guint first, guint depth)
{
  MapiTableEntry *self = new_entry (0, depth + 1);

  for (guint i = 0; i <= depth; i++)
    if (mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (list, first + i)) != MAPI_PT_NULL)
      self->keys[i] = mapi_prop_list_get_value (list, first + i);
  return self;
}

/* Frees those of the same row, too. */
void
mapi_table_entry_free (MapiTableEntry *self)
{
  while (self != NULL)
    {
      MapiTableEntry *next = self->next;

      for (guint i = 0; i < self->n_keys; i++)
        g_clear_pointer (&self->keys[i], mapi_prop_value_unref);
      g_clear_pointer (&self->props, mapi_prop_list_unref);
      g_free (self);
      self = next;
    }
}

gboolean
mapi_table_entry_is_heading (const MapiTableEntry *self)
{
  return self->props == NULL;
}

/* How many headings stand above. */
guint
mapi_table_entry_get_depth (const MapiTableEntry *self, const MapiTableOrder *order)
{
  return mapi_table_entry_is_heading (self) ? self->n_keys - 1 : order->n_categories;
}

gboolean
mapi_table_entry_is_visible (const MapiTableEntry *self)
{
  for (const MapiTableEntry *above = self->parent; above != NULL; above = above->parent)
    if (!above->is_expanded)
      return FALSE;
  return TRUE;
}

gboolean
mapi_table_entry_is_unread (const MapiTableEntry *self)
{
  return (mapi_prop_list_get_long (self->props, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ) &
          MAPI_MSGFLAG_READ) == 0;
}

/* Those of headings are of another size than those of rows. */
GBytes *
mapi_table_entry_get_instance_key (const MapiTableEntry *self)
{
  guint8  key[1 + sizeof self->id] = { 'C' };
  guint64 id = GUINT64_TO_BE (self->id);

  if (!mapi_table_entry_is_heading (self))
    return mapi_prop_list_get_bytes (self->props, MAPI_PR_INSTANCE_KEY);

  memcpy (key + 1, &id, sizeof id);
  return g_bytes_new (key, sizeof key);
}

gboolean
mapi_table_entry_parse_heading_key (GBytes *key, guint64 *id)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (key, &size);

  if (size != 1 + sizeof *id || data[0] != 'C')
    return FALSE;
  memcpy (id, data + 1, sizeof *id);
  *id = GUINT64_FROM_BE (*id);
  return TRUE;
}

gboolean
mapi_table_entry_has_instance_key (const MapiTableEntry *self, GBytes *key)
{
  gsize         size;
  gconstpointer data = mapi_prop_list_peek_binary (self->props, MAPI_PR_INSTANCE_KEY, &size);

  return size == g_bytes_get_size (key) && memcmp (data, g_bytes_get_data (key, NULL), size) == 0;
}

gboolean
mapi_table_entry_is_same_instance (const MapiTableEntry *self, const MapiTableEntry *other)
{
  gsize         size;
  gsize         other_size;
  gconstpointer key = mapi_prop_list_peek_binary (self->props, MAPI_PR_INSTANCE_KEY, &size);
  gconstpointer other_key =
      mapi_prop_list_peek_binary (other->props, MAPI_PR_INSTANCE_KEY, &other_size);

  return size == other_size && memcmp (key, other_key, size) == 0;
}

static void
add_place (MapiPropListBuilder *builder, guint depth, guint32 row_type)
{
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DEPTH, (gint32) depth);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROW_TYPE, (gint32) row_type);
}

static MapiPropList *
make_heading_props (const MapiTableEntry *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) key = mapi_table_entry_get_instance_key (self);

  for (guint i = 0; i < self->n_keys; i++)
    if (self->keys[i] != NULL)
      mapi_prop_list_builder_add_value (builder, self->keys[i]);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, key);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTENT_COUNT, (gint32) self->n_rows);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTENT_UNREAD, (gint32) self->n_unread);
  add_place (builder,
             self->n_keys - 1,
             self->is_expanded ? MAPI_TBL_EXPANDED_CATEGORY : MAPI_TBL_COLLAPSED_CATEGORY);
  return mapi_prop_list_builder_end (builder);
}

/* All that a column can show of the entry. */
MapiPropList *
mapi_table_entry_get_props (const MapiTableEntry *self, const MapiTableOrder *order)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (MapiPropList) place = NULL;

  if (mapi_table_entry_is_heading (self))
    return make_heading_props (self);
  if (order->n_categories == 0)
    return mapi_prop_list_ref (self->props);

  builder = mapi_prop_list_builder_new ();
  add_place (builder, order->n_categories, MAPI_TBL_LEAF_ROW);
  place = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (self->props, place);
}

/* A row without a value stands before those that have one. */
static gint
compare_keys (const MapiPropValue *a, const MapiPropValue *b)
{
  if (a == NULL || b == NULL)
    return (a != NULL) - (b != NULL);
  return mapi_prop_value_compare (a, b);
}

gboolean
mapi_table_entry_equal_keys (const MapiTableEntry *self, const MapiTableEntry *other, guint n_keys)
{
  for (guint i = 0; i < n_keys; i++)
    if (compare_keys (self->keys[i], other->keys[i]) != 0)
      return FALSE;
  return TRUE;
}

/* Headings stand before what they stand above. Rows that the order does not tell apart stand as
 * in the data, so that each has one place. */
gint
mapi_table_entry_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const MapiTableEntry *x = a;
  const MapiTableEntry *y = b;
  const MapiTableOrder *order = data;
  gint                  x_is_heading = mapi_table_entry_is_heading (x);
  gint                  y_is_heading = mapi_table_entry_is_heading (y);

  for (guint i = 0; i < MIN (x->n_keys, y->n_keys); i++)
    {
      gint difference = compare_keys (x->keys[i], y->keys[i]);

      if (difference != 0)
        return mapi_sort_order_set_get_order (order->set, i) == MAPI_TABLE_SORT_DESCEND
                   ? -difference
                   : difference;
    }

  if (x_is_heading != y_is_heading)
    return y_is_heading - x_is_heading;
  if (x_is_heading)
    return (gint) x->n_keys - (gint) y->n_keys;
  if (x->place != y->place)
    return x->place < y->place ? -1 : 1;
  return (x->value > y->value) - (x->value < y->value);
}
