/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the conversion makes of MIME, and what MIME it makes; doc/mime.md has the rules. */

#include "mock-mail.h"
#include "tap.h"

#include <string.h>

static MapiMessage *
read_fixture (const char *name)
{
  g_autoptr (GBytes) mime = mock_mail_load_fixture (name);

  return mock_mail_read (mime);
}

static MapiMessage *
read_text (const char *text)
{
  g_autoptr (GBytes) mime = g_bytes_new_static (text, strlen (text));

  return mock_mail_read (mime);
}

static char *
write_text (MapiMessage *message, guint32 flags)
{
  g_autoptr (GBytes) mime = mock_mail_write (message, flags);

  return g_strndup (g_bytes_get_data (mime, NULL), g_bytes_get_size (mime));
}

static MapiPropList *
get_all (gpointer prop)
{
  g_autoptr (GError) error = NULL;
  MapiPropList *props = mapi_prop_get_props (prop, NULL, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  return props;
}

static void
set_value (gpointer prop, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) owned = value;
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (owned);

  CU_ASSERT_TRUE (mapi_prop_set_props (prop, list, NULL, NULL, NULL));
}

static void
set_string (gpointer prop, guint32 tag, const char *text)
{
  set_value (prop, mapi_prop_value_new_string (tag, text));
}

static void
set_data (gpointer prop, guint32 tag, const char *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  set_value (prop, mapi_prop_value_new_binary (tag, bytes));
}

static void
expect_data (MapiPropList *props, guint32 tag, const char *data, gsize size)
{
  g_autoptr (GBytes) actual = mapi_prop_list_get_bytes (props, tag);
  g_autoptr (GBytes) expected = g_bytes_new (data, size);

  CU_ASSERT_PTR_NOT_NULL (actual);
  if (actual != NULL)
    TAP_BYTES (actual, expected);
}

static MapiAttach *
open_attach (MapiMessage *message, guint32 number)
{
  g_autoptr (GError) error = NULL;
  MapiAttach *attach = mapi_message_open_attach (message, number, NULL, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return attach;
}

static guint
count_attachments (MapiMessage *message)
{
  g_autoptr (MapiTable) table = mapi_message_get_attachment_table (message, 0, NULL, NULL);
  guint32 count = 0;

  CU_ASSERT_TRUE (mapi_table_get_row_count (table, 0, &count, NULL, NULL, NULL));
  return count;
}

static MapiMessage *
open_embedded (MapiMessage *message, guint32 number)
{
  g_autoptr (MapiAttach) attach = open_attach (message, number);
  g_autoptr (GError) error = NULL;
  GObject *object = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return MAPI_MESSAGE (object);
}

/* The recipients as a text. */
static char *
describe_recipients (MapiMessage *message)
{
  static const char *const types[] = { "?", "To", "Cc", "Bcc" };
  g_autoptr (MapiTable) table = mapi_message_get_recipient_table (message, 0, NULL, NULL);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_string_append_printf (text,
                              "%s %s:%s (%s)\n",
                              types[mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0) & 3],
                              mapi_prop_list_get_string (row, MAPI_PR_ADDRTYPE),
                              mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS),
                              mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME));
    }
  return g_string_free (text, FALSE);
}

static void
set_recipients (MapiMessage *message, const char *to, const char *bcc)
{
  g_autoptr (MapiRowSet) rows = mapi_mime_parse_addresses (to, MAPI_TO, NULL);
  g_autoptr (MapiRowSet) blind = mapi_mime_parse_addresses (bcc, MAPI_BCC, NULL);

  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, 0, rows, NULL, NULL));
  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, blind, NULL, NULL));
}

static void
add_attachment (MapiMessage *message,
                const char  *name,
                const char  *type,
                const char  *content_id,
                const char  *data,
                gsize        size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiAttach) attach = mapi_message_create_attach (message, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  set_value (attach, mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_BY_VALUE));
  set_string (attach, MAPI_PR_ATTACH_LONG_FILENAME, name);
  if (type != NULL)
    set_string (attach, MAPI_PR_ATTACH_MIME_TAG, type);
  if (content_id != NULL)
    set_string (attach, MAPI_PR_ATTACH_CONTENT_ID, content_id);
  set_data (attach, MAPI_PR_ATTACH_DATA_BIN, data, size);
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (attach), 0, NULL, &error));
  TAP_NO_ERROR (error);
}

