/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-msg-service-admin.h"
#include "mapi-table.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROF_ADMIN (mapi_prof_admin_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiProfAdmin, mapi_prof_admin, MAPI, PROF_ADMIN, GObject)

struct _MapiProfAdminInterface
{
  GTypeInterface parent_iface;

  MapiTable *(*get_profile_table) (MapiProfAdmin *self, guint32 flags, GError **error);
  gboolean (*create_profile) (MapiProfAdmin *self,
                              const char    *profile_name,
                              const char    *password,
                              guint32        flags,
                              GCancellable  *cancellable,
                              GError       **error);
  gboolean (*delete_profile) (MapiProfAdmin *self,
                              const char    *profile_name,
                              guint32        flags,
                              GCancellable  *cancellable,
                              GError       **error);
  gboolean (*change_profile_password) (MapiProfAdmin *self,
                                       const char    *profile_name,
                                       const char    *old_password,
                                       const char    *new_password,
                                       guint32        flags,
                                       GError       **error);
  gboolean (*copy_profile) (MapiProfAdmin *self,
                            const char    *old_profile_name,
                            const char    *old_password,
                            const char    *new_profile_name,
                            guint32        flags,
                            GError       **error);
  gboolean (*rename_profile) (MapiProfAdmin *self,
                              const char    *old_profile_name,
                              const char    *old_password,
                              const char    *new_profile_name,
                              guint32        flags,
                              GError       **error);
  gboolean (*set_default_profile) (MapiProfAdmin *self,
                                   const char    *profile_name,
                                   guint32        flags,
                                   GError       **error);
  MapiMsgServiceAdmin *(*admin_services) (MapiProfAdmin *self,
                                          const char    *profile_name,
                                          const char    *password,
                                          guint32        flags,
                                          GError       **error);
};

MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_prof_admin_get_profile_table (MapiProfAdmin *self, guint32 flags, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_create_profile (MapiProfAdmin *self,
                                         const char    *profile_name,
                                         const char    *password,
                                         guint32        flags,
                                         GCancellable  *cancellable,
                                         GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_delete_profile (MapiProfAdmin *self,
                                         const char    *profile_name,
                                         guint32        flags,
                                         GCancellable  *cancellable,
                                         GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_change_profile_password (MapiProfAdmin *self,
                                                  const char    *profile_name,
                                                  const char    *old_password,
                                                  const char    *new_password,
                                                  guint32        flags,
                                                  GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_copy_profile (MapiProfAdmin *self,
                                       const char    *old_profile_name,
                                       const char    *old_password,
                                       const char    *new_profile_name,
                                       guint32        flags,
                                       GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_rename_profile (MapiProfAdmin *self,
                                         const char    *old_profile_name,
                                         const char    *old_password,
                                         const char    *new_profile_name,
                                         guint32        flags,
                                         GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_prof_admin_set_default_profile (MapiProfAdmin *self,
                                              const char    *profile_name,
                                              guint32        flags,
                                              GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiMsgServiceAdmin *mapi_prof_admin_admin_services (MapiProfAdmin *self,
                                                     const char    *profile_name,
                                                     const char    *password,
                                                     guint32        flags,
                                                     GError       **error);

G_END_DECLS
