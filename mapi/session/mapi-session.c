/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-file-watch-private.h"
#include "mapi-flags.h"
#include "mapi-profiles.h"
#include "mapi-session-status-private.h"
#include "mapi-status-board-private.h"

/**
 * MapiSession:
 *
 * A logon to a profile: MAPI's `IMAPISession`. It opens message stores, knows which provider an
 * entry belongs to, shows the state of the providers, and gives each of them its support object. A
 * provider that fails takes nothing else with it.
 *
 * In a process all logons to one profile share a session, except those that ask for one of their
 * own. End each logon with mapi_session_logoff(). The methods may be called from any thread.
 *
 * Since: 1.0
 */

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSession,
                               mapi_session,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CLIENT_SHUTDOWN,
                                                      mapi_session_client_shutdown_init))

/* The shared sessions by the path of their profile, held weakly. */
static GMutex      shared_lock;
static GHashTable *shared;

static void
mapi_session_finalize (GObject *object)
{
  MapiSession *self = MAPI_SESSION (object);

  g_clear_object (&self->profile);
  g_clear_object (&self->notifier);
  g_clear_object (&self->events);
  g_clear_object (&self->status);
  g_clear_object (&self->stores);
  g_weak_ref_clear (&self->spooler);
  mapi_session_status_unfollow (self);
  g_clear_pointer (&self->profile_watch, mapi_file_watch_free);
  g_clear_pointer (&self->board, mapi_status_board_free);
  g_mutex_clear (&self->follow_lock);
  g_mutex_clear (&self->share_lock);
  g_mutex_clear (&self->default_lock);
  g_mutex_clear (&self->row_lock);
  g_ptr_array_unref (self->logons);
  g_array_unref (self->routes);
  mapi_session_release_providers (self);
  g_array_unref (self->uses);
  g_clear_pointer (&self->connections, g_hash_table_unref);
  g_hash_table_unref (self->disabled);
  g_clear_pointer (&self->ledgers, g_ptr_array_unref);
  if (self->leaks != NULL)
    g_string_free (self->leaks, TRUE);
  g_hash_table_unref (self->processes);
  g_clear_object (&self->interaction);
  g_clear_object (&self->wrapper);
  g_clear_pointer (&self->user_identity, g_bytes_unref);
  g_clear_pointer (&self->sender_identity, g_bytes_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mapi_session_parent_class)->finalize (object);
}

static void
mapi_session_class_init (MapiSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_session_finalize;
}

static void
mapi_session_init (MapiSession *self)
{
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->spooler, NULL);
  g_mutex_init (&self->follow_lock);
  g_mutex_init (&self->share_lock);
  g_mutex_init (&self->default_lock);
  g_mutex_init (&self->row_lock);
  self->notifier = mapi_notifier_new ();
  self->events = mapi_notifier_new ();
  self->status = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_PROVIDER_UID, NULL);
  self->stores = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_PROVIDER_UID, NULL);
  self->logons = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_session_logon_unref);
  self->routes = g_array_new (FALSE, FALSE, sizeof (MapiSessionRoute));
  self->uses = g_array_new (FALSE, FALSE, sizeof (MapiSessionUse));
  self->disabled = mapi_session_services_new ();
  self->processes = mapi_session_processes_new ();
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

/* Called with shared_lock held. */
static void
share (MapiSession *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  if (shared == NULL)
    shared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, weak_ref_free);
  g_weak_ref_init (weak, self);
  g_hash_table_replace (shared, g_strdup (mapi_profile_get_path (self->profile)), weak);
}

/* Mail is there for all of a session as soon as one of them wants it (R214). */
static void
want_mail (MapiSession *self)
{
  guint32 before = g_atomic_int_and (&self->flags, ~(guint) MAPI_NO_MAIL);

  if (before & MAPI_NO_MAIL)
    mapi_session_status_add_spooler (self);
}

