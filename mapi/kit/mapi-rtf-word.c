/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-rtf-word-private.h"

#include <stdlib.h>
#include <string.h>

/* In the order of strcmp(). What is not here changes nothing about the text. */
static const MapiRtfWord words[] = {
  { "aftncn", MAPI_RTF_WORD_SKIPPED, 0 },
  { "aftnsep", MAPI_RTF_WORD_SKIPPED, 0 },
  { "aftnsepc", MAPI_RTF_WORD_SKIPPED, 0 },
  { "annotation", MAPI_RTF_WORD_SKIPPED, 0 },
  { "ansi", MAPI_RTF_WORD_CODE_PAGE, 1252 },
  { "ansicpg", MAPI_RTF_WORD_ANSI_CODE_PAGE, 0 },
  { "atnauthor", MAPI_RTF_WORD_SKIPPED, 0 },
  { "atnid", MAPI_RTF_WORD_SKIPPED, 0 },
  { "bullet", MAPI_RTF_WORD_CHARACTER, 0x2022 },
  { "cell", MAPI_RTF_WORD_CHARACTER, '\t' },
  { "colortbl", MAPI_RTF_WORD_SKIPPED, 0 },
  { "cpg", MAPI_RTF_WORD_FONT_CODE_PAGE, 0 },
  { "deff", MAPI_RTF_WORD_DEFAULT_FONT, 0 },
  { "deleted", MAPI_RTF_WORD_HIDDEN, 0 },
  { "emdash", MAPI_RTF_WORD_CHARACTER, 0x2014 },
  { "emspace", MAPI_RTF_WORD_CHARACTER, 0x2003 },
  { "endash", MAPI_RTF_WORD_CHARACTER, 0x2013 },
  { "enspace", MAPI_RTF_WORD_CHARACTER, 0x2002 },
  { "f", MAPI_RTF_WORD_FONT, 0 },
  { "fcharset", MAPI_RTF_WORD_FONT_CHARSET, 0 },
  { "filetbl", MAPI_RTF_WORD_SKIPPED, 0 },
  { "fldinst", MAPI_RTF_WORD_SKIPPED, 0 },
  { "fonttbl", MAPI_RTF_WORD_FONT_TABLE, 0 },
  { "footer", MAPI_RTF_WORD_SKIPPED, 0 },
  { "footerf", MAPI_RTF_WORD_SKIPPED, 0 },
  { "footerl", MAPI_RTF_WORD_SKIPPED, 0 },
  { "footerr", MAPI_RTF_WORD_SKIPPED, 0 },
  { "footnote", MAPI_RTF_WORD_SKIPPED, 0 },
  { "fromhtml", MAPI_RTF_WORD_FROM_HTML, 0 },
  { "fromtext", MAPI_RTF_WORD_FROM_TEXT, 0 },
  { "ftncn", MAPI_RTF_WORD_SKIPPED, 0 },
  { "ftnsep", MAPI_RTF_WORD_SKIPPED, 0 },
  { "ftnsepc", MAPI_RTF_WORD_SKIPPED, 0 },
  { "header", MAPI_RTF_WORD_SKIPPED, 0 },
  { "headerf", MAPI_RTF_WORD_SKIPPED, 0 },
  { "headerl", MAPI_RTF_WORD_SKIPPED, 0 },
  { "headerr", MAPI_RTF_WORD_SKIPPED, 0 },
  { "htmlrtf", MAPI_RTF_WORD_HTML_RTF, 0 },
  { "htmltag", MAPI_RTF_WORD_HTML_TAG, 0 },
  { "info", MAPI_RTF_WORD_SKIPPED, 0 },
  { "ldblquote", MAPI_RTF_WORD_CHARACTER, 0x201c },
  { "line", MAPI_RTF_WORD_LINE, 0 },
  { "lquote", MAPI_RTF_WORD_CHARACTER, 0x2018 },
  { "ltrmark", MAPI_RTF_WORD_CHARACTER, 0x200e },
  { "mac", MAPI_RTF_WORD_CODE_PAGE, 10000 },
  { "nestcell", MAPI_RTF_WORD_CHARACTER, '\t' },
  { "nestrow", MAPI_RTF_WORD_ROW, 0 },
  { "nonesttables", MAPI_RTF_WORD_SKIPPED, 0 },
  { "nonshppict", MAPI_RTF_WORD_SKIPPED, 0 },
  { "objdata", MAPI_RTF_WORD_SKIPPED, 0 },
  { "page", MAPI_RTF_WORD_LINE, 0 },
  { "par", MAPI_RTF_WORD_LINE, 0 },
  { "pc", MAPI_RTF_WORD_CODE_PAGE, 437 },
  { "pca", MAPI_RTF_WORD_CODE_PAGE, 850 },
  { "pict", MAPI_RTF_WORD_SKIPPED, 0 },
  { "plain", MAPI_RTF_WORD_PLAIN, 0 },
  { "qmspace", MAPI_RTF_WORD_CHARACTER, 0x2005 },
  { "rdblquote", MAPI_RTF_WORD_CHARACTER, 0x201d },
  { "row", MAPI_RTF_WORD_ROW, 0 },
  { "rquote", MAPI_RTF_WORD_CHARACTER, 0x2019 },
  { "rtlmark", MAPI_RTF_WORD_CHARACTER, 0x200f },
  { "rxe", MAPI_RTF_WORD_SKIPPED, 0 },
  { "sect", MAPI_RTF_WORD_LINE, 0 },
  { "shprslt", MAPI_RTF_WORD_SKIPPED, 0 },
  { "stylesheet", MAPI_RTF_WORD_SKIPPED, 0 },
  { "tab", MAPI_RTF_WORD_CHARACTER, '\t' },
  { "tc", MAPI_RTF_WORD_SKIPPED, 0 },
  { "tcn", MAPI_RTF_WORD_SKIPPED, 0 },
  { "u", MAPI_RTF_WORD_UNICODE, 0 },
  { "uc", MAPI_RTF_WORD_UNICODE_COUNT, 0 },
  { "ud", MAPI_RTF_WORD_UNICODE_PART, 0 },
  { "upr", MAPI_RTF_WORD_UNICODE_PAIR, 0 },
  { "v", MAPI_RTF_WORD_HIDDEN, 0 },
  { "xe", MAPI_RTF_WORD_SKIPPED, 0 },
  { "zwj", MAPI_RTF_WORD_CHARACTER, 0x200d },
  { "zwnj", MAPI_RTF_WORD_CHARACTER, 0x200c },
};

