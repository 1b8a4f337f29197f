/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The typed getters of MapiPropValue. */

#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-prop-value-private.h"
#include "mapi-restriction.h"

/* Takes a view of a single value of the type @type; FALSE for any other. */
static gboolean
get_single (const MapiPropValue *self, guint16 type, MapiPropView *view)
{
  g_return_val_if_fail (self != NULL, FALSE);

  *view = mapi_prop_value_view (self);
  return mapi_prop_view_is_single (view, type);
}

/**
 * mapi_prop_value_get_n_values:
 * @self: a property
 *
 * Counts the values of a multivalued property.
 *
 * Returns: their number, 1 for a property that is not multivalued
 *
 * Since: 1.0
 */
guint
mapi_prop_value_get_n_values (const MapiPropValue *self)
{
  MapiPropView view;

  g_return_val_if_fail (self != NULL, 0);

  view = mapi_prop_value_view (self);
  return mapi_prop_view_get_n_values (&view);
}

/**
 * mapi_prop_value_get_i2:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_I2.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
gint16
mapi_prop_value_get_i2 (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_I2, &view) ? (gint16) mapi_prop_view_get_integer (&view) : 0;
}

/**
 * mapi_prop_value_get_long:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_LONG.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
gint32
mapi_prop_value_get_long (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_LONG, &view) ? (gint32) mapi_prop_view_get_integer (&view) : 0;
}

/**
 * mapi_prop_value_get_float:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_R4.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
float
mapi_prop_value_get_float (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_R4, &view) ? (float) mapi_prop_view_get_number (&view) : 0;
}

/**
 * mapi_prop_value_get_double:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_DOUBLE.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
double
mapi_prop_value_get_double (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_DOUBLE, &view) ? mapi_prop_view_get_number (&view) : 0;
}

/**
 * mapi_prop_value_get_currency:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_CURRENCY, in units of 1/10000.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
gint64
mapi_prop_value_get_currency (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_CURRENCY, &view) ? mapi_prop_view_get_integer (&view) : 0;
}

/**
 * mapi_prop_value_get_apptime:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_APPTIME: days since 1899-12-30, with the time of day as the
 * fraction.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
double
mapi_prop_value_get_apptime (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_APPTIME, &view) ? mapi_prop_view_get_number (&view) : 0;
}

/**
 * mapi_prop_value_get_error:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_ERROR.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
gint32
mapi_prop_value_get_error (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_ERROR, &view) ? (gint32) mapi_prop_view_get_integer (&view) : 0;
}

/**
 * mapi_prop_value_get_boolean:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_BOOLEAN.
 *
 * Returns: the value, or %FALSE when the type is another
 *
 * Since: 1.0
 */
gboolean
mapi_prop_value_get_boolean (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_BOOLEAN, &view) ? view.number != 0 : FALSE;
}

/**
 * mapi_prop_value_get_i8:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_I8.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
gint64
mapi_prop_value_get_i8 (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_I8, &view) ? (gint64) view.number : 0;
}

/**
 * mapi_prop_value_get_systime:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_SYSTIME, a FILETIME: units of 100 ns since 1601-01-01 UTC.
 *
 * Returns: the value, or 0 when the type is another
 *
 * Since: 1.0
 */
guint64
mapi_prop_value_get_systime (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_SYSTIME, &view) ? view.number : 0;
}

/**
 * mapi_prop_value_get_string:
 * @self: a property
 *
 * Gives the text of a %MAPI_PT_UNICODE. It lives as long as the property.
 *
 * Returns: (nullable): the text in UTF-8, or %NULL when the type is another
 *
 * Since: 1.0
 */
const char *
mapi_prop_value_get_string (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_UNICODE, &view) ? (const char *) view.data : NULL;
}

/**
 * mapi_prop_value_get_bytes:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_BINARY, or the payload of another type whose size varies: the
 * bytes of a string without the NUL, those of an array as they are stored.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL when the type has no payload
 *
 * Since: 1.0
 */
GBytes *
mapi_prop_value_get_bytes (const MapiPropValue *self)
{
  MapiPropView view;

  g_return_val_if_fail (self != NULL, NULL);

  view = mapi_prop_value_view (self);
  return mapi_prop_list_share (self->owner, &view);
}

