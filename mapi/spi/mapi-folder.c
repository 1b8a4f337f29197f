/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-folder.h"

/**
 * MapiFolder:
 *
 * A folder of messages and of folders.
 *
 * MAPI's `IMAPIFolder`. Required: `CreateMessage`; any other method that is left out fails
 * with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiFolder, mapi_folder, MAPI_TYPE_CONTAINER)

static void
mapi_folder_default_init (MapiFolderInterface *iface)
{
}

/**
 * mapi_folder_create_message:
 * @self: a #MapiFolder
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_ASSOCIATED`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes a message. It is in the folder once it was saved.
 *
 * `IMAPIFolder::CreateMessage`, required; imapifolder-createmessage.md. Documented failures:
 * %MAPI_E_NO_ACCESS, %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the message
 *
 * Since: 1.0
 */
MapiMessage *
mapi_folder_create_message (MapiFolder   *self,
                            const char   *interface_name,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateMessage", error);

  g_return_val_if_fail (MAPI_IS_FOLDER (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, FOLDER, create_message, interface_name, flags, cancellable),
      MAPI_TYPE_MESSAGE);
}

/**
 * mapi_folder_copy_messages:
 * @self: a #MapiFolder
 * @messages: which
 * @destination: where to
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_MESSAGE_MOVE`, `MAPI_DECLINE_OK`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Copies or moves messages. The warning is %MAPI_W_PARTIAL_COMPLETION when some could not be.
 *
 * `IMAPIFolder::CopyMessages`, optional; imapifolder-copymessages.md. Documented failures:
 * %MAPI_E_NO_ACCESS, %MAPI_E_DECLINE_COPY.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_copy_messages (MapiFolder    *self,
                           MapiEntryList *messages,
                           MapiFolder    *destination,
                           MapiProgress  *progress,
                           guint32        flags,
                           GCancellable  *cancellable,
                           guint32       *warning,
                           GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CopyMessages", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);
  g_return_val_if_fail (messages != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                FOLDER,
                                                copy_messages,
                                                messages,
                                                destination,
                                                progress,
                                                flags,
                                                cancellable,
                                                &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_folder_delete_messages:
 * @self: a #MapiFolder
 * @messages: which
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_DELETE_HARD_DELETE`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Deletes messages. The warning is %MAPI_W_PARTIAL_COMPLETION when some could not be.
 *
 * `IMAPIFolder::DeleteMessages`, optional; imapifolder-deletemessages.md. Documented failures:
 * %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_delete_messages (MapiFolder    *self,
                             MapiEntryList *messages,
                             MapiProgress  *progress,
                             guint32        flags,
                             GCancellable  *cancellable,
                             guint32       *warning,
                             GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DeleteMessages", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);
  g_return_val_if_fail (messages != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, FOLDER, delete_messages, messages, progress, flags, cancellable, &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_folder_create_folder:
 * @self: a #MapiFolder
 * @folder_type: `MAPI_FOLDER_GENERIC` or `MAPI_FOLDER_SEARCH`
 * @folder_name: its name
 * @folder_comment: (nullable): PR_COMMENT
 * @flags: `MAPI_OPEN_IF_EXISTS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes a folder below this one.
 *
 * `IMAPIFolder::CreateFolder`, optional; imapifolder-createfolder.md. Documented failures:
 * %MAPI_E_COLLISION, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the folder
 *
 * Since: 1.0
 */
MapiFolder *
mapi_folder_create_folder (MapiFolder   *self,
                           guint32       folder_type,
                           const char   *folder_name,
                           const char   *folder_comment,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateFolder", error);

  g_return_val_if_fail (MAPI_IS_FOLDER (self), NULL);
  g_return_val_if_fail (folder_name != NULL, NULL);

  return mapi_guard_object (&guard,
                            MAPI_GUARD_CALL (&guard,
                                             FOLDER,
                                             create_folder,
                                             folder_type,
                                             folder_name,
                                             folder_comment,
                                             flags,
                                             cancellable),
                            MAPI_TYPE_FOLDER);
}

