/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-support.h"
#include "mock-prof-sect.h"

struct _MockSupport
{
  GObject       parent_instance;
  MapiProfSect *section;
  GWeakRef      link;
  MapiUid       uid;

  /* Providers may call from any thread. */
  GMutex        lock;
  GHashTable   *calls; /* method -> number */
  MapiPropList *status_row;
  GPtrArray    *reported;
  guint32       spooler_flags;
  GBytes       *spooler_data;
  guint32       n_connections;
  gboolean      cancelled;
  guint32       needs;
};

static void mock_support_iface_init (MapiSupportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockSupport,
                               mock_support,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SUPPORT, mock_support_iface_init))

/* Takes the lock and counts the call. */
static GMutexLocker *
mock_support_enter (gpointer support, const char *method)
{
  MockSupport  *self = MOCK_SUPPORT (support);
  GMutexLocker *locker = g_mutex_locker_new (&self->lock);
  guint         n = GPOINTER_TO_UINT (g_hash_table_lookup (self->calls, method));

  g_hash_table_insert (self->calls, (gpointer) method, GUINT_TO_POINTER (n + 1));
  return locker;
}

static gboolean
mock_support_succeed (gpointer support, const char *method)
{
  g_autoptr (GMutexLocker) locker = mock_support_enter (support, method);

  return TRUE;
}

static guint32
mock_support_subscribe (MapiSupport    *support,
                        GBytes         *key,
                        guint32         event_mask,
                        guint32         flags,
                        MapiAdviseSink *sink,
                        GError        **error)
{
  g_autoptr (GMutexLocker) locker = mock_support_enter (support, "Subscribe");

  return ++MOCK_SUPPORT (support)->n_connections;
}

static gboolean
mock_support_unsubscribe (MapiSupport *support, guint32 connection, GError **error)
{
  return mock_support_succeed (support, "Unsubscribe");
}

static gboolean
mock_support_send_notification (MapiSupport          *support,
                                GBytes               *key,
                                MapiNotificationList *notifications,
                                guint32              *flags,
                                GError              **error)
{
  return mock_support_succeed (support, "Notify");
}

/* Answers the whole row (transfer full). */
static MapiPropList *
keep_status_row (MockSupport *self, MapiPropList *columns, guint32 flags)
{
  g_autoptr (GMutexLocker) locker = mock_support_enter (self, "ModifyStatusRow");
  g_autoptr (MapiPropList) old = g_steal_pointer (&self->status_row);

  if (old != NULL && (flags & MAPI_STATUSROW_UPDATE) != 0)
    self->status_row = mapi_prop_list_merge (old, columns);
  else
    self->status_row = mapi_prop_list_ref (columns);
  return mapi_prop_list_ref (self->status_row);
}

static gboolean
mock_support_modify_status_row (MapiSupport  *support,
                                MapiPropList *columns,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MockSupport *self = MOCK_SUPPORT (support);
  g_autoptr (MapiSpoolerLink) link = g_weak_ref_get (&self->link);
  g_autoptr (MapiPropList) row = keep_status_row (self, columns, flags);

  return link == NULL || mapi_spooler_link_status_row_changed (link, &self->uid, row, error);
}

static MapiProfSect *
mock_support_open_profile_section (MapiSupport   *support,
                                   const MapiUid *uid,
                                   guint32        flags,
                                   GCancellable  *cancellable,
                                   GError       **error)
{
  g_autoptr (GMutexLocker) locker = mock_support_enter (support, "OpenProfileSection");

  if (uid == NULL)
    return g_object_ref (MOCK_SUPPORT (support)->section);

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "no such profile section");
  return NULL;
}

static MapiUid *
mock_support_new_uid (MapiSupport *support, GError **error)
{
  return mapi_uid_new ();
}

static gboolean
mock_support_make_invalid (MapiSupport *support, GObject *object, guint32 flags, GError **error)
{
  return mock_support_succeed (support, "MakeInvalid");
}

static gboolean
is_cancelled (MapiSupport *support, GCancellable *cancellable)
{
  g_autoptr (GMutexLocker) locker = mock_support_enter (support, "SpoolerYield");

  return MOCK_SUPPORT (support)->cancelled || g_cancellable_is_cancelled (cancellable);
}

static gboolean
mock_support_spooler_yield (MapiSupport  *support,
                            guint32       flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  g_autoptr (MapiSpoolerLink) link = g_weak_ref_get (&MOCK_SUPPORT (support)->link);

  if (!is_cancelled (support, cancellable))
    return link == NULL ||
           mapi_spooler_link_spooler_yield (link, support, flags, cancellable, error);

  g_set_error_literal (error, MAPI_ERROR, MAPI_E_USER_CANCEL, "the message is to be cancelled");
  return FALSE;
}

static void
remember_notify (MockSupport *self, guint32 flags, GBytes *data)
{
  g_autoptr (GMutexLocker) locker = mock_support_enter (self, "SpoolerNotify");

  self->spooler_flags |= flags;
  g_clear_pointer (&self->spooler_data, g_bytes_unref);
  self->spooler_data = data != NULL ? g_bytes_ref (data) : NULL;
}

