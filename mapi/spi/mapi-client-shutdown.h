/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_CLIENT_SHUTDOWN (mapi_client_shutdown_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiClientShutdown, mapi_client_shutdown, MAPI, CLIENT_SHUTDOWN, GObject)

struct _MapiClientShutdownInterface
{
  GTypeInterface parent_iface;

  gboolean (*query_fast_shutdown) (MapiClientShutdown *self, GError **error);
  gboolean (*notify_process_shutdown) (MapiClientShutdown *self, GError **error);
  gboolean (*do_fast_shutdown) (MapiClientShutdown *self, GError **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_client_shutdown_query_fast_shutdown (MapiClientShutdown *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_client_shutdown_notify_process_shutdown (MapiClientShutdown *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_client_shutdown_do_fast_shutdown (MapiClientShutdown *self, GError **error);

G_END_DECLS
