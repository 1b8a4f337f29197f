/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-logon.h"

struct _SqliteLogon
{
  GObject      parent_instance;
  SqliteStore *store;
};

static void sqlite_logon_iface_init (MapiMsLogonInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteLogon,
                               sqlite_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_LOGON, sqlite_logon_iface_init))

/* Whatever somebody still holds answers MAPI_E_INVALID_OBJECT from here on, unless the store was
 * logged on to more than once. */
static gboolean
sqlite_logon_logoff (MapiMsLogon *logon, guint32 *flags, GCancellable *cancellable, GError **error)
{
  sqlite_store_log_off (SQLITE_LOGON (logon)->store);
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
  return sqlite_store_open_entry (
      SQLITE_LOGON (logon)->store, entry_id, interface_name, flags, cancellable, error);
}

static gboolean
sqlite_logon_compare_entry_ids (MapiMsLogon *logon,
                                GBytes      *entry_id1,
                                GBytes      *entry_id2,
                                guint32      flags,
                                gboolean    *result,
                                GError     **error)
{
  MapiMsgStore *store = MAPI_MSG_STORE (SQLITE_LOGON (logon)->store);

  return mapi_msg_store_compare_entry_ids (store, entry_id1, entry_id2, flags, result, error);
}

static guint32
sqlite_logon_advise (MapiMsLogon    *logon,
                     GBytes         *entry_id,
                     guint32         event_mask,
                     MapiAdviseSink *sink,
                     GCancellable   *cancellable,
                     GError        **error)
{
  MapiMsgStore *store = MAPI_MSG_STORE (SQLITE_LOGON (logon)->store);

  return mapi_msg_store_advise (store, entry_id, event_mask, sink, cancellable, error);
}

static gboolean
sqlite_logon_unadvise (MapiMsLogon *logon, guint32 connection, GError **error)
{
  MapiMsgStore *store = MAPI_MSG_STORE (SQLITE_LOGON (logon)->store);

  return mapi_msg_store_unadvise (store, connection, error);
}

/* The store is there as long as somebody is logged on to it. */
static int
on_validate_state (MapiStatusData *status,
                   guint32         flags,
                   GCancellable   *cancellable,
                   SqliteLogon    *self)
{
  g_autoptr (GError) error = NULL;

  return sqlite_store_check (self->store, &error) ? 0 : error->code;
}

static MapiProp *
sqlite_logon_open_status_entry (MapiMsLogon  *logon,
                                const char   *interface_name,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  SqliteLogon *self = SQLITE_LOGON (logon);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  MapiStatusData *status;

  if (!sqlite_store_check (self->store, error) ||
      !sqlite_check_interface (interface_name, "MapiStatus", error))
    return NULL;
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_STATUS);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, MAPI_STORE_PROVIDER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, MAPI_STATUS_VALIDATE_STATE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  mapi_prop_list_builder_add_string (
      builder,
      MAPI_PR_PROVIDER_DISPLAY,
      sqlite_backend_get_path (sqlite_store_get_backend (self->store)));
  props = mapi_prop_list_builder_end (builder);
  status = mapi_status_data_new (props);
  g_signal_connect_object (
      status, "validate-state", G_CALLBACK (on_validate_state), self, G_CONNECT_DEFAULT);
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
  g_clear_object (&SQLITE_LOGON (object)->store);
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
}

SqliteLogon *
sqlite_logon_new (SqliteStore *store)
{
  SqliteLogon *self = g_object_new (SQLITE_TYPE_LOGON, NULL);

  self->store = g_object_ref (store);
  return self;
}
