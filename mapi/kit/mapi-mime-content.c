/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-mime-content-private.h"
#include "mapi-mime-header-private.h"
#include "mapi-mime.h"

#define PORTION (64 * 1024)
#define LONGEST_LINE 998

/* Looks at a line, or at a piece of one where a portion begins or ends. */
static void
look_at_line (MapiMimeShape *self, const char *data, gsize size)
{
  gboolean ends = data[size - 1] == '\n';
  gsize    text = ends ? size - 1 : size;
  char     before = text > 0 ? data[text - 1] : self->last;

  if ((ends && before != '\r') || (self->last == '\r' && *data != '\n'))
    self->has_controls = TRUE;
  if (text > 0 && before == '\r')
    text--;
  if (memchr (data, '\r', text) != NULL || memchr (data, '\0', text) != NULL)
    self->has_controls = TRUE;

  self->column += text;
  self->has_long_lines |= self->column > LONGEST_LINE;
  if (ends)
    self->column = 0;
  self->last = data[size - 1];
}

/* Looks at the next portion of some content. */
void
mapi_mime_shape_look (MapiMimeShape *self, const char *data, gsize size)
{
  const char *end = data + size;

  self->size += size;
  if (!mapi_mime_text_is_ascii (data, size))
    {
      self->has_8bit = TRUE;
      for (gsize i = 0; i < size; i++)
        self->n_8bit += (guchar) data[i] >> 7;
    }

  while (data < end)
    {
      const char *newline = memchr (data, '\n', end - data);
      const char *next = newline == NULL ? end : newline + 1;

      look_at_line (self, data, next - data);
      data = next;
    }
}

/* The lightest coding that brings the content through. */
MapiMimeCoding
mapi_mime_shape_choose (const MapiMimeShape *self, gboolean is_text, guint32 write_flags)
{
  gboolean has_controls = self->has_controls || self->last == '\r';

  if (is_text && (write_flags & MAPI_MIME_WRITE_TEXT_BASE64) != 0)
    return MAPI_MIME_CODING_BASE64;
  if (is_text && (write_flags & MAPI_MIME_WRITE_TEXT_QUOTED) != 0)
    return MAPI_MIME_CODING_QUOTED;
  if (!has_controls && !self->has_long_lines &&
      !(self->has_8bit && (write_flags & MAPI_MIME_WRITE_7BIT)))
    return MAPI_MIME_CODING_LINES;
  if (is_text && self->n_8bit * 2 <= self->size)
    return MAPI_MIME_CODING_QUOTED;
  return MAPI_MIME_CODING_BASE64;
}

typedef void (*ContentFunc) (gpointer user, const char *data, gsize size);

static gboolean
each_portion (const MapiMimeContent *self,
              ContentFunc            func,
              gpointer               user,
              GCancellable          *cancellable,
              GError               **error)
{
  if (self->stream == NULL)
    {
      func (user, self->data, self->size);
      return TRUE;
    }

  if (!mapi_stream_seek (self->stream, 0, 0, NULL, error))
    return FALSE;
  while (TRUE)
    {
      g_autoptr (GBytes) bytes = mapi_stream_read (self->stream, PORTION, cancellable, error);
      gsize         size;
      gconstpointer data;

      if (bytes == NULL)
        return FALSE;
      data = g_bytes_get_data (bytes, &size);
      if (size == 0)
        return TRUE;
      func (user, data, size);
    }
}

gboolean
mapi_mime_content_look (const MapiMimeContent *self,
                        MapiMimeShape         *shape,
                        GCancellable          *cancellable,
                        GError               **error)
{
  *shape = (MapiMimeShape){ 0 };
  return each_portion (self, (ContentFunc) mapi_mime_shape_look, shape, cancellable, error);
}

/* Writes it all, encoded; @ends when nothing follows that would end the last line. */
void
mapi_mime_content_write (const MapiMimeContent *self,
                         MapiMimeOutput        *out,
                         MapiMimeCoding         coding,
                         gboolean               ends)
{
  MapiMimeEncoder encoder;
  g_autoptr (GError) error = NULL;

  if (out->error != NULL)
    return;

  mapi_mime_encoder_init (&encoder, out, coding);
  each_portion (self, (ContentFunc) mapi_mime_encoder_write, &encoder, out->cancellable, &error);
  mapi_mime_encoder_finish (&encoder, ends);
  if (error != NULL && out->error == NULL)
    out->error = g_steal_pointer (&error);
}

typedef struct
{
  MapiMimeOutput *out;
  gboolean        in_headers;
  gboolean        at_line_start;
} SealedWriter;

/* What stands behind the empty line; all of a portion before it is passed over. */
static void
skip_headers (SealedWriter *self, const char **data, gsize *size)
{
  while (self->in_headers && *size > 0)
    {
      char c = **data;

      (*data)++;
      (*size)--;
      if (c == '\n' && self->at_line_start)
        self->in_headers = FALSE;
      self->at_line_start = c == '\n' || (c == '\r' && self->at_line_start);
    }
}

static void
write_sealed (gpointer user, const char *data, gsize size)
{
  SealedWriter *self = user;

  skip_headers (self, &data, &size);
  mapi_mime_output_lines (self->out, data, size);
}

/* Writes a whole part that nobody may change, with the content fields that its data begins with or
 * without them. */
void
mapi_mime_content_write_sealed (const MapiMimeContent *self,
                                MapiMimeOutput        *out,
                                gboolean               with_headers)
{
  SealedWriter writer = { out, !with_headers, TRUE };
  g_autoptr (GError) error = NULL;

  if (out->error != NULL)
    return;

  if (!each_portion (self, write_sealed, &writer, out->cancellable, &error) && out->error == NULL)
    out->error = g_steal_pointer (&error);
}
