/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-entry-points.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROVIDER_MODULE (mapi_provider_module_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiProviderModule, mapi_provider_module, MAPI, PROVIDER_MODULE, GObject)

MAPI_AVAILABLE_IN_1_0
MapiProviderModule *mapi_provider_module_open (const char *path, GError **error);
MAPI_AVAILABLE_IN_1_0
const char *mapi_provider_module_get_path (MapiProviderModule *self);
MAPI_AVAILABLE_IN_1_0
MapiAbProvider *mapi_provider_module_get_ab_provider (MapiProviderModule *self, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiHookProvider *mapi_provider_module_get_hook_provider (MapiProviderModule *self, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiMsProvider *mapi_provider_module_get_ms_provider (MapiProviderModule *self, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiXpProvider *mapi_provider_module_get_xp_provider (MapiProviderModule *self, GError **error);

G_END_DECLS
