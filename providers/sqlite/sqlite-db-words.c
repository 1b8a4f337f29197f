/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-words.h"
#include "sqlite-db-content.h"
#include "sqlite-db-words-private.h"

#include <string.h>

#define INDEX "documents"
#define PIECE 50

/*
 * terms has no content of its own, and nothing can be taken out of it: a text that has changed is
 * another document, and a document to which no message belongs is not asked for. documents tells
 * whose texts one is, with what places the message in a table, so that nothing else has to be read;
 * term_list which terms there are, each read backward, so that those with a common end lie
 * together.
 */
static const char *const switch_on[] = {
  "CREATE TABLE term_list (backward TEXT PRIMARY KEY) WITHOUT ROWID",
  "CREATE TABLE documents ("
  "  doc INTEGER PRIMARY KEY AUTOINCREMENT, message INTEGER NOT NULL UNIQUE,"
  "  folder INTEGER NOT NULL, associated INTEGER NOT NULL, delivered INTEGER NOT NULL)",
  "CREATE TABLE unindexed (message INTEGER PRIMARY KEY)",
  "INSERT INTO unindexed SELECT message FROM contents",
  "CREATE TRIGGER words_added AFTER INSERT ON contents BEGIN"
  "  DELETE FROM documents WHERE message = new.message;"
  "  INSERT OR REPLACE INTO unindexed VALUES (new.message); END",
  "CREATE TRIGGER words_changed AFTER UPDATE ON contents BEGIN"
  "  DELETE FROM documents WHERE message = new.message;"
  "  INSERT OR REPLACE INTO unindexed VALUES (new.message); END",
  "CREATE TRIGGER words_subject AFTER UPDATE OF subject ON messages"
  "  WHEN old.subject IS NOT new.subject BEGIN"
  "  DELETE FROM documents WHERE message = new.id;"
  "  INSERT OR REPLACE INTO unindexed VALUES (new.id); END",
  "CREATE TRIGGER words_moved AFTER UPDATE OF folder, delivered ON messages"
  "  WHEN old.folder <> new.folder OR old.delivered <> new.delivered BEGIN"
  "  UPDATE documents SET folder = new.folder, delivered = new.delivered"
  "    WHERE message = new.id; END",
  "CREATE TRIGGER words_deleted AFTER DELETE ON contents BEGIN"
  "  DELETE FROM documents WHERE message = old.message;"
  "  DELETE FROM unindexed WHERE message = old.message; END",
};

/* With what an index had that knew words alone, and not what separates them, or no places. */
static const char *const switch_off[] = {
  "DROP TRIGGER IF EXISTS words_added",   "DROP TRIGGER IF EXISTS words_changed",
  "DROP TRIGGER IF EXISTS words_subject", "DROP TRIGGER IF EXISTS words_deleted",
  "DROP TRIGGER IF EXISTS words_moved",   "DROP TABLE IF EXISTS documents",
  "DROP TABLE IF EXISTS unindexed",       "DROP TABLE IF EXISTS indexed",
  "DROP TABLE IF EXISTS term_list",       "DROP TABLE IF EXISTS terms",
  "DROP TABLE IF EXISTS word_list",       "DROP TABLE IF EXISTS words",
};

gboolean
sqlite_db_words_is_on (SqliteDbConn *conn, gboolean *on, GError **error)
{
  gint64 number = 0;

  if (!sqlite_db_get_number (
          conn, "SELECT count(*) FROM sqlite_schema WHERE name = '" INDEX "'", &number, error))
    return FALSE;
  *on = number != 0;
  return TRUE;
}

static void
append_quoted (GString *string, char quote, const char *text)
{
  g_string_append_c (string, quote);
  for (; *text != '\0'; text++)
    {
      if (*text == quote)
        g_string_append_c (string, quote);
      g_string_append_c (string, *text);
    }
  g_string_append_c (string, quote);
}

/* Terms come with a NUL between them, and may have everything else in them. */
static gboolean
create_index (SqliteDbConn *conn, GError **error)
{
  g_autoptr (GString) tokenizer = g_string_new ("ascii tokenchars ");
  g_autoptr (GString) sql =
      g_string_new ("CREATE VIRTUAL TABLE terms USING fts5 (subject, body, content = '',"
                    " detail = column, tokenize = ");
  char  marks[0x80];
  gsize n = 0;

  for (char c = 1; c > 0 && c < 0x7f; c++)
    if (!g_ascii_isalnum (c))
      marks[n++] = c;
  marks[n++] = 0x7f;
  marks[n] = '\0';
  append_quoted (tokenizer, '\'', marks);
  append_quoted (sql, '"', tokenizer->str);
  g_string_append_c (sql, ')');
  return sqlite_db_exec (conn, sql->str, error);
}

