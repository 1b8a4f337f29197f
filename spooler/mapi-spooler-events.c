/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-events-private.h"

/* What a client that does not turn its context may cost in memory. */
#define MOST_PENDING 100000

#define EVENTS_KEY "mapi-spooler-events"

enum
{
  MESSAGE_SENT,
  MESSAGE_RECEIVED,
  RECIPIENT_FAILED,
  TRANSPORT_STATE,
  EVENT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  guint         signal;
  guint32       number;
  GBytes       *entry_id;
  MapiPropList *recipient;
  char         *text;
  GStrv         fields;
} Event;

struct _MapiSpoolerEvents
{
  GMutex        lock;
  GQueue        pending;
  guint         n_lost;
  GMainContext *context;
  GObject      *spooler;
  gboolean      attached;
};

static void
add_signal (GType type, guint signal, const char *name, guint n_params, ...)
{
  va_list types;

  va_start (types, n_params);
  signals[signal] = g_signal_new_valist (
      name, type, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL, G_TYPE_NONE, n_params, types);
  va_end (types);
}

void
mapi_spooler_events_install (GType type)
{
  /**
   * MapiSpooler::message-sent:
   * @self: a #MapiSpooler
   * @entry_id: the message, as it was in the queue
   * @result: 0, or the #MapiError for which at least one recipient did not get it
   *
   * A message has left the queue.
   *
   * Since: 1.0
   */
  add_signal (type, MESSAGE_SENT, "message-sent", 2, G_TYPE_BYTES, G_TYPE_INT);

  /**
   * MapiSpooler::message-received:
   * @self: a #MapiSpooler
   * @entry_id: the message
   *
   * A message has arrived in the default store.
   *
   * Since: 1.0
   */
  add_signal (type, MESSAGE_RECEIVED, "message-received", 1, G_TYPE_BYTES);

  /**
   * MapiSpooler::recipient-failed:
   * @self: a #MapiSpooler
   * @entry_id: the message
   * @recipient: the recipient, with what the non-delivery report says of it
   *
   * A message could not be delivered to a recipient, and will not be tried again.
   *
   * Since: 1.0
   */
  add_signal (type, RECIPIENT_FAILED, "recipient-failed", 2, G_TYPE_BYTES, MAPI_TYPE_PROP_LIST);

  /**
   * MapiSpooler::transport-state:
   * @self: a #MapiSpooler
   * @transport: the display name of the transport
   * @status_code: `MAPI_STATUS_*` as in PR_STATUS_CODE
   * @text: (nullable): the reason
   *
   * A transport has come up, failed or ended.
   *
   * Since: 1.0
   */
  add_signal (
      type, TRANSPORT_STATE, "transport-state", 3, G_TYPE_STRING, G_TYPE_UINT, G_TYPE_STRING);

  /**
   * MapiSpooler::event:
   * @self: a #MapiSpooler
   * @text: one line for people
   * @fields: the same for programs, `NAME=value` each: `EVENT`, and where there is one `MESSAGE`
   *   (the entry identifier in hexadecimal, the same from submission to the end) and `TRANSPORT`
   *
   * Something happened: for logs and for who wants to watch.
   *
   * Since: 1.0
   */
  add_signal (type, EVENT, "event", 2, G_TYPE_STRING, G_TYPE_STRV);
}

static void
free_event (Event *event)
{
  g_clear_pointer (&event->entry_id, g_bytes_unref);
  g_clear_pointer (&event->recipient, mapi_prop_list_unref);
  g_free (event->text);
  g_strfreev (event->fields);
  g_free (event);
}

static void
emit (GObject *spooler, const Event *event)
{
  guint id = signals[event->signal];

  switch (event->signal)
    {
    case MESSAGE_SENT:
      g_signal_emit (spooler, id, 0, event->entry_id, (gint) event->number);
      break;
    case MESSAGE_RECEIVED:
      g_signal_emit (spooler, id, 0, event->entry_id);
      break;
    case RECIPIENT_FAILED:
      g_signal_emit (spooler, id, 0, event->entry_id, event->recipient);
      break;
    case TRANSPORT_STATE:
      g_signal_emit (spooler, id, 0, event->fields[0], event->number, event->text);
      break;
    default:
      g_signal_emit (spooler, id, 0, event->text, event->fields);
      break;
    }
}

