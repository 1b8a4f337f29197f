/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-scan.h"
#include "sqlite-entry-id.h"
#include "sqlite-listing-private.h"

#include <string.h>

typedef struct
{
  SqliteListing          *self;
  SqliteDbConn           *conn;
  const SqliteRowContext *context;
  SqliteHeading          *heading; /* of the row before */
  SqliteRow              *row;     /* the message that was read last: often the next one's too */
} Build;

static gboolean
has_key (const SqliteHeading *heading, const guint8 *key, gsize size)
{
  gsize         heading_size;
  gconstpointer heading_key = g_bytes_get_data (heading->key, &heading_size);

  return size >= heading_size && memcmp (key, heading_key, heading_size) == 0;
}

static void
append_heading (SqliteListing *self, SqliteHeading *heading)
{
  sqlite_list_append (
      self->list, heading->entry, sqlite_heading_shows (heading->parent) ? 0 : SQLITE_LIST_HIDDEN);
}

/* The values of a row, which the sorting has not kept. */
static MapiPropList *
read_values (Build *build, SqliteListEntry entry, GError **error)
{
  SqliteSelection *selection = build->self->selection;
  gint64           message = sqlite_list_get_message (entry);
  MapiPropList    *values = NULL;

  if (build->row == NULL || build->row->key.id != message)
    {
      g_clear_pointer (&build->row, sqlite_row_free);
      if (!sqlite_db_rows_read_one (build->conn,
                                    sqlite_selection_get_query (selection),
                                    build->context,
                                    message,
                                    &build->row,
                                    error))
        return NULL;
    }
  if (build->row != NULL)
    values = sqlite_selection_make_values (selection, build->row, entry);
  return values != NULL ? values : mapi_prop_list_new_empty ();
}

/* Adds the headings that the row does not share with the one before. */
static gboolean
need_headings (Build *build, SqliteListEntry entry, const guint8 *key, gsize size, GError **error)
{
  SqliteHeadings *headings = build->self->headings;
  guint           depth;
  g_autoptr (MapiPropList) values = NULL;

  while (build->heading != NULL && !has_key (build->heading, key, size))
    build->heading = build->heading->parent;
  depth = build->heading != NULL ? build->heading->depth + 1 : 0;
  if (depth == sqlite_headings_get_depth (headings))
    return TRUE;
  values = read_values (build, entry, error);
  for (; values != NULL && depth < sqlite_headings_get_depth (headings); depth++)
    {
      build->heading = sqlite_headings_add (headings, build->heading, depth, values);
      append_heading (build->self, build->heading);
    }
  return values != NULL;
}

static gboolean
append_row (SqliteListEntry entry,
            gboolean        unread,
            const guint8   *key,
            gsize           size,
            gpointer        data,
            GError        **error)
{
  Build          *build = data;
  SqliteListing  *self = build->self;
  SqliteListFlags flags = unread ? SQLITE_LIST_UNREAD : 0;

  if (self->headings != NULL)
    {
      if (!need_headings (build, entry, key, size, error))
        return FALSE;
      sqlite_heading_count (build->heading, unread, 1);
      flags |= sqlite_heading_shows (build->heading) ? 0 : SQLITE_LIST_HIDDEN;
    }
  sqlite_list_append (self->list, entry, flags);
  return TRUE;
}

SqliteListing *
sqlite_listing_new (SqliteSelection        *selection,
                    SqliteDbConn           *conn,
                    const SqliteRowContext *context,
                    GCancellable           *cancellable,
                    GError                **error)
{
  g_autoptr (SqliteListing) self = g_new0 (SqliteListing, 1);
  Build    build = { self, conn, context, NULL, NULL };
  gboolean scanned;

  self->selection = sqlite_selection_ref (selection);
  self->list = sqlite_list_new ();
  if (mapi_sort_order_set_get_n_categories (sqlite_selection_get_order (selection)) > 0)
    self->headings = sqlite_headings_new (selection);
  scanned = sqlite_db_scan (conn, selection, context, append_row, &build, cancellable, error);
  g_clear_pointer (&build.row, sqlite_row_free);
  if (!scanned)
    return NULL;
  sqlite_list_make_index (self->list);
  return g_steal_pointer (&self);
}

void
sqlite_listing_free (SqliteListing *self)
{
  g_clear_pointer (&self->headings, sqlite_headings_free);
  sqlite_list_free (self->list);
  sqlite_selection_unref (self->selection);
  g_free (self);
}

SqliteList *
sqlite_listing_get_list (SqliteListing *self)
{
  return self->list;
}

SqliteHeadings *
sqlite_listing_get_headings (SqliteListing *self)
{
  return self->headings;
}

SqliteListEntry
sqlite_listing_get (SqliteListing *self, guint index)
{
  SqliteListPlace place = sqlite_list_get_place (self->list, index);

  return sqlite_list_is_end (self->list, place) ? SQLITE_LIST_NONE
                                                : sqlite_list_get (self->list, place);
}

typedef struct
{
  SqliteListing          *self;
  SqliteDbConn           *conn;
  const SqliteRowContext *context;
  GBytes                 *key;
} Search;

static gboolean
is_before (SqliteListEntry entry, gboolean *before, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (GBytes) key = NULL;

  if (sqlite_list_is_heading (entry))
    key = g_bytes_ref (sqlite_headings_get (search->self->headings, entry)->key);
  else if (!sqlite_selection_read_key (
               search->self->selection, search->conn, search->context, entry, &key, error))
    return FALSE;
  if (key == NULL)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_CALL_FAILED, "sqlite: the table is behind its store");
      return FALSE;
    }
  *before = g_bytes_compare (key, search->key) < 0;
  return TRUE;
}

