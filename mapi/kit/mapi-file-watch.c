/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-file-watch-private.h"

#include <gio/gio.h>

/* What is not constant is of the thread that watches. */
struct _MapiFileWatch
{
  char    *path;
  guint    seconds;
  GWeakRef object;
  void (*changed) (GObject *object);

  GFileMonitor *monitor;
  GSource      *check;
};

static gpointer
watch_all (gpointer data)
{
  GMainContext *context = data;
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);

  g_main_context_push_thread_default (context);
  g_main_loop_run (loop);
  return NULL;
}

/* That of the one thread, which never ends. */
static GMainContext *
get_context (void)
{
  static gsize context;

  if (g_once_init_enter (&context))
    {
      GMainContext *made = g_main_context_new ();

      g_thread_unref (g_thread_new ("mapi-file-watch", watch_all, made));
      g_once_init_leave (&context, (gsize) made);
    }
  return (GMainContext *) context;
}

static void
watch_clear (gpointer data)
{
  MapiFileWatch *self = data;

  g_weak_ref_clear (&self->object);
  g_free (self->path);
}

static void
watch_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, watch_clear);
}

static void
watch_unref_closure (gpointer data, GClosure *closure)
{
  watch_unref (data);
}

/* The object may go with this call, and the watch with it: who calls has a reference to it. */
static void
tell (MapiFileWatch *self)
{
  g_autoptr (GObject) object = g_weak_ref_get (&self->object);

  if (object != NULL)
    self->changed (object);
}

static void
on_changed (
    GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, gpointer data)
{
  tell (data);
}

static gboolean
check (gpointer data)
{
  tell (data);
  return G_SOURCE_CONTINUE;
}

static void
watch_file (MapiFileWatch *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GError) error = NULL;

  self->monitor = g_file_monitor (file, G_FILE_MONITOR_NONE, NULL, &error);
  if (self->monitor == NULL)
    {
      g_info ("changes of %s do not show at once: %s", self->path, error->message);
      return;
    }
  g_file_monitor_set_rate_limit (self->monitor, 50);
  g_signal_connect_data (self->monitor,
                         "changed",
                         G_CALLBACK (on_changed),
                         g_atomic_rc_box_acquire (self),
                         watch_unref_closure,
                         0);
}

/* What has changed before the monitor was there is looked at once. */
static gboolean
start (gpointer data)
{
  MapiFileWatch *self = data;

  watch_file (self);
  if (self->seconds > 0)
    {
      self->check = g_timeout_source_new_seconds (self->seconds);
      g_source_set_callback (self->check, check, g_atomic_rc_box_acquire (self), watch_unref);
      g_source_set_static_name (self->check, "mapi file watch");
      g_source_attach (self->check, get_context ());
    }
  tell (self);
  return G_SOURCE_REMOVE;
}

static gboolean
stop (gpointer data)
{
  MapiFileWatch *self = data;

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  if (self->check != NULL)
    g_source_destroy (self->check);
  g_clear_pointer (&self->check, g_source_unref);
  return G_SOURCE_REMOVE;
}

/* In the order of the calls. */
static void
run (GSourceFunc func, MapiFileWatch *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, self, watch_unref);
  g_source_attach (source, get_context ());
}

MapiFileWatch *
mapi_file_watch_new (const char *path,
                     guint       seconds,
                     GObject    *object,
                     void (*changed) (GObject *object))
{
  MapiFileWatch *self = g_atomic_rc_box_new0 (MapiFileWatch);

  self->path = g_strdup (path);
  self->seconds = seconds;
  self->changed = changed;
  g_weak_ref_init (&self->object, object);
  run (start, g_atomic_rc_box_acquire (self));
  return self;
}

void
mapi_file_watch_free (MapiFileWatch *self)
{
  run (stop, self);
}
