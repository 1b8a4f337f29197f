/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "table-rig.h"

#include "tap.h"

MapiPropList *
table_rig_new_row (gint32 id, const char *subject, gint32 size)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROWID, id);
  if (subject != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, subject);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_SIZE, size);
  return mapi_prop_list_builder_end (builder);
}

MapiTableData *
table_rig_new (void)
{
  return mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ROWID, NULL);
}

void
table_rig_put (MapiTableData *data, gint32 id, const char *subject, gint32 size)
{
  g_autoptr (MapiPropList) row = table_rig_new_row (id, subject, size);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_table_data_modify_row (data, row, &error));
  TAP_NO_ERROR (error);
}

void
table_rig_drop (MapiTableData *data, gint32 id)
{
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ROWID, id);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_table_data_delete_row (data, index, &error));
  TAP_NO_ERROR (error);
}

MapiSortOrderSet *
table_rig_new_order (guint32 tag, guint32 direction)
{
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (0, 0);

  return mapi_sort_order_set_append (empty, tag, direction);
}

/* The numbers of rows: "3 1 2". */
static char *
describe (MapiRowSet *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_string_append_printf (
          text, i > 0 ? " %d" : "%d", mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1));
    }
  return g_string_free (text, FALSE);
}

char *
table_rig_read (MapiTable *view, gint32 count, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (view, count, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return describe (rows);
}

void
table_rig_expect (MapiTable  *view,
                  gint32      count,
                  guint32     flags,
                  const char *expected,
                  guint       line,
                  const char *file)
{
  g_autofree char *text = table_rig_read (view, count, flags);

  tap_string (text, expected, "rows", line, file);
}

void
table_rig_expect_all (MapiTable *view, const char *expected, guint line, const char *file)
{
  mapi_table_seek_row (view, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL, NULL);
  table_rig_expect (view, G_MAXINT32, 0, expected, line, file);
}

gint32
table_rig_seek (MapiTable *view, guint32 origin, gint32 count)
{
  g_autoptr (GError) error = NULL;
  gint32 sought = 0;

  CU_ASSERT_TRUE (mapi_table_seek_row (view, origin, count, &sought, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  return sought;
}

guint32
table_rig_get_position (MapiTable *view)
{
  guint32 row = 0;
  guint32 numerator = 0;
  guint32 denominator = 0;

  CU_ASSERT_TRUE (mapi_table_query_position (view, &row, &numerator, &denominator, NULL, NULL));
  CU_ASSERT_NOT_EQUAL (denominator, 0);
  TAP_NUMBER (row, numerator);
  return row;
}

MapiRestriction *
table_rig_size_above (gint32 size)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_MESSAGE_SIZE, size);

  return mapi_restriction_new_property (MAPI_RELOP_GT, MAPI_PR_MESSAGE_SIZE, value);
}
