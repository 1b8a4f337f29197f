/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a message made from MIME has; doc/mime.md has the rules. */

#include "mock-mail.h"
#include "tap.h"

#include <string.h>

static MapiMessage *
open_embedded (MapiMessage *message, guint32 number)
{
  g_autoptr (MapiAttach) attach = mock_mail_open_attach (message, number);
  g_autoptr (GError) error = NULL;
  GObject *object = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return MAPI_MESSAGE (object);
}

static void
test_fields (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("plain.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autofree char *recipients = mock_mail_describe_recipients (message);
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
  mock_mail_expect_data (props,
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
      g_autoptr (MapiMessage) message = mock_mail_read_fixture (cases[i].name);
      g_autoptr (MapiPropList) props = mock_mail_get_all (message);

      TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), cases[i].subject);
      TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SENDER_NAME), cases[i].sender);
      TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), cases[i].text);
      TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_INTERNET_CPID, 0), cases[i].code_page);
    }
}

static void
test_attachments (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("attachments.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  char bytes[768];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (char) i;

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "Drei Anhänge.\r\n");
  TAP_NUMBER (mock_mail_count_attachments (message), 3);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "bytes.bin", "Übersicht €.csv", NULL };
      static const char *const types[] = { "application/octet-stream", "text/csv", "text/plain" };
      static const char text[] = "A second text, which is no attachment in the eyes of its sender.";
      g_autoptr (MapiAttach) attach = mock_mail_open_attach (message, i);
      g_autoptr (MapiPropList) one = mock_mail_get_all (attach);

      TAP_NUMBER (mapi_prop_list_get_long (one, MAPI_PR_ATTACH_METHOD, 0), MAPI_ATTACH_BY_VALUE);
      TAP_NUMBER (mapi_prop_list_get_long (one, MAPI_PR_RENDERING_POSITION, 0), -1);
      TAP_STRING (mapi_prop_list_get_string (one, MAPI_PR_ATTACH_LONG_FILENAME), names[i]);
      TAP_STRING (mapi_prop_list_get_string (one, MAPI_PR_ATTACH_MIME_TAG), types[i]);
      if (i == 0)
        mock_mail_expect_data (one, MAPI_PR_ATTACH_DATA_BIN, bytes, sizeof bytes);
      else if (i == 1)
        mock_mail_expect_data (one, MAPI_PR_ATTACH_DATA_BIN, "a;b;\xc3\xbc\r\n1;2;\n3\r\n", 16);
      else
        mock_mail_expect_data (one, MAPI_PR_ATTACH_DATA_BIN, text, strlen (text));
    }
}

static void
test_related (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("related.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (MapiAttach) attach = mock_mail_open_attach (message, 0);
  g_autoptr (MapiPropList) picture = mock_mail_get_all (attach);
  static const char html[] = "<p><img src=\"cid:picture@sender.example\" alt=\"a picture\"></p>";

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "[a picture]");
  mock_mail_expect_data (props, MAPI_PR_HTML, html, strlen (html));
  TAP_STRING (mapi_prop_list_get_string (picture, MAPI_PR_ATTACH_CONTENT_ID),
              "picture@sender.example");
  TAP_STRING (mapi_prop_list_get_string (picture, MAPI_PR_ATTACH_EXTENSION), ".png");
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (picture, MAPI_PR_ATTACHMENT_HIDDEN, FALSE));
}

static void
test_embedded (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("embedded.eml");
  g_autoptr (MapiAttach) attach = mock_mail_open_attach (message, 0);
  g_autoptr (MapiPropList) attachment = mock_mail_get_all (attach);
  g_autoptr (MapiMessage) inner = open_embedded (message, 0);
  g_autoptr (MapiPropList) props = mock_mail_get_all (inner);
  g_autoptr (MapiMessage) innermost = open_embedded (inner, 0);
  g_autoptr (MapiPropList) innermost_props = mock_mail_get_all (innermost);

  TAP_NUMBER (mock_mail_count_attachments (message), 1);
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
  g_autoptr (MapiMessage) message =
      mock_mail_read_text ("Content-Type: multipart/digest; boundary=b\n\n"
                           "--b\n\nSubject: one\n\nfirst\n"
                           "--b\n\nSubject: two\n\nsecond\n--b--\n");
  g_autoptr (MapiMessage) inner = open_embedded (message, 1);
  g_autoptr (MapiPropList) props = mock_mail_get_all (inner);

  TAP_NUMBER (mock_mail_count_attachments (message), 2);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), "two");
}