/* A message as a client makes it. */
static MapiMessage *
compose (const char *text)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GDateTime) time = g_date_time_new_utc (2024, 2, 29, 11, 0, 0);

  set_string (message, MAPI_PR_SUBJECT, "A subject");
  set_string (message, MAPI_PR_SENT_REPRESENTING_NAME, "Anna Absender");
  set_string (message, MAPI_PR_SENT_REPRESENTING_ADDRTYPE, "SMTP");
  set_string (message, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS, "anna@sender.example");
  set_string (message, MAPI_PR_INTERNET_MESSAGE_ID, "<one@sender.example>");
  set_value (message, mapi_prop_value_new_time (MAPI_PR_CLIENT_SUBMIT_TIME, time));
  if (text != NULL)
    set_string (message, MAPI_PR_BODY, text);
  set_recipients (message, "Bert <bert@receiver.example>", "secret@receiver.example");
  return message;
}

#define COMPOSED_FIELDS                                                                            \
  "From: Anna Absender <anna@sender.example>\n"                                                    \
  "To: Bert <bert@receiver.example>\n"                                                             \
  "Subject: A subject\n"                                                                           \
  "Date: Thu, 29 Feb 2024 11:00:00 +0000\n"                                                        \
  "Message-ID: <one@sender.example>\n"                                                             \
  "MIME-Version: 1.0\n"

/* Boundaries are random: they are numbered in the order in which they come first. */
static char *
number_boundaries (char *text)
{
  for (guint number = 1;; number++)
    {
      char            *begin = strstr (text, "=_");
      g_autofree char *boundary = begin == NULL ? NULL : g_strndup (begin, 2 + 36);
      g_autofree char *name = g_strdup_printf ("BOUNDARY%u", number);
      g_auto (GStrv) pieces = NULL;

      if (boundary == NULL)
        return text;
      pieces = g_strsplit (text, boundary, -1);
      g_free (text);
      text = g_strjoinv (name, pieces);
    }
}

static void
expect_written (MapiMessage *message, guint32 flags, const char *expected)
{
  g_autofree char *text = number_boundaries (write_text (message, flags));

  TAP_STRING (text, expected);
}

static void
test_fields (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("plain.eml");
  g_autoptr (MapiPropList) props = get_all (message);
  g_autofree char *recipients = describe_recipients (message);
  g_autoptr (GDateTime) time = mapi_filetime_to_date_time (
      mapi_prop_list_get_systime (props, MAPI_PR_CLIENT_SUBMIT_TIME, 0));
  g_autofree char *date = g_date_time_format_iso8601 (time);

#define EXPECT(tag, expected) TAP_STRING (mapi_prop_list_get_string (props, tag), expected)
  EXPECT (MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  EXPECT (MAPI_PR_SUBJECT, "A plain message");
  EXPECT (MAPI_PR_SENT_REPRESENTING_NAME, "Anna Absender");
  EXPECT (MAPI_PR_SENT_REPRESENTING_ADDRTYPE, "SMTP");
  EXPECT (MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS, "anna@sender.example");
  EXPECT (MAPI_PR_SENDER_NAME, "Office, Anna's");
  EXPECT (MAPI_PR_SENDER_EMAIL_ADDRESS, "office@sender.example");
  EXPECT (MAPI_PR_REPLY_RECIPIENT_NAMES, "Answers; other@sender.example");
  EXPECT (MAPI_PR_INTERNET_MESSAGE_ID, "<one@sender.example>");
  EXPECT (MAPI_PR_IN_REPLY_TO_ID, "<zero@receiver.example>");
  EXPECT (MAPI_PR_INTERNET_REFERENCES, "<minus.one@receiver.example> <zero@receiver.example>");
  EXPECT (MAPI_PR_LIST_UNSUBSCRIBE, "<mailto:off@sender.example>");
  EXPECT (MAPI_PR_BODY,
          "Hello Bert,\r\n\r\n"
          ".this line begins with a dot, and the next with From.\r\n"
          "From here on nothing happens.\r\n-- \r\nAnna\r\n");
#undef EXPECT
  TAP_STRING (date, "2024-02-29T11:00:00Z");
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_IMPORTANCE, 0), MAPI_IMPORTANCE_HIGH);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_SENSITIVITY, 0),
              MAPI_SENSITIVITY_COMPANY_CONFIDENTIAL);
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_INTERNET_CPID, 0), 20127);
  CU_ASSERT_FALSE (mapi_prop_list_contains (props, MAPI_PR_MESSAGE_DELIVERY_TIME));
  expect_data (props,
               MAPI_PR_SENDER_SEARCH_KEY,
               "SMTP:OFFICE@SENDER.EXAMPLE",
               sizeof "SMTP:OFFICE@SENDER.EXAMPLE");
  CU_ASSERT_PTR_NOT_NULL (
      strstr (mapi_prop_list_get_string (props, MAPI_PR_TRANSPORT_MESSAGE_HEADERS),
              "\r\nX-Unknown: something of which nobody has heard\r\n"));
  TAP_STRING (recipients,
              "To SMTP:bert@receiver.example (Bert)\n"
              "To SMTP:carla@receiver.example (carla@receiver.example)\n"
              "Cc SMTP:dora@receiver.example (Dora \"D.\" Doe)\n"
              "Cc SMTP:emil@receiver.example (emil@receiver.example)\n");
}

