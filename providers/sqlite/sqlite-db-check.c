/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-check.h"
#include "sqlite-db-attachments.h"
#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"
#include "sqlite-db-streams.h"
#include "sqlite-db-tally.h"
#include "sqlite-db-walk.h"
#include "sqlite-db-words.h"

typedef struct
{
  SqliteDbConn   *conn;
  SqliteFindings *findings;
  gboolean        whole; /* all messages could be listed */
} Check;

static void
note_lines (SqliteFindings *findings, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_str_has_prefix (lines[i], "***") && lines[i][0] != '\0')
      sqlite_findings_add (
          findings, MAPI_OBJECT_STORE, 0, (gint) MAPI_E_CORRUPT_STORE, "%s", lines[i]);
}

/* What SQLite itself says of its pages. Where it gives up it has mostly said why before. */
static gboolean
check_pages (Check *check, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (check->conn, "PRAGMA integrity_check(1000)", &local, "");

  while (stmt != NULL && sqlite_db_step (stmt, &local) == SQLITE_DB_ROW)
    if (g_strcmp0 (sqlite_db_text (stmt, 0), "ok") != 0)
      note_lines (check->findings, sqlite_db_text (stmt, 0));
  if (local != NULL && !sqlite_db_is_damage (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (local != NULL && check->findings->damage->len == 0)
    sqlite_findings_add (check->findings, MAPI_OBJECT_STORE, 0, local->code, "%s", local->message);
  return TRUE;
}

static gboolean
read_streams (SqliteDbConn *conn, GBytes *large, GError **error)
{
  for (guint i = 0; i < sqlite_large_get_size (large); i++)
    {
      SqliteLarge value;

      sqlite_large_get (large, i, &value);
      for (guint64 chunk = 0; chunk * SQLITE_CHUNK_SIZE < value.size; chunk++)
        {
          guint64 wanted = MIN (value.size - chunk * SQLITE_CHUNK_SIZE, SQLITE_CHUNK_SIZE);
          g_autoptr (GBytes) data = sqlite_db_stream_read (conn, value.stream, chunk, error);

          if (data != NULL && g_bytes_get_size (data) < wanted)
            g_set_error (
                error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "sqlite: a large value is cut short");
          if (data == NULL || g_bytes_get_size (data) < wanted)
            {
              g_prefix_error (error, "%s: ", mapi_prop_tag_get_name (value.tag));
              return FALSE;
            }
        }
    }
  return TRUE;
}

static gboolean
read_attachments (SqliteDbConn *conn, gint64 message, GError **error)
{
  g_autoptr (GPtrArray) attachments = sqlite_db_attachments_load (conn, message, error);
  SqliteMessageHead head;

  for (guint i = 0; attachments != NULL && i < attachments->len; i++)
    {
      const SqliteAttachData *attachment = attachments->pdata[i];

      if (!read_streams (conn, attachment->large, error) ||
          (attachment->embedded_id != 0 &&
           !sqlite_db_message_peek (conn, attachment->embedded_id, &head, error)))
        {
          g_prefix_error (error, "attachment %u: ", attachment->number);
          return FALSE;
        }
    }
  return attachments != NULL;
}

static gboolean
read_message (SqliteDbConn *conn, gint64 id, GError **error)
{
  g_autoptr (SqliteMessageData) data = sqlite_db_message_load (conn, id, error);

  return data != NULL && read_streams (conn, data->large, error) &&
         read_attachments (conn, id, error);
}

/* One that cannot be read is there for all we know. */
static gboolean
folder_may_exist (SqliteDbConn *conn, gint64 folder)
{
  gboolean exists = TRUE;

  return folder == 0 || !sqlite_db_folder_exists (conn, folder, &exists, NULL) || exists;
}

static gboolean
visit_message (SqliteDbStmt *row, gpointer data, GError **error)
{
  Check *check = data;
  gint64 id = sqlite_db_int (row, 0);
  gint64 folder = sqlite_db_int (row, 1);
  g_autoptr (GError) local = NULL;

  if (!read_message (check->conn, id, &local))
    sqlite_findings_add (
        check->findings, MAPI_OBJECT_MESSAGE, id, local->code, "%s", local->message);
  else if (!folder_may_exist (check->conn, folder))
    sqlite_findings_add (check->findings,
                         MAPI_OBJECT_MESSAGE,
                         id,
                         (gint) MAPI_E_NOT_FOUND,
                         "sqlite: its folder is not there");
  else
    {
      check->findings->n_readable += folder != 0;
      return sqlite_findings_step (check->findings, error);
    }
  sqlite_findings_describe (check->findings, sqlite_db_text (row, 2), folder);
  return sqlite_findings_step (check->findings, error);
}

static void
note_gap (Check *check, const char *what, gint64 first, gint64 last, const GError *why)
{
  g_autofree char *range = sqlite_db_walk_describe (first, last);

  sqlite_findings_add (check->findings,
                       MAPI_OBJECT_STORE,
                       0,
                       why->code,
                       "%s %s, as far as there are any, cannot be listed: %s",
                       what,
                       range,
                       why->message);
}

static void
note_message_gap (gint64 first, gint64 last, const GError *why, gpointer data)
{
  ((Check *) data)->whole = FALSE;
  note_gap (data, "messages", first, last, why);
}

/* A content whose message is in none of the lists. */
static gboolean
visit_content (SqliteDbStmt *row, gpointer data, GError **error)
{
  Check *check = data;
  gint64 id = sqlite_db_int (row, 0);
  g_autoptr (GError) local = NULL;
  SqliteMessageHead head;

  if (!sqlite_db_message_peek (check->conn, id, &head, &local))
    sqlite_findings_add (check->findings,
                         MAPI_OBJECT_MESSAGE,
                         id,
                         local->code,
                         "its content is there, and its place is not: %s",
                         local->message);
  return sqlite_findings_step (check->findings, error);
}

/* Visiting the messages has told of each of them. */
static void
ignore_gap (gint64 first, gint64 last, const GError *why, gpointer data)
{
}

/* The counters of search folders are kept by triggers, and made anew by searching; of what cannot
 * be read the visit of the messages has told. */
static gboolean
counts_well (Check *check, gint64 folder, gint64 type, SqliteTally *counted, SqliteTally *there)
{
  return !check->whole || type == MAPI_FOLDER_SEARCH ||
         !sqlite_db_tally_read (check->conn, folder, counted, NULL) ||
         !sqlite_db_tally_count (check->conn, folder, there, NULL) ||
         sqlite_tally_equal (counted, there);
}

static void
note_counts (Check *check, gint64 folder, const SqliteTally *counted, const SqliteTally *there)
{
  sqlite_findings_add (check->findings,
                       MAPI_OBJECT_FOLDER,
                       folder,
                       0,
                       "it counts %" G_GINT64_FORMAT " messages (%" G_GINT64_FORMAT
                       " unread, %" G_GINT64_FORMAT " associated), and has %" G_GINT64_FORMAT
                       " (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")",
                       counted->contents,
                       counted->unread,
                       counted->associated,
                       there->contents,
                       there->unread,
                       there->associated);
}

static gboolean
visit_folder (SqliteDbStmt *row, gpointer data, GError **error)
{
  Check      *check = data;
  gint64      id = sqlite_db_int (row, 0);
  SqliteTally counted, there;

  if (!folder_may_exist (check->conn, sqlite_db_int (row, 2)))
    sqlite_findings_add (check->findings,
                         MAPI_OBJECT_FOLDER,
                         id,
                         (gint) MAPI_E_NOT_FOUND,
                         "sqlite: the folder around it is not there");
  else if (!counts_well (check, id, sqlite_db_int (row, 3), &counted, &there))
    note_counts (check, id, &counted, &there);
  else
    return TRUE;
  sqlite_findings_describe (check->findings, sqlite_db_text (row, 1), 0);
  return TRUE;
}

static void
note_folder_gap (gint64 first, gint64 last, const GError *why, gpointer data)
{
  note_gap (data, "folders", first, last, why);
}

static gboolean
check_objects (Check *check, GError **error)
{
  gint64 n = 0;

  sqlite_db_get_number (check->conn, "SELECT count(*) FROM messages", &n, NULL);
  check->findings->n_done = 0;
  check->findings->n_total = (guint) MIN (2 * n, G_MAXUINT32);
  return sqlite_db_walk (check->conn,
                         "SELECT id, folder, subject FROM messages WHERE id >= ?1 ORDER BY id",
                         visit_message,
                         note_message_gap,
                         check,
                         error) &&
         sqlite_db_walk (check->conn,
                         "SELECT message FROM contents WHERE message >= ?1 ORDER BY message",
                         visit_content,
                         ignore_gap,
                         check,
                         error) &&
         sqlite_db_walk (check->conn,
                         "SELECT id, name, parent, type FROM folders"
                         " WHERE id >= ?1 ORDER BY id",
                         visit_folder,
                         note_folder_gap,
                         check,
                         error);
}

/* Messages that nobody would find by their words. */
static gboolean
check_words (Check *check, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 missing = 0;

  if (!sqlite_db_words_count_missing (check->conn, &missing, &local) &&
      !sqlite_db_is_damage (local))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (missing > 0)
    sqlite_findings_add (check->findings,
                         MAPI_OBJECT_STORE,
                         0,
                         (gint) MAPI_E_CORRUPT_STORE,
                         "the index of words lacks %" G_GINT64_FORMAT
                         " messages: switch full-text off and on again",
                         missing);
  return TRUE;
}

gboolean
sqlite_db_check (SqliteDbConn *conn, SqliteFindings *findings, GError **error)
{
  Check check = { conn, findings, TRUE };

  return check_pages (&check, error) && check_objects (&check, error) &&
         check_words (&check, error);
}

char *
sqlite_db_check_get_folder_name (SqliteDbConn *conn, gint64 id)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn, "SELECT name FROM folders WHERE id = ?1", NULL, "i", id);

  return stmt != NULL && sqlite_db_step (stmt, NULL) == SQLITE_DB_ROW
             ? g_strdup (sqlite_db_text (stmt, 0))
             : NULL;
}