/* One more user of the session that is shared already; NULL where there is none. */
static MapiSession *
find_shared (MapiProfile *profile)
{
  GWeakRef *weak =
      shared != NULL ? g_hash_table_lookup (shared, mapi_profile_get_path (profile)) : NULL;
  g_autoptr (MapiSession) self = weak != NULL ? g_weak_ref_get (weak) : NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  if (self == NULL)
    return NULL;
  locker = g_mutex_locker_new (&self->lock);
  if (self->closed)
    return NULL;

  self->n_users++;
  return g_object_ref (self);
}

static MapiSession *
session_new (MapiProfile *profile, guint32 flags)
{
  MapiSession *self = g_object_new (MAPI_TYPE_SESSION, NULL);

  self->profile = g_object_ref (profile);
  self->flags = flags;
  self->n_users = 1;
  mapi_session_status_init (self);
  mapi_session_note_lost_providers (self);

  return self;
}

static MapiSession *
join_shared (MapiProfile *profile, guint32 flags)
{
  MapiSession *self = find_shared (profile);

  if (self != NULL && (flags & MAPI_NO_MAIL) == 0)
    want_mail (self);
  return self;
}

/* A profile that cannot be read must fail the logon, not the first use of the session. */
static gboolean
check_profile (MapiProfile *profile, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (profile, error);

  return rows != NULL;
}

/**
 * mapi_session_logon_profile:
 * @profile: a profile
 * @flags: `MAPI_NEW_SESSION` for a session of its own; `MAPI_NO_MAIL` for one that no spooler works
 *   for; `MAPI_FORCE_DOWNLOAD` to have the spooler fetch all mail first, in whatever process it is
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Logs on to a profile that is open already, as mapi_session_logon() does to one by its name.
 *
 * Returns: (transfer full): the session
 *
 * Since: 1.0
 */
MapiSession *
mapi_session_logon_profile (MapiProfile  *profile,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  MapiSession *self = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILE (profile), NULL);

  if (!check_profile (profile, error))
    return NULL;
  if ((flags & MAPI_NEW_SESSION) != 0)
    return session_new (profile, flags);

  locker = g_mutex_locker_new (&shared_lock);
  self = join_shared (profile, flags);
  if (self == NULL)
    {
      self = session_new (profile, flags);
      share (self);
    }
  g_clear_pointer (&locker, g_mutex_locker_free);

  if (flags & MAPI_FORCE_DOWNLOAD)
    mapi_session_download (self, cancellable);
  return self;
}

/**
 * mapi_session_logon:
 * @profile_name: (nullable): a profile of this user, or %NULL for the default one
 * @flags: `MAPI_NEW_SESSION` for a session of its own; `MAPI_NO_MAIL` for one that no spooler works
 *   for; `MAPI_FORCE_DOWNLOAD` to have the spooler fetch all mail first, in whatever process it is
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Logs on to a profile (`MAPILogonEx`). Nothing is opened yet: stores are opened when they are
 * asked for, transports are logged on to by the spooler. A profile that does not exist is
 * %MAPI_E_LOGON_FAILED, and the message says which do; one with nonsense in it is
 * %MAPI_E_CORRUPT_DATA, and the message names file, group and key.
 *
 * Returns: (transfer full): the session
 *
 * Since: 1.0
 */
MapiSession *
mapi_session_logon (const char   *profile_name,
                    guint32       flags,
                    GCancellable *cancellable,
                    GError      **error)
{
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiProfile) profile = mapi_profiles_open (admin, profile_name, &local);

  if (profile != NULL)
    return mapi_session_logon_profile (profile, flags, cancellable, error);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       local->code == MAPI_E_NOT_FOUND ? MAPI_E_LOGON_FAILED : local->code,
                       local->message);
  return NULL;
}

