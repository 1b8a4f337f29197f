/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-tree.h"
#include "mock-sqlite.h"
#include "tap.h"

MapiFolder *
mock_tree_make_folder (MapiFolder *parent, const char *name)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *folder =
      mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, name, "comment", 0, NULL, &error);

  TAP_NO_ERROR (error);
  return folder;
}

MapiMessage *
mock_tree_make_message (MapiFolder *folder, const char *subject, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiMessage *message = mapi_folder_create_message (folder, NULL, flags, NULL, &error);

  TAP_NO_ERROR (error);
  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  return message;
}

GBytes *
mock_tree_add_message (MapiFolder *folder, const char *subject, guint32 flags)
{
  g_autoptr (MapiMessage) message = mock_tree_make_message (folder, subject, flags);

  mock_sqlite_save (message);
  return mock_sqlite_get_entry_id (message);
}

void
mock_tree_add_many (MapiFolder *folder, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *subject = g_strdup_printf ("Message %u", i);
      g_autoptr (GBytes) id = mock_tree_add_message (folder, subject, 0);
    }
}

gint32
mock_tree_get_long (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropList) props = mock_sqlite_get_all (object);

  return mapi_prop_list_get_long (props, tag, -1);
}

guint
mock_tree_count (MapiFolder *folder)
{
  return (guint) mock_tree_get_long (folder, MAPI_PR_CONTENT_COUNT);
}

MapiTable *
mock_tree_open_table (MapiFolder *folder, gboolean hierarchy, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiContainer *container = MAPI_CONTAINER (folder);
  MapiTable *table = hierarchy ? mapi_container_get_hierarchy_table (container, flags, NULL, &error)
                               : mapi_container_get_contents_table (container, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

MapiPropList *
mock_tree_get_row (MapiFolder *folder, gboolean hierarchy, guint32 flags, guint index)
{
  g_autoptr (MapiTable) table = mock_tree_open_table (folder, hierarchy, flags);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1000, 0, NULL, NULL);

  return index < mapi_row_set_get_size (rows) ? mapi_row_set_get_row (rows, index) : NULL;
}

/* The object behind a row, or NULL after a failed assertion. */
gpointer
mock_tree_open_row (MapiFolder *folder, gboolean hierarchy, guint32 flags, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) row = mock_tree_get_row (folder, hierarchy, flags, index);
  g_autoptr (GBytes) id = row != NULL ? mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID) : NULL;
  MapiProp *object = NULL;

  CU_ASSERT_PTR_NOT_NULL (row);
  if (row != NULL)
    object =
        mapi_container_open_entry (MAPI_CONTAINER (folder), id, NULL, MAPI_MODIFY, NULL, &error);
  TAP_NO_ERROR (error);
  return object;
}

MapiEntryList *
mock_tree_list_all (MapiFolder *folder, guint32 flags)
{
  g_autoptr (MapiTable) table = mock_tree_open_table (folder, FALSE, flags);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1000, 0, NULL, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (ids, mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID));
    }
  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

/* A tree with something of everything. */
MapiFolder *
mock_tree_make (MapiFolder *parent)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *outer = mock_tree_make_folder (parent, "Outer");
  g_autoptr (MapiFolder) inner = mock_tree_make_folder (outer, "Inner");
  g_autoptr (GBytes) one = mock_tree_add_message (outer, "One", 0);
  g_autoptr (GBytes) hidden = mock_tree_add_message (outer, "Hidden", MAPI_ASSOCIATED);
  g_autoptr (GBytes) two = mock_tree_add_message (inner, "Two", 0);
  g_autoptr (MapiEntryList) read = mapi_entry_list_new (&two, 1);

  mock_sqlite_set (outer, mapi_prop_value_new_string (MAPI_PR_CONTAINER_CLASS, "IPF.Note"));
  mapi_folder_set_read_flags (inner, read, NULL, 0, NULL, NULL, &error);
  mapi_folder_set_message_status (outer, one, 8, 8, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  return outer;
}

void
mock_tree_check (MapiFolder *outer)
{
  g_autoptr (MapiFolder) inner = mock_tree_open_row (outer, TRUE, 0, 0);
  g_autoptr (MapiMessage) one = mock_tree_open_row (outer, FALSE, 0, 0);
  g_autoptr (MapiMessage) hidden = mock_tree_open_row (outer, FALSE, MAPI_ASSOCIATED, 0);
  g_autofree char *class = mock_sqlite_get_text (outer, MAPI_PR_CONTAINER_CLASS);
  g_autofree char *comment = mock_sqlite_get_text (outer, MAPI_PR_COMMENT);
  g_autofree char *subject = mock_sqlite_get_text (hidden, MAPI_PR_SUBJECT);

  TAP_STRING (class, "IPF.Note");
  TAP_STRING (comment, "comment");
  TAP_STRING (subject, "Hidden");
  TAP_NUMBER (mock_tree_get_long (hidden, MAPI_PR_MESSAGE_FLAGS) & MAPI_MSGFLAG_ASSOCIATED,
              MAPI_MSGFLAG_ASSOCIATED);
  TAP_NUMBER (mock_tree_count (outer), 1);
  TAP_NUMBER (mock_tree_get_long (outer, MAPI_PR_ASSOC_CONTENT_COUNT), 1);
  TAP_NUMBER (mock_tree_get_long (outer, MAPI_PR_CONTENT_UNREAD), 1);
  TAP_NUMBER (mock_tree_count (inner), 1);
  TAP_NUMBER (mock_tree_get_long (inner, MAPI_PR_CONTENT_UNREAD), 0);
  /* The status of a message belongs to the folder it is in. */
  TAP_NUMBER (mock_tree_get_long (one, MAPI_PR_MSG_STATUS), 0);
}

gboolean
mock_tree_copy_folder (MapiFolder   *parent,
                       MapiFolder   *folder,
                       MapiFolder   *destination,
                       guint32       flags,
                       MapiProgress *progress,
                       guint32      *warning,
                       GError      **error)
{
  g_autoptr (GBytes) id = mock_sqlite_get_entry_id (folder);

  return mapi_folder_copy_folder (
      parent, id, destination, "Copy", progress, flags, NULL, warning, error);
}
