/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-name-id-array.h"
#include "mapi-vector-private.h"

/**
 * MapiNameIdArray:
 *
 * Names of named properties, what GetIDsFromNames takes. It never changes once it is made.
 *
 * Since: 1.0
 */

struct _MapiNameIdArray
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiNameIdArray,
                     mapi_name_id_array,
                     mapi_name_id_array_ref,
                     mapi_name_id_array_unref)

static void
acquire (gpointer item)
{
  mapi_name_id_ref (*(MapiNameId **) item);
}

static void
release (gpointer item)
{
  mapi_name_id_unref (*(MapiNameId **) item);
}

static const MapiVectorClass vector_class = { sizeof (MapiNameId *), acquire, release };

/**
 * mapi_name_id_array_new:
 *
 * Makes an empty array.
 *
 * Returns: (transfer full): the array
 *
 * Since: 1.0
 */
MapiNameIdArray *
mapi_name_id_array_new (void)
{
  return (MapiNameIdArray *) mapi_vector_new (&vector_class, NULL, 0);
}

/**
 * mapi_name_id_array_append:
 * @self: an array
 * @name: a name
 *
 * Makes a longer array; @self stays as it is.
 *
 * Returns: (transfer full): the longer array
 *
 * Since: 1.0
 */
MapiNameIdArray *
mapi_name_id_array_append (MapiNameIdArray *self, MapiNameId *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return (MapiNameIdArray *) mapi_vector_append (&vector_class, &self->vector, &name);
}

/**
 * mapi_name_id_array_get_size:
 * @self: an array
 *
 * Counts the names.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_name_id_array_get_size (const MapiNameIdArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

/**
 * mapi_name_id_array_get_name:
 * @self: an array
 * @index: a position
 *
 * Gives a name.
 *
 * Returns: (transfer full) (nullable): a name, or %NULL behind the end
 *
 * Since: 1.0
 */
MapiNameId *
mapi_name_id_array_get_name (const MapiNameIdArray *self, guint index)
{
  MapiNameId *const *item;

  g_return_val_if_fail (self != NULL, NULL);

  item = mapi_vector_get (&vector_class, &self->vector, index);
  return item == NULL ? NULL : mapi_name_id_ref (*item);
}

/**
 * mapi_name_id_array_ref:
 * @self: an array
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same array
 *
 * Since: 1.0
 */
MapiNameIdArray *
mapi_name_id_array_ref (MapiNameIdArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_name_id_array_unref:
 * @self: (transfer full): an array
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_name_id_array_unref (MapiNameIdArray *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}
