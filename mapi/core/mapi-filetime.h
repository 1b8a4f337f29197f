/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-version-macros.h"

G_BEGIN_DECLS

/* FILETIME: 100 ns units since 1601-01-01 UTC, the value of a PT_SYSTIME property. */

MAPI_AVAILABLE_IN_1_0
guint64 mapi_filetime_from_unix_usec (gint64 usec);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_filetime_to_unix_usec (guint64 filetime);
MAPI_AVAILABLE_IN_1_0
GDateTime *mapi_filetime_to_date_time (guint64 filetime);
MAPI_AVAILABLE_IN_1_0
guint64 mapi_filetime_from_date_time (GDateTime *time);

G_END_DECLS
