/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-words-private.h"

#include <string.h>

/* SQLite cuts longer ones off somewhere behind this. */
#define LONGEST 1000

#define FUZZY_LEVEL_MASK 0xffffU

static gboolean
is_part_of_word (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/* The next word from *@at on, which moves behind it; FALSE at the end. */
static gboolean
next_word (const char **at, const char **word, gsize *size)
{
  while (**at != '\0' && !is_part_of_word (**at))
    (*at)++;
  *word = *at;
  while (is_part_of_word (**at))
    (*at)++;
  *size = (gsize) (*at - *word);
  return *size > 0;
}

/* With what separates it from the next one, as far as the index knows that. */
static char *
dup_term (const char *word, gsize size)
{
  return g_strndup (word, size + (word[size] != '\0' ? 1 : 0));
}

gboolean
sqlite_words_collect (const char *text, GHashTable *terms)
{
  const char *word;
  gsize       size;

  while (next_word (&text, &word, &size))
    {
      if (size > LONGEST)
        return FALSE;
      g_hash_table_add (terms, dup_term (word, size));
    }
  return TRUE;
}

static void
word_free (gpointer data)
{
  SqliteWord *self = data;

  g_free (self->text);
  g_free (self);
}

static GPtrArray *
split (const char *text, guint32 level)
{
  GPtrArray  *words = g_ptr_array_new_with_free_func (word_free);
  const char *at = text;
  const char *start;
  gsize       size;

  while (next_word (&at, &start, &size))
    {
      SqliteWord *word = g_new (SqliteWord, 1);

      word->text = dup_term (start, size);
      word->open_start = start == text && level == MAPI_FL_SUBSTRING;
      word->open_end = *at == '\0' && level != MAPI_FL_FULLSTRING;
      g_ptr_array_add (words, word);
    }
  return words;
}

/* Folding works on each character by itself: what is in a text, its folded form is in that of the
 * text. */
GPtrArray *
sqlite_words_of_restriction (MapiRestriction *restriction, gboolean *decides)
{
  guint32 tag = mapi_restriction_get_tag (restriction);
  guint32 how = mapi_restriction_get_operator (restriction);
  g_autoptr (MapiPropValue) value = mapi_restriction_get_value (restriction);
  g_autofree char *folded = NULL;
  GPtrArray       *words;

  if ((tag != MAPI_PR_BODY && tag != MAPI_PR_SUBJECT) ||
      (how & ~FUZZY_LEVEL_MASK & ~(guint32) MAPI_FL_IGNORECASE) != 0 ||
      (how & FUZZY_LEVEL_MASK) > MAPI_FL_PREFIX || value == NULL ||
      mapi_prop_tag_get_prop_type (mapi_prop_value_get_tag (value)) != MAPI_PT_UNICODE)
    return NULL;
  folded = g_utf8_casefold (mapi_prop_value_get_string (value), -1);
  words = split (folded, how & FUZZY_LEVEL_MASK);
  *decides = how == (MAPI_FL_SUBSTRING | MAPI_FL_IGNORECASE) && words->len == 1 &&
             strcmp (((SqliteWord *) words->pdata[0])->text, folded) == 0;
  return words;
}
