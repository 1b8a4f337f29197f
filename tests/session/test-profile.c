/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "tap.h"

#include <glib/gstdio.h>

/* Profiles, their services, settings and secrets. */

#define PORT_TAG 0x66110003
#define PASSWORD_TAG 0x67f0001f
#define FOLDER_TAG 0x6613001f
#define SECRET "correct horse"

static void
test_admin (void)
{
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) a = mapi_profiles_create (admin, "a", NULL);
  g_autoptr (MapiProfile) b = mapi_profiles_create (admin, "b ä", NULL);
  g_auto (GStrv) names = mapi_profiles_get_names (admin);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT (g_strv_contains ((const char *const *) names, "a"));
  CU_ASSERT (g_strv_contains ((const char *const *) names, "b ä"));
  TAP_STRING (mapi_profile_get_name (b), "b ä");

  CU_ASSERT (mapi_profiles_set_default (admin, "a", &error));
  CU_ASSERT (mapi_profiles_rename (admin, "a", "c", &error));
  name = mapi_profiles_get_default (admin, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (name, "c");
  CU_ASSERT (mapi_profiles_delete (admin, "c", &error));
  CU_ASSERT (mapi_profiles_delete (admin, "b ä", &error));
  TAP_NO_ERROR (error);
}

static void
expect_bad_name (MapiProfiles *admin, const char *name)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_profiles_create (admin, name, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_bad_names (void)
{
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autofree char *longest = g_strnfill (65, 'x');

  expect_bad_name (admin, "");
  expect_bad_name (admin, ".hidden");
  expect_bad_name (admin, "../up");
  expect_bad_name (admin, "new\nline");
  expect_bad_name (admin, "\xff\xfe");
  expect_bad_name (admin, longest);
}

static void
test_missing (void)
{
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) there = mapi_profiles_create (admin, "there", NULL);
  g_autoptr (MapiProfile) again = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_profiles_open (admin, "gone", &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND))
    CU_ASSERT (strstr (error->message, "'gone'") != NULL && strstr (error->message, "there"));
  g_clear_error (&error);
  again = mapi_profiles_create (admin, "there", &error);
  CU_ASSERT_PTR_NULL (again);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
}

static MapiPropList *
read_provider (MapiProfile *profile, const MapiUid *uid, MapiPropTagArray *tags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfSect) section = mapi_profile_open_section (profile, uid, 0, &error);
  MapiPropList *props = section != NULL
                            ? mapi_prop_get_props (MAPI_PROP (section), tags, 0, NULL, NULL, &error)
                            : NULL;

  TAP_NO_ERROR (error);
  return props;
}

static void
test_services (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) store = fixtures_provider (profile, service, MAPI_STORE_PROVIDER);
  g_autoptr (MapiUid) transport = fixtures_provider (profile, service, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (GError) error = NULL;
  g_autofree char *port = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) store_props = NULL;
  g_autoptr (MapiRowSet) services = NULL;

  CU_ASSERT (mapi_profile_configure_service (profile, service, "port", "2525", &error));
  CU_ASSERT (mapi_profile_rename_service (profile, service, "Work", &error));
  port = mapi_profile_get_setting (profile, service, "port", &error);
  TAP_NO_ERROR (error);
  TAP_STRING (port, "2525");

  props = read_provider (profile, transport, NULL);
  TAP_NUMBER (mapi_prop_list_get_long (props, PORT_TAG, 0), 2525);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME), "Work");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_PROFILE_NAME),
              mapi_profile_get_name (profile));
  store_props = read_provider (profile, store, NULL);
  folder = g_build_filename (mapi_profile_get_data_dir (profile), "plain", NULL);
  TAP_STRING (mapi_prop_list_get_string (store_props, FOLDER_TAG), folder);
  CU_ASSERT_FALSE (mapi_prop_list_contains (store_props, PORT_TAG));

  CU_ASSERT (mapi_profile_remove_service (profile, service, &error));
  services = mapi_profile_get_services (profile, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (services), 0);
}

