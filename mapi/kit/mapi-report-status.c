/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the status codes of Internet mail (RFC 3463) say in MAPI's reason and diagnostic codes. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-report-status-private.h"
#include "mapi-report.h"

#define ANY 10

#define CONVERSION_NOT_PERFORMED 2
#define RESTRICTED_DELIVERY 5

/* The first that fits counts. For the way back it is the first with the diagnostic code. */
static const struct
{
  guint8 subject;
  guint8 detail;
  gint32 reason;
  gint32 diagnostic;
} codes[] = {
  { 1, 1, MAPI_REASON_TRANSFER_IMPOSSIBLE, MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN },
  { 1, 2, MAPI_REASON_TRANSFER_IMPOSSIBLE, MAPI_DIAG_OR_NAME_UNRECOGNIZED },
  { 1, 3, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_MAIL_ADDRESS_INCORRECT },
  { 1, 4, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_OR_NAME_AMBIGUOUS },
  { 1, 6, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_MAIL_RECIPIENT_MOVED },
  { 1, ANY, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_OR_NAME_UNRECOGNIZED },
  { 2, 1, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_RECIPIENT_UNAVAILABLE },
  { 2, 2, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_LENGTH_CONSTRAINT_VIOLATD },
  { 2, 3, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_CONTENT_TOO_LONG },
  { 2, 4, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_EXPANSION_FAILED },
  { 2, ANY, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_MAIL_REFUSED },
  { 3, 4, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_CONTENT_TOO_LONG },
  { 3, 3, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_CRITICAL_FUNC_UNSUPPORTED },
  { 4, 4, MAPI_REASON_TRANSFER_IMPOSSIBLE, MAPI_DIAG_OR_NAME_UNRECOGNIZED },
  { 4, 5, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_MTS_CONGESTED },
  { 4, 6, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_LOOP_DETECTED },
  { 4, 7, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_MAXIMUM_TIME_EXPIRED },
  { 5, 3, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_TOO_MANY_RECIPIENTS },
  { 5, 4, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_PARAMETERS_INVALID },
  { 6, 1, CONVERSION_NOT_PERFORMED, MAPI_DIAG_CONTENT_TYPE_UNSUPPORTED },
  { 6, 2, CONVERSION_NOT_PERFORMED, MAPI_DIAG_PROHIBITED_TO_CONVERT },
  { 6, 3, CONVERSION_NOT_PERFORMED, MAPI_DIAG_IMPRACTICAL_TO_CONVERT },
  { 6, 4, CONVERSION_NOT_PERFORMED, MAPI_DIAG_MULTIPLE_INFO_LOSSES },
  { 6, 7, CONVERSION_NOT_PERFORMED, MAPI_DIAG_DOWNGRADING_IMPOSSIBLE },
  { 6, ANY, CONVERSION_NOT_PERFORMED, MAPI_DIAG_IMPRACTICAL_TO_CONVERT },
  { 7, 1, RESTRICTED_DELIVERY, MAPI_DIAG_SUBMISSION_PROHIBITED },
  { 7, 2, RESTRICTED_DELIVERY, MAPI_DIAG_EXPANSION_PROHIBITED },
  { 7, ANY, MAPI_REASON_TRANSFER_FAILED, MAPI_DIAG_SECURE_MESSAGING_ERROR },
};

/* One to three digits, and what follows them. */
static gboolean
read_part (const char **at, guint *part)
{
  guint n_digits = 0;

  *part = 0;
  for (; g_ascii_isdigit (**at) && n_digits < 3; (*at)++, n_digits++)
    *part = *part * 10 + (guint) g_ascii_digit_value (**at);
  return n_digits > 0 && !g_ascii_isdigit (**at);
}

gint32
mapi_report_parse_status (const char *text)
{
  guint parts[3];

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (!read_part (&text, &parts[i]) || (i < 2 && *text++ != '.'))
        return 0;
    }
  if ((parts[0] != 2 && parts[0] != 4 && parts[0] != 5) || *text == '.')
    return 0;

  return (gint32) (parts[0] * 100 + (parts[1] < 10 ? parts[1] * 10 : 0) +
                   (parts[2] < 10 ? parts[2] : 0));
}

gboolean
mapi_report_find_status (gint32 diagnostic, guint *subject, guint *detail)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].diagnostic == diagnostic)
      {
        *subject = codes[i].subject;
        *detail = codes[i].detail != ANY ? codes[i].detail : 0;
        return TRUE;
      }

  return FALSE;
}

/**
 * mapi_report_diagnose:
 * @status: text that begins with a status code of RFC 3463, such as `5.1.1`
 * @reason: (out): what to set PR_NDR_REASON_CODE to
 * @diagnostic: (out): what to set PR_NDR_DIAG_CODE to; `MAPI_DIAG_NO_DIAGNOSTIC` when the status
 *   says nothing that MAPI has a code for
 *
 * Tells what a status code of Internet mail is in MAPI's codes.
 *
 * Since: 1.0
 */
void
mapi_report_diagnose (const char *status, gint32 *reason, gint32 *diagnostic)
{
  gint32 number;
  guint  subject;
  guint  detail;

  g_return_if_fail (status != NULL && reason != NULL && diagnostic != NULL);

  number = mapi_report_parse_status (status);
  subject = (guint) number / 10 % 10;
  detail = (guint) number % 10;
  *reason = MAPI_REASON_TRANSFER_FAILED;
  *diagnostic = (gint32) MAPI_DIAG_NO_DIAGNOSTIC;
  for (gsize i = 0; number != 0 && i < G_N_ELEMENTS (codes); i++)
    if (codes[i].subject == subject && (codes[i].detail == detail || codes[i].detail == ANY))
      {
        *reason = codes[i].reason;
        *diagnostic = codes[i].diagnostic;
        return;
      }
}
