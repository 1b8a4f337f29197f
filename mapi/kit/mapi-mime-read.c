/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From MIME to a message. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-mime-charset-private.h"
#include "mapi-mime-reader-state-private.h"
#include "mapi-mime.h"

/* Messages in messages, and multiparts in multiparts; what is deeper is an attachment. */
#define DEEPEST_MESSAGE 16
#define DEEPEST_MULTIPART 64
/* Parts beyond this number are kept, but nobody sees them as attachments. */
#define MOST_PARTS 10000
/* A longer text becomes an attachment, which need not be in memory. */
#define LONGEST_BODY (16 * 1024 * 1024)
/* What is beyond that is not looked at to understand a report. */
#define LONGEST_REPORT (1024 * 1024)

static MapiMimeSkeleton *
get_skeleton (MapiMimeReader *self)
{
  return self->sealed == NULL ? &self->skeleton : NULL;
}

static MapiMimeAttachment *
new_attachment (MapiMimeReader *self, const MapiMimePart *part, guint32 method)
{
  gboolean is_inline = FALSE;

  for (guint i = 0; i < self->multiparts->len; i++)
    is_inline |= g_array_index (self->multiparts, Multipart, i).is_related;

  return mapi_mime_attachment_new (self->message,
                                   part,
                                   method,
                                   self->n_attachments++,
                                   is_inline && part->content_id != NULL && !part->is_attachment,
                                   self->cancellable,
                                   &self->error);
}

static void
write_attachment (MapiMimeReader *self, MapiMimeAttachment *to, const char *data, gsize size)
{
  if (self->error == NULL && to != NULL)
    mapi_mime_attachment_write (to, data, size, self->cancellable, &self->error);
}

/* What is sealed is kept with the line ends it has when it is sent. */
static void
write_sealed (MapiMimeReader *self, const char *data, gsize size)
{
  mapi_mime_decoder_step (&self->sealed_lines, &data, &size);
  write_attachment (self, self->sealed, data, size);
}

/* The data of a sealed part begins with its content fields, so that it can stand alone. */
static void
begin_sealed (MapiMimeReader *self, const char *headers, gsize size)
{
  const char    *cursor = headers;
  MapiMimeHeader header;

  if (self->n_parts == 1)
    self->message_class = g_str_equal (self->part->type, "multipart/signed")
                              ? "IPM.Note.SMIME.MultipartSigned"
                              : "IPM.Note.SMIME";
  self->sealed = new_attachment (self, self->part, MAPI_ATTACH_BY_VALUE);
  self->sealed_level = self->multiparts->len;
  mapi_mime_decoder_init (&self->sealed_lines, GMIME_CONTENT_ENCODING_DEFAULT);

  while (mapi_mime_header_next (&cursor, headers + size, &header))
    if (header.name_size > 8 && g_ascii_strncasecmp (header.line, "Content-", 8) == 0)
      write_sealed (self, header.line, header.line_size);
  write_sealed (self, "\r\n", 2);
}

static void
add_attachment_piece (MapiMimeReader           *self,
                      MapiMimePieceKind         kind,
                      const MapiMimeAttachment *attachment)
{
  MapiMimePiece piece = {
    .kind = kind,
    .coding = kind == MAPI_MIME_PIECE_SEALED ? MAPI_MIME_CODING_LINES : self->decoder.coding,
    .recoded = kind != MAPI_MIME_PIECE_SEALED && self->decoder.recoded,
    .ends = self->multiparts->len == 0,
    .sequence = mapi_mime_attachment_get_sequence (attachment),
    .hash = mapi_mime_attachment_get_hash (attachment),
  };

  mapi_mime_skeleton_add (&self->skeleton, &piece);
}