/**
 * mapi_folder_copy_folder:
 * @self: a #MapiFolder
 * @entry_id: the folder to copy or move
 * @destination: where to
 * @new_folder_name: (nullable): its name there, or %NULL for the same
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_FOLDER_MOVE`, `MAPI_COPY_SUBFOLDERS`, `MAPI_DECLINE_OK`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Copies or moves a folder. The warning is %MAPI_W_PARTIAL_COMPLETION when some of it could
 * not be.
 *
 * `IMAPIFolder::CopyFolder`, optional; imapifolder-copyfolder.md. Documented failures:
 * %MAPI_E_COLLISION, %MAPI_E_FOLDER_CYCLE, %MAPI_E_NO_ACCESS, %MAPI_E_DECLINE_COPY.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_copy_folder (MapiFolder   *self,
                         GBytes       *entry_id,
                         MapiFolder   *destination,
                         const char   *new_folder_name,
                         MapiProgress *progress,
                         guint32       flags,
                         GCancellable *cancellable,
                         guint32      *warning,
                         GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CopyFolder", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                FOLDER,
                                                copy_folder,
                                                entry_id,
                                                destination,
                                                new_folder_name,
                                                progress,
                                                flags,
                                                cancellable,
                                                &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_folder_delete_folder:
 * @self: a #MapiFolder
 * @entry_id: the folder to delete
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_DEL_MESSAGES`, `MAPI_DEL_FOLDERS`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Deletes a folder below this one.
 *
 * `IMAPIFolder::DeleteFolder`, optional; imapifolder-deletefolder.md. Documented failures:
 * %MAPI_E_HAS_FOLDERS, %MAPI_E_HAS_MESSAGES, %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_delete_folder (MapiFolder   *self,
                           GBytes       *entry_id,
                           MapiProgress *progress,
                           guint32       flags,
                           GCancellable *cancellable,
                           guint32      *warning,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DeleteFolder", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, FOLDER, delete_folder, entry_id, progress, flags, cancellable, &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_folder_set_read_flags:
 * @self: a #MapiFolder
 * @messages: (nullable): which, or %NULL for all
 * @progress: (nullable): told how far it is
 * @flags: as for `IMessage::SetReadFlag`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Sets or clears the read flags of messages.
 *
 * `IMAPIFolder::SetReadFlags`, optional; imapifolder-setreadflags.md. Documented failures:
 * %MAPI_E_NO_SUPPRESS, %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_set_read_flags (MapiFolder    *self,
                            MapiEntryList *messages,
                            MapiProgress  *progress,
                            guint32        flags,
                            GCancellable  *cancellable,
                            guint32       *warning,
                            GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetReadFlags", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, FOLDER, set_read_flags, messages, progress, flags, cancellable, &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_folder_get_message_status:
 * @self: a #MapiFolder
 * @entry_id: the message
 * @flags: reserved, 0
 * @message_status: (out) (optional): `MAPI_MSGSTATUS_HIGHLIGHTED` …
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells the status of a message in this folder.
 *
 * `IMAPIFolder::GetMessageStatus`, optional; imapifolder-getmessagestatus.md. Documented
 * failures: %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_get_message_status (MapiFolder   *self,
                                GBytes       *entry_id,
                                guint32       flags,
                                guint32      *message_status,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetMessageStatus", error);
  guint32   out_message_status = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, FOLDER, get_message_status, entry_id, flags, &out_message_status, cancellable));
  if (message_status != NULL)
    *message_status = out_message_status;

  return answer;
}

/**
 * mapi_folder_set_message_status:
 * @self: a #MapiFolder
 * @entry_id: the message
 * @new_status: the bits
 * @new_status_mask: which bits to take from @new_status
 * @old_status: (out) (optional): what it was
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Changes the status of a message in this folder.
 *
 * `IMAPIFolder::SetMessageStatus`, optional; imapifolder-setmessagestatus.md. Documented
 * failures: %MAPI_E_NOT_FOUND, %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_set_message_status (MapiFolder   *self,
                                GBytes       *entry_id,
                                guint32       new_status,
                                guint32       new_status_mask,
                                guint32      *old_status,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetMessageStatus", error);
  guint32   out_old_status = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                FOLDER,
                                                set_message_status,
                                                entry_id,
                                                new_status,
                                                new_status_mask,
                                                &out_old_status,
                                                cancellable));
  if (old_status != NULL)
    *old_status = out_old_status;

  return answer;
}

/**
 * mapi_folder_save_contents_sort:
 * @self: a #MapiFolder
 * @order: (nullable): the order, or %NULL for none
 * @flags: `MAPI_RECURSIVE_SORT`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Sets the order that contents tables of the folder begin with.
 *
 * `IMAPIFolder::SaveContentsSort`, optional; imapifolder-savecontentssort.md. Documented
 * failures: %MAPI_E_NO_SUPPORT, %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_save_contents_sort (MapiFolder       *self,
                                MapiSortOrderSet *order,
                                guint32           flags,
                                GCancellable     *cancellable,
                                GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SaveContentsSort", error);

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, FOLDER, save_contents_sort, order, flags, cancellable));
}

/**
 * mapi_folder_empty_folder:
 * @self: a #MapiFolder
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_DEL_ASSOCIATED`, `MAPI_DELETE_HARD_DELETE`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Deletes all messages and folders inside, not the folder itself.
 *
 * `IMAPIFolder::EmptyFolder`, optional; imapifolder-emptyfolder.md. Documented failures:
 * %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_folder_empty_folder (MapiFolder   *self,
                          MapiProgress *progress,
                          guint32       flags,
                          GCancellable *cancellable,
                          guint32      *warning,
                          GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "EmptyFolder", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_FOLDER (self), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, FOLDER, empty_folder, progress, flags, cancellable, &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}
