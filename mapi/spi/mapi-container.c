/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-container.h"

/**
 * MapiContainer:
 *
 * Holds other objects and shows them in tables: the base of folders and address book
 * containers.
 *
 * MAPI's `IMAPIContainer`. A  method that is left out fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiContainer, mapi_container, MAPI_TYPE_PROP)

static void
mapi_container_default_init (MapiContainerInterface *iface)
{
}

/**
 * mapi_container_get_contents_table:
 * @self: a #MapiContainer
 * @flags: `MAPI_ASSOCIATED`, `MAPI_DEFERRED_ERRORS`, `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of what the container holds.
 *
 * `IMAPIContainer::GetContentsTable`, optional; imapicontainer-getcontentstable.md. Documented
 * failures: %MAPI_E_NO_SUPPORT, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_container_get_contents_table (MapiContainer *self,
                                   guint32        flags,
                                   GCancellable  *cancellable,
                                   GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetContentsTable", error);

  g_return_val_if_fail (MAPI_IS_CONTAINER (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, CONTAINER, get_contents_table, flags, cancellable),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_container_get_hierarchy_table:
 * @self: a #MapiContainer
 * @flags: `MAPI_CONVENIENT_DEPTH`, `MAPI_DEFERRED_ERRORS`, `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of the containers below.
 *
 * `IMAPIContainer::GetHierarchyTable`, optional; imapicontainer-gethierarchytable.md.
 * Documented failures: %MAPI_E_NO_SUPPORT, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_container_get_hierarchy_table (MapiContainer *self,
                                    guint32        flags,
                                    GCancellable  *cancellable,
                                    GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetHierarchyTable", error);

  g_return_val_if_fail (MAPI_IS_CONTAINER (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, CONTAINER, get_hierarchy_table, flags, cancellable),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_container_open_entry:
 * @self: a #MapiContainer
 * @entry_id: (nullable): what to open, or %NULL for the container itself
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`, `MAPI_SHOW_SOFT_DELETES`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens something inside the container.
 *
 * `IMAPIContainer::OpenEntry`, optional; imapicontainer-openentry.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_UNKNOWN_ENTRYID, %MAPI_E_NO_ACCESS, %MAPI_E_SUBMITTED.
 *
 * Returns: (transfer full): the object; its GType tells what it is
 *
 * Since: 1.0
 */
MapiProp *
mapi_container_open_entry (MapiContainer *self,
                           GBytes        *entry_id,
                           const char    *interface_name,
                           guint32        flags,
                           GCancellable  *cancellable,
                           GError       **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenEntry", error);

  g_return_val_if_fail (MAPI_IS_CONTAINER (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, CONTAINER, open_entry, entry_id, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
}

/**
 * mapi_container_set_search_criteria:
 * @self: a #MapiContainer
 * @restriction: (nullable): what messages must meet, or %NULL to keep the old one
 * @containers: (nullable): where to search, or %NULL to keep the old ones
 * @search_flags: `MAPI_RESTART_SEARCH`, `MAPI_STOP_SEARCH`, `MAPI_RECURSIVE_SEARCH`,
 * `MAPI_BACKGROUND_SEARCH` …
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Sets what a search-results folder looks for and where.
 *
 * `IMAPIContainer::SetSearchCriteria`, optional; imapicontainer-setsearchcriteria.md.
 * Documented failures: %MAPI_E_NO_SUPPORT, %MAPI_E_NOT_INITIALIZED, %MAPI_E_TOO_COMPLEX.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_container_set_search_criteria (MapiContainer   *self,
                                    MapiRestriction *restriction,
                                    MapiEntryList   *containers,
                                    guint32          search_flags,
                                    GCancellable    *cancellable,
                                    GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetSearchCriteria", error);

  g_return_val_if_fail (MAPI_IS_CONTAINER (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              CONTAINER,
                                              set_search_criteria,
                                              restriction,
                                              containers,
                                              search_flags,
                                              cancellable));
}

/**
 * mapi_container_get_search_criteria:
 * @self: a #MapiContainer
 * @flags: `MAPI_UNICODE`
 * @restriction: (out) (transfer full) (optional) (nullable): what messages must meet
 * @containers: (out) (transfer full) (optional) (nullable): where it searches
 * @search_state: (out) (optional): `MAPI_SEARCH_RUNNING`, `MAPI_SEARCH_REBUILD` …
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells what a search-results folder looks for and how far it is.
 *
 * `IMAPIContainer::GetSearchCriteria`, optional; imapicontainer-getsearchcriteria.md.
 * Documented failures: %MAPI_E_NOT_INITIALIZED, %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_container_get_search_criteria (MapiContainer    *self,
                                    guint32           flags,
                                    MapiRestriction **restriction,
                                    MapiEntryList   **containers,
                                    guint32          *search_state,
                                    GCancellable     *cancellable,
                                    GError          **error)
{
  MapiGuard        guard = MAPI_GUARD_INIT (self, "GetSearchCriteria", error);
  MapiRestriction *out_restriction = NULL;
  MapiEntryList   *out_containers = NULL;
  guint32          out_search_state = 0;
  gboolean         answer;

  g_return_val_if_fail (MAPI_IS_CONTAINER (self), FALSE);

  answer = mapi_guard_boolean (&guard,
                               MAPI_GUARD_CALL (&guard,
                                                CONTAINER,
                                                get_search_criteria,
                                                flags,
                                                &out_restriction,
                                                &out_containers,
                                                &out_search_state,
                                                cancellable));
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) restriction,
                       out_restriction,
                       (GDestroyNotify) mapi_restriction_unref);
  mapi_guard_hand_out (answer != FALSE,
                       (gpointer *) containers,
                       out_containers,
                       (GDestroyNotify) mapi_entry_list_unref);
  if (search_state != NULL)
    *search_state = out_search_state;

  return answer;
}
