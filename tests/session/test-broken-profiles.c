/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Profiles that were edited into nonsense: nobody crashes, every complaint is a documented code
 * that names the file, and the same is found with its line. */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

#include <string.h>

/* A profile with one service, as text. */
static MapiProfile *
make_profile (char **text)
{
  MapiProfile *profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) other = fixtures_add (profile, "book");

  mapi_profile_set_description (profile, "A profile", NULL);
  mapi_profile_set_default_store (profile, service, NULL);
  mapi_profile_configure_service (profile, service, "port", "25", NULL);
  mapi_profile_configure_service (profile, service, "security", "tls", NULL);
  g_file_get_contents (mapi_profile_get_path (profile), text, NULL, NULL);
  return profile;
}

static void
check_error (MapiProfile *profile, const GError *error)
{
  static const gint32 documented[] = {
    MAPI_E_CORRUPT_DATA, MAPI_E_UNCONFIGURED, MAPI_E_NOT_FOUND,       MAPI_E_NO_SUPPORT,
    MAPI_E_LOGON_FAILED, MAPI_E_NO_ACCESS,    MAPI_E_UNKNOWN_ENTRYID,
  };
  gboolean known = FALSE;

  if (error == NULL)
    {
      CU_FAIL ("there is no error");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (documented); i++)
    known = known || g_error_matches (error, MAPI_ERROR, documented[i]);
  if (!known)
    tap_note ("%s", error->message);
  CU_ASSERT (known);
  CU_ASSERT (*error->message != '\0' && g_utf8_validate (error->message, -1, NULL));
}

/* Everything that reads a profile. */
static void
use_session (MapiProfile *profile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSession) session =
      mapi_session_logon_profile (profile, MAPI_NEW_SESSION, NULL, &error);
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiAddressBook) book = NULL;
  g_autoptr (MapiTable) stores = NULL;

  if (session == NULL)
    {
      check_error (profile, error);
      return;
    }
  stores = mapi_session_get_msg_stores_table (session, 0, NULL, &error);
  if (stores == NULL)
    check_error (profile, error);
  g_clear_error (&error);
  store = mapi_session_open_msg_store (session, NULL, 0, NULL, &error);
  if (store == NULL)
    check_error (profile, error);
  g_clear_error (&error);
  book = mapi_session_open_address_book (session, 0, NULL, NULL, &error);
  if (book == NULL)
    check_error (profile, error);
  mapi_session_logoff (session, 0, NULL, NULL);
}

static void
use_admin (MapiProfile *profile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) services = mapi_profile_get_services (profile, &error);
  g_autoptr (MapiRowSet) providers = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (services == NULL)
    check_error (profile, error);
  g_clear_error (&error);
  providers = mapi_profile_get_providers (profile, &error);
  if (providers == NULL)
    check_error (profile, error);
  g_clear_error (&error);
  table = mapi_msg_service_admin_get_provider_table (MAPI_MSG_SERVICE_ADMIN (profile), 0, &error);
  if (table == NULL)
    check_error (profile, error);
}

static guint
count_problems (MapiProfile *profile)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) problems = mapi_profile_lint (profile, &error);

  TAP_NO_ERROR (error);
  for (guint i = 0; problems != NULL && i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr (MapiProfileProblem) problem = g_list_model_get_item (problems, i);
      const char *message = mapi_profile_problem_get_message (problem);

      CU_ASSERT (*message != '\0' && g_utf8_validate (message, -1, NULL));
      CU_ASSERT (strchr (message, '\n') == NULL);
    }
  return problems != NULL ? g_list_model_get_n_items (problems) : 0;
}

/* Uses a profile whose file is this; answers how many problems it had, for a store that opens
 * writes to its profile. */
static guint
use (MapiProfile *profile, const char *text, gsize size)
{
  guint n_problems;

  g_file_set_contents_full (mapi_profile_get_path (profile),
                            text,
                            (gssize) size,
                            G_FILE_SET_CONTENTS_CONSISTENT,
                            0600,
                            NULL);
  n_problems = count_problems (profile);
  use_admin (profile);
  use_session (profile);
  return n_problems;
}

