/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-support-proxy.h"

/**
 * MapiSupportProxy:
 *
 * A support object that passes every call on to another, and tells of each. Derive from it, and
 * implement #MapiSupport again, to answer some calls in another way.
 *
 * Since: 1.0
 */

typedef struct
{
  MapiSupport *inner;
} MapiSupportProxyPrivate;

static void mapi_support_proxy_iface_init (MapiSupportInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MapiSupportProxy,
                         mapi_support_proxy,
                         G_TYPE_OBJECT,
                         G_ADD_PRIVATE (MapiSupportProxy)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_SUPPORT,
                                                    mapi_support_proxy_iface_init))

static MapiSupport *
inner_for (gpointer self, const char *method)
{
  MapiSupportProxyPrivate *priv = mapi_support_proxy_get_instance_private (self);

  MAPI_SUPPORT_PROXY_GET_CLASS (self)->called (self, method);
  return priv->inner;
}

static guint32
subscribe (MapiSupport    *self,
           GBytes         *key,
           guint32         event_mask,
           guint32         flags,
           MapiAdviseSink *sink,
           GError        **error)
{
  return mapi_support_subscribe (
      inner_for (self, "Subscribe"), key, event_mask, flags, sink, error);
}

static gboolean
unsubscribe (MapiSupport *self, guint32 connection, GError **error)
{
  return mapi_support_unsubscribe (inner_for (self, "Unsubscribe"), connection, error);
}

static gboolean
send_notification (MapiSupport          *self,
                   GBytes               *key,
                   MapiNotificationList *notifications,
                   guint32              *flags,
                   GError              **error)
{
  return mapi_support_send_notification (
      inner_for (self, "Notify"), key, notifications, flags, error);
}

static gboolean
modify_status_row (MapiSupport  *self,
                   MapiPropList *columns,
                   guint32       flags,
                   GCancellable *cancellable,
                   GError      **error)
{
  return mapi_support_modify_status_row (
      inner_for (self, "ModifyStatusRow"), columns, flags, cancellable, error);
}

static MapiProfSect *
open_profile_section (
    MapiSupport *self, const MapiUid *uid, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_support_open_profile_section (
      inner_for (self, "OpenProfileSection"), uid, flags, cancellable, error);
}

static gboolean
register_preprocessor (MapiSupport      *self,
                       const MapiUid    *uid,
                       const char       *address_type,
                       MapiPreprocessor *preprocessor,
                       guint32           flags,
                       GError          **error)
{
  return mapi_support_register_preprocessor (
      inner_for (self, "RegisterPreprocessor"), uid, address_type, preprocessor, flags, error);
}

static MapiUid *
new_uid (MapiSupport *self, GError **error)
{
  return mapi_support_new_uid (inner_for (self, "NewUID"), error);
}

static gboolean
make_invalid (MapiSupport *self, GObject *object, guint32 flags, GError **error)
{
  return mapi_support_make_invalid (inner_for (self, "MakeInvalid"), object, flags, error);
}

static gboolean
spooler_yield (MapiSupport *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_support_spooler_yield (inner_for (self, "SpoolerYield"), flags, cancellable, error);
}

static gboolean
spooler_notify (MapiSupport *self, guint32 flags, GBytes *data, GError **error)
{
  return mapi_support_spooler_notify (inner_for (self, "SpoolerNotify"), flags, data, error);
}

static GBytes *
create_one_off (MapiSupport *self,
                const char  *display_name,
                const char  *address_type,
                const char  *email_address,
                guint32      flags,
                GError     **error)
{
  return mapi_support_create_one_off (
      inner_for (self, "CreateOneOff"), display_name, address_type, email_address, flags, error);
}

static gboolean
set_provider_uid (MapiSupport *self, const MapiUid *uid, guint32 flags, GError **error)
{
  return mapi_support_set_provider_uid (inner_for (self, "SetProviderUID"), uid, flags, error);
}

static gboolean
compare_entry_ids (MapiSupport *self,
                   GBytes      *entry_id1,
                   GBytes      *entry_id2,
                   guint32      flags,
                   gboolean    *result,
                   GError     **error)
{
  return mapi_support_compare_entry_ids (
      inner_for (self, "CompareEntryIDs"), entry_id1, entry_id2, flags, result, error);
}

