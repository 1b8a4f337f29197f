/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-addr-book.h"
#include "mapi-guard-private.h"

/* In which containers names are looked for, and which of them is the user's own. */

/**
 * mapi_addr_book_get_pab:
 * @self: a #MapiAddrBook
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells which container is the personal address book: the one that was chosen, or else the first
 * that can be changed.
 *
 * `IAddrBook::GetPAB`, optional; iaddrbook-getpab.md. Documented failures: %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): its entry identifier
 *
 * Since: 1.0
 */
GBytes *
mapi_addr_book_get_pab (MapiAddrBook *self, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetPAB", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard, ADDR_BOOK, get_pab, cancellable),
                           (GDestroyNotify) g_bytes_unref);
}

/**
 * mapi_addr_book_set_pab:
 * @self: a #MapiAddrBook
 * @entry_id: a container that can be changed
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Chooses the personal address book.
 *
 * `IAddrBook::SetPAB`, optional; iaddrbook-setpab.md. Documented failures: %MAPI_E_NOT_FOUND,
 * %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_addr_book_set_pab (MapiAddrBook *self,
                        GBytes       *entry_id,
                        GCancellable *cancellable,
                        GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetPAB", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, ADDR_BOOK, set_pab, entry_id, cancellable));
}

/**
 * mapi_addr_book_get_default_dir:
 * @self: a #MapiAddrBook
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells which container is shown first: the one that was chosen, or else the first with names that
 * is not the personal address book, or else that.
 *
 * `IAddrBook::GetDefaultDir`, optional; iaddrbook-getdefaultdir.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): its entry identifier
 *
 * Since: 1.0
 */
GBytes *
mapi_addr_book_get_default_dir (MapiAddrBook *self, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetDefaultDir", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard, ADDR_BOOK, get_default_dir, cancellable),
                           (GDestroyNotify) g_bytes_unref);
}

/**
 * mapi_addr_book_set_default_dir:
 * @self: a #MapiAddrBook
 * @entry_id: a container
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Chooses the container that is shown first.
 *
 * `IAddrBook::SetDefaultDir`, optional; iaddrbook-setdefaultdir.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_addr_book_set_default_dir (MapiAddrBook *self,
                                GBytes       *entry_id,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetDefaultDir", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), FALSE);
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, ADDR_BOOK, set_default_dir, entry_id, cancellable));
}

/**
 * mapi_addr_book_get_search_path:
 * @self: a #MapiAddrBook
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells in which containers names are looked for, in which order: those that were chosen, as far
 * as they are there, or else the first that can be changed, all that are global, and without such
 * ones the default directory.
 *
 * `IAddrBook::GetSearchPath`, optional; iaddrbook-getsearchpath.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): rows as of the hierarchy table
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_addr_book_get_search_path (MapiAddrBook *self,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetSearchPath", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard, ADDR_BOOK, get_search_path, flags, cancellable),
                           (GDestroyNotify) mapi_row_set_unref);
}

/**
 * mapi_addr_book_set_search_path:
 * @self: a #MapiAddrBook
 * @flags: reserved, 0
 * @search_path: rows with the PR_ENTRYID of containers; none to have the default again
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Chooses in which containers names are looked for.
 *
 * `IAddrBook::SetSearchPath`, optional; iaddrbook-setsearchpath.md. Documented failures:
 * %MAPI_E_MISSING_REQUIRED_COLUMN.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_addr_book_set_search_path (MapiAddrBook *self,
                                guint32       flags,
                                MapiRowSet   *search_path,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetSearchPath", error);

  g_return_val_if_fail (MAPI_IS_ADDR_BOOK (self), FALSE);
  g_return_val_if_fail (search_path != NULL, FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, ADDR_BOOK, set_search_path, flags, search_path, cancellable));
}
