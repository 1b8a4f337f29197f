/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_HOST (mapi_spooler_host_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiSpoolerHost, mapi_spooler_host, MAPI, SPOOLER_HOST, GObject)

struct _MapiSpoolerHostInterface
{
  GTypeInterface parent_iface;

  char *(*get_profile_name) (MapiSpoolerHost *self);
  char *(*get_setting) (MapiSpoolerHost *self, const MapiUid *uid, const char *key);
  MapiRowSet *(*get_providers) (MapiSpoolerHost *self, GCancellable *cancellable, GError **error);
  MapiMsgStore *(*open_store) (MapiSpoolerHost *self,
                               const MapiUid   *uid,
                               GCancellable    *cancellable,
                               GError         **error);
  MapiXpLogon *(*logon_transport) (MapiSpoolerHost *self,
                                   const MapiUid   *uid,
                                   guint32         *flags,
                                   MapiSupport    **support,
                                   GCancellable    *cancellable,
                                   GError         **error);
  gboolean (*modify_status_row) (MapiSpoolerHost *self,
                                 const MapiUid   *uid,
                                 MapiPropList    *columns,
                                 GError         **error);
  void (*set_link) (MapiSpoolerHost *self, MapiSpoolerLink *link);
  MapiPropList *(*get_identity) (MapiSpoolerHost *self);
  MapiSpoolerHook *(*logon_hook) (MapiSpoolerHost *self,
                                  const MapiUid   *uid,
                                  guint32          flags,
                                  GCancellable    *cancellable,
                                  GError         **error);
  MapiRowSet *(*resolve_recipients) (MapiSpoolerHost *self,
                                     MapiRowSet      *recipients,
                                     GCancellable    *cancellable,
                                     GError         **error);
  void (*note_transport) (MapiSpoolerHost  *self,
                          const MapiUid    *uid,
                          MapiAddressTypes *types,
                          MapiRowSet       *options);
};

MAPI_AVAILABLE_IN_1_0
char *mapi_spooler_host_get_profile_name (MapiSpoolerHost *self);
MAPI_AVAILABLE_IN_1_0
char *mapi_spooler_host_get_setting (MapiSpoolerHost *self, const MapiUid *uid, const char *key);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *
mapi_spooler_host_get_providers (MapiSpoolerHost *self, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiMsgStore *mapi_spooler_host_open_store (MapiSpoolerHost *self,
                                            const MapiUid   *uid,
                                            GCancellable    *cancellable,
                                            GError         **error);
MAPI_AVAILABLE_IN_1_0
MapiXpLogon *mapi_spooler_host_logon_transport (MapiSpoolerHost *self,
                                                const MapiUid   *uid,
                                                guint32         *flags,
                                                MapiSupport    **support,
                                                GCancellable    *cancellable,
                                                GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_host_modify_status_row (MapiSpoolerHost *self,
                                              const MapiUid   *uid,
                                              MapiPropList    *columns,
                                              GError         **error);
MAPI_AVAILABLE_IN_1_0
MapiSpoolerHook *mapi_spooler_host_logon_hook (MapiSpoolerHost *self,
                                               const MapiUid   *uid,
                                               guint32          flags,
                                               GCancellable    *cancellable,
                                               GError         **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_spooler_host_resolve_recipients (MapiSpoolerHost *self,
                                                  MapiRowSet      *recipients,
                                                  GCancellable    *cancellable,
                                                  GError         **error);
MAPI_AVAILABLE_IN_1_0
void mapi_spooler_host_set_link (MapiSpoolerHost *self, MapiSpoolerLink *link);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_spooler_host_get_identity (MapiSpoolerHost *self);
MAPI_AVAILABLE_IN_1_0
void mapi_spooler_host_note_transport (MapiSpoolerHost  *self,
                                       const MapiUid    *uid,
                                       MapiAddressTypes *types,
                                       MapiRowSet       *options);

G_END_DECLS
