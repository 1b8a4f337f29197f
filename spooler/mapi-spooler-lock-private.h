/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A file that one process at a time holds, and that names it. It lets go with the process. */
typedef struct _MapiSpoolerLock MapiSpoolerLock;

MapiSpoolerLock *mapi_spooler_lock_take (const char *profile, GError **error);
void             mapi_spooler_lock_free (MapiSpoolerLock *self);

char *mapi_spooler_lock_get_path (const char *profile);

/* The process that holds the lock of a profile, or 0. */
guint32 mapi_spooler_lock_find_owner (const char *profile);

G_END_DECLS
