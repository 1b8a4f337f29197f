/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-language-host-private.h"
#include "mapi-provider-loader.h"
#include "mapi-provider-module-private.h"
#include "mapi-provider-process-private.h"
#include "mapi-remote-link-private.h"

#include <gio/gunixconnection.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Where the child finds the socket. */
#define CHILD_FD 3

/* A process that lived so long counts as one that works. */
#define GOOD_LIFE (60 * G_USEC_PER_SEC)
#define LONGEST_DELAY (300 * G_USEC_PER_SEC)

/* How long a process that has closed its connection may take to end. */
#define LAST_MOMENTS 2000

typedef struct
{
  const char *module_path; /* interned */
  guint32     resource_type;
  GObject    *provider;
} Loaded;

struct _MapiProviderProcess
{
  gatomicrefcount         ref_count;
  MapiProviderProcessInfo info;
  char                   *name;
  char                   *module_path;

  GMutex start_lock; /* one start at a time */

  GMutex          lock;
  GCond           changed;
  MapiRemoteLink *link; /* NULL while there is no process */
  GSubprocess    *child;
  gboolean        stopping;
  GArray         *loaded;
  gint64          started;
  gint64          next_start;
  guint           n_deaths; /* in a row */
  char           *last_reason;
};

gboolean
mapi_provider_process_is_needed (const char *module_path)
{
  return module_path != NULL && g_str_has_suffix (module_path, ".js");
}

static void
clear_loaded (gpointer data)
{
  g_clear_object (&((Loaded *) data)->provider);
}

static GArray *
new_loaded (void)
{
  GArray *loaded = g_array_new (FALSE, FALSE, sizeof (Loaded));

  g_array_set_clear_func (loaded, clear_loaded);
  return loaded;
}

MapiProviderProcess *
mapi_provider_process_new (const MapiProviderProcessInfo *info)
{
  MapiProviderProcess *self = g_new0 (MapiProviderProcess, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->info = *info;
  self->name = g_strdup (info->name);
  self->module_path = g_strdup (info->module_path);
  g_mutex_init (&self->start_lock);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->loaded = new_loaded ();
  return self;
}

MapiProviderProcess *
mapi_provider_process_ref (MapiProviderProcess *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_provider_process_unref (MapiProviderProcess *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->info.destroy != NULL)
    self->info.destroy (self->info.data);
  g_array_unref (self->loaded);
  g_clear_object (&self->child);
  g_free (self->last_reason);
  g_free (self->name);
  g_free (self->module_path);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->start_lock);
  g_free (self);
}

static void
on_waited (GObject *child, GAsyncResult *result, gpointer data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (child), result, NULL);
  g_main_loop_quit (data);
}

static gboolean
on_late (gpointer child)
{
  g_subprocess_force_exit (child);
  return G_SOURCE_REMOVE;
}

/* One that has closed its connection is about to end; it is given a moment for that. */
static void
wait_for_end (GSubprocess *child)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GSource) late = g_timeout_source_new (LAST_MOMENTS);

  g_main_context_push_thread_default (context);
  g_source_set_callback (late, on_late, child, NULL);
  g_source_attach (late, context);
  g_subprocess_wait_async (child, NULL, on_waited, loop);
  g_main_loop_run (loop);
  g_source_destroy (late);
  g_main_context_pop_thread_default (context);
}

static char *
describe_end (MapiProviderProcess *self, GSubprocess *child, const char *wish)
{
  if (wish != NULL)
    return g_strdup_printf ("%s: %s; its process was ended", self->name, wish);
  if (g_subprocess_get_if_signaled (child))
    return g_strdup_printf ("%s: its process was ended by signal %d (%s)",
                            self->name,
                            g_subprocess_get_term_sig (child),
                            g_strsignal (g_subprocess_get_term_sig (child)));
  return g_strdup_printf (
      "%s: its process ended with status %d", self->name, g_subprocess_get_exit_status (child));
}

static char *
on_ended (MapiRemoteLink *link, const char *wish, gpointer data)
{
  MapiProviderProcess *self = data;
  GSubprocess         *child = self->child;

  if (wish != NULL)
    g_subprocess_force_exit (child);
  wait_for_end (child);
  return describe_end (self, child, wish);
}

/* With the lock: when the next process may be started. */
static void
note_death (MapiProviderProcess *self, const char *reason)
{
  gint64 now = g_get_monotonic_time ();
  gint64 delay = 0;

  self->n_deaths = now - self->started > GOOD_LIFE ? 1 : self->n_deaths + 1;
  if (self->n_deaths > 1)
    delay = MIN ((self->info.restart_seconds * G_USEC_PER_SEC) << MIN (self->n_deaths - 2, 16),
                 LONGEST_DELAY);
  self->next_start = now + delay;
  g_free (self->last_reason);
  self->last_reason = g_strdup (reason);
}

