/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-one-off.h"
#include "mapi-flags.h"
#include "mapi-prop-view-private.h"

#define VERSION_SIZE 2
#define BITS_SIZE 2
#define TEXTS 3

/* MAPI_ONE_OFF_UID */
static const MapiUid one_off_uid = {
  { 0x81, 0x2b, 0x1f, 0xa4, 0xbe, 0xa3, 0x10, 0x19, 0x9d, 0x6e, 0x00, 0xdd, 0x01, 0x0f, 0x54, 0x02 }
};

static void
append_u16 (GByteArray *out, guint16 value)
{
  guint16 little = GUINT16_TO_LE (value);

  g_byte_array_append (out, (const guint8 *) &little, sizeof little);
}

static void
append_text (GByteArray *out, const char *text, gboolean wide)
{
  g_autofree gunichar2 *units = NULL;
  glong                 n = 0;

  if (!wide)
    {
      g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text) + 1);
      return;
    }
  units = g_utf8_to_utf16 (text, -1, NULL, &n, NULL);
  for (glong i = 0; i <= n; i++)
    append_u16 (out, units[i]);
}

static gboolean
is_text (const char *text)
{
  return text != NULL && g_utf8_validate (text, -1, NULL) && strlen (text) < G_MAXUINT16;
}

/**
 * mapi_one_off_new:
 * @display_name: (nullable): what to show, or %NULL to show the address
 * @address_type: the address type, such as `SMTP`
 * @email_address: the address
 * @flags: %MAPI_ONE_OFF_UNICODE to write the strings in UTF-16, as one should, and
 *   %MAPI_ONE_OFF_NO_RICH_INFO when the recipient wants no rich text; other bits are kept
 *
 * Makes the entry identifier of a recipient that stands in no address book, in the documented
 * layout ([MS-OXCDATA] 2.2.5.1). Without %MAPI_ONE_OFF_UNICODE the strings are written in UTF-8.
 *
 * Returns: (transfer full) (nullable): the entry identifier, or %NULL when a string is not UTF-8
 *   or too long
 *
 * Since: 1.0
 */
GBytes *
mapi_one_off_new (const char *display_name,
                  const char *address_type,
                  const char *email_address,
                  guint32     flags)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  gboolean wide = (flags & MAPI_ONE_OFF_UNICODE) != 0;

  g_return_val_if_fail (address_type != NULL && email_address != NULL, NULL);

  if (display_name == NULL)
    display_name = email_address;
  if (!is_text (display_name) || !is_text (address_type) || !is_text (email_address))
    return NULL;

  append_u16 (data, 0);
  append_u16 (data, (guint16) flags);
  append_text (data, display_name, wide);
  append_text (data, address_type, wide);
  append_text (data, email_address, wide);
  return mapi_entry_id_new (0, &one_off_uid, data->data, data->len);
}

/**
 * mapi_one_off_is:
 * @entry_id: an entry identifier
 *
 * Tells whether an entry identifier says that it is a one-off one. Its strings may be damaged all
 * the same; mapi_one_off_parse() looks at them.
 *
 * Returns: %TRUE when it does
 *
 * Since: 1.0
 */
gboolean
mapi_one_off_is (GBytes *entry_id)
{
  return mapi_entry_id_has_uid (entry_id, &one_off_uid);
}

/* The strings that are still to be read. */
typedef struct
{
  const guint8 *data;
  gsize         size;
} Rest;

static char *
read_wide (Rest *rest)
{
  g_autofree gunichar2 *units = g_new (gunichar2, rest->size / 2 + 1);
  gsize                 n = 0;

  for (; n < rest->size / 2; n++)
    {
      units[n] = (gunichar2) (rest->data[n * 2] | rest->data[n * 2 + 1] << 8);
      if (units[n] == 0)
        break;
    }
  if (n == rest->size / 2)
    return NULL;
  rest->data += (n + 1) * 2;
  rest->size -= (n + 1) * 2;
  return g_utf16_to_utf8 (units, (glong) n, NULL, NULL, NULL);
}

static char *
read_narrow (Rest *rest)
{
  const guint8 *start = rest->data;
  const guint8 *end = rest->size > 0 ? memchr (start, '\0', rest->size) : NULL;

  if (end == NULL)
    return NULL;
  rest->data = end + 1;
  rest->size -= (gsize) (end + 1 - start);
  if (g_utf8_validate ((const char *) start, end - start, NULL))
    return g_strndup ((const char *) start, (gsize) (end - start));
  return g_convert_with_fallback (
      (const char *) start, end - start, "UTF-8", "WINDOWS-1252", (char *) "?", NULL, NULL, NULL);
}

static gboolean
read_texts (GBytes *data, guint32 *bits, char *texts[TEXTS])
{
  gsize         size;
  const guint8 *start = g_bytes_get_data (data, &size);
  Rest          rest = { .data = start + VERSION_SIZE + BITS_SIZE };

  if (size < VERSION_SIZE + BITS_SIZE || start[0] != 0 || start[1] != 0)
    return FALSE;
  rest.size = size - VERSION_SIZE - BITS_SIZE;
  *bits = (guint32) (start[2] | start[3] << 8);
  for (gsize i = 0; i < TEXTS; i++)
    {
      texts[i] = *bits & MAPI_ONE_OFF_UNICODE ? read_wide (&rest) : read_narrow (&rest);
      if (texts[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
give (char **out, char **text)
{
  if (out != NULL)
    *out = g_steal_pointer (text);
}

/**
 * mapi_one_off_parse:
 * @entry_id: an entry identifier
 * @display_name: (out) (optional) (transfer full): what to show
 * @address_type: (out) (optional) (transfer full): the address type
 * @email_address: (out) (optional) (transfer full): the address
 * @flags: (out) (optional): the `MAPI_ONE_OFF` bits
 * @error: return location for an error
 *
 * Reads the entry identifier of a recipient that stands in no address book. Strings of 8 bits are
 * taken as UTF-8, or as Windows-1252 where they are not. What follows the strings is ignored. Any
 * other entry identifier, and a damaged one, is %MAPI_E_INVALID_ENTRYID.
 *
 * Returns: %TRUE, or %FALSE on error
 *
 * Since: 1.0
 */
gboolean
mapi_one_off_parse (GBytes  *entry_id,
                    char   **display_name,
                    char   **address_type,
                    char   **email_address,
                    guint32 *flags,
                    GError **error)
{
  g_autoptr (GBytes) data = NULL;
  char    *texts[TEXTS] = { NULL };
  guint32  bits = 0;
  gboolean valid;

  g_return_val_if_fail (entry_id != NULL, FALSE);

  data = mapi_one_off_is (entry_id) ? mapi_entry_id_get_data (entry_id) : NULL;
  valid = data != NULL && read_texts (data, &bits, texts);
  if (valid)
    {
      give (display_name, &texts[0]);
      give (address_type, &texts[1]);
      give (email_address, &texts[2]);
      if (flags != NULL)
        *flags = bits;
    }
  else
    g_set_error_literal (error,
                         MAPI_ERROR,
                         MAPI_E_INVALID_ENTRYID,
                         data == NULL ? "Not a one-off entry identifier"
                                      : "A one-off entry identifier is damaged");
  for (gsize i = 0; i < TEXTS; i++)
    g_free (texts[i]);
  return valid;
}
