/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The structure of a message. GMime's own parser keeps either every part's content in memory or
 * needs a stream it can seek in, and does not tell the exact bytes between the parts; this one is
 * fed, and forgets what it has told.
 */

#include "config.h"

#include <string.h>

#include "mapi-mime-header-private.h"
#include "mapi-mime-scan-private.h"

/* A header block larger than this is none: what follows is taken as content. */
#define LARGEST_HEADERS (4 * 1024 * 1024)
/* A piece of a line longer than this is no boundary, and is not kept until its line ends. */
#define LONGEST_BOUNDARY_LINE 2048

typedef enum
{
  STATE_HEADERS,
  STATE_CONTENT,
  STATE_LITERAL,
} State;

typedef struct
{
  char    *boundary;
  gsize    size;
  gboolean closed;
} Level;

struct _MapiMimeScanner
{
  const MapiMimeScannerFuncs *funcs;
  gpointer                    user;

  State       state;
  gboolean    begun;    /* the headers of the message itself have a field, or are over */
  gboolean    mid_line; /* what comes next does not begin a line */
  GArray     *levels;
  GByteArray *headers;
  GByteArray *rest;          /* the beginning of a line whose end is not there yet */
  char        line_break[2]; /* the line end told last belongs to a boundary, if one follows */
  gsize       line_break_size;
};

static void
level_clear (gpointer data)
{
  g_free (((Level *) data)->boundary);
}

MapiMimeScanner *
mapi_mime_scanner_new (const MapiMimeScannerFuncs *funcs, gpointer user)
{
  MapiMimeScanner *self = g_new0 (MapiMimeScanner, 1);

  self->funcs = funcs;
  self->user = user;
  self->levels = g_array_new (FALSE, FALSE, sizeof (Level));
  g_array_set_clear_func (self->levels, level_clear);
  self->headers = g_byte_array_new ();
  self->rest = g_byte_array_new ();

  return self;
}

void
mapi_mime_scanner_free (MapiMimeScanner *self)
{
  g_array_unref (self->levels);
  g_byte_array_unref (self->headers);
  g_byte_array_unref (self->rest);
  g_free (self);
}

static gsize
line_break_size (const char *line, gsize size)
{
  if (size == 0 || line[size - 1] != '\n')
    return 0;
  return size > 1 && line[size - 2] == '\r' ? 2 : 1;
}

static void
tell_line_break (MapiMimeScanner *self, void (*tell) (gpointer user, const char *data, gsize size))
{
  if (self->line_break_size > 0)
    tell (self->user, self->line_break, self->line_break_size);
  self->line_break_size = 0;
}

/* Tells whole lines of content, but keeps the last line end back. */
static void
tell_content (MapiMimeScanner *self, const char *data, gsize size)
{
  gsize kept = self->levels->len > 0 ? line_break_size (data, size) : 0;

  if (size == 0)
    return;
  tell_line_break (self, self->funcs->content);
  if (size > kept)
    self->funcs->content (self->user, data, size - kept);
  memcpy (self->line_break, data + size - kept, kept);
  self->line_break_size = kept;
}

static void
tell_run (MapiMimeScanner *self, const char *data, gsize size)
{
  if (self->state == STATE_CONTENT)
    tell_content (self, data, size);
  else if (size > 0)
    self->funcs->literal (self->user, data, size);
}

/* An empty array has no data, and nobody is to count from there. */
static const char *
text_of (const GByteArray *array)
{
  return array->len > 0 ? (const char *) array->data : "";
}

static void
end_headers (MapiMimeScanner *self)
{
  const char *boundary =
      self->funcs->headers (self->user, text_of (self->headers), self->headers->len);

  self->begun = TRUE;
  self->state = STATE_CONTENT;
  g_byte_array_set_size (self->headers, 0);
  if (boundary == NULL)
    return;

  self->state = STATE_LITERAL;
  g_array_append_vals (self->levels, &(Level){ g_strdup (boundary), strlen (boundary), FALSE }, 1);
}

static void
end_part (MapiMimeScanner *self)
{
  if (self->state == STATE_HEADERS)
    end_headers (self);
  if (self->state == STATE_CONTENT)
    self->funcs->end (self->user);
  self->state = STATE_LITERAL;
}

static void
end_levels (MapiMimeScanner *self, guint remaining)
{
  while (self->levels->len > remaining)
    {
      g_array_set_size (self->levels, self->levels->len - 1);
      self->funcs->end (self->user);
    }
}

static gboolean
is_boundary (const Level *level, const char *line, gsize size, gboolean *closes)
{
  gsize at = 2 + level->size;

  if (level->closed || size < at || memcmp (line + 2, level->boundary, level->size) != 0)
    return FALSE;

  *closes = size >= at + 2 && line[at] == '-' && line[at + 1] == '-';
  if (*closes)
    at += 2;
  while (at < size && g_ascii_isspace (line[at]))
    at++;
  return at == size;
}

