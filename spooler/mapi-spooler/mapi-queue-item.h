/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/**
 * MAPI_PR_SPOOLER_ATTEMPTS:
 *
 * How often a transport has tried the message or the recipient (PT_LONG). The spooler keeps this
 * and the properties below with messages in the queue and with each of their recipients.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_ATTEMPTS 0x65800003

/**
 * MAPI_PR_SPOOLER_LAST_ATTEMPT:
 *
 * When a transport has tried last (PT_SYSTIME). What is older than the submission counts for
 * nothing: it is of an earlier one.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_LAST_ATTEMPT 0x65810040

/**
 * MAPI_PR_SPOOLER_NEXT_ATTEMPT:
 *
 * When it is to be tried again (PT_SYSTIME).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_NEXT_ATTEMPT 0x65820040

/**
 * MAPI_PR_SPOOLER_ERROR:
 *
 * Why the last attempt failed (PT_UNICODE).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_ERROR 0x6583001F

/**
 * MAPI_PR_SPOOLER_TRANSPORT:
 *
 * The display name of the transport that has tried last (PT_UNICODE).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_TRANSPORT 0x6584001F

/**
 * MapiQueueState:
 * @MAPI_QUEUE_STATE_WAITING: it is sent when its turn or its time has come
 * @MAPI_QUEUE_STATE_PREPROCESS: a preprocessor has to see it first
 * @MAPI_QUEUE_STATE_SENDING: the spooler works on it
 * @MAPI_QUEUE_STATE_PUT_OFF: its sender wants it sent later
 * @MAPI_QUEUE_STATE_HELD: somebody holds it
 * @MAPI_QUEUE_STATE_SET_ASIDE: it ended or confused the spooler too often
 *
 * What becomes of a message in the outgoing queue.
 *
 * Since: 1.0
 */
typedef enum
{
  MAPI_QUEUE_STATE_WAITING,
  MAPI_QUEUE_STATE_PREPROCESS,
  MAPI_QUEUE_STATE_SENDING,
  MAPI_QUEUE_STATE_PUT_OFF,
  MAPI_QUEUE_STATE_HELD,
  MAPI_QUEUE_STATE_SET_ASIDE,
} MapiQueueState;

#define MAPI_TYPE_QUEUE_ITEM (mapi_queue_item_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiQueueItem, mapi_queue_item, MAPI, QUEUE_ITEM, GObject)

MAPI_AVAILABLE_IN_1_0
const char *mapi_queue_state_get_name (MapiQueueState state);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_queue_item_get_entry_id (MapiQueueItem *self);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_queue_item_get_props (MapiQueueItem *self);
MAPI_AVAILABLE_IN_1_0
MapiQueueState mapi_queue_item_get_state (MapiQueueItem *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_queue_item_get_reason (MapiQueueItem *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_queue_item_get_transport (MapiQueueItem *self);
MAPI_AVAILABLE_IN_1_0
guint mapi_queue_item_get_n_attempts (MapiQueueItem *self);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_queue_item_get_submit_time (MapiQueueItem *self);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_queue_item_get_last_attempt (MapiQueueItem *self);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_queue_item_get_next_attempt (MapiQueueItem *self);

G_END_DECLS