static void
end_sealed (MapiMimeReader *self)
{
  g_autoptr (MapiMimeAttachment) sealed = g_steal_pointer (&self->sealed);

  mapi_mime_decoder_clear (&self->sealed_lines);
  if (self->error != NULL)
    return;
  add_attachment_piece (self, MAPI_MIME_PIECE_SEALED, sealed);
  mapi_mime_attachment_save (sealed, NULL, self->cancellable, &self->error);
}

/* The fields that name blind copies stand apart, so that they are not sent by mistake. */
static void
add_headers (MapiMimeReader *self, const char *headers, gsize size)
{
  g_autoptr (GString) blind = g_string_new (NULL);
  g_autoptr (GString) open = g_string_sized_new (size);
  const char    *cursor = headers;
  MapiMimeHeader header;

  while (mapi_mime_header_next (&cursor, headers + size, &header))
    {
      gboolean is_blind =
          mapi_mime_header_is (&header, "Bcc") || mapi_mime_header_is (&header, "Resent-Bcc");

      g_string_append_len (is_blind ? blind : open, header.line, header.line_size);
    }
  if (blind->len > 0)
    mapi_mime_skeleton_add_lines (&self->skeleton, MAPI_MIME_PIECE_BLIND, blind->str, blind->len);
  mapi_mime_skeleton_add_lines (&self->skeleton, MAPI_MIME_PIECE_HEADERS, open->str, open->len);
}

static void
add_header_text (MapiMimeReader *self, const char *headers, gsize size)
{
  MapiMimeDecoder  lines = { 0 };
  const char      *charset;
  g_autofree char *text = NULL;

  mapi_mime_decoder_init (&lines, GMIME_CONTENT_ENCODING_DEFAULT);
  mapi_mime_decoder_step (&lines, &headers, &size);
  text = mapi_mime_charset_decode (NULL, headers, size, &charset);
  mapi_prop_list_builder_add_string (self->props, MAPI_PR_TRANSPORT_MESSAGE_HEADERS, text);
  mapi_mime_decoder_clear (&lines);
}

static void
read_message_headers (MapiMimeReader *self, const char *headers, gsize size)
{
  self->fields = mapi_mime_fields_read (headers, size, self->props, self->recipients);
  add_headers (self, headers, size);
  if (size > 0)
    add_header_text (self, headers, size);
}

static gboolean
shares_alternative (MapiMimeReader *self)
{
  for (guint i = 0; i < self->multiparts->len; i++)
    if (self->body.alternative != 0 &&
        g_array_index (self->multiparts, Multipart, i).id == self->body.alternative)
      return TRUE;
  return FALSE;
}

static guint
find_alternative (MapiMimeReader *self)
{
  for (guint i = self->multiparts->len; i > 0; i--)
    {
      const Multipart *multipart = &g_array_index (self->multiparts, Multipart, i - 1);

      if (multipart->is_alternative)
        return multipart->id;
    }
  return 0;
}

static void
begin_inner (MapiMimeReader *self)
{
  self->attachment = new_attachment (self, self->part, MAPI_ATTACH_EMBEDDED_MSG);
  if (self->attachment == NULL)
    return;

  self->inner_message =
      mapi_mime_attachment_open_message (self->attachment, self->cancellable, &self->error);
  if (self->inner_message != NULL)
    self->inner = mapi_mime_reader_new (
        self->inner_message, MAPI_MIME_READ_DEFAULT, self->depth + 1, self->cancellable);
}

/* Whether the part is of a report, beside the text of it. */
static gboolean
is_in_report (MapiMimeReader *self)
{
  return self->sealed == NULL && self->multiparts->len > 0 &&
         g_array_index (self->multiparts, Multipart, self->multiparts->len - 1).is_report;
}

/* A report may bring no more of the message along than its header fields. */
static gboolean
is_original_headers (MapiMimeReader *self)
{
  return self->report != NULL && is_in_report (self) &&
         g_str_equal (self->part->type, "text/rfc822-headers");
}

