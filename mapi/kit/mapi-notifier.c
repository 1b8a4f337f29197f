/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-notifier.h"
#include "mapi-flags.h"
#include "mapi-notification-queue-private.h"

/**
 * MapiNotifier:
 *
 * The register of advise sinks that a store, a table or a support object needs for its `Advise`
 * and `Unadvise`.
 *
 * Sinks are held weakly, and never called with a lock held. Each is called in the #GMainContext
 * that was the thread's default when it was advised, and only from there: never inside
 * mapi_notifier_send(). What happens before a sink's context is turned reaches it as one
 * #MapiNotificationList, in order.
 *
 * The sinks of mapi_notifier_advise_sync() are the exception: mapi_notifier_send_list() calls them
 * before it returns. They are for a provider's own use; a client is never told that way.
 *
 * Table notifications of one notifier belong to one table. A `TABLE_CHANGED` or `TABLE_RELOAD`,
 * which makes the client read the table anew, therefore takes the place of all that was not
 * delivered before it, and of the notifications about single rows that follow it until it is
 * delivered. A sink that lags behind by more than a thousand rows is sent `TABLE_CHANGED` instead.
 *
 * Several `fnevObjectModified` about one object that were not delivered yet become one, in the
 * place of the last, with the tags of all of them; it has none when one of them had none. They stay
 * apart where another notification about that object is between them. The order of all others is
 * that in which they were sent.
 *
 * All functions may be called from any thread.
 *
 * Since: 1.0
 */

typedef struct
{
  gatomicrefcount ref_count;
  MapiNotifier   *notifier; /* not owned; NULL once the connection has ended */
  guint32         id;
  guint32         event_mask;
  gboolean        is_synchronous;
  GBytes         *key;
  GWeakRef        sink;
  GMainContext   *context;
  MapiNotificationQueue
      *pending; /* with the lock of the notifier; NULL when nothing is on its way */
} Connection;

struct _MapiNotifier
{
  GObject parent_instance;

  GPtrArray *connections;
  guint32    last_id;
  guint      mask; /* of all connections together; read without the lock */
};

/* Connections outlive their notifier while a delivery is on its way, and so does what guards them.
 * It is held for a few instructions at a time. */
static GMutex lock;

G_DEFINE_FINAL_TYPE (MapiNotifier, mapi_notifier, G_TYPE_OBJECT)

static Connection *
connection_ref (Connection *connection)
{
  g_atomic_ref_count_inc (&connection->ref_count);
  return connection;
}

static void
connection_unref (Connection *connection)
{
  if (!g_atomic_ref_count_dec (&connection->ref_count))
    return;

  g_clear_pointer (&connection->key, g_bytes_unref);
  g_clear_pointer (&connection->pending, mapi_notification_queue_free);
  g_weak_ref_clear (&connection->sink);
  g_main_context_unref (connection->context);
  g_free (connection);
}

static void
update_mask (MapiNotifier *self)
{
  guint32 mask = 0;

  for (guint i = 0; i < self->connections->len; i++)
    mask |= ((Connection *) g_ptr_array_index (self->connections, i))->event_mask;
  g_atomic_int_set (&self->mask, mask);
}

/* With the lock; gives the notifier's reference to the caller, who drops it without the lock. */
static Connection *
end_connection (MapiNotifier *self, guint32 id)
{
  for (guint i = 0; i < self->connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (self->connections, i);

      if (connection->id != id)
        continue;
      g_ptr_array_steal_index (self->connections, i);
      connection->notifier = NULL;
      update_mask (self);
      return connection;
    }
  return NULL;
}

static void
forget_connection (Connection *connection)
{
  Connection *ended = NULL;

  g_mutex_lock (&lock);
  if (connection->notifier != NULL)
    ended = end_connection (connection->notifier, connection->id);
  g_mutex_unlock (&lock);
  g_clear_pointer (&ended, connection_unref);
}

static MapiNotificationQueue *
take_pending (Connection *connection)
{
  MapiNotificationQueue *pending;

  g_mutex_lock (&lock);
  pending = g_steal_pointer (&connection->pending);
  if (connection->notifier == NULL)
    g_clear_pointer (&pending, mapi_notification_queue_free);
  g_mutex_unlock (&lock);
  return pending;
}

