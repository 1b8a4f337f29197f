/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Header blocks: walking over the fields, reading their values, and writing fields. */

#include "config.h"

#include "mapi-gmime-private.h"

#include "mapi-mime-header-private.h"

/* A line is folded here, or before if a word would pass it; RFC 5322, 2.1.1. */
#define FOLD_COLUMN 76
/* No line may be longer than 998, whatever it holds. */
#define LONGEST_WORD 900
/* Bytes of text in one encoded word, so that in base64 it stays below 75 characters. */
#define ENCODED_WORD_BYTES 42

static const char *
line_end (const char *line, const char *end)
{
  const char *newline = memchr (line, '\n', end - line);

  return newline == NULL ? end : newline + 1;
}

static gsize
field_name_size (const char *line, gsize size)
{
  gsize at = 0;

  while (at < size && line[at] > ' ' && line[at] != ':' && line[at] != 0x7f)
    at++;
  return at;
}

/* Whether a line begins a field: a name, perhaps blanks, a colon. */
gboolean
mapi_mime_header_line_is_field (const char *line, gsize size)
{
  gsize name_size = field_name_size (line, size);
  gsize at = name_size;

  while (at < size && (line[at] == ' ' || line[at] == '\t'))
    at++;
  return name_size > 0 && at < size && line[at] == ':';
}

gboolean
mapi_mime_header_next (const char **cursor, const char *end, MapiMimeHeader *header)
{
  const char *line = *cursor;
  const char *next;
  const char *value_end;

  if (line >= end)
    return FALSE;

  for (next = line_end (line, end); next < end && (*next == ' ' || *next == '\t');)
    next = line_end (next, end);
  *cursor = next;

  header->line = line;
  header->line_size = next - line;
  header->name_size = 0;
  header->value = line;
  if (mapi_mime_header_line_is_field (line, next - line))
    {
      header->name_size = field_name_size (line, next - line);
      header->value = (const char *) memchr (line, ':', next - line) + 1;
    }

  value_end = next;
  if (value_end > header->value && value_end[-1] == '\n')
    value_end--;
  if (value_end > header->value && value_end[-1] == '\r')
    value_end--;
  header->value_size = value_end - header->value;

  return TRUE;
}

gboolean
mapi_mime_header_is (const MapiMimeHeader *header, const char *name)
{
  return strlen (name) == header->name_size &&
         g_ascii_strncasecmp (header->line, name, header->name_size) == 0;
}

/* The value on one line and without blanks around it, otherwise as it is. */
char *
mapi_mime_header_unfold (const MapiMimeHeader *header)
{
  char *text = g_malloc (header->value_size + 1);
  gsize length = 0;

  for (gsize i = 0; i < header->value_size; i++)
    {
      char c = header->value[i];

      if (c == '\n' || c == '\r')
        continue;
      text[length++] = c == '\0' ? ' ' : c;
    }
  text[length] = '\0';

  return g_strstrip (text);
}

char *
mapi_mime_text_make_valid (char *text)
{
  char *valid;

  if (text == NULL || g_utf8_validate (text, -1, NULL))
    return text;

  valid = g_utf8_make_valid (text, -1);
  g_free (text);
  return valid;
}

gboolean
mapi_mime_text_is_ascii (const char *data, gsize size)
{
  gsize   at = 0;
  guint64 word;

  for (; at + sizeof word <= size; at += sizeof word)
    {
      memcpy (&word, data + at, sizeof word);
      if (word & G_GUINT64_CONSTANT (0x8080808080808080))
        return FALSE;
    }
  for (; at < size; at++)
    if (data[at] & 0x80)
      return FALSE;

  return TRUE;
}

/* The value of an unstructured field as UTF-8. */
char *
mapi_mime_header_decode (const MapiMimeHeader *header)
{
  g_autofree char *text = mapi_mime_header_unfold (header);

  if (strstr (text, "=?") == NULL && mapi_mime_text_is_ascii (text, strlen (text)))
    return g_steal_pointer (&text);

  return mapi_mime_text_make_valid (mapi_gmime ()->g_mime_utils_header_decode_text (NULL, text));
}

