/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-folder.h"
#include "sqlite-db-folders.h"
#include "sqlite-hierarchy.h"
#include "sqlite-message.h"
#include "sqlite-store.h"
#include "sqlite-table.h"

struct _SqliteFolder
{
  SqliteObject parent_instance;
  gint64       id;
  gboolean     writable;
  gboolean     search;
};

static void sqlite_folder_container_init (MapiContainerInterface *iface);
static void sqlite_folder_iface_init (MapiFolderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteFolder,
                               sqlite_folder,
                               SQLITE_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER,
                                                      sqlite_folder_container_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER,
                                                          sqlite_folder_iface_init))

static const guint32 typed_tags[] = { MAPI_PR_DISPLAY_NAME, 0 };

static const guint32 computed_tags[] = {
  MAPI_PR_ENTRYID,
  MAPI_PR_PARENT_ENTRYID,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_DISPLAY_TYPE,
  MAPI_PR_FOLDER_TYPE,
  MAPI_PR_STATUS,
  MAPI_PR_CONTENT_COUNT,
  MAPI_PR_CONTENT_UNREAD,
  MAPI_PR_ASSOC_CONTENT_COUNT,
  MAPI_PR_SUBFOLDERS,
  MAPI_PR_CREATION_TIME,
  MAPI_PR_LAST_MODIFICATION_TIME,
  MAPI_PR_STORE_ENTRYID,
  MAPI_PR_STORE_RECORD_KEY,
  MAPI_PR_MAPPING_SIGNATURE,
  MAPI_PR_ACCESS,
  MAPI_PR_ACCESS_LEVEL,
  MAPI_PR_CONTAINER_CONTENTS,
  MAPI_PR_CONTAINER_HIERARCHY,
  MAPI_PR_FOLDER_ASSOCIATED_CONTENTS,
  0,
};

static const guint32 required_tags[] = { MAPI_PR_DISPLAY_NAME, 0 };

typedef struct
{
  gint64            id;
  SqliteFolderData *data;
} Load;

static gboolean
read_folder (SqliteDbConn *conn, gpointer data, GError **error)
{
  Load *load = data;

  load->data = sqlite_db_folder_load (conn, load->id, error);
  return load->data != NULL;
}

static SqliteFolderData *
load_folder (SqliteBackend *backend, gint64 id, GError **error)
{
  Load load = { .id = id };

  return sqlite_backend_read (backend, read_folder, &load, error) ? load.data : NULL;
}

static void
add_objects (MapiPropListBuilder *builder)
{
  static const guint32 tags[] = { MAPI_PR_CONTAINER_CONTENTS,
                                  MAPI_PR_CONTAINER_HIERARCHY,
                                  MAPI_PR_FOLDER_ASSOCIATED_CONTENTS };

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_value_new_object (tags[i]);

      mapi_prop_list_builder_add_value (builder, value);
    }
}

static MapiPropList *
sqlite_folder_get_all (SqliteObject *object, GError **error)
{
  SqliteFolder  *self = SQLITE_FOLDER (object);
  SqliteBackend *backend = sqlite_object_get_backend (object);
  gboolean       special = sqlite_backend_is_special (backend, self->id);
  guint32        access = MAPI_ACCESS_READ;
  g_autoptr (SqliteFolderData) data = load_folder (backend, self->id, error);
  g_autoptr (MapiPropListBuilder) builder = NULL;
  g_autoptr (MapiPropList) computed = NULL;

  if (data == NULL)
    return NULL;
  if (self->writable)
    access |= MAPI_ACCESS_MODIFY | MAPI_ACCESS_CREATE_ASSOCIATED |
              (self->search ? 0 : MAPI_ACCESS_CREATE_HIERARCHY | MAPI_ACCESS_CREATE_CONTENTS) |
              (special ? 0 : MAPI_ACCESS_DELETE);
  builder = mapi_prop_list_builder_new ();
  sqlite_object_add_common (object, builder);
  sqlite_folder_data_add_props (data, backend, builder);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS, (gint32) access);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS_LEVEL, self->writable ? MAPI_MODIFY : 0);
  add_objects (builder);
  computed = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (data->props, computed);
}

static gboolean
sqlite_folder_check_writable (SqliteObject *object, GError **error)
{
  if (SQLITE_FOLDER (object)->writable)
    return TRUE;
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "sqlite: the folder was opened for reading");
  return FALSE;
}

gboolean
sqlite_folder_check_access (SqliteFolder *self, GError **error)
{
  return sqlite_object_check (SQLITE_OBJECT (self), error) &&
         sqlite_folder_check_writable (SQLITE_OBJECT (self), error);
}

