/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a TNEF stream was asked for is done here. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-data.h"
#include "mapi-tnef-decode-private.h"
#include "mapi-tnef-stream-private.h"

static void
begin (MapiTnefStream  *self,
       MapiTnefEncoder *encoder,
       MapiTnefOutput  *output,
       MapiTnefReport  *report,
       GCancellable    *cancellable)
{
  mapi_tnef_output_init (output, self->stream, cancellable);
  *encoder = (MapiTnefEncoder){
    .output = output,
    .flags = self->flags,
    .key = self->key,
    .report = report,
    .cancellable = cancellable,
  };
  mapi_tnef_encode_begin (encoder, MAPI_PROP (self->message), !self->is_begun);
  self->is_begun = TRUE;
}

static gboolean
has_attachments (MapiTnefStream *self)
{
  return self->has_attachments ||
         (self->for_attachments.has_rest &&
          mapi_tnef_selection_wants (&self->for_attachments, MAPI_PR_MESSAGE_ATTACHMENTS));
}

static void
write_attachment (MapiTnefStream *self, MapiTnefEncoder *encoder, guint32 number)
{
  const MapiTnefRequest *request = g_hash_table_lookup (self->requests, GUINT_TO_POINTER (number));
  const MapiTnefSelection *selection = &self->for_attachments;

  if (request == NULL && !has_attachments (self))
    return;
  if (request != NULL && (request->has_selection || !has_attachments (self)))
    selection = &request->selection;

  mapi_tnef_encode_attachment (encoder, self->message, number, selection, request);
  g_array_append_val (self->numbers, number);
}

static void
write_all (MapiTnefStream *self, MapiTnefEncoder *encoder)
{
  g_autoptr (GArray) numbers = NULL;
  GError *error = NULL;

  mapi_tnef_encode_message_props (encoder,
                                  self->message,
                                  &self->for_message->selection,
                                  self->for_message->overrides,
                                  self->has_recipients,
                                  self->recipients);
  if (!has_attachments (self) && g_hash_table_size (self->requests) == 0)
    return;

  numbers = mapi_tnef_get_attachments (self->message, encoder->cancellable, &error);
  if (numbers == NULL)
    mapi_tnef_report_take (encoder->report, 0, 0, MAPI_PR_MESSAGE_ATTACHMENTS, error);
  for (guint i = 0; numbers != NULL && i < numbers->len && encoder->report->error == NULL; i++)
    write_attachment (self, encoder, g_array_index (numbers, guint32, i));
}

/* After components nothing is left to be written. */
gboolean
mapi_tnef_stream_write (MapiTnefStream *self,
                        MapiTnefReport *report,
                        GCancellable   *cancellable,
                        GError        **error)
{
  gboolean        was_begun = self->is_begun;
  MapiTnefEncoder encoder;
  g_auto (MapiTnefOutput) output = { 0 };

  begin (self, &encoder, &output, report, cancellable);
  if (!was_begun)
    write_all (self, &encoder);
  return mapi_tnef_output_finish (&output, error);
}

gboolean
mapi_tnef_stream_write_component (MapiTnefStream   *self,
                                  gboolean          is_message,
                                  guint32           number,
                                  MapiPropList     *overrides,
                                  MapiPropTagArray *tags,
                                  MapiTnefReport   *report,
                                  GCancellable     *cancellable,
                                  GError          **error)
{
  MapiTnefEncoder encoder;
  g_autoptr (MapiTnefRequest) request = mapi_tnef_request_new ();
  g_auto (MapiTnefOutput) output = { 0 };

  mapi_tnef_selection_add (&request->selection, MAPI_TNEF_PROP_INCLUDE, tags);
  request->overrides = overrides != NULL ? mapi_prop_list_ref (overrides) : NULL;
  begin (self, &encoder, &output, report, cancellable);
  if (is_message)
    mapi_tnef_encode_message_props (&encoder,
                                    self->message,
                                    &request->selection,
                                    overrides,
                                    self->has_recipients,
                                    self->recipients);
  else
    {
      mapi_tnef_encode_attachment (&encoder, self->message, number, &request->selection, request);
      g_array_append_val (self->numbers, number);
    }
  return mapi_tnef_output_finish (&output, error);
}