static void
on_gone (MapiRemoteLink *link, const char *reason, gpointer data)
{
  MapiProviderProcess *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) loaded = NULL;
  gboolean wanted;

  g_mutex_lock (&self->lock);
  wanted = self->stopping;
  if (!wanted)
    note_death (self, reason);
  loaded = g_steal_pointer (&self->loaded);
  self->loaded = new_loaded ();
  g_clear_object (&self->child);
  self->link = NULL;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);

  g_set_error_literal (&error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, reason);
  if (!wanted)
    self->info.died (error, self->info.data);
  mapi_remote_link_unref (link);
  mapi_provider_process_unref (self);
}

static gboolean
may_start (MapiProviderProcess *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 left = self->next_start - g_get_monotonic_time ();

  if (left <= 0)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_FAILONEPROVIDER,
               "%s; it is started anew in %" G_GINT64_FORMAT " seconds",
               self->last_reason,
               (left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
  return FALSE;
}

gboolean
mapi_provider_process_check (MapiProviderProcess *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->last_reason == NULL)
    return TRUE;
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, self->last_reason);
  return FALSE;
}

static GSubprocess *
spawn (MapiProviderProcess *self, int fd, GError **error)
{
  gboolean         is_script = mapi_provider_process_is_needed (self->module_path);
  g_autofree char *host =
      mapi_language_host_find_file (is_script ? "mapi-gjs-host.js" : "mapi-provider-host");
  g_autofree char *number = g_strdup_printf ("%d", CHILD_FD);
  const char      *script[] = { "gjs", "-m", host, number, self->module_path, NULL };
  const char      *plain[] = { host, number, self->name, NULL };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);

  g_subprocess_launcher_take_fd (launcher, fd, CHILD_FD);
  return g_subprocess_launcher_spawnv (launcher, is_script ? script : plain, error);
}

static GIOStream *
open_stream (int fd, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);

  return socket != NULL ? G_IO_STREAM (g_socket_connection_factory_create_connection (socket))
                        : NULL;
}

/* A child, and the socket to it; NULL with @error set. */
static GIOStream *
start_child (MapiProviderProcess *self, GError **error)
{
  int fds[2];
  g_autoptr (GIOStream) stream = NULL;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_NOT_ENOUGH_RESOURCES, "%s", g_strerror (errno));
      return NULL;
    }
  stream = open_stream (fds[0], error);
  if (stream == NULL)
    {
      close (fds[0]);
      close (fds[1]);
      return NULL;
    }
  self->child = spawn (self, fds[1], error);
  return self->child != NULL ? g_steal_pointer (&stream) : NULL;
}

/* With the lock, so that nobody hears of the end of a link before there is one. */
static gboolean
connect_to_child (MapiProviderProcess *self, GIOStream *stream, GError **error)
{
  MapiRemoteEnd end = { .is_server = TRUE,
                        .serve = MAPI_REMOTE_SERVE_POOL,
                        .ended = on_ended,
                        .gone = on_gone,
                        .data = self };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->started = g_get_monotonic_time ();
  self->link = mapi_remote_link_new (stream, &end, NULL, error);
  if (self->link == NULL)
    return FALSE;
  mapi_provider_process_ref (self);
  mapi_remote_link_set_limit (self->link, (gint64) self->info.seconds * G_USEC_PER_SEC);
  return TRUE;
}

/* It has ended before it was connected: as when it ends later, another one may do. */
static void
give_up_child (MapiProviderProcess *self, const GError *cause, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *end = NULL;
  g_autofree char *reason = NULL;

  wait_for_end (self->child);
  end = describe_end (self, self->child, NULL);
  reason = g_strdup_printf ("%s: %s", end, cause->message);
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_FAILONEPROVIDER, reason);

  locker = g_mutex_locker_new (&self->lock);
  note_death (self, reason);
  g_clear_object (&self->child);
}

static gboolean
start (MapiProviderProcess *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  GIOStream *stream;

  if (!may_start (self, error))
    return FALSE;
  stream = start_child (self, error);
  if (stream == NULL)
    return FALSE;
  if (connect_to_child (self, stream, &local))
    return TRUE;

  give_up_child (self, local, error);
  return FALSE;
}

