/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-store.h"
#include "sqlite-db-settings.h"
#include "sqlite-entry-id.h"
#include "sqlite-folder.h"
#include "sqlite-message.h"

struct _SqliteStore
{
  SqliteObject    parent_instance;
  SqliteBackend  *backend;
  MapiSupport    *support;
  gboolean        spooler;
  SqliteDeferred *deferred;
  SqliteLost     *lost;
  SqliteLent     *lent;
  GBytes         *entry_id; /* wrapped */
  char           *display_name;
  gint            closed;    /* atomic */
  gint            announced; /* atomic */

  GMutex   leaving_lock; /* for all below */
  guint    n_openers;    /* who has logged on and not called StoreLogoff */
  gboolean shared;       /* logged on to more than once */
  guint32  leaving_with; /* the flag of the last StoreLogoff */
  gboolean left;         /* the transports were told to log off */
};

static void sqlite_store_iface_init (MapiMsgStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteStore,
                               sqlite_store,
                               SQLITE_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_STORE, sqlite_store_iface_init))

#define PROPS_SETTING "store-props"

#define SUPPORT_MASK                                                                               \
  (MAPI_STORE_ENTRYID_UNIQUE | MAPI_STORE_MODIFY_OK | MAPI_STORE_CREATE_OK |                       \
   MAPI_STORE_ATTACH_OK | MAPI_STORE_SUBMIT_OK | MAPI_STORE_NOTIFY_OK | MAPI_STORE_MV_PROPS_OK |   \
   MAPI_STORE_RESTRICTION_OK | MAPI_STORE_SORT_OK | MAPI_STORE_UNICODE_OK | MAPI_STORE_SEARCH_OK | \
   MAPI_STORE_CATEGORIZE_OK | MAPI_STORE_RTF_OK | MAPI_STORE_HTML_OK | MAPI_STORE_ANSI_OK |        \
   MAPI_STORE_UNCOMPRESSED_RTF)

#define VALID_FOLDER_MASK                                                                          \
  (MAPI_FOLDER_IPM_SUBTREE_VALID | MAPI_FOLDER_IPM_INBOX_VALID | MAPI_FOLDER_IPM_OUTBOX_VALID |    \
   MAPI_FOLDER_IPM_WASTEBASKET_VALID | MAPI_FOLDER_IPM_SENTMAIL_VALID | MAPI_FOLDER_VIEWS_VALID |  \
   MAPI_FOLDER_COMMON_VIEWS_VALID | MAPI_FOLDER_FINDER_VALID)

static const guint32 computed_tags[] = {
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_ENTRYID,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_SEARCH_KEY,
  MAPI_PR_STORE_ENTRYID,
  MAPI_PR_STORE_RECORD_KEY,
  MAPI_PR_MAPPING_SIGNATURE,
  MAPI_PR_STORE_SUPPORT_MASK,
  MAPI_PR_STORE_STATE,
  MAPI_PR_VALID_FOLDER_MASK,
  MAPI_PR_IPM_SUBTREE_ENTRYID,
  MAPI_PR_IPM_OUTBOX_ENTRYID,
  MAPI_PR_IPM_WASTEBASKET_ENTRYID,
  MAPI_PR_IPM_SENTMAIL_ENTRYID,
  MAPI_PR_VIEWS_ENTRYID,
  MAPI_PR_COMMON_VIEWS_ENTRYID,
  MAPI_PR_FINDER_ENTRYID,
  MAPI_PR_ACCESS,
  MAPI_PR_ACCESS_LEVEL,
  MAPI_PR_RESOURCE_TYPE,
  MAPI_PR_MDB_PROVIDER,
  0,
};

