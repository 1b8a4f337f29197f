/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-provider.h"
#include "sqlite-care.h"
#include "sqlite-entry-id.h"
#include "sqlite-logon.h"
#include "sqlite-profile.h"
#include "sqlite-store.h"

struct _SqliteProvider
{
  GObject parent_instance;
};

static void sqlite_provider_iface_init (MapiMsProviderInterface *iface);
static void sqlite_provider_shutdown_init (MapiProviderShutdownInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    SqliteProvider,
    sqlite_provider,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (MAPI_TYPE_MS_PROVIDER, sqlite_provider_iface_init)
        G_IMPLEMENT_INTERFACE (MAPI_TYPE_STORE_CARE, sqlite_care_iface_init)
            G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROVIDER_SHUTDOWN, sqlite_provider_shutdown_init))

/* Looking for the store that is open and opening one are one step. */
static GMutex logon_lock;

typedef struct
{
  MapiSupport  *support;
  MapiProfSect *section; /* nullable */
  const char   *profile_name;
  GBytes       *entry_id; /* nullable */
  gboolean      spooler;
  MapiMsLogon **logon;
} Request;

/* The entry identifier a session finds in the profile says no more than the profile does, and may
 * be older than a changed path. */
static GBytes *
get_wanted (MapiPropList *settings, GBytes *entry_id)
{
  g_autofree char *path = entry_id != NULL ? sqlite_entry_id_get_path (entry_id) : NULL;
  g_autoptr (GBytes) kept =
      settings != NULL ? mapi_prop_list_get_bytes (settings, MAPI_PR_ENTRYID) : NULL;
  g_autoptr (GBytes) inner = kept != NULL && mapi_store_entry_id_is_wrapped (kept)
                                 ? mapi_store_entry_id_unwrap (kept, NULL, NULL)
                                 : NULL;

  return path == NULL || (inner != NULL && g_bytes_equal (inner, entry_id)) ? NULL : entry_id;
}

static gboolean
is_store (SqliteBackend *backend, GBytes *wanted)
{
  return wanted == NULL || mapi_entry_id_has_uid (wanted, sqlite_backend_get_uid (backend));
}

/* The store of the profile, unless the identifier names another one. */
static SqliteBackend *
find_backend (const Request *request, MapiPropList *settings, GError **error)
{
  GBytes          *wanted = get_wanted (settings, request->entry_id);
  g_autofree char *configured = sqlite_profile_get_path (settings, request->profile_name);
  g_autofree char *named = wanted != NULL ? sqlite_entry_id_get_path (wanted) : NULL;
  g_autoptr (SqliteBackend) backend = NULL;

  if (configured == NULL && named == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_UNCONFIGURED,
                           "sqlite: neither the profile nor the entry identifier names a file");
      return NULL;
    }
  if (configured != NULL)
    backend = sqlite_backend_open (configured, error);
  if (configured != NULL && (backend == NULL || is_store (backend, wanted)))
    return g_steal_pointer (&backend);

  g_clear_pointer (&backend, sqlite_backend_unref);
  if (g_file_test (named, G_FILE_TEST_EXISTS))
    backend = sqlite_backend_open (named, error);
  else
    g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: the store %s is not there", named);
  if (backend == NULL || is_store (backend, wanted))
    return g_steal_pointer (&backend);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNKNOWN_ENTRYID,
               "sqlite: %s is not the store of this entry identifier",
               named);
  return NULL;
}

/* What tables of stores show of one that nobody has logged on to. */
static void
describe_in_profile (SqliteStore *store, MapiProfSect *section)
{
  const MapiUid *uid = sqlite_backend_get_uid (sqlite_store_get_backend (store));
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_list_builder_add_data (builder, MAPI_PR_RECORD_KEY, uid, sizeof *uid);
  sqlite_add_binary (builder, MAPI_PR_ENTRYID, sqlite_store_dup_entry_id (store));
  props = mapi_prop_list_builder_end (builder);
  if (!mapi_prop_set_props (MAPI_PROP (section), props, NULL, NULL, &error) ||
      !mapi_prop_save_changes (MAPI_PROP (section), MAPI_KEEP_OPEN_READWRITE, NULL, &error))
    g_debug ("sqlite: the profile was not changed: %s", error->message);
}

static void
publish_status (MapiSupport *support, const char *display_name)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_PROVIDER_DISPLAY, "Message store");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, display_name);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_METHODS, 0);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, "Available");
  row = mapi_prop_list_builder_end (builder);
  if (!mapi_support_modify_status_row (support, row, 0, NULL, &error))
    g_debug ("sqlite: no status row: %s", error->message);
}

static SqliteStore *
open_new (const Request *request, SqliteBackend *backend, const char *name, GError **error)
{
  SqliteStore *store = sqlite_store_new (backend, request->support, request->spooler, name, error);

  if (store == NULL)
    return NULL;
  if (!mapi_support_set_provider_uid (request->support, sqlite_backend_get_uid (backend), 0, error))
    {
      g_object_unref (store);
      return NULL;
    }
  sqlite_backend_set_store (backend, request->spooler, store);
  if (request->section != NULL && !request->spooler)
    describe_in_profile (store, request->section);
  publish_status (request->support, name);
  *request->logon = MAPI_MS_LOGON (sqlite_logon_new (store));
  return store;
}

