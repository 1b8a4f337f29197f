/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-address-book-private.h"
#include "mapi-entry-id.h"
#include "mapi-flags.h"
#include "mapi-support-object-private.h"

/* The address book providers of a session: each is logged on to once. */

/* Set while this thread is in a provider's Logon. The address book that a provider opens there has
 * those that are logged on already. */
static GPrivate in_logon;

static MapiSessionLogon *
find_logon (MapiSession *self, const MapiUid *provider_uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->logons->len; i++)
    {
      MapiSessionLogon *logon = g_ptr_array_index (self->logons, i);

      if (logon->ab_logon != NULL && mapi_uid_equal (&logon->provider->uid, provider_uid))
        return mapi_session_logon_ref (logon);
    }

  return NULL;
}

/* For a call of the provider: the session may end in another thread meanwhile. */
MapiAbLogon *
mapi_session_logon_ref_ab (MapiSessionLogon *logon, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&logon->lock);

  if (logon->ab_logon != NULL)
    return g_object_ref (logon->ab_logon);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_END_OF_SESSION,
               "%s: the session was logged off meanwhile",
               logon->provider->service_name);
  return NULL;
}

void
mapi_session_logon_drop_ab (MapiSessionLogon *logon)
{
  g_autoptr (MapiAbLogon) dropped = NULL;

  g_mutex_lock (&logon->lock);
  dropped = g_steal_pointer (&logon->ab_logon);
  g_mutex_unlock (&logon->lock);
}

MapiAbLogon *
mapi_session_find_ab_logon_of (MapiSession *self, const MapiUid *provider_uid)
{
  g_autoptr (MapiSessionLogon) logon = find_logon (self, provider_uid);

  return logon != NULL ? mapi_session_logon_ref_ab (logon, NULL) : NULL;
}

/* The logon whose entry this is, as the providers have told their UIDs. */
MapiSessionLogon *
mapi_session_find_ab_logon (MapiSession *self, GBytes *entry_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->routes->len; i++)
    {
      const MapiSessionRoute *route = &g_array_index (self->routes, MapiSessionRoute, i);

      if (route->logon->ab_logon != NULL && mapi_entry_id_has_uid (entry_id, &route->uid))
        return mapi_session_logon_ref (route->logon);
    }

  return NULL;
}

static gboolean
call_logon (MapiSession *self, MapiSessionLogon *logon, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiAbProvider) provider =
      mapi_session_check_service (self, logon->provider, error)
          ? mapi_session_load_ab_provider (self, logon->provider, error)
          : NULL;
  g_autoptr (MapiSupportObject) support = NULL;

  if (provider == NULL)
    return FALSE;

  support = mapi_support_object_new (self, logon);
  g_private_set (&in_logon, self);
  logon->ab_logon = mapi_ab_provider_logon (provider,
                                            MAPI_SUPPORT (support),
                                            mapi_profile_get_name (self->profile),
                                            MAPI_AB_NO_DIALOG,
                                            NULL,
                                            cancellable,
                                            error);
  g_private_set (&in_logon, NULL);
  mapi_session_note_given (self, logon->provider, logon->ab_logon);
  if (logon->ab_logon == NULL)
    mapi_session_prefix_error (logon->provider, "Logon", error);

  return logon->ab_logon != NULL && mapi_session_add_logon (self, logon, error);
}

static MapiSessionLogon *
log_on (MapiSession *self, const MapiUid *uid, GCancellable *cancellable, GError **error)
{
  MapiSessionProvider *provider = mapi_session_find_provider (self, uid, error);
  g_autoptr (MapiSessionLogon) logon = NULL;
  GError *failure = NULL;

  if (provider == NULL)
    return NULL;
  logon = mapi_session_logon_new (provider, FALSE);
  if (mapi_session_check_kind (provider, MAPI_AB_PROVIDER, "address book", &failure) &&
      call_logon (self, logon, cancellable, &failure))
    {
      mapi_session_status_logged_on (self, provider);
      return g_steal_pointer (&logon);
    }

  mapi_session_note_failure (self, provider, failure, error);
  return NULL;
}

/* Whoever cannot be logged on to is left out, and shows in the status table. */
static gboolean
add_address_book (MapiSession  *self,
                  GPtrArray    *logons,
                  MapiPropList *row,
                  GCancellable *cancellable)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  g_autoptr (MapiUid) uid = bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;
  g_autoptr (GError) error = NULL;
  MapiSessionLogon *logon = uid != NULL ? find_logon (self, uid) : NULL;

  if (logon == NULL && uid != NULL && g_private_get (&in_logon) == NULL)
    logon = log_on (self, uid, cancellable, &error);
  if (logon != NULL)
    g_ptr_array_add (logons, logon);
  else if (error != NULL)
    g_debug ("the address book goes without a provider: %s", error->message);

  return logon != NULL;
}

GPtrArray *
mapi_session_log_on_to_address_books (MapiSession  *self,
                                      gboolean     *whole,
                                      GCancellable *cancellable,
                                      GError      **error)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (self->profile, error);
  g_autoptr (GPtrArray) logons =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_session_logon_unref);

  if (rows == NULL)
    return NULL;
  *whole = TRUE;
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_AB_PROVIDER &&
          !add_address_book (self, logons, row, cancellable))
        *whole = FALSE;
    }

  return g_steal_pointer (&logons);
}

/**
 * mapi_session_open_address_book:
 * @self: a #MapiSession
 * @flags: `MAPI_AB_NO_DIALOG`
 * @warning: (out) (optional): `MAPI_W_ERRORS_RETURNED` when a provider could not be logged on to,
 *   else 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the address book (`IMAPISession::OpenAddressBook`). The address book providers of the
 * profile are logged on to, as far as they are not. One that fails is left out: its row of the
 * status table tells why, and the next to open the address book tries again.
 *
 * Returns: (transfer full): the address book
 *
 * Since: 1.0
 */
MapiAddressBook *
mapi_session_open_address_book (
    MapiSession *self, guint32 flags, guint32 *warning, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) logons = NULL;
  gboolean whole = FALSE;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  if (!mapi_session_check_open (self, error))
    return NULL;
  logons = mapi_session_log_on_to_address_books (self, &whole, cancellable, error);
  if (logons == NULL)
    return NULL;

  if (warning != NULL)
    *warning = whole ? 0 : MAPI_W_ERRORS_RETURNED;
  return mapi_address_book_new (self, logons);
}

/**
 * mapi_session_set_interaction:
 * @self: a #MapiSession
 * @interaction: (nullable): whoever asks the user, or %NULL for nobody
 *
 * Says who shows what MAPI shows in dialogs. The session keeps it until its end.
 *
 * Since: 1.0
 */
void
mapi_session_set_interaction (MapiSession *self, MapiInteraction *interaction)
{
  g_autoptr (MapiInteraction) old = NULL;

  g_return_if_fail (MAPI_IS_SESSION (self));
  g_return_if_fail (interaction == NULL || MAPI_IS_INTERACTION (interaction));

  g_mutex_lock (&self->lock);
  old = g_steal_pointer (&self->interaction);
  self->interaction = interaction != NULL ? g_object_ref (interaction) : NULL;
  g_mutex_unlock (&self->lock);
}

MapiInteraction *
mapi_session_ref_interaction (MapiSession *self, const char *call, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->interaction != NULL)
    return g_object_ref (self->interaction);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "%s: the client of this session has nothing to ask the user with",
               call);
  return NULL;
}
