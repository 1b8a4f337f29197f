/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item-private.h"
#include "mapi-spooler-engine.h"

/**
 * MapiQueueItem:
 *
 * A message in the outgoing queue of a store, as it was when it was looked at. What is known of
 * attempts to send it is kept in the store: it is the same whether or not a spooler is at work, in
 * whatever process.
 *
 * Since: 1.0
 */
struct _MapiQueueItem
{
  GObject           parent_instance;
  MapiPropList     *row;
  GBytes           *entry_id;
  MapiQueueState    state;
  char             *reason;
  gint64            submit_time;
  gint64            send_time;
  MapiQueueAttempts attempts; /* of @row */
};

G_DEFINE_FINAL_TYPE (MapiQueueItem, mapi_queue_item, G_TYPE_OBJECT)

static void
mapi_queue_item_finalize (GObject *object)
{
  MapiQueueItem *self = MAPI_QUEUE_ITEM (object);

  g_clear_pointer (&self->row, mapi_prop_list_unref);
  g_clear_pointer (&self->entry_id, g_bytes_unref);
  g_free (self->reason);

  G_OBJECT_CLASS (mapi_queue_item_parent_class)->finalize (object);
}

static void
mapi_queue_item_class_init (MapiQueueItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_queue_item_finalize;
}

static void
mapi_queue_item_init (MapiQueueItem *self)
{
}

MapiPropTagArray *
mapi_queue_item_get_columns (void)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID,
    MAPI_PR_SUBJECT,
    MAPI_PR_DISPLAY_TO,
    MAPI_PR_MESSAGE_SIZE,
    MAPI_PR_PRIORITY,
    MAPI_PR_CLIENT_SUBMIT_TIME,
    MAPI_PR_SUBMIT_FLAGS,
    MAPI_PR_MSG_STATUS,
    MAPI_PR_DEFERRED_SEND_TIME,
    MAPI_PR_DEFERRED_SEND_NUMBER,
    MAPI_PR_DEFERRED_SEND_UNITS,
    MAPI_PR_SPOOLER_ATTEMPTS,
    MAPI_PR_SPOOLER_LAST_ATTEMPT,
    MAPI_PR_SPOOLER_NEXT_ATTEMPT,
    MAPI_PR_SPOOLER_ERROR,
    MAPI_PR_SPOOLER_TRANSPORT,
  };

  return mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
}

static MapiQueueState
find_state (const MapiQueueItem *self, gint64 now)
{
  guint32 flags = (guint32) mapi_prop_list_get_long (self->row, MAPI_PR_SUBMIT_FLAGS, 0);
  guint32 status = (guint32) mapi_prop_list_get_long (self->row, MAPI_PR_MSG_STATUS, 0);

  if (flags & MAPI_SUBMITFLAG_LOCKED)
    return MAPI_QUEUE_STATE_SENDING;
  if (status & MAPI_QUEUE_HELD)
    return MAPI_QUEUE_STATE_HELD;
  if (self->reason != NULL)
    return MAPI_QUEUE_STATE_SET_ASIDE;
  if (self->send_time > now)
    return MAPI_QUEUE_STATE_PUT_OFF;
  return flags & MAPI_SUBMITFLAG_PREPROCESS ? MAPI_QUEUE_STATE_PREPROCESS
                                            : MAPI_QUEUE_STATE_WAITING;
}

/* @profile: or NULL, and nobody is known to be set aside. */
MapiQueueItem *
mapi_queue_item_new (MapiPropList *row, const char *profile, gint64 now)
{
  MapiQueueItem *self = g_object_new (MAPI_TYPE_QUEUE_ITEM, NULL);
  guint64        submitted = mapi_prop_list_get_systime (row, MAPI_PR_CLIENT_SUBMIT_TIME, 0);

  self->row = mapi_prop_list_ref (row);
  self->entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  if (self->entry_id == NULL)
    self->entry_id = g_bytes_new (NULL, 0);
  self->submit_time = submitted != 0 ? mapi_filetime_to_unix_usec (submitted) : 0;
  self->send_time = mapi_queue_get_send_time (row, self->submit_time);
  mapi_queue_attempts_read (&self->attempts, row, self->submit_time);
  if (profile != NULL)
    self->reason = mapi_spooler_find_set_aside (profile, self->entry_id);
  self->state = find_state (self, now);
  return self;
}

