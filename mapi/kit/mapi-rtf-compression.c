/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-crc-private.h"
#include "mapi-flags.h"
#include "mapi-rtf-compression.h"
#include "mapi-rtf-window-private.h"

#include <string.h>

#define HEADER_SIZE 16u
#define COUNTED_HEADER_SIZE 12u  /* what the first field counts of it */
#define COMPRESSED 0x75465a4cu   /* "LZFu" */
#define UNCOMPRESSED 0x414c454du /* "MELA" */
#define MAX_RTF_SIZE ((gsize) 1 << 30)
#define MAX_GROWTH                                                                                 \
  8 /* eight references, 17 bytes with their control byte, are 136 bytes at most                   \
     */

typedef struct
{
  const guint8 *at;
  const guint8 *end;
  guint8        window[MAPI_RTF_WINDOW_SIZE];
  guint32       place; /* where the next byte goes in the window */
  guint32       raw_size;
  GByteArray   *out;
} Decoder;

static guint32
read_number (const guint8 *at)
{
  return (guint32) at[0] | (guint32) at[1] << 8 | (guint32) at[2] << 16 | (guint32) at[3] << 24;
}

static void
write_number (GByteArray *out, guint32 number)
{
  guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (out, (const guint8 *) &little, sizeof little);
}

static GBytes *
build (guint32 kind, gsize raw_size, const guint8 *content, gsize size)
{
  GByteArray *out = g_byte_array_sized_new ((guint) (HEADER_SIZE + size));

  write_number (out, (guint32) (size + COUNTED_HEADER_SIZE));
  write_number (out, (guint32) raw_size);
  write_number (out, kind);
  write_number (out, kind == COMPRESSED ? mapi_crc (0, content, size) : 0);
  g_byte_array_append (out, content, (guint) size);
  return g_byte_array_free_to_bytes (out);
}

/**
 * mapi_rtf_compress:
 * @rtf: a text in RTF, of 1 GiB at most
 * @flags: `MAPI_STORE_UNCOMPRESSED_RTF` to leave it as it is behind the header, or 0
 * @error: return location for a #GError
 *
 * Makes a value of PR_RTF_COMPRESSED. What would grow by compression is left as it is, so the value
 * is never more than its header of 16 bytes longer than @rtf.
 *
 * The format is that of [MS-OXRTFCP]. Failures: %MAPI_E_TOO_BIG, %MAPI_E_UNKNOWN_FLAGS.
 *
 * Returns: (transfer full): the value
 *
 * Since: 1.0
 */
GBytes *
mapi_rtf_compress (GBytes *rtf, guint32 flags, GError **error)
{
  g_autoptr (GByteArray) tokens = NULL;
  const guint8 *data;
  gsize         size;

  g_return_val_if_fail (rtf != NULL, NULL);

  data = g_bytes_get_data (rtf, &size);
  if (size > MAX_RTF_SIZE)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_TOO_BIG,
                   "rtf: cannot compress %" G_GSIZE_FORMAT " bytes",
                   size);
      return NULL;
    }
  if ((flags & ~MAPI_STORE_UNCOMPRESSED_RTF) != 0)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_UNKNOWN_FLAGS, "rtf: compress: flags 0x%X", flags);
      return NULL;
    }

  if (flags == 0)
    tokens = mapi_rtf_lzfu_encode (data, size);
  if (tokens != NULL && tokens->len < size)
    return build (COMPRESSED, size, tokens->data, tokens->len);
  return build (UNCOMPRESSED, size, data, size);
}

static void
put (Decoder *self, guint8 byte)
{
  g_byte_array_append (self->out, &byte, 1);
  self->window[self->place] = byte;
  self->place = (self->place + 1) & MAPI_RTF_WINDOW_MASK;
}

