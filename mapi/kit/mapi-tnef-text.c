/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-code-page-private.h"
#include "mapi-tnef-text-private.h"

#define WINDOWS_LATIN 1252
#define REPLACEMENT 0xfffd

/* Always text, however wrong the code page is. */
char *
mapi_tnef_text_decode (guint32 code_page, const guint8 *data, gsize size)
{
  GString      *text = g_string_new (NULL);
  const guint8 *end = size == 0 ? NULL : memchr (data, '\0', size);

  if (end != NULL)
    size = end - data;
  if (size > 0 && !mapi_code_page_decode (code_page, (const char *) data, size, text, NULL))
    {
      g_string_truncate (text, 0);
      mapi_code_page_decode (WINDOWS_LATIN, (const char *) data, size, text, NULL);
    }
  return g_string_free (text, FALSE);
}

static gunichar2
get_unit (const guint8 *data)
{
  return (gunichar2) (data[0] | data[1] << 8);
}

/* What is no character of UTF-16 becomes U+FFFD. */
char *
mapi_tnef_text_decode_utf16 (const guint8 *data, gsize size)
{
  GString *text = g_string_sized_new (size / 2 + 1);

  for (gsize i = 0; i + 1 < size; i += 2)
    {
      gunichar c = get_unit (data + i);

      if (c == 0)
        break;
      if ((c & 0xfc00) == 0xd800 && i + 3 < size && (get_unit (data + i + 2) & 0xfc00) == 0xdc00)
        {
          c = 0x10000 + ((c & 0x3ff) << 10) + (get_unit (data + i + 2) & 0x3ff);
          i += 2;
        }
      g_string_append_unichar (text, (c & 0xfffff800) == 0xd800 ? REPLACEMENT : c);
    }
  return g_string_free (text, FALSE);
}

/* With a NUL behind it; NULL when the code page has not all of the characters. */
GByteArray *
mapi_tnef_text_encode (guint32 code_page, const char *text)
{
  GString    *encoded = mapi_code_page_encode (code_page, text, MAPI_CODE_PAGE_LACK_FAILS, NULL);
  GByteArray *bytes;

  if (encoded == NULL)
    return NULL;

  bytes = g_byte_array_sized_new (encoded->len + 1);
  g_byte_array_append (bytes, (const guint8 *) encoded->str, encoded->len + 1);
  g_string_free (encoded, TRUE);
  return bytes;
}

static void
append_unit (GByteArray *bytes, gunichar unit)
{
  const guint8 pair[2] = { unit & 0xff, unit >> 8 & 0xff };

  g_byte_array_append (bytes, pair, sizeof pair);
}

/* With a NUL behind it. */
GByteArray *
mapi_tnef_text_encode_utf16 (const char *text)
{
  GByteArray *bytes = g_byte_array_sized_new (2 * strlen (text) + 2);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c >= 0x10000)
        {
          append_unit (bytes, 0xd800 + ((c - 0x10000) >> 10));
          c = 0xdc00 + (c & 0x3ff);
        }
      append_unit (bytes, c);
    }
  append_unit (bytes, 0);
  return bytes;
}

gboolean
mapi_tnef_text_has_code_page (guint32 code_page)
{
  const char *name = mapi_code_page_get_charset (code_page);

  return name != NULL && !g_str_has_prefix (name, "utf-16") && !g_str_has_prefix (name, "utf-32") &&
         !g_str_equal (name, "utf-7");
}
