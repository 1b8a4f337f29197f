/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What MIME is made from a message; doc/mime.md has the rules. */

#include "mock-mail.h"
#include "tap.h"

#include <string.h>

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
  mock_mail_set_value (attach,
                       mapi_prop_value_new_long (MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_BY_VALUE));
  mock_mail_set_string (attach, MAPI_PR_ATTACH_LONG_FILENAME, name);
  if (type != NULL)
    mock_mail_set_string (attach, MAPI_PR_ATTACH_MIME_TAG, type);
  if (content_id != NULL)
    mock_mail_set_string (attach, MAPI_PR_ATTACH_CONTENT_ID, content_id);
  mock_mail_set_data (attach, MAPI_PR_ATTACH_DATA_BIN, data, size);
  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (attach), 0, NULL, &error));
  TAP_NO_ERROR (error);
}

/* A message as a client makes it. */
static MapiMessage *
compose (const char *text)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GDateTime) time = g_date_time_new_utc (2024, 2, 29, 11, 0, 0);

  mock_mail_set_string (message, MAPI_PR_SUBJECT, "A subject");
  mock_mail_set_string (message, MAPI_PR_SENT_REPRESENTING_NAME, "Anna Absender");
  mock_mail_set_string (message, MAPI_PR_SENT_REPRESENTING_ADDRTYPE, "SMTP");
  mock_mail_set_string (message, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS, "anna@sender.example");
  mock_mail_set_string (message, MAPI_PR_INTERNET_MESSAGE_ID, "<one@sender.example>");
  mock_mail_set_value (message, mapi_prop_value_new_time (MAPI_PR_CLIENT_SUBMIT_TIME, time));
  if (text != NULL)
    mock_mail_set_string (message, MAPI_PR_BODY, text);
  mock_mail_set_recipients (message, "Bert <bert@receiver.example>", "secret@receiver.example");
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
  g_autofree char *text = number_boundaries (mock_mail_write_text (message, flags));

  TAP_STRING (text, expected);
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

  mock_mail_set_data (alone, MAPI_PR_HTML, html, strlen (html));
  expect_written (alone,
                  MAPI_MIME_WRITE_DEFAULT,
                  COMPOSED_FIELDS "Content-Type: text/html; charset=us-ascii\n\n"
                                  "<p>Gr&uuml;&szlig;e <img src=\"cid:dot@here\"></p>\n");

  mock_mail_set_data (message, MAPI_PR_HTML, html, strlen (html));
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

  mock_mail_set_data (message, MAPI_PR_HTML, html, strlen (html));
  mock_mail_set_string (message, MAPI_PR_SUBJECT, "=?utf-8?Q?not_encoded?= – Größe  und \"mehr\"");
  mock_mail_set_string (message, MAPI_PR_SENT_REPRESENTING_NAME, "Ännchen \"von\" Tharau, Dr.");
  mock_mail_set_value (message, mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, MAPI_IMPORTANCE_LOW));
  mock_mail_set_value (message, mapi_prop_value_new_boolean (MAPI_PR_READ_RECEIPT_REQUESTED, TRUE));
  add_attachment (message, "Bericht Größe €.txt", "text/plain", NULL, "one\ntwo\r\nthree", 14);

  mime = mock_mail_write (message, MAPI_MIME_WRITE_CRLF | MAPI_MIME_WRITE_7BIT);
  again = mock_mail_read (mime);
  props = mock_mail_get_all (again);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT),
              "=?utf-8?Q?not_encoded?= – Größe  und \"mehr\"");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_SENDER_NAME),
              "Ännchen \"von\" Tharau, Dr.");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY),
              "Zwölf\r\nBoxkämpfer\r\n \t\r\n=20 \r\n");
  TAP_NUMBER (mapi_prop_list_get_long (props, MAPI_PR_IMPORTANCE, 9), MAPI_IMPORTANCE_LOW);
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (props, MAPI_PR_READ_RECEIPT_REQUESTED, FALSE));
  mock_mail_expect_data (props, MAPI_PR_HTML, html, strlen (html));
  TAP_NUMBER (mock_mail_count_attachments (again), 1);
  recipients = mock_mail_describe_recipients (again);
  TAP_STRING (recipients, "To SMTP:bert@receiver.example (Bert)\n");

  {
    g_autoptr (MapiAttach) attach = mock_mail_open_attach (again, 0);
    g_autoptr (MapiPropList) attachment = mock_mail_get_all (attach);

    TAP_STRING (mapi_prop_list_get_string (attachment, MAPI_PR_ATTACH_LONG_FILENAME),
                "Bericht Größe €.txt");
    mock_mail_expect_data (attachment, MAPI_PR_ATTACH_DATA_BIN, "one\ntwo\r\nthree", 14);
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

  mock_mail_set_string (message, MAPI_PR_SUBJECT, "Déjà vu");
  mock_mail_set_value (message,
                       mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, MAPI_IMPORTANCE_NORMAL));
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
  g_autoptr (MapiMessage) message =
      mock_mail_read_text ("Subject: one\nno field\nX-Other: stays\n\ntext\n");

  mock_mail_set_string (message, MAPI_PR_SUBJECT, "two");
  expect_written (message, MAPI_MIME_WRITE_DEFAULT, "X-Other: stays\nSubject: two\n\ntext\n");
}

