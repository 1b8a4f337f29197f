/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tap.h"

#include <mapi/mapi.h>
#include <string.h>

#define RTF "{\\rtf1\\ansi\\pard hello world hello world hello world hello world}"

static MapiStream *
new_compressed (const char *rtf)
{
  g_autoptr (GBytes) bytes = g_bytes_new (rtf, strlen (rtf));
  g_autoptr (GBytes) value = mapi_rtf_compress (bytes, 0, NULL);

  return MAPI_STREAM (mapi_memory_stream_new (value));
}

static void
check_content (MapiStream *stream, const char *expected)
{
  g_autoptr (GBytes) wanted = g_bytes_new (expected, strlen (expected));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mapi_stream_read (stream, 100000, NULL, &error);

  TAP_NO_ERROR (error);
  TAP_BYTES (bytes, wanted);
}

static void
test_read (void)
{
  g_autoptr (MapiStream) compressed = new_compressed (RTF);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiStream) stream = mapi_rtf_wrap_stream (compressed, 0, NULL, &error);
  g_autoptr (GBytes) bytes = g_bytes_new ("x", 1);

  TAP_NO_ERROR (error);
  check_content (stream, RTF);
  check_content (stream, "");
  CU_ASSERT_TRUE (mapi_stream_commit (stream, 0, NULL, NULL));
  CU_ASSERT_FALSE (mapi_stream_write (stream, bytes, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_ACCESS);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_stream_seek (stream, 0, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
}

static void
write_text (MapiStream *stream, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  CU_ASSERT_TRUE (mapi_stream_write (stream, bytes, NULL, NULL));
}

static void
check_write (guint32 flags, const char *magic)
{
  g_autoptr (MapiStream) compressed = new_compressed ("{\\rtf1 something else, and longer, that "
                                                      "does not repeat much, so that it is long}");
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiStream) stream =
      mapi_rtf_wrap_stream (compressed, MAPI_MODIFY | flags, NULL, &error);
  g_autoptr (MapiStream) back = NULL;
  g_autoptr (GBytes) value = NULL;

  TAP_NO_ERROR (error);
  write_text (stream, "{\\rtf1\\ansi\\pard hello world hello world ");
  CU_ASSERT_TRUE (mapi_stream_commit (stream, 0, NULL, NULL));
  write_text (stream, "hello world hello world}");
  CU_ASSERT_TRUE (mapi_stream_commit (stream, 0, NULL, &error));
  TAP_NO_ERROR (error);

  value = mapi_memory_stream_get_bytes (MAPI_MEMORY_STREAM (compressed), NULL);
  CU_ASSERT (memcmp ((const char *) g_bytes_get_data (value, NULL) + 8, magic, 4) == 0);
  CU_ASSERT_TRUE (mapi_stream_seek (compressed, 0, 0, NULL, NULL));
  back = mapi_rtf_wrap_stream (compressed, 0, NULL, &error);
  TAP_NO_ERROR (error);
  check_content (back, RTF);
}

static void
test_write (void)
{
  check_write (0, "LZFu");
  check_write (MAPI_STORE_UNCOMPRESSED_RTF, "MELA");
}

static void
check_native (const char *rtf, guint32 code_page, guint32 kind, const char *expected)
{
  g_autoptr (MapiStream) compressed = new_compressed (rtf);
  g_autoptr (GError) error = NULL;
  guint32 native = 0;
  g_autoptr (MapiStream) stream =
      mapi_rtf_wrap_stream_ex (compressed, MAPI_NATIVE_BODY, code_page, &native, NULL, &error);

  TAP_NO_ERROR (error);
  TAP_NUMBER (native, kind);
  check_content (stream, expected);
}

static void
test_native (void)
{
  check_native (RTF, 0, MAPI_NATIVE_BODY_TYPE_RTF, RTF);
  check_native ("{\\rtf1\\fromtext caf\\'e9\\par}", 0, MAPI_NATIVE_BODY_TYPE_PLAINTEXT, "café\r\n");
  check_native ("{\\rtf1\\fromtext caf\\'e9}", 1252, MAPI_NATIVE_BODY_TYPE_PLAINTEXT, "caf\xe9");
  check_native ("{\\rtf1\\fromhtml1{\\*\\htmltag <b>}\\u1046?}",
                1252,
                MAPI_NATIVE_BODY_TYPE_HTML,
                "<b>&#1046;");
}

static void
check_refused (MapiStream *compressed, guint32 flags, MapiError code)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_PTR_NULL (mapi_rtf_wrap_stream_ex (compressed, flags, 0, NULL, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, code);
}

static void
test_refused (void)
{
  g_autoptr (MapiStream) compressed = new_compressed (RTF);
  g_autoptr (MapiStream) no_rtf = new_compressed ("no RTF");
  g_autoptr (MapiStream) empty = MAPI_STREAM (mapi_memory_stream_new (NULL));

  check_refused (compressed, MAPI_MODIFY | MAPI_NATIVE_BODY, MAPI_E_INVALID_PARAMETER);
  check_refused (compressed, 0x40, MAPI_E_UNKNOWN_FLAGS);
  check_refused (no_rtf, 0, MAPI_E_CORRUPT_DATA);
  check_refused (empty, 0, MAPI_E_CORRUPT_DATA);
}

TAP_MAIN ("kit/rtf-stream",
          { "reading", test_read },
          { "writing", test_write },
          { "the native body", test_native },
          { "what is refused", test_refused })
