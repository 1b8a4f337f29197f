/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-schema.h"

/* "MAPI" */
#define APPLICATION_ID 0x4d415049

#define MOST_WAIT_USEC (10 * G_USEC_PER_SEC)
#define STEP_USEC 5000

/*
 * Version 1. Identifiers are given once and never again, since entry identifiers are made of them.
 *
 * messages: what tables show and the store itself works with; small, so that many rows lie on a
 * page. The properties as they were set are in contents. folder is 0 for a message inside an
 * attachment; queue is outgoing.seq while the message waits to be sent; change counts the saves;
 * recipients is a row set, and comes last because it may be long.
 * contents.props and attachments.props are property lists, large tells which properties lie in
 * streams.
 * chunks.id is the stream's identifier * 2^24 + the number of the chunk. A stream without
 * references belongs to a writer that has not saved its object yet.
 *
 * Version 2: saved orders and search folders. found holds what searches have found, in the order of
 * their tables; triggers keep it and the counters of search folders in step with messages, whoever
 * changes those. lost holds, within a transaction, which search folders had a message that was
 * deleted.
 *
 * Version 3: the journal, in which processes that have the store open tell each other what their
 * changes did.
 *
 * Version 4: messages.passed_on, PR_PROVIDER_SUBMIT_TIME of a message that was sent since; contents
 * need not be written for it. NULL where that may be among the properties.
 * The setting "counted" is the number of the last message that the counters of folders count.
 */
static const char *const versions[] = {
  "CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
  "CREATE TABLE folders ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, parent INTEGER NOT NULL,"
  "  name TEXT NOT NULL COLLATE NOCASE, type INTEGER NOT NULL,"
  "  contents INTEGER NOT NULL DEFAULT 0, unread INTEGER NOT NULL DEFAULT 0,"
  "  associated INTEGER NOT NULL DEFAULT 0, subfolders INTEGER NOT NULL DEFAULT 0,"
  "  created INTEGER NOT NULL, modified INTEGER NOT NULL, props BLOB);"
  "CREATE UNIQUE INDEX folders_by_name ON folders (parent, name);"
  "CREATE TABLE messages ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, folder INTEGER NOT NULL, associated INTEGER NOT NULL,"
  "  flags INTEGER NOT NULL, status INTEGER NOT NULL, size INTEGER NOT NULL,"
  "  change INTEGER NOT NULL, queue INTEGER,"
  "  created INTEGER NOT NULL, modified INTEGER NOT NULL,"
  "  delivered INTEGER NOT NULL, submitted INTEGER,"
  "  importance INTEGER, priority INTEGER, sensitivity INTEGER,"
  "  class TEXT, subject TEXT, normalized TEXT, sender TEXT, representing TEXT,"
  "  display_to TEXT, display_cc TEXT, display_bcc TEXT, recipients BLOB);"
  "CREATE INDEX messages_in_order ON messages (folder, associated, delivered) WHERE folder <> 0;"
  "CREATE TABLE contents ("
  "  message INTEGER PRIMARY KEY, props BLOB NOT NULL, large BLOB);"
  "CREATE TABLE attachments ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, message INTEGER NOT NULL, number INTEGER NOT NULL,"
  "  embedded INTEGER, size INTEGER NOT NULL, props BLOB NOT NULL, large BLOB);"
  "CREATE UNIQUE INDEX attachments_by_number ON attachments (message, number);"
  "CREATE TABLE streams ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT, refs INTEGER NOT NULL, writer INTEGER);"
  "CREATE INDEX streams_by_writer ON streams (writer) WHERE writer IS NOT NULL;"
  "CREATE TABLE chunks (id INTEGER PRIMARY KEY, data BLOB NOT NULL);"
  "CREATE TABLE outgoing ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT, message INTEGER NOT NULL, flags INTEGER NOT NULL,"
  "  sent_folder INTEGER, discard INTEGER NOT NULL);"
  "CREATE TABLE receive_folders ("
  "  class TEXT PRIMARY KEY COLLATE NOCASE, folder INTEGER NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE names ("
  "  id INTEGER PRIMARY KEY, space BLOB NOT NULL, kind INTEGER NOT NULL,"
  "  number INTEGER NOT NULL, name TEXT NOT NULL);"
  "CREATE UNIQUE INDEX names_by_name ON names (space, kind, number, name);"
  "CREATE TABLE events ("
  "  seq INTEGER PRIMARY KEY AUTOINCREMENT, message INTEGER NOT NULL, folder INTEGER NOT NULL,"
  "  class TEXT, flags INTEGER NOT NULL);",

  "ALTER TABLE folders ADD COLUMN sort BLOB;"
  "CREATE TABLE searches ("
  "  folder INTEGER PRIMARY KEY, state INTEGER NOT NULL, run INTEGER NOT NULL,"
  "  restriction BLOB NOT NULL, scope BLOB NOT NULL);"
  "CREATE TABLE found ("
  "  folder INTEGER NOT NULL, delivered INTEGER NOT NULL, message INTEGER NOT NULL,"
  "  PRIMARY KEY (folder, delivered, message)) WITHOUT ROWID;"
  "CREATE UNIQUE INDEX found_by_message ON found (message, folder);"
  "CREATE TABLE lost ("
  "  message INTEGER NOT NULL, folder INTEGER NOT NULL, PRIMARY KEY (message, folder))"
  "  WITHOUT ROWID;"
  "CREATE TRIGGER found_added AFTER INSERT ON found BEGIN"
  "  UPDATE folders SET contents = contents + 1, unread = unread +"
  "    (SELECT flags & 1 = 0 FROM messages WHERE id = new.message) WHERE id = new.folder; END;"
  "CREATE TRIGGER found_removed BEFORE DELETE ON found BEGIN"
  "  UPDATE folders SET contents = contents - 1, unread = unread -"
  "    (SELECT flags & 1 = 0 FROM messages WHERE id = old.message) WHERE id = old.folder; END;"
  "CREATE TRIGGER found_deleted BEFORE DELETE ON messages BEGIN"
  "  INSERT INTO lost SELECT message, folder FROM found WHERE message = old.id;"
  "  DELETE FROM found WHERE message = old.id; END;"
  "CREATE TRIGGER found_read AFTER UPDATE OF flags ON messages"
  "  WHEN old.flags & 1 <> new.flags & 1 BEGIN"
  "  UPDATE folders SET unread = unread + (old.flags & 1) - (new.flags & 1)"
  "    WHERE id IN (SELECT folder FROM found WHERE message = new.id); END;"
  "CREATE TRIGGER found_delivered AFTER UPDATE OF delivered ON messages"
  "  WHEN old.delivered <> new.delivered BEGIN"
  "  UPDATE found SET delivered = new.delivered WHERE message = new.id; END;"
  "CREATE TRIGGER search_deleted BEFORE DELETE ON folders BEGIN"
  "  DELETE FROM searches WHERE folder = old.id; DELETE FROM found WHERE folder = old.id; END;",

  "CREATE TABLE journal (seq INTEGER PRIMARY KEY, writer INTEGER NOT NULL, events BLOB);",

  "ALTER TABLE messages ADD COLUMN passed_on INTEGER;"
  "INSERT OR REPLACE INTO settings (name, value)"
  "  SELECT 'counted', ifnull(max(id), 0) FROM messages;",
};

