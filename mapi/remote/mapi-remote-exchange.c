/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-remote-link-struct-private.h"
#include "mapi-remote-wire-private.h"

/* What goes through a link: who hears a message, and who waits for it. */

/* More that waits for its turn than that is no call any more. */
#define MOST_ERRANDS 4096

/* A thread that waits for an answer. */
typedef struct
{
  MapiRemoteBox *box;
  GDBusMessage  *answer;
} Wait;

/* With the lock: the box of a chain, new where there was none. */
static MapiRemoteBox *
get_box (MapiRemoteLink *self, guint64 chain)
{
  MapiRemoteBox *box = g_hash_table_lookup (self->boxes, &chain);

  if (box == NULL)
    {
      box = mapi_remote_box_new (chain);
      g_hash_table_insert (self->boxes, &box->chain, box);
    }
  return box;
}

/* With the lock: where this thread waits. When the link ends its context is turned, so that it
 * finds out what it has lost. */
static MapiRemoteBox *
get_own_box (MapiRemoteLink *self, guint64 chain)
{
  MapiRemoteBox *box = self->main_thread == g_thread_self () ? self->common : get_box (self, chain);

  if (box->context == NULL)
    box->context = g_main_context_ref_thread_default ();
  return box;
}

/* With the lock: where the letters of a chain go; NULL for the pool. */
static MapiRemoteBox *
find_box (MapiRemoteLink *self, guint64 chain)
{
  MapiRemoteBox *box = g_hash_table_lookup (self->boxes, &chain);

  if (box != NULL && (box->n_waiting > 0 || box->has_server))
    return box;
  if (self->end.serve == MAPI_REMOTE_SERVE_MAIN)
    return self->common;
  if (self->end.serve != MAPI_REMOTE_SERVE_THREADS)
    return NULL;
  box = get_box (self, chain);
  mapi_remote_box_start_thread (self, box);
  return box;
}

static void
put_into_pool (MapiRemoteLink *self, MapiRemoteLetter *letter)
{
  g_thread_pool_push (self->pool, letter, NULL);
  if (g_thread_pool_unprocessed (self->pool) > MOST_ERRANDS)
    mapi_remote_link_end (self, "it calls more than can be answered");
}

static gboolean
serve_letter (gpointer letter)
{
  mapi_remote_letter_serve (letter);
  return G_SOURCE_REMOVE;
}

/* Takes the letter over. */
static void
deliver (MapiRemoteLink *self, MapiRemoteLetter *letter, GMainContext *context)
{
  MapiRemoteBox *box;

  if (context != NULL)
    {
      g_main_context_invoke_full (context, G_PRIORITY_DEFAULT, serve_letter, letter, NULL);
      return;
    }
  g_mutex_lock (&self->lock);
  box = find_box (self, letter->chain);
  if (box != NULL)
    mapi_remote_box_put (box, letter);
  g_mutex_unlock (&self->lock);
  if (box == NULL)
    put_into_pool (self, letter);
}

static void
cancel (MapiRemoteLink *self, guint32 serial)
{
  g_autoptr (GCancellable) cancellable = NULL;

  g_mutex_lock (&self->lock);
  cancellable = g_hash_table_lookup (self->running, GUINT_TO_POINTER (serial));
  if (cancellable != NULL)
    g_object_ref (cancellable);
  g_mutex_unlock (&self->lock);
  g_cancellable_cancel (cancellable);
}

static void
prepare_call (MapiRemoteLink *self, MapiRemoteLetter *letter, GMainContext **context)
{
  guint32 serial = g_dbus_message_get_serial (letter->message);

  letter->object = mapi_remote_objects_find (
      &self->objects, mapi_remote_wire_find_object (letter->message), context);
  letter->cancellable = g_cancellable_new ();
  g_mutex_lock (&self->lock);
  g_hash_table_insert (
      self->running, GUINT_TO_POINTER (serial), g_object_ref (letter->cancellable));
  g_mutex_unlock (&self->lock);
}

static void
on_call (MapiRemoteLink *self, GDBusMessage *message)
{
  MapiRemoteLetter *letter = mapi_remote_letter_new (self, message);
  g_autoptr (GMainContext) context = NULL;

  if (letter == NULL)
    {
      mapi_remote_link_end (self, "it said something that nobody understands");
      return;
    }
  if (letter->interface == NULL && g_strcmp0 (g_dbus_message_get_member (message), "Cancel") == 0)
    {
      cancel (self, (guint32) mapi_remote_letter_get_number (letter));
      mapi_remote_letter_free (letter);
      return;
    }
  if (letter->interface != NULL)
    prepare_call (self, letter, &context);
  deliver (self, letter, context);
}

