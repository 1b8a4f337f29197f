/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-ab-logon.h"
#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_TYPE_AB_PROVIDER (mapi_ab_provider_get_type ())

/* The cast is MAPI_ADDRESS_BOOK_PROVIDER, since MAPI_AB_PROVIDER is a value of PR_RESOURCE_TYPE. */
MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiAbProvider, mapi_ab_provider, MAPI, ADDRESS_BOOK_PROVIDER, GObject)

struct _MapiAbProviderInterface
{
  GTypeInterface parent_iface;

  gboolean (*shutdown) (MapiAbProvider *self, guint32 *flags, GError **error);
  MapiAbLogon *(*logon) (MapiAbProvider *self,
                         MapiSupport    *support,
                         const char     *profile_name,
                         guint32         flags,
                         GBytes        **security,
                         GCancellable   *cancellable,
                         GError        **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_ab_provider_shutdown (MapiAbProvider *self, guint32 *flags, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiAbLogon *mapi_ab_provider_logon (MapiAbProvider *self,
                                     MapiSupport    *support,
                                     const char     *profile_name,
                                     guint32         flags,
                                     GBytes        **security,
                                     GCancellable   *cancellable,
                                     GError        **error);

G_END_DECLS
