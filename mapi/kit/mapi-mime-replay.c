/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a message and its skeleton to the MIME that it came from. */

#include "config.h"

#include <string.h>

#include "mapi-mime-attach-private.h"
#include "mapi-mime-body-private.h"
#include "mapi-mime-charset-private.h"
#include "mapi-mime-writer-private.h"
#include "mapi-mime.h"

typedef struct
{
  MapiMimeWriter        *writer;
  MapiMimeOutput        *out;
  MapiMimeSkeletonReader skeleton;
  GString               *headers; /* of the part whose content comes next */
  GString               *blind;
} Replay;

static gboolean
fits_attachment (MapiMimeWriter *self, const MapiMimePiece *piece)
{
  const MapiMimeSourceAttachment *attachment =
      mapi_mime_source_find (&self->source, piece->sequence);

  return attachment != NULL && mapi_mime_attach_hash (attachment->props) == piece->hash;
}

static gboolean
fits_piece (MapiMimeWriter *self, const MapiMimePiece *piece)
{
  const char *text = self->source.text == NULL ? "" : self->source.text;

  switch (piece->kind)
    {
    case MAPI_MIME_PIECE_TEXT:
    case MAPI_MIME_PIECE_RAW:
    case MAPI_MIME_PIECE_KEPT_TEXT:
      return mapi_mime_body_hash_text (text) == piece->hash;
    case MAPI_MIME_PIECE_HTML:
    case MAPI_MIME_PIECE_KEPT_HTML:
      return mapi_mime_hash (1, self->source.html, self->source.html_size) == piece->hash;
    case MAPI_MIME_PIECE_ATTACH:
    case MAPI_MIME_PIECE_MESSAGE:
    case MAPI_MIME_PIECE_SEALED:
      return fits_attachment (self, piece);
    case MAPI_MIME_PIECE_HEADERS:
    case MAPI_MIME_PIECE_BLIND:
    case MAPI_MIME_PIECE_PART:
    case MAPI_MIME_PIECE_LITERAL:
    default:
      return TRUE;
    }
}

static gboolean
is_text_piece (const MapiMimePiece *piece)
{
  return piece->kind == MAPI_MIME_PIECE_TEXT || piece->kind == MAPI_MIME_PIECE_RAW ||
         piece->kind == MAPI_MIME_PIECE_KEPT_TEXT;
}

static gboolean
is_html_piece (const MapiMimePiece *piece)
{
  return piece->kind == MAPI_MIME_PIECE_HTML || piece->kind == MAPI_MIME_PIECE_KEPT_HTML;
}

/* Whether the skeleton still says where the texts and the attachments stand, each of them. A text
 * that a store made of the other form, or that is read from something sealed, has no place. */
gboolean
mapi_mime_replay_fits (MapiMimeWriter *self, MapiMimeSkeletonReader skeleton)
{
  const MapiMimeSource *source = &self->source;
  gboolean              has_text = source->text == NULL || *source->text == '\0';
  gboolean              has_html = source->html == NULL;
  gboolean              has_headers = FALSE;
  guint                 n_attachments = 0;
  MapiMimePiece         piece;

  while (mapi_mime_skeleton_next (&skeleton, &piece))
    {
      gboolean is_sealed = piece.kind == MAPI_MIME_PIECE_SEALED;
      gboolean is_html = is_html_piece (&piece);

      if (!fits_piece (self, &piece))
        return FALSE;
      has_headers |= piece.kind == MAPI_MIME_PIECE_HEADERS;
      has_html |= is_html || is_sealed;
      has_text |= is_html || is_sealed || is_text_piece (&piece);
      n_attachments += is_sealed || piece.kind == MAPI_MIME_PIECE_ATTACH ||
                       piece.kind == MAPI_MIME_PIECE_MESSAGE;
    }
  return has_headers && has_text && has_html && n_attachments == source->attachments->len;
}

