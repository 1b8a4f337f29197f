/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-object.h"

G_BEGIN_DECLS

/* The read flag of messages and the reports that hang on it. */

/* Sets it on a stored message. One that waits to be sent keeps what it has (R593). */
gboolean sqlite_read_flag_set (SqliteStore  *store,
                               gint64        id,
                               guint32       flags,
                               guint32      *message_flags,
                               GCancellable *cancellable,
                               GError      **error);

/* Before messages (gint64) are deleted: reports those that nobody has read, where the sender has
 * asked for that (R589, D22). */
gboolean sqlite_read_flag_report_unread (SqliteStore  *store,
                                         GArray       *ids,
                                         GCancellable *cancellable,
                                         GError      **error);

G_END_DECLS
