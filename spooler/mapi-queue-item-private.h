/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-queue-item.h"

G_BEGIN_DECLS

/* What people ask of a message in the queue, as bits of PR_MSG_STATUS: they can be set while the
 * message cannot be written to, by any client, and are told of by the store like all of its row. */
#define MAPI_QUEUE_HELD 0x01000000u
#define MAPI_QUEUE_RETRY 0x02000000u
#define MAPI_QUEUE_EXPIRE 0x04000000u

#define MAPI_QUEUE_REQUESTS (MAPI_QUEUE_HELD | MAPI_QUEUE_RETRY | MAPI_QUEUE_EXPIRE)

/* The columns of the outgoing queue that an item is made of. */
MapiPropTagArray *mapi_queue_item_get_columns (void);
MapiQueueItem    *mapi_queue_item_new (MapiPropList *row, const char *profile, gint64 now);

/* When a message is to be sent, by its sender's wish (D16); 0 for at once. */
gint64 mapi_queue_get_send_time (MapiPropList *row, gint64 submit_time);

/* What is known of attempts, in a row of a queue or of a recipient. */
typedef struct
{
  guint       n_attempts;
  gint64      last; /* microseconds since 1970 */
  gint64      next;
  const char *error;
  const char *transport;
} MapiQueueAttempts;

/* FALSE where nothing has been tried since @submit_time. */
gboolean
mapi_queue_attempts_read (MapiQueueAttempts *self, MapiPropList *row, gint64 submit_time);
MapiPropList *mapi_queue_attempts_to_props (const MapiQueueAttempts *self);

/* Sets and clears bits of the PR_MSG_STATUS of a message. */
gboolean mapi_queue_change_requests (MapiMsgStore *store,
                                     GBytes       *entry_id,
                                     guint32       set,
                                     guint32       clear,
                                     GCancellable *cancellable,
                                     GError      **error);

G_END_DECLS
