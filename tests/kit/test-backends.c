/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A store and an address book in C over the backends of the kit, as their providers are used. What
 * the conformance kit asks of such stores it asks of the samples in Python and JavaScript. */

#include "mock-support.h"
#include "tap.h"

#define UUID "a7a2b9c4-4a7e-4b37-8c53-5f4f0d1c2b3a"

/* --- A backend in memory --- */

typedef struct
{
  MapiStoreBackend parent_instance;
  GHashTable      *kept; /* FOLDER/NUMBER -> GBytes */
  guint            last;
} Shelf;

typedef MapiStoreBackendClass ShelfClass;

static GType shelf_get_type (void);

G_DEFINE_TYPE (Shelf, shelf, MAPI_TYPE_STORE_BACKEND)

static gboolean
shelf_open (MapiStoreBackend *backend, MapiPropList *settings, GCancellable *c, GError **error)
{
  mapi_store_backend_set_name (backend, "Shelf");
  mapi_store_backend_set_sends (backend, TRUE);
  return TRUE;
}

static gboolean
shelf_list_folder (MapiStoreBackend *backend, const char *folder, GCancellable *c, GError **error)
{
  GHashTableIter iter;
  gpointer       key;

  g_hash_table_iter_init (&iter, ((Shelf *) backend)->kept);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char      *end = strrchr (key, '/');
      g_autofree char *place = g_strndup (key, (gsize) (end - (const char *) key));

      if (g_str_equal (place, folder))
        mapi_store_backend_add_message (backend, key, NULL);
    }
  return TRUE;
}

static gboolean
shelf_load_message (MapiStoreBackend *backend,
                    const char       *folder,
                    const char       *key,
                    MapiMessage      *message,
                    GCancellable     *c,
                    GError          **error)
{
  GBytes *bytes = g_hash_table_lookup (((Shelf *) backend)->kept, key);

  return mapi_message_read_bytes (message, bytes, c, error);
}

static char *
shelf_save_message (MapiStoreBackend *backend,
                    const char       *folder,
                    const char       *key,
                    MapiMessage      *message,
                    GCancellable     *c,
                    GError          **error)
{
  Shelf  *self = (Shelf *) backend;
  GBytes *bytes = mapi_message_to_bytes (message, c, error);
  char   *kept = key != NULL ? g_strdup (key) : g_strdup_printf ("%s/%u", folder, ++self->last);

  g_hash_table_replace (self->kept, g_strdup (kept), bytes);
  return kept;
}

static gboolean
shelf_remove_message (
    MapiStoreBackend *backend, const char *folder, const char *key, GCancellable *c, GError **error)
{
  return g_hash_table_remove (((Shelf *) backend)->kept, key);
}

static void
shelf_finalize (GObject *object)
{
  g_hash_table_unref (((Shelf *) object)->kept);
  G_OBJECT_CLASS (shelf_parent_class)->finalize (object);
}

static void
shelf_class_init (ShelfClass *klass)
{
  MapiStoreBackendClass *backend = MAPI_STORE_BACKEND_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shelf_finalize;
  backend->open = shelf_open;
  backend->list_folder = shelf_list_folder;
  backend->load_message = shelf_load_message;
  backend->save_message = shelf_save_message;
  backend->remove_message = shelf_remove_message;
}

