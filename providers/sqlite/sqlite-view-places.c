/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The ways through a view: counting, seeking, bookmarks, reading. */

#include "sqlite-view-private.h"

static guint
get_size (SqliteView *self)
{
  return sqlite_list_get_size (sqlite_listing_get_list (self->listing));
}

SqlitePosition
sqlite_view_get_first (SqliteView *self)
{
  return sqlite_view_is_plain (self) ? sqlite_view_plain_get_first (self) : (SqlitePosition){ 0 };
}

static SqlitePosition
get_last (SqliteView *self)
{
  return sqlite_view_is_plain (self) ? sqlite_view_plain_get_last (self)
                                     : (SqlitePosition){ .index = get_size (self) };
}

gboolean
sqlite_view_count (SqliteView *self, guint *count, GError **error)
{
  if (sqlite_view_is_plain (self))
    return sqlite_view_plain_count (self, count, error);
  *count = get_size (self);
  return TRUE;
}

gboolean
sqlite_view_get_index (SqliteView *self, guint *index, GError **error)
{
  const SqlitePosition *cursor = sqlite_places_get_cursor (self->places);

  if (sqlite_view_is_plain (self))
    return sqlite_view_plain_get_index (self, cursor, index, error);
  *index = MIN (cursor->index, get_size (self));
  return TRUE;
}

gboolean
sqlite_view_step (
    SqliteView *self, SqlitePosition *position, gint32 n, gint32 *moved, GError **error)
{
  gint64 index;
  gint64 target;

  if (sqlite_view_is_plain (self))
    return sqlite_view_plain_step (self, position, n, moved, error);
  index = MIN (position->index, get_size (self));
  target = CLAMP (index + n, 0, (gint64) get_size (self));
  *moved = (gint32) (target - index);
  position->index = (guint) target;
  return TRUE;
}

/* The row that will be read next at a position. */
static gboolean
peek (SqliteView *self, const SqlitePosition *position, SqliteListEntry *entry, GError **error)
{
  if (sqlite_view_is_plain (self))
    return sqlite_view_plain_peek (self, position, entry, error);
  *entry = sqlite_listing_get (self->listing, position->index);
  return TRUE;
}

/* Without a listing nobody tells bookmarks that their row has gone. */
static gboolean
follow_row (SqliteView *self, SqliteBookmark *bookmark, GError **error)
{
  gboolean found;

  if (!sqlite_view_is_plain (self) || bookmark->entry == SQLITE_LIST_NONE)
    return TRUE;
  if (!sqlite_view_plain_locate (self, bookmark->entry, &bookmark->position, &found, error))
    return FALSE;
  bookmark->has_moved = !found;
  return TRUE;
}

/* A bookmark whose row has gone stands at the next one from now on, and says so once. */
gboolean
sqlite_view_use_bookmark (
    SqliteView *self, guint32 origin, SqlitePosition *position, guint32 *warning, GError **error)
{
  SqliteBookmark *bookmark;

  if (origin == MAPI_BOOKMARK_CURRENT)
    *position = *sqlite_places_get_cursor (self->places);
  else if (origin == MAPI_BOOKMARK_BEGINNING)
    *position = sqlite_view_get_first (self);
  else if (origin == MAPI_BOOKMARK_END)
    *position = get_last (self);
  else
    {
      bookmark = sqlite_places_find (self->places, origin, error);
      if (bookmark == NULL || !follow_row (self, bookmark, error))
        return FALSE;
      if (bookmark->has_moved)
        {
          *warning = MAPI_W_POSITION_CHANGED;
          bookmark->has_moved = FALSE;
          if (!peek (self, &bookmark->position, &bookmark->entry, error))
            return FALSE;
        }
      *position = bookmark->position;
    }
  return TRUE;
}

gboolean
sqlite_view_seek (
    SqliteView *self, guint32 origin, gint32 n, gint32 *moved, guint32 *warning, GError **error)
{
  SqlitePosition position;

  if (!sqlite_view_use_bookmark (self, origin, &position, warning, error) ||
      !sqlite_view_step (self, &position, n, moved, error))
    return FALSE;
  *sqlite_places_get_cursor (self->places) = position;
  return TRUE;
}

/* From the end that is nearer. */
gboolean
sqlite_view_seek_fraction (SqliteView *self, guint32 part, guint32 whole, GError **error)
{
  guint    count;
  guint64  index;
  gboolean from_end;
  gint32   moved;

  if (!sqlite_view_count (self, &count, error))
    return FALSE;
  index = (guint64) count * MIN (part, whole) / whole;
  from_end = index > count / 2;
  return sqlite_view_seek (self,
                           from_end ? MAPI_BOOKMARK_END : MAPI_BOOKMARK_BEGINNING,
                           (gint32) (from_end ? (gint64) index - count : (gint64) index),
                           &moved,
                           &(guint32){ 0 },
                           error);
}

typedef struct
{
  SqliteView      *self;
  SqliteRowContext context;
  guint            index;
  guint            n;
  GPtrArray       *rows; /* of SqliteRow */
} Query;

/* A row of which nothing has to be read, or NULL. */
static SqliteRow *
name_entry (const Query *query, SqliteListEntry entry)
{
  SqliteView *self = query->self;

  if (sqlite_list_is_heading (entry) || sqlite_selection_is_divided (self->selection))
    return NULL;
  return sqlite_db_rows_name (self->query, &query->context, sqlite_list_get_message (entry));
}

