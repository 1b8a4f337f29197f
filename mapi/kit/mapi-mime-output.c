/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-mime-output-private.h"
#include "mapi-mime.h"

#define BUFFER_SIZE (64 * 1024)

void
mapi_mime_output_init (MapiMimeOutput *self,
                       GOutputStream  *stream,
                       guint32         flags,
                       GCancellable   *cancellable)
{
  *self = (MapiMimeOutput){
    .stream = stream,
    .cancellable = cancellable,
    .buffer = g_byte_array_sized_new (4096),
    .flags = flags,
  };
}

void
mapi_mime_output_clear (MapiMimeOutput *self)
{
  g_clear_pointer (&self->buffer, g_byte_array_unref);
  g_clear_error (&self->error);
}

static void
flush (MapiMimeOutput *self)
{
  if (self->stream == NULL)
    return;
  if (self->error == NULL)
    g_output_stream_write_all (
        self->stream, self->buffer->data, self->buffer->len, NULL, self->cancellable, &self->error);
  g_byte_array_set_size (self->buffer, 0);
}

static void
append (MapiMimeOutput *self, const char *data, gsize size)
{
  if (size > 0)
    g_byte_array_append (self->buffer, (const guint8 *) data, size);
}

/* One line or a piece of one; its end, if it has one, becomes the one that is wanted. */
static void
append_line (MapiMimeOutput *self, const char *data, gsize size)
{
  gboolean crlf = (self->flags & MAPI_MIME_WRITE_CRLF) != 0;

  if (data[size - 1] == '\n')
    {
      gsize text = size > 1 && data[size - 2] == '\r' ? size - 2 : size - 1;

      append (self, data, text);
      append (self, crlf ? "\r\n" : "\n", crlf ? 2 : 1);
      return;
    }

  self->after_cr = data[size - 1] == '\r';
  append (self, data, size - self->after_cr);
}

/* A CR at the end of the last portion is half of a line end, or stands alone. */
static void
end_cr (MapiMimeOutput *self, char next)
{
  if (self->after_cr && next != '\n')
    append (self, "\r", 1);
  self->after_cr = FALSE;
}

/* Writes text whose lines end with LF or CRLF. */
void
mapi_mime_output_lines (MapiMimeOutput *self, const char *data, gsize size)
{
  const char *end = data + size;

  if (size > 0)
    end_cr (self, *data);
  while (data < end)
    {
      const char *newline = memchr (data, '\n', end - data);
      const char *next = newline == NULL ? end : newline + 1;

      append_line (self, data, next - data);
      data = next;
      if (self->buffer->len >= BUFFER_SIZE)
        flush (self);
    }
}

void
mapi_mime_output_string (MapiMimeOutput *self, const char *text)
{
  mapi_mime_output_lines (self, text, strlen (text));
}

gboolean
mapi_mime_output_finish (MapiMimeOutput *self, GError **error)
{
  end_cr (self, '\0');
  flush (self);
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
