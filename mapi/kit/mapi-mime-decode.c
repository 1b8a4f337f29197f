/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The transfer encodings, on the way in. */

#include "config.h"

#include <string.h>

#include "mapi-mime-decode-private.h"

/* States of GMime's decoder for quoted-printable. */
#define QUOTED_AFTER_DIGIT 2

static MapiMimeCoding
get_coding (GMimeContentEncoding encoding)
{
  switch (encoding)
    {
    case GMIME_CONTENT_ENCODING_BASE64:
    case GMIME_CONTENT_ENCODING_UUENCODE:
      return MAPI_MIME_CODING_BASE64;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
      return MAPI_MIME_CODING_QUOTED;
    case GMIME_CONTENT_ENCODING_BINARY:
      return MAPI_MIME_CODING_BINARY;
    case GMIME_CONTENT_ENCODING_DEFAULT:
    case GMIME_CONTENT_ENCODING_7BIT:
    case GMIME_CONTENT_ENCODING_8BIT:
    default:
      return MAPI_MIME_CODING_LINES;
    }
}

void
mapi_mime_decoder_init (MapiMimeDecoder *self, GMimeContentEncoding encoding)
{
  mapi_mime_decoder_clear (self);
  self->coding = get_coding (encoding);
  self->recoded = encoding == GMIME_CONTENT_ENCODING_UUENCODE;
  self->last = '\0';
  if (self->coding == MAPI_MIME_CODING_LINES || self->coding == MAPI_MIME_CODING_BINARY)
    self->state.encoding = encoding;
  else
    mapi_gmime ()->g_mime_encoding_init_decode (&self->state, encoding);
}

void
mapi_mime_decoder_clear (MapiMimeDecoder *self)
{
  g_clear_pointer (&self->lines, g_byte_array_unref);
  g_clear_pointer (&self->decoded, g_byte_array_unref);
}

/* The first LF that has no CR before it. */
static const char *
find_bare_lf (const char *data, const char *end, char last)
{
  for (const char *at = data; at < end; at++)
    {
      at = memchr (at, '\n', end - at);
      if (at == NULL)
        return NULL;
      if ((at > data ? at[-1] : last) != '\r')
        return at;
    }
  return NULL;
}

/* Makes every end of a line CRLF. */
static void
normalize (MapiMimeDecoder *self, const char **data, gsize *size)
{
  const char *at = *data;
  const char *end = at + *size;
  char        last = self->last;
  const char *bare = find_bare_lf (at, end, last);

  if (*size > 0)
    self->last = end[-1];
  if (bare == NULL)
    return;

  if (self->lines == NULL)
    self->lines = g_byte_array_new ();
  g_byte_array_set_size (self->lines, 0);
  for (; bare != NULL; bare = find_bare_lf (at, end, last))
    {
      g_byte_array_append (self->lines, (const guint8 *) at, bare - at);
      g_byte_array_append (self->lines, (const guint8 *) "\r\n", 2);
      at = bare + 1;
      last = '\n';
    }
  g_byte_array_append (self->lines, (const guint8 *) at, end - at);
  *data = (const char *) self->lines->data;
  *size = self->lines->len;
}

static gboolean
is_told_by_lines (const MapiMimeDecoder *self)
{
  return self->coding == MAPI_MIME_CODING_LINES || self->coding == MAPI_MIME_CODING_QUOTED;
}

static void
decode (MapiMimeDecoder *self, const char **data, gsize *size)
{
  if (self->decoded == NULL)
    self->decoded = g_byte_array_new ();
  g_byte_array_set_size (self->decoded,
                         mapi_gmime ()->g_mime_encoding_outlen (&self->state, *size) + 4);
  *size = mapi_gmime ()->g_mime_encoding_step (
      &self->state, *data, *size, (char *) self->decoded->data);
  *data = (const char *) self->decoded->data;
}

/* Replaces a portion by what it says; that is gone with the next call. */
void
mapi_mime_decoder_step (MapiMimeDecoder *self, const char **data, gsize *size)
{
  if (is_told_by_lines (self))
    normalize (self, data, size);
  if (self->coding == MAPI_MIME_CODING_QUOTED || self->coding == MAPI_MIME_CODING_BASE64)
    decode (self, data, size);
}

/* Gives what is left in the decoder when the content was cut off. */
void
mapi_mime_decoder_finish (MapiMimeDecoder *self, const char **data, gsize *size)
{
  int   pending = ABS (self->state.state);
  char *text;

  *data = "";
  *size = 0;
  if (self->state.encoding == GMIME_CONTENT_ENCODING_BASE64 && (pending == 2 || pending == 3))
    {
      *data = "==";
      *size = 4 - pending;
      decode (self, data, size);
    }
  else if (self->state.encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE &&
           pending == QUOTED_AFTER_DIGIT && self->state.save != '\r')
    {
      *size = 2;
      decode (self, data, size);
      text = (char *) self->decoded->data;
      text[0] = '=';
      text[1] = (char) self->state.save;
      *data = text;
      *size = 2;
    }
}
