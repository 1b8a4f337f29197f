/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-profile.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROFILES (mapi_profiles_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiProfiles, mapi_profiles, MAPI, PROFILES, GObject)

MAPI_AVAILABLE_IN_1_0
MapiProfiles *mapi_profiles_new (void);
MAPI_AVAILABLE_IN_1_0
MapiProfiles *
mapi_profiles_new_in (MapiServiceCatalog *catalog, const char *config_dir, const char *data_dir);
MAPI_AVAILABLE_IN_1_0
char **mapi_profiles_get_names (MapiProfiles *self);
MAPI_AVAILABLE_IN_1_0
MapiProfile *mapi_profiles_create (MapiProfiles *self, const char *name, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiProfile *mapi_profiles_open (MapiProfiles *self, const char *name, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_profiles_delete (MapiProfiles *self, const char *name, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_profiles_copy (MapiProfiles *self, const char *old_name, const char *new_name, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_profiles_rename (MapiProfiles *self,
                               const char   *old_name,
                               const char   *new_name,
                               GError      **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_profiles_get_default (MapiProfiles *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_profiles_set_default (MapiProfiles *self, const char *name, GError **error);

G_END_DECLS
