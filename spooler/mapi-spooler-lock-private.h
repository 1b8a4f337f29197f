/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A file that one process at a time holds, and that names it. It lets go with the process. */
typedef struct _MapiSpoolerLock MapiSpoolerLock;

MapiSpoolerLock *mapi_spooler_lock_take (const char *profile, GError **error);
void             mapi_spooler_lock_free (MapiSpoolerLock *self);

G_END_DECLS