static LeafKind
choose_leaf (MapiMimeReader *self)
{
  if (mapi_mime_body_wants (&self->body, self->part, shares_alternative (self)))
    return LEAF_BODY;
  if (self->sealed != NULL)
    return LEAF_IGNORED;
  if (self->n_parts > MOST_PARTS)
    return LEAF_LITERAL;
  if (self->report == NULL && is_in_report (self) && mapi_mime_report_is_part (self->part))
    return LEAF_REPORT;
  return mapi_mime_part_is_message (self->part) && self->depth < DEEPEST_MESSAGE ? LEAF_MESSAGE
                                                                                 : LEAF_ATTACHMENT;
}

static void
begin_leaf (MapiMimeReader *self)
{
  self->kind = choose_leaf (self);
  mapi_mime_decoder_init (&self->decoder, self->part->encoding);
  self->decoder.recoded |= self->part->is_oddly_encoded && self->kind != LEAF_BODY;
  g_byte_array_set_size (self->content, 0);
  g_byte_array_set_size (self->encoded, 0);

  if (self->kind == LEAF_BODY && !self->body.has_text && !self->body.has_html)
    self->body.alternative = find_alternative (self);
  else if (self->kind == LEAF_ATTACHMENT)
    self->attachment = new_attachment (self, self->part, MAPI_ATTACH_BY_VALUE);
  else if (self->kind == LEAF_MESSAGE)
    begin_inner (self);
}

static void
begin_multipart (MapiMimeReader *self)
{
  Multipart multipart = {
    .id = self->n_parts,
    .is_alternative = g_str_equal (self->part->type, "multipart/alternative"),
    .is_related = g_str_equal (self->part->type, "multipart/related"),
    .is_digest = g_str_equal (self->part->type, "multipart/digest"),
    .is_report = g_str_equal (self->part->type, "multipart/report"),
  };

  g_array_append_val (self->multiparts, multipart);
}

static gboolean
is_in_digest (MapiMimeReader *self)
{
  return self->multiparts->len > 0 &&
         g_array_index (self->multiparts, Multipart, self->multiparts->len - 1).is_digest;
}

static const char *
on_headers (gpointer user, const char *data, gsize size)
{
  MapiMimeReader *self = user;

  if (self->error != NULL)
    return NULL;

  g_clear_pointer (&self->part, mapi_mime_part_free);
  self->part =
      mapi_mime_part_new (data, size, is_in_digest (self) ? "message/rfc822" : "text/plain");
  if (self->n_parts++ == 0)
    read_message_headers (self, data, size);
  else if (self->sealed != NULL)
    write_sealed (self, data, size);
  else
    mapi_mime_skeleton_add_lines (&self->skeleton, MAPI_MIME_PIECE_PART, data, size);

  if (!mapi_mime_part_is_multipart (self->part) || self->multiparts->len >= DEEPEST_MULTIPART)
    {
      begin_leaf (self);
      return NULL;
    }
  if (self->sealed == NULL && mapi_mime_part_is_sealed (self->part))
    begin_sealed (self, data, size);
  begin_multipart (self);
  return self->part->boundary;
}

/* A text too long to be a property goes on as an attachment, and so does what is to be looked at
 * and has no end. */
static void
turn_into_attachment (MapiMimeReader *self)
{
  self->kind = LEAF_IGNORED;
  if (self->sealed != NULL)
    return;

  self->kind = LEAF_ATTACHMENT;
  self->attachment = new_attachment (self, self->part, MAPI_ATTACH_BY_VALUE);
  write_attachment (self, self->attachment, (const char *) self->content->data, self->content->len);
  g_byte_array_set_size (self->content, 0);
}

