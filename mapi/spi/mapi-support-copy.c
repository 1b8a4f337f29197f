/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-support.h"

/* What a store has MAPI copy, when it has no quicker way of its own. */

/**
 * mapi_support_copy_messages:
 * @self: a #MapiSupport
 * @source: where from
 * @messages: which
 * @destination: where to
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_MESSAGE_MOVE`, `MAPI_DECLINE_OK`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Copies or moves messages between any two folders.
 *
 * `IMAPISupport::CopyMessages`, optional; imapisupport-copymessages.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_copy_messages (MapiSupport   *self,
                            MapiFolder    *source,
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

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (source), FALSE);
  g_return_val_if_fail (messages != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                SUPPORT,
                                                copy_messages,
                                                source,
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
 * mapi_support_copy_folder:
 * @self: a #MapiSupport
 * @source: the parent of the folder
 * @entry_id: the folder
 * @destination: where to
 * @new_folder_name: (nullable): its name there, or %NULL for the same
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_FOLDER_MOVE`, `MAPI_COPY_SUBFOLDERS`, `MAPI_DECLINE_OK`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Copies or moves a folder between any two folders.
 *
 * `IMAPISupport::CopyFolder`, optional; imapisupport-copyfolder.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_copy_folder (MapiSupport  *self,
                          MapiFolder   *source,
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

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (source), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                SUPPORT,
                                                copy_folder,
                                                source,
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
 * mapi_support_do_copy_to:
 * @self: a #MapiSupport
 * @source: the object to copy
 * @exclude_interfaces: (array zero-terminated=1) (nullable): interfaces not to copy
 * @exclude_tags: (nullable): properties not to copy
 * @progress: (nullable): told how far it is
 * @destination: the object to copy to
 * @flags: `MAPI_MOVE`, `MAPI_NOREPLACE`
 * @problems: (out) (transfer full) (optional) (nullable): what could not be copied and why
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does `IMAPIProp::CopyTo` for a provider.
 *
 * `IMAPISupport::DoCopyTo`, optional; imapisupport-docopyto.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_do_copy_to (MapiSupport           *self,
                         MapiProp              *source,
                         const char *const     *exclude_interfaces,
                         MapiPropTagArray      *exclude_tags,
                         MapiProgress          *progress,
                         MapiProp              *destination,
                         guint32                flags,
                         MapiPropProblemArray **problems,
                         GCancellable          *cancellable,
                         GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "DoCopyTo", error);
  MapiPropProblemArray *out_problems = NULL;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (source), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                SUPPORT,
                                                do_copy_to,
                                                source,
                                                exclude_interfaces,
                                                exclude_tags,
                                                progress,
                                                destination,
                                                flags,
                                                &out_problems,
                                                cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) problems,
                       out_problems,
                       (GDestroyNotify) mapi_prop_problem_array_unref);

  return answer;
}

/**
 * mapi_support_do_copy_props:
 * @self: a #MapiSupport
 * @source: the object to copy
 * @tags: the properties to copy
 * @progress: (nullable): told how far it is
 * @destination: the object to copy to
 * @flags: `MAPI_MOVE`, `MAPI_NOREPLACE`
 * @problems: (out) (transfer full) (optional) (nullable): what could not be copied and why
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Does `IMAPIProp::CopyProps` for a provider.
 *
 * `IMAPISupport::DoCopyProps`, optional; imapisupport-docopyprops.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_support_do_copy_props (MapiSupport           *self,
                            MapiProp              *source,
                            MapiPropTagArray      *tags,
                            MapiProgress          *progress,
                            MapiProp              *destination,
                            guint32                flags,
                            MapiPropProblemArray **problems,
                            GCancellable          *cancellable,
                            GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "DoCopyProps", error);
  MapiPropProblemArray *out_problems = NULL;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_SUPPORT (self), FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (source), FALSE);
  g_return_val_if_fail (tags != NULL, FALSE);
  g_return_val_if_fail (MAPI_IS_PROP (destination), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                SUPPORT,
                                                do_copy_props,
                                                source,
                                                tags,
                                                progress,
                                                destination,
                                                flags,
                                                &out_problems,
                                                cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) problems,
                       out_problems,
                       (GDestroyNotify) mapi_prop_problem_array_unref);

  return answer;
}
