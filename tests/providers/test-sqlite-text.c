/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The text of messages: the forms of the body, and strings in both types. */

#include "mock-sqlite.h"
#include "tap.h"

#include <string.h>

#define KIB ((gsize) 1024)

/* A message in the Inbox that is not saved yet. */
static MapiMessage *
create (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) inbox = mock_sqlite_open_inbox (store);
  MapiMessage *message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return message;
}

static void
set_text (gpointer object, guint32 tag, const char *text)
{
  mock_sqlite_set (object, mapi_prop_value_new_string (tag, text));
}

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

static void
set_string8 (gpointer object, guint32 tag, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  mock_sqlite_set (object, mapi_prop_value_new_string8 (tag, bytes));
}

static char *
bytes_to_text (GBytes *bytes)
{
  gsize       size;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return bytes != NULL ? g_strndup (data != NULL ? data : "", size) : NULL;
}

/* What GetProps gives, as it is. */
static char *
get (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mock_sqlite_get (object, tag);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) rtf = NULL;

  if (value == NULL || mapi_prop_value_get_tag (value) != tag)
    return NULL;
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_UNICODE)
    return g_strdup (mapi_prop_value_get_string (value));
  bytes = mapi_prop_value_get_bytes (value);
  if (tag == MAPI_PR_RTF_COMPRESSED)
    rtf = mapi_rtf_decompress (bytes, NULL);
  return bytes_to_text (rtf != NULL ? rtf : bytes);
}

static char *
read_text (gpointer object, guint32 tag)
{
  g_autoptr (GBytes) bytes = mock_sqlite_read (object, tag, NULL);

  return bytes_to_text (bytes);
}

static gint32
get_error (gpointer object, guint32 tag)
{
  g_autoptr (MapiPropValue) value = mock_sqlite_get (object, tag);

  return value != NULL && mapi_prop_value_get_tag (value) != tag ? mapi_prop_value_get_error (value)
                                                                 : 0;
}

static gboolean
is_listed (gpointer object, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags =
      mapi_prop_get_prop_list (MAPI_PROP (object), MAPI_UNICODE, NULL, &error);
  g_autoptr (MapiPropList) all = mock_sqlite_get_all (object);

  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_prop_list_contains (all, tag), mapi_prop_tag_array_contains (tags, tag));
  return mapi_prop_tag_array_contains (tags, tag);
}

