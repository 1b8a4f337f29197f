/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE /* O_TMPFILE */

#include "config.h"

#include "mapi-blob-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_IN_MEMORY (1024 * 1024)
#define COPY_PIECE (256 * 1024)

struct _MapiBlob
{
  gatomicrefcount ref_count;
  guint64         size;
  GBytes         *bytes; /* as it was given, until it is changed; else NULL */
  GByteArray     *array; /* what is in memory; NULL with bytes or a file */
  int             fd;    /* the file, or -1 */
};

static gboolean
fail (GError **error, const char *call)
{
  int saved = errno;

  g_set_error (error,
               MAPI_ERROR,
               saved == ENOSPC || saved == EDQUOT || saved == EFBIG ? MAPI_E_NOT_ENOUGH_DISK
                                                                    : MAPI_E_DISK_ERROR,
               "memory stream: cannot %s the temporary file in %s: %s",
               call,
               g_get_tmp_dir (),
               g_strerror (saved));
  return FALSE;
}

static MapiBlob *
new_empty (void)
{
  MapiBlob *self = g_new0 (MapiBlob, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->fd = -1;
  return self;
}

MapiBlob *
mapi_blob_new (GBytes *initial)
{
  MapiBlob *self = new_empty ();

  if (initial != NULL)
    {
      self->bytes = g_bytes_ref (initial);
      self->size = g_bytes_get_size (initial);
    }
  return self;
}

MapiBlob *
mapi_blob_ref (MapiBlob *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_blob_unref (MapiBlob *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->array, g_byte_array_unref);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

guint64
mapi_blob_get_size (const MapiBlob *self)
{
  return self->size;
}

static int
open_temporary (GError **error)
{
  g_autofree char *path = NULL;
  int              fd = open (g_get_tmp_dir (), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    return fd;

  path = g_build_filename (g_get_tmp_dir (), "mapi-stream-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    fail (error, "create");
  else
    g_unlink (path);
  return fd;
}

static gboolean
write_file (int fd, guint64 offset, const guint8 *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize written = pwrite (fd, data, size, (off_t) offset);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return fail (error, "write");
      data += written;
      offset += (guint64) written;
      size -= (gsize) written;
    }
  return TRUE;
}

static gboolean
read_file (int fd, guint64 offset, guint8 *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize got = pread (fd, data, size, (off_t) offset);

      if (got < 0 && errno == EINTR)
        continue;
      if (got == 0)
        errno = EIO;
      if (got <= 0)
        return fail (error, "read");
      data += got;
      offset += (guint64) got;
      size -= (gsize) got;
    }
  return TRUE;
}

static const guint8 *
peek_memory (const MapiBlob *self)
{
  if (self->bytes != NULL)
    return g_bytes_get_data (self->bytes, NULL);
  return self->array != NULL ? self->array->data : NULL;
}

static gboolean
copy_file (int from, int to, guint64 size, GError **error)
{
  g_autofree guint8 *piece = g_malloc (COPY_PIECE);

  for (guint64 offset = 0; offset < size; offset += COPY_PIECE)
    {
      gsize n = (gsize) MIN (size - offset, COPY_PIECE);

      if (!read_file (from, offset, piece, n, error) || !write_file (to, offset, piece, n, error))
        return FALSE;
    }
  return TRUE;
}

/* Makes *self a blob that nobody else holds and whose bytes can be changed in place, in a file or
 * in memory as a blob of @size bytes wants it. */
static gboolean
make_writable (MapiBlob **self, guint64 size, GError **error)
{
  MapiBlob *old = *self;
  g_autoptr (MapiBlob) copy = NULL;
  gboolean in_file = old->fd >= 0 || size > MAX_IN_MEMORY;
  gboolean is_alone = g_atomic_ref_count_compare (&old->ref_count, 1);

  if (is_alone && (in_file ? old->fd >= 0 : old->array != NULL))
    return TRUE;

  copy = new_empty ();
  copy->size = old->size;
  if (!in_file)
    {
      copy->array = g_byte_array_sized_new ((guint) size);
      g_byte_array_append (copy->array, peek_memory (old), (guint) old->size);
    }
  else
    {
      copy->fd = open_temporary (error);
      if (copy->fd < 0)
        return FALSE;
      if (old->fd >= 0 ? !copy_file (old->fd, copy->fd, old->size, error)
                       : !write_file (copy->fd, 0, peek_memory (old), old->size, error))
        return FALSE;
    }

  *self = g_steal_pointer (&copy);
  mapi_blob_unref (old);
  return TRUE;
}

static gboolean
check_size (guint64 size, GError **error)
{
  if (size <= G_MAXINT64)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_TOO_BIG,
               "memory stream: a size of %" G_GUINT64_FORMAT " bytes is too big",
               size);
  return FALSE;
}

gboolean
mapi_blob_set_size (MapiBlob **self, guint64 size, GError **error)
{
  guint64 old_size = (*self)->size;

  if (!check_size (size, error) || !make_writable (self, size, error))
    return FALSE;

  if ((*self)->fd >= 0)
    {
      if (ftruncate ((*self)->fd, (off_t) size) != 0)
        return fail (error, "resize");
    }
  else
    {
      g_byte_array_set_size ((*self)->array, (guint) size);
      if (size > old_size)
        memset ((*self)->array->data + old_size, 0, (gsize) (size - old_size));
    }
  (*self)->size = size;
  return TRUE;
}

gboolean
mapi_blob_write (MapiBlob **self, guint64 offset, gconstpointer data, gsize size, GError **error)
{
  guint64 end;

  if (!g_uint64_checked_add (&end, offset, size))
    end = G_MAXUINT64;
  if (!check_size (end, error) || !make_writable (self, MAX (end, (*self)->size), error))
    return FALSE;
  if (size == 0)
    return TRUE;

  if ((*self)->fd >= 0)
    {
      if (!write_file ((*self)->fd, offset, data, size, error))
        return FALSE;
      (*self)->size = MAX ((*self)->size, end);
      return TRUE;
    }

  if (end > (*self)->size && !mapi_blob_set_size (self, end, error))
    return FALSE;
  memcpy ((*self)->array->data + offset, data, size);
  return TRUE;
}

typedef struct
{
  MapiBlob    *blob;
  GMappedFile *file;
} Mapping;

static void
mapping_free (Mapping *mapping)
{
  g_mapped_file_unref (mapping->file);
  mapi_blob_unref (mapping->blob);
  g_free (mapping);
}

/* The pages count as a holder of the blob: whoever writes gets a copy of the file. */
static GBytes *
map_file (MapiBlob *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  GMappedFile *file = g_mapped_file_new_from_fd (self->fd, FALSE, &local);
  Mapping     *mapping;

  if (file == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_ENOUGH_MEMORY,
                   "memory stream: cannot map %" G_GUINT64_FORMAT " bytes: %s",
                   self->size,
                   local->message);
      return NULL;
    }

  mapping = g_new (Mapping, 1);
  mapping->blob = mapi_blob_ref (self);
  mapping->file = file;
  return g_bytes_new_with_free_func (g_mapped_file_get_contents (file),
                                     g_mapped_file_get_length (file),
                                     (GDestroyNotify) mapping_free,
                                     mapping);
}

