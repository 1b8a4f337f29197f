/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session-rig.h"
#include "tap.h"

/* The address book of a profile with the provider. Starts zeroed. */
typedef struct
{
  SessionRig       session;
  MapiAddressBook *book;
  MapiAbContainer *pab;
} Rig;

static void
rig_clear (Rig *self)
{
  g_clear_object (&self->pab);
  g_clear_object (&self->book);
  session_rig_clear (&self->session);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

/* There is no spooler: what is submitted stays in the queue. */
static gboolean
rig_log_on (Rig *self)
{
  g_autoptr (GError) error = NULL;

  self->session.session =
      mapi_session_logon_profile (self->session.profile, MAPI_NO_MAIL, NULL, &error);
  return TAP_NO_ERROR (error);
}

static gboolean
rig_open (Rig *self)
{
  g_autoptr (GError) error = NULL;

  if (!rig_log_on (self))
    return FALSE;
  self->book = mapi_session_open_address_book (self->session.session, 0, NULL, NULL, &error);
  if (self->book != NULL)
    self->pab = mapi_address_book_open_container (self->book, NULL, MAPI_MODIFY, NULL, &error);
  return TAP_NO_ERROR (error);
}

static gboolean
rig_begin (Rig *self, const char *profile)
{
  return session_rig_begin (&self->session, profile) &&
         session_rig_add (&self->session, "pab", NULL) && rig_open (self);
}

static GBytes *
read_id (MapiProp *prop, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props = mapi_prop_get_props (prop, tags, 0, NULL, NULL, NULL);

  return props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
}

static gboolean
set_string (MapiProp *prop, guint32 tag, const char *text, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, text);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (prop, props, NULL, NULL, error);
}

/* Makes an entry, and answers its identifier; a list without an address. */
static GBytes *
add (Rig *rig, const char *name, const char *address, guint32 flags, GError **error)
{
  g_autoptr (GBytes) template_id = read_id (
      MAPI_PROP (rig->pab), address != NULL ? MAPI_PR_DEF_CREATE_MAILUSER : MAPI_PR_DEF_CREATE_DL);
  g_autoptr (MapiProp) entry =
      mapi_ab_container_create_entry (rig->pab, template_id, flags, NULL, error);

  if (entry == NULL || !set_string (entry, MAPI_PR_DISPLAY_NAME, name, error) ||
      (address != NULL && !set_string (entry, MAPI_PR_EMAIL_ADDRESS, address, error)) ||
      !mapi_prop_save_changes (entry, MAPI_KEEP_OPEN_READONLY, NULL, error))
    return NULL;
  return read_id (entry, MAPI_PR_ENTRYID);
}

static void
add_member (Rig *rig, GBytes *list_id, GBytes *member_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAbContainer) list =
      mapi_address_book_open_container (rig->book, list_id, MAPI_MODIFY, NULL, &error);
  g_autoptr (MapiEntryList) members = mapi_entry_list_new (&member_id, 1);

  if (list != NULL)
    mapi_ab_container_copy_entries (list, members, NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

static guint
count (MapiAbContainer *container)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (container), 0, NULL, &error);
  guint32 n = 0;

  if (table != NULL)
    mapi_table_get_row_count (table, 0, &n, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  return n;
}

