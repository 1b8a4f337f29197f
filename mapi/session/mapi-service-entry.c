/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-entry-points.h"
#include "mapi-profile-private.h"
#include "mapi-provider-module-private.h"
#include "mapi-provider-process-private.h"
#include "mapi-service-support-private.h"
#include "mapi-setting-info-private.h"

/* The entry points of message services: who is told when a service is added, configured, removed.
 */

static MapiServiceEntry
find_entry (MapiServiceInfo *service, GError **error)
{
  g_autoptr (MapiProviderModule) module =
      mapi_provider_module_open (mapi_service_info_get_module_path (service), error);

  if (module == NULL)
    return NULL;
  return (MapiServiceEntry) mapi_provider_module_find_symbol (
      module, mapi_service_info_get_entry_name (service), error);
}

/* What a module answers is checked: FALSE if and only if there is an error, and that is MAPI's. */
static gboolean
check_answer (MapiServiceInfo *service, gboolean answer, const GError *failure, GError **error)
{
  const char *entry_name = mapi_service_info_get_entry_name (service);

  if (answer && failure == NULL)
    return TRUE;

  if (failure == NULL)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_CALL_FAILED,
                 "service '%s': %s failed without an error",
                 mapi_service_info_get_name (service),
                 entry_name);
  else
    {
      g_autofree char *message = g_utf8_make_valid (failure->message, -1);

      g_set_error (error,
                   MAPI_ERROR,
                   answer ? MAPI_E_CALL_FAILED : mapi_error_from_gerror (failure),
                   "service '%s': %s: %s%s",
                   mapi_service_info_get_name (service),
                   entry_name,
                   answer ? "succeeded and set an error: " : "",
                   message);
    }
  return FALSE;
}

/* What an entry point is given. */
typedef struct
{
  MapiServiceInfo       *service;
  const MapiServiceCall *call;
  MapiSupport           *support;
  MapiProviderAdmin     *providers;
  GCancellable          *cancellable;
} Visit;

static gboolean
call_here (const Visit *visit, GError **error)
{
  const MapiServiceCall *call = visit->call;
  g_autoptr (GError) failure = NULL;
  MapiServiceEntry entry = find_entry (visit->service, error);
  gboolean         answer;

  if (entry == NULL)
    return FALSE;
  answer = entry (visit->support,
                  call->flags,
                  call->context,
                  call->props,
                  visit->providers,
                  visit->cancellable,
                  &failure);
  return check_answer (visit->service, answer, failure, error);
}

static gboolean
call_in_process (const Visit *visit, MapiProviderProcess *process, GError **error)
{
  const MapiServiceCall *call = visit->call;
  g_autoptr (MapiProviderLoader) loader = mapi_provider_process_get_loader (process, error);
  g_autoptr (GError) failure = NULL;
  gboolean answer;

  if (loader == NULL)
    return FALSE;
  answer =
      mapi_provider_loader_call_service_entry (loader,
                                               mapi_service_info_get_module_path (visit->service),
                                               mapi_service_info_get_entry_name (visit->service),
                                               visit->support,
                                               call->flags,
                                               call->context,
                                               call->props,
                                               visit->providers,
                                               visit->cancellable,
                                               &failure);
  return check_answer (visit->service, answer, failure, error);
}

/* Who calls is told by the call. */
static void
on_died (const GError *reason, gpointer data)
{
}

static guint
read_seconds (MapiProfile *profile, const MapiUid *service_uid)
{
  g_autofree char *text =
      mapi_profile_get_setting (profile, service_uid, MAPI_SETTING_CALL_SECONDS, NULL);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

/* The process lives for this one call. */
static gboolean
call_isolated (const Visit *visit, MapiProfile *profile, const MapiUid *service_uid, GError **error)
{
  MapiProviderProcessInfo info = { .name = mapi_service_info_get_name (visit->service),
                                   .module_path =
                                       mapi_service_info_get_module_path (visit->service),
                                   .seconds = read_seconds (profile, service_uid),
                                   .died = on_died };
  g_autoptr (MapiProviderProcess) process = mapi_provider_process_new (&info);
  gboolean answer = call_in_process (visit, process, error);

  mapi_provider_process_stop (process);
  return answer;
}

static gboolean
is_isolated (MapiProfile *profile, const MapiUid *service_uid)
{
  g_autofree char *value =
      profile != NULL ? mapi_profile_get_setting (profile, service_uid, MAPI_SETTING_ISOLATED, NULL)
                      : NULL;

  return g_strcmp0 (value, "true") == 0;
}

/* @profile and @service_uid are NULL where the service is in no profile. */
gboolean
mapi_service_entry_call (MapiServiceInfo       *service,
                         MapiProfile           *profile,
                         const MapiUid         *service_uid,
                         const MapiServiceCall *call,
                         GCancellable          *cancellable,
                         GError               **error)
{
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (MapiProviderAdmin) providers = NULL;
  Visit visit = { service, call, NULL, NULL, cancellable };

  if (mapi_service_info_get_entry_name (service) == NULL)
    return TRUE;

  support = mapi_service_support_new (profile, service_uid, NULL);
  if (profile != NULL)
    providers = mapi_service_providers_new (profile, service_uid, TRUE);
  visit.support = support;
  visit.providers = providers;
  return is_isolated (profile, service_uid) ? call_isolated (&visit, profile, service_uid, error)
                                            : call_here (&visit, error);
}

static MapiServiceInfo *
find_service (MapiProfile *self, const MapiUid *service_uid, GError **error)
{
  MapiKeyFile     *file = mapi_profile_lock (self, error);
  g_autofree char *group = NULL;
  MapiServiceInfo *service = NULL;

  if (file == NULL)
    return NULL;
  group = mapi_profile_require_service (self, file, service_uid, error);
  if (group != NULL)
    service = mapi_profile_service_info (self, file, group, error);
  mapi_profile_unlock (self);

  return service;
}

/* The profile is not locked while the module is called: it may look at it and change it. */
gboolean
mapi_profile_call_service (MapiProfile           *self,
                           const MapiUid         *service_uid,
                           const MapiServiceCall *call,
                           GCancellable          *cancellable,
                           GError               **error)
{
  MapiServiceInfo *service = find_service (self, service_uid, error);

  return service != NULL &&
         mapi_service_entry_call (service, self, service_uid, call, cancellable, error);
}
