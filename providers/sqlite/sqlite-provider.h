/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define SQLITE_TYPE_PROVIDER (sqlite_provider_get_type ())
G_DECLARE_FINAL_TYPE (SqliteProvider, sqlite_provider, SQLITE, PROVIDER, GObject)

SqliteProvider *sqlite_provider_new (void);

G_END_DECLS
