/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-queue-item-private.h"
#include "mapi-spooler-engine.h"
#include "mapi-spooler-queue.h"

#define ROWS_AT_ONCE 500

/**
 * MapiSpoolerQueue:
 *
 * The outgoing queue of a store, to look at and to steer. All that is asked is kept in the store,
 * with the message: it holds whether or not a spooler is at work, and one that is hears of it from
 * the store at once, in whatever process.
 *
 * Since: 1.0
 */
struct _MapiSpoolerQueue
{
  GObject       parent_instance;
  MapiMsgStore *store;
  char         *profile;
};

G_DEFINE_FINAL_TYPE (MapiSpoolerQueue, mapi_spooler_queue, G_TYPE_OBJECT)

static void
mapi_spooler_queue_finalize (GObject *object)
{
  MapiSpoolerQueue *self = MAPI_SPOOLER_QUEUE (object);

  g_clear_object (&self->store);
  g_free (self->profile);

  G_OBJECT_CLASS (mapi_spooler_queue_parent_class)->finalize (object);
}

static void
mapi_spooler_queue_class_init (MapiSpoolerQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_spooler_queue_finalize;
}

static void
mapi_spooler_queue_init (MapiSpoolerQueue *self)
{
}

/**
 * mapi_spooler_queue_new:
 * @store: a store with an outgoing queue
 * @profile: (nullable): the name of the profile whose spooler sends from it, or %NULL: then nobody
 *   knows what that has set aside
 *
 * Looks at the outgoing queue of a store.
 *
 * Returns: (transfer full): the queue
 *
 * Since: 1.0
 */
MapiSpoolerQueue *
mapi_spooler_queue_new (MapiMsgStore *store, const char *profile)
{
  MapiSpoolerQueue *self;

  g_return_val_if_fail (MAPI_IS_MSG_STORE (store), NULL);

  self = g_object_new (MAPI_TYPE_SPOOLER_QUEUE, NULL);
  self->store = g_object_ref (store);
  self->profile = g_strdup (profile);
  return self;
}

static MapiTable *
open_table (MapiSpoolerQueue *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) columns = mapi_queue_item_get_columns ();
  g_autoptr (MapiTable) table =
      mapi_msg_store_get_outgoing_queue (self->store, 0, cancellable, error);

  if (table == NULL || !mapi_table_set_columns (table, columns, 0, cancellable, error))
    return NULL;
  return g_steal_pointer (&table);
}

static void
add_items (MapiSpoolerQueue *self, GPtrArray *items, MapiRowSet *rows)
{
  gint64 now = g_get_real_time ();

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (items, mapi_queue_item_new (row, self->profile, now));
    }
}

/**
 * mapi_spooler_queue_list:
 * @self: a #MapiSpoolerQueue
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Lists the messages in the order of their submission.
 *
 * Returns: (transfer full) (element-type MapiQueueItem): the messages, or %NULL with @error set
 *
 * Since: 1.0
 */
GPtrArray *
mapi_spooler_queue_list (MapiSpoolerQueue *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (MAPI_IS_SPOOLER_QUEUE (self), NULL);

  table = open_table (self, cancellable, error);
  if (table == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr (MapiRowSet) rows =
          mapi_table_query_rows (table, ROWS_AT_ONCE, 0, cancellable, error);

      if (rows == NULL)
        return NULL;
      if (mapi_row_set_get_size (rows) == 0)
        return g_steal_pointer (&items);
      add_items (self, items, rows);
    }
}

/**
 * mapi_spooler_queue_find:
 * @self: a #MapiSpoolerQueue
 * @entry_id: a message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Looks at one message. One that is not in the queue is %MAPI_E_NOT_IN_QUEUE.
 *
 * Returns: (transfer full): the message, or %NULL with @error set
 *
 * Since: 1.0
 */
MapiQueueItem *
mapi_spooler_queue_find (MapiSpoolerQueue *self,
                         GBytes           *entry_id,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_autoptr (GPtrArray) items = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_QUEUE (self), NULL);
  g_return_val_if_fail (entry_id != NULL, NULL);

  items = mapi_spooler_queue_list (self, cancellable, error);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      MapiQueueItem *item = g_ptr_array_index (items, i);

      if (g_bytes_equal (mapi_queue_item_get_entry_id (item), entry_id))
        return g_object_ref (item);
    }

  if (items != NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_NOT_IN_QUEUE, "the message is not in the outgoing queue");
  return NULL;
}