/**
 * mapi_queue_state_get_name:
 * @state: a state
 *
 * Tells what people and programs call a state: `waiting`, `preprocess`, `sending`, `put off`,
 * `held` or `set aside`.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_queue_state_get_name (MapiQueueState state)
{
  static const char *const names[] = {
    [MAPI_QUEUE_STATE_WAITING] = "waiting", [MAPI_QUEUE_STATE_PREPROCESS] = "preprocess",
    [MAPI_QUEUE_STATE_SENDING] = "sending", [MAPI_QUEUE_STATE_PUT_OFF] = "put off",
    [MAPI_QUEUE_STATE_HELD] = "held",       [MAPI_QUEUE_STATE_SET_ASIDE] = "set aside",
  };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

/**
 * mapi_queue_item_get_entry_id:
 * @self: a #MapiQueueItem
 *
 * Tells which message it is.
 *
 * Returns: (transfer none): the entry identifier
 *
 * Since: 1.0
 */
GBytes *
mapi_queue_item_get_entry_id (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), NULL);

  return self->entry_id;
}

/**
 * mapi_queue_item_get_props:
 * @self: a #MapiQueueItem
 *
 * Gives the row of the outgoing queue: PR_SUBJECT, PR_DISPLAY_TO, PR_MESSAGE_SIZE, PR_PRIORITY and
 * so on.
 *
 * Returns: (transfer none): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_queue_item_get_props (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), NULL);

  return self->row;
}

/**
 * mapi_queue_item_get_state:
 * @self: a #MapiQueueItem
 *
 * Tells what became of it.
 *
 * Returns: the state
 *
 * Since: 1.0
 */
MapiQueueState
mapi_queue_item_get_state (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), MAPI_QUEUE_STATE_WAITING);

  return self->state;
}

/**
 * mapi_queue_item_get_reason:
 * @self: a #MapiQueueItem
 *
 * Tells why it was set aside, or else why the last attempt failed.
 *
 * Returns: (nullable): the reason, or %NULL where nothing has failed
 *
 * Since: 1.0
 */
const char *
mapi_queue_item_get_reason (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), NULL);

  return self->reason != NULL ? self->reason : self->attempts.error;
}

/**
 * mapi_queue_item_get_transport:
 * @self: a #MapiQueueItem
 *
 * Tells which transport has tried it last.
 *
 * Returns: (nullable): its display name, or %NULL where none has
 *
 * Since: 1.0
 */
const char *
mapi_queue_item_get_transport (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), NULL);

  return self->attempts.transport;
}

/**
 * mapi_queue_item_get_n_attempts:
 * @self: a #MapiQueueItem
 *
 * Tells how often it has been tried in vain.
 *
 * Returns: the number
 *
 * Since: 1.0
 */
guint
mapi_queue_item_get_n_attempts (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), 0);

  return self->attempts.n_attempts;
}

/**
 * mapi_queue_item_get_submit_time:
 * @self: a #MapiQueueItem
 *
 * Tells when it was submitted.
 *
 * Returns: microseconds since 1970, or 0 where that is not known
 *
 * Since: 1.0
 */
gint64
mapi_queue_item_get_submit_time (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), 0);

  return self->submit_time;
}

/**
 * mapi_queue_item_get_last_attempt:
 * @self: a #MapiQueueItem
 *
 * Tells when it was tried last.
 *
 * Returns: microseconds since 1970, or 0 where it was not
 *
 * Since: 1.0
 */
gint64
mapi_queue_item_get_last_attempt (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), 0);

  return self->attempts.n_attempts > 0 ? self->attempts.last : 0;
}

/**
 * mapi_queue_item_get_next_attempt:
 * @self: a #MapiQueueItem
 *
 * Tells when it is to be tried next: the end of a wait, or the time that its sender wants.
 *
 * Returns: microseconds since 1970, or 0 where it waits for no time
 *
 * Since: 1.0
 */
gint64
mapi_queue_item_get_next_attempt (MapiQueueItem *self)
{
  g_return_val_if_fail (MAPI_IS_QUEUE_ITEM (self), 0);

  return MAX (self->attempts.next, self->send_time);
}
