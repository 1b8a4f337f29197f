/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Holds each kind of table to the columns that are documented as required for it. */

#include "session-rig.h"
#include "tap.h"

#include <string.h>

/* What a client of a profile with the shipped providers can open. Starts zeroed. */
typedef struct
{
  SessionRig       session;
  MapiFolder      *inbox;
  MapiMessage     *message; /* of the Inbox, with a recipient and an attachment */
  MapiMessage     *submitted;
  MapiAddressBook *book;
  MapiAbContainer *pab;
  MapiProp        *user;
  MapiSupport     *support; /* of the transport */
  MapiXpLogon     *transport;
} Rig;

static void
rig_clear (Rig *self)
{
  g_clear_object (&self->support);
  g_clear_object (&self->transport);
  g_clear_object (&self->user);
  g_clear_object (&self->pab);
  g_clear_object (&self->book);
  g_clear_object (&self->submitted);
  g_clear_object (&self->message);
  g_clear_object (&self->inbox);
  session_rig_clear (&self->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

static GBytes *
read_id (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (object), tags, 0, NULL, NULL, NULL);

  return props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
}

static gboolean
set_string (gpointer object, guint32 tag, const char *text, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, text);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (object), props, NULL, NULL, error);
}

static gboolean
save (gpointer object, GError **error)
{
  return mapi_prop_save_changes (MAPI_PROP (object), MAPI_KEEP_OPEN_READWRITE, NULL, error);
}

static gboolean
add_attachment (MapiMessage *message, GError **error)
{
  g_autoptr (MapiAttach) attachment = mapi_message_create_attach (message, 0, NULL, NULL, error);

  return attachment != NULL && set_string (attachment, MAPI_PR_ATTACH_FILENAME, "a.txt", error) &&
         save (attachment, error);
}

static MapiMessage *
add_message (MapiFolder *folder, guint32 flags, GError **error)
{
  g_autoptr (MapiMessage) message = mapi_folder_create_message (folder, NULL, flags, NULL, error);
  g_autoptr (MapiPropList) recipient =
      mapi_recipient_new (MAPI_TO, "Bob", "SMTP", "bob@example.org");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&recipient, 1);

  if (message == NULL ||
      !mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, error) ||
      !add_attachment (message, error) || !save (message, error))
    return NULL;
  return g_steal_pointer (&message);
}

/* Its sender and its priority are the client's to set. */
static gboolean
submit (Rig *self, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_NAME, "Ann");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_PRIORITY, MAPI_PRIO_NORMAL);
  props = mapi_prop_list_builder_end (builder);
  self->submitted = session_rig_compose (&self->session, "Submitted");
  return self->submitted != NULL &&
         mapi_prop_set_props (MAPI_PROP (self->submitted), props, NULL, NULL, error) &&
         mapi_message_submit_message (self->submitted, 0, NULL, error);
}

static gboolean
fill_store (Rig *self, GError **error)
{
  g_autoptr (MapiMessage) associated = NULL;
  g_autoptr (MapiFolder) below = NULL;

  self->inbox = session_rig_open_folder (&self->session, 0);
  self->message = add_message (self->inbox, 0, error);
  if (self->message == NULL)
    return FALSE;
  associated = add_message (self->inbox, MAPI_ASSOCIATED, error);
  if (associated == NULL)
    return FALSE;
  below =
      mapi_folder_create_folder (self->inbox, MAPI_FOLDER_GENERIC, "Below", NULL, 0, NULL, error);
  return below != NULL && submit (self, error);
}

static gboolean
fill_book (Rig *self, GError **error)
{
  g_autoptr (GBytes) template_id = NULL;

  self->book = mapi_session_open_address_book (self->session.session, 0, NULL, NULL, error);
  if (self->book != NULL)
    self->pab = mapi_address_book_open_container (self->book, NULL, MAPI_MODIFY, NULL, error);
  if (self->pab == NULL)
    return FALSE;
  template_id = read_id (self->pab, MAPI_PR_DEF_CREATE_MAILUSER);
  self->user = mapi_ab_container_create_entry (self->pab, template_id, 0, NULL, error);
  return self->user != NULL && set_string (self->user, MAPI_PR_DISPLAY_NAME, "Ann", error) &&
         set_string (self->user, MAPI_PR_EMAIL_ADDRESS, "ann@example.org", error) &&
         save (self->user, error);
}

