/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "body-forms.h"

#define HTML_RTF                                                                                   \
  "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}Caf\\'e9 {\\*\\htmltag84 <b>}one</b>}"

static void
check_text (const char *text, const char *html, const char *rtf, const char *expected)
{
  g_autoptr (MapiPropList) props = body_new (text, html, rtf);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) value = mapi_body_derive (props, MAPI_PR_BODY, &error);

  TAP_NO_ERROR (error);
  TAP_STRING (mapi_prop_value_get_string (value), expected);
}

static void
check_html (const char *text, const char *html, const char *rtf, const char *expected)
{
  g_autoptr (MapiPropList) props = body_new (text, html, rtf);
  g_autoptr (GBytes) wanted = g_bytes_new (expected, strlen (expected));
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) value = mapi_body_derive (props, MAPI_PR_HTML, &error);
  g_autoptr (GBytes) bytes = value != NULL ? mapi_prop_value_get_bytes (value) : NULL;

  TAP_NO_ERROR (error);
  TAP_BYTES (bytes, wanted);
}

static void
check_rtf (const char *text, const char *html, const char *rtf, const char *expected)
{
  g_autoptr (MapiPropList) props = body_new (text, html, rtf);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) value = mapi_body_derive (props, MAPI_PR_RTF_COMPRESSED, &error);
  g_autoptr (MapiPropList) derived = value != NULL ? mapi_prop_list_new_from_value (value) : NULL;
  g_autofree char *back = derived != NULL ? body_get_rtf (derived) : NULL;

  TAP_NO_ERROR (error);
  CU_ASSERT (back != NULL && strstr (back, expected) != NULL);
}

static void
test_derive (void)
{
  check_text ("text", "<p>html", "{\\rtf1 rtf}", "text");
  check_text (NULL, "<p>html", "{\\rtf1 rtf}", "html");
  check_text (NULL, NULL, "{\\rtf1 rtf}", "rtf");
  check_text (NULL, NULL, "{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}a{\\*\\htmltag72 </p>}}", "a\r\n");

  check_html ("text", "<p>html", "{\\rtf1 rtf}", "<p>html");
  check_html ("text", NULL, "{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}\\'e9}", "<p>é");
  check_html ("text", NULL, "{\\rtf1 a\\par}", "<html><body>\r\na<br>\r\n</body></html>\r\n");
  check_html ("a\n", NULL, NULL, "<html><body>\r\na<br>\r\n</body></html>\r\n");

  check_rtf ("text", "<p>html", "{\\rtf1 rtf}", "{\\rtf1 rtf}");
  check_rtf ("text", "<p>html", NULL, "\\fromhtml1");
  check_rtf ("text", NULL, NULL, "\\fromtext");
}

