/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* HrValidateIPMSubtree: the standard folders of a store, and R651: the default store of a session
 * has them. */

#include "session-rig.h"
#include "tap.h"

#define INBOX ((guint32) MAPI_PT_BINARY)
#define ALL 0xff
#define LEAST                                                                                      \
  (MAPI_FOLDER_IPM_SUBTREE_VALID | MAPI_FOLDER_FINDER_VALID | MAPI_FOLDER_IPM_WASTEBASKET_VALID)

/* A folder in memory; the root is the store's, which finds all of them. */
G_DECLARE_FINAL_TYPE (Place, place, TEST, PLACE, MapiPropData)
struct _Place
{
  MapiPropData parent_instance;
  GHashTable  *all; /* entry identifier -> folder */
  char        *path;
};

G_DECLARE_FINAL_TYPE (House, house, TEST, HOUSE, MapiPropData)
struct _House
{
  MapiPropData parent_instance;
  GHashTable  *all;
  GString     *made;     /* in order */
  GHashTable  *receives; /* message class -> entry identifier */
};

static Place *place_new (GHashTable *all, const char *path);

static MapiFolder *
create_folder (MapiFolder   *folder,
               guint32       type,
               const char   *name,
               const char   *comment,
               guint32       flags,
               GCancellable *cancellable,
               GError      **error)
{
  Place           *self = TEST_PLACE (folder);
  g_autofree char *path = g_strdup_printf ("%s/%s", self->path, name);
  g_autoptr (GBytes) id = g_bytes_new (path, strlen (path));
  Place *found = g_hash_table_lookup (self->all, id);

  return MAPI_FOLDER (found != NULL ? g_object_ref (found) : place_new (self->all, path));
}

static void
place_folder_init (MapiFolderInterface *iface)
{
  iface->create_folder = create_folder;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Place,
                               place,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, NULL)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER, place_folder_init))

static void
place_finalize (GObject *object)
{
  g_free (TEST_PLACE (object)->path);
  G_OBJECT_CLASS (place_parent_class)->finalize (object);
}

static void
place_class_init (PlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = place_finalize;
}

static void
place_init (Place *self)
{
}

static Place *
place_new (GHashTable *all, const char *path)
{
  Place *self = g_object_new (place_get_type (), NULL);
  g_autoptr (GBytes) id = g_bytes_new (path, strlen (path));
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, id);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  self->all = all;
  self->path = g_strdup (path);
  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (self), props, NULL, NULL, NULL));
  g_hash_table_insert (all, g_bytes_ref (id), g_object_ref (self));
  return self;
}

static MapiProp *
open_entry (MapiMsgStore *store,
            GBytes       *entry_id,
            const char   *interface_name,
            guint32       flags,
            GCancellable *cancellable,
            GError      **error)
{
  g_autoptr (GBytes) root = g_bytes_new_static ("", 0);
  Place *found = g_hash_table_lookup (TEST_HOUSE (store)->all, entry_id != NULL ? entry_id : root);

  if (found != NULL)
    return MAPI_PROP (g_object_ref (found));
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "no such folder");
  return NULL;
}

static gboolean
set_receive_folder (MapiMsgStore *store,
                    const char   *message_class,
                    guint32       flags,
                    GBytes       *entry_id,
                    GCancellable *cancellable,
                    GError      **error)
{
  return g_hash_table_insert (
      TEST_HOUSE (store)->receives, g_strdup (message_class), g_bytes_ref (entry_id));
}

static GBytes *
get_receive_folder (MapiMsgStore *store,
                    const char   *message_class,
                    guint32       flags,
                    char        **explicit_class,
                    GCancellable *cancellable,
                    GError      **error)
{
  GBytes *id = g_hash_table_lookup (TEST_HOUSE (store)->receives, message_class);

  if (id != NULL)
    return g_bytes_ref (id);
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "no receive folder");
  return NULL;
}

static void
house_store_init (MapiMsgStoreInterface *iface)
{
  iface->open_entry = open_entry;
  iface->set_receive_folder = set_receive_folder;
  iface->get_receive_folder = get_receive_folder;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (House,
                               house,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_STORE, house_store_init))

