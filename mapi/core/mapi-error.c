/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-error.h"
#include "mapi-names-private.h"

/**
 * MAPI_ERROR:
 *
 * The error domain of everything in this library. The codes are those of #MapiError: the SCODE as
 * a signed 32-bit number.
 *
 * Since: 1.0
 */

/* The name is not an expression. */
/* clang-format off */
G_DEFINE_QUARK (mapi-error-quark, mapi_error)
/* clang-format on */

/**
 * mapi_error_get_name:
 * @code: an SCODE
 *
 * Gives the name of an error, a warning or a success code, such as `MAPI_E_NOT_FOUND`.
 *
 * Returns: (nullable): the name, or %NULL when @code is not a known one
 *
 * Since: 1.0
 */
const char *
mapi_error_get_name (gint32 code)
{
  const MapiNameEntry *entry = mapi_names_find_value (
      mapi_error_names, mapi_error_names_by_value, n_mapi_error_names, (guint32) code);

  return entry == NULL ? NULL : entry->name;
}

/**
 * mapi_error_from_name:
 * @name: a name such as `MAPI_E_NOT_FOUND`
 * @code: (out) (optional): the SCODE
 *
 * Looks up a code by its name.
 *
 * Returns: %TRUE when @name is known
 *
 * Since: 1.0
 */
gboolean
mapi_error_from_name (const char *name, gint32 *code)
{
  const MapiNameEntry *entry;

  g_return_val_if_fail (name != NULL, FALSE);

  entry = mapi_names_find (mapi_error_names, n_mapi_error_names, name);
  if (entry == NULL)
    return FALSE;
  if (code != NULL)
    *code = (gint32) entry->value;
  return TRUE;
}

static MapiError
from_io_error (int code)
{
  switch (code)
    {
    case G_IO_ERROR_CANCELLED:
      return MAPI_E_USER_CANCEL;
    case G_IO_ERROR_NOT_FOUND:
      return MAPI_E_NOT_FOUND;
    case G_IO_ERROR_EXISTS:
      return MAPI_E_COLLISION;
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_READ_ONLY:
      return MAPI_E_NO_ACCESS;
    case G_IO_ERROR_NO_SPACE:
      return MAPI_E_NOT_ENOUGH_DISK;
    case G_IO_ERROR_TIMED_OUT:
      return MAPI_E_TIMEOUT;
    case G_IO_ERROR_BUSY:
    case G_IO_ERROR_WOULD_BLOCK:
      return MAPI_E_BUSY;
    case G_IO_ERROR_NOT_SUPPORTED:
      return MAPI_E_NO_SUPPORT;
    case G_IO_ERROR_INVALID_ARGUMENT:
      return MAPI_E_INVALID_PARAMETER;
    case G_IO_ERROR_INVALID_DATA:
      return MAPI_E_CORRUPT_DATA;
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_CONNECTION_CLOSED:
    case G_IO_ERROR_NOT_CONNECTED:
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_PROXY_FAILED:
      return MAPI_E_NETWORK_ERROR;
    default:
      return MAPI_E_CALL_FAILED;
    }
}

static MapiError
from_file_error (int code)
{
  switch (code)
    {
    case G_FILE_ERROR_NOENT:
      return MAPI_E_NOT_FOUND;
    case G_FILE_ERROR_EXIST:
      return MAPI_E_COLLISION;
    case G_FILE_ERROR_ACCES:
    case G_FILE_ERROR_PERM:
    case G_FILE_ERROR_ROFS:
      return MAPI_E_NO_ACCESS;
    case G_FILE_ERROR_NOSPC:
      return MAPI_E_NOT_ENOUGH_DISK;
    case G_FILE_ERROR_NOMEM:
      return MAPI_E_NOT_ENOUGH_MEMORY;
    default:
      return MAPI_E_CALL_FAILED;
    }
}

/**
 * mapi_error_from_gerror:
 * @error: (nullable): an error of any domain
 *
 * Maps an error at the edge where a foreign library ends. A code of the domain %MAPI_ERROR passes
 * through, a cancelled operation is %MAPI_E_USER_CANCEL, and what has no counterpart is
 * %MAPI_E_CALL_FAILED.
 *
 * Returns: the code
 *
 * Since: 1.0
 */
MapiError
mapi_error_from_gerror (const GError *error)
{
  if (error == NULL)
    return MAPI_E_CALL_FAILED;
  if (error->domain == MAPI_ERROR)
    return (MapiError) error->code;
  if (error->domain == G_IO_ERROR)
    return from_io_error (error->code);
  if (error->domain == G_FILE_ERROR)
    return from_file_error (error->code);
  if (error->domain == G_RESOLVER_ERROR)
    return MAPI_E_NETWORK_ERROR;
  return MAPI_E_CALL_FAILED;
}

/**
 * mapi_error_new:
 * @code: the code
 * @message: what failed, in which call and why
 *
 * Makes an error of the domain %MAPI_ERROR; for language bindings, which lack g_set_error().
 *
 * Returns: (transfer full): the error
 *
 * Since: 1.0
 */
GError *
mapi_error_new (gint32 code, const char *message)
{
  g_return_val_if_fail (message != NULL, NULL);

  return g_error_new_literal (MAPI_ERROR, (int) code, message);
}
