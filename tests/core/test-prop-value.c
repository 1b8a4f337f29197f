/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "samples.h"

#define TAG SAMPLE_TAG

static MapiPropValue *
lookup (MapiPropList *list, guint number)
{
  MapiPropValue *value = mapi_prop_list_lookup (list, TAG (number, MAPI_PT_UNSPECIFIED));

  CU_ASSERT_PTR_NOT_NULL (value);
  return value;
}

static void
test_numbers (void)
{
  g_autoptr (MapiPropList) list = sample_list ();
  g_autoptr (MapiPropValue) i2 = lookup (list, 3);
  g_autoptr (MapiPropValue) i4 = lookup (list, 4);
  g_autoptr (MapiPropValue) r4 = lookup (list, 5);
  g_autoptr (MapiPropValue) r8 = lookup (list, 6);
  g_autoptr (MapiPropValue) currency = lookup (list, 7);
  g_autoptr (MapiPropValue) apptime = lookup (list, 8);
  g_autoptr (MapiPropValue) error = mapi_prop_list_lookup (list, TAG (9, MAPI_PT_ERROR));
  g_autoptr (MapiPropValue) boolean = lookup (list, 10);
  g_autoptr (MapiPropValue) i8 = lookup (list, 11);
  g_autoptr (MapiPropValue) systime = lookup (list, 12);

  TAP_NUMBER (mapi_prop_value_get_i2 (i2), G_MININT16);
  TAP_NUMBER (mapi_prop_value_get_long (i4), G_MININT32);
  CU_ASSERT_TRUE (mapi_prop_value_get_float (r4) == -1.5f);
  CU_ASSERT_TRUE (mapi_prop_value_get_double (r8) == 1e300);
  TAP_NUMBER (mapi_prop_value_get_currency (currency), -12345);
  CU_ASSERT_TRUE (mapi_prop_value_get_apptime (apptime) == 45000.25);
  TAP_NUMBER (mapi_prop_value_get_error (error), MAPI_E_NO_ACCESS);
  TAP_NUMBER (mapi_prop_value_get_boolean (boolean), TRUE);
  TAP_NUMBER (mapi_prop_value_get_i8 (i8), G_MININT64);
  CU_ASSERT_TRUE (mapi_prop_value_get_systime (systime) == G_MAXUINT64);
  TAP_NUMBER (mapi_prop_value_get_n_values (i2), 1);
}

static void
test_payloads (void)
{
  g_autoptr (MapiPropList) list = sample_list ();
  g_autoptr (MapiPropValue) string = lookup (list, 13);
  g_autoptr (MapiPropValue) string8 = lookup (list, 15);
  g_autoptr (MapiPropValue) binary = lookup (list, 16);
  g_autoptr (MapiPropValue) clsid = lookup (list, 17);
  g_autoptr (MapiPropValue) stored = lookup (list, 18);
  g_autoptr (GBytes) text = mapi_prop_value_get_bytes (string);
  g_autoptr (GBytes) text8 = mapi_prop_value_get_bytes (string8);
  g_autoptr (GBytes) bytes = mapi_prop_value_get_bytes (binary);
  g_autoptr (GBytes) wanted = g_bytes_new_static ("\0\1\xff", 3);
  g_autoptr (MapiUid) uid = mapi_prop_value_get_clsid (clsid);
  g_autofree char *uid_text = mapi_uid_to_string (uid);
  g_autoptr (MapiRestriction) restriction = mapi_prop_value_get_restriction (stored);

  TAP_STRING (mapi_prop_value_get_string (string), "Grüße, 世界 🎉");
  TAP_NUMBER (g_bytes_get_size (text), strlen ("Grüße, 世界 🎉"));
  CU_ASSERT_PTR_NULL (mapi_prop_value_get_string (string8));
  TAP_NUMBER (g_bytes_get_size (text8), 5);
  TAP_BYTES (bytes, wanted);
  TAP_STRING (uid_text, "00020386-0000-0000-c000-000000000046");
  TAP_NUMBER (mapi_restriction_get_kind (restriction), MAPI_RES_EXIST);
}

