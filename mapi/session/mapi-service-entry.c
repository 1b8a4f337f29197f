/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-entry-points.h"
#include "mapi-profile-private.h"
#include "mapi-provider-module-private.h"
#include "mapi-service-support-private.h"

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
  g_autoptr (GError) failure = NULL;
  MapiServiceEntry entry;
  gboolean         answer;

  if (mapi_service_info_get_entry_name (service) == NULL)
    return TRUE;
  entry = find_entry (service, error);
  if (entry == NULL)
    return FALSE;

  support = mapi_service_support_new (profile, service_uid, NULL);
  if (profile != NULL)
    providers = mapi_service_providers_new (profile, service_uid, TRUE);
  answer =
      entry (support, call->flags, call->context, call->props, providers, cancellable, &failure);
  return check_answer (service, answer, failure, error);
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
