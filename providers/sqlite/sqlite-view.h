/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-listing.h"
#include "sqlite-store.h"

G_BEGIN_DECLS

/* What a table shows, and the places in it; without a lock. Rows in the order of their source are
 * read by key, wherever that lies; all others by a listing, which is made when it is needed. */
typedef struct _SqliteView SqliteView;

SqliteView *sqlite_view_new (SqliteStore *store, const SqliteRowSource *source);
void        sqlite_view_free (SqliteView *self);

SqliteSelection  *sqlite_view_get_selection (SqliteView *self);
MapiPropTagArray *sqlite_view_get_columns (SqliteView *self);
/* Places stay where they are. */
void sqlite_view_set_columns (SqliteView *self, MapiPropTagArray *columns);
/* Shows other rows, from the beginning; @listing is taken over, and NULL while there is none. */
void
sqlite_view_set_selection (SqliteView *self, SqliteSelection *selection, SqliteListing *listing);

/* Reads a listing for the store, for as long as that takes. */
SqliteListing *sqlite_view_read_listing (SqliteStore     *store,
                                         SqliteSelection *selection,
                                         GCancellable    *cancellable,
                                         GError         **error);

/* Whether rows are read by key. */
gboolean sqlite_view_is_plain (SqliteView *self);
/* How two rows stand to each other then. */
gint sqlite_view_compare_keys (SqliteView *self, SqliteRowKey one, SqliteRowKey two);
/* Whether there is a listing, or none is needed. */
gboolean sqlite_view_is_ready (SqliteView *self);
gboolean sqlite_view_prepare (SqliteView *self, GCancellable *cancellable, GError **error);
/* The listing is of no use any longer. */
void sqlite_view_drop_listing (SqliteView *self);

/* What follows is for a view that is ready. */

gboolean sqlite_view_count (SqliteView *self, guint *count, GError **error);
gboolean sqlite_view_get_index (SqliteView *self, guint *index, GError **error);
/* *moved: how many rows it went. The warning is MAPI_W_POSITION_CHANGED. */
gboolean sqlite_view_seek (
    SqliteView *self, guint32 origin, gint32 n, gint32 *moved, guint32 *warning, GError **error);
gboolean sqlite_view_seek_fraction (SqliteView *self, guint32 part, guint32 whole, GError **error);
/* The next rows, or with less than 0 the ones before. */
MapiRowSet *sqlite_view_query (SqliteView *self, gint32 n, gboolean advance, GError **error);
/* Moves to the next row that matches; MAPI_E_NOT_FOUND where there is none. */
gboolean sqlite_view_find (SqliteView      *self,
                           MapiRestriction *restriction,
                           guint32          origin,
                           gboolean         backward,
                           guint32         *warning,
                           GCancellable    *cancellable,
                           GError         **error);

guint32  sqlite_view_create_bookmark (SqliteView *self, GError **error);
gboolean sqlite_view_free_bookmark (SqliteView *self, guint32 bookmark, GError **error);

/* Categories; MAPI_E_NOT_FOUND, MAPI_E_NO_SUPPORT and MAPI_E_UNABLE_TO_COMPLETE. */
MapiRowSet *sqlite_view_expand (
    SqliteView *self, GBytes *instance_key, guint32 n, guint32 *n_new, GError **error);
gboolean
sqlite_view_collapse (SqliteView *self, GBytes *instance_key, guint32 *n_gone, GError **error);
GBytes  *sqlite_view_get_state (SqliteView *self, GBytes *instance_key, GError **error);
gboolean sqlite_view_set_state (SqliteView *self, GBytes *state, guint32 *bookmark, GError **error);

/* A row as it is shown now, and the one before it, for those who are told. */
typedef struct
{
  GBytes       *index;
  GBytes       *prior; /* nullable */
  MapiPropList *row;   /* NULL where there is none */
} SqliteShown;

void sqlite_shown_clear (SqliteShown *self);

/* By key: the row of a message, and where it stands. */
gboolean sqlite_view_show_message (
    SqliteView *self, gint64 message, SqliteShown *shown, SqliteRowKey *key, GError **error);
/* By listing. */
gboolean sqlite_view_show_entry (SqliteView     *self,
                                 SqliteListEntry entry,
                                 SqliteShown    *shown,
                                 GError        **error);
GBytes  *sqlite_view_new_instance_key (SqliteListEntry entry);

/* Brings the listing up to date; see sqlite_listing_update(). */
GArray  *sqlite_view_update (SqliteView *self, GHashTable *messages, GError **error);
gboolean sqlite_view_update_listing (SqliteStore   *store,
                                     SqliteListing *listing,
                                     GHashTable    *messages,
                                     GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteView, sqlite_view_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SqliteShown, sqlite_shown_clear)

G_END_DECLS
