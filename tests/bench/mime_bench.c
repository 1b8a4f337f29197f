/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * MIME to properties against GMime that parses and decodes, and properties to MIME against GMime
 * that builds and writes: 2 KiB of text, 20 KiB in two forms, and an attachment that makes 1 MiB.
 */

#include "rounds.h"

#include <gmime/gmime.h>
#include <mapi/mapi.h>

#include <string.h>

#define PLAIN_LINE "The quick brown fox jumps over the lazy dog, line after line.\r\n"
#define HTML_LINE "<p>Some html text with an \xc3\xa4 umlaut = and more, to be quoted.</p>\r\n"
#define SHORT_TEXT 1700
#define LONG_TEXT 9000
#define LONG_HTML 9500
#define ATTACHED (760 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeObject, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)

/* What the three messages are made of; NULL is left out. */
typedef struct
{
  char        *text;
  char        *html;
  GBytes      *data;
  GBytes      *mime;    /* as GMime writes it */
  MapiMessage *message; /* as mapi_mime_read() makes it of that, without what keeps the bytes */
} Sample;

static Sample samples[3];

static char *
repeat (const char *line, gsize size)
{
  GString *text = g_string_sized_new (size + strlen (line));

  while (text->len < size)
    g_string_append (text, line);
  return g_string_free (text, FALSE);
}

static GBytes *
make_data (void)
{
  guint8 *data = g_malloc (ATTACHED);

  for (guint i = 0; i < ATTACHED; i++)
    data[i] = (guint8) ((i * 2654435761u) >> 11);
  return g_bytes_new_take (data, ATTACHED);
}

static GMimeObject *
make_part (const char          *type,
           const char          *subtype,
           const void          *data,
           gsize                size,
           GMimeContentEncoding encoding)
{
  GMimePart *part = g_mime_part_new_with_type (type, subtype);
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_buffer (data, size);
  g_autoptr (GMimeDataWrapper) content =
      g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_part_set_content (part, content);
  g_mime_part_set_content_encoding (part, encoding);
  return GMIME_OBJECT (part);
}

static void
add_part (GMimeMultipart *whole, GMimeObject *part)
{
  g_mime_multipart_add (whole, part);
  g_object_unref (part);
}

static GMimeObject *
make_body (const Sample *sample)
{
  GMimeObject *text =
      make_part ("text", "plain", sample->text, strlen (sample->text), GMIME_CONTENT_ENCODING_7BIT);
  GMimeMultipart *whole;

  if (sample->html == NULL && sample->data == NULL)
    return text;
  whole = g_mime_multipart_new_with_subtype (sample->html != NULL ? "alternative" : "mixed");
  add_part (whole, text);
  if (sample->html != NULL)
    add_part (whole,
              make_part ("text",
                         "html",
                         sample->html,
                         strlen (sample->html),
                         GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE));
  if (sample->data != NULL)
    {
      gsize         size;
      gconstpointer data = g_bytes_get_data (sample->data, &size);
      GMimeObject  *part =
          make_part ("application", "octet-stream", data, size, GMIME_CONTENT_ENCODING_BASE64);

      g_mime_part_set_filename (GMIME_PART (part), "file.bin");
      add_part (whole, part);
    }
  return GMIME_OBJECT (whole);
}

static GBytes *
build_and_write (const Sample *sample)
{
  g_autoptr (GMimeMessage) message = g_mime_message_new (TRUE);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (1700000000);
  g_autoptr (GMimeObject) body = make_body (sample);
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_byte_array (bytes);

  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, "Some One", "a@perf.invalid");
  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_TO, "Other", "b@perf.invalid");
  g_mime_message_set_subject (message, "The subject of the test message", "utf-8");
  g_mime_message_set_date (message, date);
  g_mime_message_set_message_id (message, "abc@perf.invalid");
  g_mime_message_set_mime_part (message, body);
  g_mime_object_write_to_stream (GMIME_OBJECT (message), NULL, stream);
  return g_byte_array_free_to_bytes (bytes);
}

