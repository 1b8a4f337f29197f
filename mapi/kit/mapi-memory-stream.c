/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-blob-private.h"
#include "mapi-memory-stream-private.h"

/**
 * MapiMemoryStream:
 *
 * A stream that stands alone: in memory while it is small, in a temporary file without a name from
 * 1 MiB on. It is what a provider hands out for a large property, and where a transport puts what
 * it receives.
 *
 * [method@Mapi.MemoryStream.clone] costs nothing: what two streams share is copied when one of them
 * is written to.
 *
 * Failures: %MAPI_E_NOT_ENOUGH_DISK, %MAPI_E_DISK_ERROR, %MAPI_E_TOO_BIG, and %MAPI_E_NO_ACCESS
 * from a stream that was opened for reading.
 *
 * All functions may be called from any thread.
 *
 * Since: 1.0
 */

struct _MapiMemoryStream
{
  GObject parent_instance;

  GMutex                 lock;
  MapiBlob              *blob;
  guint64                position;
  gboolean               is_read_only;
  GObject               *owner; /* set once before others see the stream, like what follows */
  guint32                tag;
  MapiMemoryStreamCommit commit;
};

static void mapi_memory_stream_stream_init (MapiStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiMemoryStream,
                               mapi_memory_stream,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_STREAM,
                                                      mapi_memory_stream_stream_init))

static GBytes *
mapi_memory_stream_read (MapiStream   *stream,
                         guint64       count,
                         GCancellable *cancellable,
                         GError      **error)
{
  MapiMemoryStream *self = MAPI_MEMORY_STREAM (stream);
  GBytes           *bytes;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  g_mutex_lock (&self->lock);
  bytes = mapi_blob_read (self->blob, self->position, count, error);
  if (bytes != NULL)
    self->position += g_bytes_get_size (bytes);
  g_mutex_unlock (&self->lock);
  return bytes;
}

static gboolean
check_writable (MapiMemoryStream *self, GError **error)
{
  if (!self->is_read_only)
    return TRUE;

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "memory stream: it was opened for reading");
  return FALSE;
}

static gboolean
mapi_memory_stream_write (MapiStream   *stream,
                          GBytes       *bytes,
                          GCancellable *cancellable,
                          GError      **error)
{
  MapiMemoryStream *self = MAPI_MEMORY_STREAM (stream);
  gsize             size;
  gconstpointer     data = g_bytes_get_data (bytes, &size);
  gboolean          written;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !check_writable (self, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  written = mapi_blob_write (&self->blob, self->position, data, size, error);
  if (written)
    self->position += size;
  g_mutex_unlock (&self->lock);
  return written;
}

static gboolean
mapi_memory_stream_seek (
    MapiStream *stream, gint64 offset, guint32 origin, guint64 *position, GError **error)
{
  MapiMemoryStream *self = MAPI_MEMORY_STREAM (stream);
  guint64           base = 0;
  gboolean          fits;

  g_mutex_lock (&self->lock);
  if (origin == 1)
    base = self->position;
  else if (origin == 2)
    base = mapi_blob_get_size (self->blob);

  fits = origin <= 2 && (offset >= 0 ? (guint64) offset <= (guint64) G_MAXINT64 - base
                                     : (guint64) - (offset + 1) < base);
  if (fits)
    self->position = base + (guint64) offset;
  *position = self->position;
  g_mutex_unlock (&self->lock);

  if (!fits)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_INVALID_PARAMETER,
                 "memory stream: cannot seek by %" G_GINT64_FORMAT " from origin %u",
                 offset,
                 origin);
  return fits;
}

