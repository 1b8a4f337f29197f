/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-backup.h"
#include "sqlite-db-words.h"

#include <sqlite3.h>

/* How many pages are copied between two looks at whether to go on. */
#define PAGES_AT_ONCE 64

static gboolean
copy_pages (sqlite3_backup *backup, SqliteFindings *progress, int *code, GError **error)
{
  while ((*code = sqlite3_backup_step (backup, PAGES_AT_ONCE)) == SQLITE_OK)
    {
      progress->n_total = (guint) sqlite3_backup_pagecount (backup);
      progress->n_done = progress->n_total - (guint) sqlite3_backup_remaining (backup);
      if (!sqlite_findings_step (progress, error))
        return FALSE;
    }
  return TRUE;
}

/* Both ends can fail, and the code alone does not tell which. */
static gboolean
fail (SqliteDbConn *from, SqliteDbConn *to, GError **error)
{
  sqlite3 *target = sqlite_db_conn_get_handle (to);

  return sqlite3_errcode (target) != SQLITE_OK
             ? sqlite_db_fail (target, "write", error)
             : sqlite_db_fail (sqlite_db_conn_get_handle (from), "read", error);
}

gboolean
sqlite_db_backup (SqliteDbConn *from, SqliteDbConn *to, SqliteFindings *progress, GError **error)
{
  sqlite3_backup *backup;
  gboolean        copied;
  int             code = SQLITE_ERROR;

  /* Within a transaction others may write what they like: this sees what was there before. */
  if (!sqlite_db_exec (from, "BEGIN; SELECT count(*) FROM sqlite_schema", error))
    return FALSE;
  backup = sqlite3_backup_init (
      sqlite_db_conn_get_handle (to), "main", sqlite_db_conn_get_handle (from), "main");
  copied = backup != NULL && copy_pages (backup, progress, &code, error);
  sqlite3_backup_finish (backup);
  if (copied && code != SQLITE_DONE)
    copied = fail (from, to, error);
  else if (backup == NULL)
    fail (from, to, error);
  sqlite_db_exec (from, "END", NULL);
  return copied;
}

gboolean
sqlite_db_settle_log (SqliteDbConn *conn, GError **error)
{
  return sqlite_db_exec (conn, "PRAGMA wal_checkpoint(TRUNCATE)", error);
}

gboolean
sqlite_db_compact (SqliteDbConn *conn, GError **error)
{
  return sqlite_db_exec (conn, "PRAGMA synchronous=FULL; BEGIN IMMEDIATE", error) &&
         sqlite_db_words_tidy (conn, error) && sqlite_db_exec (conn, "COMMIT; VACUUM", error) &&
         sqlite_db_settle_log (conn, error);
}
