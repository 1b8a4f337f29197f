/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-log.h"

#include <sqlite3.h>

/* A process that writes a few times does not gain what it would cost. */
#define FEW_COMMITS 8
#define QUIET_USEC 5000
#define STEP ((gint64) 4 * 1024 * 1024)
#define STEP_OF_COMMIT ((gint64) 1024 * 1024)
#define PIECE (64 * 1024)

/* SQLite begins at the front again when the log has about this size. */
#define MOST ((gint64) 16 * 1024 * 1024)

/* NULL where there is none. */
static sqlite3_file *
get_file (SqliteDbConn *conn)
{
  sqlite3_file *file = NULL;
  int           code = sqlite3_file_control (
      sqlite_db_conn_get_handle (conn), "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);

  return code == SQLITE_OK && file != NULL && file->pMethods != NULL ? file : NULL;
}

static gint64
get_size (sqlite3_file *file)
{
  sqlite3_int64 size = 0;

  return file->pMethods->xFileSize (file, &size) == SQLITE_OK ? size : 0;
}

void
sqlite_db_log_note_commit (SqliteDbLog *self, SqliteDbConn *conn)
{
  sqlite3_file *file = get_file (conn);
  gint64        size = file != NULL ? get_size (file) : 0;
  gboolean      grown = size > self->size;

  self->size = size;
  if (grown)
    self->n_grown++;
  if (grown && self->n_grown >= FEW_COMMITS && size < MOST)
    self->extend_at = g_get_monotonic_time () + QUIET_USEC;
}

/* Zeros are no frame of the log: who reads it stops there. */
static void
append_zeros (sqlite3_file *file, gint64 offset, gint64 size)
{
  g_autofree guint8 *zeros = g_malloc0 (PIECE);
  int                code = SQLITE_OK;

  for (gint64 end = offset + size; offset < end && code == SQLITE_OK; offset += PIECE)
    code = file->pMethods->xWrite (file, zeros, PIECE, offset);
}

/* What fails here, the commit will meet. */
void
sqlite_db_log_prepare_commit (SqliteDbLog *self, SqliteDbConn *conn)
{
  sqlite3_file *file = self->extend_at != G_MAXINT64 ? get_file (conn) : NULL;

  if (file == NULL)
    return;
  self->extend_at = G_MAXINT64;
  append_zeros (file, get_size (file), STEP_OF_COMMIT);
  self->size = get_size (file);
}

/* In a transaction that writes, so that no other process puts anything there meanwhile. */
gboolean
sqlite_db_log_extend (SqliteDbLog *self, SqliteDbConn *conn)
{
  sqlite3_file *file = get_file (conn);

  self->extend_at = G_MAXINT64;
  if (file == NULL || !sqlite_db_run (conn, "BEGIN IMMEDIATE", NULL, ""))
    return FALSE;
  append_zeros (file, get_size (file), STEP);
  sqlite_db_log_flush (conn);
  self->size = get_size (file);
  sqlite_db_run (conn, "ROLLBACK", NULL, "");
  return TRUE;
}

void
sqlite_db_log_flush (SqliteDbConn *conn)
{
  sqlite3_file *file = get_file (conn);

  if (file != NULL)
    file->pMethods->xSync (file, SQLITE_SYNC_NORMAL);
}
