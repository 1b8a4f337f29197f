/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whole messages, whatever they look like, through the conversion and back. */

#include "mock-mail.h"
#include "tap.h"

#include <string.h>

static void
expect_same (GBytes *before, GBytes *after, const char *path)
{
  g_autofree char *one = mock_mail_describe (before);
  g_autofree char *other = mock_mail_describe (after);

  if (strcmp (one, other) != 0)
    tap_note ("%s", path);
  TAP_STRING (other, one);
}

/* Without blind copies, which are not written again. */
static GBytes *
without_bcc (GBytes *mime)
{
  g_autoptr (GRegex) regex = g_regex_new ("^Bcc:.*\\r?\\n([ \\t].*\\r?\\n)*",
                                          G_REGEX_MULTILINE | G_REGEX_RAW | G_REGEX_CASELESS,
                                          0,
                                          NULL);
  gsize       size;
  const char *data = g_bytes_get_data (mime, &size);
  char       *text;

  if (memchr (data, '\0', size) != NULL)
    return g_bytes_ref (mime);
  text = g_regex_replace_literal (regex, data, size, 0, "", 0, NULL);
  return g_bytes_new_take (text, strlen (text));
}

static void
test_round_trip (void)
{
  static const guint32 flags[] = {
    MAPI_MIME_WRITE_DEFAULT,
    MAPI_MIME_WRITE_CRLF,
    MAPI_MIME_WRITE_CRLF | MAPI_MIME_WRITE_7BIT,
    MAPI_MIME_WRITE_UTF8_HEADERS,
  };
  g_autoptr (GPtrArray) paths = mock_mail_list ();

  CU_ASSERT_TRUE (paths->len >= 16);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autoptr (GBytes) mime = mock_mail_load (path);
      g_autoptr (GBytes) open = without_bcc (mime);
      g_autoptr (MapiMessage) message = mock_mail_read (mime);

      for (gsize j = 0; j < G_N_ELEMENTS (flags); j++)
        {
          g_autoptr (GBytes) written = mock_mail_write (message, flags[j]);

          expect_same (open, written, path);
        }
    }
}

/* A message reads the same whether its lines end with LF or CRLF. */
static void
test_line_ends (void)
{
  g_autoptr (GPtrArray) paths = mock_mail_list ();

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GBytes) mime = mock_mail_load (g_ptr_array_index (paths, i));
      g_autoptr (GBytes) lf = mock_mail_with_line_ends (mime, "\n");
      g_autoptr (GBytes) crlf = mock_mail_with_line_ends (mime, "\r\n");
      g_autoptr (MapiMessage) one = mock_mail_read (lf);
      g_autoptr (MapiMessage) other = mock_mail_read (crlf);
      g_autoptr (GBytes) one_written = mock_mail_write (one, MAPI_MIME_WRITE_CRLF);
      g_autoptr (GBytes) other_written = mock_mail_write (other, MAPI_MIME_WRITE_CRLF);

      TAP_BYTES (one_written, other_written);
    }
}

/* It makes no difference in which portions a message comes in. */
static void
test_portions (void)
{
  static const gsize portions[] = { 1, 2, 7, 64, 1000 };
  g_autoptr (GPtrArray) paths = mock_mail_list ();

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GBytes) mime = mock_mail_load (g_ptr_array_index (paths, i));
      g_autoptr (MapiMessage) whole = mock_mail_read (mime);
      g_autoptr (GBytes) expected = mock_mail_write (whole, MAPI_MIME_WRITE_WITH_BCC);

      for (gsize j = 0; j < G_N_ELEMENTS (portions); j++)
        {
          g_autoptr (MapiMessage) message = mock_mail_read_portions (mime, portions[j]);
          g_autoptr (GBytes) written = mock_mail_write (message, MAPI_MIME_WRITE_WITH_BCC);

          TAP_BYTES (written, expected);
        }
    }
}

