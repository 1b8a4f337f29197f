/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An SMTP server in a thread that takes everything, and hangs up after so many bytes. */
typedef struct _CutServer CutServer;

CutServer *cut_server_new (void);
guint16    cut_server_get_port (CutServer *self);

/* For the connections to come: after how many bytes read and written it hangs up, -1 for never. */
void cut_server_plan (CutServer *self, gssize reads, gssize writes);

/* How many messages it has taken, and what the last connection has read and written. It waits for
 * that one to be over. */
guint cut_server_end (CutServer *self, gsize *n_read, gsize *n_written);

void cut_server_free (CutServer *self);

G_END_DECLS
