/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The text of a message with tags in the places of its attachments:
 *
 *   [[ title : key in stream ]]
 *
 * The key tells the attachment; it counts from the key of the TNEF stream on. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-memory-stream-private.h"
#include "mapi-stream-read-private.h"
#include "mapi-tnef-stream-private.h"

#define MESSAGE_KEY "mapi-tnef-message"

typedef struct
{
  gint32 position; /* in characters */
  char  *tag;
} Place;

static void
clear_place (gpointer place)
{
  g_free (((Place *) place)->tag);
}

/* The attachments in the order of their keys. */
static GArray *
get_numbers (MapiTnefStream *self, MapiMessage *message, GCancellable *cancellable, GError **error)
{
  if (message == self->message && self->numbers->len > 0)
    return g_array_ref (self->numbers);
  return mapi_tnef_get_attachments (message, cancellable, error);
}

static char *
get_body (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  GError *cause = NULL;
  g_autoptr (GBytes) bytes =
      mapi_prop_read_value (MAPI_PROP (message), MAPI_PR_BODY, cancellable, &cause);
  gsize       size;
  const char *text;

  if (bytes == NULL && !g_error_matches (cause, MAPI_ERROR, MAPI_E_NOT_FOUND))
    {
      g_propagate_error (error, cause);
      return NULL;
    }
  g_clear_error (&cause);
  if (bytes == NULL)
    return g_strdup ("");

  text = g_bytes_get_data (bytes, &size);
  return size == 0 ? g_strdup ("") : g_utf8_make_valid (text, (gssize) size);
}

/* What could be taken for a part of the tag goes out of a name. */
static char *
make_tag (MapiTnefStream *self, MapiPropList *props, guint32 key)
{
  static const guint32 titles[] = { MAPI_PR_ATTACH_LONG_FILENAME,
                                    MAPI_PR_ATTACH_FILENAME,
                                    MAPI_PR_DISPLAY_NAME };
  const char          *title = NULL;
  const char          *place = mapi_prop_list_get_string (props, MAPI_PR_ATTACH_TRANSPORT_NAME);
  g_autofree char     *clean_title = NULL;
  g_autofree char     *clean_place = NULL;

  for (guint i = 0; title == NULL && i < G_N_ELEMENTS (titles); i++)
    title = mapi_prop_list_get_string (props, titles[i]);
  if (place == NULL)
    place = self->name;

  clean_title = g_strdelimit (g_strdup (title != NULL ? title : "Attachment"), "[]:", '_');
  clean_place = g_strdelimit (g_strdup (place != NULL ? place : "winmail.dat"), "[]:", '_');
  return g_strdup_printf ("[[ %s : %u in %s ]]", clean_title, key, clean_place);
}

static void
add_place (MapiTnefStream *self,
           MapiMessage    *message,
           guint32         number,
           guint32         key,
           GArray         *places,
           GCancellable   *cancellable)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (message, number, NULL, 0, cancellable, NULL);
  g_autoptr (MapiPropList) props = NULL;
  Place place;

  if (attach == NULL)
    return;
  props = mapi_prop_get_props (MAPI_PROP (attach), NULL, MAPI_UNICODE, cancellable, NULL, NULL);
  if (props == NULL)
    return;
  place.position = mapi_prop_list_get_long (props, MAPI_PR_RENDERING_POSITION, -1);
  if (place.position < 0)
    return;
  place.tag = make_tag (self, props, key);
  g_array_append_val (places, place);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  gint32 left = ((const Place *) a)->position;
  gint32 right = ((const Place *) b)->position;

  return left < right ? -1 : left > right;
}

/* A tag takes the place of one character; two in one place follow each other. */
static GString *
put_tags (const char *text, GArray *places)
{
  GString *tagged = g_string_new (NULL);
  glong    position = 0;
  gint32   last = -1;

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      while (position < place->position && *text != '\0')
        {
          const char *next = g_utf8_next_char (text);

          g_string_append_len (tagged, text, next - text);
          text = next;
          position++;
        }
      g_string_append (tagged, place->tag);
      if (place->position != last && *text != '\0')
        {
          text = g_utf8_next_char (text);
          position++;
        }
      last = place->position;
    }
  return g_string_append (tagged, text);
}

