/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The categories of a view: the headings above its rows, and what they hide. */

#include "config.h"

#include "mapi-table-view-private.h"

void
mapi_table_view_init_categories (MapiTableView *self)
{
  if (self->order.n_categories == 0)
    return;

  self->whole = g_sequence_new (NULL);
  self->headings = g_hash_table_new_full (
      g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) mapi_table_entry_free);
}

void
mapi_table_view_drop_categories (MapiTableView *self)
{
  g_clear_pointer (&self->whole, g_sequence_free);
  g_clear_pointer (&self->headings, g_hash_table_unref);
}

static MapiTableEntry *
new_heading (MapiTableView *self, const MapiTableEntry *row, guint depth, MapiTableEntry *parent)
{
  MapiTableEntry *heading = mapi_table_entry_new_heading (++self->last_heading, row, depth);

  heading->parent = parent;
  heading->is_expanded = depth < self->order.n_expanded;
  g_hash_table_insert (self->headings, &heading->id, heading);
  return heading;
}

static void
count_row (MapiTableEntry *row, gint difference)
{
  gint n_unread = mapi_table_entry_is_unread (row) ? difference : 0;

  for (MapiTableEntry *above = row->parent; above != NULL; above = above->parent)
    {
      above->n_rows = (guint) ((gint) above->n_rows + difference);
      above->n_unread = (guint) ((gint) above->n_unread + n_unread);
    }
}

static void
append (MapiTableView *self, MapiTableEntry *entry)
{
  entry->whole = g_sequence_append (self->whole, entry);
  if (mapi_table_entry_is_visible (entry))
    entry->iter = g_sequence_append (self->rows, entry);
}

/* The heading at @depth of the last entry there is; NULL when it has none. */
static MapiTableEntry *
get_last_heading (MapiTableView *self, guint depth)
{
  GSequenceIter  *end = g_sequence_get_end_iter (self->whole);
  MapiTableEntry *entry;

  if (g_sequence_iter_is_begin (end))
    return NULL;
  entry = g_sequence_get (g_sequence_iter_prev (end));
  while (entry != NULL && mapi_table_entry_get_depth (entry, &self->order) > depth)
    entry = entry->parent;
  return entry != NULL && mapi_table_entry_get_depth (entry, &self->order) == depth ? entry : NULL;
}

/* Adds a row behind all others, and the headings that it needs; nobody is told. */
void
mapi_table_view_append_below (MapiTableView *self, MapiTableEntry *entry)
{
  MapiTableEntry *parent = NULL;

  for (guint depth = 0; depth < self->order.n_categories; depth++)
    {
      MapiTableEntry *heading = get_last_heading (self, depth);

      if (heading == NULL || !mapi_table_entry_equal_keys (heading, entry, depth + 1))
        {
          heading = new_heading (self, entry, depth, parent);
          append (self, heading);
        }
      parent = heading;
    }

  entry->parent = parent;
  append (self, entry);
  count_row (entry, 1);
}

static MapiTableEntry *
look_up_heading (MapiTableView *self, const MapiTableEntry *entry, guint depth)
{
  MapiTableEntry *probe = mapi_table_entry_new_heading (0, entry, depth);
  GSequenceIter  *found =
      g_sequence_lookup (self->whole, probe, mapi_table_entry_compare, &self->order);

  mapi_table_entry_free (probe);
  return found != NULL ? g_sequence_get (found) : NULL;
}

static void
insert (MapiTableView *self, MapiTableEntry *entry)
{
  entry->whole =
      g_sequence_insert_sorted (self->whole, entry, mapi_table_entry_compare, &self->order);
}

/* Tells about the headings above, whose counts have changed. */
static void
tell_headings (MapiTableView *self, MapiTableEntry *entry)
{
  for (MapiTableEntry *above = entry->parent; above != NULL; above = above->parent)
    mapi_table_view_modified (self, above);
}

/* Shows what is new: the entries from @first to @last, which stand one behind the other. */
static void
show_new (MapiTableView *self, MapiTableEntry *first, MapiTableEntry *last)
{
  GSequenceIter *end = g_sequence_iter_next (last->whole);

  for (GSequenceIter *iter = first->whole; iter != end; iter = g_sequence_iter_next (iter))
    {
      MapiTableEntry *entry = g_sequence_get (iter);

      if (mapi_table_entry_is_visible (entry))
        mapi_table_view_show (self, entry);
    }
}

void
mapi_table_view_add_below (MapiTableView *self, MapiTableEntry *entry)
{
  MapiTableEntry *parent = NULL;
  MapiTableEntry *first_new = NULL;

  for (guint depth = 0; depth < self->order.n_categories; depth++)
    {
      MapiTableEntry *heading = look_up_heading (self, entry, depth);

      if (heading == NULL)
        {
          heading = new_heading (self, entry, depth, parent);
          insert (self, heading);
          first_new = first_new != NULL ? first_new : heading;
        }
      parent = heading;
    }

  entry->parent = parent;
  insert (self, entry);
  count_row (entry, 1);

  if (first_new == NULL)
    first_new = entry;
  show_new (self, first_new, entry);
  tell_headings (self, first_new);
}

