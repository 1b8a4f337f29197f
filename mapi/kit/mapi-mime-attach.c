/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-mime-attach-private.h"
#include "mapi-mime-skeleton-private.h"
#include "mapi-prop-list-builder.h"
#include "mapi-stream.h"

/* More data than this goes to a stream. */
#define LARGEST_IN_MEMORY (64 * 1024)

/* The value of PR_RENDERING_POSITION for an attachment that has no place in the text. */
#define NO_POSITION (-1)

/* PR_ATTACH_FLAGS of what the text shows: ATT_MHTML_REF. */
#define SHOWN_IN_HTML 4

struct _MapiMimeAttachment
{
  MapiAttach   *attach;
  MapiStream   *stream;
  MapiPropList *props;
  GByteArray   *data;
  guint32       sequence;
};

static void
add_text (MapiPropListBuilder *builder, guint32 tag, const char *text)
{
  if (text != NULL)
    mapi_prop_list_builder_add_string (builder, tag, text);
}

static void
add_file_name (MapiPropListBuilder *builder, const char *name)
{
  const char *slash = strrchr (name, '/');
  const char *dot = strrchr (slash == NULL ? name : slash, '.');

  add_text (builder, MAPI_PR_ATTACH_LONG_FILENAME, name);
  add_text (builder, MAPI_PR_ATTACH_FILENAME, name);
  add_text (builder, MAPI_PR_DISPLAY_NAME, name);
  add_text (builder, MAPI_PR_ATTACH_EXTENSION, dot);
}

static MapiPropList *
describe (const MapiMimePart *part, guint32 method, guint32 sequence, gboolean is_inline)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_METHOD, (gint32) method);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_RENDERING_POSITION, NO_POSITION);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_MIME_SEQUENCE, (gint32) sequence);
  add_text (builder, MAPI_PR_ATTACH_MIME_TAG, part->type);
  if (part->file_name != NULL)
    add_file_name (builder, part->file_name);
  add_text (builder, MAPI_PR_ATTACH_CONTENT_ID, part->content_id);
  add_text (builder, MAPI_PR_ATTACH_CONTENT_LOCATION, part->content_location);
  if (is_inline)
    {
      mapi_prop_list_builder_add_boolean (builder, MAPI_PR_ATTACHMENT_HIDDEN, TRUE);
      mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_FLAGS, SHOWN_IN_HTML);
    }

  return mapi_prop_list_builder_end (builder);
}

MapiMimeAttachment *
mapi_mime_attachment_new (MapiMessage        *message,
                          const MapiMimePart *part,
                          guint32             method,
                          guint32             sequence,
                          gboolean            is_inline,
                          GCancellable       *cancellable,
                          GError            **error)
{
  MapiAttach         *attach = mapi_message_create_attach (message, 0, NULL, cancellable, error);
  MapiMimeAttachment *self;

  if (attach == NULL)
    return NULL;

  self = g_new0 (MapiMimeAttachment, 1);
  self->attach = attach;
  self->sequence = sequence;
  self->data = g_byte_array_new ();
  self->props = describe (part, method, sequence, is_inline);

  return self;
}

void
mapi_mime_attachment_free (MapiMimeAttachment *self)
{
  g_clear_object (&self->attach);
  g_clear_object (&self->stream);
  g_byte_array_unref (self->data);
  mapi_prop_list_unref (self->props);
  g_free (self);
}

static gboolean
write_stream (MapiMimeAttachment *self,
              const char         *data,
              gsize               size,
              GCancellable       *cancellable,
              GError            **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return mapi_stream_write (self->stream, bytes, cancellable, error);
}

static gboolean
open_stream (MapiMimeAttachment *self, GCancellable *cancellable, GError **error)
{
  GObject *stream = mapi_prop_open_property (MAPI_PROP (self->attach),
                                             MAPI_PR_ATTACH_DATA_BIN,
                                             "MapiStream",
                                             0,
                                             MAPI_CREATE | MAPI_MODIFY,
                                             cancellable,
                                             error);

  if (stream == NULL)
    return FALSE;
  self->stream = MAPI_STREAM (stream);
  return write_stream (self, (const char *) self->data->data, self->data->len, cancellable, error);
}

