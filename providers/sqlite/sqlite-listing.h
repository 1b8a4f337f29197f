/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-headings.h"
#include "sqlite-places.h"

G_BEGIN_DECLS

/* The rows of a selection in their order, by what names them, and the headings above them: kept up
 * to date as messages come, change and go. Without a lock. */
typedef struct _SqliteListing SqliteListing;

/* Reads all rows there are: for a long time, where they are many. */
SqliteListing *sqlite_listing_new (SqliteSelection        *selection,
                                   SqliteDbConn           *conn,
                                   const SqliteRowContext *context,
                                   GCancellable           *cancellable,
                                   GError                **error);
void           sqlite_listing_free (SqliteListing *self);

SqliteList *sqlite_listing_get_list (SqliteListing *self);
/* NULL without categories. */
SqliteHeadings *sqlite_listing_get_headings (SqliteListing *self);

/* What has become of a row or a heading that can be seen, or could. */
typedef struct
{
  SqliteListEntry entry;
  guint32         event; /* MAPI_TABLE_ROW_ADDED ... */
} SqliteListingChange;

/* Looks what has become of @messages, a set of gint64, and moves @places along. Gives
 * SqliteListingChange, in the order in which they are to be told: what has gone first, then what
 * there is as it stands. All that has happened up to now must have been told of: otherwise the
 * listing is of no use any longer, as after any error. */
GArray *sqlite_listing_update (SqliteListing          *self,
                               SqliteDbConn           *conn,
                               const SqliteRowContext *context,
                               GHashTable             *messages,
                               SqlitePlaces           *places,
                               GError                **error);

/* Shows or hides what stands below a heading, and counts it. */
guint sqlite_listing_expand (SqliteListing *self,
                             SqliteHeading *heading,
                             gboolean       expand,
                             SqlitePlaces  *places);
/* The index of the row that was meant; MAPI_E_UNABLE_TO_COMPLETE. */
gboolean sqlite_listing_use_state (
    SqliteListing *self, GBytes *state, SqlitePlaces *places, guint *index, GError **error);

/* The entry at an index, SQLITE_LIST_NONE behind the last one. */
SqliteListEntry sqlite_listing_get (SqliteListing *self, guint index);
/* How many rows stand before the first whose key is not less than @key. */
gboolean sqlite_listing_search (SqliteListing          *self,
                                SqliteDbConn           *conn,
                                const SqliteRowContext *context,
                                GBytes                 *key,
                                guint                  *index,
                                GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteListing, sqlite_listing_free)

G_END_DECLS
