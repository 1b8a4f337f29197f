/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-transport.h"
#include "mapi-xp-provider.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TRANSPORT_FACTORY (mapi_transport_factory_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (
    MapiTransportFactory, mapi_transport_factory, MAPI, TRANSPORT_FACTORY, GObject)

MAPI_AVAILABLE_IN_1_0
MapiXpProvider *mapi_transport_factory_new (GType transport_type, const char *display_name);
MAPI_AVAILABLE_IN_1_0
void mapi_transport_factory_set_secrets (MapiTransportFactory *self, MapiPropTagArray *tags);

G_END_DECLS
