/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-provider-host.h"
#include "mapi-entry-points.h"
#include "mapi-flags.h"
#include "mapi-leak-search-private.h"
#include "mapi-ledger-private.h"
#include "mapi-provider-module-private.h"
#include "mapi-remote-link-private.h"
#include "mapi-store-backend-private.h"

#include <gio/gunixconnection.h>
#include <unistd.h>

/* The process that providers are in which are isolated. */

/* Loads modules as any process does. */
#define MODULE_TYPE_LOADER (module_loader_get_type ())
G_DECLARE_FINAL_TYPE (ModuleLoader, module_loader, MODULE, LOADER, GObject)

struct _ModuleLoader
{
  GObject parent_instance;
};

static void module_loader_iface_init (MapiProviderLoaderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ModuleLoader,
                               module_loader,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROVIDER_LOADER,
                                                      module_loader_iface_init))

static void
module_loader_class_init (ModuleLoaderClass *klass)
{
}

static void
module_loader_init (ModuleLoader *self)
{
}

static gpointer
get_provider (MapiProviderModule *module, guint32 resource_type, GError **error)
{
  switch (resource_type)
    {
    case MAPI_STORE_PROVIDER:
      return mapi_provider_module_get_ms_provider (module, error);
    case MAPI_TRANSPORT_PROVIDER:
      return mapi_provider_module_get_xp_provider (module, error);
    case MAPI_HOOK_PROVIDER:
      return mapi_provider_module_get_hook_provider (module, error);
    default:
      return mapi_provider_module_get_ab_provider (module, error);
    }
}

static GObject *
load_provider (MapiProviderLoader *self, const char *path, guint32 resource_type, GError **error)
{
  g_autoptr (MapiProviderModule) module = mapi_provider_module_open (path, error);

  return module != NULL ? get_provider (module, resource_type, error) : NULL;
}

static gboolean
call_service_entry (MapiProviderLoader *self,
                    const char         *path,
                    const char         *entry_name,
                    MapiSupport        *support,
                    guint32             flags,
                    guint32             context,
                    MapiPropList       *props,
                    MapiProviderAdmin  *providers,
                    GCancellable       *cancellable,
                    GError            **error)
{
  g_autoptr (MapiProviderModule) module = mapi_provider_module_open (path, error);
  MapiServiceEntry entry = NULL;

  if (module != NULL)
    entry = (MapiServiceEntry) mapi_provider_module_find_symbol (module, entry_name, error);
  return entry != NULL && entry (support, flags, context, props, providers, cancellable, error);
}

static void
module_loader_iface_init (MapiProviderLoaderInterface *iface)
{
  iface->call_service_entry = call_service_entry;
  iface->load_provider = load_provider;
}

/* Nobody calls any more. What of the providers is still there, though the other end has nothing of
 * it any more, they hold themselves, and so what they still have of the other end. */
static void
tell_held (MapiRemoteLink *link, gpointer given)
{
  g_autoptr (MapiHeld) held = mapi_held_new ();
  g_autofree char *text = NULL;

  if (given == NULL || !mapi_remote_link_add_held (link, held, mapi_ledger_excuses))
    return;
  mapi_ledger_add_all (given, held);
  text = mapi_held_describe (held);
  if (text != NULL)
    g_warning ("%s: after the end of the session there still are: %s", g_get_prgname (), text);
}

/* Whoever the providers are for is no more, or does not want them any more; whatever they are doing
 * at the moment, it is for nobody. */
static char *
leave (MapiRemoteLink *link, const char *reason, gpointer data)
{
  _exit (EXIT_SUCCESS);
}

static GIOStream *
open_stream (gint descriptor, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (descriptor, error);

  return socket != NULL ? G_IO_STREAM (g_socket_connection_factory_create_connection (socket))
                        : NULL;
}

/**
 * mapi_provider_host_run:
 * @loader: (nullable): what loads providers, or %NULL for one that loads shared objects, and
 *   scripts in languages that need no process of their own
 * @descriptor: the socket that whoever started the process has left open for it
 * @one_thread: whether everything is called in this thread, as a language may need it; otherwise
 *   each thread that calls has one here
 * @error: return location for a #GError
 *
 * Is a process for isolated providers: does what the process that started it wants, and ends with
 * the connection to it. For those who write a host for another language; `mapi-provider-host` is
 * the one for shared objects.
 *
 * Returns: %FALSE with @error set; on success the process ends
 *
 * Since: 1.0
 */
gboolean
mapi_provider_host_run (MapiProviderLoader *loader,
                        gint                descriptor,
                        gboolean            one_thread,
                        GError            **error)
{
  g_autoptr (MapiProviderLoader) root =
      loader != NULL ? g_object_ref (loader) : g_object_new (MODULE_TYPE_LOADER, NULL);
  g_autoptr (MapiLedger) given =
      mapi_leak_search_get () != MAPI_LEAK_SEARCH_NOTHING ? mapi_ledger_new () : NULL;
  MapiRemoteEnd end = { .serve = one_thread ? MAPI_REMOTE_SERVE_MAIN : MAPI_REMOTE_SERVE_THREADS,
                        .root = root,
                        .farewell = tell_held,
                        .ended = leave,
                        .data = given };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (MapiRemoteLink) link = NULL;
  GIOStream *stream;

  g_return_val_if_fail (loader == NULL || MAPI_IS_PROVIDER_LOADER (loader), FALSE);

  if (given != NULL)
    mapi_ledger_enter (given, root);
  stream = open_stream (descriptor, error);
  if (stream != NULL)
    link = mapi_remote_link_new (stream, &end, NULL, error);
  if (link == NULL)
    return FALSE;
  if (one_thread)
    {
      mapi_store_backend_serve_main ();
      mapi_remote_link_attach (link);
    }
  g_main_loop_run (loop);
  return TRUE;
}