static void
test_entries (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) same = NULL;
  g_autoptr (MapiProp) user = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (!rig_begin (&rig, "entries"))
    return;
  id = add (&rig, "Ada Lovelace", "ada@example.org", 0, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (count (rig.pab), 1);

  CU_ASSERT_PTR_NULL (
      add (&rig, "ada lovelace", "x@example.org", MAPI_CREATE_CHECK_DUP_LOOSE, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_COLLISION);
  g_clear_error (&error);
  same = add (&rig,
              "Ada Lovelace",
              "countess@example.org",
              MAPI_CREATE_CHECK_DUP_LOOSE | MAPI_CREATE_REPLACE,
              &error);
  if (TAP_NO_ERROR (error))
    TAP_BYTES (same, id);

  g_clear_object (&rig.pab);
  g_clear_object (&rig.book);
  session_rig_stop (&rig.session);
  if (!rig_open (&rig))
    return;
  TAP_NUMBER (count (rig.pab), 1);
  user = mapi_addr_book_open_entry (MAPI_ADDR_BOOK (rig.book), id, NULL, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  CU_ASSERT (MAPI_IS_MAIL_USER (user));
  props = mapi_prop_get_props (user, NULL, 0, NULL, NULL, NULL);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_EMAIL_ADDRESS), "countess@example.org");
  CU_ASSERT_FALSE (set_string (user, MAPI_PR_DISPLAY_NAME, "x", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
}

static void
test_bad_entries (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;

  if (!rig_begin (&rig, "bad-entries"))
    return;
  CU_ASSERT_PTR_NULL (add (&rig, "Eve", "eve@example.org\r\nBcc: all@example.org", 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (add (&rig, "", NULL, 0, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  TAP_NUMBER (count (rig.pab), 0);
}

static void
test_delete (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) c = mapi_one_off_new ("C", "SMTP", "c@example.org", 0);
  g_autoptr (MapiEntryList) entries = NULL;
  guint32 warning = 0;

  if (!rig_begin (&rig, "delete"))
    return;
  a = add (&rig, "A", "a@example.org", 0, &error);
  b = add (&rig, "B", "b@example.org", 0, &error);
  entries = mapi_entry_list_new ((GBytes *[]){ a, b, c }, 3);
  CU_ASSERT (mapi_ab_container_delete_entries (rig.pab, entries, 0, NULL, &warning, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_PARTIAL_COMPLETION);
  TAP_NUMBER (count (rig.pab), 0);
  CU_ASSERT_FALSE (mapi_ab_container_delete_entries (rig.pab, entries, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
}

static void
test_copy (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = mapi_one_off_new ("Ada", "SMTP", "ada@example.org", 0);
  g_autoptr (MapiEntryList) entries = mapi_entry_list_new (&id, 1);
  g_autoptr (MapiRowSet) found = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (!rig_begin (&rig, "copy"))
    return;
  CU_ASSERT (mapi_ab_container_copy_entries (rig.pab, entries, NULL, 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  found = mapi_address_book_find (rig.book, "ada", NULL, &error);
  if (!TAP_NO_ERROR (error) || !TAP_NUMBER (mapi_row_set_get_size (found), 1))
    return;
  row = mapi_row_set_get_row (found, 0);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_ORIGINAL_DISPLAY_NAME), "Ada");
}

static MapiMessage *
new_message (Rig *rig, GError **error)
{
  const guint32 tag = MAPI_PR_IPM_OUTBOX_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) outbox_id = NULL;
  g_autoptr (MapiProp) outbox = NULL;

  rig->session.store =
      mapi_session_open_msg_store (rig->session.session, NULL, MAPI_MDB_WRITE, NULL, error);
  if (rig->session.store == NULL)
    return NULL;
  props = mapi_prop_get_props (MAPI_PROP (rig->session.store), tags, 0, NULL, NULL, error);
  outbox_id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
  if (outbox_id != NULL)
    outbox =
        mapi_msg_store_open_entry (rig->session.store, outbox_id, NULL, MAPI_MODIFY, NULL, error);
  return outbox != NULL ? mapi_folder_create_message (MAPI_FOLDER (outbox), NULL, 0, NULL, error)
                        : NULL;
}

static gboolean
submit (Rig *rig, MapiRowSet *recipients, GError **error)
{
  g_autoptr (MapiMessage) message = new_message (rig, error);

  return message != NULL &&
         mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, error) &&
         mapi_message_submit_message (message, 0, NULL, error);
}

/* The message in the queue: its recipients' names and addresses. */
static char *
queued_recipients (Rig *rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) queue =
      mapi_msg_store_get_outgoing_queue (rig->session.store, 0, NULL, &error);
  g_autoptr (MapiRowSet) queued = mapi_table_query_rows (queue, 1, 0, NULL, &error);
  g_autoptr (MapiPropList) first = mapi_row_set_get_row (queued, 0);
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (first, MAPI_PR_ENTRYID);
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (rig->session.store, id, NULL, 0, NULL, &error);
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (MAPI_MESSAGE (message), 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  TAP_NO_ERROR (error);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_string_append_printf (
          text,
          "%s <%s>%s;",
          mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME),
          mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS),
          mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, TRUE) ? " handled" : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A recipient that was chosen from the address book. */
static MapiRowSet *
chosen (Rig *rig, const char *name, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  row = mapi_prop_list_builder_end (builder);
  rows = mapi_row_set_new (&row, 1);
  return mapi_addr_book_resolve_name (MAPI_ADDR_BOOK (rig->book), 0, NULL, rows, NULL, error);
}

/* R042, D3, D4: lists inside of lists, and of each other, with members that
 * are there twice. */
static void
test_expand (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) ada = NULL;
  g_autoptr (GBytes) inner = NULL;
  g_autoptr (GBytes) outer = NULL;
  g_autoptr (GBytes) one_off = mapi_one_off_new ("Bob", "SMTP", "bob@example.org", 0);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autofree char *recipients = NULL;

  if (!rig_begin (&rig, "expand"))
    return;
  ada = add (&rig, "Ada", "ada@example.org", 0, &error);
  inner = add (&rig, "Inner", NULL, 0, &error);
  outer = add (&rig, "Outer", NULL, 0, &error);
  if (!TAP_NO_ERROR (error))
    return;
  add_member (&rig, inner, ada);
  add_member (&rig, inner, outer);
  add_member (&rig, outer, inner);
  add_member (&rig, outer, one_off);
  add_member (&rig, outer, ada);

  rows = chosen (&rig, "Outer", &error);
  if (!TAP_NO_ERROR (error))
    return;
  submit (&rig, rows, &error);
  if (!TAP_NO_ERROR (error))
    return;
  recipients = queued_recipients (&rig);
  TAP_STRING (recipients, "Bob <bob@example.org>;Ada <ada@example.org>;");
}

static MapiRowSet *
with_type (MapiRowSet *rows, gint32 type)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_RECIPIENT_TYPE, type);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);
  g_autoptr (MapiPropList) changed = mapi_prop_list_merge (row, change);

  return mapi_row_set_new (&changed, 1);
}

static gboolean
submit_again (Rig *rig, MapiRowSet *recipients, GError **error)
{
  g_autoptr (MapiMessage) message = new_message (rig, error);
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_RESEND);
  g_autoptr (MapiPropList) flags = mapi_prop_list_new_from_value (value);

  return message != NULL && mapi_prop_set_props (MAPI_PROP (message), flags, NULL, NULL, error) &&
         mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, error) &&
         mapi_message_submit_message (message, 0, NULL, error);
}