static void
decode_part (GMimeObject *parent, GMimeObject *part, gpointer data)
{
  g_autoptr (GMimeStream) stream = NULL;

  if (!GMIME_IS_PART (part))
    return;
  stream = g_mime_stream_mem_new ();
  g_mime_data_wrapper_write_to_stream (g_mime_part_get_content (GMIME_PART (part)), stream);
}

static void
parse_and_decode (GBytes *mime)
{
  g_autoptr (GMimeStream) stream =
      g_mime_stream_mem_new_with_buffer (g_bytes_get_data (mime, NULL), g_bytes_get_size (mime));
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);
  g_autoptr (GMimeMessage) message = g_mime_parser_construct_message (parser, NULL);

  bench_check (message != NULL && g_mime_message_get_subject (message) != NULL &&
                   g_mime_message_get_from (message) != NULL,
               NULL);
  g_mime_message_foreach (message, decode_part, NULL);
}

static MapiMessage *
read_message (GBytes *mime)
{
  g_autoptr (GError) error = NULL;
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (mime);

  bench_check (mapi_mime_read (message, stream, MAPI_MIME_READ_DEFAULT, NULL, &error), error);
  return message;
}

/* Written from properties alone, as what a client made. */
static void
forget_skeleton (MapiMessage *message)
{
  static const guint32 skeleton[] = { MAPI_PR_MIME_SKELETON };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (skeleton, 1);

  bench_check (mapi_prop_delete_props (MAPI_PROP (message), tags, NULL, NULL, &error), error);
}

static void
make_samples (void)
{
  samples[0].text = repeat (PLAIN_LINE, SHORT_TEXT);
  samples[1].text = repeat (PLAIN_LINE, LONG_TEXT);
  samples[1].html = repeat (HTML_LINE, LONG_HTML);
  samples[2].text = repeat (PLAIN_LINE, SHORT_TEXT);
  samples[2].data = make_data ();
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      samples[i].mime = build_and_write (&samples[i]);
      samples[i].message = read_message (samples[i].mime);
      forget_skeleton (samples[i].message);
    }
}

static void
read_ours (const Sample *sample, guint count)
{
  while (count-- > 0)
    g_object_unref (read_message (sample->mime));
}

static void
read_peer (const Sample *sample, guint count)
{
  while (count-- > 0)
    parse_and_decode (sample->mime);
}

static void
write_ours (const Sample *sample, guint count)
{
  while (count-- > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) mime =
          mapi_mime_write_bytes (sample->message, MAPI_MIME_WRITE_DEFAULT, NULL, &error);

      bench_check (mime != NULL, error);
    }
}

static void
write_peer (const Sample *sample, guint count)
{
  while (count-- > 0)
    g_bytes_unref (build_and_write (sample));
}

#define FOR_SAMPLE(index)                                                                          \
  static void read_ours_##index (guint count) { read_ours (&samples[index], count); }              \
  static void read_peer_##index (guint count) { read_peer (&samples[index], count); }              \
  static void write_ours_##index (guint count) { write_ours (&samples[index], count); }            \
  static void write_peer_##index (guint count) { write_peer (&samples[index], count); }

FOR_SAMPLE (0)
FOR_SAMPLE (1)
FOR_SAMPLE (2)

int
main (int argc, char **argv)
{
  static const BenchCase cases[] = {
    { "read-2K", 2000, read_ours_0, read_peer_0 },
    { "read-20K", 800, read_ours_1, read_peer_1 },
    { "read-1M", 40, read_ours_2, read_peer_2 },
    { "write-2K", 2000, write_ours_0, write_peer_0 },
    { "write-20K", 800, write_ours_1, write_peer_1 },
    { "write-1M", 40, write_ours_2, write_peer_2 },
  };

  g_mime_init ();
  make_samples ();
  return bench_main (argc, argv, cases, G_N_ELEMENTS (cases));
}
