/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-code-page.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-table-filter-private.h"

struct _MapiTableFilter
{
  MapiRestriction *restriction;
  GArray          *strings; /* the tags of the strings that it looks at */
};

static gboolean
is_string (guint32 tag)
{
  switch (mapi_prop_tag_get_prop_type (tag))
    {
    case MAPI_PT_UNICODE:
    case MAPI_PT_STRING8:
    case MAPI_PT_MV_UNICODE:
    case MAPI_PT_MV_STRING8:
      return TRUE;
    default:
      return FALSE;
    }
}

/* A column with a row for each value is looked at as rows have it. */
static void
add_tag (GArray *strings, guint32 tag)
{
  tag &= ~MAPI_MV_INSTANCE;
  if (is_string (tag))
    g_array_append_val (strings, tag);
}

static void
collect_strings (MapiRestriction *restriction, GArray *strings)
{
  add_tag (strings, mapi_restriction_get_tag (restriction));
  add_tag (strings, mapi_restriction_get_tag2 (restriction));
  for (guint i = 0; i < mapi_restriction_get_n_children (restriction); i++)
    {
      g_autoptr (MapiRestriction) child = mapi_restriction_get_child (restriction, i);

      collect_strings (child, strings);
    }
}

MapiTableFilter *
mapi_table_filter_new (MapiRestriction *restriction)
{
  MapiTableFilter *self = g_new (MapiTableFilter, 1);

  self->restriction = mapi_restriction_ref (restriction);
  self->strings = g_array_new (FALSE, FALSE, sizeof (guint32));
  collect_strings (restriction, self->strings);
  return self;
}

void
mapi_table_filter_free (MapiTableFilter *self)
{
  mapi_restriction_unref (self->restriction);
  g_array_unref (self->strings);
  g_free (self);
}

static GPtrArray *
find_views (const MapiTableFilter *self, guint32 code_page, MapiPropList *props)
{
  GPtrArray *views = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_value_unref);

  for (guint i = 0; i < self->strings->len; i++)
    {
      guint32        tag = g_array_index (self->strings, guint32, i);
      MapiPropValue *view = mapi_prop_list_contains (props, tag)
                                ? NULL
                                : mapi_code_page_lookup (code_page, props, tag);

      if (view != NULL)
        g_ptr_array_add (views, view);
    }
  return views;
}

/* The row with its strings in both types, as far as anybody looks at them. */
static MapiPropList *
add_views (const MapiTableFilter *self, guint32 code_page, MapiPropList *props)
{
  g_autoptr (GPtrArray) views = find_views (self, code_page, props);
  g_autoptr (MapiPropListBuilder) builder = NULL;

  if (views->len == 0)
    return mapi_prop_list_ref (props);
  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_list (builder, props);
  for (guint i = 0; i < views->len; i++)
    mapi_prop_list_builder_add_value (builder, views->pdata[i]);
  return mapi_prop_list_builder_end (builder);
}

gboolean
mapi_table_filter_matches (const MapiTableFilter *self, guint32 code_page, MapiPropList *props)
{
  g_autoptr (MapiPropList) row = add_views (self, code_page, props);

  return mapi_restriction_matches (self->restriction, row);
}
