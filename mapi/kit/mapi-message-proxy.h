/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MESSAGE_PROXY (mapi_message_proxy_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_DERIVABLE_TYPE (MapiMessageProxy, mapi_message_proxy, MAPI, MESSAGE_PROXY, GObject)

struct _MapiMessageProxyClass
{
  GObjectClass parent_class;

  /*< private >*/
  gpointer padding[4];
};

MAPI_AVAILABLE_IN_1_0
MapiMessageProxy *mapi_message_proxy_new (MapiMessage *inner);
MAPI_AVAILABLE_IN_1_0
MapiMessage *mapi_message_proxy_get_inner (MapiMessageProxy *self);
MAPI_AVAILABLE_IN_1_0
void mapi_message_proxy_set_inner (MapiMessageProxy *self, MapiMessage *inner);

G_END_DECLS
