/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"
#include "sqlite-list.h"

G_BEGIN_DECLS

/* Which rows of a source a table shows, and in which order: what Restrict, SortTable and the
 * columns with a row for each value have made of it. Never changes. */
typedef struct _SqliteSelection SqliteSelection;

/* A row in its place. */
typedef struct
{
  SqliteListEntry entry;
  GBytes         *key; /* rows stand as these compare; no two are the same */
  gboolean        unread;
  MapiPropList   *values; /* what the selection looks at */
} SqliteSelected;

/* @restriction may be NULL. MAPI_E_TOO_COMPLEX for what it cannot do. */
SqliteSelection *sqlite_selection_new (const SqliteRowSource *source,
                                       MapiRestriction       *restriction,
                                       MapiSortOrderSet      *order,
                                       MapiPropTagArray      *columns,
                                       GError               **error);
SqliteSelection *sqlite_selection_ref (SqliteSelection *self);
void             sqlite_selection_unref (SqliteSelection *self);

const SqliteRowSource *sqlite_selection_get_source (SqliteSelection *self);
MapiRestriction       *sqlite_selection_get_restriction (SqliteSelection *self);
MapiSortOrderSet      *sqlite_selection_get_order (SqliteSelection *self);
/* The column with a row for each value, or 0. */
guint32 sqlite_selection_get_instance_tag (SqliteSelection *self);
/* What it looks at; sparse. */
SqliteRowQuery *sqlite_selection_get_query (SqliteSelection *self);
/* What it looks at in a message that is known to meet the restriction. */
SqliteRowQuery *sqlite_selection_get_bare_query (SqliteSelection *self);

/* Whether the rows are those of the source, one a message, in its own order or that order
 * backward: they are read by key then. */
gboolean sqlite_selection_is_plain (SqliteSelection *self);
gboolean sqlite_selection_is_backward (SqliteSelection *self);
/* Whether the rows stand in the source's own order. */
gboolean sqlite_selection_is_as_stored (SqliteSelection *self);
/* Whether rows are not shown as they are stored: there are headings, or a row for each value. */
gboolean sqlite_selection_is_divided (SqliteSelection *self);

/* The rows (SqliteSelected) of a message that was read with the query: none where it does not meet
 * the restriction. */
GPtrArray *sqlite_selection_make_rows (SqliteSelection *self,
                                       SqliteDbConn    *conn,
                                       const SqliteRow *row,
                                       GError         **error);
/* The same for one that meets the restriction, and was read with the bare query. */
GPtrArray *sqlite_selection_make_known_rows (SqliteSelection *self, const SqliteRow *row);
/* The same for a message that may have gone. */
GPtrArray *sqlite_selection_read_rows (SqliteSelection        *self,
                                       SqliteDbConn           *conn,
                                       const SqliteRowContext *context,
                                       gint64                  message,
                                       GError                **error);

/* What the selection looks at in a row that is known to be there; NULL where it is not. */
MapiPropList *sqlite_selection_make_values (SqliteSelection *self,
                                            const SqliteRow *row,
                                            SqliteListEntry  entry);

/* The key of a row that is known to be there, or NULL where it is not. */
gboolean sqlite_selection_read_key (SqliteSelection        *self,
                                    SqliteDbConn           *conn,
                                    const SqliteRowContext *context,
                                    SqliteListEntry         entry,
                                    GBytes                **key,
                                    GError                **error);

/* One of the values of a row, as a property of its own; NULL where it has not so many. */
MapiPropValue *sqlite_selection_get_instance (guint32 tag, MapiPropList *values, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteSelection, sqlite_selection_unref)

G_END_DECLS