/* Another text or other attachments: new content, but the fields of the message stay. */
static void
test_changed_content (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("attachments.eml");
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) mime = NULL;
  g_autofree char *text = NULL;

  mock_mail_set_string (message, MAPI_PR_BODY, "Another text");
  CU_ASSERT_TRUE (mapi_message_delete_attach (message, 1, NULL, 0, NULL, NULL));
  text = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
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
  props = mock_mail_get_all (again);
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_BODY), "Another text");
  TAP_NUMBER (mock_mail_count_attachments (again), 2);
}

/* Sending a message that was imported: what a store sets then must not spoil it. */
static void
test_submitted (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("alternative.eml");
  g_autofree char *before = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  mock_mail_set_value (message, mapi_prop_value_new_time (MAPI_PR_CLIENT_SUBMIT_TIME, now));
  mock_mail_set_value (message,
                       mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, MAPI_IMPORTANCE_NORMAL));
  mock_mail_set_value (message, mapi_prop_value_new_long (MAPI_PR_PRIORITY, MAPI_PRIO_NORMAL));
  mock_mail_set_value (message,
                       mapi_prop_value_new_long (MAPI_PR_SENSITIVITY, MAPI_SENSITIVITY_NONE));
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
  recipients = mock_mail_describe_recipients (message);
  TAP_STRING (recipients, "");
  mock_mail_set_recipients (message, "somebody@else.example", "");
  text = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_PTR_NOT_NULL (strstr (text, "\nTo: bert@receiver.example\n"));
  CU_ASSERT_PTR_NULL (strstr (text, "else.example"));
}

static void
test_blind_copies (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("blind.eml");
  g_autoptr (MapiMessage) composed = compose ("text");
  g_autofree char *recipients = mock_mail_describe_recipients (message);
  g_autofree char *open = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
  g_autofree char *blind = mock_mail_write_text (message, MAPI_MIME_WRITE_WITH_BCC);
  g_autofree char *composed_open = mock_mail_write_text (composed, MAPI_MIME_WRITE_DEFAULT);
  g_autofree char *composed_blind = mock_mail_write_text (composed, MAPI_MIME_WRITE_WITH_BCC);

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
  mock_mail_set_string (message, MAPI_PR_SUBJECT, evil);
  mock_mail_set_string (message, MAPI_PR_SENT_REPRESENTING_NAME, evil);
  mock_mail_set_string (message, MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS, evil);
  mock_mail_set_string (message, MAPI_PR_SENDER_EMAIL_ADDRESS, evil);
  mock_mail_set_string (message, MAPI_PR_INTERNET_MESSAGE_ID, evil);
  mock_mail_set_string (message, MAPI_PR_INTERNET_REFERENCES, evil);
  mock_mail_set_string (message, MAPI_PR_INTERNET_ORGANIZATION, evil);
  add_attachment (message, evil, evil, evil, "data", 4);
  text = mock_mail_write_text (message, MAPI_MIME_WRITE_DEFAULT);
  CU_ASSERT_PTR_NULL (strstr (text, "\nX-Evil"));
  CU_ASSERT_PTR_NULL (strstr (text, "\nevil"));
  CU_ASSERT_PTR_NULL (strchr (text, '\r'));

  mime = g_bytes_new (text, strlen (text));
  again = mock_mail_read (mime);
  TAP_NUMBER (mock_mail_count_attachments (again), 1);
  recipients = mock_mail_describe_recipients (again);
  tap_note ("%s", recipients);
  CU_ASSERT_PTR_NOT_NULL (strchr (recipients, '\n'));
}

/* Errors of the streams, and being told to stop. */
static void
test_errors (void)
{
  g_autoptr (MapiMessage) message = mock_mail_read_fixture ("attachments.eml");
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

TAP_MAIN ("kit/mime-write",
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
          { "errors", test_errors })
