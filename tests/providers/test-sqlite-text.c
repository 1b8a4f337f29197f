/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-sqlite.h"
#include "tap.h"
#include "text-rig.h"

#include <string.h>

/* The text of messages: the forms of the body. */

#define KIB ((gsize) 1024)

static void
set_html (gpointer object, const char *html)
{
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));

  mock_sqlite_set (object, mapi_prop_value_new_binary (MAPI_PR_HTML, bytes));
}

static GBytes *
compress (const char *rtf)
{
  g_autoptr (GBytes) bytes = g_bytes_new (rtf, strlen (rtf));

  return mapi_rtf_compress (bytes, 0, NULL);
}

static void
set_rtf (gpointer object, const char *rtf)
{
  g_autoptr (GBytes) bytes = compress (rtf);

  mock_sqlite_set (object, mapi_prop_value_new_binary (MAPI_PR_RTF_COMPRESSED, bytes));
}

static gint32
get_error (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mock_sqlite_get (object, tag);

  return value != NULL && mapi_prop_value_get_tag (value) != tag ? mapi_prop_value_get_error (value)
                                                                 : 0;
}

#define CHECK_CONTAINS(call, wanted)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_text = call;                                                            \
    if (found_text == NULL || strstr (found_text, wanted) == NULL)                                 \
      {                                                                                            \
        CU_FAIL ("the text is not there");                                                         \
        tap_note ("%s is not in %s", wanted, found_text);                                          \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

/* Each form of a text can be asked for, in either way; only what was set is kept. */
static void
test_derived (void)
{
  static const guint32 forms[] = { MAPI_PR_BODY, MAPI_PR_HTML, MAPI_PR_RTF_COMPRESSED };
  g_auto (MockSqlite) client = { 0 };

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (MapiMessage) message = mock_sqlite_create_message (client.store);
      g_autoptr (MapiMessage) again = NULL;

      if (i == 0)
        mock_sqlite_set_text (message, MAPI_PR_BODY, "Hello all");
      else if (i == 1)
        set_html (message, "<html><body><p>Hello <b>all</b></p></body></html>");
      else
        set_rtf (message, "{\\rtf1\\ansi Hello {\\b all}}");
      CHECK_CONTAINS (text_rig_get (message, MAPI_PR_BODY), "Hello all");
      mock_sqlite_save (message);

      again = mock_sqlite_reopen (client.store, message);
      for (guint j = 0; j < G_N_ELEMENTS (forms); j++)
        {
          TAP_NUMBER (text_rig_is_listed (again, forms[j]), i == j);
          CHECK_CONTAINS (text_rig_get (again, forms[j]), "Hello ");
        }
      CHECK_CONTAINS (text_rig_read (again, MAPI_PR_BODY), "Hello all");
      CHECK_CONTAINS (text_rig_read (again, MAPI_PR_BODY_A), "Hello all");
      CHECK_CONTAINS (text_rig_read (again, MAPI_PR_HTML), "Hello ");
      CHECK_CONTAINS (text_rig_get (again, MAPI_PR_BODY_HTML_W), "Hello ");
    }
}

static void
test_none (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GBytes) damaged = g_bytes_new_static ("damaged", 7);
  gint32 code = 0;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  TAP_NUMBER (get_error (message, MAPI_PR_HTML), MAPI_E_NOT_FOUND);
  CU_ASSERT_PTR_NULL (mock_sqlite_read (message, MAPI_PR_BODY, &code));
  TAP_NUMBER (code, MAPI_E_NOT_FOUND);
  mock_sqlite_set (message, mapi_prop_value_new_binary (MAPI_PR_RTF_COMPRESSED, damaged));
  TAP_NUMBER (get_error (message, MAPI_PR_BODY), MAPI_E_CORRUPT_DATA);
  CU_ASSERT_PTR_NULL (mock_sqlite_read (message, MAPI_PR_BODY, &code));
  TAP_NUMBER (code, MAPI_E_CORRUPT_DATA);
}