static gboolean
mock_support_register_preprocessor (MapiSupport      *support,
                                    const MapiUid    *uid,
                                    const char       *address_type,
                                    MapiPreprocessor *preprocessor,
                                    guint32           flags,
                                    GError          **error)
{
  MockSupport *self = MOCK_SUPPORT (support);
  g_autoptr (MapiSpoolerLink) link = g_weak_ref_get (&self->link);

  return link == NULL || mapi_spooler_link_register_preprocessor (
                             link, &self->uid, uid, address_type, preprocessor, error);
}

static gboolean
mock_support_spooler_notify (MapiSupport *support, guint32 flags, GBytes *data, GError **error)
{
  MockSupport *self = MOCK_SUPPORT (support);
  g_autoptr (MapiSpoolerLink) link = g_weak_ref_get (&self->link);

  remember_notify (self, flags, data);
  return link == NULL ||
         mapi_spooler_link_spooler_notify (link, support, &self->uid, flags, data, error);
}

static GBytes *
mock_support_create_one_off (MapiSupport *support,
                             const char  *display_name,
                             const char  *address_type,
                             const char  *email_address,
                             guint32      flags,
                             GError     **error)
{
  return mapi_one_off_new (display_name, address_type, email_address, flags);
}

static gboolean
mock_support_set_provider_uid (MapiSupport   *support,
                               const MapiUid *uid,
                               guint32        flags,
                               GError       **error)
{
  return mock_support_succeed (support, "SetProviderUID");
}

static gboolean
mock_support_compare_entry_ids (MapiSupport *support,
                                GBytes      *entry_id1,
                                GBytes      *entry_id2,
                                guint32      flags,
                                gboolean    *result,
                                GError     **error)
{
  *result = g_bytes_equal (entry_id1, entry_id2);
  return TRUE;
}

static gboolean
mock_support_prepare_submit (MapiSupport  *support,
                             MapiMessage  *message,
                             guint32      *flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  return mock_support_succeed (support, "PrepareSubmit");
}

static gboolean
mock_support_expand_recips (MapiSupport  *support,
                            MapiMessage  *message,
                            guint32      *flags,
                            GCancellable *cancellable,
                            GError      **error)
{
  g_autoptr (GMutexLocker) locker = mock_support_enter (support, "ExpandRecips");

  *flags = MOCK_SUPPORT (support)->needs;
  return TRUE;
}

static gboolean
mock_support_update_pab (MapiSupport  *support,
                         guint32       flags,
                         MapiMessage  *message,
                         GCancellable *cancellable,
                         GError      **error)
{
  return mock_support_succeed (support, "UpdatePAB");
}

/* A report to somebody, ready to be sent. */
static gboolean
mock_support_read_receipt (MapiSupport  *support,
                           guint32       flags,
                           MapiMessage  *read_message,
                           MapiMessage  *empty_message,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_autoptr (MapiPropList) sender = mapi_recipient_new (MAPI_TO, "Ann", "SMTP", "ann@example.org");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&sender, 1);

  return mock_support_succeed (support, "ReadReceipt") &&
         mapi_message_modify_recipients (
             empty_message, MAPI_MODRECIP_ADD, recipients, cancellable, error);
}

static gboolean
mock_support_do_sent_mail (MapiSupport  *support,
                           guint32       flags,
                           MapiMessage  *message,
                           gboolean     *taken_over,
                           GCancellable *cancellable,
                           GError      **error)
{
  *taken_over = FALSE;
  return mock_support_succeed (support, "DoSentMail");
}

static gboolean
mock_support_preprocess (MapiSupport  *support,
                         guint32       flags,
                         GBytes       *entry_id,
                         GCancellable *cancellable,
                         GError      **error)
{
  return mock_support_succeed (support, "Preprocess");
}

static gboolean
mock_support_complete_msg (MapiSupport  *support,
                           guint32       flags,
                           GBytes       *entry_id,
                           GCancellable *cancellable,
                           GError      **error)
{
  return mock_support_succeed (support, "CompleteMsg");
}

static gboolean
mock_support_store_logoff_transports (MapiSupport  *support,
                                      guint32      *flags,
                                      GCancellable *cancellable,
                                      GError      **error)
{
  return mock_support_succeed (support, "StoreLogoffTransports");
}

static void
remember_reported (MockSupport *self, MapiRowSet *recipients)
{
  g_autoptr (GMutexLocker) locker = mock_support_enter (self, "StatusRecips");

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    g_ptr_array_add (self->reported, mapi_row_set_get_row (recipients, i));
}

static gboolean
mock_support_status_recips (MapiSupport  *support,
                            MapiMessage  *message,
                            MapiRowSet   *recipients,
                            GCancellable *cancellable,
                            GError      **error)
{
  MockSupport *self = MOCK_SUPPORT (support);
  g_autoptr (MapiSpoolerLink) link = g_weak_ref_get (&self->link);

  remember_reported (self, recipients);
  return link == NULL || mapi_spooler_link_status_recips (
                             link, support, &self->uid, message, recipients, cancellable, error);
}

