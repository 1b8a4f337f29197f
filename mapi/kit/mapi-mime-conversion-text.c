/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Text as it was sent before MIME: wrapped, and with attachments in it. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-mime-converter-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-tnef-stream.h"

#define UU_LINE 45
#define PORTION (UU_LINE * 1024)

/* Where the line that begins at @text is to be broken, @end when not at all: behind the last blank
 * that fits, or behind the first one when no word does. */
static const char *
find_break (const char *text, const char *end, guint32 width)
{
  const char *found = NULL;
  guint32     column = 0;

  for (const char *at = text; at < end; at = g_utf8_next_char (at), column++)
    {
      if (column >= width && found != NULL)
        return found;
      if (*at == ' ' && at > text && at + 1 < end)
        found = at + 1;
    }
  return column > width && found != NULL ? found : end;
}

static void
wrap_line (GString *wrapped, const char *line, const char *end, guint32 width)
{
  while (line < end)
    {
      const char *next = *line == '>' ? end : find_break (line, end, width);
      const char *last = next;

      while (next < end && last > line && last[-1] == ' ')
        last--;
      g_string_append_len (wrapped, line, last - line);
      if (next < end)
        g_string_append (wrapped, "\r\n");
      line = next;
    }
}

/* Breaks lines at blanks; a word that is longer than a line, and what somebody else wrote, stay. */
GString *
mapi_mime_wrap_text (const char *text, guint32 width)
{
  GString *wrapped = g_string_sized_new (strlen (text));

  while (*text != '\0')
    {
      gsize       size = strcspn (text, "\r\n");
      const char *end = text + size;
      gsize       newline = strspn (end, "\r\n");

      wrap_line (wrapped, text, end, width);
      g_string_append_len (wrapped, end, newline);
      text = end + newline;
    }
  return wrapped;
}

static char
uu_char (guint value)
{
  return value == 0 ? '`' : (char) (' ' + value);
}

static void
append_line (GString *text, const guint8 *data, gsize size)
{
  g_string_append_c (text, uu_char ((guint) size));
  for (gsize i = 0; i < size; i += 3)
    {
      guint a = data[i];
      guint b = i + 1 < size ? data[i + 1] : 0;
      guint c = i + 2 < size ? data[i + 2] : 0;

      g_string_append_c (text, uu_char (a >> 2));
      g_string_append_c (text, uu_char ((a & 3) << 4 | b >> 4));
      g_string_append_c (text, uu_char ((b & 15) << 2 | c >> 6));
      g_string_append_c (text, uu_char (c & 63));
    }
  g_string_append (text, "\r\n");
}

/* The portions of a stream are full but for the last. */
gboolean
mapi_mime_append_uuencoded (
    GString *text, const char *name, MapiStream *stream, GCancellable *cancellable, GError **error)
{
  g_autofree char *clean = g_strdelimit (g_strdup (name), "\r\n\t /", '_');

  g_string_append_printf (text, "\r\nbegin 644 %s\r\n", clean);
  for (;;)
    {
      g_autoptr (GBytes) bytes = mapi_stream_read (stream, PORTION, cancellable, error);
      gsize         size;
      const guint8 *data;

      if (bytes == NULL)
        return FALSE;
      data = g_bytes_get_data (bytes, &size);
      if (size == 0)
        break;
      for (gsize i = 0; i < size; i += UU_LINE)
        append_line (text, data + i, MIN (UU_LINE, size - i));
    }
  g_string_append (text, "`\r\nend\r\n");
  return TRUE;
}

static MapiAttach *
create_winmail (MapiMessage *copy, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiAttach) attach = mapi_message_create_attach (copy, 0, NULL, cancellable, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) list = NULL;

  if (attach == NULL)
    return NULL;
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_BY_VALUE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RENDERING_POSITION, -1);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ATTACH_FILENAME, "winmail.dat");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ATTACH_LONG_FILENAME, "winmail.dat");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ATTACH_MIME_TAG, "application/ms-tnef");
  list = mapi_prop_list_builder_end (builder);
  if (!mapi_prop_set_props (MAPI_PROP (attach), list, NULL, cancellable, error))
    return NULL;
  return g_steal_pointer (&attach);
}

/* What a message is to its store is no business of those that it goes to, and neither is who else
 * gets it: identifiers that are transmitted are told from the others by their ranges. */
static gboolean
is_transmitted (guint32 tag)
{
  guint32 id = mapi_prop_tag_get_id (tag);

  return id < 0x0E00 || (id >= 0x1000 && id < 0x6000) || (id >= 0x6800 && id < 0x7C00) ||
         id >= 0x8000 || tag == MAPI_PR_MESSAGE_ATTACHMENTS;
}

static MapiPropTagArray *
list_kept_back (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  const guint32 recipients = MAPI_PR_MESSAGE_RECIPIENTS;
  g_autoptr (MapiPropTagArray) all =
      mapi_prop_get_prop_list (MAPI_PROP (message), MAPI_UNICODE, cancellable, error);
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (all == NULL)
    return NULL;
  g_array_append_val (tags, recipients);
  for (guint i = 0; i < mapi_prop_tag_array_get_size (all); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (all, i);

      if (!is_transmitted (tag))
        g_array_append_val (tags, tag);
    }
  return mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len);
}

static gboolean
write_tnef (MapiMessage  *message,
            MapiStream   *stream,
            const char   *message_id,
            GCancellable *cancellable,
            GError      **error)
{
  guint16 key = (guint16) g_random_int_range (1, G_MAXUINT16);
  g_autoptr (MapiTnef) tnef =
      mapi_tnef_open_stream (stream, "winmail.dat", MAPI_TNEF_ENCODE, message, key, error);
  g_autoptr (MapiPropTagArray) kept_back =
      tnef != NULL ? list_kept_back (message, cancellable, error) : NULL;

  if (kept_back == NULL)
    return FALSE;
  if (message_id != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (message_id, strlen (message_id) + 1);
      g_autoptr (MapiPropValue) value =
          mapi_prop_value_new_binary (MAPI_PR_TNEF_CORRELATION_KEY, bytes);
      g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (value);

      if (!mapi_tnef_set_props (tnef, 0, 0, list, error))
        return FALSE;
    }
  return mapi_tnef_add_props (tnef, MAPI_TNEF_PROP_EXCLUDE, 0, NULL, kept_back, error) &&
         mapi_tnef_finish (tnef, 0, NULL, NULL, cancellable, NULL, error) &&
         mapi_stream_commit (stream, 0, cancellable, error);
}

gboolean
mapi_mime_attach_tnef (MapiMessage  *message,
                       MapiMessage  *copy,
                       const char   *message_id,
                       GCancellable *cancellable,
                       GError      **error)
{
  g_autoptr (MapiAttach) attach = create_winmail (copy, cancellable, error);
  g_autoptr (GObject) stream = NULL;

  if (attach == NULL)
    return FALSE;
  stream = mapi_prop_open_property (MAPI_PROP (attach),
                                    MAPI_PR_ATTACH_DATA_BIN,
                                    "MapiStream",
                                    0,
                                    MAPI_CREATE | MAPI_MODIFY,
                                    cancellable,
                                    error);
  return stream != NULL &&
         write_tnef (message, MAPI_STREAM (stream), message_id, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (attach), 0, cancellable, error);
}
