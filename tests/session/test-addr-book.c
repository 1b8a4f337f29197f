/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

/* A profile with address books, the session and its address book. Starts zeroed. */
typedef struct
{
  MapiProfile     *profile;
  MapiUid         *provider; /* of the first one */
  MapiSession     *session;
  MapiAddressBook *book;
  guint32          warning;
} Rig;

static void
rig_clear (Rig *self)
{
  g_clear_object (&self->book);
  if (self->session != NULL)
    mapi_session_logoff (self->session, 0, NULL, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->provider, mapi_uid_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rig, rig_clear)

static void
rig_begin (Rig *self, const char *comment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) service = NULL;

  self->profile = fixtures_profile ();
  service = fixtures_add (self->profile, "book");
  self->provider = fixtures_provider (self->profile, service, MAPI_AB_PROVIDER);
  if (comment != NULL)
    fixtures_set_comment (self->profile, self->provider, comment);
  self->session = mapi_session_logon_profile (self->profile, MAPI_NEW_SESSION, NULL, &error);
  TAP_NO_ERROR (error);
  self->book = mapi_session_open_address_book (self->session, 0, &self->warning, NULL, &error);
  TAP_NO_ERROR (error);
}

static MapiRowSet *
recipient_named (const char *name)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_DISPLAY_NAME, name);
  g_autoptr (MapiPropList) row = mapi_prop_list_new_from_value (value);

  return mapi_row_set_new (&row, 1);
}

static MapiPropList *
resolve (Rig *rig, const char *name, GError **error)
{
  g_autoptr (MapiRowSet) names = recipient_named (name);
  g_autoptr (MapiRowSet) answer =
      mapi_addr_book_resolve_name (MAPI_ADDR_BOOK (rig->book), 0, NULL, names, NULL, error);

  return answer != NULL ? mapi_row_set_get_row (answer, 0) : NULL;
}

static char *
status_text (Rig *rig)
{
  g_autoptr (MapiTable) table = mapi_session_get_status_table (rig->session, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);
  g_autoptr (GBytes) wanted = mapi_uid_to_bytes (rig->provider);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);

      if (g_bytes_equal (uid, wanted))
        return g_strdup (mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING));
    }

  return NULL;
}

static void
test_hierarchy (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProp) root = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  rig_begin (&rig, NULL);
  TAP_NUMBER (rig.warning, 0);
  root = mapi_addr_book_open_entry (MAPI_ADDR_BOOK (rig.book), NULL, NULL, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  table = mapi_container_get_hierarchy_table (
      MAPI_CONTAINER (root), MAPI_CONVENIENT_DEPTH, NULL, &error);
  rows = mapi_table_query_rows (table, 10, 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  row = mapi_row_set_get_row (rows, 0);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME), "People of fame");
}