static void
test_charsets (void)
{
  static const struct
  {
    const char *name;
    const char *subject;
    const char *sender;
    const char *text;
    gint32      code_page;
  } cases[] = {
    { "alternative.eml", "Le cœur coûte 12 €", "André €", "Le cœur coûte 12 €.\r\n", 28605 },
    { "koi8-r.eml",
      "Съешь же ещё",
      "Иван",
      "Съешь же ещё этих мягких французских булок.\r\n",
      20866 },
    { "shift-jis.eml", "いろはにほへと", "山田", "いろはにほへと\r\nちりぬるを\r\n", 932 },
    { "iso-2022-jp.eml",
      "わかよたれそ",
      "yamada@sender.example",
      "わかよたれそ\r\nつねならむ (end)\r\n",
      50220 },
    { "windows-1252.eml",
      "“Curly” quotes",
      "anna@sender.example",
      "He said “it works” – and it did…\r\n",
      28591 },
    { "utf-8.eml",
      "Zwölf Boxkämpfer 🥊",
      "Jürgen Größer",
      "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. 🥊\r\n",
      65001 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MapiMessage) message = read_fixture (cases[i].name);
      g_autoptr (MapiPropList) props = get_all (message);

      TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), cases[i].subject);
      TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SENDER_NAME), cases[i].sender);
      TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), cases[i].text);
      TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_INTERNET_CPID, 0), cases[i].code_page);
    }
}

static void
test_attachments (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("attachments.eml");
  g_autoptr (MapiPropList) props = get_all (message);
  char bytes[768];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (char) i;

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "Drei Anhänge.\r\n");
  TAP_NUMBER (count_attachments (message), 3);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "bytes.bin", "Übersicht €.csv", NULL };
      static const char *const types[] = { "application/octet-stream", "text/csv", "text/plain" };
      static const char text[] = "A second text, which is no attachment in the eyes of its sender.";
      g_autoptr (MapiAttach) attach = open_attach (message, i);
      g_autoptr (MapiPropList) one = get_all (attach);

      TAP_NUMBER (mapi_prop_list_get_long (one, MAPI_PR_ATTACH_METHOD, 0), MAPI_ATTACH_BY_VALUE);
      TAP_NUMBER (mapi_prop_list_get_long (one, MAPI_PR_RENDERING_POSITION, 0), -1);
      TAP_STRING (mapi_prop_list_get_string (one, MAPI_PR_ATTACH_LONG_FILENAME), names[i]);
      TAP_STRING (mapi_prop_list_get_string (one, MAPI_PR_ATTACH_MIME_TAG), types[i]);
      if (i == 0)
        expect_data (one, MAPI_PR_ATTACH_DATA_BIN, bytes, sizeof bytes);
      else if (i == 1)
        expect_data (one, MAPI_PR_ATTACH_DATA_BIN, "a;b;\xc3\xbc\r\n1;2;\n3\r\n", 16);
      else
        expect_data (one, MAPI_PR_ATTACH_DATA_BIN, text, strlen (text));
    }
}

static void
test_related (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("related.eml");
  g_autoptr (MapiPropList) props = get_all (message);
  g_autoptr (MapiAttach) attach = open_attach (message, 0);
  g_autoptr (MapiPropList) picture = get_all (attach);
  static const char html[] = "<p><img src=\"cid:picture@sender.example\" alt=\"a picture\"></p>";

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "[a picture]");
  expect_data (props, MAPI_PR_HTML, html, strlen (html));
  TAP_STRING (mapi_prop_list_get_string (picture, MAPI_PR_ATTACH_CONTENT_ID),
              "picture@sender.example");
  TAP_STRING (mapi_prop_list_get_string (picture, MAPI_PR_ATTACH_EXTENSION), ".png");
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (picture, MAPI_PR_ATTACHMENT_HIDDEN, FALSE));
}

