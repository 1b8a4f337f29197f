/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-read-flag.h"

#include "mapi-flags.h"

#define PENDING (MAPI_MSGFLAG_RN_PENDING | MAPI_MSGFLAG_NRN_PENDING)
#define CLEAR_PENDING (MAPI_CLEAR_RN_PENDING | MAPI_CLEAR_NRN_PENDING)

/**
 * mapi_read_flag_check:
 * @flags: the flags of `SetReadFlag`
 * @error: return location for a #GError
 *
 * Refuses flags that contradict each other, for stores that implement `SetReadFlag` or
 * `SetReadFlags` (R591): clearing the flag, and reporting that the message was read.
 *
 * Returns: %TRUE, or %FALSE with %MAPI_E_INVALID_PARAMETER in @error
 *
 * Since: 1.0
 */
gboolean
mapi_read_flag_check (guint32 flags, GError **error)
{
  if ((flags & MAPI_CLEAR_READ_FLAG) == 0 ||
      (flags & (MAPI_SUPPRESS_RECEIPT | MAPI_GENERATE_RECEIPT_ONLY)) == 0)
    return TRUE;
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_PARAMETER,
                       "SetReadFlag: a read flag cannot be cleared and reported at once");
  return FALSE;
}

/**
 * mapi_read_flag_forgets:
 * @flags: the flags of `SetReadFlag`
 *
 * Tells whether the store is to set PR_READ_RECEIPT_REQUESTED of the message to %FALSE (R658).
 *
 * Returns: %TRUE when the sender's request is to be forgotten
 *
 * Since: 1.0
 */
gboolean
mapi_read_flag_forgets (guint32 flags)
{
  const guint32 both = MAPI_SUPPRESS_RECEIPT | MAPI_GENERATE_RECEIPT_ONLY;

  return (flags & both) == both;
}

static guint32
clear_pending (guint32 message_flags, guint32 flags)
{
  if (flags & MAPI_CLEAR_RN_PENDING)
    message_flags &= ~MAPI_MSGFLAG_RN_PENDING;
  if (flags & MAPI_CLEAR_NRN_PENDING)
    message_flags &= ~MAPI_MSGFLAG_NRN_PENDING;
  return message_flags;
}

/**
 * mapi_read_flag_apply:
 * @message_flags: PR_MESSAGE_FLAGS of a message
 * @flags: the flags of `SetReadFlag`
 *
 * Computes what PR_MESSAGE_FLAGS becomes (imessage-setreadflag.md, R656 to R658). A report is sent
 * once, so that no other is pending afterwards (R586).
 *
 * Returns: PR_MESSAGE_FLAGS afterwards
 *
 * Since: 1.0
 */
guint32
mapi_read_flag_apply (guint32 message_flags, guint32 flags)
{
  if (flags & CLEAR_PENDING)
    return clear_pending (message_flags, flags);
  if (flags & MAPI_CLEAR_READ_FLAG)
    return message_flags & ~MAPI_MSGFLAG_READ;
  if (mapi_read_flag_forgets (flags))
    return message_flags & ~MAPI_MSGFLAG_RN_PENDING;
  if (flags & MAPI_GENERATE_RECEIPT_ONLY)
    return message_flags & MAPI_MSGFLAG_RN_PENDING ? message_flags & ~PENDING : message_flags;
  return message_flags & MAPI_MSGFLAG_READ ? message_flags
                                           : (message_flags & ~PENDING) | MAPI_MSGFLAG_READ;
}

/**
 * mapi_read_flag_reports:
 * @message_flags: PR_MESSAGE_FLAGS of a message before the call
 * @flags: the flags of `SetReadFlag`
 *
 * Tells whether the store is to send a read report (R584): `ReadReceipt` of its support object
 * writes it.
 *
 * Returns: %TRUE when a report is to be sent
 *
 * Since: 1.0
 */
gboolean
mapi_read_flag_reports (guint32 message_flags, guint32 flags)
{
  const guint32 silent = MAPI_CLEAR_READ_FLAG | CLEAR_PENDING | MAPI_SUPPRESS_RECEIPT;
  guint32       after = mapi_read_flag_apply (message_flags, flags);

  return (flags & silent) == 0 && (message_flags & ~after & MAPI_MSGFLAG_RN_PENDING) != 0;
}