static void
test_arrays (void)
{
  g_autoptr (MapiPropList) list = sample_list ();
  g_autoptr (MapiPropValue) shorts = lookup (list, 30);
  g_autoptr (MapiPropValue) doubles = lookup (list, 33);
  g_autoptr (MapiPropValue) times = lookup (list, 37);
  g_autoptr (MapiPropValue) strings = lookup (list, 38);
  g_autoptr (MapiPropValue) none = lookup (list, 39);
  g_autoptr (MapiPropValue) binaries = lookup (list, 40);
  g_autoptr (MapiPropValue) uids = lookup (list, 42);
  g_autoptr (GBytes) first = mapi_prop_value_get_mv_bytes (binaries, 0);
  g_autoptr (GBytes) second = mapi_prop_value_get_mv_bytes (binaries, 1);
  g_autoptr (GBytes) uid = mapi_prop_value_get_mv_bytes (uids, 0);

  TAP_NUMBER (mapi_prop_value_get_n_values (shorts), 4);
  TAP_NUMBER (mapi_prop_value_get_mv_integer (shorts, 0), G_MININT16);
  TAP_NUMBER (mapi_prop_value_get_mv_integer (shorts, 1), -1);
  TAP_NUMBER (mapi_prop_value_get_mv_integer (shorts, 4), 0);
  CU_ASSERT_TRUE (mapi_prop_value_get_mv_number (doubles, 1) == 1e300);
  TAP_NUMBER (mapi_prop_value_get_mv_integer (times, 2), -1);
  TAP_NUMBER (mapi_prop_value_get_n_values (strings), 3);
  TAP_STRING (mapi_prop_value_get_mv_string (strings, 0), "");
  TAP_STRING (mapi_prop_value_get_mv_string (strings, 2), "zwölf");
  CU_ASSERT_PTR_NULL (mapi_prop_value_get_mv_string (strings, 3));
  TAP_NUMBER (mapi_prop_value_get_n_values (none), 0);
  TAP_NUMBER (g_bytes_get_size (first), 3);
  TAP_NUMBER (g_bytes_get_size (second), 0);
  TAP_NUMBER (g_bytes_get_size (uid), 16);
}

/* No getter reads a value as what it is not. */
static void
test_wrong_types (void)
{
  g_autoptr (MapiPropList) list = sample_list ();

  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (list, i);
      guint16 type = mapi_prop_tag_get_prop_type (mapi_prop_value_get_tag (value));
      g_autoptr (MapiUid) uid = mapi_prop_value_get_clsid (value);
      g_autoptr (GDateTime) time = mapi_prop_value_get_time (value);
      g_autoptr (MapiRestriction) restriction = mapi_prop_value_get_restriction (value);

      CU_ASSERT_EQUAL (mapi_prop_value_get_string (value) != NULL, type == MAPI_PT_UNICODE);
      CU_ASSERT_EQUAL (uid != NULL, type == MAPI_PT_CLSID);
      CU_ASSERT_EQUAL (restriction != NULL, type == MAPI_PT_SRESTRICTION);
      CU_ASSERT_PTR_NULL (time);
      CU_ASSERT_EQUAL (mapi_prop_value_get_i2 (value) != 0, type == MAPI_PT_I2);
      CU_ASSERT_EQUAL (mapi_prop_value_get_long (value) != 0, type == MAPI_PT_LONG);
      CU_ASSERT_EQUAL (mapi_prop_value_get_boolean (value) != 0, type == MAPI_PT_BOOLEAN);
      CU_ASSERT_EQUAL (mapi_prop_value_get_error (value) != 0, type == MAPI_PT_ERROR);
      CU_ASSERT_EQUAL (mapi_prop_value_get_double (value) != 0, type == MAPI_PT_DOUBLE);
    }
}

static void
expect_critical (void)
{
  g_test_expect_message ("Mapi", G_LOG_LEVEL_CRITICAL, "*assertion*");
}