static gboolean
mapi_memory_stream_set_size (MapiStream   *stream,
                             guint64       size,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiMemoryStream *self = MAPI_MEMORY_STREAM (stream);
  gboolean          is_set;

  if (!check_writable (self, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  is_set = mapi_blob_set_size (&self->blob, size, error);
  g_mutex_unlock (&self->lock);
  return is_set;
}

static gboolean
mapi_memory_stream_get_size (MapiStream *stream, guint64 *size, GError **error)
{
  *size = mapi_memory_stream_peek_size (MAPI_MEMORY_STREAM (stream));
  return TRUE;
}

static gboolean
mapi_memory_stream_commit (MapiStream   *stream,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiMemoryStream *self = MAPI_MEMORY_STREAM (stream);

  if (self->commit == NULL || self->is_read_only)
    return TRUE;
  return self->commit (self, self->owner, self->tag, error);
}

static void
mapi_memory_stream_stream_init (MapiStreamInterface *iface)
{
  iface->read = mapi_memory_stream_read;
  iface->write = mapi_memory_stream_write;
  iface->seek = mapi_memory_stream_seek;
  iface->set_size = mapi_memory_stream_set_size;
  iface->get_size = mapi_memory_stream_get_size;
  iface->commit = mapi_memory_stream_commit;
}

static void
mapi_memory_stream_finalize (GObject *object)
{
  MapiMemoryStream *self = MAPI_MEMORY_STREAM (object);

  g_clear_pointer (&self->blob, mapi_blob_unref);
  g_clear_object (&self->owner);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mapi_memory_stream_parent_class)->finalize (object);
}

static void
mapi_memory_stream_class_init (MapiMemoryStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_memory_stream_finalize;
}

static void
mapi_memory_stream_init (MapiMemoryStream *self)
{
  g_mutex_init (&self->lock);
}

static MapiMemoryStream *
take_blob (MapiBlob *blob)
{
  MapiMemoryStream *self = g_object_new (MAPI_TYPE_MEMORY_STREAM, NULL);

  self->blob = blob;
  return self;
}

/**
 * mapi_memory_stream_new:
 * @initial: (nullable): what is in it, or %NULL for nothing
 *
 * Makes a stream that can be read and written; the position is the beginning. @initial is not
 * copied before the stream is written to.
 *
 * Returns: (transfer full): the stream
 *
 * Since: 1.0
 */
MapiMemoryStream *
mapi_memory_stream_new (GBytes *initial)
{
  return take_blob (mapi_blob_new (initial));
}

/**
 * mapi_memory_stream_clone:
 * @self: a #MapiMemoryStream
 *
 * Makes a stream with the same content as @self has now, which changes to either do not change in
 * the other. Its position is the beginning, and it belongs to no property.
 *
 * Returns: (transfer full): the new stream
 *
 * Since: 1.0
 */
MapiMemoryStream *
mapi_memory_stream_clone (MapiMemoryStream *self)
{
  MapiBlob *blob;

  g_return_val_if_fail (MAPI_IS_MEMORY_STREAM (self), NULL);

  g_mutex_lock (&self->lock);
  blob = mapi_blob_ref (self->blob);
  g_mutex_unlock (&self->lock);
  return take_blob (blob);
}

/**
 * mapi_memory_stream_get_bytes:
 * @self: a #MapiMemoryStream
 * @error: return location for a #GError
 *
 * Gives the whole content, wherever the position is. What lies in a file is mapped, not read.
 *
 * Returns: (transfer full): the bytes
 *
 * Since: 1.0
 */
GBytes *
mapi_memory_stream_get_bytes (MapiMemoryStream *self, GError **error)
{
  GBytes *bytes;

  g_return_val_if_fail (MAPI_IS_MEMORY_STREAM (self), NULL);

  g_mutex_lock (&self->lock);
  bytes = mapi_blob_get_bytes (self->blob, error);
  g_mutex_unlock (&self->lock);
  return bytes;
}

/**
 * mapi_memory_stream_steal_bytes:
 * @self: a #MapiMemoryStream
 * @error: return location for a #GError
 *
 * Gives the whole content, as [method@Mapi.MemoryStream.get_bytes] does, and empties the stream.
 *
 * Returns: (transfer full): the bytes
 *
 * Since: 1.0
 */
GBytes *
mapi_memory_stream_steal_bytes (MapiMemoryStream *self, GError **error)
{
  GBytes *bytes;

  g_return_val_if_fail (MAPI_IS_MEMORY_STREAM (self), NULL);

  g_mutex_lock (&self->lock);
  bytes = mapi_blob_get_bytes (self->blob, error);
  if (bytes != NULL)
    {
      mapi_blob_unref (self->blob);
      self->blob = mapi_blob_new (NULL);
      self->position = 0;
    }
  g_mutex_unlock (&self->lock);
  return bytes;
}

guint64
mapi_memory_stream_peek_size (MapiMemoryStream *self)
{
  guint64 size;

  g_mutex_lock (&self->lock);
  size = mapi_blob_get_size (self->blob);
  g_mutex_unlock (&self->lock);
  return size;
}

void
mapi_memory_stream_set_read_only (MapiMemoryStream *self)
{
  self->is_read_only = TRUE;
}

void
mapi_memory_stream_set_owner (MapiMemoryStream      *self,
                              GObject               *owner,
                              guint32                tag,
                              MapiMemoryStreamCommit commit)
{
  g_set_object (&self->owner, owner);
  self->tag = tag;
  self->commit = commit;
}
