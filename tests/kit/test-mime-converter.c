/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE /* memmem */

#include "tnef-samples.h"

static char *
to_mime (MapiMimeConverter *converter, gpointer message, guint32 flags)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_converter_session_mapi_to_mime_stm (MAPI_CONVERTER_SESSION (converter),
                                                           MAPI_MESSAGE (message),
                                                           MAPI_STREAM (stream),
                                                           MAPI_CCSF_SMTP | flags,
                                                           NULL,
                                                           &error));
  TAP_NO_ERROR (error);
  bytes = mapi_memory_stream_get_bytes (stream, NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static MapiMemoryMessage *
from_mime (const char *text, guint32 flags)
{
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (bytes);
  MapiMemoryMessage *message = mapi_memory_message_new ();
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_converter_session_mime_to_mapi (MAPI_CONVERTER_SESSION (converter),
                                                       MAPI_STREAM (stream),
                                                       MAPI_MESSAGE (message),
                                                       NULL,
                                                       flags,
                                                       NULL,
                                                       &error));
  TAP_NO_ERROR (error);
  return message;
}

static void
check_has (const char *text, const char *part)
{
  CU_ASSERT_PTR_NOT_NULL (strstr (text, part));
  if (strstr (text, part) == NULL)
    tap_note ("%s is not in %s", part, text);
}

static void
check_lacks (const char *text, const char *part)
{
  CU_ASSERT_PTR_NULL (strstr (text, part));
  if (strstr (text, part) != NULL)
    tap_note ("%s is in %s", part, text);
}

static MapiMemoryMessage *
make_message (const char *body)
{
  MapiMemoryMessage *message = mapi_memory_message_new ();
  MapiPropList      *rows[] = { mapi_recipient_new (MAPI_TO, "Al", "SMTP", "al@example.org"),
                                mapi_recipient_new (MAPI_BCC, "Bo", "SMTP", "bo@example.org") };
  g_autoptr (MapiRowSet) set = mapi_row_set_new (rows, 2);

  set_string (message, MAPI_PR_SUBJECT, "\303\204 subject");
  set_string (message, MAPI_PR_BODY, body);
  set_string (message, MAPI_PR_INTERNET_MESSAGE_ID, "<1@example.org>");
  mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, set, NULL, NULL);
  mapi_prop_list_unref (rows[0]);
  mapi_prop_list_unref (rows[1]);
  return message;
}

static void
check_invalid (gboolean answer, GError **error, MapiError code)
{
  CU_ASSERT_FALSE (answer);
  TAP_ERROR (*error, MAPI_ERROR, (int) code);
  g_clear_error (error);
}

static void
test_refused (void)
{
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  MapiConverterSession *session = MAPI_CONVERTER_SESSION (converter);
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryStream) memory = mapi_memory_stream_new (NULL);
  MapiMessage *m = MAPI_MESSAGE (message);
  MapiStream  *s = MAPI_STREAM (memory);
  g_autoptr (GError) error = NULL;
  gboolean (*const placeholders[]) (MapiConverterSession *, GError **) = {
    mapi_converter_session_placeholder2,  mapi_converter_session_placeholder5,
    mapi_converter_session_placeholder6,  mapi_converter_session_placeholder7,
    mapi_converter_session_placeholder10,
  };

  for (guint i = 0; i < G_N_ELEMENTS (placeholders); i++)
    check_invalid (placeholders[i](session, &error), &error, MAPI_E_NO_SUPPORT);
  check_invalid (mapi_converter_session_set_encoding (session, MAPI_IET_BINARY, &error),
                 &error,
                 MAPI_E_INVALID_PARAMETER);
  check_invalid (
      mapi_converter_session_set_encoding (session, 6, &error), &error, MAPI_E_INVALID_PARAMETER);
  check_invalid (mapi_converter_session_set_save_format (session, 2, &error),
                 &error,
                 MAPI_E_INVALID_PARAMETER);
  check_invalid (mapi_converter_session_set_text_wrapping (session, TRUE, 0, &error),
                 &error,
                 MAPI_E_INVALID_PARAMETER);
  check_invalid (mapi_converter_session_set_char_set (session, TRUE, "klingon", 1, &error),
                 &error,
                 MAPI_E_UNKNOWN_CPID);
  check_invalid (mapi_converter_session_mime_to_mapi (session, s, m, NULL, 0x10, NULL, &error),
                 &error,
                 MAPI_E_INVALID_PARAMETER);
  check_invalid (mapi_converter_session_mime_to_mapi (session, s, m, "server", 0, NULL, &error),
                 &error,
                 MAPI_E_INVALID_PARAMETER);
  check_invalid (mapi_converter_session_mapi_to_mime_stm (session, m, s, 0, NULL, &error),
                 &error,
                 MAPI_E_INVALID_PARAMETER);
  check_invalid (mapi_converter_session_mapi_to_mime_stm (session, m, s, 3, NULL, &error),
                 &error,
                 MAPI_E_INVALID_PARAMETER);
}

