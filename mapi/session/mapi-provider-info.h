/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROVIDER_INFO (mapi_provider_info_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiProviderInfo, mapi_provider_info, MAPI, PROVIDER_INFO, GObject)

MAPI_AVAILABLE_IN_1_0
const char *mapi_provider_info_get_name (MapiProviderInfo *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_provider_info_get_resource_type (MapiProviderInfo *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_provider_info_get_resource_flags (MapiProviderInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_provider_info_get_display_name (MapiProviderInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_provider_info_get_dll_name (MapiProviderInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_provider_info_get_module_path (MapiProviderInfo *self);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_provider_info_get_props (MapiProviderInfo *self);

G_END_DECLS
