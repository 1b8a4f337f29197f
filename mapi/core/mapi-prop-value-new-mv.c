/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The constructors of MapiPropValue that take several values. */

#include "mapi-prop-list-builder-private.h"
#include "mapi-text-private.h"

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
  return mapi_prop_value_new_built (&builder);
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
  return mapi_prop_value_new_built (&builder);
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
  return mapi_prop_value_new_built (&builder);
}

static MapiPropValue *
new_numbers (guint32 tag, guint16 type, gconstpointer values, gsize n_values)
{
  MapiPropListBuilder builder;

  mapi_prop_list_builder_init (&builder);
  mapi_prop_list_builder_add_numbers (&builder, tag, type, values, n_values);
  return mapi_prop_value_new_built (&builder);
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
