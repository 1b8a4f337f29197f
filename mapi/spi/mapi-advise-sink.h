/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-notification-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_ADVISE_SINK (mapi_advise_sink_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiAdviseSink, mapi_advise_sink, MAPI, ADVISE_SINK, GObject)

struct _MapiAdviseSinkInterface
{
  GTypeInterface parent_iface;

  gboolean (*on_notify) (MapiAdviseSink *self, MapiNotificationList *notifications, GError **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_advise_sink_on_notify (MapiAdviseSink       *self,
                                     MapiNotificationList *notifications,
                                     GError              **error);

G_END_DECLS
