/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-transport-private.h"

#include "mapi-flags.h"
#include "mapi-guard-private.h"
#include "mapi-person.h"

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

#define FLUSHES (MAPI_STATUS_INBOUND_FLUSH | MAPI_STATUS_OUTBOUND_FLUSH)

static void mapi_transport_iface_init (MapiXpLogonInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MapiTransport,
                         mapi_transport,
                         G_TYPE_OBJECT,
                         G_ADD_PRIVATE (MapiTransport)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, mapi_transport_iface_init))

MapiTransportPrivate *
mapi_transport_get_private (gpointer self)
{
  return mapi_transport_get_instance_private (MAPI_TRANSPORT (self));
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

  priv = mapi_transport_get_private (self);
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

  return mapi_transport_get_private (self)->settings;
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

  priv = mapi_transport_get_private (self);
  g_free (priv->display_name);
  priv->display_name = g_strdup (display_name);
}

static gboolean
call_logged_on (MapiTransport *self, GCancellable *cancellable, GError **error)
{
  MapiGuard           guard = MAPI_GUARD_INIT (self, "logged_on", error);
  MapiTransportClass *klass = MAPI_TRANSPORT_GET_CLASS (self);

  return klass->logged_on == NULL ||
         mapi_guard_boolean (&guard, klass->logged_on (self, cancellable, &guard.local));
}

/**
 * mapi_transport_set_identity:
 * @self: a transport that is not logged on yet
 * @identity: (nullable): whom it sends for, as mapi_recipient_new() gives it
 *
 * Has the status table say whom the transport speaks for (R491).
 *
 * Since: 1.0
 */
void
mapi_transport_set_identity (MapiTransport *self, MapiPropList *identity)
{
  MapiTransportPrivate *priv;

  g_return_if_fail (MAPI_IS_TRANSPORT (self));

  priv = mapi_transport_get_private (self);
  g_clear_pointer (&priv->identity, mapi_prop_list_unref);
  priv->identity = identity != NULL ? mapi_prop_list_ref (identity) : NULL;
}

/**
 * mapi_transport_set_sender:
 * @self: a transport
 * @message: the message given to `IXPLogon::SubmitMessage`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes the identity of the transport the sender of the message, whatever the client has said
 * (R315, R535). Whom the sender represents stays (R538). Does nothing when there is no identity.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_transport_set_sender (MapiTransport *self,
                           MapiMessage   *message,
                           GCancellable  *cancellable,
                           GError       **error)
{
  MapiTransportPrivate *priv;
  g_autoptr (MapiPropList) sender = NULL;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  priv = mapi_transport_get_private (self);
  if (priv->identity == NULL)
    return TRUE;
  sender = mapi_person_recast (priv->identity, MAPI_PERSON_ENTRY, MAPI_PERSON_SENDER);
  return mapi_prop_set_props (MAPI_PROP (message), sender, NULL, cancellable, error);
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

  priv = mapi_transport_get_private (self);
  g_set_object (&priv->support, support);
  priv->status = MAPI_STATUS_AVAILABLE;
  if (priv->is_remote)
    priv->status |= MAPI_STATUS_REMOTE_ACCESS | MAPI_STATUS_OFFLINE;
  row = mapi_transport_make_status_row (self);

  return mapi_support_modify_status_row (support, row, 0, cancellable, error) &&
         call_logged_on (self, cancellable, error);
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

  return mapi_transport_get_private (self)->support;
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

  priv = mapi_transport_get_private (self);
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

  priv = mapi_transport_get_private (self);
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

/* A client that sees the end of one flush may ask for the next at once. */
static gboolean
show_transition (MapiTransport *self, guint32 flags, guint32 set, guint32 cleared, GError **error)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&priv->row_lock);

  return mapi_transport_change_status (self, set, cleared, NULL, error) &&
         ((flags & MAPI_NOTIFY_END_INBOUND_FLUSH) == 0 ||
          mapi_transport_set_remote_busy (self, FALSE, error));
}

static gboolean
mapi_transport_transport_notify (
    MapiXpLogon *logon, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error)
{
  MapiTransport *self = MAPI_TRANSPORT (logon);
  guint32        set, cleared;

  if ((*flags & MAPI_NOTIFY_CANCEL_MESSAGE) != 0)
    cancel_work (mapi_transport_get_private (logon));

  mapi_transport_find_transition (*flags, &set, &cleared);
  if ((cleared & FLUSHES) != 0)
    MAPI_TRANSPORT_GET_CLASS (self)->hang_up (self);
  return show_transition (self, *flags, set, cleared, error);
}

static gboolean
mapi_transport_idle (MapiXpLogon *logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

/* Whoever still holds the status object or the logon is told that they are of no use (R380, R386).
 * The support object goes last. */
static gboolean
mapi_transport_transport_logoff (MapiXpLogon  *logon,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (logon);
  g_autoptr (MapiStatusData) status = NULL;

  cancel_work (priv);
  g_mutex_lock (&priv->lock);
  status = g_steal_pointer (&priv->status_object);
  g_mutex_unlock (&priv->lock);
  if (status != NULL && priv->support != NULL)
    mapi_support_make_invalid (priv->support, G_OBJECT (status), 0, NULL);
  if (priv->support != NULL)
    mapi_support_make_invalid (priv->support, G_OBJECT (logon), 0, NULL);
  g_rec_mutex_lock (&priv->row_lock);
  g_clear_object (&priv->support);
  g_rec_mutex_unlock (&priv->row_lock);
  return TRUE;
}

/* Without a word about it the spooler would ask the next transport, and fail when there is none. */
static gboolean
mapi_transport_end_message (MapiXpLogon  *logon,
                            guint32       message_ref,
                            guint32      *flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (logon);

  *flags = priv->is_left ? MAPI_END_RESEND_LATER : 0;
  priv->is_left = FALSE;
  return TRUE;
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
mapi_transport_real_hang_up (MapiTransport *self)
{
}

static void
mapi_transport_finalize (GObject *object)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (object);

  g_clear_object (&priv->support);
  g_clear_object (&priv->work);
  g_clear_object (&priv->status_object);
  g_clear_pointer (&priv->settings, mapi_prop_list_unref);
  g_clear_pointer (&priv->identity, mapi_prop_list_unref);
  g_free (priv->display_name);
  g_mutex_clear (&priv->lock);
  g_rec_mutex_clear (&priv->row_lock);
  G_OBJECT_CLASS (mapi_transport_parent_class)->finalize (object);
}

static void
mapi_transport_class_init (MapiTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_transport_finalize;
  klass->open = mapi_transport_real_open;
  klass->hang_up = mapi_transport_real_hang_up;
}

static void
mapi_transport_init (MapiTransport *self)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);

  g_rec_mutex_init (&priv->row_lock);
  g_mutex_init (&priv->lock);
  priv->display_name = g_strdup (G_OBJECT_TYPE_NAME (self));
}