static void
test_wrong_tags (void)
{
  expect_critical ();
  CU_ASSERT_PTR_NULL (mapi_prop_value_new_long (MAPI_PR_SUBJECT, 1));
  expect_critical ();
  CU_ASSERT_PTR_NULL (mapi_prop_value_new_string (MAPI_PR_SUBJECT_A, "x"));
  expect_critical ();
  CU_ASSERT_PTR_NULL (mapi_prop_value_new_null (MAPI_PR_SUBJECT));
  expect_critical ();
  CU_ASSERT_PTR_NULL (mapi_prop_value_new_mv_long (TAG (1, MAPI_PT_LONG), NULL, 0));
  expect_critical ();
  CU_ASSERT_PTR_NULL (mapi_prop_value_new_long (TAG (1, MAPI_PT_LONG | MAPI_MV_INSTANCE), 1));
  g_test_assert_expected_messages ();

  CU_ASSERT_PTR_NULL (mapi_prop_value_new_string (MAPI_PR_SUBJECT, "\xff"));
}

static void
test_instance_column (void)
{
  guint32 tag = TAG (1, MAPI_PT_MV_UNICODE | MAPI_MV_INSTANCE);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (tag, "one of them");

  CU_ASSERT_FALSE (mapi_prop_tag_is_multivalued (tag));
  TAP_STRING (mapi_prop_value_get_string (value), "one of them");
}

static void
test_change_tag (void)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "x");
  g_autoptr (MapiPropValue) other = mapi_prop_value_change_tag (value, MAPI_PR_DISPLAY_NAME);
  g_autoptr (MapiPropValue) named =
      mapi_prop_value_change_tag (value, TAG (5, MAPI_PT_UNSPECIFIED));

  TAP_NUMBER (mapi_prop_value_get_tag (other), MAPI_PR_DISPLAY_NAME);
  TAP_STRING (mapi_prop_value_get_string (other), "x");
  TAP_NUMBER (mapi_prop_value_get_tag (named), TAG (5, MAPI_PT_UNICODE));
  CU_ASSERT_FALSE (mapi_prop_value_equal (value, other));
  TAP_NUMBER (mapi_prop_value_compare (value, other), 0);
  expect_critical ();
  CU_ASSERT_PTR_NULL (mapi_prop_value_change_tag (value, MAPI_PR_MESSAGE_FLAGS));
  g_test_assert_expected_messages ();
}

static gint
compare_strings (const char *a, const char *b)
{
  g_autoptr (MapiPropValue) value_a = mapi_prop_value_new_string (MAPI_PR_SUBJECT, a);
  g_autoptr (MapiPropValue) value_b = mapi_prop_value_new_string (MAPI_PR_SUBJECT, b);

  return mapi_prop_value_compare (value_a, value_b);
}

static gint
compare_times (guint64 a, guint64 b)
{
  g_autoptr (MapiPropValue) value_a = mapi_prop_value_new_systime (MAPI_PR_CREATION_TIME, a);
  g_autoptr (MapiPropValue) value_b = mapi_prop_value_new_systime (MAPI_PR_CREATION_TIME, b);

  return mapi_prop_value_compare (value_a, value_b);
}

static gint
compare_bytes (const char *a, const char *b)
{
  g_autoptr (GBytes) bytes_a = g_bytes_new_static (a, strlen (a));
  g_autoptr (GBytes) bytes_b = g_bytes_new_static (b, strlen (b));
  g_autoptr (MapiPropValue) value_a = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, bytes_a);
  g_autoptr (MapiPropValue) value_b = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, bytes_b);

  return mapi_prop_value_compare (value_a, value_b);
}