/* What a copy of the message in another store writes. */
static void
test_copied (void)
{
  g_autoptr (GPtrArray) paths = mock_mail_list ();

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GBytes) mime = mock_mail_load (g_ptr_array_index (paths, i));
      g_autoptr (MapiMessage) message = mock_mail_read (mime);
      g_autoptr (MapiMessage) copy = MAPI_MESSAGE (mapi_memory_message_new ());
      g_autoptr (GBytes) expected = mock_mail_write (message, MAPI_MIME_WRITE_DEFAULT);
      g_autoptr (GBytes) written = NULL;
      g_autoptr (GError) error = NULL;

      CU_ASSERT_TRUE (mapi_message_copy (message, copy, NULL, NULL, NULL, &error));
      TAP_NO_ERROR (error);
      written = mock_mail_write (copy, MAPI_MIME_WRITE_DEFAULT);
      TAP_BYTES (written, expected);
    }
}

/* Reads and writes what may be nonsense; it is enough to come back. */
static void
survive (const char *data, gsize size)
{
  g_autoptr (GBytes) mime = g_bytes_new (data, size);
  g_autoptr (MapiMessage) message = mock_mail_read (mime);
  g_autoptr (GBytes) written = mock_mail_write (message, MAPI_MIME_WRITE_CRLF);
  g_autoptr (MapiMessage) again = mock_mail_read (written);

  CU_ASSERT_PTR_NOT_NULL (again);
}

static void
test_truncated (void)
{
  g_autoptr (GPtrArray) paths = mock_mail_list ();

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GBytes) mime = mock_mail_load (g_ptr_array_index (paths, i));
      gsize       size;
      const char *data = g_bytes_get_data (mime, &size);
      gsize       step = 1 + size / 61;

      for (gsize end = 0; end < size; end += step)
        survive (data, end);
    }
}

static void
test_damaged (void)
{
  static const char odd[] = "\0\r\n\xff-=:;\"<>?@( \t\\/";
  g_autoptr (GRand) rand = g_rand_new_with_seed (20240229);
  g_autoptr (GPtrArray) paths = mock_mail_list ();

  for (guint i = 0; i < paths->len; i++)
    for (guint round = 0; round < 12; round++)
      {
        g_autoptr (GBytes) mime = mock_mail_load (g_ptr_array_index (paths, i));
        gsize            size;
        const char      *original = g_bytes_get_data (mime, &size);
        g_autofree char *data = g_memdup2 (original, size);

        for (gsize n = 0; n < 1 + size / 100; n++)
          {
            gsize at = g_rand_int_range (rand, 0, (gint32) size);

            data[at] = round % 2 == 0 ? odd[g_rand_int_range (rand, 0, sizeof odd - 1)]
                                      : (char) g_rand_int (rand);
          }
        survive (data, size);
      }
}

/* A damaged skeleton is none, or one that does not fit, or says something else; never a crash. */
static void
test_damaged_skeleton (void)
{
  static const guint32 tag = MAPI_PR_MIME_SKELETON;
  g_autoptr (GRand) rand = g_rand_new_with_seed (29);
  g_autoptr (GBytes) mime = mock_mail_load_fixture ("embedded.eml");
  g_autoptr (MapiMessage) message = mock_mail_read (mime);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, NULL);
  g_autoptr (GBytes) skeleton = mapi_prop_list_get_bytes (props, tag);
  gsize size = g_bytes_get_size (skeleton);

  for (guint round = 0; round < 400; round++)
    {
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (skeleton, NULL), size);
      g_autoptr (GBytes) damaged = NULL;
      g_autoptr (MapiPropValue) value = NULL;
      g_autoptr (MapiPropList) list = NULL;
      g_autoptr (GBytes) written = NULL;

      data[g_rand_int_range (rand, 0, (gint32) size)] = (guint8) g_rand_int (rand);
      damaged =
          g_bytes_new (data, round % 4 == 0 ? (gsize) g_rand_int_range (rand, 0, size) : size);
      value = mapi_prop_value_new_binary (tag, damaged);
      list = mapi_prop_list_new_from_value (value);
      CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), list, NULL, NULL, NULL));
      written = mapi_mime_write_bytes (message, MAPI_MIME_WRITE_CRLF, NULL, NULL);
      CU_ASSERT_PTR_NOT_NULL (written);
    }
}

