/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-private.h"
#include "mapi-spooler-session-host.h"
#include "mapi-spooler-status-private.h"

/**
 * MapiSpooler:
 *
 * The spooler: takes messages from the outgoing queues of the stores of a profile and has its
 * transports send them, and takes messages from the transports into the default store.
 *
 * It works in threads of its own: one that watches the queues, and one or more for each transport.
 * So it can live in a client's process as well as in one of its own; one spooler works for a
 * profile at a time. Its signals are emitted in the thread-default #GMainContext of the thread that
 * made it, which must be turned for them to arrive.
 *
 * An engine that was started must be stopped before it can go away.
 *
 * Since: 1.0
 */

enum
{
  PROP_0,
  PROP_HOST,
  PROP_RETRY_DELAY,
  PROP_RETRY_DELAY_MAX,
  PROP_RETRY_JITTER,
  PROP_LIFETIME,
  PROP_DELAY_WARNING,
  PROP_STOP_GRACE,
  PROP_CANCEL_GRACE,
  PROP_CALL_LIMIT,
  PROP_EAGER,
  PROP_NETWORK_MONITOR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSpooler,
                               mapi_spooler,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_LINK,
                                                      mapi_spooler_link_init))

static gboolean
take_lock (MapiSpooler *self, GError **error)
{
  g_autofree char *profile = mapi_spooler_host_get_profile_name (self->host);

  if (profile == NULL)
    return TRUE;

  self->lock_file = mapi_spooler_lock_take (profile, error);
  return self->lock_file != NULL;
}

/* Where the number lies that a property stands for. */
static guint *
find_setting (MapiSpooler *self, guint id)
{
  switch (id)
    {
    case PROP_RETRY_DELAY:
      return &self->policy.first_delay;
    case PROP_RETRY_DELAY_MAX:
      return &self->policy.longest_delay;
    case PROP_RETRY_JITTER:
      return &self->policy.jitter;
    case PROP_LIFETIME:
      return &self->policy.lifetime;
    case PROP_DELAY_WARNING:
      return &self->policy.delay_warning;
    case PROP_STOP_GRACE:
      return &self->stop_grace;
    case PROP_CANCEL_GRACE:
      return &self->cancel_grace;
    case PROP_CALL_LIMIT:
      return &self->call_limit;
    default:
      return NULL;
    }
}

static void
mapi_spooler_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (object);
  guint       *setting = find_setting (self, id);

  if (id == PROP_HOST)
    g_value_set_object (value, self->host);
  else if (id == PROP_EAGER)
    g_value_set_boolean (value, self->eager);
  else if (id == PROP_NETWORK_MONITOR)
    g_value_set_object (value, self->given_network);
  else if (setting != NULL)
    g_value_set_uint (value, *setting);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mapi_spooler_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (object);
  guint       *setting = find_setting (self, id);

  if (id == PROP_HOST)
    self->host = g_value_dup_object (value);
  else if (id == PROP_EAGER)
    self->eager = g_value_get_boolean (value);
  else if (id == PROP_NETWORK_MONITOR)
    g_set_object (&self->given_network, g_value_get_object (value));
  else if (setting != NULL)
    *setting = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mapi_spooler_finalize (GObject *object)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (object);

  mapi_spooler_run_end (self);
  g_clear_pointer (&self->lock_file, mapi_spooler_lock_free);
  mapi_spooler_events_free (self->events);
  mapi_spooler_activity_clear (&self->activity);
  mapi_spooler_counters_clear (&self->counters);
  g_clear_pointer (&self->last_counts, mapi_row_set_unref);
  mapi_spooler_verdicts_clear (&self->verdicts);
  mapi_spooler_gate_clear (&self->gate);
  g_clear_object (&self->given_clock);
  g_clear_object (&self->given_network);
  g_clear_object (&self->host);
  g_mutex_clear (&self->router_lock);
  g_mutex_clear (&self->flush_lock);
  g_mutex_clear (&self->status_lock);
  g_cond_clear (&self->flush_changed);

  G_OBJECT_CLASS (mapi_spooler_parent_class)->finalize (object);
}

/* What it is put into. */
static void
define_surroundings (GParamFlags flags)
{
  /**
   * MapiSpooler:host:
   *
   * Whom the engine works for.
   *
   * Since: 1.0
   */
  properties[PROP_HOST] = g_param_spec_object (
      "host", NULL, NULL, MAPI_TYPE_SPOOLER_HOST, flags | G_PARAM_CONSTRUCT_ONLY);

  /**
   * MapiSpooler:network-monitor:
   *
   * Who knows whether there is a network, when it is started next; %NULL for the system's. When the
   * network comes back, all that waits is tried.
   *
   * Since: 1.0
   */
  properties[PROP_NETWORK_MONITOR] =
      g_param_spec_object ("network-monitor", NULL, NULL, G_TYPE_NETWORK_MONITOR, flags);
}