/* A value without anything that could end its line or be unprintable there. */
char *
mapi_mime_header_clean (const char *text)
{
  char *clean = mapi_mime_text_make_valid (g_strdup (text));

  for (char *at = clean; *at != '\0'; at++)
    if ((guchar) *at < ' ' || *at == 0x7f)
      *at = ' ';
  return g_strstrip (clean);
}

/* A line end goes in before a blank: taking it out again gives the same value. */
static void
append_folded (GString *out, const char *value, gsize column)
{
  while (*value != '\0')
    {
      gsize blanks = strspn (value, " ");
      gsize size = blanks + strcspn (value + blanks, " ");

      if (blanks > 0 && column + size > FOLD_COLUMN && value[blanks] != '\0')
        {
          g_string_append_c (out, '\n');
          column = 0;
        }
      g_string_append_len (out, value, size);
      column += size;
      value += size;
    }
}

/* Writes a field. @value is of ASCII or, where that is allowed, of UTF-8. */
void
mapi_mime_header_append (GString *out, const char *name, const char *value)
{
  g_autofree char *clean = mapi_mime_header_clean (value);

  g_string_append (out, name);
  g_string_append (out, ": ");
  append_folded (out, clean, strlen (name) + 2);
  g_string_append_c (out, '\n');
}

static gboolean
is_plain_in_word (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '.' || c == '!' || c == '*' || c == '+' ||
         c == '/';
}

static void
append_q (GString *out, const char *text, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (text[i] == ' ')
      g_string_append_c (out, '_');
    else if (is_plain_in_word (text[i]))
      g_string_append_c (out, text[i]);
    else
      g_string_append_printf (out, "=%02X", (guchar) text[i]);
}

static void
append_b (GString *out, const char *text, gsize size)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) text, size);

  g_string_append (out, encoded);
}

/* How many whole characters fit into a word when each byte costs what @weigh says. */
static gsize
word_size (const char *text, gboolean q)
{
  gsize size = 0;
  gsize cost = 0;

  while (text[size] != '\0')
    {
      gsize next = g_utf8_next_char (text + size) - text;

      for (gsize i = size; i < next; i++)
        cost += !q || is_plain_in_word (text[i]) || text[i] == ' ' ? 1 : 3;
      if (cost > (q ? ENCODED_WORD_BYTES * 4 / 3 : ENCODED_WORD_BYTES))
        break;
      size = next;
    }

  return size;
}

/* Encoded words (RFC 2047) for valid UTF-8: the shorter of the two encodings. */
void
mapi_mime_header_append_words (GString *out, const char *text)
{
  gsize    size = strlen (text);
  gsize    odd = 0;
  gboolean q;

  for (gsize i = 0; i < size; i++)
    odd += !is_plain_in_word (text[i]) && text[i] != ' ';
  q = odd * 2 * 3 < size;

  while (*text != '\0')
    {
      size = word_size (text, q);
      g_string_append (out, q ? "=?UTF-8?Q?" : "=?UTF-8?B?");
      (q ? append_q : append_b) (out, text, size);
      g_string_append (out, "?=");
      text += size;
      if (*text != '\0')
        g_string_append_c (out, ' ');
    }
}

static gboolean
has_long_word (const char *text)
{
  while (*text != '\0')
    {
      gsize size = strcspn (text, " ");

      if (size > LONGEST_WORD)
        return TRUE;
      text += size + (text[size] != '\0');
    }
  return FALSE;
}

/* Writes an unstructured field; with @utf8 other characters than those of ASCII stand as they are.
 */
void
mapi_mime_header_append_text (GString *out, const char *name, const char *text, gboolean utf8)
{
  g_autofree char *clean = mapi_mime_header_clean (text);
  g_autoptr (GString) words = NULL;

  if ((utf8 || mapi_mime_text_is_ascii (clean, strlen (clean))) && strstr (clean, "=?") == NULL &&
      !has_long_word (clean))
    {
      mapi_mime_header_append (out, name, clean);
      return;
    }

  words = g_string_new (NULL);
  mapi_mime_header_append_words (words, clean);
  mapi_mime_header_append (out, name, words->str);
}
