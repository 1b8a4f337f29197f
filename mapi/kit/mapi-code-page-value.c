/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties that are strings, in either of their two types. */

#include "config.h"

#include "mapi-code-page.h"
#include "mapi-error.h"
#include "mapi-prop-list-builder.h"

static MapiPropValue *
read_strings (guint32 code_page, MapiPropValue *value, guint32 tag, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  for (guint i = 0; i < mapi_prop_value_get_n_values (value); i++)
    {
      g_autoptr (GBytes) bytes = mapi_prop_value_get_mv_bytes (value, i);
      g_autofree char *text = mapi_code_page_to_utf8 (code_page, bytes, error);

      if (text == NULL)
        return NULL;
      g_strv_builder_add (builder, text);
    }
  texts = g_strv_builder_end (builder);
  return mapi_prop_value_new_mv_string (tag, (const char *const *) texts);
}

static MapiPropValue *
write_strings (guint32 code_page, MapiPropValue *value, guint32 tag, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < mapi_prop_value_get_n_values (value); i++)
    {
      const char *text = mapi_prop_value_get_mv_string (value, i);
      GBytes     *bytes = mapi_code_page_from_utf8 (code_page, text, error);

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (items, bytes);
    }
  return mapi_prop_value_new_mv_bytes (tag, (GBytes **) items->pdata, items->len);
}

static MapiPropValue *
read_string (guint32 code_page, MapiPropValue *value, guint32 tag, GError **error)
{
  g_autoptr (GBytes) bytes = mapi_prop_value_get_bytes (value);
  g_autofree char *text = mapi_code_page_to_utf8 (code_page, bytes, error);

  return text != NULL ? mapi_prop_value_new_string (tag, text) : NULL;
}

static MapiPropValue *
write_string (guint32 code_page, MapiPropValue *value, guint32 tag, GError **error)
{
  const char *text = mapi_prop_value_get_string (value);
  g_autoptr (GBytes) bytes = mapi_code_page_from_utf8 (code_page, text, error);

  return bytes != NULL ? mapi_prop_value_new_string8 (tag, bytes) : NULL;
}

/* Whether the two are the views of one kind of string. */
static gboolean
is_pair (guint32 from, guint32 to)
{
  guint32 difference = MAPI_PT_UNICODE ^ MAPI_PT_STRING8;
  guint32 unicode = from | difference;

  return (from ^ to) == difference && (unicode == MAPI_PT_UNICODE || unicode == MAPI_PT_MV_UNICODE);
}

/**
 * mapi_code_page_convert_value:
 * @code_page: the code page of the string in %MAPI_PT_STRING8: see mapi_code_page_of_message()
 * @value: a property
 * @type: the type that is wanted
 * @error: return location for a #GError
 *
 * Gives the other view of a string: %MAPI_PT_UNICODE of a %MAPI_PT_STRING8 and the reverse, and so
 * with their multivalued forms. A property that has the type already is given as it is. Failures:
 * %MAPI_E_UNKNOWN_CPID, and %MAPI_E_INVALID_TYPE for any other types.
 *
 * Returns: (transfer full): the property with the wanted type in its tag
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_code_page_convert_value (guint32 code_page, MapiPropValue *value, guint32 type, GError **error)
{
  guint32 tag;
  guint32 from;

  g_return_val_if_fail (value != NULL, NULL);

  tag = mapi_prop_value_get_tag (value);
  from = tag & 0xffffu;
  tag = (tag & 0xffff0000u) | type;
  if (from == type)
    return mapi_prop_value_ref (value);
  if (is_pair (from, type))
    switch (type)
      {
      case MAPI_PT_UNICODE:
        return read_string (code_page, value, tag, error);
      case MAPI_PT_STRING8:
        return write_string (code_page, value, tag, error);
      case MAPI_PT_MV_UNICODE:
        return read_strings (code_page, value, tag, error);
      default:
        return write_strings (code_page, value, tag, error);
      }

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_TYPE,
               "code page: 0x%08X is no string that could be of type 0x%04X",
               mapi_prop_value_get_tag (value),
               type);
  return NULL;
}

static guint32
get_other_type (guint32 type)
{
  guint32 other = type ^ (MAPI_PT_UNICODE ^ MAPI_PT_STRING8);

  return is_pair (type, other) || is_pair (other, type) ? other : 0;
}

/* The property in the type it does not have; NULL where there is none. */
static MapiPropValue *
new_view (guint32 code_page, MapiPropList *props, guint32 tag)
{
  guint16 type = mapi_prop_tag_get_prop_type (tag);
  guint32 other = get_other_type (type);
  g_autoptr (MapiPropValue) value = NULL;

  if (other == 0)
    return NULL;
  value = mapi_prop_list_lookup (props, mapi_prop_tag_change_type (tag, (guint16) other));
  return value != NULL ? mapi_code_page_convert_value (code_page, value, type, NULL) : NULL;
}

