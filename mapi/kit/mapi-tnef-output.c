/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-tnef-output-private.h"

#define CHUNK_SIZE (64 * 1024)

void
mapi_tnef_output_init (MapiTnefOutput *self, MapiStream *stream, GCancellable *cancellable)
{
  *self = (MapiTnefOutput){
    .stream = g_object_ref (stream),
    .cancellable = cancellable,
    .buffer = g_byte_array_new (),
  };
}

void
mapi_tnef_output_clear (MapiTnefOutput *self)
{
  g_clear_object (&self->stream);
  g_clear_pointer (&self->buffer, g_byte_array_unref);
  g_clear_error (&self->error);
}

static void
flush (MapiTnefOutput *self)
{
  if (self->error == NULL && self->buffer->len > 0)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (self->buffer->data, self->buffer->len);

      mapi_stream_write (self->stream, bytes, self->cancellable, &self->error);
    }
  g_byte_array_set_size (self->buffer, 0);
}

void
mapi_tnef_output_write (MapiTnefOutput *self, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < size; i++)
    self->checksum += bytes[i];
  self->size += size;

  while (size > 0)
    {
      gsize n = MIN (size, CHUNK_SIZE - self->buffer->len);

      g_byte_array_append (self->buffer, bytes, n);
      bytes += n;
      size -= n;
      if (self->buffer->len == CHUNK_SIZE)
        flush (self);
    }
}

void
mapi_tnef_output_write_u8 (MapiTnefOutput *self, guint8 value)
{
  mapi_tnef_output_write (self, &value, sizeof value);
}

void
mapi_tnef_output_write_u16 (MapiTnefOutput *self, guint16 value)
{
  value = GUINT16_TO_LE (value);
  mapi_tnef_output_write (self, &value, sizeof value);
}

void
mapi_tnef_output_write_u32 (MapiTnefOutput *self, guint32 value)
{
  value = GUINT32_TO_LE (value);
  mapi_tnef_output_write (self, &value, sizeof value);
}

void
mapi_tnef_output_write_u64 (MapiTnefOutput *self, guint64 value)
{
  value = GUINT64_TO_LE (value);
  mapi_tnef_output_write (self, &value, sizeof value);
}

/* Fills up to four bytes what is @size long. */
void
mapi_tnef_output_pad (MapiTnefOutput *self, guint64 size)
{
  static const guint8 zeros[4] = { 0 };

  mapi_tnef_output_write (self, zeros, (gsize) (-size & 3));
}

/* Copies from the position of @from on. */
void
mapi_tnef_output_copy (MapiTnefOutput *self, MapiStream *from, guint64 size)
{
  while (size > 0 && self->error == NULL)
    {
      g_autoptr (GBytes) bytes =
          mapi_stream_read (from, MIN (size, CHUNK_SIZE), self->cancellable, &self->error);
      gsize         n;
      gconstpointer data;

      if (bytes == NULL)
        return;

      data = g_bytes_get_data (bytes, &n);
      mapi_tnef_output_write (self, data, n);
      size -= MIN (n, size);
      if (n == 0)
        g_set_error_literal (&self->error,
                             MAPI_ERROR,
                             MAPI_E_CORRUPT_DATA,
                             "tnef: a stream ended before the size that it told");
    }
}

static void
begin_attribute (MapiTnefOutput *self, guint8 level, guint32 attribute, guint64 size)
{
  if (size > G_MAXINT32 && self->error == NULL)
    g_set_error (&self->error,
                 MAPI_ERROR,
                 MAPI_E_TOO_BIG,
                 "tnef: attribute 0x%08x cannot hold %" G_GUINT64_FORMAT " bytes",
                 attribute,
                 size);
  mapi_tnef_output_write_u8 (self, level);
  mapi_tnef_output_write_u32 (self, attribute);
  mapi_tnef_output_write_u32 (self, (guint32) size);
  self->checksum = 0;
}

void
mapi_tnef_output_attribute (
    MapiTnefOutput *self, guint8 level, guint32 attribute, gconstpointer data, gsize size)
{
  begin_attribute (self, level, attribute, size);
  mapi_tnef_output_write (self, data, size);
  mapi_tnef_output_write_u16 (self, self->checksum);
}

/* All of @from, whatever its position. */
void
mapi_tnef_output_attribute_from (MapiTnefOutput *self,
                                 guint8          level,
                                 guint32         attribute,
                                 MapiStream     *from)
{
  guint64 size = 0;

  if (self->error != NULL || !mapi_stream_get_size (from, &size, &self->error) ||
      !mapi_stream_seek (from, 0, 0, NULL, &self->error))
    return;

  begin_attribute (self, level, attribute, size);
  mapi_tnef_output_copy (self, from, size);
  mapi_tnef_output_write_u16 (self, self->checksum);
}

gboolean
mapi_tnef_output_finish (MapiTnefOutput *self, GError **error)
{
  flush (self);
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
