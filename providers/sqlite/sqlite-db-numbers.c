/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-numbers.h"
#include "sqlite-db-tally.h"
#include "sqlite-list.h"

#define RESERVED 64

/* A number has to fit into an entry of a list. */
static gboolean
has_room (gint64 last, GError **error)
{
  if (last <= (gint64) SQLITE_LIST_MAX_MESSAGE - RESERVED)
    return TRUE;
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_TOO_BIG, "sqlite: the store has no numbers left for messages");
  return FALSE;
}

/* All that have been given are counted, and the next ones are not: who counts looks at no more
 * messages than are reserved at a time. SQLite keeps the highest number for the table's
 * AUTOINCREMENT, and writes it only where a higher one is used. */
static gboolean
reserve (SqliteDbConn *conn, SqliteDbRange *numbers, GError **error)
{
  gint64 last;

  if (!sqlite_db_tally_settle (conn, error) ||
      !sqlite_db_get_number (
          conn, "SELECT value FROM settings WHERE name = 'counted'", &last, error) ||
      !has_room (last, error) ||
      !sqlite_db_run (conn,
                      "INSERT INTO sqlite_sequence (name, seq) SELECT 'messages', 0 WHERE"
                      " NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'messages')",
                      error,
                      "") ||
      !sqlite_db_run (conn,
                      "UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'messages'",
                      error,
                      "i",
                      last + RESERVED))
    return FALSE;
  *numbers = (SqliteDbRange){ last + 1, last + RESERVED };
  return TRUE;
}

gboolean
sqlite_db_numbers_take (SqliteDbConn *conn, gint64 *number, GError **error)
{
  SqliteDbRange *numbers = sqlite_db_conn_get_numbers (conn);

  if (numbers->next > numbers->last && !reserve (conn, numbers, error))
    return FALSE;
  *number = numbers->next++;
  return TRUE;
}

void
sqlite_db_numbers_forget (SqliteDbConn *conn)
{
  *sqlite_db_conn_get_numbers (conn) = SQLITE_DB_RANGE_EMPTY;
}
