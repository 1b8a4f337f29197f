/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* One who has logged on to a store file, without a session. */
typedef struct
{
  MapiSupport  *support; /* a MockSupport */
  MapiMsgStore *store;
  MapiMsLogon  *logon; /* NULL where the store was open already */
} MockSqlite;

/* NULL with an error where the logon fails; *@self is cleared with mock_sqlite_close(). */
gboolean mock_sqlite_open (MockSqlite *self, const char *path, gboolean spooler, GError **error);
void     mock_sqlite_close (MockSqlite *self);

/* A folder of the store, by the property of the store that names it. */
MapiFolder *mock_sqlite_open_folder (MapiMsgStore *store, guint32 tag);
/* The receive folder. */
MapiFolder *mock_sqlite_open_inbox (MapiMsgStore *store);

/* A message in the Outbox, with a recipient and a body of @body_size bytes; not saved. */
MapiMessage *mock_sqlite_compose (MapiMsgStore *store, const char *subject, gsize body_size);
/* Composes and submits; gives its entry identifier, or NULL after a failed assertion. */
GBytes *mock_sqlite_submit (MapiMsgStore *store, const char *subject);

GBytes *mock_sqlite_get_entry_id (gpointer object);
void    mock_sqlite_set (gpointer object, MapiPropValue *value);

/* How many rows a table has, and the value of a column of one of them. */
guint mock_sqlite_count (MapiTable *table);
char *mock_sqlite_get_cell (MapiTable *table, guint row, guint32 tag);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MockSqlite, mock_sqlite_close)

G_END_DECLS
