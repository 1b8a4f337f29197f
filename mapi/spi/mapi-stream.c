/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-stream.h"

/**
 * MapiStream:
 *
 * A value that is read and written piece by piece: what `OpenProperty` gives for a large
 * string, a large binary value or an attachment's data.
 *
 * Stands in for COM's `IStream`. Any of the methods may be left out by a stream that cannot do
 * it. [method@Mapi.Stream.get_input_stream] and [method@Mapi.Stream.get_output_stream] give GIO's
 * view of it.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiStream, mapi_stream, G_TYPE_OBJECT)

static void
mapi_stream_default_init (MapiStreamInterface *iface)
{
}

/**
 * mapi_stream_read:
 * @self: a #MapiStream
 * @count: how many bytes are wanted at most
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads from the current position and moves it.
 *
 * Required.
 *
 * Returns: (transfer full): the bytes; fewer than @count only near the end, empty at the end
 *
 * Since: 1.0
 */
GBytes *
mapi_stream_read (MapiStream *self, guint64 count, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Read", error);

  g_return_val_if_fail (MAPI_IS_STREAM (self), NULL);

  return mapi_guard_boxed (&guard,
                           MAPI_GUARD_CALL (&guard, STREAM, read, count, cancellable),
                           (GDestroyNotify) g_bytes_unref);
}

/**
 * mapi_stream_write:
 * @self: a #MapiStream
 * @bytes: what to write
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Writes at the current position and moves it; the value grows as needed.
 *
 * Optional. Documented failures: %MAPI_E_NO_ACCESS, %MAPI_E_NOT_ENOUGH_DISK.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_stream_write (MapiStream *self, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Write", error);

  g_return_val_if_fail (MAPI_IS_STREAM (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, STREAM, write, bytes, cancellable));
}

/**
 * mapi_stream_seek:
 * @self: a #MapiStream
 * @offset: how far, in bytes
 * @origin: where from: 0 the beginning, 1 the current position, 2 the end
 * @position: (out) (optional): the new position, from the beginning
 * @error: return location for a #GError
 *
 * Moves the position.
 *
 * Optional. Documented failures: %MAPI_E_INVALID_PARAMETER.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_stream_seek (
    MapiStream *self, gint64 offset, guint32 origin, guint64 *position, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Seek", error);
  guint64   out_position = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_STREAM (self), FALSE);

  answer = mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, STREAM, seek, offset, origin, &out_position));
  if (position != NULL)
    *position = out_position;

  return answer;
}

/**
 * mapi_stream_set_size:
 * @self: a #MapiStream
 * @size: the new size in bytes
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Cuts the value or fills it up with zeros.
 *
 * Optional. Documented failures: %MAPI_E_NO_ACCESS, %MAPI_E_NOT_ENOUGH_DISK.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_stream_set_size (MapiStream *self, guint64 size, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetSize", error);

  g_return_val_if_fail (MAPI_IS_STREAM (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, STREAM, set_size, size, cancellable));
}

/**
 * mapi_stream_get_size:
 * @self: a #MapiStream
 * @size: (out) (optional): the size in bytes
 * @error: return location for a #GError
 *
 * Tells the size of the whole value.
 *
 * Optional.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_stream_get_size (MapiStream *self, guint64 *size, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetSize", error);
  guint64   out_size = 0;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_STREAM (self), FALSE);

  answer = mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, STREAM, get_size, &out_size));
  if (size != NULL)
    *size = out_size;

  return answer;
}

/**
 * mapi_stream_commit:
 * @self: a #MapiStream
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Hands what was written to the object the stream belongs to, whose `SaveChanges` makes it
 * durable.
 *
 * Optional. Documented failures: %MAPI_E_NOT_ENOUGH_DISK.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_stream_commit (MapiStream *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Commit", error);

  g_return_val_if_fail (MAPI_IS_STREAM (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, STREAM, commit, flags, cancellable));
}
