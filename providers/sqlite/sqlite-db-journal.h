/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"
#include "sqlite-events.h"

G_BEGIN_DECLS

/* What a change did, kept in the file for the other processes that have the store open. */
typedef struct
{
  gint64  seq; /* without gaps */
  gint64  writer;
  GArray *events; /* of SqliteEvent; NULL where they were too many to be kept */
} SqliteJournalEntry;

/* Within the transaction of the change. */
gboolean sqlite_db_journal_add (
    SqliteDbConn *conn, gint64 writer, const SqliteEvents *events, gint64 *seq, GError **error);
/* SqliteJournalEntry between the two, neither included; the eldest may be gone already. */
GPtrArray *sqlite_db_journal_list (SqliteDbConn *conn, gint64 after, gint64 before, GError **error);
gboolean   sqlite_db_journal_get_last (SqliteDbConn *conn, gint64 *seq, GError **error);

G_END_DECLS
