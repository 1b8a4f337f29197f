/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Formatted text to which others have added lines as plain text: a disclaimer, the footer of a
 * mailing list. It keeps its formatting, and shows the lines too. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-html-private.h"
#include "mapi-html-token-private.h"
#include "mapi-rtf-escape-private.h"
#include "mapi-rtf-reader-private.h"
#include "mapi-rtf-text.h"
#include "mapi-text-splice-private.h"
#include "mapi-text-sync-private.h"

#include <string.h>

/* FALSE unless @before, as plain text, stands within @text. */
gboolean
mapi_text_splice_init (MapiTextSplice *self, const char *text, const char *before)
{
  g_autofree char *all = mapi_text_sync_get_significant (text);
  g_autofree char *part = mapi_text_sync_get_significant (before);
  const char      *found = *part != '\0' ? strstr (all, part) : NULL;
  glong            n = g_utf8_strlen (part, -1);

  if (found == NULL)
    return FALSE;

  self->n_prefix = g_utf8_pointer_to_offset (all, found);
  self->n_trailing = g_utf8_strlen (found, -1) - n;
  self->prefix = text;
  self->prefix_size = self->n_prefix > 0 ? mapi_text_sync_find (text, self->n_prefix) : 0;
  self->trailing = text + strlen (text);
  if (self->n_trailing > 0)
    self->trailing = g_utf8_next_char (text + mapi_text_sync_find (text, self->n_prefix + n - 1));
  return TRUE;
}

/* Where the document's text begins, or where it ends. */
static gsize
find_edge (const char *html, MapiHtmlTokenKind kind, gsize otherwise)
{
  MapiHtmlScanner scanner = MAPI_HTML_SCANNER_INIT (html, strlen (html));
  MapiHtmlToken   token;
  gsize           edge = otherwise;

  while (mapi_html_scanner_next (&scanner, &token))
    if (token.kind == kind && strcmp (token.name, "body") == 0)
      edge = (gsize) ((kind == MAPI_HTML_TOKEN_OPEN ? scanner.at : token.start) - html);
  return edge;
}

/* Gives the document with what was added. */
char *
mapi_text_splice_apply_html (const MapiTextSplice *self, const char *html)
{
  gsize    begin = find_edge (html, MAPI_HTML_TOKEN_OPEN, 0);
  gsize    end = find_edge (html, MAPI_HTML_TOKEN_CLOSE, strlen (html));
  GString *spliced = g_string_new_len (html, (gssize) begin);

  end = MAX (begin, end);
  mapi_html_append_text (spliced, self->prefix, self->prefix_size);
  g_string_append_len (spliced, html + begin, (gssize) (end - begin));
  mapi_html_append_text (spliced, self->trailing, strlen (self->trailing));
  g_string_append (spliced, html + end);
  return g_string_free (spliced, FALSE);
}

static void
append_rtf (GString *rtf, const char *text, gsize size)
{
  if (size == 0)
    return;
  g_string_append (rtf, "{\\plain\\uc1 ");
  mapi_rtf_append_escaped (rtf, text, size);
  g_string_append_c (rtf, '}');
}

/* Gives a text in RTF, which no HTML is encapsulated in, with what was added. */
static GBytes *
apply_text (const MapiTextSplice *self, GBytes *rtf)
{
  g_autoptr (GString) text = g_string_new (NULL);
  MapiRtfOutline outline;
  gsize          size;
  const char    *data = g_bytes_get_data (rtf, &size);
  GString       *spliced;

  if (!mapi_rtf_read (rtf, MAPI_RTF_READ_TEXT, text, &outline, NULL))
    return NULL;

  spliced = g_string_new_len (data, (gssize) outline.begin);
  append_rtf (spliced, self->prefix, self->prefix_size);
  g_string_append_len (spliced, data + outline.begin, (gssize) (outline.end - outline.begin));
  append_rtf (spliced, self->trailing, strlen (self->trailing));
  g_string_append_len (spliced, data + outline.end, (gssize) (size - outline.end));
  return g_string_free_to_bytes (spliced);
}

GBytes *
mapi_text_splice_apply_rtf (const MapiTextSplice *self, GBytes *rtf)
{
  g_autofree char *html = NULL;
  g_autofree char *spliced = NULL;

  if (mapi_rtf_get_native_body (rtf, NULL) != MAPI_NATIVE_BODY_TYPE_HTML)
    return apply_text (self, rtf);

  html = mapi_rtf_to_html (rtf, NULL);
  if (html == NULL)
    return NULL;
  spliced = mapi_text_splice_apply_html (self, html);
  return mapi_rtf_from_html (spliced);
}
