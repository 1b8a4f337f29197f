/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-html.h"
#include "mapi-rtf-escape-private.h"
#include "mapi-rtf-reader-private.h"
#include "mapi-rtf-text.h"

#include <string.h>

/**
 * mapi_rtf_get_native_body:
 * @rtf: a text in RTF
 * @error: return location for a #GError
 *
 * Tells what a text in RTF was made from: HTML or plain text can be encapsulated in it
 * ([MS-OXRTFEX]). %MAPI_E_CORRUPT_DATA is what does not begin as RTF.
 *
 * Returns: `MAPI_NATIVE_BODY_TYPE_RTF`, `MAPI_NATIVE_BODY_TYPE_HTML` or
 *   `MAPI_NATIVE_BODY_TYPE_PLAINTEXT`, or 0 with @error set
 *
 * Since: 1.0
 */
guint32
mapi_rtf_get_native_body (GBytes *rtf, GError **error)
{
  g_autoptr (GString) out = NULL;
  MapiRtfOutline outline;

  g_return_val_if_fail (rtf != NULL, 0);

  out = g_string_new (NULL);
  return mapi_rtf_read (rtf, MAPI_RTF_READ_KIND, out, &outline, error) ? outline.kind : 0;
}

static char *
read_html (GBytes *rtf, GError **error)
{
  g_autoptr (GString) html = g_string_sized_new (g_bytes_get_size (rtf));
  MapiRtfOutline outline;

  if (!mapi_rtf_read (rtf, MAPI_RTF_READ_HTML, html, &outline, error))
    return NULL;
  return g_string_free (g_steal_pointer (&html), FALSE);
}

/**
 * mapi_rtf_to_text:
 * @rtf: a text in RTF
 * @error: return location for a #GError
 *
 * Gives the plain text of a text in RTF, as PR_BODY holds it. Of encapsulated HTML it is what
 * mapi_html_to_text() gives. Lines end with CRLF.
 *
 * What is damaged is read as far as it goes; only what does not begin as RTF is an error,
 * %MAPI_E_CORRUPT_DATA.
 *
 * Returns: (transfer full): the text in UTF-8
 *
 * Since: 1.0
 */
char *
mapi_rtf_to_text (GBytes *rtf, GError **error)
{
  g_autoptr (GString) text = NULL;
  g_autofree char *html = NULL;
  MapiRtfOutline   outline;

  g_return_val_if_fail (rtf != NULL, NULL);

  text = g_string_sized_new (g_bytes_get_size (rtf) / 2);
  if (!mapi_rtf_read (rtf, MAPI_RTF_READ_TEXT, text, &outline, error))
    return NULL;
  if (outline.kind != MAPI_NATIVE_BODY_TYPE_HTML)
    return g_string_free (g_steal_pointer (&text), FALSE);

  html = read_html (rtf, error);
  return html != NULL ? mapi_html_to_text (html) : NULL;
}

/**
 * mapi_rtf_from_text:
 * @text: a plain text
 *
 * Encapsulates a plain text in RTF. mapi_rtf_to_text() gives it again, with CRLF at the ends of its
 * lines whatever it had there.
 *
 * Returns: (transfer full): the text in RTF
 *
 * Since: 1.0
 */
GBytes *
mapi_rtf_from_text (const char *text)
{
  GString *rtf;

  g_return_val_if_fail (text != NULL, NULL);

  rtf = g_string_new (MAPI_RTF_HEADER ("\\fromtext "));
  mapi_rtf_append_escaped (rtf, text, strlen (text));
  g_string_append_c (rtf, '}');
  return g_string_free_to_bytes (rtf);
}

/**
 * mapi_rtf_to_html:
 * @rtf: a text in RTF
 * @error: return location for a #GError
 *
 * Gives the HTML that is encapsulated in a text in RTF. Failures: %MAPI_E_NOT_FOUND when there is
 * none in it, %MAPI_E_CORRUPT_DATA for what does not begin as RTF.
 *
 * Returns: (transfer full): the document in UTF-8
 *
 * Since: 1.0
 */
char *
mapi_rtf_to_html (GBytes *rtf, GError **error)
{
  guint32 kind;

  g_return_val_if_fail (rtf != NULL, NULL);

  kind = mapi_rtf_get_native_body (rtf, error);
  if (kind == MAPI_NATIVE_BODY_TYPE_HTML)
    return read_html (rtf, error);
  if (kind != 0)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_NOT_FOUND, "rtf: there is no HTML encapsulated in the text");
  return NULL;
}