static void
test_resolve (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) found = NULL;
  g_autoptr (MapiPropList) one_off = NULL;

  rig_begin (&rig, NULL);
  found = resolve (&rig, "tur", &error);
  if (TAP_NO_ERROR (error))
    TAP_STRING (mapi_prop_list_get_string (found, MAPI_PR_EMAIL_ADDRESS), "alan@park.example");

  CU_ASSERT_PTR_NULL (resolve (&rig, "grace", &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_AMBIGUOUS_RECIP))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "'grace'"));
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (resolve (&rig, "Nobody", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (resolve (&rig, "", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);

  one_off = resolve (&rig, "Ada <ada@example.org>", &error);
  if (TAP_NO_ERROR (error))
    {
      TAP_STRING (mapi_prop_list_get_string (one_off, MAPI_PR_DISPLAY_NAME), "Ada");
      TAP_STRING (mapi_prop_list_get_string (one_off, MAPI_PR_EMAIL_ADDRESS), "ada@example.org");
    }
}

static void
test_states (void)
{
  static const char *const names[] = { "alan", "grace", "zorro", "fax[FAX:+49 30 1]" };
  static const guint32 wanted[] = { MAPI_RESOLVED, MAPI_AMBIGUOUS, MAPI_UNRESOLVED, MAPI_RESOLVED };
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiRowSet) answer = NULL;
  g_autoptr (MapiRowSet) candidates = NULL;
  g_autoptr (MapiFlagList) states = NULL;

  rig_begin (&rig, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (MapiRowSet) one = recipient_named (names[i]);
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (one, 0);
      MapiRowSet *longer = mapi_row_set_append (rows, row);

      mapi_row_set_unref (rows);
      rows = longer;
    }
  answer = mapi_address_book_resolve (rig.book, rows, &states, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  TAP_NUMBER (mapi_row_set_get_size (answer), G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    TAP_NUMBER (mapi_flag_list_get_flag (states, i), wanted[i]);

  candidates = mapi_address_book_find (rig.book, "grace", NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (candidates), 2);
}

static void
test_one_off (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (MapiProp) user = NULL;
  g_autoptr (MapiPropList) props = NULL;
  gboolean same = FALSE;

  rig_begin (&rig, NULL);
  entry_id = mapi_addr_book_create_one_off (
      MAPI_ADDR_BOOK (rig.book), "Ada", "SMTP", "ada@example.org", 0, &error);
  other = mapi_addr_book_create_one_off (
      MAPI_ADDR_BOOK (rig.book), "Countess", "SMTP", "ada@example.org", 0, &error);
  TAP_NO_ERROR (error);
  user = mapi_addr_book_open_entry (MAPI_ADDR_BOOK (rig.book), entry_id, NULL, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  CU_ASSERT (MAPI_IS_MAIL_USER (user));
  props = mapi_prop_get_props (user, NULL, 0, NULL, NULL, &error);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_EMAIL_ADDRESS), "ada@example.org");
  CU_ASSERT (mapi_addr_book_compare_entry_ids (
      MAPI_ADDR_BOOK (rig.book), entry_id, other, 0, &same, &error));
  CU_ASSERT (same);
}

static void
test_paths (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) directory = NULL;
  g_autoptr (MapiRowSet) path = NULL;
  g_autoptr (MapiRowSet) none = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiRowSet) again = NULL;

  rig_begin (&rig, NULL);
  CU_ASSERT_PTR_NULL (mapi_addr_book_get_pab (MAPI_ADDR_BOOK (rig.book), NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  directory = mapi_addr_book_get_default_dir (MAPI_ADDR_BOOK (rig.book), NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  CU_ASSERT_FALSE (mapi_addr_book_set_pab (MAPI_ADDR_BOOK (rig.book), directory, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT (mapi_addr_book_set_default_dir (MAPI_ADDR_BOOK (rig.book), directory, NULL, &error));
  TAP_NO_ERROR (error);

  path = mapi_addr_book_get_search_path (MAPI_ADDR_BOOK (rig.book), 0, NULL, &error);
  TAP_NUMBER (mapi_row_set_get_size (path), 1);
  CU_ASSERT (mapi_addr_book_set_search_path (MAPI_ADDR_BOOK (rig.book), 0, path, NULL, &error));
  CU_ASSERT (mapi_addr_book_set_search_path (MAPI_ADDR_BOOK (rig.book), 0, none, NULL, &error));
  again = mapi_addr_book_get_search_path (MAPI_ADDR_BOOK (rig.book), 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (again), 1);
}

/* One that fails is left out; its row tells why, and the next to open the book tries again. */
static void
test_bad_provider (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (MapiPropList) found = NULL;

  rig_begin (&rig, "fail");
  TAP_NUMBER (rig.warning, MAPI_W_ERRORS_RETURNED);
  text = status_text (&rig);
  CU_ASSERT (text != NULL && strstr (text, "service 'book'") != NULL &&
             strstr (text, "Logon") != NULL && strstr (text, "fail today") != NULL);
  found = resolve (&rig, "ada@example.org", &error);
  TAP_NO_ERROR (error);

  fixtures_set_comment (rig.profile, rig.provider, "");
  g_clear_object (&rig.book);
  rig.book = mapi_session_open_address_book (rig.session, 0, &rig.warning, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (rig.warning, 0);
}

static void
expect_nothing_found (const char *mood)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  rig_begin (&rig, mood);
  CU_ASSERT_PTR_NULL (resolve (&rig, "alan", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  text = status_text (&rig);
  CU_ASSERT (text != NULL && strstr (text, mood) != NULL);
}

static void
test_moody_provider (void)
{
  expect_nothing_found ("dumb");
  expect_nothing_found ("deaf");
}

static void
test_prepare (void)
{
  const guint32 tag = MAPI_PR_COMPANY_NAME;
  const guint32 name_tag = MAPI_PR_DISPLAY_NAME;
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new ((guint32[]){ tag, name_tag }, 2);
  g_autoptr (MapiPropList) found = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) answer = NULL;
  g_autoptr (MapiPropList) row = NULL;

  rig_begin (&rig, NULL);
  found = resolve (&rig, "alan", &error);
  if (!TAP_NO_ERROR (error))
    return;
  rows = mapi_row_set_new (&found, 1);
  answer = mapi_addr_book_prepare_recips (MAPI_ADDR_BOOK (rig.book), 0, tags, rows, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  row = mapi_row_set_get_row (answer, 0);
  TAP_NUMBER (mapi_prop_list_get_error (row, tag), (gint32) MAPI_E_NOT_FOUND);
  TAP_NUMBER (mapi_prop_list_get_tag (row, 1), name_tag);
}

static void
hold_secure_name (MapiPropList *row, const char *expected)
{
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_TRANSMITABLE_DISPLAY_NAME), expected);
}

/* As it goes over the wire. */
static void
hold_to_field (MapiPropList *recipient, const char *expected)
{
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&recipient, 1);
  g_autoptr (GBytes) mime = NULL;
  g_autofree char *text = NULL;

  mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, rows, NULL, NULL);
  mime = mapi_mime_write_bytes (MAPI_MESSAGE (message), 0, NULL, NULL);
  text = g_strndup (g_bytes_get_data (mime, NULL), g_bytes_get_size (mime));
  if (strstr (text, expected) == NULL)
    CU_FAIL ("the field says something else");
}

static MapiPropList *
prepare_secure_name (Rig *rig, MapiPropList *recipient)
{
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_tag_array_new ((guint32[]){ MAPI_PR_TRANSMITABLE_DISPLAY_NAME }, 1);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&recipient, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) answer =
      mapi_addr_book_prepare_recips (MAPI_ADDR_BOOK (rig->book), 0, tags, rows, NULL, &error);

  TAP_NO_ERROR (error);
  return mapi_row_set_get_row (answer, 0);
}

/* R550: the name of an entry whose provider has no secure one goes out between quotation marks; a
 * secure one goes out as it is, and so does that of a one-off, which no provider has. */
static void
test_secure_name (void)
{
  const guint32 secure_tag = MAPI_PR_TRANSMITABLE_DISPLAY_NAME;
  g_auto (Rig) rig = { 0 };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&secure_tag, 1);
  g_autoptr (MapiPropList) found = NULL;
  g_autoptr (MapiPropList) bare = NULL;
  g_autoptr (MapiPropList) prepared = NULL;
  g_autoptr (MapiPropList) kept = NULL;
  g_autoptr (MapiPropList) one_off = NULL;
  g_autoptr (MapiPropValue) own = mapi_prop_value_new_string (secure_tag, "A. Turing");
  g_autoptr (MapiPropList) secure = mapi_prop_list_new_from_value (own);
  g_autoptr (MapiPropList) known = NULL;

  rig_begin (&rig, NULL);
  found = resolve (&rig, "tur", NULL);
  hold_secure_name (found, "'Alan Turing'");
  hold_to_field (found, "'Alan Turing' <alan@park.example>");

  bare = mapi_prop_list_without (found, tags);
  prepared = prepare_secure_name (&rig, bare);
  hold_secure_name (prepared, "'Alan Turing'");

  known = mapi_prop_list_merge (found, secure);
  kept = prepare_secure_name (&rig, known);
  hold_secure_name (kept, "A. Turing");
  hold_to_field (kept, "\"A. Turing\" <alan@park.example>");

  one_off = resolve (&rig, "Al <al@park.example>", NULL);
  hold_secure_name (one_off, NULL);
  hold_to_field (one_off, "Al <al@park.example>");
}

static void
test_end (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;

  rig_begin (&rig, NULL);
  mapi_session_logoff (rig.session, 0, NULL, NULL);
  CU_ASSERT_PTR_NULL (resolve (&rig, "alan", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_END_OF_SESSION);
}

static void
test_no_dialog (void)
{
  g_auto (Rig) rig = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) names = recipient_named ("grace");

  rig_begin (&rig, NULL);
  CU_ASSERT_PTR_NULL (mapi_addr_book_resolve_name (
      MAPI_ADDR_BOOK (rig.book), MAPI_DIALOG, NULL, names, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
}

TAP_MAIN ("session/addr-book",
          { "the hierarchies of all providers", test_hierarchy },
          { "names are resolved", test_resolve },
          { "states and candidates", test_states },
          { "one-offs are users", test_one_off },
          { "directories and search path", test_paths },
          { "a provider that fails is left out", test_bad_provider },
          { "a container that fails resolves nothing", test_moody_provider },
          { "recipients are prepared", test_prepare },
          { "names that go out with a message", test_secure_name },
          { "nobody waits for a user who is not there", test_no_dialog },
          { "after the end of the session", test_end })