static void
take_decoded (MapiMimeReader *self, const char *data, gsize size)
{
  if ((self->kind == LEAF_BODY && self->content->len + size > LONGEST_BODY) ||
      (self->kind == LEAF_REPORT && self->content->len + size > LONGEST_REPORT))
    turn_into_attachment (self);

  if (self->kind == LEAF_BODY || self->kind == LEAF_REPORT)
    g_byte_array_append (self->content, (const guint8 *) data, size);
  else if (self->kind == LEAF_ATTACHMENT)
    write_attachment (self, self->attachment, data, size);
  if (self->kind == LEAF_ATTACHMENT && is_original_headers (self) &&
      self->content->len + size <= LONGEST_REPORT)
    g_byte_array_append (self->content, (const guint8 *) data, size);
  if (self->kind == LEAF_MESSAGE && self->inner != NULL)
    mapi_mime_reader_feed (self->inner, data, size);
}

static void
on_content (gpointer user, const char *data, gsize size)
{
  MapiMimeReader *self = user;

  if (self->error != NULL)
    return;

  if (self->sealed != NULL)
    write_sealed (self, data, size);
  if (self->kind == LEAF_LITERAL)
    mapi_mime_skeleton_add_lines (&self->skeleton, MAPI_MIME_PIECE_LITERAL, data, size);
  if (self->kind == LEAF_LITERAL || self->kind == LEAF_IGNORED)
    return;

  if (self->kind == LEAF_REPORT || (self->kind == LEAF_BODY && self->part->is_oddly_encoded))
    g_byte_array_append (self->encoded, (const guint8 *) data, size);
  mapi_mime_decoder_step (&self->decoder, &data, &size);
  if (size > 0)
    take_decoded (self, data, size);
}

static void
on_literal (gpointer user, const char *data, gsize size)
{
  MapiMimeReader *self = user;

  if (self->sealed != NULL)
    write_sealed (self, data, size);
  else if (self->error == NULL && self->n_parts > 0) /* the line of a mailbox file goes */
    mapi_mime_skeleton_add_lines (&self->skeleton, MAPI_MIME_PIECE_LITERAL, data, size);
}

static gboolean
save_inner (MapiMimeReader *self)
{
  const char *subject;

  if (!mapi_mime_reader_finish (self->inner, &self->error) ||
      !mapi_prop_save_changes (MAPI_PROP (self->inner_message), 0, self->cancellable, &self->error))
    return FALSE;

  if (self->report != NULL && is_in_report (self))
    mapi_mime_report_take_original (
        self->report, self->inner->header_props, self->inner->header_recipients);
  subject = mapi_mime_reader_get_subject (self->inner);
  return mapi_mime_attachment_save (
      self->attachment, subject == NULL ? "" : subject, self->cancellable, &self->error);
}

static void
save_attachment (MapiMimeReader *self)
{
  if (is_original_headers (self))
    mapi_mime_report_take_headers (
        self->report, (const char *) self->content->data, self->content->len);
  add_attachment_piece (self, MAPI_MIME_PIECE_ATTACH, self->attachment);
  mapi_mime_attachment_save (self->attachment, NULL, self->cancellable, &self->error);
}

/* What nobody can make sense of is an attachment like any other. */
static void
end_report (MapiMimeReader *self)
{
  self->report =
      mapi_mime_report_read (self->part, (const char *) self->content->data, self->content->len);
  if (self->report != NULL)
    {
      mapi_mime_skeleton_add_lines (&self->skeleton,
                                    MAPI_MIME_PIECE_LITERAL,
                                    (const char *) self->encoded->data,
                                    self->encoded->len);
      return;
    }

  turn_into_attachment (self);
  if (self->error == NULL)
    save_attachment (self);
}

static void
end_leaf (MapiMimeReader *self)
{
  const char *data;
  gsize       size;

  mapi_mime_decoder_finish (&self->decoder, &data, &size);
  if (size > 0)
    take_decoded (self, data, size);
  if (self->error != NULL)
    return;

  if (self->kind == LEAF_BODY)
    mapi_mime_body_take (&self->body,
                         self->part,
                         &self->decoder,
                         self->content,
                         self->encoded,
                         get_skeleton (self),
                         self->multiparts->len == 0);
  else if (self->kind == LEAF_ATTACHMENT)
    save_attachment (self);
  else if (self->kind == LEAF_REPORT)
    end_report (self);
  else if (self->kind == LEAF_MESSAGE && save_inner (self))
    add_attachment_piece (self, MAPI_MIME_PIECE_MESSAGE, self->attachment);
}

