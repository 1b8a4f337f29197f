/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-ms-provider.h"
#include "mapi-store-backend.h"

G_BEGIN_DECLS

#define MAPI_TYPE_STORE_FACTORY (mapi_store_factory_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiStoreFactory, mapi_store_factory, MAPI, STORE_FACTORY, GObject)

MAPI_AVAILABLE_IN_1_0
MapiMsProvider *mapi_store_factory_new (GType backend_type, const char *uuid, GError **error);

G_END_DECLS
