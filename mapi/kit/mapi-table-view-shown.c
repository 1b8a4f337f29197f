/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What can be read in a view: it is kept in order, the cursor and the bookmarks keep their place in
 * it, and those who listen are told. */

#include "config.h"

#include "mapi-code-page.h"
#include "mapi-flags.h"
#include "mapi-table-view-private.h"

MapiPropList *
mapi_table_view_select (MapiTableView *self, const MapiTableEntry *entry)
{
  g_autoptr (MapiPropList) props = mapi_table_entry_get_props (entry, &self->order);

  return mapi_code_page_select (
      mapi_table_data_get_code_page (self->data), props, self->shown, NULL);
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
  if (g_sequence_iter_is_begin (iter))
    return NULL;
  return mapi_table_entry_get_instance_key (g_sequence_get (g_sequence_iter_prev (iter)));
}

static void
notify_row (MapiTableView *self, guint32 event, const MapiTableEntry *entry)
{
  g_autoptr (GBytes) index = NULL;
  g_autoptr (GBytes) prior = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiNotification) notification = NULL;

  self->has_changed = TRUE;
  if (self->is_quiet || !mapi_notifier_has_listeners (self->notifier, NULL, MAPI_fnevTableModified))
    return;

  index = mapi_table_entry_get_instance_key (entry);
  if (event != MAPI_TABLE_ROW_DELETED)
    {
      prior = get_prior_key (entry->iter);
      row = mapi_table_view_select (self, entry);
    }
  notification = mapi_notification_new_table (event, 0, index, prior, row);
  mapi_notifier_send (self->notifier, NULL, notification);
}

void
mapi_table_view_modified (MapiTableView *self, MapiTableEntry *entry)
{
  if (entry->iter != NULL)
    notify_row (self, MAPI_TABLE_ROW_MODIFIED, entry);
}

static void
move_cursor (MapiTableView *self, GSequenceIter *iter)
{
  if (self->cursor == iter)
    self->cursor = g_sequence_iter_next (iter);
}

/* What stands at @iter goes: the cursor and the bookmarks there wait for the next row instead. */
void
mapi_table_view_leave (MapiTableView *self, GSequenceIter *iter)
{
  GHashTableIter     bookmarks;
  MapiTableBookmark *bookmark;

  move_cursor (self, iter);
  g_hash_table_iter_init (&bookmarks, self->bookmarks);
  while (g_hash_table_iter_next (&bookmarks, NULL, (gpointer *) &bookmark))
    if (bookmark->iter == iter)
      {
        bookmark->iter = g_sequence_iter_next (iter);
        bookmark->has_moved = TRUE;
      }
}

/* The bookmarks at @iter, for a row that will stand elsewhere. */
GSList *
mapi_table_view_take_bookmarks (MapiTableView *self, GSequenceIter *iter)
{
  GSList            *taken = NULL;
  GHashTableIter     bookmarks;
  MapiTableBookmark *bookmark;

  g_hash_table_iter_init (&bookmarks, self->bookmarks);
  while (iter != NULL && g_hash_table_iter_next (&bookmarks, NULL, (gpointer *) &bookmark))
    if (bookmark->iter == iter && !bookmark->has_moved)
      taken = g_slist_prepend (taken, bookmark);
  return taken;
}

void
mapi_table_view_put_bookmarks (GSList *bookmarks, GSequenceIter *iter)
{
  for (GSList *link = bookmarks; iter != NULL && link != NULL; link = link->next)
    {
      MapiTableBookmark *bookmark = link->data;

      bookmark->iter = iter;
      bookmark->has_moved = FALSE;
    }
  g_slist_free (bookmarks);
}

/* A cursor at the beginning stays there: what comes before its row has not been read. */
static void
hold_cursor (MapiTableView *self, gboolean was_at_beginning)
{
  if (was_at_beginning)
    self->cursor = g_sequence_get_begin_iter (self->rows);
}

void
mapi_table_view_show (MapiTableView *self, MapiTableEntry *entry)
{
  gboolean at_beginning = g_sequence_iter_is_begin (self->cursor);

  entry->iter =
      g_sequence_insert_sorted (self->rows, entry, mapi_table_entry_compare, &self->order);
  hold_cursor (self, at_beginning);
  notify_row (self, MAPI_TABLE_ROW_ADDED, entry);
}

void
mapi_table_view_hide (MapiTableView *self, MapiTableEntry *entry)
{
  mapi_table_view_leave (self, entry->iter);
  g_sequence_remove (entry->iter);
  entry->iter = NULL;
  notify_row (self, MAPI_TABLE_ROW_DELETED, entry);
}

static gboolean
is_in_place (MapiTableView *self, const MapiTableEntry *entry)
{
  GSequenceIter *next = g_sequence_iter_next (entry->iter);

  if (!g_sequence_iter_is_begin (entry->iter) &&
      mapi_table_entry_compare (
          g_sequence_get (g_sequence_iter_prev (entry->iter)), entry, &self->order) > 0)
    return FALSE;
  return g_sequence_iter_is_end (next) ||
         mapi_table_entry_compare (entry, g_sequence_get (next), &self->order) < 0;
}

/* Whether a client who has chosen columns sees no difference. */
static gboolean
look_equal (MapiTableView *self, const MapiTableEntry *a, const MapiTableEntry *b)
{
  g_autoptr (MapiPropList) seen = mapi_table_view_select (self, a);
  g_autoptr (MapiPropList) now = mapi_table_view_select (self, b);

  return mapi_prop_list_equal (seen, now);
}

/* The row that @old shows has become that of @entry, which stands elsewhere when @has_moved. */
void
mapi_table_view_replace (MapiTableView  *self,
                         MapiTableEntry *old,
                         MapiTableEntry *entry,
                         gboolean        has_moved)
{
  gboolean has_changed = !self->has_chosen || !look_equal (self, old, entry);
  gboolean at_beginning = g_sequence_iter_is_begin (self->cursor);

  entry->iter = old->iter;
  g_sequence_set (entry->iter, entry);
  if (has_moved && !is_in_place (self, entry))
    {
      move_cursor (self, entry->iter);
      g_sequence_sort_changed (entry->iter, mapi_table_entry_compare, &self->order);
      hold_cursor (self, at_beginning);
      has_changed = TRUE;
    }
  if (has_changed)
    notify_row (self, MAPI_TABLE_ROW_MODIFIED, entry);
}
