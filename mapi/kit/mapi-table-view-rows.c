/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rows of a view: kept in order as the data changes, and told to those who listen. */

#include "config.h"

#include "mapi-table-view-private.h"
#include "mapi-flags.h"

static gboolean
has_listeners (MapiTableView *self)
{
  return mapi_notifier_has_listeners (self->notifier, NULL, MAPI_fnevTableModified);
}

/* Tells about the table as a whole. */
void
mapi_table_view_notify (MapiTableView *self, guint32 event)
{
  g_autoptr (MapiNotification) notification =
      mapi_notification_new_table (event, 0, NULL, NULL, NULL);

  mapi_notifier_send (self->notifier, NULL, notification);
}

static GBytes *
get_prior_key (GSequenceIter *iter)
{
  MapiTableEntry *prior;

  if (g_sequence_iter_is_begin (iter))
    return NULL;
  prior = g_sequence_get (g_sequence_iter_prev (iter));
  return mapi_table_row_get_instance_key (prior->row);
}

static void
notify_row (MapiTableView *self, guint32 event, const MapiTableEntry *entry)
{
  g_autoptr (GBytes) index = NULL;
  g_autoptr (GBytes) prior = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiNotification) notification = NULL;

  self->has_changed = TRUE;
  if (self->is_quiet || !has_listeners (self))
    return;

  index = mapi_table_row_get_instance_key (entry->row);
  if (event != MAPI_TABLE_ROW_DELETED)
    {
      prior = get_prior_key (entry->iter);
      row = mapi_prop_list_select (entry->row->props, self->columns, NULL);
    }
  notification = mapi_notification_new_table (event, 0, index, prior, row);
  mapi_notifier_send (self->notifier, NULL, notification);
}

/* What stood at @iter goes: the cursor and the bookmarks there wait for the next row instead. */
static void
leave_row (MapiTableView *self, GSequenceIter *iter, gboolean keep_bookmarks)
{
  GSequenceIter     *next = g_sequence_iter_next (iter);
  GHashTableIter     bookmarks;
  MapiTableBookmark *bookmark;

  if (self->cursor == iter)
    self->cursor = next;
  if (keep_bookmarks)
    return;

  g_hash_table_iter_init (&bookmarks, self->bookmarks);
  while (g_hash_table_iter_next (&bookmarks, NULL, (gpointer *) &bookmark))
    if (bookmark->iter == iter)
      {
        bookmark->iter = next;
        bookmark->has_moved = TRUE;
      }
}

/* A cursor at the beginning stays there: what comes before its row has not been read. */
static void
hold_cursor (MapiTableView *self, gboolean was_at_beginning)
{
  if (was_at_beginning)
    self->cursor = g_sequence_get_begin_iter (self->rows);
}

static void
insert_row (MapiTableView *self, MapiTableRow *row)
{
  MapiTableEntry *entry = mapi_table_entry_new (row, self->order);
  gboolean        at_beginning = g_sequence_iter_is_begin (self->cursor);

  entry->iter = g_sequence_insert_sorted (self->rows, entry, mapi_table_entry_compare, self->order);
  g_hash_table_insert (self->entries, &entry->id, entry);
  hold_cursor (self, at_beginning);
  notify_row (self, MAPI_TABLE_ROW_ADDED, entry);
}

static void
remove_row (MapiTableView *self, MapiTableEntry *entry)
{
  leave_row (self, entry->iter, FALSE);
  g_sequence_remove (entry->iter);
  notify_row (self, MAPI_TABLE_ROW_DELETED, entry);
  g_hash_table_remove (self->entries, &entry->id);
}

static gboolean
is_in_place (MapiTableView *self, const MapiTableEntry *entry)
{
  GSequenceIter *next = g_sequence_iter_next (entry->iter);

  if (!g_sequence_iter_is_begin (entry->iter) &&
      mapi_table_entry_compare (
          g_sequence_get (g_sequence_iter_prev (entry->iter)), entry, self->order) > 0)
    return FALSE;
  return g_sequence_iter_is_end (next) ||
         mapi_table_entry_compare (entry, g_sequence_get (next), self->order) < 0;
}

static gboolean
look_equal (MapiTableView *self, MapiTableRow *a, MapiTableRow *b)
{
  g_autoptr (MapiPropList) seen = mapi_prop_list_select (a->props, self->columns, NULL);
  g_autoptr (MapiPropList) now = mapi_prop_list_select (b->props, self->columns, NULL);

  return mapi_prop_list_equal (seen, now);
}

