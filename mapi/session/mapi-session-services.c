/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"
#include "mapi-session-private.h"

#include <glib/gstdio.h>

/* What the failed logon of a provider means to its message service. */

typedef struct
{
  GError *failure;
  char   *profile; /* what its file was like then */
} Disabled;

static void
free_disabled (gpointer data)
{
  Disabled *disabled = data;

  g_error_free (disabled->failure);
  g_free (disabled->profile);
  g_free (disabled);
}

GHashTable *
mapi_session_services_new (void)
{
  return g_hash_table_new_full ((GHashFunc) mapi_uid_hash,
                                (GEqualFunc) mapi_uid_equal,
                                (GDestroyNotify) mapi_uid_free,
                                free_disabled);
}

/* Another text when the file has changed. */
static char *
describe_profile (MapiSession *self)
{
  GStatBuf about = { 0 };

  g_stat (mapi_profile_get_path (self->profile), &about);
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT ".%ld",
                          (guint64) about.st_ino,
                          (gint64) about.st_mtim.tv_sec,
                          about.st_mtim.tv_nsec);
}

/* What another attempt cannot cure: the provider itself is wrong, or wrongly installed. A messaging
 * system that cannot be reached is another matter: its mail waits for it (R005). */
static gboolean
is_final (const GError *failure)
{
  static const gint32 codes[] = {
    MAPI_E_VERSION,           MAPI_E_NO_SUPPORT,    MAPI_E_CALL_FAILED,
    MAPI_E_INVALID_PARAMETER, MAPI_E_UNKNOWN_FLAGS, MAPI_E_INTERFACE_NOT_SUPPORTED,
    MAPI_E_CORRUPT_DATA,      MAPI_E_BAD_VALUE,     MAPI_E_NOT_INITIALIZED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (failure->code == codes[i])
      return TRUE;
  return FALSE;
}

void
mapi_session_judge_service (MapiSession               *self,
                            const MapiSessionProvider *provider,
                            const GError              *failure)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Disabled *disabled;

  if (!is_final (failure))
    return;

  /* What was judged already says so in its failure: the first one is kept. */
  locker = g_mutex_locker_new (&self->lock);
  if (g_hash_table_contains (self->disabled, &provider->service_uid))
    return;

  disabled = g_new (Disabled, 1);
  disabled->failure = g_error_copy (failure);
  disabled->profile = describe_profile (self);
  g_hash_table_insert (self->disabled, mapi_uid_copy (&provider->service_uid), disabled);
}

static gboolean
check_enabled (MapiSession *self, const MapiSessionProvider *provider, GError **error)
{
  g_autofree char *profile = describe_profile (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const Disabled *disabled = g_hash_table_lookup (self->disabled, &provider->service_uid);

  if (disabled == NULL)
    return TRUE;
  if (!g_str_equal (disabled->profile, profile))
    {
      g_hash_table_remove (self->disabled, &provider->service_uid);
      return TRUE;
    }

  g_set_error (error,
               MAPI_ERROR,
               disabled->failure->code,
               "not called again before the session ends or the profile changes: %s",
               disabled->failure->message);
  return FALSE;
}

/* Before a logon: whether there is any sense in it. */
gboolean
mapi_session_check_service (MapiSession *self, const MapiSessionProvider *provider, GError **error)
{
  return check_enabled (self, provider, error) &&
         mapi_profile_check_service (self->profile, &provider->service_uid, error);
}

gboolean
mapi_session_configure_service (MapiSession               *self,
                                const MapiSessionProvider *provider,
                                const GError              *failure,
                                GCancellable              *cancellable)
{
  const MapiServiceCall call = { MAPI_MSG_SERVICE_CONFIGURE, 0, NULL };
  MapiServiceInfo      *service = mapi_service_catalog_lookup (
      mapi_profile_get_catalog (self->profile), provider->service_name, NULL);
  g_autoptr (GError) error = NULL;

  if (failure->code != MAPI_E_UNCONFIGURED || service == NULL ||
      mapi_service_info_get_entry_name (service) == NULL)
    return FALSE;
  if (mapi_profile_call_service (self->profile, &provider->service_uid, &call, cancellable, &error))
    return TRUE;

  g_info ("%s", error->message);
  return FALSE;
}