/* When a message is tried again. */
static void
define_attempts (GParamFlags flags)
{
  /**
   * MapiSpooler:retry-delay:
   *
   * Seconds after which a message that could not be sent is tried again, where the transport does
   * not say. Each further delay is twice the last.
   *
   * Since: 1.0
   */
  properties[PROP_RETRY_DELAY] =
      g_param_spec_uint ("retry-delay", NULL, NULL, 1, G_MAXINT32, 30, flags);

  /**
   * MapiSpooler:retry-delay-max:
   *
   * The longest delay, in seconds.
   *
   * Since: 1.0
   */
  properties[PROP_RETRY_DELAY_MAX] =
      g_param_spec_uint ("retry-delay-max", NULL, NULL, 1, G_MAXINT32, 3600, flags);

  /**
   * MapiSpooler:retry-jitter:
   *
   * Per cent by which a delay is shortened or lengthened at random, so that what failed together is
   * not tried together.
   *
   * Since: 1.0
   */
  properties[PROP_RETRY_JITTER] = g_param_spec_uint ("retry-jitter", NULL, NULL, 0, 50, 10, flags);

  /**
   * MapiSpooler:eager:
   *
   * Whether messages that waited for another attempt when the last spooler of the profile ended are
   * tried at once. Else they go on waiting.
   *
   * Since: 1.0
   */
  properties[PROP_EAGER] = g_param_spec_boolean ("eager", NULL, NULL, FALSE, flags);
}

/* How long a message may wait. */
static void
define_lifetime (GParamFlags flags)
{
  /**
   * MapiSpooler:lifetime:
   *
   * Seconds after its submission at which a message is given up and a non-delivery report made.
   *
   * Since: 1.0
   */
  properties[PROP_LIFETIME] =
      g_param_spec_uint ("lifetime", NULL, NULL, 1, G_MAXINT32, 5 * 24 * 3600, flags);

  /**
   * MapiSpooler:delay-warning:
   *
   * Seconds after its submission at which the sender of a message that still waits is told so,
   * once; 0 for never.
   *
   * Since: 1.0
   */
  properties[PROP_DELAY_WARNING] =
      g_param_spec_uint ("delay-warning", NULL, NULL, 0, G_MAXINT32, 4 * 3600, flags);
}

/* How long it waits for transports. */
static void
define_patience (GParamFlags flags)
{
  /**
   * MapiSpooler:stop-grace:
   *
   * Milliseconds that messages in flight are given by mapi_spooler_stop() before they are
   * cancelled.
   *
   * Since: 1.0
   */
  properties[PROP_STOP_GRACE] =
      g_param_spec_uint ("stop-grace", NULL, NULL, 0, G_MAXINT32, 5000, flags);

  /**
   * MapiSpooler:cancel-grace:
   *
   * Milliseconds that a transport whose message was cancelled may take to notice, before
   * mapi_spooler_stop() leaves it behind.
   *
   * Since: 1.0
   */
  properties[PROP_CANCEL_GRACE] =
      g_param_spec_uint ("cancel-grace", NULL, NULL, 0, G_MAXINT32, 5000, flags);

  /**
   * MapiSpooler:call-limit:
   *
   * Seconds after which a provider that does not return from a call, and does not call
   * `SpoolerYield` either, counts as blocked: its row of the status table says so, and another
   * logon goes on with its other messages.
   *
   * Since: 1.0
   */
  properties[PROP_CALL_LIMIT] =
      g_param_spec_uint ("call-limit", NULL, NULL, 1, G_MAXINT32, 600, flags);
}