/* What is kept follows what is set, when the message is saved; formatting stays where it can. */
static void
test_in_step (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiMessage) last = NULL;
  g_autofree char *rtf = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_set_text (message, MAPI_PR_BODY, "Hello all");
  set_rtf (message, "{\\rtf1\\ansi Hello {\\b all}}");
  mock_sqlite_save (message);
  TEXT_RIG_CHECK (mock_sqlite_get_text (message, MAPI_PR_RTF_IN_SYNC), "true");

  /* Blanks are no change. */
  again = mock_sqlite_reopen (client.store, message);
  rtf = text_rig_get (again, MAPI_PR_RTF_COMPRESSED);
  mock_sqlite_set_text (again, MAPI_PR_BODY, "Hello\r\n all ");
  mock_sqlite_save (again);
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_RTF_COMPRESSED), rtf);

  mock_sqlite_set_text (again, MAPI_PR_BODY, "Hello all\r\n--\r\nFooter\r\n");
  mock_sqlite_save (again);
  last = mock_sqlite_reopen (client.store, again);
  CHECK_CONTAINS (text_rig_get (last, MAPI_PR_RTF_COMPRESSED), "{\\b all}");
  CHECK_CONTAINS (text_rig_get (last, MAPI_PR_RTF_COMPRESSED), "Footer");
  TEXT_RIG_CHECK (mock_sqlite_get_text (last, MAPI_PR_RTF_IN_SYNC), "true");

  mock_sqlite_set_text (last, MAPI_PR_BODY, "Something else");
  mock_sqlite_save (last);
  CHECK_CONTAINS (text_rig_get (last, MAPI_PR_RTF_COMPRESSED), "Something else");
  set_rtf (last, "{\\rtf1\\ansi Third text}");
  mock_sqlite_save (last);
  TEXT_RIG_CHECK (text_rig_get (last, MAPI_PR_BODY), "Third text");
}

/* Forms that are set before one save are as they were set, in whatever order; so are those of mail
 * that has a text beside its HTML. */
static void
test_set_together (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_set_text (message, MAPI_PR_BODY, "Please read the HTML");
  set_html (message, "<p>News</p>");
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_BODY), "Please read the HTML");
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_HTML), "<p>News</p>");

  set_html (again, "<p>Other news</p>");
  mock_sqlite_set_text (again, MAPI_PR_BODY, "Please read this too");
  mock_sqlite_save (again);
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_BODY), "Please read this too");
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_HTML), "<p>Other news</p>");

  set_html (again, "<p>Alone</p>");
  mock_sqlite_save (again);
  CHECK_CONTAINS (text_rig_get (again, MAPI_PR_BODY), "Alone");
}

