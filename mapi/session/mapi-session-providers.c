/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-provider-module-private.h"
#include "mapi-session-private.h"
#include "mapi-setting-info-private.h"
#include "mapi-tracer.h"
#include "mapi-wrapped-private.h"

/* The providers of a session's profile, and their modules. */

void
mapi_session_provider_free (MapiSessionProvider *provider)
{
  g_free (provider->name);
  g_free (provider->service_name);
  g_free (provider->dll_name);
  g_free (provider->module_path);
  g_clear_error (&provider->problem);
  g_free (provider);
}

static gboolean
read_uid (MapiPropList *row, guint32 tag, MapiUid *uid)
{
  gsize         size;
  gconstpointer data = mapi_prop_list_peek_binary (row, tag, &size);

  if (data == NULL || size != sizeof uid->bytes)
    return FALSE;

  memcpy (uid->bytes, data, sizeof uid->bytes);
  return TRUE;
}

static MapiPropList *
find_row (MapiRowSet *rows, const MapiUid *uid)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      MapiUid other;

      if (read_uid (row, MAPI_PR_PROVIDER_UID, &other) && mapi_uid_equal (&other, uid))
        return g_steal_pointer (&row);
    }

  return NULL;
}

/* Where the module is, which the rows of the table do not tell. */
static void
find_module (MapiSession *self, MapiSessionProvider *provider)
{
  MapiServiceInfo *service = mapi_service_catalog_lookup (
      mapi_profile_get_catalog (self->profile), provider->service_name, &provider->problem);
  guint n_providers = service != NULL ? mapi_service_info_get_n_providers (service) : 0;

  for (guint i = 0; i < n_providers && provider->module_path == NULL; i++)
    {
      MapiProviderInfo *info = mapi_service_info_get_provider (service, i);

      if (g_strcmp0 (mapi_provider_info_get_dll_name (info), provider->dll_name) == 0)
        provider->module_path = g_strdup (mapi_provider_info_get_module_path (info));
    }

  if (provider->module_path == NULL && provider->problem == NULL)
    g_set_error (&provider->problem,
                 MAPI_ERROR,
                 MAPI_E_UNCONFIGURED,
                 "service '%s' has no such provider any more",
                 provider->service_name);
}

/* A provider that the profile has but that cannot be loaded is found too: whoever loads it fails.
 */
MapiSessionProvider *
mapi_session_find_provider (MapiSession *self, const MapiUid *uid, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (self->profile, error);
  g_autoptr (MapiPropList) row = rows != NULL ? find_row (rows, uid) : NULL;
  g_autoptr (MapiSessionProvider) provider = NULL;

  if (rows == NULL)
    return NULL;
  if (row == NULL)
    {
      g_autofree char *text = mapi_uid_to_string (uid);

      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "profile '%s' has no provider %s",
                   mapi_profile_get_name (self->profile),
                   text);
      return NULL;
    }

  provider = g_new0 (MapiSessionProvider, 1);
  provider->uid = *uid;
  read_uid (row, MAPI_PR_SERVICE_UID, &provider->service_uid);
  provider->type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);
  provider->name = g_strdup (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME));
  provider->service_name = g_strdup (mapi_prop_list_get_string (row, MAPI_PR_SERVICE_NAME));
  if (provider->service_name == NULL)
    provider->service_name = g_strdup ("");
  provider->dll_name = g_strdup (mapi_prop_list_get_string (row, MAPI_PR_PROVIDER_DLL_NAME));
  find_module (self, provider);

  return g_steal_pointer (&provider);
}

/* What is in the profile and not in the catalogue shows as a failure from the beginning. */
void
mapi_session_note_lost_providers (MapiSession *self)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (self->profile, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiSessionProvider) provider = NULL;
      MapiUid uid;

      if (read_uid (row, MAPI_PR_PROVIDER_UID, &uid))
        provider = mapi_session_find_provider (self, &uid, NULL);
      if (provider != NULL && provider->problem != NULL)
        mapi_session_status_failed (self, provider, provider->problem);
    }
}

