/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A store whose messages are gone when the program ends: one folder, and what the kit has for
 * providers. What a slot is not filled in for, MAPI answers with MAPI_E_NO_SUPPORT by itself. */

#include <mapi/mapi.h>

/* Whose entry identifiers are ours. A provider of your own needs a UID of its own: uuidgen. */
static const MapiUid provider_uid = {
  { 0x7e, 0x48, 0xe1, 0x3b, 0xb7, 0x0e, 0x49, 0x00, 0x89, 0xde, 0x81, 0x0b, 0x6e, 0x56, 0x33, 0x3d }
};

/* What the first byte of an entry identifier's data says; of a message its number follows. */
#define STORE 's'
#define FOLDER 'f'
#define LETTER 'l'

/* The store object, and what is in it. */
G_DECLARE_FINAL_TYPE (MemoryStore, memory_store, MEMORY, STORE, MapiPropData)
struct _MemoryStore
{
  MapiPropData   parent_instance;
  MapiSupport   *support; /* to keep it is to be logged on */
  GMutex         lock;
  GHashTable    *letters; /* entry identifier -> the message as it was saved last */
  MapiTableData *contents;
  guint32        last_number;
};

static GBytes *
make_id (char kind, guint32 number)
{
  const guint8 data[] = {
    (guint8) kind,          (guint8) (number >> 24), (guint8) (number >> 16),
    (guint8) (number >> 8), (guint8) number,
  };

  return mapi_entry_id_new (0, &provider_uid, data, sizeof data);
}

/* 0 for what is no identifier of ours. */
static char
get_kind (GBytes *entry_id)
{
  g_autoptr (GBytes) data = NULL;
  const guint8 *bytes;
  gsize         size = 0;

  if (entry_id == NULL)
    return FOLDER;
  if (!mapi_entry_id_is_valid (entry_id) || !mapi_entry_id_has_uid (entry_id, &provider_uid))
    return 0;
  data = mapi_entry_id_get_data (entry_id);
  bytes = g_bytes_get_data (data, &size);
  return size == 5 ? (char) bytes[0] : 0;
}

static GBytes *
get_id (gpointer object)
{
  g_autoptr (MapiPropList) props = mapi_prop_data_get_list (object);

  return mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
}

/* The properties that all objects have for being in the store. */
static void
describe (MapiPropListBuilder *builder, gint32 object_type, GBytes *entry_id)
{
  g_autoptr (GBytes) store_id = make_id (STORE, 0);

  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, object_type);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_RECORD_KEY, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_STORE_ENTRYID, store_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_STORE_RECORD_KEY, store_id);
}

/* A message on loan: it knows the store that a copy of it goes into. */
G_DECLARE_FINAL_TYPE (MemoryLetter, memory_letter, MEMORY, LETTER, MapiMemoryMessage)
struct _MemoryLetter
{
  MapiMemoryMessage parent_instance;
  MemoryStore      *store;
};

static gboolean memory_store_keep (MemoryStore *self, MemoryLetter *letter, GError **error);

static gboolean
memory_letter_save_changes (MapiProp *prop, guint32 flags, GCancellable *c, GError **error)
{
  MapiPropInterface *parent =
      g_type_interface_peek (g_type_class_peek (MAPI_TYPE_MEMORY_MESSAGE), MAPI_TYPE_PROP);

  return memory_store_keep (MEMORY_LETTER (prop)->store, MEMORY_LETTER (prop), error) &&
         parent->save_changes (prop, flags, c, error);
}

static void
init_letter_prop (MapiPropInterface *iface)
{
  iface->save_changes = memory_letter_save_changes;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MemoryLetter,
                               memory_letter,
                               MAPI_TYPE_MEMORY_MESSAGE,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, init_letter_prop))

static void
memory_letter_finalize (GObject *object)
{
  g_object_unref (MEMORY_LETTER (object)->store);
  G_OBJECT_CLASS (memory_letter_parent_class)->finalize (object);
}

