/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-conn.h"

G_BEGIN_DECLS

/*
 * The numbers of messages. Each is given once, ever: entry identifiers are made of them. Whoever
 * writes reserves some at a time, so that SQLite's own table of what was given is written now and
 * then only; those that are left when a process ends are given to nobody.
 */

/* Within a transaction. */
gboolean sqlite_db_numbers_take (SqliteDbConn *conn, gint64 *number, GError **error);

/* To be called where a transaction, or a part of it, was undone: what was reserved in it may be
 * reserved by somebody else. */
void sqlite_db_numbers_forget (SqliteDbConn *conn);

G_END_DECLS
