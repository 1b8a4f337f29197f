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
/* The same for a client whose profile says whether the store has an index of words. */
gboolean mock_sqlite_open_with_index (MockSqlite *self,
                                      const char *path,
                                      gboolean    full_text,
                                      GError    **error);
void     mock_sqlite_close (MockSqlite *self);
/* Opens a store that nobody has had before; a failure is an assertion's. */
gboolean mock_sqlite_open_new (MockSqlite *self);

/* The provider as who takes care of the store file @path, which *@support describes. */
MapiStoreCare *mock_sqlite_get_care (const char *path, MapiSupport **support);

/* What the program sqlite3 does to the file; a failure is an assertion's. */
void mock_sqlite_run_sql (const char *path, const char *sql);

/* A folder of the store, by the property of the store that names it. */
MapiFolder *mock_sqlite_open_folder (MapiMsgStore *store, guint32 tag);
/* The receive folder. */
MapiFolder *mock_sqlite_open_inbox (MapiMsgStore *store);

/* A message in the Outbox, with a recipient and a body of @body_size bytes; not saved. */
MapiMessage *mock_sqlite_compose (MapiMsgStore *store, const char *subject, gsize body_size);
/* Composes and submits; gives its entry identifier, or NULL after a failed assertion. */
GBytes *mock_sqlite_submit (MapiMsgStore *store, const char *subject);

/* A message in the Inbox that is not saved yet. */
MapiMessage *mock_sqlite_create_message (MapiMsgStore *store);

/* An attachment of @size bytes, saved; and one that is there already. */
MapiAttach *mock_sqlite_attach (gpointer message, gsize size);
MapiAttach *mock_sqlite_open_attach (gpointer message, guint32 number, guint32 flags);

GBytes *mock_sqlite_get_entry_id (gpointer object);
void    mock_sqlite_set (gpointer object, MapiPropValue *value);
void    mock_sqlite_set_text (gpointer object, guint32 tag, const char *text);
void    mock_sqlite_save (gpointer object);
/* The same object opened anew, to be changed. */
gpointer      mock_sqlite_reopen (MapiMsgStore *store, gpointer object);
MapiPropList *mock_sqlite_get_all (gpointer object);
/* What GetProps gives for one tag. */
MapiPropValue *mock_sqlite_get (gpointer object, guint32 tag);
char          *mock_sqlite_get_text (gpointer object, guint32 tag);
GBytes        *mock_sqlite_get_bytes (gpointer object, guint32 tag);

/* That a property is that text is an assertion. */
#define MOCK_SQLITE_TEXT(object, tag, wanted)                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_text = mock_sqlite_get_text (object, tag);                              \
    TAP_STRING (found_text, wanted);                                                               \
  }                                                                                                \
  G_STMT_END
/* What a stream on the property gives, or NULL and the code (nullable) of the error. */
GBytes *mock_sqlite_read (gpointer object, guint32 tag, gint32 *code);
void    mock_sqlite_write (gpointer object, guint32 tag, const char *text, gsize size);

/* The identifier of a property of that name, which belongs to the tests; 0 where it has none. */
guint32 mock_sqlite_get_name_id (MapiMsgStore *store, const char *name, guint32 flags);

/* How many rows a table has, and the value of a column of one of them. */
guint mock_sqlite_count (MapiTable *table);
char *mock_sqlite_get_cell (MapiTable *table, guint row, guint32 tag);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MockSqlite, mock_sqlite_close)

G_END_DECLS
