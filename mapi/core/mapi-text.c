/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-text-private.h"

#include <string.h>

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)
#define LOW_BITS G_GUINT64_CONSTANT (0x0101010101010101)

#define WORDS_AT_ONCE 4

/* Whether @n_words times eight bytes are ASCII without a NUL. */
static inline gboolean
is_plain (const char *text, gsize n_words)
{
  guint64 found = 0;

  for (gsize i = 0; i < n_words; i++)
    {
      guint64 word;

      memcpy (&word, text + i * sizeof word, sizeof word);
      found |= word | (word - LOW_BITS);
    }
  return (found & HIGH_BITS) == 0;
}

/* Whether @size bytes are UTF-8 without a NUL; quick where they are ASCII. */
gboolean
mapi_text_is_valid (const char *text, gsize size)
{
  for (; size >= 8 * WORDS_AT_ONCE && is_plain (text, WORDS_AT_ONCE); size -= 8 * WORDS_AT_ONCE)
    text += 8 * WORDS_AT_ONCE;
  for (; size >= 8 && is_plain (text, 1); size -= 8)
    text += 8;
  return g_utf8_validate_len (text, size, NULL);
}

static int
compare_folded (const char *a, const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return strcmp (folded_a, folded_b);
}

/* Orders two strings without regard to case; the same in every locale. */
int
mapi_text_compare (const char *a, const char *b)
{
  for (;; a++, b++)
    {
      if (((*a | *b) & 0x80) != 0)
        return compare_folded (a, b);
      if (*a == '\0' || g_ascii_tolower (*a) != g_ascii_tolower (*b))
        return (int) g_ascii_tolower (*a) - (int) g_ascii_tolower (*b);
    }
}

static char *
strip_marks (const char *text)
{
  g_autofree char *decomposed = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT);
  GString         *stripped = g_string_sized_new (strlen (decomposed));

  for (const char *s = decomposed; *s != '\0'; s = g_utf8_next_char (s))
    {
      gunichar character = g_utf8_get_char (s);

      if (g_unichar_type (character) != G_UNICODE_NON_SPACING_MARK)
        g_string_append_unichar (stripped, character);
    }
  return g_string_free (stripped, FALSE);
}

/* ASCII, which most text is, needs no look at what each character is. */
static char *
fold_case (const char *text)
{
  gsize  size = strlen (text);
  char  *folded = g_malloc (size + 1);
  guchar all = 0;

  for (gsize i = 0; i <= size; i++)
    {
      guchar c = (guchar) text[i];

      all |= c;
      folded[i] = (char) (c + ((guchar) (c - 'A') < 26 ? 'a' - 'A' : 0));
    }
  if (all < 0x80)
    return folded;
  g_free (folded);
  return g_utf8_casefold (text, -1);
}

/* Gives the form of @text in which strings that differ only in what @fold names are the same. */
char *
mapi_text_fold (const char *text, MapiTextFold fold)
{
  g_autofree char *stripped = NULL;

  if (fold & MAPI_TEXT_FOLD_MARKS)
    text = stripped = strip_marks (text);
  return fold & MAPI_TEXT_FOLD_CASE ? fold_case (text) : g_strdup (text);
}
