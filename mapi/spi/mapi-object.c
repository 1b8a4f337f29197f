/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-object.h"

/**
 * mapi_object_check_valid:
 * @object: an object of a provider
 * @error: return location for a #GError
 *
 * Tells whether an object can still be used. What its provider has made invalid, or what was in a
 * process that has ended, fails in all its methods with %MAPI_E_INVALID_OBJECT, and here with the
 * reason.
 *
 * Returns: %TRUE, or %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_object_check_valid (GObject *object, GError **error)
{
  const char *reason = NULL;

  g_return_val_if_fail (G_IS_OBJECT (object), FALSE);

  for (gpointer each = object; each != NULL && reason == NULL; each = mapi_guard_get_behind (each))
    reason = mapi_guard_find_reason (each);
  if (reason == NULL)
    return TRUE;
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, reason);
  return FALSE;
}

/**
 * mapi_object_make_invalid:
 * @object: an object that others may still hold
 *
 * Has every method of an object fail with %MAPI_E_INVALID_OBJECT from now on, whatever interface it
 * belongs to. This is what `IMAPISupport::MakeInvalid` does (R509), for whoever implements
 * #MapiSupport, or hands out objects that are valid for the length of a call.
 *
 * Since: 1.0
 */
void
mapi_object_make_invalid (GObject *object)
{
  g_return_if_fail (G_IS_OBJECT (object));

  mapi_guard_make_invalid (object);
}