static void
test_embedded (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("embedded.eml");
  g_autoptr (MapiAttach) attach = open_attach (message, 0);
  g_autoptr (MapiPropList) attachment = get_all (attach);
  g_autoptr (MapiMessage) inner = open_embedded (message, 0);
  g_autoptr (MapiPropList) props = get_all (inner);
  g_autoptr (MapiMessage) innermost = open_embedded (inner, 0);
  g_autoptr (MapiPropList) innermost_props = get_all (innermost);

  TAP_NUMBER (count_attachments (message), 1);
  TAP_NUMBER (mapi_prop_list_get_long (attachment, MAPI_PR_ATTACH_METHOD, 0),
              MAPI_ATTACH_EMBEDDED_MSG);
  TAP_STRING (mapi_prop_list_get_string (attachment, MAPI_PR_DISPLAY_NAME), "Für Anna");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), "Für Anna");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "Schöne Grüße\r\nCarla\r\n");
  TAP_STRING (mapi_prop_list_get_string (innermost_props, MAPI_PR_SUBJECT), "the innermost");
  TAP_STRING (mapi_prop_list_get_string (innermost_props, MAPI_PR_BODY), "Nothing more.");
}

/* The parts of a digest are messages without saying so. */
static void
test_digest (void)
{
  g_autoptr (MapiMessage) message = read_text ("Content-Type: multipart/digest; boundary=b\n\n"
                                               "--b\n\nSubject: one\n\nfirst\n"
                                               "--b\n\nSubject: two\n\nsecond\n--b--\n");
  g_autoptr (MapiMessage) inner = open_embedded (message, 1);
  g_autoptr (MapiPropList) props = get_all (inner);

  TAP_NUMBER (count_attachments (message), 2);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), "two");
}

/* Not a byte of what is signed may change, not even when the rest does. */
static void
test_signed (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("signed.eml");
  g_autoptr (MapiPropList) props = get_all (message);
  g_autoptr (GBytes) mime = mock_mail_load_fixture ("signed.eml");
  g_autofree char *before = g_strndup (g_bytes_get_data (mime, NULL), g_bytes_get_size (mime));
  const char      *content = strstr (before, "\n\nThis is signed.");
  g_autofree char *after = NULL;

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS),
              "IPM.Note.SMIME.MultipartSigned");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY),
              "Every byte counts =\r\neven this soft line break.");
  TAP_NUMBER (count_attachments (message), 1);

  set_string (message, MAPI_PR_SUBJECT, "Another subject");
  after = write_text (message, MAPI_MIME_WRITE_7BIT);
  CU_ASSERT_TRUE (g_str_has_suffix (after, content));

  /* And without the skeleton. */
  set_data (message, MAPI_PR_MIME_SKELETON, "", 0);
  g_free (after);
  after = write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_TRUE (g_str_has_suffix (after, content));
  CU_ASSERT_PTR_NOT_NULL (strstr (after, "protocol=\"application/pgp-signature\""));
}

/* What cannot be decoded is shown as well as can be, and written as it was. */
static void
test_wrong_charset (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("broken-charset.eml");
  g_autoptr (MapiPropList) props = get_all (message);
  g_autoptr (GBytes) mime = mock_mail_load_fixture ("broken-charset.eml");
  g_autofree char *before = mock_mail_describe (mime);
  g_autoptr (GBytes) written = mock_mail_write (message, MAPI_MIME_WRITE_DEFAULT);
  g_autofree char *after = mock_mail_describe (written);

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SENDER_NAME), "Anna Müller");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY),
              "Kühl ÿ\xef\xbf\xbd und \xef\xbf\xbd fertig\r\n");
  CU_ASSERT_FALSE (mapi_prop_list_contains (props, MAPI_PR_CLIENT_SUBMIT_TIME));
  TAP_STRING (after, before);
}

static void
test_broken (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("broken-boundary.eml");
  g_autoptr (MapiPropList) props = get_all (message);
  g_autoptr (MapiAttach) attach = open_attach (message, 1);
  g_autoptr (MapiPropList) attachment = get_all (attach);
  g_autoptr (MapiMessage) cut = read_text ("Content-Transfer-Encoding: base64\n\ndGhyZWU");
  g_autoptr (MapiPropList) cut_props = get_all (cut);
  g_autoptr (MapiMessage) headless = read_fixture ("no-headers.eml");
  g_autoptr (MapiPropList) headless_props = get_all (headless);

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "one\r\n--xy\r\nstill one");
  TAP_NUMBER (count_attachments (message), 2);
  expect_data (attachment, MAPI_PR_ATTACH_DATA_BIN, "threes", 6);
  TAP_STRING (mapi_prop_list_get_string (cut_props, MAPI_PR_BODY), "three");
  TAP_STRING (mapi_prop_list_get_string (headless_props, MAPI_PR_BODY),
              "Just a line, and no header at all.\r\n\r\nAnother one.\r\n");
}

