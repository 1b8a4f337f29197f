/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-words.h"
#include "sqlite-db-content.h"
#include "sqlite-db-settings.h"
#include "sqlite-db-words-private.h"

#define SETTING "full-text"
#define PIECE 50

/*
 * words has no content of its own, and nothing can be taken out of it: a text that has changed is
 * another document, and a document to which no message belongs is not asked for. indexed tells
 * whose text a document is; word_list which words there are.
 */
static const char *const switch_on[] = {
  "CREATE VIRTUAL TABLE words USING fts5 (text, content = '', detail = none, tokenize = 'ascii')",
  "CREATE TABLE word_list (word TEXT PRIMARY KEY) WITHOUT ROWID",
  "CREATE TABLE indexed ("
  "  doc INTEGER PRIMARY KEY AUTOINCREMENT, message INTEGER NOT NULL UNIQUE)",
  "CREATE TABLE unindexed (message INTEGER PRIMARY KEY)",
  "INSERT INTO unindexed SELECT message FROM contents",
  "CREATE TRIGGER words_added AFTER INSERT ON contents BEGIN"
  "  DELETE FROM indexed WHERE message = new.message;"
  "  INSERT OR REPLACE INTO unindexed VALUES (new.message); END",
  "CREATE TRIGGER words_changed AFTER UPDATE ON contents BEGIN"
  "  DELETE FROM indexed WHERE message = new.message;"
  "  INSERT OR REPLACE INTO unindexed VALUES (new.message); END",
  "CREATE TRIGGER words_subject AFTER UPDATE OF subject ON messages"
  "  WHEN old.subject IS NOT new.subject BEGIN"
  "  DELETE FROM indexed WHERE message = new.id;"
  "  INSERT OR REPLACE INTO unindexed VALUES (new.id); END",
  "CREATE TRIGGER words_deleted AFTER DELETE ON contents BEGIN"
  "  DELETE FROM indexed WHERE message = old.message;"
  "  DELETE FROM unindexed WHERE message = old.message; END",
};

static const char *const switch_off[] = {
  "DROP TRIGGER words_added",   "DROP TRIGGER words_changed", "DROP TRIGGER words_subject",
  "DROP TRIGGER words_deleted", "DROP TABLE unindexed",       "DROP TABLE indexed",
  "DROP TABLE word_list",       "DROP TABLE words",
};

gboolean
sqlite_db_words_is_on (SqliteDbConn *conn, gboolean *on, GError **error)
{
  gint64 number = 0;

  if (!sqlite_db_setting_get_number (conn, SETTING, &number, error))
    return FALSE;
  *on = number != 0;
  return TRUE;
}

gboolean
sqlite_db_words_switch (SqliteDbConn *conn, gboolean on, GError **error)
{
  const char *const *steps = on ? switch_on : switch_off;
  guint              n_steps = on ? G_N_ELEMENTS (switch_on) : G_N_ELEMENTS (switch_off);
  gboolean           is_on;

  if (!sqlite_db_words_is_on (conn, &is_on, error))
    return FALSE;
  if (is_on == on)
    return TRUE;
  for (guint i = 0; i < n_steps; i++)
    if (!sqlite_db_exec (conn, steps[i], error))
      return FALSE;
  return sqlite_db_setting_set_number (conn, SETTING, on ? 1 : 0, error);
}

/* The text that restrictions look at, folded as they fold it; NULL without an error where it is too
 * large to be looked at. */
