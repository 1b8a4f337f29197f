/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"
#include "mapi-status.h"
#include "mapi-address-types.h"
#include "mapi-row-set.h"

G_BEGIN_DECLS

#define MAPI_TYPE_XP_LOGON (mapi_xp_logon_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiXpLogon, mapi_xp_logon, MAPI, XP_LOGON, GObject)

struct _MapiXpLogonInterface
{
  GTypeInterface parent_iface;

  MapiAddressTypes *(*address_types) (MapiXpLogon  *self,
                                      guint32      *flags,
                                      GCancellable *cancellable,
                                      GError      **error);
  MapiRowSet *(*register_options) (MapiXpLogon  *self,
                                   guint32      *flags,
                                   GCancellable *cancellable,
                                   GError      **error);
  gboolean (*transport_notify) (
      MapiXpLogon *self, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error);
  gboolean (*idle) (MapiXpLogon *self, guint32 flags, GCancellable *cancellable, GError **error);
  gboolean (*transport_logoff) (MapiXpLogon  *self,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error);
  gboolean (*submit_message) (MapiXpLogon  *self,
                              guint32       flags,
                              MapiMessage  *message,
                              guint32      *message_ref,
                              guint32      *return_parm,
                              GCancellable *cancellable,
                              GError      **error);
  gboolean (*end_message) (MapiXpLogon  *self,
                           guint32       message_ref,
                           guint32      *flags,
                           GCancellable *cancellable,
                           GError      **error);
  gboolean (*poll) (MapiXpLogon  *self,
                    guint32      *incoming,
                    GCancellable *cancellable,
                    GError      **error);
  gboolean (*start_message) (MapiXpLogon  *self,
                             guint32       flags,
                             MapiMessage  *message,
                             guint32      *message_ref,
                             GCancellable *cancellable,
                             GError      **error);
  MapiStatus *(*open_status_entry) (MapiXpLogon  *self,
                                    const char   *interface_name,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error);
  gboolean (*validate_state) (MapiXpLogon  *self,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error);
  gboolean (*flush_queues) (MapiXpLogon  *self,
                            GBytes       *target_transport,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error);
};

MAPI_AVAILABLE_IN_1_0
MapiAddressTypes *mapi_xp_logon_address_types (MapiXpLogon  *self,
                                               guint32      *flags,
                                               GCancellable *cancellable,
                                               GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_xp_logon_register_options (MapiXpLogon  *self,
                                            guint32      *flags,
                                            GCancellable *cancellable,
                                            GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_logon_transport_notify (
    MapiXpLogon *self, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_xp_logon_idle (MapiXpLogon *self, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_logon_transport_logoff (MapiXpLogon  *self,
                                         guint32       flags,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_logon_submit_message (MapiXpLogon  *self,
                                       guint32       flags,
                                       MapiMessage  *message,
                                       guint32      *message_ref,
                                       guint32      *return_parm,
                                       GCancellable *cancellable,
                                       GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_logon_end_message (MapiXpLogon  *self,
                                    guint32       message_ref,
                                    guint32      *flags,
                                    GCancellable *cancellable,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_logon_poll (MapiXpLogon  *self,
                             guint32      *incoming,
                             GCancellable *cancellable,
                             GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_logon_start_message (MapiXpLogon  *self,
                                      guint32       flags,
                                      MapiMessage  *message,
                                      guint32      *message_ref,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiStatus *mapi_xp_logon_open_status_entry (MapiXpLogon  *self,
                                             const char   *interface_name,
                                             guint32       flags,
                                             GCancellable *cancellable,
                                             GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_logon_validate_state (MapiXpLogon  *self,
                                       guint32       flags,
                                       GCancellable *cancellable,
                                       GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_xp_logon_flush_queues (MapiXpLogon  *self,
                                     GBytes       *target_transport,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
void mapi_xp_logon_set_return_parm (MapiXpLogon *self, guint32 return_parm);

G_END_DECLS
