/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-data.h"
#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* What the store must know of a message before it does anything with it. */
typedef struct
{
  gint64   id;
  gint64   folder;
  gint64   queue;
  gint64   change;
  gboolean associated;
  guint32  flags;
  guint32  status;
} SqliteMessageHead;

/* A message that is not there is MAPI_E_NOT_FOUND everywhere. */
gboolean
sqlite_db_message_peek (SqliteDbConn *conn, gint64 id, SqliteMessageHead *head, GError **error);
SqliteMessageData *sqlite_db_message_load (SqliteDbConn *conn, gint64 id, GError **error);

/* The summaries must be up to date. */
gboolean sqlite_db_message_insert (SqliteDbConn            *conn,
                                   const SqliteMessageData *data,
                                   gint64                  *id,
                                   GError                 **error);
gboolean
sqlite_db_message_update (SqliteDbConn *conn, const SqliteMessageData *data, GError **error);

gboolean sqlite_db_message_delete (SqliteDbConn      *conn,
                                   gint64             id,
                                   SqliteMessageHead *deleted,
                                   GError           **error);
gboolean sqlite_db_message_move (SqliteDbConn            *conn,
                                 const SqliteMessageHead *head,
                                 gint64                   folder,
                                 GError                 **error);
gboolean
sqlite_db_message_copy (SqliteDbConn *conn, gint64 id, gint64 folder, gint64 *copy, GError **error);
gboolean sqlite_db_message_set_flags (SqliteDbConn            *conn,
                                      const SqliteMessageHead *head,
                                      guint32                  flags,
                                      GError                 **error);
/* Out of the queue, whose own row is not touched; with new flags. */
gboolean sqlite_db_message_unqueue (SqliteDbConn            *conn,
                                    const SqliteMessageHead *head,
                                    guint32                  flags,
                                    GError                 **error);
/* The same, and into another folder. */
gboolean sqlite_db_message_file (SqliteDbConn            *conn,
                                 const SqliteMessageHead *head,
                                 guint32                  flags,
                                 gint64                   folder,
                                 GError                 **error);
gboolean
sqlite_db_message_set_status (SqliteDbConn *conn, gint64 id, guint32 status, GError **error);

/* The messages of a folder; associated: 0, 1 or -1 for both kinds. */
GArray *sqlite_db_message_list (SqliteDbConn *conn, gint64 folder, gint associated, GError **error);

G_END_DECLS
