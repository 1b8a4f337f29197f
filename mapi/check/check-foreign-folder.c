/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-foreign-folder.h"

#define CHECK_TYPE_FOREIGN_FOLDER (check_foreign_folder_get_type ())
G_DECLARE_FINAL_TYPE (CheckForeignFolder, check_foreign_folder, CHECK, FOREIGN_FOLDER, MapiPropData)

struct _CheckForeignFolder
{
  MapiPropData parent_instance;
  gint         n_messages; /* atomic */
};

static void check_foreign_folder_iface_init (MapiFolderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CheckForeignFolder,
                               check_foreign_folder,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, NULL)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER,
                                                          check_foreign_folder_iface_init))

static MapiMessage *
check_foreign_folder_create_message (MapiFolder   *folder,
                                     const char   *interface_name,
                                     guint32       flags,
                                     GCancellable *cancellable,
                                     GError      **error)
{
  g_atomic_int_inc (&CHECK_FOREIGN_FOLDER (folder)->n_messages);
  return MAPI_MESSAGE (mapi_memory_message_new ());
}

static void
check_foreign_folder_iface_init (MapiFolderInterface *iface)
{
  iface->create_message = check_foreign_folder_create_message;
}

static void
check_foreign_folder_class_init (CheckForeignFolderClass *klass)
{
}

static void
check_foreign_folder_init (CheckForeignFolder *self)
{
}

MapiFolder *
check_foreign_folder_new (void)
{
  return g_object_new (CHECK_TYPE_FOREIGN_FOLDER, NULL);
}

guint
check_foreign_folder_count (MapiFolder *self)
{
  return (guint) g_atomic_int_get (&CHECK_FOREIGN_FOLDER (self)->n_messages);
}
