/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/*
 * The index of the words in subjects and texts, which a store may have: of terms that are a word
 * and the character behind it. It narrows the messages that have to be looked at for a restriction:
 * among those it names are all that meet it; and where no more is looked for than a part of a term,
 * they are those that meet it. Triggers note each message whose text has changed as one it does not
 * know, and those it always names: so it is right whoever writes, and while it is being built.
 */

gboolean sqlite_db_words_is_on (SqliteDbConn *conn, gboolean *on, GError **error);
/* Switched on it knows no message at first. */
gboolean sqlite_db_words_switch (SqliteDbConn *conn, gboolean on, GError **error);

/* Where the index is on: takes a message that has just been stored into it. */
gboolean sqlite_db_words_add (SqliteDbConn *conn, gint64 message, GError **error);
/* Takes some of the messages behind *after into it, and moves that on; to G_MAXINT64 at the end. */
gboolean sqlite_db_words_build (SqliteDbConn *conn, gint64 *after, GError **error);

/* What to ask the index for, or NULL where it can tell nothing. Where it @decides, messages that it
 * knows and names need not be looked at. */
char *sqlite_db_words_match (SqliteDbConn *conn, MapiRestriction *restriction, gboolean *decides);

/* Begins anew where most of it is about texts that have gone. */
gboolean sqlite_db_words_tidy (SqliteDbConn *conn, GError **error);
/* How many messages it neither knows, where they are, nor notes as unknown: none, unless the file is
 * damaged. */
gboolean sqlite_db_words_count_missing (SqliteDbConn *conn, gint64 *count, GError **error);

/* Which messages the index names, ?6 being what to ask it for. */
#define SQLITE_DB_WORDS_NAMED                                                                      \
  "(SELECT message FROM documents WHERE doc IN (SELECT rowid FROM terms WHERE terms MATCH ?6)"       \
  " UNION ALL SELECT message FROM unindexed)"
/* The same of folder ?1, ?2 telling whether associated ones, in the order of tables: number, place,
 * folder, nothing, and whether it does not know the message. */
#define SQLITE_DB_WORDS_ROWS                                                                       \
  "SELECT d.message, d.delivered, d.folder, 0, 0"                                                  \
  " FROM terms CROSS JOIN documents d ON d.doc = terms.rowid"                                      \
  " WHERE terms MATCH ?6 AND d.folder = ?1 AND d.associated = ?2"                                  \
  " UNION ALL SELECT m.id, m.delivered, m.folder, 0, 1"                                            \
  " FROM unindexed u CROSS JOIN messages m ON m.id = u.message"                                    \
  " WHERE m.folder = ?1 AND m.associated = ?2 ORDER BY 2, 1"
/* Whether it does not know a message. */
#define SQLITE_DB_WORDS_UNKNOWN "m.id IN (SELECT message FROM unindexed)"

G_END_DECLS
