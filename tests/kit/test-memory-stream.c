/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

static void
write_data (MapiMemoryStream *stream, gconstpointer data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_stream_write (MAPI_STREAM (stream), bytes, NULL, &error));
  TAP_NO_ERROR (error);
}

static guint64
seek (MapiMemoryStream *stream, gint64 offset, guint32 origin)
{
  guint64 position = G_MAXUINT64;

  CU_ASSERT_TRUE (mapi_stream_seek (MAPI_STREAM (stream), offset, origin, &position, NULL));
  return position;
}

static void
check_content (MapiMemoryStream *stream, gconstpointer data, gsize size)
{
  g_autoptr (GBytes) expected = g_bytes_new (data, size);
  g_autoptr (GBytes) all = mapi_memory_stream_get_bytes (stream, NULL);
  g_autoptr (GBytes) read = NULL;

  TAP_BYTES (all, expected);
  seek (stream, 0, 0);
  read = mapi_stream_read (MAPI_STREAM (stream), size + 1, NULL, NULL);
  TAP_BYTES (read, expected);
}

static void
test_small (void)
{
  g_autoptr (GBytes) initial = g_bytes_new_static ("hello world", 11);
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (initial);
  g_autoptr (GBytes) part = mapi_stream_read (MAPI_STREAM (stream), 5, NULL, NULL);
  g_autoptr (GBytes) end = NULL;
  guint64 size = 0;

  TAP_NUMBER (g_bytes_get_size (part), 5);
  write_data (stream, "-W", 2);
  check_content (stream, "hello-World", 11);
  TAP_STRING (g_bytes_get_data (initial, NULL), "hello world");
  end = mapi_stream_read (MAPI_STREAM (stream), 10, NULL, NULL);
  TAP_NUMBER (g_bytes_get_size (end), 0);

  TAP_NUMBER (seek (stream, 2, 2), 13);
  write_data (stream, "!", 1);
  check_content (stream, "hello-World\0\0!", 14);
  CU_ASSERT_TRUE (mapi_stream_set_size (MAPI_STREAM (stream), 5, NULL, NULL));
  check_content (stream, "hello", 5);
  CU_ASSERT_TRUE (mapi_stream_get_size (MAPI_STREAM (stream), &size, NULL));
  TAP_NUMBER (size, 5);
}

static void
test_seek (void)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (GError) error = NULL;
  static const struct
  {
    gint64  offset;
    guint32 origin;
  } bad[] = { { -1, 0 }, { -6, 1 }, { -6, 2 }, { G_MININT64, 2 }, { G_MAXINT64, 1 }, { 0, 3 } };

  write_data (stream, "12345", 5);
  TAP_NUMBER (seek (stream, -2, 1), 3);
  TAP_NUMBER (seek (stream, -5, 2), 0);
  TAP_NUMBER (seek (stream, 5, 0), 5);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      CU_ASSERT_FALSE (
          mapi_stream_seek (MAPI_STREAM (stream), bad[i].offset, bad[i].origin, NULL, &error));
      TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
      g_clear_error (&error);
    }
  TAP_NUMBER (seek (stream, 0, 1), 5);

  seek (stream, G_MAXINT64, 0);
  CU_ASSERT_FALSE (mapi_stream_set_size (MAPI_STREAM (stream), G_MAXUINT64, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_TOO_BIG);
}

/* Across the size from which the stream lies in a file, in pieces that divide nothing. */
static void
test_large (void)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autofree guint8 *data = g_malloc (3000000);
  g_autoptr (GBytes) stolen = NULL;
  g_autoptr (GBytes) expected = NULL;
  guint64 size = 1;

  for (gsize i = 0; i < 3000000; i++)
    data[i] = (guint8) (i * 2654435761u >> 24);
  for (gsize i = 0; i < 3000000; i += 70001)
    write_data (stream, data + i, MIN (70001, 3000000 - i));
  check_content (stream, data, 3000000);

  seek (stream, 1048575, 0);
  write_data (stream, "ab", 2);
  memcpy (data + 1048575, "ab", 2);
  check_content (stream, data, 3000000);

  expected = g_bytes_new (data, 3000000);
  stolen = mapi_memory_stream_steal_bytes (stream, NULL);
  TAP_BYTES (stolen, expected);
  CU_ASSERT_TRUE (mapi_stream_get_size (MAPI_STREAM (stream), &size, NULL));
  TAP_NUMBER (size, 0);
}

static void
check_clone (gsize size)
{
  g_autofree guint8 *data = g_malloc0 (size);
  g_autofree guint8 *changed = g_malloc0 (size);
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (MapiMemoryStream) clone = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) expected = g_bytes_new (data, size);

  write_data (stream, data, size);
  clone = mapi_memory_stream_clone (stream);
  before = mapi_memory_stream_get_bytes (stream, NULL);
  seek (stream, 3, 0);
  write_data (stream, "x", 1);
  changed[3] = 'x';
  check_content (stream, changed, size);
  check_content (clone, data, size);
  TAP_BYTES (before, expected);

  seek (clone, 4, 0);
  write_data (clone, "y", 1);
  check_content (stream, changed, size);
}

static void
test_clone (void)
{
  check_clone (10);
  check_clone (2000000);
}

static void
test_gio (void)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (GOutputStream) output = mapi_stream_get_output_stream (MAPI_STREAM (stream));
  g_autoptr (GInputStream) input = NULL;
  char  buffer[20] = "";
  gsize n = 0;

  CU_ASSERT_TRUE (g_output_stream_write_all (output, "some text", 9, NULL, NULL, NULL));
  CU_ASSERT_TRUE (g_output_stream_close (output, NULL, NULL));
  seek (stream, 5, 0);
  input = mapi_stream_get_input_stream (MAPI_STREAM (stream));
  CU_ASSERT_TRUE (g_input_stream_read_all (input, buffer, sizeof buffer, &n, NULL, NULL));
  TAP_NUMBER (n, 4);
  TAP_STRING (buffer, "text");
}

static void
test_cancelled (void)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_cancellable_cancel (cancellable);
  bytes = mapi_stream_read (MAPI_STREAM (stream), 1, cancellable, &error);
  CU_ASSERT_PTR_NULL (bytes);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
}

TAP_MAIN ("kit/memory-stream",
          { "read, write and resize in memory", test_small },
          { "seek, and refuse to", test_seek },
          { "large ones lie in a file", test_large },
          { "clones part when one is written to", test_clone },
          { "seen as streams of GIO", test_gio },
          { "cancelled", test_cancelled })
