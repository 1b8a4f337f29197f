/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a control word does to the text. */
typedef enum
{
  MAPI_RTF_WORD_NOTHING,
  MAPI_RTF_WORD_ANSI_CODE_PAGE, /* its number is the code page */
  MAPI_RTF_WORD_CHARACTER,      /* @value */
  MAPI_RTF_WORD_CODE_PAGE,      /* @value */
  MAPI_RTF_WORD_DEFAULT_FONT,
  MAPI_RTF_WORD_FONT,
  MAPI_RTF_WORD_FONT_CHARSET,
  MAPI_RTF_WORD_FONT_CODE_PAGE,
  MAPI_RTF_WORD_FONT_TABLE,
  MAPI_RTF_WORD_FROM_HTML,
  MAPI_RTF_WORD_FROM_TEXT,
  MAPI_RTF_WORD_HIDDEN,
  MAPI_RTF_WORD_HTML_RTF,
  MAPI_RTF_WORD_HTML_TAG,
  MAPI_RTF_WORD_LINE,
  MAPI_RTF_WORD_PLAIN,
  MAPI_RTF_WORD_ROW,
  MAPI_RTF_WORD_SKIPPED, /* a destination that is no text of the body */
  MAPI_RTF_WORD_UNICODE,
  MAPI_RTF_WORD_UNICODE_COUNT,
  MAPI_RTF_WORD_UNICODE_PART,
  MAPI_RTF_WORD_UNICODE_PAIR,
} MapiRtfWordKind;

typedef struct
{
  char            name[16];
  MapiRtfWordKind kind;
  guint32         value;
} MapiRtfWord;

const MapiRtfWord *mapi_rtf_word_find (const char *name, gsize size);
guint32            mapi_rtf_charset_get_code_page (gint32 charset);

G_END_DECLS
