/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-streams.h"

#define CHUNK_BITS 24

static gint64
chunk_id (gint64 stream, guint64 chunk)
{
  return (stream << CHUNK_BITS) + (gint64) chunk;
}

gboolean
sqlite_db_stream_create (SqliteDbConn *conn, gint64 writer, gint64 *stream, GError **error)
{
  if (!sqlite_db_run (
          conn, "INSERT INTO streams (refs, writer) VALUES (0, ?1)", error, "i", writer))
    return FALSE;
  *stream = sqlite_db_last_id (conn);
  return TRUE;
}

gboolean
sqlite_db_stream_write (
    SqliteDbConn *conn, gint64 stream, guint64 chunk, GBytes *data, GError **error)
{
  if (chunk >> CHUNK_BITS != 0)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_TOO_BIG, "sqlite: a value cannot be larger than 4 TiB");
      return FALSE;
    }
  return sqlite_db_run (conn,
                        "INSERT OR REPLACE INTO chunks (id, data) VALUES (?1, ?2)",
                        error,
                        "ib",
                        chunk_id (stream, chunk),
                        data);
}

gboolean
sqlite_db_stream_copy_chunk (
    SqliteDbConn *conn, gint64 from, gint64 to, guint64 chunk, GError **error)
{
  return sqlite_db_run (conn,
                        "INSERT OR REPLACE INTO chunks (id, data)"
                        " SELECT ?2, data FROM chunks WHERE id = ?1",
                        error,
                        "ii",
                        chunk_id (from, chunk),
                        chunk_id (to, chunk));
}

GBytes *
sqlite_db_stream_read (SqliteDbConn *conn, gint64 stream, guint64 chunk, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn, "SELECT data FROM chunks WHERE id = ?1", error, "i", chunk_id (stream, chunk));
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;

  if (step == SQLITE_DB_ROW)
    return sqlite_db_bytes (stmt, 0);
  if (step == SQLITE_DB_DONE)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_OBJECT_DELETED,
                 "sqlite: part %" G_GUINT64_FORMAT " of a large value has gone",
                 chunk);
  return NULL;
}

static gboolean
hold (SqliteDbConn *conn, gint64 stream, GError **error)
{
  return sqlite_db_run (
      conn, "UPDATE streams SET refs = refs + 1, writer = NULL WHERE id = ?1", error, "i", stream);
}

/* Drops the chunks from number @n on. */
gboolean
sqlite_db_stream_truncate (SqliteDbConn *conn, gint64 stream, guint64 n, GError **error)
{
  return sqlite_db_run (conn,
                        "DELETE FROM chunks WHERE id BETWEEN ?1 AND ?2",
                        error,
                        "ii",
                        chunk_id (stream, n),
                        chunk_id (stream + 1, 0) - 1);
}

gboolean
sqlite_db_stream_discard (SqliteDbConn *conn, gint64 stream, GError **error)
{
  return sqlite_db_stream_truncate (conn, stream, 0, error) &&
         sqlite_db_run (conn, "DELETE FROM streams WHERE id = ?1", error, "i", stream);
}

static gboolean
release (SqliteDbConn *conn, gint64 stream, GError **error)
{
  if (!sqlite_db_run (conn,
                      "UPDATE streams SET refs = refs - 1 WHERE id = ?1 AND refs > 1",
                      error,
                      "i",
                      stream))
    return FALSE;
  return sqlite_db_changes (conn) > 0 || sqlite_db_stream_discard (conn, stream, error);
}

gboolean
sqlite_db_streams_hold (SqliteDbConn *conn, GBytes *large, GError **error)
{
  return sqlite_db_streams_change (conn, NULL, large, error);
}

gboolean
sqlite_db_streams_release (SqliteDbConn *conn, GBytes *large, GError **error)
{
  return sqlite_db_streams_change (conn, large, NULL, error);
}

/* Holds what only @after has, and releases what only @before has. */
gboolean
sqlite_db_streams_change (SqliteDbConn *conn, GBytes *before, GBytes *after, GError **error)
{
  SqliteLarge large;

  for (guint i = 0; i < sqlite_large_get_size (after); i++)
    {
      sqlite_large_get (after, i, &large);
      if (!sqlite_large_has_stream (before, large.stream) && !hold (conn, large.stream, error))
        return FALSE;
    }
  for (guint i = 0; i < sqlite_large_get_size (before); i++)
    {
      sqlite_large_get (before, i, &large);
      if (!sqlite_large_has_stream (after, large.stream) && !release (conn, large.stream, error))
        return FALSE;
    }
  return TRUE;
}

static GArray *
list_numbers (SqliteDbConn *conn, const char *sql, gint64 parameter, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (conn, sql, error, "i", parameter);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  SqliteDbStep step = stmt != NULL ? SQLITE_DB_ROW : SQLITE_DB_ERROR;

  while (step == SQLITE_DB_ROW)
    {
      step = sqlite_db_step (stmt, error);
      if (step == SQLITE_DB_ROW)
        {
          gint64 number = sqlite_db_int (stmt, 0);

          g_array_append_val (numbers, number);
        }
    }
  return step == SQLITE_DB_DONE ? g_steal_pointer (&numbers) : NULL;
}

/* The writers that have streams nobody has saved. */
GArray *
sqlite_db_streams_list_writers (SqliteDbConn *conn, GError **error)
{
  return list_numbers (
      conn, "SELECT DISTINCT writer FROM streams WHERE writer > ?1", G_MININT64 + 1, error);
}

gboolean
sqlite_db_streams_discard_writer (SqliteDbConn *conn, gint64 writer, GError **error)
{
  g_autoptr (GArray) streams =
      list_numbers (conn, "SELECT id FROM streams WHERE writer = ?1", writer, error);

  if (streams == NULL)
    return FALSE;
  for (guint i = 0; i < streams->len; i++)
    if (!sqlite_db_stream_discard (conn, g_array_index (streams, gint64, i), error))
      return FALSE;
  return TRUE;
}