static const struct
{
  guint32          tag;
  SqliteFolderRole role;
} folder_tags[] = {
  { MAPI_PR_IPM_SUBTREE_ENTRYID, SQLITE_FOLDER_SUBTREE },
  { MAPI_PR_IPM_OUTBOX_ENTRYID, SQLITE_FOLDER_OUTBOX },
  { MAPI_PR_IPM_WASTEBASKET_ENTRYID, SQLITE_FOLDER_DELETED },
  { MAPI_PR_IPM_SENTMAIL_ENTRYID, SQLITE_FOLDER_SENT },
  { MAPI_PR_VIEWS_ENTRYID, SQLITE_FOLDER_VIEWS },
  { MAPI_PR_COMMON_VIEWS_ENTRYID, SQLITE_FOLDER_COMMON_VIEWS },
  { MAPI_PR_FINDER_ENTRYID, SQLITE_FOLDER_FINDER },
};

/* Names the kind of store: the same for all stores of this provider. */
static const MapiUid provider_uid = {
  { 0x6d, 0x61, 0x70, 0x69, 0x2d, 0x73, 0x71, 0x6c, 0x69, 0x74, 0x65, 0x2d, 0x6d, 0x64, 0x62, 0x31 }
};

SqliteBackend *
sqlite_store_get_backend (SqliteStore *self)
{
  return self->backend;
}

MapiSupport *
sqlite_store_get_support (SqliteStore *self)
{
  return self->support;
}

SqliteDeferred *
sqlite_store_get_deferred (SqliteStore *self)
{
  return self->deferred;
}

SqliteLost *
sqlite_store_get_lost (SqliteStore *self)
{
  return self->lost;
}

gpointer
sqlite_store_lend (SqliteStore *self, gpointer object)
{
  return sqlite_lent_add (self->lent, object);
}

gboolean
sqlite_store_is_spooler (SqliteStore *self)
{
  return self->spooler;
}

gboolean
sqlite_store_check_spooler (SqliteStore *self, const char *method, GError **error)
{
  if (!sqlite_store_check (self, error))
    return FALSE;
  if (sqlite_store_is_spooler (self))
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "sqlite: %s is for the spooler alone, and this is a client's logon",
               method);
  return FALSE;
}

GBytes *
sqlite_store_dup_entry_id (SqliteStore *self)
{
  return g_bytes_ref (self->entry_id);
}

static gboolean
is_locked (gpointer backend, gint64 message)
{
  return sqlite_locks_get_message (sqlite_backend_get_locks (backend), message) != SQLITE_LOCK_NONE;
}

/* Borrowed from @self. */
void
sqlite_store_get_row_context (SqliteStore *self, SqliteRowContext *context)
{
  context->uid = *sqlite_backend_get_uid (self->backend);
  context->store_entry_id = self->entry_id;
  context->is_locked = is_locked;
  context->data = self->backend;
}

gboolean
sqlite_store_is_closed (SqliteStore *self)
{
  return g_atomic_int_get (&self->closed) != 0;
}

gboolean
sqlite_store_check (SqliteStore *self, GError **error)
{
  if (!sqlite_store_is_closed (self))
    return TRUE;
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "sqlite: the store was logged off");
  return FALSE;
}

void
sqlite_store_share (SqliteStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->leaving_lock);

  self->shared = TRUE;
  self->n_openers++;
  self->left = FALSE;
}

static gboolean
is_shared (SqliteStore *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->leaving_lock);

  return self->shared;
}

/* Who logs on to an open store gets no logon object to end it with (D23). When the first logon
 * ends, the store therefore goes on for those others, until they let go of it. */
void
sqlite_store_log_off (SqliteStore *self)
{
  if (self->spooler || !is_shared (self))
    sqlite_store_close (self);
}

/* What was saved is committed, or somebody is told that it is not. */
static void
settle_saves (SqliteStore *self)
{
  g_autoptr (GError) error = NULL;

  sqlite_backend_commit_deferred (self->backend);
  if (!sqlite_lost_tell (self->lost, &error))
    g_warning ("%s", error->message);
}

void
sqlite_store_close (SqliteStore *self)
{
  if (!g_atomic_int_compare_and_exchange (&self->closed, 0, 1))
    return;
  sqlite_lent_end (self->lent);
  if (self->spooler)
    {
      sqlite_deferred_flush (self->deferred);
      sqlite_locks_unlock_spooler (sqlite_backend_get_locks (self->backend));
    }
  settle_saves (self);
}