static void
clear_leaf (MapiMimeReader *self)
{
  self->kind = LEAF_NONE;
  g_clear_pointer (&self->inner, mapi_mime_reader_free);
  g_clear_object (&self->inner_message);
  g_clear_pointer (&self->attachment, mapi_mime_attachment_free);
}

static void
on_end (gpointer user)
{
  MapiMimeReader *self = user;

  if (self->kind != LEAF_NONE)
    {
      if (self->error == NULL)
        end_leaf (self);
      clear_leaf (self);
      return;
    }

  if (self->multiparts->len > 0)
    g_array_set_size (self->multiparts, self->multiparts->len - 1);
  if (self->sealed != NULL && self->multiparts->len == self->sealed_level)
    end_sealed (self);
}

static const MapiMimeScannerFuncs scanner_funcs = { on_headers, on_content, on_literal, on_end };

MapiMimeReader *
mapi_mime_reader_new (MapiMessage *message, guint32 flags, guint depth, GCancellable *cancellable)
{
  MapiMimeReader *self = g_new0 (MapiMimeReader, 1);

  self->message = g_object_ref (message);
  self->flags = flags;
  self->depth = depth;
  self->cancellable = cancellable;
  self->scanner = mapi_mime_scanner_new (&scanner_funcs, self);
  self->props = mapi_prop_list_builder_new ();
  if (!(flags & MAPI_MIME_READ_NO_RECIPIENTS))
    self->recipients = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  self->multiparts = g_array_new (FALSE, FALSE, sizeof (Multipart));
  self->content = g_byte_array_new ();
  self->encoded = g_byte_array_new ();
  self->message_class = "IPM.Note";
  mapi_mime_skeleton_init (&self->skeleton);

  return self;
}

void
mapi_mime_reader_free (MapiMimeReader *self)
{
  clear_leaf (self);
  g_clear_pointer (&self->sealed, mapi_mime_attachment_free);
  g_clear_pointer (&self->part, mapi_mime_part_free);
  mapi_mime_decoder_clear (&self->decoder);
  mapi_mime_decoder_clear (&self->sealed_lines);
  mapi_mime_body_clear (&self->body);
  mapi_mime_scanner_free (self->scanner);
  mapi_prop_list_builder_unref (self->props);
  g_clear_pointer (&self->recipients, g_ptr_array_unref);
  g_byte_array_unref (self->skeleton.bytes);
  g_array_unref (self->multiparts);
  g_byte_array_unref (self->content);
  g_byte_array_unref (self->encoded);
  g_clear_error (&self->error);
  g_free (self->subject);
  g_clear_pointer (&self->header_props, mapi_prop_list_unref);
  g_clear_pointer (&self->header_recipients, mapi_row_set_unref);
  g_clear_pointer (&self->report, mapi_mime_report_free);
  g_object_unref (self->message);
  g_free (self);
}

void
mapi_mime_reader_feed (MapiMimeReader *self, const char *data, gsize size)
{
  if (self->error == NULL)
    mapi_mime_scanner_feed (self->scanner, data, size);
}

const GError *
mapi_mime_reader_get_error (const MapiMimeReader *self)
{
  return self->error;
}

/* Once it is finished. */
const char *
mapi_mime_reader_get_subject (const MapiMimeReader *self)
{
  return self->subject;
}

/* There is nothing more to come. */
gboolean
mapi_mime_reader_finish (MapiMimeReader *self, GError **error)
{
  if (self->error == NULL)
    mapi_mime_scanner_finish (self->scanner);
  if (self->error == NULL && mapi_mime_reader_set_all (self))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
