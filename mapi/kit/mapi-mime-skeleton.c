/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-mime-skeleton-private.h"

/* A version, then a number for each header field that properties stand for. */
#define VERSION 1
#define FIELDS 24
#define PREFIX_SIZE (4 + FIELDS * 4)

/* A piece: kind, coding, flags, length of the character set's name, sequence, hash, size of the
 * data; then the name and a NUL, and the data. Numbers are little-endian. */
#define PIECE_SIZE 20

#define FLAG_RECODED 1
#define FLAG_ENDS 2

static void
put_number (guint8 *at, guint64 number, gsize size)
{
  for (gsize i = 0; i < size; i++)
    at[i] = (guint8) (number >> (8 * i));
}

static guint64
get_number (const guint8 *at, gsize size)
{
  guint64 number = 0;

  for (gsize i = 0; i < size; i++)
    number |= (guint64) at[i] << (8 * i);
  return number;
}

void
mapi_mime_skeleton_init (MapiMimeSkeleton *self)
{
  static const guint8 prefix[PREFIX_SIZE] = { VERSION };

  self->bytes = g_byte_array_sized_new (2048);
  self->last_literal = 0;
  g_byte_array_append (self->bytes, prefix, sizeof prefix);
}

void
mapi_mime_skeleton_set_field (MapiMimeSkeleton *self, guint field, guint32 hash)
{
  g_assert (field < FIELDS);
  put_number (self->bytes->data + 4 + field * 4, hash, 4);
}

static void
put_piece (guint8 *head, const MapiMimePiece *piece, gsize charset_size, gsize size)
{
  head[0] = (guint8) piece->kind;
  head[1] = (guint8) piece->coding;
  head[2] = (guint8) ((piece->recoded ? FLAG_RECODED : 0) | (piece->ends ? FLAG_ENDS : 0));
  head[3] = (guint8) charset_size;
  put_number (head + 4, piece->sequence, 4);
  put_number (head + 8, piece->hash, 8);
  put_number (head + 16, size, 4);
}

void
mapi_mime_skeleton_add (MapiMimeSkeleton *self, const MapiMimePiece *piece)
{
  guint8 head[PIECE_SIZE];
  gsize  charset_size = piece->charset == NULL ? 0 : strlen (piece->charset) + 1;

  g_assert (charset_size <= G_MAXUINT8 && piece->size <= G_MAXUINT32);

  self->last_literal = piece->kind == MAPI_MIME_PIECE_LITERAL ? self->bytes->len : 0;
  put_piece (head, piece, charset_size, piece->size);
  g_byte_array_append (self->bytes, head, sizeof head);
  if (charset_size > 0)
    g_byte_array_append (self->bytes, (const guint8 *) piece->charset, charset_size);
  if (piece->size > 0)
    g_byte_array_append (self->bytes, (const guint8 *) piece->data, piece->size);
}

static void
append_lines (GByteArray *out, const char *data, gsize size)
{
  const char *end = data + size;

  while (data < end)
    {
      const char *newline = memchr (data, '\n', end - data);
      const char *line_end = newline == NULL ? end : newline;

      if (newline > data && newline[-1] == '\r')
        line_end--;
      g_byte_array_append (out, (const guint8 *) data, line_end - data);
      if (newline == NULL)
        break;
      g_byte_array_append (out, (const guint8 *) "\n", 1);
      data = newline + 1;
    }
}

/* Lines are kept with LF ends, whatever they had. A literal is joined to one before it. */
void
mapi_mime_skeleton_add_lines (MapiMimeSkeleton *self,
                              MapiMimePieceKind kind,
                              const char       *data,
                              gsize             size)
{
  MapiMimePiece piece = { .kind = kind };
  gboolean      joins = kind == MAPI_MIME_PIECE_LITERAL && self->last_literal != 0;
  guint         start = joins ? self->last_literal : self->bytes->len;

  if (!joins)
    mapi_mime_skeleton_add (self, &piece);
  append_lines (self->bytes, data, size);
  put_number (self->bytes->data + start + 16, self->bytes->len - start - PIECE_SIZE, 4);
}

gboolean
mapi_mime_skeleton_open (MapiMimeSkeletonReader *self, gconstpointer data, gsize size)
{
  self->data = data;
  self->size = size;
  self->offset = PREFIX_SIZE;
  return size >= PREFIX_SIZE && self->data[0] == VERSION;
}

guint32
mapi_mime_skeleton_get_field (const MapiMimeSkeletonReader *self, guint field)
{
  g_assert (field < FIELDS);
  return (guint32) get_number (self->data + 4 + field * 4, 4);
}

gboolean
mapi_mime_skeleton_next (MapiMimeSkeletonReader *self, MapiMimePiece *piece)
{
  const guint8 *head = self->data + self->offset;
  gsize         left = self->size - self->offset;
  gsize         charset_size;

  if (left < PIECE_SIZE)
    return FALSE;

  charset_size = head[3];
  piece->kind = head[0];
  piece->coding = head[1];
  piece->recoded = (head[2] & FLAG_RECODED) != 0;
  piece->ends = (head[2] & FLAG_ENDS) != 0;
  piece->sequence = (guint32) get_number (head + 4, 4);
  piece->hash = get_number (head + 8, 8);
  piece->size = get_number (head + 16, 4);
  piece->charset = charset_size == 0 ? NULL : (const char *) head + PIECE_SIZE;
  piece->data = (const char *) head + PIECE_SIZE + charset_size;

  left -= PIECE_SIZE;
  if (left < charset_size || left - charset_size < piece->size ||
      piece->coding > MAPI_MIME_CODING_BASE64 ||
      (charset_size > 0 && piece->charset[charset_size - 1] != '\0'))
    return FALSE;

  self->offset += PIECE_SIZE + charset_size + piece->size;
  return TRUE;
}

/* Tells whether a value is still what it was; no more than that. */
guint64
mapi_mime_hash (guint64 seed, gconstpointer data, gsize size)
{
  const guint8 *at = data;
  guint64       hash = seed ^ (size * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));
  guint64       word;

  for (; size >= sizeof word; size -= sizeof word, at += sizeof word)
    {
      memcpy (&word, at, sizeof word);
      hash = (hash ^ GUINT64_FROM_LE (word)) * G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
      hash ^= hash >> 32;
    }
  hash = (hash ^ get_number (at, size)) * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return hash ^ (hash >> 29);
}