static void
expect_refused (
    MapiProfile *profile, MapiUid *service, const char *key, const char *value, int code)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_profile_configure_service (profile, service, key, value, &error));
  CU_ASSERT_PTR_NOT_NULL (error);
  if (error != NULL)
    {
      TAP_NUMBER (error->code, code);
      CU_ASSERT_PTR_NOT_NULL (strstr (error->message, key));
    }
}

static void
test_schema (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (GError) error = NULL;

  expect_refused (profile, service, "prot", "25", MAPI_E_NOT_FOUND);
  expect_refused (profile, service, "port", "smtp", MAPI_E_INVALID_PARAMETER);
  expect_refused (profile, service, "port", "99999999999", MAPI_E_INVALID_PARAMETER);
  expect_refused (profile, service, "security", "some", MAPI_E_INVALID_PARAMETER);
  expect_refused (profile, service, "verbose", "yes", MAPI_E_INVALID_PARAMETER);
  expect_refused (profile, service, "host", "\xff", MAPI_E_INVALID_PARAMETER);

  CU_ASSERT (mapi_profile_check_service (profile, service, &error));
  CU_ASSERT (mapi_profile_configure_service (profile, service, "host", NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mapi_profile_check_service (profile, service, &error));
  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "'host'"));
}

static char *
secrets_path (MapiProfile *profile)
{
  const char *path = mapi_profile_get_path (profile);

  return g_strdup_printf ("%.*ssecrets", (int) (strlen (path) - strlen ("profile")), path);
}

static void
test_secrets (void)
{
  static const guint32 tag = PASSWORD_TAG;
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) transport = fixtures_provider (profile, service, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autofree char *path = secrets_path (profile);
  g_autofree char *text = NULL;
  g_autofree char *secrets = NULL;
  g_autoptr (MapiPropList) all = NULL;
  g_autoptr (MapiPropList) asked = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_set = FALSE;
  GStatBuf status;

  CU_ASSERT (mapi_profile_configure_service (profile, service, "password", SECRET, &error));
  CU_ASSERT (mapi_profile_has_setting (profile, service, "password", &is_set, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT (is_set);
  CU_ASSERT_PTR_NULL (mapi_profile_get_setting (profile, service, "password", &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);

  text = fixtures_read_file (mapi_profile_get_path (profile));
  secrets = fixtures_read_file (path);
  CU_ASSERT_PTR_NULL (strstr (text, SECRET));
  CU_ASSERT_PTR_NOT_NULL (strstr (secrets, SECRET));
  g_stat (path, &status);
  TAP_NUMBER (status.st_mode & 07777, 0600);

  all = read_provider (profile, transport, NULL);
  asked = read_provider (profile, transport, tags);
  CU_ASSERT_FALSE (mapi_prop_list_contains (all, PASSWORD_TAG));
  TAP_STRING (mapi_prop_list_get_string (asked, PASSWORD_TAG), SECRET);

  g_clear_error (&error);
  CU_ASSERT (mapi_profile_remove_service (profile, service, &error));
  TAP_NO_ERROR (error);
  g_clear_pointer (&secrets, g_free);
  secrets = fixtures_read_file (path);
  CU_ASSERT (secrets == NULL || strstr (secrets, SECRET) == NULL);
}

/* Reads a password whose file is damaged by @damage: the error never has it. */
static GError *
read_damaged_secret (void (*damage) (const char *path))
{
  static const guint32 tag = PASSWORD_TAG;
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) transport = fixtures_provider (profile, service, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiProfSect) section = mapi_profile_open_section (profile, transport, 0, NULL);
  g_autofree char *path = secrets_path (profile);
  GError          *error = NULL;

  CU_ASSERT (mapi_profile_configure_service (profile, service, "password", SECRET, NULL));
  damage (path);
  CU_ASSERT_PTR_NULL (mapi_prop_get_props (MAPI_PROP (section), tags, 0, NULL, NULL, &error));
  CU_ASSERT (error != NULL && strstr (error->message, path) != NULL);
  CU_ASSERT (error != NULL && strstr (error->message, SECRET) == NULL);
  return error;
}

static void
let_others_read (const char *path)
{
  TAP_NUMBER (g_chmod (path, 0640), 0);
}

static void
test_open_secrets (void)
{
  g_autoptr (GError) error = read_damaged_secret (let_others_read);

  if (TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS))
    CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "0640"));
}

