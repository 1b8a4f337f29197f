/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-guard-private.h"
#include "mapi-one-off.h"
#include "mapi-plain-progress-private.h"
#include "mapi-service-support-private.h"
#include "mapi-store-entry-id.h"
#include "mapi-support-object-private.h"

/*
 * What a session offers a provider in one logon. Which methods work depends on the kind of the
 * provider; the table of methods decides (R508).
 */

static void mapi_support_object_support_init (MapiSupportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSupportObject,
                               mapi_support_object,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SUPPORT,
                                                      mapi_support_object_support_init))

static void
mapi_support_object_finalize (GObject *object)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (object);

  mapi_session_support_gone (self->session, self->logon);
  mapi_session_logon_unref (self->logon);
  g_clear_object (&self->session);
  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mapi_support_object_parent_class)->finalize (object);
}

static void
mapi_support_object_class_init (MapiSupportObjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_support_object_finalize;
}

static void
mapi_support_object_init (MapiSupportObject *self)
{
  g_mutex_init (&self->lock);
}

static MapiSupportKind
kind_of (const MapiSessionProvider *provider)
{
  switch (provider->type)
    {
    case MAPI_STORE_PROVIDER:
      return MAPI_SUPPORT_STORE;
    case MAPI_TRANSPORT_PROVIDER:
      return MAPI_SUPPORT_TRANSPORT;
    case MAPI_HOOK_PROVIDER:
      return MAPI_SUPPORT_HOOK;
    default:
      return MAPI_SUPPORT_ADDRESS_BOOK;
    }
}

MapiSupportObject *
mapi_support_object_new (MapiSession *session, MapiSessionLogon *logon)
{
  MapiSupportObject *self = g_object_new (MAPI_TYPE_SUPPORT_OBJECT, NULL);

  self->session = g_object_ref (session);
  self->logon = mapi_session_logon_ref (logon);
  g_weak_ref_set (&logon->support, self);
  self->kind = kind_of (logon->provider);

  return self;
}

void
mapi_support_object_set_cancellable (MapiSupportObject *self, GCancellable *cancellable)
{
  g_mutex_lock (&self->lock);
  g_set_object (&self->cancellable, cancellable);
  g_mutex_unlock (&self->lock);
}

static int
compare_method (gconstpointer name, gconstpointer method)
{
  return strcmp (name, ((const MapiSupportMethod *) method)->name);
}

gboolean
mapi_support_object_offers (MapiSupportObject *self, const char *method, GError **error)
{
  const MapiSupportMethod *found = bsearch (method,
                                            mapi_support_methods,
                                            n_mapi_support_methods,
                                            sizeof *mapi_support_methods,
                                            compare_method);

  if (found != NULL && (found->kinds & self->kind) != 0)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "%s: the support object of a provider of this kind has no %s",
               self->logon->provider->service_name,
               method);
  return FALSE;
}

static guint32
subscribe (MapiSupport    *support,
           GBytes         *key,
           guint32         event_mask,
           guint32         flags,
           MapiAdviseSink *sink,
           GError        **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  MapiNotifier      *notifier = self->session->notifier;
  guint32            connection;

  if (!mapi_support_object_offers (self, "Subscribe", error))
    return 0;
  connection = (flags & MAPI_NOTIFY_SYNC) != 0
                   ? mapi_notifier_advise_sync (notifier, key, event_mask, sink, error)
                   : mapi_notifier_advise (notifier, key, event_mask, sink, error);
  if (connection != 0)
    mapi_session_count_subscription (self->session, self->logon->provider, 1);
  return connection;
}

static gboolean
unsubscribe (MapiSupport *support, guint32 connection, GError **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  if (!mapi_support_object_offers (self, "Unsubscribe", error) ||
      !mapi_notifier_unadvise (self->session->notifier, connection, error))
    return FALSE;
  mapi_session_count_subscription (self->session, self->logon->provider, -1);
  return TRUE;
}

/* What is between MAPI and itself no provider may tell (R643). */
static gboolean
check_events (MapiSupportObject *self, MapiNotificationList *notifications, GError **error)
{
  for (guint i = 0; i < mapi_notification_list_get_size (notifications); i++)
    {
      g_autoptr (MapiNotification) notification =
          mapi_notification_list_get_notification (notifications, i);

      if (mapi_notification_get_event_type (notification) != MAPI_fnevStatusObjectModified)
        continue;
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_PARAMETER,
                   "%s: Notify: changes of status objects are not told of",
                   self->logon->provider->service_name);
      return FALSE;
    }

  return TRUE;
}

/* A sink is called later, from its own context (R645), unless it was subscribed with NOTIFY_SYNC:
 * only such a one can ask to stop (R647). */
static gboolean
send_notification (MapiSupport          *support,
                   GBytes               *key,
                   MapiNotificationList *notifications,
                   guint32              *flags,
                   GError              **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  if (!mapi_support_object_offers (self, "Notify", error) ||
      !check_events (self, notifications, error))
    return FALSE;

  *flags = mapi_notifier_send_list (self->session->notifier, key, notifications)
               ? 0
               : MAPI_NOTIFY_CANCELED;

  return TRUE;
}

static gboolean
modify_status_row (MapiSupport  *support,
                   MapiPropList *columns,
                   guint32       flags,
                   GCancellable *cancellable,
                   GError      **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  return mapi_support_object_offers (self, "ModifyStatusRow", error) &&
         mapi_session_modify_status_row (
             self->session, self->logon->provider, columns, flags, error);
}