static void
memory_letter_class_init (MemoryLetterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_letter_finalize;
}

static void
memory_letter_init (MemoryLetter *self)
{
}

static MapiPropList *
describe_letter (GBytes *entry_id)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) folder_id = make_id (FOLDER, 0);

  describe (builder, MAPI_OBJECT_MESSAGE, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_PARENT_ENTRYID, folder_id);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  return mapi_prop_list_builder_end (builder);
}

/* An empty message, which is in nobody's sight until it is saved. */
static MemoryLetter *
memory_store_make (MemoryStore *self, GBytes *entry_id)
{
  MemoryLetter *letter = g_object_new (memory_letter_get_type (), NULL);
  g_autoptr (MapiPropList) props = describe_letter (entry_id);

  letter->store = g_object_ref (self);
  mapi_prop_data_set_list (MAPI_PROP_DATA (letter), props);
  return letter;
}

/* A table has a row of each message: its properties, without those that are long. */
static gboolean
show (MemoryStore *self, MapiPropList *props, GError **error)
{
  static const guint32 tags[] = { MAPI_PR_BODY, MAPI_PR_RTF_COMPRESSED, MAPI_PR_BODY_HTML };
  g_autoptr (MapiPropTagArray) bodies = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiPropList) row = mapi_prop_list_without (props, bodies);

  return mapi_table_data_modify_row (self->contents, row, error);
}

static gboolean
memory_store_keep (MemoryStore *self, MemoryLetter *letter, GError **error)
{
  g_autoptr (MapiMemoryMessage) copy = mapi_memory_message_new ();
  g_autoptr (MapiPropList) props = mapi_prop_data_get_list (MAPI_PROP_DATA (letter));

  if (!mapi_prop_copy_to (
          MAPI_PROP (letter), NULL, NULL, NULL, MAPI_PROP (copy), 0, NULL, NULL, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  g_hash_table_replace (self->letters, get_id (letter), g_steal_pointer (&copy));
  g_mutex_unlock (&self->lock);
  return show (self, props, error);
}

static gpointer
memory_store_lookup (MemoryStore *self, GBytes *entry_id, GError **error)
{
  MapiMemoryMessage *kept;

  g_mutex_lock (&self->lock);
  kept = g_hash_table_lookup (self->letters, entry_id);
  if (kept != NULL)
    g_object_ref (kept);
  g_mutex_unlock (&self->lock);
  if (kept == NULL)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "there is no such message");
  return kept;
}

static MapiProp *
memory_store_open_letter (MemoryStore *self, GBytes *entry_id, guint32 flags, GError **error)
{
  g_autoptr (MapiMemoryMessage) kept = memory_store_lookup (self, entry_id, error);
  g_autoptr (MemoryLetter) letter = kept != NULL ? memory_store_make (self, entry_id) : NULL;

  if (letter == NULL ||
      !mapi_prop_copy_to (
          MAPI_PROP (kept), NULL, NULL, NULL, MAPI_PROP (letter), 0, NULL, NULL, error))
    return NULL;
  if ((flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)) == 0)
    mapi_prop_data_set_obj_access (MAPI_PROP_DATA (letter), MAPI_IPROP_READONLY);
  return MAPI_PROP (g_steal_pointer (&letter));
}

static gboolean
memory_store_forget (MemoryStore *self, GBytes *entry_id, GError **error)
{
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);
  g_autoptr (MapiMemoryMessage) kept = memory_store_lookup (self, entry_id, error);

  if (kept == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->letters, entry_id);
  g_mutex_unlock (&self->lock);
  return mapi_table_data_delete_row (self->contents, index, error);
}

/* The one folder: a way into the store. */
G_DECLARE_FINAL_TYPE (MemoryFolder, memory_folder, MEMORY, FOLDER, MapiPropData)
struct _MemoryFolder
{
  MapiPropData parent_instance;
  MemoryStore *store;
};

static MapiProp *memory_store_open (
    MemoryStore *self, GBytes *entry_id, const char *interface_name, guint32 flags, GError **error);

