/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-provider-process-private.h"
#include "mapi-session-private.h"
#include "mapi-setting-info-private.h"

/* The services of a session whose providers have a process of their own. */

/* What a process belongs to, which it may outlive for a moment. */
typedef struct
{
  GWeakRef session;
  MapiUid  service_uid;
} Owner;

GHashTable *
mapi_session_processes_new (void)
{
  return g_hash_table_new_full ((GHashFunc) mapi_uid_hash,
                                (GEqualFunc) mapi_uid_equal,
                                (GDestroyNotify) mapi_uid_free,
                                (GDestroyNotify) mapi_provider_process_unref);
}

static char *
read_setting (MapiSession *self, const MapiSessionProvider *provider, const char *key)
{
  return mapi_profile_get_setting (self->profile, &provider->service_uid, key, NULL);
}

static guint
read_seconds (MapiSession *self, const MapiSessionProvider *provider, const char *key)
{
  g_autofree char *text = read_setting (self, provider, key);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

gboolean
mapi_session_is_isolated (MapiSession *self, const MapiSessionProvider *provider)
{
  g_autofree char *value = NULL;

  if (mapi_provider_process_is_needed (provider->module_path))
    return TRUE;
  value = read_setting (self, provider, MAPI_SETTING_ISOLATED);
  return g_strcmp0 (value, "true") == 0;
}

static void
free_owner (gpointer data)
{
  Owner *owner = data;

  g_weak_ref_clear (&owner->session);
  g_free (owner);
}

static gboolean
is_of_service (MapiPropList *row, const MapiUid *service_uid)
{
  gsize         size = 0;
  gconstpointer data = mapi_prop_list_peek_binary (row, MAPI_PR_SERVICE_UID, &size);

  return size == sizeof service_uid->bytes && memcmp (data, service_uid->bytes, size) == 0;
}

/* Each provider of the service shows why it is gone. */
static void
show_failure (MapiSession *self, const MapiUid *service_uid, const GError *reason)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (self->profile, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
      g_autoptr (MapiUid) uid = NULL;
      g_autoptr (MapiSessionProvider) provider = NULL;

      if (bytes != NULL && is_of_service (row, service_uid))
        uid = mapi_uid_new_from_bytes (bytes, NULL);
      if (uid != NULL)
        provider = mapi_session_find_provider (self, uid, NULL);
      if (provider != NULL)
        mapi_session_status_failed (self, provider, reason);
    }
}

static void
on_died (const GError *reason, gpointer data)
{
  Owner *owner = data;
  g_autoptr (MapiSession) session = g_weak_ref_get (&owner->session);

  g_info ("%s", reason->message);
  if (session != NULL)
    show_failure (session, &owner->service_uid, reason);
}

static MapiProviderProcess *
new_process (MapiSession *self, const MapiSessionProvider *provider)
{
  Owner                  *owner = g_new0 (Owner, 1);
  MapiProviderProcessInfo info = { provider->service_name, provider->module_path };

  g_weak_ref_init (&owner->session, self);
  owner->service_uid = provider->service_uid;
  info.seconds = read_seconds (self, provider, MAPI_SETTING_CALL_SECONDS);
  info.restart_seconds = read_seconds (self, provider, MAPI_SETTING_RESTART_SECONDS);
  info.died = on_died;
  info.data = owner;
  info.destroy = free_owner;
  return mapi_provider_process_new (&info);
}

/* Providers of one service that are in different modules share its process. */
static MapiProviderProcess *
ref_process (MapiSession *self, const MapiSessionProvider *provider)
{
  g_autoptr (MapiProviderProcess) fresh = new_process (self, provider);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MapiProviderProcess *process = g_hash_table_lookup (self->processes, &provider->service_uid);

  if (process == NULL)
    {
      process = mapi_provider_process_ref (fresh);
      g_hash_table_insert (self->processes, mapi_uid_copy (&provider->service_uid), process);
    }
  return mapi_provider_process_ref (process);
}

gpointer
mapi_session_load_isolated (MapiSession               *self,
                            const MapiSessionProvider *provider,
                            GType                      type,
                            GError                   **error)
{
  g_autoptr (MapiProviderProcess) process = ref_process (self, provider);

  return mapi_provider_process_get_provider (
      process, provider->module_path, provider->type, type, error);
}

static GPtrArray *
ref_processes (MapiSession *self)
{
  GPtrArray *processes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_provider_process_unref);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GHashTableIter iter;
  gpointer       process;

  g_hash_table_iter_init (&iter, self->processes);
  while (g_hash_table_iter_next (&iter, NULL, &process))
    g_ptr_array_add (processes, mapi_provider_process_ref (process));
  return processes;
}

GPtrArray *
mapi_session_ref_isolated_providers (MapiSession *self, guint32 type)
{
  g_autoptr (GPtrArray) processes = ref_processes (self);
  GPtrArray *providers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < processes->len; i++)
    {
      GPtrArray *own = mapi_provider_process_ref_providers (g_ptr_array_index (processes, i), type);

      g_ptr_array_extend_and_steal (providers, own);
    }
  return providers;
}

/**
 * mapi_session_check_processes:
 * @self: a #MapiSession
 * @error: return location for a #GError
 *
 * Tells whether the processes of isolated providers have done well. Fails with
 * %MAPI_E_INVALID_OBJECT and the reason when one has ended that nobody wanted to end, though it may
 * have been started anew since.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_session_check_processes (MapiSession *self, GError **error)
{
  g_autoptr (GPtrArray) processes = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), FALSE);

  processes = ref_processes (self);
  for (guint i = 0; i < processes->len; i++)
    if (!mapi_provider_process_check (g_ptr_array_index (processes, i), error))
      return FALSE;
  return TRUE;
}

void
mapi_session_end_isolation (MapiSession *self)
{
  g_autoptr (GPtrArray) processes = ref_processes (self);

  g_mutex_lock (&self->lock);
  g_hash_table_remove_all (self->processes);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < processes->len; i++)
    mapi_provider_process_stop (g_ptr_array_index (processes, i));
}