static void
on_answer (MapiRemoteLink *self, GDBusMessage *message)
{
  gpointer serial = GUINT_TO_POINTER (g_dbus_message_get_reply_serial (message));
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Wait *wait = g_hash_table_lookup (self->waits, serial);

  if (wait == NULL)
    return;
  g_hash_table_remove (self->waits, serial);
  wait->answer = g_object_ref (message);
  g_cond_broadcast (&wait->box->cond);
}

/* In the thread of GDBus: it does nothing but to hand over. */
GDBusMessage *
mapi_remote_link_hear (GDBusConnection *connection,
                       GDBusMessage    *message,
                       gboolean         incoming,
                       gpointer         data)
{
  if (!incoming)
    return message;
  switch (g_dbus_message_get_message_type (message))
    {
    case G_DBUS_MESSAGE_TYPE_METHOD_CALL:
      on_call (data, message);
      break;
    case G_DBUS_MESSAGE_TYPE_METHOD_RETURN:
    case G_DBUS_MESSAGE_TYPE_ERROR:
      on_answer (data, message);
      break;
    default:
      break;
    }
  g_object_unref (message);
  return NULL;
}

static void
fill (MapiRemoteLink *self, GDBusMessage *message, guint64 chain, MapiRemoteWriter *out)
{
  g_autoptr (GArray) released = mapi_remote_objects_take_released (&self->objects);

  mapi_remote_wire_fill (message, chain, released, out != NULL ? out->bytes : NULL);
  if (out != NULL && out->fds != NULL)
    g_dbus_message_set_unix_fd_list (message, out->fds);
}