/* What cannot be read is as good as absent. */
static void
test_corrupt (void)
{
  g_autoptr (MapiPropList) none = mapi_prop_list_new_empty ();
  g_autoptr (MapiPropList) corrupt = body_new (NULL, NULL, "no RTF");
  g_autoptr (GError) error = NULL;

  check_text (NULL, NULL, "{\\rtf1", "");
  check_html ("a", NULL, "no RTF", "<html><body>\r\na</body></html>\r\n");
  check_rtf ("text", NULL, "no RTF", "\\fromtext");
  CU_ASSERT_PTR_NULL (mapi_body_derive (corrupt, MAPI_PR_RTF_COMPRESSED, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_body_derive (none, MAPI_PR_BODY, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);
  g_clear_error (&error);
  CU_ASSERT_PTR_NULL (mapi_body_derive (none, MAPI_PR_SUBJECT, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_code_pages (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) body = g_bytes_new ("\xcf\xf0", 2);
  g_autoptr (GBytes) expected =
      g_bytes_new_static ("<html><body>\r\n\xf0\xd2</body></html>\r\n", 32);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropValue) text = NULL;
  g_autoptr (MapiPropValue) html = NULL;
  g_autoptr (MapiPropValue) html8 = NULL;
  g_autoptr (GBytes) bytes = NULL;

  mapi_prop_list_builder_add_string8 (builder, MAPI_PR_BODY_A, body);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_CODEPAGE, 1251);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_INTERNET_CPID, 20866);
  props = mapi_prop_list_builder_end (builder);
  text = mapi_body_derive (props, MAPI_PR_BODY_W, NULL);
  html = mapi_body_derive (props, MAPI_PR_HTML, NULL);
  html8 = mapi_body_derive (props, MAPI_PR_BODY_HTML_A, NULL);
  bytes = mapi_prop_value_get_bytes (html);

  TAP_STRING (mapi_prop_value_get_string (text), "Пр");
  TAP_BYTES (bytes, expected);
  TAP_NUMBER (mapi_prop_value_get_tag (html8), MAPI_PR_BODY_HTML_A);
}

static void
test_same_text (void)
{
  CU_ASSERT_TRUE (mapi_body_is_same_text ("a b\r\nc", " abc\xc2\xa0\t"));
  CU_ASSERT_TRUE (mapi_body_is_same_text ("“don’t” — so", "\"don't\" - so"));
  CU_ASSERT_TRUE (mapi_body_is_same_text ("", " "));
  CU_ASSERT_FALSE (mapi_body_is_same_text ("a.", "a"));
  CU_ASSERT_FALSE (mapi_body_is_same_text ("a", "A"));
  CU_ASSERT_FALSE (mapi_body_is_same_text ("3.14", "314"));
}

/* Gives the properties after a change with what it brings. */
static MapiPropList *
set (MapiPropList *before, MapiPropList *changes)
{
  g_autoptr (MapiPropList) more = mapi_body_sync (before, changes);
  g_autoptr (MapiPropList) after = mapi_prop_list_merge (before, changes);

  return mapi_prop_list_merge (after, more);
}

static void
check_after (MapiPropList *before,
             MapiPropList *changes,
             const char   *text,
             const char   *html,
             const char   *rtf_text,
             gint          in_sync)
{
  g_autoptr (MapiPropList) after = set (before, changes);
  g_autofree char *after_html = body_get_html (after);
  g_autofree char *after_rtf = body_get_rtf_text (after);

  TAP_STRING (mapi_prop_list_get_string (after, MAPI_PR_BODY), text);
  TAP_STRING (after_html, html);
  TAP_STRING (after_rtf, rtf_text);
  TAP_NUMBER (mapi_prop_list_get_boolean (after, MAPI_PR_RTF_IN_SYNC, -1), in_sync);
}

static void
test_sync_text (void)
{
  g_autoptr (MapiPropList) before =
      body_new ("one two", "<p>one <b>two</b></p>", "{\\rtf1 one {\\b two}}");
  g_autoptr (MapiPropList) blanks = body_new ("one\r\ntwo", NULL, NULL);
  g_autoptr (MapiPropList) other = body_new ("three", NULL, NULL);
  g_autoptr (MapiPropList) more = body_new ("Hi\none two\nBye", NULL, NULL);
  g_autoptr (MapiPropList) nothing = mapi_prop_list_new_empty ();

  check_after (before, nothing, "one two", "<p>one <b>two</b></p>", "one two", -1);
  check_after (before, blanks, "one\r\ntwo", "<p>one <b>two</b></p>", "one two", -1);
  check_after (before, other, "three", "<html><body>\r\nthree</body></html>\r\n", "three", TRUE);
  check_after (before,
               more,
               "Hi\none two\nBye",
               "Hi<br>\r\n<p>one <b>two</b></p><br>\r\nBye",
               "Hi\r\n\r\none two\r\n\r\n\r\nBye",
               TRUE);
}

static void
test_sync_rich (void)
{
  g_autoptr (MapiPropList) before = body_new ("one", "<p>one</p>", "{\\rtf1 one}");
  g_autoptr (MapiPropList) html = body_new (NULL, "<p>two</p>", NULL);
  g_autoptr (MapiPropList) rtf = body_new (NULL, NULL, "{\\rtf1 three}");
  g_autoptr (MapiPropList) both = body_new ("four", "<p>five</p>", NULL);
  g_autoptr (MapiPropList) corrupt = body_new (NULL, NULL, "no RTF");
  g_autoptr (MapiPropList) all = body_new ("six", NULL, "{\\rtf1 seven}");
  const char *html_of_rtf = "<html><body>\r\nthree</body></html>\r\n";

  check_after (before, html, "two\r\n", "<p>two</p>", "two\r\n", TRUE);
  check_after (before, rtf, "three", html_of_rtf, "three", TRUE);
  check_after (before, both, "four", "<p>five</p>", "five\r\n", FALSE);
  check_after (before, corrupt, "one", "<p>one</p>", NULL, FALSE);
  check_after (before, all, "six", "<html><body>\r\nseven</body></html>\r\n", "seven", FALSE);
}

/* What is not stored is not made. */
static void
test_sync_one_form (void)
{
  g_autoptr (MapiPropList) before = body_new (NULL, "<p>one</p>", NULL);
  g_autoptr (MapiPropList) same = body_new ("one", NULL, NULL);
  g_autoptr (MapiPropList) text = body_new ("two", NULL, NULL);
  g_autoptr (MapiPropList) none = mapi_prop_list_new_empty ();

  check_after (before, same, "one", "<p>one</p>", NULL, -1);
  check_after (before, text, "two", "<html><body>\r\ntwo</body></html>\r\n", NULL, -1);
  check_after (none, text, "two", NULL, NULL, -1);
}

/* Each form can be made of each, again and again, and says the same. */
static void
test_round (void)
{
  static const guint32 tags[] = { MAPI_PR_BODY, MAPI_PR_HTML, MAPI_PR_RTF_COMPRESSED };
  const char          *text = "Grüße, 😀\r\n\r\n  a < b & {c} \\d\r\n\"q\" – 'r'\r\n";
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (MapiPropList) props = body_new (text, NULL, NULL);

  for (guint n = 0; n < 200; n++)
    {
      guint32 tag = tags[g_rand_int_range (rand, 0, G_N_ELEMENTS (tags))];
      g_autoptr (MapiPropValue) value = mapi_body_derive (props, tag, NULL);
      g_autoptr (MapiPropValue) back = NULL;

      mapi_prop_list_unref (props);
      props = mapi_prop_list_new_from_value (value);
      back = mapi_body_derive (props, MAPI_PR_BODY, NULL);
      if (!TAP_STRING (mapi_prop_value_get_string (back), text))
        break;
    }
}

TAP_MAIN ("kit/body",
          { "a form is derived from others", test_derive },
          { "corrupt forms", test_corrupt },
          { "code pages", test_code_pages },
          { "the same text", test_same_text },
          { "plain text is set", test_sync_text },
          { "HTML or RTF is set", test_sync_rich },
          { "forms that are not stored", test_sync_one_form },
          { "from form to form", test_round })