static guint
count_recipients (MapiMemoryMessage *message)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (MAPI_MESSAGE (message), 0, NULL, NULL);
  guint32 count = 0;

  CU_ASSERT_TRUE (mapi_table_get_row_count (table, 0, &count, NULL, NULL, NULL));
  return count;
}

#define MAIL                                                                                       \
  "From: a@example.org\r\nTo: b@example.org\r\nBcc: c@example.org\r\nX-Unsent: 1\r\n"              \
  "Subject: Hi\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"             \
  "<html><body><p>\303\204 text</p></body></html>\r\n"

static void
test_read (void)
{
  g_autoptr (MapiMemoryMessage) plain = from_mime (MAIL, MAPI_CCSF_SMTP);
  g_autoptr (MapiMemoryMessage) whole =
      from_mime (MAIL, MAPI_CCSF_SMTP | MAPI_CCSF_INCLUDE_BCC | MAPI_CCSF_EMBEDDED_MESSAGE);
  g_autoptr (MapiMemoryMessage) rtf = from_mime (MAIL, MAPI_CCSF_SMTP | MAPI_CCSF_USE_RTF);
  g_autoptr (MapiPropList) plain_list = get_list (plain);
  g_autoptr (MapiPropList) whole_list = get_list (whole);
  g_autoptr (MapiPropList) rtf_list = get_list (rtf);
  g_autoptr (GBytes) compressed = mapi_prop_list_get_bytes (rtf_list, MAPI_PR_RTF_COMPRESSED);
  g_autoptr (GBytes) content = NULL;

  TAP_NUMBER (count_recipients (plain), 1);
  TAP_NUMBER (count_recipients (whole), 2);
  check_string (plain, MAPI_PR_SUBJECT, "Hi");
  TAP_NUMBER (mapi_prop_list_get_long (whole_list, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_UNSENT,
              MAPI_MSGFLAG_UNSENT);

  CU_ASSERT_PTR_NOT_NULL (compressed);
  if (compressed == NULL)
    return;
  content = mapi_rtf_decompress (compressed, NULL);
  check_has (g_bytes_get_data (content, NULL), "{\\rtf1");
  check_has (g_bytes_get_data (content, NULL), "fromhtml");
}

static void
test_flags (void)
{
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  g_autoptr (MapiMemoryMessage) message = make_message ("text");
  g_autofree char *usual = to_mime (converter, message, 0);
  g_autofree char *other = to_mime (
      converter, message, MAPI_CCSF_8BITHEADERS | MAPI_CCSF_INCLUDE_BCC | MAPI_CCSF_NO_MSGID);
  g_autofree char *bare = to_mime (converter, message, MAPI_CCSF_NOHEADERS);
  g_autofree char *unsent = NULL;

  check_has (usual, "Message-ID: <1@example.org>\r\n");
  check_has (usual, "\r\n\r\ntext");
  check_lacks (usual, "bo@example.org");
  check_lacks (usual, "\303\204");
  check_has (other, "\303\204 subject");
  check_has (other, "bo@example.org");
  check_lacks (other, "Message-ID");
  CU_ASSERT_TRUE (g_str_has_prefix (bare, "MIME-Version: 1.0\r\n"));
  check_lacks (bare, "ubject");

  set_long (message, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNSENT);
  unsent = to_mime (converter, message, MAPI_CCSF_EMBEDDED_MESSAGE);
  check_has (unsent, "X-Unsent: 1\r\n");
}

static void
test_encodings (void)
{
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  MapiConverterSession *session = MAPI_CONVERTER_SESSION (converter);
  g_autoptr (MapiMemoryMessage) message = make_message ("\303\204\303\226");
  g_autofree char *plain = to_mime (converter, message, 0);
  g_autofree char *quoted = NULL;
  g_autofree char *base64 = NULL;
  g_autofree char *latin = NULL;
  g_autofree char *lacking = NULL;

  check_has (plain, "charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\303\204\303\226");
  mapi_converter_session_set_encoding (session, MAPI_IET_QP, NULL);
  quoted = to_mime (converter, message, 0);
  check_has (quoted, "quoted-printable\r\n\r\n=C3=84=C3=96");
  mapi_converter_session_set_encoding (session, MAPI_IET_BASE64, NULL);
  base64 = to_mime (converter, message, 0);
  check_has (base64, "base64\r\n\r\nw4TDlg==");

  mapi_converter_session_set_encoding (session, MAPI_IET_QP, NULL);
  CU_ASSERT_TRUE (
      mapi_converter_session_set_char_set (session, TRUE, "ISO-8859-1", MAPI_CSET_APPLY_ALL, NULL));
  latin = to_mime (converter, message, 0);
  check_has (latin, "charset=iso-8859-1\r\n");
  check_has (latin, "\r\n\r\n=C4=D6");
  set_string (message, MAPI_PR_BODY, "\320\226");
  lacking = to_mime (converter, message, 0);
  check_has (lacking, "charset=utf-8\r\n");
  check_has (lacking, "\r\n\r\n=D0=96");
}

static void
test_wrapping (void)
{
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  g_autoptr (MapiMemoryMessage) message = make_message (
      "one two three four\r\n\r\n> one two three four\r\nincomprehensibilities\r\nab cd");
  g_autofree char *text = NULL;

  mapi_converter_session_set_text_wrapping (MAPI_CONVERTER_SESSION (converter), TRUE, 10, NULL);
  text = to_mime (converter, message, 0);
  check_has (text,
             "\r\n\r\none two\r\nthree four\r\n\r\n> one two three four\r\n"
             "incomprehensibilities\r\nab cd");
  check_string (message, MAPI_PR_SUBJECT, "\303\204 subject");
}

static void
test_plain (void)
{
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  g_autoptr (MapiMemoryMessage) message = from_mime (MAIL, 0);
  g_autofree char *rich = to_mime (converter, message, 0);
  g_autofree char *plain = to_mime (converter, message, MAPI_CCSF_PLAIN_TEXT_ONLY);

  check_has (rich, "text/html");
  check_lacks (plain, "text/html");
  check_has (plain, "\303\204 text");
}

static void
test_uuencode (void)
{
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  g_autoptr (MapiMemoryMessage) message = make_message ("text");
  g_autoptr (MapiAttach) attach = add_attachment (message, MAPI_ATTACH_BY_VALUE, "a b.bin");
  g_autofree char *text = NULL;

  set_binary (attach, MAPI_PR_ATTACH_DATA_BIN, "Cat\0\377", 5);
  save (attach);
  mapi_converter_session_set_save_format (
      MAPI_CONVERTER_SESSION (converter), MAPI_SAVE_RFC822, NULL);
  text = to_mime (converter, message, 0);
  check_has (text, "\r\n\r\ntext\r\nbegin 644 a_b.bin\r\n%0V%T`/\\`\r\n`\r\nend\r\n");
  check_lacks (text, "multipart");
}

/* R601: the key in the stream is that of the message it goes with, and of no other. */
static void
check_key (const char *mime)
{
  g_autoptr (MapiMemoryMessage) other = from_mime (mime, 0);
  g_autoptr (GError) error = NULL;

  set_string (other, MAPI_PR_INTERNET_MESSAGE_ID, "<another@x>");
  CU_ASSERT_FALSE (mapi_tnef_decode_attachment (MAPI_MESSAGE (other), 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_OBJECT);
}

/* What stays behind: who gets blind copies, and what is the store's. */
static void
check_kept_back (MapiMessage *message)
{
  g_autoptr (MapiAttach) winmail = mapi_message_open_attach (message, 0, NULL, 0, NULL, NULL);
  const guint32 tag = MAPI_PR_ATTACH_DATA_BIN;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (winmail), tags, 0, NULL, NULL, NULL);
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (props, tag);
  gsize         size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  CU_ASSERT_PTR_NOT_NULL (memmem (data, size, "a.bin", strlen ("a.bin")));
  CU_ASSERT_PTR_NULL (memmem (data, size, "bo@example.org", strlen ("bo@example.org")));
}

/* R604: the name of the attachment. */
static void
test_tnef (void)
{
  g_autoptr (MapiMimeConverter) converter = mapi_mime_converter_new ();
  g_autoptr (MapiMemoryMessage) message = make_message ("text");
  g_autoptr (MapiAttach) attach = add_attachment (message, MAPI_ATTACH_BY_VALUE, "a.bin");
  g_autoptr (MapiMemoryMessage) again = NULL;
  g_autoptr (MapiAttach) again_attach = NULL;
  g_autofree char *mime = NULL;
  g_autoptr (GError) error = NULL;

  set_binary (attach, MAPI_PR_ATTACH_DATA_BIN, "data", 4);
  save (attach);
  set_string (message, 0x6801001f, "nowhere in MIME");
  set_string (message, 0x6613001f, "the store's");
  mime = to_mime (converter, message, MAPI_CCSF_USE_TNEF);
  check_has (mime, "application/ms-tnef");
  check_has (mime, "winmail.dat");
  check_lacks (mime, "a.bin");

  check_key (mime);
  again = from_mime (mime, 0);
  check_kept_back (MAPI_MESSAGE (again));
  CU_ASSERT_TRUE (mapi_tnef_decode_attachment (MAPI_MESSAGE (again), 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  check_string (again, 0x6801001f, "nowhere in MIME");
  check_string (again, 0x6613001f, NULL);
  check_string (again, MAPI_PR_BODY, "text");
  TAP_NUMBER (count_recipients (again), 1);
  again_attach = mapi_message_open_attach (MAPI_MESSAGE (again), 1, NULL, 0, NULL, NULL);
  check_string (again_attach, MAPI_PR_ATTACH_FILENAME, "a.bin");
}

TAP_MAIN ("kit/mime-converter",
          { "what is refused", test_refused },
          { "from MIME: blind copies, unsent ones, RTF", test_read },
          { "to MIME: what the flags say", test_flags },
          { "encodings and character sets", test_encodings },
          { "wrapped text", test_wrapping },
          { "plain text alone", test_plain },
          { "attachments in the text", test_uuencode },
          { "everything in winmail.dat", test_tnef })
