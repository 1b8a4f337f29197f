/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-transport-private.h"

/* Readers of the row are people: they are not told of each of a hundred messages. */
#define MILLISECONDS_BETWEEN_UPDATES 100

static guint32
get_code (MapiSpooler *self)
{
  guint32 directions = mapi_spooler_activity_get_all (&self->activity);

  if (!g_atomic_int_get (&self->running))
    return MAPI_STATUS_OFFLINE;
  return MAPI_STATUS_AVAILABLE | MAPI_STATUS_INBOUND_ENABLED | MAPI_STATUS_OUTBOUND_ENABLED |
         (directions & MAPI_LOGOFF_OUTBOUND ? MAPI_STATUS_OUTBOUND_ACTIVE : 0) |
         (directions & MAPI_LOGOFF_INBOUND ? MAPI_STATUS_INBOUND_ACTIVE : 0) |
         mapi_spooler_flush_get_status (self);
}

static guint
count_down (MapiSpooler *self)
{
  guint n_down = 0;

  for (guint i = 0; self->transports != NULL && i < self->transports->len; i++)
    n_down += mapi_spooler_transport_get_state (g_ptr_array_index (self->transports, i)) !=
              MAPI_SPOOLER_TRANSPORT_UP;

  return n_down;
}

static char *
describe (MapiSpooler *self)
{
  guint n_down;

  if (!g_atomic_int_get (&self->running))
    return g_strdup ("not at work");

  n_down = count_down (self);
  if (n_down == 0)
    return g_strdup ("at work");
  return g_strdup_printf (
      "at work; %u of %u transports not available", n_down, self->transports->len);
}

/**
 * mapi_spooler_get_status:
 * @self: a #MapiSpooler
 *
 * Tells how the spooler is: the columns of its row in the status table (PR_STATUS_CODE,
 * PR_STATUS_STRING ...), PR_CONTENT_COUNT for the messages in the queues, and what it has counted
 * since it was made (`MAPI_PR_SPOOLER_SENT_COUNT` and so on).
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_spooler_get_status (MapiSpooler *self)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_ENGINE (self), NULL);

  builder = mapi_prop_list_builder_new ();
  text = describe (self);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Mail spooler");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, MAPI_SPOOLER);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_RESOURCE_METHODS, MAPI_STATUS_VALIDATE_STATE | MAPI_STATUS_FLUSH_QUEUES);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, (gint32) get_code (self));
  mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, text);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_CONTENT_COUNT, (gint32) mapi_spooler_get_n_queued (self));
  mapi_prop_list_builder_add_i8 (
      builder, MAPI_PR_SPOOLER_FLUSH_COUNT, mapi_spooler_flush_get_count (self));

  mapi_spooler_counters_describe (&self->counters, builder);

  return mapi_prop_list_builder_end (builder);
}

void
mapi_spooler_status_update (MapiSpooler *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->status_lock);
  g_autoptr (MapiPropList) status = mapi_spooler_get_status (self);
  g_autoptr (GError) error = NULL;

  if (!mapi_spooler_host_modify_status_row (self->host, NULL, status, &error))
    g_info ("spooler: status row: %s", error->message);
}

static gboolean
update_in_time (gpointer data)
{
  MapiSpooler *self = data;

  g_atomic_int_set (&self->status_is_due, FALSE);
  mapi_spooler_status_update (self);
  return G_SOURCE_REMOVE;
}

void
mapi_spooler_status_touch (MapiSpooler *self)
{
  g_autoptr (GSource) source = NULL;

  if (!g_atomic_int_get (&self->running) ||
      !g_atomic_int_compare_and_exchange (&self->status_is_due, FALSE, TRUE))
    return;

  source = g_timeout_source_new (MILLISECONDS_BETWEEN_UPDATES);
  g_source_set_callback (source, update_in_time, self, NULL);
  g_source_set_static_name (source, "spooler status");
  g_source_attach (source, self->context);
}

void
mapi_spooler_status_count (MapiSpooler *self, gint *counter, gint change)
{
  g_atomic_int_add (counter, change);
  g_atomic_int_set (&self->tally_is_due, TRUE);
  mapi_spooler_status_touch (self);
}

void
mapi_spooler_status_begin (MapiSpooler *self, MapiMsgStore *store, guint32 direction)
{
  mapi_spooler_activity_begin (&self->activity, store, direction);
  g_atomic_int_set (&self->tally_is_due, TRUE);
  mapi_spooler_status_touch (self);
}

void
mapi_spooler_status_end (MapiSpooler *self, MapiMsgStore *store, guint32 direction)
{
  mapi_spooler_activity_end (&self->activity, store, direction);
  mapi_spooler_status_touch (self);
}

static gint
on_flush_queues (MapiStatusData *status,
                 GBytes         *target_transport,
                 guint           flags,
                 GCancellable   *cancellable,
                 gpointer        data)
{
  g_autoptr (GError) error = NULL;

  gboolean flushed =
      target_transport != NULL
          ? mapi_spooler_flush_target (data, target_transport, flags, cancellable, &error)
          : mapi_spooler_flush (data, flags, cancellable, &error);

  return flushed ? 0 : error->code;
}

static gint
on_validate_state (MapiStatusData *status, guint flags, GCancellable *cancellable, gpointer data)
{
  mapi_spooler_validate (data, flags);
  return 0;
}

MapiStatus *
mapi_spooler_status_open (MapiSpooler *self)
{
  g_autoptr (MapiPropList) props = mapi_spooler_get_status (self);
  MapiStatusData *status = mapi_status_data_new (props);

  g_signal_connect_object (
      status, "flush-queues", G_CALLBACK (on_flush_queues), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (
      status, "validate-state", G_CALLBACK (on_validate_state), self, G_CONNECT_DEFAULT);
  return MAPI_STATUS (status);
}
