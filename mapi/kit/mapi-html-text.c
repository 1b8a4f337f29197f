/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* HTML as plain text: what a reader would see of it, in lines of any length. */

#include "config.h"

#include "mapi-html.h"
#include "mapi-html-token-private.h"

#include <string.h>

#define MAX_LISTS 32
#define RULE "________________________________"

typedef struct
{
  GString *out;
  guint    n_breaks; /* lines to end before the next letter */
  guint    n_wanted; /* how many of them are asked for one by one */
  gboolean is_line_start;
  gboolean is_item_start; /* what comes stands beside the item's mark */
  gboolean is_pre_start;
  gboolean has_blank; /* before the next letter */
  gboolean has_cell;
  gboolean is_row_start;
  guint    n_pre;
  guint    n_lists;            /* how many are open; what is beyond the array has no numbers */
  guint    numbers[MAX_LISTS]; /* of the next item; 0 in a list without numbers */
  char    *link;
  gsize    link_start;
} Writer;

static void
break_lines (Writer *self, guint n)
{
  if (n == 0)
    return;

  self->n_breaks = MAX (self->n_breaks, n);
  self->has_blank = FALSE;
  self->has_cell = FALSE;
}

static void
break_line (Writer *self)
{
  break_lines (self, self->n_breaks + 1);
  self->n_wanted++;
}

static void
write_breaks (Writer *self)
{
  guint n = self->out->len > 0 ? self->n_breaks : self->n_wanted;

  if (self->is_item_start)
    n = 0;
  for (guint i = 0; i < n; i++)
    g_string_append (self->out, "\r\n");
  if (n > 0)
    self->is_line_start = TRUE;
  self->n_breaks = 0;
  self->n_wanted = 0;
}

/* Makes room for a letter: the blanks and the ends of lines that are due. */
static void
begin_letter (Writer *self)
{
  write_breaks (self);
  if (!self->is_line_start && self->has_cell)
    g_string_append_c (self->out, '\t');
  else if (!self->is_line_start && self->has_blank)
    g_string_append_c (self->out, ' ');
  self->has_blank = FALSE;
  self->has_cell = FALSE;
  self->is_line_start = FALSE;
  self->is_item_start = FALSE;
}

static void
put_word (Writer *self, const char *word, gsize size)
{
  begin_letter (self);
  g_string_append_len (self->out, word, (gssize) size);
}

/* In a text that is laid out already. The end of a line behind the tag is not a part of it. */
static void
put_laid_out (Writer *self, char c)
{
  if (c == '\n' && !self->is_pre_start)
    break_line (self);
  else if (c != '\r' && c != '\n')
    put_word (self, &c, 1);
  self->is_pre_start = self->is_pre_start && c == '\r';
}

static void
put_text (Writer *self, const char *text, gsize size)
{
  const char *end = text + size;

  while (text < end && self->n_pre > 0)
    put_laid_out (self, *text++);
  while (text < end)
    {
      const char *start = text;

      while (text < end && !g_ascii_isspace (*text))
        text++;
      if (text > start)
        put_word (self, start, (gsize) (text - start));
      for (; text < end && g_ascii_isspace (*text); text++)
        self->has_blank = TRUE;
    }
}

static void
put_character (Writer *self, gunichar character)
{
  char text[8] = "";
  gint size = g_unichar_to_utf8 (character == 0xa0 ? ' ' : character, text);

  if (character != 0xa0 && size == 1)
    put_text (self, text, 1);
  else
    put_word (self, text, (gsize) size);
}

static void
open_list (Writer *self, gboolean is_numbered)
{
  if (self->n_lists < MAX_LISTS)
    self->numbers[self->n_lists] = is_numbered;
  self->n_lists++;
}

static void
begin_item (Writer *self)
{
  guint *number = NULL;

  if (self->n_lists > 0 && self->n_lists <= MAX_LISTS)
    number = &self->numbers[self->n_lists - 1];

  self->is_item_start = FALSE;
  break_lines (self, 1);
  begin_letter (self);
  if (number != NULL && *number > 0)
    g_string_append_printf (self->out, "%u. ", (*number)++);
  else
    g_string_append (self->out, "* ");
  self->is_line_start = TRUE;
  self->is_item_start = TRUE;
}

static gboolean
is_worth_showing (const char *link)
{
  return g_ascii_strncasecmp (link, "http:", 5) == 0 ||
         g_ascii_strncasecmp (link, "https:", 6) == 0 ||
         g_ascii_strncasecmp (link, "ftp:", 4) == 0 ||
         g_ascii_strncasecmp (link, "mailto:", 7) == 0;
}

static void
open_link (Writer *self, const MapiHtmlToken *token)
{
  g_clear_pointer (&self->link, g_free);
  self->link = mapi_html_token_get_attribute (token, "href");
  if (self->link != NULL)
    g_strdelimit (g_strstrip (self->link), " \t\r\n<>", '_');
  self->link_start = self->out->len;
}

