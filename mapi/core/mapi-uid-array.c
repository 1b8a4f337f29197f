/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-uid-array.h"
#include "mapi-vector-private.h"

/**
 * MapiUidArray:
 *
 * Identifiers in a row. It never changes once it is made.
 *
 * Since: 1.0
 */

struct _MapiUidArray
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiUidArray, mapi_uid_array, mapi_uid_array_ref, mapi_uid_array_unref)

static const MapiVectorClass vector_class = { sizeof (MapiUid), NULL, NULL };

/**
 * mapi_uid_array_new:
 *
 * Makes an empty array.
 *
 * Returns: (transfer full): the array
 *
 * Since: 1.0
 */
MapiUidArray *
mapi_uid_array_new (void)
{
  return (MapiUidArray *) mapi_vector_new (&vector_class, NULL, 0);
}

/**
 * mapi_uid_array_append:
 * @self: an array
 * @uid: an identifier
 *
 * Makes a longer array; @self stays as it is.
 *
 * Returns: (transfer full): the longer array
 *
 * Since: 1.0
 */
MapiUidArray *
mapi_uid_array_append (MapiUidArray *self, const MapiUid *uid)
{
  g_return_val_if_fail (self != NULL && uid != NULL, NULL);

  return (MapiUidArray *) mapi_vector_append (&vector_class, &self->vector, uid);
}

/**
 * mapi_uid_array_get_size:
 * @self: an array
 *
 * Counts the identifiers.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_uid_array_get_size (const MapiUidArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

/**
 * mapi_uid_array_get_uid:
 * @self: an array
 * @index: a position
 *
 * Gives an identifier. It lives as long as the array; the next one stands right behind it.
 *
 * Returns: (transfer none) (nullable): the identifier, or %NULL behind the end
 *
 * Since: 1.0
 */
const MapiUid *
mapi_uid_array_get_uid (const MapiUidArray *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return mapi_vector_get (&vector_class, &self->vector, index);
}

/**
 * mapi_uid_array_ref:
 * @self: an array
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same array
 *
 * Since: 1.0
 */
MapiUidArray *
mapi_uid_array_ref (MapiUidArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_uid_array_unref:
 * @self: (transfer full): an array
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_uid_array_unref (MapiUidArray *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}
