/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

/* Long values between processes: memory that nobody can change any more, by descriptor. */

/* The number of the descriptor in the list, or -1 when the system has no such memory left. */
int mapi_remote_memory_share (GBytes *bytes, GUnixFDList *fds);

/* NULL when it is anything else. */
GBytes *mapi_remote_memory_open (GUnixFDList *fds, guint32 number, guint64 size);

G_END_DECLS