static MapiUid *
find_transport (MapiProfile *profile)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (profile, NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_TRANSPORT_PROVIDER)
        return mapi_uid_new_from_bytes (uid, NULL);
    }
  return NULL;
}

/* The shipped transport knows no identity: it is supplied for it as it would do it. */
static gboolean
fill_status (Rig *self, GError **error)
{
  g_autoptr (MapiUid) uid = find_transport (self->session.profile);
  g_autoptr (GBytes) entry_id = read_id (self->user, MAPI_PR_ENTRYID);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) identity = NULL;
  guint32 flags = 0;

  self->transport = mapi_session_logon_transport (
      self->session.session, uid, &flags, &self->support, NULL, error);
  if (self->transport == NULL)
    return FALSE;
  mapi_prop_list_builder_add_string (builder, MAPI_PR_IDENTITY_DISPLAY, "Ann");
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_IDENTITY_ENTRYID, entry_id);
  mapi_prop_list_builder_add_data (builder, MAPI_PR_IDENTITY_SEARCH_KEY, "SMTP:ANN", 9);
  identity = mapi_prop_list_builder_end (builder);
  return mapi_support_modify_status_row (
      self->support, identity, MAPI_STATUSROW_UPDATE, NULL, error);
}

static gboolean
rig_begin (Rig *self, const char *profile)
{
  g_autoptr (GError) error = NULL;

  if (!session_rig_begin (&self->session, profile) ||
      !session_rig_add (&self->session, "pab", NULL) ||
      !session_rig_add (&self->session, "maildir", NULL) || !session_rig_log_on (&self->session))
    return FALSE;
  if (fill_store (self, &error) && fill_book (self, &error))
    fill_status (self, &error);
  return TAP_NO_ERROR (error);
}

static MapiTable *
open_contents (Rig *self, GError **error)
{
  return mapi_container_get_contents_table (MAPI_CONTAINER (self->inbox), 0, NULL, error);
}

static MapiTable *
open_associated (Rig *self, GError **error)
{
  return mapi_container_get_contents_table (
      MAPI_CONTAINER (self->inbox), MAPI_ASSOCIATED, NULL, error);
}

static MapiTable *
open_hierarchy (Rig *self, GError **error)
{
  return mapi_container_get_hierarchy_table (MAPI_CONTAINER (self->inbox), 0, NULL, error);
}

static MapiTable *
open_recipients (Rig *self, GError **error)
{
  return mapi_message_get_recipient_table (self->message, 0, NULL, error);
}