static void
house_finalize (GObject *object)
{
  g_hash_table_unref (TEST_HOUSE (object)->all);
  g_hash_table_unref (TEST_HOUSE (object)->receives);
  G_OBJECT_CLASS (house_parent_class)->finalize (object);
}

static void
house_class_init (HouseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = house_finalize;
}

static void
house_init (House *self)
{
  self->all = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, g_object_unref);
  self->receives =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

/* A store with nothing but its root folder. */
static House *
house_new (void)
{
  House *self = g_object_new (house_get_type (), NULL);

  g_object_unref (place_new (self->all, ""));
  return self;
}

static MapiPropList *
validate (House *house, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  MapiPropList *props = mapi_validate_ipm_subtree (MAPI_MSG_STORE (house), flags, NULL, &error);

  TAP_NO_ERROR (error);
  return props;
}

static void
expect_id (MapiPropList *props, guint32 tag, const char *path)
{
  g_autoptr (GBytes) id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
  g_autoptr (GBytes) expected = g_bytes_new (path, strlen (path));

  CU_ASSERT_PTR_NOT_NULL (id);
  if (id != NULL)
    TAP_BYTES (id, expected);
}

static void
test_full (void)
{
  g_autoptr (House) house = house_new ();
  g_autoptr (MapiPropList) props = validate (house, MAPI_FULL_IPM_TREE);
  g_autoptr (MapiPropList) own = mapi_prop_data_get_list (MAPI_PROP_DATA (house));
  g_autoptr (GBytes) received = NULL;
  static const struct
  {
    guint32     tag;
    const char *path;
  } expected[] = {
    { MAPI_PR_IPM_SUBTREE_ENTRYID, "/IPM Subtree" },
    { MAPI_PR_FINDER_ENTRYID, "/Search Root" },
    { MAPI_PR_VIEWS_ENTRYID, "/Folder Views" },
    { MAPI_PR_COMMON_VIEWS_ENTRYID, "/Common Views" },
    { MAPI_PR_IPM_WASTEBASKET_ENTRYID, "/IPM Subtree/Deleted Items" },
    { MAPI_PR_IPM_OUTBOX_ENTRYID, "/IPM Subtree/Outbox" },
    { MAPI_PR_IPM_SENTMAIL_ENTRYID, "/IPM Subtree/Sent Items" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      expect_id (props, expected[i].tag, expected[i].path);
      expect_id (own, expected[i].tag, expected[i].path);
    }
  expect_id (props, INBOX, "/IPM Subtree/Inbox");
  CU_ASSERT_FALSE (mapi_prop_list_contains (own, INBOX));
  TAP_NUMBER (mapi_prop_list_get_long (own, MAPI_PR_VALID_FOLDER_MASK, 0), ALL);
  received = get_receive_folder (MAPI_MSG_STORE (house), "REPORT.IPM", 0, NULL, NULL, NULL);
  CU_ASSERT_PTR_NOT_NULL (received);
  TAP_NUMBER (g_hash_table_size (house->all), 1 + G_N_ELEMENTS (expected) + 1);
}

static void
test_least (void)
{
  g_autoptr (House) house = house_new ();
  g_autoptr (MapiPropList) props = validate (house, 0);

  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_VALID_FOLDER_MASK, 0), LEAST);
  expect_id (props, MAPI_PR_IPM_WASTEBASKET_ENTRYID, "/IPM Subtree/Deleted Items");
  CU_ASSERT_FALSE (mapi_prop_list_contains (props, INBOX));
  TAP_NUMBER (g_hash_table_size (house->all), 1 + 3);
}