void
mapi_remote_link_tell_of_chain (MapiRemoteLink *self,
                                const char     *what,
                                guint64         number,
                                guint64         chain)
{
  g_autoptr (GDBusMessage) message = mapi_remote_wire_new_note (what);
  g_auto (MapiRemoteWriter) out = { 0 };

  mapi_remote_writer_init (&out, self);
  mapi_remote_write_guint64 (&out, number);
  fill (self, message, chain, &out);
  g_dbus_connection_send_message (
      self->connection, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
}

void
mapi_remote_link_tell (MapiRemoteLink *self, const char *what, guint64 number)
{
  mapi_remote_link_tell_of_chain (
      self, what, number, mapi_remote_seat_find_chain (self, self->end.is_server));
}

void
mapi_remote_link_flush (MapiRemoteLink *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gboolean nothing;

  if (mapi_remote_seat_is_taken (self))
    return;
  locker = g_mutex_locker_new (&self->objects.lock);
  nothing = self->objects.released->len == 0;
  g_clear_pointer (&locker, g_mutex_locker_free);
  if (!nothing)
    mapi_remote_link_tell (self, "Release", 0);
}

/* Says something, and waits until the other end has done what belongs to it. */
static void
say (MapiRemoteLink *self, const char *what)
{
  g_autoptr (GDBusMessage) call = NULL;
  g_autoptr (GDBusMessage) answer = NULL;
  g_autoptr (GArray) released = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_auto (MapiRemoteWriter) out = { 0 };
  guint64 chain;

  if (mapi_remote_seat_is_taken (self) || mapi_remote_link_has_ended (self))
    return;
  call = mapi_remote_wire_new_note (what);
  g_dbus_message_set_flags (call, G_DBUS_MESSAGE_FLAGS_NONE);
  mapi_remote_writer_init (&out, self);
  answer = mapi_remote_link_send (self, call, &out, NULL, NULL, NULL);
  if (answer != NULL && mapi_remote_wire_open (answer, &chain, &released, &bytes))
    mapi_remote_objects_release (&self->objects, released);
}

void
mapi_remote_link_release (MapiRemoteLink *self)
{
  say (self, "Release");
}

void
mapi_remote_link_bid_farewell (MapiRemoteLink *self)
{
  say (self, "Farewell");
}

void
mapi_remote_link_answer (MapiRemoteLink   *self,
                         MapiRemoteLetter *letter,
                         GDBusMessage     *answer,
                         MapiRemoteWriter *out)
{
  gpointer serial = GUINT_TO_POINTER (g_dbus_message_get_serial (letter->message));

  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->running, serial);
  g_mutex_unlock (&self->lock);
  fill (self, answer, letter->chain, out);
  g_dbus_connection_send_message (
      self->connection, answer, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
}

/* With the lock: a message that cannot be sent any more is not answered either. */
static guint32
send (MapiRemoteLink *self, GDBusMessage *call, Wait *wait)
{
  volatile guint32 serial = 0;

  if (self->ended || !g_dbus_connection_send_message (
                         self->connection, call, G_DBUS_SEND_MESSAGE_FLAGS_NONE, &serial, NULL))
    return 0;
  g_hash_table_insert (self->waits, GUINT_TO_POINTER (serial), wait);
  return serial;
}

/* With the lock: until something has changed. Answers whether that was in time. */
static gboolean
sleep_until (MapiRemoteLink *self, MapiRemoteBox *box, gint64 deadline)
{
  if (self->limit == 0 || self->ending)
    {
      g_cond_wait (&box->cond, &self->lock);
      return TRUE;
    }
  return g_cond_wait_until (&box->cond, &self->lock, deadline);
}

static void
give_up (MapiRemoteLink *self, GDBusMessage *call)
{
  g_autofree char *reason = g_strdup_printf ("%s has not returned for %" G_GINT64_FORMAT " seconds",
                                             g_dbus_message_get_member (call),
                                             self->limit / G_USEC_PER_SEC);

  mapi_remote_link_end (self, reason);
}

/* With the lock, which it lets go of to serve. Which letters may be served is the chain's, or 0 for
 * all: a thread that serves several keeps them apart. */
static void
wait_for_answer (MapiRemoteLink *self, GDBusMessage *call, Wait *wait, guint64 chain)
{
  gint64 deadline = g_get_monotonic_time () + self->limit;

  while (wait->answer == NULL && !self->ended)
    {
      MapiRemoteLetter *letter = mapi_remote_box_take (wait->box, chain);
      gboolean          in_time = TRUE;

      if (letter == NULL)
        in_time = sleep_until (self, wait->box, deadline);
      g_mutex_unlock (&self->lock);
      if (letter != NULL)
        mapi_remote_letter_serve (letter);
      else if (!in_time)
        give_up (self, call);
      g_mutex_lock (&self->lock);
      if (letter != NULL)
        deadline = g_get_monotonic_time () + self->limit;
    }
}

/* With the lock. */
static GDBusMessage *
exchange (MapiRemoteLink *self,
          GDBusMessage   *call,
          guint32        *early,
          GCancellable   *cancellable,
          guint32        *serial)
{
  guint64  chain = mapi_remote_seat_find_chain (self, self->end.is_server);
  gboolean is_main = self->main_thread == g_thread_self ();
  Wait     wait = { get_own_box (self, chain), NULL };
  guint32 *outer = wait.box->early;

  *serial = send (self, call, &wait);
  if (*serial == 0 && !g_dbus_connection_is_closed (self->connection))
    return NULL;
  if (g_cancellable_is_cancelled (cancellable))
    mapi_remote_link_tell (self, "Cancel", *serial);
  wait.box->early = early;
  wait.box->n_waiting++;
  wait_for_answer (self, call, &wait, is_main && mapi_remote_seat_is_taken (self) ? chain : 0);
  wait.box->n_waiting--;
  wait.box->early = outer;
  g_hash_table_remove (self->waits, GUINT_TO_POINTER (*serial));
  return wait.answer;
}

/* A call that is cancelled goes on until the other end has come to an end with it. */
typedef struct
{
  MapiRemoteLink *link;
  guint32         serial; /* with the lock */
} Cancelling;

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  Cancelling *self = data;
  guint32     serial;

  g_mutex_lock (&self->link->lock);
  serial = self->serial;
  g_mutex_unlock (&self->link->lock);
  if (serial != 0)
    mapi_remote_link_tell (self->link, "Cancel", serial);
}

/* It is told before anything is asked. */
static void
tell_early (MapiRemoteLink *self)
{
  guint32 early = mapi_remote_seat_take_early (self);

  if (early != 0)
    mapi_remote_link_tell (self, "Early", early);
}

void
mapi_remote_link_take_early (MapiRemoteLink *self, guint64 chain, guint32 early)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MapiRemoteBox *box = g_hash_table_lookup (self->boxes, &chain);

  if (box != NULL && box->early != NULL)
    *box->early = early;
}

GDBusMessage *
mapi_remote_link_send (MapiRemoteLink   *self,
                       GDBusMessage     *call,
                       MapiRemoteWriter *out,
                       guint32          *early,
                       GCancellable     *cancellable,
                       GError          **error)
{
  Cancelling    cancelling = { self, 0 };
  gulong        handler = 0;
  GDBusMessage *answer;

  tell_early (self);
  fill (self, call, mapi_remote_seat_find_chain (self, self->end.is_server), out);
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &cancelling, NULL);
  g_mutex_lock (&self->lock);
  answer = exchange (self, call, early, cancellable, &cancelling.serial);
  if (answer == NULL)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_INVALID_OBJECT,
                 "%s: %s",
                 g_dbus_message_get_member (call),
                 self->reason != NULL ? self->reason : "the message cannot be sent");
  g_mutex_unlock (&self->lock);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  return answer;
}