static gboolean
read_text (SqliteDbConn *conn, gint64 message, char **text, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn,
                       "SELECT c.props, c.large, m.subject FROM contents c"
                       " JOIN messages m ON m.id = c.message WHERE c.message = ?1",
                       error,
                       "i",
                       message);
  SqliteDbStep step = stmt != NULL ? sqlite_db_step (stmt, error) : SQLITE_DB_ERROR;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) large = NULL;
  g_autoptr (MapiPropValue) body = NULL;
  g_autofree char *whole = NULL;
  SqliteDbContent  content = { .conn = conn, .whole = TRUE };

  *text = NULL;
  if (step != SQLITE_DB_ROW)
    return step == SQLITE_DB_DONE;
  content.props = props = sqlite_db_props (stmt, 0, error);
  content.large = large = sqlite_db_bytes (stmt, 1);
  body = props != NULL ? sqlite_db_content_get (&content, MAPI_PR_BODY, error) : NULL;
  if (body == NULL)
    return FALSE;
  if (mapi_prop_value_get_tag (body) == MAPI_PR_BODY)
    whole = g_strconcat (sqlite_db_is_null (stmt, 2) ? "" : sqlite_db_text (stmt, 2),
                         "\n",
                         mapi_prop_value_get_string (body),
                         NULL);
  else if (mapi_prop_value_get_error (body) == (gint32) MAPI_E_NOT_FOUND)
    whole = g_strdup (sqlite_db_is_null (stmt, 2) ? "" : sqlite_db_text (stmt, 2));
  if (whole != NULL)
    *text = g_utf8_casefold (whole, -1);
  return TRUE;
}

static gboolean
list_words (SqliteDbConn *conn, GHashTable *words, GError **error)
{
  GHashTableIter iter;
  gpointer       word;

  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    if (!sqlite_db_run (
            conn, "INSERT OR IGNORE INTO word_list (word) VALUES (?1)", error, "t", word))
      return FALSE;
  return TRUE;
}

static gboolean
add_text (SqliteDbConn *conn, gint64 message, const char *text, GHashTable *words, GError **error)
{
  return sqlite_db_run (
             conn, "INSERT OR REPLACE INTO indexed (message) VALUES (?1)", error, "i", message) &&
         sqlite_db_run (conn,
                        "INSERT INTO words (rowid, text) VALUES (?1, ?2)",
                        error,
                        "it",
                        sqlite_db_last_id (conn),
                        text) &&
         list_words (conn, words, error) &&
         sqlite_db_run (conn, "DELETE FROM unindexed WHERE message = ?1", error, "i", message);
}

static gboolean
add_message (SqliteDbConn *conn, gint64 message, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) words = NULL;

  if (!read_text (conn, message, &text, error))
    return FALSE;
  words = text != NULL ? sqlite_words_collect (text) : NULL;
  return words == NULL || add_text (conn, message, text, words, error);
}

gboolean
sqlite_db_words_add (SqliteDbConn *conn, gint64 message, GError **error)
{
  gboolean on;

  return sqlite_db_words_is_on (conn, &on, error) && (!on || add_message (conn, message, error));
}

static GArray *
list_unindexed (SqliteDbConn *conn, gint64 after, GError **error)
{
  g_autoptr (SqliteDbStmt) stmt =
      sqlite_db_query (conn,
                       "SELECT message FROM unindexed WHERE message > ?1 ORDER BY message LIMIT ?2",
                       error,
                       "ii",
                       after,
                       (gint64) PIECE);
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));
  SqliteDbStep step = stmt != NULL ? SQLITE_DB_ROW : SQLITE_DB_ERROR;

  while (step == SQLITE_DB_ROW && (step = sqlite_db_step (stmt, error)) == SQLITE_DB_ROW)
    g_array_append_val (messages, (gint64){ sqlite_db_int (stmt, 0) });
  return step == SQLITE_DB_DONE ? g_steal_pointer (&messages) : NULL;
}

gboolean
sqlite_db_words_build (SqliteDbConn *conn, gint64 *after, GError **error)
{
  g_autoptr (GArray) messages = NULL;
  gboolean on;
  gint64   last = G_MAXINT64;

  if (!sqlite_db_words_is_on (conn, &on, error))
    return FALSE;
  messages =
      on ? list_unindexed (conn, *after, error) : g_array_new (FALSE, FALSE, sizeof (gint64));
  if (messages == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++)
    {
      last = g_array_index (messages, gint64, i);
      if (!add_message (conn, last, error))
        return FALSE;
    }
  *after = last;
  return TRUE;
}

