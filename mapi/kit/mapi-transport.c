/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-transport.h"

#include "mapi-flags.h"
#include "mapi-guard-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-tags.h"
#include "mapi-status-data.h"

/**
 * MapiTransport:
 *
 * What every transport's logon object has in common: the status row and object, the switching of
 * directions by `TransportNotify`, `FlushQueues`, `ValidateState`, and the cancelling of what is
 * under way. A transport derives from it, implements #MapiXpLogon again, and fills in the slots
 * that move messages: at least `AddressTypes` and one of `SubmitMessage` and `StartMessage`.
 *
 * Since: 1.0
 */

typedef struct
{
  MapiSupport  *support;
  MapiPropList *settings;
  char         *display_name;
  GMutex        lock; /* TransportNotify comes from another thread */
  guint32       status;
  GCancellable *work;

  MapiStatusData *status_object; /* made when it is first asked for */
} MapiTransportPrivate;

#define METHODS (MAPI_STATUS_VALIDATE_STATE | MAPI_STATUS_FLUSH_QUEUES)

static void mapi_transport_iface_init (MapiXpLogonInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MapiTransport,
                         mapi_transport,
                         G_TYPE_OBJECT,
                         G_ADD_PRIVATE (MapiTransport)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, mapi_transport_iface_init))

static MapiTransportPrivate *
private_of (gpointer self)
{
  return mapi_transport_get_instance_private (MAPI_TRANSPORT (self));
}

static MapiPropList *
make_status_row (MapiTransportPrivate *priv)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, priv->display_name);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, (gint32) priv->status);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, (gint32) METHODS);
  return mapi_prop_list_builder_end (builder);
}

/**
 * mapi_transport_open: (virtual open)
 * @self: a new transport
 * @settings: the properties of the provider's section of the profile
 * @flags: (inout): as of `IXPProvider::TransportLogon`: in: `MAPI_LOGON_NO_INBOUND` …; out:
 *   `MAPI_LOGON_SP_IDLE`, `MAPI_LOGON_SP_POLL`, `MAPI_LOGON_SP_RESOLVE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives the transport its settings. #MapiTransportFactory does this at logon. Fails with
 * %MAPI_E_UNCONFIGURED when something is missing.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_transport_open (MapiTransport *self,
                     MapiPropList  *settings,
                     guint32       *flags,
                     GCancellable  *cancellable,
                     GError       **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "open", error);
  MapiTransportPrivate *priv;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (settings != NULL && flags != NULL, FALSE);

  priv = private_of (self);
  g_clear_pointer (&priv->settings, mapi_prop_list_unref);
  priv->settings = mapi_prop_list_ref (settings);
  return mapi_guard_boolean (
      &guard,
      MAPI_TRANSPORT_GET_CLASS (self)->open (self, settings, flags, cancellable, &guard.local));
}

/* Who can be polled wants to be. */
static gboolean
mapi_transport_real_open (MapiTransport *self,
                          MapiPropList  *settings,
                          guint32       *flags,
                          GCancellable  *cancellable,
                          GError       **error)
{
  *flags = MAPI_XP_LOGON_GET_IFACE (self)->poll != NULL ? MAPI_LOGON_SP_POLL : 0;
  return TRUE;
}

/**
 * mapi_transport_get_settings:
 * @self: a transport
 *
 * Gives the settings that mapi_transport_open() was given.
 *
 * Returns: (transfer none) (nullable): the settings; %NULL before that
 *
 * Since: 1.0
 */
MapiPropList *
mapi_transport_get_settings (MapiTransport *self)
{
  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), NULL);

  return private_of (self)->settings;
}

/**
 * mapi_transport_set_display_name:
 * @self: a transport that is not logged on yet
 * @display_name: what the status table is to call it
 *
 * Gives the transport a name.
 *
 * Since: 1.0
 */
void
mapi_transport_set_display_name (MapiTransport *self, const char *display_name)
{
  MapiTransportPrivate *priv;

  g_return_if_fail (MAPI_IS_TRANSPORT (self));
  g_return_if_fail (display_name != NULL);

  priv = private_of (self);
  g_free (priv->display_name);
  priv->display_name = g_strdup (display_name);
}

