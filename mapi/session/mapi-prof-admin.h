/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-profile.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROF_ADMIN (mapi_prof_admin_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiProfAdmin, mapi_prof_admin, MAPI, PROF_ADMIN, GObject)

MAPI_AVAILABLE_IN_1_0
MapiProfAdmin *mapi_prof_admin_new (void);
MAPI_AVAILABLE_IN_1_0
MapiProfAdmin *
mapi_prof_admin_new_in (MapiServiceCatalog *catalog, const char *config_dir, const char *data_dir);
MAPI_AVAILABLE_IN_1_0
char **mapi_prof_admin_get_profiles (MapiProfAdmin *self);
MAPI_AVAILABLE_IN_1_0
MapiProfile *mapi_prof_admin_create_profile (MapiProfAdmin *self, const char *name, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiProfile *mapi_prof_admin_open_profile (MapiProfAdmin *self, const char *name, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_delete_profile (MapiProfAdmin *self, const char *name, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_copy_profile (MapiProfAdmin *self,
                                       const char    *old_name,
                                       const char    *new_name,
                                       GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_rename_profile (MapiProfAdmin *self,
                                         const char    *old_name,
                                         const char    *new_name,
                                         GError       **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_prof_admin_get_default_profile (MapiProfAdmin *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_prof_admin_set_default_profile (MapiProfAdmin *self, const char *name, GError **error);

G_END_DECLS
