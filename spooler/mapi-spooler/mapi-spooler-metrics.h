/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/**
 * MAPI_PR_SPOOLER_DEPTH_WAITING:
 *
 * In the status table, in the spooler's row and in that of each transport: how many messages of the
 * outgoing queues are in the state %MAPI_QUEUE_STATE_WAITING (PT_LONG). A message for two
 * transports counts in the rows of both, and once in the spooler's. The five tags that follow are
 * for the other states, in their order. All of these, and those below, are brought up to date once
 * a second at most, and begin at 0 when the spooler starts.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_DEPTH_WAITING 0x65900003

/**
 * MAPI_PR_SPOOLER_DEPTH_PREPROCESS:
 *
 * The same of %MAPI_QUEUE_STATE_PREPROCESS.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_DEPTH_PREPROCESS 0x65910003

/**
 * MAPI_PR_SPOOLER_DEPTH_SENDING:
 *
 * The same of %MAPI_QUEUE_STATE_SENDING.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_DEPTH_SENDING 0x65920003

/**
 * MAPI_PR_SPOOLER_DEPTH_PUT_OFF:
 *
 * The same of %MAPI_QUEUE_STATE_PUT_OFF.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_DEPTH_PUT_OFF 0x65930003

/**
 * MAPI_PR_SPOOLER_DEPTH_HELD:
 *
 * The same of %MAPI_QUEUE_STATE_HELD.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_DEPTH_HELD 0x65940003

/**
 * MAPI_PR_SPOOLER_DEPTH_SET_ASIDE:
 *
 * The same of %MAPI_QUEUE_STATE_SET_ASIDE.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_DEPTH_SET_ASIDE 0x65950003

/**
 * MAPI_PR_SPOOLER_ATTEMPT_COUNT:
 *
 * How often SubmitMessage was called (PT_I8).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_ATTEMPT_COUNT 0x65980014

/**
 * MAPI_PR_SPOOLER_SENT_COUNT:
 *
 * How many messages the transport has taken; in the spooler's row, how many have left the queue and
 * reached all recipients (PT_I8).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_SENT_COUNT 0x65990014

/**
 * MAPI_PR_SPOOLER_RECEIVED_COUNT:
 *
 * How many messages have come in (PT_I8); reports that the spooler makes count in its own row.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_RECEIVED_COUNT 0x659A0014

/**
 * MAPI_PR_SPOOLER_FAILED_COUNT:
 *
 * How many attempts of the transport were in vain; in the spooler's row, how many messages have
 * left the queue and did not reach at least one recipient (PT_I8).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_FAILED_COUNT 0x659B0014

/**
 * MAPI_PR_SPOOLER_LATENCY_COUNT:
 *
 * Of how many messages the time from SubmitMessage of the client to the end was taken (PT_I8): the
 * end is that the transport has taken it, and in the spooler's row that it has left the queue.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_LATENCY_COUNT 0x659C0014

/**
 * MAPI_PR_SPOOLER_LATENCY_SUM:
 *
 * The sum of these times, in milliseconds (PT_I8).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_LATENCY_SUM 0x659D0014

/**
 * MAPI_PR_SPOOLER_LATENCY_MAX:
 *
 * The longest of these times, in milliseconds (PT_I8).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_LATENCY_MAX 0x659E0014

/**
 * MAPI_PR_SPOOLER_CALL_COUNT:
 *
 * How many calls of the transport provider have come back (PT_I8).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_CALL_COUNT 0x659F0014

/**
 * MAPI_PR_SPOOLER_CALL_SUM:
 *
 * The time they took in all, in milliseconds (PT_I8).
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_CALL_SUM 0x65A00014

/**
 * MAPI_PR_SPOOLER_CALL_MAX:
 *
 * The time of the longest one, in milliseconds (PT_I8). `MAPI_PR_SPOOLER_ERROR` of a row is the
 * last error there was, and stays when all is well again.
 *
 * Since: 1.0
 */
#define MAPI_PR_SPOOLER_CALL_MAX 0x65A10014

MAPI_AVAILABLE_IN_1_0
char *mapi_spooler_format_metrics (MapiSession  *session,
                                   GPtrArray    *items,
                                   MapiRowSet   *counts,
                                   GCancellable *cancellable,
                                   GError      **error);

G_END_DECLS