/**
 * mapi_code_page_lookup:
 * @code_page: the code page of the strings in %MAPI_PT_STRING8, or 0 for what @props say
 * themselves: see mapi_code_page_of_message()
 * @props: a list
 * @tag: the property wanted
 *
 * Finds a property, as mapi_prop_list_lookup() does; a string that the list has in the other of its
 * two types is converted.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when the list does not have it
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_code_page_lookup (guint32 code_page, MapiPropList *props, guint32 tag)
{
  MapiPropValue *value;

  g_return_val_if_fail (props != NULL, NULL);

  value = mapi_prop_list_lookup (props, tag);
  if (value != NULL)
    return value;
  return new_view (code_page != 0 ? code_page : mapi_code_page_of_message (props), props, tag);
}

static gboolean
is_error (MapiPropList *props, guint index)
{
  return mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (props, index)) == MAPI_PT_ERROR;
}

static void
clear_view (gpointer view)
{
  g_clear_pointer ((MapiPropValue **) &view, mapi_prop_value_unref);
}

/* The views of what is missing, by their places; most lists need none. */
static GPtrArray *
find_views (guint32                 code_page,
            MapiPropList           *props,
            const MapiPropTagArray *tags,
            MapiPropList           *selected)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (clear_view);
  guint      n = mapi_prop_list_get_size (selected);

  for (guint i = 0; i < n; i++)
    {
      MapiPropValue *view = is_error (selected, i)
                                ? new_view (code_page, props, mapi_prop_tag_array_get_tag (tags, i))
                                : NULL;

      if (view == NULL)
        continue;
      g_ptr_array_set_size (views, (gint) n);
      views->pdata[i] = view;
    }
  return views;
}

static MapiPropList *
put_views (MapiPropList *selected, GPtrArray *views, gboolean *missing)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  *missing = FALSE;
  for (guint i = 0; i < views->len; i++)
    {
      MapiPropValue *view = views->pdata[i];
      g_autoptr (MapiPropValue) own = view == NULL ? mapi_prop_list_get_value (selected, i) : NULL;

      *missing = *missing || (view == NULL && is_error (selected, i));
      mapi_prop_list_builder_add_value (builder, view != NULL ? view : own);
    }
  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
add_views (guint32                 code_page,
           MapiPropList           *props,
           const MapiPropTagArray *tags,
           MapiPropList           *selected,
           gboolean               *missing)
{
  g_autoptr (GPtrArray) views = find_views (code_page, props, tags, selected);

  return views->len > 0 ? put_views (selected, views, missing) : mapi_prop_list_ref (selected);
}