#define CHECK_TEXT(call, wanted)                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *found_text = call;                                                            \
    TAP_STRING (found_text, wanted);                                                               \
  }                                                                                                \
  G_STMT_END

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
      g_autoptr (MapiMessage) message = create (client.store);
      g_autoptr (MapiMessage) again = NULL;

      if (i == 0)
        set_text (message, MAPI_PR_BODY, "Hello all");
      else if (i == 1)
        set_html (message, "<html><body><p>Hello <b>all</b></p></body></html>");
      else
        set_rtf (message, "{\\rtf1\\ansi Hello {\\b all}}");
      CHECK_CONTAINS (get (message, MAPI_PR_BODY), "Hello all");
      mock_sqlite_save (message);

      again = mock_sqlite_reopen (client.store, message);
      for (guint j = 0; j < G_N_ELEMENTS (forms); j++)
        {
          TAP_NUMBER (is_listed (again, forms[j]), i == j);
          CHECK_CONTAINS (get (again, forms[j]), "Hello ");
        }
      CHECK_CONTAINS (read_text (again, MAPI_PR_BODY), "Hello all");
      CHECK_CONTAINS (read_text (again, MAPI_PR_BODY_A), "Hello all");
      CHECK_CONTAINS (read_text (again, MAPI_PR_HTML), "Hello ");
      CHECK_CONTAINS (get (again, MAPI_PR_BODY_HTML_W), "Hello ");
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
  message = create (client.store);
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
  message = create (client.store);
  set_text (message, MAPI_PR_BODY, "Hello all");
  set_rtf (message, "{\\rtf1\\ansi Hello {\\b all}}");
  mock_sqlite_save (message);
  CHECK_TEXT (mock_sqlite_get_text (message, MAPI_PR_RTF_IN_SYNC), "true");

  /* Blanks are no change. */
  again = mock_sqlite_reopen (client.store, message);
  rtf = get (again, MAPI_PR_RTF_COMPRESSED);
  set_text (again, MAPI_PR_BODY, "Hello\r\n all ");
  mock_sqlite_save (again);
  CHECK_TEXT (get (again, MAPI_PR_RTF_COMPRESSED), rtf);

  set_text (again, MAPI_PR_BODY, "Hello all\r\n--\r\nFooter\r\n");
  mock_sqlite_save (again);
  last = mock_sqlite_reopen (client.store, again);
  CHECK_CONTAINS (get (last, MAPI_PR_RTF_COMPRESSED), "{\\b all}");
  CHECK_CONTAINS (get (last, MAPI_PR_RTF_COMPRESSED), "Footer");
  CHECK_TEXT (mock_sqlite_get_text (last, MAPI_PR_RTF_IN_SYNC), "true");

  set_text (last, MAPI_PR_BODY, "Something else");
  mock_sqlite_save (last);
  CHECK_CONTAINS (get (last, MAPI_PR_RTF_COMPRESSED), "Something else");
  set_rtf (last, "{\\rtf1\\ansi Third text}");
  mock_sqlite_save (last);
  CHECK_TEXT (get (last, MAPI_PR_BODY), "Third text");
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
  message = create (client.store);
  set_text (message, MAPI_PR_BODY, "Please read the HTML");
  set_html (message, "<p>News</p>");
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  CHECK_TEXT (get (again, MAPI_PR_BODY), "Please read the HTML");
  CHECK_TEXT (get (again, MAPI_PR_HTML), "<p>News</p>");

  set_html (again, "<p>Other news</p>");
  set_text (again, MAPI_PR_BODY, "Please read this too");
  mock_sqlite_save (again);
  CHECK_TEXT (get (again, MAPI_PR_BODY), "Please read this too");
  CHECK_TEXT (get (again, MAPI_PR_HTML), "<p>Other news</p>");

  set_html (again, "<p>Alone</p>");
  mock_sqlite_save (again);
  CHECK_CONTAINS (get (again, MAPI_PR_BODY), "Alone");
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
  message = create (client.store);
  set_text (message, MAPI_PR_BODY, "Text");
  set_html (message, "<p>HTML</p>");
  mock_sqlite_save (message);
  delete_prop (message, MAPI_PR_HTML);
  set_text (message, MAPI_PR_BODY, "New text");
  mock_sqlite_save (message);
  CU_ASSERT_FALSE (is_listed (message, MAPI_PR_HTML));
  CHECK_CONTAINS (get (message, MAPI_PR_HTML), "New text");
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
  message = create (client.store);
  mock_sqlite_write (message, MAPI_PR_HTML, html, strlen (html));
  set_text (message, MAPI_PR_BODY, "Short");
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  CHECK_TEXT (get (again, MAPI_PR_BODY), "Short");
  delete_prop (again, MAPI_PR_BODY);
  TAP_NUMBER (get_error (again, MAPI_PR_BODY), MAPI_E_NOT_ENOUGH_MEMORY);
  TAP_NUMBER (get_error (again, MAPI_PR_RTF_COMPRESSED), MAPI_E_NOT_ENOUGH_MEMORY);
  text = read_text (again, MAPI_PR_BODY);
  CU_ASSERT_TRUE (g_str_has_prefix (text, "First aaa"));
  CU_ASSERT_PTR_NOT_NULL (strstr (text, " last"));

  /* A line more keeps the formatting of a form that is large before and after. */
  longer = g_strconcat (text, "\r\nFooter\r\n", NULL);
  mock_sqlite_write (again, MAPI_PR_BODY, longer, strlen (longer));
  mock_sqlite_save (again);
  g_clear_object (&message);
  message = mock_sqlite_reopen (client.store, again);
  TAP_NUMBER (get_error (message, MAPI_PR_HTML), MAPI_E_NOT_ENOUGH_MEMORY);
  CHECK_CONTAINS (read_text (message, MAPI_PR_HTML), "Footer");
  CHECK_CONTAINS (read_text (message, MAPI_PR_HTML), "<p>First ");

  set_text (message, MAPI_PR_BODY, "Short again");
  mock_sqlite_save (message);
  CHECK_CONTAINS (get (message, MAPI_PR_HTML), "Short again");
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
  message = create (client.store);
  set_html (message, "<p>Old</p>");
  mock_sqlite_save (message);
  mock_sqlite_write (message, MAPI_PR_BODY, text, strlen (text));
  mock_sqlite_save (message);
  CU_ASSERT_FALSE (is_listed (message, MAPI_PR_HTML));
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
  message = create (client.store);
  set_text (message, MAPI_PR_BODY, "Old");
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
  CHECK_TEXT (get (message, MAPI_PR_BODY), "From a stream");
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
  message = create (client.store);
  set_text (message, MAPI_PR_BODY, "Plain");
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
  CU_ASSERT_TRUE (is_listed (message, MAPI_PR_HTML));
  CHECK_CONTAINS (get (message, MAPI_PR_HTML), "Plain");
  CHECK_CONTAINS (get (message, MAPI_PR_HTML), "<!-- seen -->");
  CHECK_CONTAINS (get (message, MAPI_PR_BODY), "Plain");
}

