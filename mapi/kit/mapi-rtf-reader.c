/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads RTF as text, or as the HTML that is encapsulated in it ([MS-OXRTFEX]). It goes from token
 * to token and keeps the state of the groups that are open in an array. */

#include "config.h"

#include "mapi-code-page-private.h"
#include "mapi-flags.h"
#include "mapi-rtf-reader-private.h"
#include "mapi-rtf-token-private.h"
#include "mapi-rtf-word-private.h"

#include <string.h>

#define MAX_DEPTH 1000 /* groups beyond are taken as a part of the last one */
#define MAX_UNICODE_COUNT 100
#define WINDOWS_LATIN 1252u
#define UTF8 65001u
#define NO_FONT G_MININT32
#define UNREADABLE 0xfffd

typedef enum
{
  TO_BODY,
  TO_HTML_TAG,
  TO_FONT_TABLE,
  TO_PAIR, /* \upr: the first part is skipped, the one in Unicode is not */
  TO_NOWHERE,
} Destination;

typedef struct
{
  Destination destination;
  gint32      font; /* NO_FONT: the default one */
  guint       unicode_count;
  gboolean    is_hidden;
  gboolean    is_html_rtf;
  gboolean    is_optional; /* \* stood there: what the next word begins is skipped if not known */
} Group;

typedef struct
{
  MapiRtfReadMode mode;
  MapiRtfScanner  scanner;
  const char     *start;
  MapiRtfOutline *outline;
  GString        *out;

  GArray     *groups;
  guint       n_too_deep;
  GHashTable *fonts; /* number -> code page */
  gint32      default_font;
  gint32      defined_font;
  guint32     code_page;

  GString *pending; /* text that is not decoded yet, as a character may be in pieces */
  guint32  pending_code_page;
  gboolean pending_is_markup;
  guint    n_to_skip; /* what stands for a \u where that is not understood */
  gunichar high_surrogate;
  gboolean has_text;
  gboolean is_done;
} Reader;

static Group *
get_group (Reader *self)
{
  return &g_array_index (self->groups, Group, self->groups->len - 1);
}

static gboolean
is_visible (Reader *self)
{
  const Group *group = get_group (self);

  if (self->mode == MAPI_RTF_READ_HTML)
    return group->destination == TO_HTML_TAG ||
           (group->destination == TO_BODY && !group->is_html_rtf);
  return group->destination == TO_BODY && !group->is_hidden;
}

static guint32
get_code_page (Reader *self)
{
  const Group *group = get_group (self);
  gint32       font = group->font != NO_FONT ? group->font : self->default_font;
  gpointer     code_page = NULL;

  if (group->destination == TO_BODY)
    code_page = g_hash_table_lookup (self->fonts, GINT_TO_POINTER (font));
  return code_page != NULL ? GPOINTER_TO_UINT (code_page) : self->code_page;
}

static gboolean
is_markup (Reader *self)
{
  return self->mode != MAPI_RTF_READ_HTML || get_group (self)->destination == TO_HTML_TAG;
}

/* Text that is no markup gets its characters of markup escaped. */
static void
append (Reader *self, const char *text, gboolean is_markup)
{
  const char *special;

  while (!is_markup && (special = strpbrk (text, "<>&")) != NULL)
    {
      g_string_append_len (self->out, text, special - text);
      g_string_append (self->out, *special == '<' ? "&lt;" : *special == '>' ? "&gt;" : "&amp;");
      text = special + 1;
    }
  g_string_append (self->out, text);
}

static void
flush (Reader *self)
{
  g_autoptr (GString) text = NULL;

  if (self->high_surrogate != 0)
    append (self, "\xef\xbf\xbd", TRUE);
  self->high_surrogate = 0;
  if (self->pending->len == 0)
    return;

  text = g_string_sized_new (self->pending->len);
  if (!mapi_code_page_decode (
          self->pending_code_page, self->pending->str, self->pending->len, text, NULL))
    mapi_code_page_decode (WINDOWS_LATIN, self->pending->str, self->pending->len, text, NULL);
  append (self, text->str, self->pending_is_markup);
  g_string_truncate (self->pending, 0);
}