/* Not a byte of what is signed may change, not even when the rest does. */
static void
test_signed (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("signed.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (GBytes) mime = mock_mail_load_fixture ("signed.eml");
  g_autofree char *before = g_strndup (g_bytes_get_data (mime, NULL), g_bytes_get_size (mime));
  const char      *content = strstr (before, "\n\nThis is signed.");
  g_autofree char *after = NULL;

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS),
              "IPM.Note.SMIME.MultipartSigned");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY),
              "Every byte counts =\r\neven this soft line break.");
  TAP_NUMBER (mock_mail_count_attachments (message), 1);

  mock_mail_set_string (message, MAPI_PR_SUBJECT, "Another subject");
  after = mock_mail_write_text (message, MAPI_MIME_WRITE_7BIT);
  CU_ASSERT_TRUE (g_str_has_suffix (after, content));

  /* And without the skeleton. */
  mock_mail_set_data (message, MAPI_PR_MIME_SKELETON, "", 0);
  g_free (after);
  after = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_TRUE (g_str_has_suffix (after, content));
  CU_ASSERT_PTR_NOT_NULL (strstr (after, "protocol=\"application/pgp-signature\""));
}

/* What cannot be decoded is shown as well as can be, and written as it was. */
static void
test_wrong_charset (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("broken-charset.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
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
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("broken-boundary.eml");
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (MapiAttach) attach = mock_mail_open_attach (message, 1);
  g_autoptr (MapiPropList) attachment = mock_mail_get_all (attach);
  g_autoptr (MapiMessage) cut =
      mock_mail_read_text ("Content-Transfer-Encoding: base64\n\ndGhyZWU");
  g_autoptr (MapiPropList) cut_props = mock_mail_get_all (cut);
  g_autoptr (MapiMessage) headless = mock_mail_read_fixture ("no-headers.eml");
  g_autoptr (MapiPropList) headless_props = mock_mail_get_all (headless);

  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "one\r\n--xy\r\nstill one");
  TAP_NUMBER (mock_mail_count_attachments (message), 2);
  mock_mail_expect_data (attachment, MAPI_PR_ATTACH_DATA_BIN, "threes", 6);
  TAP_STRING (mapi_prop_list_get_string (cut_props, MAPI_PR_BODY), "three");
  TAP_STRING (mapi_prop_list_get_string (headless_props, MAPI_PR_BODY),
              "Just a line, and no header at all.\r\n\r\nAnother one.\r\n");
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

static guint64
read_time (const char *date)
{
  g_autofree char *text = g_strdup_printf ("Date: %s\n\ntext\n", date);
  g_autoptr (MapiMessage) message = mock_mail_read_text (text);
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);

  return mapi_prop_list_get_systime (props, MAPI_PR_CLIENT_SUBMIT_TIME, 0);
}

static char *
read_recipients (const char *to)
{
  g_autofree char *text = g_strdup_printf ("To: %s\n\ntext\n", to);
  g_autoptr (MapiMessage) message = mock_mail_read_text (text);

  return mock_mail_describe_recipients (message);
}

/* The common forms are read by themselves. The same in another form is GMime's. */
static void
test_plain_dates (void)
{
  static const char *const dates[] = {
    "Thu, 01 Jan 2026 00:00:00 +0000", "1 Jan 2026 00:00:00 +0000",
    "Sat, 29 Feb 2020 23:59:59 -0530", "Mon, 31 Dec 2035 12:34:56 +1400",
    "Sun, 1 Mar 1970 00:00:00 -0000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autofree char *odd = g_strconcat (dates[i], " (as it is there)", NULL);

      CU_ASSERT_NOT_EQUAL (read_time (dates[i]), 0);
      CU_ASSERT_EQUAL (read_time (dates[i]), read_time (odd));
    }
  CU_ASSERT_EQUAL (read_time ("Thu, 01 Jan 2026 00:00:00 +0000"),
                   mapi_filetime_from_unix_usec (G_GINT64_CONSTANT (1767225600000000)));
  CU_ASSERT_EQUAL (read_time ("Thu, 30 Feb 2026 00:00:00 +0000"), 0);
}

static void
test_plain_addresses (void)
{
  static const char *const addresses[] = {
    "a@b.example",
    "first.last@sub.host-1.example",
    "o'neil+tag_1@b",
    "root@localhost",
  };
  static const char *const others[] = {
    "", "@", "a@", "@b.example", "a..b@c.example", ".a@b.example", "a@b@c.example", "a@b..example",
  };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *odd = g_strdup_printf ("<%s>", addresses[i]);
      g_autofree char *plain = read_recipients (addresses[i]);
      g_autofree char *bracketed = read_recipients (odd);

      CU_ASSERT_PTR_NOT_NULL (strstr (plain, addresses[i]));
      TAP_STRING (plain, bracketed);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *odd = g_strdup_printf (" %s (as GMime reads it)", others[i]);
      g_autofree char *plain = read_recipients (others[i]);
      g_autofree char *commented = read_recipients (odd);

      TAP_STRING (plain, commented);
    }
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
          { "addresses", test_addresses },
          { "plain addresses", test_plain_addresses },
          { "plain dates", test_plain_dates },
          { "identifiers of messages", test_message_id })