/* What has gone without anybody having heard of it yet is passed over where that shows. */
static gboolean
read_entries (SqliteDbConn *conn, gpointer data, GError **error)
{
  Query          *query = data;
  SqliteView     *self = query->self;
  SqliteList     *list = sqlite_listing_get_list (self->listing);
  SqliteListPlace place = sqlite_list_get_place (list, query->index);

  for (; query->rows->len < query->n && !sqlite_list_is_end (list, place);
       place = sqlite_list_next_seen (list, place))
    {
      SqliteListEntry entry = sqlite_list_get (list, place);
      SqliteRow      *row = name_entry (query, entry);

      if (row == NULL && !sqlite_view_read_entry (
                             self, conn, self->query, &query->context, entry, &row, error))
        return FALSE;
      if (row != NULL)
        g_ptr_array_add (query->rows, row);
      query->index++;
    }
  return TRUE;
}

static GPtrArray *
query_listing (SqliteView *self, SqlitePosition *position, guint n, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite_row_free);
  Query query = { .self = self, .index = position->index, .n = n, .rows = rows };

  sqlite_store_get_row_context (self->store, &query.context);
  if (!sqlite_view_read (self, read_entries, &query, error))
    return NULL;
  position->index = query.index;
  return g_steal_pointer (&rows);
}

static MapiRowSet *
new_row_set (SqliteView *self, GPtrArray *rows)
{
  g_autoptr (GPtrArray) lists =
      g_ptr_array_new_full (rows->len, (GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (lists, sqlite_view_dress (self, rows->pdata[i]));
  return mapi_row_set_new ((MapiPropList **) lists->pdata, lists->len);
}

/* Rows come in the table's order, those before the cursor too. */
MapiRowSet *
sqlite_view_query (SqliteView *self, gint32 n, gboolean advance, GError **error)
{
  SqlitePosition *cursor = sqlite_places_get_cursor (self->places);
  SqlitePosition  from = *cursor;
  SqlitePosition  to;
  gint32          moved = n;
  g_autoptr (GPtrArray) rows = NULL;

  if (n < 0 && !sqlite_view_step (self, &from, n, &moved, error))
    return NULL;
  to = from;
  rows = (sqlite_view_is_plain (self) ? sqlite_view_plain_query : query_listing) (
      self, &to, (guint) ABS ((gint64) moved), error);
  if (rows == NULL)
    return NULL;
  *cursor = advance ? to : from;
  return new_row_set (self, rows);
}

guint32
sqlite_view_create_bookmark (SqliteView *self, GError **error)
{
  SqliteBookmark bookmark = { .position = *sqlite_places_get_cursor (self->places) };

  return peek (self, &bookmark.position, &bookmark.entry, error)
             ? sqlite_places_add (self->places, &bookmark, error)
             : 0;
}

gboolean
sqlite_view_free_bookmark (SqliteView *self, guint32 bookmark, GError **error)
{
  return sqlite_places_remove (self->places, bookmark, error);
}

static gboolean
fail (GError **error, MapiError code, const char *message)
{
  g_set_error (error, MAPI_ERROR, code, "sqlite: %s", message);
  return FALSE;
}

static SqliteHeading *
find_heading (SqliteView *self, GBytes *instance_key, GError **error)
{
  SqliteHeadings *headings =
      self->listing != NULL ? sqlite_listing_get_headings (self->listing) : NULL;
  SqliteHeading *heading = headings != NULL && instance_key != NULL
                               ? sqlite_headings_get_by_instance_key (headings, instance_key)
                               : NULL;

  if (heading == NULL)
    fail (error, MAPI_E_NOT_FOUND, "the table has no such category");
  return heading;
}

/* The cursor goes behind the rows that are given. */
MapiRowSet *
sqlite_view_expand (
    SqliteView *self, GBytes *instance_key, guint32 n, guint32 *n_new, GError **error)
{
  SqliteHeading  *heading = find_heading (self, instance_key, error);
  SqliteList     *list;
  SqliteListPlace place;

  if (heading == NULL)
    return NULL;
  *n_new = sqlite_listing_expand (self->listing, heading, TRUE, self->places);
  list = sqlite_listing_get_list (self->listing);
  if (!sqlite_list_find (list, heading->entry, &place) ||
      (sqlite_list_get_flags (list, place) & SQLITE_LIST_HIDDEN) != 0)
    return mapi_row_set_new (NULL, 0);
  sqlite_places_get_cursor (self->places)->index = sqlite_list_get_index (list, place) + 1;
  return sqlite_view_query (self, (gint32) MIN (MIN (n, *n_new), G_MAXINT32), TRUE, error);
}

gboolean
sqlite_view_collapse (SqliteView *self, GBytes *instance_key, guint32 *n_gone, GError **error)
{
  SqliteHeading *heading = find_heading (self, instance_key, error);

  if (heading == NULL)
    return FALSE;
  *n_gone = sqlite_listing_expand (self->listing, heading, FALSE, self->places);
  return TRUE;
}

static gboolean
check_categories (SqliteView *self, GError **error)
{
  return (self->listing != NULL && sqlite_listing_get_headings (self->listing) != NULL) ||
         fail (error, MAPI_E_NO_SUPPORT, "the table has no categories");
}

GBytes *
sqlite_view_get_state (SqliteView *self, GBytes *instance_key, GError **error)
{
  return check_categories (self, error)
             ? sqlite_headings_make_state (sqlite_listing_get_headings (self->listing),
                                           instance_key)
             : NULL;
}

gboolean
sqlite_view_set_state (SqliteView *self, GBytes *state, guint32 *bookmark, GError **error)
{
  SqliteBookmark location = { 0 };

  if (!check_categories (self, error) ||
      !sqlite_listing_use_state (
          self->listing, state, self->places, &location.position.index, error))
    return FALSE;
  location.entry = sqlite_listing_get (self->listing, location.position.index);
  *bookmark = sqlite_places_add (self->places, &location, error);
  return *bookmark != 0;
}