/* Notes where the text begins, and answers whether it is wanted at all. */
static gboolean
begin_text (Reader *self, const MapiRtfToken *token)
{
  if (self->is_done || !is_visible (self))
    return FALSE;

  if (!self->has_text && get_group (self)->destination == TO_BODY && !get_group (self)->is_html_rtf)
    {
      self->has_text = TRUE;
      self->outline->begin = (gsize) (token->start - self->start);
      self->is_done = self->mode == MAPI_RTF_READ_KIND;
    }
  return !self->is_done;
}

static void
put_bytes (Reader *self, const MapiRtfToken *token, const char *bytes, gsize size)
{
  guint32  code_page = get_code_page (self);
  gboolean markup = is_markup (self);

  if (size == 0 || !begin_text (self, token))
    return;

  if (self->high_surrogate != 0 || code_page != self->pending_code_page ||
      markup != self->pending_is_markup)
    flush (self);
  self->pending_code_page = code_page;
  self->pending_is_markup = markup;
  g_string_append_len (self->pending, bytes, (gssize) size);
}

static void
put_string (Reader *self, const MapiRtfToken *token, const char *text, gboolean is_markup)
{
  if (!begin_text (self, token))
    return;

  flush (self);
  append (self, text, is_markup);
}

static void
put_character (Reader *self, const MapiRtfToken *token, gunichar character)
{
  char text[8] = "";

  if (character == 0 || !g_unichar_validate (character))
    character = UNREADABLE;
  text[g_unichar_to_utf8 (character, text)] = '\0';
  put_string (self, token, text, is_markup (self));
}

