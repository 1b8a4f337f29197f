/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-entry-id.h"
#include "mapi-prop-view-private.h"

#define FLAGS_SIZE 4
#define HEADER_SIZE (FLAGS_SIZE + (gsize) sizeof (MapiUid))

/**
 * mapi_entry_id_new:
 * @flags: the four flag bytes, the first one lowest; 0 for an identifier that lasts
 * @uid: who made the identifier
 * @data: (array length=size) (element-type guint8) (nullable): what the provider likes
 * @size: the number of bytes of @data
 *
 * Makes an entry identifier.
 *
 * Returns: (transfer full): the entry identifier
 *
 * Since: 1.0
 */
GBytes *
mapi_entry_id_new (guint32 flags, const MapiUid *uid, gconstpointer data, gsize size)
{
  guint8 *bytes;

  g_return_val_if_fail (uid != NULL && (data != NULL || size == 0), NULL);
  g_return_val_if_fail (size < G_MAXINT32, NULL);

  bytes = g_malloc (HEADER_SIZE + size);
  mapi_write_u32 (bytes, flags);
  memcpy (bytes + FLAGS_SIZE, uid->bytes, sizeof uid->bytes);
  if (size > 0)
    memcpy (bytes + HEADER_SIZE, data, size);
  return g_bytes_new_take (bytes, HEADER_SIZE + size);
}

/* Gives the first byte, or NULL where flags and identifier are not all there. */
static const guint8 *
get_header (GBytes *entry_id)
{
  g_return_val_if_fail (entry_id != NULL, NULL);

  return g_bytes_get_size (entry_id) < HEADER_SIZE ? NULL : g_bytes_get_data (entry_id, NULL);
}

/**
 * mapi_entry_id_is_valid:
 * @entry_id: bytes
 *
 * Tells whether bytes are long enough for an entry identifier.
 *
 * Returns: %TRUE when flags and #MapiUid are there
 *
 * Since: 1.0
 */
gboolean
mapi_entry_id_is_valid (GBytes *entry_id)
{
  return get_header (entry_id) != NULL;
}

/**
 * mapi_entry_id_get_flags:
 * @entry_id: an entry identifier
 *
 * Gives the four flag bytes, the first one lowest.
 *
 * Returns: the flags, 0 when the identifier is not valid
 *
 * Since: 1.0
 */
guint32
mapi_entry_id_get_flags (GBytes *entry_id)
{
  const guint8 *header = get_header (entry_id);

  return header == NULL ? 0 : mapi_read_u32 (header);
}

/**
 * mapi_entry_id_get_uid:
 * @entry_id: an entry identifier
 *
 * Tells who made the identifier.
 *
 * Returns: (transfer full) (nullable): the #MapiUid, or %NULL when the identifier is not valid
 *
 * Since: 1.0
 */
MapiUid *
mapi_entry_id_get_uid (GBytes *entry_id)
{
  const guint8 *header = get_header (entry_id);

  return header == NULL ? NULL : mapi_uid_copy ((const MapiUid *) (header + FLAGS_SIZE));
}

/**
 * mapi_entry_id_has_uid:
 * @entry_id: an entry identifier
 * @uid: a provider's identifier
 *
 * Tells whether a provider made the identifier.
 *
 * Returns: %TRUE when it did
 *
 * Since: 1.0
 */
gboolean
mapi_entry_id_has_uid (GBytes *entry_id, const MapiUid *uid)
{
  const guint8 *header = get_header (entry_id);

  g_return_val_if_fail (uid != NULL, FALSE);

  return header != NULL && memcmp (header + FLAGS_SIZE, uid->bytes, sizeof uid->bytes) == 0;
}

/**
 * mapi_entry_id_get_data:
 * @entry_id: an entry identifier
 *
 * Gives what the provider keeps behind its #MapiUid.
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL when the identifier is not valid
 *
 * Since: 1.0
 */
GBytes *
mapi_entry_id_get_data (GBytes *entry_id)
{
  if (get_header (entry_id) == NULL)
    return NULL;
  return g_bytes_new_from_bytes (entry_id, HEADER_SIZE, g_bytes_get_size (entry_id) - HEADER_SIZE);
}

/**
 * mapi_entry_id_to_string:
 * @entry_id: an entry identifier
 *
 * Writes an entry identifier in lower-case hex.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
mapi_entry_id_to_string (GBytes *entry_id)
{
  static const char digits[] = "0123456789abcdef";
  const guint8     *data;
  gsize             size;
  char             *string;

  g_return_val_if_fail (entry_id != NULL, NULL);

  data = g_bytes_get_data (entry_id, &size);
  string = g_malloc (size * 2 + 1);
  for (gsize i = 0; i < size; i++)
    {
      string[i * 2] = digits[data[i] >> 4];
      string[i * 2 + 1] = digits[data[i] & 0x0f];
    }
  string[size * 2] = '\0';
  return string;
}

static gboolean
parse_hex (guint8 *bytes, const char *string, gsize size)
{
  for (gsize i = 0; i < size; i++, string += 2)
    {
      if (!g_ascii_isxdigit (string[0]) || !g_ascii_isxdigit (string[1]))
        return FALSE;
      bytes[i] =
          (guint8) (g_ascii_xdigit_value (string[0]) << 4 | g_ascii_xdigit_value (string[1]));
    }
  return TRUE;
}

/**
 * mapi_entry_id_from_string:
 * @string: what mapi_entry_id_to_string() wrote; capital letters do as well
 * @error: return location for an error
 *
 * Reads an entry identifier. What is not hex, or too short, is %MAPI_E_INVALID_ENTRYID.
 *
 * Returns: (transfer full): the entry identifier, or %NULL on error
 *
 * Since: 1.0
 */
GBytes *
mapi_entry_id_from_string (const char *string, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  gsize              length;

  g_return_val_if_fail (string != NULL, NULL);

  length = strlen (string);
  bytes = g_malloc (length / 2 + 1);
  if (length % 2 != 0 || length / 2 < HEADER_SIZE || !parse_hex (bytes, string, length / 2))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_ENTRYID,
                   "Not an entry identifier in hex: '%.80s'",
                   string);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), length / 2);
}
