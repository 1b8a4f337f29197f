/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is asked of a transport by ValidateState and FlushQueues. Nothing is done here: bits of the
 * status row tell the spooler what is to happen, which it then brings about (R435). */

#include "config.h"

#include "mapi-transport-private.h"

#include "mapi-flags.h"

#define INBOUND (MAPI_STATUS_INBOUND_ENABLED | MAPI_STATUS_INBOUND_ACTIVE)
#define OUTBOUND (MAPI_STATUS_OUTBOUND_ENABLED | MAPI_STATUS_OUTBOUND_ACTIVE)
#define FLUSHES (MAPI_STATUS_INBOUND_FLUSH | MAPI_STATUS_OUTBOUND_FLUSH)

#define HEADERS (MAPI_PROCESS_XP_HEADER_CACHE | MAPI_REFRESH_XP_HEADER_CACHE)
#define REMOTE                                                                                     \
  (HEADERS | MAPI_ABORT_XP_HEADER_OPERATION | MAPI_FORCE_XP_CONNECT | MAPI_FORCE_XP_DISCONNECT)
#define KNOWN (REMOTE | MAPI_CONFIG_CHANGED | MAPI_SHOW_XP_SESSION_UI | MAPI_SUPPRESS_UI)

/**
 * mapi_transport_set_remote:
 * @self: a transport that is not logged on yet
 *
 * Makes the transport a remote one: clients see the headers of mail before it is fetched, and
 * choose. The status row has `MAPI_STATUS_REMOTE_ACCESS` and PR_REMOTE_VALIDATE_OK from logon on,
 * and begins with `MAPI_STATUS_OFFLINE`.
 *
 * Since: 1.0
 */
void
mapi_transport_set_remote (MapiTransport *self)
{
  g_return_if_fail (MAPI_IS_TRANSPORT (self));

  mapi_transport_get_private (self)->is_remote = TRUE;
}

static gboolean
refuse (MapiTransport *self, MapiError code, const char *why, GError **error)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);

  g_set_error (error, MAPI_ERROR, code, "%s: ValidateState: %s", priv->display_name, why);
  return FALSE;
}

static gboolean
may_validate (MapiTransport *self, guint32 flags, GError **error)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);

  if ((flags & ~KNOWN) != 0)
    return refuse (self, MAPI_E_UNKNOWN_FLAGS, "there are flags that are not known", error);
  if ((flags & MAPI_SHOW_XP_SESSION_UI) != 0)
    return refuse (self, MAPI_E_NO_SUPPORT, "the client has to show its own dialog", error);
  if ((flags & REMOTE) != 0 && !priv->is_remote)
    return refuse (self, MAPI_E_NO_SUPPORT, "this is no remote transport", error);
  if (priv->is_critical)
    return refuse (self, MAPI_E_BUSY, "what is under way cannot be interrupted", error);
  if ((flags & HEADERS) != 0 && priv->is_remote_busy)
    return refuse (self, MAPI_E_BUSY, "headers are being worked on", error);
  return TRUE;
}

/* Which bits change; an operation that is given up leaves the transport offline. */
static void
find_bits (guint32 flags, guint32 *set, guint32 *cleared)
{
  *set = *cleared = 0;
  if ((flags & MAPI_FORCE_XP_CONNECT) != 0)
    {
      *set |= FLUSHES;
      *cleared |= MAPI_STATUS_OFFLINE;
    }
  if ((flags & HEADERS) != 0)
    {
      *set |= INBOUND | MAPI_STATUS_INBOUND_FLUSH;
      *cleared |= MAPI_STATUS_OFFLINE;
    }
  if ((flags & MAPI_PROCESS_XP_HEADER_CACHE) != 0)
    *set |= OUTBOUND | MAPI_STATUS_OUTBOUND_FLUSH;
  if ((flags & (MAPI_ABORT_XP_HEADER_OPERATION | MAPI_FORCE_XP_DISCONNECT)) != 0)
    {
      *set = MAPI_STATUS_OFFLINE;
      *cleared = FLUSHES;
    }
  if ((flags & MAPI_ABORT_XP_HEADER_OPERATION) != 0)
    *cleared |= INBOUND;
}

static gboolean
validate_remote (MapiTransport *self, guint32 flags, GError **error)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);
  g_autoptr (GRecMutexLocker) locker = NULL;
  gboolean ends = (flags & MAPI_ABORT_XP_HEADER_OPERATION) != 0;
  guint32  set, cleared;

  find_bits (flags, &set, &cleared);
  if ((flags & MAPI_FORCE_XP_DISCONNECT) != 0)
    MAPI_TRANSPORT_GET_CLASS (self)->hang_up (self);
  locker = g_rec_mutex_locker_new (&priv->row_lock);
  if ((ends || (flags & HEADERS) != 0) && !mapi_transport_set_remote_busy (self, !ends, error))
    return FALSE;
  return mapi_transport_change_status (self, set, cleared, NULL, error);
}

gboolean
mapi_transport_validate_state (MapiXpLogon  *logon,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error)
{
  MapiTransport *self = MAPI_TRANSPORT (logon);
  MapiSupport   *support = mapi_transport_get_support (self);

  if (!may_validate (self, flags, error))
    return FALSE;
  if ((flags & MAPI_CONFIG_CHANGED) != 0 && support != NULL &&
      !mapi_support_spooler_notify (support, MAPI_NOTIFY_CONFIG_CHANGE, NULL, error))
    return FALSE;
  return (flags & REMOTE) == 0 || validate_remote (self, flags, error);
}

/* Only sets the bits; the spooler sees them and begins the flush (R390, R404, D21). */
gboolean
mapi_transport_flush_queues (MapiXpLogon  *logon,
                             GBytes       *target_transport,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  gboolean is_remote = mapi_transport_get_private (logon)->is_remote;
  guint32  set = 0;

  if ((flags & MAPI_FLUSH_UPLOAD) != 0)
    set |= MAPI_STATUS_OUTBOUND_FLUSH | (is_remote ? OUTBOUND : 0);
  if ((flags & MAPI_FLUSH_DOWNLOAD) != 0)
    set |= MAPI_STATUS_INBOUND_FLUSH | (is_remote ? INBOUND : 0);
  return mapi_transport_change_status (MAPI_TRANSPORT (logon), set, 0, NULL, error);
}

static gboolean
set_critical (MapiTransport *self, gboolean is_critical, GError **error)
{
  MapiTransportPrivate *priv;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (mapi_transport_get_support (self) != NULL, FALSE);

  priv = mapi_transport_get_private (self);
  g_mutex_lock (&priv->lock);
  priv->is_critical = is_critical;
  g_mutex_unlock (&priv->lock);
  return mapi_support_spooler_notify (
      priv->support, is_critical ? MAPI_NOTIFY_CRITSEC : MAPI_NOTIFY_NONCRIT, NULL, error);
}

/**
 * mapi_transport_begin_critical_section:
 * @self: a transport that is logged on
 * @error: return location for a #GError
 *
 * Asks the spooler not to disturb what is about to happen, for an outside resource that works in
 * real time (R023). Until mapi_transport_end_critical_section() `ValidateState` says %MAPI_E_BUSY.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_transport_begin_critical_section (MapiTransport *self, GError **error)
{
  return set_critical (self, TRUE, error);
}

/**
 * mapi_transport_end_critical_section:
 * @self: a transport that is logged on
 * @error: return location for a #GError
 *
 * Ends what mapi_transport_begin_critical_section() began (R447).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_transport_end_critical_section (MapiTransport *self, GError **error)
{
  return set_critical (self, FALSE, error);
}
