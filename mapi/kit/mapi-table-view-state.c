/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which categories of a view are expanded, as bytes.
 *
 * They are a row set. The first row names the row to come back to: an instance key, or a heading.
 * Each of the others is a heading that is not as the sort order has it: PR_DEPTH, PR_ROW_TYPE, and
 * its values in the columns that the view is sorted by, PT_NULL where it has none. So the state
 * holds for any view that is sorted alike. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-row-set.h"
#include "mapi-table-view-private.h"

#define FIRST_KEY 2

static MapiPropList *
describe_heading (const MapiTableEntry *heading)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropValue) null =
      mapi_prop_value_new_null (mapi_prop_tag_new (0, (guint16) MAPI_PT_NULL));

  mapi_prop_list_builder_add_long (builder, MAPI_PR_DEPTH, (gint32) heading->n_keys - 1);
  mapi_prop_list_builder_add_long (builder,
                                   MAPI_PR_ROW_TYPE,
                                   heading->is_expanded ? MAPI_TBL_EXPANDED_CATEGORY
                                                        : MAPI_TBL_COLLAPSED_CATEGORY);
  for (guint i = 0; i < heading->n_keys; i++)
    mapi_prop_list_builder_add_value (builder, heading->keys[i] != NULL ? heading->keys[i] : null);
  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
describe_row (MapiTableView *self, GBytes *instance_key)
{
  g_autoptr (MapiPropValue) value = NULL;
  MapiTableEntry *heading;

  if (instance_key == NULL)
    return mapi_prop_list_new_empty ();

  heading = mapi_table_view_find_heading (self, instance_key, NULL);
  if (heading != NULL)
    return describe_heading (heading);
  value = mapi_prop_value_new_binary (MAPI_PR_INSTANCE_KEY, instance_key);
  return mapi_prop_list_new_from_value (value);
}

static gboolean
is_as_sorted (MapiTableView *self, const MapiTableEntry *heading)
{
  return heading->is_expanded == (heading->n_keys - 1 < self->order.n_expanded);
}

static void
next_heading (GSequenceIter **iter)
{
  while (!g_sequence_iter_is_end (*iter) && !mapi_table_entry_is_heading (g_sequence_get (*iter)))
    *iter = g_sequence_iter_next (*iter);
}

GBytes *
mapi_table_view_make_state (MapiTableView *self, GBytes *instance_key)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) set = NULL;
  GSequenceIter *iter = g_sequence_get_begin_iter (self->whole);

  g_ptr_array_add (rows, describe_row (self, instance_key));
  for (next_heading (&iter); !g_sequence_iter_is_end (iter); next_heading (&iter))
    {
      MapiTableEntry *heading = g_sequence_get (iter);

      if (!is_as_sorted (self, heading))
        g_ptr_array_add (rows, describe_heading (heading));
      iter = g_sequence_iter_next (iter);
    }
  set = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  return mapi_row_set_to_bytes (set);
}

static void
set_expanded (MapiTableView *self, MapiTableEntry *heading, gboolean expand)
{
  guint n_rows;

  if (expand)
    mapi_table_view_expand (self, heading, &n_rows);
  else
    mapi_table_view_collapse (self, heading, &n_rows);
}

static void
expand_as_sorted (MapiTableView *self)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (self->whole);

  for (next_heading (&iter); !g_sequence_iter_is_end (iter); next_heading (&iter))
    {
      MapiTableEntry *heading = g_sequence_get (iter);

      set_expanded (self, heading, heading->n_keys - 1 < self->order.n_expanded);
      iter = g_sequence_iter_next (iter);
    }
}

/* NULL when there is no such heading now. */
static MapiTableEntry *
find_described (MapiTableView *self, MapiPropList *description)
{
  guint32         depth = (guint32) mapi_prop_list_get_long (description, MAPI_PR_DEPTH, -1);
  MapiTableEntry *probe;
  GSequenceIter  *found;

  if (depth >= self->order.n_categories ||
      mapi_prop_list_get_size (description) != FIRST_KEY + depth + 1)
    return NULL;

  probe = mapi_table_entry_new_probe (description, FIRST_KEY, depth);
  found = g_sequence_lookup (self->whole, probe, mapi_table_entry_compare, &self->order);
  mapi_table_entry_free (probe);
  return found != NULL ? g_sequence_get (found) : NULL;
}

static MapiTableEntry *
find_entry (MapiTableView *self, MapiPropList *description)
{
  g_autoptr (GBytes) key = mapi_prop_list_get_bytes (description, MAPI_PR_INSTANCE_KEY);
  GHashTableIter iter;
  gpointer       first;

  if (key == NULL)
    return find_described (self, description);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &first))
    for (MapiTableEntry *entry = first; entry != NULL; entry = entry->next)
      if (mapi_table_entry_has_instance_key (entry, key))
        return entry;
  return NULL;
}

/* Where the entry can be read, or else the heading that hides it. */
static GSequenceIter *
find_shown (MapiTableView *self, MapiTableEntry *entry)
{
  while (entry != NULL && entry->iter == NULL)
    entry = entry->parent;
  return entry != NULL ? entry->iter : g_sequence_get_begin_iter (self->rows);
}

gboolean
mapi_table_view_use_state (MapiTableView *self, GBytes *state, GSequenceIter **iter, GError **error)
{
  g_autoptr (MapiRowSet) set = mapi_row_set_new_from_bytes (state, NULL);
  g_autoptr (MapiPropList) position = NULL;

  if (set == NULL || mapi_row_set_get_size (set) == 0)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_UNABLE_TO_COMPLETE,
                           "SetCollapseState: the bytes are not a state");
      return FALSE;
    }

  expand_as_sorted (self);
  for (guint i = 1; i < mapi_row_set_get_size (set); i++)
    {
      g_autoptr (MapiPropList) description = mapi_row_set_get_row (set, i);
      MapiTableEntry *heading = find_described (self, description);
      gint32          type = mapi_prop_list_get_long (description, MAPI_PR_ROW_TYPE, 0);

      if (heading != NULL)
        set_expanded (self, heading, type == (gint32) MAPI_TBL_EXPANDED_CATEGORY);
    }

  position = mapi_row_set_get_row (set, 0);
  *iter = find_shown (self, find_entry (self, position));
  return TRUE;
}