typedef struct
{
  gint64            id;
  MapiPropList     *set;
  MapiPropTagArray *removed;
} Change;

/* The name lies in a column of its own. */
static void
apply (SqliteFolderData *data, const Change *change)
{
  static const guint32 name_tag[] = { MAPI_PR_DISPLAY_NAME };
  g_autoptr (MapiPropTagArray) without_name = mapi_prop_tag_array_new (name_tag, 1);
  g_autoptr (MapiPropList) before = data->props;
  const char *name =
      change->set != NULL ? mapi_prop_list_get_string (change->set, MAPI_PR_DISPLAY_NAME) : NULL;
  g_autoptr (MapiPropList) plain = NULL;

  if (name != NULL)
    {
      g_free (data->name);
      data->name = g_strdup (name);
    }
  if (change->set == NULL)
    data->props = mapi_prop_list_without (before, change->removed);
  else
    {
      plain = mapi_prop_list_without (change->set, without_name);
      data->props = mapi_prop_list_merge (before, plain);
    }
  data->modified = mapi_filetime_from_unix_usec (g_get_real_time ());
}

static gboolean
write_change (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (SqliteFolderData) folder = sqlite_db_folder_load (conn, change->id, error);

  if (folder == NULL)
    return FALSE;
  apply (folder, change);
  sqlite_events_add (
      events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, folder->id, folder->parent);
  return sqlite_db_folder_update (conn, folder, error);
}

/* A name in eight bits that is no text is still one when all others have become Unicode. */
static gboolean
check_name (MapiPropList *set, GError **error)
{
  const guint32 name8 = mapi_prop_tag_change_type (MAPI_PR_DISPLAY_NAME, MAPI_PT_STRING8);
  const char   *fault = NULL;

  if (g_strcmp0 (mapi_prop_list_get_string (set, MAPI_PR_DISPLAY_NAME), "") == 0)
    fault = "a folder needs a name";
  else if (mapi_prop_list_contains (set, name8))
    fault = "the name of the folder is not text";
  if (fault != NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "sqlite: SetProps: %s", fault);
  return fault == NULL;
}

static gboolean
sqlite_folder_change (SqliteObject     *object,
                      MapiPropList     *set,
                      MapiPropTagArray *removed,
                      GError          **error)
{
  g_autoptr (MapiPropList) read = set != NULL ? mapi_code_page_to_unicode (0, set) : NULL;
  Change change = { SQLITE_FOLDER (object)->id, read, removed };

  if (read != NULL && !check_name (read, error))
    return FALSE;
  return sqlite_backend_write (
      sqlite_object_get_backend (object), SQLITE_DB_DURABLE, write_change, &change, error);
}

static MapiTable *
sqlite_folder_get_contents_table (MapiContainer *container,
                                  guint32        flags,
                                  GCancellable  *cancellable,
                                  GError       **error)
{
  SqliteFolder   *self = SQLITE_FOLDER (container);
  SqliteRowSource source = { .folder = self->id, .associated = (flags & MAPI_ASSOCIATED) != 0 };
  g_autoptr (SqliteTable) table = NULL;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error))
    return NULL;
  source.search = self->search && !source.associated;
  if (source.search && !sqlite_folder_resume_search (self, error))
    return NULL;
  table = sqlite_table_new (sqlite_object_get_store (SQLITE_OBJECT (self)), &source);
  if (!source.associated && !sqlite_folder_sort_table (self, MAPI_TABLE (table), error))
    return NULL;
  return MAPI_TABLE (g_steal_pointer (&table));
}

static MapiTable *
sqlite_folder_get_hierarchy_table (MapiContainer *container,
                                   guint32        flags,
                                   GCancellable  *cancellable,
                                   GError       **error)
{
  SqliteFolder *self = SQLITE_FOLDER (container);

  if (!sqlite_object_check (SQLITE_OBJECT (self), error))
    return NULL;
  return sqlite_hierarchy_open (sqlite_object_get_store (SQLITE_OBJECT (self)),
                                self->id,
                                (flags & MAPI_CONVENIENT_DEPTH) != 0,
                                error);
}

