/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-support.h"
#include "mapi-xp-logon.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TRANSPORT (mapi_transport_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (MapiTransport, mapi_transport, MAPI, TRANSPORT, GObject)

struct _MapiTransportClass
{
  GObjectClass parent_class;

  gpointer padding[8];
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_log_on (MapiTransport *self,
                                MapiSupport   *support,
                                const char    *display_name,
                                GCancellable  *cancellable,
                                GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiSupport *mapi_transport_get_support (MapiTransport *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_transport_get_status (MapiTransport *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_transport_change_status (
    MapiTransport *self, guint32 set, guint32 cleared, const char *text, GError **error);
MAPI_AVAILABLE_IN_1_0
GCancellable *mapi_transport_begin_work (MapiTransport *self, GCancellable *cancellable);
MAPI_AVAILABLE_IN_1_0
void mapi_transport_end_work (MapiTransport *self, GCancellable *work);

G_END_DECLS
