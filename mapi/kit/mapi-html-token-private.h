/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MAPI_HTML_TOKEN_TEXT,
  MAPI_HTML_TOKEN_REFERENCE, /* &amp; and its like: one character */
  MAPI_HTML_TOKEN_OPEN,
  MAPI_HTML_TOKEN_CLOSE,
  MAPI_HTML_TOKEN_RAW,   /* what stands in a script, a style or a title */
  MAPI_HTML_TOKEN_OTHER, /* comments and declarations */
} MapiHtmlTokenKind;

typedef struct
{
  MapiHtmlTokenKind kind;
  const char       *start;
  gsize             size;
  char              name[12];  /* of an element, in lower case and cut off */
  gunichar          character; /* of a reference */
} MapiHtmlToken;

typedef struct
{
  const char *at;
  const char *end;
  char        raw[12];     /* the element whose end is looked for, or empty */
  gboolean    is_broken;   /* from here on quotes do not hide a > */
  gboolean    has_no_more; /* no > is left */
} MapiHtmlScanner;

#define MAPI_HTML_SCANNER_INIT(data, size)                                                         \
  {                                                                                                \
    .at = (data), .end = (data) + (size)                                                           \
  }

gboolean mapi_html_scanner_next (MapiHtmlScanner *self, MapiHtmlToken *token);
gboolean mapi_html_token_is (const MapiHtmlToken *token, const char *const *names);
char    *mapi_html_token_get_attribute (const MapiHtmlToken *token, const char *name);

G_END_DECLS
