/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The compressor: it looks for what the text repeats, and prefers a longer repetition that begins
 * one byte later. */

#include "config.h"

#include "mapi-rtf-window-private.h"

#include <string.h>

#define MAX_DISTANCE MAPI_RTF_WINDOW_MASK /* one more would be where the next byte is written */
#define MAX_TRIES 128
#define N_TOKENS 8
#define NOWHERE G_MAXUINT32

const char mapi_rtf_window_start[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    "\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    "\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

G_STATIC_ASSERT (sizeof mapi_rtf_window_start == MAPI_RTF_WINDOW_START + 1);

typedef struct
{
  const guint8 *text; /* the fixed text, then what is compressed */
  guint32       size;
  guint32      *newest;   /* by two bytes: the last place where they stand */
  guint32      *previous; /* by place in the window: the place before, with the same two bytes */
  GByteArray   *out;
  guint         control; /* where the bits of the tokens at hand are */
  guint         n_tokens;
} Encoder;

typedef struct
{
  guint32 place;
  guint32 length; /* 0 when nothing is repeated */
} Match;

static guint
get_pair (const Encoder *self, guint32 place)
{
  return (guint) (self->text[place] << 8 | self->text[place + 1]);
}

static void
remember (Encoder *self, guint32 place)
{
  guint pair;

  if (place + 1 >= self->size)
    return;

  pair = get_pair (self, place);
  self->previous[place & MAPI_RTF_WINDOW_MASK] = self->newest[pair];
  self->newest[pair] = place;
}

static guint32
measure (const Encoder *self, guint32 place, guint32 here, guint32 limit)
{
  guint32 length = MAPI_RTF_MIN_MATCH;

  while (length < limit && self->text[place + length] == self->text[here + length])
    length++;
  return length;
}

/* The longest repetition at @here, the nearest of those. */
static Match
find_match (const Encoder *self, guint32 here)
{
  Match   best = { 0, 0 };
  guint32 limit = MIN (MAPI_RTF_MAX_MATCH, self->size - here);
  guint32 place;

  if (limit < MAPI_RTF_MIN_MATCH)
    return best;

  place = self->newest[get_pair (self, here)];
  for (guint n = 0; n < MAX_TRIES && place != NOWHERE && here - place <= MAX_DISTANCE; n++)
    {
      guint32 length = measure (self, place, here, limit);

      if (length > best.length)
        best = (Match){ place, length };
      if (length == limit)
        break;
      place = self->previous[place & MAPI_RTF_WINDOW_MASK];
    }
  return best;
}

static void
begin_token (Encoder *self, gboolean is_reference)
{
  if (self->n_tokens == N_TOKENS)
    {
      self->control = self->out->len;
      g_byte_array_append (self->out, (const guint8 *) "", 1);
      self->n_tokens = 0;
    }
  self->out->data[self->control] |= (guint8) (is_reference << self->n_tokens);
  self->n_tokens++;
}

static void
add_literal (Encoder *self, guint8 byte)
{
  begin_token (self, FALSE);
  g_byte_array_append (self->out, &byte, 1);
}

static void
add_reference (Encoder *self, guint32 place, guint32 length)
{
  guint32 word = (place & MAPI_RTF_WINDOW_MASK) << 4 | (length - MAPI_RTF_MIN_MATCH);
  guint8  bytes[2] = { (guint8) (word >> 8), (guint8) word };

  begin_token (self, TRUE);
  g_byte_array_append (self->out, bytes, sizeof bytes);
}

static void
add_match (Encoder *self, guint32 here, Match match)
{
  add_reference (self, match.place, match.length);
  for (guint32 i = 1; i < match.length; i++)
    remember (self, here + i);
}

/* Adds a token for what is at @here, moves it on, and answers what is found there. */
static Match
add_token (Encoder *self, guint32 *here, Match match)
{
  Match next = { 0, 0 };

  remember (self, *here);
  if (match.length >= MAPI_RTF_MIN_MATCH && match.length < MAPI_RTF_MAX_MATCH)
    next = find_match (self, *here + 1);

  if (match.length < MAPI_RTF_MIN_MATCH || next.length > match.length)
    {
      add_literal (self, self->text[*here]);
      *here += 1;
    }
  else
    {
      add_match (self, *here, match);
      *here += match.length;
      next.length = 0;
    }
  return next.length > 0 ? next : find_match (self, *here);
}

static void
encode (Encoder *self)
{
  guint32 here;
  Match   match;

  for (here = 0; here < MAPI_RTF_WINDOW_START; here++)
    remember (self, here);
  match = find_match (self, here);
  while (here < self->size)
    match = add_token (self, &here, match);
  add_reference (self, here, MAPI_RTF_MIN_MATCH); /* to where nothing is yet: the end */
}

/* Gives the tokens for @size bytes, which are less than 2 GiB. */
GByteArray *
mapi_rtf_lzfu_encode (const guint8 *data, gsize size)
{
  g_autofree guint8  *text = g_malloc (MAPI_RTF_WINDOW_START + size);
  g_autofree guint32 *newest = g_new (guint32, 1 << 16);
  g_autofree guint32 *previous = g_new (guint32, MAPI_RTF_WINDOW_SIZE);
  Encoder             self = { .text = text,
                               .size = (guint32) (MAPI_RTF_WINDOW_START + size),
                               .newest = newest,
                               .previous = previous,
                               .out = g_byte_array_sized_new ((guint) (size / 2 + 16)),
                               .n_tokens = N_TOKENS };

  memcpy (text, mapi_rtf_window_start, MAPI_RTF_WINDOW_START);
  if (size > 0)
    memcpy (text + MAPI_RTF_WINDOW_START, data, size);
  memset (newest, 0xff, sizeof *newest << 16);
  encode (&self);
  return self.out;
}
