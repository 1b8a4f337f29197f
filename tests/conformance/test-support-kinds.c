/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "mock-link.h"
#include "session-rig.h"
#include "tap.h"

#include <string.h>

/* R508: what support_methods.tsv offers a kind of provider works for it, and the rest answers
 * MAPI_E_NO_SUPPORT. All of it is tried with the support objects that real providers were given. */

typedef enum
{
  KIND_ADDRESS_BOOK,
  KIND_STORE,
  KIND_TRANSPORT,
  KIND_SERVICE,
  KIND_HOOK,
  N_KINDS
} Kind;

/* Sees the support objects that providers are given. */
typedef struct
{
  MapiWrapper  parent_instance;
  MapiSupport *supports[N_KINDS]; /* owned by the world */
} Watcher;
typedef MapiWrapperClass WatcherClass;

static GType watcher_get_type (void);
G_DEFINE_TYPE (Watcher, watcher, MAPI_TYPE_WRAPPER)

static Kind
kind_of (const char *interface)
{
  static const char *const interfaces[N_KINDS] = { [KIND_ADDRESS_BOOK] = "MapiAbProvider",
                                                   [KIND_STORE] = "MapiMsProvider",
                                                   [KIND_TRANSPORT] = "MapiXpProvider",
                                                   [KIND_HOOK] = "MapiHookProvider" };
  guint                    kind = 0;

  while (kind < N_KINDS && g_strcmp0 (interfaces[kind], interface) != 0)
    kind++;
  return kind;
}

static gboolean
watcher_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  Watcher *self = (Watcher *) wrapper;
  GObject *support = mapi_call_get_argument (call, "support");
  Kind     kind = kind_of (mapi_call_get_interface_name (call));

  if (support != NULL && kind < N_KINDS && self->supports[kind] == NULL)
    self->supports[kind] = g_object_ref (MAPI_SUPPORT (mapi_wrapper_unwrap (wrapper, support)));
  return TRUE;
}

static void
watcher_class_init (WatcherClass *klass)
{
  klass->enter = watcher_enter;
}

static void
watcher_init (Watcher *self)
{
}

/* A user who agrees with everything and fills in what can be, and a preprocessor that does nothing.
 */
typedef struct
{
  GObject parent_instance;
} User;
typedef GObjectClass UserClass;

static MapiRowSet *
choose_recipients (MapiInteraction *interaction,
                   MapiAddrBook    *book,
                   MapiRowSet      *recipients,
                   guint32          flags,
                   GCancellable    *cancellable,
                   GError         **error)
{
  return mapi_row_set_ref (recipients);
}

static gboolean
edit_entry (MapiInteraction *interaction,
            MapiProp        *entry,
            MapiTable       *fields,
            MapiControl     *button,
            const char      *button_text,
            GCancellable    *cancellable,
            GError         **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Ada");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, "ada@example.org");
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_set_props (entry, props, NULL, cancellable, NULL);
  return TRUE;
}

static void
user_interaction_init (MapiInteractionInterface *iface)
{
  iface->choose_recipients = choose_recipients;
  iface->edit_entry = edit_entry;
}

static GType user_get_type (void);
G_DEFINE_TYPE_WITH_CODE (User,
                         user,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (MAPI_TYPE_PREPROCESSOR, NULL)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_INTERACTION, user_interaction_init))

static void
user_class_init (UserClass *klass)
{
}

static void
user_init (User *self)
{
}

/* A session with a provider of each kind, and things to call methods with. */
typedef struct
{
  SessionRig   rig;
  Watcher     *watcher;
  MockLink    *link;
  User        *user;
  MapiFolder  *folder;
  MapiFolder  *other;
  MapiMessage *message; /* in memory, from somebody to somebody */
  GBytes      *message_id;
  GBytes      *folder_id;
  GBytes      *book_id;
  GBytes      *template_id;

  /* The one that is called. */
  Kind         kind;
  MapiSupport *support;
} World;

static GBytes *
read_id (gpointer prop, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (prop), tags, 0, NULL, NULL, NULL);

  return props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
}

static MapiMessage *
new_message (void)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "B", "SMTP", "b@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "a@example.org");
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL);
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, NULL);
  return message;
}

