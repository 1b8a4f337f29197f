/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"
#include "mapi-advise-sink.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MS_LOGON (mapi_ms_logon_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiMsLogon, mapi_ms_logon, MAPI, MS_LOGON, GObject)

struct _MapiMsLogonInterface
{
  GTypeInterface parent_iface;

  gboolean (*logoff) (MapiMsLogon *self, guint32 *flags, GCancellable *cancellable, GError **error);
  MapiProp *(*open_entry) (MapiMsLogon  *self,
                           GBytes       *entry_id,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error);
  gboolean (*compare_entry_ids) (MapiMsLogon *self,
                                 GBytes      *entry_id1,
                                 GBytes      *entry_id2,
                                 guint32      flags,
                                 gboolean    *result,
                                 GError     **error);
  guint32 (*advise) (MapiMsLogon    *self,
                     GBytes         *entry_id,
                     guint32         event_mask,
                     MapiAdviseSink *sink,
                     GCancellable   *cancellable,
                     GError        **error);
  gboolean (*unadvise) (MapiMsLogon *self, guint32 connection, GError **error);
  MapiProp *(*open_status_entry) (MapiMsLogon  *self,
                                  const char   *interface_name,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean
mapi_ms_logon_logoff (MapiMsLogon *self, guint32 *flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_ms_logon_open_entry (MapiMsLogon  *self,
                                    GBytes       *entry_id,
                                    const char   *interface_name,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_ms_logon_compare_entry_ids (MapiMsLogon *self,
                                          GBytes      *entry_id1,
                                          GBytes      *entry_id2,
                                          guint32      flags,
                                          gboolean    *result,
                                          GError     **error);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_ms_logon_advise (MapiMsLogon    *self,
                              GBytes         *entry_id,
                              guint32         event_mask,
                              MapiAdviseSink *sink,
                              GCancellable   *cancellable,
                              GError        **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_ms_logon_unadvise (MapiMsLogon *self, guint32 connection, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_ms_logon_open_status_entry (MapiMsLogon  *self,
                                           const char   *interface_name,
                                           guint32       flags,
                                           GCancellable *cancellable,
                                           GError      **error);

G_END_DECLS
