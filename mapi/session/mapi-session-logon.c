/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-session-private.h"
#include "mapi-support-object-private.h"

/* The logons of a session to its providers. */

MapiSessionLogon *
mapi_session_logon_new (MapiSessionProvider *provider, gboolean is_spooler)
{
  MapiSessionLogon *logon = g_atomic_rc_box_new0 (MapiSessionLogon);

  logon->provider = provider;
  logon->is_spooler = is_spooler;
  g_mutex_init (&logon->lock);
  g_weak_ref_init (&logon->store, NULL);
  g_weak_ref_init (&logon->xp_logon, NULL);
  g_weak_ref_init (&logon->support, NULL);

  return logon;
}

MapiSessionLogon *
mapi_session_logon_ref (MapiSessionLogon *logon)
{
  return g_atomic_rc_box_acquire (logon);
}

static void
logon_clear (gpointer data)
{
  MapiSessionLogon *logon = data;

  mapi_session_provider_free (logon->provider);
  g_weak_ref_clear (&logon->store);
  g_weak_ref_clear (&logon->xp_logon);
  g_weak_ref_clear (&logon->support);
  g_clear_object (&logon->ms_logon);
  g_clear_object (&logon->ab_logon);
  g_mutex_clear (&logon->lock);
  g_clear_pointer (&logon->spool_security, g_bytes_unref);
  g_clear_pointer (&logon->types, mapi_address_types_unref);
  g_clear_pointer (&logon->options, mapi_row_set_unref);
}

void
mapi_session_logon_unref (MapiSessionLogon *logon)
{
  g_atomic_rc_box_release_full (logon, logon_clear);
}

static gboolean
has_other_logon (MapiSession *self, const MapiUid *provider_uid)
{
  for (guint i = 0; i < self->logons->len; i++)
    {
      const MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);

      if (mapi_uid_equal (&logon->provider->uid, provider_uid))
        return TRUE;
    }

  return FALSE;
}

gboolean
mapi_session_add_logon (MapiSession *self, MapiSessionLogon *logon, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->closed)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_END_OF_SESSION, "the session was logged off meanwhile");
      return FALSE;
    }

  g_ptr_array_add (self->logons, mapi_session_logon_ref (logon));
  return TRUE;
}

/* FALSE when the logon had not succeeded, or its end was seen to before. */
static gboolean
remove_logon (MapiSession *self, MapiSessionLogon *logon, gboolean *was_last)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = self->routes->len; i > 0; i--)
    {
      if (g_array_index (self->routes, MapiSessionRoute, i - 1).logon == logon)
        g_array_remove_index (self->routes, i - 1);
    }
  if (!g_ptr_array_remove (self->logons, logon))
    return FALSE;

  *was_last = !has_other_logon (self, &logon->provider->uid);
  return TRUE;
}

static gboolean
call_logoff (MapiSessionLogon *logon, GCancellable *cancellable, GError **error)
{
  guint32 flags = 0;

  if (logon->ab_logon != NULL)
    return mapi_ab_logon_logoff (logon->ab_logon, flags, cancellable, error);
  return logon->ms_logon == NULL ||
         mapi_ms_logon_logoff (logon->ms_logon, &flags, cancellable, error);
}

static void
log_off (MapiSessionLogon *logon, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!call_logoff (logon, cancellable, &error) && error->code != MAPI_E_NO_SUPPORT &&
      error->code != MAPI_E_INVALID_OBJECT)
    g_warning ("%s: Logoff: %s", logon->provider->module_path, error->message);
}

/* The provider released its support object: R166, R385. */
void
mapi_session_support_gone (MapiSession *self, MapiSessionLogon *logon)
{
  g_autoptr (MapiSessionLogon) kept = mapi_session_logon_ref (logon);
  gboolean was_last = FALSE;

  if (!remove_logon (self, logon, &was_last))
    return;
  if (was_last)
    mapi_session_status_gone (self, logon->provider);
  log_off (logon, NULL);
}

/* Logs off from every store that somebody still holds open, and from the address books; transports
 * are the spooler's. Gives the logons that have ended so. */
GPtrArray *
mapi_session_end_logons (MapiSession *self, GCancellable *cancellable)
{
  GPtrArray *ended;

  g_mutex_lock (&self->lock);
  ended = g_steal_pointer (&self->logons);
  self->logons = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_session_logon_unref);
  g_array_set_size (self->routes, 0);
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < ended->len; i++)
    {
      MapiSessionLogon *logon = g_ptr_array_index (ended, i);

      log_off (logon, cancellable);
      g_clear_object (&logon->ms_logon);
      mapi_session_logon_drop_ab (logon);
    }
  return ended;
}

