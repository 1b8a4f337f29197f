/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-entry-id.h"
#include "sqlite-view-private.h"

/* Takes the columns as they are stored, with what an instance is made of. */
SqliteRowQuery *
sqlite_view_new_query (SqliteView *self, MapiPropTagArray *columns)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) stored = NULL;
  guint32 instance_tag = sqlite_selection_get_instance_tag (self->selection);

  for (guint i = 0; i < mapi_prop_tag_array_get_size (columns); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (columns, i) & ~MAPI_MV_INSTANCE;

      g_array_append_val (tags, tag);
    }
  if (instance_tag != 0)
    {
      guint32 tag = instance_tag & ~MAPI_MV_INSTANCE;

      g_array_append_val (tags, tag);
    }
  stored = mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
  return sqlite_row_query_new (sqlite_selection_get_source (self->selection),
                               stored,
                               sqlite_selection_is_divided (self->selection));
}

static void
update_query (SqliteView *self)
{
  g_clear_pointer (&self->query, sqlite_row_query_free);
  self->query = sqlite_view_new_query (self, self->columns);
}

SqliteView *
sqlite_view_new (SqliteStore *store, const SqliteRowSource *source)
{
  SqliteView *self = g_new0 (SqliteView, 1);
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_new (0, 0);

  self->store = g_object_ref (store);
  self->places = sqlite_places_new ();
  self->columns = sqlite_row_get_default_columns (source->queue);
  self->shown = mapi_prop_tag_array_ref (self->columns);
  self->selection = sqlite_selection_new (source, NULL, order, self->columns, NULL);
  sqlite_places_reset (self->places, sqlite_view_get_first (self));
  update_query (self);
  return self;
}

void
sqlite_view_free (SqliteView *self)
{
  sqlite_view_drop_listing (self);
  sqlite_selection_unref (self->selection);
  mapi_prop_tag_array_unref (self->columns);
  mapi_prop_tag_array_unref (self->shown);
  sqlite_row_query_free (self->query);
  sqlite_places_free (self->places);
  g_object_unref (self->store);
  g_free (self);
}

SqliteSelection *
sqlite_view_get_selection (SqliteView *self)
{
  return self->selection;
}

MapiPropTagArray *
sqlite_view_get_columns (SqliteView *self)
{
  return mapi_prop_tag_array_ref (self->columns);
}

void
sqlite_view_set_columns (SqliteView *self, MapiPropTagArray *columns)
{
  mapi_prop_tag_array_ref (columns);
  mapi_prop_tag_array_unref (self->columns);
  mapi_prop_tag_array_unref (self->shown);
  self->columns = columns;
  self->shown = mapi_prop_tag_array_show_instances (columns);
  update_query (self);
}

void
sqlite_view_set_selection (SqliteView *self, SqliteSelection *selection, SqliteListing *listing)
{
  sqlite_selection_ref (selection);
  sqlite_selection_unref (self->selection);
  self->selection = selection;
  sqlite_view_drop_listing (self);
  self->listing = listing;
  sqlite_places_reset (self->places, sqlite_view_get_first (self));
  update_query (self);
}

void
sqlite_view_drop_listing (SqliteView *self)
{
  g_clear_pointer (&self->listing, sqlite_listing_free);
}

gboolean
sqlite_view_is_plain (SqliteView *self)
{
  return sqlite_selection_is_plain (self->selection);
}

gboolean
sqlite_view_read (SqliteView *self, SqliteDbFunc func, gpointer data, GError **error)
{
  return sqlite_backend_read (sqlite_store_get_backend (self->store), func, data, error);
}

typedef struct
{
  SqliteSelection *selection;
  SqliteRowContext context;
  GCancellable    *cancellable;
  SqliteListing   *listing;
} Read;

static gboolean
read_listing (SqliteDbConn *conn, gpointer data, GError **error)
{
  Read *read = data;

  read->listing =
      sqlite_listing_new (read->selection, conn, &read->context, read->cancellable, error);
  return read->listing != NULL;
}

