/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-ab-logon.h"
#include "mapi-hook-provider.h"
#include "mapi-client-shutdown.h"
#include "mapi-ms-logon.h"
#include "mapi-ms-provider.h"
#include "mapi-notifier.h"
#include "mapi-provider-module.h"
#include "mapi-session.h"
#include "mapi-xp-provider.h"
#include "mapi-table-data.h"

G_BEGIN_DECLS

/* A provider of the profile as it was when somebody asked; @problem tells why it has no module. */
typedef struct
{
  MapiUid uid;
  MapiUid service_uid;
  guint32 type;
  char   *name;
  char   *service_name;
  char   *dll_name;
  char   *module_path;
  GError *problem;
} MapiSessionProvider;

/*
 * One logon to a provider. Its support object holds it, and the session lists it from the moment
 * the logon succeeded until the provider lets go of the support object.
 */
typedef struct
{
  MapiSessionProvider *provider;
  gboolean             is_spooler;
  gint                 no_mail; /* atomic: a store that was opened with MDB_NO_MAIL alone */
  GWeakRef             store;
  GWeakRef             xp_logon;
  GWeakRef             support;
  MapiMsLogon         *ms_logon;
  GMutex               lock;     /* for the next */
  MapiAbLogon         *ab_logon; /* NULL again once the session has ended */
  GBytes              *spool_security;

  /* What a transport said of itself; guarded by the session's lock. */
  MapiAddressTypes *types;
  MapiRowSet       *options;
} MapiSessionLogon;

/* Entry identifiers with this UID belong to this logon. */
typedef struct
{
  MapiUid           uid;
  MapiSessionLogon *logon;
} MapiSessionRoute;

/* Whose an entry is: a store, or an address book that is logged on to. */
typedef struct
{
  MapiMsgStore     *store;
  MapiSessionLogon *logon;
} MapiSessionOwner;

/* A provider object that the session uses. */
typedef struct
{
  MapiProviderModule *module;
  guint32             type;
} MapiSessionUse;

struct _MapiSession
{
  GObject parent_instance;

  MapiProfile *profile;
  guint        flags; /* atomic */

  MapiNotifier  *notifier;
  MapiNotifier  *events;
  MapiTableData *status;
  MapiTableData *stores;
  GWeakRef       spooler;

  GMutex row_lock; /* from reading a row of the status table until it is changed */

  /* The status in other processes: shown to them, or seen of theirs. */
  GMutex                   follow_lock; /* from reading theirs until it shows here */
  GMutex                   share_lock;
  struct _MapiStatusBoard *board;
  gint                     board_lags; /* atomic: it does not show all that is new */
  struct _MapiFileWatch   *board_watch;
  MapiRowSet              *board_rows;

  GMutex                 default_lock;
  MapiUid                default_store; /* that all have been told of */
  struct _MapiFileWatch *profile_watch;

  /* Guards what follows; never held while a provider is called. */
  GMutex           lock;
  GBytes          *user_identity; /* NULL: nobody's */
  GBytes          *sender_identity;
  gboolean         identities_known;
  guint            identities_turn; /* how often they were forgotten */
  guint            n_users;
  gboolean         closed;
  GPtrArray       *logons;
  GArray          *routes;
  GArray          *uses;
  GHashTable      *connections;
  GHashTable      *disabled;     /* services that failed for good */
  GHashTable      *processes;    /* of isolated services, by their UID */
  GPtrArray       *ledgers;      /* what providers have given out; NULL for nothing */
  GString         *leaks;        /* what they still had in the end; NULL for nothing */
  MapiUid          with_folders; /* the default store that was seen to have its folders */
  MapiInteraction *interaction;
  MapiWrapper     *wrapper;
  guint32          last_connection;
  gint32           last_row_id;
};

gboolean mapi_session_check_open (MapiSession *self, GError **error);
/* A row of the status table tells something else of who the user is. */
void mapi_session_forget_identities (MapiSession *self);

/* entries */
gboolean mapi_session_find_owner (MapiSession      *self,
                                  GBytes           *entry_id,
                                  GCancellable     *cancellable,
                                  MapiSessionOwner *owner,
                                  GError          **error);
