/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What PR_ANR means: the best guess at whom a few letters of a name stand for. */

#include "mapi-anr-private.h"
#include "mapi-text-private.h"

static const guint32 name_tags[] = {
  MAPI_PR_DISPLAY_NAME, MAPI_PR_EMAIL_ADDRESS, MAPI_PR_SMTP_ADDRESS, MAPI_PR_GIVEN_NAME,
  MAPI_PR_SURNAME,      MAPI_PR_NICKNAME,      MAPI_PR_ACCOUNT,
};

static gboolean
is_gap (gunichar c)
{
  return g_unichar_isspace (c) || c == ',' || c == ';' || c == '"' || c == '(' || c == ')';
}

/* The next word from *@at on, which then stands behind it; NULL at the end. */
static char *
next_word (const char **at)
{
  const char *begin;

  while (**at != '\0' && is_gap (g_utf8_get_char (*at)))
    *at = g_utf8_next_char (*at);
  begin = *at;
  while (**at != '\0' && !is_gap (g_utf8_get_char (*at)))
    *at = g_utf8_next_char (*at);

  return *at > begin ? g_strndup (begin, (gsize) (*at - begin)) : NULL;
}

static gboolean
has_word_with_prefix (const char *text, const char *prefix)
{
  char *word;

  while ((word = next_word (&text)) != NULL)
    {
      gboolean found = g_str_has_prefix (word, prefix);

      g_free (word);
      if (found)
        return TRUE;
    }

  return FALSE;
}

/* All that a row may be known by, on lines of their own. */
static char *
names_of (const MapiPropList *row)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (name_tags); i++)
    {
      const char *name = mapi_prop_list_get_string (row, name_tags[i]);

      if (name != NULL)
        g_string_append_printf (names, "%s\n", name);
    }

  return mapi_text_fold (names->str, MAPI_TEXT_FOLD_CASE | MAPI_TEXT_FOLD_MARKS);
}

/* Every word of @name begins a word of one of the row's names; neither case nor accents count. No
 * words match nothing. */
gboolean
mapi_anr_matches (const MapiPropList *row, const char *name)
{
  g_autofree char *wanted = mapi_text_fold (name, MAPI_TEXT_FOLD_CASE | MAPI_TEXT_FOLD_MARKS);
  g_autofree char *names = names_of (row);
  const char      *at = wanted;
  guint            n_words = 0;
  char            *word;

  while ((word = next_word (&at)) != NULL)
    {
      gboolean found = has_word_with_prefix (names, word);

      g_free (word);
      if (!found)
        return FALSE;
      n_words++;
    }

  return n_words > 0;
}
