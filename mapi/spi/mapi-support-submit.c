/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-support.h"

/* The steps of a message that is submitted, sent or read. */

/**
 * mapi_support_read_receipt:
 * @self: a #MapiSupport
 * @flags: `MAPI_NON_READ`
 * @read_message: the message that was read, or deleted unread
 * @empty_message: a new message to fill
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Fills a read report, or a non-read report.
 *
 * `IMAPISupport::ReadReceipt`, optional; imapisupport-readreceipt.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_read_receipt (MapiSupport  *self,
                           guint32       flags,
                           MapiMessage  *read_message,
                           MapiMessage  *empty_message,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ReadReceipt", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (read_message), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (empty_message), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SUPPORT, read_receipt, flags, read_message, empty_message, cancellable));
}

/**
 * mapi_support_prepare_submit:
 * @self: a #MapiSupport
 * @message: the message
 * @flags: (inout): reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Prepares a message for its submission: recipients of a message that is sent again are set
 * right (R036).
 *
 * `IMAPISupport::PrepareSubmit`, optional; imapisupport-preparesubmit.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_prepare_submit (MapiSupport  *self,
                             MapiMessage  *message,
                             guint32      *flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "PrepareSubmit", error);

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, prepare_submit, message, flags, cancellable));
}

/**
 * mapi_support_expand_recips:
 * @self: a #MapiSupport
 * @message: the message
 * @flags: (out) (optional): `MAPI_NEEDS_PREPROCESSING`, `MAPI_NEEDS_SPOOLER`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Expands personal distribution lists, removes duplicates, and tells whether preprocessing or
 * the spooler are needed (R042 to R046).
 *
 * `IMAPISupport::ExpandRecips`, optional; imapisupport-expandrecips.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_expand_recips (MapiSupport  *self,
                            MapiMessage  *message,
                            guint32      *flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ExpandRecips", error);
  guint32   out_flags = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  answer = mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, SUPPORT, expand_recips, message, &out_flags, cancellable));
  if (flags != NULL)
    *flags = out_flags;

  return answer;
}

/**
 * mapi_support_do_sent_mail:
 * @self: a #MapiSupport
 * @flags: reserved, 0
 * @message: the message that was sent
 * @taken_over: (out) (optional): whether a hook has dealt with the message, so that the store
 * must not move it
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Runs the outbound messaging hooks (R068).
 *
 * `IMAPISupport::DoSentMail`, optional; imapisupport-dosentmail.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_do_sent_mail (MapiSupport  *self,
                           guint32       flags,
                           MapiMessage  *message,
                           gboolean     *taken_over,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DoSentMail", error);
  gboolean  out_taken_over = FALSE;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, SUPPORT, do_sent_mail, flags, message, &out_taken_over, cancellable));
  if (taken_over != NULL)
    *taken_over = out_taken_over;

  return answer;
}
