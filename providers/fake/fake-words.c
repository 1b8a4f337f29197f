/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-words.h"

#define MARKS ";:,"

typedef struct
{
  const char *next;
  guint       line;
  guint       column;
  GPtrArray  *words;
} Cutter;

static void
free_word (gpointer data)
{
  FakeWord *word = data;

  g_free (word->text);
  g_free (word);
}

static FakeWord *
add_word (Cutter *cutter, char *text, char mark)
{
  FakeWord *word = g_new (FakeWord, 1);

  *word = (FakeWord){ text, mark, cutter->line, cutter->column };
  g_ptr_array_add (cutter->words, word);
  return word;
}

static void
go_on (Cutter *cutter, gsize n_bytes)
{
  cutter->next += n_bytes;
  cutter->column += (guint) n_bytes;
}

static void
cut_line_end (Cutter *cutter)
{
  add_word (cutter, g_strdup (";"), ';');
  cutter->next++;
  cutter->line++;
  cutter->column = 1;
}

static gboolean
cut_quoted (Cutter *cutter, GError **error)
{
  const char *begin = cutter->next + 1;
  const char *end = strchr (begin, '"');
  FakeWord   *word = add_word (cutter, NULL, 0);

  if (end == NULL)
    {
      fake_words_complain (word, error, "the quoted text does not end");
      return FALSE;
    }

  word->text = g_strndup (begin, (gsize) (end - begin));
  go_on (cutter, (gsize) (end + 1 - cutter->next));
  return TRUE;
}

static gboolean
cut_word (Cutter *cutter, GError **error)
{
  gsize length;

  if (*cutter->next == '"')
    return cut_quoted (cutter, error);

  if (strchr (MARKS, *cutter->next) != NULL)
    {
      add_word (cutter, g_strndup (cutter->next, 1), *cutter->next);
      go_on (cutter, 1);
      return TRUE;
    }

  length = strcspn (cutter->next, MARKS " \t\r\n\"");
  add_word (cutter, g_strndup (cutter->next, length), 0);
  go_on (cutter, length);
  return TRUE;
}

GPtrArray *
fake_words_split (const char *text, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (free_word);
  Cutter cutter = { text, 1, 1, words };

  while (*cutter.next != '\0')
    {
      if (*cutter.next == '\n')
        cut_line_end (&cutter);
      else if (strchr (" \t\r", *cutter.next) != NULL)
        go_on (&cutter, 1);
      else if (*cutter.next == '#')
        go_on (&cutter, strcspn (cutter.next, "\n"));
      else if (!cut_word (&cutter, error))
        return NULL;
    }

  add_word (&cutter, g_strdup (";"), ';');
  return g_steal_pointer (&words);
}

void
fake_words_complain (const FakeWord *word, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "script, line %u, column %u: %s",
               word->line,
               word->column,
               text);
}
