/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-support.h"

G_BEGIN_DECLS

/**
 * MAPI_PR_SPOOLER_FLUSH_COUNT:
 *
 * In the spooler's row of the status table: how many flushes of the queues have ended (PT_I8).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_FLUSH_COUNT 0x65A20014

#define MAPI_TYPE_SPOOLER_LINK (mapi_spooler_link_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiSpoolerLink, mapi_spooler_link, MAPI, SPOOLER_LINK, GObject)

struct _MapiSpoolerLinkInterface
{
  GTypeInterface parent_iface;

  gboolean (*spooler_yield) (MapiSpoolerLink *self,
                             MapiSupport     *support,
                             guint32          flags,
                             GCancellable    *cancellable,
                             GError         **error);
  gboolean (*spooler_notify) (MapiSpoolerLink *self,
                              MapiSupport     *support,
                              const MapiUid   *provider_uid,
                              guint32          flags,
                              GBytes          *data,
                              GError         **error);
  gboolean (*register_preprocessor) (MapiSpoolerLink  *self,
                                     const MapiUid    *provider_uid,
                                     const MapiUid    *uid,
                                     const char       *address_type,
                                     MapiPreprocessor *preprocessor,
                                     GError          **error);
  gboolean (*complete_msg) (MapiSpoolerLink *self,
                            const MapiUid   *provider_uid,
                            guint32          flags,
                            GBytes          *entry_id,
                            GCancellable    *cancellable,
                            GError         **error);
  gboolean (*store_logoff_transports) (MapiSpoolerLink *self,
                                       const MapiUid   *provider_uid,
                                       guint32         *flags,
                                       GCancellable    *cancellable,
                                       GError         **error);
  gboolean (*status_recips) (MapiSpoolerLink *self,
                             MapiSupport     *support,
                             const MapiUid   *provider_uid,
                             MapiMessage     *message,
                             MapiRowSet      *recipients,
                             GCancellable    *cancellable,
                             GError         **error);
  gboolean (*status_row_changed) (MapiSpoolerLink *self,
                                  const MapiUid   *provider_uid,
                                  MapiPropList    *row,
                                  GError         **error);
  MapiStatus *(*open_status_entry) (MapiSpoolerLink *self,
                                    guint32          flags,
                                    GCancellable    *cancellable,
                                    GError         **error);
  gboolean (*expand_recips) (MapiSpoolerLink *self,
                             const MapiUid   *provider_uid,
                             MapiMessage     *message,
                             MapiRowSet      *recipients,
                             guint32         *flags,
                             GCancellable    *cancellable,
                             GError         **error);
  gboolean (*do_sent_mail) (MapiSpoolerLink *self,
                            const MapiUid   *provider_uid,
                            MapiMessage     *message,
                            gboolean        *taken_over,
                            GCancellable    *cancellable,
                            GError         **error);
  gboolean (*store_opened) (MapiSpoolerLink *self, const MapiUid *provider_uid, GError **error);
  gboolean (*default_store_changed) (MapiSpoolerLink *self,
                                     const MapiUid   *provider_uid,
                                     GError         **error);
};

MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_spooler_yield (MapiSpoolerLink *self,
                                          MapiSupport     *support,
                                          guint32          flags,
                                          GCancellable    *cancellable,
                                          GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_spooler_notify (MapiSpoolerLink *self,
                                           MapiSupport     *support,
                                           const MapiUid   *provider_uid,
                                           guint32          flags,
                                           GBytes          *data,
                                           GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_register_preprocessor (MapiSpoolerLink  *self,
                                                  const MapiUid    *provider_uid,
                                                  const MapiUid    *uid,
                                                  const char       *address_type,
                                                  MapiPreprocessor *preprocessor,
                                                  GError          **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_complete_msg (MapiSpoolerLink *self,
                                         const MapiUid   *provider_uid,
                                         guint32          flags,
                                         GBytes          *entry_id,
                                         GCancellable    *cancellable,
                                         GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_store_logoff_transports (MapiSpoolerLink *self,
                                                    const MapiUid   *provider_uid,
                                                    guint32         *flags,
                                                    GCancellable    *cancellable,
                                                    GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_status_recips (MapiSpoolerLink *self,
                                          MapiSupport     *support,
                                          const MapiUid   *provider_uid,
                                          MapiMessage     *message,
                                          MapiRowSet      *recipients,
                                          GCancellable    *cancellable,
                                          GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_status_row_changed (MapiSpoolerLink *self,
                                               const MapiUid   *provider_uid,
                                               MapiPropList    *row,
                                               GError         **error);
MAPI_AVAILABLE_IN_1_0
MapiStatus *mapi_spooler_link_open_status_entry (MapiSpoolerLink *self,
                                                 guint32          flags,
                                                 GCancellable    *cancellable,
                                                 GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_expand_recips (MapiSpoolerLink *self,
                                          const MapiUid   *provider_uid,
                                          MapiMessage     *message,
                                          MapiRowSet      *recipients,
                                          guint32         *flags,
                                          GCancellable    *cancellable,
                                          GError         **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_do_sent_mail (MapiSpoolerLink *self,
                                         const MapiUid   *provider_uid,
                                         MapiMessage     *message,
                                         gboolean        *taken_over,
                                         GCancellable    *cancellable,
                                         GError         **error);

MAPI_AVAILABLE_IN_1_0
gboolean
mapi_spooler_link_store_opened (MapiSpoolerLink *self, const MapiUid *provider_uid, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_link_default_store_changed (MapiSpoolerLink *self,
                                                  const MapiUid   *provider_uid,
                                                  GError         **error);

G_END_DECLS