/* The fields whose properties have other values now. */
static MapiMimeFieldSet
find_changed (MapiMimeWriter *self, const MapiMimeSkeletonReader *skeleton)
{
  MapiMimeFieldSet changed = 0;

  for (guint field = 0; field < MAPI_MIME_N_FIELDS; field++)
    {
      guint32 hash = mapi_mime_skeleton_get_field (skeleton, field);

      if (hash != 0 &&
          hash != mapi_mime_field_hash (field, self->source.props, self->source.recipients))
        changed |= 1u << field;
    }
  return changed;
}

static gboolean
is_in_set (const MapiMimeHeader *header, gpointer set)
{
  int field = mapi_mime_field_find (header);

  return field >= 0 && (GPOINTER_TO_UINT (set) & 1u << field) != 0;
}

/* The header block, where only the fields are new whose properties changed. */
static GString *
get_headers (MapiMimeWriter               *self,
             const MapiMimeSkeletonReader *skeleton,
             const MapiMimePiece          *piece,
             GString                      *blind)
{
  MapiMimeFieldSet changed = find_changed (self, skeleton);
  GString         *block = g_string_new_len (piece->data, piece->size);
  g_autoptr (GString) fields = g_string_new (NULL);

  if (changed != 0)
    {
      mapi_mime_block_remove (block, is_in_set, GUINT_TO_POINTER (changed));
      mapi_mime_fields_write (
          fields, changed, self->source.props, self->source.recipients, self->out->flags);
    }
  if (!(changed & 1u << MAPI_MIME_FIELD_BCC) && (self->out->flags & MAPI_MIME_WRITE_WITH_BCC))
    g_string_append_len (fields, blind->str, blind->len);
  if (fields->len > 0)
    mapi_mime_block_append (block, fields->str);
  return block;
}

static void
flush_headers (Replay *self, const char *coding)
{
  if (self->headers == NULL)
    return;
  if (coding != NULL)
    mapi_mime_block_set_coding (self->headers, coding);
  mapi_mime_output_lines (self->out, self->headers->str, self->headers->len);
  g_string_free (g_steal_pointer (&self->headers), TRUE);
}

static const char *
get_coding_name (MapiMimeCoding coding, const MapiMimeShape *shape)
{
  if (coding == MAPI_MIME_CODING_BASE64)
    return "base64";
  if (coding == MAPI_MIME_CODING_QUOTED)
    return "quoted-printable";
  return shape->has_8bit ? "8bit" : "7bit";
}

/* Writes content with the encoding it had, or if it cannot be sent so, with one that carries it. */
static void
write_content (Replay                *self,
               const MapiMimePiece   *piece,
               const MapiMimeContent *content,
               gboolean               is_text)
{
  MapiMimeCoding coding = piece->coding;
  MapiMimeShape  shape = { 0 };
  gboolean       recoded = piece->recoded;

  if (coding == MAPI_MIME_CODING_LINES || coding == MAPI_MIME_CODING_BINARY)
    {
      if (!mapi_mime_content_look (content, &shape, self->out->cancellable, &self->out->error))
        return;
      coding = mapi_mime_shape_choose (&shape, is_text, mapi_mime_writer_get_flags (self->writer));
      recoded |= coding != piece->coding;
    }

  flush_headers (self, recoded ? get_coding_name (coding, &shape) : NULL);
  mapi_mime_content_write (
      content, self->out, coding, piece->ends && coding == MAPI_MIME_CODING_BASE64);
}

static void
write_text (Replay *self, const MapiMimePiece *piece)
{
  const char *text = self->writer->source.text == NULL ? "" : self->writer->source.text;
  g_autoptr (GString) encoded =
      mapi_mime_charset_encode (piece->charset == NULL ? "utf-8" : piece->charset, text);
  MapiMimeContent content = { 0 };

  content.data = encoded == NULL ? text : encoded->str;
  content.size = encoded == NULL ? strlen (text) : encoded->len;
  write_content (self, piece, &content, TRUE);
}

