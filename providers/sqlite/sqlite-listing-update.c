/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A listing after messages have come, changed or gone. All of them are taken out first: the keys of
 * the others are as they were, and each finds its place among them. */

#include "sqlite-listing-private.h"

/* Of one message, where there is one for each value of a property. */
#define MOST_ROWS 1000

typedef struct
{
  SqliteListing          *self;
  SqliteDbConn           *conn;
  const SqliteRowContext *context;
  SqlitePlaces           *places;
  GHashTable             *touched; /* of entries to Touched */
} Update;

/* An entry that something happens to. */
typedef struct
{
  SqliteListEntry entry;
  gboolean        was_seen;
  gboolean        is_there; /* what follows counts then */
  SqliteListPlace place;
  gboolean        is_seen;
} Touched;

static Touched *
touch (Update *update, SqliteListEntry entry, gboolean was_seen)
{
  Touched *touched = g_hash_table_lookup (update->touched, &entry);

  if (touched != NULL)
    return touched;
  touched = g_new0 (Touched, 1);
  touched->entry = entry;
  touched->was_seen = was_seen;
  g_hash_table_insert (update->touched, &touched->entry, touched);
  return touched;
}

static gboolean
is_seen (SqliteListing *self, SqliteListPlace place)
{
  return (sqlite_list_get_flags (self->list, place) & SQLITE_LIST_HIDDEN) == 0;
}

static void
take_out (Update *update, SqliteListPlace place)
{
  SqliteList *list = update->self->list;

  if (is_seen (update->self, place))
    sqlite_places_row_went (update->places, sqlite_list_get_index (list, place));
  sqlite_list_remove (list, place);
}

static void
put_in (Update *update, SqliteListPlace place, SqliteListEntry entry, SqliteListFlags flags)
{
  SqliteList *list = update->self->list;

  if ((flags & SQLITE_LIST_HIDDEN) == 0)
    sqlite_places_row_came (update->places, sqlite_list_get_index (list, place));
  sqlite_list_insert (list, place, entry, flags);
}

/* The counts of the headings of a row change. */
static void
count (Update *update, SqliteHeading *heading, gboolean unread, gint difference)
{
  sqlite_heading_count (heading, unread, difference);
  for (; heading != NULL; heading = heading->parent)
    touch (update, heading->entry, sqlite_heading_shows (heading->parent));
}

static void
remove_row (Update *update, SqliteListPlace place)
{
  SqliteListing  *self = update->self;
  SqliteListPlace above = place;

  touch (update, sqlite_list_get (self->list, place), is_seen (self, place));
  if (self->headings != NULL && sqlite_list_prior_heading (self->list, &above))
    count (update,
           sqlite_headings_get (self->headings, sqlite_list_get (self->list, above)),
           (sqlite_list_get_flags (self->list, place) & SQLITE_LIST_UNREAD) != 0,
           -1);
  take_out (update, place);
}

static void
remove_message (Update *update, gint64 message)
{
  SqliteListPlace place;

  while (sqlite_list_find_message (update->self->list, message, &place))
    remove_row (update, place);
}

static gboolean
insert (Update *update, SqliteListEntry entry, GBytes *key, SqliteListFlags flags, GError **error)
{
  SqliteListPlace place;

  if (!sqlite_listing_search_place (
          update->self, update->conn, update->context, key, &place, error))
    return FALSE;
  put_in (update, place, entry, flags);
  touch (update, entry, FALSE);
  return TRUE;
}

/* The heading that a row stands under, made where there is none yet. */
static SqliteHeading *
need_heading (Update *update, MapiPropList *values, GError **error)
{
  SqliteHeadings *headings = update->self->headings;
  SqliteHeading  *parent = NULL;

  for (guint depth = 0; depth < sqlite_headings_get_depth (headings); depth++)
    {
      SqliteHeading *heading = sqlite_headings_find (headings, depth, values);

      if (heading == NULL)
        {
          heading = sqlite_headings_add (headings, parent, depth, values);
          if (!insert (update,
                       heading->entry,
                       heading->key,
                       sqlite_heading_shows (parent) ? 0 : SQLITE_LIST_HIDDEN,
                       error))
            return NULL;
        }
      parent = heading;
    }
  return parent;
}

static gboolean
insert_row (Update *update, const SqliteSelected *row, GError **error)
{
  SqliteListFlags flags = row->unread ? SQLITE_LIST_UNREAD : 0;

  if (update->self->headings != NULL)
    {
      SqliteHeading *heading = need_heading (update, row->values, error);

      if (heading == NULL)
        return FALSE;
      count (update, heading, row->unread, 1);
      flags |= sqlite_heading_shows (heading) ? 0 : SQLITE_LIST_HIDDEN;
    }
  return insert (update, row->entry, row->key, flags, error);
}