void
sqlite_store_announce_sending (SqliteStore *self)
{
  if (g_atomic_int_compare_and_exchange (&self->announced, 0, 1))
    mapi_support_spooler_notify (self->support, MAPI_NOTIFY_READYTOSEND, NULL, NULL);
}

/* Of any object, the store itself too, whose identifier the support object has wrapped. */
static gboolean
parse_any (SqliteStore *self, GBytes *entry_id, guint32 *object_type, gint64 *id, GError **error)
{
  if (!g_bytes_equal (entry_id, self->entry_id))
    return sqlite_entry_id_parse (
        sqlite_backend_get_uid (self->backend), entry_id, object_type, id, error);
  *object_type = MAPI_OBJECT_STORE;
  *id = 0;
  return TRUE;
}

gboolean
sqlite_store_parse (
    SqliteStore *self, GBytes *entry_id, guint32 object_type, gint64 *id, GError **error)
{
  guint32 found;

  if (!sqlite_entry_id_parse (sqlite_backend_get_uid (self->backend), entry_id, &found, id, error))
    return FALSE;
  if (found == object_type)
    return TRUE;
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_ENTRYID,
                       "sqlite: the entry identifier names another kind of object");
  return FALSE;
}

MapiProp *
sqlite_store_open_entry (SqliteStore  *self,
                         GBytes       *entry_id,
                         const char   *interface_name,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  guint32 object_type = MAPI_OBJECT_FOLDER;
  gint64  id = sqlite_backend_get_folder (self->backend, SQLITE_FOLDER_ROOT);

  if (!sqlite_store_check (self, error))
    return NULL;
  if (entry_id != NULL && g_bytes_get_size (entry_id) > 0 &&
      !parse_any (self, entry_id, &object_type, &id, error))
    return NULL;

  if (object_type == MAPI_OBJECT_FOLDER)
    return sqlite_check_interface (interface_name, "MapiFolder", error)
               ? sqlite_folder_open (self, id, flags, error)
               : NULL;
  if (object_type == MAPI_OBJECT_MESSAGE)
    return sqlite_check_interface (interface_name, "MapiMessage", error)
               ? sqlite_message_open (self, id, flags, error)
               : NULL;
  return sqlite_check_interface (interface_name, "MapiMsgStore", error)
             ? MAPI_PROP (g_object_ref (self))
             : NULL;
}

static MapiProp *
sqlite_store_open_entry_slot (MapiMsgStore *store,
                              GBytes       *entry_id,
                              const char   *interface_name,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  return sqlite_store_open_entry (
      SQLITE_STORE (store), entry_id, interface_name, flags, cancellable, error);
}

static guint32
sqlite_store_advise (MapiMsgStore   *store,
                     GBytes         *entry_id,
                     guint32         event_mask,
                     MapiAdviseSink *sink,
                     GCancellable   *cancellable,
                     GError        **error)
{
  SqliteStore *self = SQLITE_STORE (store);

  if (!sqlite_store_check (self, error) || !sqlite_backend_hear (self->backend, error))
    return 0;
  return mapi_notifier_advise (
      sqlite_backend_get_notifier (self->backend), entry_id, event_mask, sink, error);
}

static gboolean
sqlite_store_unadvise (MapiMsgStore *store, guint32 connection, GError **error)
{
  SqliteStore *self = SQLITE_STORE (store);

  return sqlite_store_check (self, error) &&
         mapi_notifier_unadvise (sqlite_backend_get_notifier (self->backend), connection, error);
}

static gboolean
sqlite_store_compare_entry_ids (MapiMsgStore *store,
                                GBytes       *entry_id1,
                                GBytes       *entry_id2,
                                guint32       flags,
                                gboolean     *result,
                                GError      **error)
{
  SqliteStore *self = SQLITE_STORE (store);
  guint32      types[2];
  gint64       ids[2];

  if (!sqlite_store_check (self, error) ||
      !parse_any (self, entry_id1, &types[0], &ids[0], error) ||
      !parse_any (self, entry_id2, &types[1], &ids[1], error))
    return FALSE;
  *result = types[0] == types[1] && ids[0] == ids[1];
  return TRUE;
}

