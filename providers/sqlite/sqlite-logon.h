/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-store.h"

G_BEGIN_DECLS

/* MAPI's side of a store object. */
#define SQLITE_TYPE_LOGON (sqlite_logon_get_type ())
G_DECLARE_FINAL_TYPE (SqliteLogon, sqlite_logon, SQLITE, LOGON, GObject)

SqliteLogon *sqlite_logon_new (SqliteStore *store);

G_END_DECLS
