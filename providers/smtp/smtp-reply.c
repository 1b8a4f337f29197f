/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-reply.h"

/* What is kept of the words of a reply; a server may send a novel. */
#define MAX_TEXT 1000

/* A reply of more lines will not end at all. */
#define MAX_LINES 500

static gboolean
parse_code (const char *line, gsize length, guint *code)
{
  if (length < 3 || line[0] < '2' || line[0] > '5' || !g_ascii_isdigit (line[1]) ||
      !g_ascii_isdigit (line[2]))
    return FALSE;

  *code = (guint) ((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
  return length == 3 || line[3] == ' ' || line[3] == '-';
}

/* Whatever the server says can be printed. */
static void
append_words (GString *text, const char *words, gsize length)
{
  gsize            room = text->len < MAX_TEXT ? MAX_TEXT - text->len : 0;
  gsize            n = MIN (length, room);
  g_autofree char *valid = g_utf8_make_valid (words, (gssize) n);

  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  g_string_append (text, valid);
}

/* The enhanced status code stands in every line; once is enough. */
static gsize
skip_enhanced_code (const char *words, gsize length)
{
  gsize i = 0;
  guint n_dots = 0;

  while (i < length && (g_ascii_isdigit (words[i]) || words[i] == '.'))
    n_dots += words[i++] == '.';

  return n_dots == 2 && i < length && words[i] == ' ' ? i + 1 : 0;
}

SmtpLine
smtp_reply_add_line (SmtpReply *self, const char *line, gsize length)
{
  guint code;

  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
    length--;
  if (!parse_code (line, length, &code) || (self->n_lines > 0 && code != self->code) ||
      self->n_lines >= MAX_LINES)
    return SMTP_LINE_RUBBISH;

  if (self->text == NULL)
    self->text = g_string_sized_new (64);
  if (self->n_lines++ == 0)
    {
      self->code = code;
      g_string_truncate (self->text, 0);
      append_words (self->text, line, 3);
    }
  if (length > 4)
    {
      gsize skipped = self->n_lines > 1 ? skip_enhanced_code (line + 4, length - 4) : 0;

      g_string_append_c (self->text, ' ');
      append_words (self->text, line + 4 + skipped, length - 4 - skipped);
    }
  if (length > 3 && line[3] == '-')
    return SMTP_LINE_MORE_FOLLOW;

  self->n_lines = 0;
  return SMTP_LINE_LAST;
}

guint
smtp_reply_get_class (const SmtpReply *self)
{
  return self->code / 100;
}

void
smtp_reply_clear (SmtpReply *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  *self = (SmtpReply){ 0 };
}