/* Says where the link leads unless its text does. */
static void
close_link (Writer *self)
{
  g_autofree char *link = g_steal_pointer (&self->link);
  const char      *text = self->out->str + MIN (self->link_start, self->out->len);
  const char      *address;

  if (link == NULL || !is_worth_showing (link))
    return;

  address = g_ascii_strncasecmp (link, "mailto:", 7) == 0 ? link + 7 : link;
  if (strstr (text, address) != NULL)
    return;
  if (*text != '\0')
    g_string_append_c (self->out, ' ');
  else
    begin_letter (self);
  g_string_append_printf (self->out, "<%s>", link);
}

static void
put_image (Writer *self, const MapiHtmlToken *token)
{
  g_autofree char *text = mapi_html_token_get_attribute (token, "alt");

  if (text != NULL)
    put_text (self, text, strlen (text));
}

static void
put_rule (Writer *self)
{
  break_lines (self, 1);
  put_word (self, RULE, strlen (RULE));
  break_lines (self, 1);
}

static void
begin_cell (Writer *self)
{
  self->has_cell = self->n_breaks == 0 && !self->is_row_start;
  self->is_row_start = FALSE;
}

/* How many lines an element ends, before it and behind it. */
static guint
get_breaks (const MapiHtmlToken *token)
{
  static const char *const paragraphs[] = { "p",  "h1", "h2",  "h3",         "h4",
                                            "h5", "h6", "pre", "blockquote", NULL };
  static const char *const lines[] = { "address", "article", "aside", "caption", "center",
                                       "dd",      "div",     "dl",    "dt",      "fieldset",
                                       "figure",  "footer",  "form",  "header",  "li",
                                       "main",    "nav",     "ol",    "section", "table",
                                       "tr",      "ul",      NULL };

  if (mapi_html_token_is (token, paragraphs))
    return 2;
  return mapi_html_token_is (token, lines) ? 1 : 0;
}

static gboolean
is_called (const MapiHtmlToken *token, const char *name)
{
  return strcmp (token->name, name) == 0;
}

static void
open_pre (Writer *self)
{
  self->n_pre++;
  self->is_pre_start = TRUE;
}

static void
open_element (Writer *self, const MapiHtmlToken *token)
{
  static const char *const cells[] = { "td", "th", NULL };

  break_lines (self, get_breaks (token));
  if (is_called (token, "br"))
    break_line (self);
  else if (is_called (token, "li"))
    begin_item (self);
  else if (is_called (token, "ol") || is_called (token, "ul"))
    open_list (self, is_called (token, "ol"));
  else if (is_called (token, "tr"))
    self->is_row_start = TRUE;
  else if (mapi_html_token_is (token, cells))
    begin_cell (self);
  else if (is_called (token, "pre"))
    open_pre (self);
  else if (is_called (token, "hr"))
    put_rule (self);
  else if (is_called (token, "img"))
    put_image (self, token);
  else if (is_called (token, "a"))
    open_link (self, token);
}

static void
close_element (Writer *self, const MapiHtmlToken *token)
{
  if (is_called (token, "a"))
    close_link (self);
  else if (is_called (token, "pre") && self->n_pre > 0)
    self->n_pre--;
  else if ((is_called (token, "ol") || is_called (token, "ul")) && self->n_lists > 0)
    self->n_lists--;
  else if (is_called (token, "li"))
    self->is_item_start = FALSE;
  break_lines (self, get_breaks (token));
}

static void
write_token (Writer *self, const MapiHtmlToken *token)
{
  switch (token->kind)
    {
    case MAPI_HTML_TOKEN_TEXT:
      put_text (self, token->start, token->size);
      break;
    case MAPI_HTML_TOKEN_REFERENCE:
      put_character (self, token->character);
      break;
    case MAPI_HTML_TOKEN_OPEN:
      open_element (self, token);
      break;
    case MAPI_HTML_TOKEN_CLOSE:
      close_element (self, token);
      break;
    case MAPI_HTML_TOKEN_RAW:
    case MAPI_HTML_TOKEN_OTHER:
      break;
    }
}

/**
 * mapi_html_to_text:
 * @html: a document in UTF-8
 *
 * Gives the text of a document, as PR_BODY holds it: paragraphs are set apart by an empty line,
 * items of lists begin with a star or their number, cells of a row are set apart by tabs, and links
 * say where they lead. Scripts, styles, titles and comments are left out. Lines end with CRLF.
 *
 * There is nothing that could not be read: what is no markup is text.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
mapi_html_to_text (const char *html)
{
  MapiHtmlScanner scanner;
  MapiHtmlToken   token;
  Writer          self = { .is_line_start = TRUE };

  g_return_val_if_fail (html != NULL, NULL);

  scanner = (MapiHtmlScanner) MAPI_HTML_SCANNER_INIT (html, strlen (html));
  self.out = g_string_new (NULL);
  while (mapi_html_scanner_next (&scanner, &token))
    write_token (&self, &token);

  self.n_breaks = MAX (self.n_wanted, MIN (self.n_breaks, 1));
  write_breaks (&self);
  g_free (self.link);
  return g_string_free (self.out, FALSE);
}
