/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-remote-link-struct-private.h"

/* The life of a link: how it begins, who keeps it, and how it ends. */

#define POOL_SIZE 16

/* The links of the process, for threads that end. */
static GMutex  links_lock;
static GSList *links;

static void
free_cancellable (gpointer data)
{
  g_object_unref (data);
}

static void
serve_in_pool (gpointer letter, gpointer data)
{
  mapi_remote_letter_serve (letter);
}

static MapiRemoteLink *
link_new (GIOStream *stream, const MapiRemoteEnd *end)
{
  MapiRemoteLink *self = g_new0 (MapiRemoteLink, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->stream = stream;
  self->end = *end;
  self->keeper = g_main_context_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->waits = g_hash_table_new (NULL, NULL);
  self->running = g_hash_table_new_full (NULL, NULL, NULL, free_cancellable);
  self->boxes = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, mapi_remote_box_free);
  self->pool = g_thread_pool_new (serve_in_pool, NULL, POOL_SIZE, FALSE, NULL);
  mapi_remote_objects_init (&self->objects);
  if (end->root != NULL)
    mapi_remote_objects_set_root (&self->objects, end->root);
  g_mutex_lock (&links_lock);
  links = g_slist_prepend (links, self);
  g_mutex_unlock (&links_lock);
  return self;
}

MapiRemoteLink *
mapi_remote_link_ref (MapiRemoteLink *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_remote_link_unref (MapiRemoteLink *self)
{
  gboolean is_last;

  /* Nobody takes it out of the list between the two. */
  g_mutex_lock (&links_lock);
  is_last = g_atomic_ref_count_dec (&self->ref_count);
  if (is_last)
    links = g_slist_remove (links, self);
  g_mutex_unlock (&links_lock);
  if (!is_last)
    return;

  g_thread_pool_free (self->pool, TRUE, FALSE);
  mapi_remote_objects_clear (&self->objects);
  g_hash_table_unref (self->waits);
  g_hash_table_unref (self->running);
  g_hash_table_unref (self->boxes);
  g_clear_pointer (&self->common, mapi_remote_box_free);
  g_clear_object (&self->connection);
  g_object_unref (self->stream);
  g_main_context_unref (self->keeper);
  g_clear_error (&self->failure);
  g_free (self->wish);
  g_free (self->reason);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
on_closed (GDBusConnection *connection, gboolean vanished, GError *error, gpointer data)
{
  mapi_remote_link_end (data, NULL);
}

/* Messages wait until there is somebody to hear them. */
static gboolean
connect_to_other (MapiRemoteLink *self)
{
  g_autofree char     *guid = self->end.is_server ? g_dbus_generate_guid () : NULL;
  GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GDBusConnection) connection = NULL;

  if (self->end.is_server)
    flags |= G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_SERVER |
             G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_REQUIRE_SAME_USER;
  else
    flags |= G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT;
  connection = g_dbus_connection_new_sync (self->stream, guid, flags, NULL, NULL, &failure);

  g_mutex_lock (&self->lock);
  self->failure = g_steal_pointer (&failure);
  self->connection = g_steal_pointer (&connection);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return self->connection != NULL;
}

static gboolean
is_ending (MapiRemoteLink *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->ending;
}

static void
wake_all (MapiRemoteLink *self)
{
  GHashTableIter iter;
  gpointer       data;

  g_hash_table_iter_init (&iter, self->boxes);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    mapi_remote_box_wake (data);
  if (self->common != NULL)
    mapi_remote_box_wake (self->common);
  g_cond_broadcast (&self->changed);
}

/* Threads that have a context of their own find out that what they hold is gone. */
static void
finish (MapiRemoteLink *self)
{
  char *reason = NULL;

  g_dbus_connection_remove_filter (self->connection, self->filter);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  if (self->end.ended != NULL)
    reason = self->end.ended (self, self->wish, self->end.data);
  if (reason == NULL)
    reason = g_strdup (self->wish != NULL ? self->wish : "the connection has ended");
  mapi_remote_objects_end (&self->objects, reason);

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  self->reason = reason;
  wake_all (self);
  g_mutex_unlock (&self->lock);
  if (self->end.gone != NULL)
    self->end.gone (self, reason, self->end.data);
}

static gpointer
run_keeper (gpointer data)
{
  MapiRemoteLink *self = data;

  self->keeper_thread = g_thread_self ();
  g_main_context_push_thread_default (self->keeper);
  if (connect_to_other (self))
    {
      gulong handler = g_signal_connect (self->connection, "closed", G_CALLBACK (on_closed), self);

      self->filter = g_dbus_connection_add_filter (self->connection,
                                                   mapi_remote_link_hear,
                                                   mapi_remote_link_ref (self),
                                                   (GDestroyNotify) mapi_remote_link_unref);
      g_dbus_connection_start_message_processing (self->connection);
      while (!is_ending (self))
        g_main_context_iteration (self->keeper, TRUE);
      g_signal_handler_disconnect (self->connection, handler);
      finish (self);
    }
  g_main_context_pop_thread_default (self->keeper);
  mapi_remote_link_unref (self);
  return NULL;
}

static void
serve_in_this_thread (MapiRemoteLink *self)
{
  self->main_thread = g_thread_self ();
  self->common = mapi_remote_box_new (0);
  self->common->has_server = TRUE;
  self->common->context = g_main_context_ref_thread_default ();
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  g_io_stream_close (data, NULL, NULL);
}

static gboolean
wait_for_connection (MapiRemoteLink *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->connection == NULL && self->failure == NULL)
    g_cond_wait (&self->changed, &self->lock);
  if (self->failure == NULL)
    return TRUE;
  g_set_error_literal (
      error, MAPI_ERROR, mapi_error_from_gerror (self->failure), self->failure->message);
  return FALSE;
}

