/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Codes of returns.tsv that tell of a limit: what an object, its provider or a copy of it lacks. */

#include "mock-sqlite.h"
#include "returns.h"
#include "session-rig.h"

/* What a provider gives that fills no slot. */
typedef struct
{
  GObject parent;
} Bare;

typedef struct
{
  GObjectClass parent;
} BareClass;

GType bare_get_type (void);

G_DEFINE_TYPE_WITH_CODE (Bare,
                         bare,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, NULL)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, NULL)
                                 G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER, NULL)
                                     G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_STORE, NULL)
                                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_TABLE, NULL))

static void
bare_class_init (BareClass *klass)
{
}

static void
bare_init (Bare *self)
{
}

static void
test_bare_table (void)
{
  g_autoptr (MapiTable) table = g_object_new (bare_get_type (), NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_new (0, 0);

  EXPECT (mapi_table_advise (table, MAPI_fnevTableModified, MAPI_ADVISE_SINK (sink), &error) != 0,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_table_create_bookmark (table, NULL, &error) != 0, MAPI_E_NO_SUPPORT);
  EXPECT (mapi_table_get_row_count (table, 0, NULL, NULL, NULL, &error), MAPI_E_NO_SUPPORT);
  EXPECT (mapi_table_sort_table (table, order, 0, NULL, &error), MAPI_E_NO_SUPPORT);
  EXPECT (mapi_table_wait_for_completion (table, 0, 0, NULL, NULL, &error), MAPI_E_NO_SUPPORT);
}

static void
test_bare_object (void)
{
  g_autoptr (GObject) bare = g_object_new (bare_get_type (), NULL);
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (MapiSortOrderSet) order = mapi_sort_order_set_new (0, 0);

  EXPECT (mapi_prop_get_ids_from_names (MAPI_PROP (bare), NULL, 0, NULL, NULL, &error) != NULL,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_prop_get_names_from_ids (
              MAPI_PROP (bare), NULL, NULL, 0, NULL, NULL, NULL, &error) != NULL,
          MAPI_E_NO_SUPPORT);
  EXPECT (mapi_folder_save_contents_sort (MAPI_FOLDER (bare), order, 0, NULL, &error),
          MAPI_E_NO_SUPPORT);
  EXPECT (
      mapi_msg_store_advise (
          MAPI_MSG_STORE (bare), NULL, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), NULL, &error) !=
          0,
      MAPI_E_NO_SUPPORT);
}

static MapiNameIdArray *
make_names (const MapiUid *space, guint first, guint n)
{
  MapiNameIdArray *names = mapi_name_id_array_new ();

  for (guint i = first; i < first + n; i++)
    {
      g_autoptr (MapiNameIdArray) shorter = names;
      g_autoptr (MapiNameId) name = mapi_name_id_new_from_id (space, (gint32) i);

      names = mapi_name_id_array_append (shorter, name);
    }
  return names;
}

/* FALSE where the store has no room for all of them. */
static gboolean
name_some (MapiMsgStore *store, const MapiUid *space, guint first, guint n, GError **error)
{
  g_autoptr (MapiNameIdArray) names = make_names (space, first, n);
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_ids_from_names (MAPI_PROP (store), names, MAPI_CREATE, NULL, NULL, error);

  return tags != NULL;
}

/* Identifiers of names end with 0xfffe. */
static void
test_many_names (void)
{
  enum
  {
    AT_ONCE = 512,
    MAX = 0x7fff
  };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiUid) space = mapi_uid_new ();
  guint n = 0;

  if (!mock_sqlite_open_new (&client))
    return;
  while (n + AT_ONCE <= MAX && name_some (client.store, space, n, AT_ONCE, NULL))
    n += AT_ONCE;
  CU_ASSERT_TRUE (n > 0);
  EXPECT (name_some (client.store, space, n, MAX + 1 - n, &error), MAPI_E_TOO_BIG);
}

static MapiMessage *
add_message (MapiFolder *folder, const char *subject)
{
  MapiMessage *message = mapi_folder_create_message (folder, NULL, 0, NULL, NULL);

  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, NULL);
  return message;
}