static void
delete_prop (gpointer object, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  mapi_prop_delete_props (MAPI_PROP (object), tags, NULL, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
test_deleted (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_set_text (message, MAPI_PR_BODY, "Text");
  set_html (message, "<p>HTML</p>");
  mock_sqlite_save (message);
  delete_prop (message, MAPI_PR_HTML);
  mock_sqlite_set_text (message, MAPI_PR_BODY, "New text");
  mock_sqlite_save (message);
  CU_ASSERT_FALSE (text_rig_is_listed (message, MAPI_PR_HTML));
  CHECK_CONTAINS (text_rig_get (message, MAPI_PR_HTML), "New text");
  delete_prop (message, MAPI_PR_BODY);
  mock_sqlite_save (message);
  TAP_NUMBER (get_error (message, MAPI_PR_BODY), MAPI_E_NOT_FOUND);
  TAP_NUMBER (get_error (message, MAPI_PR_HTML), MAPI_E_NOT_FOUND);
}

/* @size bytes of text with a word at the end. */
static char *
new_long_text (gsize size, const char *before, const char *after)
{
  g_autofree char *filling = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    filling[i] = i % 70 == 69 ? ' ' : 'a';
  filling[size] = '\0';
  return g_strconcat (before, filling, after, NULL);
}

/* Beyond what GetProps gives, streams do. */
static void
test_large (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autofree char *html = new_long_text (400 * KIB, "<p>First ", " last</p>");
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_write (message, MAPI_PR_HTML, html, strlen (html));
  mock_sqlite_set_text (message, MAPI_PR_BODY, "Short");
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  TEXT_RIG_CHECK (text_rig_get (again, MAPI_PR_BODY), "Short");
  delete_prop (again, MAPI_PR_BODY);
  TAP_NUMBER (get_error (again, MAPI_PR_BODY), MAPI_E_NOT_ENOUGH_MEMORY);
  TAP_NUMBER (get_error (again, MAPI_PR_RTF_COMPRESSED), MAPI_E_NOT_ENOUGH_MEMORY);
  text = text_rig_read (again, MAPI_PR_BODY);
  CU_ASSERT_TRUE (g_str_has_prefix (text, "First aaa"));
  CU_ASSERT_PTR_NOT_NULL (strstr (text, " last"));

  /* A line more keeps the formatting of a form that is large before and after. */
  longer = g_strconcat (text, "\r\nFooter\r\n", NULL);
  mock_sqlite_write (again, MAPI_PR_BODY, longer, strlen (longer));
  mock_sqlite_save (again);
  g_clear_object (&message);
  message = mock_sqlite_reopen (client.store, again);
  TAP_NUMBER (get_error (message, MAPI_PR_HTML), MAPI_E_NOT_ENOUGH_MEMORY);
  CHECK_CONTAINS (text_rig_read (message, MAPI_PR_HTML), "Footer");
  CHECK_CONTAINS (text_rig_read (message, MAPI_PR_HTML), "<p>First ");

  mock_sqlite_set_text (message, MAPI_PR_BODY, "Short again");
  mock_sqlite_save (message);
  CHECK_CONTAINS (text_rig_get (message, MAPI_PR_HTML), "Short again");
}

/* A text that is too much to be read as a whole drops what is no longer true. */
static void
test_too_large (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autofree char *text = new_long_text (17 * KIB * KIB, "", " end");
  g_autoptr (MapiMessage) message = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  set_html (message, "<p>Old</p>");
  mock_sqlite_save (message);
  mock_sqlite_write (message, MAPI_PR_BODY, text, strlen (text));
  mock_sqlite_save (message);
  CU_ASSERT_FALSE (text_rig_is_listed (message, MAPI_PR_HTML));
  TAP_NUMBER (get_error (message, MAPI_PR_HTML), MAPI_E_NOT_ENOUGH_MEMORY);
}

/* RTF as clients write it, and as they change it. */
static void
test_rtf_stream (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GObject) compressed = NULL;
  g_autoptr (MapiStream) stream = NULL;
  g_autoptr (GBytes) rtf = g_bytes_new_static ("{\\rtf1\\ansi From a stream}", 25);

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_set_text (message, MAPI_PR_BODY, "Old");
  mock_sqlite_save (message);
  compressed = mapi_prop_open_property (MAPI_PROP (message),
                                        MAPI_PR_RTF_COMPRESSED,
                                        "MapiStream",
                                        0,
                                        MAPI_CREATE | MAPI_MODIFY,
                                        NULL,
                                        &error);
  stream = mapi_rtf_wrap_stream (MAPI_STREAM (compressed), MAPI_MODIFY, NULL, &error);
  if (TAP_NO_ERROR (error))
    {
      mapi_stream_write (stream, rtf, NULL, &error);
      mapi_stream_commit (stream, 0, NULL, &error);
      mapi_stream_commit (MAPI_STREAM (compressed), 0, NULL, &error);
      TAP_NO_ERROR (error);
    }
  mock_sqlite_save (message);
  TEXT_RIG_CHECK (text_rig_get (message, MAPI_PR_BODY), "From a stream");
}

/* A form that is not kept can be opened to be changed: it begins with what it would be. */
static void
test_change_derived (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GObject) stream = NULL;
  g_autoptr (GBytes) comment = g_bytes_new_static ("<!-- seen -->", 13);

  if (!mock_sqlite_open_new (&client))
    return;
  message = mock_sqlite_create_message (client.store);
  mock_sqlite_set_text (message, MAPI_PR_BODY, "Plain");
  mock_sqlite_save (message);
  stream = mapi_prop_open_property (
      MAPI_PROP (message), MAPI_PR_HTML, "MapiStream", 0, MAPI_MODIFY, NULL, &error);
  if (TAP_NO_ERROR (error))
    {
      mapi_stream_seek (MAPI_STREAM (stream), 0, 2, NULL, &error);
      mapi_stream_write (MAPI_STREAM (stream), comment, NULL, &error);
      mapi_stream_commit (MAPI_STREAM (stream), 0, NULL, &error);
      TAP_NO_ERROR (error);
    }
  mock_sqlite_save (message);
  CU_ASSERT_TRUE (text_rig_is_listed (message, MAPI_PR_HTML));
  CHECK_CONTAINS (text_rig_get (message, MAPI_PR_HTML), "Plain");
  CHECK_CONTAINS (text_rig_get (message, MAPI_PR_HTML), "<!-- seen -->");
  CHECK_CONTAINS (text_rig_get (message, MAPI_PR_BODY), "Plain");
}

