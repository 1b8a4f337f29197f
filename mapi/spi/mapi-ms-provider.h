/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-msg-store.h"
#include "mapi-ms-logon.h"
#include "mapi-support.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MS_PROVIDER (mapi_ms_provider_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiMsProvider, mapi_ms_provider, MAPI, MS_PROVIDER, GObject)

struct _MapiMsProviderInterface
{
  GTypeInterface parent_iface;

  gboolean (*shutdown) (MapiMsProvider *self, guint32 *flags, GError **error);
  MapiMsgStore *(*logon) (MapiMsProvider *self,
                          MapiSupport    *support,
                          const char     *profile_name,
                          GBytes         *entry_id,
                          guint32         flags,
                          const char     *interface_name,
                          GBytes        **spool_security,
                          MapiMsLogon   **logon,
                          GCancellable   *cancellable,
                          GError        **error);
  MapiMsgStore *(*spooler_logon) (MapiMsProvider *self,
                                  MapiSupport    *support,
                                  const char     *profile_name,
                                  GBytes         *entry_id,
                                  guint32         flags,
                                  const char     *interface_name,
                                  GBytes         *spool_security,
                                  MapiMsLogon   **logon,
                                  GCancellable   *cancellable,
                                  GError        **error);
  gboolean (*compare_store_ids) (MapiMsProvider *self,
                                 GBytes         *entry_id1,
                                 GBytes         *entry_id2,
                                 guint32         flags,
                                 gboolean       *result,
                                 GError        **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_ms_provider_shutdown (MapiMsProvider *self, guint32 *flags, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiMsgStore *mapi_ms_provider_logon (MapiMsProvider *self,
                                      MapiSupport    *support,
                                      const char     *profile_name,
                                      GBytes         *entry_id,
                                      guint32         flags,
                                      const char     *interface_name,
                                      GBytes        **spool_security,
                                      MapiMsLogon   **logon,
                                      GCancellable   *cancellable,
                                      GError        **error);
MAPI_AVAILABLE_IN_1_0
MapiMsgStore *mapi_ms_provider_spooler_logon (MapiMsProvider *self,
                                              MapiSupport    *support,
                                              const char     *profile_name,
                                              GBytes         *entry_id,
                                              guint32         flags,
                                              const char     *interface_name,
                                              GBytes         *spool_security,
                                              MapiMsLogon   **logon,
                                              GCancellable   *cancellable,
                                              GError        **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_ms_provider_compare_store_ids (MapiMsProvider *self,
                                             GBytes         *entry_id1,
                                             GBytes         *entry_id2,
                                             guint32         flags,
                                             gboolean       *result,
                                             GError        **error);

G_END_DECLS