/* Each row looks for its place: for so many it is quicker to read all rows again. */
static gboolean
check_number (const GPtrArray *rows, GError **error)
{
  if (rows->len <= MOST_ROWS)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_TOO_COMPLEX,
               "sqlite: a message has %u rows in the table, which is read again",
               rows->len);
  return FALSE;
}

static gboolean
insert_message (Update *update, gint64 message, GError **error)
{
  g_autoptr (GPtrArray) rows = sqlite_selection_read_rows (
      update->self->selection, update->conn, update->context, message, error);

  if (rows != NULL && !check_number (rows, error))
    return FALSE;
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (!insert_row (update, rows->pdata[i], error))
      return FALSE;
  return rows != NULL;
}

/* A heading goes with its last row. */
static void
remove_empty (Update *update, Touched *touched)
{
  SqliteHeadings *headings = update->self->headings;
  SqliteHeading  *heading = sqlite_headings_get (headings, touched->entry);

  if (heading->n_rows > 0)
    return;
  if (sqlite_list_find (update->self->list, heading->entry, &touched->place))
    take_out (update, touched->place);
  sqlite_headings_remove (headings, heading);
}

static void
for_each_touched (Update *update, void (*func) (Update *update, Touched *touched))
{
  GHashTableIter iter;
  Touched       *touched;

  g_hash_table_iter_init (&iter, update->touched);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &touched))
    func (update, touched);
}

static void
remove_empty_heading (Update *update, Touched *touched)
{
  if (sqlite_list_is_heading (touched->entry))
    remove_empty (update, touched);
}

static void
find_place (Update *update, Touched *touched)
{
  SqliteListing *self = update->self;

  touched->is_there = sqlite_list_find (self->list, touched->entry, &touched->place);
  touched->is_seen = touched->is_there && is_seen (self, touched->place);
}

/* What has gone comes first, then what there is as it stands. */
static gint
compare_touched (gconstpointer a, gconstpointer b)
{
  const Touched *one = *(Touched *const *) a;
  const Touched *two = *(Touched *const *) b;

  if (!one->is_there || !two->is_there)
    return one->is_there - two->is_there;
  if (one->place.chunk != two->place.chunk)
    return one->place.chunk < two->place.chunk ? -1 : 1;
  return (one->place.offset > two->place.offset) - (one->place.offset < two->place.offset);
}

static GPtrArray *
sort_touched (Update *update)
{
  GPtrArray     *all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       touched;

  g_hash_table_iter_init (&iter, update->touched);
  while (g_hash_table_iter_next (&iter, NULL, &touched))
    g_ptr_array_add (all, touched);
  g_ptr_array_sort (all, compare_touched);
  return all;
}

static GArray *
list_changes (Update *update)
{
  g_autoptr (GPtrArray) all = sort_touched (update);
  GArray *changes = g_array_new (FALSE, FALSE, sizeof (SqliteListingChange));

  for (guint i = 0; i < all->len; i++)
    {
      const Touched      *touched = all->pdata[i];
      SqliteListingChange change = { touched->entry,
                                     !touched->was_seen ? MAPI_TABLE_ROW_ADDED
                                     : touched->is_seen ? MAPI_TABLE_ROW_MODIFIED
                                                        : MAPI_TABLE_ROW_DELETED };

      if (touched->was_seen || touched->is_seen)
        g_array_append_val (changes, change);
    }
  return changes;
}

/* A bookmark goes with its row. */
static void
follow_row (SqlitePosition *position, SqliteBookmark *bookmark, gpointer data)
{
  Update  *update = data;
  Touched *touched =
      bookmark != NULL ? g_hash_table_lookup (update->touched, &bookmark->entry) : NULL;

  if (touched == NULL || bookmark->has_moved)
    return;
  if (touched->is_there)
    position->index = sqlite_list_get_index (update->self->list, touched->place);
  else
    bookmark->has_moved = TRUE;
}

static gboolean
run (Update *update, GHashTable *messages, GError **error)
{
  GHashTableIter iter;
  gint64        *message;

  g_hash_table_iter_init (&iter, messages);
  while (g_hash_table_iter_next (&iter, (gpointer *) &message, NULL))
    remove_message (update, *message);
  g_hash_table_iter_init (&iter, messages);
  while (g_hash_table_iter_next (&iter, (gpointer *) &message, NULL))
    if (!insert_message (update, *message, error))
      return FALSE;
  for_each_touched (update, remove_empty_heading);
  for_each_touched (update, find_place);
  sqlite_places_foreach (update->places, follow_row, update);
  return TRUE;
}

GArray *
sqlite_listing_update (SqliteListing          *self,
                       SqliteDbConn           *conn,
                       const SqliteRowContext *context,
                       GHashTable             *messages,
                       SqlitePlaces           *places,
                       GError                **error)
{
  g_autoptr (GHashTable) touched =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  Update update = { self, conn, context, places, touched };

  return run (&update, messages, error) ? list_changes (&update) : NULL;
}