/* What the store says it has is believed, unless MAPI_FORCE_CREATE has it looked at. */
static void
test_force (void)
{
  g_autoptr (House) house = house_new ();
  g_autoptr (MapiPropList) first = validate (house, MAPI_FULL_IPM_TREE);
  g_autoptr (MapiPropList) believed = NULL;
  g_autoptr (MapiPropList) forced = NULL;
  g_autoptr (GBytes) outbox = mapi_prop_list_get_bytes (first, MAPI_PR_IPM_OUTBOX_ENTRYID);

  g_hash_table_remove (house->all, outbox);
  believed = validate (house, MAPI_FULL_IPM_TREE);
  CU_ASSERT_FALSE (g_hash_table_contains (house->all, outbox));
  CU_ASSERT_TRUE (mapi_prop_list_equal (believed, first));
  forced = validate (house, MAPI_FULL_IPM_TREE | MAPI_FORCE_CREATE);
  CU_ASSERT_TRUE (g_hash_table_contains (house->all, outbox));
  CU_ASSERT_TRUE (mapi_prop_list_equal (forced, first));
}

static void
test_refused (void)
{
  g_autoptr (House) house = house_new ();
  g_autoptr (GError) error = NULL;

  g_hash_table_remove_all (house->all);
  CU_ASSERT_PTR_NULL (mapi_validate_ipm_subtree (MAPI_MSG_STORE (house), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "HrValidateIPMSubtree: IPM Subtree"));
}

/* Whether the root folder of the store has a folder that only HrValidateIPMSubtree names so. */
static gboolean
was_completed (MapiMsgStore *store)
{
  g_autoptr (MapiProp) root = mapi_msg_store_open_entry (store, NULL, NULL, 0, NULL, NULL);
  g_autoptr (MapiTable) table =
      mapi_container_get_hierarchy_table (MAPI_CONTAINER (root), 0, NULL, NULL);
  g_autoptr (MapiPropValue) name = mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, "IPM Subtree");
  g_autoptr (MapiRestriction) is_it =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_DISPLAY_NAME, name);

  return mapi_table_find_row (table, is_it, MAPI_BOOKMARK_BEGINNING, 0, NULL, NULL, NULL);
}

/* A profile with a store that says it has no standard folders. */
static gboolean
begin (SessionRig *rig, const char *name, gboolean is_default)
{
  g_autofree char  *path = g_strdup_printf ("%s/%s.db", tap_folder (), name);
  const char *const settings[] = {
    "script", "show PR_VALID_FOLDER_MASK 0", "path", path, NULL,
  };

  return session_rig_begin (rig, name) &&
         (is_default ? session_rig_add_default : session_rig_add) (rig, "fake-store", settings) &&
         session_rig_log_on (rig);
}

static GBytes *
find_other_store (MapiSession *session)
{
  g_autoptr (MapiTable) table = mapi_session_get_msg_stores_table (session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 10, 0, NULL, NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (!mapi_prop_list_get_boolean (row, MAPI_PR_DEFAULT_STORE, FALSE))
        return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
    }
  return NULL;
}

static void
test_opened (void)
{
  SessionRig rig = { 0 };

  CU_ASSERT_TRUE (begin (&rig, "opened", TRUE));
  if (rig.store != NULL)
    CU_ASSERT_TRUE (was_completed (rig.store));
  session_rig_clear (&rig);
}

/* A store that is not the default one stays as it is until it is made that. */
static void
test_made_default (void)
{
  SessionRig rig = { 0 };
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (begin (&rig, "made", FALSE));
  id = rig.session != NULL ? find_other_store (rig.session) : NULL;
  CU_ASSERT_PTR_NOT_NULL (id);
  if (id != NULL)
    {
      store = mapi_session_open_msg_store (rig.session, id, MAPI_MDB_WRITE, NULL, &error);
      TAP_NO_ERROR (error);
      CU_ASSERT_FALSE (was_completed (store));
      CU_ASSERT_TRUE (mapi_session_set_default_store (rig.session, id, 0, &error));
      TAP_NO_ERROR (error);
      CU_ASSERT_TRUE (was_completed (store));
    }
  g_clear_object (&store);
  session_rig_clear (&rig);
}

TAP_MAIN ("spooler/ipm-subtree",
          { "all folders", test_full },
          { "the least", test_least },
          { "folders that the store only says it has", test_force },
          { "a store that refuses", test_refused },
          { "the default store is opened first", test_opened },
          { "a store is made the default one", test_made_default })
