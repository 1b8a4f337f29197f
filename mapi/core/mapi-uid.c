/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-uid.h"

#include <string.h>
#include <unistd.h>

#define UID_SIZE 16
#define UID_STRING_SIZE 36

/* Which byte the next two hex digits of the string form are: the first three fields of a GUID are
 * little-endian in memory. */
static const guint8 string_order[UID_SIZE] = {
  3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15
};

G_DEFINE_BOXED_TYPE (MapiUid, mapi_uid, mapi_uid_copy, mapi_uid_free)

/**
 * mapi_uid_new: (constructor)
 *
 * Makes an identifier nobody else has: a random GUID of version 4.
 *
 * Returns: (transfer full): the identifier
 *
 * Since: 1.0
 */
MapiUid *
mapi_uid_new (void)
{
  MapiUid *self = g_new (MapiUid, 1);

  if (getentropy (self->bytes, UID_SIZE) != 0)
    for (gsize i = 0; i < UID_SIZE; i++)
      self->bytes[i] = g_random_int ();

  /* Byte 7 is the high byte of the third field. */
  self->bytes[7] = (self->bytes[7] & 0x0f) | 0x40;
  self->bytes[8] = (self->bytes[8] & 0x3f) | 0x80;
  return self;
}

/**
 * mapi_uid_new_from_bytes:
 * @bytes: sixteen bytes in memory order
 * @error: return location for an error
 *
 * Reads an identifier. Another length is %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: (transfer full): the identifier, or %NULL on error
 *
 * Since: 1.0
 */
MapiUid *
mapi_uid_new_from_bytes (GBytes *bytes, GError **error)
{
  gsize          size;
  const MapiUid *data;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size != UID_SIZE)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_PARAMETER,
                   "An identifier has %d bytes, not %" G_GSIZE_FORMAT,
                   UID_SIZE,
                   size);
      return NULL;
    }
  return mapi_uid_copy (data);
}

static gboolean
parse_string (MapiUid *self, const char *string)
{
  const char *s = string;

  if (strlen (string) != UID_STRING_SIZE)
    return FALSE;
  for (gsize i = 0; i < UID_SIZE; i++, s += 2)
    {
      if ((i == 4 || i == 6 || i == 8 || i == 10) && *s++ != '-')
        return FALSE;
      if (!g_ascii_isxdigit (s[0]) || !g_ascii_isxdigit (s[1]))
        return FALSE;
      self->bytes[string_order[i]] =
          (guint8) (g_ascii_xdigit_value (s[0]) << 4 | g_ascii_xdigit_value (s[1]));
    }
  return TRUE;
}

/**
 * mapi_uid_new_from_string:
 * @string: 36 characters, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`
 * @error: return location for an error
 *
 * Reads the GUID form that mapi_uid_to_string() writes. Anything else is
 * %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: (transfer full): the identifier, or %NULL on error
 *
 * Since: 1.0
 */
MapiUid *
mapi_uid_new_from_string (const char *string, GError **error)
{
  MapiUid parsed;

  g_return_val_if_fail (string != NULL, NULL);

  if (!parse_string (&parsed, string))
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "Not a GUID: '%.80s'", string);
      return NULL;
    }
  return mapi_uid_copy (&parsed);
}

/**
 * mapi_uid_copy:
 * @self: an identifier
 *
 * Copies an identifier.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 1.0
 */
MapiUid *
mapi_uid_copy (const MapiUid *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_memdup2 (self, sizeof *self);
}

/**
 * mapi_uid_free:
 * @self: (nullable): an identifier
 *
 * Frees an identifier.
 *
 * Since: 1.0
 */
void
mapi_uid_free (MapiUid *self)
{
  g_free (self);
}

/**
 * mapi_uid_equal:
 * @self: an identifier
 * @other: another one
 *
 * Compares two identifiers.
 *
 * Returns: %TRUE when all bytes are the same
 *
 * Since: 1.0
 */
gboolean
mapi_uid_equal (const MapiUid *self, const MapiUid *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return memcmp (self->bytes, other->bytes, UID_SIZE) == 0;
}

/**
 * mapi_uid_hash:
 * @self: an identifier
 *
 * Hashes an identifier, for #GHashTable.
 *
 * Returns: the hash
 *
 * Since: 1.0
 */
guint
mapi_uid_hash (const MapiUid *self)
{
  guint32 words[4];

  g_return_val_if_fail (self != NULL, 0);

  memcpy (words, self->bytes, UID_SIZE);
  return words[0] ^ words[1] * 31 ^ words[2] * 961 ^ words[3] * 29791;
}

/**
 * mapi_uid_to_bytes:
 * @self: an identifier
 *
 * Gives the sixteen bytes in memory order.
 *
 * Returns: (transfer full): the bytes
 *
 * Since: 1.0
 */
GBytes *
mapi_uid_to_bytes (const MapiUid *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_bytes_new (self->bytes, UID_SIZE);
}

/**
 * mapi_uid_to_string:
 * @self: an identifier
 *
 * Writes the GUID form in lower case: the first three fields are little-endian in memory.
 *
 * Returns: (transfer full): 36 characters
 *
 * Since: 1.0
 */
char *
mapi_uid_to_string (const MapiUid *self)
{
  static const char digits[] = "0123456789abcdef";
  char             *string;
  char             *s;

  g_return_val_if_fail (self != NULL, NULL);

  string = s = g_malloc (UID_STRING_SIZE + 1);
  for (gsize i = 0; i < UID_SIZE; i++)
    {
      guint8 byte = self->bytes[string_order[i]];

      if (i == 4 || i == 6 || i == 8 || i == 10)
        *s++ = '-';
      *s++ = digits[byte >> 4];
      *s++ = digits[byte & 0x0f];
    }
  *s = '\0';
  return string;
}