/* Answers whether the sink is content, and does not ask to stop. */
static gboolean
hand_over (Connection *connection, MapiNotificationQueue *pending)
{
  g_autoptr (MapiAdviseSink) sink = g_weak_ref_get (&connection->sink);
  g_autoptr (MapiNotificationList) list = NULL;
  g_autoptr (GError) error = NULL;

  if (sink == NULL)
    forget_connection (connection);
  if (sink == NULL || mapi_notification_queue_is_empty (pending))
    return TRUE;

  list = mapi_notification_queue_to_list (pending);
  if (mapi_advise_sink_on_notify (sink, list, &error))
    return TRUE;
  g_debug ("%s", error->message);
  return !g_error_matches (error, MAPI_ERROR, MAPI_E_CANCEL);
}

static gboolean
deliver (gpointer data)
{
  Connection *connection = data;
  g_autoptr (MapiNotificationQueue) pending = take_pending (connection);

  if (pending != NULL)
    hand_over (connection, pending);
  return G_SOURCE_REMOVE;
}

static void
schedule (Connection *connection)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "MapiNotifier");
  g_source_set_callback (
      source, deliver, connection_ref (connection), (GDestroyNotify) connection_unref);
  g_source_attach (source, connection->context);
}

static gboolean
is_wanted (const Connection *connection, GBytes *key, guint32 event_mask)
{
  if ((connection->event_mask & event_mask) == 0)
    return FALSE;
  if (connection->key == NULL)
    return TRUE;
  return key != NULL && g_bytes_equal (connection->key, key);
}

/* With the lock; adds the connection to @news where it is to be scheduled. */
static void
post (Connection *connection, MapiNotification *notification, GPtrArray *news)
{
  if (connection->pending == NULL)
    {
      connection->pending = mapi_notification_queue_new ();
      g_ptr_array_add (news, connection_ref (connection));
    }
  mapi_notification_queue_add (connection->pending, notification);
}

/* Without the lock, which those who are woken would find held. */
static void
schedule_all (GPtrArray *news)
{
  for (guint i = 0; i < news->len; i++)
    schedule (g_ptr_array_index (news, i));
  g_ptr_array_unref (news);
}

static GPtrArray *
new_connections (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) connection_unref);
}

/* With the lock. */
static void
post_list (Connection *connection, GBytes *key, MapiNotificationList *list, GPtrArray *news)
{
  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (list, i);

      if (is_wanted (connection, key, mapi_notification_get_event_type (notification)))
        post (connection, notification, news);
    }
}

/* Posts what can wait, and gives those who cannot. */
static GPtrArray *
post_to_all (MapiNotifier *self, GBytes *key, MapiNotificationList *list)
{
  GPtrArray *synchronous = new_connections ();
  GPtrArray *news = new_connections ();

  g_mutex_lock (&lock);
  for (guint i = 0; i < self->connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (self->connections, i);

      if (connection->is_synchronous)
        g_ptr_array_add (synchronous, connection_ref (connection));
      else
        post_list (connection, key, list, news);
    }
  g_mutex_unlock (&lock);
  schedule_all (news);
  return synchronous;
}

/* A sink that was called before may have ended the connection. */
static gboolean
has_ended (Connection *connection)
{
  gboolean ended;

  g_mutex_lock (&lock);
  ended = connection->notifier == NULL;
  g_mutex_unlock (&lock);
  return ended;
}

static gboolean
tell_now (Connection *connection, GBytes *key, MapiNotificationList *list)
{
  g_autoptr (MapiNotificationQueue) wanted = mapi_notification_queue_new ();

  for (guint i = 0; i < mapi_notification_list_get_size (list); i++)
    {
      g_autoptr (MapiNotification) notification = mapi_notification_list_get_notification (list, i);

      if (is_wanted (connection, key, mapi_notification_get_event_type (notification)))
        mapi_notification_queue_add (wanted, notification);
    }
  return has_ended (connection) || hand_over (connection, wanted);
}

static void
mapi_notifier_dispose (GObject *object)
{
  MapiNotifier *self = MAPI_NOTIFIER (object);
  g_autoptr (GPtrArray) ended = NULL;

  g_mutex_lock (&lock);
  ended = g_steal_pointer (&self->connections);
  self->connections = new_connections ();
  for (guint i = 0; i < ended->len; i++)
    ((Connection *) g_ptr_array_index (ended, i))->notifier = NULL;
  update_mask (self);
  g_mutex_unlock (&lock);

  G_OBJECT_CLASS (mapi_notifier_parent_class)->dispose (object);
}

static void
mapi_notifier_finalize (GObject *object)
{
  g_ptr_array_unref (MAPI_NOTIFIER (object)->connections);
  G_OBJECT_CLASS (mapi_notifier_parent_class)->finalize (object);
}