gboolean
mapi_session_check_kind (const MapiSessionProvider *provider,
                         guint32                    type,
                         const char                *what,
                         GError                   **error)
{
  if (provider->problem != NULL)
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, provider->problem->message);
      return FALSE;
    }
  if (provider->type == type)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "service '%s' (%s) is no %s",
               provider->service_name,
               provider->name != NULL ? provider->name : "",
               what);
  return FALSE;
}

/* A failed logon shows in the provider's row, and names the provider. */
void
mapi_session_note_failure (MapiSession               *self,
                           const MapiSessionProvider *provider,
                           GError                    *failure,
                           GError                   **error)
{
  if (failure->code != MAPI_E_USER_CANCEL)
    mapi_session_status_failed (self, provider, failure);
  mapi_session_judge_service (self, provider, failure);
  g_propagate_error (error, failure);
}

typedef struct
{
  MapiSession      *session;
  MapiSessionLogon *logon;
  GBytes           *inner_id;
  guint32           flags;
  GCancellable     *cancellable;
} StoreLogon;

static GBytes *
find_spool_security (MapiSession *self, const MapiUid *provider_uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->logons->len; i++)
    {
      const MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);

      if (mapi_uid_equal (&logon->provider->uid, provider_uid) && logon->spool_security != NULL)
        return g_bytes_ref (logon->spool_security);
    }

  return NULL;
}

static MapiMsgStore *
call_logon (StoreLogon *request, MapiMsProvider *provider, MapiSupport *support, GError **error)
{
  return mapi_ms_provider_logon (provider,
                                 support,
                                 mapi_profile_get_name (request->session->profile),
                                 request->inner_id,
                                 request->flags,
                                 NULL,
                                 &request->logon->spool_security,
                                 &request->logon->ms_logon,
                                 request->cancellable,
                                 error);
}

static MapiMsgStore *
call_spooler_logon (StoreLogon     *request,
                    MapiMsProvider *provider,
                    MapiSupport    *support,
                    GError        **error)
{
  g_autoptr (GBytes) security =
      find_spool_security (request->session, &request->logon->provider->uid);

  return mapi_ms_provider_spooler_logon (provider,
                                         support,
                                         mapi_profile_get_name (request->session->profile),
                                         request->inner_id,
                                         request->flags,
                                         NULL,
                                         security,
                                         &request->logon->ms_logon,
                                         request->cancellable,
                                         error);
}

/* A provider that knows no SpoolerLogon is logged on to as by a client. */
static MapiMsgStore *
call_store_logon (StoreLogon *request, MapiMsProvider *ms_provider, GError **error)
{
  const MapiSessionProvider *provider = request->logon->provider;
  g_autoptr (MapiSupportObject) support =
      mapi_support_object_new (request->session, request->logon);
  g_autoptr (GError) local = NULL;
  MapiMsgStore *store = NULL;
  const char   *call = "Logon";

  if (request->logon->is_spooler)
    {
      call = "SpoolerLogon";
      store = call_spooler_logon (request, ms_provider, MAPI_SUPPORT (support), &local);
    }
  if (!request->logon->is_spooler || g_error_matches (local, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    {
      g_clear_error (&local);
      call = "Logon";
      store = call_logon (request, ms_provider, MAPI_SUPPORT (support), &local);
    }
  if (store == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      mapi_session_prefix_error (provider, call, error);
    }
  return store;
}

/* What one client has opened without mail is opened for mail by another. */
static void
take_for_mail (MapiSession *self, const MapiUid *provider_uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->logons->len; i++)
    {
      MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);

      if (mapi_uid_equal (&logon->provider->uid, provider_uid))
        g_atomic_int_set (&logon->no_mail, FALSE);
    }
}

/* The spooler logs on to what a client has opened for mail (R191). */
static void
tell_spooler (MapiSession *self, const MapiSessionLogon *logon)
{
  g_autoptr (MapiSpoolerLink) spooler = NULL;
  g_autoptr (GError) error = NULL;

  if (logon->is_spooler || g_atomic_int_get (&logon->no_mail))
    return;
  spooler = mapi_session_ref_spooler (self);
  if (spooler != NULL && !mapi_spooler_link_store_opened (spooler, &logon->provider->uid, &error))
    g_warning ("the spooler does not log on to a store: %s", error->message);
}

