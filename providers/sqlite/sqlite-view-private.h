/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-view.h"

G_BEGIN_DECLS

struct _SqliteView
{
  SqliteStore      *store;
  MapiPropTagArray *columns;
  MapiPropTagArray *shown; /* as they are found in rows */
  SqliteSelection  *selection;
  SqliteListing    *listing; /* NULL while nobody has needed it */
  SqliteRowQuery   *query;   /* what the columns need; sparse where rows are not shown as stored */
  SqlitePlaces     *places;
};

/* Sets what the calls to the database take, and makes them. */
gboolean sqlite_view_read (SqliteView *self, SqliteDbFunc func, gpointer data, GError **error);

/* Any row, by whatever names it; *row is NULL where it has gone. @query has what is wanted of it.
 */
gboolean      sqlite_view_read_entry (SqliteView             *self,
                                      SqliteDbConn           *conn,
                                      SqliteRowQuery         *query,
                                      const SqliteRowContext *context,
                                      SqliteListEntry         entry,
                                      SqliteRow             **row,
                                      GError                **error);
MapiPropList *sqlite_view_dress (SqliteView *self, SqliteRow *row);

/* What reads these columns of a row. */
SqliteRowQuery *sqlite_view_new_query (SqliteView *self, MapiPropTagArray *columns);

/* By key; in sqlite-view-plain.c. */
/* Right before the row that has this key. */
SqlitePosition sqlite_view_plain_at (SqliteView *self, SqliteRowKey key);
SqlitePosition sqlite_view_plain_get_first (SqliteView *self);
SqlitePosition sqlite_view_plain_get_last (SqliteView *self);
gboolean       sqlite_view_plain_count (SqliteView *self, guint *count, GError **error);
gboolean       sqlite_view_plain_get_index (SqliteView           *self,
                                            const SqlitePosition *position,
                                            guint                *index,
                                            GError              **error);
gboolean       sqlite_view_plain_step (
          SqliteView *self, SqlitePosition *position, gint32 n, gint32 *moved, GError **error);
GPtrArray *
sqlite_view_plain_query (SqliteView *self, SqlitePosition *position, guint n, GError **error);
/* The row at a position, SQLITE_LIST_NONE at the end; and the position of a row, with found. */
gboolean sqlite_view_plain_peek (SqliteView           *self,
                                 const SqlitePosition *position,
                                 SqliteListEntry      *entry,
                                 GError              **error);
gboolean sqlite_view_plain_get_prior (SqliteView      *self,
                                      SqliteRowKey     key,
                                      SqliteListEntry *entry,
                                      GError         **error);
gboolean sqlite_view_plain_locate (SqliteView     *self,
                                   SqliteListEntry entry,
                                   SqlitePosition *position,
                                   gboolean       *found,
                                   GError        **error);

/* Places of either kind. */
SqlitePosition sqlite_view_get_first (SqliteView *self);
gboolean       sqlite_view_step (
          SqliteView *self, SqlitePosition *position, gint32 n, gint32 *moved, GError **error);
gboolean sqlite_view_use_bookmark (
    SqliteView *self, guint32 origin, SqlitePosition *position, guint32 *warning, GError **error);

G_END_DECLS