static void
test_unknown_column (void)
{
  static const guint32 columns[] = { 0x67000003 };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, 1);
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  message = add_message (inbox, "Subject");
  table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);
  mapi_table_set_columns (table, tags, 0, NULL, &error);
  rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  row = mapi_row_set_get_row (rows, 0);
  TAP_NUMBER (mapi_prop_list_get_error (row, columns[0]), MAPI_E_NOT_FOUND);
}

/* Folders have no recipients. */
static void
test_restriction (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiRestriction) named = mapi_restriction_new_exist (MAPI_PR_DISPLAY_NAME);
  g_autoptr (MapiRestriction) sent = mapi_restriction_new_sub (MAPI_PR_MESSAGE_RECIPIENTS, named);
  g_autoptr (MapiRestriction) unsent = mapi_restriction_new_not (sent);
  g_autoptr (MapiFolder) parent = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GError) local = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  parent = mock_sqlite_open_folder (client.store, MAPI_PR_IPM_SUBTREE_ENTRYID);
  table = mapi_container_get_hierarchy_table (MAPI_CONTAINER (parent), 0, NULL, &local);
  TAP_NO_ERROR (local);
  EXPECT (mapi_table_restrict (table, unsent, 0, NULL, &error), MAPI_E_TOO_COMPLEX);
  CU_ASSERT_TRUE (mapi_table_restrict (table, named, 0, NULL, &local));
  TAP_NO_ERROR (local);
}

/* The bookmark is at a message; then its category hides it. */
static void
test_collapsed_bookmark (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiSortOrderSet) empty = mapi_sort_order_set_new (1, 1);
  g_autoptr (MapiSortOrderSet) order =
      mapi_sort_order_set_append (empty, MAPI_PR_SUBJECT, MAPI_TABLE_SORT_ASCEND);
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) heading = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) local = NULL;
  guint32 bookmark;

  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  message = add_message (inbox, "Subject");
  table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &local);
  mapi_table_sort_table (table, order, 0, NULL, &local);
  rows = mapi_table_query_rows (table, 1, 0, NULL, &local);
  heading = mapi_row_set_get_row (rows, 0);
  key = mapi_prop_list_get_bytes (heading, MAPI_PR_INSTANCE_KEY);
  bookmark = mapi_table_create_bookmark (table, NULL, &local);
  mapi_table_collapse_row (table, key, 0, NULL, NULL, &local);
  TAP_NO_ERROR (local);
  EXPECT_WARNING (mapi_table_seek_row (table, bookmark, 0, NULL, NULL, &warning, &error),
                  MAPI_W_POSITION_CHANGED);
}

/* Nobody but the spooler opens what is being sent (R032). */
static void
test_being_sent (void)
{
  g_autofree char *path = g_build_filename (tap_folder (), "sent.db", NULL);
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockSqlite) spooler = { 0 };
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiProp) sent = NULL;
  g_autoptr (GError) local = NULL;

  if (!mock_sqlite_open (&client, path, FALSE, &local) ||
      !mock_sqlite_open (&spooler, path, TRUE, &local))
    {
      TAP_NO_ERROR (local);
      return;
    }
  id = mock_sqlite_submit (client.store, "Subject");
  sent = mapi_msg_store_open_entry (spooler.store, id, NULL, MAPI_MODIFY, NULL, &local);
  mapi_msg_store_set_lock_state (spooler.store, MAPI_MESSAGE (sent), MAPI_MSG_LOCKED, NULL, &local);
  TAP_NO_ERROR (local);
  EXPECT (mapi_msg_store_open_entry (client.store, id, NULL, 0, NULL, &error) != NULL,
          MAPI_E_NO_ACCESS);
}

TAP_MAIN ("conformance/returns-limits",
          { "slots that a table leaves empty", test_bare_table },
          { "slots that an object leaves empty", test_bare_object },
          { "more names than there are identifiers", test_many_names },
          { "a column that no row has", test_unknown_column },
          { "a restriction on what rows do not have", test_restriction },
          { "a bookmark that a category hides", test_collapsed_bookmark },
          { "a message that is being sent", test_being_sent })