static MapiMsgStore *
log_on_to_store (StoreLogon *request, GError **error)
{
  const MapiSessionProvider *provider = request->logon->provider;
  g_autoptr (MapiMsProvider) ms_provider = NULL;
  g_autoptr (MapiMsgStore) store = NULL;

  if (!mapi_session_check_service (request->session, provider, error))
    return NULL;
  ms_provider = mapi_session_load_ms_provider (request->session, provider, error);
  if (ms_provider != NULL)
    store = call_store_logon (request, ms_provider, error);
  if (store == NULL)
    return NULL;

  mapi_session_note_given (request->session, provider, store);
  mapi_session_note_given (request->session, provider, request->logon->ms_logon);
  if (!request->logon->is_spooler && !g_atomic_int_get (&request->logon->no_mail))
    take_for_mail (request->session, &provider->uid);
  /* A store that was open already has a logon from when it was opened (R182, D23). */
  g_weak_ref_set (&request->logon->store, store);
  if (request->logon->ms_logon != NULL &&
      !mapi_session_add_logon (request->session, request->logon, error))
    return NULL;

  return g_steal_pointer (&store);
}

MapiMsgStore *
mapi_session_open_store_of (MapiSession   *self,
                            const MapiUid *provider_uid,
                            GBytes        *inner_id,
                            guint32        flags,
                            gboolean       is_spooler,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autoptr (MapiSessionProvider) provider = mapi_session_find_provider (self, provider_uid, error);
  g_autoptr (MapiSessionLogon) logon = NULL;
  StoreLogon    request = { self, NULL, inner_id, flags, cancellable };
  GError       *failure = NULL;
  MapiMsgStore *store;

  if (provider == NULL ||
      !mapi_session_check_kind (provider, MAPI_STORE_PROVIDER, "message store", error))
    return NULL;

  logon = mapi_session_logon_new (g_steal_pointer (&provider), is_spooler);
  logon->no_mail = (flags & MAPI_MDB_NO_MAIL) != 0;
  request.logon = logon;
  store = log_on_to_store (&request, &failure);
  if (store == NULL && mapi_session_configure_service (self, logon->provider, failure, cancellable))
    {
      g_clear_error (&failure);
      store = log_on_to_store (&request, &failure);
    }
  if (store == NULL)
    mapi_session_note_failure (self, logon->provider, failure, error);
  else
    {
      mapi_session_status_logged_on (self, logon->provider);
      tell_spooler (self, logon);
    }

  return store;
}

/**
 * mapi_session_is_for_mail:
 * @self: a #MapiSession
 * @provider_uid: a store provider of the profile
 *
 * For the spooler: tells whether it is to log on to a store. It is not in a session with
 * `MAPI_NO_MAIL` (R207), nor where clients have opened the store with `MAPI_MDB_NO_MAIL` alone
 * (R168, R206).
 *
 * Returns: whether mail goes into and out of the store
 *
 * Since: 1.0
 */
gboolean
mapi_session_is_for_mail (MapiSession *self, const MapiUid *provider_uid)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);
  g_return_val_if_fail (provider_uid != NULL, FALSE);

  if (!mapi_session_has_mail (self))
    return FALSE;
  locker = g_mutex_locker_new (&self->lock);
  for (guint i = 0; i < self->logons->len; i++)
    {
      const MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);

      if (mapi_uid_equal (&logon->provider->uid, provider_uid) &&
          g_atomic_int_get (&logon->no_mail))
        return FALSE;
    }

  return TRUE;
}

/**
 * mapi_session_open_spooler_store:
 * @self: a #MapiSession
 * @provider_uid: a store provider of the profile
 * @flags: as for mapi_session_open_msg_store()
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * For the spooler: opens a store with `IMSProvider::SpoolerLogon`, or with `Logon` where the
 * provider leaves that out.
 *
 * Returns: (transfer full): the store
 *
 * Since: 1.0
 */
MapiMsgStore *
mapi_session_open_spooler_store (MapiSession   *self,
                                 const MapiUid *provider_uid,
                                 guint32        flags,
                                 GCancellable  *cancellable,
                                 GError       **error)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);
  g_return_val_if_fail (provider_uid != NULL, NULL);

  return mapi_session_check_open (self, error)
             ? mapi_session_open_store_of (
                   self, provider_uid, NULL, flags, TRUE, cancellable, error)
             : NULL;
}

