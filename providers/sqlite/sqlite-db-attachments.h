/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-data.h"
#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* The attachments of a stored message, by number: SqliteAttachData. */
/* What they weigh together. */
gboolean
sqlite_db_attachments_measure (SqliteDbConn *conn, gint64 message, guint64 *size, GError **error);
GPtrArray *sqlite_db_attachments_load (SqliteDbConn *conn, gint64 message, GError **error);

/* Writes what differs between data->stored and data->attachments. */
gboolean sqlite_db_attachments_save (SqliteDbConn            *conn,
                                     gint64                   message,
                                     const SqliteMessageData *data,
                                     GError                 **error);
gboolean sqlite_db_attachments_delete (SqliteDbConn *conn, gint64 message, GError **error);
gboolean
sqlite_db_attachments_copy (SqliteDbConn *conn, gint64 message, gint64 copy, GError **error);

G_END_DECLS