static MapiProp *
open_template_id (MapiSupport  *self,
                  GBytes       *template_id,
                  guint32       template_flags,
                  MapiProp     *data,
                  const char   *interface_name,
                  MapiProp     *sibling,
                  GCancellable *cancellable,
                  GError      **error)
{
  return mapi_support_open_template_id (inner_for (self, "OpenTemplateID"),
                                        template_id,
                                        template_flags,
                                        data,
                                        interface_name,
                                        sibling,
                                        cancellable,
                                        error);
}

static MapiProp *
open_entry (MapiSupport  *self,
            GBytes       *entry_id,
            const char   *interface_name,
            guint32       flags,
            GCancellable *cancellable,
            GError      **error)
{
  return mapi_support_open_entry (
      inner_for (self, "OpenEntry"), entry_id, interface_name, flags, cancellable, error);
}

static MapiTable *
get_one_off_table (MapiSupport *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_support_get_one_off_table (
      inner_for (self, "GetOneOffTable"), flags, cancellable, error);
}

static MapiRowSet *
address (MapiSupport  *self,
         MapiRowSet   *recipients,
         guint32       flags,
         GCancellable *cancellable,
         GError      **error)
{
  return mapi_support_address (inner_for (self, "Address"), recipients, flags, cancellable, error);
}

static gboolean
details (MapiSupport  *self,
         GBytes       *entry_id,
         MapiControl  *button,
         const char   *button_text,
         guint32       flags,
         GCancellable *cancellable,
         GError      **error)
{
  return mapi_support_details (
      inner_for (self, "Details"), entry_id, button, button_text, flags, cancellable, error);
}

static GBytes *
new_entry (MapiSupport  *self,
           guint32       flags,
           GBytes       *container,
           GBytes       *template_id,
           GCancellable *cancellable,
           GError      **error)
{
  return mapi_support_new_entry (
      inner_for (self, "NewEntry"), flags, container, template_id, cancellable, error);
}

static gboolean
do_config_propsheet (MapiSupport  *self,
                     guint32       flags,
                     const char   *title,
                     MapiTable    *display_table,
                     MapiProp     *config_data,
                     guint32       top_page,
                     GCancellable *cancellable,
                     GError      **error)
{
  return mapi_support_do_config_propsheet (inner_for (self, "DoConfigPropsheet"),
                                           flags,
                                           title,
                                           display_table,
                                           config_data,
                                           top_page,
                                           cancellable,
                                           error);
}

static gboolean
copy_messages (MapiSupport   *self,
               MapiFolder    *source,
               MapiEntryList *messages,
               MapiFolder    *destination,
               MapiProgress  *progress,
               guint32        flags,
               GCancellable  *cancellable,
               guint32       *warning,
               GError       **error)
{
  return mapi_support_copy_messages (inner_for (self, "CopyMessages"),
                                     source,
                                     messages,
                                     destination,
                                     progress,
                                     flags,
                                     cancellable,
                                     warning,
                                     error);
}

static gboolean
copy_folder (MapiSupport  *self,
             MapiFolder   *source,
             GBytes       *entry_id,
             MapiFolder   *destination,
             const char   *new_folder_name,
             MapiProgress *progress,
             guint32       flags,
             GCancellable *cancellable,
             guint32      *warning,
             GError      **error)
{
  return mapi_support_copy_folder (inner_for (self, "CopyFolder"),
                                   source,
                                   entry_id,
                                   destination,
                                   new_folder_name,
                                   progress,
                                   flags,
                                   cancellable,
                                   warning,
                                   error);
}

