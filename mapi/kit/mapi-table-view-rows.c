/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The rows of a view: made from those of the data, and changed with them. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-table-view-private.h"

static gboolean
is_wanted (MapiTableView *self, MapiTableRow *row)
{
  return self->filter == NULL ||
         mapi_table_filter_matches (
             self->filter, mapi_table_data_get_code_page (self->data), row->props);
}

/* These rows have no recipients and no attachments: that nothing is found would be no answer. */
gboolean
mapi_table_view_check_restriction (MapiRestriction *restriction, GError **error)
{
  if (!mapi_restriction_needs_parts (restriction))
    return TRUE;
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_TOO_COMPLEX,
                       "memory table: its rows have no recipients or attachments to look at");
  return FALSE;
}

/* Who listens must hear what changes, so there must be something that it changes. */
void
mapi_table_view_prepare (MapiTableView *self)
{
  if (self->snapshot == NULL &&
      mapi_notifier_has_listeners (self->notifier, NULL, MAPI_fnevTableModified))
    mapi_table_view_ensure_rows (self);
}

static void
add_entry (MapiTableView *self, MapiTableEntry *entry)
{
  if (self->whole != NULL)
    mapi_table_view_add_below (self, entry);
  else
    mapi_table_view_show (self, entry);
}

static void
remove_entry (MapiTableView *self, MapiTableEntry *entry)
{
  if (self->whole != NULL)
    mapi_table_view_remove_below (self, entry);
  else
    mapi_table_view_hide (self, entry);
}

static void
replace_entry (MapiTableView *self, MapiTableEntry *old, MapiTableEntry *entry)
{
  if (self->whole != NULL)
    mapi_table_view_replace_below (self, old, entry);
  else
    mapi_table_view_replace (
        self, old, entry, !mapi_table_entry_equal_keys (old, entry, entry->n_keys));
}

static MapiTableEntry *
steal_entries (MapiTableView *self, guint64 id)
{
  gpointer entries = NULL;

  g_hash_table_steal_extended (self->entries, &id, NULL, &entries);
  return entries;
}

static MapiTableEntry *
find_instance (MapiTableEntry *among, const MapiTableEntry *entry)
{
  while (among != NULL && !mapi_table_entry_is_same_instance (among, entry))
    among = among->next;
  return among;
}

void
mapi_table_view_update (MapiTableView *self, guint64 id, MapiTableRow *row)
{
  MapiTableEntry *old;
  MapiTableEntry *entries = NULL;

  if (self->snapshot != NULL || self->rows == NULL)
    return;

  old = steal_entries (self, id);
  if (row != NULL && is_wanted (self, row))
    {
      entries = mapi_table_entry_new_row (row, &self->order);
      g_hash_table_insert (self->entries, &entries->id, entries);
    }

  for (MapiTableEntry *entry = old; entry != NULL; entry = entry->next)
    if (find_instance (entries, entry) == NULL)
      remove_entry (self, entry);
  for (MapiTableEntry *entry = entries; entry != NULL; entry = entry->next)
    {
      MapiTableEntry *before = find_instance (old, entry);

      if (before != NULL)
        replace_entry (self, before, entry);
      else
        add_entry (self, entry);
    }
  mapi_table_entry_free (old);
}

/* NULL when the view does not show it, or follows nothing. */
static MapiTableEntry *
find_entries (MapiTableView *self, guint64 id)
{
  return self->snapshot == NULL && self->rows != NULL ? g_hash_table_lookup (self->entries, &id)
                                                      : NULL;
}

void
mapi_table_view_set_place (MapiTableView *self, const MapiTableRow *row)
{
  for (MapiTableEntry *entry = find_entries (self, row->id); entry != NULL; entry = entry->next)
    entry->place = row->place;
}

void
mapi_table_view_touch (MapiTableView *self, guint64 id)
{
  for (MapiTableEntry *entry = find_entries (self, id); entry != NULL; entry = entry->next)
    mapi_table_view_modified (self, entry);
}

void
mapi_table_view_begin_quiet (MapiTableView *self)
{
  mapi_table_view_prepare (self);
  self->is_quiet = TRUE;
  self->has_changed = FALSE;
}

void
mapi_table_view_end_quiet (MapiTableView *self, guint32 event)
{
  self->is_quiet = FALSE;
  if (self->has_changed)
    mapi_table_view_notify (self, event);
}

static gint
compare_places (gconstpointer a, gconstpointer b, gpointer order)
{
  return mapi_table_entry_compare (
      *(MapiTableEntry *const *) a, *(MapiTableEntry *const *) b, order);
}

/* All entries, in order, by id in the table that owns them. */
static GPtrArray *
make_entries (MapiTableView *self)
{
  g_autoptr (GPtrArray) source = self->snapshot != NULL ? g_ptr_array_ref (self->snapshot)
                                                        : mapi_table_data_get_rows (self->data);
  GPtrArray *entries = g_ptr_array_sized_new (source->len);

  for (guint i = 0; i < source->len; i++)
    {
      MapiTableRow   *row = g_ptr_array_index (source, i);
      MapiTableEntry *entry;

      if (!is_wanted (self, row))
        continue;
      entry = mapi_table_entry_new_row (row, &self->order);
      g_hash_table_insert (self->entries, &entry->id, entry);
      for (; entry != NULL; entry = entry->next)
        g_ptr_array_add (entries, entry);
    }
  g_ptr_array_sort_with_data (entries, compare_places, &self->order);
  return entries;
}

void
mapi_table_view_ensure_rows (MapiTableView *self)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (self->rows != NULL)
    return;

  self->rows = g_sequence_new (NULL);
  self->entries = g_hash_table_new_full (
      g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) mapi_table_entry_free);
  mapi_table_view_init_categories (self);
  self->order.code_page = mapi_table_data_get_code_page (self->data);

  entries = make_entries (self);
  for (guint i = 0; i < entries->len; i++)
    {
      MapiTableEntry *entry = g_ptr_array_index (entries, i);

      if (self->whole != NULL)
        mapi_table_view_append_below (self, entry);
      else
        entry->iter = g_sequence_append (self->rows, entry);
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
  mapi_table_view_drop_categories (self);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  mapi_notifier_discard (self->notifier);
}