static gboolean
deliver (gpointer data)
{
  GObject           *spooler = data;
  MapiSpoolerEvents *self = g_object_get_data (spooler, EVENTS_KEY);
  GQueue             events = G_QUEUE_INIT;
  Event             *event;

  g_mutex_lock (&self->lock);
  events = self->pending;
  g_queue_init (&self->pending);
  self->attached = FALSE;
  g_mutex_unlock (&self->lock);

  while ((event = g_queue_pop_head (&events)) != NULL)
    {
      emit (spooler, event);
      free_event (event);
    }

  return G_SOURCE_REMOVE;
}

/* The source keeps the engine alive until it has delivered. Without the lock, which whoever turns
 * the context would find held as soon as it is woken. */
static void
attach (MapiSpoolerEvents *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, g_object_ref (self->spooler), g_object_unref);
  g_source_set_static_name (source, "spooler events");
  g_source_attach (source, self->context);
}

static void
queue (MapiSpoolerEvents *self, Event *event)
{
  gboolean first = FALSE;

  g_mutex_lock (&self->lock);
  if (self->pending.length >= MOST_PENDING)
    {
      if (self->n_lost++ == 0)
        g_warning ("events of the spooler are dropped: nobody turns the context it was made in");
      g_clear_pointer (&event, free_event);
    }
  else
    {
      g_queue_push_tail (&self->pending, event);
      first = !self->attached;
      self->attached = TRUE;
    }
  g_mutex_unlock (&self->lock);
  if (first)
    attach (self);
}

static gboolean
is_wanted (MapiSpoolerEvents *self, guint signal)
{
  return g_signal_has_handler_pending (self->spooler, signals[signal], 0, FALSE);
}

static Event *
new_event (guint signal, GBytes *entry_id, guint32 number)
{
  Event *event = g_new0 (Event, 1);

  event->signal = signal;
  event->entry_id = entry_id != NULL ? g_bytes_ref (entry_id) : NULL;
  event->number = number;

  return event;
}

MapiSpoolerEvents *
mapi_spooler_events_new (GObject *spooler)
{
  MapiSpoolerEvents *self = g_new0 (MapiSpoolerEvents, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->pending);
  self->context = g_main_context_ref_thread_default ();
  self->spooler = spooler;
  g_object_set_data (spooler, EVENTS_KEY, self);

  return self;
}

void
mapi_spooler_events_free (MapiSpoolerEvents *self)
{
  g_queue_clear_full (&self->pending, (GDestroyNotify) free_event);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
mapi_spooler_events_sent (MapiSpoolerEvents *self, GBytes *entry_id, gint32 result)
{
  if (is_wanted (self, MESSAGE_SENT))
    queue (self, new_event (MESSAGE_SENT, entry_id, (guint32) result));
}

void
mapi_spooler_events_received (MapiSpoolerEvents *self, GBytes *entry_id)
{
  if (is_wanted (self, MESSAGE_RECEIVED))
    queue (self, new_event (MESSAGE_RECEIVED, entry_id, 0));
}

void
mapi_spooler_events_recipient_failed (MapiSpoolerEvents *self,
                                      GBytes            *entry_id,
                                      MapiPropList      *recipient)
{
  Event *event;

  if (!is_wanted (self, RECIPIENT_FAILED))
    return;

  event = new_event (RECIPIENT_FAILED, entry_id, 0);
  event->recipient = mapi_prop_list_ref (recipient);
  queue (self, event);
}

void
mapi_spooler_events_transport (MapiSpoolerEvents *self,
                               const char        *transport,
                               guint32            status_code,
                               const char        *text)
{
  const char *const fields[] = { transport, NULL };
  Event            *event;

  if (!is_wanted (self, TRANSPORT_STATE))
    return;

  event = new_event (TRANSPORT_STATE, NULL, status_code);
  event->text = g_strdup (text);
  event->fields = g_strdupv ((GStrv) fields);
  queue (self, event);
}

void
mapi_spooler_events_tell (MapiSpoolerEvents *self,
                          const char        *name,
                          GBytes            *entry_id,
                          const char        *transport,
                          const char        *format,
                          ...)
{
  g_autofree char *id = NULL;
  Event           *event;
  va_list          args;

  if (!is_wanted (self, EVENT))
    return;

  event = new_event (EVENT, NULL, 0);
  va_start (args, format);
  event->text = g_strdup_vprintf (format, args);
  va_end (args);

  id = entry_id != NULL ? mapi_entry_id_to_string (entry_id) : NULL;
  event->fields = g_new0 (char *, 4);
  event->fields[0] = g_strconcat ("EVENT=", name, NULL);
  if (id != NULL)
    event->fields[1] = g_strconcat ("MESSAGE=", id, NULL);
  if (transport != NULL)
    event->fields[id != NULL ? 2 : 1] = g_strconcat ("TRANSPORT=", transport, NULL);
  queue (self, event);
}