static void
write_nonsense (const char *path)
{
  CU_ASSERT (
      g_file_set_contents_full (path, SECRET "\n", -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

/* A file of secrets that is nonsense is complained about without its content. */
static void
test_bad_secrets (void)
{
  g_autoptr (GError) error = read_damaged_secret (write_nonsense);

  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
}

static MapiPropList *
props_of_every_type (void)
{
  static const gint32      longs[] = { 1, -2, 3 };
  static const char *const texts[] = { "a;b", "", "ü" };
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\0\377\1", 3);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (MapiPropValue) mv_long = mapi_prop_value_new_mv_long (0x66301003, longs, 3);
  g_autoptr (MapiPropValue) mv_text = mapi_prop_value_new_mv_string (0x6631101f, texts);

  mapi_prop_list_builder_add_i2 (builder, 0x66200002, -5);
  mapi_prop_list_builder_add_long (builder, 0x66210003, G_MININT32);
  mapi_prop_list_builder_add_double (builder, 0x66220005, 0.1);
  mapi_prop_list_builder_add_boolean (builder, 0x6623000b, TRUE);
  mapi_prop_list_builder_add_i8 (builder, 0x66240014, G_MAXINT64);
  mapi_prop_list_builder_add_string (builder, 0x6625001f, " two\nlines; \\ and [brackets] ");
  mapi_prop_list_builder_add_string (builder, 0x6626001f, "");
  mapi_prop_list_builder_add_string8 (builder, 0x6627001e, bytes);
  mapi_prop_list_builder_add_systime (builder, 0x66280040, G_MAXUINT64);
  mapi_prop_list_builder_add_clsid (builder, 0x66290048, uid);
  mapi_prop_list_builder_add_binary (builder, 0x662a0102, bytes);
  mapi_prop_list_builder_add_binary (builder, 0x662b0102, empty);
  mapi_prop_list_builder_add_string (builder, 0x662c001f, "raw:00");
  mapi_prop_list_builder_add_value (builder, mv_long);
  mapi_prop_list_builder_add_value (builder, mv_text);

  return mapi_prop_list_builder_end (builder);
}

/* Every type of property comes back from the file without loss. */
static void
test_section (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProfSect) absent = mapi_profile_open_section (profile, uid, 0, &error);
  g_autoptr (MapiProfSect) section = NULL;
  g_autoptr (MapiPropList) props = props_of_every_type ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_list_get_tags (props);
  g_autoptr (MapiPropList) back = NULL;
  g_autoptr (MapiPropTagArray) left = NULL;

  CU_ASSERT_PTR_NULL (absent);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);

  section = mapi_profile_open_section (profile, uid, MAPI_MODIFY, &error);
  CU_ASSERT (mapi_prop_set_props (MAPI_PROP (section), props, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  back = read_provider (profile, uid, tags);
  CU_ASSERT (mapi_prop_list_equal (props, back));

  CU_ASSERT (mapi_prop_delete_props (MAPI_PROP (section), tags, NULL, NULL, &error));
  left = mapi_prop_get_prop_list (MAPI_PROP (section), 0, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_tag_array_get_size (left), 1);
}

static void
test_read_only_section (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) store = fixtures_provider (profile, service, MAPI_STORE_PROVIDER);
  g_autoptr (MapiProfSect) section = mapi_profile_open_section (profile, store, 0, NULL);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (PORT_TAG, 1);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_prop_set_props (MAPI_PROP (section), props, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
}

/* Whether the transports of a profile are these, in this order. */
static void
assert_transports (MapiProfile *profile, const MapiUid *first, const MapiUid *second)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (profile, NULL);
  const MapiUid *const expected[] = { first, second };
  guint                n_found = 0;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) found = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
      g_autoptr (GBytes) wanted = mapi_uid_to_bytes (expected[MIN (n_found, 1)]);

      if (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) != MAPI_TRANSPORT_PROVIDER)
        continue;
      TAP_BYTES (found, wanted);
      n_found++;
    }
  TAP_NUMBER (n_found, 2);
}

