/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* HTML encapsulated in RTF ([MS-OXRTFEX]): what is markup stands in groups that a reader of RTF
 * skips; what stands between \htmlrtf and \htmlrtf0 is for readers of RTF alone. */

#include "config.h"

#include "mapi-html-token-private.h"
#include "mapi-rtf-escape-private.h"
#include "mapi-rtf-text.h"

#include <string.h>

/* The number of a markup group says what is in it and where in the document that is. */
#define IN_BODY 0u
#define IN_HEAD 1u
#define IN_HTML 2u
#define IN_PARAGRAPH 4u
#define IS_CLOSE 8u
#define KIND_TEXT 0x50u
#define KIND_OTHER 0xf0u

typedef struct
{
  GString *rtf;
  guint    place;
  guint    n_pre;
  gboolean has_line; /* there are letters in this line */
} Writer;

static guint
get_kind (const char *name)
{
  static const struct
  {
    const char *name;
    guint       kind;
  } kinds[] = {
    { "html", 0x10 },  { "head", 0x20 },  { "body", 0x30 }, { "p", 0x40 },    { "div", 0x60 },
    { "span", 0x90 },  { "br", 0x70 },    { "pre", 0x80 },  { "font", 0x90 }, { "b", 0x50 },
    { "i", 0x50 },     { "u", 0x50 },     { "h1", 0xa0 },   { "h2", 0xa0 },   { "h3", 0xa0 },
    { "title", 0xb0 }, { "style", 0xf0 }, { "a", 0x50 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (name, kinds[i].name) == 0)
      return kinds[i].kind;
  return KIND_OTHER;
}

static void
put_markup (Writer *self, guint number, const char *text, gsize size)
{
  g_string_append_printf (self->rtf, "{\\*\\htmltag%u ", number);
  mapi_rtf_append_escaped (self->rtf, text, size);
  g_string_append (self->rtf, "}");
}

/* What a reader of RTF shows in the place of markup. */
static void
put_shown (Writer *self, const char *rtf)
{
  if (self->place == IN_BODY)
    g_string_append_printf (self->rtf, "\\htmlrtf %s\\htmlrtf0 ", rtf);
}

static void
end_line (Writer *self)
{
  if (self->has_line)
    put_shown (self, "\\par ");
  self->has_line = FALSE;
}

static gboolean
is_called (const MapiHtmlToken *token, const char *name)
{
  return strcmp (token->name, name) == 0;
}

static void
show_style (Writer *self, const MapiHtmlToken *token)
{
  static const struct
  {
    const char *name;
    const char *on;
    const char *off;
  } styles[] = {
    { "b", "\\b ", "\\b0 " },  { "strong", "\\b ", "\\b0 " }, { "h1", "\\b ", "\\b0 " },
    { "h2", "\\b ", "\\b0 " }, { "h3", "\\b ", "\\b0 " },     { "th", "\\b ", "\\b0 " },
    { "i", "\\i ", "\\i0 " },  { "em", "\\i ", "\\i0 " },     { "u", "\\ul ", "\\ulnone " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    if (is_called (token, styles[i].name))
      put_shown (self, token->kind == MAPI_HTML_TOKEN_OPEN ? styles[i].on : styles[i].off);
}

static void
show_break (Writer *self, const MapiHtmlToken *token)
{
  static const char *const blocks[] = { "p",  "div", "tr", "li", "ul",         "ol",  "table", "h1",
                                        "h2", "h3",  "h4", "h5", "blockquote", "pre", NULL };
  gboolean                 is_open = token->kind == MAPI_HTML_TOKEN_OPEN;

  if (mapi_html_token_is (token, blocks))
    end_line (self);
  if (is_open && is_called (token, "br"))
    put_shown (self, "\\line ");
  else if (is_open && is_called (token, "li"))
    put_shown (self, "\\bullet\\tab ");
  else if (!is_open && (is_called (token, "td") || is_called (token, "th")))
    put_shown (self, "\\tab ");
}

/* The place that a tag of the document's frame leads to. */
static void
enter (Writer *self, const MapiHtmlToken *token)
{
  gboolean is_open = token->kind == MAPI_HTML_TOKEN_OPEN;

  if (is_called (token, "head"))
    self->place = is_open ? IN_HEAD : IN_HTML;
  else if (is_called (token, "body"))
    self->place = is_open ? IN_BODY : IN_HTML;
  else if (is_called (token, "html"))
    self->place = IN_HTML;
  else if (is_called (token, "pre"))
    self->n_pre = is_open ? self->n_pre + 1 : self->n_pre - (self->n_pre > 0);
}

/* Documents without a frame have their text in what is no body yet. */
static void
put_tag (Writer *self, const MapiHtmlToken *token)
{
  guint close = token->kind == MAPI_HTML_TOKEN_CLOSE ? IS_CLOSE : 0;
  guint place = is_called (token, "html") || is_called (token, "head") || is_called (token, "body")
                    ? IN_HTML
                    : self->place;

  put_markup (self, get_kind (token->name) | close | place, token->start, token->size);
  enter (self, token);
  show_style (self, token);
  show_break (self, token);
}

static void
put_reference (Writer *self, const MapiHtmlToken *token)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  put_markup (self, KIND_TEXT | IN_PARAGRAPH | self->place, token->start, token->size);
  mapi_rtf_append_character (shown, token->character);
  put_shown (self, shown->str);
  self->has_line = TRUE;
}

/* Blanks are one blank to a reader of RTF, unless the text is laid out. */
static void
put_blanks (Writer *self, const char *text, gsize size)
{
  put_markup (self, KIND_TEXT | IN_PARAGRAPH | self->place, text, size);
  if (self->n_pre > 0 && memchr (text, '\n', size) != NULL)
    end_line (self);
  else if (self->has_line)
    put_shown (self, " ");
}

static gboolean
is_one_blank (const char *text, gsize size)
{
  return size == 1 && *text == ' ';
}

static void
put_letters (Writer *self, const char *text, gsize size)
{
  mapi_rtf_append_escaped (self->rtf, text, size);
  self->has_line = TRUE;
}

/* A < or & that stands alone would be read as one that was escaped. */
static gboolean
is_letter (char c)
{
  return !g_ascii_isspace (c) && c != '<' && c != '>' && c != '&';
}

static void
put_special (Writer *self, const char *special)
{
  char shown[2] = { *special, '\0' };

  put_markup (self, KIND_TEXT | IN_PARAGRAPH | self->place, special, 1);
  put_shown (self, shown);
  self->has_line = TRUE;
}

static void
put_text (Writer *self, const char *text, gsize size)
{
  const char *end = text + size;

  while (text < end)
    {
      const char *start = text;

      if (!is_letter (*text) && !g_ascii_isspace (*text))
        {
          put_special (self, text++);
          continue;
        }
      while (text < end && g_ascii_isspace (*text))
        text++;
      if (text > start && is_one_blank (start, (gsize) (text - start)) && self->has_line)
        put_letters (self, start, 1);
      else if (text > start)
        put_blanks (self, start, (gsize) (text - start));

      start = text;
      while (text < end && is_letter (*text))
        text++;
      if (text > start)
        put_letters (self, start, (gsize) (text - start));
    }
}

static void
put_token (Writer *self, const MapiHtmlToken *token)
{
  switch (token->kind)
    {
    case MAPI_HTML_TOKEN_TEXT:
      put_text (self, token->start, token->size);
      break;
    case MAPI_HTML_TOKEN_REFERENCE:
      put_reference (self, token);
      break;
    case MAPI_HTML_TOKEN_OPEN:
    case MAPI_HTML_TOKEN_CLOSE:
      put_tag (self, token);
      break;
    case MAPI_HTML_TOKEN_RAW:
    case MAPI_HTML_TOKEN_OTHER:
      put_markup (self, KIND_OTHER | self->place, token->start, token->size);
      break;
    }
}

/**
 * mapi_rtf_from_html:
 * @html: a document in UTF-8
 *
 * Encapsulates a document in RTF, which shows its text to those who read RTF alone.
 * mapi_rtf_to_html() gives it again, with CRLF at the ends of its lines whatever it had there.
 *
 * Returns: (transfer full): the text in RTF
 *
 * Since: 1.0
 */
GBytes *
mapi_rtf_from_html (const char *html)
{
  Writer          self = { .place = IN_BODY };
  MapiHtmlScanner scanner;
  MapiHtmlToken   token;

  g_return_val_if_fail (html != NULL, NULL);

  scanner = (MapiHtmlScanner) MAPI_HTML_SCANNER_INIT (html, strlen (html));
  self.rtf = g_string_new (MAPI_RTF_HEADER ("\\fromhtml1 "));
  g_string_append (self.rtf, "{\\*\\htmltag64}");
  while (mapi_html_scanner_next (&scanner, &token))
    put_token (&self, &token);
  g_string_append_c (self.rtf, '}');
  return g_string_free_to_bytes (self.rtf);
}
