/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-code-page-private.h"
#include "mapi-html-private.h"
#include "mapi-html-token-private.h"

#include <string.h>

#define UTF8 65001u
#define ASCII 20127u
#define WINDOWS_LATIN 1252u
#define MAX_HEAD 4096 /* where a document names its character set, if it does */

static guint32
find_mark (const guint8 *data, gsize size)
{
  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return UTF8;
  if (size >= 2 && memcmp (data, "\xff\xfe", 2) == 0)
    return 1200;
  if (size >= 2 && memcmp (data, "\xfe\xff", 2) == 0)
    return 1201;
  return 0;
}

/* The character set in "text/html; charset=utf-8". */
static char *
find_parameter (const char *content)
{
  g_autofree char *lower = g_ascii_strdown (content, -1);
  const char      *found = strstr (lower, "charset=");

  if (found == NULL)
    return NULL;
  found += strlen ("charset=");
  found += strspn (found, " \"'");
  return g_strndup (found, strcspn (found, " \"';"));
}

static guint32
read_meta (const MapiHtmlToken *token)
{
  g_autofree char *charset = mapi_html_token_get_attribute (token, "charset");
  g_autofree char *content = mapi_html_token_get_attribute (token, "content");
  g_autofree char *parameter = content != NULL ? find_parameter (content) : NULL;
  const char      *name = charset != NULL ? charset : parameter;

  return name != NULL ? mapi_code_page_from_charset (name) : 0;
}

static guint32
find_meta (const char *data, gsize size)
{
  MapiHtmlScanner scanner = MAPI_HTML_SCANNER_INIT (data, MIN (size, MAX_HEAD));
  MapiHtmlToken   token;
  guint32         code_page = 0;

  while (code_page == 0 && mapi_html_scanner_next (&scanner, &token))
    if (token.kind == MAPI_HTML_TOKEN_OPEN && strcmp (token.name, "meta") == 0)
      code_page = read_meta (&token);

  /* What could be read so far is not of two or four bytes a character, whatever it says. */
  return code_page == 1200 || code_page == 1201 || code_page == 12000 || code_page == 12001
             ? UTF8
             : code_page;
}

/**
 * mapi_html_get_code_page:
 * @html: a document, as PR_HTML holds it
 * @code_page: what the message says: mapi_code_page_of_internet(), or 0
 *
 * Finds the code page of a document. A byte order mark is believed first, then the message, then
 * the document's own `meta` element. Without any of them it is UTF-8 when that is what the bytes
 * are, or else 1252.
 *
 * Returns: the code page
 *
 * Since: 1.0
 */
guint32
mapi_html_get_code_page (GBytes *html, guint32 code_page)
{
  gsize         size;
  gconstpointer data;
  guint32       found;

  g_return_val_if_fail (html != NULL, UTF8);

  data = g_bytes_get_data (html, &size);
  if (size == 0)
    return code_page != 0 ? code_page : UTF8;

  found = find_mark (data, size);
  if (found == 0 && code_page != ASCII) /* which is a part of all the others */
    found = code_page;
  if (found == 0)
    found = find_meta (data, size);
  if (found == 0)
    found = g_utf8_validate_len (data, size, NULL) ? UTF8 : WINDOWS_LATIN;
  return found;
}

/**
 * mapi_html_decode:
 * @html: a document, as PR_HTML holds it
 * @code_page: what the message says: mapi_code_page_of_internet(), or 0
 * @error: return location for a #GError
 *
 * Reads a document with the code page that mapi_html_get_code_page() finds. Bytes that mean nothing
 * there become U+FFFD: the only failure is %MAPI_E_UNKNOWN_CPID.
 *
 * Returns: (transfer full): the document in UTF-8
 *
 * Since: 1.0
 */
char *
mapi_html_decode (GBytes *html, guint32 code_page, GError **error)
{
  char *text;

  g_return_val_if_fail (html != NULL, NULL);

  text = mapi_code_page_to_utf8 (mapi_html_get_code_page (html, code_page), html, error);
  if (text != NULL && g_str_has_prefix (text, "\xef\xbb\xbf"))
    memmove (text, text + 3, strlen (text + 3) + 1);
  return text;
}

/**
 * mapi_html_encode:
 * @html: a document in UTF-8
 * @code_page: the code page that is wanted
 * @error: return location for a #GError
 *
 * Writes a document in a code page. Characters that it lacks become references such as `&#8364;`:
 * the only failure is %MAPI_E_UNKNOWN_CPID.
 *
 * Returns: (transfer full): the document, as PR_HTML holds it
 *
 * Since: 1.0
 */
GBytes *
mapi_html_encode (const char *html, guint32 code_page, GError **error)
{
  GString *bytes;

  g_return_val_if_fail (html != NULL, NULL);

  bytes = mapi_code_page_encode (code_page, html, MAPI_CODE_PAGE_LACK_REFERENCE, error);
  return bytes != NULL ? g_string_free_to_bytes (bytes) : NULL;
}

/* Blanks are kept: the first one as it is, and those after it without a break. */
void
mapi_html_append_text (GString *html, const char *text, gsize size)
{
  gboolean    after_blank = TRUE;
  const char *end = text + size;

  for (const char *at = text; at < end; at++)
    {
      gboolean is_break = *at == '\n' || *at == '\r';

      if (*at == '\r' && at + 1 < end && at[1] == '\n')
        continue;
      if (is_break)
        g_string_append (html, "<br>\r\n");
      else if (*at == ' ' && after_blank)
        g_string_append (html, "&nbsp;");
      else if (*at == '<' || *at == '>')
        g_string_append (html, *at == '<' ? "&lt;" : "&gt;");
      else if (*at == '&')
        g_string_append (html, "&amp;");
      else
        g_string_append_c (html, *at);
      after_blank = is_break || *at == ' ';
    }
}

/**
 * mapi_html_from_text:
 * @text: a plain text
 *
 * Makes a document that shows a plain text as it is: its lines and its blanks are kept. It names no
 * character set, so that it can be written in any.
 *
 * Returns: (transfer full): the document
 *
 * Since: 1.0
 */
char *
mapi_html_from_text (const char *text)
{
  GString *html;

  g_return_val_if_fail (text != NULL, NULL);

  html = g_string_new ("<html><body>\r\n");
  mapi_html_append_text (html, text, strlen (text));
  g_string_append (html, "</body></html>\r\n");
  return g_string_free (html, FALSE);
}
