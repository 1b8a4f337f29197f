/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* The headers of the mail on the server as they were seen last, each with what a client wants to
 * become of it: PR_MSG_STATUS. Clients mark them in any thread. */
#define REMOTE_TYPE_HEADERS (remote_headers_get_type ())
G_DECLARE_FINAL_TYPE (RemoteHeaders, remote_headers, REMOTE, HEADERS, GObject)

/* @speed: of the line, in bytes per second; 0 when nobody knows. */
RemoteHeaders *remote_headers_new (const char *server, guint speed);

/* Looks at the server anew; nothing is marked afterwards. */
gboolean remote_headers_refresh (RemoteHeaders *self, GCancellable *cancellable, GError **error);

MapiTable *remote_headers_get_view (RemoteHeaders *self);
guint      remote_headers_count (RemoteHeaders *self);

/* Changes the bits of @mask to those of @status; FALSE when there is no such header. @old may be
 * NULL. */
gboolean remote_headers_mark (RemoteHeaders *self,
                              GBytes        *entry_id,
                              guint32        status,
                              guint32        mask,
                              guint32       *old,
                              GError       **error);

/* A header with the bits @set and without the bits @clear: its file on the server, and its entry
 * identifier. NULL without one. */
GFile *remote_headers_find (RemoteHeaders *self, guint32 set, guint32 clear, GBytes **entry_id);

G_END_DECLS