gboolean
sqlite_listing_search_place (SqliteListing          *self,
                             SqliteDbConn           *conn,
                             const SqliteRowContext *context,
                             GBytes                 *key,
                             SqliteListPlace        *place,
                             GError                **error)
{
  Search search = { self, conn, context, key };

  return sqlite_list_search (self->list, is_before, &search, place, error);
}

gboolean
sqlite_listing_search (SqliteListing          *self,
                       SqliteDbConn           *conn,
                       const SqliteRowContext *context,
                       GBytes                 *key,
                       guint                  *index,
                       GError                **error)
{
  SqliteListPlace place;

  if (!sqlite_listing_search_place (self, conn, context, key, &place, error))
    return FALSE;
  *index = sqlite_list_get_index (self->list, place);
  return TRUE;
}

/* The places in the list of what an index told, while what can be seen changes. */
typedef struct
{
  SqliteList *list;
  GArray     *places; /* of SqliteListPlace */
  guint       at;
} Anchors;

static void
drop_anchor (SqlitePosition *position, SqliteBookmark *bookmark, gpointer data)
{
  Anchors        *anchors = data;
  SqliteListPlace place = sqlite_list_get_place (anchors->list, position->index);

  g_array_append_val (anchors->places, place);
}

/* A bookmark whose row is hidden now stands at the next one that is not. */
static void
weigh_anchor (SqlitePosition *position, SqliteBookmark *bookmark, gpointer data)
{
  Anchors        *anchors = data;
  SqliteListPlace place = g_array_index (anchors->places, SqliteListPlace, anchors->at++);

  position->index = sqlite_list_get_index (anchors->list, place);
  if (bookmark != NULL && !sqlite_list_is_end (anchors->list, place) &&
      (sqlite_list_get_flags (anchors->list, place) & SQLITE_LIST_HIDDEN) != 0)
    bookmark->has_moved = TRUE;
}

static gboolean
should_show (SqliteListing *self, SqliteListEntry entry, SqliteHeading **heading)
{
  if (!sqlite_list_is_heading (entry))
    return sqlite_heading_shows (*heading);
  *heading = sqlite_headings_get (self->headings, entry);
  return sqlite_heading_shows ((*heading)->parent);
}

/* From @place on, as far as the headings there are deeper than @depth. */
static guint
show_below (SqliteListing *self, SqliteListPlace place, SqliteHeading *heading, gint depth)
{
  guint before = sqlite_list_get_size (self->list);

  while (!sqlite_list_is_end (self->list, place))
    {
      SqliteListEntry entry = sqlite_list_get (self->list, place);
      SqliteListFlags flags =
          sqlite_list_get_flags (self->list, place) & ~(SqliteListFlags) SQLITE_LIST_HIDDEN;

      if (sqlite_list_is_heading (entry) &&
          (gint) sqlite_headings_get (self->headings, entry)->depth <= depth)
        break;
      flags |= should_show (self, entry, &heading) ? 0 : SQLITE_LIST_HIDDEN;
      sqlite_list_set_flags (self->list, place, flags);
      place = sqlite_list_next (self->list, place);
    }
  return (guint) ABS ((gint) sqlite_list_get_size (self->list) - (gint) before);
}

static guint
show_again (SqliteListing *self, SqliteHeading *heading, SqlitePlaces *places)
{
  Anchors         anchors = { self->list, g_array_new (FALSE, FALSE, sizeof (SqliteListPlace)), 0 };
  SqliteListPlace place = sqlite_list_get_first (self->list);
  guint           n;

  sqlite_places_foreach (places, drop_anchor, &anchors);
  if (heading != NULL && sqlite_list_find (self->list, heading->entry, &place))
    place = sqlite_list_next (self->list, place);
  n = show_below (self, place, heading, heading != NULL ? (gint) heading->depth : -1);
  sqlite_places_foreach (places, weigh_anchor, &anchors);
  g_array_unref (anchors.places);
  return n;
}

guint
sqlite_listing_expand (SqliteListing *self,
                       SqliteHeading *heading,
                       gboolean       expand,
                       SqlitePlaces  *places)
{
  if (heading->is_expanded == expand)
    return 0;
  heading->is_expanded = expand;
  return show_again (self, heading, places);
}

static gboolean
find_instance (SqliteListing *self, GBytes *instance_key, SqliteListPlace *place)
{
  SqliteListEntry entry;

  return sqlite_instance_key_parse (instance_key, &entry) &&
         sqlite_list_find (self->list, entry, place);
}

gboolean
sqlite_listing_use_state (
    SqliteListing *self, GBytes *state, SqlitePlaces *places, guint *index, GError **error)
{
  SqliteHeading  *heading;
  SqliteListPlace place;
  gboolean        found;
  g_autoptr (GBytes) instance_key = NULL;

  if (!sqlite_headings_use_state (self->headings, state, &heading, &instance_key, error))
    return FALSE;
  show_again (self, NULL, places);
  found = heading != NULL ? sqlite_list_find (self->list, heading->entry, &place)
                          : instance_key != NULL && find_instance (self, instance_key, &place);
  /* A row that is hidden is found at the heading that hides it. */
  while (found && (sqlite_list_get_flags (self->list, place) & SQLITE_LIST_HIDDEN) != 0)
    found = sqlite_list_prior_seen (self->list, &place);
  *index = found ? sqlite_list_get_index (self->list, place) : 0;
  return TRUE;
}
