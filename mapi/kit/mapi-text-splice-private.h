/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What was added to a text in front and behind; the counts are of significant characters. */
typedef struct
{
  const char *prefix;
  gsize       prefix_size;
  glong       n_prefix;
  const char *trailing;
  glong       n_trailing;
} MapiTextSplice;

gboolean mapi_text_splice_init (MapiTextSplice *self, const char *text, const char *before);
char    *mapi_text_splice_apply_html (const MapiTextSplice *self, const char *html);
GBytes  *mapi_text_splice_apply_rtf (const MapiTextSplice *self, GBytes *rtf);

G_END_DECLS