static int
compare_words (gconstpointer a, gconstpointer b)
{
  const MapiRtfWord *one = a;
  const MapiRtfWord *other = b;

  return strcmp (one->name, other->name);
}

/* NULL for a word that does nothing to the text. */
const MapiRtfWord *
mapi_rtf_word_find (const char *name, gsize size)
{
  MapiRtfWord wanted = { "", MAPI_RTF_WORD_NOTHING, 0 };

  if (size >= sizeof wanted.name)
    return NULL;

  memcpy (wanted.name, name, size);
  return bsearch (&wanted, words, G_N_ELEMENTS (words), sizeof *words, compare_words);
}

/* The code page of a font's character set; 0 for that of the document. */
guint32
mapi_rtf_charset_get_code_page (gint32 charset)
{
  static const struct
  {
    gint32  charset;
    guint32 code_page;
  } charsets[] = {
    { 0, 1252 },   { 2, 1252 },   { 77, 10000 }, { 78, 932 },   { 79, 949 },
    { 80, 936 },   { 81, 950 },   { 88, 10029 }, { 89, 10007 }, { 128, 932 },
    { 129, 949 },  { 130, 1361 }, { 134, 936 },  { 136, 950 },  { 161, 1253 },
    { 162, 1254 }, { 163, 1258 }, { 177, 1255 }, { 178, 1256 }, { 186, 1257 },
    { 204, 1251 }, { 222, 874 },  { 238, 1250 }, { 254, 437 },  { 255, 850 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (charsets[i].charset == charset)
      return charsets[i].code_page;
  return 0;
}