#define NEWEST ((gint64) G_N_ELEMENTS (versions))

gboolean
sqlite_db_schema_check (SqliteDbConn *conn, GError **error)
{
  const char *path = sqlite_db_conn_get_path (conn);
  gint64      application;
  gint64      tables;
  gint64      version;

  /* The tables first: whoever makes the store meanwhile commits the rest with them. */
  if (!sqlite_db_get_number (conn, "SELECT count(*) FROM sqlite_schema", &tables, error) ||
      !sqlite_db_get_number (conn, "PRAGMA application_id", &application, error) ||
      !sqlite_db_get_number (conn, "PRAGMA user_version", &version, error))
    return FALSE;
  if (tables > 0 && application != APPLICATION_ID)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_CORRUPT_STORE,
                   "sqlite: %s is a database, but not a message store",
                   path);
      return FALSE;
    }
  if (version > NEWEST)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_VERSION,
                   "sqlite: the store %s has version %" G_GINT64_FORMAT
                   ", this program knows up to version %u: a newer program has written it",
                   path,
                   version,
                   (guint) G_N_ELEMENTS (versions));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_version (SqliteDbConn *conn, gint64 *version, GError **error)
{
  return sqlite_db_schema_check (conn, error) &&
         sqlite_db_get_number (conn, "PRAGMA user_version", version, error);
}

static gboolean
migrate (SqliteDbConn *conn, GError **error)
{
  g_autofree char *mark = NULL;
  gint64           version;

  if (!check_version (conn, &version, error))
    return FALSE;
  if (version == NEWEST)
    return TRUE;

  for (gsize i = (gsize) MAX (version, 0); i < G_N_ELEMENTS (versions); i++)
    if (!sqlite_db_exec (conn, versions[i], error))
      return FALSE;
  mark = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%u",
                          APPLICATION_ID,
                          (guint) G_N_ELEMENTS (versions));
  return sqlite_db_exec (conn, mark, error);
}

/* Each page that a change touches is written to the log whole, so they are small; the schema fits on
 * the first one. SQLite does not wait where two that switch a new file over would wait for each
 * other. */
static gboolean
use_log (SqliteDbConn *conn, GError **error)
{
  gint64 end = g_get_monotonic_time () + MOST_WAIT_USEC;

  while (TRUE)
    {
      g_autoptr (GError) local = NULL;

      if (sqlite_db_exec (conn, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL", &local))
        return TRUE;
      if (!g_error_matches (local, MAPI_ERROR, MAPI_E_TIMEOUT) || g_get_monotonic_time () > end)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_usleep (STEP_USEC);
    }
}

/* Two processes may come to a new file at once: the loser finds the work done. */
gboolean
sqlite_db_schema_prepare (SqliteDbConn *conn, GError **error)
{
  gint64   version;
  gboolean migrated;

  /* A file that is somebody else's stays as it is. */
  if (!check_version (conn, &version, error) || !use_log (conn, error))
    return FALSE;
  /* Whoever only opens the store waits for no writer. */
  if (version == NEWEST)
    return TRUE;
  if (!sqlite_db_exec (conn, "PRAGMA synchronous=FULL; BEGIN IMMEDIATE", error))
    return FALSE;

  migrated = migrate (conn, error);
  if (!sqlite_db_exec (conn, migrated ? "COMMIT" : "ROLLBACK", migrated ? error : NULL))
    return FALSE;
  return migrated;
}
