/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-memory-stream.h"
#include "mapi-tnef-attribute-private.h"
#include "mapi-tnef-decode-private.h"
#include "mapi-tnef-encode-private.h"
#include "mapi-tnef-value-private.h"

/* What an attachment holds, ready to be written. */
typedef struct
{
  MapiStream    *bytes; /* of the object, if there is an @iid */
  const MapiUid *iid;
} Content;

static void
report_error (MapiTnefSource *source, guint32 tag, GError *error)
{
  mapi_tnef_report_take (source->report, source->component, MAPI_attAttachment, tag, error);
}

/* A message in its own stream, whose size must be known before it is written. */
static MapiStream *
encode_embedded (MapiTnefEncoder *self, MapiMessage *message)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_auto (MapiTnefOutput) output = { 0 };
  MapiTnefEncoder inner = *self;

  mapi_tnef_output_init (&output, MAPI_STREAM (stream), self->cancellable);
  inner.output = &output;
  inner.depth = self->depth + 1;
  mapi_tnef_encode_whole (&inner, message);
  if (self->report->error != NULL || !mapi_tnef_output_finish (&output, &self->report->error))
    return NULL;
  return MAPI_STREAM (g_steal_pointer (&stream));
}

static MapiStream *
open_message (MapiTnefEncoder *self, MapiTnefSource *source)
{
  GError *error = NULL;
  g_autoptr (GObject) message = NULL;

  if (self->depth >= MAPI_TNEF_DEEPEST)
    {
      mapi_tnef_report_add (source->report,
                            source->component,
                            MAPI_attAttachment,
                            MAPI_PR_ATTACH_DATA_OBJ,
                            (gint32) MAPI_E_TOO_COMPLEX);
      return NULL;
    }

  message = mapi_prop_open_property (
      source->prop, MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", 0, 0, self->cancellable, &error);
  if (message == NULL)
    {
      report_error (source, MAPI_PR_ATTACH_DATA_OBJ, error);
      return NULL;
    }
  return encode_embedded (self, MAPI_MESSAGE (message));
}

/* From a provider whose attachments cannot be opened as streams. */
static MapiStream *
read_bytes (MapiTnefEncoder *self, MapiTnefSource *source)
{
  const guint32 tag = MAPI_PR_ATTACH_DATA_BIN;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) list =
      mapi_prop_get_props (source->prop, tags, 0, self->cancellable, NULL, NULL);
  g_autoptr (GBytes) bytes = list != NULL ? mapi_prop_list_get_bytes (list, tag) : NULL;

  return bytes != NULL ? MAPI_STREAM (mapi_memory_stream_new (bytes)) : NULL;
}

static MapiStream *
open_bytes (MapiTnefEncoder *self, MapiTnefSource *source)
{
  GError  *error = NULL;
  GObject *stream = mapi_prop_open_property (
      source->prop, MAPI_PR_ATTACH_DATA_BIN, "MapiStream", 0, 0, self->cancellable, &error);
  MapiStream *bytes = stream != NULL ? MAPI_STREAM (stream) : read_bytes (self, source);

  if (bytes == NULL && !g_error_matches (error, MAPI_ERROR, MAPI_E_NOT_FOUND))
    report_error (source, MAPI_PR_ATTACH_DATA_BIN, g_steal_pointer (&error));
  g_clear_error (&error);
  return bytes;
}

static void
open_content (MapiTnefEncoder         *self,
              MapiTnefSource          *source,
              const MapiTnefSelection *selection,
              const MapiTnefRequest   *request,
              gint32                   method,
              Content                 *content)
{
  if (request != NULL && request->data != NULL)
    {
      content->bytes = g_object_ref (request->data);
      content->iid = request->data_is_tnef ? &mapi_tnef_message_iid : NULL;
      return;
    }
  if (!mapi_tnef_selection_wants (selection, MAPI_PR_ATTACH_DATA_BIN))
    return;

  if (method == (gint32) MAPI_ATTACH_EMBEDDED_MSG)
    {
      content->bytes = open_message (self, source);
      content->iid = &mapi_tnef_message_iid;
      return;
    }
  content->bytes = open_bytes (self, source);
  content->iid = method == (gint32) MAPI_ATTACH_OLE ? &mapi_tnef_storage_iid : NULL;
}

