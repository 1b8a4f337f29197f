/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strings as the other of their two types. */

#include "sqlite-object-private.h"

static guint16
get_other_type (guint16 type)
{
  switch (type)
    {
    case MAPI_PT_STRING8:
      return MAPI_PT_UNICODE;
    case MAPI_PT_UNICODE:
      return MAPI_PT_STRING8;
    case MAPI_PT_MV_STRING8:
      return MAPI_PT_MV_UNICODE;
    case MAPI_PT_MV_UNICODE:
      return MAPI_PT_MV_STRING8;
    default:
      return 0;
    }
}

/* NULL where there is none, or none that can be converted. */
static MapiPropValue *
new_view (MapiPropList *all, guint32 tag)
{
  guint16 type = mapi_prop_tag_get_prop_type (tag);
  guint16 other = get_other_type (type);
  g_autoptr (MapiPropValue) value = NULL;

  if (other == 0)
    return NULL;
  value = mapi_prop_list_lookup (all, mapi_prop_tag_change_type (tag, other));
  if (value == NULL)
    return NULL;
  return mapi_code_page_convert_value (mapi_code_page_of_message (all), value, type, NULL);
}

static gboolean
is_missing (MapiPropList *selected, guint index)
{
  return mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (selected, index)) == MAPI_PT_ERROR;
}

MapiPropList *
sqlite_object_add_views (MapiPropList *all, MapiPropTagArray *tags, MapiPropList *selected)
{
  guint    n = mapi_prop_list_get_size (selected);
  gboolean found = FALSE;
  g_autoptr (MapiPropListBuilder) builder = NULL;

  if (tags == NULL || mapi_prop_tag_array_get_size (tags) != n)
    return mapi_prop_list_ref (selected);
  builder = mapi_prop_list_builder_new ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MapiPropValue) view =
          is_missing (selected, i) ? new_view (all, mapi_prop_tag_array_get_tag (tags, i)) : NULL;
      g_autoptr (MapiPropValue) own = view == NULL ? mapi_prop_list_get_value (selected, i) : NULL;

      found = found || view != NULL;
      mapi_prop_list_builder_add_value (builder, view != NULL ? view : own);
    }
  return found ? mapi_prop_list_builder_end (builder) : mapi_prop_list_ref (selected);
}
