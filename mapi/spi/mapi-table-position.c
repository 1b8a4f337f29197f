/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-table.h"

/* Where in its rows a table stands. */

/**
 * mapi_table_seek_row:
 * @self: a #MapiTable
 * @origin: `MAPI_BOOKMARK_BEGINNING`, `MAPI_BOOKMARK_CURRENT`, `MAPI_BOOKMARK_END` or one of
 * `CreateBookmark`
 * @row_count: how many rows, backwards when negative
 * @rows_sought: (out) (optional): how many it really moved
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Moves the cursor. The warning is %MAPI_W_POSITION_CHANGED when the bookmarked row has gone.
 *
 * `IMAPITable::SeekRow`, optional; imapitable-seekrow.md. Documented failures:
 * %MAPI_E_INVALID_BOOKMARK.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_seek_row (MapiTable    *self,
                     guint32       origin,
                     gint32        row_count,
                     gint32       *rows_sought,
                     GCancellable *cancellable,
                     guint32      *warning,
                     GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SeekRow", error);
  gint32    out_rows_sought = 0;
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, TABLE, seek_row, origin, row_count, &out_rows_sought, cancellable, &out_warning));
  if (rows_sought != NULL)
    *rows_sought = out_rows_sought;
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_table_seek_row_approx:
 * @self: a #MapiTable
 * @numerator: with @denominator the share of the table that lies before the new position
 * @denominator: not 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Moves the cursor to an approximate fraction of the table.
 *
 * `IMAPITable::SeekRowApprox`, optional; imapitable-seekrowapprox.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_seek_row_approx (MapiTable    *self,
                            guint32       numerator,
                            guint32       denominator,
                            GCancellable *cancellable,
                            GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SeekRowApprox", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, TABLE, seek_row_approx, numerator, denominator, cancellable));
}

/**
 * mapi_table_query_position:
 * @self: a #MapiTable
 * @row: (out) (optional): the number of the current row, or 0xffffffff when unknown
 * @numerator: (out) (optional): with @denominator the approximate position
 * @denominator: (out) (optional): not 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells where the cursor stands.
 *
 * `IMAPITable::QueryPosition`, optional; imapitable-queryposition.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_query_position (MapiTable    *self,
                           guint32      *row,
                           guint32      *numerator,
                           guint32      *denominator,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "QueryPosition", error);
  guint32   out_row = 0;
  guint32   out_numerator = 0;
  guint32   out_denominator = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, TABLE, query_position, &out_row, &out_numerator, &out_denominator, cancellable));
  if (row != NULL)
    *row = out_row;
  if (numerator != NULL)
    *numerator = out_numerator;
  if (denominator != NULL)
    *denominator = out_denominator;

  return answer;
}

/**
 * mapi_table_find_row:
 * @self: a #MapiTable
 * @restriction: what the row must meet
 * @origin: where to begin, a bookmark
 * @flags: `MAPI_DIR_BACKWARD`
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): a success that is not whole, `MAPI_W_*`, else 0
 * @error: return location for a #GError
 *
 * Moves the cursor to the next row that meets a restriction.
 *
 * `IMAPITable::FindRow`, optional; imapitable-findrow.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_INVALID_BOOKMARK.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_find_row (MapiTable       *self,
                     MapiRestriction *restriction,
                     guint32          origin,
                     guint32          flags,
                     GCancellable    *cancellable,
                     guint32         *warning,
                     GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "FindRow", error);
  guint32   out_warning = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);
  g_return_val_if_fail (restriction != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, TABLE, find_row, restriction, origin, flags, cancellable, &out_warning));
  if (warning != NULL)
    *warning = out_warning;

  return answer;
}

/**
 * mapi_table_create_bookmark:
 * @self: a #MapiTable
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Marks the current row.
 *
 * `IMAPITable::CreateBookmark`, optional; imapitable-createbookmark.md. Documented failures:
 * %MAPI_E_UNABLE_TO_COMPLETE.
 *
 * Returns: the bookmark; 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_table_create_bookmark (MapiTable *self, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CreateBookmark", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), 0);

  return mapi_guard_number (&guard, MAPI_GUARD_CALL (&guard, TABLE, create_bookmark, cancellable));
}

/**
 * mapi_table_free_bookmark:
 * @self: a #MapiTable
 * @bookmark: what `CreateBookmark` gave
 * @error: return location for a #GError
 *
 * Releases a bookmark.
 *
 * `IMAPITable::FreeBookmark`, optional; imapitable-freebookmark.md. Documented failures:
 * %MAPI_E_INVALID_BOOKMARK.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_table_free_bookmark (MapiTable *self, guint32 bookmark, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "FreeBookmark", error);

  g_return_val_if_fail (MAPI_IS_TABLE (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, TABLE, free_bookmark, bookmark));
}