/* Who searches in the text finds it in whichever form it is kept, and however large. */
static void
test_tables (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autofree char *large = new_long_text (300 * KIB, "<p>", " needle</p>");
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (MapiMessage) message = mock_sqlite_create_message (client.store);

      if (i == 0)
        mock_sqlite_set_text (message, MAPI_PR_BODY, "a needle");
      else if (i == 1)
        set_html (message, "<p>another nee<b>dle</b></p>");
      else if (i == 2)
        mock_sqlite_write (message, MAPI_PR_HTML, large, strlen (large));
      mock_sqlite_save (message);
    }
  table = text_rig_open_contents (client.store);
  TAP_NUMBER (
      text_rig_count (table, MAPI_PR_BODY, mapi_prop_value_new_string (MAPI_PR_BODY, "needle")), 3);
  TAP_NUMBER (
      text_rig_count (table, MAPI_PR_BODY, mapi_prop_value_new_string (MAPI_PR_BODY, "another")),
      1);
  mapi_table_restrict (table, NULL, 0, NULL, NULL);
  CHECK_CONTAINS (mock_sqlite_get_cell (table, 1, MAPI_PR_BODY), "another needle");
  CHECK_CONTAINS (mock_sqlite_get_cell (table, 2, MAPI_PR_BODY), "NOT_ENOUGH_MEMORY");
  CHECK_CONTAINS (mock_sqlite_get_cell (table, 3, MAPI_PR_BODY), "NOT_FOUND");
}

static char *
write_mime (gpointer message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mapi_mime_write_bytes (message, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return text_rig_from_bytes (bytes);
}

/* What a store makes of the text is not sent beside it. */
static void
test_mime (void)
{
  static const char *const types[] = { "Content-Type: text/plain",
                                       "Content-Type: text/html",
                                       "Content-Type: text/plain",
                                       "Content-Type: text/html",
                                       "Content-Type: multipart/alt" };
  g_auto (MockSqlite) client = { 0 };

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (MapiMessage) message = mock_sqlite_create_message (client.store);
      g_autoptr (MapiMessage) again = NULL;
      g_autofree char *mime = NULL;

      if (i == 0 || i == 4)
        mock_sqlite_set_text (message, MAPI_PR_BODY, "Hello");
      if (i == 1 || i == 4)
        set_html (message, "<p>Hello</p>");
      if (i == 2)
        set_rtf (message, "{\\rtf1\\ansi {\\b Hello}}");
      if (i == 3)
        set_rtf (message,
                 "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hello}}");
      mock_sqlite_save (message);
      again = mock_sqlite_reopen (client.store, message);
      mime = write_mime (again);
      CHECK_CONTAINS (g_strdup (mime), types[i]);
      CHECK_CONTAINS (g_strdup (mime), "Hello");
      TAP_NUMBER (strstr (mime, "multipart") != NULL, i == 4);
    }
}

TAP_MAIN ("providers/sqlite-text",
          { "each form is there", test_derived },
          { "no text", test_none },
          { "forms are in step", test_in_step },
          { "forms that are set together", test_set_together },
          { "forms that are deleted", test_deleted },
          { "large texts", test_large },
          { "texts too large to be converted", test_too_large },
          { "RTF through streams", test_rtf_stream },
          { "changing a form that is not kept", test_change_derived },
          { "searching in the text", test_tables },
          { "MIME has what is kept", test_mime })
