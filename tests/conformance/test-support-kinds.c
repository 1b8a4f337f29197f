/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "support-world.h"
#include "tap.h"

#include <string.h>

/* R508: what support_methods.tsv offers a kind of provider works for it, and the rest answers
 * MAPI_E_NO_SUPPORT. All of it is tried with the support objects that real providers were given. */

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
subscribe_to (SupportWorld *w, GError **error)
{
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();

  return mapi_support_subscribe (
      w->support, w->message_id, MAPI_fnevNewMail, 0, MAPI_ADVISE_SINK (sink), error);
}

static gboolean
subscribe (SupportWorld *w, GError **error)
{
  return subscribe_to (w, error) != 0;
}

static gboolean
unsubscribe (SupportWorld *w, GError **error)
{
  return mapi_support_unsubscribe (w->support, subscribe_to (w, NULL), error);
}

static gboolean
notify (SupportWorld *w, GError **error)
{
  g_autoptr (MapiNotificationList) none = mapi_notification_list_new ();
  guint32 flags = 0;

  return mapi_support_send_notification (w->support, w->message_id, none, &flags, error);
}

static gboolean
modify_status_row (SupportWorld *w, GError **error)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_STATUS_CODE, MAPI_STATUS_AVAILABLE);
  g_autoptr (MapiPropList) columns = mapi_prop_list_new_from_value (value);

  return mapi_support_modify_status_row (w->support, columns, 0, NULL, error);
}

static gboolean
open_profile_section (SupportWorld *w, GError **error)
{
  return is_there (mapi_support_open_profile_section (w->support, NULL, 0, NULL, error));
}

static gboolean
register_preprocessor (SupportWorld *w, GError **error)
{
  return mapi_support_register_preprocessor (
      w->support, NULL, "SMTP", MAPI_PREPROCESSOR (w->user), 0, error);
}

static gboolean
new_uid (SupportWorld *w, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_support_new_uid (w->support, error);

  return uid != NULL;
}

static gboolean
make_invalid (SupportWorld *w, GError **error)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();

  return mapi_support_make_invalid (w->support, G_OBJECT (message), 0, error);
}

static gboolean
spooler_yield (SupportWorld *w, GError **error)
{
  return mapi_support_spooler_yield (w->support, 0, NULL, error);
}

static gboolean
spooler_notify (SupportWorld *w, GError **error)
{
  return mapi_support_spooler_notify (w->support,
                                      w->kind == SUPPORT_KIND_STORE ? MAPI_NOTIFY_READYTOSEND
                                                                    : MAPI_NOTIFY_CONFIG_CHANGE,
                                      NULL,
                                      error);
}

static gboolean
create_one_off (SupportWorld *w, GError **error)
{
  return is_there_bytes (
      mapi_support_create_one_off (w->support, "A", "SMTP", "a@example.org", 0, error));
}

static gboolean
set_provider_uid (SupportWorld *w, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();

  return mapi_support_set_provider_uid (w->support, uid, 0, error);
}

static gboolean
compare_entry_ids (SupportWorld *w, GError **error)
{
  gboolean is_equal = FALSE;

  return mapi_support_compare_entry_ids (
             w->support, w->message_id, w->message_id, 0, &is_equal, error) &&
         is_equal;
}

static gboolean
open_template_id (SupportWorld *w, GError **error)
{
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);

  return is_there (mapi_support_open_template_id (
      w->support, w->template_id, 0, MAPI_PROP (data), NULL, NULL, NULL, error));
}

static gboolean
open_entry (SupportWorld *w, GError **error)
{
  return is_there (mapi_support_open_entry (w->support, w->message_id, NULL, 0, NULL, error));
}

static gboolean
get_one_off_table (SupportWorld *w, GError **error)
{
  return is_there (mapi_support_get_one_off_table (w->support, 0, NULL, error));
}

static gboolean
address (SupportWorld *w, GError **error)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "B", "SMTP", "b@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiRowSet) chosen = mapi_support_address (w->support, rows, 0, NULL, error);

  return chosen != NULL;
}

static gboolean
details (SupportWorld *w, GError **error)
{
  g_autoptr (GBytes) entry_id = mapi_one_off_new ("B", "SMTP", "b@example.org", 0);

  return mapi_support_details (w->support, entry_id, NULL, NULL, 0, NULL, error);
}

static gboolean
new_entry (SupportWorld *w, GError **error)
{
  return is_there_bytes (
      mapi_support_new_entry (w->support, 0, w->book_id, w->template_id, NULL, error));
}

static gboolean
do_config_propsheet (SupportWorld *w, GError **error)
{
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiTableData) fields =
      mapi_table_data_new (MAPI_TBLTYPE_SNAPSHOT, MAPI_PR_ROWID, NULL);
  g_autoptr (MapiTable) view = mapi_table_data_get_view (fields, NULL);

  return mapi_support_do_config_propsheet (
      w->support, 0, "Settings", view, MAPI_PROP (data), 0, NULL, error);
}

static gboolean
copy_messages (SupportWorld *w, GError **error)
{
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&w->message_id, 1);

  return mapi_support_copy_messages (
      w->support, w->folder, list, w->other, NULL, 0, NULL, NULL, error);
}

