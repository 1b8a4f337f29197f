/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-walk.h"

typedef struct
{
  SqliteDbConn *conn;
  const char   *sql;
  SqliteDbVisit visit;
  gpointer      data;
  gint64        next;  /* all rows before this key are done with */
  gboolean      ended; /* by the visitor */
} Walk;

gboolean
sqlite_db_is_damage (const GError *error)
{
  return g_error_matches (error, MAPI_ERROR, MAPI_E_CORRUPT_STORE) ||
         g_error_matches (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA) ||
         g_error_matches (error, MAPI_ERROR, MAPI_E_DISK_ERROR);
}

static SqliteDbStep
walk_on (Walk *walk, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (walk->conn, walk->sql, error, "i", walk->next);
  SqliteDbStep step = SQLITE_DB_ERROR;

  while (stmt != NULL && (step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    {
      gint64 key = sqlite_db_int (stmt, 0);

      walk->ended = !walk->visit (stmt, walk->data, error);
      if (walk->ended)
        return SQLITE_DB_ERROR;
      if (key == G_MAXINT64)
        return SQLITE_DB_DONE;
      walk->next = key + 1;
    }
  return step;
}

/* Whether the first row from this key on can be read, or there is none. */
static gboolean
is_readable_from (Walk *walk, gint64 key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (walk->conn, walk->sql, &error, "i", key);

  return stmt != NULL &&
         (sqlite_db_step (stmt, &error) != SQLITE_DB_ERROR || !sqlite_db_is_damage (error));
}

/* The first key behind what cannot be read, found in steps that grow and then shrink again;
 * G_MAXINT64 when nothing is there any more. */
static gint64
find_end_of_gap (Walk *walk)
{
  gint64 bad = walk->next;
  gint64 good = G_MAXINT64;

  for (gint64 step = 1; step < G_MAXINT64 / 4 && bad < G_MAXINT64 - step; step *= 2)
    {
      if (is_readable_from (walk, walk->next + step))
        {
          good = walk->next + step;
          break;
        }
      bad = walk->next + step;
    }
  while (good != G_MAXINT64 && good - bad > 1)
    {
      gint64 middle = bad + (good - bad) / 2;

      if (is_readable_from (walk, middle))
        good = middle;
      else
        bad = middle;
    }
  return good;
}

gboolean
sqlite_db_walk (SqliteDbConn *conn,
                const char   *sql,
                SqliteDbVisit visit,
                SqliteDbGap   gap,
                gpointer      data,
                GError      **error)
{
  Walk walk = { conn, sql, visit, data };

  while (TRUE)
    {
      g_autoptr (GError) local = NULL;
      gint64 first;

      if (walk_on (&walk, &local) == SQLITE_DB_DONE)
        return TRUE;
      if (walk.ended || !sqlite_db_is_damage (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      first = walk.next;
      walk.next = find_end_of_gap (&walk);
      gap (first, walk.next - 1, local, data);
      if (walk.next == G_MAXINT64)
        return TRUE;
    }
}

char *
sqlite_db_walk_describe (gint64 first, gint64 last)
{
  if (first == last)
    return g_strdup_printf ("%" G_GINT64_FORMAT, first);
  if (last >= G_MAXINT64 - 1)
    return g_strdup_printf ("from %" G_GINT64_FORMAT " on", first);
  return g_strdup_printf ("%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, first, last);
}
