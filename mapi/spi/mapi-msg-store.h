/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-folder.h"
#include "mapi-notification.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MSG_STORE (mapi_msg_store_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiMsgStore, mapi_msg_store, MAPI, MSG_STORE, MapiProp)

struct _MapiMsgStoreInterface
{
  GTypeInterface parent_iface;

  guint32 (*advise) (MapiMsgStore   *self,
                     GBytes         *entry_id,
                     guint32         event_mask,
                     MapiAdviseSink *sink,
                     GCancellable   *cancellable,
                     GError        **error);
  gboolean (*unadvise) (MapiMsgStore *self, guint32 connection, GError **error);
  gboolean (*compare_entry_ids) (MapiMsgStore *self,
                                 GBytes       *entry_id1,
                                 GBytes       *entry_id2,
                                 guint32       flags,
                                 gboolean     *result,
                                 GError      **error);
  MapiProp *(*open_entry) (MapiMsgStore *self,
                           GBytes       *entry_id,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error);
  gboolean (*set_receive_folder) (MapiMsgStore *self,
                                  const char   *message_class,
                                  guint32       flags,
                                  GBytes       *entry_id,
                                  GCancellable *cancellable,
                                  GError      **error);
  GBytes *(*get_receive_folder) (MapiMsgStore *self,
                                 const char   *message_class,
                                 guint32       flags,
                                 char        **explicit_class,
                                 GCancellable *cancellable,
                                 GError      **error);
  MapiTable *(*get_receive_folder_table) (MapiMsgStore *self,
                                          guint32       flags,
                                          GCancellable *cancellable,
                                          GError      **error);
  gboolean (*store_logoff) (MapiMsgStore *self,
                            guint32      *flags,
                            GCancellable *cancellable,
                            GError      **error);
  gboolean (*abort_submit) (MapiMsgStore *self,
                            GBytes       *entry_id,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error);
  MapiTable *(*get_outgoing_queue) (MapiMsgStore *self,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error);
  gboolean (*set_lock_state) (MapiMsgStore *self,
                              MapiMessage  *message,
                              guint32       lock_state,
                              GCancellable *cancellable,
                              GError      **error);
  gboolean (*finished_msg) (MapiMsgStore *self,
                            guint32       flags,
                            GBytes       *entry_id,
                            GCancellable *cancellable,
                            GError      **error);
  gboolean (*notify_new_mail) (MapiMsgStore     *self,
                               MapiNotification *notification,
                               GCancellable     *cancellable,
                               GError          **error);
};

MAPI_AVAILABLE_IN_1_0
guint32 mapi_msg_store_advise (MapiMsgStore   *self,
                               GBytes         *entry_id,
                               guint32         event_mask,
                               MapiAdviseSink *sink,
                               GCancellable   *cancellable,
                               GError        **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_store_unadvise (MapiMsgStore *self, guint32 connection, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_store_compare_entry_ids (MapiMsgStore *self,
                                           GBytes       *entry_id1,
                                           GBytes       *entry_id2,
                                           guint32       flags,
                                           gboolean     *result,
                                           GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_msg_store_open_entry (MapiMsgStore *self,
                                     GBytes       *entry_id,
                                     const char   *interface_name,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_store_set_receive_folder (MapiMsgStore *self,
                                            const char   *message_class,
                                            guint32       flags,
                                            GBytes       *entry_id,
                                            GCancellable *cancellable,
                                            GError      **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_msg_store_get_receive_folder (MapiMsgStore *self,
                                           const char   *message_class,
                                           guint32       flags,
                                           char        **explicit_class,
                                           GCancellable *cancellable,
                                           GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_msg_store_get_receive_folder_table (MapiMsgStore *self,
                                                    guint32       flags,
                                                    GCancellable *cancellable,
                                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_store_store_logoff (MapiMsgStore *self,
                                      guint32      *flags,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_store_abort_submit (
    MapiMsgStore *self, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_msg_store_get_outgoing_queue (MapiMsgStore *self,
                                              guint32       flags,
                                              GCancellable *cancellable,
                                              GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_store_set_lock_state (MapiMsgStore *self,
                                        MapiMessage  *message,
                                        guint32       lock_state,
                                        GCancellable *cancellable,
                                        GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_store_finished_msg (
    MapiMsgStore *self, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_msg_store_notify_new_mail (MapiMsgStore     *self,
                                         MapiNotification *notification,
                                         GCancellable     *cancellable,
                                         GError          **error);

G_END_DECLS
