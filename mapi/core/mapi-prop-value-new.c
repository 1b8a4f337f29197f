/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The constructors of MapiPropValue. */

#include "mapi-prop-list-builder-private.h"
#include "mapi-flags.h"
#include "mapi-prop-value-private.h"
#include "mapi-text-private.h"

MapiPropValue *
mapi_prop_value_new_built (MapiPropListBuilder *builder)
{
  g_autoptr (MapiPropList) list = mapi_prop_list_builder_end (builder);

  return list->n == 1 ? mapi_prop_value_new_view (list, 0) : NULL;
}

/**
 * mapi_prop_value_new_null:
 * @tag: a tag of the type %MAPI_PT_NULL
 *
 * Makes a property without a value, as an argument that needs a place holder.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_null (guint32 tag)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_nothing (&builder, tag, MAPI_PT_NULL);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_object:
 * @tag: a tag of the type %MAPI_PT_OBJECT
 *
 * Makes the entry of a property that OpenProperty opens.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_object (guint32 tag)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_nothing (&builder, tag, MAPI_PT_OBJECT);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_i2:
 * @tag: a tag of the type %MAPI_PT_I2
 * @value: the value
 *
 * Makes a property of a 16-bit integer.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_i2 (guint32 tag, gint16 value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_i2 (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_long:
 * @tag: a tag of the type %MAPI_PT_LONG
 * @value: the value
 *
 * Makes a property of a 32-bit integer.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_long (guint32 tag, gint32 value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_long (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_float:
 * @tag: a tag of the type %MAPI_PT_R4
 * @value: the value
 *
 * Makes a property of a 32-bit floating-point number.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_float (guint32 tag, float value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_float (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_double:
 * @tag: a tag of the type %MAPI_PT_DOUBLE
 * @value: the value
 *
 * Makes a property of a 64-bit floating-point number.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_double (guint32 tag, double value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_double (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_currency:
 * @tag: a tag of the type %MAPI_PT_CURRENCY
 * @value: the value in units of 1/10000
 *
 * Makes a property of an amount of money.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_currency (guint32 tag, gint64 value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_currency (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_apptime:
 * @tag: a tag of the type %MAPI_PT_APPTIME
 * @value: days since 1899-12-30, with the time of day as the fraction
 *
 * Makes a property of an application time.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_apptime (guint32 tag, double value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_apptime (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_error:
 * @tag: a tag of the type %MAPI_PT_ERROR
 * @value: the SCODE
 *
 * Makes a property of the reason why a property has no value.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_error (guint32 tag, gint32 value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_error (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_boolean:
 * @tag: a tag of the type %MAPI_PT_BOOLEAN
 * @value: the value
 *
 * Makes a property of a truth value.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_boolean (guint32 tag, gboolean value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_boolean (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_i8:
 * @tag: a tag of the type %MAPI_PT_I8
 * @value: the value
 *
 * Makes a property of a 64-bit integer.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_i8 (guint32 tag, gint64 value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_i8 (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_systime:
 * @tag: a tag of the type %MAPI_PT_SYSTIME
 * @value: a FILETIME: units of 100 ns since 1601-01-01 UTC
 *
 * Makes a property of a time.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_systime (guint32 tag, guint64 value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_systime (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_string8:
 * @tag: a tag of the type %MAPI_PT_STRING8
 * @value: the bytes of the text, without a NUL behind it
 *
 * Makes a property of a string of an 8-bit code page, which is known to the caller only.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_string8 (guint32 tag, GBytes *value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_string8 (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_binary:
 * @tag: a tag of the type %MAPI_PT_BINARY, or of %MAPI_PT_SVREID, %MAPI_PT_ACTIONS,
 *   %MAPI_PT_SRESTRICTION and the other types whose value is bytes
 * @value: the bytes
 *
 * Makes a property of a binary.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_binary (guint32 tag, GBytes *value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_binary (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_clsid:
 * @tag: a tag of the type %MAPI_PT_CLSID
 * @value: the identifier
 *
 * Makes a property of a GUID.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_clsid (guint32 tag, const MapiUid *value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_clsid (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_time:
 * @tag: a tag of the type %MAPI_PT_SYSTIME
 * @value: the time
 *
 * Makes a property of a time.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_time (guint32 tag, GDateTime *value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_time (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_restriction:
 * @tag: a tag of the type %MAPI_PT_SRESTRICTION
 * @value: the restriction
 *
 * Makes a property of a restriction in its stored form.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_restriction (guint32 tag, MapiRestriction *value)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_restriction (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}

/**
 * mapi_prop_value_new_string:
 * @tag: a tag of the type %MAPI_PT_UNICODE
 * @value: the text in UTF-8
 *
 * Makes a property of a string.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when @value is not UTF-8 or the type
 *   of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_string (guint32 tag, const char *value)
{
  MapiPropListBuilder builder;

  g_return_val_if_fail (value != NULL, NULL);

  if (!mapi_text_is_valid (value, strlen (value)))
    return NULL;
  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_string (&builder, tag, value);
  return mapi_prop_value_new_built (&builder);
}