/* Whether this is the last who leaves (R157). */
static gboolean
count_leaving (SqliteStore *self, guint32 flags)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->leaving_lock);

  self->leaving_with = flags;
  if (self->n_openers > 0)
    self->n_openers--;
  return self->n_openers == 0;
}

static void
set_left (SqliteStore *self, gboolean left)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->leaving_lock);

  self->left = left;
}

static gboolean
log_off_transports (SqliteStore *self, guint32 *flags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  set_left (self, TRUE);
  if (mapi_support_store_logoff_transports (self->support, flags, cancellable, &local))
    return TRUE;
  if (g_error_matches (local, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    {
      *flags = MAPI_LOGOFF_COMPLETE;
      return TRUE;
    }
  set_left (self, FALSE);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The transports go first, when the last leaves (R157, R164, D19); the objects end with the logon
 * object's Logoff. */
static gboolean
sqlite_store_store_logoff (MapiMsgStore *store,
                           guint32      *flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  SqliteStore *self = SQLITE_STORE (store);

  if (!sqlite_store_check (self, error))
    return FALSE;
  if (!self->spooler && count_leaving (self, *flags))
    return log_off_transports (self, flags, cancellable, error);
  *flags = MAPI_LOGOFF_COMPLETE;
  return TRUE;
}

/* Who lets go of the store without StoreLogoff wants nothing to be waited for (R158, R165). */
static void
make_up_for_logoff (SqliteStore *self)
{
  guint32 flags = self->leaving_with != 0 ? self->leaving_with : MAPI_LOGOFF_ABORT;
  g_autoptr (GError) error = NULL;

  if (!self->spooler && !self->left && !log_off_transports (self, &flags, NULL, &error))
    g_debug ("sqlite: the transports were not logged off: %s", error->message);
}

static void
sqlite_store_iface_init (MapiMsgStoreInterface *iface)
{
  iface->advise = sqlite_store_advise;
  iface->unadvise = sqlite_store_unadvise;
  iface->compare_entry_ids = sqlite_store_compare_entry_ids;
  iface->open_entry = sqlite_store_open_entry_slot;
  iface->store_logoff = sqlite_store_store_logoff;
  sqlite_store_init_receive (iface);
  sqlite_store_init_queue (iface);
}

static void
add_identity (SqliteStore *self, MapiPropListBuilder *builder)
{
  const MapiUid *uid = sqlite_backend_get_uid (self->backend);

  sqlite_object_add_common (SQLITE_OBJECT (self), builder);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, self->entry_id);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_RECORD_KEY, uid, sizeof *uid);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_SEARCH_KEY, uid, sizeof *uid);
  mapi_prop_list_builder_add_data (
      builder, MAPI_PR_MDB_PROVIDER, &provider_uid, sizeof provider_uid);
  for (guint i = 0; i < G_N_ELEMENTS (folder_tags); i++)
    sqlite_add_binary (builder,
                       folder_tags[i].tag,
                       sqlite_backend_new_entry_id (
                           self->backend,
                           MAPI_OBJECT_FOLDER,
                           sqlite_backend_get_folder (self->backend, folder_tags[i].role)));
}

static MapiPropList *
compute (SqliteStore *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_STORE);
  add_identity (self, builder);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RESOURCE_TYPE, MAPI_STORE_PROVIDER);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STORE_SUPPORT_MASK, SUPPORT_MASK);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STORE_STATE, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_VALID_FOLDER_MASK, VALID_FOLDER_MASK);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS, MAPI_ACCESS_MODIFY | MAPI_ACCESS_READ);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS_LEVEL, MAPI_MODIFY);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
load_props (SqliteDbConn *conn, MapiPropList **props, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!sqlite_db_setting_get_bytes (conn, PROPS_SETTING, &bytes, error))
    return FALSE;
  *props =
      bytes != NULL ? mapi_prop_list_new_from_bytes (bytes, error) : mapi_prop_list_new_empty ();
  return *props != NULL;
}

static gboolean
read_props (SqliteDbConn *conn, gpointer data, GError **error)
{
  return load_props (conn, data, error);
}

