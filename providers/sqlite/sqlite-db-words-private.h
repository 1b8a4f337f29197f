/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* How many words of the list one that is looked for may stand for. */
#define SQLITE_WORDS_MOST 200

/* A word in what is looked for; in the text it may be a part of a longer one. */
typedef struct
{
  char    *text;
  gboolean open_start;
  gboolean open_end;
} SqliteWord;

/* The words of a folded text, as SQLite's tokenizer "ascii" finds them: letters and digits, and all
 * that is not ASCII. NULL where one is too long to be found again. */
GHashTable *sqlite_words_collect (const char *text);

/* SqliteWord, of a content restriction. NULL where the index cannot tell: it knows subjects and
 * texts, and their marks too. */
GPtrArray *sqlite_words_of_restriction (MapiRestriction *restriction);

G_END_DECLS
