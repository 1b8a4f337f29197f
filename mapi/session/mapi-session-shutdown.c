/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-provider-module-private.h"
#include "mapi-provider-shutdown.h"
#include "mapi-session-private.h"

/* IMAPIClientShutdown: a client that exits without releasing anything, and what its providers say.
 */

typedef gboolean (*Step) (MapiProviderShutdown *provider, GError **error);

/* Calls every loaded provider of one type that has the interface. Where @all is FALSE the first
 * that fails ends it, else all are called, and the first failure is told. */
static gboolean
for_each_of_type (
    MapiSession *self, guint32 type, const char *call, Step step, gboolean all, GError **error)
{
  g_autoptr (GPtrArray) providers = mapi_session_ref_loaded_providers (self, type);
  gboolean done = TRUE;

  for (guint i = 0; i < providers->len && (done || all); i++)
    {
      GObject *provider = g_ptr_array_index (providers, i);
      g_autoptr (GError) failure = NULL;

      if (!MAPI_IS_PROVIDER_SHUTDOWN (provider) ||
          step (MAPI_PROVIDER_SHUTDOWN (provider), &failure))
        continue;
      if (done)
        g_propagate_prefixed_error (
            error, g_steal_pointer (&failure), "%s: %s: ", G_OBJECT_TYPE_NAME (provider), call);
      done = FALSE;
    }

  return done;
}

/* R222: who uses others comes before them. */
static gboolean
for_each_provider (MapiSession *self, const char *call, Step step, gboolean all, GError **error)
{
  static const guint32 types[] = {
    MAPI_TRANSPORT_PROVIDER, MAPI_AB_PROVIDER, MAPI_STORE_PROVIDER, MAPI_HOOK_PROVIDER
  };
  gboolean done = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (types) && (done || all); i++)
    if (!for_each_of_type (self, types[i], call, step, all, done ? error : NULL))
      done = FALSE;

  return done;
}

static gboolean
query_fast_shutdown (MapiClientShutdown *client, GError **error)
{
  MapiSession *self = MAPI_SESSION (client);

  return mapi_session_check_open (self, error) &&
         for_each_provider (
             self, "QueryFastShutdown", mapi_provider_shutdown_query_fast_shutdown, FALSE, error);
}

/* A provider that cannot be told now is asked again by the last step. */
static gboolean
notify_process_shutdown (MapiClientShutdown *client, GError **error)
{
  MapiSession *self = MAPI_SESSION (client);
  g_autoptr (GError) failure = NULL;

  if (!mapi_session_check_open (self, error))
    return FALSE;
  if (!for_each_provider (self,
                          "NotifyProcessShutdown",
                          mapi_provider_shutdown_notify_process_shutdown,
                          TRUE,
                          &failure))
    g_warning ("%s", failure->message);

  return TRUE;
}

static gboolean
do_fast_shutdown (MapiClientShutdown *client, GError **error)
{
  MapiSession *self = MAPI_SESSION (client);

  return mapi_session_check_open (self, error) &&
         for_each_provider (
             self, "DoFastShutdown", mapi_provider_shutdown_do_fast_shutdown, TRUE, error);
}

void
mapi_session_client_shutdown_init (MapiClientShutdownInterface *iface)
{
  iface->query_fast_shutdown = query_fast_shutdown;
  iface->notify_process_shutdown = notify_process_shutdown;
  iface->do_fast_shutdown = do_fast_shutdown;
}