static MapiPropList *
sqlite_store_get_all (SqliteObject *object, GError **error)
{
  SqliteStore *self = SQLITE_STORE (object);
  g_autoptr (MapiPropList) stored = NULL;
  g_autoptr (MapiPropList) named = NULL;
  g_autoptr (MapiPropList) computed = NULL;
  g_autoptr (MapiPropValue) name =
      mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, self->display_name);
  g_autoptr (MapiPropList) defaults = mapi_prop_list_new_from_value (name);

  if (!sqlite_backend_read (self->backend, read_props, &stored, error))
    return NULL;
  named = mapi_prop_list_merge (defaults, stored);
  computed = compute (self);
  return mapi_prop_list_merge (named, computed);
}

static gboolean
sqlite_store_check_writable (SqliteObject *self, GError **error)
{
  return TRUE;
}

typedef struct
{
  MapiPropList     *set;
  MapiPropTagArray *removed;
} Change;

static gboolean
write_props (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) after = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!load_props (conn, &before, error))
    return FALSE;
  after = change->set != NULL ? mapi_prop_list_merge (before, change->set)
                              : mapi_prop_list_without (before, change->removed);
  bytes = mapi_prop_list_to_bytes (after);
  return sqlite_db_setting_set_bytes (conn, PROPS_SETTING, bytes, error);
}

static gboolean
sqlite_store_change (SqliteObject     *object,
                     MapiPropList     *set,
                     MapiPropTagArray *removed,
                     GError          **error)
{
  g_autoptr (MapiPropList) read = set != NULL ? mapi_code_page_to_unicode (0, set) : NULL;
  Change change = { read, removed };

  return sqlite_backend_write (
      SQLITE_STORE (object)->backend, SQLITE_DB_DURABLE, write_props, &change, error);
}

static void
sqlite_store_finalize (GObject *object)
{
  SqliteStore *self = SQLITE_STORE (object);

  if (self->backend != NULL)
    {
      make_up_for_logoff (self);
      sqlite_store_close (self);
    }
  g_clear_object (&self->support);
  sqlite_deferred_free (self->deferred);
  sqlite_lost_unref (self->lost);
  sqlite_lent_free (self->lent);
  g_clear_pointer (&self->entry_id, g_bytes_unref);
  g_free (self->display_name);
  g_clear_pointer (&self->backend, sqlite_backend_unref);
  g_mutex_clear (&self->leaving_lock);
  G_OBJECT_CLASS (sqlite_store_parent_class)->finalize (object);
}

static void
sqlite_store_class_init (SqliteStoreClass *klass)
{
  SqliteObjectClass *object_class = SQLITE_OBJECT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sqlite_store_finalize;
  object_class->computed = computed_tags;
  object_class->get_all = sqlite_store_get_all;
  object_class->check_writable = sqlite_store_check_writable;
  object_class->change = sqlite_store_change;
}

static void
sqlite_store_init (SqliteStore *self)
{
  self->deferred = sqlite_deferred_new ();
  self->lost = sqlite_lost_new ();
  self->lent = sqlite_lent_new ();
  self->n_openers = 1;
  g_mutex_init (&self->leaving_lock);
}

SqliteStore *
sqlite_store_new (SqliteBackend *backend,
                  MapiSupport   *support,
                  gboolean       spooler,
                  const char    *display_name,
                  GError       **error)
{
  g_autoptr (SqliteStore) self = g_object_new (SQLITE_TYPE_STORE, NULL);
  g_autoptr (GBytes) own = sqlite_entry_id_new_store (sqlite_backend_get_uid (backend),
                                                      sqlite_backend_get_path (backend));

  self->spooler = spooler;
  self->display_name = g_strdup (display_name);
  self->support = g_object_ref (support);
  self->entry_id = mapi_support_wrap_store_entry_id (support, own, error);
  if (self->entry_id == NULL ||
      (spooler && !sqlite_locks_lock_spooler (sqlite_backend_get_locks (backend), error)))
    return NULL;
  self->backend = sqlite_backend_ref (backend);
  return g_steal_pointer (&self);
}
