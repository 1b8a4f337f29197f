/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-service-info.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SERVICE_CATALOG (mapi_service_catalog_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiServiceCatalog, mapi_service_catalog, MAPI, SERVICE_CATALOG, GObject)

MAPI_AVAILABLE_IN_1_0
MapiServiceCatalog *mapi_service_catalog_get_default (void);
MAPI_AVAILABLE_IN_1_0
char *mapi_service_catalog_get_own_folder (void);
MAPI_AVAILABLE_IN_1_0
MapiServiceCatalog *mapi_service_catalog_new (const char *const *directories);
MAPI_AVAILABLE_IN_1_0
guint mapi_service_catalog_get_n_services (MapiServiceCatalog *self);
MAPI_AVAILABLE_IN_1_0
MapiServiceInfo *mapi_service_catalog_get_service (MapiServiceCatalog *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiServiceInfo *
mapi_service_catalog_lookup (MapiServiceCatalog *self, const char *name, GError **error);
MAPI_AVAILABLE_IN_1_0
const char *const *mapi_service_catalog_get_problems (MapiServiceCatalog *self);

G_END_DECLS
