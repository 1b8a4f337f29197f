/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "samples.h"

static GBytes *
from_hex (const char *hex)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = mapi_entry_id_from_string (hex, &error);

  TAP_NO_ERROR (error);
  return bytes;
}

static void
test_parts (void)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (MapiUid) other = mapi_uid_new ();
  g_autoptr (GBytes) id = mapi_entry_id_new (0x04030201, uid, "data", 4);
  g_autoptr (GBytes) bare = mapi_entry_id_new (0, uid, NULL, 0);
  g_autoptr (MapiUid) maker = mapi_entry_id_get_uid (id);
  g_autoptr (GBytes) data = mapi_entry_id_get_data (id);
  g_autoptr (GBytes) wanted = g_bytes_new_static ("data", 4);
  const guint8 *bytes = g_bytes_get_data (id, NULL);

  TAP_NUMBER (g_bytes_get_size (id), 24);
  TAP_NUMBER (bytes[0], 1);
  TAP_NUMBER (mapi_entry_id_get_flags (id), 0x04030201);
  CU_ASSERT_TRUE (mapi_uid_equal (maker, uid));
  CU_ASSERT_TRUE (mapi_entry_id_has_uid (id, uid));
  CU_ASSERT_FALSE (mapi_entry_id_has_uid (id, other));
  TAP_BYTES (data, wanted);
  CU_ASSERT_TRUE (mapi_entry_id_is_valid (bare));
}

static void
test_short (void)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (19), 19);

  CU_ASSERT_FALSE (mapi_entry_id_is_valid (bytes));
  CU_ASSERT_FALSE (mapi_entry_id_has_uid (bytes, uid));
  CU_ASSERT_FALSE (mapi_one_off_is (bytes));
  CU_ASSERT_PTR_NULL (mapi_entry_id_get_uid (bytes));
  CU_ASSERT_PTR_NULL (mapi_entry_id_get_data (bytes));
  TAP_NUMBER (mapi_entry_id_get_flags (bytes), 0);
}

static void
test_text (void)
{
  static const char *const bad[] = {
    "",
    "00",
    "zz",
    "00000000812b1fa4bea310199d6e00dd010f54",
    "00000000812b1fa4bea310199d6e00dd010f540",
    "00000000812b1fa4bea310199d6e00dd010f540g",
  };
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GBytes) id = mapi_entry_id_new (0, uid, "\xff\0", 2);
  g_autofree char *text = mapi_entry_id_to_string (id);
  g_autofree char *capitals = g_ascii_strup (text, -1);
  g_autoptr (GBytes) again = from_hex (text);
  g_autoptr (GBytes) same = from_hex (capitals);

  TAP_NUMBER (strlen (text), 44);
  CU_ASSERT_TRUE (g_str_has_prefix (text, "00000000") && g_str_has_suffix (text, "ff00"));
  TAP_BYTES (again, id);
  TAP_BYTES (same, id);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      CU_ASSERT_PTR_NULL (mapi_entry_id_from_string (bad[i], &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID);
    }
}

/* Flags, identifier, version, bits, and three strings with a NUL behind each: [MS-OXCDATA]
 * 2.2.5.1. */
#define ONE_OFF_HEADER                                                                             \
  "00000000"                                                                                       \
  "812b1fa4bea310199d6e00dd010f5402"                                                               \
  "0000"
#define ONE_OFF_WIDE                                                                               \
  ONE_OFF_HEADER "0180"                                                                            \
                 "41006e006e0020003cd889df0000"                                                    \
                 "53004d00540050000000"                                                            \
                 "61004000620000"
#define ONE_OFF_NARROW                                                                             \
  ONE_OFF_HEADER "0000"                                                                            \
                 "416e6e00"                                                                        \
                 "534d545000"                                                                      \
                 "61406200"

static void
check_one_off (const char *hex, const char *name, guint32 flags)
{
  g_autoptr (GBytes) id = from_hex (hex);
  g_autofree char *display_name = NULL;
  g_autofree char *address_type = NULL;
  g_autofree char *email_address = NULL;
  g_autoptr (GError) error = NULL;
  guint32 bits = 0;

  CU_ASSERT_TRUE (mapi_one_off_is (id));
  CU_ASSERT_TRUE (
      mapi_one_off_parse (id, &display_name, &address_type, &email_address, &bits, &error));
  TAP_NO_ERROR (error);
  TAP_STRING (display_name, name);
  TAP_STRING (address_type, "SMTP");
  TAP_STRING (email_address, "a@b");
  TAP_NUMBER (bits, flags);
}