static void
shelf_init (Shelf *self)
{
  self->kept =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

/* --- One whose folders come and go --- */

/* Keys are numbers, and their parents and names are looked up. */
typedef struct
{
  Shelf       parent_instance;
  GHashTable *parents;
  GHashTable *names;
} Cabinet;

typedef ShelfClass CabinetClass;

static GType cabinet_get_type (void);

G_DEFINE_TYPE (Cabinet, cabinet, shelf_get_type ())

/* The one that is used, and the key that it gives next, whatever it makes. */
static Cabinet    *the_cabinet;
static const char *lie;

static gboolean
cabinet_list_folder (MapiStoreBackend *backend, const char *folder, GCancellable *c, GError **error)
{
  Cabinet       *self = (Cabinet *) backend;
  GHashTableIter iter;
  gpointer       key;
  gpointer       parent;

  the_cabinet = self;
  g_hash_table_iter_init (&iter, self->parents);
  while (g_hash_table_iter_next (&iter, &key, &parent))
    if (g_str_equal (parent, folder))
      mapi_store_backend_add_folder (backend, key, g_hash_table_lookup (self->names, key));
  return shelf_list_folder (backend, folder, c, error);
}

static char *
cabinet_create_folder (MapiStoreBackend *backend,
                       const char       *parent,
                       const char       *name,
                       GCancellable     *c,
                       GError          **error)
{
  Cabinet *self = (Cabinet *) backend;
  char    *key = g_strdup_printf ("%u", g_hash_table_size (self->parents) + 1);

  if (lie != NULL)
    {
      g_free (key);
      return g_strdup (lie);
    }
  g_hash_table_insert (self->parents, g_strdup (key), g_strdup (parent));
  g_hash_table_insert (self->names, g_strdup (key), g_strdup (name));
  return key;
}

static gboolean
cabinet_rename_folder (MapiStoreBackend *backend,
                       const char       *folder,
                       const char       *name,
                       GCancellable     *c,
                       GError          **error)
{
  g_hash_table_insert (((Cabinet *) backend)->names, g_strdup (folder), g_strdup (name));
  return TRUE;
}

static gboolean
cabinet_remove_folder (MapiStoreBackend *backend,
                       const char       *folder,
                       GCancellable     *c,
                       GError          **error)
{
  Cabinet *self = (Cabinet *) backend;

  g_hash_table_remove (self->names, folder);
  return g_hash_table_remove (self->parents, folder);
}

static void
cabinet_finalize (GObject *object)
{
  Cabinet *self = (Cabinet *) object;

  g_hash_table_unref (self->parents);
  g_hash_table_unref (self->names);
  G_OBJECT_CLASS (cabinet_parent_class)->finalize (object);
}

static void
cabinet_class_init (CabinetClass *klass)
{
  MapiStoreBackendClass *backend = MAPI_STORE_BACKEND_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cabinet_finalize;
  backend->list_folder = cabinet_list_folder;
  backend->create_folder = cabinet_create_folder;
  backend->rename_folder = cabinet_rename_folder;
  backend->remove_folder = cabinet_remove_folder;
}

static void
cabinet_init (Cabinet *self)
{
  self->parents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* --- Who uses it --- */

typedef struct
{
  MapiMsProvider *provider;
  MapiSupport    *supports[2];
  MapiMsgStore   *client;
  MapiMsgStore   *spooler;
  MapiMsLogon    *logons[2];
} World;

static void
world_clear (World *self)
{
  guint32 flags = 0;

  for (guint i = 0; i < 2; i++)
    {
      CU_ASSERT_TRUE (mapi_ms_logon_logoff (self->logons[i], &flags, NULL, NULL));
      g_clear_object (&self->logons[i]);
    }
  g_clear_object (&self->client);
  g_clear_object (&self->spooler);
  g_clear_object (&self->supports[0]);
  g_clear_object (&self->supports[1]);
  g_clear_object (&self->provider);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static void
world_begin_with (World *self, GType type)
{
  g_autoptr (GError) error = NULL;

  self->provider = mapi_store_factory_new (type, UUID, &error);
  for (guint i = 0; i < 2; i++)
    self->supports[i] = MAPI_SUPPORT (mock_support_new (NULL));
  self->client = mapi_ms_provider_logon (self->provider,
                                         self->supports[0],
                                         "test",
                                         NULL,
                                         0,
                                         NULL,
                                         NULL,
                                         &self->logons[0],
                                         NULL,
                                         &error);
  TAP_NO_ERROR (error);
  self->spooler = mapi_ms_provider_spooler_logon (self->provider,
                                                  self->supports[1],
                                                  "test",
                                                  NULL,
                                                  0,
                                                  NULL,
                                                  NULL,
                                                  &self->logons[1],
                                                  NULL,
                                                  &error);
  TAP_NO_ERROR (error);
}

static void
world_begin (World *self)
{
  world_begin_with (self, shelf_get_type ());
}

static GBytes *
dup_id (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props = mapi_prop_get_props (object, tags, 0, NULL, NULL, NULL);

  return mapi_prop_list_get_bytes (props, tag);
}

static MapiFolder *
open_folder (MapiMsgStore *store, guint32 tag)
{
  g_autoptr (GBytes) id = dup_id (store, tag);

  return (MapiFolder *) mapi_msg_store_open_entry (
      store, id, "MapiFolder", MAPI_MODIFY, NULL, NULL);
}

static MapiMessage *
write_draft (MapiMsgStore *store, const char *subject)
{
  g_autoptr (MapiFolder) outbox = open_folder (store, MAPI_PR_IPM_OUTBOX_ENTRYID);
  MapiMessage  *draft = mapi_folder_create_message (outbox, NULL, 0, NULL, NULL);
  MapiPropList *row = mapi_recipient_new (MAPI_TO, "ann", "FAKE", "ann");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  CU_ASSERT_TRUE (mapi_prop_set_string (MAPI_PROP (draft), MAPI_PR_SUBJECT, subject, NULL));
  CU_ASSERT_TRUE (mapi_message_modify_recipients (draft, MAPI_MODRECIP_ADD, rows, NULL, NULL));
  mapi_prop_list_unref (row);
  return draft;
}

static guint
count (MapiTable *table)
{
  guint32 n = 0;

  CU_ASSERT_TRUE (mapi_table_get_row_count (table, 0, &n, NULL, NULL, NULL));
  return n;
}

static guint
count_in (MapiMsgStore *store, guint32 tag)
{
  g_autoptr (MapiFolder) folder = open_folder (store, tag);
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, NULL, NULL);

  return count (table);
}

/* --- Cases --- */

static void
test_sending (void)
{
  g_auto (World) world = { NULL };
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiMessage) draft = NULL;
  g_autoptr (MapiMessage) locked = NULL;
  g_autoptr (GBytes) sent = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GError) error = NULL;

  world_begin (&world);
  queue = mapi_msg_store_get_outgoing_queue (world.spooler, 0, NULL, &error);
  TAP_NO_ERROR (error);
  draft = write_draft (world.client, "Hello");
  sent = dup_id (world.client, MAPI_PR_IPM_SENTMAIL_ENTRYID);
  CU_ASSERT_TRUE (mapi_prop_set_bytes (MAPI_PROP (draft), MAPI_PR_SENTMAIL_ENTRYID, sent, &error));
  CU_ASSERT_TRUE (mapi_message_submit_message (draft, 0, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_EQUAL (count (queue), 1);

  id = dup_id (draft, MAPI_PR_ENTRYID);
  locked = (MapiMessage *) mapi_msg_store_open_entry (
      world.spooler, id, "MapiMessage", MAPI_MODIFY, NULL, &error);
  CU_ASSERT_TRUE (
      mapi_msg_store_set_lock_state (world.spooler, locked, MAPI_MSG_LOCKED, NULL, &error));
  CU_ASSERT_FALSE (mapi_msg_store_abort_submit (world.client, id, 0, NULL, &error));
  CU_ASSERT_TRUE (g_error_matches (error, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT));
  g_clear_error (&error);
  CU_ASSERT_TRUE (mapi_msg_store_finished_msg (world.spooler, 0, id, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_EQUAL (count (queue), 0);
  CU_ASSERT_EQUAL (count_in (world.client, MAPI_PR_IPM_OUTBOX_ENTRYID), 0);
  CU_ASSERT_EQUAL (count_in (world.client, MAPI_PR_IPM_SENTMAIL_ENTRYID), 1);
}

static void
test_taking_back (void)
{
  g_auto (World) world = { NULL };
  g_autoptr (MapiMessage) draft = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GError) error = NULL;

  world_begin (&world);
  draft = write_draft (world.client, "Not yet");
  CU_ASSERT_TRUE (mapi_message_submit_message (draft, 0, NULL, &error));
  id = dup_id (draft, MAPI_PR_ENTRYID);
  CU_ASSERT_PTR_NULL (
      mapi_msg_store_open_entry (world.client, id, NULL, MAPI_MODIFY, NULL, &error));
  CU_ASSERT_TRUE (g_error_matches (error, MAPI_ERROR, MAPI_E_SUBMITTED));
  g_clear_error (&error);
  CU_ASSERT_TRUE (mapi_msg_store_abort_submit (world.client, id, 0, NULL, &error));
  TAP_NO_ERROR (error);
  again =
      (MapiMessage *) mapi_msg_store_open_entry (world.client, id, NULL, MAPI_MODIFY, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_prop_set_string (MAPI_PROP (again), MAPI_PR_SUBJECT, "Now", &error));
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (again), 0, NULL, &error));
  TAP_NO_ERROR (error);
}

static MapiFolder *
make_folder (MapiFolder *parent, const char *name, GError **error)
{
  return mapi_folder_create_folder (parent, MAPI_FOLDER_GENERIC, name, NULL, 0, NULL, error);
}

static void
test_folders (void)
{
  g_auto (World) world = { NULL };
  g_autoptr (MapiFolder) top = NULL;
  g_autoptr (MapiFolder) work = NULL;
  g_autoptr (MapiFolder) late = NULL;
  g_autoptr (MapiFolder) sent = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GError) error = NULL;
  guint32 warning = 0;

  world_begin_with (&world, cabinet_get_type ());
  top = open_folder (world.client, MAPI_PR_IPM_SUBTREE_ENTRYID);
  work = make_folder (top, "Work", &error);
  TAP_NO_ERROR (error);
  late = make_folder (work, "Late", &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_prop_set_string (MAPI_PROP (work), MAPI_PR_DISPLAY_NAME, "Job", &error));
  TAP_STRING (g_hash_table_lookup (the_cabinet->names, "1"), "Job");
  id = dup_id (work, MAPI_PR_ENTRYID);
  sent = open_folder (world.client, MAPI_PR_IPM_SENTMAIL_ENTRYID);
  CU_ASSERT_TRUE (mapi_folder_copy_folder (
      top, id, sent, "Moved", NULL, MAPI_FOLDER_MOVE, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, 0);
  CU_ASSERT_EQUAL (g_hash_table_size (the_cabinet->names), 2);
  CU_ASSERT_TRUE (mapi_folder_empty_folder (sent, NULL, 0, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_EQUAL (g_hash_table_size (the_cabinet->names), 0);
}

/* A provider may leave the methods out; one that gives a key that cannot be is told so. */
static void
test_no_folders (void)
{
  static const char *const lies[] = { "", "\xff", "\1root", "Inbox" };
  g_auto (World) plain = { NULL };
  g_auto (World) world = { NULL };
  g_autoptr (MapiFolder) plain_top = NULL;
  g_autoptr (MapiFolder) top = NULL;
  g_autoptr (GError) error = NULL;

  world_begin (&plain);
  plain_top = open_folder (plain.client, MAPI_PR_IPM_SUBTREE_ENTRYID);
  CU_ASSERT_PTR_NULL (make_folder (plain_top, "Work", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);

  world_begin_with (&world, cabinet_get_type ());
  top = open_folder (world.client, MAPI_PR_IPM_SUBTREE_ENTRYID);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_clear_error (&error);
      lie = lies[i];
      CU_ASSERT_PTR_NULL (make_folder (top, "Work", &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_CALL_FAILED);
    }
  lie = NULL;
}

static void
test_receive_folders (void)
{
  g_auto (World) world = { NULL };
  g_autoptr (MapiFolder) top = NULL;
  g_autoptr (MapiFolder) faxes = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GBytes) inbox = NULL;
  g_autofree char *explicit_class = NULL;
  g_autofree char *no_class = NULL;
  g_autoptr (GError) error = NULL;

  world_begin_with (&world, cabinet_get_type ());
  top = open_folder (world.client, MAPI_PR_IPM_SUBTREE_ENTRYID);
  faxes = make_folder (top, "Faxes", &error);
  id = dup_id (faxes, MAPI_PR_ENTRYID);
  CU_ASSERT_TRUE (
      mapi_msg_store_set_receive_folder (world.client, "IPM.Note.Fax", 0, id, NULL, &error));
  TAP_NO_ERROR (error);
  found = mapi_msg_store_get_receive_folder (
      world.spooler, "IPM.Note.Fax.Colour", 0, &explicit_class, NULL, &error);
  CU_ASSERT_TRUE (g_bytes_equal (found, id));
  TAP_STRING (explicit_class, "IPM.Note.Fax");
  CU_ASSERT_TRUE (mapi_folder_delete_folder (top, id, NULL, 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  inbox =
      mapi_msg_store_get_receive_folder (world.spooler, "IPM.Note.Fax", 0, &no_class, NULL, &error);
  CU_ASSERT_FALSE (g_bytes_equal (inbox, id));
  TAP_STRING (no_class, "");
}

/* What somebody still holds when the store is logged off is of no use any more, and no harm. */
static void
test_logging_off (void)
{
  g_auto (World) world = { NULL };
  g_autoptr (MapiMessage) draft = NULL;
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  world_begin (&world);
  draft = write_draft (world.client, "Late");
  CU_ASSERT_TRUE (mapi_ms_logon_logoff (world.logons[0], &flags, NULL, &error));
  CU_ASSERT_FALSE (mapi_prop_save_changes (MAPI_PROP (draft), 0, NULL, &error));
  CU_ASSERT_TRUE (g_error_matches (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT));
}

static void
test_uuids (void)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_store_factory_new (shelf_get_type (), "none", &error));
  CU_ASSERT_TRUE (g_error_matches (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER));
}

/* --- An address book --- */

G_DECLARE_FINAL_TYPE (Circle, circle, TEST, CIRCLE, MapiBookBackend)
struct _Circle
{
  MapiBookBackend parent_instance;
};

G_DEFINE_FINAL_TYPE (Circle, circle, MAPI_TYPE_BOOK_BACKEND)

static gboolean
circle_list_people (MapiBookBackend *backend, GCancellable *c, GError **error)
{
  g_autoptr (MapiPropValue) name = mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, "Ann");
  g_autoptr (MapiPropList) person = mapi_prop_list_new_from_value (name);

  mapi_book_backend_add_person (backend, "ann@example.org", person);
  return TRUE;
}

static void
circle_class_init (CircleClass *klass)
{
  MAPI_BOOK_BACKEND_CLASS (klass)->list_people = circle_list_people;
}

static void
circle_init (Circle *self)
{
}

static void
test_people (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAbProvider) provider = mapi_book_factory_new (circle_get_type (), UUID, &error);
  g_autoptr (MapiSupport) support = MAPI_SUPPORT (mock_support_new (NULL));
  g_autoptr (MapiAbLogon) logon =
      mapi_ab_provider_logon (provider, support, "test", 0, NULL, NULL, &error);
  g_autoptr (MapiProp) root = NULL;
  g_autoptr (MapiTable) containers = NULL;

  TAP_NO_ERROR (error);
  root = mapi_ab_logon_open_entry (logon, NULL, NULL, 0, NULL, &error);
  containers = mapi_container_get_hierarchy_table (MAPI_CONTAINER (root), 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_EQUAL (count (containers), 1);
  CU_ASSERT_TRUE (mapi_ab_logon_logoff (logon, 0, NULL, &error));
}

TAP_MAIN ("kit/backends",
          { "a message on its way out", test_sending },
          { "a message that is taken back", test_taking_back },
          { "folders", test_folders },
          { "a provider that makes no folders", test_no_folders },
          { "receive folders", test_receive_folders },
          { "what is held after the end", test_logging_off },
          { "a UUID that is none", test_uuids },
          { "people", test_people })
