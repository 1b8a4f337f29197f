/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-message.h"

/**
 * MapiMessage:
 *
 * A message: properties, recipients and attachments.
 *
 * MAPI's `IMessage`. Required: `GetAttachmentTable`, `GetRecipientTable`; any other method
 * that is left out fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiMessage, mapi_message, MAPI_TYPE_PROP)

static void
mapi_message_default_init (MapiMessageInterface *iface)
{
}

/**
 * mapi_message_get_attachment_table:
 * @self: a #MapiMessage
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of the attachments.
 *
 * `IMessage::GetAttachmentTable`, required; imessage-getattachmenttable.md.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_message_get_attachment_table (MapiMessage  *self,
                                   guint32       flags,
                                   GCancellable *cancellable,
                                   GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetAttachmentTable", error);

  g_return_val_if_fail (MAPI_IS_MESSAGE (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MESSAGE, get_attachment_table, flags, cancellable),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_message_open_attach:
 * @self: a #MapiMessage
 * @attachment_number: PR_ATTACH_NUM
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens an attachment.
 *
 * `IMessage::OpenAttach`, optional; imessage-openattach.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the attachment
 *
 * Since: 1.0
 */
MapiAttach *
mapi_message_open_attach (MapiMessage  *self,
                          guint32       attachment_number,
                          const char   *interface_name,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenAttach", error);

  g_return_val_if_fail (MAPI_IS_MESSAGE (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (
          &guard, MESSAGE, open_attach, attachment_number, interface_name, flags, cancellable),
      MAPI_TYPE_ATTACH);
}

/**
 * mapi_message_create_attach:
 * @self: a #MapiMessage
 * @flags: `MAPI_DEFERRED_ERRORS`
 * @attachment_number: (out) (optional): PR_ATTACH_NUM of the new one
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes an attachment. It belongs to the message once it was saved, and to the store once the
 * message was.
 *
 * `IMessage::CreateAttach`, optional; imessage-createattach.md. Documented failures:
 * %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the attachment
 *
 * Since: 1.0
 */
MapiAttach *
mapi_message_create_attach (MapiMessage  *self,
                            guint32       flags,
                            guint32      *attachment_number,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard   guard = MAPI_GUARD_INIT (self, "CreateAttach", error);
  guint32     out_attachment_number = 0;
  MapiAttach *answer;

  g_return_val_if_fail (MAPI_IS_MESSAGE (self), NULL);

  answer = mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MESSAGE, create_attach, flags, &out_attachment_number, cancellable),
      MAPI_TYPE_ATTACH);
  if (attachment_number != NULL)
    *attachment_number = out_attachment_number;

  return answer;
}

/**
 * mapi_message_delete_attach:
 * @self: a #MapiMessage
 * @attachment_number: PR_ATTACH_NUM
 * @progress: (nullable): told how far it is
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Deletes an attachment; durable once the message is saved.
 *
 * `IMessage::DeleteAttach`, optional; imessage-deleteattach.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_message_delete_attach (MapiMessage  *self,
                            guint32       attachment_number,
                            MapiProgress *progress,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DeleteAttach", error);

  g_return_val_if_fail (MAPI_IS_MESSAGE (self), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, MESSAGE, delete_attach, attachment_number, progress, flags, cancellable));
}

/**
 * mapi_message_get_recipient_table:
 * @self: a #MapiMessage
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of the recipients.
 *
 * `IMessage::GetRecipientTable`, required; imessage-getrecipienttable.md.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_message_get_recipient_table (MapiMessage  *self,
                                  guint32       flags,
                                  GCancellable *cancellable,
                                  GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetRecipientTable", error);

  g_return_val_if_fail (MAPI_IS_MESSAGE (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MESSAGE, get_recipient_table, flags, cancellable),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_message_modify_recipients:
 * @self: a #MapiMessage
 * @flags: `MAPI_MODRECIP_ADD`, `MAPI_MODRECIP_MODIFY`, `MAPI_MODRECIP_REMOVE`, or 0 to replace
 * the whole list
 * @recipients: (nullable): the recipients; MODIFY and REMOVE find theirs by PR_ROWID
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Changes the recipients; durable once the message is saved or submitted.
 *
 * `IMessage::ModifyRecipients`, optional; imessage-modifyrecipients.md. Documented failures:
 * %MAPI_E_INVALID_PARAMETER, %MAPI_E_NO_ACCESS, %MAPI_E_SUBMITTED.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_message_modify_recipients (MapiMessage  *self,
                                guint32       flags,
                                MapiRowSet   *recipients,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "ModifyRecipients", error);

  g_return_val_if_fail (MAPI_IS_MESSAGE (self), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, MESSAGE, modify_recipients, flags, recipients, cancellable));
}

/**
 * mapi_message_submit_message:
 * @self: a #MapiMessage
 * @flags: `MAPI_FORCE_SUBMIT`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Saves the message and hands it over to be sent. When it answers %TRUE the message is in the
 * outgoing queue and survives a crash (R013, R036 to R062).
 *
 * `IMessage::SubmitMessage`, optional; imessage-submitmessage.md. Documented failures:
 * %MAPI_E_NO_SUPPORT, %MAPI_E_NO_RECIPIENTS, %MAPI_E_SUBMITTED, %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_message_submit_message (MapiMessage  *self,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SubmitMessage", error);

  g_return_val_if_fail (MAPI_IS_MESSAGE (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, MESSAGE, submit_message, flags, cancellable));
}

/**
 * mapi_message_set_read_flag:
 * @self: a #MapiMessage
 * @flags: `MAPI_CLEAR_READ_FLAG`, `MAPI_SUPPRESS_RECEIPT`, `MAPI_GENERATE_RECEIPT_ONLY` …
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Sets or clears the read flag and deals with read reports.
 *
 * `IMessage::SetReadFlag`, optional; imessage-setreadflag.md. Documented failures:
 * %MAPI_E_NO_SUPPRESS, %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_message_set_read_flag (MapiMessage  *self,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetReadFlag", error);

  g_return_val_if_fail (MAPI_IS_MESSAGE (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, MESSAGE, set_read_flag, flags, cancellable));
}