static void
test_one_off_layout (void)
{
  guint32 wide = MAPI_ONE_OFF_UNICODE | MAPI_ONE_OFF_NO_RICH_INFO;
  g_autoptr (GBytes) id = mapi_one_off_new ("Ann 🎉", "SMTP", "a@b", wide);
  g_autoptr (GBytes) narrow = mapi_one_off_new ("Ann", "SMTP", "a@b", 0);
  g_autofree char *hex = mapi_entry_id_to_string (id);
  g_autofree char *narrow_hex = mapi_entry_id_to_string (narrow);

  TAP_STRING (hex, ONE_OFF_WIDE "00");
  TAP_STRING (narrow_hex, ONE_OFF_NARROW);
}

static void
test_one_off_parse (void)
{
  g_autoptr (GBytes) id = from_hex (ONE_OFF_NARROW);

  check_one_off (ONE_OFF_WIDE "00", "Ann 🎉", MAPI_ONE_OFF_UNICODE | MAPI_ONE_OFF_NO_RICH_INFO);
  check_one_off (ONE_OFF_NARROW, "Ann", 0);
  check_one_off (ONE_OFF_NARROW "0000", "Ann", 0);
  check_one_off (ONE_OFF_HEADER "0000"
                                "416ee400"
                                "534d545000"
                                "61406200",
                 "Anä",
                 0);
  CU_ASSERT_TRUE (mapi_one_off_parse (id, NULL, NULL, NULL, NULL, NULL));
}

static void
test_one_off_names (void)
{
  g_autoptr (GBytes) id = mapi_one_off_new (NULL, "SMTP", "a@b", MAPI_ONE_OFF_UNICODE);
  g_autofree char *name = NULL;

  CU_ASSERT_TRUE (mapi_one_off_parse (id, &name, NULL, NULL, NULL, NULL));
  TAP_STRING (name, "a@b");
  CU_ASSERT_PTR_NULL (mapi_one_off_new ("\xff", "SMTP", "a@b", MAPI_ONE_OFF_UNICODE));
}

static void
refuse_one_off (GBytes *bytes)
{
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_one_off_parse (bytes, &name, &type, &address, NULL, &error));
  CU_ASSERT_TRUE (name == NULL && type == NULL && address == NULL);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID);
}

static void
read_one_off (GBytes *bytes)
{
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;

  if (!mapi_one_off_parse (bytes, &name, &type, &address, NULL, NULL))
    return;
  CU_ASSERT_TRUE (g_utf8_validate (name, -1, NULL));
  CU_ASSERT_TRUE (g_utf8_validate (type, -1, NULL));
  CU_ASSERT_TRUE (g_utf8_validate (address, -1, NULL));
}

static void
test_one_off_damage (void)
{
  g_autoptr (GBytes) wide = from_hex (ONE_OFF_WIDE "00");
  g_autoptr (GBytes) narrow = from_hex (ONE_OFF_NARROW);
  g_autoptr (GBytes) newer = from_hex ("00000000812b1fa4bea310199d6e00dd010f5402"
                                       "0100"
                                       "0000"
                                       "000000");
  g_autoptr (GBytes) surrogate = from_hex (ONE_OFF_HEADER "0080"
                                                          "3cd80000"
                                                          "53000000"
                                                          "61000000");

  sample_truncate (wide, refuse_one_off);
  sample_truncate (narrow, refuse_one_off);
  refuse_one_off (newer);
  refuse_one_off (surrogate);
  sample_damage (wide, read_one_off);
  sample_damage (narrow, read_one_off);
}

TAP_MAIN ("core/entry-id",
          { "parts", test_parts },
          { "too short", test_short },
          { "text", test_text },
          { "layout of a one-off identifier", test_one_off_layout },
          { "reading a one-off identifier", test_one_off_parse },
          { "names in a one-off identifier", test_one_off_names },
          { "damaged one-off identifiers", test_one_off_damage })