/* The number of the innermost multipart whose boundary the line is, counted from 1; 0 if none. */
static guint
find_boundary (MapiMimeScanner *self, const char *line, gsize size, gboolean *closes)
{
  guint i = self->levels->len;

  if (i == 0 || self->mid_line || size < 2 || line[0] != '-' || line[1] != '-')
    return 0;

  while (i > 0 && !is_boundary (&g_array_index (self->levels, Level, i - 1), line, size, closes))
    i--;
  return i;
}

/* A boundary ends the part before it, and the multiparts in its own that were never closed. */
static void
pass_boundary (MapiMimeScanner *self, guint level, gboolean closes, const char *line, gsize size)
{
  end_part (self);
  end_levels (self, level);
  tell_line_break (self, self->funcs->literal);
  self->funcs->literal (self->user, line, size);
  g_array_index (self->levels, Level, level - 1).closed = closes;
  self->state = closes ? STATE_LITERAL : STATE_HEADERS;
}

/* Mailbox files, and programs that take their messages for mail, put a line before the headers. */
static gboolean
is_mailbox_line (MapiMimeScanner *self, const char *line, gsize size)
{
  if (self->begun || self->headers->len > 0 || mapi_mime_header_line_is_field (line, size))
    return FALSE;
  return (size >= 5 && memcmp (line, "From ", 5) == 0) ||
         (size >= 6 && memcmp (line, ">From ", 6) == 0);
}

/* Takes a line into the header block; FALSE when it is the first of the content. */
static gboolean
scan_header_line (MapiMimeScanner *self, const char *line, gsize size)
{
  if (is_mailbox_line (self, line, size))
    {
      self->funcs->literal (self->user, line, size);
      return TRUE;
    }

  if (line_break_size (line, size) == size)
    {
      g_byte_array_append (self->headers, (const guint8 *) line, size);
      end_headers (self);
      return TRUE;
    }

  if ((self->headers->len == 0 && !mapi_mime_header_line_is_field (line, size)) ||
      self->headers->len + size > LARGEST_HEADERS)
    {
      end_headers (self);
      return FALSE;
    }

  g_byte_array_append (self->headers, (const guint8 *) line, size);
  return TRUE;
}

/* Takes lines; only the last may lack its end. */
static void
scan_lines (MapiMimeScanner *self, const char *data, gsize size)
{
  const char *end = data + size;
  const char *run = data;
  const char *line = data;

  /* Without a multipart the content has no end but that of the message. */
  while (line < end && (self->levels->len > 0 || self->state == STATE_HEADERS))
    {
      const char *newline = memchr (line, '\n', end - line);
      const char *next = newline == NULL ? end : newline + 1;
      gboolean    closes = FALSE;
      guint       level = find_boundary (self, line, next - line, &closes);

      if (level > 0)
        {
          tell_run (self, run, line - run);
          pass_boundary (self, level, closes, line, next - line);
          run = next;
        }
      else if (self->state == STATE_HEADERS)
        {
          /* A line that is no header stays, to be looked at again as content. */
          if (!scan_header_line (self, line, next - line))
            next = line;
          run = next;
        }
      if (next > line)
        self->mid_line = next[-1] != '\n';
      line = next;
    }
  tell_run (self, run, end - run);
}

/* Takes what was kept, if it has become a line, or too long to wait for that. */
static void
scan_rest (MapiMimeScanner *self)
{
  const char *data = (const char *) self->rest->data;
  gsize       size = self->rest->len;
  gsize       limit = self->state == STATE_HEADERS ? LARGEST_HEADERS : LONGEST_BOUNDARY_LINE;

  if (data[size - 1] != '\n' && size <= limit)
    return;

  /* Half of a line end waits for the other half. */
  if (data[size - 1] == '\r')
    size--;
  scan_lines (self, data, size);
  g_byte_array_remove_range (self->rest, 0, size);
}

static void
keep (MapiMimeScanner *self, const char *data, gsize size)
{
  if (size == 0)
    return;
  g_byte_array_append (self->rest, (const guint8 *) data, size);
  scan_rest (self);
}

static gsize
whole_lines (const char *data, gsize size)
{
  while (size > 0 && data[size - 1] != '\n')
    size--;
  return size;
}

void
mapi_mime_scanner_feed (MapiMimeScanner *self, const char *data, gsize size)
{
  gsize whole;

  if (self->rest->len > 0)
    {
      const char *newline = memchr (data, '\n', size);
      gsize       head = newline == NULL ? size : (gsize) (newline + 1 - data);

      keep (self, data, head);
      data += head;
      size -= head;
    }

  whole = whole_lines (data, size);
  scan_lines (self, data, whole);
  keep (self, data + whole, size - whole);
}

/* There is nothing more: everything that is open ends. */
void
mapi_mime_scanner_finish (MapiMimeScanner *self)
{
  scan_lines (self, text_of (self->rest), self->rest->len);
  if (self->state == STATE_CONTENT)
    tell_line_break (self, self->funcs->content);
  end_part (self);
  end_levels (self, 0);
}
