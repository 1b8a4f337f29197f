/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-code-page-private.h"
#include "mapi-html-entity-private.h"
#include "mapi-html-token-private.h"

#include <string.h>

#define MAX_REFERENCE 32
#define UNREADABLE 0xfffd

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

static gboolean
ends_name (char c)
{
  return is_space (c) || c == '/' || c == '>';
}

static const char *
find (const char *at, const char *end, char c)
{
  return at < end ? memchr (at, c, (gsize) (end - at)) : NULL;
}

static const char *
find_string (const char *at, const char *end, const char *what)
{
  return at < end ? g_strstr_len (at, end - at, what) : NULL;
}

/* The names of HTML without a semicolon are those that began it all: of Latin-1 and of markup. */
static gunichar
find_named (const char *name, gsize size, gboolean has_end)
{
  gunichar character = mapi_html_entity_find (name, size);

  return has_end || character < 0x100 ? character : 0;
}

/* Numbers from 0x80 to 0x9f are meant in Windows' code page. */
static gunichar
fix_character (guint64 number)
{
  char byte = (char) number;
  g_autoptr (GString) text = NULL;

  if (number >= 0x80 && number < 0xa0)
    {
      text = g_string_new (NULL);
      mapi_code_page_decode (1252, &byte, 1, text, NULL);
      return g_utf8_get_char (text->str);
    }
  if (number == 0 || number > 0x10ffff || !g_unichar_validate ((gunichar) number))
    return UNREADABLE;
  return (gunichar) number;
}

static gsize
measure (const char *at, const char *end, gboolean (*is_part) (char c))
{
  const char *start = at;

  while (at < end && at - start < MAX_REFERENCE && is_part (*at))
    at++;
  return (gsize) (at - start);
}

static gboolean
is_digit (char c)
{
  return g_ascii_isdigit (c);
}

static gboolean
is_xdigit (char c)
{
  return g_ascii_isxdigit (c);
}

static gboolean
is_alnum (char c)
{
  return g_ascii_isalnum (c);
}

static gboolean
is_numeric (const char *at, const char *end)
{
  return at < end && *at == '#';
}

/* Reads &…; at @at, and answers the size of it; 0 when it is no reference. */
static gsize
read_reference (const char *at, const char *end, gunichar *character)
{
  const char *start = at++;
  gboolean    numeric = is_numeric (at, end);
  gboolean    hex = numeric && at + 1 < end && (at[1] == 'x' || at[1] == 'X');
  gboolean    has_end;
  gsize       size;

  at += numeric ? (hex ? 2 : 1) : 0;
  size = measure (at, end, numeric ? (hex ? is_xdigit : is_digit) : is_alnum);
  if (size == 0)
    return 0;

  has_end = at + size < end && at[size] == ';';
  if (numeric)
    *character = fix_character (g_ascii_strtoull (at, NULL, hex ? 16 : 10));
  else
    *character = find_named (at, size, has_end);
  return *character != 0 ? (gsize) (at + size + has_end - start) : 0;
}

/* Where a tag ends, not counting any > in quoted values; NULL when nothing ends it so. */
static const char *
find_unquoted (const char *at, const char *end)
{
  gboolean is_value = FALSE;

  for (; at != NULL && at < end && *at != '>'; at++)
    {
      gboolean is_quote = is_value && (*at == '"' || *at == '\'');

      is_value = *at == '=' || (is_value && is_space (*at));
      if (is_quote && (at = find (at + 1, end, *at)) == NULL)
        return NULL;
    }
  return at < end ? at : NULL;
}

/* Behind the > that ends a tag; NULL without one. To look to the end of all is done once only. */
static const char *
find_tag_end (MapiHtmlScanner *self, const char *at)
{
  const char *end = NULL;

  if (!self->is_broken)
    end = find_unquoted (at, self->end);
  self->is_broken = end == NULL;
  if (end == NULL && !self->has_no_more)
    end = find (at, self->end, '>');
  self->has_no_more = end == NULL;
  return end != NULL ? end + 1 : NULL;
}

static void
read_name (const char *at, const char *end, char *name, gsize room)
{
  gsize n = 0;

  for (; at < end && !ends_name (*at) && n + 1 < room; at++)
    name[n++] = g_ascii_tolower (*at);
  name[n] = '\0';
}

static gboolean
is_raw (const char *name)
{
  return strcmp (name, "script") == 0 || strcmp (name, "style") == 0 || strcmp (name, "title") == 0;
}

/* A < that begins no tag is text. */
static gboolean
read_tag (MapiHtmlScanner *self, MapiHtmlToken *token)
{
  gboolean    is_close = self->at + 1 < self->end && self->at[1] == '/';
  const char *name = self->at + (is_close ? 2 : 1);
  const char *end;

  if (name >= self->end || !g_ascii_isalpha (*name) || (end = find_tag_end (self, name)) == NULL)
    return FALSE;

  token->kind = is_close ? MAPI_HTML_TOKEN_CLOSE : MAPI_HTML_TOKEN_OPEN;
  read_name (name, end, token->name, sizeof token->name);
  if (!is_close && is_raw (token->name))
    strcpy (self->raw, token->name);
  self->at = end;
  return TRUE;
}

