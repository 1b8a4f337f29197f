/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-secrets-private.h"

/*
 * New secrets go to the Secret Service where one answers and is unlocked, else to a file beside the
 * profile; the environment variable MAPI_SECRETS (`service` or `file`) decides instead. They are
 * looked for in both, so that a daemon without a session bus finds what was stored without one; of
 * two the file's is the later one. Clearing clears both.
 */

#if HAVE_LIBSECRET
static const MapiSecretsBackend *
wanted_service (void)
{
  const char *choice = g_getenv ("MAPI_SECRETS");
  gboolean    wanted =
      choice != NULL ? strcmp (choice, "service") == 0 : mapi_secrets_service_is_there ();

  return wanted ? &mapi_secrets_service : NULL;
}

static const MapiSecretsBackend *
service_to_store_in (void)
{
  const MapiSecretsBackend *service = wanted_service ();

  return service == NULL || g_getenv ("MAPI_SECRETS") != NULL || mapi_secrets_service_can_store ()
             ? service
             : NULL;
}
#else
static const MapiSecretsBackend *
wanted_service (void)
{
  return NULL;
}

static const MapiSecretsBackend *
service_to_store_in (void)
{
  return NULL;
}
#endif

gboolean
mapi_secrets_list (const char *profile, const char *group, GKeyFile *into, GError **error)
{
  const MapiSecretsBackend *service = wanted_service ();

  if (service != NULL && !service->list (profile, group, into, error))
    return FALSE;
  return mapi_secrets_file.list (profile, group, into, error);
}

/* A value that is replaced must not survive in the other place, where it would be found again. */
gboolean
mapi_secrets_store (
    const char *profile, const char *group, const char *key, const char *value, GError **error)
{
  const MapiSecretsBackend *service = service_to_store_in ();

  if (service == NULL)
    return mapi_secrets_file.store (profile, group, key, value, error);
  return service->store (profile, group, key, value, error) &&
         mapi_secrets_file.clear (profile, group, key, error);
}

gboolean
mapi_secrets_clear (const char *profile, const char *group, const char *key, GError **error)
{
  const MapiSecretsBackend *service = wanted_service ();

  if (service != NULL && !service->clear (profile, group, key, error))
    return FALSE;
  return mapi_secrets_file.clear (profile, group, key, error);
}