static void
world_fill_store (World *self, GError **error)
{
  g_autoptr (MapiProp) root =
      mapi_msg_store_open_entry (self->rig.store, NULL, NULL, MAPI_MODIFY, NULL, error);
  g_autoptr (MapiMessage) message = NULL;

  self->folder = mapi_folder_create_folder (
      MAPI_FOLDER (root), MAPI_FOLDER_GENERIC, "From", NULL, 0, NULL, error);
  self->other = mapi_folder_create_folder (
      MAPI_FOLDER (root), MAPI_FOLDER_GENERIC, "To", NULL, 0, NULL, error);
  message = mapi_folder_create_message (self->folder, NULL, 0, NULL, error);
  mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READONLY, NULL, error);
  self->message_id = read_id (message, MAPI_PR_ENTRYID);
  self->folder_id = read_id (self->folder, MAPI_PR_ENTRYID);
}

static void
world_open_book (World *self, GError **error)
{
  g_autoptr (MapiAddressBook) book =
      mapi_session_open_address_book (self->rig.session, 0, NULL, NULL, error);
  g_autoptr (MapiAbContainer) pab = mapi_address_book_open_container (book, NULL, 0, NULL, error);

  self->book_id = read_id (pab, MAPI_PR_ENTRYID);
  self->template_id = read_id (pab, MAPI_PR_DEF_CREATE_MAILUSER);
}

static void
world_log_on (World *self, const MapiUid *uid, guint32 type, GError **error)
{
  guint32 flags = 0;
  g_autoptr (GObject) logon =
      type == MAPI_HOOK_PROVIDER
          ? (GObject *) mapi_session_logon_hook (self->rig.session, uid, 0, NULL, error)
          : (GObject *) mapi_session_logon_transport (
                self->rig.session, uid, &flags, NULL, NULL, error);
}

/* As the spooler does it. */
static void
world_open_others (World *self, GError **error)
{
  g_autoptr (MapiTable) table = mapi_session_get_providers (self->rig.session, error);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, error);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      guint32 type = (guint32) mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0);
      g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
      g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (bytes, NULL);

      if (type == MAPI_HOOK_PROVIDER || type == MAPI_TRANSPORT_PROVIDER)
        world_log_on (self, uid, type, error);
    }
}

static gboolean
world_begin (World *self, const char *name)
{
  static const char *const smtp[] = { "host", "localhost", NULL };
  static const char *const hook[] = { "person", "ada@example.org", "folder", "Ada", NULL };
  g_autoptr (GError) error = NULL;

  if (!session_rig_begin (&self->rig, name) || !session_rig_add (&self->rig, "pab", NULL) ||
      !session_rig_add (&self->rig, "smtp", smtp) ||
      !session_rig_add (&self->rig, "filing-hook", hook))
    return FALSE;

  self->watcher = g_object_new (watcher_get_type (), NULL);
  self->link = mock_link_new ();
  self->user = g_object_new (user_get_type (), NULL);
  self->message = new_message ();
  self->rig.session = mapi_session_logon_profile (self->rig.profile, MAPI_NO_MAIL, NULL, &error);
  mapi_session_set_wrapper (self->rig.session, MAPI_WRAPPER (self->watcher));
  mapi_session_set_spooler (self->rig.session, MAPI_SPOOLER_LINK (self->link));
  mapi_session_set_interaction (self->rig.session, MAPI_INTERACTION (self->user));
  self->rig.store =
      mapi_session_open_msg_store (self->rig.session, NULL, MAPI_MDB_WRITE, NULL, &error);
  world_fill_store (self, &error);
  world_open_book (self, &error);
  world_open_others (self, &error);
  self->watcher->supports[KIND_SERVICE] =
      mapi_support_get_svc_config_support_obj (self->watcher->supports[KIND_STORE], 0, &error);
  return TAP_NO_ERROR (error);
}