static GString *
make_tagged (MapiTnefStream *self, MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = get_body (message, cancellable, error);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  g_array_set_clear_func (places, clear_place);
  if (text == NULL)
    return NULL;
  numbers = get_numbers (self, message, cancellable, error);
  if (numbers == NULL)
    return NULL;

  for (guint i = 0; i < numbers->len; i++)
    add_place (
        self, message, g_array_index (numbers, guint32, i), self->key + i, places, cancellable);
  g_array_sort (places, compare_places);
  return put_tags (text, places);
}

/* Reads the tag that @text begins with; answers where it ends, NULL when it is none. */
static const char *
parse_tag (const char *text, guint64 *key)
{
  const char *end = strstr (text, "]]");
  const char *colon;
  char       *after;

  if (!g_str_has_prefix (text, "[[") || end == NULL)
    return NULL;

  colon = g_strstr_len (text, end - text, ":");
  if (colon == NULL)
    return NULL;

  *key = g_ascii_strtoull (colon + 1, &after, 10);
  if (after == colon + 1 || !g_str_has_prefix (after, " in ") || after > end)
    return NULL;
  return end + 2;
}

static gboolean
set_long (MapiProp *prop, guint32 tag, gint32 number, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (tag, number);
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (prop, list, NULL, NULL, error);
}

static gboolean
set_position (MapiMessage *message, guint32 number, glong position, GError **error)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (message, number, NULL, MAPI_MODIFY, NULL, error);

  return attach != NULL &&
         set_long (MAPI_PROP (attach), MAPI_PR_RENDERING_POSITION, (gint32) position, error) &&
         mapi_prop_save_changes (MAPI_PROP (attach), 0, NULL, error);
}

/* Takes tags of known attachments out, and leaves a space in the place of each. */
static GString *
take_tags (
    MapiTnefStream *self, MapiMessage *message, const char *tagged, GArray *numbers, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  glong position = 0;

  while (*tagged != '\0')
    {
      guint64     key = 0;
      const char *next = *tagged == '[' ? parse_tag (tagged, &key) : NULL;

      if (next != NULL && key >= self->key && key - self->key < numbers->len)
        {
          guint32 number = g_array_index (numbers, guint32, key - self->key);

          if (!set_position (message, number, position, error))
            return NULL;
          g_string_append_c (text, ' ');
        }
      else
        {
          next = g_utf8_next_char (tagged);
          g_string_append_len (text, tagged, next - tagged);
        }
      tagged = next;
      position++;
    }
  return g_steal_pointer (&text);
}

static gboolean
commit_body (MapiMemoryStream *stream, gpointer owner, guint32 tag, GError **error)
{
  MapiTnefStream *self = owner;
  MapiMessage    *message = g_object_get_data (G_OBJECT (stream), MESSAGE_KEY);
  g_autoptr (GBytes) bytes = mapi_memory_stream_get_bytes (stream, error);
  g_autoptr (GArray) numbers = NULL;
  g_autofree char *tagged = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) list = NULL;

  if (bytes == NULL)
    return FALSE;
  numbers = get_numbers (self, message, NULL, error);
  if (numbers == NULL)
    return FALSE;

  tagged = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  if (!g_utf8_validate (tagged, -1, NULL))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "tnef: what was written to the tagged text is not UTF-8");
      return FALSE;
    }
  text = take_tags (self, message, tagged, numbers, error);
  if (text == NULL)
    return FALSE;

  value = mapi_prop_value_new_string (tag, text->str);
  list = mapi_prop_list_new_from_value (value);
  return mapi_prop_set_props (MAPI_PROP (message), list, NULL, NULL, error);
}

MapiStream *
mapi_tnef_stream_open_tagged_body (MapiTnefStream *self,
                                   MapiMessage    *message,
                                   guint32         flags,
                                   GCancellable   *cancellable,
                                   GError        **error)
{
  g_autoptr (MapiMemoryStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if ((flags & MAPI_CREATE) == 0)
    {
      GString *tagged = make_tagged (self, message, cancellable, error);

      if (tagged == NULL)
        return NULL;
      bytes = g_string_free_to_bytes (tagged);
    }

  stream = mapi_memory_stream_new (bytes);
  if ((flags & MAPI_MODIFY) == 0)
    {
      mapi_memory_stream_set_read_only (stream);
      return MAPI_STREAM (g_steal_pointer (&stream));
    }
  g_object_set_data_full (G_OBJECT (stream), MESSAGE_KEY, g_object_ref (message), g_object_unref);
  mapi_memory_stream_set_owner (stream, G_OBJECT (self), MAPI_PR_BODY, commit_body);
  return MAPI_STREAM (g_steal_pointer (&stream));
}