static gboolean
do_copy_to (MapiSupport           *self,
            MapiProp              *source,
            const char *const     *exclude_interfaces,
            MapiPropTagArray      *exclude_tags,
            MapiProgress          *progress,
            MapiProp              *destination,
            guint32                flags,
            MapiPropProblemArray **problems,
            GCancellable          *cancellable,
            GError               **error)
{
  return mapi_support_do_copy_to (inner_for (self, "DoCopyTo"),
                                  source,
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
do_copy_props (MapiSupport           *self,
               MapiProp              *source,
               MapiPropTagArray      *tags,
               MapiProgress          *progress,
               MapiProp              *destination,
               guint32                flags,
               MapiPropProblemArray **problems,
               GCancellable          *cancellable,
               GError               **error)
{
  return mapi_support_do_copy_props (inner_for (self, "DoCopyProps"),
                                     source,
                                     tags,
                                     progress,
                                     destination,
                                     flags,
                                     problems,
                                     cancellable,
                                     error);
}

static MapiProgress *
do_progress_dialog (MapiSupport *self, guint32 flags, GError **error)
{
  return mapi_support_do_progress_dialog (inner_for (self, "DoProgressDialog"), flags, error);
}

static gboolean
read_receipt (MapiSupport  *self,
              guint32       flags,
              MapiMessage  *read_message,
              MapiMessage  *empty_message,
              GCancellable *cancellable,
              GError      **error)
{
  return mapi_support_read_receipt (
      inner_for (self, "ReadReceipt"), flags, read_message, empty_message, cancellable, error);
}

static gboolean
prepare_submit (MapiSupport  *self,
                MapiMessage  *message,
                guint32      *flags,
                GCancellable *cancellable,
                GError      **error)
{
  return mapi_support_prepare_submit (
      inner_for (self, "PrepareSubmit"), message, flags, cancellable, error);
}

static gboolean
expand_recips (MapiSupport  *self,
               MapiMessage  *message,
               guint32      *flags,
               GCancellable *cancellable,
               GError      **error)
{
  return mapi_support_expand_recips (
      inner_for (self, "ExpandRecips"), message, flags, cancellable, error);
}

static gboolean
update_pab (MapiSupport  *self,
            guint32       flags,
            MapiMessage  *message,
            GCancellable *cancellable,
            GError      **error)
{
  return mapi_support_update_pab (
      inner_for (self, "UpdatePAB"), flags, message, cancellable, error);
}

static gboolean
do_sent_mail (MapiSupport  *self,
              guint32       flags,
              MapiMessage  *message,
              gboolean     *taken_over,
              GCancellable *cancellable,
              GError      **error)
{
  return mapi_support_do_sent_mail (
      inner_for (self, "DoSentMail"), flags, message, taken_over, cancellable, error);
}

static MapiProp *
open_address_book (MapiSupport  *self,
                   const char   *interface_name,
                   guint32       flags,
                   GCancellable *cancellable,
                   GError      **error)
{
  return mapi_support_open_address_book (
      inner_for (self, "OpenAddressBook"), interface_name, flags, cancellable, error);
}

static gboolean
preprocess (
    MapiSupport *self, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  return mapi_support_preprocess (
      inner_for (self, "Preprocess"), flags, entry_id, cancellable, error);
}

static gboolean
complete_msg (
    MapiSupport *self, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  return mapi_support_complete_msg (
      inner_for (self, "CompleteMsg"), flags, entry_id, cancellable, error);
}

static gboolean
store_logoff_transports (MapiSupport  *self,
                         guint32      *flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  return mapi_support_store_logoff_transports (
      inner_for (self, "StoreLogoffTransports"), flags, cancellable, error);
}

static gboolean
status_recips (MapiSupport  *self,
               MapiMessage  *message,
               MapiRowSet   *recipients,
               GCancellable *cancellable,
               GError      **error)
{
  return mapi_support_status_recips (
      inner_for (self, "StatusRecips"), message, recipients, cancellable, error);
}

static GBytes *
wrap_store_entry_id (MapiSupport *self, GBytes *entry_id, GError **error)
{
  return mapi_support_wrap_store_entry_id (inner_for (self, "WrapStoreEntryID"), entry_id, error);
}

static gboolean
modify_profile (MapiSupport *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_support_modify_profile (inner_for (self, "ModifyProfile"), flags, cancellable, error);
}

static MapiSupport *
get_svc_config_support_obj (MapiSupport *self, guint32 flags, GError **error)
{
  return mapi_support_get_svc_config_support_obj (
      inner_for (self, "GetSvcConfigSupportObj"), flags, error);
}

static void
mapi_support_proxy_iface_init (MapiSupportInterface *iface)
{
  iface->subscribe = subscribe;
  iface->unsubscribe = unsubscribe;
  iface->send_notification = send_notification;
  iface->modify_status_row = modify_status_row;
  iface->open_profile_section = open_profile_section;
  iface->register_preprocessor = register_preprocessor;
  iface->new_uid = new_uid;
  iface->make_invalid = make_invalid;
  iface->spooler_yield = spooler_yield;
  iface->spooler_notify = spooler_notify;
  iface->create_one_off = create_one_off;
  iface->set_provider_uid = set_provider_uid;
  iface->compare_entry_ids = compare_entry_ids;
  iface->open_template_id = open_template_id;
  iface->open_entry = open_entry;
  iface->get_one_off_table = get_one_off_table;
  iface->address = address;
  iface->details = details;
  iface->new_entry = new_entry;
  iface->do_config_propsheet = do_config_propsheet;
  iface->copy_messages = copy_messages;
  iface->copy_folder = copy_folder;
  iface->do_copy_to = do_copy_to;
  iface->do_copy_props = do_copy_props;
  iface->do_progress_dialog = do_progress_dialog;
  iface->read_receipt = read_receipt;
  iface->prepare_submit = prepare_submit;
  iface->expand_recips = expand_recips;
  iface->update_pab = update_pab;
  iface->do_sent_mail = do_sent_mail;
  iface->open_address_book = open_address_book;
  iface->preprocess = preprocess;
  iface->complete_msg = complete_msg;
  iface->store_logoff_transports = store_logoff_transports;
  iface->status_recips = status_recips;
  iface->wrap_store_entry_id = wrap_store_entry_id;
  iface->modify_profile = modify_profile;
  iface->get_svc_config_support_obj = get_svc_config_support_obj;
}

/* Nobody wants to know. */
static void
mapi_support_proxy_real_called (MapiSupportProxy *self, const char *method)
{
}

static void
mapi_support_proxy_dispose (GObject *object)
{
  MapiSupportProxyPrivate *priv =
      mapi_support_proxy_get_instance_private (MAPI_SUPPORT_PROXY (object));

  g_clear_object (&priv->inner);
  G_OBJECT_CLASS (mapi_support_proxy_parent_class)->dispose (object);
}

static void
mapi_support_proxy_class_init (MapiSupportProxyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mapi_support_proxy_dispose;
  klass->called = mapi_support_proxy_real_called;
}

static void
mapi_support_proxy_init (MapiSupportProxy *self)
{
}

/**
 * mapi_support_proxy_new:
 * @inner: a support object
 *
 * Makes a support object that passes every call on to @inner.
 *
 * Returns: (transfer full): the proxy
 *
 * Since: 1.0
 */
MapiSupportProxy *
mapi_support_proxy_new (MapiSupport *inner)
{
  MapiSupportProxy *self;

  g_return_val_if_fail (MAPI_IS_SUPPORT (inner), NULL);

  self = g_object_new (MAPI_TYPE_SUPPORT_PROXY, NULL);
  mapi_support_proxy_set_inner (self, inner);
  return self;
}

/**
 * mapi_support_proxy_get_inner:
 * @self: a proxy
 *
 * Gives the support object that calls are passed on to.
 *
 * Returns: (transfer none): the support object
 *
 * Since: 1.0
 */
MapiSupport *
mapi_support_proxy_get_inner (MapiSupportProxy *self)
{
  MapiSupportProxyPrivate *priv;

  g_return_val_if_fail (MAPI_IS_SUPPORT_PROXY (self), NULL);

  priv = mapi_support_proxy_get_instance_private (self);
  return priv->inner;
}

/**
 * mapi_support_proxy_set_inner:
 * @self: a proxy
 * @inner: a support object
 *
 * Says which support object calls are passed on to. For types that derive from this one, before the
 * first call.
 *
 * Since: 1.0
 */
void
mapi_support_proxy_set_inner (MapiSupportProxy *self, MapiSupport *inner)
{
  MapiSupportProxyPrivate *priv;

  g_return_if_fail (MAPI_IS_SUPPORT_PROXY (self));
  g_return_if_fail (MAPI_IS_SUPPORT (inner));

  priv = mapi_support_proxy_get_instance_private (self);
  g_set_object (&priv->inner, inner);
}
