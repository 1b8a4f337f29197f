/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "store-pair.h"

#include "mock-sqlite.h"
#include "mock-tree.h"
#include "tap.h"

static MapiMsgStore *
open_store (MapiSession *session, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (session, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 10, 0, NULL, &error);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  MapiMsgStore *store =
      mapi_session_open_msg_store (session, entry_id, MAPI_MDB_WRITE, NULL, &error);

  TAP_NO_ERROR (error);
  return store;
}

void
store_pair_begin (StorePair *self)
{
  static guint     count;
  g_autofree char *name = g_strdup_printf ("two-%u", ++count);
  g_autoptr (MapiProfiles) admin = mapi_profiles_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfile) profile = mapi_profiles_create (admin, name, &error);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("%u.db", i);
      g_autoptr (MapiUid) service = mapi_profile_add_service (profile, "sqlite", NULL, &error);

      mapi_profile_configure_service (profile, service, "path", path, &error);
      TAP_NO_ERROR (error);
    }

  self->session = mapi_session_logon_profile (profile, 0, NULL, &error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) root_id = NULL;
      g_autoptr (MapiProp) root = NULL;

      self->stores[i] = open_store (self->session, i);
      root_id = mock_sqlite_get_bytes (self->stores[i], MAPI_PR_IPM_SUBTREE_ENTRYID);
      root = mapi_session_open_entry (self->session, root_id, NULL, MAPI_MODIFY, NULL, &error);
      TAP_NO_ERROR (error);
      self->folders[i] = mock_tree_make_folder (MAPI_FOLDER (root), "Folder");
    }
}

void
store_pair_end (StorePair *self)
{
  for (guint i = 0; i < 2; i++)
    {
      g_clear_object (&self->folders[i]);
      g_clear_object (&self->stores[i]);
    }
  mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
}
