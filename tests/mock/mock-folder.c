/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-store-private.h"

#define MOCK_TYPE_FOLDER (mock_folder_get_type ())
G_DECLARE_FINAL_TYPE (MockFolder, mock_folder, MOCK, FOLDER, GObject)

struct _MockFolder
{
  GObject    parent_instance;
  MockStore *store;
};

static void mock_folder_folder_init (MapiFolderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockFolder,
                               mock_folder,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, NULL)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, NULL)
                                       G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER,
                                                              mock_folder_folder_init))

static MapiMessage *
mock_folder_create_message (MapiFolder   *folder,
                            const char   *interface_name,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  MockStore *store = MOCK_FOLDER (folder)->store;

  return mock_store_enter (store, "CreateMessage", NULL, cancellable, error)
             ? mock_message_new (store, NULL)
             : NULL;
}

static gboolean
mock_folder_set_message_status (MapiFolder   *folder,
                                GBytes       *entry_id,
                                guint32       new_status,
                                guint32       new_status_mask,
                                guint32      *old_status,
                                GCancellable *cancellable,
                                GError      **error)
{
  return mock_store_set_status (
      MOCK_FOLDER (folder)->store, entry_id, new_status, new_status_mask, error);
}

static void
mock_folder_folder_init (MapiFolderInterface *iface)
{
  iface->create_message = mock_folder_create_message;
  iface->set_message_status = mock_folder_set_message_status;
}

static void
mock_folder_finalize (GObject *object)
{
  g_object_unref (MOCK_FOLDER (object)->store);

  G_OBJECT_CLASS (mock_folder_parent_class)->finalize (object);
}

static void
mock_folder_class_init (MockFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_folder_finalize;
}

static void
mock_folder_init (MockFolder *self)
{
}

MapiFolder *
mock_folder_new (MockStore *store)
{
  MockFolder *self = g_object_new (MOCK_TYPE_FOLDER, NULL);

  self->store = g_object_ref (store);
  return MAPI_FOLDER (self);
}
