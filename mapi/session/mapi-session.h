/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-address-book.h"
#include "mapi-interaction.h"
#include "mapi-msg-service-admin.h"
#include "mapi-msg-store.h"
#include "mapi-profile.h"
#include "mapi-spooler-hook.h"
#include "mapi-spooler-link.h"
#include "mapi-wrapper.h"
#include "mapi-xp-logon.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SESSION (mapi_session_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiSession, mapi_session, MAPI, SESSION, GObject)

MAPI_AVAILABLE_IN_1_0
MapiSession *mapi_session_logon (const char   *profile_name,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiSession *mapi_session_logon_profile (MapiProfile  *profile,
                                         guint32       flags,
                                         GCancellable *cancellable,
                                         GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiProfile *mapi_session_get_profile (MapiSession *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_session_get_flags (MapiSession *self);

/* The methods of IMAPISession, in the order of its slots. */
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_session_get_msg_stores_table (MapiSession  *self,
                                              guint32       flags,
                                              GCancellable *cancellable,
                                              GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiMsgStore *mapi_session_open_msg_store (
    MapiSession *self, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiAddressBook *mapi_session_open_address_book (
    MapiSession *self, guint32 flags, guint32 *warning, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiProfSect *mapi_session_open_profile_section (MapiSession   *self,
                                                 const MapiUid *uid,
                                                 guint32        flags,
                                                 GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_session_get_status_table (MapiSession  *self,
                                          guint32       flags,
                                          GCancellable *cancellable,
                                          GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_session_open_entry (MapiSession  *self,
                                   GBytes       *entry_id,
                                   const char   *interface_name,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_compare_entry_ids (MapiSession *self,
                                         GBytes      *entry_id1,
                                         GBytes      *entry_id2,
                                         guint32      flags,
                                         gboolean    *result,
                                         GError     **error);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_session_advise (MapiSession    *self,
                             GBytes         *entry_id,
                             guint32         event_mask,
                             MapiAdviseSink *sink,
                             GCancellable   *cancellable,
                             GError        **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_unadvise (MapiSession *self, guint32 connection, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_message_options (MapiSession  *self,
                                       guint32       flags,
                                       const char   *address_type,
                                       MapiMessage  *message,
                                       GCancellable *cancellable,
                                       GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_session_query_default_message_opt (MapiSession  *self,
                                                      const char   *address_type,
                                                      guint32       flags,
                                                      GCancellable *cancellable,
                                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
char **mapi_session_enum_adr_types (MapiSession *self, guint32 flags, GError **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_session_query_identity (MapiSession *self, guint32 *warning, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_session_logoff (MapiSession *self, guint32 flags, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean
mapi_session_set_default_store (MapiSession *self, GBytes *entry_id, guint32 flags, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiMsgServiceAdmin *mapi_session_admin_services (MapiSession *self, guint32 flags, GError **error);

/* What MAPI has no method for. */
MAPI_AVAILABLE_IN_1_0
void mapi_session_set_interaction (MapiSession *self, MapiInteraction *interaction);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_session_get_providers (MapiSession *self, GError **error);
MAPI_AVAILABLE_IN_1_0
void mapi_session_set_wrapper (MapiSession *self, MapiWrapper *wrapper);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_check_processes (MapiSession *self, GError **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_session_find_leaks (MapiSession *self);

/* Care of a store. */
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_check_store (MapiSession  *self,
                                   GBytes       *entry_id,
                                   MapiProgress *progress,
                                   guint32      *n_readable,
                                   MapiRowSet  **damage,
                                   GCancellable *cancellable,
                                   GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_compact_store (MapiSession  *self,
                                     GBytes       *entry_id,
                                     MapiProgress *progress,
                                     guint64      *n_freed,
                                     GCancellable *cancellable,
                                     GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_backup_store (MapiSession  *self,
                                    GBytes       *entry_id,
                                    GFile        *destination,
                                    MapiProgress *progress,
                                    GCancellable *cancellable,
                                    GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_rescue_store (MapiSession  *self,
                                    GBytes       *entry_id,
                                    GFile        *destination,
                                    MapiProgress *progress,
                                    guint32      *n_readable,
                                    MapiRowSet  **damage,
                                    GCancellable *cancellable,
                                    GError      **error);

/* For the spooler. */
MAPI_AVAILABLE_IN_1_0
void mapi_session_set_spooler (MapiSession *self, MapiSpoolerLink *link);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_session_query_sender_identity (MapiSession *self, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_modify_spooler_row (MapiSession *self, MapiPropList *columns, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_modify_provider_row (MapiSession   *self,
                                           const MapiUid *provider_uid,
                                           MapiPropList  *columns,
                                           GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiMsgStore *mapi_session_open_spooler_store (MapiSession   *self,
                                               const MapiUid *provider_uid,
                                               guint32        flags,
                                               GCancellable  *cancellable,
                                               GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_session_is_for_mail (MapiSession *self, const MapiUid *provider_uid);
MAPI_AVAILABLE_IN_1_0
MapiXpLogon *mapi_session_logon_transport (MapiSession   *self,
                                           const MapiUid *provider_uid,
                                           guint32       *flags,
                                           MapiSupport  **support,
                                           GCancellable  *cancellable,
                                           GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiSpoolerHook *mapi_session_logon_hook (MapiSession   *self,
                                          const MapiUid *provider_uid,
                                          guint32        flags,
                                          GCancellable  *cancellable,
                                          GError       **error);
MAPI_AVAILABLE_IN_1_0
void mapi_session_note_transport (MapiSession      *self,
                                  const MapiUid    *provider_uid,
                                  MapiAddressTypes *types,
                                  MapiRowSet       *options);
MAPI_AVAILABLE_IN_1_0
void mapi_session_set_logon_cancellable (MapiSession  *self,
                                         MapiSupport  *support,
                                         GCancellable *cancellable);

G_END_DECLS