static void
test_compose_text (void)
{
  g_autoptr (MapiMessage) message = compose ("Hello,\nthis is\r\nall");
  g_autoptr (MapiMessage) utf8 = compose ("Grüße\r\n");
  g_autoptr (MapiMessage) empty = compose (NULL);

  expect_written (message,
                  MAPI_MIME_WRITE_DEFAULT,
                  COMPOSED_FIELDS "Content-Type: text/plain; charset=us-ascii\n"
                                  "\n"
                                  "Hello,\nthis is\nall\n");
  expect_written (utf8,
                  MAPI_MIME_WRITE_DEFAULT,
                  COMPOSED_FIELDS "Content-Type: text/plain; charset=utf-8\n"
                                  "Content-Transfer-Encoding: 8bit\n"
                                  "\n"
                                  "Grüße\n");
  expect_written (utf8,
                  MAPI_MIME_WRITE_7BIT,
                  COMPOSED_FIELDS "Content-Type: text/plain; charset=utf-8\n"
                                  "Content-Transfer-Encoding: quoted-printable\n"
                                  "\n"
                                  "Gr=C3=BC=C3=9Fe\n");
  expect_written (empty,
                  MAPI_MIME_WRITE_DEFAULT,
                  COMPOSED_FIELDS "Content-Type: text/plain; charset=us-ascii\n\n");
}

static void
test_compose_html (void)
{
  static const char html[] = "<p>Gr&uuml;&szlig;e <img src=\"cid:dot@here\"></p>";
  g_autoptr (MapiMessage) message = compose ("Grüße");
  g_autoptr (MapiMessage) alone = compose (NULL);

  set_data (alone, MAPI_PR_HTML, html, strlen (html));
  expect_written (alone,
                  MAPI_MIME_WRITE_DEFAULT,
                  COMPOSED_FIELDS "Content-Type: text/html; charset=us-ascii\n\n"
                                  "<p>Gr&uuml;&szlig;e <img src=\"cid:dot@here\"></p>\n");

  set_data (message, MAPI_PR_HTML, html, strlen (html));
  add_attachment (message, "dot.png", "image/png", "dot@here", "\x89PNG", 4);
  add_attachment (message, "Übersicht.bin", NULL, NULL, "data", 4);
  expect_written (message,
                  MAPI_MIME_WRITE_DEFAULT,
                  COMPOSED_FIELDS
                  "Content-Type: multipart/mixed; boundary=\"BOUNDARY1\"\n"
                  "\n--BOUNDARY1\n"
                  "Content-Type: multipart/alternative; boundary=\"BOUNDARY2\"\n"
                  "\n--BOUNDARY2\n"
                  "Content-Type: text/plain; charset=utf-8\n"
                  "Content-Transfer-Encoding: 8bit\n"
                  "\n"
                  "Grüße"
                  "\n--BOUNDARY2\n"
                  "Content-Type: multipart/related; boundary=\"BOUNDARY3\";\n"
                  " type=\"text/html\"\n"
                  "\n--BOUNDARY3\n"
                  "Content-Type: text/html; charset=us-ascii\n"
                  "\n"
                  "<p>Gr&uuml;&szlig;e <img src=\"cid:dot@here\"></p>"
                  "\n--BOUNDARY3\n"
                  "Content-Type: image/png; name=dot.png\n"
                  "Content-Transfer-Encoding: base64\n"
                  "Content-Disposition: inline; filename=dot.png\n"
                  "Content-ID: <dot@here>\n"
                  "\n"
                  "iVBORw=="
                  "\n--BOUNDARY3--"
                  "\n--BOUNDARY2--"
                  "\n--BOUNDARY1\n"
                  "Content-Type: application/octet-stream; name*=UTF-8''%C3%9Cbersicht.bin\n"
                  "Content-Transfer-Encoding: base64\n"
                  "Content-Disposition: attachment; filename*=UTF-8''%C3%9Cbersicht.bin\n"
                  "\n"
                  "ZGF0YQ=="
                  "\n--BOUNDARY1--\n");
}

