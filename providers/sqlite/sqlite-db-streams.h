/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-data.h"
#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* Values too large for a row, in chunks of this size; only the last one is shorter. */
#define SQLITE_CHUNK_SIZE ((guint64) 256 * 1024)

/* A new stream belongs to @writer until an object that has it is saved. */
gboolean
sqlite_db_stream_create (SqliteDbConn *conn, gint64 writer, gint64 *stream, GError **error);
gboolean sqlite_db_stream_write (
    SqliteDbConn *conn, gint64 stream, guint64 chunk, GBytes *data, GError **error);
gboolean sqlite_db_stream_copy_chunk (
    SqliteDbConn *conn, gint64 from, gint64 to, guint64 chunk, GError **error);
GBytes *sqlite_db_stream_read (SqliteDbConn *conn, gint64 stream, guint64 chunk, GError **error);

gboolean sqlite_db_stream_truncate (SqliteDbConn *conn, gint64 stream, guint64 n, GError **error);

/* One more, or one less, object has each stream of a set. */
gboolean sqlite_db_streams_hold (SqliteDbConn *conn, GBytes *large, GError **error);
gboolean sqlite_db_streams_release (SqliteDbConn *conn, GBytes *large, GError **error);
gboolean
sqlite_db_streams_change (SqliteDbConn *conn, GBytes *before, GBytes *after, GError **error);

/* Deletes what a writer left behind. */
gboolean sqlite_db_stream_discard (SqliteDbConn *conn, gint64 stream, GError **error);
GArray  *sqlite_db_streams_list_writers (SqliteDbConn *conn, GError **error);
gboolean sqlite_db_streams_discard_writer (SqliteDbConn *conn, gint64 writer, GError **error);

G_END_DECLS