/* D1: a list that got the message is shown with its members, none of whom gets it again. */
static void
test_expand_again (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) ada = NULL;
  g_autoptr (GBytes) list = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) handled = NULL;
  g_autofree char *recipients = NULL;

  if (!rig_begin (&rig, "again"))
    return;
  ada = add (&rig, "Ada", "ada@example.org", 0, &error);
  list = add (&rig, "Circle", NULL, 0, &error);
  if (!TAP_NO_ERROR (error))
    return;
  add_member (&rig, list, ada);

  rows = chosen (&rig, "Circle", &error);
  if (!TAP_NO_ERROR (error))
    return;
  handled = with_type (rows, MAPI_TO | (gint32) MAPI_SUBMITTED);
  submit_again (&rig, handled, &error);
  if (!TAP_NO_ERROR (error))
    return;
  recipients = queued_recipients (&rig);
  TAP_STRING (recipients, "Ada <ada@example.org> handled;");
}

/* R043: whoever is called otherwise in the address book bears the own name in messages. */
static void
test_original_name (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) one_off = mapi_one_off_new ("Ada Lovelace", "SMTP", "ada@example.org", 0);
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autofree char *recipients = NULL;

  if (!rig_begin (&rig, "original"))
    return;
  entry = mapi_ab_container_create_entry (rig.pab, one_off, 0, NULL, &error);
  if (entry == NULL || !set_string (entry, MAPI_PR_DISPLAY_NAME, "My countess", &error) ||
      !mapi_prop_save_changes (entry, 0, NULL, &error))
    {
      TAP_NO_ERROR (error);
      return;
    }
  rows = chosen (&rig, "countess", &error);
  if (!TAP_NO_ERROR (error))
    return;
  submit (&rig, rows, &error);
  if (!TAP_NO_ERROR (error))
    return;
  recipients = queued_recipients (&rig);
  TAP_STRING (recipients, "Ada Lovelace <ada@example.org>;");
}

static void
test_lists (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) ada = NULL;
  g_autoptr (GBytes) list_id = NULL;
  g_autoptr (MapiAbContainer) list = NULL;
  g_autoptr (MapiEntryList) gone = NULL;

  if (!rig_begin (&rig, "lists"))
    return;
  ada = add (&rig, "Ada", "ada@example.org", 0, &error);
  list_id = add (&rig, "Friends", NULL, 0, &error);
  if (!TAP_NO_ERROR (error))
    return;
  add_member (&rig, list_id, ada);
  add_member (&rig, list_id, ada);
  list = mapi_address_book_open_container (rig.book, list_id, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  CU_ASSERT (MAPI_IS_DIST_LIST (list));
  TAP_NUMBER (count (list), 1);

  gone = mapi_entry_list_new (&ada, 1);
  CU_ASSERT (mapi_ab_container_delete_entries (rig.pab, gone, 0, NULL, NULL, &error));
  TAP_NUMBER (count (list), 0);
}