/* A message that was made is read as what it was made of. */
static void
test_compose_and_read (void)
{
  static const char html[] = "<p>\xc3\x9c\xc3\x9c\xc3\x9c</p>\r\n";
  g_autoptr (MapiMessage) message = compose ("Zwölf\r\nBoxkämpfer\r\n \t\r\n=20 \r\n");
  g_autoptr (GBytes) mime = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autofree char *recipients = NULL;

  set_data (message, MAPI_PR_HTML, html, strlen (html));
  set_string (message, MAPI_PR_SUBJECT, "=?utf-8?Q?not_encoded?= – Größe  und \"mehr\"");
  set_string (message, MAPI_PR_SENT_REPRESENTING_NAME, "Ännchen \"von\" Tharau, Dr.");
  set_value (message, mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, MAPI_IMPORTANCE_LOW));
  set_value (message, mapi_prop_value_new_boolean (MAPI_PR_READ_RECEIPT_REQUESTED, TRUE));
  add_attachment (message, "Bericht Größe €.txt", "text/plain", NULL, "one\ntwo\r\nthree", 14);

  mime = mock_mail_write (message, MAPI_MIME_WRITE_CRLF | MAPI_MIME_WRITE_7BIT);
  again = mock_mail_read (mime);
  props = get_all (again);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT),
              "=?utf-8?Q?not_encoded?= – Größe  und \"mehr\"");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SENDER_NAME),
              "Ännchen \"von\" Tharau, Dr.");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY),
              "Zwölf\r\nBoxkämpfer\r\n \t\r\n=20 \r\n");
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_IMPORTANCE, 9), MAPI_IMPORTANCE_LOW);
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (props, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE));
  expect_data (props, MAPI_PR_HTML, html, strlen (html));
  TAP_NUMBER (count_attachments (again), 1);
  recipients = describe_recipients (again);
  TAP_STRING (recipients, "To SMTP:bert@receiver.example (Bert)\n");

  {
    g_autoptr (MapiAttach) attach = open_attach (again, 0);
    g_autoptr (MapiPropList) attachment = get_all (attach);

    TAP_STRING (mapi_prop_list_get_string (attachment, MAPI_PR_ATTACH_LONG_FILENAME),
                "Bericht Größe €.txt");
    expect_data (attachment, MAPI_PR_ATTACH_DATA_BIN, "one\ntwo\r\nthree", 14);
  }
}

/* A change of one property changes its field, and no other byte. */
static void
test_changed_field (void)
{
  g_autoptr (GBytes) mime = mock_mail_load_fixture ("plain.eml");
  g_autoptr (GBytes) lf = mock_mail_with_line_ends (mime, "\n");
  g_autoptr (MapiMessage) message = mock_mail_read (mime);
  g_autoptr (GString) expected =
      g_string_new_len (g_bytes_get_data (lf, NULL), g_bytes_get_size (lf));

  set_string (message, MAPI_PR_SUBJECT, "Déjà vu");
  set_value (message, mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, MAPI_IMPORTANCE_NORMAL));
  g_string_replace (expected, "Subject: A plain message\n", "", 1);
  g_string_replace (expected, "Importance: high\nX-Priority: 1\n", "", 1);
  g_string_replace (expected,
                    "has heard\n",
                    "has heard\n"
                    "Subject: =?UTF-8?B?RMOpasOgIHZ1?=\n",
                    1);
  expect_written (message, MAPI_MIME_WRITE_DEFAULT, expected->str);
  g_string_replace (expected, "=?UTF-8?B?RMOpasOgIHZ1?=", "Déjà vu", 1);
  expect_written (message, MAPI_MIME_WRITE_UTF8_HEADERS, expected->str);
}

/* A line that is no field, behind a field that goes, does not end the header. */
static void
test_changed_broken (void)
{
  g_autoptr (MapiMessage) message = read_text ("Subject: one\nno field\nX-Other: stays\n\ntext\n");

  set_string (message, MAPI_PR_SUBJECT, "two");
  expect_written (message, MAPI_MIME_WRITE_DEFAULT, "X-Other: stays\nSubject: two\n\ntext\n");
}

/* Another text or other attachments: new content, but the fields of the message stay. */
static void
test_changed_content (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("attachments.eml");
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) mime = NULL;
  g_autofree char *text = NULL;

  set_string (message, MAPI_PR_BODY, "Another text");
  CU_ASSERT_TRUE (mapi_message_delete_attach (message, 1, NULL, 0, NULL, NULL));
  text = write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_TRUE (g_str_has_prefix (text,
                                    "From: anna@sender.example\n"
                                    "To: bert@receiver.example\n"
                                    "Subject: Attachments\n"
                                    "Date: Fri, 01 Mar 2024 09:00:00 +0000\n"
                                    "Message-ID: <three@sender.example>\n"
                                    "MIME-Version: 1.0\n"
                                    "Content-Type: multipart/mixed; boundary=\"=_"));
  mime = g_bytes_new (text, strlen (text));
  again = mock_mail_read (mime);
  props = get_all (again);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "Another text");
  TAP_NUMBER (count_attachments (again), 2);
}