/* Multiparts and messages within each other, more than anybody would follow. */
static void
test_deep (void)
{
  g_autoptr (GString) text = g_string_new ("Subject: deep\n");
  g_autoptr (GBytes) mime = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GBytes) written = NULL;

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (text,
                            i % 2 == 0 ? "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n"
                                       : "Content-Type: message/rfc822\n\nSubject: message %u %u\n",
                            i,
                            i);
  g_string_append (text, "\nThe end.\n");

  mime = g_bytes_new (text->str, text->len);
  message = mock_mail_read (mime);
  written = mock_mail_write (message, MAPI_MIME_WRITE_DEFAULT);
  TAP_BYTES (written, mime);
}

/* Data that does not fit into a property goes through streams both ways. */
static void
test_large (void)
{
  const gsize        size = 6 * 1024 * 1024 + 1;
  g_autofree guchar *data = g_malloc (size);
  g_autofree char   *encoded = NULL;
  g_autoptr (GString) text = g_string_new ("Subject: large\n"
                                           "Content-Type: application/octet-stream\n"
                                           "Content-Transfer-Encoding: base64\n\n");
  g_autoptr (GBytes) mime = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GBytes) written = NULL;

  for (gsize i = 0; i < size; i++)
    data[i] = (guchar) (i * 2654435761u >> 11);
  encoded = g_base64_encode (data, size);
  for (gsize i = 0; encoded[i] != '\0'; i += strnlen (encoded + i, 76))
    {
      g_string_append_len (text, encoded + i, strnlen (encoded + i, 76));
      g_string_append_c (text, '\n');
    }

  mime = g_bytes_new (text->str, text->len);
  message = mock_mail_read (mime);
  written = mock_mail_write (message, MAPI_MIME_WRITE_DEFAULT);
  TAP_BYTES (written, mime);
}

/* Makes a property one that is too large to be read but from a stream. */
static void
write_as_stream (MapiMessage *message, guint32 tag)
{
  g_autoptr (MapiPropList) props = mock_mail_get_all (message);
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (props, tag);
  g_autoptr (GObject) stream = mapi_prop_open_property (
      MAPI_PROP (message), tag, "MapiStream", 0, MAPI_CREATE | MAPI_MODIFY, NULL, NULL);
  g_autoptr (MapiPropList) after = NULL;

  CU_ASSERT_TRUE (mapi_stream_write (MAPI_STREAM (stream), bytes, NULL, NULL));
  CU_ASSERT_TRUE (mapi_stream_commit (MAPI_STREAM (stream), 0, NULL, NULL));
  after = mock_mail_get_all (message);
  TAP_NUMBER (mapi_prop_list_get_error (after, tag), (gint32) MAPI_E_NOT_ENOUGH_MEMORY);
}

/* Not even what is beside the values has to fit into one. */
static void
test_large_headers (void)
{
  g_autoptr (GString) text = g_string_new ("References: <0@here>");
  g_autoptr (GBytes) mime = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GBytes) written = NULL;

  for (guint i = 1; i < 60000; i++)
    g_string_append_printf (text, "\n <%020u@here>", i);
  g_string_append (text, "\nContent-Type: text/html\n\n");
  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (text, "<p>%020u</p>\n", i);

  mime = g_bytes_new (text->str, text->len);
  message = mock_mail_read (mime);
  write_as_stream (message, MAPI_PR_INTERNET_REFERENCES);
  write_as_stream (message, MAPI_PR_HTML);
  write_as_stream (message, MAPI_PR_MIME_SKELETON);
  written = mock_mail_write (message, MAPI_MIME_WRITE_DEFAULT);
  TAP_BYTES (written, mime);
}

TAP_MAIN ("kit/mime-mail",
          { "round trip", test_round_trip },
          { "ends of lines", test_line_ends },
          { "portions", test_portions },
          { "copied to another message", test_copied },
          { "truncated messages", test_truncated },
          { "damaged messages", test_damaged },
          { "damaged skeletons", test_damaged_skeleton },
          { "deep messages", test_deep },
          { "a large attachment", test_large },
          { "large headers and texts", test_large_headers })