static void
world_clear (World *self)
{
  for (Kind kind = 0; self->watcher != NULL && kind < N_KINDS; kind++)
    g_clear_object (&self->watcher->supports[kind]);
  g_clear_object (&self->folder);
  g_clear_object (&self->other);
  g_clear_object (&self->message);
  g_clear_pointer (&self->message_id, g_bytes_unref);
  g_clear_pointer (&self->folder_id, g_bytes_unref);
  g_clear_pointer (&self->book_id, g_bytes_unref);
  g_clear_pointer (&self->template_id, g_bytes_unref);
  session_rig_clear (&self->rig);
  g_clear_object (&self->watcher);
  g_clear_object (&self->link);
  g_clear_object (&self->user);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* The methods; each answers whether it did its work. */

static gboolean
is_there (gpointer object)
{
  g_autoptr (GObject) owned = object;

  return owned != NULL;
}

static gboolean
is_there_bytes (GBytes *bytes)
{
  g_autoptr (GBytes) owned = bytes;

  return owned != NULL;
}

static guint32
subscribe_to (World *w, GError **error)
{
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();

  return mapi_support_subscribe (
      w->support, w->message_id, MAPI_fnevNewMail, 0, MAPI_ADVISE_SINK (sink), error);
}

static gboolean
subscribe (World *w, GError **error)
{
  return subscribe_to (w, error) != 0;
}

static gboolean
unsubscribe (World *w, GError **error)
{
  return mapi_support_unsubscribe (w->support, subscribe_to (w, NULL), error);
}

static gboolean
notify (World *w, GError **error)
{
  g_autoptr (MapiNotificationList) none = mapi_notification_list_new ();
  guint32 flags = 0;

  return mapi_support_send_notification (w->support, w->message_id, none, &flags, error);
}

static gboolean
modify_status_row (World *w, GError **error)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  g_autoptr (MapiPropList) columns = mapi_prop_list_new_from_value (value);

  return mapi_support_modify_status_row (w->support, columns, 0, NULL, error);
}

static gboolean
open_profile_section (World *w, GError **error)
{
  return is_there (mapi_support_open_profile_section (w->support, NULL, 0, NULL, error));
}

static gboolean
register_preprocessor (World *w, GError **error)
{
  return mapi_support_register_preprocessor (
      w->support, NULL, "SMTP", MAPI_PREPROCESSOR (w->user), 0, error);
}

static gboolean
new_uid (World *w, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_support_new_uid (w->support, error);

  return uid != NULL;
}

static gboolean
make_invalid (World *w, GError **error)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();

  return mapi_support_make_invalid (w->support, G_OBJECT (message), 0, error);
}

static gboolean
spooler_yield (World *w, GError **error)
{
  return mapi_support_spooler_yield (w->support, 0, NULL, error);
}

static gboolean
spooler_notify (World *w, GError **error)
{
  return mapi_support_spooler_notify (w->support,
                                      w->kind == KIND_STORE ? MAPI_NOTIFY_READYTOSEND
                                                            : MAPI_NOTIFY_CONFIG_CHANGE,
                                      NULL,
                                      error);
}

static gboolean
create_one_off (World *w, GError **error)
{
  return is_there_bytes (
      mapi_support_create_one_off (w->support, "A", "SMTP", "a@example.org", 0, error));
}

static gboolean
set_provider_uid (World *w, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();

  return mapi_support_set_provider_uid (w->support, uid, 0, error);
}

static gboolean
compare_entry_ids (World *w, GError **error)
{
  gboolean is_equal = FALSE;

  return mapi_support_compare_entry_ids (
             w->support, w->message_id, w->message_id, 0, &is_equal, error) &&
         is_equal;
}

static gboolean
open_template_id (World *w, GError **error)
{
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);

  return is_there (mapi_support_open_template_id (
      w->support, w->template_id, 0, MAPI_PROP (data), NULL, NULL, NULL, error));
}

static gboolean
open_entry (World *w, GError **error)
{
  return is_there (mapi_support_open_entry (w->support, w->message_id, NULL, 0, NULL, error));
}

static gboolean
get_one_off_table (World *w, GError **error)
{
  return is_there (mapi_support_get_one_off_table (w->support, 0, NULL, error));
}

static gboolean
address (World *w, GError **error)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "B", "SMTP", "b@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiRowSet) chosen = mapi_support_address (w->support, rows, 0, NULL, error);

  return chosen != NULL;
}

static gboolean
details (World *w, GError **error)
{
  g_autoptr (GBytes) entry_id = mapi_one_off_new ("B", "SMTP", "b@example.org", 0);

  return mapi_support_details (w->support, entry_id, NULL, NULL, 0, NULL, error);
}

static gboolean
new_entry (World *w, GError **error)
{
  return is_there_bytes (
      mapi_support_new_entry (w->support, 0, w->book_id, w->template_id, NULL, error));
}

