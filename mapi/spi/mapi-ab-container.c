/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-ab-container.h"

/**
 * MapiAbContainer:
 *
 * A container of an address book: it holds users, distribution lists and containers.
 *
 * MAPI's `IABContainer`. Every method may be left out and fails with %MAPI_E_NO_SUPPORT then.
 * Names are resolved in one without `ResolveNames` by a restriction of its contents table to
 * PR_ANR.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiAbContainer, mapi_ab_container, MAPI_TYPE_CONTAINER)

static void
mapi_ab_container_default_init (MapiAbContainerInterface *iface)
{
}

/**
 * mapi_ab_container_create_entry:
 * @self: a #MapiAbContainer
 * @template_id: a template of the one-off table, or the default one for users or lists
 *   (PR_DEF_CREATE_MAILUSER, PR_DEF_CREATE_DL), or an entry of another provider, to copy
 * @create_flags: `MAPI_CREATE_CHECK_DUP_LOOSE`, `MAPI_CREATE_CHECK_DUP_STRICT`,
 *   `MAPI_CREATE_REPLACE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes an entry. It is there once it was saved.
 *
 * `IABContainer::CreateEntry`, optional; iabcontainer-createentry.md. Documented failures:
 * %MAPI_E_NO_ACCESS, %MAPI_E_COLLISION, %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: (transfer full): the entry, a #MapiMailUser or a #MapiDistList
 *
 * Since: 1.0
 */
MapiProp *
mapi_ab_container_create_entry (MapiAbContainer *self,
                                GBytes          *template_id,
                                guint32          create_flags,
                                GCancellable    *cancellable,
                                GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateEntry", error);

  g_return_val_if_fail (MAPI_IS_AB_CONTAINER (self), NULL);
  g_return_val_if_fail (template_id != NULL, NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, AB_CONTAINER, create_entry, template_id, create_flags, cancellable),
      MAPI_TYPE_PROP);
}

/**
 * mapi_ab_container_copy_entries:
 * @self: a #MapiAbContainer
 * @entries: which, of any provider
 * @progress: (nullable): told how far it is
 * @flags: `MAPI_AB_NO_DIALOG`, `MAPI_CREATE_CHECK_DUP_LOOSE`, `MAPI_CREATE_CHECK_DUP_STRICT`,
 *   `MAPI_CREATE_REPLACE`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Copies entries into this container. The warning is %MAPI_W_PARTIAL_COMPLETION when some could
 * not be.
 *
 * `IABContainer::CopyEntries`, optional; iabcontainer-copyentries.md. Documented failures:
 * %MAPI_E_NO_ACCESS, %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ab_container_copy_entries (MapiAbContainer *self,
                                MapiEntryList   *entries,
                                MapiProgress    *progress,
                                guint32          flags,
                                GCancellable    *cancellable,
                                guint32         *warning,
                                GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CopyEntries", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_AB_CONTAINER (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, AB_CONTAINER, copy_entries, entries, progress, flags, cancellable, &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_ab_container_delete_entries:
 * @self: a #MapiAbContainer
 * @entries: which
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Deletes entries. The warning is %MAPI_W_PARTIAL_COMPLETION when some could not be.
 *
 * `IABContainer::DeleteEntries`, optional; iabcontainer-deleteentries.md. Documented failures:
 * %MAPI_E_NO_ACCESS.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ab_container_delete_entries (MapiAbContainer *self,
                                  MapiEntryList   *entries,
                                  guint32          flags,
                                  GCancellable    *cancellable,
                                  guint32         *warning,
                                  GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "DeleteEntries", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_AB_CONTAINER (self), FALSE);
  g_return_val_if_fail (entries != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, AB_CONTAINER, delete_entries, entries, flags, cancellable, &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_ab_container_resolve_names:
 * @self: a #MapiAbContainer
 * @tags: (nullable): what a recipient is given once it is resolved, or %NULL for the usual
 * @flags: `MAPI_CACHE_ONLY`
 * @recipients: the recipients; rows as of a recipient table
 * @states: of each recipient `MAPI_UNRESOLVED`, `MAPI_AMBIGUOUS` or `MAPI_RESOLVED`; only those
 *   with the first are looked for
 * @new_states: (out) (transfer full) (optional): of each recipient what it is now
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Looks for recipients by their PR_DISPLAY_NAME.
 *
 * `IABContainer::ResolveNames`, optional; iabcontainer-resolvenames.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the recipients, as many and in the same order
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_ab_container_resolve_names (MapiAbContainer  *self,
                                 MapiPropTagArray *tags,
                                 guint32           flags,
                                 MapiRowSet       *recipients,
                                 MapiFlagList     *states,
                                 MapiFlagList    **new_states,
                                 GCancellable     *cancellable,
                                 GError          **error)
{
  MapiGuard     guard = MAPI_GUARD_INIT (self, "ResolveNames", error);
  MapiFlagList *out_new_states = NULL;
  MapiRowSet   *answer;

  g_return_val_if_fail (MAPI_IS_AB_CONTAINER (self), NULL);
  g_return_val_if_fail (recipients != NULL, NULL);
  g_return_val_if_fail (states != NULL, NULL);

  answer = mapi_guard_boxed (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              AB_CONTAINER,
                                              resolve_names,
                                              tags,
                                              flags,
                                              recipients,
                                              states,
                                              &out_new_states,
                                              cancellable),
                             (GDestroyNotify) mapi_row_set_unref);
  mapi_guard_hand_out (answer != NULL,
                       (gpointer *) new_states,
                       out_new_states,
                       (GDestroyNotify) mapi_flag_list_unref);

  return answer;
}