static MapiTable *
open_submitted (Rig *self, GError **error)
{
  g_autoptr (GBytes) entry_id = read_id (self->submitted, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (self->session.store, entry_id, NULL, 0, NULL, error);

  return message != NULL ? mapi_message_get_recipient_table (MAPI_MESSAGE (message), 0, NULL, error)
                         : NULL;
}

static MapiTable *
open_attachments (Rig *self, GError **error)
{
  return mapi_message_get_attachment_table (self->message, 0, NULL, error);
}

static MapiTable *
open_receive (Rig *self, GError **error)
{
  return mapi_msg_store_get_receive_folder_table (self->session.store, 0, NULL, error);
}

static MapiTable *
open_queue (Rig *self, GError **error)
{
  return mapi_msg_store_get_outgoing_queue (self->session.store, 0, NULL, error);
}

static MapiTable *
open_status (Rig *self, GError **error)
{
  return mapi_session_get_status_table (self->session.session, 0, NULL, error);
}

static MapiTable *
open_identities (Rig *self, GError **error)
{
  g_autoptr (MapiTable) table = open_status (self, error);
  g_autoptr (MapiRestriction) supplied = mapi_restriction_new_exist (MAPI_PR_IDENTITY_DISPLAY);

  return table != NULL && mapi_table_restrict (table, supplied, 0, NULL, error)
             ? g_steal_pointer (&table)
             : NULL;
}

static MapiTable *
open_profiles (Rig *self, GError **error)
{
  g_autoptr (MapiProfiles) profiles = mapi_profiles_new ();

  return mapi_prof_admin_get_profile_table (MAPI_PROF_ADMIN (profiles), 0, error);
}

static MapiTable *
open_services (Rig *self, GError **error)
{
  return mapi_msg_service_admin_get_msg_service_table (
      MAPI_MSG_SERVICE_ADMIN (self->session.profile), 0, error);
}

static MapiTable *
open_providers (Rig *self, GError **error)
{
  return mapi_msg_service_admin_get_provider_table (
      MAPI_MSG_SERVICE_ADMIN (self->session.profile), 0, error);
}

static MapiTable *
open_stores (Rig *self, GError **error)
{
  return mapi_session_get_msg_stores_table (self->session.session, 0, NULL, error);
}

static MapiTable *
open_one_offs (Rig *self, GError **error)
{
  return (MapiTable *) mapi_prop_open_property (
      MAPI_PROP (self->pab), MAPI_PR_CREATE_TEMPLATES, "MapiTable", 0, 0, NULL, error);
}

static MapiTable *
open_containers (Rig *self, GError **error)
{
  g_autoptr (MapiProp) root =
      mapi_addr_book_open_entry (MAPI_ADDR_BOOK (self->book), NULL, NULL, 0, NULL, error);

  return root != NULL ? mapi_container_get_hierarchy_table (MAPI_CONTAINER (root), 0, NULL, error)
                      : NULL;
}

static MapiTable *
open_entries (Rig *self, GError **error)
{
  return mapi_container_get_contents_table (MAPI_CONTAINER (self->pab), 0, NULL, error);
}

static MapiTable *
open_details (Rig *self, GError **error)
{
  return (MapiTable *) mapi_prop_open_property (
      self->user, MAPI_PR_DETAILS_TABLE, "MapiTable", 0, 0, NULL, error);
}

#define CONTENTS_OF_FOLDERS                                                                        \
  {                                                                                                \
    "all contents", "all folder contents", "message store folder",                                 \
        "address book container and message store folder"                                          \
  }

/* The kinds that can be opened, and what scopes of the kind hold there. */
static const struct
{
  const char *name;
  MapiTable *(*open) (Rig *self, GError **error);
  const char *kind;
  const char *scopes[5];
  const char *without[4]; /* what may be empty in a row, though it is a column */
} opened[] = {
  { "contents", open_contents, "contents", CONTENTS_OF_FOLDERS, { NULL } },
  { "associated contents", open_associated, "contents", CONTENTS_OF_FOLDERS, { NULL } },
  { "hierarchy of folders", open_hierarchy, "hierarchy", { "all", "message store" }, { NULL } },
  { "recipients", open_recipients, "recipient", { "all", "store with STORE_SUBMIT_OK" }, { NULL } },
  { "recipients of a submitted message",
    open_submitted,
    "recipient",
    { "all", "submitted message" },
    { NULL } },
  { "attachments", open_attachments, "attachment", { "" }, { NULL } },
  { "receive folders", open_receive, "receive folder", { "" }, { NULL } },
  { "outgoing queue", open_queue, "outgoing queue", { "" }, { NULL } },
  { "status",
    open_status,
    "status",
    { "from status object", "computed by MAPI", "from MAPI" },
    { NULL } },
  { "status with an identity", open_identities, "status", { "if identity supplied" }, { NULL } },
  { "profiles", open_profiles, "profile", { "" }, { NULL } },
  /* The shipped services have no entry point, and no files but their modules. */
  { "message services",
    open_services,
    "message service",
    { "" },
    { "PR_SERVICE_DLL_NAME", "PR_SERVICE_ENTRY_NAME", "PR_SERVICE_SUPPORT_FILES" } },
  { "providers", open_providers, "provider", { "" }, { NULL } },
  { "message stores", open_stores, "message store", { "" }, { NULL } },
  { "one-offs", open_one_offs, "one-off", { "" }, { NULL } },
  { "hierarchy of address books",
    open_containers,
    "hierarchy",
    { "all", "address book" },
    { NULL } },
  { "contents of an address book",
    open_entries,
    "contents",
    { "all contents", "address book container", "address book container and message store folder" },
    { NULL } },
  { "details of a user", open_details, "display", { "" }, { NULL } },
};

/* The kinds that nothing here has. */
static const struct
{
  const char *kind;
  const char *scope;
  const char *reason;
} missing[] = {
  { "contents", "remote transport folder", "no transport has headers of a remote mailbox" },
  { "remote folder properties", "", "no transport has a folder of a remote mailbox" },
};

static char **
read_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_file_get_contents (MAPI_TABLES_DIR "/table_columns.tsv", &text, NULL, &error);
  TAP_NO_ERROR (error);
  return g_strsplit (text != NULL ? text : "", "\n", -1);
}

