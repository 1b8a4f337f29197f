/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-selection.h"

G_BEGIN_DECLS

/* One row after the other, in the order of the selection. */
typedef gboolean (*SqliteScanFunc) (SqliteListEntry entry,
                                    gboolean        unread,
                                    const guint8   *key,
                                    gsize           key_size,
                                    gpointer        data,
                                    GError        **error);

/* Goes through all rows of a selection in constant memory: what has to be sorted lies in a file of
 * SQLite's meanwhile. */
gboolean sqlite_db_scan (SqliteDbConn           *conn,
                         SqliteSelection        *selection,
                         const SqliteRowContext *context,
                         SqliteScanFunc          func,
                         gpointer                data,
                         GCancellable           *cancellable,
                         GError                **error);

/* Lets a connection scan. */
gboolean sqlite_db_scan_register (struct sqlite3 *handle);

G_END_DECLS