GBytes *
mapi_blob_get_bytes (MapiBlob *self, GError **error)
{
  if (self->bytes != NULL)
    return g_bytes_ref (self->bytes);
  if (self->fd < 0)
    return g_bytes_new_with_free_func (peek_memory (self),
                                       (gsize) self->size,
                                       (GDestroyNotify) mapi_blob_unref,
                                       mapi_blob_ref (self));
  if (self->size == 0)
    return g_bytes_new (NULL, 0);

  return map_file (self, error);
}

GBytes *
mapi_blob_read (MapiBlob *self, guint64 offset, guint64 count, GError **error)
{
  g_autofree guint8 *data = NULL;
  gsize              size;

  if (offset >= self->size || count == 0)
    return g_bytes_new (NULL, 0);

  size = (gsize) MIN (count, self->size - offset);
  if (self->bytes != NULL)
    return g_bytes_new_from_bytes (self->bytes, (gsize) offset, size);
  if (self->fd < 0)
    return g_bytes_new (peek_memory (self) + offset, size);

  data = g_try_malloc (size);
  if (data == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_ENOUGH_MEMORY,
                   "memory stream: cannot read %" G_GSIZE_FORMAT " bytes at once",
                   size);
      return NULL;
    }
  if (!read_file (self->fd, offset, data, size, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), size);
}