MapiRemoteLink *
mapi_remote_link_new (GIOStream           *stream,
                      const MapiRemoteEnd *end,
                      GCancellable        *cancellable,
                      GError             **error)
{
  g_autoptr (MapiRemoteLink) self = link_new (stream, end);
  gulong   handler = 0;
  gboolean connected;

  if (end->serve == MAPI_REMOTE_SERVE_MAIN)
    serve_in_this_thread (self);
  g_thread_unref (g_thread_new ("mapi-link", run_keeper, mapi_remote_link_ref (self)));
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), stream, NULL);
  connected = wait_for_connection (self, error);
  if (cancellable != NULL)
    g_cancellable_disconnect (cancellable, handler);
  return connected ? g_steal_pointer (&self) : NULL;
}

void
mapi_remote_link_set_limit (MapiRemoteLink *self, gint64 usec)
{
  self->limit = usec;
}

gpointer
mapi_remote_link_get_root (MapiRemoteLink *self, const char *interface)
{
  g_autofree char *description =
      g_strdup_printf ("Mapi%s %s:%x", interface, interface, G_MAXUINT32);

  return mapi_remote_proxy_new (self, MAPI_REMOTE_ROOT, description);
}

void
mapi_remote_link_end (MapiRemoteLink *self, const char *reason)
{
  g_mutex_lock (&self->lock);
  if (!self->ending)
    self->wish = g_strdup (reason);
  self->ending = TRUE;
  g_mutex_unlock (&self->lock);
  g_main_context_wakeup (self->keeper);
}

gboolean
mapi_remote_link_add_held (MapiRemoteLink *self,
                           MapiHeld       *held,
                           gboolean (*stays) (gpointer object))
{
  return mapi_remote_objects_add_held (&self->objects, held, stays);
}

gboolean
mapi_remote_link_has_ended (MapiRemoteLink *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->ending;
}

gboolean
mapi_remote_link_is_kept_here (MapiRemoteLink *self)
{
  return self->keeper_thread == g_thread_self ();
}

void
mapi_remote_link_attach (MapiRemoteLink *self)
{
  g_autoptr (GSource) source = mapi_remote_box_create_source (self, self->common);

  g_source_attach (source, self->common->context);
}

static GSList *
ref_links (void)
{
  GSList *all;

  g_mutex_lock (&links_lock);
  all = g_slist_copy (links);
  for (GSList *each = all; each != NULL; each = each->next)
    mapi_remote_link_ref (each->data);
  g_mutex_unlock (&links_lock);
  return all;
}

/* Takes the box of a thread that has gone; FALSE when there is none, or it is in use. */
static gboolean
drop_box (MapiRemoteLink *self, guint64 chain)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MapiRemoteBox *box = g_hash_table_lookup (self->boxes, &chain);

  return box != NULL && box->n_waiting == 0 && !box->has_server &&
         g_hash_table_remove (self->boxes, &chain);
}

void
mapi_remote_link_thread_ends (guint64 number)
{
  GSList *all = ref_links ();

  for (GSList *each = all; each != NULL; each = each->next)
    {
      MapiRemoteLink *self = each->data;
      guint64         chain = mapi_remote_seat_make_chain (number, self->end.is_server);

      if (drop_box (self, chain))
        mapi_remote_link_tell_of_chain (self, "Leave", 0, chain);
    }
  g_slist_free_full (all, (GDestroyNotify) mapi_remote_link_unref);
}

void
mapi_remote_link_close_box (MapiRemoteLink *self, guint64 chain)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  MapiRemoteBox *box = g_hash_table_lookup (self->boxes, &chain);

  if (box == NULL || !box->has_server)
    return;
  g_hash_table_steal (self->boxes, &chain);
  box->closed = TRUE;
}
