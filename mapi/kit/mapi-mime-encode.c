/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The transfer encodings, on the way out. */

#include "config.h"

#include "mapi-gmime-private.h"
#include <string.h>

#include "mapi-mime-output-private.h"

/* So many lines of base64 are made at a time; each is 57 bytes of content. */
#define LINES_AT_ONCE 256
#define LINE_BYTES 57
#define LINE_CHARACTERS 77

/* Room for the `=` of a soft line break. */
#define LAST_COLUMN 75

void
mapi_mime_encoder_init (MapiMimeEncoder *self, MapiMimeOutput *out, MapiMimeCoding coding)
{
  *self = (MapiMimeEncoder){ .out = out, .coding = coding };
  if (coding == MAPI_MIME_CODING_BASE64)
    self->buffer = g_malloc ((LINES_AT_ONCE + 2) * LINE_CHARACTERS);
}

/* Writes lines of base64, but keeps the end of the last back: a boundary may bring its own. */
static void
put_base64 (MapiMimeEncoder *self, gsize size)
{
  if (size == 0)
    return;
  if (self->line_is_open)
    mapi_mime_output_lines (self->out, "\n", 1);
  self->line_is_open = self->buffer[size - 1] == '\n';
  mapi_mime_output_lines (self->out, self->buffer, size - self->line_is_open);
}

static void
write_base64 (MapiMimeEncoder *self, const char *data, gsize size)
{
  while (size > 0)
    {
      gsize piece = MIN (size, LINES_AT_ONCE * LINE_BYTES);

      put_base64 (
          self,
          mapi_gmime ()->g_mime_encoding_base64_encode_step (
              (const guchar *) data, piece, (guchar *) self->buffer, &self->state, &self->save));
      data += piece;
      size -= piece;
    }
}

static void
put_quoted (MapiMimeEncoder *self, const char *text, gsize size)
{
  if (self->column + size > LAST_COLUMN)
    {
      mapi_mime_output_lines (self->out, "=\n", 2);
      self->column = 0;
    }
  mapi_mime_output_lines (self->out, text, size);
  self->column += size;
}

static void
put_escaped (MapiMimeEncoder *self, char c)
{
  static const char digits[] = "0123456789ABCDEF";
  char              text[3] = { '=', digits[(guchar) c >> 4], digits[c & 0xf] };

  put_quoted (self, text, sizeof text);
}

/* Blanks at the end of a line, and a CR that ends none, must not stand as they are. */
static void
put_held (MapiMimeEncoder *self, gboolean is_last)
{
  char held = self->held;

  self->held = '\0';
  if (held == '\0')
    return;
  if (is_last || held == '\r')
    put_escaped (self, held);
  else
    put_quoted (self, &held, 1);
}

static gsize
plain_run (const char *data, gsize size)
{
  gsize n = 0;

  while (n < size && data[n] > ' ' && data[n] < 0x7f && data[n] != '=')
    n++;
  return n;
}

static void
put_run (MapiMimeEncoder *self, const char *data, gsize size)
{
  put_held (self, FALSE);
  while (size > 0)
    {
      gsize piece = MIN (size, LAST_COLUMN - self->column);

      piece = MAX (piece, 1);
      put_quoted (self, data, piece);
      data += piece;
      size -= piece;
    }
}

static void
put_character (MapiMimeEncoder *self, char c)
{
  if (c == '\n' && self->held == '\r')
    {
      self->held = '\0';
      mapi_mime_output_lines (self->out, "\n", 1);
      self->column = 0;
      return;
    }

  put_held (self, c == '\r');
  if (c == ' ' || c == '\t' || c == '\r')
    self->held = c;
  else
    put_escaped (self, c);
}

static void
write_quoted (MapiMimeEncoder *self, const char *data, gsize size)
{
  while (size > 0)
    {
      gsize run = plain_run (data, size);

      if (run > 0)
        put_run (self, data, run);
      else
        put_character (self, *data);
      run = MAX (run, 1);
      data += run;
      size -= run;
    }
}

/* Lines end with CRLF in content that is told by lines, and in text; any other CR or LF is kept. */
void
mapi_mime_encoder_write (MapiMimeEncoder *self, const char *data, gsize size)
{
  if (size == 0)
    return;

  if (self->coding == MAPI_MIME_CODING_BASE64)
    write_base64 (self, data, size);
  else if (self->coding == MAPI_MIME_CODING_QUOTED)
    write_quoted (self, data, size);
  else
    mapi_mime_output_lines (self->out, data, size);
  self->line_is_open =
      self->coding == MAPI_MIME_CODING_BASE64 ? self->line_is_open : data[size - 1] != '\n';
}

/* With @ends the last line ends, since nothing follows that would end it. */
void
mapi_mime_encoder_finish (MapiMimeEncoder *self, gboolean ends)
{
  if (self->coding == MAPI_MIME_CODING_BASE64)
    put_base64 (self,
                mapi_gmime ()->g_mime_encoding_base64_encode_close (
                    NULL, 0, (guchar *) self->buffer, &self->state, &self->save));
  else if (self->coding == MAPI_MIME_CODING_QUOTED)
    put_held (self, TRUE);

  if (ends && self->line_is_open)
    mapi_mime_output_lines (self->out, "\n", 1);
  g_free (self->buffer);
}