/* Sending a message that was imported: what a store sets then must not spoil it. */
static void
test_submitted (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("alternative.eml");
  g_autofree char *before = write_text (message, MAPI_MIME_WRITE_DEFAULT);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  set_value (message, mapi_prop_value_new_time (MAPI_PR_CLIENT_SUBMIT_TIME, now));
  set_value (message, mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, MAPI_IMPORTANCE_NORMAL));
  set_value (message, mapi_prop_value_new_long (MAPI_PR_PRIORITY, MAPI_PRIO_NORMAL));
  set_value (message, mapi_prop_value_new_long (MAPI_PR_SENSITIVITY, MAPI_SENSITIVITY_NONE));
  expect_written (message, MAPI_MIME_WRITE_DEFAULT, before);
}

static void
test_no_recipients (void)
{
  g_autoptr (GBytes) mime = mock_mail_load_fixture ("blind.eml");
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (mime);
  g_autoptr (MapiMessage) message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autofree char *recipients = NULL;
  g_autofree char *text = NULL;

  CU_ASSERT_TRUE (mapi_mime_read (message, stream, MAPI_MIME_READ_NO_RECIPIENTS, NULL, NULL));
  recipients = describe_recipients (message);
  TAP_STRING (recipients, "");
  set_recipients (message, "somebody@else.example", "");
  text = write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_PTR_NOT_NULL (strstr (text, "\nTo: bert@receiver.example\n"));
  CU_ASSERT_PTR_NULL (strstr (text, "else.example"));
}

static void
test_blind_copies (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("blind.eml");
  g_autoptr (MapiMessage) composed = compose ("text");
  g_autofree char *recipients = describe_recipients (message);
  g_autofree char *open = write_text (message, MAPI_MIME_WRITE_DEFAULT);
  g_autofree char *blind = write_text (message, MAPI_MIME_WRITE_WITH_BCC);
  g_autofree char *composed_open = write_text (composed, MAPI_MIME_WRITE_DEFAULT);
  g_autofree char *composed_blind = write_text (composed, MAPI_MIME_WRITE_WITH_BCC);

  TAP_STRING (recipients,
              "To SMTP:bert@receiver.example (bert@receiver.example)\n"
              "Bcc SMTP:secret@receiver.example (Secret)\n"
              "Bcc SMTP:hidden@receiver.example (hidden@receiver.example)\n");
  CU_ASSERT_PTR_NULL (strstr (open, "secret@"));
  CU_ASSERT_PTR_NULL (strstr (open, "hidden@"));
  CU_ASSERT_PTR_NOT_NULL (
      strstr (blind, "Bcc: Secret <secret@receiver.example>,\n hidden@receiver.example\n"));
  CU_ASSERT_PTR_NULL (strstr (composed_open, "secret@"));
  CU_ASSERT_PTR_NOT_NULL (strstr (composed_blind, "Bcc: secret@receiver.example\n"));
}

/* Whatever stands in a property, it adds no field, no address and no part. */
static void
test_injection (void)
{
  static const char evil[] = "x\r\nX-Evil: yes\r\n\r\nevil\n\rX-Evil: too\n";
  g_autoptr (MapiMessage) message = compose ("text");
  g_autoptr (MapiPropList) row =
      mapi_recipient_new (MAPI_TO, evil, "SMTP", "a@b.example>,\r\nc@d, <e@f");
  g_autoptr (MapiPropList) foreign = mapi_recipient_new (MAPI_TO, NULL, "FAX\r\nX-Evil: 1", evil);
  MapiPropList *list[] = { row, foreign };
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (list, 2);
  g_autofree char *text = NULL;
  g_autofree char *recipients = NULL;
  g_autoptr (GBytes) mime = NULL;
  g_autoptr (MapiMessage) again = NULL;

  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, 0, rows, NULL, NULL));
  set_string (message, MAPI_PR_SUBJECT, evil);
  set_string (message, MAPI_PR_SENT_REPRESENTING_NAME, evil);
  set_string (message, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS, evil);
  set_string (message, MAPI_PR_SENDER_EMAIL_ADDRESS, evil);
  set_string (message, MAPI_PR_INTERNET_MESSAGE_ID, evil);
  set_string (message, MAPI_PR_INTERNET_REFERENCES, evil);
  set_string (message, MAPI_PR_INTERNET_ORGANIZATION, evil);
  add_attachment (message, evil, evil, evil, "data", 4);
  text = write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_PTR_NULL (strstr (text, "\nX-Evil"));
  CU_ASSERT_PTR_NULL (strstr (text, "\nevil"));
  CU_ASSERT_PTR_NULL (strchr (text, '\r'));

  mime = g_bytes_new (text, strlen (text));
  again = mock_mail_read (mime);
  TAP_NUMBER (count_attachments (again), 1);
  recipients = describe_recipients (again);
  tap_note ("%s", recipients);
  CU_ASSERT_PTR_NOT_NULL (strchr (recipients, '\n'));
}