/* Calls @visit with each line that says what a column is to a kind: kind, column, need, scope. */
static void
each_line (void (*visit) (char **fields, gpointer data), gpointer data)
{
  g_auto (GStrv) lines = read_lines ();

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);

      visit (fields, data);
    }
}

typedef struct
{
  guint             index; /* in opened */
  MapiTable        *table;
  MapiPropTagArray *columns;
  MapiRowSet       *rows;
  guint             n_lines;
} Check;

static void
expect (gboolean holds, const Check *check, const char *column, const char *what)
{
  if (!holds)
    tap_note ("%s: %s %s", opened[check->index].name, column, what);
  CU_ASSERT_TRUE (holds);
}

static gboolean
is_column (MapiPropTagArray *columns, guint32 tag)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (columns); i++)
    if (mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (columns, i)) ==
        mapi_prop_tag_get_id (tag))
      return TRUE;
  return FALSE;
}

/* A row says MAPI_E_NOT_FOUND in place of what it lacks. */
static gboolean
has_value (MapiPropList *row, guint32 tag)
{
  for (guint i = 0; i < mapi_prop_list_get_size (row); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (row, i);
      guint32 found = mapi_prop_value_get_tag (value);

      if (mapi_prop_tag_get_id (found) == mapi_prop_tag_get_id (tag))
        return mapi_prop_tag_get_prop_type (found) != MAPI_PT_ERROR;
    }
  return FALSE;
}

static void
check_required (const Check *check, const char *column, guint32 tag)
{
  gboolean may_lack = g_strv_contains (opened[check->index].without, column);

  expect (is_column (check->columns, tag), check, column, "is no column");
  for (guint i = 0; i < mapi_row_set_get_size (check->rows) && !may_lack; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (check->rows, i);

      expect (has_value (row, tag), check, column, "is not in a row");
    }
}

/* A row is either with the column or without it. */
static void
check_restrictable (const Check *check, const char *column, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) with = mapi_restriction_new_exist (tag);
  g_autoptr (MapiRestriction) without = mapi_restriction_new_not (with);
  MapiRestriction *sides[] = { with, without };
  guint            n_rows = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      guint32 count = 0;

      if (mapi_table_restrict (check->table, sides[i], 0, NULL, &error))
        mapi_table_get_row_count (check->table, 0, &count, NULL, NULL, &error);
      TAP_NO_ERROR (error);
      n_rows += count;
    }
  expect (n_rows == mapi_row_set_get_size (check->rows), check, column, "cannot be restricted");
}

