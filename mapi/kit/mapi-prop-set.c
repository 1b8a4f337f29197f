/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Setting one property in one call, which is what scripts do all day. */

#include "config.h"

#include "mapi-prop-set.h"

static gboolean
check_problems (MapiPropProblemArray *problems, GError **error)
{
  g_autofree char *name = NULL;

  if (problems == NULL || mapi_prop_problem_array_get_size (problems) == 0)
    return TRUE;
  name = mapi_prop_tag_to_string (mapi_prop_problem_array_get_tag (problems, 0));
  g_set_error_literal (error, MAPI_ERROR, mapi_prop_problem_array_get_code (problems, 0), name);
  return FALSE;
}

/**
 * mapi_prop_set_value:
 * @self: an object
 * @value: the property
 * @error: return location for a #GError
 *
 * Sets one property, as mapi_prop_set_props() does. A problem with it is an error.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_set_value (MapiProp *self, MapiPropValue *value, GError **error)
{
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropProblemArray) problems = NULL;

  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  props = mapi_prop_list_new_from_value (value);
  return mapi_prop_set_props (self, props, &problems, NULL, error) &&
         check_problems (problems, error);
}

/* Takes over @value, which is %NULL for a text that is none. */
static gboolean
set_new (MapiProp *self, MapiPropValue *value, GError **error)
{
  g_autoptr (MapiPropValue) owned = value;

  if (owned == NULL)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "SetProps: the text is not UTF-8");
      return FALSE;
    }
  return mapi_prop_set_value (self, owned, error);
}

static gboolean
check_type (guint32 tag, guint32 type, GError **error)
{
  g_autofree char *name = NULL;

  if (mapi_prop_tag_get_prop_type (tag) == type)
    return TRUE;
  name = mapi_prop_tag_to_string (tag);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "%s: values of this type are set otherwise",
               name);
  return FALSE;
}

/**
 * mapi_prop_set_string:
 * @self: an object
 * @tag: a property of type PT_UNICODE
 * @value: its value
 * @error: return location for a #GError
 *
 * Sets a text, as mapi_prop_set_value() does. Fails with %MAPI_E_INVALID_PARAMETER for a tag of
 * another type.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_set_string (MapiProp *self, guint32 tag, const char *value, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  return check_type (tag, MAPI_PT_UNICODE, error) &&
         set_new (self, mapi_prop_value_new_string (tag, value), error);
}

/**
 * mapi_prop_set_long:
 * @self: an object
 * @tag: a property of type PT_LONG
 * @value: its value
 * @error: return location for a #GError
 *
 * Sets a number, as mapi_prop_set_value() does. Fails with %MAPI_E_INVALID_PARAMETER for a tag of
 * another type.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_set_long (MapiProp *self, guint32 tag, gint32 value, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);

  return check_type (tag, MAPI_PT_LONG, error) &&
         set_new (self, mapi_prop_value_new_long (tag, value), error);
}

/**
 * mapi_prop_set_boolean:
 * @self: an object
 * @tag: a property of type PT_BOOLEAN
 * @value: its value
 * @error: return location for a #GError
 *
 * Sets whether something is so, as mapi_prop_set_value() does. Fails with %MAPI_E_INVALID_PARAMETER
 * for a tag of another type.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_set_boolean (MapiProp *self, guint32 tag, gboolean value, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);

  return check_type (tag, MAPI_PT_BOOLEAN, error) &&
         set_new (self, mapi_prop_value_new_boolean (tag, value), error);
}

/**
 * mapi_prop_set_bytes:
 * @self: an object
 * @tag: a property of type PT_BINARY
 * @value: its value
 * @error: return location for a #GError
 *
 * Sets bytes, as mapi_prop_set_value() does. Fails with %MAPI_E_INVALID_PARAMETER for a tag of
 * another type.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_set_bytes (MapiProp *self, guint32 tag, GBytes *value, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROP (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  return check_type (tag, MAPI_PT_BINARY, error) &&
         set_new (self, mapi_prop_value_new_binary (tag, value), error);
}