static void
test_compare (void)
{
  static const gint32 few[] = { 1, 2 };
  static const gint32 more[] = { 1, 2, -3 };
  g_autoptr (MapiPropValue) short_array =
      mapi_prop_value_new_mv_long (TAG (1, MAPI_PT_MV_LONG), few, 2);
  g_autoptr (MapiPropValue) long_array =
      mapi_prop_value_new_mv_long (TAG (1, MAPI_PT_MV_LONG), more, 3);
  g_autoptr (MapiPropValue) nan = mapi_prop_value_new_double (TAG (1, MAPI_PT_DOUBLE), 0.0 / 0.0);
  g_autoptr (MapiPropValue) zero = mapi_prop_value_new_double (TAG (1, MAPI_PT_DOUBLE), 0);

  TAP_NUMBER (compare_strings ("Straße", "STRASSE"), 0);
  TAP_NUMBER (compare_strings ("ÄPFEL", "äpfel"), 0);
  CU_ASSERT_TRUE (compare_strings ("abc", "ABD") < 0);
  CU_ASSERT_TRUE (compare_strings ("ab", "abc") < 0);
  CU_ASSERT_TRUE (compare_strings ("b", "Abc") > 0);
  CU_ASSERT_TRUE (compare_times (1, G_MAXUINT64) < 0);
  CU_ASSERT_TRUE (compare_bytes ("ab", "abc") < 0);
  CU_ASSERT_TRUE (compare_bytes ("b", "abc") > 0);
  CU_ASSERT_TRUE (compare_bytes ("a", "\xff") < 0);
  CU_ASSERT_TRUE (mapi_prop_value_compare (short_array, long_array) < 0);
  CU_ASSERT_TRUE (mapi_prop_value_compare (nan, zero) < 0);
  TAP_NUMBER (mapi_prop_value_compare (nan, nan), 0);
}

/* Whatever two values are compared, the order is one: a < b when b > a. */
static void
test_compare_all (void)
{
  g_autoptr (MapiPropList) list = sample_list ();
  guint n = mapi_prop_list_get_size (list);

  for (guint i = 0; i < n * n; i++)
    {
      g_autoptr (MapiPropValue) a = mapi_prop_list_get_value (list, i / n);
      g_autoptr (MapiPropValue) b = mapi_prop_list_get_value (list, i % n);
      gint forth = mapi_prop_value_compare (a, b);
      gint back = mapi_prop_value_compare (b, a);

      CU_ASSERT_EQUAL (forth<0, back> 0);
      CU_ASSERT_EQUAL (forth == 0, back == 0);
      CU_ASSERT_EQUAL (mapi_prop_value_equal (a, b), i / n == i % n);
    }
}

static void
check_text (MapiPropValue *value, const char *wanted)
{
  g_autofree char *text = mapi_prop_value_to_string (value);

  TAP_STRING (text, wanted);
  mapi_prop_value_unref (value);
}

static void
test_text (void)
{
  static const char *const strings[] = { "a", "b", NULL };
  g_autoptr (GBytes) long_bytes = g_bytes_new_take (g_malloc0 (100), 100);
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  g_autoptr (MapiPropValue) binary = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, long_bytes);
  g_autofree char *cut = mapi_prop_value_to_string (binary);

  check_text (mapi_prop_value_new_error (TAG (1, MAPI_PT_ERROR), MAPI_E_NOT_FOUND),
              "MAPI_E_NOT_FOUND");
  check_text (mapi_prop_value_new_error (TAG (1, MAPI_PT_ERROR), 0x7654321), "0x07654321");
  check_text (mapi_prop_value_new_time (MAPI_PR_CREATION_TIME, time), "2026-01-02T03:04:05Z");
  check_text (mapi_prop_value_new_boolean (MAPI_PR_RESPONSIBILITY, TRUE), "true");
  check_text (mapi_prop_value_new_mv_string (TAG (1, MAPI_PT_MV_UNICODE), strings), "[a, b]");
  check_text (mapi_prop_value_new_double (TAG (1, MAPI_PT_DOUBLE), 0.5), "0.5");
  CU_ASSERT_TRUE (g_str_has_suffix (cut, "0000… (100 bytes)"));
}

TAP_MAIN ("core/prop-value",
          { "numbers", test_numbers },
          { "payloads", test_payloads },
          { "arrays", test_arrays },
          { "getters of other types", test_wrong_types },
          { "tags of other types", test_wrong_tags },
          { "columns of one value of an array", test_instance_column },
          { "another tag", test_change_tag },
          { "order", test_compare },
          { "order of all types", test_compare_all },
          { "text", test_text })