/**
 * mapi_session_logoff:
 * @self: a #MapiSession
 * @flags: `MAPI_LOGOFF_SHARED` to end the session for all who share it
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Ends a logon (`IMAPISession::Logoff`). With the last one the session is over: stores that are
 * still open are logged off from, and every method fails with %MAPI_E_END_OF_SESSION.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_logoff (MapiSession *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  gboolean is_last;

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);

  if (!mapi_session_check_open (self, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  self->n_users = (flags & MAPI_LOGOFF_SHARED) != 0 || self->n_users == 0 ? 0 : self->n_users - 1;
  is_last = self->n_users == 0 && !self->closed;
  self->closed = self->n_users == 0;
  g_mutex_unlock (&self->lock);

  if (is_last)
    {
      g_autoptr (GPtrArray) ended = NULL;

      mapi_session_drop_connections (self);
      mapi_session_take_stock (self);
      ended = mapi_session_end_logons (self, cancellable);
      mapi_session_release_providers (self);
      mapi_session_report_leaks (self, ended);
      mapi_session_status_unfollow (self);
      mapi_session_status_share (self, FALSE);
      mapi_table_data_delete_rows (self->status, MAPI_TAD_ALL_ROWS, NULL, NULL, NULL);
      mapi_session_set_interaction (self, NULL);
    }

  return TRUE;
}

gboolean
mapi_session_check_open (MapiSession *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!self->closed)
    return TRUE;

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_END_OF_SESSION, "the session was logged off");
  return FALSE;
}

/**
 * mapi_session_get_profile:
 * @self: a #MapiSession
 *
 * Gets the profile of the session (`IMAPISession::AdminServices`).
 *
 * Returns: (transfer none): the profile
 *
 * Since: 1.0
 */
MapiProfile *
mapi_session_get_profile (MapiSession *self)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  return self->profile;
}

/**
 * mapi_session_get_flags:
 * @self: a #MapiSession
 *
 * Gets the flags of the logon that made the session.
 *
 * Returns: `MAPI_NEW_SESSION`, `MAPI_NO_MAIL` …
 *
 * Since: 1.0
 */
guint32
mapi_session_get_flags (MapiSession *self)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), 0);

  return (guint32) g_atomic_int_get (&self->flags);
}

gboolean
mapi_session_has_mail (MapiSession *self)
{
  return (g_atomic_int_get (&self->flags) & MAPI_NO_MAIL) == 0;
}

/**
 * mapi_session_set_spooler:
 * @self: a #MapiSession
 * @link: (nullable): the spooler of this process, held weakly, or %NULL when it ends
 *
 * For the spooler: tells the session where support objects find it.
 *
 * Since: 1.0
 */
void
mapi_session_set_spooler (MapiSession *self, MapiSpoolerLink *link)
{
  g_return_if_fail (MAPI_IS_SESSION (self));
  g_return_if_fail (link == NULL || MAPI_IS_SPOOLER_LINK (link));

  g_weak_ref_set (&self->spooler, link);
  mapi_session_status_share (self, link != NULL);
  mapi_session_follow_default_store (self, link != NULL);
}

/* A session without mail has none: nothing is asked for options, hooks, or transports (R207, R210).
 */
MapiSpoolerLink *
mapi_session_ref_spooler (MapiSession *self)
{
  return mapi_session_has_mail (self) ? g_weak_ref_get (&self->spooler) : NULL;
}

/**
 * mapi_session_admin_services:
 * @self: a #MapiSession
 * @flags: reserved, 0
 * @error: return location for a #GError
 *
 * Gets an object to administer the services of the session's profile
 * (`IMAPISession::AdminServices`). What it adds is there for the next logon.
 *
 * Returns: (transfer full): the services
 *
 * Since: 1.0
 */
MapiMsgServiceAdmin *
mapi_session_admin_services (MapiSession *self, guint32 flags, GError **error)
{
  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  return mapi_session_check_open (self, error)
             ? MAPI_MSG_SERVICE_ADMIN (g_object_ref (self->profile))
             : NULL;
}