static gboolean
read_other (MapiHtmlScanner *self, MapiHtmlToken *token)
{
  const char *at = self->at + 1;
  const char *end;

  if (at >= self->end || (*at != '!' && *at != '?' && *at != '/'))
    return FALSE;

  token->kind = MAPI_HTML_TOKEN_OTHER;
  if (self->end - at >= 3 && memcmp (at, "!--", 3) == 0)
    {
      end = find_string (at + 1, self->end, "-->");
      self->at = end != NULL ? end + 3 : self->end;
    }
  else
    {
      end = find (at, self->end, '>');
      self->at = end != NULL ? end + 1 : self->end;
    }
  return TRUE;
}

/* Up to the tag that ends the element. */
static gboolean
read_raw (MapiHtmlScanner *self, MapiHtmlToken *token)
{
  const char *at = self->at;
  gsize       size = strlen (self->raw);

  while ((at = find_string (at, self->end, "</")) != NULL &&
         ((gsize) (self->end - at) < size + 3 ||
          g_ascii_strncasecmp (at + 2, self->raw, size) != 0 || !ends_name (at[2 + size])))
    at += 2;

  token->kind = MAPI_HTML_TOKEN_RAW;
  strcpy (token->name, self->raw);
  self->raw[0] = '\0';
  self->at = at != NULL ? at : self->end;
  return self->at > token->start;
}

static void
read_text (MapiHtmlScanner *self, MapiHtmlToken *token)
{
  token->kind = MAPI_HTML_TOKEN_TEXT;
  do
    self->at++;
  while (self->at < self->end && *self->at != '<' && *self->at != '&');
}

static gboolean
read_amp (MapiHtmlScanner *self, MapiHtmlToken *token)
{
  token->kind = MAPI_HTML_TOKEN_REFERENCE;
  token->size = read_reference (self->at, self->end, &token->character);
  self->at += token->size;
  return token->size > 0;
}

static gboolean
read_markup (MapiHtmlScanner *self, MapiHtmlToken *token)
{
  if (*self->at == '<')
    return read_tag (self, token) || read_other (self, token);
  return *self->at == '&' && read_amp (self, token);
}

/* Reads a token of any text: put together, all of them are the text again. FALSE at the end. */
gboolean
mapi_html_scanner_next (MapiHtmlScanner *self, MapiHtmlToken *token)
{
  if (self->at >= self->end)
    return FALSE;

  *token = (MapiHtmlToken){ .start = self->at };
  if ((self->raw[0] == '\0' || !read_raw (self, token)) && !read_markup (self, token))
    read_text (self, token);
  token->size = (gsize) (self->at - token->start);
  return TRUE;
}

/* Whether it is one of the elements; the list ends with NULL. */
gboolean
mapi_html_token_is (const MapiHtmlToken *token, const char *const *names)
{
  return g_strv_contains (names, token->name);
}

static char *
decode_references (const char *at, const char *end)
{
  GString *text = g_string_sized_new ((gsize) (end - at));

  while (at < end)
    {
      gunichar character = 0;
      gsize    size = *at == '&' ? read_reference (at, end, &character) : 0;

      if (size > 0)
        g_string_append_unichar (text, character);
      else
        g_string_append_c (text, *at);
      at += MAX (size, 1);
    }
  return g_string_free (text, FALSE);
}

static const char *
skip_spaces (const char *at, const char *end)
{
  while (at < end && is_space (*at))
    at++;
  return at;
}

/* Reads a value at @at, and answers where it ends. */
static const char *
read_value (const char *at, const char *end, const char **value_end)
{
  const char *close = at < end && (*at == '"' || *at == '\'') ? find (at + 1, end, *at) : NULL;

  if (close != NULL)
    {
      *value_end = close;
      return close + 1;
    }
  while (at < end && !is_space (*at) && *at != '>')
    at++;
  *value_end = at;
  return at;
}

/* The value of an attribute of a tag; NULL when it has none. */
char *
mapi_html_token_get_attribute (const MapiHtmlToken *token, const char *name)
{
  const char *at = token->start + 1;
  const char *end = token->start + token->size - 1;

  while (at < end && !ends_name (*at))
    at++;
  while (at < end)
    {
      const char *start;
      const char *value;
      const char *value_end;
      gsize       size;

      while (at < end && (is_space (*at) || *at == '/'))
        at++;
      start = at;
      while (at < end && *at != '=' && !ends_name (*at))
        at++;
      size = (gsize) (at - start);
      at = skip_spaces (at, end);
      if (at >= end || *at != '=')
        {
          at += size == 0;
          continue;
        }
      value = skip_spaces (at + 1, end);
      at = read_value (value, end, &value_end);
      if (size == strlen (name) && g_ascii_strncasecmp (start, name, size) == 0)
        return decode_references (value + (at > value_end), value_end);
    }
  return NULL;
}