static MapiProp *
sqlite_folder_open_entry (MapiContainer *container,
                          GBytes        *entry_id,
                          const char    *interface_name,
                          guint32        flags,
                          GCancellable  *cancellable,
                          GError       **error)
{
  SqliteFolder *self = SQLITE_FOLDER (container);
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));

  if (entry_id != NULL && g_bytes_get_size (entry_id) > 0)
    return sqlite_store_open_entry (store, entry_id, interface_name, flags, cancellable, error);
  if (!sqlite_object_check (SQLITE_OBJECT (self), error) ||
      !sqlite_check_interface (interface_name, "MapiFolder", error))
    return NULL;
  return sqlite_folder_open (store, self->id, flags, error);
}

static GObject *
sqlite_folder_open_object (SqliteObject *object,
                           guint32       tag,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiContainer *container = MAPI_CONTAINER (object);
  gboolean       associated = tag == MAPI_PR_FOLDER_ASSOCIATED_CONTENTS;
  MapiTable     *table;

  if (!associated && tag != MAPI_PR_CONTAINER_CONTENTS && tag != MAPI_PR_CONTAINER_HIERARCHY)
    return NULL;
  if (!sqlite_check_interface (interface_name, "MapiTable", error))
    return NULL;
  table = tag == MAPI_PR_CONTAINER_HIERARCHY
              ? sqlite_folder_get_hierarchy_table (container, 0, cancellable, error)
              : sqlite_folder_get_contents_table (
                    container, associated ? MAPI_ASSOCIATED : 0, cancellable, error);
  return table != NULL ? G_OBJECT (table) : NULL;
}

static void
sqlite_folder_container_init (MapiContainerInterface *iface)
{
  iface->get_contents_table = sqlite_folder_get_contents_table;
  iface->get_hierarchy_table = sqlite_folder_get_hierarchy_table;
  iface->open_entry = sqlite_folder_open_entry;
  sqlite_folder_init_search (iface);
}

static MapiMessage *
sqlite_folder_create_message (MapiFolder   *folder,
                              const char   *interface_name,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);

  if (!sqlite_folder_check_access (self, error) ||
      !sqlite_check_interface (interface_name, "MapiMessage", error))
    return NULL;
  if (self->search && !(flags & MAPI_ASSOCIATED))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_NO_ACCESS,
                           "sqlite: CreateMessage: the folder holds the results of a search");
      return NULL;
    }
  return MAPI_MESSAGE (sqlite_message_new (
      sqlite_object_get_store (SQLITE_OBJECT (self)), self->id, (flags & MAPI_ASSOCIATED) != 0));
}

static void
sqlite_folder_iface_init (MapiFolderInterface *iface)
{
  iface->create_message = sqlite_folder_create_message;
  sqlite_folder_init_copy (iface);
  sqlite_folder_init_create (iface);
  sqlite_folder_init_delete (iface);
  sqlite_folder_init_messages (iface);
  sqlite_folder_init_sort (iface);
}

static void
sqlite_folder_class_init (SqliteFolderClass *klass)
{
  SqliteObjectClass *object_class = SQLITE_OBJECT_CLASS (klass);

  object_class->computed = computed_tags;
  object_class->typed = typed_tags;
  object_class->required = required_tags;
  object_class->get_all = sqlite_folder_get_all;
  object_class->check_writable = sqlite_folder_check_writable;
  object_class->change = sqlite_folder_change;
  object_class->open_object = sqlite_folder_open_object;
}

static void
sqlite_folder_init (SqliteFolder *self)
{
}

MapiProp *
sqlite_folder_open (SqliteStore *store, gint64 id, guint32 flags, GError **error)
{
  g_autoptr (SqliteFolderData) data = load_folder (sqlite_store_get_backend (store), id, error);
  SqliteFolder *self;

  if (data == NULL)
    return NULL;
  self = g_object_new (SQLITE_TYPE_FOLDER, NULL);
  sqlite_object_set_store (SQLITE_OBJECT (self), store);
  self->id = id;
  self->search = data->type == MAPI_FOLDER_SEARCH;
  self->writable = (flags & (MAPI_MODIFY | MAPI_BEST_ACCESS)) != 0;
  return MAPI_PROP (self);
}

gint64
sqlite_folder_get_id (SqliteFolder *self)
{
  return self->id;
}

gboolean
sqlite_folder_is_search (SqliteFolder *self)
{
  return self->search;
}

gint64
sqlite_folder_get_neighbour (SqliteFolder *self, MapiFolder *folder)
{
  if (!SQLITE_IS_FOLDER (folder) ||
      sqlite_object_get_backend (SQLITE_OBJECT (folder)) !=
          sqlite_object_get_backend (SQLITE_OBJECT (self)) ||
      SQLITE_FOLDER (folder)->search)
    return 0;
  return SQLITE_FOLDER (folder)->id;
}