void     mapi_session_owner_clear (MapiSessionOwner *owner);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MapiSessionOwner, mapi_session_owner_clear)

/* providers */
MapiSessionProvider                 *
mapi_session_find_provider (MapiSession *self, const MapiUid *uid, GError **error);
void            mapi_session_note_lost_providers (MapiSession *self);
void            mapi_session_provider_free (MapiSessionProvider *provider);
MapiMsProvider *mapi_session_load_ms_provider (MapiSession               *self,
                                               const MapiSessionProvider *provider,
                                               GError                   **error);
MapiXpProvider *mapi_session_load_xp_provider (MapiSession               *self,
                                               const MapiSessionProvider *provider,
                                               GError                   **error);
MapiHookProvider *mapi_session_load_hook_provider (MapiSession               *self,
                                                   const MapiSessionProvider *provider,
                                                   GError                   **error);
MapiAbProvider   *mapi_session_load_ab_provider (MapiSession               *self,
                                                 const MapiSessionProvider *provider,
                                                 GError                   **error);
void              mapi_session_release_providers (MapiSession *self);
void
mapi_session_prefix_error (const MapiSessionProvider *provider, const char *call, GError **error);

/* isolated providers: those of a service that is set so have a process of their own */
GHashTable *mapi_session_processes_new (void);
gboolean    mapi_session_is_isolated (MapiSession *self, const MapiSessionProvider *provider);
gpointer    mapi_session_load_isolated (MapiSession               *self,
                                        const MapiSessionProvider *provider,
                                        GType                      type,
                                        GError                   **error);
GPtrArray  *mapi_session_ref_isolated_providers (MapiSession *self, guint32 type);
void        mapi_session_end_isolation (MapiSession *self);

/* services */
GHashTable *mapi_session_services_new (void);

/* Whether the service of a provider has its settings, and has not failed for good before. */
gboolean
mapi_session_check_service (MapiSession *self, const MapiSessionProvider *provider, GError **error);

/* After a logon that failed: none of the service is called again when nothing can cure it (R179,
 * R252). */
void mapi_session_judge_service (MapiSession               *self,
                                 const MapiSessionProvider *provider,
                                 const GError              *failure);

/* A logon failed for want of settings: lets the service configure itself, and answers whether to
 * try again (R177, R248). */
gboolean mapi_session_configure_service (MapiSession               *self,
                                         const MapiSessionProvider *provider,
                                         const GError              *failure,
                                         GCancellable              *cancellable);

/* logons */
MapiSessionLogon *mapi_session_logon_new (MapiSessionProvider *provider, gboolean is_spooler);
MapiSessionLogon *mapi_session_logon_ref (MapiSessionLogon *logon);
void              mapi_session_logon_unref (MapiSessionLogon *logon);
gboolean      mapi_session_add_logon (MapiSession *self, MapiSessionLogon *logon, GError **error);
gboolean      mapi_session_has_mail (MapiSession *self);
gboolean      mapi_session_check_kind (const MapiSessionProvider *provider,
                                       guint32                    type,
                                       const char                *what,
                                       GError                   **error);
void          mapi_session_note_failure (MapiSession               *self,
                                         const MapiSessionProvider *provider,
                                         GError                    *failure,
                                         GError                   **error);
MapiMsgStore *mapi_session_open_store_of (MapiSession   *self,
                                          const MapiUid *provider_uid,
                                          GBytes        *inner_id,
                                          guint32        flags,
                                          gboolean       is_spooler,
                                          GCancellable  *cancellable,
                                          GError       **error);
void          mapi_session_support_gone (MapiSession *self, MapiSessionLogon *logon);
MapiXpLogon  *mapi_session_find_transport (MapiSession *self, const MapiUid *provider_uid);
MapiMsLogon  *mapi_session_find_ms_logon (MapiSession *self, const MapiUid *provider_uid);
GPtrArray    *mapi_session_end_logons (MapiSession *self, GCancellable *cancellable);

/* leaks: what a provider gives out when it is logged on to is noted; before all are logged off from
 * it is counted who has how many references, and in the end said what providers still hold. */
void
mapi_session_note_given (MapiSession *self, const MapiSessionProvider *provider, gpointer object);
void mapi_session_count_subscription (MapiSession               *self,
                                      const MapiSessionProvider *provider,
                                      gint                       change);
