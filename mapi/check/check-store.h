/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "check-bench.h"

G_BEGIN_DECLS

/*
 * A store from both sides: as a client has it, and as the spooler. What does not work here though
 * the clause needs it is a complaint, and answers NULL, FALSE or nothing.
 */

/* What of @needs the store does not have, in words; NULL when nothing is missing. */
char *check_store_find_lack (CheckBench *bench, CheckNeeds needs);

/* The row of the store in the table of stores. */
MapiPropList *check_get_store_row (CheckBench *bench);

/* Logs on to the store once more, or for the first time, as a client. */
MapiMsgStore *check_log_on_to_store (CheckBench *bench, guint32 flags);

/* The store as the spooler opens it. The bench owns it. */
MapiMsgStore *check_open_spooler_store (CheckBench *bench);

/* Lets go of both, as when nobody uses the store any more. */
void check_close_stores (CheckBench *bench);

/* All properties of an object, as they are now. */
MapiPropList *check_read (CheckBench *bench, gpointer object);
gint32        check_read_long (CheckBench *bench, gpointer object, guint32 tag, gint32 missing);

/* Sets a property, whose value it takes over. */
void check_write (CheckBench *bench, gpointer object, MapiPropValue *value);
void check_save (CheckBench *bench, gpointer object);

/* A folder that a property of the store names, writable, or the receive folder with 0. */
MapiFolder *check_open_folder (CheckBench *bench, MapiMsgStore *store, guint32 tag);

/* How many messages are in it. */
guint check_count_messages (CheckBench *bench, MapiMsgStore *store, guint32 tag);

/* All rows of a table, with these columns, or those that it has. */
MapiRowSet *
check_query_rows (CheckBench *bench, MapiTable *table, const guint32 *columns, guint n_columns);

/* A new message in the Outbox of the client, to somebody, and not saved. */
MapiMessage *check_draft (CheckBench *bench, const char *subject);
void         check_add_recipient (CheckBench *bench, MapiMessage *message, const char *address);

/* The recipients with all their columns. */
MapiRowSet *check_read_recipients (CheckBench *bench, MapiMessage *message);

GBytes *check_get_entry_id (CheckBench *bench, gpointer object);

/* Submits the draft, or a new one; answers its entry identifier. */
GBytes *check_submit_draft (CheckBench *bench, MapiMessage *draft);
GBytes *check_submit_new (CheckBench *bench, const char *subject);

/* Opens a message. */
MapiMessage *
check_open_message (CheckBench *bench, MapiMsgStore *store, GBytes *entry_id, guint32 flags);

/* The outgoing queue, and the row of a message in it; NULL without complaint when it has none. */
MapiTable    *check_open_queue (CheckBench *bench);
MapiPropList *check_find_queued (CheckBench *bench, GBytes *entry_id);

/* What the spooler does with a message: opens and locks it, unlocks it, is done with it. */
MapiMessage *check_lock (CheckBench *bench, GBytes *entry_id);
void         check_unlock (CheckBench *bench, MapiMessage *message);
gboolean     check_finish (CheckBench *bench, GBytes *entry_id);

/* A message that arrives, as the spooler has a transport fill it, saved in the receive folder with
 * these properties beside the usual ones. */
MapiMessage *check_deliver (CheckBench *bench, const char *subject, MapiPropList *more);

G_END_DECLS
