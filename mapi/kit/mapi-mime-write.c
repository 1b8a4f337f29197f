/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a message to MIME. */

#include "config.h"

#include "mapi-mime-writer-private.h"
#include "mapi-mime.h"

#define DEEPEST_MESSAGE 64

/* What a message that is written as it was does not do. */
#define ANEW                                                                                       \
  (MAPI_MIME_WRITE_TEXT_QUOTED | MAPI_MIME_WRITE_TEXT_BASE64 | MAPI_MIME_WRITE_CODE_PAGE |         \
   MAPI_MIME_WRITE_NO_HEADERS)

/* The fields of the message as a whole, without those about its content and without an end. */
static void
write_fields (MapiMimeWriter *self, const MapiMimeSkeletonReader *skeleton)
{
  g_autoptr (GString) fields = NULL;

  if (skeleton != NULL)
    fields = mapi_mime_replay_get_fields (self, *skeleton);
  if (fields == NULL)
    {
      fields = g_string_sized_new (512);
      mapi_mime_fields_write (fields,
                              MAPI_MIME_ALL_FIELDS,
                              self->source.props,
                              self->source.recipients,
                              self->out->flags);
      mapi_mime_suppress_write (fields, self->source.props);
    }
  mapi_mime_output_lines (self->out, fields->str, fields->len);
}

/* The skeleton says how the message was. As long as it fits the texts and the attachments, the
 * message is written like that; else its content is written anew. */
static void
write_source (MapiMimeWriter *self)
{
  MapiMimeSkeletonReader skeleton = { 0 };
  gsize                  size = 0;
  gconstpointer          data =
      mapi_prop_list_peek_binary (self->source.props, MAPI_PR_MIME_SKELETON, &size);
  guint32  flags = mapi_mime_writer_get_flags (self);
  gboolean has_skeleton = data != NULL && mapi_mime_skeleton_open (&skeleton, data, size);

  if (has_skeleton && (flags & ANEW) == 0 && mapi_mime_replay_fits (self, skeleton))
    {
      mapi_mime_replay (self, skeleton);
      return;
    }

  if ((flags & MAPI_MIME_WRITE_NO_HEADERS) == 0)
    write_fields (self, has_skeleton ? &skeleton : NULL);
  mapi_mime_compose (self);
}

/* Writes a message; what goes wrong is in the output afterwards. */
void
mapi_mime_writer_write (MapiMessage *message, MapiMimeOutput *out, guint depth)
{
  MapiMimeWriter self = { .out = out, .depth = depth };

  if (out->error != NULL || g_cancellable_set_error_if_cancelled (out->cancellable, &out->error))
    return;
  if (depth > DEEPEST_MESSAGE)
    g_set_error (&out->error,
                 MAPI_ERROR,
                 MAPI_E_TOO_COMPLEX,
                 "mime: more than %d messages within each other",
                 DEEPEST_MESSAGE);
  else if (mapi_mime_source_load (&self.source, message, out->cancellable, &out->error))
    write_source (&self);
  mapi_mime_source_clear (&self.source);
}

/* Some flags are about the message as such, not about those in it. */
guint32
mapi_mime_writer_get_flags (const MapiMimeWriter *self)
{
  return self->depth == 0 ? self->out->flags : self->out->flags & ~ANEW;
}

/* Writes the message in an attachment. */
void
mapi_mime_writer_write_message (MapiMimeWriter *self, const MapiMimeSourceAttachment *attachment)
{
  g_autoptr (MapiMessage) message = NULL;

  if (self->out->error != NULL)
    return;
  message = mapi_mime_source_attachment_open_message (
      attachment, self->out->cancellable, &self->out->error);
  if (message != NULL)
    mapi_mime_writer_write (message, self->out, self->depth + 1);
}
