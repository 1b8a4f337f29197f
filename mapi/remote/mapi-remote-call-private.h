/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-remote-link-private.h"
#include "mapi-remote-value-private.h"

G_BEGIN_DECLS

/* A call of a proxy's slot, on the stack of who calls. */
typedef struct
{
  MapiRemoteLink            *link;
  guint32                    object;
  const MapiRemoteInterface *interface;
  const MapiRemoteMethod    *method;
  MapiRemoteWriter           out;
  MapiRemoteReader           in;
  guint32                   *early; /* an answer that is wanted before the call is over, or NULL */
} MapiRemoteCall;

void mapi_remote_call_begin (MapiRemoteCall            *self,
                             gpointer                   proxy,
                             const MapiRemoteInterface *interface,
                             guint                      method);

/* Sends what was written, and waits for the answer. */
gboolean mapi_remote_call_perform (MapiRemoteCall *self, GCancellable *cancellable, GError **error);

/* After the answer has been read. */
gboolean mapi_remote_call_end (MapiRemoteCall *self, GError **error);

void mapi_remote_call_clear (MapiRemoteCall *self);

/* What must happen here after a call has succeeded there. */
void mapi_remote_call_after_yield (void);
void mapi_remote_call_after_invalid (gpointer object);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiRemoteCall, mapi_remote_call_clear)

G_END_DECLS