static gboolean
copy_folder (SupportWorld *w, GError **error)
{
  g_autoptr (MapiFolder) inner = mapi_folder_create_folder (
      w->folder, MAPI_FOLDER_GENERIC, "Inner", NULL, MAPI_OPEN_IF_EXISTS, NULL, NULL);
  g_autoptr (GBytes) id = support_world_read_id (inner, MAPI_PR_ENTRYID);

  return mapi_support_copy_folder (
      w->support, w->folder, id, w->other, "Copy", NULL, 0, NULL, NULL, error);
}

static gboolean
do_copy_to (SupportWorld *w, GError **error)
{
  g_autoptr (MapiMemoryMessage) to = mapi_memory_message_new ();

  return mapi_support_do_copy_to (
      w->support, MAPI_PROP (w->message), NULL, NULL, NULL, MAPI_PROP (to), 0, NULL, NULL, error);
}

static gboolean
do_copy_props (SupportWorld *w, GError **error)
{
  static const guint32 tag = MAPI_PR_MESSAGE_CLASS;
  g_autoptr (MapiMemoryMessage) to = mapi_memory_message_new ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  return mapi_support_do_copy_props (
      w->support, MAPI_PROP (w->message), tags, NULL, MAPI_PROP (to), 0, NULL, NULL, error);
}

static gboolean
do_progress_dialog (SupportWorld *w, GError **error)
{
  return is_there (mapi_support_do_progress_dialog (w->support, 0, error));
}

static gboolean
read_receipt (SupportWorld *w, GError **error)
{
  g_autoptr (MapiMemoryMessage) report = mapi_memory_message_new ();

  return mapi_support_read_receipt (w->support, 0, w->message, MAPI_MESSAGE (report), NULL, error);
}

static gboolean
prepare_submit (SupportWorld *w, GError **error)
{
  guint32 flags = 0;

  return mapi_support_prepare_submit (w->support, w->message, &flags, NULL, error);
}

static gboolean
expand_recips (SupportWorld *w, GError **error)
{
  guint32 flags = 0;

  return mapi_support_expand_recips (w->support, w->message, &flags, NULL, error);
}

static gboolean
update_pab (SupportWorld *w, GError **error)
{
  return mapi_support_update_pab (w->support, 0, w->message, NULL, error);
}

static gboolean
do_sent_mail (SupportWorld *w, GError **error)
{
  return mapi_support_do_sent_mail (w->support, 0, w->message, NULL, NULL, error);
}

static gboolean
open_address_book (SupportWorld *w, GError **error)
{
  return is_there (mapi_support_open_address_book (w->support, NULL, 0, NULL, error));
}

static gboolean
preprocess (SupportWorld *w, GError **error)
{
  return mapi_support_preprocess (w->support, 0, w->message_id, NULL, error);
}

static gboolean
complete_msg (SupportWorld *w, GError **error)
{
  return mapi_support_complete_msg (w->support, 0, w->message_id, NULL, error);
}

static gboolean
store_logoff_transports (SupportWorld *w, GError **error)
{
  guint32 flags = MAPI_LOGOFF_NO_WAIT;

  return mapi_support_store_logoff_transports (w->support, &flags, NULL, error);
}

static gboolean
status_recips (SupportWorld *w, GError **error)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "B", "SMTP", "b@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  return mapi_support_status_recips (w->support, w->message, rows, NULL, error);
}

static gboolean
wrap_store_entry_id (SupportWorld *w, GError **error)
{
  return is_there_bytes (mapi_support_wrap_store_entry_id (w->support, w->message_id, error));
}

static gboolean
modify_profile (SupportWorld *w, GError **error)
{
  return mapi_support_modify_profile (w->support, 0, NULL, error);
}

static gboolean
get_svc_config_support_obj (SupportWorld *w, GError **error)
{
  return is_there (mapi_support_get_svc_config_support_obj (w->support, 0, error));
}

typedef gboolean (*Method) (SupportWorld *world, GError **error);

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
is_offered (char **columns, SupportKind kind)
{
  const guint first = 2;

  if (kind != SUPPORT_KIND_HOOK)
    return g_str_equal (columns[first + kind], "yes");
  return is_offered (columns, SUPPORT_KIND_ADDRESS_BOOK) &&
         is_offered (columns, SUPPORT_KIND_STORE) && is_offered (columns, SUPPORT_KIND_TRANSPORT);
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
try_method (SupportWorld *world, char **columns)
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
try_kind (SupportKind kind, const char *name)
{
  g_auto (SupportWorld) world = { 0 };
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (!support_world_begin (&world, name))
    return;
  world.kind = kind;
  world.support = world.supports[kind];
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
  try_kind (SUPPORT_KIND_ADDRESS_BOOK, "book");
}

static void
test_store (void)
{
  try_kind (SUPPORT_KIND_STORE, "store");
}

static void
test_transport (void)
{
  try_kind (SUPPORT_KIND_TRANSPORT, "transport");
}

static void
test_service (void)
{
  try_kind (SUPPORT_KIND_SERVICE, "service");
}

static void
test_hook (void)
{
  try_kind (SUPPORT_KIND_HOOK, "hook");
}

TAP_MAIN ("conformance/support-kinds",
          { "an address book (R508)", test_address_book },
          { "a store (R508)", test_store },
          { "a transport (R508)", test_transport },
          { "a service (R508)", test_service },
          { "a hook (R508)", test_hook })
