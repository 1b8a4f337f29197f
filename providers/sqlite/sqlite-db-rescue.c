/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-rescue.h"
#include "sqlite-db-walk.h"

#include <sqlite3.h>

/* Tables whose rows follow from those of others, or are news for those who have the store open. */
static const char *const derived[] = { "found", "lost", "events", "journal", NULL };

typedef struct
{
  SqliteDbConn   *to;
  SqliteFindings *findings;
  const char     *table;
  char           *insert;
  int             first; /* the column that is the first of the table */
} Copy;

/* The columns that a table has in both databases, for SQL. */
static GPtrArray *
list_columns (SqliteDbConn *from, SqliteDbConn *to, const char *table, GError **error)
{
  static const char sql[] = "SELECT name FROM pragma_table_info (?1)";
  g_autoptr (SqliteDbStmt) theirs = sqlite_db_query (from, sql, error, "t", table);
  g_autoptr (SqliteDbStmt) ours = sqlite_db_query (to, sql, error, "t", table);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) columns = g_ptr_array_new_with_free_func (g_free);
  SqliteDbStep step = theirs != NULL && ours != NULL ? SQLITE_DB_ROW : SQLITE_DB_ERROR;

  while (step == SQLITE_DB_ROW && (step = sqlite_db_step (theirs, error)) == SQLITE_DB_ROW)
    g_hash_table_add (known, g_strdup (sqlite_db_text (theirs, 0)));
  if (step == SQLITE_DB_DONE)
    while ((step = sqlite_db_step (ours, error)) == SQLITE_DB_ROW)
      if (g_hash_table_contains (known, sqlite_db_text (ours, 0)))
        g_ptr_array_add (columns, g_strdup (sqlite_db_text (ours, 0)));
  return step == SQLITE_DB_DONE ? g_steal_pointer (&columns) : NULL;
}

static gboolean
copy_row (SqliteDbStmt *row, gpointer data, GError **error)
{
  Copy *copy = data;
  g_autoptr (SqliteDbStmt) insert = sqlite_db_query (copy->to, copy->insert, error, "");

  if (insert == NULL)
    return FALSE;
  for (int i = copy->first; i < sqlite3_column_count (row); i++)
    sqlite3_bind_value (insert, i - copy->first + 1, sqlite3_column_value (row, i));
  return sqlite_db_step (insert, error) == SQLITE_DB_DONE &&
         sqlite_findings_step (copy->findings, error);
}

static void
note_gap (gint64 first, gint64 last, const GError *why, gpointer data)
{
  Copy            *copy = data;
  g_autofree char *range = sqlite_db_walk_describe (first, last);

  sqlite_findings_add (copy->findings,
                       MAPI_OBJECT_STORE,
                       0,
                       why->code,
                       "rows %s of the table %s, as far as there are any, cannot be read: %s",
                       range,
                       copy->table,
                       why->message);
}

/* A small table without numbers: from both ends, up to what cannot be read. */
static gboolean
copy_from_both_ends (SqliteDbConn *from, Copy *copy, const char *select, GError **error)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("SELECT * FROM (%s ORDER BY 1 %s)", select, i == 0 ? "ASC" : "DESC");
      g_autoptr (GError) local = NULL;
      g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (from, sql, &local, "");

      while (stmt != NULL && sqlite_db_step (stmt, &local) == SQLITE_DB_ROW)
        if (!copy_row (stmt, copy, error))
          return FALSE;
      if (local == NULL)
        return TRUE;
      if (!sqlite_db_is_damage (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (i == 0)
        sqlite_findings_add (copy->findings,
                             MAPI_OBJECT_STORE,
                             0,
                             local->code,
                             "not all of the table %s can be read: %s",
                             copy->table,
                             local->message);
    }
  return TRUE;
}

static char *
new_insert (const char *table, const char *columns, guint n)
{
  g_autofree char *marks = g_strnfill (2 * n - 1, '?');

  for (guint i = 1; i < 2 * n - 1; i += 2)
    marks[i] = ',';
  return g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", table, columns, marks);
}

static gboolean
copy_table (SqliteDbConn   *from,
            SqliteDbConn   *to,
            const char     *table,
            gboolean        numbered,
            SqliteFindings *findings,
            GError        **error)
{
  g_autoptr (GPtrArray) columns = list_columns (from, to, table, error);
  g_autofree char *names = NULL;
  g_autofree char *insert = NULL;
  g_autofree char *select = NULL;
  Copy             copy = { to, findings, table };

  if (columns == NULL)
    return FALSE;
  if (columns->len == 0)
    return TRUE;
  g_ptr_array_add (columns, NULL);
  names = g_strjoinv (", ", (char **) columns->pdata);
  copy.insert = insert = new_insert (table, names, columns->len - 1);
  if (!numbered)
    {
      select = g_strdup_printf ("SELECT %s FROM %s", names, table);
      return copy_from_both_ends (from, &copy, select, error);
    }
  copy.first = 1;
  select =
      g_strdup_printf ("SELECT rowid, %s FROM %s WHERE rowid >= ?1 ORDER BY rowid", names, table);
  return sqlite_db_walk (from, select, copy_row, note_gap, &copy, error);
}

/* Numbers are given once: also those of what is not there any more. */
static gboolean
copy_last_numbers (SqliteDbConn *from, SqliteDbConn *to, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (from, "SELECT name, seq FROM sqlite_sequence", NULL, "");

  while (stmt != NULL && sqlite_db_step (stmt, NULL) == SQLITE_DB_ROW)
    if (!sqlite_db_run (to,
                        "UPDATE sqlite_sequence SET seq = max (seq, ?2) WHERE name = ?1",
                        error,
                        "ti",
                        sqlite_db_text (stmt, 0),
                        sqlite_db_int (stmt, 1)))
      return FALSE;
  return TRUE;
}

static void
enable_triggers (SqliteDbConn *conn, gboolean enable)
{
  sqlite3_db_config (
      sqlite_db_conn_get_handle (conn), SQLITE_DBCONFIG_ENABLE_TRIGGER, (int) enable, NULL);
}

static gboolean
copy_tables (SqliteDbConn *from, SqliteDbConn *to, SqliteFindings *findings, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      to,
      "SELECT name, wr FROM pragma_table_list"
      " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      error,
      "");
  SqliteDbStep step = stmt != NULL ? SQLITE_DB_ROW : SQLITE_DB_ERROR;

  while (step == SQLITE_DB_ROW && (step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      const char *table = sqlite_db_text (stmt, 0);

      if (!g_strv_contains (derived, table) &&
          !copy_table (from, to, table, sqlite_db_int (stmt, 1) == 0, findings, error))
        return FALSE;
    }
  return step == SQLITE_DB_DONE && copy_last_numbers (from, to, error);
}

gboolean
sqlite_db_rescue (SqliteDbConn *from, SqliteDbConn *to, SqliteFindings *findings, GError **error)
{
  gboolean copied;
  gint64   n = 0;

  sqlite_db_get_number (from, "SELECT count(*) FROM messages", &n, NULL);
  findings->n_total = (guint) MIN (2 * n, G_MAXUINT32);
  enable_triggers (to, FALSE);
  copied = copy_tables (from, to, findings, error);
  enable_triggers (to, TRUE);
  return copied;
}
