/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-object.h"

G_BEGIN_DECLS

typedef struct _SqliteAttach SqliteAttach;

#define SQLITE_TYPE_MESSAGE (sqlite_message_get_type ())
G_DECLARE_FINAL_TYPE (SqliteMessage, sqlite_message, SQLITE, MESSAGE, SqliteObject)

/* As OpenEntry, with what that says of queued and locked messages. */
MapiProp *sqlite_message_open (SqliteStore *store, gint64 id, guint32 flags, GError **error);

/* A message that is read only when somebody asks for something of it. */
SqliteMessage *sqlite_message_new_handle (SqliteStore *store, gint64 id, gboolean writable);

SqliteMessage *sqlite_message_new (SqliteStore *store, gint64 folder, gboolean associated);

/* The message inside an attachment; it is saved into that. @data is taken over. */
SqliteMessage *
sqlite_message_new_embedded (SqliteAttach *attach, SqliteMessageData *data, gboolean writable);

gint64 sqlite_message_get_id (SqliteMessage *self);

/* Saves what was changed, where something was (R130). */
gboolean sqlite_message_save_pending (SqliteMessage *self, GError **error);

/* The same, and @then, in one change that costs no flush. */
gboolean sqlite_message_save_and (SqliteMessage    *self,
                                  SqliteBackendFunc then,
                                  gpointer          data,
                                  GError          **error);

/* For attachments. */
SqliteAttachData *
sqlite_message_dup_attachment (SqliteMessage *self, guint32 number, GError **error);
gboolean
sqlite_message_put_attachment (SqliteMessage *self, SqliteAttachData *attachment, GError **error);
gboolean sqlite_message_is_writable (SqliteMessage *self);
guint32  sqlite_message_get_code_page (SqliteMessage *self);

G_END_DECLS