static void
mapi_spooler_class_init (MapiSpoolerClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = mapi_spooler_get_property;
  object_class->set_property = mapi_spooler_set_property;
  object_class->finalize = mapi_spooler_finalize;

  define_surroundings (flags);
  define_attempts (flags);
  define_lifetime (flags);
  define_patience (flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  mapi_spooler_events_install (G_TYPE_FROM_CLASS (klass));
}

static void
mapi_spooler_init (MapiSpooler *self)
{
  self->policy = (MapiSpoolerPolicy) MAPI_SPOOLER_POLICY_INIT;
  self->stop_grace = 5000;
  self->cancel_grace = 5000;
  self->call_limit = 600;
  mapi_spooler_activity_init (&self->activity);
  mapi_spooler_counters_init (&self->counters);
  mapi_spooler_verdicts_init (&self->verdicts);
  mapi_spooler_gate_init (&self->gate);
  g_mutex_init (&self->router_lock);
  g_mutex_init (&self->flush_lock);
  g_mutex_init (&self->status_lock);
  g_cond_init (&self->flush_changed);
  self->events = mapi_spooler_events_new (G_OBJECT (self));
}

/**
 * mapi_spooler_new:
 * @host: whom to work for
 * @clock: (nullable): the time to go by, or %NULL for the time of day
 *
 * Makes an engine. It does nothing until it is started.
 *
 * Returns: (transfer full): the engine
 *
 * Since: 1.0
 */
MapiSpooler *
mapi_spooler_new (MapiSpoolerHost *host, MapiSpoolerClock *clock)
{
  MapiSpooler *self;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (host), NULL);
  g_return_val_if_fail (clock == NULL || MAPI_IS_SPOOLER_CLOCK (clock), NULL);

  self = g_object_new (MAPI_TYPE_SPOOLER, "host", host, NULL);
  g_set_object (&self->given_clock, clock);
  return self;
}

/**
 * mapi_spooler_new_for_session:
 * @session: a session, which stays logged on as long as the engine works
 *
 * Makes an engine for the profile of a session. It does nothing until it is started.
 *
 * Returns: (transfer full): the engine
 *
 * Since: 1.0
 */
MapiSpooler *
mapi_spooler_new_for_session (MapiSession *session)
{
  g_autoptr (MapiSpoolerHost) host = NULL;

  g_return_val_if_fail (MAPI_IS_SESSION (session), NULL);

  host = mapi_spooler_session_host_new (session);
  return mapi_spooler_new (host, NULL);
}

/**
 * mapi_spooler_start:
 * @self: a #MapiSpooler
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the stores of the profile, and starts to send what is in their queues and to receive. The
 * transports log on meanwhile, each in its own thread: one that cannot harms nobody else, and is
 * tried again.
 *
 * Fails with %MAPI_E_BUSY when another spooler works for the profile; the message names its
 * process.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_start (MapiSpooler *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_ENGINE (self), FALSE);

  if (g_atomic_int_get (&self->running) || self->schedule != NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_BUSY,
                           g_atomic_int_get (&self->running)
                               ? "spooler: it is at work already"
                               : "spooler: a transport of its last run still blocks");
      return FALSE;
    }

  if (!take_lock (self, error))
    return FALSE;
  if (!mapi_spooler_run_start (self, cancellable, error))
    {
      g_clear_pointer (&self->lock_file, mapi_spooler_lock_free);
      return FALSE;
    }

  g_atomic_int_set (&self->running, TRUE);
  mapi_spooler_status_update (self);
  return TRUE;
}

/**
 * mapi_spooler_stop:
 * @self: a #MapiSpooler
 * @error: return location for a #GError
 *
 * Stops: no message is begun any more; those in flight get #MapiSpooler:stop-grace to end, and are
 * cancelled then; the transports are logged off. What is not sent stays in the queues. Stopping an
 * engine that is not at work does nothing.
 *
 * Fails with %MAPI_E_TIMEOUT when a transport does not come back; all else has stopped then, and
 * its message is still in the queue.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_stop (MapiSpooler *self, GError **error)
{
  gboolean ended;

  g_return_val_if_fail (MAPI_IS_SPOOLER_ENGINE (self), FALSE);

  if (!g_atomic_int_get (&self->running))
    return TRUE;

  ended = mapi_spooler_run_stop (self);
  g_atomic_int_set (&self->running, FALSE);
  mapi_spooler_status_update (self);

  if (ended)
    mapi_spooler_run_end (self);
  else
    g_set_error_literal (error,
                         MAPI_ERROR,
                         MAPI_E_TIMEOUT,
                         "spooler: a transport does not return from a call and is left behind");
  g_clear_pointer (&self->lock_file, mapi_spooler_lock_free);
  return ended;
}

/**
 * mapi_spooler_get_n_queued:
 * @self: a #MapiSpooler
 *
 * Tells how many messages are in the queues, whatever their state.
 *
 * Returns: the number
 *
 * Since: 1.0
 */
guint
mapi_spooler_get_n_queued (MapiSpooler *self)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_ENGINE (self), 0);

  return (guint) g_atomic_int_get (&self->n_queued);
}

/**
 * mapi_spooler_get_n_active:
 * @self: a #MapiSpooler
 *
 * Tells how many messages are being worked on at this moment, in either direction.
 *
 * Returns: the number
 *
 * Since: 1.0
 */
guint
mapi_spooler_get_n_active (MapiSpooler *self)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_ENGINE (self), 0);

  return mapi_spooler_activity_count (&self->activity);
}
