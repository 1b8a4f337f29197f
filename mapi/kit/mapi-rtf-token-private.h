/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MAPI_RTF_TOKEN_OPEN,   /* { */
  MAPI_RTF_TOKEN_CLOSE,  /* } */
  MAPI_RTF_TOKEN_WORD,   /* a control word with its number and its space */
  MAPI_RTF_TOKEN_SYMBOL, /* a backslash and what is no letter */
  MAPI_RTF_TOKEN_BYTES,  /* text in the code page at hand */
  MAPI_RTF_TOKEN_BINARY, /* \bin and what follows it */
} MapiRtfTokenKind;

typedef struct
{
  MapiRtfTokenKind kind;
  const char      *start; /* of the whole token */
  const char      *text;  /* the name, the symbol, the bytes */
  gsize            size;
  gint32           number; /* 0 without one */
  gboolean         has_number;
  char             byte; /* what a symbol of one byte stands for: @text may point here */
} MapiRtfToken;

typedef struct
{
  const char *at;
  const char *end;
} MapiRtfScanner;

gboolean mapi_rtf_scanner_next (MapiRtfScanner *self, MapiRtfToken *token);

G_END_DECLS