static GBytes *
mock_support_wrap_store_entry_id (MapiSupport *support, GBytes *entry_id, GError **error)
{
  return g_bytes_ref (entry_id);
}

static void
mock_support_iface_init (MapiSupportInterface *iface)
{
  iface->subscribe = mock_support_subscribe;
  iface->unsubscribe = mock_support_unsubscribe;
  iface->send_notification = mock_support_send_notification;
  iface->modify_status_row = mock_support_modify_status_row;
  iface->open_profile_section = mock_support_open_profile_section;
  iface->new_uid = mock_support_new_uid;
  iface->make_invalid = mock_support_make_invalid;
  iface->spooler_yield = mock_support_spooler_yield;
  iface->spooler_notify = mock_support_spooler_notify;
  iface->register_preprocessor = mock_support_register_preprocessor;
  iface->create_one_off = mock_support_create_one_off;
  iface->set_provider_uid = mock_support_set_provider_uid;
  iface->compare_entry_ids = mock_support_compare_entry_ids;
  iface->read_receipt = mock_support_read_receipt;
  iface->prepare_submit = mock_support_prepare_submit;
  iface->expand_recips = mock_support_expand_recips;
  iface->update_pab = mock_support_update_pab;
  iface->do_sent_mail = mock_support_do_sent_mail;
  iface->preprocess = mock_support_preprocess;
  iface->complete_msg = mock_support_complete_msg;
  iface->store_logoff_transports = mock_support_store_logoff_transports;
  iface->status_recips = mock_support_status_recips;
  iface->wrap_store_entry_id = mock_support_wrap_store_entry_id;
}

static void
mock_support_finalize (GObject *object)
{
  MockSupport *self = MOCK_SUPPORT (object);

  g_weak_ref_clear (&self->link);
  g_object_unref (self->section);
  g_hash_table_unref (self->calls);
  g_ptr_array_unref (self->reported);
  g_clear_pointer (&self->status_row, mapi_prop_list_unref);
  g_clear_pointer (&self->spooler_data, g_bytes_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mock_support_parent_class)->finalize (object);
}

static void
mock_support_class_init (MockSupportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_support_finalize;
}

static void
mock_support_init (MockSupport *self)
{
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->link, NULL);
  self->calls = g_hash_table_new (g_str_hash, g_str_equal);
  self->reported = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
}

MockSupport *
mock_support_new (MapiPropList *settings)
{
  MockSupport *self = g_object_new (MOCK_TYPE_SUPPORT, NULL);

  self->section = mock_prof_sect_new (settings);
  return self;
}

MapiPropList *
mock_support_get_status_row (MockSupport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->status_row != NULL ? mapi_prop_list_ref (self->status_row) : NULL;
}

MapiRowSet *
mock_support_get_reported (MockSupport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return mapi_row_set_new ((MapiPropList **) self->reported->pdata, self->reported->len);
}

guint32
mock_support_take_spooler_flags (MockSupport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint32 flags = self->spooler_flags;

  self->spooler_flags = 0;
  return flags;
}

GBytes *
mock_support_get_spooler_data (MockSupport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->spooler_data != NULL ? g_bytes_ref (self->spooler_data) : NULL;
}

void
mock_support_cancel_yields (MockSupport *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->cancelled = TRUE;
}

void
mock_support_set_needs (MockSupport *self, guint32 needs)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->needs = needs;
}

guint
mock_support_get_n_calls (MockSupport *self, const char *method)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->calls, method));
}

typedef gpointer (*MockEntryPoint) (guint32 spi_version, guint32 *provider_version, GError **error);

static gpointer
mock_support_open_provider (const char *path, const char *entry_point, GError **error)
{
  GModule       *module = g_module_open (path, G_MODULE_BIND_LOCAL);
  MockEntryPoint init = NULL;
  guint32        version = 0;

  if (module == NULL || !g_module_symbol (module, entry_point, (gpointer *) &init))
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_NOT_FOUND, g_module_error ());
      return NULL;
    }
  g_module_make_resident (module);
  return init (MAPI_SPI_VERSION, &version, error);
}

MapiXpProvider *
mock_support_open_xp_provider (const char *path, GError **error)
{
  return mock_support_open_provider (path, "mapi_xp_provider_init", error);
}

MapiMsProvider *
mock_support_open_ms_provider (const char *path, GError **error)
{
  return mock_support_open_provider (path, "mapi_ms_provider_init", error);
}

MapiAbProvider *
mock_support_open_ab_provider (const char *path, GError **error)
{
  return mock_support_open_provider (path, "mapi_ab_provider_init", error);
}

void
mock_support_set_link (MockSupport *self, MapiSpoolerLink *link, const MapiUid *uid)
{
  g_weak_ref_set (&self->link, link);
  self->uid = *uid;
}