static MapiProfSect *
open_profile_section (MapiSupport   *support,
                      const MapiUid *uid,
                      guint32        flags,
                      GCancellable  *cancellable,
                      GError       **error)
{
  MapiSupportObject         *self = MAPI_SUPPORT_OBJECT (support);
  const MapiSessionProvider *provider = self->logon->provider;

  if (!mapi_support_object_offers (self, "OpenProfileSection", error))
    return NULL;

  return mapi_profile_open_section (
      self->session->profile, uid != NULL ? uid : &provider->uid, flags, error);
}

static MapiUid *
new_uid (MapiSupport *support, GError **error)
{
  return mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "NewUID", error)
             ? mapi_uid_new ()
             : NULL;
}

static gboolean
make_invalid (MapiSupport *support, GObject *object, guint32 flags, GError **error)
{
  if (!mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "MakeInvalid", error))
    return FALSE;
  mapi_guard_make_invalid (object);

  return TRUE;
}

static GBytes *
create_one_off (MapiSupport *support,
                const char  *display_name,
                const char  *address_type,
                const char  *email_address,
                guint32      flags,
                GError     **error)
{
  GBytes *entry_id;

  if (!mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "CreateOneOff", error))
    return NULL;

  entry_id = mapi_one_off_new (display_name, address_type, email_address, flags);
  if (entry_id == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "name, address type or address is not UTF-8");
  return entry_id;
}

static gboolean
set_provider_uid (MapiSupport *support, const MapiUid *uid, guint32 flags, GError **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  if (!mapi_support_object_offers (self, "SetProviderUID", error))
    return FALSE;
  mapi_session_add_route (self->session, uid, self->logon);

  return TRUE;
}

static gboolean
compare_entry_ids (MapiSupport *support,
                   GBytes      *entry_id1,
                   GBytes      *entry_id2,
                   guint32      flags,
                   gboolean    *result,
                   GError     **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  return mapi_support_object_offers (self, "CompareEntryIDs", error) &&
         mapi_session_compare_entry_ids (self->session, entry_id1, entry_id2, flags, result, error);
}

static MapiProp *
open_entry (MapiSupport  *support,
            GBytes       *entry_id,
            const char   *interface_name,
            guint32       flags,
            GCancellable *cancellable,
            GError      **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  return mapi_support_object_offers (self, "OpenEntry", error)
             ? mapi_session_open_entry (
                   self->session, entry_id, interface_name, flags, cancellable, error)
             : NULL;
}

static MapiProgress *
do_progress_dialog (MapiSupport *support, guint32 flags, GError **error)
{
  return mapi_support_object_offers (MAPI_SUPPORT_OBJECT (support), "DoProgressDialog", error)
             ? mapi_plain_progress_new (flags)
             : NULL;
}

static GBytes *
wrap_store_entry_id (MapiSupport *support, GBytes *entry_id, GError **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  return mapi_support_object_offers (self, "WrapStoreEntryID", error)
             ? mapi_store_entry_id_wrap (self->logon->provider->dll_name, entry_id)
             : NULL;
}

/* A store of a session is in the profile to begin with; only taking it out is refused. */
static gboolean
modify_profile (MapiSupport *support, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  if (!mapi_support_object_offers (self, "ModifyProfile", error))
    return FALSE;
  if ((flags & MAPI_MDB_TEMPORARY) == 0)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "%s: a store that is in the profile cannot be made temporary",
               self->logon->provider->service_name);
  return FALSE;
}

static MapiSupport *
new_for_service (MapiSupportObject *self)
{
  return mapi_service_support_new (
      self->session->profile, &self->logon->provider->service_uid, self->session);
}

/* What is configured is the service. */
static gboolean
do_config_propsheet (MapiSupport  *support,
                     guint32       flags,
                     const char   *title,
                     MapiTable    *display_table,
                     MapiProp     *config_data,
                     guint32       top_page,
                     GCancellable *cancellable,
                     GError      **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  g_autoptr (MapiSupport) service = NULL;

  if (!mapi_support_object_offers (self, "DoConfigPropsheet", error))
    return FALSE;

  service = new_for_service (self);
  return mapi_support_do_config_propsheet (
      service, flags, title, display_table, config_data, top_page, cancellable, error);
}

static MapiSupport *
get_svc_config_support_obj (MapiSupport *support, guint32 flags, GError **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);

  return mapi_support_object_offers (self, "GetSvcConfigSupportObj", error) ? new_for_service (self)
                                                                            : NULL;
}

static void
mapi_support_object_support_init (MapiSupportInterface *iface)
{
  iface->subscribe = subscribe;
  iface->unsubscribe = unsubscribe;
  iface->send_notification = send_notification;
  iface->modify_status_row = modify_status_row;
  iface->open_profile_section = open_profile_section;
  iface->new_uid = new_uid;
  iface->make_invalid = make_invalid;
  iface->create_one_off = create_one_off;
  iface->set_provider_uid = set_provider_uid;
  iface->compare_entry_ids = compare_entry_ids;
  iface->open_entry = open_entry;
  iface->do_progress_dialog = do_progress_dialog;
  iface->wrap_store_entry_id = wrap_store_entry_id;
  iface->modify_profile = modify_profile;
  iface->do_config_propsheet = do_config_propsheet;
  iface->get_svc_config_support_obj = get_svc_config_support_obj;
  mapi_support_object_spooler_init (iface);
  mapi_support_object_address_book_init (iface);
  mapi_support_object_submit_init (iface);
  mapi_support_object_copy_init (iface);
  mapi_support_object_receipt_init (iface);
}