/* One unit of UTF-16. */
static void
put_unicode (Reader *self, const MapiRtfToken *token)
{
  gunichar unit = (gunichar) token->number & 0xffff;
  gunichar high = self->high_surrogate;

  if (high != 0 && unit >= 0xdc00 && unit < 0xe000)
    {
      self->high_surrogate = 0;
      put_character (self, token, 0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
    }
  else if (unit < 0xd800 || unit >= 0xdc00)
    put_character (self, token, unit);
  else if (begin_text (self, token))
    {
      flush (self);
      self->high_surrogate = unit;
    }
}

/* Rows end with a cell, whose tab is not wanted. */
static void
end_row (Reader *self, const MapiRtfToken *token)
{
  if (!begin_text (self, token))
    return;

  flush (self);
  if (self->out->len > 0 && self->out->str[self->out->len - 1] == '\t')
    g_string_truncate (self->out, self->out->len - 1);
  g_string_append (self->out, "\r\n");
}

static void
set_font_code_page (Reader *self, guint32 code_page)
{
  Group *group = get_group (self);

  /* Documents in UTF-8 have fonts that say something else. */
  if (group->destination == TO_FONT_TABLE && code_page != 0 && self->code_page != UTF8)
    g_hash_table_insert (
        self->fonts, GINT_TO_POINTER (self->defined_font), GUINT_TO_POINTER (code_page));
}

static void
set_destination (Reader *self, Destination destination)
{
  Group *group = get_group (self);

  if (group->destination == TO_BODY)
    group->destination = destination;
}

static void
set_kind (Reader *self, guint32 kind)
{
  if (!self->has_text && self->outline->kind == MAPI_NATIVE_BODY_TYPE_RTF)
    self->outline->kind = kind;
}

static void
read_font (Reader *self, gint32 font)
{
  Group *group = get_group (self);

  if (group->destination == TO_FONT_TABLE)
    self->defined_font = font;
  else
    group->font = font;
}

static void
read_default_font (Reader *self, gint32 font)
{
  if (!self->has_text)
    self->default_font = font;
}

static void
set_code_page (Reader *self, gint32 code_page)
{
  if (code_page > 0 && mapi_code_page_get_charset ((guint32) code_page) != NULL)
    self->code_page = (guint32) code_page;
}

static gboolean
is_switched_on (const MapiRtfToken *token)
{
  return !token->has_number || token->number != 0;
}

/* What changes how the following is read. */
static void
read_state_word (Reader *self, const MapiRtfToken *token, const MapiRtfWord *word)
{
  Group *group = get_group (self);

  switch (word->kind)
    {
    case MAPI_RTF_WORD_CODE_PAGE:
      set_code_page (self, (gint32) word->value);
      break;
    case MAPI_RTF_WORD_ANSI_CODE_PAGE:
      set_code_page (self, token->number);
      break;
    case MAPI_RTF_WORD_DEFAULT_FONT:
      read_default_font (self, token->number);
      break;
    case MAPI_RTF_WORD_FONT:
      read_font (self, token->number);
      break;
    case MAPI_RTF_WORD_FONT_CHARSET:
      set_font_code_page (self, mapi_rtf_charset_get_code_page (token->number));
      break;
    case MAPI_RTF_WORD_FONT_CODE_PAGE:
      set_font_code_page (self, (guint32) MAX (token->number, 0));
      break;
    case MAPI_RTF_WORD_HIDDEN:
      group->is_hidden = is_switched_on (token);
      break;
    case MAPI_RTF_WORD_HTML_RTF:
      group->is_html_rtf = is_switched_on (token);
      break;
    case MAPI_RTF_WORD_PLAIN:
      group->font = NO_FONT;
      group->is_hidden = FALSE;
      break;
    case MAPI_RTF_WORD_UNICODE_COUNT:
      group->unicode_count = (guint) CLAMP (token->number, 0, MAX_UNICODE_COUNT);
      break;
    case MAPI_RTF_WORD_FROM_HTML:
      set_kind (self, MAPI_NATIVE_BODY_TYPE_HTML);
      break;
    case MAPI_RTF_WORD_FROM_TEXT:
      set_kind (self, MAPI_NATIVE_BODY_TYPE_PLAINTEXT);
      break;
    default:
      break;
    }
}

static void
read_destination (Reader *self, const MapiRtfWord *word)
{
  Group *group = get_group (self);

  switch (word->kind)
    {
    case MAPI_RTF_WORD_FONT_TABLE:
      set_destination (self, TO_FONT_TABLE);
      break;
    case MAPI_RTF_WORD_HTML_TAG:
      set_destination (self, self->mode == MAPI_RTF_READ_HTML ? TO_HTML_TAG : TO_NOWHERE);
      break;
    case MAPI_RTF_WORD_UNICODE_PAIR:
      set_destination (self, TO_PAIR);
      break;
    case MAPI_RTF_WORD_UNICODE_PART:
      if (group->destination == TO_PAIR)
        group->destination = TO_BODY;
      break;
    default:
      group->destination = TO_NOWHERE;
    }
}

static gboolean
is_destination (const MapiRtfWord *word)
{
  return word->kind == MAPI_RTF_WORD_FONT_TABLE || word->kind == MAPI_RTF_WORD_HTML_TAG ||
         word->kind == MAPI_RTF_WORD_UNICODE_PAIR || word->kind == MAPI_RTF_WORD_UNICODE_PART ||
         word->kind == MAPI_RTF_WORD_SKIPPED;
}

static void
read_word (Reader *self, const MapiRtfToken *token)
{
  const MapiRtfWord *word = mapi_rtf_word_find (token->text, token->size);
  gboolean           is_optional = get_group (self)->is_optional;

  get_group (self)->is_optional = FALSE;
  if (word != NULL && is_destination (word))
    read_destination (self, word);
  else if (is_optional)
    get_group (self)->destination = TO_NOWHERE;
  else if (word == NULL)
    return;
  else if (word->kind == MAPI_RTF_WORD_CHARACTER)
    put_character (self, token, word->value);
  else if (word->kind == MAPI_RTF_WORD_LINE)
    put_string (self, token, "\r\n", TRUE);
  else if (word->kind == MAPI_RTF_WORD_ROW)
    end_row (self, token);
  else if (word->kind == MAPI_RTF_WORD_UNICODE)
    {
      put_unicode (self, token);
      self->n_to_skip = get_group (self)->unicode_count;
    }
  else
    read_state_word (self, token, word);
}

static void
read_symbol (Reader *self, const MapiRtfToken *token)
{
  gboolean html = self->mode == MAPI_RTF_READ_HTML;

  switch (*token->text)
    {
    case '*':
      get_group (self)->is_optional = TRUE;
      break;
    case '~':
      put_string (self, token, html ? "&nbsp;" : "\xc2\xa0", TRUE);
      break;
    case '_':
      put_string (self, token, html ? "&shy;" : "\xe2\x80\x91", TRUE);
      break;
    case '\t':
      put_string (self, token, "\t", TRUE);
      break;
    case '\r':
    case '\n':
      put_string (self, token, "\r\n", TRUE);
      break;
    default:
      break;
    }
}

static void
open_group (Reader *self)
{
  Group group = *get_group (self);

  group.is_optional = FALSE;
  if (self->groups->len < MAX_DEPTH)
    g_array_append_val (self->groups, group);
  else
    self->n_too_deep++;
}

/* The first group is the state before all of them. */
static void
close_group (Reader *self, const MapiRtfToken *token)
{
  if (self->n_too_deep > 0)
    self->n_too_deep--;
  else if (self->groups->len > 1)
    g_array_set_size (self->groups, self->groups->len - 1);
  if (self->groups->len > 1)
    return;

  self->outline->end = (gsize) (token->start - self->start);
  self->is_done = TRUE;
}

/* What stands for a character in Unicode counts by characters and by control words. Answers how
 * many bytes of @token that takes away. */
static gsize
skip (Reader *self, const MapiRtfToken *token)
{
  gsize n = token->kind == MAPI_RTF_TOKEN_BYTES ? MIN (self->n_to_skip, token->size) : 1;

  self->n_to_skip -= (guint) MIN (n, self->n_to_skip);
  return n;
}

static void
read_content (Reader *self, const MapiRtfToken *token)
{
  gsize skipped = self->n_to_skip > 0 ? skip (self, token) : 0;

  if (token->kind == MAPI_RTF_TOKEN_BYTES)
    put_bytes (self, token, token->text + skipped, token->size - skipped);
  else if (skipped == 0 && token->kind == MAPI_RTF_TOKEN_WORD)
    read_word (self, token);
  else if (skipped == 0 && token->kind == MAPI_RTF_TOKEN_SYMBOL)
    read_symbol (self, token);
}

static void
read_token (Reader *self, const MapiRtfToken *token)
{
  if (token->kind != MAPI_RTF_TOKEN_OPEN && token->kind != MAPI_RTF_TOKEN_CLOSE)
    {
      read_content (self, token);
      return;
    }

  self->n_to_skip = 0;
  if (token->kind == MAPI_RTF_TOKEN_OPEN)
    open_group (self);
  else
    close_group (self, token);
}

/* Writers put NULs, blanks and marks of UTF-8 in front. */
static const char *
find_start (const char *data, const char *end)
{
  while (data < end && strchr (" \r\n\t\xef\xbb\xbf", *data) != NULL)
    data++;
  return end - data >= 5 && memcmp (data, "{\\rtf", 5) == 0 ? data : NULL;
}

static void
read_all (Reader *self)
{
  Group        outside = { .destination = TO_BODY, .font = NO_FONT, .unicode_count = 1 };
  MapiRtfToken token;

  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  self->fonts = g_hash_table_new (NULL, NULL);
  self->pending = g_string_new (NULL);
  g_array_append_val (self->groups, outside);

  while (!self->is_done && mapi_rtf_scanner_next (&self->scanner, &token))
    read_token (self, &token);
  flush (self);

  g_array_unref (self->groups);
  g_hash_table_unref (self->fonts);
  g_string_free (self->pending, TRUE);
}

/* Reads a document into @out, in UTF-8 with CRLF. What is damaged is read as far as it goes; only
 * what does not begin as RTF is an error. */
gboolean
mapi_rtf_read (
    GBytes *rtf, MapiRtfReadMode mode, GString *out, MapiRtfOutline *outline, GError **error)
{
  gsize       size;
  const char *data = g_bytes_get_data (rtf, &size);
  const char *start = size > 0 ? find_start (data, data + size) : NULL;
  Reader      self = { .mode = mode,
                       .scanner = { start, start != NULL ? data + size : NULL },
                       .start = data,
                       .outline = outline,
                       .out = out,
                       .code_page = WINDOWS_LATIN,
                       .pending_code_page = WINDOWS_LATIN };

  if (start == NULL)
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "rtf: the text is not RTF");
      return FALSE;
    }

  *outline = (MapiRtfOutline){ .kind = MAPI_NATIVE_BODY_TYPE_RTF, .begin = size, .end = size };
  read_all (&self);
  outline->begin = MIN (outline->begin, outline->end);
  return TRUE;
}