static void
write_content (const Content *content, MapiTnefOutput *output)
{
  guint64 size = 0;
  gsize   iid_size = content->iid != NULL ? sizeof content->iid->bytes : 0;

  if (output->error != NULL || !mapi_stream_get_size (content->bytes, &size, &output->error) ||
      !mapi_stream_seek (content->bytes, 0, 0, NULL, &output->error))
    return;

  mapi_tnef_value_write_tag (
      output, content->iid != NULL ? MAPI_PR_ATTACH_DATA_OBJ : MAPI_PR_ATTACH_DATA_BIN, NULL);
  mapi_tnef_output_write_u32 (output, 1);
  mapi_tnef_output_write_u32 (output, (guint32) (size + iid_size));
  if (content->iid != NULL)
    mapi_tnef_output_write (output, content->iid->bytes, iid_size);
  mapi_tnef_output_copy (output, content->bytes, size);
  mapi_tnef_output_pad (output, size);
}

static void
write_block (MapiTnefEncoder *self, MapiTnefSource *source, const Content *content)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_auto (MapiTnefOutput) output = { 0 };

  mapi_tnef_output_init (&output, MAPI_STREAM (stream), self->cancellable);
  mapi_tnef_source_write_all (source, content->bytes != NULL ? 1 : 0, &output);
  if (content->bytes != NULL)
    write_content (content, &output);
  if (mapi_tnef_output_finish (&output, &self->report->error))
    mapi_tnef_output_attribute_from (
        self->output, MAPI_TNEF_LEVEL_ATTACHMENT, MAPI_attAttachment, MAPI_STREAM (stream));
}

/* attAttachRenddata says how the data is to be read, whatever was asked for. */
static gint32
write_renddata (MapiTnefEncoder *self, MapiTnefSource *source)
{
  static const guint32     wanted[] = { MAPI_PR_ATTACH_METHOD,
                                        MAPI_PR_RENDERING_POSITION,
                                        MAPI_PR_ATTACH_ENCODING };
  const MapiTnefAttribute *attribute =
      mapi_tnef_attribute_find (MAPI_TNEF_LEVEL_ATTACHMENT, MAPI_attAttachRenddata);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropList) own =
      mapi_prop_get_props (source->prop, tags, 0, self->cancellable, NULL, NULL);
  g_autoptr (MapiPropList) none = mapi_prop_list_new_empty ();
  g_autoptr (MapiPropList) props = mapi_prop_list_merge (own != NULL ? own : none, source->list);
  gboolean is_exact;
  g_autoptr (GByteArray) bytes =
      mapi_tnef_attribute_encode (attribute, props, self->code_page, &is_exact);

  mapi_tnef_output_attribute (
      self->output, MAPI_TNEF_LEVEL_ATTACHMENT, MAPI_attAttachRenddata, bytes->data, bytes->len);
  return mapi_prop_list_get_long (props, MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_BY_VALUE);
}

static void
encode (MapiTnefEncoder         *self,
        MapiTnefSource          *source,
        const MapiTnefSelection *selection,
        const MapiTnefRequest   *request)
{
  gint32  method = write_renddata (self, source);
  Content content = { NULL, NULL };

  open_content (self, source, selection, request, method, &content);
  mapi_tnef_encode_attributes (self, MAPI_TNEF_LEVEL_ATTACHMENT, source);
  if (content.bytes != NULL && content.iid == NULL && (self->flags & MAPI_TNEF_PURE) == 0)
    {
      mapi_tnef_output_attribute_from (
          self->output, MAPI_TNEF_LEVEL_ATTACHMENT, MAPI_attAttachData, content.bytes);
      g_clear_object (&content.bytes);
    }
  if (self->report->error == NULL && (mapi_prop_list_get_size (source->list) > 0 ||
                                      source->large->len > 0 || content.bytes != NULL))
    write_block (self, source, &content);
  g_clear_object (&content.bytes);
}

void
mapi_tnef_encode_attachment (MapiTnefEncoder         *self,
                             MapiMessage             *message,
                             guint32                  number,
                             const MapiTnefSelection *selection,
                             const MapiTnefRequest   *request)
{
  GError *error = NULL;
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (message, number, NULL, 0, self->cancellable, &error);
  g_auto (MapiTnefSource) source = { 0 };

  if (attach == NULL)
    {
      mapi_tnef_report_take (self->report, number, MAPI_attAttachment, 0, error);
      return;
    }

  mapi_tnef_source_init (
      &source, MAPI_PROP (attach), number, MAPI_attAttachment, self->report, self->cancellable);
  mapi_tnef_source_load (&source, selection, request != NULL ? request->overrides : NULL);
  encode (self, &source, selection, request);
}
