/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-mail.h"
#include "tap.h"

#include <gmime/gmime.h>
#include <string.h>

static void
list_folder (GPtrArray *paths, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".eml"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
}

static char *
get_fixture_path (const char *name)
{
  return g_build_filename (g_getenv ("MAPI_SOURCE_ROOT"), "tests", "mail", name, NULL);
}

GPtrArray *
mock_mail_list (void)
{
  GPtrArray       *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *own = get_fixture_path (NULL);

  list_folder (paths, own);
  if (g_getenv ("MAPI_TEST_MAIL") != NULL)
    list_folder (paths, g_getenv ("MAPI_TEST_MAIL"));
  return paths;
}

GBytes *
mock_mail_load (const char *path)
{
  char *data = NULL;
  gsize size = 0;

  CU_ASSERT_TRUE (g_file_get_contents (path, &data, &size, NULL));
  return g_bytes_new_take (data, size);
}

GBytes *
mock_mail_load_fixture (const char *name)
{
  g_autofree char *path = get_fixture_path (name);

  return mock_mail_load (path);
}

GBytes *
mock_mail_with_line_ends (GBytes *mime, const char *line_end)
{
  gsize       size;
  const char *data = g_bytes_get_data (mime, &size);
  GString    *text = g_string_sized_new (size);

  for (gsize i = 0; i < size; i++)
    if (data[i] == '\n')
      g_string_append (text, line_end);
    else if (data[i] != '\r' || i + 1 == size || data[i + 1] != '\n')
      g_string_append_c (text, data[i]);
  return g_string_free_to_bytes (text);
}

/* A stream that gives a few bytes at a time. */
#define MOCK_TYPE_DRIP (mock_drip_get_type ())
G_DECLARE_FINAL_TYPE (MockDrip, mock_drip, MOCK, DRIP, GFilterInputStream)

struct _MockDrip
{
  GFilterInputStream parent_instance;
  gsize              portion;
};

G_DEFINE_FINAL_TYPE (MockDrip, mock_drip, G_TYPE_FILTER_INPUT_STREAM)

static gssize
mock_drip_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));

  return g_input_stream_read (
      base, buffer, MIN (count, MOCK_DRIP (stream)->portion), cancellable, error);
}

static void
mock_drip_class_init (MockDripClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = mock_drip_read;
}

static void
mock_drip_init (MockDrip *self)
{
}

MapiMessage *
mock_mail_read_portions (GBytes *mime, gsize portion)
{
  MapiMessage *message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GInputStream) base = g_memory_input_stream_new_from_bytes (mime);
  g_autoptr (MockDrip) drip = g_object_new (MOCK_TYPE_DRIP, "base-stream", base, NULL);
  g_autoptr (GError) error = NULL;

  drip->portion = portion;
  CU_ASSERT_TRUE (
      mapi_mime_read (message, G_INPUT_STREAM (drip), MAPI_MIME_READ_DEFAULT, NULL, &error));
  TAP_NO_ERROR (error);
  return message;
}

MapiMessage *
mock_mail_read (GBytes *mime)
{
  return mock_mail_read_portions (mime, G_MAXSIZE);
}

GBytes *
mock_mail_write (MapiMessage *message, guint32 flags)
{
  g_autoptr (GError) error = NULL;
  GBytes *mime = mapi_mime_write_bytes (message, flags, NULL, &error);

  TAP_NO_ERROR (error);
  return mime != NULL ? mime : g_bytes_new_static ("", 0);
}

static gboolean
is_about_content (const char *name)
{
  return g_ascii_strncasecmp (name, "Content-", 8) == 0 ||
         g_ascii_strcasecmp (name, "MIME-Version") == 0;
}

static void
describe_headers (GString *out, GMimeObject *object)
{
  GMimeHeaderList *headers = g_mime_object_get_header_list (object);

  for (int i = 0; i < g_mime_header_list_get_count (headers); i++)
    {
      GMimeHeader     *header = g_mime_header_list_get_header_at (headers, i);
      g_autofree char *value = g_strdup (g_mime_header_get_raw_value (header));

      g_strdelimit (value, "\r\n", ' ');
      if (!is_about_content (g_mime_header_get_name (header)))
        g_string_append_printf (
            out, "%s:%s\n", g_mime_header_get_name (header), g_strstrip (value));
    }
}

static void
describe_content (GString *out, GMimePart *part)
{
  g_autoptr (GObject) stream = G_OBJECT (g_mime_stream_mem_new ());
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GByteArray       *bytes;
  g_autofree char  *digest = NULL;

  if (content != NULL)
    g_mime_data_wrapper_write_to_stream (content, GMIME_STREAM (stream));
  bytes = g_mime_stream_mem_get_byte_array (GMIME_STREAM_MEM (stream));
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes->data, bytes->len);
  g_string_append_printf (out, "%u bytes, %s\n", bytes->len, digest);
}

static void describe_object (GString *out, GMimeObject *object);

static void
describe_part (GString *out, GMimeObject *object)
{
  GMimeContentType *type = g_mime_object_get_content_type (object);
  g_autofree char  *mime_type = g_mime_content_type_get_mime_type (type);
  const char       *charset = g_mime_content_type_get_parameter (type, "charset");
  const char       *id = g_mime_object_get_content_id (object);
  const char       *disposition = g_mime_object_get_disposition (object);

  g_string_append_printf (out,
                          "part %s, charset %s, id %s, %s\n",
                          mime_type,
                          charset == NULL ? "" : charset,
                          id == NULL ? "" : id,
                          disposition == NULL ? "" : disposition);
  if (GMIME_IS_PART (object))
    {
      const char *name = g_mime_part_get_filename (GMIME_PART (object));

      g_string_append_printf (out, "name %s\n", name == NULL ? "" : name);
      describe_content (out, GMIME_PART (object));
    }
  else if (GMIME_IS_MULTIPART (object))
    for (int i = 0; i < g_mime_multipart_get_count (GMIME_MULTIPART (object)); i++)
      describe_object (out, g_mime_multipart_get_part (GMIME_MULTIPART (object), i));
  else if (GMIME_IS_MESSAGE_PART (object))
    describe_object (out,
                     GMIME_OBJECT (g_mime_message_part_get_message (GMIME_MESSAGE_PART (object))));
}

static void
describe_object (GString *out, GMimeObject *object)
{
  if (object == NULL)
    return;
  if (!GMIME_IS_MESSAGE (object))
    {
      describe_part (out, object);
      return;
    }

  describe_headers (out, object);
  describe_object (out, g_mime_message_get_mime_part (GMIME_MESSAGE (object)));
}

char *
mock_mail_describe (GBytes *mime)
{
  g_autoptr (GBytes) lines = mock_mail_with_line_ends (mime, "\r\n");
  GString *out = g_string_new (NULL);
  g_autoptr (GObject) stream = NULL;
  g_autoptr (GObject) parser = NULL;
  g_autoptr (GObject) message = NULL;
  gsize         size;
  gconstpointer data = g_bytes_get_data (lines, &size);

  g_mime_init ();
  stream = G_OBJECT (g_mime_stream_mem_new_with_buffer (data, size));
  parser = G_OBJECT (g_mime_parser_new_with_stream (GMIME_STREAM (stream)));
  message = (GObject *) g_mime_parser_construct_message (GMIME_PARSER (parser), NULL);
  if (message != NULL)
    describe_object (out, GMIME_OBJECT (message));
  return g_string_free (out, FALSE);
}