/* The link of a process that runs (transfer full), or NULL; one that is ending is waited for. */
static MapiRemoteLink *
find_link (MapiProviderProcess *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->link != NULL && mapi_remote_link_has_ended (self->link))
    g_cond_wait (&self->changed, &self->lock);
  return self->link != NULL ? mapi_remote_link_ref (self->link) : NULL;
}

static MapiRemoteLink *
ref_link (MapiProviderProcess *self, GError **error)
{
  g_autoptr (GMutexLocker) starting = g_mutex_locker_new (&self->start_lock);
  MapiRemoteLink *link = find_link (self);

  if (link != NULL || !start (self, error))
    return link;
  link = find_link (self);
  if (link == NULL)
    mapi_provider_process_check (self, error);
  return link;
}

static gpointer
find_loaded (MapiProviderProcess *self, const char *module_path, guint32 resource_type)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->loaded->len; i++)
    {
      const Loaded *loaded = &g_array_index (self->loaded, Loaded, i);

      if (loaded->resource_type == resource_type && loaded->module_path == module_path)
        return g_object_ref (loaded->provider);
    }
  return NULL;
}

static void
note_loaded (MapiProviderProcess *self,
             const char          *module_path,
             guint32              resource_type,
             gpointer             provider)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Loaded loaded = { module_path, resource_type, g_object_ref (provider) };

  g_array_append_val (self->loaded, loaded);
}

gpointer
mapi_provider_process_get_provider (MapiProviderProcess *self,
                                    const char          *module_path,
                                    guint32              resource_type,
                                    GType                type,
                                    GError             **error)
{
  g_autoptr (MapiRemoteLink) link = ref_link (self, error);
  g_autoptr (MapiProviderLoader) loader = NULL;
  g_autoptr (GObject) provider = NULL;
  const char *path = g_intern_string (module_path);

  if (link == NULL)
    return NULL;
  provider = find_loaded (self, path, resource_type);
  if (provider != NULL)
    return g_steal_pointer (&provider);
  loader = mapi_remote_link_get_root (link, "ProviderLoader");
  provider = mapi_provider_loader_load_provider (loader, path, resource_type, error);
  if (provider == NULL)
    return NULL;
  if (!G_TYPE_CHECK_INSTANCE_TYPE (provider, type))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_CALL_FAILED,
                   "%s: its process gave an object that is no %s",
                   self->name,
                   g_type_name (type));
      return NULL;
    }
  note_loaded (self, path, resource_type, provider);
  return g_steal_pointer (&provider);
}

MapiProviderLoader *
mapi_provider_process_get_loader (MapiProviderProcess *self, GError **error)
{
  g_autoptr (MapiRemoteLink) link = ref_link (self, error);

  return link != NULL ? mapi_remote_link_get_root (link, "ProviderLoader") : NULL;
}

static GArray *
copy_loaded (MapiProviderProcess *self)
{
  GArray *copy = new_loaded ();
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->loaded->len; i++)
    {
      Loaded loaded = g_array_index (self->loaded, Loaded, i);

      g_object_ref (loaded.provider);
      g_array_append_val (copy, loaded);
    }
  return copy;
}

GPtrArray *
mapi_provider_process_ref_providers (MapiProviderProcess *self, guint32 resource_type)
{
  g_autoptr (GArray) loaded = copy_loaded (self);
  GPtrArray *providers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < loaded->len; i++)
    {
      const Loaded *each = &g_array_index (loaded, Loaded, i);

      if (each->resource_type == resource_type)
        g_ptr_array_add (providers, g_object_ref (each->provider));
    }
  return providers;
}

static void
shut_down (MapiProviderProcess *self)
{
  g_autoptr (GArray) loaded = copy_loaded (self);

  for (guint i = 0; i < loaded->len; i++)
    {
      const Loaded *each = &g_array_index (loaded, Loaded, i);

      mapi_provider_module_shut_down (each->module_path, each->provider, each->resource_type);
    }
}

void
mapi_provider_process_stop (MapiProviderProcess *self)
{
  MapiRemoteLink *link = NULL;

  shut_down (self);
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  link = self->link != NULL ? mapi_remote_link_ref (self->link) : NULL;
  g_mutex_unlock (&self->lock);
  if (link == NULL)
    return;

  if (!mapi_provider_process_is_needed (self->module_path))
    mapi_remote_link_bid_farewell (link);
  mapi_remote_link_end (link, NULL);
  g_mutex_lock (&self->lock);
  while (self->link != NULL && !mapi_remote_link_is_kept_here (link))
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
  mapi_remote_link_unref (link);
}
