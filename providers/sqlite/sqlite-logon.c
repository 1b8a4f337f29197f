/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-logon.h"

/* The store goes when the last client lets go of it, and the logon object with it: it does not keep
 * the store (R189). */
struct _SqliteLogon
{
  GObject  parent_instance;
  GWeakRef store;
};

static void sqlite_logon_iface_init (MapiMsLogonInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteLogon,
                               sqlite_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_LOGON, sqlite_logon_iface_init))

static SqliteStore *
ref_store (gpointer logon, GError **error)
{
  SqliteStore *store = g_weak_ref_get (&SQLITE_LOGON (logon)->store);

  if (store == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "sqlite: nobody has the store open any more");
  return store;
}

/* Whatever somebody still holds answers MAPI_E_INVALID_OBJECT from here on, unless the store was
 * logged on to more than once. */
static gboolean
sqlite_logon_logoff (MapiMsLogon *logon, guint32 *flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (SqliteStore) store = ref_store (logon, NULL);

  if (store != NULL)
    sqlite_store_log_off (store);
  return TRUE;
}

static MapiProp *
sqlite_logon_open_entry (MapiMsLogon  *logon,
                         GBytes       *entry_id,
                         const char   *interface_name,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  g_autoptr (SqliteStore) store = ref_store (logon, error);

  return store != NULL
             ? sqlite_store_open_entry (store, entry_id, interface_name, flags, cancellable, error)
             : NULL;
}

static gboolean
sqlite_logon_compare_entry_ids (MapiMsLogon *logon,
                                GBytes      *entry_id1,
                                GBytes      *entry_id2,
                                guint32      flags,
                                gboolean    *result,
                                GError     **error)
{
  g_autoptr (SqliteStore) store = ref_store (logon, error);

  return store != NULL && mapi_msg_store_compare_entry_ids (
                              MAPI_MSG_STORE (store), entry_id1, entry_id2, flags, result, error);
}

static guint32
sqlite_logon_advise (MapiMsLogon    *logon,
                     GBytes         *entry_id,
                     guint32         event_mask,
                     MapiAdviseSink *sink,
                     GCancellable   *cancellable,
                     GError        **error)
{
  g_autoptr (SqliteStore) store = ref_store (logon, error);

  return store != NULL ? mapi_msg_store_advise (
                             MAPI_MSG_STORE (store), entry_id, event_mask, sink, cancellable, error)
                       : 0;
}

static gboolean
sqlite_logon_unadvise (MapiMsLogon *logon, guint32 connection, GError **error)
{
  g_autoptr (SqliteStore) store = ref_store (logon, error);

  return store != NULL && mapi_msg_store_unadvise (MAPI_MSG_STORE (store), connection, error);
}

/* The store is there as long as somebody is logged on to it. */
static int
on_validate_state (MapiStatusData *status,
                   guint32         flags,
                   GCancellable   *cancellable,
                   SqliteLogon    *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SqliteStore) store = ref_store (self, &error);

  return store != NULL && sqlite_store_check (store, &error) ? 0 : error->code;
}

static MapiProp *
sqlite_logon_open_status_entry (MapiMsLogon  *logon,
                                const char   *interface_name,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  g_autoptr (SqliteStore) store = ref_store (logon, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  MapiStatusData *status;

  if (store == NULL || !sqlite_store_check (store, error) ||
      !sqlite_check_interface (interface_name, "MapiStatus", error))
    return NULL;
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_STATUS);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, MAPI_STORE_PROVIDER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, MAPI_STATUS_VALIDATE_STATE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  mapi_prop_list_builder_add_string (builder,
                                     MAPI_PR_PROVIDER_DISPLAY,
                                     sqlite_backend_get_path (sqlite_store_get_backend (store)));
  props = mapi_prop_list_builder_end (builder);
  status = mapi_status_data_new (props);
  g_signal_connect_object (
      status, "validate-state", G_CALLBACK (on_validate_state), logon, G_CONNECT_DEFAULT);
  return MAPI_PROP (status);
}

static void
sqlite_logon_iface_init (MapiMsLogonInterface *iface)
{
  iface->logoff = sqlite_logon_logoff;
  iface->open_entry = sqlite_logon_open_entry;
  iface->open_status_entry = sqlite_logon_open_status_entry;
  iface->compare_entry_ids = sqlite_logon_compare_entry_ids;
  iface->advise = sqlite_logon_advise;
  iface->unadvise = sqlite_logon_unadvise;
}

static void
sqlite_logon_finalize (GObject *object)
{
  g_weak_ref_clear (&SQLITE_LOGON (object)->store);
  G_OBJECT_CLASS (sqlite_logon_parent_class)->finalize (object);
}

static void
sqlite_logon_class_init (SqliteLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sqlite_logon_finalize;
}

static void
sqlite_logon_init (SqliteLogon *self)
{
  g_weak_ref_init (&self->store, NULL);
}

SqliteLogon *
sqlite_logon_new (SqliteStore *store)
{
  SqliteLogon *self = g_object_new (SQLITE_TYPE_LOGON, NULL);

  g_weak_ref_set (&self->store, store);
  return self;
}