static gboolean
do_config_propsheet (World *w, GError **error)
{
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiTableData) fields =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_ROWID, NULL);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (fields, NULL);

  return mapi_support_do_config_propsheet (
      w->support, 0, "Settings", view, MAPI_PROP (data), 0, NULL, error);
}

static gboolean
copy_messages (World *w, GError **error)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&w->message_id, 1);

  return mapi_support_copy_messages (
      w->support, w->folder, list, w->other, NULL, 0, NULL, NULL, error);
}

static gboolean
copy_folder (World *w, GError **error)
{
  g_autoptr (MapiFolder) inner = mapi_folder_create_folder (
      w->folder, MAPI_FOLDER_GENERIC, "Inner", NULL, MAPI_OPEN_IF_EXISTS, NULL, NULL);
  g_autoptr (GBytes) id = read_id (inner, MAPI_PR_ENTRYID);

  return mapi_support_copy_folder (
      w->support, w->folder, id, w->other, "Copy", NULL, 0, NULL, NULL, error);
}

static gboolean
do_copy_to (World *w, GError **error)
{
  g_autoptr (MapiMemoryMessage) to = mapi_memory_message_new ();

  return mapi_support_do_copy_to (
      w->support, MAPI_PROP (w->message), NULL, NULL, NULL, MAPI_PROP (to), 0, NULL, NULL, error);
}

static gboolean
do_copy_props (World *w, GError **error)
{
  static const guint32 tag = MAPI_PR_MESSAGE_CLASS;
  g_autoptr (MapiMemoryMessage) to = mapi_memory_message_new ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  return mapi_support_do_copy_props (
      w->support, MAPI_PROP (w->message), tags, NULL, MAPI_PROP (to), 0, NULL, NULL, error);
}

static gboolean
do_progress_dialog (World *w, GError **error)
{
  return is_there (mapi_support_do_progress_dialog (w->support, 0, error));
}

static gboolean
read_receipt (World *w, GError **error)
{
  g_autoptr (MapiMemoryMessage) report = mapi_memory_message_new ();

  return mapi_support_read_receipt (w->support, 0, w->message, MAPI_MESSAGE (report), NULL, error);
}

static gboolean
prepare_submit (World *w, GError **error)
{
  guint32 flags = 0;

  return mapi_support_prepare_submit (w->support, w->message, &flags, NULL, error);
}

static gboolean
expand_recips (World *w, GError **error)
{
  guint32 flags = 0;

  return mapi_support_expand_recips (w->support, w->message, &flags, NULL, error);
}

static gboolean
update_pab (World *w, GError **error)
{
  return mapi_support_update_pab (w->support, 0, w->message, NULL, error);
}

static gboolean
do_sent_mail (World *w, GError **error)
{
  return mapi_support_do_sent_mail (w->support, 0, w->message, NULL, NULL, error);
}

static gboolean
open_address_book (World *w, GError **error)
{
  return is_there (mapi_support_open_address_book (w->support, NULL, 0, NULL, error));
}

static gboolean
preprocess (World *w, GError **error)
{
  return mapi_support_preprocess (w->support, 0, w->message_id, NULL, error);
}

static gboolean
complete_msg (World *w, GError **error)
{
  return mapi_support_complete_msg (w->support, 0, w->message_id, NULL, error);
}

static gboolean
store_logoff_transports (World *w, GError **error)
{
  guint32 flags = MAPI_LOGOFF_NO_WAIT;

  return mapi_support_store_logoff_transports (w->support, &flags, NULL, error);
}

static gboolean
status_recips (World *w, GError **error)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "B", "SMTP", "b@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  return mapi_support_status_recips (w->support, w->message, rows, NULL, error);
}

static gboolean
wrap_store_entry_id (World *w, GError **error)
{
  return is_there_bytes (mapi_support_wrap_store_entry_id (w->support, w->message_id, error));
}

static gboolean
modify_profile (World *w, GError **error)
{
  return mapi_support_modify_profile (w->support, 0, NULL, error);
}

static gboolean
get_svc_config_support_obj (World *w, GError **error)
{
  return is_there (mapi_support_get_svc_config_support_obj (w->support, 0, error));
}

typedef gboolean (*Method) (World *world, GError **error);

