/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A word of a script, or one of its marks ; : and , and where it stands. */
typedef struct
{
  char *text;
  char  mark; /* 0 for a word */
  guint line;
  guint column;
} FakeWord;

/* Cuts a text into words: FakeWord. Line ends are semicolons; a # begins a comment; in quotes a
 * word may have anything. It always ends with a semicolon. */
GPtrArray *fake_words_split (const char *text, GError **error);

/* An error about the place where a word stands. */
void fake_words_complain (const FakeWord *word, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