/* Says which provider failed, and in which call. */
void
mapi_session_prefix_error (const MapiSessionProvider *provider, const char *call, GError **error)
{
  g_prefix_error (error,
                  "service '%s' (%s), module %s: %s: ",
                  provider->service_name,
                  provider->name != NULL ? provider->name : "",
                  provider->module_path,
                  call);
}

/* From its first use to the end of the session a provider object is held. */
static void
note_use (MapiSession *self, MapiProviderModule *module, guint32 type)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MapiSessionUse use = { module, type };

  for (guint i = 0; i < self->uses->len; i++)
    {
      const MapiSessionUse *other = &g_array_index (self->uses, MapiSessionUse, i);

      if (other->module == module && other->type == type)
        return;
    }

  g_object_ref (module);
  mapi_provider_module_hold (module, type);
  g_array_append_val (self->uses, use);
}

void
mapi_session_release_providers (MapiSession *self)
{
  g_autoptr (GArray) uses = NULL;

  g_mutex_lock (&self->lock);
  uses = g_steal_pointer (&self->uses);
  self->uses = g_array_new (FALSE, FALSE, sizeof (MapiSessionUse));
  g_mutex_unlock (&self->lock);

  for (guint i = 0; i < uses->len; i++)
    {
      const MapiSessionUse *use = &g_array_index (uses, MapiSessionUse, i);

      mapi_provider_module_release (use->module, use->type);
      g_object_unref (use->module);
    }
  mapi_session_end_isolation (self);
}

/* The providers of one type that the session uses, themselves and not what may stand before them.
 */
GPtrArray *
mapi_session_ref_loaded_providers (MapiSession *self, guint32 type)
{
  GPtrArray *providers = mapi_session_ref_isolated_providers (self, type);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->uses->len; i++)
    {
      const MapiSessionUse *use = &g_array_index (self->uses, MapiSessionUse, i);
      GObject              *provider =
          use->type == type ? mapi_provider_module_ref_loaded (use->module, type) : NULL;

      if (provider != NULL)
        g_ptr_array_add (providers, provider);
    }

  return providers;
}

static MapiProviderModule *
open_module (MapiSession *self, const MapiSessionProvider *provider, GError **error)
{
  MapiProviderModule *module = mapi_provider_module_open (provider->module_path, error);

  if (module != NULL)
    note_use (self, module, provider->type);
  return module;
}

static MapiWrapper *
ref_wrapper (MapiSession *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->wrapper != NULL ? g_object_ref (self->wrapper) : NULL;
}

/* What the environment says of all services, and the profile of one. */
static gboolean
find_trace (MapiSession *self, const MapiSessionProvider *provider, char **how)
{
  *how = g_strdup (g_getenv ("MAPI_TRACE"));
  if (*how == NULL || **how == '\0')
    {
      g_free (*how);
      *how = mapi_profile_get_setting (
          self->profile, &provider->service_uid, MAPI_SETTING_TRACE, NULL);
    }
  return *how != NULL && **how != '\0';
}

/* What stands before the provider so that its calls are seen; the provider where none are to be. */
static GObject *
trace (MapiSession               *self,
       const MapiSessionProvider *provider,
       GObject                   *inner,
       GType                      type,
       GError                   **error)
{
  g_autofree char *how = NULL;
  g_autoptr (MapiTracer) tracer = NULL;

  if (!find_trace (self, provider, &how))
    return g_object_ref (inner);
  tracer = mapi_tracer_new (provider->service_name, how, error);
  return tracer != NULL ? mapi_wrapper_wrap_as (MAPI_WRAPPER (tracer), inner, type) : NULL;
}

/* What the session takes for the provider. Takes over @loaded, NULL with @error set. */
static gpointer
finish_load (MapiSession               *self,
             const MapiSessionProvider *provider,
             gpointer                   loaded,
             GType                      type,
             GError                   **error)
{
  g_autoptr (MapiWrapper) wrapper = ref_wrapper (self);
  g_autoptr (GObject) inner =
      loaded != NULL ? mapi_session_watch_holdings (self, provider, loaded, type) : NULL;
  g_autoptr (GObject) traced = inner != NULL ? trace (self, provider, inner, type, error) : NULL;

  if (traced == NULL)
    {
      g_prefix_error (error, "service '%s': ", provider->service_name);
      return NULL;
    }
  return wrapper != NULL ? mapi_wrapper_wrap_as (wrapper, traced, type) : g_steal_pointer (&traced);
}

