/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Character sets: text of any into UTF-8 and back, without a loss. */

#include "config.h"

#include <errno.h>
#include "mapi-gmime-private.h"
#include <string.h>

#include "mapi-code-page.h"
#include "mapi-mime-charset-private.h"
#include "mapi-mime-header-private.h"

#define REPLACEMENT "\xef\xbf\xbd"
#define BUFFER_SIZE 4096

#define CODE_PAGE_ASCII 20127
#define CODE_PAGE_UTF8 65001
#define CODE_PAGE_WINDOWS 1252

static gboolean
is_any (const char *charset, const char *const *names)
{
  for (; *names != NULL; names++)
    if (g_ascii_strcasecmp (charset, *names) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_utf8 (const char *charset)
{
  static const char *const names[] = { "utf-8", "utf8", "us-ascii", "ascii", NULL };

  return is_any (charset, names);
}

/* One step of a conversion; FALSE when it can go no further. */
static gboolean
convert_some (iconv_t cd, char **data, gsize *size, const char *replacement, GString *out)
{
  char  buffer[BUFFER_SIZE];
  char *target = buffer;
  gsize room = sizeof buffer;
  gsize result = iconv (cd, data, size, &target, &room);
  int   code = errno;

  g_string_append_len (out, buffer, target - buffer);
  if (result != (gsize) -1 || code == E2BIG)
    return TRUE;
  if (replacement == NULL)
    return FALSE;

  g_string_append (out, replacement);
  (*data)++;
  (*size)--;
  return TRUE;
}

/* Converts; what cannot be becomes @replacement, or without one there is no answer. */
static GString *
convert (const char *to, const char *from, const char *data, gsize size, const char *replacement)
{
  GString *out;
  char    *at = (char *) data;
  gboolean good = TRUE;
  iconv_t  cd = mapi_gmime ()->g_mime_iconv_open (to, from);

  if (cd == (iconv_t) -1)
    return NULL;

  out = g_string_sized_new (size + size / 2);
  while (good && size > 0)
    good = convert_some (cd, &at, &size, replacement, out);
  if (good)
    convert_some (cd, NULL, NULL, NULL, out); /* leaves the shift state */
  mapi_gmime ()->g_mime_iconv_close (cd);

  if (!good)
    g_string_free (g_steal_pointer (&out), TRUE);
  return out;
}

/* A NUL would end a property's string early. */
static GString *
replace_nuls (const char *data, gsize size)
{
  GString    *text = g_string_sized_new (size);
  const char *nul;

  while ((nul = memchr (data, '\0', size)) != NULL)
    {
      g_string_append_len (text, data, nul - data);
      g_string_append (text, REPLACEMENT);
      size -= nul + 1 - data;
      data = nul + 1;
    }
  g_string_append_len (text, data, size);
  return text;
}

static char *
as_string (GString *text)
{
  return mapi_mime_text_make_valid (g_string_free (text, FALSE));
}

/* Whether encoding @text with @charset gives exactly these bytes. */
static gboolean
is_reversible (const char *charset, const char *text, const char *data, gsize size)
{
  g_autoptr (GString) back = mapi_mime_charset_encode (charset, text);

  return back != NULL && back->len == size && memcmp (back->str, data, size) == 0;
}

static gboolean
has_c1 (const char *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (((guchar) data[i] & 0xe0) == 0x80)
      return TRUE;
  return FALSE;
}

/* Decodes by the label alone, without a loss, or not at all. */
static char *
decode_exactly (const char *charset, const char *data, gsize size, const char **used)
{
  g_autoptr (GString) text = convert ("UTF-8", charset, data, size, NULL);

  if (text == NULL || !g_utf8_validate_len (text->str, text->len, NULL) ||
      !is_reversible (charset, text->str, data, size))
    return NULL;

  *used = charset;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
decode_labelled (const char *charset, const char *data, gsize size, const char **used)
{
  char *text = NULL;

  /* Letters between 0x80 and 0x9f are of Windows, whatever the label says. */
  if (g_ascii_strncasecmp (charset, "iso-8859-", 9) == 0 && has_c1 (data, size))
    text =
        decode_exactly (mapi_gmime ()->g_mime_charset_iso_to_windows (charset), data, size, used);
  return text != NULL ? text : decode_exactly (charset, data, size, used);
}

/* As much as can be read of it. */
static char *
decode_roughly (const char *charset, const char *data, gsize size)
{
  GString *text = NULL;

  if (charset != NULL)
    text = convert ("UTF-8", charset, data, size, REPLACEMENT);
  if (text == NULL)
    text = convert ("UTF-8", "windows-1252", data, size, REPLACEMENT);
  if (text == NULL)
    return as_string (replace_nuls (data, size));

  if (memchr (text->str, '\0', text->len) != NULL)
    {
      GString *clean = replace_nuls (text->str, text->len);

      g_string_free (text, TRUE);
      text = clean;
    }
  return as_string (text);
}

/*
 * Decodes text as well as can be, whatever @charset says. @used is the character set that
 * mapi_mime_charset_encode() takes to give exactly the same bytes again, NULL when there is none.
 */
char *
mapi_mime_charset_decode (const char *charset, const char *data, gsize size, const char **used)
{
  g_autoptr (GString) plain = NULL;
  char *text;

  *used = NULL;
  if (charset != NULL && is_utf8 (charset))
    charset = NULL;
  if (charset != NULL && (text = decode_labelled (charset, data, size, used)) != NULL)
    return text;

  if (g_utf8_validate_len (data, size, NULL))
    {
      *used = "utf-8";
      return g_strndup (data, size);
    }

  plain = replace_nuls (data, size);
  if (charset == NULL && g_utf8_validate_len (plain->str, plain->len, NULL))
    return g_string_free (g_steal_pointer (&plain), FALSE);
  return decode_roughly (charset, data, size);
}

/* NULL when the character set is not known or has not all of the characters. */
GString *
mapi_mime_charset_encode (const char *charset, const char *text)
{
  if (is_utf8 (charset))
    return g_string_new (text);
  return convert (charset, "UTF-8", text, strlen (text), NULL);
}

/* The code page of @charset; without a known one, what the bytes look like. */
guint32
mapi_mime_charset_get_code_page (const char *charset, const char *data, gsize size)
{
  guint32 code_page = charset == NULL ? 0 : mapi_code_page_from_charset (charset);

  if (code_page != 0)
    return code_page;
  if (mapi_mime_text_is_ascii (data, size))
    return CODE_PAGE_ASCII;
  return g_utf8_validate_len (data, size, NULL) ? CODE_PAGE_UTF8 : CODE_PAGE_WINDOWS;
}
