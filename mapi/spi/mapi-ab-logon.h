/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-advise-sink.h"
#include "mapi-prop.h"
#include "mapi-table.h"

G_BEGIN_DECLS

#define MAPI_TYPE_AB_LOGON (mapi_ab_logon_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiAbLogon, mapi_ab_logon, MAPI, AB_LOGON, GObject)

struct _MapiAbLogonInterface
{
  GTypeInterface parent_iface;

  gboolean (*logoff) (MapiAbLogon *self, guint32 flags, GCancellable *cancellable, GError **error);
  MapiProp *(*open_entry) (MapiAbLogon  *self,
                           GBytes       *entry_id,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error);
  gboolean (*compare_entry_ids) (MapiAbLogon *self,
                                 GBytes      *entry_id1,
                                 GBytes      *entry_id2,
                                 guint32      flags,
                                 gboolean    *result,
                                 GError     **error);
  guint32 (*advise) (MapiAbLogon    *self,
                     GBytes         *entry_id,
                     guint32         event_mask,
                     MapiAdviseSink *sink,
                     GCancellable   *cancellable,
                     GError        **error);
  gboolean (*unadvise) (MapiAbLogon *self, guint32 connection, GError **error);
  MapiProp *(*open_status_entry) (MapiAbLogon  *self,
                                  const char   *interface_name,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error);
  MapiProp *(*open_template_id) (MapiAbLogon  *self,
                                 GBytes       *template_id,
                                 guint32       template_flags,
                                 MapiProp     *data,
                                 const char   *interface_name,
                                 MapiProp     *sibling,
                                 GCancellable *cancellable,
                                 GError      **error);
  MapiTable *(*get_one_off_table) (MapiAbLogon  *self,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error);
  MapiRowSet *(*prepare_recips) (MapiAbLogon      *self,
                                 guint32           flags,
                                 MapiPropTagArray *tags,
                                 MapiRowSet       *recipients,
                                 GCancellable     *cancellable,
                                 GError          **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean
mapi_ab_logon_logoff (MapiAbLogon *self, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_ab_logon_open_entry (MapiAbLogon  *self,
                                    GBytes       *entry_id,
                                    const char   *interface_name,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_ab_logon_compare_entry_ids (MapiAbLogon *self,
                                          GBytes      *entry_id1,
                                          GBytes      *entry_id2,
                                          guint32      flags,
                                          gboolean    *result,
                                          GError     **error);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_ab_logon_advise (MapiAbLogon    *self,
                              GBytes         *entry_id,
                              guint32         event_mask,
                              MapiAdviseSink *sink,
                              GCancellable   *cancellable,
                              GError        **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_ab_logon_unadvise (MapiAbLogon *self, guint32 connection, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_ab_logon_open_status_entry (MapiAbLogon  *self,
                                           const char   *interface_name,
                                           guint32       flags,
                                           GCancellable *cancellable,
                                           GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_ab_logon_open_template_id (MapiAbLogon  *self,
                                          GBytes       *template_id,
                                          guint32       template_flags,
                                          MapiProp     *data,
                                          const char   *interface_name,
                                          MapiProp     *sibling,
                                          GCancellable *cancellable,
                                          GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_ab_logon_get_one_off_table (MapiAbLogon  *self,
                                            guint32       flags,
                                            GCancellable *cancellable,
                                            GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_ab_logon_prepare_recips (MapiAbLogon      *self,
                                          guint32           flags,
                                          MapiPropTagArray *tags,
                                          MapiRowSet       *recipients,
                                          GCancellable     *cancellable,
                                          GError          **error);

G_END_DECLS