/* Two who hold the same list see each other's changes. */
static void
test_shared_list (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) a = mapi_one_off_new ("A", "SMTP", "a@example.org", 0);
  g_autoptr (GBytes) b = mapi_one_off_new ("B", "SMTP", "b@example.org", 0);
  g_autoptr (MapiEntryList) just_a = mapi_entry_list_new (&a, 1);
  g_autoptr (MapiEntryList) just_b = mapi_entry_list_new (&b, 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiAbContainer) one = NULL;
  g_autoptr (MapiAbContainer) other = NULL;

  if (!rig_begin (&rig, "shared-list"))
    return;
  id = add (&rig, "Friends", NULL, 0, &error);
  one = mapi_address_book_open_container (rig.book, id, MAPI_MODIFY, NULL, &error);
  other = mapi_address_book_open_container (rig.book, id, MAPI_MODIFY, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  CU_ASSERT (mapi_ab_container_copy_entries (one, just_a, NULL, 0, NULL, NULL, &error));
  CU_ASSERT (mapi_ab_container_copy_entries (other, just_b, NULL, 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (count (one), 2);
  CU_ASSERT (mapi_ab_container_delete_entries (one, just_b, 0, NULL, NULL, &error));
  TAP_NUMBER (count (other), 1);
}

#define N_THREADS 8
#define N_ENTRIES 20

typedef struct
{
  Rig  *rig;
  guint number;
} Worker;

/* Adds entries, resolves each, and removes every other one. */
static gpointer
work (gpointer data)
{
  const Worker *self = data;
  GError       *error = NULL;

  for (guint i = 0; i < N_ENTRIES && error == NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("worker%u-entry%u", self->number, i);
      g_autofree char *address = g_strconcat (name, "@example.org", NULL);
      g_autoptr (GBytes) id = add (self->rig, name, address, 0, &error);
      g_autoptr (MapiRowSet) rows = NULL;
      g_autoptr (MapiEntryList) entries = NULL;

      if (id != NULL)
        rows = chosen (self->rig, name, &error);
      if (rows == NULL || i % 2 == 0)
        continue;
      entries = mapi_entry_list_new (&id, 1);
      mapi_ab_container_delete_entries (self->rig->pab, entries, 0, NULL, NULL, &error);
    }

  return error;
}

static void
test_threads (void)
{
  g_auto (Rig) rig = { 0 };
  Worker   workers[N_THREADS];
  GThread *threads[N_THREADS];

  if (!rig_begin (&rig, "threads"))
    return;
  for (guint i = 0; i < N_THREADS; i++)
    {
      workers[i] = (Worker){ &rig, i };
      threads[i] = g_thread_new ("worker", work, &workers[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autoptr (GError) error = g_thread_join (threads[i]);

      TAP_NO_ERROR (error);
    }
  TAP_NUMBER (count (rig.pab), N_THREADS * N_ENTRIES / 2);
}

static void
test_schema (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiProp) entry = NULL;
  g_autoptr (GObject) fields = NULL;
  g_autoptr (GObject) templates = NULL;

  if (!rig_begin (&rig, "schema"))
    return;
  id = add (&rig, "Ada", "ada@example.org", 0, &error);
  entry = mapi_addr_book_open_entry (MAPI_ADDR_BOOK (rig.book), id, NULL, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  fields = mapi_prop_open_property (entry, MAPI_PR_DETAILS_TABLE, NULL, 0, 0, NULL, &error);
  templates = mapi_prop_open_property (
      MAPI_PROP (rig.pab), MAPI_PR_CREATE_TEMPLATES, NULL, 0, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (MAPI_IS_TABLE (fields) && MAPI_IS_TABLE (templates));
}

static void
test_damaged (void)
{
  g_auto (Rig) rig = { 0 };
  g_autofree char  *path = g_build_filename (tap_folder (), "damaged.db", NULL);
  const char *const settings[] = { "path", path, NULL };
  g_autoptr (GError) error = NULL;
  guint32 warning = 0;

  g_file_set_contents (path, "This is no database, whatever it is called.", -1, NULL);
  if (!session_rig_begin (&rig.session, "damaged") ||
      !session_rig_add (&rig.session, "pab", settings) || !rig_log_on (&rig))
    return;
  rig.book = mapi_session_open_address_book (rig.session.session, 0, &warning, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
}

TAP_MAIN ("providers/pab",
          { "entries", test_entries },
          { "entries that are refused", test_bad_entries },
          { "entries are deleted", test_delete },
          { "entries are copied", test_copy },
          { "lists and members", test_lists },
          { "a list that two hold", test_shared_list },
          { "eight threads", test_threads },
          { "lists are expanded (D3, D4, R042)", test_expand },
          { "lists are expanded when they are sent again (D1, D3)", test_expand_again },
          { "original names are put back (R043)", test_original_name },
          { "fields and templates", test_schema },
          { "a file that is damaged", test_damaged })