void mapi_session_take_stock (MapiSession *self);
void mapi_session_report_leaks (MapiSession *self, GPtrArray *ended);

/* What stands before a provider where all of its leaks are looked for (MAPI_LEAKS), or the provider
 * itself. Takes @object. */
gpointer mapi_session_watch_holdings (MapiSession               *self,
                                      const MapiSessionProvider *provider,
                                      gpointer                   object,
                                      GType                      type);

/* status */
void      mapi_session_status_init (MapiSession *self);
void      mapi_session_status_add_spooler (MapiSession *self);
gboolean  mapi_session_modify_status_row (MapiSession               *self,
                                          const MapiSessionProvider *provider,
                                          MapiPropList              *columns,
                                          guint32                    flags,
                                          GError                   **error);
void      mapi_session_status_logged_on (MapiSession *self, const MapiSessionProvider *provider);
void      mapi_session_status_failed (MapiSession               *self,
                                      const MapiSessionProvider *provider,
                                      const GError              *cause);
void      mapi_session_status_gone (MapiSession *self, const MapiSessionProvider *provider);
void      mapi_session_status_default_store (MapiSession *self);
gboolean  mapi_session_is_status_entry_id (GBytes *entry_id);
MapiProp *mapi_session_open_status_entry (MapiSession  *self,
                                          GBytes       *entry_id,
                                          const char   *interface_name,
                                          guint32       flags,
                                          GCancellable *cancellable,
                                          GError      **error);

/* stores */
gboolean mapi_session_find_default_store (MapiSession *self, MapiUid *uid, GError **error);

/* Another one has been chosen: tables show it, and the spooler of this process is told. */
gboolean
mapi_session_announce_default_store (MapiSession *self, const MapiUid *uid, GError **error);

/* Writes it to the profile, gives @store, unless that is NULL, its folders, and announces it. */
void     mapi_session_give_folders (MapiSession   *self,
                                    const MapiUid *uid,
                                    MapiMsgStore  *store,
                                    GCancellable  *cancellable);
gboolean mapi_session_choose_default_store (MapiSession               *self,
                                            const MapiSessionProvider *provider,
                                            MapiMsgStore              *store,
                                            GError                   **error);

/* Whether to see what other processes choose. */
void mapi_session_follow_default_store (MapiSession *self, gboolean follows);

gboolean mapi_session_resolve_store (
    MapiSession *self, GBytes *entry_id, MapiUid *uid, GBytes **inner_id, GError **error);
gboolean mapi_session_find_store_provider (MapiSession *self,
                                           GBytes      *inner_id,
                                           MapiUid     *uid,
                                           GError     **error);

/* entries */
void mapi_session_add_route (MapiSession *self, const MapiUid *uid, MapiSessionLogon *logon);
void mapi_session_drop_connections (MapiSession *self);

/* address book */
GPtrArray        *mapi_session_log_on_to_address_books (MapiSession  *self,
                                                        gboolean     *whole,
                                                        GCancellable *cancellable,
                                                        GError      **error);
MapiAbLogon      *mapi_session_find_ab_logon_of (MapiSession *self, const MapiUid *provider_uid);
MapiSessionLogon *mapi_session_find_ab_logon (MapiSession *self, GBytes *entry_id);
MapiAbLogon      *mapi_session_logon_ref_ab (MapiSessionLogon *logon, GError **error);
void              mapi_session_logon_drop_ab (MapiSessionLogon *logon);
MapiInteraction *mapi_session_ref_interaction (MapiSession *self, const char *call, GError **error);

MapiPropList *mapi_session_find_options (MapiSession *self,
                                         const char  *address_type,
                                         guint32      kind,
                                         GError     **error);

/* shutdown */
GPtrArray *mapi_session_ref_loaded_providers (MapiSession *self, guint32 type);
void       mapi_session_client_shutdown_init (MapiClientShutdownInterface *iface);

MapiSpoolerLink *mapi_session_ref_spooler (MapiSession *self);

/* Has the spooler fetch what there is, and waits for it. */
void mapi_session_download (MapiSession *self, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSessionProvider, mapi_session_provider_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiSessionLogon, mapi_session_logon_unref)

G_END_DECLS
