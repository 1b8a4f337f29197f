/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-ab-container-data.h"
#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-table-data.h"

/* What a provider of an address book with a root and one container below it says of the two. */

/**
 * mapi_ab_container_describe:
 * @entry_id: the container
 * @name: what people call it
 * @comment: more about it, or nothing
 * @display_type: `MAPI_DT_LOCAL`, `MAPI_DT_GLOBAL` …
 * @container_flags: `MAPI_AB_RECIPIENTS`, `MAPI_AB_SUBCONTAINERS`, `MAPI_AB_MODIFIABLE` …
 *
 * Makes the properties that a container of an address book has, and its row of the hierarchy table.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_ab_container_describe (GBytes     *entry_id,
                            const char *name,
                            const char *comment,
                            guint32     display_type,
                            guint32     container_flags)
{
  g_autoptr (MapiPropListBuilder) builder = NULL;

  g_return_val_if_fail (entry_id != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (comment != NULL, NULL);

  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, entry_id);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_COMMENT, comment);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_ABCONT);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DISPLAY_TYPE, (gint32) display_type);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_CONTAINER_FLAGS, (gint32) container_flags);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_DEPTH, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS, 0);

  return mapi_prop_list_builder_end (builder);
}

/**
 * mapi_ab_hierarchy_new:
 * @container: (nullable): the row of the one container there is, or %NULL for none
 * @error: return location for a #GError
 *
 * Makes the hierarchy table of a root with one container, or of that container, which has none.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_ab_hierarchy_new (MapiPropList *container, GError **error)
{
  g_autoptr (MapiTableData) data =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_INSTANCE_KEY, NULL);

  return container == NULL || mapi_table_data_modify_row (data, container, error)
             ? mapi_table_data_get_view (data, NULL)
             : NULL;
}