static void
mapi_notifier_class_init (MapiNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mapi_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = mapi_notifier_finalize;
}

static void
mapi_notifier_init (MapiNotifier *self)
{
  self->connections = new_connections ();
}

/**
 * mapi_notifier_new:
 *
 * Makes a register without sinks.
 *
 * Returns: (transfer full): the register
 *
 * Since: 1.0
 */
MapiNotifier *
mapi_notifier_new (void)
{
  return g_object_new (MAPI_TYPE_NOTIFIER, NULL);
}

static gboolean
check_mask (guint32 event_mask, GError **error)
{
  if (event_mask != 0 && (event_mask & MAPI_fnevStatusObjectModified) == 0)
    return TRUE;

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_PARAMETER,
                       event_mask == 0 ? "Advise: the event mask is empty"
                                       : "Advise: changes of status objects are not told of");
  return FALSE;
}

static Connection *
new_connection (GBytes *key, guint32 event_mask, MapiAdviseSink *sink)
{
  Connection *connection = g_new0 (Connection, 1);

  g_atomic_ref_count_init (&connection->ref_count);
  connection->event_mask = event_mask;
  connection->key = key != NULL ? g_bytes_ref (key) : NULL;
  connection->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&connection->sink, sink);
  return connection;
}

static guint32
add_connection (MapiNotifier *self, Connection *connection)
{
  guint32 id;

  g_mutex_lock (&lock);
  connection->notifier = self;
  id = connection->id = ++self->last_id;
  g_ptr_array_add (self->connections, connection);
  update_mask (self);
  g_mutex_unlock (&lock);
  return id;
}

/**
 * mapi_notifier_advise:
 * @self: a #MapiNotifier
 * @key: (nullable): what is watched, as an entry identifier, or %NULL to hear everything
 * @event_mask: the events wanted, `MAPI_fnev*`
 * @sink: who is told; held weakly
 * @error: return location for a #GError
 *
 * Registers a sink, which will be called in the calling thread's default #GMainContext.
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when @event_mask is 0.
 *
 * Returns: the connection, for mapi_notifier_unadvise(); 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_notifier_advise (
    MapiNotifier *self, GBytes *key, guint32 event_mask, MapiAdviseSink *sink, GError **error)
{
  g_return_val_if_fail (MAPI_IS_NOTIFIER (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  if (!check_mask (event_mask, error))
    return 0;
  return add_connection (self, new_connection (key, event_mask, sink));
}

/**
 * mapi_notifier_advise_sync:
 * @self: a #MapiNotifier
 * @key: (nullable): what is watched, as an entry identifier, or %NULL to hear everything
 * @event_mask: the events wanted, `MAPI_fnev*`
 * @sink: who is told; held weakly
 * @error: return location for a #GError
 *
 * Registers a sink which mapi_notifier_send_list() calls before it returns, in the thread that
 * sends. What mapi_notifier_send() tells it, it hears later like any other.
 *
 * Only a provider may register a sink of its own so: notifications to a client are always
 * asynchronous (R645, R646).
 *
 * Fails as mapi_notifier_advise() does.
 *
 * Returns: the connection, for mapi_notifier_unadvise(); 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_notifier_advise_sync (
    MapiNotifier *self, GBytes *key, guint32 event_mask, MapiAdviseSink *sink, GError **error)
{
  Connection *connection;

  g_return_val_if_fail (MAPI_IS_NOTIFIER (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  if (!check_mask (event_mask, error))
    return 0;
  connection = new_connection (key, event_mask, sink);
  connection->is_synchronous = TRUE;
  return add_connection (self, connection);
}

/**
 * mapi_notifier_unadvise:
 * @self: a #MapiNotifier
 * @connection: what mapi_notifier_advise() or mapi_notifier_advise_sync() gave
 * @error: return location for a #GError
 *
 * Removes a sink. What has not been delivered to it is dropped; a delivery that another thread is
 * in the middle of goes on.
 *
 * Fails with %MAPI_E_NOT_FOUND when there is no such connection.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_notifier_unadvise (MapiNotifier *self, guint32 connection, GError **error)
{
  Connection *ended;

  g_return_val_if_fail (MAPI_IS_NOTIFIER (self), FALSE);

  g_mutex_lock (&lock);
  ended = end_connection (self, connection);
  g_mutex_unlock (&lock);

  if (ended != NULL)
    {
      connection_unref (ended);
      return TRUE;
    }
  g_set_error (
      error, MAPI_ERROR, MAPI_E_NOT_FOUND, "Unadvise: there is no connection %u", connection);
  return FALSE;
}

/**
 * mapi_notifier_send:
 * @self: a #MapiNotifier
 * @key: (nullable): what @notification is about, or %NULL when only those are to hear it who hear
 *   everything
 * @notification: what happened
 *
 * Tells the sinks that asked for such a notification. It never waits and calls nobody, so it can
 * be called with locks held.
 *
 * Since: 1.0
 */
