/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-folder.h"
#include "mapi-msg-store.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_HOOK (mapi_spooler_hook_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiSpoolerHook, mapi_spooler_hook, MAPI, SPOOLER_HOOK, GObject)

struct _MapiSpoolerHookInterface
{
  GTypeInterface parent_iface;

  gboolean (*inbound_msg_hook) (MapiSpoolerHook *self,
                                MapiMessage     *message,
                                MapiFolder      *folder,
                                MapiMsgStore    *store,
                                guint32         *flags,
                                GBytes          *entry_id,
                                GBytes         **target,
                                GCancellable    *cancellable,
                                GError         **error);
  gboolean (*outbound_msg_hook) (MapiSpoolerHook *self,
                                 MapiMessage     *message,
                                 MapiFolder      *folder,
                                 MapiMsgStore    *store,
                                 guint32         *flags,
                                 GBytes          *entry_id,
                                 GBytes         **target,
                                 GCancellable    *cancellable,
                                 GError         **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_hook_inbound_msg_hook (MapiSpoolerHook *self,
                                             MapiMessage     *message,
                                             MapiFolder      *folder,
                                             MapiMsgStore    *store,
                                             guint32         *flags,
                                             GBytes          *entry_id,
                                             GBytes         **target,
                                             GCancellable    *cancellable,
                                             GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_hook_outbound_msg_hook (MapiSpoolerHook *self,
                                              MapiMessage     *message,
                                              MapiFolder      *folder,
                                              MapiMsgStore    *store,
                                              guint32         *flags,
                                              GBytes          *entry_id,
                                              GBytes         **target,
                                              GCancellable    *cancellable,
                                              GError         **error);

G_END_DECLS
