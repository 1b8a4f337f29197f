/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MAPI_TEXT_FOLD_CASE = 1 << 0,
  MAPI_TEXT_FOLD_MARKS = 1 << 1,
} MapiTextFold;

gboolean mapi_text_is_valid (const char *text, gsize size);
int      mapi_text_compare (const char *a, const char *b);
char    *mapi_text_fold (const char *text, MapiTextFold fold);

G_END_DECLS
