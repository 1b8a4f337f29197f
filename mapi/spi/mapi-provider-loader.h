/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-provider-admin.h"
#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROVIDER_LOADER (mapi_provider_loader_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiProviderLoader, mapi_provider_loader, MAPI, PROVIDER_LOADER, GObject)

struct _MapiProviderLoaderInterface
{
  GTypeInterface parent_iface;

  GObject *(*load_provider) (MapiProviderLoader *self,
                             const char         *path,
                             guint32             resource_type,
                             GError            **error);
  gboolean (*call_service_entry) (MapiProviderLoader *self,
                                  const char         *path,
                                  const char         *entry_name,
                                  MapiSupport        *support,
                                  guint32             flags,
                                  guint32             context,
                                  MapiPropList       *props,
                                  MapiProviderAdmin  *providers,
                                  GCancellable       *cancellable,
                                  GError            **error);
};

MAPI_AVAILABLE_IN_1_0
GObject *mapi_provider_loader_load_provider (MapiProviderLoader *self,
                                             const char         *path,
                                             guint32             resource_type,
                                             GError            **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_provider_loader_call_service_entry (MapiProviderLoader *self,
                                                  const char         *path,
                                                  const char         *entry_name,
                                                  MapiSupport        *support,
                                                  guint32             flags,
                                                  guint32             context,
                                                  MapiPropList       *props,
                                                  MapiProviderAdmin  *providers,
                                                  GCancellable       *cancellable,
                                                  GError            **error);

G_END_DECLS
