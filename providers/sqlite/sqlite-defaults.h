/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-backend.h"

G_BEGIN_DECLS

/* Makes what each store has: its identifier, its folders and a receive folder. *uid and @folders
 * are set from what is there, or from what was made. */
gboolean sqlite_defaults_prepare (SqliteDb *db, MapiUid *uid, gint64 *folders, GError **error);

/* Puts back what of it is missing. */
gboolean sqlite_defaults_restore (SqliteDbConn *conn, gint64 *folders, GError **error);

G_END_DECLS
