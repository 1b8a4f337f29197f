/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-prop-list-builder-private.h"
#include "mapi-flags.h"
#include "mapi-prop-value-private.h"

/**
 * MapiPropValue:
 *
 * One property: a tag and a value of the type that the tag names. It never changes once it is
 * made, can be used by several threads, and is a view of a #MapiPropList that keeps the list alive.
 *
 * The getters look at the type: that of another type returns 0 or %NULL. A column of a multivalued
 * property with %MAPI_MV_INSTANCE holds a single value.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (MapiPropValue, mapi_prop_value, mapi_prop_value_ref, mapi_prop_value_unref)

MapiPropValue *
mapi_prop_value_new_view (MapiPropList *owner, guint index)
{
  MapiPropValue *self = g_new (MapiPropValue, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->owner = mapi_prop_list_ref (owner);
  self->index = index;
  return self;
}

/**
 * mapi_prop_value_ref:
 * @self: a property
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same property
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_ref (MapiPropValue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mapi_prop_value_unref:
 * @self: (transfer full): a property
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_prop_value_unref (MapiPropValue *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  mapi_prop_list_unref (self->owner);
  g_free (self);
}

/**
 * mapi_prop_value_get_tag:
 * @self: a property
 *
 * Gives the tag.
 *
 * Returns: the tag
 *
 * Since: 1.0
 */
guint32
mapi_prop_value_get_tag (const MapiPropValue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return mapi_prop_list_entry_tag (self->owner, self->index);
}

/**
 * mapi_prop_value_change_tag:
 * @self: a property
 * @tag: another tag of the same type, or of %MAPI_PT_UNSPECIFIED to keep the type
 *
 * Gives the value to another property.
 *
 * Returns: (transfer full) (nullable): the other property, or %NULL when the type of @tag is
 *   another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_change_tag (MapiPropValue *self, guint32 tag)
{
  g_auto (MapiPropListBuilder) builder;
  g_autoptr (MapiPropList) list = NULL;
  MapiPropView view;

  mapi_prop_list_builder_init (&builder);
  g_return_val_if_fail (self != NULL, NULL);

  view = mapi_prop_value_view (self);
  if ((guint16) tag == MAPI_PT_UNSPECIFIED)
    tag = mapi_prop_tag_change_type (tag, (guint16) view.tag);
  g_return_val_if_fail ((guint16) tag == (guint16) view.tag, NULL);

  if (tag == view.tag)
    return mapi_prop_value_ref (self);
  view.tag = tag;
  mapi_prop_list_builder_add_view (&builder, &view);
  list = mapi_prop_list_builder_end (&builder);
  return mapi_prop_value_new_view (list, 0);
}

/**
 * mapi_prop_value_get_item:
 * @self: a property
 * @index: which of its values
 *
 * Gives one value of a multivalued property as a property of its own, with the type of a single
 * value. One that is not multivalued is its own only value.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where there are not so many
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_get_item (const MapiPropValue *self, guint index)
{
  g_auto (MapiPropListBuilder) builder;
  g_autoptr (MapiPropList) list = NULL;
  MapiPropView view;
  MapiPropView item;

  mapi_prop_list_builder_init (&builder);
  g_return_val_if_fail (self != NULL, NULL);

  view = mapi_prop_value_view (self);
  if (!mapi_prop_view_get_item (&view, index, &item))
    return NULL;
  mapi_prop_list_builder_add_view (&builder, &item);
  list = mapi_prop_list_builder_end (&builder);
  return mapi_prop_value_new_view (list, 0);
}

/**
 * mapi_prop_value_equal:
 * @self: a property
 * @other: another one
 *
 * Compares two properties to the last byte.
 *
 * Returns: %TRUE when tag and value are the same
 *
 * Since: 1.0
 */
gboolean
mapi_prop_value_equal (const MapiPropValue *self, const MapiPropValue *other)
{
  MapiPropView view;
  MapiPropView other_view;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  view = mapi_prop_value_view (self);
  other_view = mapi_prop_value_view (other);
  return mapi_prop_view_equal (&view, &other_view);
}

/**
 * mapi_prop_value_compare:
 * @self: a property
 * @other: another one
 *
 * Orders two values as a table sorts them; which properties they belong to does not count.
 * Strings compare without regard to case and the same in every locale, binaries byte by byte and
 * then by length, arrays element by element and then by length. Values of different types are
 * ordered by type.
 *
 * Returns: less than, equal to or greater than 0
 *
 * Since: 1.0
 */
gint
mapi_prop_value_compare (const MapiPropValue *self, const MapiPropValue *other)
{
  MapiPropView view;
  MapiPropView other_view;

  g_return_val_if_fail (self != NULL && other != NULL, 0);

  view = mapi_prop_value_view (self);
  other_view = mapi_prop_value_view (other);
  return mapi_prop_view_compare (&view, &other_view);
}

/**
 * mapi_prop_value_to_string:
 * @self: a property
 *
 * Writes the value for people: binaries in hex and cut where they are long, times in ISO 8601,
 * errors by name, arrays in brackets.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
mapi_prop_value_to_string (const MapiPropValue *self)
{
  GString     *out;
  MapiPropView view;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  view = mapi_prop_value_view (self);
  mapi_prop_view_print (&view, out);
  return g_string_free (out, FALSE);
}
