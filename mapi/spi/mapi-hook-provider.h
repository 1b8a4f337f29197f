/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-hook.h"
#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_TYPE_HOOK_PROVIDER (mapi_hook_provider_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiHookProvider, mapi_hook_provider, MAPI, SPOOLER_HOOK_PROVIDER, GObject)

struct _MapiHookProviderInterface
{
  GTypeInterface parent_iface;

  MapiSpoolerHook *(*hook_logon) (MapiHookProvider *self,
                                  MapiSupport      *support,
                                  guint32           flags,
                                  GCancellable     *cancellable,
                                  GError          **error);
};

MAPI_AVAILABLE_IN_1_0
MapiSpoolerHook *mapi_hook_provider_hook_logon (MapiHookProvider *self,
                                                MapiSupport      *support,
                                                guint32           flags,
                                                GCancellable     *cancellable,
                                                GError          **error);

G_END_DECLS
