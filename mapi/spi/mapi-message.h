/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"
#include "mapi-table.h"
#include "mapi-attach.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MESSAGE (mapi_message_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiMessage, mapi_message, MAPI, MESSAGE, MapiProp)

struct _MapiMessageInterface
{
  GTypeInterface parent_iface;

  MapiTable *(*get_attachment_table) (MapiMessage  *self,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
  MapiAttach *(*open_attach) (MapiMessage  *self,
                              guint32       attachment_number,
                              const char   *interface_name,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error);
  MapiAttach *(*create_attach) (MapiMessage  *self,
                                guint32       flags,
                                guint32      *attachment_number,
                                GCancellable *cancellable,
                                GError      **error);
  gboolean (*delete_attach) (MapiMessage  *self,
                             guint32       attachment_number,
                             MapiProgress *progress,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error);
  MapiTable *(*get_recipient_table) (MapiMessage  *self,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);
  gboolean (*modify_recipients) (MapiMessage  *self,
                                 guint32       flags,
                                 MapiRowSet   *recipients,
                                 GCancellable *cancellable,
                                 GError      **error);
  gboolean (*submit_message) (MapiMessage  *self,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error);
  gboolean (*set_read_flag) (MapiMessage  *self,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error);
};

MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_message_get_attachment_table (MapiMessage  *self,
                                              guint32       flags,
                                              GCancellable *cancellable,
                                              GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiAttach *mapi_message_open_attach (MapiMessage  *self,
                                      guint32       attachment_number,
                                      const char   *interface_name,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiAttach *mapi_message_create_attach (MapiMessage  *self,
                                        guint32       flags,
                                        guint32      *attachment_number,
                                        GCancellable *cancellable,
                                        GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_delete_attach (MapiMessage  *self,
                                     guint32       attachment_number,
                                     MapiProgress *progress,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_message_get_recipient_table (MapiMessage  *self,
                                             guint32       flags,
                                             GCancellable *cancellable,
                                             GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_modify_recipients (MapiMessage  *self,
                                         guint32       flags,
                                         MapiRowSet   *recipients,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_submit_message (MapiMessage  *self,
                                      guint32       flags,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_message_set_read_flag (MapiMessage  *self,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error);

G_END_DECLS
