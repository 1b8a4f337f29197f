/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "body-forms.h"

#define RTF MAPI_RTF_SYNC_RTF_CHANGED
#define BODY MAPI_RTF_SYNC_BODY_CHANGED
#define N_LINES 45000
#define BOLD "{\\rtf1\\ansi {\\b Hello} world}"

static MapiMessage *
new_message (MapiPropList *props)
{
  g_autoptr (GError) error = NULL;
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  return message;
}

static void
set_value (MapiMessage *message, MapiPropValue *value)
{
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (value);

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), list, NULL, NULL, NULL));
  mapi_prop_value_unref (value);
}

static void
set_body (MapiMessage *message, const char *text)
{
  set_value (message, mapi_prop_value_new_string (MAPI_PR_BODY, text));
}

static void
run_sync (MapiMessage *message, guint32 flags, gboolean expected)
{
  g_autoptr (GError) error = NULL;
  gboolean updated = !expected;

  CU_ASSERT_TRUE (mapi_rtf_sync (message, flags, &updated, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (updated, expected);
  CU_ASSERT_TRUE (mapi_rtf_sync (message, flags, &updated, NULL, &error));
  CU_ASSERT_FALSE (updated); /* once is enough */
}

static MapiPropList *
get_all (MapiMessage *message)
{
  return mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, NULL);
}

static void
check (MapiMessage *message, const char *text, const char *rtf_text, gboolean in_sync)
{
  g_autoptr (MapiPropList) props = get_all (message);
  g_autofree char *actual = body_get_rtf_text (props);

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), text);
  TAP_STRING (actual, rtf_text);
  TAP_NUMBER (mapi_prop_list_get_boolean (props, MAPI_PR_RTF_IN_SYNC, FALSE), in_sync);
}

static void
check_counts (MapiMessage *message, const char *tag, gint32 count, gint32 prefix, gint32 trailing)
{
  g_autoptr (MapiPropList) props = get_all (message);

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_RTF_SYNC_BODY_TAG), tag);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_RTF_SYNC_BODY_COUNT, -1), count);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_RTF_SYNC_PREFIX_COUNT, -1), prefix);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_RTF_SYNC_TRAILING_COUNT, -1), trailing);
  CU_ASSERT (mapi_prop_list_contains (props, MAPI_PR_RTF_SYNC_BODY_CRC));
}

static gboolean
has_bold (MapiMessage *message)
{
  g_autoptr (MapiPropList) props = get_all (message);
  g_autofree char *rtf = body_get_rtf (props);

  return rtf != NULL && strstr (rtf, "{\\b ") != NULL;
}

static void
test_rtf_changed (void)
{
  g_autoptr (MapiPropList) props = body_new (NULL, NULL, BOLD);
  g_autoptr (MapiPropList) stale = body_new ("stale", NULL, BOLD);
  g_autoptr (MapiPropList) good = body_new ("Hello\r\nworld", NULL, BOLD);
  g_autoptr (MapiMessage) message = new_message (props);
  g_autoptr (MapiMessage) other = new_message (stale);
  g_autoptr (MapiMessage) third = new_message (good);

  run_sync (message, 0, FALSE);
  check (message, NULL, "Hello world", FALSE);
  run_sync (message, RTF, TRUE);
  check (message, "Hello world", "Hello world", TRUE);
  check_counts (message, "Helloworld", 10, 0, 0);
  run_sync (message, RTF | BODY, FALSE);

  run_sync (other, RTF | BODY, TRUE);
  check (other, "Hello world", "Hello world", TRUE);
  run_sync (third, RTF, TRUE);
  check (third, "Hello\r\nworld", "Hello world", TRUE);
}

static void
test_body_changed (void)
{
  g_autoptr (MapiPropList) props = body_new ("Hello  world\r\n", NULL, BOLD);
  g_autoptr (MapiMessage) message = new_message (props);

  run_sync (message, BODY, TRUE);
  check (message, "Hello  world\r\n", "Hello world", TRUE);
  CU_ASSERT_TRUE (has_bold (message));

  set_body (message, "Hello, world!");
  run_sync (message, BODY, TRUE);
  check (message, "Hello, world!", "Hello, world!", TRUE);
  check_counts (message, "Hello,world!", 12, 0, 0);
  CU_ASSERT_FALSE (has_bold (message));
}

static void
test_made_of_body (void)
{
  g_autoptr (MapiPropList) props = body_new ("plain", NULL, NULL);
  g_autoptr (MapiPropList) rich = body_new ("rich", "<b>rich</b>", NULL);
  g_autoptr (MapiMessage) message = new_message (props);
  g_autoptr (MapiMessage) other = new_message (rich);

  run_sync (message, RTF, FALSE);
  run_sync (message, BODY, TRUE);
  check (message, "plain", "plain", TRUE);
  run_sync (other, BODY, TRUE);
  check (other, "rich", "rich", TRUE);
}