/* A stream that was read before is read again from where it began. */
static gboolean
rewind_stream (MapiTnefStream *self, GError **error)
{
  if (self->was_read && !self->can_seek)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_NO_SUPPORT,
                           "tnef: ExtractProps: the stream cannot be read again");
      return FALSE;
    }
  if (self->was_read && !mapi_stream_seek (self->stream, (gint64) self->start, 0, NULL, error))
    return FALSE;

  self->was_read = TRUE;
  return TRUE;
}

gboolean
mapi_tnef_stream_read (MapiTnefStream          *self,
                       const MapiTnefSelection *selection,
                       MapiTnefReport          *report,
                       GCancellable            *cancellable,
                       GError                 **error)
{
  g_auto (MapiTnefInput) input = { 0 };
  MapiTnefDecoder decoder = {
    .input = &input,
    .prop = MAPI_PROP (self->message),
    .message = self->message,
    .selection = selection,
    .report = report,
    .cancellable = cancellable,
    .numbers = self->numbers,
  };

  if (!rewind_stream (self, error))
    return FALSE;

  mapi_tnef_input_init (&input, self->stream, cancellable);
  if (!mapi_tnef_decode (&decoder, error))
    return FALSE;
  self->key = decoder.key;
  return TRUE;
}

static gboolean
find_code_page (MapiTnefInput *input, guint32 *code_page, guint32 *sub_code_page)
{
  guint8  level;
  guint32 attribute, size;

  while (mapi_tnef_input_read_u8 (input, &level))
    {
      if (!mapi_tnef_input_read_u32 (input, &attribute) || !mapi_tnef_input_read_u32 (input, &size))
        return FALSE;
      if (level == MAPI_TNEF_LEVEL_MESSAGE && attribute == MAPI_attOemCodepage)
        return size >= 8 && mapi_tnef_input_read_u32 (input, code_page) &&
               mapi_tnef_input_read_u32 (input, sub_code_page);
      if (!mapi_tnef_input_skip (input, (guint64) size + sizeof (guint16)))
        return FALSE;
    }
  return TRUE;
}

/**
 * mapi_tnef_get_stream_codepage:
 * @stream: a TNEF stream, which is read from its position on
 * @code_page: (out): the code page of its text
 * @sub_code_page: (out): the secondary code page
 * @error: return location for a #GError
 *
 * Tells in which code page the text of a stream is: 437 and 0 when the stream does not say. The
 * position of @stream is somewhere behind that.
 *
 * `GetTnefStreamCodepage`; gettnefstreamcodepage.md. Fails with %MAPI_E_CORRUPT_DATA when it is no
 * TNEF stream or is damaged, and as reading @stream does.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_tnef_get_stream_codepage (MapiStream *stream,
                               guint32    *code_page,
                               guint32    *sub_code_page,
                               GError    **error)
{
  g_auto (MapiTnefInput) input = { 0 };
  guint16 key;

  g_return_val_if_fail (MAPI_IS_STREAM (stream), FALSE);
  g_return_val_if_fail (code_page != NULL && sub_code_page != NULL, FALSE);

  *code_page = MAPI_TNEF_DEFAULT_CODE_PAGE;
  *sub_code_page = 0;
  mapi_tnef_input_init (&input, stream, NULL);
  if (!mapi_tnef_decode_begin (&input, &key, error))
    return FALSE;
  if (find_code_page (&input, code_page, sub_code_page))
    return TRUE;

  if (mapi_tnef_input_check (&input, error))
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "tnef: the stream ends before its code page");
  return FALSE;
}
