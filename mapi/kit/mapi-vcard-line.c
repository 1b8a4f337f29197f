/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-vcard-private.h"

/* The lines of cards. Whatever the bytes are, this ends and gives UTF-8. */

void
mapi_vcard_line_free (MapiVcardLine *self)
{
  g_free (self->name);
  g_free (self->value);
  g_ptr_array_unref (self->params);
  g_free (self);
}

/* UTF-16 was what some telephones wrote; everything else is told apart line by line. */
static GBytes *
without_byte_order (GBytes *bytes)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const char   *from = NULL;
  char         *text = NULL;
  gsize         written;

  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    return g_bytes_new_from_bytes (bytes, 3, size - 3);
  if (size >= 2 && data[0] == 0xff && data[1] == 0xfe)
    from = "UTF-16LE";
  else if (size >= 2 && data[0] == 0xfe && data[1] == 0xff)
    from = "UTF-16BE";
  if (from != NULL)
    text =
        g_convert ((const char *) data + 2, (gssize) size - 2, "UTF-8", from, NULL, &written, NULL);

  return text != NULL ? g_bytes_new_take (text, written) : g_bytes_ref (bytes);
}

/* The next line as it lies in the file, without its end. */
static gboolean
next_physical (const char **at, const char *end, const char **begin, gsize *length)
{
  const char *stop;

  if (*at >= end)
    return FALSE;
  *begin = *at;
  stop = *at;
  while (stop < end && *stop != '\n' && *stop != '\r')
    stop++;
  *length = (gsize) (stop - *at);
  if (stop + 1 < end && stop[0] == '\r' && stop[1] == '\n')
    stop++;
  *at = stop + 1;

  return TRUE;
}

static gboolean
is_quoted_printable (const GString *line)
{
  const char      *colon = memchr (line->str, ':', line->len);
  g_autofree char *head = colon != NULL ? g_ascii_strup (line->str, colon - line->str) : NULL;

  return head != NULL && strstr (head, "QUOTED-PRINTABLE") != NULL;
}

/* Whether what follows belongs to @line: folded, or softly broken in quoted-printable. */
static gboolean
continues (const GString *line, const char *next, gsize length, gboolean *soft)
{
  *soft = line->len > 0 && line->str[line->len - 1] == '=' && is_quoted_printable (line);

  return *soft || (line->len > 0 && length > 0 && (next[0] == ' ' || next[0] == '\t'));
}

static void
append_plain (GString *line, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_c (line, text[i] != '\0' ? text[i] : ' ');
}

static GPtrArray *
unfold (GBytes *bytes)
{
  gsize       size;
  const char *at = g_bytes_get_data (bytes, &size);
  const char *end = size > 0 ? at + size : at;
  const char *begin;
  gsize       length;
  GPtrArray  *lines = g_ptr_array_new_with_free_func (g_free);
  GString    *line = g_string_new (NULL);
  gboolean    soft;

  while (at != NULL && next_physical (&at, end, &begin, &length))
    {
      if (continues (line, begin, length, &soft))
        {
          if (soft)
            g_string_truncate (line, line->len - 1);
          append_plain (line, begin + !soft, length - !soft);
          continue;
        }
      g_ptr_array_add (lines, g_string_free (line, FALSE));
      line = g_string_new (NULL);
      append_plain (line, begin, length);
    }
  g_ptr_array_add (lines, g_string_free (line, FALSE));

  return lines;
}

static const char *
find_param (const MapiVcardLine *self, const char *name)
{
  for (guint i = 0; i < self->params->len; i++)
    {
      const char *param = g_ptr_array_index (self->params, i);

      if (g_str_has_prefix (param, name) && param[strlen (name)] == '=')
        return param + strlen (name) + 1;
    }

  return NULL;
}

