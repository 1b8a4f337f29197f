/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

#define UNREADABLE "\xef\xbf\xbd"

static void
check_both_ways (guint32 code_page, const char *bytes, gsize size, const char *text)
{
  g_autoptr (GBytes) value = g_bytes_new (bytes, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *read = mapi_code_page_to_utf8 (code_page, value, &error);
  g_autoptr (GBytes) written = mapi_code_page_from_utf8 (code_page, text, NULL);

  TAP_NO_ERROR (error);
  TAP_STRING (read, text);
  TAP_BYTES (written, value);
}

static void
test_conversion (void)
{
  check_both_ways (1252, "caf\xe9 \x93\x80\x94", 8, "café “€”");
  check_both_ways (1251, "\xcf\xf0\xe8\xe2\xe5\xf2", 6, "Привет");
  check_both_ways (932, "\x93\xfa\x96\x7b", 4, "日本");
  check_both_ways (936, "\xd6\xd0\xce\xc4", 4, "中文");
  check_both_ways (949, "\xc7\xd1", 2, "한");
  check_both_ways (950, "\xa4\xa4", 2, "中");
  check_both_ways (50220, "\x1b$B\x46\x7c\x1b(B", 8, "日");
  check_both_ways (1200, "a\0\x3d\xd8\x00\xde", 6, "a😀");
  check_both_ways (65001, "\xc3\xa4", 2, "ä");
  check_both_ways (65000, "+AOQ-", 5, "ä");
  check_both_ways (10000, "\x8a", 1, "ä");
  check_both_ways (65001, "", 0, "");
}

static void
check_read (guint32 code_page, const char *bytes, gsize size, const char *text)
{
  g_autoptr (GBytes) value = g_bytes_new (bytes, size);
  g_autofree char *read = mapi_code_page_to_utf8 (code_page, value, NULL);

  TAP_STRING (read, text);
}

static void
test_replacement (void)
{
  g_autoptr (GBytes) written = mapi_code_page_from_utf8 (1252, "a Ж 😀 b", NULL);
  g_autoptr (GBytes) expected = g_bytes_new ("a ? ? b", 7);
  g_autoptr (GBytes) stateful = mapi_code_page_from_utf8 (50220, "日😀日", NULL);
  g_autofree char *back = mapi_code_page_to_utf8 (50220, stateful, NULL);

  TAP_BYTES (written, expected);
  TAP_STRING (back, "日?日");
  check_read (65001, "a\xff\xfe b\xc3", 6, "a" UNREADABLE UNREADABLE " b" UNREADABLE);
  check_read (20127, "caf\xe9!", 5, "caf" UNREADABLE "!");
  check_read (932, "a\x93", 2, "a" UNREADABLE);
  check_read (1200, "a\0b", 3, "a" UNREADABLE);
  check_read (1252, "a\0b\0\0", 5, "a" UNREADABLE "b");
  check_read (65001, "a\0b\0\0", 5, "a" UNREADABLE "b");
  check_read (1200, "a\0\0\0", 4, "a");
}

static void
test_unknown (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new ("a", 1);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_code_page_to_utf8 (4711, bytes, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNKNOWN_CPID);
  CU_ASSERT_PTR_NULL (mapi_code_page_from_utf8 (0, "a", NULL));
  CU_ASSERT_PTR_NULL (mapi_code_page_get_charset (4711));
  TAP_NUMBER (mapi_code_page_from_charset ("klingon"), 0);
  TAP_NUMBER (mapi_code_page_from_charset ("cp4711"), 0);
  TAP_NUMBER (mapi_code_page_from_charset ("cp1252x"), 0);
  TAP_NUMBER (mapi_code_page_from_charset (""), 0);
}

/* Every code page of the table can be converted here, both ways, and is found by its name. */
static void
test_table (void)
{
  guint n = 0;

  for (guint32 code_page = 1; code_page < 0x10000; code_page++)
    {
      const char *charset = mapi_code_page_get_charset (code_page);
      g_autoptr (GBytes) written = NULL;
      g_autofree char *read = NULL;

      if (charset == NULL)
        continue;
      n++;
      written = mapi_code_page_from_utf8 (code_page, "a", NULL);
      read = written != NULL ? mapi_code_page_to_utf8 (code_page, written, NULL) : NULL;
      if (!TAP_STRING (read, "a"))
        tap_note ("code page %u", code_page);
      CU_ASSERT_STRING_EQUAL (mapi_code_page_get_charset (mapi_code_page_from_charset (charset)),
                              charset);
    }
  CU_ASSERT (n > 60);
  TAP_NUMBER (mapi_code_page_from_charset ("UTF8"), 65001);
  TAP_NUMBER (mapi_code_page_from_charset ("Windows-1251"), 1251);
  TAP_NUMBER (mapi_code_page_from_charset ("CP866"), 866);
  TAP_NUMBER (mapi_code_page_from_charset ("IBM852"), 852);
  TAP_NUMBER (mapi_code_page_from_charset ("x-sjis"), 932);
}

static void
test_of_message (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) empty = mapi_prop_list_new_empty ();
  g_autoptr (MapiPropList) props = NULL;

  TAP_NUMBER (mapi_code_page_of_message (empty), 1252);
  TAP_NUMBER (mapi_code_page_of_internet (empty), 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_CODEPAGE, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_INTERNET_CPID, 28592);
  props = mapi_prop_list_builder_end (builder);
  TAP_NUMBER (mapi_code_page_of_message (props), 28592);
  TAP_NUMBER (mapi_code_page_of_internet (props), 28592);
}