static MapiTable *
memory_folder_get_contents_table (MapiContainer *folder, guint32 flags, GCancellable *c, GError **e)
{
  return mapi_table_data_get_view (MEMORY_FOLDER (folder)->store->contents, NULL);
}

/* No folder is in it. */
static MapiTable *
memory_folder_get_hierarchy_table (MapiContainer *f, guint32 flags, GCancellable *c, GError **error)
{
  g_autoptr (MapiTableData) none =
      mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, NULL);

  return mapi_table_data_get_view (none, NULL);
}

static MapiProp *
memory_folder_open_entry (MapiContainer *folder,
                          GBytes        *entry_id,
                          const char    *interface_name,
                          guint32        flags,
                          GCancellable  *c,
                          GError       **error)
{
  return memory_store_open (MEMORY_FOLDER (folder)->store, entry_id, interface_name, flags, error);
}

static MapiMessage *
memory_folder_create_message (
    MapiFolder *folder, const char *interface_name, guint32 flags, GCancellable *c, GError **error)
{
  MemoryStore *store = MEMORY_FOLDER (folder)->store;
  g_autoptr (GBytes) entry_id = NULL;

  g_mutex_lock (&store->lock);
  entry_id = make_id (LETTER, ++store->last_number);
  g_mutex_unlock (&store->lock);
  return (MapiMessage *) mapi_prop_offer (
      MAPI_PROP (memory_store_make (store, entry_id)), interface_name, error);
}

/* Those that are there are deleted; that some are not is a warning. */
static gboolean
memory_folder_delete_messages (MapiFolder    *folder,
                               MapiEntryList *messages,
                               MapiProgress  *progress,
                               guint32        flags,
                               GCancellable  *c,
                               guint32       *warning,
                               GError       **error)
{
  for (guint i = 0; i < mapi_entry_list_get_size (messages); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (messages, i);

      if (!memory_store_forget (MEMORY_FOLDER (folder)->store, entry_id, NULL) && warning != NULL)
        *warning = MAPI_W_PARTIAL_COMPLETION;
    }
  return TRUE;
}

static void
init_container (MapiContainerInterface *iface)
{
  iface->get_contents_table = memory_folder_get_contents_table;
  iface->get_hierarchy_table = memory_folder_get_hierarchy_table;
  iface->open_entry = memory_folder_open_entry;
}

static void
init_folder (MapiFolderInterface *iface)
{
  iface->create_message = memory_folder_create_message;
  iface->delete_messages = memory_folder_delete_messages;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MemoryFolder,
                               memory_folder,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, init_container)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER, init_folder))

static void
memory_folder_finalize (GObject *object)
{
  g_object_unref (MEMORY_FOLDER (object)->store);
  G_OBJECT_CLASS (memory_folder_parent_class)->finalize (object);
}

static void
memory_folder_class_init (MemoryFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_folder_finalize;
}

static void
memory_folder_init (MemoryFolder *self)
{
}

static MapiProp *
memory_folder_new (MemoryStore *store)
{
  MemoryFolder *self = g_object_new (memory_folder_get_type (), NULL);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) entry_id = make_id (FOLDER, 0);
  g_autoptr (MapiPropList) props = NULL;

  self->store = g_object_ref (store);
  describe (builder, MAPI_OBJECT_FOLDER, entry_id);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_PARENT_ENTRYID, entry_id);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Memory");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_FOLDER_TYPE, MAPI_FOLDER_ROOT);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_SUBFOLDERS, FALSE);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_CONTENT_COUNT, (gint32) mapi_table_data_get_size (store->contents));
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  return MAPI_PROP (self);
}

static MapiProp *
memory_store_open_kind (MemoryStore *self, GBytes *entry_id, guint32 flags, GError **error)
{
  switch (get_kind (entry_id))
    {
    case STORE:
      return MAPI_PROP (g_object_ref (self));
    case FOLDER:
      return memory_folder_new (self);
    case LETTER:
      return memory_store_open_letter (self, entry_id, flags, error);
    default:
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "it is no entry of this store");
      return NULL;
    }
}

