/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-table.h"

/**
 * MapiTable:
 *
 * Rows of properties, seen through columns, a restriction and a sort order, with a cursor:
 * MAPI's view of what a container, a message or the session holds.
 *
 * MAPI's `IMAPITable`. Required: `SetColumns`, `QueryRows`; any other method that is left out
 * fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiTable, mapi_table, G_TYPE_OBJECT)

static void
mapi_table_default_init (MapiTableInterface *iface)
{
}

/**
 * mapi_table_advise:
 * @self: a #MapiTable
 * @event_mask: `MAPI_fnevTableModified`
 * @sink: who is told; held weakly
 * @error: return location for a #GError
 *
 * Asks to be told about changes of the table.
 *
 * `IMAPITable::Advise`, optional; imapitable-advise.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: the connection, for `Unadvise`; 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_table_advise (MapiTable *self, guint32 event_mask, MapiAdviseSink *sink, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Advise", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  return mapi_guard_number (&guard, MAPI_GUARD_CALL (&guard, TABLE, advise, event_mask, sink));
}

/**
 * mapi_table_unadvise:
 * @self: a #MapiTable
 * @connection: what `Advise` gave
 * @error: return location for a #GError
 *
 * Ends what `Advise` began.
 *
 * `IMAPITable::Unadvise`, optional; imapitable-unadvise.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_unadvise (MapiTable *self, guint32 connection, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Unadvise", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, TABLE, unadvise, connection));
}

/**
 * mapi_table_get_status:
 * @self: a #MapiTable
 * @table_status: (out) (optional): `MAPI_TBLSTAT_COMPLETE`, `MAPI_TBLSTAT_SORTING` …
 * @table_type: (out) (optional): `MAPI_TBLTYPE_SNAPSHOT`, `MAPI_TBLTYPE_KEYSET` or
 * `MAPI_TBLTYPE_DYNAMIC`
 * @error: return location for a #GError
 *
 * Tells what the table is doing and of which kind it is.
 *
 * `IMAPITable::GetStatus`, optional; imapitable-getstatus.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_get_status (MapiTable *self, guint32 *table_status, guint32 *table_type, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetStatus", error);
  guint32   out_table_status = 0;
  guint32   out_table_type = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  answer = mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, TABLE, get_status, &out_table_status, &out_table_type));
  if (table_status != NULL)
    *table_status = out_table_status;
  if (table_type != NULL)
    *table_type = out_table_type;

  return answer;
}

/**
 * mapi_table_set_columns:
 * @self: a #MapiTable
 * @tags: the columns
 * @flags: `MAPI_TBL_ASYNC`, `MAPI_TBL_BATCH`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Chooses the columns of the rows and their order.
 *
 * `IMAPITable::SetColumns`, required; imapitable-setcolumns.md. Documented failures:
 * %MAPI_E_BUSY.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_set_columns (MapiTable        *self,
                        MapiPropTagArray *tags,
                        guint32           flags,
                        GCancellable     *cancellable,
                        GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetColumns", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);
  g_return_val_if_fail (tags != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, TABLE, set_columns, tags, flags, cancellable));
}

/**
 * mapi_table_query_columns:
 * @self: a #MapiTable
 * @flags: `MAPI_TBL_ALL_COLUMNS` for all the table has instead of those chosen
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells the columns.
 *
 * `IMAPITable::QueryColumns`, optional; imapitable-querycolumns.md.
 *
 * Returns: (transfer full): the columns
 *
 * Since: 1.0
 */
MapiPropTagArray *
mapi_table_query_columns (MapiTable *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "QueryColumns", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard, TABLE, query_columns, flags, cancellable),
                           (GDestroyNotify) mapi_prop_tag_array_unref);
}