/* All words that have @part in them, or end with it; FALSE where they are many. */
static gboolean
find_words (SqliteDbConn *conn, const SqliteWord *part, GString *expression)
{
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn,
      part->open_end ? "SELECT word FROM word_list WHERE instr(word, ?1) > 0 LIMIT ?2"
                     : "SELECT word FROM word_list"
                       " WHERE substr(word, -length(?1)) = ?1 LIMIT ?2",
      NULL,
      "ti",
      part->text,
      (gint64) SQLITE_WORDS_MOST + 1);
  SqliteDbStep step = stmt != NULL ? SQLITE_DB_ROW : SQLITE_DB_ERROR;
  guint        n = 0;

  while (step == SQLITE_DB_ROW && (step = sqlite_db_step (stmt, NULL)) == SQLITE_DB_ROW)
    g_string_append_printf (
        expression, "%s\"%s\"", n++ > 0 ? " OR " : "", sqlite_db_text (stmt, 0));
  /* No text has such a word, nor then this one. */
  if (n == 0)
    g_string_append_printf (expression, "\"%s\"", part->text);
  return step == SQLITE_DB_DONE && n <= SQLITE_WORDS_MOST;
}

/* What the index is to have for one word of what is looked for; NULL where it cannot tell. */
static char *
match_word (SqliteDbConn *conn, const SqliteWord *word)
{
  g_autoptr (GString) expression = g_string_new (NULL);

  if (!word->open_start)
    return g_strdup_printf ("\"%s\"%s", word->text, word->open_end ? " *" : "");
  return find_words (conn, word, expression) ? g_string_free (g_steal_pointer (&expression), FALSE)
                                             : NULL;
}

static void
add_content (SqliteDbConn *conn, MapiRestriction *restriction, GPtrArray *terms)
{
  g_autoptr (GPtrArray) words = sqlite_words_of_restriction (restriction);

  for (guint i = 0; words != NULL && i < words->len; i++)
    {
      char *term = match_word (conn, words->pdata[i]);

      if (term != NULL)
        g_ptr_array_add (terms, term);
    }
}

/* Below AND each part narrows alone. */
static void
collect_terms (SqliteDbConn *conn, MapiRestriction *restriction, GPtrArray *terms)
{
  if (mapi_restriction_get_kind (restriction) == MAPI_RES_CONTENT)
    add_content (conn, restriction, terms);
  else if (mapi_restriction_get_kind (restriction) == MAPI_RES_AND)
    for (guint i = 0; i < mapi_restriction_get_n_children (restriction); i++)
      {
        g_autoptr (MapiRestriction) child = mapi_restriction_get_child (restriction, i);

        collect_terms (conn, child, terms);
      }
}

char *
sqlite_db_words_match (SqliteDbConn *conn, MapiRestriction *restriction)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  GString *expression = NULL;
  gboolean on = FALSE;

  if (!sqlite_db_words_is_on (conn, &on, NULL) || !on)
    return NULL;
  collect_terms (conn, restriction, terms);
  if (terms->len == 0)
    return NULL;
  expression = g_string_new (NULL);
  for (guint i = 0; i < terms->len; i++)
    g_string_append_printf (
        expression, "%s(%s)", i > 0 ? " AND " : "", (const char *) terms->pdata[i]);
  return g_string_free (expression, FALSE);
}

gboolean
sqlite_db_words_forget (SqliteDbConn *conn, GError **error)
{
  return sqlite_db_run (conn, "DELETE FROM settings WHERE name = ?1", error, "t", SETTING);
}

gboolean
sqlite_db_words_tidy (SqliteDbConn *conn, GError **error)
{
  gboolean on;
  gint64   gone;

  if (!sqlite_db_words_is_on (conn, &on, error))
    return FALSE;
  if (!on)
    return TRUE;
  if (!sqlite_db_get_number (
          conn, "SELECT ifnull(max(doc), 0) - 2 * count(*) FROM indexed", &gone, error))
    return FALSE;
  return gone <= 0 || (sqlite_db_words_switch (conn, FALSE, error) &&
                       sqlite_db_words_switch (conn, TRUE, error));
}

gboolean
sqlite_db_words_count_missing (SqliteDbConn *conn, gint64 *count, GError **error)
{
  gboolean on;

  *count = 0;
  return sqlite_db_words_is_on (conn, &on, error) &&
         (!on || sqlite_db_get_number (conn,
                                       "SELECT count(*) FROM contents"
                                       " WHERE message NOT IN (SELECT message FROM indexed)"
                                       " AND message NOT IN (SELECT message FROM unindexed)",
                                       count,
                                       error));
}
