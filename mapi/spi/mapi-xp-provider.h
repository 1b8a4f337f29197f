/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-xp-logon.h"
#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_TYPE_XP_PROVIDER (mapi_xp_provider_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiXpProvider, mapi_xp_provider, MAPI, XP_PROVIDER, GObject)

struct _MapiXpProviderInterface
{
  GTypeInterface parent_iface;

  gboolean (*shutdown) (MapiXpProvider *self, guint32 *flags, GError **error);
  MapiXpLogon *(*transport_logon) (MapiXpProvider *self,
                                   MapiSupport    *support,
                                   const char     *profile_name,
                                   guint32        *flags,
                                   GCancellable   *cancellable,
                                   GError        **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_provider_shutdown (MapiXpProvider *self, guint32 *flags, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiXpLogon *mapi_xp_provider_transport_logon (MapiXpProvider *self,
                                               MapiSupport    *support,
                                               const char     *profile_name,
                                               guint32        *flags,
                                               GCancellable   *cancellable,
                                               GError        **error);

G_END_DECLS