static void
test_values (void)
{
  const char *const texts[] = { "ä", "", "Ж", NULL };
  g_autoptr (MapiPropValue) unicode = mapi_prop_value_new_string (MAPI_PR_SUBJECT_W, "Grüße");
  g_autoptr (MapiPropValue) many = mapi_prop_value_new_mv_string (0x8000101f, texts);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) string8 =
      mapi_code_page_convert_value (1252, unicode, MAPI_PT_STRING8, &error);
  g_autoptr (MapiPropValue) back =
      mapi_code_page_convert_value (1252, string8, MAPI_PT_UNICODE, &error);
  g_autoptr (MapiPropValue) many8 =
      mapi_code_page_convert_value (1251, many, MAPI_PT_MV_STRING8, &error);
  g_autoptr (MapiPropValue) many_back =
      mapi_code_page_convert_value (1251, many8, MAPI_PT_MV_UNICODE, &error);
  g_autoptr (GBytes) bytes = mapi_prop_value_get_bytes (string8);
  g_autoptr (GBytes) expected = g_bytes_new ("Gr\xfc\xdf"
                                             "e",
                                             5);

  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_value_get_tag (string8), MAPI_PR_SUBJECT_A);
  TAP_BYTES (bytes, expected);
  CU_ASSERT (mapi_prop_value_equal (back, unicode));
  TAP_NUMBER (mapi_prop_value_get_n_values (many_back), 3);
  TAP_STRING (mapi_prop_value_get_mv_string (many_back, 0), "?");
  TAP_STRING (mapi_prop_value_get_mv_string (many_back, 1), "");
  TAP_STRING (mapi_prop_value_get_mv_string (many_back, 2), "Ж");

  CU_ASSERT_PTR_NULL (mapi_code_page_convert_value (1252, unicode, MAPI_PT_BINARY, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_TYPE);
  CU_ASSERT_PTR_NULL (mapi_code_page_convert_value (1252, unicode, MAPI_PT_MV_STRING8, NULL));
}

/* The view of a list that GetProps gives. */
static void
test_select (void)
{
  static const guint32 wanted[] = { MAPI_PR_SUBJECT_A, MAPI_PR_SUBJECT_W, MAPI_PR_IMPORTANCE };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) own = NULL;
  g_autoptr (MapiPropList) given = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) other = NULL;
  g_autoptr (GBytes) greek = g_bytes_new_static ("\xc1", 1);
  g_autoptr (GBytes) russian = g_bytes_new_static ("?", 1);
  gboolean missing = FALSE;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Α");
  mapi_prop_list_builder_add_long (builder, MAPI_PR_INTERNET_CPID, 1253);
  props = mapi_prop_list_builder_end (builder);

  own = mapi_code_page_select (0, props, tags, &missing);
  CU_ASSERT_TRUE (missing);
  TAP_NUMBER (mapi_prop_list_get_size (own), 3);
  TAP_NUMBER (mapi_prop_list_get_tag (own, 0), MAPI_PR_SUBJECT_A);
  TAP_STRING (mapi_prop_list_get_string (own, MAPI_PR_SUBJECT_W), "Α");
  TAP_NUMBER (mapi_prop_list_get_error (own, MAPI_PR_IMPORTANCE), MAPI_E_NOT_FOUND);
  bytes = mapi_prop_list_get_bytes (own, MAPI_PR_SUBJECT_A);
  TAP_BYTES (bytes, greek);

  given = mapi_code_page_select (1251, props, tags, NULL);
  other = mapi_prop_list_get_bytes (given, MAPI_PR_SUBJECT_A);
  TAP_BYTES (other, russian);
}

static MapiPropList *
new_string8 (guint32 tag, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string8 (tag, bytes);

  return mapi_prop_list_new_from_value (value);
}

static void
test_to_unicode (void)
{
  static const guint8 latin[] = { 0x61, 0xe4 };
  g_autoptr (MapiPropList) plain = new_string8 (MAPI_PR_SUBJECT_A, "\x83\x65");
  g_autoptr (MapiPropList) damaged = new_string8 (MAPI_PR_SUBJECT_A, "\x83");
  g_autoptr (GBytes) bytes = g_bytes_new_static (latin, sizeof latin);
  g_autoptr (MapiPropValue) many = mapi_prop_value_new_mv_bytes (0x8000101e, &bytes, 1);
  g_autoptr (MapiPropList) several = mapi_prop_list_new_from_value (many);
  g_autoptr (MapiPropList) read = mapi_code_page_to_unicode (932, plain);
  g_autoptr (MapiPropList) kept = mapi_code_page_to_unicode (932, damaged);
  g_autoptr (MapiPropList) strange = mapi_code_page_to_unicode (3, plain);
  g_autoptr (MapiPropList) all = mapi_code_page_to_unicode (1252, several);
  g_autoptr (MapiPropValue) found = mapi_prop_list_get_value (all, 0);

  TAP_STRING (mapi_prop_list_get_string (read, MAPI_PR_SUBJECT_W), "テ");
  CU_ASSERT_TRUE (mapi_prop_list_equal (kept, damaged));
  CU_ASSERT_TRUE (mapi_prop_list_equal (strange, plain));
  TAP_NUMBER (mapi_prop_value_get_tag (found), 0x8000101f);
  TAP_STRING (mapi_prop_value_get_mv_string (found, 0), "aä");
}

TAP_MAIN ("kit/code-page",
          { "conversion", test_conversion },
          { "replacement", test_replacement },
          { "unknown code pages", test_unknown },
          { "the table", test_table },
          { "the code page of a message", test_of_message },
          { "values", test_values },
          { "select", test_select },
          { "to Unicode", test_to_unicode })
