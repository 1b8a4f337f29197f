/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-table.h"

/* The categories of a table, which show their rows or do not. */

/**
 * mapi_table_expand_row:
 * @self: a #MapiTable
 * @instance_key: PR_INSTANCE_KEY of a collapsed heading row
 * @row_count: how many of the new rows to return at most
 * @flags: reserved, 0
 * @more_rows: (out) (optional): how many rows the view has more now, with those returned
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Expands a category.
 *
 * `IMAPITable::ExpandRow`, optional; imapitable-expandrow.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the first of the rows that the category holds
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_table_expand_row (MapiTable    *self,
                       GBytes       *instance_key,
                       guint32       row_count,
                       guint32       flags,
                       guint32      *more_rows,
                       GCancellable *cancellable,
                       GError      **error)
{
  MapiGuard   guard = MAPI_GUARD_INIT (self, "ExpandRow", error);
  guint32     out_more_rows = 0;
  MapiRowSet *answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), NULL);
  g_return_val_if_fail (instance_key != NULL, NULL);

  answer = mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (
          &guard, TABLE, expand_row, instance_key, row_count, flags, &out_more_rows, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
  if (more_rows != NULL)
    *more_rows = out_more_rows;

  return answer;
}

/**
 * mapi_table_collapse_row:
 * @self: a #MapiTable
 * @instance_key: PR_INSTANCE_KEY of an expanded heading row
 * @flags: reserved, 0
 * @row_count: (out) (optional): how many rows went
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Collapses a category.
 *
 * `IMAPITable::CollapseRow`, optional; imapitable-collapserow.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_collapse_row (MapiTable    *self,
                         GBytes       *instance_key,
                         guint32       flags,
                         guint32      *row_count,
                         GCancellable *cancellable,
                         GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CollapseRow", error);
  guint32   out_row_count = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);
  g_return_val_if_fail (instance_key != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, TABLE, collapse_row, instance_key, flags, &out_row_count, cancellable));
  if (row_count != NULL)
    *row_count = out_row_count;

  return answer;
}

/**
 * mapi_table_get_collapse_state:
 * @self: a #MapiTable
 * @flags: reserved, 0
 * @instance_key: (nullable): the row to come back to
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells which categories are expanded.
 *
 * `IMAPITable::GetCollapseState`, optional; imapitable-getcollapsestate.md. Documented
 * failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the state, for `SetCollapseState`
 *
 * Since: 1.0
 */
GBytes *
mapi_table_get_collapse_state (
    MapiTable *self, guint32 flags, GBytes *instance_key, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetCollapseState", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, TABLE, get_collapse_state, flags, instance_key, cancellable),
      (GDestroyNotify) g_bytes_unref);
}

/**
 * mapi_table_set_collapse_state:
 * @self: a #MapiTable
 * @flags: reserved, 0
 * @collapse_state: what `GetCollapseState` gave
 * @bookmark: (out) (optional): marks the row that was named there
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Expands and collapses categories as they were.
 *
 * `IMAPITable::SetCollapseState`, optional; imapitable-setcollapsestate.md. Documented
 * failures: %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_set_collapse_state (MapiTable    *self,
                               guint32       flags,
                               GBytes       *collapse_state,
                               guint32      *bookmark,
                               GCancellable *cancellable,
                               GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetCollapseState", error);
  guint32   out_bookmark = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);
  g_return_val_if_fail (collapse_state != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, TABLE, set_collapse_state, flags, collapse_state, &out_bookmark, cancellable));
  if (bookmark != NULL)
    *bookmark = out_bookmark;

  return answer;
}
