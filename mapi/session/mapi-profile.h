/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prof-sect.h"
#include "mapi-row-set.h"
#include "mapi-service-catalog.h"
#include "mapi-uid-array.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define MAPI_TYPE_PROFILE (mapi_profile_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiProfile, mapi_profile, MAPI, PROFILE, GObject)

MAPI_AVAILABLE_IN_1_0
const char *mapi_profile_get_name (MapiProfile *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_profile_get_path (MapiProfile *self);
MAPI_AVAILABLE_IN_1_0
char *mapi_profile_get_runtime_path (const char *name, const char *suffix);
MAPI_AVAILABLE_IN_1_0
const char *mapi_profile_get_data_dir (MapiProfile *self);
MAPI_AVAILABLE_IN_1_0
MapiServiceCatalog *mapi_profile_get_catalog (MapiProfile *self);
MAPI_AVAILABLE_IN_1_0
char *mapi_profile_get_description (MapiProfile *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_profile_set_description (MapiProfile *self, const char *description, GError **error);

MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_profile_get_services (MapiProfile *self, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_profile_get_providers (MapiProfile *self, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_profile_add_service (MapiProfile *self,
                                   const char  *service_name,
                                   const char  *display_name,
                                   GError     **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_profile_remove_service (MapiProfile *self, const MapiUid *service_uid, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_profile_rename_service (MapiProfile   *self,
                                      const MapiUid *service_uid,
                                      const char    *display_name,
                                      GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_profile_set_option (MapiProfile *self, const char *key, const char *value, GError **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_profile_get_option (MapiProfile *self, const char *key, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_profile_configure_service (MapiProfile   *self,
                                         const MapiUid *service_uid,
                                         const char    *key,
                                         const char    *value,
                                         GError       **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_profile_get_setting (MapiProfile   *self,
                                const MapiUid *service_uid,
                                const char    *key,
                                GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_profile_has_setting (MapiProfile   *self,
                                   const MapiUid *service_uid,
                                   const char    *key,
                                   gboolean      *is_set,
                                   GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_profile_check_service (MapiProfile *self, const MapiUid *service_uid, GError **error);

MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_profile_get_default_store (MapiProfile *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_profile_set_default_store (MapiProfile *self, const MapiUid *service_uid, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_profile_set_transport_order (MapiProfile *self, MapiUidArray *providers, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiProfSect *
mapi_profile_open_section (MapiProfile *self, const MapiUid *uid, guint32 flags, GError **error);

MAPI_AVAILABLE_IN_1_0
GListModel *mapi_profile_lint (MapiProfile *self, GError **error);

G_END_DECLS
