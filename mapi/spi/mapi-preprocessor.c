/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-preprocessor.h"

/**
 * MapiPreprocessor:
 *
 * Changes messages before they are sent: what a transport registers with
 * `IMAPISupport::RegisterPreprocessor`.
 *
 * Stands in for the pair of functions `PreprocessMessage` and `RemovePreprocessInfo`. What these
 * are given beside the message, the session and the address book, the support object of the
 * transport offers.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiPreprocessor, mapi_preprocessor, G_TYPE_OBJECT)

static void
mapi_preprocessor_default_init (MapiPreprocessorInterface *iface)
{
}

/**
 * mapi_preprocessor_preprocess_message:
 * @self: a #MapiPreprocessor
 * @message: the message, locked and open for writing; the spooler saves it
 * @folder: the folder it lies in, where further messages are to be made (R480)
 * @outbound: a list of #MapiMessage to which further messages to send may be appended (a
 *   #GListStore): never @message itself (R476). The spooler submits them (R477), and they are not
 *   preprocessed again
 * @undeliverable: (out) (transfer full) (optional) (nullable): recipients that cannot be
 *   delivered to, with the properties of a report as for mapi_support_status_recips(); or %NULL
 *   (R478)
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Works on a message that waits to be sent. It is called once for a message, before any transport
 * is given it. A recipient for whom one of the further messages is meant wants PR_RESPONSIBILITY
 * set in the list of @message. A failure keeps the message waiting, and is reported when it is
 * given up.
 *
 * Required; preprocessmessage.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_preprocessor_preprocess_message (MapiPreprocessor *self,
                                      MapiMessage      *message,
                                      MapiFolder       *folder,
                                      GListModel       *outbound,
                                      MapiRowSet      **undeliverable,
                                      GCancellable     *cancellable,
                                      GError          **error)
{
  MapiGuard   guard = MAPI_GUARD_INIT (self, "PreprocessMessage", error);
  MapiRowSet *out_undeliverable = NULL;
  gboolean    answer;

  g_return_val_if_fail (MAPI_IS_PREPROCESSOR (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (folder), FALSE);
  g_return_val_if_fail (G_IS_LIST_STORE (outbound), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                PREPROCESSOR,
                                                preprocess_message,
                                                message,
                                                folder,
                                                outbound,
                                                &out_undeliverable,
                                                cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) undeliverable,
                       out_undeliverable,
                       (GDestroyNotify) mapi_row_set_unref);

  return answer;
}

/**
 * mapi_preprocessor_remove_preprocess_info:
 * @self: a #MapiPreprocessor
 * @message: the message after it was sent
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Takes out again what `PreprocessMessage` had put in only for sending (R065). The spooler saves
 * the message.
 *
 * Optional; removepreprocessinfo.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_preprocessor_remove_preprocess_info (MapiPreprocessor *self,
                                          MapiMessage      *message,
                                          GCancellable     *cancellable,
                                          GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "RemovePreprocessInfo", error);

  g_return_val_if_fail (MAPI_IS_PREPROCESSOR (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, PREPROCESSOR, remove_preprocess_info, message, cancellable));
}
