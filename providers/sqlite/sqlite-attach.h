/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-message.h"

G_BEGIN_DECLS

#define SQLITE_TYPE_ATTACH (sqlite_attach_get_type ())
G_DECLARE_FINAL_TYPE (SqliteAttach, sqlite_attach, SQLITE, ATTACH, SqliteObject)

/* @data is what the message has, or an attachment it does not have yet. */
SqliteAttach *sqlite_attach_new (SqliteMessage *message, SqliteAttachData *data, gboolean writable);

/* The message inside was saved. @data is taken over. */
gboolean sqlite_attach_take_embedded (SqliteAttach *self, SqliteMessageData *data, GError **error);

/* The columns of the attachment table; what is in the attachment stays there. */
MapiPropList *sqlite_attach_data_to_row (SqliteBackend *backend, SqliteAttachData *data);

G_END_DECLS