/* Answers whether more may follow. */
static gboolean
read_reference (Decoder *self)
{
  guint32 word;
  guint32 from;
  guint32 length;

  if (self->end - self->at < 2)
    {
      self->at = self->end;
      return FALSE;
    }

  word = (guint32) self->at[0] << 8 | self->at[1];
  self->at += 2;
  from = word >> 4;
  length = (word & 15) + MAPI_RTF_MIN_MATCH;
  if (from == self->place)
    return FALSE;

  for (guint32 i = 0; i < length; i++)
    put (self, self->window[(from + i) & MAPI_RTF_WINDOW_MASK]);
  return TRUE;
}

static gboolean
read_token (Decoder *self, gboolean is_reference)
{
  if (self->at == self->end)
    return FALSE;
  if (is_reference)
    return read_reference (self);

  put (self, *self->at++);
  return TRUE;
}

/* Writers disagree on whether a token of the end is needed when all is there. */
static void
read_tokens (Decoder *self)
{
  gboolean more = TRUE;

  while (more && self->at < self->end && self->out->len < self->raw_size)
    {
      guint control = *self->at++;

      for (guint i = 0; i < 8 && more && self->out->len < self->raw_size; i++)
        more = read_token (self, (control >> i & 1) != 0);
    }
}

static GBytes *
decode (const guint8 *content, gsize size, guint32 raw_size, GError **error)
{
  Decoder self = { .at = content,
                   .end = content + size,
                   .place = MAPI_RTF_WINDOW_START,
                   .raw_size = raw_size,
                   .out = g_byte_array_sized_new (raw_size + MAPI_RTF_MAX_MATCH) };

  memcpy (self.window, mapi_rtf_window_start, MAPI_RTF_WINDOW_START);
  read_tokens (&self);
  if (self.out->len >= raw_size)
    {
      g_byte_array_set_size (self.out, raw_size);
      return g_byte_array_free_to_bytes (self.out);
    }

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_CORRUPT_DATA,
               "rtf: decompress: there are %u bytes of %u",
               self.out->len,
               raw_size);
  g_byte_array_unref (self.out);
  return NULL;
}

static GBytes *
reject (const char *why, GError **error)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "rtf: decompress: %s", why);
  return NULL;
}

/**
 * mapi_rtf_decompress:
 * @compressed: a value of PR_RTF_COMPRESSED
 * @error: return location for a #GError
 *
 * Gives the RTF within a value of PR_RTF_COMPRESSED, be it compressed or not. The format is that of
 * [MS-OXRTFCP]; bytes behind what the header counts are ignored.
 *
 * The value need not be trusted: no more is allocated than eight times its size, nor more than 1
 * GiB, whatever it says, and anything but a whole value with the right checksum is
 * %MAPI_E_CORRUPT_DATA.
 *
 * Returns: (transfer full): the RTF
 *
 * Since: 1.0
 */
GBytes *
mapi_rtf_decompress (GBytes *compressed, GError **error)
{
  const guint8 *data;
  gsize         size;
  guint32       counted;
  guint32       raw_size;

  g_return_val_if_fail (compressed != NULL, NULL);

  data = g_bytes_get_data (compressed, &size);
  if (size < HEADER_SIZE)
    return reject ("the header is cut short", error);

  counted = read_number (data);
  raw_size = read_number (data + 4);
  if (counted < COUNTED_HEADER_SIZE || counted - COUNTED_HEADER_SIZE > size - HEADER_SIZE)
    return reject ("the content is cut short", error);

  size = counted - COUNTED_HEADER_SIZE;
  switch (read_number (data + 8))
    {
    case UNCOMPRESSED:
      if (raw_size > size)
        return reject ("the text is cut short", error);
      return g_bytes_new_from_bytes (compressed, HEADER_SIZE, raw_size);
    case COMPRESSED:
      if (raw_size > MAX_RTF_SIZE || raw_size / MAX_GROWTH > size)
        return reject ("the size of the text cannot be true", error);
      if (mapi_crc (0, data + HEADER_SIZE, size) != read_number (data + 12))
        return reject ("the checksum is wrong", error);
      return decode (data + HEADER_SIZE, size, raw_size, error);
    default:
      return reject ("the kind of compression is not known", error);
    }
}
