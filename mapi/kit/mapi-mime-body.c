/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The text of a message, on the way in. */

#include "config.h"

#include <string.h>

#include "mapi-mime-body-private.h"
#include "mapi-mime-charset-private.h"

void
mapi_mime_body_clear (MapiMimeBody *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->html, g_bytes_unref);
}

/* Whether a part is the message's text, or the other form of it: that is beside the first in one
 * multipart/alternative. Any further text is an attachment. */
gboolean
mapi_mime_body_wants (const MapiMimeBody *self, const MapiMimePart *part, gboolean same_alternative)
{
  gboolean is_text = g_str_equal (part->type, "text/plain");
  gboolean is_html = g_str_equal (part->type, "text/html");

  if (part->is_attachment || part->file_name != NULL || !(is_text || is_html))
    return FALSE;
  if (!self->has_text && !self->has_html)
    return TRUE;
  return same_alternative && !(is_text ? self->has_text : self->has_html);
}

guint64
mapi_mime_body_hash_text (const char *text)
{
  return mapi_mime_hash (1, text, strlen (text));
}

static void
take_text (MapiMimeBody *self, const MapiMimePart *part, MapiMimePiece *piece, GByteArray *content)
{
  const char *data = (const char *) content->data;
  const char *charset = NULL;

  self->has_text = TRUE;
  self->text =
      mapi_mime_charset_decode (part->charset, data == NULL ? "" : data, content->len, &charset);
  piece->hash = mapi_mime_body_hash_text (self->text);
  if (charset != NULL)
    {
      piece->kind = MAPI_MIME_PIECE_TEXT;
      piece->charset = charset;
      return;
    }

  piece->kind = MAPI_MIME_PIECE_RAW;
  piece->data = data;
  piece->size = content->len;
}

static void
take_html (MapiMimeBody *self, MapiMimePiece *piece, GByteArray *content)
{
  self->has_html = TRUE;
  self->html = g_bytes_new (content->data, content->len);
  piece->kind = MAPI_MIME_PIECE_HTML;
  piece->hash = mapi_mime_hash (1, content->data, content->len);
}

/* The content as it came: some readers take the encoding's name for that of one, some do not, and
 * all are to see what they saw before. */
static void
keep_encoded (MapiMimePiece *piece, GByteArray *encoded)
{
  piece->kind =
      piece->kind == MAPI_MIME_PIECE_HTML ? MAPI_MIME_PIECE_KEPT_HTML : MAPI_MIME_PIECE_KEPT_TEXT;
  piece->charset = NULL;
  piece->data = (const char *) encoded->data;
  piece->size = encoded->len;
}

/* Takes the content of a part that was wanted, and with an odd encoding its encoded form too;
 * @skeleton is %NULL where none is kept. */
void
mapi_mime_body_take (MapiMimeBody          *self,
                     const MapiMimePart    *part,
                     const MapiMimeDecoder *decoder,
                     GByteArray            *content,
                     GByteArray            *encoded,
                     MapiMimeSkeleton      *skeleton,
                     gboolean               ends)
{
  MapiMimePiece piece = { .coding = decoder->coding, .recoded = decoder->recoded, .ends = ends };
  gboolean      is_html = g_str_equal (part->type, "text/html");

  if (is_html)
    take_html (self, &piece, content);
  else
    take_text (self, part, &piece, content);
  if (is_html || !self->has_html)
    self->code_page =
        mapi_mime_charset_get_code_page (part->charset, (const char *) content->data, content->len);
  if (part->is_oddly_encoded)
    keep_encoded (&piece, encoded);
  if (skeleton != NULL)
    mapi_mime_skeleton_add (skeleton, &piece);
}

void
mapi_mime_body_add_props (const MapiMimeBody *self, MapiPropListBuilder *builder)
{
  if (self->text != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, self->text);
  if (self->html != NULL)
    mapi_prop_list_builder_add_binary (builder, MAPI_PR_HTML, self->html);
  if (self->text != NULL || self->html != NULL)
    mapi_prop_list_builder_add_long (builder, MAPI_PR_INTERNET_CPID, (gint32) self->code_page);
}