static MapiTable *
open_contents (MapiMsgStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiFolder) inbox = mock_sqlite_open_inbox (store);
  MapiTable *table = mapi_container_get_contents_table (MAPI_CONTAINER (inbox), 0, NULL, &error);

  TAP_NO_ERROR (error);
  return table;
}

static guint
count_with (MapiTable *table, guint32 tag, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) taken = value;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRestriction) restriction =
      mapi_restriction_new_content (MAPI_FL_SUBSTRING, tag, value);

  mapi_table_restrict (table, restriction, 0, NULL, &error);
  TAP_NO_ERROR (error);
  return mock_sqlite_count (table);
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
      g_autoptr (MapiMessage) message = create (client.store);

      if (i == 0)
        set_text (message, MAPI_PR_BODY, "a needle");
      else if (i == 1)
        set_html (message, "<p>another nee<b>dle</b></p>");
      else if (i == 2)
        mock_sqlite_write (message, MAPI_PR_HTML, large, strlen (large));
      mock_sqlite_save (message);
    }
  table = open_contents (client.store);
  TAP_NUMBER (count_with (table, MAPI_PR_BODY, mapi_prop_value_new_string (MAPI_PR_BODY, "needle")),
              3);
  TAP_NUMBER (
      count_with (table, MAPI_PR_BODY, mapi_prop_value_new_string (MAPI_PR_BODY, "another")), 1);
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
  return bytes_to_text (bytes);
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
      g_autoptr (MapiMessage) message = create (client.store);
      g_autoptr (MapiMessage) again = NULL;
      g_autofree char *mime = NULL;

      if (i == 0 || i == 4)
        set_text (message, MAPI_PR_BODY, "Hello");
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

static void
set_code_page (gpointer message, gint32 code_page)
{
  mock_sqlite_set (message, mapi_prop_value_new_long (MAPI_PR_MESSAGE_CODEPAGE, code_page));
}

/* A string has two views, whichever was set; all that is computed knows it. */
static void
test_strings (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  set_string8 (message, MAPI_PR_SUBJECT_A, "Re: \xc6\xf3\xea"); /* Жук in 1251 */
  set_string8 (message, MAPI_PR_BODY_A, "\xc4\xe0");            /* Да */
  set_code_page (message, 1251);
  CHECK_TEXT (get (message, MAPI_PR_SUBJECT_W), "Re: Жук");
  mock_sqlite_save (message);

  again = mock_sqlite_reopen (client.store, message);
  CU_ASSERT_TRUE (is_listed (again, MAPI_PR_SUBJECT_W));
  CHECK_TEXT (get (again, MAPI_PR_SUBJECT_W), "Re: Жук");
  CHECK_TEXT (get (again, MAPI_PR_SUBJECT_A), "Re: \xc6\xf3\xea");
  CHECK_TEXT (get (again, MAPI_PR_NORMALIZED_SUBJECT_W), "Жук");
  CHECK_TEXT (get (again, MAPI_PR_NORMALIZED_SUBJECT_A), "\xc6\xf3\xea");
  CHECK_TEXT (read_text (again, MAPI_PR_BODY_W), "Да");
  CHECK_TEXT (read_text (again, MAPI_PR_BODY_A), "\xc4\xe0");
  CHECK_TEXT (read_text (again, MAPI_PR_SUBJECT_A), "Re: \xc6\xf3\xea");

  table = open_contents (client.store);
  CHECK_TEXT (mock_sqlite_get_cell (table, 0, MAPI_PR_SUBJECT_W), "Re: Жук");
  TAP_NUMBER (
      count_with (table, MAPI_PR_SUBJECT_W, mapi_prop_value_new_string (MAPI_PR_SUBJECT_W, "Жук")),
      1);

  /* In another code page the same text is other bytes. */
  set_code_page (again, 866);
  mock_sqlite_save (again);
  CHECK_TEXT (get (again, MAPI_PR_SUBJECT_A), "Re: \x86\xe3\xaa");
  CHECK_TEXT (get (again, MAPI_PR_SUBJECT_W), "Re: Жук");
}