/* R271; and R267: the user's order wins. */
static void
test_prefer_last (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) a = fixtures_add (profile, "last");
  g_autoptr (MapiUid) b = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) last = fixtures_provider (profile, a, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiUid) plain = fixtures_provider (profile, b, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiUidArray) none = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) one = mapi_uid_array_append (none, last);
  g_autoptr (MapiUidArray) both = mapi_uid_array_append (one, plain);
  g_autoptr (GError) error = NULL;

  assert_transports (profile, plain, last);
  CU_ASSERT (mapi_profile_set_transport_order (profile, both, &error));
  TAP_NO_ERROR (error);
  assert_transports (profile, last, plain);
}

static void
test_transport_order (void)
{
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) a = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) b = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) first = fixtures_provider (profile, a, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiUid) second = fixtures_provider (profile, b, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiUidArray) none = mapi_uid_array_new ();
  g_autoptr (MapiUidArray) one = mapi_uid_array_append (none, second);
  g_autoptr (MapiUidArray) both = mapi_uid_array_append (one, first);
  g_autoptr (MapiUidArray) twice = mapi_uid_array_append (one, a);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GBytes) uid = mapi_uid_to_bytes (second);
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_profile_set_transport_order (profile, one, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_profile_set_transport_order (profile, twice, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);

  CU_ASSERT (mapi_profile_set_transport_order (profile, both, &error));
  rows = mapi_profile_get_providers (profile, &error);
  TAP_NO_ERROR (error);
  row = mapi_row_set_get_row (rows, 2);
  found = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
  TAP_BYTES (found, uid);
}

static void
test_copy (void)
{
  static const guint32 tag = PASSWORD_TAG;
  g_autoptr (MapiProfiles) admin = fixtures_admin ();
  g_autoptr (MapiProfile) profile = fixtures_profile ();
  g_autoptr (MapiUid) service = fixtures_add (profile, "plain");
  g_autoptr (MapiUid) transport = fixtures_provider (profile, service, MAPI_TRANSPORT_PROVIDER);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiProfile) copy = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  mapi_profile_configure_service (profile, service, "password", SECRET, NULL);
  CU_ASSERT (mapi_profiles_copy (admin, mapi_profile_get_name (profile), "the copy", &error));
  copy = mapi_profiles_open (admin, "the copy", &error);
  TAP_NO_ERROR (error);
  CU_ASSERT (mapi_profiles_delete (admin, mapi_profile_get_name (profile), &error));
  TAP_NO_ERROR (error);
  props = read_provider (copy, transport, tags);
  TAP_STRING (mapi_prop_list_get_string (props, PASSWORD_TAG), SECRET);
}

TAP_MAIN ("session/profile",
          { "profiles are made, renamed, chosen and deleted", test_admin },
          { "names that no file can have are refused", test_bad_names },
          { "a missing profile is named, and so are those there are", test_missing },
          { "services are added, configured, renamed and removed", test_services },
          { "settings are held to the schema", test_schema },
          { "secrets are kept apart", test_secrets },
          { "secrets that others may read are not used", test_open_secrets },
          { "no message shows a secret", test_bad_secrets },
          { "properties of every type survive", test_section },
          { "a section opened for reading cannot be written", test_read_only_section },
          { "transports have an order", test_transport_order },
          { "a transport wants to be the last, unless it was given a place", test_prefer_last },
          { "a copy has the secrets too", test_copy })