gboolean
mapi_mime_attachment_write (MapiMimeAttachment *self,
                            const char         *data,
                            gsize               size,
                            GCancellable       *cancellable,
                            GError            **error)
{
  if (self->stream == NULL && self->data->len + size <= LARGEST_IN_MEMORY)
    {
      g_byte_array_append (self->data, (const guint8 *) data, size);
      return TRUE;
    }

  if (self->stream == NULL && !open_stream (self, cancellable, error))
    return FALSE;
  return write_stream (self, data, size, cancellable, error);
}

static gboolean
set_props (MapiMimeAttachment *self, MapiPropList *props, GCancellable *cancellable, GError **error)
{
  return mapi_prop_set_props (MAPI_PROP (self->attach), props, NULL, cancellable, error);
}

/* Makes the message that the attachment holds. */
MapiMessage *
mapi_mime_attachment_open_message (MapiMimeAttachment *self,
                                   GCancellable       *cancellable,
                                   GError            **error)
{
  GObject *message;

  if (!set_props (self, self->props, cancellable, error))
    return NULL;

  message = mapi_prop_open_property (MAPI_PROP (self->attach),
                                     MAPI_PR_ATTACH_DATA_OBJ,
                                     "MapiMessage",
                                     0,
                                     MAPI_CREATE | MAPI_MODIFY,
                                     cancellable,
                                     error);
  return message == NULL ? NULL : MAPI_MESSAGE (message);
}

/* The properties not set yet: all of them and the data, or of a message its name. */
static MapiPropList *
last_props (MapiMimeAttachment *self, const char *display_name)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  if (display_name != NULL)
    {
      add_text (builder, MAPI_PR_DISPLAY_NAME, display_name);
      return mapi_prop_list_builder_end (builder);
    }

  mapi_prop_list_builder_add_list (builder, self->props);
  if (self->stream == NULL)
    mapi_prop_list_builder_add_data (
        builder, MAPI_PR_ATTACH_DATA_BIN, self->data->data, self->data->len);
  return mapi_prop_list_builder_end (builder);
}

/* All is written; @display_name is that of an attached message, %NULL for data. */
gboolean
mapi_mime_attachment_save (MapiMimeAttachment *self,
                           const char         *display_name,
                           GCancellable       *cancellable,
                           GError            **error)
{
  g_autoptr (MapiPropList) props = last_props (self, display_name);

  return (self->stream == NULL || mapi_stream_commit (self->stream, 0, cancellable, error)) &&
         set_props (self, props, cancellable, error) &&
         mapi_prop_save_changes (MAPI_PROP (self->attach), 0, cancellable, error);
}

guint32
mapi_mime_attachment_get_sequence (const MapiMimeAttachment *self)
{
  return self->sequence;
}

guint64
mapi_mime_attachment_get_hash (const MapiMimeAttachment *self)
{
  return mapi_mime_attach_hash (self->props);
}

/* A number for what the header of an attachment says. */
guint64
mapi_mime_attach_hash (MapiPropList *props)
{
  static const guint32 tags[] = { MAPI_PR_ATTACH_LONG_FILENAME,
                                  MAPI_PR_ATTACH_MIME_TAG,
                                  MAPI_PR_ATTACH_CONTENT_ID,
                                  MAPI_PR_ATTACH_CONTENT_LOCATION };
  guint64              hash = (guint64) mapi_prop_list_get_long (props, MAPI_PR_ATTACH_METHOD, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      const char *text = mapi_prop_list_get_string (props, tags[i]);

      hash = mapi_mime_hash (hash, text == NULL ? "" : text, text == NULL ? 0 : strlen (text));
    }
  return hash;
}
