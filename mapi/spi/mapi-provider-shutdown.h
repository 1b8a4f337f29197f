/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROVIDER_SHUTDOWN (mapi_provider_shutdown_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiProviderShutdown, mapi_provider_shutdown, MAPI, PROVIDER_SHUTDOWN, GObject)

struct _MapiProviderShutdownInterface
{
  GTypeInterface parent_iface;

  gboolean (*query_fast_shutdown) (MapiProviderShutdown *self, GError **error);
  gboolean (*notify_process_shutdown) (MapiProviderShutdown *self, GError **error);
  gboolean (*do_fast_shutdown) (MapiProviderShutdown *self, GError **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_provider_shutdown_query_fast_shutdown (MapiProviderShutdown *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_provider_shutdown_notify_process_shutdown (MapiProviderShutdown *self,
                                                         GError              **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_provider_shutdown_do_fast_shutdown (MapiProviderShutdown *self, GError **error);

G_END_DECLS
