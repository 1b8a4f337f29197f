/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-message-proxy.h"

/**
 * MapiMessageProxy:
 *
 * A message that passes every call on to another. Derive from it, and implement #MapiProp or
 * #MapiMessage again, to answer some calls in another way, or to see them.
 *
 * Since: 1.0
 */

typedef struct
{
  MapiMessage *inner;
} MapiMessageProxyPrivate;

static void mapi_message_proxy_prop_init (MapiPropInterface *iface);
static void mapi_message_proxy_message_init (MapiMessageInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MapiMessageProxy,
                         mapi_message_proxy,
                         G_TYPE_OBJECT,
                         G_ADD_PRIVATE (MapiMessageProxy)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mapi_message_proxy_prop_init)
                                 G_IMPLEMENT_INTERFACE (MAPI_TYPE_MESSAGE,
                                                        mapi_message_proxy_message_init))

static MapiMessage *
inner_message (gpointer self)
{
  MapiMessageProxyPrivate *priv = mapi_message_proxy_get_instance_private (self);

  return priv->inner;
}

static MapiProp *
inner_prop (gpointer self)
{
  return MAPI_PROP (inner_message (self));
}

static gboolean
save_changes (MapiProp *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_prop_save_changes (inner_prop (self), flags, cancellable, error);
}

static MapiPropList *
get_props (MapiProp         *self,
           MapiPropTagArray *tags,
           guint32           flags,
           GCancellable     *cancellable,
           guint32          *warning,
           GError          **error)
{
  return mapi_prop_get_props (inner_prop (self), tags, flags, cancellable, warning, error);
}

static MapiPropTagArray *
get_prop_list (MapiProp *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_prop_get_prop_list (inner_prop (self), flags, cancellable, error);
}

static GObject *
open_property (MapiProp     *self,
               guint32       tag,
               const char   *interface_name,
               guint32       interface_options,
               guint32       flags,
               GCancellable *cancellable,
               GError      **error)
{
  return mapi_prop_open_property (
      inner_prop (self), tag, interface_name, interface_options, flags, cancellable, error);
}

static gboolean
set_props (MapiProp              *self,
           MapiPropList          *props,
           MapiPropProblemArray **problems,
           GCancellable          *cancellable,
           GError               **error)
{
  return mapi_prop_set_props (inner_prop (self), props, problems, cancellable, error);
}

static gboolean
delete_props (MapiProp              *self,
              MapiPropTagArray      *tags,
              MapiPropProblemArray **problems,
              GCancellable          *cancellable,
              GError               **error)
{
  return mapi_prop_delete_props (inner_prop (self), tags, problems, cancellable, error);
}

static gboolean
copy_to (MapiProp              *self,
         const char *const     *exclude_interfaces,
         MapiPropTagArray      *exclude_tags,
         MapiProgress          *progress,
         MapiProp              *destination,
         guint32                flags,
         MapiPropProblemArray **problems,
         GCancellable          *cancellable,
         GError               **error)
{
  return mapi_prop_copy_to (inner_prop (self),
                            exclude_interfaces,
                            exclude_tags,
                            progress,
                            destination,
                            flags,
                            problems,
                            cancellable,
                            error);
}

static gboolean
copy_props (MapiProp              *self,
            MapiPropTagArray      *tags,
            MapiProgress          *progress,
            MapiProp              *destination,
            guint32                flags,
            MapiPropProblemArray **problems,
            GCancellable          *cancellable,
            GError               **error)
{
  return mapi_prop_copy_props (
      inner_prop (self), tags, progress, destination, flags, problems, cancellable, error);
}

static MapiNameIdArray *
get_names_from_ids (MapiProp          *self,
                    MapiPropTagArray  *tags,
                    const MapiUid     *property_set,
                    guint32            flags,
                    MapiPropTagArray **named,
                    GCancellable      *cancellable,
                    guint32           *warning,
                    GError           **error)
{
  return mapi_prop_get_names_from_ids (
      inner_prop (self), tags, property_set, flags, named, cancellable, warning, error);
}

static MapiPropTagArray *
get_ids_from_names (MapiProp        *self,
                    MapiNameIdArray *names,
                    guint32          flags,
                    GCancellable    *cancellable,
                    guint32         *warning,
                    GError         **error)
{
  return mapi_prop_get_ids_from_names (
      inner_prop (self), names, flags, cancellable, warning, error);
}

static MapiTable *
get_attachment_table (MapiMessage *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_message_get_attachment_table (inner_message (self), flags, cancellable, error);
}