static MapiProp *
memory_store_open (
    MemoryStore *self, GBytes *entry_id, const char *interface_name, guint32 flags, GError **error)
{
  return mapi_prop_offer (
      memory_store_open_kind (self, entry_id, flags, error), interface_name, error);
}

static MapiProp *
memory_store_open_entry (MapiMsgStore *store,
                         GBytes       *entry_id,
                         const char   *interface_name,
                         guint32       flags,
                         GCancellable *c,
                         GError      **error)
{
  return memory_store_open (MEMORY_STORE (store), entry_id, interface_name, flags, error);
}

static gboolean
memory_store_compare_entry_ids (MapiMsgStore *store,
                                GBytes       *one,
                                GBytes       *other,
                                guint32       flags,
                                gboolean     *result,
                                GError      **error)
{
  *result = g_bytes_equal (one, other);
  return TRUE;
}

static gboolean
memory_store_store_logoff (MapiMsgStore *store, guint32 *flags, GCancellable *c, GError **error)
{
  return TRUE;
}

static void
init_store (MapiMsgStoreInterface *iface)
{
  iface->open_entry = memory_store_open_entry;
  iface->compare_entry_ids = memory_store_compare_entry_ids;
  iface->store_logoff = memory_store_store_logoff;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MemoryStore,
                               memory_store,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_STORE, init_store))

static void
memory_store_finalize (GObject *object)
{
  MemoryStore *self = MEMORY_STORE (object);

  g_clear_object (&self->support);
  g_hash_table_unref (self->letters);
  g_object_unref (self->contents);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (memory_store_parent_class)->finalize (object);
}

static void
memory_store_class_init (MemoryStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_store_finalize;
}

static void
memory_store_init (MemoryStore *self)
{
  g_mutex_init (&self->lock);
  self->letters = g_hash_table_new_full (
      g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, g_object_unref);
  self->contents = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, NULL);
}

static MemoryStore *
memory_store_new (MapiSupport *support)
{
  MemoryStore *self = g_object_new (memory_store_get_type (), NULL);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) entry_id = make_id (STORE, 0);
  g_autoptr (GBytes) folder_id = make_id (FOLDER, 0);
  g_autoptr (GBytes) uid = mapi_uid_to_bytes (&provider_uid);
  g_autoptr (MapiPropList) props = NULL;

  self->support = g_object_ref (support);
  describe (builder, MAPI_OBJECT_STORE, entry_id);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Memory");
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_MDB_PROVIDER, uid);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_IPM_SUBTREE_ENTRYID, folder_id);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_VALID_FOLDER_MASK, MAPI_FOLDER_IPM_SUBTREE_VALID);
  mapi_prop_list_builder_add_long (builder,
                                   MAPI_PR_STORE_SUPPORT_MASK,
                                   MAPI_STORE_CREATE_OK | MAPI_STORE_MODIFY_OK |
                                       MAPI_STORE_ATTACH_OK | MAPI_STORE_ENTRYID_UNIQUE);
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  return self;
}

/* The store logon: what MAPI itself talks to. It ends with its store, and so does not hold it. */
G_DECLARE_FINAL_TYPE (MemoryLogon, memory_logon, MEMORY, LOGON, GObject)
struct _MemoryLogon
{
  GObject  parent_instance;
  GWeakRef store;
};

static MapiProp *
memory_logon_open_entry (MapiMsLogon  *logon,
                         GBytes       *entry_id,
                         const char   *interface_name,
                         guint32       flags,
                         GCancellable *c,
                         GError      **error)
{
  g_autoptr (MemoryStore) store = g_weak_ref_get (&MEMORY_LOGON (logon)->store);

  if (store != NULL)
    return memory_store_open (store, entry_id, interface_name, flags, error);
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "the store is closed");
  return NULL;
}