static gboolean
run_steps (SqliteDbConn *conn, const char *const *steps, guint n_steps, GError **error)
{
  for (guint i = 0; i < n_steps; i++)
    if (!sqlite_db_exec (conn, steps[i], error))
      return FALSE;
  return TRUE;
}

gboolean
sqlite_db_words_switch (SqliteDbConn *conn, gboolean on, GError **error)
{
  gboolean is_on;

  if (!sqlite_db_words_is_on (conn, &is_on, error))
    return FALSE;
  if (is_on == on)
    return TRUE;
  return run_steps (conn, switch_off, G_N_ELEMENTS (switch_off), error) &&
         (!on || (create_index (conn, error) &&
                  run_steps (conn, switch_on, G_N_ELEMENTS (switch_on), error)));
}

/* The terms of a message's texts. */
typedef struct
{
  GHashTable *subject;
  GHashTable *body;
} Terms;

static void
terms_clear (Terms *self)
{
  g_hash_table_unref (self->subject);
  g_hash_table_unref (self->body);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Terms, terms_clear)

static gboolean
collect (GHashTable *terms, const char *text)
{
  g_autofree char *folded = g_utf8_validate (text, -1, NULL) ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && sqlite_words_collect (folded, terms);
}

/* Of the texts that restrictions look at, folded as they fold them. *known is FALSE where one is
 * too large to be looked at, has a word that is too long, or is no text. */
static gboolean
read_terms (SqliteDbConn *conn, gint64 message, Terms *terms, gboolean *known, GError **error)
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
  SqliteDbContent content = { .conn = conn, .whole = TRUE };

  *known = FALSE;
  if (step != SQLITE_DB_ROW)
    return step == SQLITE_DB_DONE;
  content.props = props = sqlite_db_props (stmt, 0, error);
  content.large = large = sqlite_db_bytes (stmt, 1);
  body = props != NULL ? sqlite_db_content_get (&content, MAPI_PR_BODY, error) : NULL;
  if (body == NULL)
    return FALSE;
  if (mapi_prop_value_get_tag (body) == MAPI_PR_BODY)
    *known = collect (terms->body, mapi_prop_value_get_string (body));
  else
    *known = mapi_prop_value_get_error (body) == (gint32) MAPI_E_NOT_FOUND;
  if (*known && !sqlite_db_is_null (stmt, 2))
    *known = collect (terms->subject, sqlite_db_text (stmt, 2));
  return TRUE;
}

static gboolean
list_terms (SqliteDbConn *conn, GHashTable *terms, GError **error)
{
  GHashTableIter iter;
  gpointer       term;

  g_hash_table_iter_init (&iter, terms);
  while (g_hash_table_iter_next (&iter, &term, NULL))
    {
      g_autofree char *backward = g_utf8_strreverse (term, -1);

      if (!sqlite_db_run (
              conn, "INSERT OR IGNORE INTO term_list (backward) VALUES (?1)", error, "t", backward))
        return FALSE;
    }
  return TRUE;
}

static GBytes *
join (GHashTable *terms)
{
  GByteArray    *joined = g_byte_array_new ();
  GHashTableIter iter;
  gpointer       term;

  g_hash_table_iter_init (&iter, terms);
  while (g_hash_table_iter_next (&iter, &term, NULL))
    g_byte_array_append (joined, term, (guint) strlen (term) + 1);
  return g_byte_array_free_to_bytes (joined);
}

static gboolean
add_terms (SqliteDbConn *conn, gint64 message, const Terms *terms, GError **error)
{
  g_autoptr (GBytes) subject = join (terms->subject);
  g_autoptr (GBytes) body = join (terms->body);

  return sqlite_db_run (conn,
                        "INSERT OR REPLACE INTO documents (message, folder, associated, delivered)"
                        " SELECT id, folder, associated, delivered FROM messages WHERE id = ?1",
                        error,
                        "i",
                        message) &&
         sqlite_db_run (conn,
                        "INSERT INTO terms (rowid, subject, body) VALUES (?1, ?2, ?3)",
                        error,
                        "ibb",
                        sqlite_db_last_id (conn),
                        subject,
                        body) &&
         list_terms (conn, terms->subject, error) && list_terms (conn, terms->body, error) &&
         sqlite_db_run (conn, "DELETE FROM unindexed WHERE message = ?1", error, "i", message);
}