typedef gpointer (*GetProvider) (MapiProviderModule *module, GError **error);

static gpointer
load (MapiSession               *self,
      const MapiSessionProvider *provider,
      GetProvider                get,
      GType                      type,
      GError                   **error)
{
  g_autoptr (MapiProviderModule) module = NULL;

  if (mapi_session_is_isolated (self, provider))
    return mapi_session_load_isolated (self, provider, type, error);
  module = open_module (self, provider, error);
  return module != NULL ? get (module, error) : NULL;
}

MapiMsProvider *
mapi_session_load_ms_provider (MapiSession               *self,
                               const MapiSessionProvider *provider,
                               GError                   **error)
{
  GetProvider get = (GetProvider) mapi_provider_module_get_ms_provider;
  gpointer    loaded = load (self, provider, get, MAPI_TYPE_MS_PROVIDER, error);

  return finish_load (self, provider, loaded, MAPI_TYPE_MS_PROVIDER, error);
}

MapiAbProvider *
mapi_session_load_ab_provider (MapiSession               *self,
                               const MapiSessionProvider *provider,
                               GError                   **error)
{
  GetProvider get = (GetProvider) mapi_provider_module_get_ab_provider;
  gpointer    loaded = load (self, provider, get, MAPI_TYPE_AB_PROVIDER, error);

  return finish_load (self, provider, loaded, MAPI_TYPE_AB_PROVIDER, error);
}

MapiHookProvider *
mapi_session_load_hook_provider (MapiSession               *self,
                                 const MapiSessionProvider *provider,
                                 GError                   **error)
{
  GetProvider get = (GetProvider) mapi_provider_module_get_hook_provider;
  gpointer    loaded = load (self, provider, get, MAPI_TYPE_HOOK_PROVIDER, error);

  return finish_load (self, provider, loaded, MAPI_TYPE_HOOK_PROVIDER, error);
}

MapiXpProvider *
mapi_session_load_xp_provider (MapiSession               *self,
                               const MapiSessionProvider *provider,
                               GError                   **error)
{
  GetProvider get = (GetProvider) mapi_provider_module_get_xp_provider;
  gpointer    loaded = load (self, provider, get, MAPI_TYPE_XP_PROVIDER, error);

  return finish_load (self, provider, loaded, MAPI_TYPE_XP_PROVIDER, error);
}

/**
 * mapi_session_set_wrapper:
 * @self: a #MapiSession
 * @wrapper: (nullable): what is to stand before providers, or %NULL for nothing
 *
 * Puts a wrapper before each provider that the session logs on to from now on, and before the
 * support object that the provider is given: for whoever wants to see what the two say to each
 * other, or to disturb it.
 *
 * Since: 1.0
 */
void
mapi_session_set_wrapper (MapiSession *self, MapiWrapper *wrapper)
{
  g_autoptr (MapiWrapper) old = NULL;

  g_return_if_fail (MAPI_IS_SESSION (self));
  g_return_if_fail (wrapper == NULL || MAPI_IS_WRAPPER (wrapper));

  g_mutex_lock (&self->lock);
  old = g_steal_pointer (&self->wrapper);
  self->wrapper = wrapper != NULL ? g_object_ref (wrapper) : NULL;
  g_mutex_unlock (&self->lock);
}

/**
 * mapi_session_get_providers:
 * @self: a #MapiSession
 * @error: return location for a #GError
 *
 * Opens a table of the providers of the profile in its order, with the columns that
 * mapi_profile_get_providers() names.
 *
 * Returns: (transfer full): the table, a snapshot
 *
 * Since: 1.0
 */
MapiTable *
mapi_session_get_providers (MapiSession *self, GError **error)
{
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiTableData) data = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (self), NULL);

  if (!mapi_session_check_open (self, error))
    return NULL;
  rows = mapi_profile_get_providers (self->profile, error);
  if (rows == NULL)
    return NULL;

  data = mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_PROVIDER_UID, NULL);
  return mapi_table_data_modify_rows (data, rows, error) ? mapi_table_data_get_view (data, NULL)
                                                         : NULL;
}
