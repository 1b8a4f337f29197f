/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

#include <glib/gstdio.h>

/* The file of a profile, which people edit and several processes write. */

/* Edits the file as a person would, and expects the complaint to name what is wrong. */
static void
expect_complaint (const char *group_prefix, const char *key, const char *value)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) transport = fixtures_provider (profile, service, MAPI_TRANSPORT_PROVIDER);
  g_autofree char *uid =
      mapi_uid_to_string (strcmp (group_prefix, "Provider ") == 0 ? transport : service);
  g_autofree char *group = g_strconcat (group_prefix, uid, NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (MapiProfSect) section = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_file (keys, mapi_profile_get_path (profile), 0, NULL);
  g_key_file_set_value (keys, group, key, value);
  g_key_file_save_to_file (keys, mapi_profile_get_path (profile), NULL);

  section = mapi_profile_open_section (profile, transport, 0, &error);
  if (section != NULL)
    props = mapi_prop_get_props (MAPI_PROP (section), NULL, 0, NULL, NULL, &error);
  CU_ASSERT_PTR_NULL (props);
  CU_ASSERT_PTR_NOT_NULL (error);
  if (error == NULL)
    return;
  tap_note ("%s", error->message);
  CU_ASSERT (error->code == (int) MAPI_E_CORRUPT_DATA || error->code == (int) MAPI_E_UNCONFIGURED);
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, mapi_profile_get_path (profile)));
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, group));
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, key));
}

static void
test_hand_edited (void)
{
  expect_complaint ("Provider ", "port", "many");
  expect_complaint ("Provider ", "prot", "25");
  expect_complaint ("Provider ", "security", "perhaps");
  expect_complaint ("Provider ", "verbose", "1");
  expect_complaint ("Provider ", "PR_NONSENSE", "1");
  expect_complaint ("Provider ", "0x662a0102", "0g");
  expect_complaint ("Provider ", "0x66301003", "raw:00");
  expect_complaint ("Provider ", "Provider", "OTHER");
  expect_complaint ("Provider ", "Service", "no-uid");
  expect_complaint ("Service ", "Service", "unknown");
}

static void
test_nonsense_file (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (GError) error = NULL;

  g_file_set_contents (mapi_profile_get_path (profile), "nonsense\n", -1, NULL);
  CU_ASSERT_PTR_NULL (mapi_profile_get_services (profile, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, mapi_profile_get_path (profile)));
}

/* Another object, as another process has, sees what this one did, and a comment survives. */
static void
test_two_writers (void)
{
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) one = fixtures_profile ();
  g_autoptr (MapiProfile) other = mapi_profiles_open (admin, mapi_profile_get_name (one), NULL);
  g_autoptr (MapiUid) a = fixtures_add (one, "plain");
  g_autoptr (MapiUid) b = fixtures_add (other, "plain");
  g_autoptr (MapiUid) c = fixtures_add (one, "plain");
  g_autoptr (MapiRowSet) rows = mapi_profile_get_services (other, NULL);

  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
}

static void
test_not_utf8 (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_profile_set_description (profile, "caf\xe9", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_profile_rename_service (profile, service, "caf\xe9", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_profile_add_service (profile, "plain", "caf\xe9", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

/* What a hand put there stays, and the file stays easy to read. */
static void
test_comments (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  const char      *path = mapi_profile_get_path (profile);
  g_autofree char *text = fixtures_read_file (path);
  g_autofree char *commented = g_strconcat ("# mine\n", text, NULL);
  g_autofree char *after = NULL;

  g_file_set_contents (path, commented, -1, NULL);
  mapi_profile_configure_service (profile, service, "port", "1", NULL);
  after = fixtures_read_file (path);
  CU_ASSERT (g_str_has_prefix (after, "# mine\n"));
  CU_ASSERT_PTR_NOT_NULL (strstr (after, "host=mail.example\nport=1\n"));
  CU_ASSERT_PTR_NULL (strstr (after, "\n\n\n"));
}

static gpointer
add_many (gpointer data)
{
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) profile = mapi_profiles_open (admin, data, NULL);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (MapiUid) uid = mapi_profile_add_service (profile, "plain", NULL, NULL);

      if (uid == NULL)
        return GINT_TO_POINTER (FALSE);
    }

  return GINT_TO_POINTER (TRUE);
}

static void
test_concurrent_writers (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  GThread *threads[4];
  g_autoptr (MapiRowSet) rows = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("writer", add_many, (gpointer) mapi_profile_get_name (profile));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    CU_ASSERT (GPOINTER_TO_INT (g_thread_join (threads[i])));
  rows = mapi_profile_get_services (profile, NULL);
  TAP_NUMBER (mapi_row_set_get_size (rows), 40);
}

TAP_MAIN ("session/profile-files",
          { "what a hand edited wrongly is named", test_hand_edited },
          { "a file of nonsense is named", test_nonsense_file },
          { "two objects of one profile see each other", test_two_writers },
          { "text that is not UTF-8 is refused", test_not_utf8 },
          { "comments stay, and no gaps come", test_comments },
          { "writers at the same time lose nothing", test_concurrent_writers })