static SqliteStore *
open_store (const Request *request, GError **error)
{
  g_autoptr (MapiPropList) settings =
      request->section != NULL ? sqlite_profile_read (request->section) : NULL;
  const char *name =
      settings != NULL ? mapi_prop_list_get_string (settings, MAPI_PR_DISPLAY_NAME) : NULL;
  g_autoptr (SqliteBackend) backend = find_backend (request, settings, error);
  g_autoptr (SqliteStore) open = NULL;
  gboolean full_text;

  if (backend == NULL || (sqlite_profile_get_full_text (settings, &full_text) &&
                          !sqlite_backend_set_full_text (backend, full_text, error)))
    return NULL;
  /* One that is open already is not opened again (R182, R193, D23). */
  open = sqlite_backend_dup_store (backend, request->spooler);
  if (open != NULL && !sqlite_store_is_closed (open))
    {
      sqlite_store_share (open);
      return g_steal_pointer (&open);
    }
  return open_new (request, backend, name != NULL ? name : "Message store", error);
}

static MapiMsgStore *
log_on (MapiSupport  *support,
        const char   *profile_name,
        GBytes       *entry_id,
        const char   *interface_name,
        gboolean      spooler,
        MapiMsLogon **logon,
        GError      **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, MAPI_MODIFY, NULL, &local);
  Request      request = { support, section, profile_name, entry_id, spooler, logon };
  SqliteStore *store;

  if (!sqlite_check_interface (interface_name, "MapiMsgStore", error))
    return NULL;
  if (section == NULL)
    g_debug ("sqlite: no profile section: %s", local->message);
  g_mutex_lock (&logon_lock);
  store = open_store (&request, error);
  g_mutex_unlock (&logon_lock);
  return store != NULL ? MAPI_MSG_STORE (store) : NULL;
}

static MapiMsgStore *
sqlite_provider_logon (MapiMsProvider *provider,
                       MapiSupport    *support,
                       const char     *profile_name,
                       GBytes         *entry_id,
                       guint32         flags,
                       const char     *interface_name,
                       GBytes        **spool_security,
                       MapiMsLogon   **logon,
                       GCancellable   *cancellable,
                       GError        **error)
{
  return log_on (support, profile_name, entry_id, interface_name, FALSE, logon, error);
}

/* What the profile says is enough: there is no spool security (R171). */
static MapiMsgStore *
sqlite_provider_spooler_logon (MapiMsProvider *provider,
                               MapiSupport    *support,
                               const char     *profile_name,
                               GBytes         *entry_id,
                               guint32         flags,
                               const char     *interface_name,
                               GBytes         *spool_security,
                               MapiMsLogon   **logon,
                               GCancellable   *cancellable,
                               GError        **error)
{
  return log_on (support, profile_name, entry_id, interface_name, TRUE, logon, error);
}

static gboolean
sqlite_provider_compare_store_ids (MapiMsProvider *provider,
                                   GBytes         *entry_id1,
                                   GBytes         *entry_id2,
                                   guint32         flags,
                                   gboolean       *result,
                                   GError        **error)
{
  g_autofree char *path1 = sqlite_entry_id_get_path (entry_id1);
  g_autofree char *path2 = sqlite_entry_id_get_path (entry_id2);
  g_autoptr (MapiUid) uid = NULL;

  if (path1 == NULL || path2 == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_UNKNOWN_ENTRYID,
                           "sqlite: the entry identifier does not name a store of this kind");
      return FALSE;
    }
  uid = mapi_entry_id_get_uid (entry_id1);
  *result = mapi_entry_id_has_uid (entry_id2, uid);
  return TRUE;
}

static gboolean
sqlite_provider_shutdown (MapiMsProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static void
sqlite_provider_iface_init (MapiMsProviderInterface *iface)
{
  iface->shutdown = sqlite_provider_shutdown;
  iface->logon = sqlite_provider_logon;
  iface->spooler_logon = sqlite_provider_spooler_logon;
  iface->compare_store_ids = sqlite_provider_compare_store_ids;
}

/* Whatever calls have returned survives a client that is gone: nothing is in its memory alone. */
static gboolean
query_fast_shutdown (MapiProviderShutdown *provider, GError **error)
{
  return TRUE;
}

static gboolean
flush (MapiProviderShutdown *provider, GError **error)
{
  return sqlite_backend_flush_all (error);
}

static void
sqlite_provider_shutdown_init (MapiProviderShutdownInterface *iface)
{
  iface->query_fast_shutdown = query_fast_shutdown;
  iface->notify_process_shutdown = flush;
  iface->do_fast_shutdown = flush;
}

static void
sqlite_provider_class_init (SqliteProviderClass *klass)
{
}

static void
sqlite_provider_init (SqliteProvider *self)
{
}

SqliteProvider *
sqlite_provider_new (void)
{
  return g_object_new (SQLITE_TYPE_PROVIDER, NULL);
}
