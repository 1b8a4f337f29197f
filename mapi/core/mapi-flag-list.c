/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-flag-list.h"
#include "mapi-vector-private.h"

/**
 * MapiFlagList:
 *
 * Numbers in a row, one for each of a list of recipients: MAPI's `FlagList`. It never changes once
 * it is made.
 *
 * Since: 1.0
 */

struct _MapiFlagList
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiFlagList, mapi_flag_list, mapi_flag_list_ref, mapi_flag_list_unref)

static const MapiVectorClass vector_class = { sizeof (guint32), NULL, NULL };

/**
 * mapi_flag_list_new:
 * @flags: (array length=n_flags) (nullable): the numbers
 * @n_flags: how many
 *
 * Makes a list.
 *
 * Returns: (transfer full): the list
 *
 * Since: 1.0
 */
MapiFlagList *
mapi_flag_list_new (const guint32 *flags, gsize n_flags)
{
  g_return_val_if_fail (flags != NULL || n_flags == 0, NULL);

  return (MapiFlagList *) mapi_vector_new (&vector_class, flags, n_flags);
}

/**
 * mapi_flag_list_get_size:
 * @self: a list
 *
 * Counts the numbers.
 *
 * Returns: how many
 *
 * Since: 1.0
 */
guint
mapi_flag_list_get_size (const MapiFlagList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

/**
 * mapi_flag_list_get_flag:
 * @self: a list
 * @index: which, from 0
 *
 * Gets a number.
 *
 * Returns: the number; 0 beyond the end
 *
 * Since: 1.0
 */
guint32
mapi_flag_list_get_flag (const MapiFlagList *self, guint index)
{
  g_return_val_if_fail (self != NULL, 0);

  return index < self->vector.n ? ((const guint32 *) mapi_vector_items (&self->vector))[index] : 0;
}

/**
 * mapi_flag_list_ref:
 * @self: a list
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
MapiFlagList *
mapi_flag_list_ref (MapiFlagList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_flag_list_unref:
 * @self: a list
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_flag_list_unref (MapiFlagList *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}