static void
test_added_lines (void)
{
  g_autoptr (MapiPropList) props = body_new ("Hello world", NULL, BOLD);
  g_autoptr (MapiMessage) message = new_message (props);
  const char *text = "[External \\ mail]\r\nHello world\r\n{footer}\r\n";

  run_sync (message, BODY, TRUE);
  set_body (message, text);
  run_sync (message, BODY, TRUE);
  check (message, text, "[External \\ mail]\r\nHello world\r\n{footer}\r\n", TRUE);
  check_counts (message, "Helloworld", 10, 15, 8);
  CU_ASSERT_TRUE (has_bold (message));

  run_sync (message, RTF, FALSE); /* it is still known what was added */
  check_counts (message, "Helloworld", 10, 15, 8);
}

static void
test_added_to_html (void)
{
  const char *html = "<html><body><p>Hello</p></body></html>";
  g_autoptr (GBytes) rtf = mapi_rtf_from_html (html);
  g_autofree char *document = g_strndup (g_bytes_get_data (rtf, NULL), g_bytes_get_size (rtf));
  g_autoptr (MapiPropList) props = body_new ("Hello\r\nfoot & note", NULL, document);
  g_autoptr (MapiMessage) message = new_message (props);
  g_autoptr (MapiPropList) after = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) expected = NULL;

  run_sync (message, BODY, TRUE);
  check_counts (message, "Hello", 5, 0, 9);
  after = get_all (message);
  value = mapi_body_derive (after, MAPI_PR_HTML, NULL);
  bytes = mapi_prop_value_get_bytes (value);
  expected =
      g_bytes_new_static ("<html><body><p>Hello</p><br>\r\nfoot &amp; note</body></html>", 59);
  TAP_BYTES (bytes, expected);
}

/* The two parts of a message from the Internet are not made of each other. */
static void
test_alternatives (void)
{
  g_autoptr (MapiPropList) props = body_new ("See our page.", "<p>Rich</p>", NULL);
  g_autoptr (MapiMessage) message = new_message (props);

  run_sync (message, BODY, TRUE);
  check (message, "See our page.", "Rich\r\n", FALSE);
  run_sync (message, BODY, FALSE);
}

/* What another program found in step is not taken apart because it counts otherwise. */
static void
test_foreign (void)
{
  g_autoptr (MapiPropList) props = body_new ("> Hello * world", NULL, BOLD);
  g_autoptr (MapiMessage) message = new_message (props);

  set_value (message, mapi_prop_value_new_long (MAPI_PR_RTF_SYNC_BODY_CRC, 0x12345678));
  set_value (message, mapi_prop_value_new_long (MAPI_PR_RTF_SYNC_BODY_COUNT, 12));
  run_sync (message, BODY, TRUE);
  CU_ASSERT_TRUE (has_bold (message));
  set_body (message, "> Hello * there");
  run_sync (message, BODY, TRUE);
  check (message, "> Hello * there", "> Hello * there", TRUE);
}

static void
test_corrupt (void)
{
  g_autoptr (MapiPropList) props = body_new ("text", NULL, "no RTF");
  g_autoptr (MapiPropList) alone = body_new (NULL, NULL, "no RTF");
  g_autoptr (MapiMessage) message = new_message (props);
  g_autoptr (MapiMessage) other = new_message (alone);
  g_autoptr (GError) error = NULL;

  run_sync (message, RTF, TRUE);
  check (message, "text", "text", TRUE);
  run_sync (other, RTF | BODY, FALSE);
  CU_ASSERT_FALSE (mapi_rtf_sync (message, 4, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNKNOWN_FLAGS);
}

/* GetProps does not give what is so large. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) after = NULL;
  guint32 numbers[] = { MAPI_PR_RTF_SYNC_BODY_COUNT };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (numbers, 1);

  for (guint i = 0; i < N_LINES; i++)
    g_string_append (text, "one line is as the other\r\n");
  props = body_new (text->str, NULL, NULL);
  message = new_message (props);
  run_sync (message, BODY, TRUE);
  run_sync (message, RTF, FALSE);
  after = mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, NULL);
  TAP_NUMBER (mapi_prop_list_get_long (after, MAPI_PR_RTF_SYNC_BODY_COUNT, 0), 19 * N_LINES);
}

TAP_MAIN ("kit/rtf-sync",
          { "the RTF has changed", test_rtf_changed },
          { "the text has changed", test_body_changed },
          { "RTF is made of what there is", test_made_of_body },
          { "lines were added", test_added_lines },
          { "lines were added to HTML", test_added_to_html },
          { "alternatives", test_alternatives },
          { "described by another program", test_foreign },
          { "corrupt RTF", test_corrupt },
          { "large texts", test_large })