/* Who still has the store has it in vain. */
static gboolean
memory_logon_logoff (MapiMsLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  g_autoptr (MemoryStore) store = g_weak_ref_get (&MEMORY_LOGON (logon)->store);

  return store == NULL || mapi_support_make_invalid (store->support, G_OBJECT (store), 0, error);
}

static void
init_logon (MapiMsLogonInterface *iface)
{
  iface->logoff = memory_logon_logoff;
  iface->open_entry = memory_logon_open_entry;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MemoryLogon,
                               memory_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_LOGON, init_logon))

static void
memory_logon_finalize (GObject *object)
{
  g_weak_ref_clear (&MEMORY_LOGON (object)->store);
  G_OBJECT_CLASS (memory_logon_parent_class)->finalize (object);
}

static void
memory_logon_class_init (MemoryLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_logon_finalize;
}

static void
memory_logon_init (MemoryLogon *self)
{
}

/* The provider: what the entry point gives. It remembers the store that is open. */
G_DECLARE_FINAL_TYPE (MemoryProvider, memory_provider, MEMORY, PROVIDER, GObject)
struct _MemoryProvider
{
  GObject  parent_instance;
  GWeakRef store;
};

/* What `mapi status` shows. */
static gboolean
publish_status (MapiSupport *support, GCancellable *c, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Memory");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  row = mapi_prop_list_builder_end (builder);
  return mapi_support_modify_status_row (support, row, 0, c, error);
}

static gboolean
is_a_store (const char *interface_name, GError **error)
{
  if (interface_name == NULL || g_str_equal (interface_name, "MapiMsgStore"))
    return TRUE;
  g_set_error (
      error, MAPI_ERROR, MAPI_E_INTERFACE_NOT_SUPPORTED, "the store is no %s", interface_name);
  return FALSE;
}

static MapiMsgStore *
memory_provider_logon (MapiMsProvider *provider,
                       MapiSupport    *support,
                       const char     *profile_name,
                       GBytes         *entry_id,
                       guint32         flags,
                       const char     *interface_name,
                       GBytes        **spool_security,
                       MapiMsLogon   **logon,
                       GCancellable   *c,
                       GError        **error)
{
  MemoryProvider *self = MEMORY_PROVIDER (provider);
  MemoryStore    *store;

  if (!is_a_store (interface_name, error))
    return NULL;
  /* A store that is open is given again, without a logon object of its own. */
  store = g_weak_ref_get (&self->store);
  if (store != NULL)
    return MAPI_MSG_STORE (store);

  if (!mapi_support_set_provider_uid (support, &provider_uid, 0, error) ||
      !publish_status (support, c, error))
    return NULL;
  store = memory_store_new (support);
  g_weak_ref_set (&self->store, store);
  *logon = g_object_new (memory_logon_get_type (), NULL);
  g_weak_ref_set (&MEMORY_LOGON (*logon)->store, store);
  return MAPI_MSG_STORE (store);
}

static gboolean
memory_provider_compare_store_ids (
    MapiMsProvider *p, GBytes *one, GBytes *other, guint32 flags, gboolean *result, GError **error)
{
  *result = g_bytes_equal (one, other);
  return TRUE;
}

static gboolean
memory_provider_shutdown (MapiMsProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static void
init_provider (MapiMsProviderInterface *iface)
{
  iface->logon = memory_provider_logon;
  iface->compare_store_ids = memory_provider_compare_store_ids;
  iface->shutdown = memory_provider_shutdown;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MemoryProvider,
                               memory_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_PROVIDER, init_provider))

static void
memory_provider_finalize (GObject *object)
{
  g_weak_ref_clear (&MEMORY_PROVIDER (object)->store);
  G_OBJECT_CLASS (memory_provider_parent_class)->finalize (object);
}

static void
memory_provider_class_init (MemoryProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = memory_provider_finalize;
}

static void
memory_provider_init (MemoryProvider *self)
{
}

MapiMsProvider *
mapi_ms_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return g_object_new (memory_provider_get_type (), NULL);
}
