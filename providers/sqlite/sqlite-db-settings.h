/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* What the store keeps besides folders and messages. */

/* *value is NULL where there is none; a value is bytes. */
gboolean
sqlite_db_setting_get_bytes (SqliteDbConn *conn, const char *name, GBytes **value, GError **error);
gboolean
sqlite_db_setting_set_bytes (SqliteDbConn *conn, const char *name, GBytes *value, GError **error);
gboolean
sqlite_db_setting_get_number (SqliteDbConn *conn, const char *name, gint64 *value, GError **error);
gboolean
sqlite_db_setting_set_number (SqliteDbConn *conn, const char *name, gint64 value, GError **error);

/* Receive folders: class to folder. A folder of 0 removes the setting. */
typedef struct
{
  char  *message_class;
  gint64 folder;
} SqliteReceiveFolder;

gboolean   sqlite_db_receive_folder_set (SqliteDbConn *conn,
                                         const char   *message_class,
                                         gint64        folder,
                                         GError      **error);
GPtrArray *sqlite_db_receive_folder_list (SqliteDbConn *conn, GError **error);

/* Named properties. *id is 0 where the name is not known. */
gboolean sqlite_db_name_find (SqliteDbConn *conn, MapiNameId *name, guint32 *id, GError **error);
gboolean sqlite_db_name_create (SqliteDbConn *conn, MapiNameId *name, guint32 *id, GError **error);

/* MapiNameId of an identifier; *name is NULL where there is none. */
gboolean sqlite_db_name_get (SqliteDbConn *conn, guint32 id, MapiNameId **name, GError **error);
GArray  *sqlite_db_name_list (SqliteDbConn *conn, GError **error);

/* Arrivals, for other processes. */
typedef struct
{
  gint64  seq;
  gint64  message;
  gint64  folder;
  char   *message_class;
  guint32 flags;
} SqliteArrival;

gboolean   sqlite_db_arrival_add (SqliteDbConn *conn, SqliteArrival *arrival, GError **error);
GPtrArray *sqlite_db_arrival_list (SqliteDbConn *conn, gint64 seq, GError **error);
gboolean   sqlite_db_arrival_get_last (SqliteDbConn *conn, gint64 *seq, GError **error);

G_END_DECLS