/**
 * mapi_spooler_queue_get_recipients:
 * @self: a #MapiSpoolerQueue
 * @entry_id: a message in the queue
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads the recipients of a message. Who has PR_RESPONSIBILITY is done with; each that was tried in
 * vain has `MAPI_PR_SPOOLER_ATTEMPTS`, `MAPI_PR_SPOOLER_LAST_ATTEMPT`,
 * `MAPI_PR_SPOOLER_NEXT_ATTEMPT`, `MAPI_PR_SPOOLER_ERROR` and `MAPI_PR_SPOOLER_TRANSPORT`.
 *
 * Returns: (transfer full): the recipients, or %NULL with @error set
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_spooler_queue_get_recipients (MapiSpoolerQueue *self,
                                   GBytes           *entry_id,
                                   GCancellable     *cancellable,
                                   GError          **error)
{
  g_autoptr (MapiProp) object = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_QUEUE (self), NULL);
  g_return_val_if_fail (entry_id != NULL, NULL);

  object = mapi_msg_store_open_entry (self->store, entry_id, NULL, 0, cancellable, error);
  if (object == NULL || MAPI_IS_MESSAGE (object))
    return object != NULL ? mapi_message_list_recipients (MAPI_MESSAGE (object), cancellable, error)
                          : NULL;

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "the entry is no message");
  return NULL;
}

/* Only what is in the queue can be asked anything of. */
static gboolean
ask (MapiSpoolerQueue *self,
     GBytes           *entry_id,
     guint32           set,
     guint32           clear,
     GCancellable     *cancellable,
     GError          **error)
{
  g_autoptr (MapiQueueItem) item = mapi_spooler_queue_find (self, entry_id, cancellable, error);

  return item != NULL &&
         mapi_queue_change_requests (self->store, entry_id, set, clear, cancellable, error);
}

/**
 * mapi_spooler_queue_hold:
 * @self: a #MapiSpoolerQueue
 * @entry_id: a message in the queue
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Holds a message: it is neither sent nor given up until it is released. What is being sent at this
 * moment goes on, and what is left of it then is held.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_queue_hold (MapiSpoolerQueue *self,
                         GBytes           *entry_id,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_QUEUE (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return ask (self, entry_id, MAPI_QUEUE_HELD, MAPI_QUEUE_RETRY, cancellable, error);
}

/**
 * mapi_spooler_queue_release:
 * @self: a #MapiSpoolerQueue
 * @entry_id: a message in the queue
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Ends the hold of a message: it is tried at once, unless its sender has put it off. Of one that is
 * not held this asks nothing.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_queue_release (MapiSpoolerQueue *self,
                            GBytes           *entry_id,
                            GCancellable     *cancellable,
                            GError          **error)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_QUEUE (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return ask (self, entry_id, 0, MAPI_QUEUE_HELD, cancellable, error);
}

/**
 * mapi_spooler_queue_retry:
 * @self: a #MapiSpoolerQueue
 * @entry_id: a message in the queue
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Has a message tried now, whatever it waits for: held, set aside, or put off by its sender.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_queue_retry (MapiSpoolerQueue *self,
                          GBytes           *entry_id,
                          GCancellable     *cancellable,
                          GError          **error)
{
  g_autofree char *reason = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_QUEUE (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  if (!ask (self, entry_id, MAPI_QUEUE_RETRY, MAPI_QUEUE_HELD, cancellable, error))
    return FALSE;
  if (self->profile != NULL)
    reason = mapi_spooler_find_set_aside (self->profile, entry_id);
  return reason == NULL || mapi_spooler_retry_message (self->profile, entry_id, error);
}

/**
 * mapi_spooler_queue_expire:
 * @self: a #MapiSpoolerQueue
 * @entry_id: a message in the queue
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Has a message given up as if its lifetime were over: the sender gets a non-delivery report about
 * the recipients that are left. A spooler does it, at once or when it starts.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_queue_expire (MapiSpoolerQueue *self,
                           GBytes           *entry_id,
                           GCancellable     *cancellable,
                           GError          **error)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_QUEUE (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return ask (
      self, entry_id, MAPI_QUEUE_EXPIRE, MAPI_QUEUE_HELD | MAPI_QUEUE_RETRY, cancellable, error);
}

/**
 * mapi_spooler_queue_cancel:
 * @self: a #MapiSpoolerQueue
 * @entry_id: a message in the queue
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Takes a message back (`AbortSubmit`): it stays in its folder and is not sent. Fails with
 * %MAPI_E_UNABLE_TO_ABORT while it is being sent.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_queue_cancel (MapiSpoolerQueue *self,
                           GBytes           *entry_id,
                           GCancellable     *cancellable,
                           GError          **error)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_QUEUE (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  /* A request must not outlive the submission it is about. */
  return mapi_msg_store_abort_submit (self->store, entry_id, 0, cancellable, error) &&
         mapi_queue_change_requests (
             self->store, entry_id, 0, MAPI_QUEUE_REQUESTS, cancellable, error);
}