/**
 * mapi_transport_log_on:
 * @self: a new transport
 * @support: what `IXPProvider::TransportLogon` was given; it is kept
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes the row of the status table (R227, R488). #MapiTransportFactory does this at logon.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_transport_log_on (MapiTransport *self,
                       MapiSupport   *support,
                       GCancellable  *cancellable,
                       GError       **error)
{
  MapiTransportPrivate *priv;
  g_autoptr (MapiPropList) row = NULL;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), FALSE);

  priv = private_of (self);
  g_set_object (&priv->support, support);
  priv->status = MAPI_STATUS_AVAILABLE;
  row = make_status_row (priv);

  return mapi_support_modify_status_row (support, row, 0, cancellable, error);
}

/**
 * mapi_transport_get_support:
 * @self: a transport
 *
 * Gives the support object of the logon.
 *
 * Returns: (transfer none) (nullable): the support object; %NULL before logon and after logoff
 *
 * Since: 1.0
 */
MapiSupport *
mapi_transport_get_support (MapiTransport *self)
{
  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), NULL);

  return private_of (self)->support;
}

/**
 * mapi_transport_get_status:
 * @self: a transport
 *
 * Gives PR_STATUS_CODE of the status row.
 *
 * Returns: `MAPI_STATUS_AVAILABLE`, `MAPI_STATUS_OUTBOUND_ENABLED` …
 *
 * Since: 1.0
 */
guint32
mapi_transport_get_status (MapiTransport *self)
{
  MapiTransportPrivate *priv;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), 0);

  priv = private_of (self);
  locker = g_mutex_locker_new (&priv->lock);
  return priv->status;
}

/* Answers whether there is anything new. */
static gboolean
set_status (MapiTransportPrivate *priv, guint32 set, guint32 cleared, guint32 *status)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);
  guint32 old = priv->status;

  *status = priv->status = (old & ~cleared) | set;
  if (*status == old)
    return FALSE;

  if (priv->status_object != NULL)
    {
      g_autoptr (MapiPropList) row = make_status_row (priv);

      mapi_prop_data_set_list (MAPI_PROP_DATA (priv->status_object), row);
    }
  return TRUE;
}

/**
 * mapi_transport_change_status:
 * @self: a transport
 * @set: bits of PR_STATUS_CODE to set
 * @cleared: bits to clear
 * @text: (nullable): the new PR_STATUS_STRING, or %NULL to leave it
 * @error: return location for a #GError
 *
 * Changes the row of the status table, where there is anything to change (R485).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_transport_change_status (
    MapiTransport *self, guint32 set, guint32 cleared, const char *text, GError **error)
{
  MapiTransportPrivate *priv;
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (MapiPropList) row = NULL;
  guint32 status;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), FALSE);

  priv = private_of (self);
  if ((!set_status (priv, set, cleared, &status) && text == NULL) || priv->support == NULL)
    return TRUE;

  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, (gint32) status);
  if (text != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, text);
  row = mapi_prop_list_builder_end (builder);
  return mapi_support_modify_status_row (priv->support, row, MAPI_STATUSROW_UPDATE, NULL, error);
}

static void
pass_cancel_on (GCancellable *cancellable, gpointer work)
{
  g_cancellable_cancel (work);
}

typedef struct
{
  GCancellable *cancellable;
  gulong        handler;
} Chain;

static void
chain_free (gpointer data)
{
  Chain *chain = data;

  g_cancellable_disconnect (chain->cancellable, chain->handler);
  g_object_unref (chain->cancellable);
  g_free (chain);
}

/* Without reference to @work: the chain goes before it does. */
static void
chain_cancellables (GCancellable *cancellable, GCancellable *work)
{
  Chain *chain = g_new0 (Chain, 1);

  chain->cancellable = g_object_ref (cancellable);
  chain->handler = g_cancellable_connect (cancellable, G_CALLBACK (pass_cancel_on), work, NULL);
  g_object_set_data_full (G_OBJECT (work), "mapi-transport-chain", chain, chain_free);
}

