/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "check-folder.h"

struct _CheckFolder
{
  MapiPropData parent_instance;
};

static void check_folder_container_init (MapiContainerInterface *iface);
static void check_folder_folder_init (MapiFolderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CheckFolder,
                               check_folder,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER,
                                                      check_folder_container_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER,
                                                          check_folder_folder_init))

static MapiMessage *
check_folder_create_message (MapiFolder   *folder,
                             const char   *interface_name,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  return MAPI_MESSAGE (mapi_memory_message_new ());
}

static void
check_folder_container_init (MapiContainerInterface *iface)
{
}

static void
check_folder_folder_init (MapiFolderInterface *iface)
{
  iface->create_message = check_folder_create_message;
}

static void
check_folder_class_init (CheckFolderClass *klass)
{
}

static void
check_folder_init (CheckFolder *self)
{
}

MapiFolder *
check_folder_new (void)
{
  return g_object_new (CHECK_TYPE_FOLDER, NULL);
}
