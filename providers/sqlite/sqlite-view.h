/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"
#include "sqlite-store.h"

G_BEGIN_DECLS

/* What a table shows and in which order; without a lock. */
typedef struct _SqliteView SqliteView;

/* Between two rows: before the current one. */
typedef struct
{
  SqliteRowKey key;   /* in the source's own order */
  guint        index; /* in any other */
} SqlitePosition;

SqliteView *sqlite_view_new (SqliteStore *store, const SqliteRowSource *source);
void        sqlite_view_free (SqliteView *self);

MapiPropTagArray *sqlite_view_get_columns (SqliteView *self);
MapiSortOrderSet *sqlite_view_get_order (SqliteView *self);
void              sqlite_view_set_columns (SqliteView *self, MapiPropTagArray *columns);

/* Positions from before are void afterwards. */
gboolean sqlite_view_restrict (SqliteView *self, MapiRestriction *restriction, GError **error);
gboolean sqlite_view_sort (SqliteView *self, MapiSortOrderSet *order, GError **error);

/* Shows @order without reading in it: another does. */
void sqlite_view_set_order (SqliteView *self, MapiSortOrderSet *order);

/* Whether the rows are those of the source, ascending: then each is where its key says. */
gboolean sqlite_view_is_plain (SqliteView *self);

/* Looks anew where something has changed. */
gboolean sqlite_view_refresh (SqliteView *self, GError **error);

SqlitePosition sqlite_view_get_first (SqliteView *self);
SqlitePosition sqlite_view_get_last (SqliteView *self);
gboolean       sqlite_view_count (SqliteView *self, guint *count, GError **error);
gboolean       sqlite_view_get_index (SqliteView           *self,
                                      const SqlitePosition *position,
                                      guint                *index,
                                      GError              **error);
gboolean
sqlite_view_step (SqliteView *self, SqlitePosition *position, gint n, gint *moved, GError **error);

/* *rows: up to @n of them, as SqliteRow; moves the position behind them. */
gboolean sqlite_view_read (
    SqliteView *self, SqlitePosition *position, guint n, GPtrArray **rows, GError **error);

/* Moves to the next row that matches; MAPI_E_NOT_FOUND where there is none. */
gboolean sqlite_view_find (SqliteView      *self,
                           SqlitePosition  *position,
                           MapiRestriction *restriction,
                           gboolean         backward,
                           GCancellable    *cancellable,
                           GError         **error);

/* One row with the columns; *row is NULL where the view does not have it. */
gboolean sqlite_view_read_one (SqliteView *self, gint64 id, SqliteRow **row, GError **error);

/* All rows (SqliteRow) that match, in the source's own order, with @columns and more. */
GPtrArray *sqlite_view_collect (SqliteView *self, MapiPropTagArray *columns, GError **error);
/* One of them; *row is NULL where it is none. */
gboolean sqlite_view_read_match (
    SqliteView *self, MapiPropTagArray *columns, gint64 id, SqliteRow **row, GError **error);

/* The columns a restriction looks at; MAPI_E_TOO_COMPLEX where it looks at more than a row has. */
MapiPropTagArray *sqlite_view_find_tags (MapiRestriction *restriction, GError **error);

/* The key of the row before @key, in a plain view; its id is 0 where there is none. */
gboolean
sqlite_view_get_prior (SqliteView *self, SqliteRowKey key, SqliteRowKey *prior, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteView, sqlite_view_free)

G_END_DECLS