static MapiXpLogon *
log_on_to_transport (MapiSession      *self,
                     MapiSessionLogon *logon,
                     guint32          *flags,
                     MapiSupport      *support,
                     GCancellable     *cancellable,
                     GError          **error)
{
  g_autoptr (MapiXpProvider) xp_provider = NULL;
  g_autoptr (MapiXpLogon) transport = NULL;

  if (!mapi_session_check_service (self, logon->provider, error))
    return NULL;
  xp_provider = mapi_session_load_xp_provider (self, logon->provider, error);
  if (xp_provider == NULL)
    return NULL;

  transport = mapi_xp_provider_transport_logon (
      xp_provider, support, mapi_profile_get_name (self->profile), flags, cancellable, error);
  if (transport == NULL)
    {
      mapi_session_prefix_error (logon->provider, "TransportLogon", error);
      return NULL;
    }

  mapi_session_note_given (self, logon->provider, transport);
  g_weak_ref_set (&logon->xp_logon, transport);
  return mapi_session_add_logon (self, logon, error) ? g_steal_pointer (&transport) : NULL;
}

/**
 * mapi_session_logon_transport:
 * @self: a #MapiSession
 * @provider_uid: a transport provider of the profile
 * @flags: (inout): in: `MAPI_LOGON_NO_DIALOG`, `MAPI_LOGON_NO_CONNECT`, `MAPI_LOGON_NO_INBOUND`,
 * `MAPI_LOGON_NO_OUTBOUND`; out: what the transport wants, `MAPI_LOGON_SP_*`
 * @support: (out) (transfer full) (optional): the support object of this logon
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * For the spooler: logs on to a transport. That may be done several times for one provider, to send
 * in parallel; each logon has a support object of its own, all share a row of the status table.
 *
 * Returns: (transfer full): the logon
 *
 * Since: 1.0
 */
MapiXpLogon *
mapi_session_logon_transport (MapiSession   *self,
                              const MapiUid *provider_uid,
                              guint32       *flags,
                              MapiSupport  **support,
                              GCancellable  *cancellable,
                              GError       **error)
{
  g_autoptr (MapiSessionProvider) provider = NULL;
  g_autoptr (MapiSessionLogon) logon = NULL;
  g_autoptr (MapiSupport) object = NULL;
  GError      *failure = NULL;
  MapiXpLogon *transport;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);
  g_return_val_if_fail (provider_uid != NULL, NULL);
  g_return_val_if_fail (flags != NULL, NULL);

  if (!mapi_session_check_open (self, error))
    return NULL;
  provider = mapi_session_find_provider (self, provider_uid, error);
  if (provider == NULL ||
      !mapi_session_check_kind (provider, MAPI_TRANSPORT_PROVIDER, "transport", error))
    return NULL;

  logon = mapi_session_logon_new (g_steal_pointer (&provider), FALSE);
  object = MAPI_SUPPORT (mapi_support_object_new (self, logon));
  transport = log_on_to_transport (self, logon, flags, object, cancellable, &failure);
  if (transport == NULL &&
      mapi_session_configure_service (self, logon->provider, failure, cancellable))
    {
      g_clear_error (&failure);
      transport = log_on_to_transport (self, logon, flags, object, cancellable, &failure);
    }
  if (transport == NULL)
    mapi_session_note_failure (self, logon->provider, failure, error);
  else
    mapi_session_status_logged_on (self, logon->provider);
  if (support != NULL)
    *support = transport != NULL ? g_steal_pointer (&object) : NULL;

  return transport;
}

/**
 * mapi_session_set_logon_cancellable:
 * @self: a #MapiSession
 * @support: the support object of a transport's logon
 * @cancellable: (nullable): a #GCancellable, or %NULL for none
 *
 * For the spooler: has `SpoolerYield` of this logon fail with %MAPI_E_USER_CANCEL once @cancellable
 * is cancelled, so that a transport stops which does not look at the cancellable of the call.
 *
 * Since: 1.0
 */
void
mapi_session_set_logon_cancellable (MapiSession  *self,
                                    MapiSupport  *support,
                                    GCancellable *cancellable)
{
  g_return_if_fail (MAPI_IS_SESSION (self));
  g_return_if_fail (MAPI_IS_SUPPORT_OBJECT (support));

  mapi_support_object_set_cancellable (MAPI_SUPPORT_OBJECT (support), cancellable);
}

MapiXpLogon *
mapi_session_find_transport (MapiSession *self, const MapiUid *provider_uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->logons->len; i++)
    {
      MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);
      MapiXpLogon      *transport = NULL;

      if (mapi_uid_equal (&logon->provider->uid, provider_uid))
        transport = g_weak_ref_get (&logon->xp_logon);
      if (transport != NULL)
        return transport;
    }

  return NULL;
}

MapiMsLogon *
mapi_session_find_ms_logon (MapiSession *self, const MapiUid *provider_uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->logons->len; i++)
    {
      MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);

      if (mapi_uid_equal (&logon->provider->uid, provider_uid) && logon->ms_logon != NULL)
        return g_object_ref (logon->ms_logon);
    }

  return NULL;
}
