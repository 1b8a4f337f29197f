/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-transport-private.h"

#define EMPTY_PROMISE "\n"

G_DEFINE_FINAL_TYPE (MockTransport, mock_transport, G_TYPE_OBJECT)

static void
mock_transport_finalize (GObject *object)
{
  MockTransport *self = MOCK_TRANSPORT (object);

  g_queue_clear_full (&self->script, g_free);
  g_queue_clear_full (&self->incoming, g_free);
  g_clear_object (&self->support);
  g_clear_object (&self->clock);
  g_ptr_array_unref (self->log);
  g_strfreev (self->types);
  g_free (self->name);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mock_transport_parent_class)->finalize (object);
}

static void
mock_transport_class_init (MockTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_transport_finalize;
}

static void
mock_transport_init (MockTransport *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->script);
  g_queue_init (&self->incoming);
  self->log = g_ptr_array_new_with_free_func (g_free);
}

MockTransport *
mock_transport_new (const char *name, const char *const *types, MapiSpoolerClock *clock)
{
  MockTransport *self = g_object_new (MOCK_TYPE_TRANSPORT, NULL);

  self->name = g_strdup (name);
  self->types = g_strdupv ((GStrv) types);
  self->clock = g_object_ref (clock);
  self->start = mapi_spooler_clock_get_time (clock);

  return self;
}

const char *
mock_transport_get_name (MockTransport *self)
{
  return self->name;
}

void
mock_transport_log (MockTransport *self, const char *format, ...)
{
  gint64 seconds = (mapi_spooler_clock_get_time (self->clock) - self->start) / G_USEC_PER_SEC;
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->log, g_strdup_printf ("%" G_GINT64_FORMAT " %s", seconds, text));
  g_mutex_unlock (&self->lock);

  /* For who waits in the main thread until something is in the log. */
  g_main_context_wakeup (NULL);
}

void
mock_transport_script (MockTransport *self, const char *line)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_queue_push_tail (&self->script, g_strdup (line));
}

char *
mock_transport_take_line (MockTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_queue_pop_head (&self->script);
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  MockTransport *self = data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

gboolean
mock_transport_wait (MockTransport *self, GCancellable *cancellable)
{
  gulong   handler = 0;
  gboolean released;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);

  g_mutex_lock (&self->lock);
  while (!self->released && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->changed, &self->lock);
  released = self->released;
  g_mutex_unlock (&self->lock);

  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);
  return released;
}

void
mock_transport_release (MockTransport *self)
{
  g_mutex_lock (&self->lock);
  self->released = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
mock_transport_fail_logon (MockTransport *self, MapiError code, guint n_times)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->logon_error = code;
  self->n_logon_errors = n_times;
}

void
mock_transport_set_wants (MockTransport *self, guint32 wants)
{
  self->wants = wants;
}

void
mock_transport_set_types (MockTransport *self, const char *const *types)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_strfreev (self->types);
  self->types = g_strdupv ((GStrv) types);
}

void
mock_transport_receive (MockTransport *self, const char *subject)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_queue_push_tail (&self->incoming, g_strdup (subject != NULL ? subject : EMPTY_PROMISE));
}

gboolean
mock_transport_take_incoming (MockTransport *self, char **subject)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (g_queue_is_empty (&self->incoming))
    return FALSE;

  *subject = g_queue_pop_head (&self->incoming);
  if (g_str_equal (*subject, EMPTY_PROMISE))
    g_clear_pointer (subject, g_free);
  return TRUE;
}

guint
mock_transport_get_n_incoming (MockTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->incoming.length;
}

void
mock_transport_notify (MockTransport *self, guint32 flags, GBytes *data)
{
  g_autoptr (MapiSupport) support = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&self->lock);
  g_set_object (&support, self->support);
  g_mutex_unlock (&self->lock);

  if (!mapi_support_spooler_notify (support, flags, data, &error))
    mock_transport_log (self, "notify failed: %s", error->message);
}

GStrv
mock_transport_get_log (MockTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->log->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->log, i));

  return g_strv_builder_end (builder);
}

/* How often something happened, at whatever time. */
guint
mock_transport_count (MockTransport *self, const char *event)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint n_times = 0;

  for (guint i = 0; i < self->log->len; i++)
    n_times += g_str_has_prefix (strchr (g_ptr_array_index (self->log, i), ' ') + 1, event);

  return n_times;
}

guint
mock_transport_get_n_logons (MockTransport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->n_logons;
}

static gboolean
may_logon (MockTransport *self, MapiSupport *support, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->n_logon_errors > 0)
    {
      self->n_logon_errors--;
      g_set_error_literal (error, MAPI_ERROR, self->logon_error, "mock: told to fail the logon");
      return FALSE;
    }

  self->n_logons++;
  if (self->support == NULL)
    self->support = g_object_ref (support);
  return TRUE;
}

MapiXpLogon *
mock_transport_logon (MockTransport *self, MapiSupport *support, guint32 *flags, GError **error)
{
  mock_transport_log (self, "logon%s", *flags & MAPI_LOGON_NO_INBOUND ? " NO_INBOUND" : "");
  if (!may_logon (self, support, error))
    return NULL;

  *flags = self->wants;
  return mock_logon_new (self, support);
}