static void
write_attachment (Replay *self, const MapiMimePiece *piece)
{
  const MapiMimeSourceAttachment *attachment =
      mapi_mime_source_find (&self->writer->source, piece->sequence);
  g_autoptr (MapiStream) stream = NULL;
  MapiMimeContent content = { 0 };

  if (piece->kind == MAPI_MIME_PIECE_MESSAGE)
    {
      flush_headers (self, piece->coding == MAPI_MIME_CODING_LINES ? NULL : "8bit");
      mapi_mime_writer_write_message (self->writer, attachment);
      return;
    }

  stream = mapi_mime_source_attachment_open (attachment, self->out->cancellable, &self->out->error);
  if (stream == NULL)
    return;
  content.stream = stream;
  if (piece->kind == MAPI_MIME_PIECE_SEALED)
    {
      flush_headers (self, NULL);
      mapi_mime_content_write_sealed (&content, self->out, FALSE);
    }
  else
    write_content (
        self, piece, &content, mapi_mime_source_attachment_is_type (attachment, "text/"));
}

static void
replay_piece (Replay *self, const MapiMimePiece *piece)
{
  MapiMimeContent content = { piece->data, piece->size, NULL };

  switch (piece->kind)
    {
    case MAPI_MIME_PIECE_BLIND:
      g_string_append_len (self->blind, piece->data, piece->size);
      break;
    case MAPI_MIME_PIECE_HEADERS:
      self->headers = get_headers (self->writer, &self->skeleton, piece, self->blind);
      break;
    case MAPI_MIME_PIECE_PART:
      flush_headers (self, NULL);
      self->headers = g_string_new_len (piece->data, piece->size);
      break;
    case MAPI_MIME_PIECE_TEXT:
      write_text (self, piece);
      break;
    case MAPI_MIME_PIECE_HTML:
      content.data = self->writer->source.html;
      content.size = self->writer->source.html_size;
      write_content (self, piece, &content, TRUE);
      break;
    case MAPI_MIME_PIECE_RAW:
      write_content (self, piece, &content, TRUE);
      break;
    case MAPI_MIME_PIECE_ATTACH:
    case MAPI_MIME_PIECE_MESSAGE:
    case MAPI_MIME_PIECE_SEALED:
      write_attachment (self, piece);
      break;
    case MAPI_MIME_PIECE_KEPT_TEXT:
    case MAPI_MIME_PIECE_KEPT_HTML:
    case MAPI_MIME_PIECE_LITERAL:
    default:
      flush_headers (self, NULL);
      mapi_mime_output_lines (self->out, piece->data, piece->size);
      break;
    }
}

/* Writes the message that fits the skeleton. */
void
mapi_mime_replay (MapiMimeWriter *self, MapiMimeSkeletonReader skeleton)
{
  g_autoptr (GString) blind = g_string_new (NULL);
  Replay        replay = { self, self->out, skeleton, NULL, blind };
  MapiMimePiece piece;

  while (self->out->error == NULL && mapi_mime_skeleton_next (&skeleton, &piece))
    replay_piece (&replay, &piece);
  flush_headers (&replay, NULL);
}

static gboolean
is_of_content (const MapiMimeHeader *header, gpointer unused)
{
  return (header->name_size > 8 && g_ascii_strncasecmp (header->line, "Content-", 8) == 0) ||
         mapi_mime_header_is (header, "MIME-Version");
}

/* The message's own fields for content that is written anew: all but those about the content.
 * Answers %NULL when the skeleton has none. */
GString *
mapi_mime_replay_get_fields (MapiMimeWriter *self, MapiMimeSkeletonReader skeleton)
{
  g_autoptr (GString) blind = g_string_new (NULL);
  GString               *block = NULL;
  MapiMimeSkeletonReader reader = skeleton;
  MapiMimePiece          piece;

  while (block == NULL && mapi_mime_skeleton_next (&reader, &piece))
    if (piece.kind == MAPI_MIME_PIECE_BLIND)
      g_string_append_len (blind, piece.data, piece.size);
    else if (piece.kind == MAPI_MIME_PIECE_HEADERS)
      block = get_headers (self, &skeleton, &piece, blind);
  if (block == NULL)
    return NULL;

  mapi_mime_block_remove (block, is_of_content, NULL);
  mapi_mime_block_append (block, "");
  g_string_truncate (block, block->len - 1);
  return block;
}
