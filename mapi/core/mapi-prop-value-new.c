/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The constructors of MapiPropValue. */

#include "mapi-prop-list-builder-private.h"
#include "mapi-flags.h"
#include "mapi-prop-value-private.h"
#include "mapi-text-private.h"

/* Makes the value of what has been added; a builder that refused it leaves nothing. */
static MapiPropValue *
take_value (MapiPropListBuilder *builder)
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
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
  return take_value (&builder);
}

/**
 * mapi_prop_value_new_mv_string:
 * @tag: a tag of the type %MAPI_PT_MV_UNICODE
 * @values: (array zero-terminated=1): the texts in UTF-8
 *
 * Makes a multivalued property of strings.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when one of @values is not UTF-8 or
 *   the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_string (guint32 tag, const char *const *values)
{
  gsize                n;
  g_autofree MapiSpan *spans = NULL;
  MapiPropListBuilder  builder;

  g_return_val_if_fail (values != NULL, NULL);

  n = g_strv_length ((GStrv) values);
  spans = g_new (MapiSpan, n);
  for (gsize i = 0; i < n; i++)
    {
      spans[i] = (MapiSpan){ .data = values[i], .size = strlen (values[i]) };
      if (!mapi_text_is_valid (values[i], spans[i].size))
        return NULL;
    }
  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_spans (&builder, tag, MAPI_PT_UNICODE, spans, n);
  return take_value (&builder);
}

/**
 * mapi_prop_value_new_mv_bytes:
 * @tag: a tag of the type %MAPI_PT_MV_BINARY or %MAPI_PT_MV_STRING8
 * @values: (array length=n_values): the bytes; those of a string without a NUL behind them
 * @n_values: the number of values
 *
 * Makes a multivalued property of binaries or of strings of an 8-bit code page.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_bytes (guint32 tag, GBytes **values, gsize n_values)
{
  guint16 type = (guint16) tag == MAPI_PT_MV_STRING8 ? MAPI_PT_STRING8 : MAPI_PT_BINARY;
  g_autofree MapiSpan *spans = NULL;
  MapiPropListBuilder  builder;

  g_return_val_if_fail (values != NULL || n_values == 0, NULL);

  spans = g_new (MapiSpan, n_values);
  for (gsize i = 0; i < n_values; i++)
    spans[i].data = g_bytes_get_data (values[i], &spans[i].size);
  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_spans (&builder, tag, type, spans, n_values);
  return take_value (&builder);
}

/**
 * mapi_prop_value_new_mv_clsid:
 * @tag: a tag of the type %MAPI_PT_MV_CLSID
 * @values: the identifiers
 *
 * Makes a multivalued property of GUIDs.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_clsid (guint32 tag, MapiUidArray *values)
{
  MapiPropListBuilder builder;

  g_return_val_if_fail (values != NULL && (guint16) tag == MAPI_PT_MV_CLSID, NULL);

  /* The identifiers of an array stand side by side, as those of a value do. */
  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_data (&builder,
                                   tag,
                                   mapi_uid_array_get_uid (values, 0),
                                   mapi_uid_array_get_size (values) * sizeof (MapiUid));
  return take_value (&builder);
}

static MapiPropValue *
new_numbers (guint32 tag, guint16 type, gconstpointer values, gsize n_values)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_numbers (&builder, tag, type, values, n_values);
  return take_value (&builder);
}

/**
 * mapi_prop_value_new_mv_i2:
 * @tag: a tag of the type %MAPI_PT_MV_I2
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 *
 * Makes a multivalued property of 16-bit integers.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_i2 (guint32 tag, const gint16 *values, gsize n_values)
{
  return new_numbers (tag, MAPI_PT_I2, values, n_values);
}

/**
 * mapi_prop_value_new_mv_long:
 * @tag: a tag of the type %MAPI_PT_MV_LONG
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 *
 * Makes a multivalued property of 32-bit integers.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_long (guint32 tag, const gint32 *values, gsize n_values)
{
  return new_numbers (tag, MAPI_PT_LONG, values, n_values);
}

/**
 * mapi_prop_value_new_mv_float:
 * @tag: a tag of the type %MAPI_PT_MV_R4
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 *
 * Makes a multivalued property of 32-bit floating-point numbers.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_float (guint32 tag, const float *values, gsize n_values)
{
  return new_numbers (tag, MAPI_PT_R4, values, n_values);
}

/**
 * mapi_prop_value_new_mv_double:
 * @tag: a tag of the type %MAPI_PT_MV_DOUBLE
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 *
 * Makes a multivalued property of 64-bit floating-point numbers.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_double (guint32 tag, const double *values, gsize n_values)
{
  return new_numbers (tag, MAPI_PT_DOUBLE, values, n_values);
}

/**
 * mapi_prop_value_new_mv_currency:
 * @tag: a tag of the type %MAPI_PT_MV_CURRENCY
 * @values: (array length=n_values): the values in units of 1/10000
 * @n_values: the number of values
 *
 * Makes a multivalued property of amounts of money.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_currency (guint32 tag, const gint64 *values, gsize n_values)
{
  return new_numbers (tag, MAPI_PT_CURRENCY, values, n_values);
}

/**
 * mapi_prop_value_new_mv_apptime:
 * @tag: a tag of the type %MAPI_PT_MV_APPTIME
 * @values: (array length=n_values): days since 1899-12-30, with the time of day as the fraction
 * @n_values: the number of values
 *
 * Makes a multivalued property of application times.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_apptime (guint32 tag, const double *values, gsize n_values)
{
  return new_numbers (tag, MAPI_PT_APPTIME, values, n_values);
}

/**
 * mapi_prop_value_new_mv_i8:
 * @tag: a tag of the type %MAPI_PT_MV_I8
 * @values: (array length=n_values): the values
 * @n_values: the number of values
 *
 * Makes a multivalued property of 64-bit integers.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_i8 (guint32 tag, const gint64 *values, gsize n_values)
{
  return new_numbers (tag, MAPI_PT_I8, values, n_values);
}

/**
 * mapi_prop_value_new_mv_systime:
 * @tag: a tag of the type %MAPI_PT_MV_SYSTIME
 * @values: (array length=n_values): FILETIMEs: units of 100 ns since 1601-01-01 UTC
 * @n_values: the number of values
 *
 * Makes a multivalued property of times.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the type of @tag is another
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_value_new_mv_systime (guint32 tag, const guint64 *values, gsize n_values)
{
  return new_numbers (tag, MAPI_PT_SYSTIME, values, n_values);
}