SqliteListing *
sqlite_view_read_listing (SqliteStore     *store,
                          SqliteSelection *selection,
                          GCancellable    *cancellable,
                          GError         **error)
{
  Read read = { .selection = selection, .cancellable = cancellable };

  sqlite_store_get_row_context (store, &read.context);
  return sqlite_backend_read (sqlite_store_get_backend (store), read_listing, &read, error)
             ? read.listing
             : NULL;
}

gboolean
sqlite_view_is_ready (SqliteView *self)
{
  return self->listing != NULL || sqlite_view_is_plain (self);
}

gboolean
sqlite_view_prepare (SqliteView *self, GCancellable *cancellable, GError **error)
{
  if (sqlite_view_is_ready (self))
    return TRUE;
  self->listing = sqlite_view_read_listing (self->store, self->selection, cancellable, error);
  return self->listing != NULL;
}

static SqliteHeadings *
get_headings (SqliteView *self)
{
  return self->listing != NULL ? sqlite_listing_get_headings (self->listing) : NULL;
}

GBytes *
sqlite_view_new_instance_key (SqliteListEntry entry)
{
  return sqlite_list_is_heading (entry) ? sqlite_heading_new_instance_key (entry)
                                        : sqlite_instance_key_new_for (entry);
}

/* What a row has besides what is stored: the value it shows, and where it stands. */
static MapiPropList *
make_extra (SqliteView *self, MapiPropList *values, SqliteListEntry entry)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) key = sqlite_instance_key_new_for (entry);
  guint32         tag = sqlite_selection_get_instance_tag (self->selection);
  SqliteHeadings *headings = get_headings (self);
  g_autoptr (MapiPropValue) value =
      tag != 0 ? sqlite_selection_get_instance (tag, values, sqlite_list_get_value (entry)) : NULL;

  if (value != NULL)
    mapi_prop_list_builder_add_value (builder, value);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, key);
  if (headings != NULL)
    {
      mapi_prop_list_builder_add_long (
          builder, MAPI_PR_DEPTH, (gint32) sqlite_headings_get_depth (headings));
      mapi_prop_list_builder_add_long (builder, MAPI_PR_ROW_TYPE, (gint32) MAPI_TBL_LEAF_ROW);
    }
  return mapi_prop_list_builder_end (builder);
}

static SqliteRow *
new_heading_row (SqliteView *self, SqliteListEntry entry)
{
  SqliteRow *row = g_new0 (SqliteRow, 1);

  row->values = sqlite_heading_get_props (sqlite_headings_get (get_headings (self), entry));
  return row;
}

gboolean
sqlite_view_read_entry (SqliteView             *self,
                        SqliteDbConn           *conn,
                        SqliteRowQuery         *query,
                        const SqliteRowContext *context,
                        SqliteListEntry         entry,
                        SqliteRow             **row,
                        GError                **error)
{
  g_autoptr (MapiPropList) stored = NULL;
  g_autoptr (MapiPropList) extra = NULL;

  if (sqlite_list_is_heading (entry))
    {
      *row = new_heading_row (self, entry);
      return TRUE;
    }
  if (!sqlite_db_rows_read_one (conn, query, context, sqlite_list_get_message (entry), row, error))
    return FALSE;
  if (*row == NULL || !sqlite_selection_is_divided (self->selection))
    return TRUE;
  stored = g_steal_pointer (&(*row)->values);
  extra = make_extra (self, stored, entry);
  (*row)->values = mapi_prop_list_merge (stored, extra);
  return TRUE;
}

MapiPropList *
sqlite_view_dress (SqliteView *self, SqliteRow *row)
{
  return sqlite_selection_is_divided (self->selection)
             ? mapi_prop_list_select (row->values, self->shown, NULL)
             : mapi_prop_list_ref (row->values);
}