static void
check_line (char **fields, gpointer data)
{
  Check  *check = data;
  guint32 tag = mapi_prop_tag_from_name (fields[1]);

  if (!g_str_equal (fields[0], opened[check->index].kind) ||
      !g_strv_contains (opened[check->index].scopes, fields[3]))
    return;
  expect (tag != 0, check, fields[1], "is no property");
  if (g_str_equal (fields[2], "required"))
    check_required (check, fields[1], tag);
  if (g_str_equal (fields[2], "restrictable"))
    check_restrictable (check, fields[1], tag);
  check->n_lines++;
}

static void
check_table (Rig *rig, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = opened[index].open (rig, &error);
  g_autoptr (MapiPropTagArray) columns =
      table != NULL ? mapi_table_query_columns (table, 0, NULL, &error) : NULL;
  g_autoptr (MapiRowSet) rows =
      columns != NULL ? mapi_table_query_rows (table, G_MAXINT32, 0, NULL, &error) : NULL;
  Check check = { index, table, columns, rows, 0 };

  if (!TAP_NO_ERROR (error))
    {
      tap_note ("%s", opened[index].name);
      return;
    }
  expect (mapi_row_set_get_size (rows) > 0, &check, "", "has no row");
  each_line (check_line, &check);
  expect (check.n_lines > 0, &check, "", "has no documented column");
}

static void
test_columns (void)
{
  g_auto (Rig) rig = { 0 };

  if (!rig_begin (&rig, "table columns"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (opened); i++)
    check_table (&rig, i);
}

/* What the row of a store says is what the store says, and is there before anybody logs on. */
static void
test_store_type (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) shown = NULL;
  g_autoptr (GBytes) wanted = NULL;

  if (!session_rig_begin (&rig.session, "type of the store"))
    return;
  rig.session.session =
      mapi_session_logon_profile (rig.session.profile, MAPI_NO_MAIL, NULL, &error);
  table = TAP_NO_ERROR (error) ? open_stores (&rig, &error) : NULL;
  rows = table != NULL ? mapi_table_query_rows (table, 1, 0, NULL, &error) : NULL;
  if (rows != NULL)
    rig.session.store = mapi_session_open_msg_store (rig.session.session, NULL, 0, NULL, &error);
  if (!TAP_NO_ERROR (error) || !TAP_NUMBER (mapi_row_set_get_size (rows), 1))
    return;
  row = mapi_row_set_get_row (rows, 0);
  shown = mapi_prop_list_get_bytes (row, MAPI_PR_MDB_PROVIDER);
  wanted = read_id (rig.session.store, MAPI_PR_MDB_PROVIDER);
  CU_ASSERT_TRUE (shown != NULL && wanted != NULL && g_bytes_equal (shown, wanted));
}

static const char *
why_missing (const char *kind, const char *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    if (g_str_equal (missing[i].kind, kind) && g_str_equal (missing[i].scope, scope))
      return missing[i].reason;
  return NULL;
}

static gboolean
is_opened (const char *kind, const char *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (opened); i++)
    if (g_str_equal (opened[i].kind, kind) && g_strv_contains (opened[i].scopes, scope))
      return TRUE;
  return FALSE;
}

static void
check_kind (char **fields, gpointer data)
{
  const char *reason = why_missing (fields[0], fields[3]);

  if (g_str_equal (fields[2], "optional"))
    return;
  if (reason != NULL)
    tap_note ("not here: %s %s: %s", fields[0], fields[1], reason);
  else if (!is_opened (fields[0], fields[3]))
    tap_note ("nothing shows %s %s (%s)", fields[0], fields[1], fields[3]);
  CU_ASSERT_NOT_EQUAL (reason != NULL, is_opened (fields[0], fields[3]));
}

/* Each kind is opened, or nothing here has it. */
static void
test_kinds (void)
{
  each_line (check_kind, NULL);
}

TAP_MAIN ("providers/table-columns",
          { "required columns of each kind", test_columns },
          { "the type of a store", test_store_type },
          { "every kind is known", test_kinds })
