/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-rtf-token-private.h"

#include <string.h>

#define MAX_NUMBER 100000000 /* far beyond any that means something */

static gboolean
is_special (char c)
{
  return c == '\\' || c == '{' || c == '}' || c == '\r' || c == '\n';
}

static void
read_bytes (MapiRtfScanner *self, MapiRtfToken *token)
{
  token->kind = MAPI_RTF_TOKEN_BYTES;
  token->text = self->at;
  while (self->at < self->end && !is_special (*self->at))
    self->at++;
  token->size = (gsize) (self->at - token->text);
}

static void
read_number (MapiRtfScanner *self, MapiRtfToken *token)
{
  const char *at = self->at;
  gboolean    negative = at < self->end && *at == '-';

  if (negative)
    at++;
  for (; at < self->end && g_ascii_isdigit (*at); at++)
    {
      token->has_number = TRUE;
      token->number = MIN (token->number * 10 + (*at - '0'), MAX_NUMBER);
    }
  if (!token->has_number)
    return;

  self->at = at;
  if (negative)
    token->number = -token->number;
}

static void
read_binary (MapiRtfScanner *self, MapiRtfToken *token)
{
  token->kind = MAPI_RTF_TOKEN_BINARY;
  token->text = self->at;
  token->size = MIN ((gsize) MAX (token->number, 0), (gsize) (self->end - self->at));
  self->at += token->size;
}

static void
read_word (MapiRtfScanner *self, MapiRtfToken *token)
{
  token->kind = MAPI_RTF_TOKEN_WORD;
  token->text = self->at;
  while (self->at < self->end && g_ascii_isalpha (*self->at))
    self->at++;
  token->size = (gsize) (self->at - token->text);

  read_number (self, token);
  if (self->at < self->end && *self->at == ' ')
    self->at++;
  if (token->size == 3 && memcmp (token->text, "bin", 3) == 0)
    read_binary (self, token);
}

/* \'xx, which is a byte of text; without digits it is nothing. */
static void
read_hex (MapiRtfScanner *self, MapiRtfToken *token)
{
  int high = self->end - self->at < 2 ? -1 : g_ascii_xdigit_value (self->at[0]);
  int low = high < 0 ? -1 : g_ascii_xdigit_value (self->at[1]);

  token->kind = MAPI_RTF_TOKEN_BYTES;
  token->text = &token->byte;
  token->size = 0;
  if (low < 0)
    return;

  token->byte = (char) (high << 4 | low);
  token->size = 1;
  self->at += 2;
}

static void
read_symbol (MapiRtfScanner *self, MapiRtfToken *token)
{
  char symbol = self->at < self->end ? *self->at : ' ';

  if (self->at < self->end)
    self->at++;
  token->byte = symbol;
  token->text = &token->byte;
  token->size = 1;
  if (symbol == '\'')
    read_hex (self, token);
  else if (symbol == '\\' || symbol == '{' || symbol == '}')
    token->kind = MAPI_RTF_TOKEN_BYTES;
  else
    token->kind = MAPI_RTF_TOKEN_SYMBOL;
}

/* Reads a token of any bytes; FALSE at the end. */
gboolean
mapi_rtf_scanner_next (MapiRtfScanner *self, MapiRtfToken *token)
{
  while (self->at < self->end && (*self->at == '\r' || *self->at == '\n'))
    self->at++;
  if (self->at == self->end)
    return FALSE;

  *token = (MapiRtfToken){ .start = self->at };
  switch (*self->at)
    {
    case '{':
      token->kind = MAPI_RTF_TOKEN_OPEN;
      self->at++;
      break;
    case '}':
      token->kind = MAPI_RTF_TOKEN_CLOSE;
      self->at++;
      break;
    case '\\':
      self->at++;
      if (self->at < self->end && g_ascii_isalpha (*self->at))
        read_word (self, token);
      else
        read_symbol (self, token);
      break;
    default:
      read_bytes (self, token);
    }
  return TRUE;
}