typedef struct
{
  SqliteListing   *listing;
  SqlitePlaces    *places;
  SqliteRowContext context;
  GHashTable      *messages;
  GArray          *changes;
} Update;

static gboolean
update_listing (SqliteDbConn *conn, gpointer data, GError **error)
{
  Update *update = data;

  update->changes = sqlite_listing_update (
      update->listing, conn, &update->context, update->messages, update->places, error);
  return update->changes != NULL;
}

static GArray *
run_update (SqliteStore *store, Update *update, GError **error)
{
  sqlite_store_get_row_context (store, &update->context);
  return sqlite_backend_read (sqlite_store_get_backend (store), update_listing, update, error)
             ? update->changes
             : NULL;
}

GArray *
sqlite_view_update (SqliteView *self, GHashTable *messages, GError **error)
{
  Update update = { .listing = self->listing, .places = self->places, .messages = messages };

  return run_update (self->store, &update, error);
}

gboolean
sqlite_view_update_listing (SqliteStore   *store,
                            SqliteListing *listing,
                            GHashTable    *messages,
                            GError       **error)
{
  g_autoptr (SqlitePlaces) places = sqlite_places_new ();
  Update update = { .listing = listing, .places = places, .messages = messages };
  g_autoptr (GArray) changes = run_update (store, &update, error);

  return changes != NULL;
}

void
sqlite_shown_clear (SqliteShown *self)
{
  g_clear_pointer (&self->index, g_bytes_unref);
  g_clear_pointer (&self->prior, g_bytes_unref);
  g_clear_pointer (&self->row, mapi_prop_list_unref);
}

typedef struct
{
  SqliteView      *self;
  SqliteRowContext context;
  SqliteListEntry  entry;
  SqliteRow       *row;
} Show;

static gboolean
show_entry (SqliteDbConn *conn, gpointer data, GError **error)
{
  Show *show = data;

  return sqlite_view_read_entry (
      show->self, conn, show->self->query, &show->context, show->entry, &show->row, error);
}

static gboolean
read_shown (SqliteView *self, SqliteListEntry entry, SqliteRow **row, GError **error)
{
  Show show = { .self = self, .entry = entry };

  sqlite_store_get_row_context (self->store, &show.context);
  if (!sqlite_view_read (self, show_entry, &show, error))
    return FALSE;
  *row = show.row;
  return TRUE;
}

gboolean
sqlite_view_show_message (
    SqliteView *self, gint64 message, SqliteShown *shown, SqliteRowKey *key, GError **error)
{
  SqliteListEntry entry = sqlite_list_entry (message, 0);
  SqliteListEntry prior = SQLITE_LIST_NONE;
  g_autoptr (SqliteRow) row = NULL;

  *shown = (SqliteShown){ .index = sqlite_instance_key_new_for (entry) };
  if (!read_shown (self, entry, &row, error))
    return FALSE;
  if (row == NULL)
    return TRUE;
  *key = row->key;
  if (!sqlite_view_plain_get_prior (self, row->key, &prior, error))
    return FALSE;
  shown->prior = prior != SQLITE_LIST_NONE ? sqlite_instance_key_new_for (prior) : NULL;
  shown->row = sqlite_view_dress (self, row);
  return TRUE;
}

gboolean
sqlite_view_show_entry (SqliteView *self, SqliteListEntry entry, SqliteShown *shown, GError **error)
{
  SqliteList     *list = sqlite_listing_get_list (self->listing);
  SqliteListPlace place;
  g_autoptr (SqliteRow) row = NULL;

  *shown = (SqliteShown){ .index = sqlite_view_new_instance_key (entry) };
  if (!sqlite_list_find (list, entry, &place) || !read_shown (self, entry, &row, error))
    return FALSE;
  if (sqlite_list_prior_seen (list, &place))
    shown->prior = sqlite_view_new_instance_key (sqlite_list_get (list, place));
  shown->row = row != NULL ? sqlite_view_dress (self, row) : NULL;
  return TRUE;
}