static MapiAttach *
open_attach (MapiMessage  *self,
             guint32       attachment_number,
             const char   *interface_name,
             guint32       flags,
             GCancellable *cancellable,
             GError      **error)
{
  return mapi_message_open_attach (
      inner_message (self), attachment_number, interface_name, flags, cancellable, error);
}

static MapiAttach *
create_attach (MapiMessage  *self,
               guint32       flags,
               guint32      *attachment_number,
               GCancellable *cancellable,
               GError      **error)
{
  return mapi_message_create_attach (
      inner_message (self), flags, attachment_number, cancellable, error);
}

static gboolean
delete_attach (MapiMessage  *self,
               guint32       attachment_number,
               MapiProgress *progress,
               guint32       flags,
               GCancellable *cancellable,
               GError      **error)
{
  return mapi_message_delete_attach (
      inner_message (self), attachment_number, progress, flags, cancellable, error);
}

static MapiTable *
get_recipient_table (MapiMessage *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_message_get_recipient_table (inner_message (self), flags, cancellable, error);
}

static gboolean
modify_recipients (MapiMessage  *self,
                   guint32       flags,
                   MapiRowSet   *recipients,
                   GCancellable *cancellable,
                   GError      **error)
{
  return mapi_message_modify_recipients (
      inner_message (self), flags, recipients, cancellable, error);
}

static gboolean
submit_message (MapiMessage *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_message_submit_message (inner_message (self), flags, cancellable, error);
}

static gboolean
set_read_flag (MapiMessage *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_message_set_read_flag (inner_message (self), flags, cancellable, error);
}

static void
mapi_message_proxy_prop_init (MapiPropInterface *iface)
{
  iface->save_changes = save_changes;
  iface->get_props = get_props;
  iface->get_prop_list = get_prop_list;
  iface->open_property = open_property;
  iface->set_props = set_props;
  iface->delete_props = delete_props;
  iface->copy_to = copy_to;
  iface->copy_props = copy_props;
  iface->get_names_from_ids = get_names_from_ids;
  iface->get_ids_from_names = get_ids_from_names;
}

static void
mapi_message_proxy_message_init (MapiMessageInterface *iface)
{
  iface->get_attachment_table = get_attachment_table;
  iface->open_attach = open_attach;
  iface->create_attach = create_attach;
  iface->delete_attach = delete_attach;
  iface->get_recipient_table = get_recipient_table;
  iface->modify_recipients = modify_recipients;
  iface->submit_message = submit_message;
  iface->set_read_flag = set_read_flag;
}

static void
mapi_message_proxy_dispose (GObject *object)
{
  MapiMessageProxyPrivate *priv =
      mapi_message_proxy_get_instance_private (MAPI_MESSAGE_PROXY (object));

  g_clear_object (&priv->inner);

  G_OBJECT_CLASS (mapi_message_proxy_parent_class)->dispose (object);
}

static void
mapi_message_proxy_class_init (MapiMessageProxyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mapi_message_proxy_dispose;
}

static void
mapi_message_proxy_init (MapiMessageProxy *self)
{
}

/**
 * mapi_message_proxy_new:
 * @inner: a message
 *
 * Makes a message that passes every call on to @inner.
 *
 * Returns: (transfer full): the proxy
 *
 * Since: 1.0
 */
MapiMessageProxy *
mapi_message_proxy_new (MapiMessage *inner)
{
  MapiMessageProxy *self;

  g_return_val_if_fail (MAPI_IS_MESSAGE (inner), NULL);

  self = g_object_new (MAPI_TYPE_MESSAGE_PROXY, NULL);
  mapi_message_proxy_set_inner (self, inner);
  return self;
}

/**
 * mapi_message_proxy_get_inner:
 * @self: a proxy
 *
 * Gives the message that calls are passed on to.
 *
 * Returns: (transfer none): the message
 *
 * Since: 1.0
 */
MapiMessage *
mapi_message_proxy_get_inner (MapiMessageProxy *self)
{
  g_return_val_if_fail (MAPI_IS_MESSAGE_PROXY (self), NULL);

  return inner_message (self);
}

/**
 * mapi_message_proxy_set_inner:
 * @self: a proxy
 * @inner: a message
 *
 * Says which message calls are passed on to. For types that derive from this one, before the first
 * call.
 *
 * Since: 1.0
 */
void
mapi_message_proxy_set_inner (MapiMessageProxy *self, MapiMessage *inner)
{
  MapiMessageProxyPrivate *priv;

  g_return_if_fail (MAPI_IS_MESSAGE_PROXY (self));
  g_return_if_fail (MAPI_IS_MESSAGE (inner));

  priv = mapi_message_proxy_get_instance_private (self);
  g_set_object (&priv->inner, inner);
}
