/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

typedef struct
{
  gint64        id;
  gint64        parent; /* 0: the root */
  char         *name;
  guint32       type;
  guint32       contents;
  guint32       unread;
  guint32       associated;
  guint32       subfolders;
  guint64       created;
  guint64       modified;
  MapiPropList *props;
} SqliteFolderData;

void sqlite_folder_data_free (SqliteFolderData *self);

/* A folder that is not there is MAPI_E_NOT_FOUND. */
SqliteFolderData *sqlite_db_folder_load (SqliteDbConn *conn, gint64 id, GError **error);

/* SqliteFolderData of the folders right below, by name. */
GPtrArray *sqlite_db_folder_list (SqliteDbConn *conn, gint64 parent, GError **error);

/* *id is 0 where there is none of the name. */
gboolean sqlite_db_folder_find (
    SqliteDbConn *conn, gint64 parent, const char *name, gint64 *id, GError **error);

gboolean sqlite_db_folder_exists (SqliteDbConn *conn, gint64 id, gboolean *exists, GError **error);

/* A name that is taken is MAPI_E_COLLISION. */
gboolean sqlite_db_folder_create (SqliteDbConn *conn,
                                  gint64        parent,
                                  guint32       type,
                                  const char   *name,
                                  MapiPropList *props,
                                  gint64       *id,
                                  GError      **error);
gboolean sqlite_db_folder_insert (SqliteDbConn           *conn,
                                  const SqliteFolderData *data,
                                  gint64                 *id,
                                  GError                **error);
/* Puts a folder back that is not there, under the identifier that it had. */
gboolean
sqlite_db_folder_restore (SqliteDbConn *conn, const SqliteFolderData *data, GError **error);
gboolean sqlite_db_folder_update (SqliteDbConn *conn, const SqliteFolderData *data, GError **error);
gboolean sqlite_db_folder_move (SqliteDbConn           *conn,
                                const SqliteFolderData *data,
                                gint64                  parent,
                                GError                **error);
gboolean sqlite_db_folder_delete (SqliteDbConn *conn, const SqliteFolderData *data, GError **error);

/* The order that contents tables begin with, as bytes; NULL is none. */
gboolean sqlite_db_folder_get_sort (SqliteDbConn *conn, gint64 id, GBytes **sort, GError **error);
gboolean sqlite_db_folder_set_sort (SqliteDbConn *conn, gint64 id, GBytes *sort, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteFolderData, sqlite_folder_data_free)

G_END_DECLS
