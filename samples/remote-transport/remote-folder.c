/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "remote-folder.h"

struct _RemoteFolder
{
  MapiPropData   parent_instance;
  RemoteHeaders *headers;
  MapiStatus    *plain;
};

static void init_prop (MapiPropInterface *iface);
static void init_container (MapiContainerInterface *iface);
static void init_folder (MapiFolderInterface *iface);
static void init_status (MapiStatusInterface *iface);

static MapiPropInterface *parent_prop;

G_DEFINE_FINAL_TYPE_WITH_CODE (RemoteFolder,
                               remote_folder,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, init_prop)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER, init_container)
                                       G_IMPLEMENT_INTERFACE (MAPI_TYPE_FOLDER, init_folder)
                                           G_IMPLEMENT_INTERFACE (MAPI_TYPE_STATUS, init_status))

/* Properties: those of the status object and those of a folder, as they are now. */

static MapiPropList *
describe_folder (RemoteFolder *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_CONTENT_COUNT, (gint32) remote_headers_count (self->headers));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ASSOC_CONTENT_COUNT, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_FOLDER_TYPE, MAPI_FOLDER_GENERIC);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_SUBFOLDERS, FALSE);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
renew (RemoteFolder *self, GCancellable *c, GError **error)
{
  g_autoptr (MapiPropList) status =
      mapi_prop_get_props (MAPI_PROP (self->plain), NULL, 0, c, NULL, error);
  g_autoptr (MapiPropList) folder = describe_folder (self);
  g_autoptr (MapiPropList) all = status != NULL ? mapi_prop_list_merge (status, folder) : NULL;

  if (all == NULL)
    return FALSE;
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), all);
  return TRUE;
}

static MapiPropList *
get_props (MapiProp         *prop,
           MapiPropTagArray *tags,
           guint32           flags,
           GCancellable     *c,
           guint32          *warning,
           GError          **error)
{
  return renew (REMOTE_FOLDER (prop), c, error)
             ? parent_prop->get_props (prop, tags, flags, c, warning, error)
             : NULL;
}

static MapiPropTagArray *
get_prop_list (MapiProp *prop, guint32 flags, GCancellable *c, GError **error)
{
  return renew (REMOTE_FOLDER (prop), c, error) ? parent_prop->get_prop_list (prop, flags, c, error)
                                                : NULL;
}

/* There is never anything to save, and who saves all the same does no harm. */
static gboolean
save_changes (MapiProp *prop, guint32 flags, GCancellable *c, GError **error)
{
  return TRUE;
}

static void
init_prop (MapiPropInterface *iface)
{
  parent_prop = g_type_interface_peek_parent (iface);
  iface->get_props = get_props;
  iface->get_prop_list = get_prop_list;
  iface->save_changes = save_changes;
}

/* Headers */

static MapiTable *
get_contents_table (MapiContainer *container, guint32 flags, GCancellable *c, GError **error)
{
  return remote_headers_get_view (REMOTE_FOLDER (container)->headers);
}

static void
init_container (MapiContainerInterface *iface)
{
  iface->get_contents_table = get_contents_table;
}

static gboolean
get_message_status (MapiFolder   *folder,
                    GBytes       *entry_id,
                    guint32       flags,
                    guint32      *message_status,
                    GCancellable *c,
                    GError      **error)
{
  return remote_headers_mark (
      REMOTE_FOLDER (folder)->headers, entry_id, 0, 0, message_status, error);
}

/* The only way to say what is to become of a message. */
static gboolean
set_message_status (MapiFolder   *folder,
                    GBytes       *entry_id,
                    guint32       new_status,
                    guint32       new_status_mask,
                    guint32      *old_status,
                    GCancellable *c,
                    GError      **error)
{
  return remote_headers_mark (
      REMOTE_FOLDER (folder)->headers, entry_id, new_status, new_status_mask, old_status, error);
}

static void
init_folder (MapiFolderInterface *iface)
{
  iface->get_message_status = get_message_status;
  iface->set_message_status = set_message_status;
}

/* Status */

static gboolean
validate_state (MapiStatus *status, guint32 flags, GCancellable *c, GError **error)
{
  return mapi_status_validate_state (REMOTE_FOLDER (status)->plain, flags, c, error);
}

static gboolean
flush_queues (MapiStatus *status, GBytes *target, guint32 flags, GCancellable *c, GError **error)
{
  return mapi_status_flush_queues (REMOTE_FOLDER (status)->plain, target, flags, c, error);
}

static void
init_status (MapiStatusInterface *iface)
{
  iface->validate_state = validate_state;
  iface->flush_queues = flush_queues;
}

static void
remote_folder_finalize (GObject *object)
{
  RemoteFolder *self = REMOTE_FOLDER (object);

  g_object_unref (self->headers);
  g_object_unref (self->plain);

  G_OBJECT_CLASS (remote_folder_parent_class)->finalize (object);
}

static void
remote_folder_class_init (RemoteFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = remote_folder_finalize;
}

static void
remote_folder_init (RemoteFolder *self)
{
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
}

RemoteFolder *
remote_folder_new (RemoteHeaders *headers, MapiStatus *plain)
{
  RemoteFolder *self = g_object_new (REMOTE_TYPE_FOLDER, NULL);

  self->headers = g_object_ref (headers);
  self->plain = g_object_ref (plain);
  return self;
}