/**
 * mapi_table_get_row_count:
 * @self: a #MapiTable
 * @flags: `MAPI_TBL_NOWAIT`
 * @count: (out) (optional): the number of rows
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Counts the rows that meet the restriction. The warning is %MAPI_W_APPROX_COUNT when @count
 * is an estimate.
 *
 * `IMAPITable::GetRowCount`, optional; imapitable-getrowcount.md. Documented failures:
 * %MAPI_E_BUSY.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_get_row_count (MapiTable    *self,
                          guint32       flags,
                          guint32      *count,
                          GCancellable *cancellable,
                          guint32      *warning,
                          GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetRowCount", error);
  guint32   out_count = 0;
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, TABLE, get_row_count, flags, &out_count, cancellable, &out_warning));
  if (count != NULL)
    *count = out_count;
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_table_restrict: (virtual restrict_)
 * @self: a #MapiTable
 * @restriction: (nullable): what rows must meet, or %NULL for all rows
 * @flags: `MAPI_TBL_ASYNC`, `MAPI_TBL_BATCH`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Limits the table to the rows that meet a restriction. Bookmarks are lost, the cursor goes to
 * the beginning.
 *
 * `IMAPITable::Restrict`, optional; imapitable-restrict.md. Documented failures: %MAPI_E_BUSY,
 * %MAPI_E_TOO_COMPLEX.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_restrict (MapiTable       *self,
                     MapiRestriction *restriction,
                     guint32          flags,
                     GCancellable    *cancellable,
                     GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Restrict", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, TABLE, restrict_, restriction, flags, cancellable));
}

/**
 * mapi_table_sort_table:
 * @self: a #MapiTable
 * @order: columns to sort and group by
 * @flags: `MAPI_TBL_ASYNC`, `MAPI_TBL_BATCH`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Sorts the table. Bookmarks are lost, the cursor goes to the beginning.
 *
 * `IMAPITable::SortTable`, optional; imapitable-sorttable.md. Documented failures:
 * %MAPI_E_TOO_COMPLEX, %MAPI_E_BUSY.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_sort_table (MapiTable        *self,
                       MapiSortOrderSet *order,
                       guint32           flags,
                       GCancellable     *cancellable,
                       GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SortTable", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);
  g_return_val_if_fail (order != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, TABLE, sort_table, order, flags, cancellable));
}

/**
 * mapi_table_query_sort_order:
 * @self: a #MapiTable
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells the sort order.
 *
 * `IMAPITable::QuerySortOrder`, optional; imapitable-querysortorder.md.
 *
 * Returns: (transfer full): the order; empty when there is none
 *
 * Since: 1.0
 */
MapiSortOrderSet *
mapi_table_query_sort_order (MapiTable *self, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "QuerySortOrder", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard, TABLE, query_sort_order, cancellable),
                           (GDestroyNotify) mapi_sort_order_set_unref);
}

/**
 * mapi_table_query_rows:
 * @self: a #MapiTable
 * @row_count: how many rows at most, backwards when negative
 * @flags: `MAPI_TBL_NOADVANCE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads rows from the cursor on and moves it.
 *
 * `IMAPITable::QueryRows`, required; imapitable-queryrows.md. Documented failures:
 * %MAPI_E_INVALID_PARAMETER, %MAPI_E_BUSY.
 *
 * Returns: (transfer full): the rows; empty at the end
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_table_query_rows (
    MapiTable *self, gint32 row_count, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "QueryRows", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, TABLE, query_rows, row_count, flags, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
}

/**
 * mapi_table_abort:
 * @self: a #MapiTable
 * @error: return location for a #GError
 *
 * Stops what the table does in the background.
 *
 * `IMAPITable::Abort`, optional; imapitable-abort.md. Documented failures:
 * %MAPI_E_UNABLE_TO_ABORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_abort (MapiTable *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Abort", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, TABLE, abort));
}

/**
 * mapi_table_wait_for_completion:
 * @self: a #MapiTable
 * @flags: reserved, 0
 * @timeout: milliseconds, or 0xffffffff without limit
 * @table_status: (out) (optional): as of `GetStatus`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Waits until nothing goes on in the background.
 *
 * `IMAPITable::WaitForCompletion`, optional; imapitable-waitforcompletion.md. Documented
 * failures: %MAPI_E_TIMEOUT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_wait_for_completion (MapiTable    *self,
                                guint32       flags,
                                guint32       timeout,
                                guint32      *table_status,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "WaitForCompletion", error);
  guint32   out_table_status = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, TABLE, wait_for_completion, flags, timeout, &out_table_status, cancellable));
  if (table_status != NULL)
    *table_status = out_table_status;

  return answer;
}
