/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The samples as a third party's providers: found in the catalogue, put into a profile, loaded by
 * the session and driven by the spooler. */

#include "tap.h"

#include "folder-rig.h"
#include "session-rig.h"

static void
test_file_transport (void)
{
  folder_rig_try ("file-transport", "FILE", NULL);
}

static void
test_null_store (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) stores = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  guint n_opened = 0;

  if (!session_rig_begin (&rig, "nothing") || !session_rig_add (&rig, "null-store", NULL) ||
      !session_rig_start (&rig))
    return;

  stores = mapi_session_get_msg_stores_table (rig.session, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  rows = mapi_table_query_rows (stores, 10, 0, NULL, &error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 2);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
      g_autoptr (MapiMsgStore) store =
          mapi_session_open_msg_store (rig.session, entry_id, 0, NULL, &error);

      TAP_NO_ERROR (error);
      n_opened += store != NULL;
    }
  TAP_NUMBER (n_opened, 2);
}

TAP_MAIN ("samples/spooled",
          { "file-transport", test_file_transport },
          { "null-store", test_null_store })