static char *
get_cell8 (MapiTable *table, guint row, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) found = NULL;
  g_autoptr (GBytes) bytes = NULL;

  mapi_table_set_columns (table, columns, 0, NULL, &error);
  mapi_table_seek_row (table, MAPI_BOOKMARK_BEGINNING, (gint32) row, NULL, NULL, NULL, &error);
  rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
  if (!TAP_NO_ERROR (error) || !TAP_NUMBER (mapi_row_set_get_size (rows), 1))
    return NULL;
  found = mapi_row_set_get_row (rows, 0);
  bytes = mapi_prop_list_get_bytes (found, tag);
  return bytes_to_text (bytes);
}

/* Columns of tables are views too, in the code page of each message. */
static void
test_columns (void)
{
  static const gint32 code_pages[] = { 1251, 866, 1252 };
  static const char  *bytes[] = { "\xc6", "\x86", "?" };
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (code_pages); i++)
    {
      g_autoptr (MapiMessage) message = create (client.store);

      set_text (message, MAPI_PR_SUBJECT, "Ж");
      set_code_page (message, code_pages[i]);
      mock_sqlite_save (message);
    }
  table = open_contents (client.store);
  for (guint i = 0; i < G_N_ELEMENTS (code_pages); i++)
    CHECK_TEXT (get_cell8 (table, i, MAPI_PR_SUBJECT_A), bytes[i]);
}

/* Bytes that mean nothing in the code page are not lost. */
static void
test_undecodable (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiTable) table = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  set_code_page (message, 932);
  set_string8 (message, MAPI_PR_SUBJECT_A, "ab\x83");
  mock_sqlite_save (message);
  again = mock_sqlite_reopen (client.store, message);
  CHECK_TEXT (get (again, MAPI_PR_SUBJECT_A), "ab\x83");
  CHECK_TEXT (get (again, MAPI_PR_SUBJECT_W), "ab\xef\xbf\xbd");
  table = open_contents (client.store);
  CHECK_TEXT (mock_sqlite_get_cell (table, 0, MAPI_PR_SUBJECT_W), "ab\xef\xbf\xbd");
}

static MapiRowSet *
new_recipient8 (void)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) name = g_bytes_new_static ("\xc6\xf3\xea", 3);
  g_autoptr (MapiPropList) row = NULL;

  mapi_prop_list_builder_add_long (builder, MAPI_PR_RECIPIENT_TYPE, MAPI_TO);
  mapi_prop_list_builder_add_string8 (builder, MAPI_PR_DISPLAY_NAME_A, name);
  row = mapi_prop_list_builder_end (builder);
  return mapi_row_set_new (&row, 1);
}

/* Recipients, attachments and folders have strings too. */
static void
test_strings_elsewhere (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) recipients = new_recipient8 ();
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attach = NULL;
  g_autoptr (MapiTable) to = NULL;
  g_autoptr (MapiTable) attached = NULL;
  g_autoptr (MapiFolder) inbox = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  message = create (client.store);
  set_code_page (message, 1251);
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error);
  attach = mapi_message_create_attach (message, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  set_string8 (attach, MAPI_PR_ATTACH_FILENAME_A, "\xc6");
  mock_sqlite_save (attach);
  mock_sqlite_save (message);
  CHECK_TEXT (get (message, MAPI_PR_DISPLAY_TO_W), "Жук");
  CHECK_TEXT (get (attach, MAPI_PR_ATTACH_FILENAME_W), "Ж");
  CHECK_TEXT (get (attach, MAPI_PR_ATTACH_FILENAME_A), "\xc6");

  to = mapi_message_get_recipient_table (message, 0, NULL, &error);
  CHECK_TEXT (mock_sqlite_get_cell (to, 0, MAPI_PR_DISPLAY_NAME_W), "Жук");
  CHECK_TEXT (get_cell8 (to, 0, MAPI_PR_DISPLAY_NAME_A), "\xc6\xf3\xea");
  attached = mapi_message_get_attachment_table (message, 0, NULL, &error);
  CHECK_TEXT (get_cell8 (attached, 0, MAPI_PR_ATTACH_FILENAME_A), "\xc6");

  inbox = mock_sqlite_open_inbox (client.store);
  set_string8 (inbox,
               MAPI_PR_DISPLAY_NAME_A,
               "Entr\xe9"
               "e");
  CHECK_TEXT (get (inbox, MAPI_PR_DISPLAY_NAME_W), "Entrée");
  set_string8 (client.store, MAPI_PR_COMMENT_A, "\xe9");
  CHECK_TEXT (get (client.store, MAPI_PR_COMMENT_W), "é");
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
          { "MIME has what is kept", test_mime },
          { "strings in both types", test_strings },
          { "columns in both types", test_columns },
          { "bytes that are no text", test_undecodable },
          { "strings elsewhere", test_strings_elsewhere })
