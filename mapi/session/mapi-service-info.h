/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-provider-info.h"
#include "mapi-setting-info.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SERVICE_INFO (mapi_service_info_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiServiceInfo, mapi_service_info, MAPI, SERVICE_INFO, GObject)

MAPI_AVAILABLE_IN_1_0
MapiServiceInfo *mapi_service_info_new_from_file (const char *path, GError **error);
MAPI_AVAILABLE_IN_1_0
const char *mapi_service_info_get_path (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_service_info_get_name (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_service_info_get_display_name (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_service_info_get_resource_flags (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_service_info_is_default (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_service_info_get_dll_name (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_service_info_get_module_path (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_service_info_get_entry_name (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
const char *const *mapi_service_info_get_support_files (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_service_info_get_n_providers (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
MapiProviderInfo *mapi_service_info_get_provider (MapiServiceInfo *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiProviderInfo *mapi_service_info_lookup_provider (MapiServiceInfo *self, const char *name);
MAPI_AVAILABLE_IN_1_0
guint mapi_service_info_get_n_settings (MapiServiceInfo *self);
MAPI_AVAILABLE_IN_1_0
MapiSettingInfo *mapi_service_info_get_setting (MapiServiceInfo *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiSettingInfo *mapi_service_info_lookup_setting (MapiServiceInfo *self, const char *key);
MAPI_AVAILABLE_IN_1_0
MapiServiceInfo *mapi_service_info_install (MapiServiceInfo *self,
                                            const char      *folder,
                                            GCancellable    *cancellable,
                                            GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_service_info_uninstall (MapiServiceInfo *self, GCancellable *cancellable, GError **error);

G_END_DECLS