static void
remove_from_whole (MapiTableView *self, MapiTableEntry *entry)
{
  g_sequence_remove (entry->whole);
  entry->whole = NULL;
  if (entry->iter != NULL)
    mapi_table_view_hide (self, entry);
}

/* A heading goes with its last row. */
void
mapi_table_view_remove_below (MapiTableView *self, MapiTableEntry *entry)
{
  MapiTableEntry *above = entry->parent;

  count_row (entry, -1);
  remove_from_whole (self, entry);
  while (above != NULL)
    {
      MapiTableEntry *parent = above->parent;

      if (above->n_rows > 0)
        mapi_table_view_modified (self, above);
      else
        {
          remove_from_whole (self, above);
          g_hash_table_remove (self->headings, &above->id);
        }
      above = parent;
    }
}

static void
replace_in_category (MapiTableView *self, MapiTableEntry *old, MapiTableEntry *entry)
{
  gboolean has_moved = !mapi_table_entry_equal_keys (old, entry, entry->n_keys);
  gboolean count_changes = mapi_table_entry_is_unread (old) != mapi_table_entry_is_unread (entry);

  entry->parent = old->parent;
  entry->whole = old->whole;
  g_sequence_set (entry->whole, entry);
  if (has_moved)
    g_sequence_sort_changed (entry->whole, mapi_table_entry_compare, &self->order);
  if (old->iter != NULL)
    mapi_table_view_replace (self, old, entry, has_moved);

  if (!count_changes)
    return;
  count_row (old, -1);
  count_row (entry, 1);
  tell_headings (self, entry);
}

void
mapi_table_view_replace_below (MapiTableView *self, MapiTableEntry *old, MapiTableEntry *entry)
{
  GSList *bookmarks;

  if (mapi_table_entry_equal_keys (old, entry, self->order.n_categories))
    {
      replace_in_category (self, old, entry);
      return;
    }

  bookmarks = mapi_table_view_take_bookmarks (self, old->iter);
  mapi_table_view_remove_below (self, old);
  mapi_table_view_add_below (self, entry);
  mapi_table_view_put_bookmarks (bookmarks, entry->iter);
}

static gboolean
is_below (MapiTableView *self, GSequenceIter *iter, const MapiTableEntry *heading)
{
  return !g_sequence_iter_is_end (iter) &&
         mapi_table_entry_get_depth (g_sequence_get (iter), &self->order) >
             mapi_table_entry_get_depth (heading, &self->order);
}

/* Shows what stands under a heading. Nobody is told, as is documented: it is a client who asks for
 * it. Answers FALSE when it was expanded already. */
gboolean
mapi_table_view_expand (MapiTableView *self, MapiTableEntry *heading, guint *n_rows)
{
  GSequenceIter *place;

  *n_rows = 0;
  if (heading->is_expanded)
    return FALSE;
  heading->is_expanded = TRUE;
  if (heading->iter == NULL)
    return TRUE;

  place = g_sequence_iter_next (heading->iter);
  for (GSequenceIter *iter = g_sequence_iter_next (heading->whole); is_below (self, iter, heading);
       iter = g_sequence_iter_next (iter))
    {
      MapiTableEntry *entry = g_sequence_get (iter);

      if (!mapi_table_entry_is_visible (entry))
        continue;
      entry->iter = g_sequence_insert_before (place, entry);
      (*n_rows)++;
    }
  return TRUE;
}

gboolean
mapi_table_view_collapse (MapiTableView *self, MapiTableEntry *heading, guint *n_rows)
{
  GSequenceIter *next;

  *n_rows = 0;
  if (!heading->is_expanded)
    return FALSE;
  heading->is_expanded = FALSE;
  if (heading->iter == NULL)
    return TRUE;

  for (GSequenceIter *iter = g_sequence_iter_next (heading->iter); is_below (self, iter, heading);
       iter = next)
    {
      next = g_sequence_iter_next (iter);
      ((MapiTableEntry *) g_sequence_get (iter))->iter = NULL;
      mapi_table_view_leave (self, iter);
      g_sequence_remove (iter);
      (*n_rows)++;
    }
  return TRUE;
}

MapiTableEntry *
mapi_table_view_find_heading (MapiTableView *self, GBytes *instance_key, GError **error)
{
  MapiTableEntry *heading = NULL;
  guint64         id;

  if (self->headings != NULL && mapi_table_entry_parse_heading_key (instance_key, &id))
    heading = g_hash_table_lookup (self->headings, &id);
  if (heading == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_NOT_FOUND, "memory table: there is no such category");
  return heading;
}