/**
 * mapi_prop_value_get_clsid:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_CLSID.
 *
 * Returns: (transfer full) (nullable): the identifier, or %NULL when the type is another
 *
 * Since: 1.0
 */
MapiUid *
mapi_prop_value_get_clsid (const MapiPropValue *self)
{
  MapiPropView view;

  if (!get_single (self, MAPI_PT_CLSID, &view))
    return NULL;
  return mapi_uid_copy ((const MapiUid *) view.data);
}

/**
 * mapi_prop_value_get_time:
 * @self: a property
 *
 * Gives the value of a %MAPI_PT_SYSTIME, rounded down to microseconds.
 *
 * Returns: (transfer full) (nullable): the time in UTC, or %NULL when the type is another or the
 *   time lies beyond the year 9999
 *
 * Since: 1.0
 */
GDateTime *
mapi_prop_value_get_time (const MapiPropValue *self)
{
  MapiPropView view;

  return get_single (self, MAPI_PT_SYSTIME, &view) ? mapi_filetime_to_date_time (view.number)
                                                   : NULL;
}

/**
 * mapi_prop_value_get_restriction:
 * @self: a property
 *
 * Reads the value of a %MAPI_PT_SRESTRICTION.
 *
 * Returns: (transfer full) (nullable): the restriction, or %NULL when the type is another or the
 *   bytes are damaged
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_prop_value_get_restriction (const MapiPropValue *self)
{
  g_autoptr (GBytes) bytes = NULL;
  MapiPropView view;

  if (!get_single (self, MAPI_PT_SRESTRICTION, &view))
    return NULL;
  bytes = mapi_prop_list_share (self->owner, &view);
  return mapi_restriction_new_from_bytes (bytes, NULL);
}

/* Takes a view of one value of a multivalued property. */
static gboolean
get_item (const MapiPropValue *self, guint index, MapiPropView *item)
{
  MapiPropView view;

  g_return_val_if_fail (self != NULL, FALSE);

  view = mapi_prop_value_view (self);
  return mapi_prop_view_get_item (&view, index, item);
}

/**
 * mapi_prop_value_get_mv_integer:
 * @self: a multivalued property
 * @index: a position
 *
 * Gives one value of an array of integers, amounts of money or FILETIMEs. A property that is not
 * multivalued has its value at the position 0.
 *
 * Returns: the value, or 0 behind the end or when the type is another
 *
 * Since: 1.0
 */
gint64
mapi_prop_value_get_mv_integer (const MapiPropValue *self, guint index)
{
  MapiPropView item;

  return get_item (self, index, &item) ? mapi_prop_view_get_integer (&item) : 0;
}

/**
 * mapi_prop_value_get_mv_number:
 * @self: a multivalued property
 * @index: a position
 *
 * Gives one value of an array of floating-point numbers. A property that is not multivalued has
 * its value at the position 0.
 *
 * Returns: the value, or 0 behind the end or when the type is another
 *
 * Since: 1.0
 */
double
mapi_prop_value_get_mv_number (const MapiPropValue *self, guint index)
{
  MapiPropView item;

  return get_item (self, index, &item) ? mapi_prop_view_get_number (&item) : 0;
}

/**
 * mapi_prop_value_get_mv_string:
 * @self: a multivalued property
 * @index: a position
 *
 * Gives one value of a %MAPI_PT_MV_UNICODE. It lives as long as the property. A property that is
 * not multivalued has its value at the position 0.
 *
 * Returns: (nullable): the text in UTF-8, or %NULL behind the end or when the type is another
 *
 * Since: 1.0
 */
const char *
mapi_prop_value_get_mv_string (const MapiPropValue *self, guint index)
{
  MapiPropView item;

  return get_item (self, index, &item) ? mapi_prop_view_get_string (&item) : NULL;
}

/**
 * mapi_prop_value_get_mv_bytes:
 * @self: a multivalued property
 * @index: a position
 *
 * Gives one value of an array of binaries, strings or GUIDs as bytes. A property that is not
 * multivalued has its value at the position 0.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL behind the end or when the type is
 *   another
 *
 * Since: 1.0
 */
GBytes *
mapi_prop_value_get_mv_bytes (const MapiPropValue *self, guint index)
{
  MapiPropView item;

  return get_item (self, index, &item) ? mapi_prop_list_share (self->owner, &item) : NULL;
}
