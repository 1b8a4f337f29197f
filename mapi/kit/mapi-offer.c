/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-error.h"
#include "mapi-offer.h"

/**
 * mapi_prop_offer:
 * @object: (transfer full) (nullable): what a provider has opened, or %NULL when that failed
 * @interface_name: (nullable): the interface that was asked for, such as `MapiFolder`; %NULL for
 *   any
 * @error: return location for a #GError, which is set already when @object is %NULL
 *
 * The end of an `OpenEntry` of a provider's own: gives the object if it has the interface that the
 * caller wants, and else lets go of it and fails with %MAPI_E_INTERFACE_NOT_SUPPORTED.
 *
 * Returns: (transfer full) (nullable): @object, or %NULL with @error set
 *
 * Since: 1.0
 */
MapiProp *
mapi_prop_offer (MapiProp *object, const char *interface_name, GError **error)
{
  GType type;

  g_return_val_if_fail (object == NULL || MAPI_IS_PROP (object), NULL);

  if (object == NULL || interface_name == NULL)
    return object;
  type = g_type_from_name (interface_name);
  if (type != G_TYPE_INVALID && G_TYPE_CHECK_INSTANCE_TYPE (object, type))
    return object;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INTERFACE_NOT_SUPPORTED,
               "%s is no %s",
               G_OBJECT_TYPE_NAME (object),
               interface_name);
  g_object_unref (object);
  return NULL;
}
