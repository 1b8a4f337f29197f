/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-flags.h"
#include "mapi-prop-tag-array.h"
#include "mapi-vector-private.h"

/**
 * MapiPropTagArray:
 *
 * Property tags in a row: the SPropTagArray of GetProps, SetColumns and the like. It never changes
 * once it is made.
 *
 * Since: 1.0
 */

struct _MapiPropTagArray
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiPropTagArray,
                     mapi_prop_tag_array,
                     mapi_prop_tag_array_ref,
                     mapi_prop_tag_array_unref)

static const MapiVectorClass vector_class = { sizeof (guint32), NULL, NULL };

/**
 * mapi_prop_tag_array_new:
 * @tags: (array length=n_tags) (nullable): the tags
 * @n_tags: their number
 *
 * Makes an array of tags.
 *
 * Returns: (transfer full): the array
 *
 * Since: 1.0
 */
MapiPropTagArray *
mapi_prop_tag_array_new (const guint32 *tags, gsize n_tags)
{
  g_return_val_if_fail (tags != NULL || n_tags == 0, NULL);

  return (MapiPropTagArray *) mapi_vector_new (&vector_class, tags, n_tags);
}

/**
 * mapi_prop_tag_array_get_size:
 * @self: an array
 *
 * Counts the tags.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_prop_tag_array_get_size (const MapiPropTagArray *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

/**
 * mapi_prop_tag_array_get_tag:
 * @self: an array
 * @index: a position
 *
 * Gives a tag.
 *
 * Returns: the tag, or 0 behind the end
 *
 * Since: 1.0
 */
guint32
mapi_prop_tag_array_get_tag (const MapiPropTagArray *self, guint index)
{
  const guint32 *tag;

  g_return_val_if_fail (self != NULL, 0);

  tag = mapi_vector_get (&vector_class, &self->vector, index);
  return tag == NULL ? 0 : *tag;
}

/**
 * mapi_prop_tag_array_get_tags:
 * @self: an array
 * @n_tags: (out): the number of tags
 *
 * Gives all tags. The memory lives as long as the array.
 *
 * Returns: (array length=n_tags) (transfer none): the tags
 *
 * Since: 1.0
 */
const guint32 *
mapi_prop_tag_array_get_tags (const MapiPropTagArray *self, gsize *n_tags)
{
  g_return_val_if_fail (self != NULL && n_tags != NULL, NULL);

  *n_tags = self->vector.n;
  return mapi_vector_items (&self->vector);
}

/**
 * mapi_prop_tag_array_contains:
 * @self: an array
 * @tag: a tag; with the type %MAPI_PT_UNSPECIFIED only the identifier counts
 *
 * Looks for a tag.
 *
 * Returns: %TRUE when it is there
 *
 * Since: 1.0
 */
gboolean
mapi_prop_tag_array_contains (const MapiPropTagArray *self, guint32 tag)
{
  const guint32 *tags;

  g_return_val_if_fail (self != NULL, FALSE);

  tags = mapi_vector_items (&self->vector);
  for (guint i = 0; i < self->vector.n; i++)
    if (mapi_prop_tag_matches (tags[i], tag))
      return TRUE;
  return FALSE;
}

/**
 * mapi_prop_tag_array_ref:
 * @self: an array
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same array
 *
 * Since: 1.0
 */
MapiPropTagArray *
mapi_prop_tag_array_ref (MapiPropTagArray *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_prop_tag_array_unref:
 * @self: (transfer full): an array
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_prop_tag_array_unref (MapiPropTagArray *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}

/**
 * mapi_prop_tag_array_show_instances:
 * @self: the columns of a table
 *
 * Gives the columns as they are found in the rows: a column with a row for each value
 * (%MAPI_MVI_FLAG) holds single values there.
 *
 * Returns: (transfer full): the tags of the properties in the rows
 *
 * Since: 1.0
 */
MapiPropTagArray *
mapi_prop_tag_array_show_instances (const MapiPropTagArray *self)
{
  g_autofree guint32 *tags = NULL;
  guint               n;

  g_return_val_if_fail (self != NULL, NULL);

  n = mapi_prop_tag_array_get_size (self);
  tags = g_new (guint32, n);
  for (guint i = 0; i < n; i++)
    {
      tags[i] = mapi_prop_tag_array_get_tag (self, i);
      if ((tags[i] & MAPI_MV_INSTANCE) != 0)
        tags[i] &= ~MAPI_MVI_FLAG;
    }
  return mapi_prop_tag_array_new (tags, n);
}
