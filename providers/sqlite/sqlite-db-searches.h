/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* What a search folder looks for. */
typedef struct
{
  gint64           folder;
  guint32          state; /* MAPI_SEARCH_RUNNING ..., as GetSearchCriteria tells it */
  gint64           run;   /* counts how often it was begun */
  MapiRestriction *restriction;
  GArray          *scope; /* the folders, gint64 */
} SqliteSearch;

void sqlite_search_free (SqliteSearch *self);

/* *search is NULL where nothing was set. */
gboolean
sqlite_db_search_load (SqliteDbConn *conn, gint64 folder, SqliteSearch **search, GError **error);
/* Those that run, SqliteSearch; an empty list costs next to nothing. */
GPtrArray *sqlite_db_search_list (SqliteDbConn *conn, GError **error);
gboolean   sqlite_db_search_save (SqliteDbConn *conn, const SqliteSearch *search, GError **error);
/* Gives another folder the criteria and what was found. */
gboolean sqlite_db_search_copy (SqliteDbConn *conn, gint64 folder, gint64 copy, GError **error);

/* What was found. */
gboolean sqlite_db_found_has (
    SqliteDbConn *conn, gint64 folder, gint64 message, gboolean *has, GError **error);
gboolean sqlite_db_found_add (SqliteDbConn *conn, gint64 folder, gint64 message, GError **error);
gboolean sqlite_db_found_remove (SqliteDbConn *conn, gint64 folder, gint64 message, GError **error);
gboolean sqlite_db_found_clear (SqliteDbConn *conn, gint64 folder, GError **error);
GArray  *sqlite_db_found_list (SqliteDbConn *conn, gint64 folder, GError **error);

/* The folders a message was found by until it was deleted, since this was last asked. */
GArray *sqlite_db_found_take_lost (SqliteDbConn *conn, gint64 message, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteSearch, sqlite_search_free)

G_END_DECLS