/**
 * mapi_code_page_select:
 * @code_page: the code page of the strings in %MAPI_PT_STRING8, or 0 for what @props say
 * themselves: see mapi_code_page_of_message()
 * @props: a list
 * @tags: (nullable): the properties wanted, or %NULL for all
 * @missing: (out) (optional): whether one is absent, so that GetProps returns
 *   %MAPI_W_ERRORS_RETURNED
 *
 * Makes what GetProps returns, as mapi_prop_list_select() does; a string that the list has in the
 * other of its two types is converted.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_code_page_select (guint32                 code_page,
                       MapiPropList           *props,
                       const MapiPropTagArray *tags,
                       gboolean               *missing)
{
  gboolean      some_missing = FALSE;
  MapiPropList *selected;

  g_return_val_if_fail (props != NULL, NULL);

  selected = mapi_prop_list_select (props, tags, &some_missing);
  if (some_missing)
    {
      g_autoptr (MapiPropList) stored = selected;

      if (code_page == 0)
        code_page = mapi_code_page_of_message (props);
      selected = add_views (code_page, props, tags, stored, &some_missing);
    }
  if (missing != NULL)
    *missing = some_missing;
  return selected;
}

static gboolean
are_same_strings8 (MapiPropValue *one, MapiPropValue *other)
{
  gboolean same = TRUE;

  for (guint i = 0; same && i < mapi_prop_value_get_n_values (one); i++)
    {
      g_autoptr (GBytes) bytes = mapi_prop_value_get_mv_bytes (one, i);
      g_autoptr (GBytes) others = mapi_prop_value_get_mv_bytes (other, i);

      same = g_bytes_equal (bytes, others);
    }
  return same;
}

/* NULL when something would be lost. */
static MapiPropValue *
to_unicode (guint32 code_page, MapiPropValue *value)
{
  guint32 type = mapi_prop_tag_get_prop_type (mapi_prop_value_get_tag (value));
  g_autoptr (MapiPropValue) unicode =
      mapi_code_page_convert_value (code_page, value, get_other_type (type), NULL);
  g_autoptr (MapiPropValue) back =
      unicode != NULL ? mapi_code_page_convert_value (code_page, unicode, type, NULL) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) back_bytes = NULL;

  if (back == NULL)
    return NULL;
  if (type == MAPI_PT_MV_STRING8)
    return are_same_strings8 (value, back) ? g_steal_pointer (&unicode) : NULL;
  bytes = mapi_prop_value_get_bytes (value);
  back_bytes = mapi_prop_value_get_bytes (back);
  return g_bytes_equal (bytes, back_bytes) ? g_steal_pointer (&unicode) : NULL;
}

static gboolean
has_string8 (MapiPropList *props)
{
  gboolean found = FALSE;

  for (guint i = 0; !found && i < mapi_prop_list_get_size (props); i++)
    {
      guint16 type = mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (props, i));

      found = type == MAPI_PT_STRING8 || type == MAPI_PT_MV_STRING8;
    }
  return found;
}

/**
 * mapi_code_page_to_unicode:
 * @code_page: the code page of the strings in %MAPI_PT_STRING8, or 0 for what @props say themselves
 * @props: a list
 *
 * Makes %MAPI_PT_UNICODE of all strings in %MAPI_PT_STRING8, for a store that keeps text in
 * Unicode. A string that would not come back as it was, because it has bytes that mean nothing in
 * @code_page, stays what it is; so do all when the code page is not known.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_code_page_to_unicode (guint32 code_page, MapiPropList *props)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;

  g_return_val_if_fail (props != NULL, NULL);

  if (!has_string8 (props))
    return mapi_prop_list_ref (props);
  if (code_page == 0)
    code_page = mapi_code_page_of_message (props);
  builder = mapi_prop_list_builder_new ();
  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      guint16 type = mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (props, i));
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);
      g_autoptr (MapiPropValue) unicode = type == MAPI_PT_STRING8 || type == MAPI_PT_MV_STRING8
                                              ? to_unicode (code_page, value)
                                              : NULL;

      mapi_prop_list_builder_add_value (builder, unicode != NULL ? unicode : value);
    }
  return mapi_prop_list_builder_end (builder);
}
