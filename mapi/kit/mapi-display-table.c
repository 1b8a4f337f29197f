/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-display-table.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-table-data.h"

static MapiPropList *
field_row (guint32 number, guint32 tag, const char *label, guint32 flags)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  guint32 stored_tag = GUINT32_TO_LE (tag);
  guint32 key = GUINT32_TO_LE (number);

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ROWID, (gint32) number);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_INSTANCE_KEY, &key, sizeof key);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, label);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTROL_TYPE, MAPI_DTCT_EDIT);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTROL_FLAGS, (gint32) flags);
  mapi_prop_list_builder_add_data (
      builder, MAPI_PR_CONTROL_STRUCTURE, &stored_tag, sizeof stored_tag);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_CONTROL_ID, &key, sizeof key);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_XPOS, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_YPOS, (gint32) number);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DELTAX, 1);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DELTAY, 1);

  return mapi_prop_list_builder_end (builder);
}

/**
 * mapi_display_table_new:
 * @tags: the properties that can be edited
 * @labels: (array zero-terminated=1): what people call them, one for each
 * @flags: for each the `MAPI_DT_EDITABLE`, `MAPI_DT_REQUIRED`, `MAPI_DT_MULTILINE`,
 *   `MAPI_DT_PASSWORD_EDIT` …
 * @error: return location for a #GError
 *
 * Makes a display table: what an object has that people may look at or change, field by field
 * (`BuildDisplayTable`, builddisplaytable.md). It is what PR_DETAILS_TABLE opens,
 * `IMAPISupport::DoConfigPropsheet` takes and a #MapiInteraction is shown. Each row has the label
 * as PR_DISPLAY_NAME and the tag, little endian, as PR_CONTROL_STRUCTURE.
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when there are not as many labels and flags as tags.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_display_table_new (MapiPropTagArray  *tags,
                        const char *const *labels,
                        MapiFlagList      *flags,
                        GError           **error)
{
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, NULL);
  guint n_fields;

  g_return_val_if_fail (tags != NULL, NULL);
  g_return_val_if_fail (labels != NULL, NULL);
  g_return_val_if_fail (flags != NULL, NULL);

  n_fields = mapi_prop_tag_array_get_size (tags);
  if (g_strv_length ((char **) labels) != n_fields || mapi_flag_list_get_size (flags) != n_fields)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "a display table needs a label and flags for each property");
      return NULL;
    }

  for (guint i = 0; i < n_fields; i++)
    {
      g_autoptr (MapiPropList) row = field_row (i + 1,
                                                mapi_prop_tag_array_get_tag (tags, i),
                                                labels[i],
                                                mapi_flag_list_get_flag (flags, i));

      if (!mapi_table_data_modify_row (data, row, error))
        return NULL;
    }
  return mapi_table_data_get_view (data, NULL);
}