static void
change_row (MapiTableView *self, MapiTableEntry *old, MapiTableRow *row)
{
  MapiTableEntry *entry = mapi_table_entry_new (row, self->order);
  gboolean        has_changed = !look_equal (self, old->row, row);
  gboolean        at_beginning = g_sequence_iter_is_begin (self->cursor);

  entry->iter = old->iter;
  g_sequence_set (entry->iter, entry);
  if (!mapi_table_entry_equal_keys (old, entry) && !is_in_place (self, entry))
    {
      leave_row (self, entry->iter, TRUE);
      g_sequence_sort_changed (entry->iter, mapi_table_entry_compare, self->order);
      hold_cursor (self, at_beginning);
      has_changed = TRUE;
    }

  g_hash_table_replace (self->entries, &entry->id, entry);
  if (has_changed)
    notify_row (self, MAPI_TABLE_ROW_MODIFIED, entry);
}

gboolean
mapi_table_view_matches (const MapiRestriction *restriction, const MapiTableEntry *entry)
{
  return restriction == NULL || mapi_restriction_matches (restriction, entry->row->props);
}

static gboolean
is_wanted (MapiTableView *self, MapiTableRow *row)
{
  return self->restriction == NULL || mapi_restriction_matches (self->restriction, row->props);
}

/* Who listens must hear what changes, so there must be something that it changes. */
void
mapi_table_view_prepare (MapiTableView *self)
{
  if (self->snapshot == NULL && has_listeners (self))
    mapi_table_view_ensure_rows (self);
}

void
mapi_table_view_update (MapiTableView *self, guint64 id, MapiTableRow *row)
{
  MapiTableEntry *entry;
  gboolean        wanted;

  if (self->snapshot != NULL || self->rows == NULL)
    return;

  entry = g_hash_table_lookup (self->entries, &id);
  wanted = row != NULL && is_wanted (self, row);
  if (entry == NULL && wanted)
    insert_row (self, row);
  else if (entry != NULL && !wanted)
    remove_row (self, entry);
  else if (entry != NULL)
    change_row (self, entry, row);
}

void
mapi_table_view_begin_quiet (MapiTableView *self)
{
  mapi_table_view_prepare (self);
  self->is_quiet = TRUE;
  self->has_changed = FALSE;
}

void
mapi_table_view_end_quiet (MapiTableView *self)
{
  self->is_quiet = FALSE;
  if (self->has_changed)
    mapi_table_view_notify (self, MAPI_TABLE_CHANGED);
}

static gint
compare_places (gconstpointer a, gconstpointer b, gpointer order)
{
  return mapi_table_entry_compare (
      *(MapiTableEntry *const *) a, *(MapiTableEntry *const *) b, order);
}

void
mapi_table_view_ensure_rows (MapiTableView *self)
{
  g_autoptr (GPtrArray) source = NULL;
  g_autoptr (GPtrArray) wanted = NULL;

  if (self->rows != NULL)
    return;

  source = self->snapshot != NULL ? g_ptr_array_ref (self->snapshot)
                                  : mapi_table_data_get_rows (self->data);
  wanted = g_ptr_array_sized_new (source->len);
  for (guint i = 0; i < source->len; i++)
    if (is_wanted (self, g_ptr_array_index (source, i)))
      g_ptr_array_add (wanted, mapi_table_entry_new (g_ptr_array_index (source, i), self->order));
  g_ptr_array_sort_with_data (wanted, compare_places, self->order);

  self->rows = g_sequence_new (NULL);
  self->entries = g_hash_table_new_full (
      g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) mapi_table_entry_free);
  for (guint i = 0; i < wanted->len; i++)
    {
      MapiTableEntry *entry = g_ptr_array_index (wanted, i);

      entry->iter = g_sequence_append (self->rows, entry);
      g_hash_table_insert (self->entries, &entry->id, entry);
    }
  self->cursor = g_sequence_get_begin_iter (self->rows);
}

/* The view is to be read anew: nothing that was known about positions holds any longer. */
void
mapi_table_view_drop_rows (MapiTableView *self)
{
  g_hash_table_remove_all (self->bookmarks);
  self->cursor = NULL;
  g_clear_pointer (&self->rows, g_sequence_free);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  mapi_notifier_discard (self->notifier);
}
