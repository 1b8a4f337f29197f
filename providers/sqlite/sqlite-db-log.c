/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-log.h"

#include <sqlite3.h>

/* A process that writes a few times does not gain what it would cost. */
#define FEW_COMMITS 8
#define QUIET_USEC 5000
#define STEP ((gint64) 4 * 1024 * 1024)
#define STEP_OF_COMMIT ((gint64) 1024 * 1024)
#define PIECE (64 * 1024)

/* SQLite begins at the front again when the log has about this size: it brings it into the file
 * when there are so many frames. */
#define MOST ((gint64) 16 * 1024 * 1024)
#define MANY_FRAMES 2000

#define HEADER_SIZE 32
#define FRAME_HEADER_SIZE 24

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

/* To ask the system for the size of a file has its next change noted with the exact time: another
 * block to be written, and waited for, with each flush. */
static int
on_commit (void *log, sqlite3 *handle, const char *name, int n_frames)
{
  SqliteDbLog *self = log;

  self->used = HEADER_SIZE + n_frames * self->frame_size;
  if (n_frames >= MANY_FRAMES)
    sqlite3_wal_checkpoint_v2 (handle, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  return SQLITE_OK;
}

gboolean
sqlite_db_log_watch (SqliteDbLog *self, SqliteDbConn *conn, GError **error)
{
  gint64 page_size;

  if (!sqlite_db_get_number (conn, "PRAGMA page_size", &page_size, error))
    return FALSE;
  self->frame_size = FRAME_HEADER_SIZE + page_size;
  sqlite3_wal_hook (sqlite_db_conn_get_handle (conn), on_commit, self);
  return TRUE;
}

void
sqlite_db_log_note_commit (SqliteDbLog *self)
{
  gboolean grown = self->used > self->size;

  if (!grown)
    return;
  self->size = self->used;
  self->n_grown++;
  if (self->n_grown >= FEW_COMMITS && self->size < MOST)
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
