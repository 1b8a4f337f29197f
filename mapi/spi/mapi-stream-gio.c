/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* GIO's view of a MapiStream: one input and one output stream that share its position. */

#include "config.h"

#include "mapi-stream.h"

#define MAPI_TYPE_STREAM_INPUT (mapi_stream_input_get_type ())
G_DECLARE_FINAL_TYPE (MapiStreamInput, mapi_stream_input, MAPI, STREAM_INPUT, GInputStream)

struct _MapiStreamInput
{
  GInputStream parent_instance;
  MapiStream  *stream;
};

G_DEFINE_FINAL_TYPE (MapiStreamInput, mapi_stream_input, G_TYPE_INPUT_STREAM)

static gssize
mapi_stream_input_read (
    GInputStream *input, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  MapiStreamInput *self = MAPI_STREAM_INPUT (input);
  g_autoptr (GBytes) bytes = mapi_stream_read (self->stream, count, cancellable, error);
  gsize         size = 0;
  gconstpointer data;

  if (bytes == NULL)
    return -1;

  data = g_bytes_get_data (bytes, &size);
  size = MIN (size, count);
  if (size > 0)
    memcpy (buffer, data, size);
  return (gssize) size;
}

static void
mapi_stream_input_finalize (GObject *object)
{
  g_object_unref (MAPI_STREAM_INPUT (object)->stream);
  G_OBJECT_CLASS (mapi_stream_input_parent_class)->finalize (object);
}

static void
mapi_stream_input_class_init (MapiStreamInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_stream_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = mapi_stream_input_read;
}

static void
mapi_stream_input_init (MapiStreamInput *self)
{
}

#define MAPI_TYPE_STREAM_OUTPUT (mapi_stream_output_get_type ())
G_DECLARE_FINAL_TYPE (MapiStreamOutput, mapi_stream_output, MAPI, STREAM_OUTPUT, GOutputStream)

struct _MapiStreamOutput
{
  GOutputStream parent_instance;
  MapiStream   *stream;
};

G_DEFINE_FINAL_TYPE (MapiStreamOutput, mapi_stream_output, G_TYPE_OUTPUT_STREAM)

static gssize
mapi_stream_output_write (GOutputStream *output,
                          const void    *buffer,
                          gsize          count,
                          GCancellable  *cancellable,
                          GError       **error)
{
  MapiStreamOutput *self = MAPI_STREAM_OUTPUT (output);
  g_autoptr (GBytes) bytes = g_bytes_new (buffer, count);

  return mapi_stream_write (self->stream, bytes, cancellable, error) ? (gssize) count : -1;
}

static gboolean
mapi_stream_output_close (GOutputStream *output, GCancellable *cancellable, GError **error)
{
  return mapi_stream_commit (MAPI_STREAM_OUTPUT (output)->stream, 0, cancellable, error);
}

static void
mapi_stream_output_finalize (GObject *object)
{
  G_OBJECT_CLASS (mapi_stream_output_parent_class)->finalize (object);
  g_object_unref (MAPI_STREAM_OUTPUT (object)->stream);
}

static void
mapi_stream_output_class_init (MapiStreamOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_stream_output_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = mapi_stream_output_write;
  G_OUTPUT_STREAM_CLASS (klass)->close_fn = mapi_stream_output_close;
}

static void
mapi_stream_output_init (MapiStreamOutput *self)
{
}

/**
 * mapi_stream_get_input_stream:
 * @self: a #MapiStream
 *
 * Gives a view of the stream that reads from its current position on.
 *
 * Returns: (transfer full): a new input stream
 *
 * Since: 1.0
 */
GInputStream *
mapi_stream_get_input_stream (MapiStream *self)
{
  MapiStreamInput *input;

  g_return_val_if_fail (MAPI_IS_STREAM (self), NULL);

  input = g_object_new (MAPI_TYPE_STREAM_INPUT, NULL);
  input->stream = g_object_ref (self);
  return G_INPUT_STREAM (input);
}

/**
 * mapi_stream_get_output_stream:
 * @self: a #MapiStream
 *
 * Gives a view of the stream that writes from its current position on. Closing it commits the
 * stream.
 *
 * Returns: (transfer full): a new output stream
 *
 * Since: 1.0
 */
GOutputStream *
mapi_stream_get_output_stream (MapiStream *self)
{
  MapiStreamOutput *output;

  g_return_val_if_fail (MAPI_IS_STREAM (self), NULL);

  output = g_object_new (MAPI_TYPE_STREAM_OUTPUT, NULL);
  output->stream = g_object_ref (self);
  return G_OUTPUT_STREAM (output);
}