/**
 * mapi_transport_begin_work:
 * @self: a transport
 * @cancellable: (nullable): the #GCancellable of the call
 *
 * Begins work on a message. The answer is cancelled when @cancellable is, and when the spooler
 * asks to cancel the message with `TransportNotify`. mapi_transport_end_work() ends it.
 *
 * Returns: (transfer full): what to watch during the work
 *
 * Since: 1.0
 */
GCancellable *
mapi_transport_begin_work (MapiTransport *self, GCancellable *cancellable)
{
  MapiTransportPrivate *priv;
  GCancellable         *work;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), NULL);

  priv = private_of (self);
  work = g_cancellable_new ();
  if (cancellable != NULL)
    chain_cancellables (cancellable, work);

  locker = g_mutex_locker_new (&priv->lock);
  g_set_object (&priv->work, work);
  return work;
}

/**
 * mapi_transport_end_work:
 * @self: a transport
 * @work: what mapi_transport_begin_work() gave
 *
 * Ends work on a message.
 *
 * Since: 1.0
 */
void
mapi_transport_end_work (MapiTransport *self, GCancellable *work)
{
  MapiTransportPrivate *priv;

  g_return_if_fail (MAPI_IS_TRANSPORT (self));
  g_return_if_fail (G_IS_CANCELLABLE (work));

  priv = private_of (self);
  g_object_set_data (G_OBJECT (work), "mapi-transport-chain", NULL);

  g_mutex_lock (&priv->lock);
  if (priv->work == work)
    g_clear_object (&priv->work);
  g_mutex_unlock (&priv->lock);
}

static void
cancel_work (MapiTransportPrivate *priv)
{
  g_autoptr (GCancellable) work = NULL;

  g_mutex_lock (&priv->lock);
  work = priv->work != NULL ? g_object_ref (priv->work) : NULL;
  g_mutex_unlock (&priv->lock);

  g_cancellable_cancel (work);
}

static const struct
{
  guint32 notified;
  guint32 set;
  guint32 cleared;
} transitions[] = {
  { MAPI_NOTIFY_BEGIN_INBOUND, MAPI_STATUS_INBOUND_ENABLED, 0 },
  { MAPI_NOTIFY_END_INBOUND, 0, MAPI_STATUS_INBOUND_ENABLED },
  { MAPI_NOTIFY_BEGIN_OUTBOUND, MAPI_STATUS_OUTBOUND_ENABLED, 0 },
  { MAPI_NOTIFY_END_OUTBOUND, 0, MAPI_STATUS_OUTBOUND_ENABLED },
  { MAPI_NOTIFY_BEGIN_INBOUND_FLUSH, MAPI_STATUS_INBOUND_FLUSH, 0 },
  { MAPI_NOTIFY_END_INBOUND_FLUSH, 0, MAPI_STATUS_INBOUND_FLUSH },
  { MAPI_NOTIFY_BEGIN_OUTBOUND_FLUSH, MAPI_STATUS_OUTBOUND_FLUSH, 0 },
  { MAPI_NOTIFY_END_OUTBOUND_FLUSH, 0, MAPI_STATUS_OUTBOUND_FLUSH },
};

static gboolean
mapi_transport_transport_notify (
    MapiXpLogon *logon, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error)
{
  guint32 set = 0;
  guint32 cleared = 0;

  if ((*flags & MAPI_NOTIFY_CANCEL_MESSAGE) != 0)
    cancel_work (private_of (logon));

  for (guint i = 0; i < G_N_ELEMENTS (transitions); i++)
    if ((*flags & transitions[i].notified) != 0)
      {
        set |= transitions[i].set;
        cleared |= transitions[i].cleared;
      }
  return mapi_transport_change_status (MAPI_TRANSPORT (logon), set, cleared, NULL, error);
}

