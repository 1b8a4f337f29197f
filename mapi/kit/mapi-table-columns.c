/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The columns that a client chooses. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-table-view-private.h"

static gboolean
refuse (GError **error, MapiError code, const char *reason)
{
  g_set_error_literal (error, MAPI_ERROR, code, reason);
  return FALSE;
}

/* The multivalued column that is to have a row for each value; 0 without one. */
guint32
mapi_table_columns_get_value_tag (const MapiPropTagArray *columns)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (columns); i++)
    if ((mapi_prop_tag_array_get_tag (columns, i) & MAPI_MV_INSTANCE) != 0)
      return mapi_prop_tag_array_get_tag (columns, i);
  return 0;
}

gboolean
mapi_table_columns_check (const MapiPropTagArray *tags, GError **error)
{
  guint32 value_tag = mapi_table_columns_get_value_tag (tags);

  if (mapi_prop_tag_array_get_size (tags) == 0)
    return refuse (error, MAPI_E_INVALID_PARAMETER, "SetColumns: a table has at least one column");

  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (tags, i);

      if ((tag & MAPI_MV_INSTANCE) != 0 && tag != value_tag)
        return refuse (
            error, MAPI_E_TOO_COMPLEX, "SetColumns: only one column can have a row for each value");
    }
  return TRUE;
}

/* The columns as they are found in rows. */
MapiPropTagArray *
mapi_table_columns_get_shown (const MapiPropTagArray *columns)
{
  guint               n = mapi_prop_tag_array_get_size (columns);
  g_autofree guint32 *tags = g_new (guint32, n);

  for (guint i = 0; i < n; i++)
    {
      tags[i] = mapi_prop_tag_array_get_tag (columns, i);
      if ((tags[i] & MAPI_MV_INSTANCE) != 0)
        tags[i] &= ~MAPI_MVI_FLAG;
    }
  return mapi_prop_tag_array_new (tags, n);
}