static gboolean
has_bare (const MapiVcardLine *self, const char *name)
{
  for (guint i = 0; i < self->params->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (self->params, i), name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_encoding (const MapiVcardLine *self, const char *name)
{
  const char *encoding = find_param (self, "ENCODING");

  return (encoding != NULL && g_ascii_strcasecmp (encoding, name) == 0) || has_bare (self, name);
}

static char *
decode_quoted_printable (const char *text)
{
  GString *decoded = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      gint high = *text == '=' ? g_ascii_xdigit_value (text[1]) : -1;
      gint low = high >= 0 ? g_ascii_xdigit_value (text[2]) : -1;

      if (low < 0)
        {
          g_string_append_c (decoded, *text);
          continue;
        }
      if (high != 0 || low != 0)
        g_string_append_c (decoded, (char) (high << 4 | low));
      text += 2;
    }

  return g_string_free (decoded, FALSE);
}

static char *
to_utf8 (const char *text, const char *charset)
{
  g_autofree char *converted = NULL;

  if (charset == NULL || g_ascii_strcasecmp (charset, "UTF-8") == 0)
    charset = g_utf8_validate (text, -1, NULL) ? NULL : "WINDOWS-1252";
  if (charset != NULL)
    converted = g_convert (text, -1, "UTF-8", charset, NULL, NULL, NULL);

  return g_utf8_make_valid (converted != NULL ? converted : text, -1);
}

/* The end of the part before a colon or a semicolon that is not quoted. */
static const char *
skip_part (const char *at)
{
  gboolean quoted = FALSE;

  for (; *at != '\0'; at++)
    {
      if (*at == '"')
        quoted = !quoted;
      else if (!quoted && (*at == ';' || *at == ':'))
        break;
    }

  return at;
}

static char *
normal_param (const char *text, gsize length)
{
  g_autofree char *raw = g_strndup (text, length);
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  char            *equals = strchr (valid, '=');
  g_auto (GStrv) unquoted = NULL;
  g_autofree char *value = NULL;
  g_autofree char *name = NULL;

  if (equals == NULL)
    return g_steal_pointer (&valid);
  unquoted = g_strsplit (equals + 1, "\"", -1);
  value = g_strjoinv ("", unquoted);
  name = g_ascii_strup (valid, equals - valid);
  return g_strconcat (name, "=", value, NULL);
}

static char *
normal_name (const char *text, gsize length)
{
  g_autofree char *whole = g_ascii_strup (text, (gssize) length);
  const char      *dot = strrchr (whole, '.');
  g_autofree char *name = g_strdup (dot != NULL ? dot + 1 : whole);

  return g_utf8_make_valid (g_strstrip (name), -1);
}

/* NULL for what is no line of a card, and for what is encoded because it is no text. */
static MapiVcardLine *
parse (const char *text)
{
  const char *at = skip_part (text);
  g_autoptr (MapiVcardLine) self = g_new0 (MapiVcardLine, 1);
  g_autofree char *decoded = NULL;

  self->params = g_ptr_array_new_with_free_func (g_free);
  self->name = normal_name (text, (gsize) (at - text));
  while (*at == ';')
    {
      const char *begin = at + 1;

      at = skip_part (begin);
      g_ptr_array_add (self->params, normal_param (begin, (gsize) (at - begin)));
    }
  if (*at != ':' || *self->name == '\0' || has_encoding (self, "B") ||
      has_encoding (self, "BASE64"))
    return NULL;

  if (has_encoding (self, "QUOTED-PRINTABLE"))
    decoded = decode_quoted_printable (at + 1);
  self->value = to_utf8 (decoded != NULL ? decoded : at + 1, find_param (self, "CHARSET"));
  return g_steal_pointer (&self);
}

GPtrArray *
mapi_vcard_lines (GBytes *bytes)
{
  g_autoptr (GBytes) plain = without_byte_order (bytes);
  g_autoptr (GPtrArray) texts = unfold (plain);
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_vcard_line_free);

  for (guint i = 0; i < texts->len; i++)
    {
      MapiVcardLine *line = parse (g_ptr_array_index (texts, i));

      if (line != NULL)
        g_ptr_array_add (lines, line);
    }

  return lines;
}

gboolean
mapi_vcard_line_has_type (const MapiVcardLine *self, const char *type)
{
  if (has_bare (self, type))
    return TRUE;
  for (guint i = 0; i < self->params->len; i++)
    {
      const char *param = g_ptr_array_index (self->params, i);
      g_auto (GStrv) values = NULL;

      if (!g_str_has_prefix (param, "TYPE="))
        continue;
      values = g_strsplit (param + strlen ("TYPE="), ",", -1);
      for (char **value = values; *value != NULL; value++)
        if (g_ascii_strcasecmp (g_strstrip (*value), type) == 0)
          return TRUE;
    }

  return FALSE;
}

guint
mapi_vcard_line_preference (const MapiVcardLine *self)
{
  const char *text = find_param (self, "PREF");
  guint64     place = 0;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, 100, &place, NULL))
    return (guint) place;
  return mapi_vcard_line_has_type (self, "PREF") ? 1 : 100;
}

static void
append_escaped (GString *text, char escaped)
{
  if (escaped == 'n' || escaped == 'N')
    g_string_append_c (text, '\n');
  else
    g_string_append_c (text, escaped);
}

char **
mapi_vcard_split (const char *value, char separator)
{
  GPtrArray *parts = g_ptr_array_new ();
  GString   *part = g_string_new (NULL);

  for (; *value != '\0'; value++)
    {
      if (*value == '\\' && value[1] != '\0')
        append_escaped (part, *++value);
      else if (*value != separator || separator == '\0')
        g_string_append_c (part, *value);
      else
        {
          g_ptr_array_add (parts, g_string_free (part, FALSE));
          part = g_string_new (NULL);
        }
    }
  g_ptr_array_add (parts, g_string_free (part, FALSE));
  g_ptr_array_add (parts, NULL);

  return (char **) g_ptr_array_free (parts, FALSE);
}

char *
mapi_vcard_unescape (const char *value)
{
  g_auto (GStrv) parts = mapi_vcard_split (value, '\0');

  return g_strdup (parts[0]);
}
