/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"
#include "mapi-recipient.h"

G_BEGIN_DECLS

/**
 * MAPI_PR_NDR_STATUS_CODE:
 *
 * The status code of RFC 3463 as a number: 511 for `5.1.1`. PidTagNonDeliveryReportStatusCode.
 */
#define MAPI_PR_NDR_STATUS_CODE ((guint32) 0x0C200003)

/**
 * MAPI_PR_REMOTE_MTA:
 *
 * The name of the server that said what became of a recipient.
 * PidTagRemoteMessageTransferAgent.
 */
#define MAPI_PR_REMOTE_MTA ((guint32) 0x0C21001F)

/**
 * MAPI_PR_ORIGINAL_MESSAGE_ID:
 *
 * Of a report, the PR_INTERNET_MESSAGE_ID of the message it is about. PidTagOriginalMessageId.
 */
#define MAPI_PR_ORIGINAL_MESSAGE_ID ((guint32) 0x1046001F)

/**
 * MAPI_PR_REPORTING_MTA:
 *
 * Of a report, the name of the server that made it. PidTagReportingMessageTransferAgent.
 */
#define MAPI_PR_REPORTING_MTA ((guint32) 0x6820001F)

/**
 * MAPI_REASON_TRANSFER_FAILED:
 *
 * A value of PR_NDR_REASON_CODE: it was tried, and failed.
 */
#define MAPI_REASON_TRANSFER_FAILED 0

/**
 * MAPI_REASON_TRANSFER_IMPOSSIBLE:
 *
 * A value of PR_NDR_REASON_CODE: there is no way to that recipient.
 */
#define MAPI_REASON_TRANSFER_IMPOSSIBLE 1

/**
 * MapiReportKind:
 * @MAPI_REPORT_NONE: no report
 * @MAPI_REPORT_DELIVERED: a message reached its recipients: `DR`
 * @MAPI_REPORT_EXPANDED: it reached a list, which passes it on: `Expanded.DR`
 * @MAPI_REPORT_RELAYED: it went to where nobody will say more: `Relayed.DR`
 * @MAPI_REPORT_DELAYED: it waits, and is still tried: `Delayed.DR`
 * @MAPI_REPORT_NOT_DELIVERED: it will not reach them: `NDR`
 * @MAPI_REPORT_READ: it was read: `IPNRN`
 * @MAPI_REPORT_NOT_READ: it was deleted, or expired, without being read: `IPNNRN`
 *
 * What a report says of a message, and what its message class ends with (R569).
 *
 * Since: 1.0
 */
typedef enum
{
  MAPI_REPORT_NONE,
  MAPI_REPORT_DELIVERED,
  MAPI_REPORT_EXPANDED,
  MAPI_REPORT_RELAYED,
  MAPI_REPORT_DELAYED,
  MAPI_REPORT_NOT_DELIVERED,
  MAPI_REPORT_READ,
  MAPI_REPORT_NOT_READ,
} MapiReportKind;

MAPI_AVAILABLE_IN_1_0
MapiReportKind mapi_report_get_kind (const char *message_class);
MAPI_AVAILABLE_IN_1_0
char *mapi_report_get_class (MapiReportKind kind, const char *original_class);
MAPI_AVAILABLE_IN_1_0
MapiPropList *
mapi_report_read_original (MapiMessage *original, GCancellable *cancellable, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_report_is_wanted (MapiReportKind kind, MapiPropList *original);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_report_get_addressee (MapiReportKind kind, MapiPropList *original);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_report_build (MapiReportKind kind,
                                 MapiPropList  *original,
                                 MapiRowSet    *recipients,
                                 gint64         unix_usec);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_report_attach_original (MapiMessage  *report,
                                      MapiMessage  *original,
                                      MapiRowSet   *recipients,
                                      GCancellable *cancellable,
                                      GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_report_resend (MapiMessage  *report,
                             MapiMessage  *message,
                             GCancellable *cancellable,
                             GError      **error);
MAPI_AVAILABLE_IN_1_0
void mapi_report_diagnose (const char *status, gint32 *reason, gint32 *diagnostic);

G_END_DECLS