void
mapi_notifier_send (MapiNotifier *self, GBytes *key, MapiNotification *notification)
{
  GPtrArray *news;
  guint32    event;

  g_return_if_fail (MAPI_IS_NOTIFIER (self));
  g_return_if_fail (notification != NULL);

  event = mapi_notification_get_event_type (notification);
  if (((guint32) g_atomic_int_get (&self->mask) & event) == 0)
    return;

  news = new_connections ();
  g_mutex_lock (&lock);
  for (guint i = 0; i < self->connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (self->connections, i);

      if (is_wanted (connection, key, event))
        post (connection, notification, news);
    }
  g_mutex_unlock (&lock);
  schedule_all (news);
}

/**
 * mapi_notifier_send_list:
 * @self: a #MapiNotifier
 * @key: (nullable): what @notifications are about, or %NULL when only those are to hear it who hear
 *   everything
 * @notifications: what happened, in order
 *
 * Tells the sinks that asked for such notifications. Those of mapi_notifier_advise() hear it later,
 * each in its own context. Those of mapi_notifier_advise_sync() are called before this returns, in
 * this thread, one after the other in the order in which they were advised: so it must not be
 * called with a lock held that a sink may want.
 *
 * A synchronous sink stops what it is told, which is MAPI's `CALLBACK_DISCONTINUE`, when its
 * `OnNotify` fails with %MAPI_E_CANCEL: no further synchronous sink is called (R647). Any other
 * failure stops nothing. Sinks may advise, unadvise and send while they are called; one that was
 * unadvised meanwhile is not called any more, one that was advised meanwhile not yet.
 *
 * Returns: %TRUE when all were told, %FALSE when a synchronous sink asked to stop
 *
 * Since: 1.0
 */
gboolean
mapi_notifier_send_list (MapiNotifier *self, GBytes *key, MapiNotificationList *notifications)
{
  g_autoptr (GPtrArray) synchronous = NULL;

  g_return_val_if_fail (MAPI_IS_NOTIFIER (self), FALSE);
  g_return_val_if_fail (notifications != NULL, FALSE);

  synchronous = post_to_all (self, key, notifications);
  for (guint i = 0; i < synchronous->len; i++)
    if (!tell_now (g_ptr_array_index (synchronous, i), key, notifications))
      return FALSE;
  return TRUE;
}

/**
 * mapi_notifier_has_listeners:
 * @self: a #MapiNotifier
 * @key: (nullable): what the notification would be about
 * @event_mask: the events, `MAPI_fnev*`
 *
 * Tells whether anybody would hear a notification, so that it need not be made for nobody. Without
 * sinks that costs no lock.
 *
 * Returns: %TRUE when somebody listens
 *
 * Since: 1.0
 */
gboolean
mapi_notifier_has_listeners (MapiNotifier *self, GBytes *key, guint32 event_mask)
{
  gboolean wanted = FALSE;

  g_return_val_if_fail (MAPI_IS_NOTIFIER (self), FALSE);

  if (((guint32) g_atomic_int_get (&self->mask) & event_mask) == 0)
    return FALSE;

  g_mutex_lock (&lock);
  for (guint i = 0; i < self->connections->len && !wanted; i++)
    wanted = is_wanted (g_ptr_array_index (self->connections, i), key, event_mask);
  g_mutex_unlock (&lock);
  return wanted;
}

/**
 * mapi_notifier_discard:
 * @self: a #MapiNotifier
 *
 * Drops what has not been delivered yet: a table does so when its client has it show something
 * else, since what waits is about rows that nobody sees any longer.
 *
 * Since: 1.0
 */
void
mapi_notifier_discard (MapiNotifier *self)
{
  g_return_if_fail (MAPI_IS_NOTIFIER (self));

  g_mutex_lock (&lock);
  for (guint i = 0; i < self->connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (self->connections, i);

      if (connection->pending != NULL)
        mapi_notification_queue_clear (connection->pending);
    }
  g_mutex_unlock (&lock);
}