static GHashTable *
new_terms (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
add_message (SqliteDbConn *conn, gint64 message, GError **error)
{
  g_auto (Terms) terms = { new_terms (), new_terms () };
  gboolean known;

  return read_terms (conn, message, &terms, &known, error) &&
         (!known || add_terms (conn, message, &terms, error));
}

gboolean
sqlite_db_words_add (SqliteDbConn *conn, gint64 message, GError **error)
{
  return !sqlite_db_has_table (conn, INDEX) || add_message (conn, message, error);
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

/* What has @beginning at the beginning stands before this, and what stands behind it does not:
 * the list compares bytes. */
static char *
dup_end_of_range (const char *beginning)
{
  char *end = g_strdup (beginning);

  end[strlen (end) - 1]++;
  return end;
}

/* All terms that have @part in them, or end with it; FALSE where they are many. */
static gboolean
find_terms (SqliteDbConn *conn, const SqliteWord *part, GString *expression)
{
  g_autofree char *backward = g_utf8_strreverse (part->text, -1);
  g_autofree char *end = dup_end_of_range (backward);
  g_autoptr (SqliteDbStmt) stmt = sqlite_db_query (
      conn,
      part->open_end ? "SELECT backward FROM term_list WHERE instr(backward, ?1) > 0 LIMIT ?3"
                     : "SELECT backward FROM term_list"
                       " WHERE backward >= ?1 AND backward < ?2 LIMIT ?3",
      NULL,
      "tti",
      backward,
      end,
      (gint64) SQLITE_WORDS_MOST + 1);
  SqliteDbStep step = stmt != NULL ? SQLITE_DB_ROW : SQLITE_DB_ERROR;
  guint        n = 0;

  while (step == SQLITE_DB_ROW && (step = sqlite_db_step (stmt, NULL)) == SQLITE_DB_ROW)
    {
      g_autofree char *term = g_utf8_strreverse (sqlite_db_text (stmt, 0), -1);

      if (n++ > 0)
        g_string_append (expression, " OR ");
      append_quoted (expression, '"', term);
    }
  /* No text has such a term, nor then this one. */
  if (n == 0)
    append_quoted (expression, '"', part->text);
  return step == SQLITE_DB_DONE && n <= SQLITE_WORDS_MOST;
}

/* What the index is to have for one word of what is looked for; FALSE where it cannot tell. */
static gboolean
match_word (SqliteDbConn *conn, const SqliteWord *word, GString *expression)
{
  if (word->open_start)
    return find_terms (conn, word, expression);
  append_quoted (expression, '"', word->text);
  if (word->open_end)
    g_string_append (expression, " *");
  return TRUE;
}

/* What to ask the index for, put together while a restriction is gone through. */
typedef struct
{
  SqliteDbConn *conn;
  GString      *expression;
  gboolean      decides;
} Asking;

static void
add_word (Asking *asking, const char *column, const SqliteWord *word)
{
  g_autoptr (GString) term = g_string_new (NULL);

  if (!match_word (asking->conn, word, term))
    {
      asking->decides = FALSE;
      return;
    }
  if (asking->expression->len > 0)
    g_string_append (asking->expression, " AND ");
  g_string_append_printf (asking->expression, "(%s : (%s))", column, term->str);
}

static void
add_content (Asking *asking, MapiRestriction *restriction)
{
  gboolean decides = FALSE;
  g_autoptr (GPtrArray) words = sqlite_words_of_restriction (restriction, &decides);
  const char *column =
      mapi_restriction_get_tag (restriction) == MAPI_PR_SUBJECT ? "subject" : "body";

  for (guint i = 0; words != NULL && i < words->len; i++)
    add_word (asking, column, words->pdata[i]);
  asking->decides = asking->decides && decides;
}

/* Below AND each part narrows alone. */
static void
ask (Asking *asking, MapiRestriction *restriction)
{
  if (mapi_restriction_get_kind (restriction) == MAPI_RES_CONTENT)
    add_content (asking, restriction);
  else if (mapi_restriction_get_kind (restriction) != MAPI_RES_AND)
    asking->decides = FALSE;
  else
    for (guint i = 0; i < mapi_restriction_get_n_children (restriction); i++)
      {
        g_autoptr (MapiRestriction) child = mapi_restriction_get_child (restriction, i);

        ask (asking, child);
      }
}

char *
sqlite_db_words_match (SqliteDbConn *conn, MapiRestriction *restriction, gboolean *decides)
{
  g_autoptr (GString) expression = g_string_new (NULL);
  Asking   asking = { conn, expression, TRUE };
  gboolean on = FALSE;

  *decides = FALSE;
  if (!sqlite_db_words_is_on (conn, &on, NULL) || !on)
    return NULL;
  ask (&asking, restriction);
  if (expression->len == 0)
    return NULL;
  *decides = asking.decides;
  return g_string_free (g_steal_pointer (&expression), FALSE);
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
          conn, "SELECT ifnull(max(doc), 0) - 2 * count(*) FROM documents", &gone, error))
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
         (!on ||
          sqlite_db_get_number (conn,
                                "SELECT count(*) FROM contents c"
                                " LEFT JOIN documents d ON d.message = c.message"
                                " LEFT JOIN messages m ON m.id = c.message"
                                " WHERE c.message NOT IN (SELECT message FROM unindexed)"
                                " AND (d.doc IS NULL OR (d.folder, d.associated, d.delivered)"
                                " IS NOT (m.folder, m.associated, m.delivered))",
                                count,
                                error));
}