static gboolean
mapi_transport_idle (MapiXpLogon *logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

/* Whoever still holds the status object is told that it is of no use (R386). */
static gboolean
mapi_transport_transport_logoff (MapiXpLogon  *logon,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiTransportPrivate *priv = private_of (logon);

  cancel_work (priv);
  if (priv->status_object != NULL && priv->support != NULL)
    mapi_support_make_invalid (priv->support, G_OBJECT (priv->status_object), 0, NULL);
  g_clear_object (&priv->status_object);
  g_clear_object (&priv->support);
  return TRUE;
}

static gboolean
mapi_transport_end_message (MapiXpLogon  *logon,
                            guint32       message_ref,
                            guint32      *flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  *flags = 0;
  return TRUE;
}

static gboolean
mapi_transport_validate_state (MapiXpLogon  *logon,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error)
{
  MapiSupport *support = private_of (logon)->support;

  if ((flags & MAPI_CONFIG_CHANGED) == 0 || support == NULL)
    return TRUE;
  return mapi_support_spooler_notify (support, MAPI_NOTIFY_CONFIG_CHANGE, NULL, error);
}

/* Only sets the bits; the spooler sees them and begins the flush (R390, R404, D21). */
static gboolean
mapi_transport_flush_queues (MapiXpLogon  *logon,
                             GBytes       *target_transport,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  guint32 set = 0;

  if ((flags & MAPI_FLUSH_UPLOAD) != 0)
    set |= MAPI_STATUS_OUTBOUND_FLUSH;
  if ((flags & MAPI_FLUSH_DOWNLOAD) != 0)
    set |= MAPI_STATUS_INBOUND_FLUSH;
  return mapi_transport_change_status (MAPI_TRANSPORT (logon), set, 0, NULL, error);
}

static gint
on_validate_state (MapiStatus *status, guint32 flags, GCancellable *cancellable, gpointer logon)
{
  g_autoptr (GError) error = NULL;

  return mapi_xp_logon_validate_state (logon, flags, cancellable, &error) ? 0 : error->code;
}

static gint
on_flush_queues (MapiStatus   *status,
                 GBytes       *target_transport,
                 guint32       flags,
                 GCancellable *cancellable,
                 gpointer      logon)
{
  g_autoptr (GError) error = NULL;

  return mapi_xp_logon_flush_queues (logon, target_transport, flags, cancellable, &error)
             ? 0
             : error->code;
}

/* Clients read it only; that they asked for more is no failure (R494). */
static MapiStatus *
mapi_transport_open_status_entry (MapiXpLogon  *logon,
                                  const char   *interface_name,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  MapiTransportPrivate *priv = private_of (logon);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);

  if (priv->status_object == NULL)
    {
      g_autoptr (MapiPropList) row = make_status_row (priv);

      priv->status_object = mapi_status_data_new (row);
      g_signal_connect_object (
          priv->status_object, "validate-state", G_CALLBACK (on_validate_state), logon, 0);
      g_signal_connect_object (
          priv->status_object, "flush-queues", G_CALLBACK (on_flush_queues), logon, 0);
    }
  return g_object_ref (MAPI_STATUS (priv->status_object));
}

static void
mapi_transport_iface_init (MapiXpLogonInterface *iface)
{
  iface->open_status_entry = mapi_transport_open_status_entry;
  iface->idle = mapi_transport_idle;
  iface->transport_notify = mapi_transport_transport_notify;
  iface->transport_logoff = mapi_transport_transport_logoff;
  iface->end_message = mapi_transport_end_message;
  iface->validate_state = mapi_transport_validate_state;
  iface->flush_queues = mapi_transport_flush_queues;
}

static void
mapi_transport_finalize (GObject *object)
{
  MapiTransportPrivate *priv = private_of (object);

  g_clear_object (&priv->support);
  g_clear_object (&priv->work);
  g_clear_object (&priv->status_object);
  g_clear_pointer (&priv->settings, mapi_prop_list_unref);
  g_free (priv->display_name);
  g_mutex_clear (&priv->lock);
  G_OBJECT_CLASS (mapi_transport_parent_class)->finalize (object);
}

static void
mapi_transport_class_init (MapiTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_transport_finalize;
  klass->open = mapi_transport_real_open;
}

static void
mapi_transport_init (MapiTransport *self)
{
  MapiTransportPrivate *priv = private_of (self);

  g_mutex_init (&priv->lock);
  priv->display_name = g_strdup (G_OBJECT_TYPE_NAME (self));
}