static const struct
{
  const char *name;
  Method      call; /* NULL for what has no function here: doc/mapi-names.md says why */
} methods[] = {
  { "Address", address },
  { "CompareEntryIDs", compare_entry_ids },
  { "CompleteMsg", complete_msg },
  { "CopyFolder", copy_folder },
  { "CopyMessages", copy_messages },
  { "CreateOneOff", create_one_off },
  { "Details", details },
  { "DoConfigPropsheet", do_config_propsheet },
  { "DoCopyProps", do_copy_props },
  { "DoCopyTo", do_copy_to },
  { "DoProgressDialog", do_progress_dialog },
  { "DoSentMail", do_sent_mail },
  { "ExpandRecips", expand_recips },
  { "GetLastError", NULL },
  { "GetMemAllocRoutines", NULL },
  { "GetOneOffTable", get_one_off_table },
  { "GetSvcConfigSupportObj", get_svc_config_support_obj },
  { "IStorageFromStream", NULL },
  { "MakeInvalid", make_invalid },
  { "ModifyProfile", modify_profile },
  { "ModifyStatusRow", modify_status_row },
  { "NewEntry", new_entry },
  { "NewUID", new_uid },
  { "Notify", notify },
  { "OpenAddressBook", open_address_book },
  { "OpenEntry", open_entry },
  { "OpenProfileSection", open_profile_section },
  { "OpenTemplateID", open_template_id },
  { "PrepareSubmit", prepare_submit },
  { "Preprocess", preprocess },
  { "ReadReceipt", read_receipt },
  { "RegisterPreprocessor", register_preprocessor },
  { "SetProviderUID", set_provider_uid },
  { "SpoolerNotify", spooler_notify },
  { "SpoolerYield", spooler_yield },
  { "StatusRecips", status_recips },
  { "StoreLogoffTransports", store_logoff_transports },
  { "Subscribe", subscribe },
  { "Unsubscribe", unsubscribe },
  { "UpdatePAB", update_pab },
  { "WrapStoreEntryID", wrap_store_entry_id },
};

/* What is offered to every kind of provider is offered to hooks, for which there is no column. */
static gboolean
is_offered (char **columns, Kind kind)
{
  const guint first = 2;

  if (kind != KIND_HOOK)
    return g_str_equal (columns[first + kind], "yes");
  return is_offered (columns, KIND_ADDRESS_BOOK) && is_offered (columns, KIND_STORE) &&
         is_offered (columns, KIND_TRANSPORT);
}

static Method
find_method (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].name, name))
      return methods[i].call;

  tap_note ("support_methods.tsv: nobody calls %s", name);
  CU_FAIL ("a method is not known");
  return NULL;
}

static void
try_method (World *world, char **columns)
{
  Method   call = find_method (columns[0]);
  gboolean offered = is_offered (columns, world->kind);
  g_autoptr (GError) error = NULL;
  gboolean answer;

  if (call == NULL)
    return;
  answer = call (world, &error);
  if (answer == offered && (offered || g_error_matches (error, MAPI_ERROR, MAPI_E_NO_SUPPORT)))
    return;

  tap_note ("%s: %s", columns[0], error != NULL ? error->message : "succeeded");
  CU_FAIL ("a method does not do what its table says");
}

static void
try_kind (Kind kind, const char *name)
{
  g_auto (World) world = { 0 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (!world_begin (&world, name))
    return;
  world.kind = kind;
  world.support = world.watcher->supports[kind];
  CU_ASSERT_PTR_NOT_NULL (world.support);
  CU_ASSERT (g_file_get_contents (MAPI_TABLES_DIR "/support_methods.tsv", &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (guint i = 1; world.support != NULL && lines[i] != NULL; i++, n++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);

      try_method (&world, columns);
    }
  TAP_NUMBER (n, G_N_ELEMENTS (methods));
}

static void
test_address_book (void)
{
  try_kind (KIND_ADDRESS_BOOK, "book");
}

static void
test_store (void)
{
  try_kind (KIND_STORE, "store");
}

static void
test_transport (void)
{
  try_kind (KIND_TRANSPORT, "transport");
}

static void
test_service (void)
{
  try_kind (KIND_SERVICE, "service");
}

static void
test_hook (void)
{
  try_kind (KIND_HOOK, "hook");
}

TAP_MAIN ("conformance/support-kinds",
          { "an address book (R508)", test_address_book },
          { "a store (R508)", test_store },
          { "a transport (R508)", test_transport },
          { "a service (R508)", test_service },
          { "a hook (R508)", test_hook })
