/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* How many words of the list one that is looked for may stand for. */
#define SQLITE_WORDS_MOST 200

/* A word in what is looked for, with the character behind it; in the text it may be a part of a
 * longer one. */
typedef struct
{
  char    *text;
  gboolean open_start;
  gboolean open_end;
} SqliteWord;

/* The words of a folded text, each with the character behind it, where there is one: letters and
 * digits, and all that is not ASCII. FALSE where one is too long to be found again. */
gboolean sqlite_words_collect (const char *text, GHashTable *terms);

/* SqliteWord, of a content restriction. NULL where the index cannot tell: it knows subjects and
 * texts, and their marks too. What is looked for @decides when no more than one word and the
 * character behind it has to be found: such a part of a text lies in one of its terms, or in none. */
GPtrArray *sqlite_words_of_restriction (MapiRestriction *restriction, gboolean *decides);

G_END_DECLS
