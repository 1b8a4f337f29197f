/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-tnef-input-private.h"

#define CHUNK_SIZE (64 * 1024)
#define PIECE_SIZE 4096

void
mapi_tnef_input_init (MapiTnefInput *self, MapiStream *stream, GCancellable *cancellable)
{
  *self = (MapiTnefInput){
    .left = G_MAXUINT64,
    .stream = g_object_ref (stream),
    .cancellable = cancellable,
  };
}

void
mapi_tnef_input_init_part (MapiTnefInput *self, MapiTnefInput *parent, guint64 size)
{
  *self = (MapiTnefInput){ .parent = parent, .left = MIN (size, parent->left) };
}

void
mapi_tnef_input_clear (MapiTnefInput *self)
{
  g_clear_object (&self->stream);
  g_clear_pointer (&self->chunk, g_bytes_unref);
  g_clear_error (&self->error);
}

static gboolean
fill (MapiTnefInput *self)
{
  if (self->error != NULL)
    return FALSE;

  g_clear_pointer (&self->chunk, g_bytes_unref);
  self->offset = 0;
  self->chunk = mapi_stream_read (self->stream, CHUNK_SIZE, self->cancellable, &self->error);
  return self->chunk != NULL && g_bytes_get_size (self->chunk) > 0;
}

static gsize
read_stream (MapiTnefInput *self, guint8 *data, gsize size)
{
  gsize got = 0;

  while (got < size)
    {
      const guint8 *chunk;
      gsize         n = 0;

      if (self->chunk != NULL)
        n = g_bytes_get_size (self->chunk) - self->offset;
      if (n == 0 && !fill (self))
        break;
      if (n == 0)
        n = g_bytes_get_size (self->chunk);

      n = MIN (n, size - got);
      chunk = g_bytes_get_data (self->chunk, NULL);
      memcpy (data + got, chunk + self->offset, n);
      self->offset += n;
      got += n;
    }
  return got;
}

/* Answers how many bytes there were. */
gsize
mapi_tnef_input_read (MapiTnefInput *self, gpointer data, gsize size)
{
  guint8 *bytes = data;

  size = MIN (size, self->left);
  size = self->parent != NULL ? mapi_tnef_input_read (self->parent, data, size)
                              : read_stream (self, data, size);
  self->left -= size;
  for (gsize i = 0; i < size; i++)
    self->checksum += bytes[i];
  return size;
}

gboolean
mapi_tnef_input_read_u8 (MapiTnefInput *self, guint8 *value)
{
  return mapi_tnef_input_read (self, value, sizeof *value) == sizeof *value;
}

gboolean
mapi_tnef_input_read_u16 (MapiTnefInput *self, guint16 *value)
{
  guint16 raw;

  if (mapi_tnef_input_read (self, &raw, sizeof raw) != sizeof raw)
    return FALSE;
  *value = GUINT16_FROM_LE (raw);
  return TRUE;
}

gboolean
mapi_tnef_input_read_u32 (MapiTnefInput *self, guint32 *value)
{
  guint32 raw;

  if (mapi_tnef_input_read (self, &raw, sizeof raw) != sizeof raw)
    return FALSE;
  *value = GUINT32_FROM_LE (raw);
  return TRUE;
}

gboolean
mapi_tnef_input_read_u64 (MapiTnefInput *self, guint64 *value)
{
  guint64 raw;

  if (mapi_tnef_input_read (self, &raw, sizeof raw) != sizeof raw)
    return FALSE;
  *value = GUINT64_FROM_LE (raw);
  return TRUE;
}

/* Appends; the array grows as the bytes come. */
gboolean
mapi_tnef_input_read_array (MapiTnefInput *self, GByteArray *array, guint64 size)
{
  while (size > 0)
    {
      guint8 piece[PIECE_SIZE];
      gsize  got = mapi_tnef_input_read (self, piece, MIN (size, sizeof piece));

      if (got == 0)
        return FALSE;
      g_byte_array_append (array, piece, got);
      size -= got;
    }
  return TRUE;
}

gboolean
mapi_tnef_input_skip (MapiTnefInput *self, guint64 size)
{
  while (size > 0)
    {
      guint8 piece[PIECE_SIZE];
      gsize  got = mapi_tnef_input_read (self, piece, MIN (size, sizeof piece));

      if (got == 0)
        return FALSE;
      size -= got;
    }
  return TRUE;
}

gboolean
mapi_tnef_input_check (MapiTnefInput *self, GError **error)
{
  while (self->parent != NULL)
    self = self->parent;
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}