static void
test_addresses (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiRowSet) rows = mapi_mime_parse_addresses (
      "\"Doe, John\" <john@a.example>, jörg@müller.example, =?utf-8?Q?J=C3=B6?= <j@b.example>",
      MAPI_CC,
      &error);
  g_autoptr (MapiRowSet) none = mapi_mime_parse_addresses ("  ", MAPI_TO, NULL);
  g_autoptr (MapiRowSet) bad = NULL;
  g_autoptr (MapiPropList) first = mapi_row_set_get_row (rows, 0);
  g_autoptr (MapiPropList) second = mapi_row_set_get_row (rows, 1);
  g_autoptr (MapiPropList) third = mapi_row_set_get_row (rows, 2);

  TAP_NO_ERROR (error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  TAP_STRING (mapi_prop_list_get_string (first, MAPI_PR_DISPLAY_NAME), "Doe, John");
  TAP_NUMBER (mapi_prop_list_get_long (first, MAPI_PR_RECIPIENT_TYPE, 0), MAPI_CC);
  TAP_STRING (mapi_prop_list_get_string (second, MAPI_PR_EMAIL_ADDRESS), "jörg@müller.example");
  TAP_STRING (mapi_prop_list_get_string (third, MAPI_PR_DISPLAY_NAME), "Jö");
  CU_ASSERT_FALSE (mapi_prop_list_contains (first, MAPI_PR_RESPONSIBILITY));
  TAP_NUMBER (mapi_row_set_get_size (none), 0);

  bad = mapi_mime_parse_addresses (",,;", MAPI_TO, &error);
  CU_ASSERT_PTR_NULL (bad);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static void
test_message_id (void)
{
  g_autofree char *one = mapi_mime_new_message_id ("a.example>\r\n");
  g_autofree char *other = mapi_mime_new_message_id ("a.example");
  g_autofree char *here = mapi_mime_new_message_id (NULL);

  CU_ASSERT_TRUE (g_str_has_suffix (one, "@a.example>"));
  CU_ASSERT_PTR_NULL (strpbrk (one, "\r\n"));
  CU_ASSERT_STRING_NOT_EQUAL (one, other);
  CU_ASSERT_TRUE (g_regex_match_simple ("^<[^@<>]+@[^@<>]+>$", here, 0, 0));
}

/* Errors of the streams, and being told to stop. */
static void
test_errors (void)
{
  g_autoptr (MapiMessage) message = read_fixture ("attachments.eml");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  char small[10];
  g_autoptr (GOutputStream) full = g_memory_output_stream_new (small, sizeof small, NULL, NULL);
  g_autoptr (GInputStream) stream =
      g_memory_input_stream_new_from_data ("Subject: x\n\nx\n", -1, NULL);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (mapi_mime_write (message, full, MAPI_MIME_WRITE_DEFAULT, NULL, &error));
  CU_ASSERT_PTR_NOT_NULL (error);
  CU_ASSERT_TRUE (error != NULL && error->domain == MAPI_ERROR);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  CU_ASSERT_FALSE (mapi_mime_read (message, stream, MAPI_MIME_READ_DEFAULT, cancellable, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
}

TAP_MAIN ("kit/mime",
          { "fields of the header", test_fields },
          { "character sets", test_charsets },
          { "attachments", test_attachments },
          { "pictures in HTML", test_related },
          { "messages in messages", test_embedded },
          { "a digest", test_digest },
          { "a signed message", test_signed },
          { "a wrong character set", test_wrong_charset },
          { "a broken message", test_broken },
          { "text", test_compose_text },
          { "HTML, pictures and attachments", test_compose_html },
          { "written and read again", test_compose_and_read },
          { "a changed field", test_changed_field },
          { "a changed field of a broken message", test_changed_broken },
          { "changed content", test_changed_content },
          { "an imported message is sent", test_submitted },
          { "recipients that are not wanted", test_no_recipients },
          { "blind copies", test_blind_copies },
          { "injection", test_injection },
          { "addresses", test_addresses },
          { "identifiers of messages", test_message_id },
          { "errors", test_errors })
