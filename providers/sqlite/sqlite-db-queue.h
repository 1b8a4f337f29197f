/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/* A message that waits to be sent. */
typedef struct
{
  gint64   seq;
  gint64   message;
  guint32  flags;       /* MAPI_SUBMITFLAG_PREPROCESS; locks are not kept here */
  gint64   sent_folder; /* where the message ends up, or 0 */
  gboolean discard;     /* it is deleted once sent */
} SqliteQueueEntry;

gboolean sqlite_db_queue_equal (const SqliteQueueEntry *a, const SqliteQueueEntry *b);

gboolean sqlite_db_queue_add (SqliteDbConn *conn, SqliteQueueEntry *entry, GError **error);
gboolean sqlite_db_queue_update (SqliteDbConn *conn, const SqliteQueueEntry *entry, GError **error);
/* The message still says that it is there: sqlite_db_message_unqueue(). */
gboolean sqlite_db_queue_remove (SqliteDbConn *conn, gint64 seq, GError **error);

/* entry->message is 0 where there is none. */
gboolean
sqlite_db_queue_find (SqliteDbConn *conn, gint64 seq, SqliteQueueEntry *entry, GError **error);

/* The entries after @seq in order, as SqliteQueueEntry. */
GArray *sqlite_db_queue_list (SqliteDbConn *conn, gint64 seq, GError **error);

gboolean sqlite_db_queue_count (SqliteDbConn *conn, guint *count, GError **error);

G_END_DECLS