static const char *const lines[][2] = {
  /* what a hand replaced, and by what */
  { "[Profile]", "" },
  { "[Profile]", "[Profile" },
  { "[Profile]", "Profile]" },
  { "[Profile]", "[]" },
  { "[Profile]", "[Profile]\n[Profile]" },
  { "[Profile]", "[Profile]\nName=\xff\xfe" },
  { "[Profile]", "[Profile]\nDefaultStore" },
  { "[Profile]", "[Profile]\nPrimaryIdentity=me" },
  { "[Profile]", "[Profile]\nTransportOrder=first;second;" },
  { "[Profile]", "[Profile]\nTransportOrder=\\q;" },
  { "DefaultStore=", "DefaultStore=x" },
  { "DefaultStore=", "DefaultStore=\\x" },
  { "[Service ", "[Service\t" },
  { "[Service ", "[Service x" },
  { "[Service ", "[Nobody " },
  { "[Provider ", "[Provider 00000000-" },
  { "[Provider ", "[Provider]\n[x " },
  { "[Provider ", "[Section " },
  { "Service=plain", "Service=" },
  { "Service=plain", "Service=gone" },
  { "Service=plain", "Service=../../plain" },
  { "Service=plain", "Service=book" },
  { "Service=plain", "Service=\xc3" },
  { "Service=plain", "" },
  { "Provider=STORE", "Provider=" },
  { "Provider=STORE", "Provider=BOOK" },
  { "Provider=STORE", "Provider=TRANSPORT;STORE" },
  { "Provider=STORE", "" },
  { "port=25", "port=" },
  { "port=25", "port=2147483648" },
  { "port=25", "port=0x19" },
  { "port=25", "port=25\nport=26" },
  { "port=25", "port=\\" },
  { "port=25", "Port=25" },
  { "port=25", "PR_NOTHING=1" },
  { "port=25", "0x66110003=25\n0x6611000=25" },
  { "port=25", "0xffffffff=25" },
  { "port=25", "0x66200102=0g" },
  { "port=25", "0x66201003=raw:ff" },
  { "port=25", "password=hunter2" },
  { "security=tls", "security=TLS" },
  { "host=mail.example", "" },
};

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (MapiProfile) profile = make_profile (&text);
      const char *place = strstr (text, lines[i][0]);
      g_autoptr (GString) edited = g_string_new (text);
      guint n_problems;

      if (place == NULL)
        {
          tap_note ("there is no %s", lines[i][0]);
          CU_FAIL ("the profile has another form");
          continue;
        }
      g_string_erase (edited, place - text, (gssize) strlen (lines[i][0]));
      g_string_insert (edited, place - text, lines[i][1]);
      n_problems = use (profile, edited->str, edited->len);
      if (n_problems == 0)
        tap_note ("nothing is wrong with %s", lines[i][1]);
      CU_ASSERT (n_problems > 0);
    }
}

/* The same dice each time. */
static void
test_dice (void)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (7);
  g_autofree char *text = NULL;
  g_autoptr (MapiProfile) profile = make_profile (&text);
  gsize size = strlen (text);

  for (guint round = 0; round < 40; round++)
    {
      g_autofree char *edited = g_memdup2 (text, size + 1);
      guint            n_hits = (guint) g_rand_int_range (dice, 1, 8);

      for (guint i = 0; i < n_hits; i++)
        edited[g_rand_int_range (dice, 0, (gint32) size)] = (char) g_rand_int_range (dice, 1, 256);
      use (profile, edited, (gsize) g_rand_int_range (dice, 0, (gint32) size + 1));
    }
}

/* Hundreds of groups, and a line of a megabyte. */
static void
test_much (void)
{
  g_autofree char *text = NULL;
  g_autoptr (MapiProfile) profile = make_profile (&text);
  g_autoptr (GString) edited = g_string_new (text);
  g_autofree char *longest = g_strnfill (1 << 20, 'x');

  g_string_append_printf (edited, "\n[Service %s]\nService=plain\n", longest);
  for (guint i = 0; i < 500; i++)
    g_string_append_printf (edited, "[Nobody %u]\na=b\n", i);
  TAP_NUMBER (use (profile, edited->str, edited->len), 501);
}

/* What is wrong with one service is no reason for the other not to work. */
static void
test_others (void)
{
  g_autofree char *text = NULL;
  g_autoptr (MapiProfile) profile = make_profile (&text);
  g_auto (GStrv) parts = g_strsplit (text, "Service=book", 2);
  g_autofree char *edited = g_strjoinv ("Service=gone", parts);
  g_autoptr (MapiSession) session = NULL;
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (MapiAddressBook) book = NULL;
  guint32 warning = 0;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (mapi_profile_get_path (profile), edited, -1, NULL);
  session = mapi_session_logon_profile (profile, 0, NULL, &error);
  TAP_NO_ERROR (error);
  store = mapi_session_open_msg_store (session, NULL, 0, NULL, &error);
  TAP_NO_ERROR (error);
  book = mapi_session_open_address_book (session, 0, &warning, NULL, &error);
  TAP_NO_ERROR (error);
  mapi_session_logoff (session, 0, NULL, NULL);
}

TAP_MAIN ("session/broken-profiles",
          { "lines that a hand edited wrongly", test_lines },
          { "bytes that dice have changed", test_dice },
          { "profiles that are far too long", test_much },
          { "a service that is gone leaves the others", test_others })
