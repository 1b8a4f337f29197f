/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prof-sect.h"
#include "mapi-table.h"
#include "mapi-uid.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROVIDER_ADMIN (mapi_provider_admin_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiProviderAdmin, mapi_provider_admin, MAPI, PROVIDER_ADMIN, GObject)

struct _MapiProviderAdminInterface
{
  GTypeInterface parent_iface;

  MapiTable *(*get_provider_table) (MapiProviderAdmin *self, guint32 flags, GError **error);
  MapiUid *(*create_provider) (MapiProviderAdmin *self,
                               const char        *provider_name,
                               MapiPropList      *props,
                               guint32            flags,
                               GCancellable      *cancellable,
                               GError           **error);
  gboolean (*delete_provider) (MapiProviderAdmin *self,
                               const MapiUid     *uid,
                               GCancellable      *cancellable,
                               GError           **error);
  MapiProfSect *(*open_profile_section) (MapiProviderAdmin *self,
                                         const MapiUid     *uid,
                                         const char        *interface_name,
                                         guint32            flags,
                                         GError           **error);
};

MAPI_AVAILABLE_IN_1_0
MapiTable *
mapi_provider_admin_get_provider_table (MapiProviderAdmin *self, guint32 flags, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_provider_admin_create_provider (MapiProviderAdmin *self,
                                              const char        *provider_name,
                                              MapiPropList      *props,
                                              guint32            flags,
                                              GCancellable      *cancellable,
                                              GError           **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_provider_admin_delete_provider (MapiProviderAdmin *self,
                                              const MapiUid     *uid,
                                              GCancellable      *cancellable,
                                              GError           **error);
MAPI_AVAILABLE_IN_1_0
MapiProfSect *mapi_provider_admin_open_profile_section (MapiProviderAdmin *self,
                                                        const MapiUid     *uid,
                                                        const char        *interface_name,
                                                        guint32            flags,
                                                        GError           **error);

G_END_DECLS
