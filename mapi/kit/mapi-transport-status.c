/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The status row of a transport, and the status object that has the same properties. */

#include "config.h"

#include "mapi-transport-private.h"

#include "mapi-flags.h"
#include "mapi-person.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-tags.h"

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

void
mapi_transport_find_transition (guint32 flags, guint32 *set, guint32 *cleared)
{
  *set = *cleared = 0;
  for (guint i = 0; i < G_N_ELEMENTS (transitions); i++)
    if ((flags & transitions[i].notified) != 0)
      {
        *set |= transitions[i].set;
        *cleared |= transitions[i].cleared;
      }
}

static guint32
find_methods (MapiTransport *self)
{
  guint32 methods = MAPI_STATUS_VALIDATE_STATE | MAPI_STATUS_FLUSH_QUEUES;

  return MAPI_TRANSPORT_GET_CLASS (self)->change_password != NULL
             ? methods | MAPI_STATUS_CHANGE_PASSWORD
             : methods;
}

MapiPropList *
mapi_transport_make_status_row (MapiTransport *self)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropList) identity = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, priv->display_name);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, (gint32) priv->status);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, (gint32) find_methods (self));
  if (priv->is_remote)
    mapi_prop_list_builder_add_boolean (builder, MAPI_PR_REMOTE_VALIDATE_OK, !priv->is_remote_busy);
  row = mapi_prop_list_builder_end (builder);
  if (priv->identity == NULL)
    return g_steal_pointer (&row);
  identity = mapi_person_recast (priv->identity, MAPI_PERSON_ENTRY, MAPI_PERSON_IDENTITY);
  return mapi_prop_list_merge (row, identity);
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

  priv = mapi_transport_get_private (self);
  locker = g_mutex_locker_new (&priv->lock);
  return priv->status;
}

/* The lock is held. */
static void
renew_status_object (MapiTransport *self)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);
  g_autoptr (MapiPropList) row = NULL;

  if (priv->status_object == NULL)
    return;
  row = mapi_transport_make_status_row (self);
  mapi_prop_data_set_list (MAPI_PROP_DATA (priv->status_object), row);
}

/* Answers whether there is anything new. */
static gboolean
set_status (MapiTransport *self, guint32 set, guint32 cleared, guint32 *status)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);
  guint32 old = priv->status;

  *status = priv->status = (old & ~cleared) | set;
  if (*status == old)
    return FALSE;

  renew_status_object (self);
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
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (MapiPropList) row = NULL;
  guint32 status;

  g_return_val_if_fail (MAPI_IS_TRANSPORT (self), FALSE);

  priv = mapi_transport_get_private (self);
  locker = g_rec_mutex_locker_new (&priv->row_lock);
  if ((!set_status (self, set, cleared, &status) && text == NULL) || priv->support == NULL)
    return TRUE;

  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, (gint32) status);
  if (text != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, text);
  row = mapi_prop_list_builder_end (builder);
  return mapi_support_modify_status_row (priv->support, row, MAPI_STATUSROW_UPDATE, NULL, error);
}

static gboolean
set_busy (MapiTransport *self, gboolean busy)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);

  if (!priv->is_remote || priv->is_remote_busy == busy)
    return FALSE;
  priv->is_remote_busy = busy;
  renew_status_object (self);
  return TRUE;
}

gboolean
mapi_transport_set_remote_busy (MapiTransport *self, gboolean busy, GError **error)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (self);
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&priv->row_lock);
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (!set_busy (self, busy) || priv->support == NULL)
    return TRUE;

  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_REMOTE_VALIDATE_OK, !busy);
  row = mapi_prop_list_builder_end (builder);
  return mapi_support_modify_status_row (priv->support, row, MAPI_STATUSROW_UPDATE, NULL, error);
}

/* The status object */

static gint
on_validate_state (MapiStatus *status, guint32 flags, GCancellable *cancellable, gpointer logon)
{
  g_autoptr (GError) error = NULL;

  return mapi_xp_logon_validate_state (logon, flags, cancellable, &error) ? 0 : error->code;
}

/* MAPI_FLUSH_ASYNC_OK is for the object of the spooler alone (R409). */
static gint
on_flush_queues (MapiStatus   *status,
                 GBytes       *target_transport,
                 guint32       flags,
                 GCancellable *cancellable,
                 gpointer      logon)
{
  g_autoptr (GError) error = NULL;

  if (flags & MAPI_FLUSH_ASYNC_OK)
    return MAPI_E_UNKNOWN_FLAGS;
  return mapi_xp_logon_flush_queues (logon, target_transport, flags, cancellable, &error)
             ? 0
             : error->code;
}

static gint
on_change_password (MapiStatus   *status,
                    const char   *old_password,
                    const char   *new_password,
                    guint32       flags,
                    GCancellable *cancellable,
                    gpointer      logon)
{
  g_autoptr (GError) error = NULL;

  return MAPI_TRANSPORT_GET_CLASS (logon)->change_password (
             logon, old_password, new_password, cancellable, &error)
             ? 0
             : mapi_error_from_gerror (error);
}

static MapiStatusData *
make_status_object (MapiTransport *self)
{
  g_autoptr (MapiPropList) row = mapi_transport_make_status_row (self);
  MapiStatusData *status = mapi_status_data_new (row);

  g_signal_connect_object (status, "validate-state", G_CALLBACK (on_validate_state), self, 0);
  g_signal_connect_object (status, "flush-queues", G_CALLBACK (on_flush_queues), self, 0);
  if (MAPI_TRANSPORT_GET_CLASS (self)->change_password != NULL)
    g_signal_connect_object (status, "change-password", G_CALLBACK (on_change_password), self, 0);
  return status;
}

/* Clients read it only; that they asked for more is no failure (R494). */
MapiStatus *
mapi_transport_open_status_entry (MapiXpLogon  *logon,
                                  const char   *interface_name,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  MapiTransportPrivate *priv = mapi_transport_get_private (logon);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&priv->lock);

  if (priv->status_object == NULL)
    priv->status_object = make_status_object (MAPI_TRANSPORT (logon));
  return g_object_ref (MAPI_STATUS (priv->status_object));
}
