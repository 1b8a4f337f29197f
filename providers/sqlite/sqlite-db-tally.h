/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-messages.h"

G_BEGIN_DECLS

/*
 * How many messages a folder has. Its columns count the messages up to a number, the setting
 * "counted"; those behind it are few, and are counted when somebody asks. So a message that is new
 * touches no folder, and the sum is exact whatever ends the process. Without the setting the
 * columns count all messages. The counters of search folders are kept by triggers, and always
 * whole.
 */

typedef struct
{
  gint64 contents;
  gint64 unread;
  gint64 associated;
} SqliteTally;

/* The share of one message; @sign is negative where it goes. */
SqliteTally sqlite_tally_of (const SqliteMessageHead *head, gint sign);
gboolean    sqlite_tally_equal (const SqliteTally *a, const SqliteTally *b);

/* Zeros for a folder that is not there. */
gboolean
sqlite_db_tally_read (SqliteDbConn *conn, gint64 folder, SqliteTally *tally, GError **error);
/* Counts all messages of a folder one by one. */
gboolean
sqlite_db_tally_count (SqliteDbConn *conn, gint64 folder, SqliteTally *tally, GError **error);

/* Changes the columns of a folder that the message @id is in, or was, where they count it. */
gboolean sqlite_db_tally_change (
    SqliteDbConn *conn, gint64 folder, gint64 id, const SqliteTally *change, GError **error);

/* Has the columns count all messages that have a number, and so those up to the last one given. */
gboolean sqlite_db_tally_settle (SqliteDbConn *conn, GError **error);

G_END_DECLS
