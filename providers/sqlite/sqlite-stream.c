/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-stream.h"
#include "sqlite-db-streams.h"

#include <string.h>

/* How many changed chunks may wait in memory. */
#define MAX_WAITING 8

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)
#define LOW_BITS G_GUINT64_CONSTANT (0x0101010101010101)

/* A chunk is in memory, to read or to write; or in the stream that is being written, or in the one
 * that was there before; or in none of them, all zeros. */
typedef enum
{
  PLACE_NONE,
  PLACE_BASE,
  PLACE_OWN,
  PLACE_MEMORY,
} Place;

typedef struct
{
  Place       place;
  GBytes     *bytes;  /* read */
  GByteArray *buffer; /* written */
} Chunk;

struct _SqliteStream
{
  GObject       parent_instance;
  SqliteObject *owner;
  guint32       tag;
  gboolean      writable;

  GMutex  lock; /* of what follows */
  GArray *chunks;
  guint64 size;
  guint64 position;
  gint64  base; /* the stream it began with, or 0 */
  gint64  own;  /* the stream that is being written, or 0 */
  guint   waiting;
  guint64 cached; /* the chunk that was read last */
};

static void sqlite_stream_iface_init (MapiStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteStream,
                               sqlite_stream,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_STREAM, sqlite_stream_iface_init))

static Chunk *
get_chunk (SqliteStream *self, guint64 index)
{
  return &g_array_index (self->chunks, Chunk, index);
}

static void
chunk_clear (gpointer data)
{
  Chunk *chunk = data;

  g_clear_pointer (&chunk->bytes, g_bytes_unref);
  g_clear_pointer (&chunk->buffer, g_byte_array_unref);
}

static guint64
count_chunks (guint64 size)
{
  return (size + SQLITE_CHUNK_SIZE - 1) / SQLITE_CHUNK_SIZE;
}

static guint64
chunk_size (SqliteStream *self, guint64 index)
{
  return MIN (SQLITE_CHUNK_SIZE, self->size - index * SQLITE_CHUNK_SIZE);
}

typedef struct
{
  gint64  stream;
  guint64 index;
  GBytes *bytes;
} Read;

static gboolean
read_chunk (SqliteDbConn *conn, gpointer data, GError **error)
{
  Read *read = data;

  read->bytes = sqlite_db_stream_read (conn, read->stream, read->index, error);
  return read->bytes != NULL;
}

/* Fits @bytes to what the chunk has to be: it may have been cut, or filled up. */
static GBytes *
fit (GBytes *bytes, guint64 size)
{
  gsize         present;
  gconstpointer data = g_bytes_get_data (bytes, &present);
  guint8       *copy;

  if (present == size)
    return g_bytes_ref (bytes);
  if (present > size)
    return g_bytes_new_from_bytes (bytes, 0, size);
  copy = g_malloc0 (size);
  if (present > 0)
    memcpy (copy, data, present);
  return g_bytes_new_take (copy, size);
}

static GBytes *
fetch (SqliteStream *self, guint64 index, GError **error)
{
  Chunk *chunk = get_chunk (self, index);
  Read   read = { chunk->place == PLACE_OWN ? self->own : self->base, index, NULL };
  g_autoptr (GBytes) bytes = NULL;

  if (chunk->place == PLACE_NONE)
    return g_bytes_new_take (g_malloc0 (chunk_size (self, index)), chunk_size (self, index));
  if (!sqlite_backend_read (sqlite_object_get_backend (self->owner), read_chunk, &read, error))
    return NULL;
  bytes = read.bytes;
  return fit (bytes, chunk_size (self, index));
}

/* The chunk for reading; the one that was read before makes room. */
static GBytes *
get_bytes (SqliteStream *self, guint64 index, GError **error)
{
  Chunk *chunk = get_chunk (self, index);

  if (chunk->buffer != NULL)
    return g_bytes_new (chunk->buffer->data, chunk->buffer->len);
  if (chunk->bytes != NULL)
    return g_bytes_ref (chunk->bytes);
  if (self->cached != index && self->cached < self->chunks->len &&
      get_chunk (self, self->cached)->place != PLACE_MEMORY)
    g_clear_pointer (&get_chunk (self, self->cached)->bytes, g_bytes_unref);
  chunk->bytes = fetch (self, index, error);
  self->cached = index;
  return chunk->bytes != NULL ? g_bytes_ref (chunk->bytes) : NULL;
}

/* The chunk for writing. */
static GByteArray *
get_buffer (SqliteStream *self, guint64 index, GError **error)
{
  Chunk *chunk = get_chunk (self, index);
  g_autoptr (GBytes) bytes = NULL;

  if (chunk->buffer != NULL)
    return chunk->buffer;
  bytes = get_bytes (self, index, error);
  if (bytes == NULL)
    return NULL;
  chunk->buffer = g_byte_array_sized_new ((guint) g_bytes_get_size (bytes));
  g_byte_array_append (
      chunk->buffer, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_clear_pointer (&chunk->bytes, g_bytes_unref);
  if (chunk->place != PLACE_MEMORY)
    self->waiting++;
  chunk->place = PLACE_MEMORY;
  return chunk->buffer;
}

/* What waits goes to the database, but for the chunk at @keep. */
typedef struct
{
  SqliteStream *self;
  guint64       keep;
  gint64        own;
} Flush;

static GBytes *
chunk_to_bytes (Chunk *chunk)
{
  return chunk->buffer != NULL ? g_bytes_new_static (chunk->buffer->data, chunk->buffer->len)
                               : g_bytes_ref (chunk->bytes);
}

static gboolean
flush_chunks (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Flush        *flush = data;
  SqliteStream *self = flush->self;
  SqliteLocks  *locks = sqlite_backend_get_locks (sqlite_object_get_backend (self->owner));

  flush->own = self->own;
  if (flush->own == 0 &&
      !sqlite_db_stream_create (conn, sqlite_locks_get_writer (locks), &flush->own, error))
    return FALSE;
  for (guint64 i = 0; i < self->chunks->len; i++)
    {
      Chunk *chunk = get_chunk (self, i);
      g_autoptr (GBytes) bytes = NULL;

      if (chunk->place != PLACE_MEMORY || i == flush->keep)
        continue;
      bytes = chunk_to_bytes (chunk);
      if (!sqlite_db_stream_write (conn, flush->own, i, bytes, error))
        return FALSE;
    }
  return TRUE;
}

/* Called with the lock held, as all that follows is. */
static gboolean
flush_waiting (SqliteStream *self, guint64 keep, GError **error)
{
  Flush flush = { self, keep, 0 };

  if (!sqlite_backend_write (
          sqlite_object_get_backend (self->owner), SQLITE_DB_LAZY, flush_chunks, &flush, error))
    return FALSE;
  self->own = flush.own;
  for (guint64 i = 0; i < self->chunks->len; i++)
    {
      Chunk *chunk = get_chunk (self, i);

      if (chunk->place != PLACE_MEMORY || i == keep)
        continue;
      chunk_clear (chunk);
      chunk->place = PLACE_OWN;
      self->waiting--;
    }
  return TRUE;
}

static gboolean
write_piece (SqliteStream *self, const guint8 *data, gsize size, gsize *written, GError **error)
{
  guint64     index = self->position / SQLITE_CHUNK_SIZE;
  guint       offset = (guint) (self->position % SQLITE_CHUNK_SIZE);
  guint       piece = (guint) MIN (size, SQLITE_CHUNK_SIZE - offset);
  GByteArray *buffer;
  guint       before;

  if (index >= self->chunks->len)
    g_array_set_size (self->chunks, (guint) index + 1);
  buffer = get_buffer (self, index, error);
  if (buffer == NULL)
    return FALSE;
  before = buffer->len;
  if (offset + piece > before)
    g_byte_array_set_size (buffer, offset + piece);
  if (offset > before)
    memset (buffer->data + before, 0, offset - before);
  memcpy (buffer->data + offset, data, piece);
  self->position += piece;
  self->size = MAX (self->size, self->position);
  *written = piece;
  return self->waiting <= MAX_WAITING || flush_waiting (self, index, error);
}

static gboolean
check_stream (SqliteStream *self, gboolean writing, GError **error)
{
  if (writing && !self->writable)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NO_ACCESS, "sqlite: the stream was opened for reading");
      return FALSE;
    }
  return sqlite_object_check (self->owner, error);
}

static gboolean
set_size (SqliteStream *self, guint64 size, GError **error)
{
  guint64 last = count_chunks (size);

  if (last > G_MAXUINT32)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_TOO_BIG, "sqlite: a value cannot be that large");
      return FALSE;
    }
  for (guint64 i = last; i < self->chunks->len; i++)
    if (get_chunk (self, i)->place == PLACE_MEMORY)
      self->waiting--;
  /* What is cut off or filled up changes. */
  if (self->size % SQLITE_CHUNK_SIZE != 0 && self->size < size &&
      get_buffer (self, self->size / SQLITE_CHUNK_SIZE, error) == NULL)
    return FALSE;
  g_array_set_size (self->chunks, (guint) last);
  self->size = size;
  if (last > 0 && get_buffer (self, last - 1, error) == NULL)
    return FALSE;
  for (guint64 i = 0; i < last; i++)
    {
      Chunk *chunk = get_chunk (self, i);

      if (chunk->buffer != NULL)
        {
          guint before = chunk->buffer->len;

          g_byte_array_set_size (chunk->buffer, (guint) chunk_size (self, i));
          if (chunk->buffer->len > before)
            memset (chunk->buffer->data + before, 0, chunk->buffer->len - before);
        }
    }
  return TRUE;
}

static gboolean
sqlite_stream_write (MapiStream *stream, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  SqliteStream *self = SQLITE_STREAM (stream);
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean      written = check_stream (self, TRUE, error);

  g_mutex_lock (&self->lock);
  if (written && self->position > self->size)
    written = set_size (self, self->position, error);
  while (written && size > 0)
    {
      gsize piece = 0;

      written = !g_cancellable_set_error_if_cancelled (cancellable, error) &&
                write_piece (self, data, size, &piece, error);
      data += piece;
      size -= piece;
    }
  g_mutex_unlock (&self->lock);
  return written;
}

/* One chunk at a time is a read's end, but for small ones. */
static GBytes *
sqlite_stream_read (MapiStream *stream, guint64 count, GCancellable *cancellable, GError **error)
{
  SqliteStream *self = SQLITE_STREAM (stream);
  g_autoptr (GByteArray) result = NULL;
  gboolean failed = !check_stream (self, FALSE, error);

  if (failed)
    return NULL;
  result = g_byte_array_new ();
  g_mutex_lock (&self->lock);
  while (!failed && count > 0 && self->position < self->size)
    {
      guint64 index = self->position / SQLITE_CHUNK_SIZE;
      guint64 offset = self->position % SQLITE_CHUNK_SIZE;
      g_autoptr (GBytes) bytes = get_bytes (self, index, error);
      guint64 piece;

      failed = bytes == NULL || g_cancellable_set_error_if_cancelled (cancellable, error);
      if (failed)
        break;
      piece = MIN (count, g_bytes_get_size (bytes) - offset);
      g_byte_array_append (
          result, (const guint8 *) g_bytes_get_data (bytes, NULL) + offset, (guint) piece);
      self->position += piece;
      count -= piece;
    }
  g_mutex_unlock (&self->lock);
  return failed ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&result));
}

static gboolean
sqlite_stream_seek (
    MapiStream *stream, gint64 offset, guint32 origin, guint64 *position, GError **error)
{
  SqliteStream *self = SQLITE_STREAM (stream);
  gint64        start = 0;
  gboolean      valid;

  if (!sqlite_object_check (self->owner, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  if (origin == 1)
    start = (gint64) self->position;
  else if (origin == 2)
    start = (gint64) self->size;
  valid = origin <= 2 && offset >= -start && offset <= G_MAXINT64 - start;
  if (valid)
    self->position = (guint64) (start + offset);
  *position = self->position;
  g_mutex_unlock (&self->lock);

  if (!valid)
    g_set_error_literal (error,
                         MAPI_ERROR,
                         MAPI_E_INVALID_PARAMETER,
                         "sqlite: the position lies outside of the stream");
  return valid;
}

static gboolean
sqlite_stream_set_size (MapiStream *stream, guint64 size, GCancellable *cancellable, GError **error)
{
  SqliteStream *self = SQLITE_STREAM (stream);
  gboolean      done;

  if (!check_stream (self, TRUE, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  done = set_size (self, size, error);
  g_mutex_unlock (&self->lock);
  return done;
}

static gboolean
sqlite_stream_get_size (MapiStream *stream, guint64 *size, GError **error)
{
  SqliteStream *self = SQLITE_STREAM (stream);

  if (!sqlite_object_check (self->owner, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  *size = self->size;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* All chunks come together in the own stream. */
static gboolean
complete_stream (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Flush        *flush = data;
  SqliteStream *self = flush->self;

  if (!flush_chunks (conn, events, data, error))
    return FALSE;
  for (guint64 i = 0; i < self->chunks->len; i++)
    {
      Place place = get_chunk (self, i)->place;
      g_autoptr (GBytes) zeros = NULL;

      if (place == PLACE_BASE &&
          !sqlite_db_stream_copy_chunk (conn, self->base, flush->own, i, error))
        return FALSE;
      if (place != PLACE_NONE)
        continue;
      zeros = g_bytes_new_take (g_malloc0 (chunk_size (self, i)), chunk_size (self, i));
      if (!sqlite_db_stream_write (conn, flush->own, i, zeros, error))
        return FALSE;
    }
  return sqlite_db_stream_truncate (conn, flush->own, self->chunks->len, error);
}

static gboolean
write_large (SqliteStream *self, SqliteLarge *large, GError **error)
{
  Flush flush = { self, G_MAXUINT64, 0 };

  if (!sqlite_backend_write (
          sqlite_object_get_backend (self->owner), SQLITE_DB_LAZY, complete_stream, &flush, error))
    return FALSE;
  *large = (SqliteLarge){ self->tag, flush.own, self->size };
  return TRUE;
}

/* From here on the stream is the owner's, and what is written next changes a copy of it. */
static gboolean
commit_large (SqliteStream *self, GError **error)
{
  SqliteLarge large;

  if (!write_large (self, &large, error) || !sqlite_object_take_large (self->owner, &large, error))
    return FALSE;
  for (guint64 i = 0; i < self->chunks->len; i++)
    {
      chunk_clear (get_chunk (self, i));
      get_chunk (self, i)->place = PLACE_BASE;
    }
  self->base = large.stream;
  self->own = 0;
  self->waiting = 0;
  return TRUE;
}

static gboolean
commit_small (SqliteStream *self, GError **error)
{
  g_autoptr (GBytes) bytes = self->size > 0 ? get_bytes (self, 0, error) : g_bytes_new (NULL, 0);

  return bytes != NULL && sqlite_object_take_bytes (self->owner, self->tag, bytes, error);
}

static gboolean
fail_text (GError **error)
{
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "sqlite: Commit: what was written is not UTF-8");
  return FALSE;
}

/* How many bytes at the end of @data begin a character that goes on. */
static gsize
count_begun (const guint8 *data, gsize size)
{
  for (gsize n = 1; n <= MIN (size, 3); n++)
    {
      guint8 byte = data[size - n];

      if (byte >= 0xc0)
        return n < (byte >= 0xf0 ? 4u : byte >= 0xe0 ? 3u : 2u) ? n : 0;
      if (byte < 0x80)
        return 0;
    }
  return 0;
}

/* How many bytes at the beginning are ASCII, and none a NUL, as far as whole words say so: most
 * text is, and need not be looked at byte by byte. */
static gsize
count_ascii (const guint8 *data, gsize size)
{
  gsize n = 0;

  for (guint64 word; size - n >= sizeof word; n += sizeof word)
    {
      memcpy (&word, data + n, sizeof word);
      if (((word | (word - LOW_BITS)) & HIGH_BITS) != 0)
        break;
    }
  return n;
}

static gboolean
is_valid (const guint8 *data, gsize size)
{
  gsize n = count_ascii (data, size);

  return g_utf8_validate_len ((const char *) data + n, size - n, NULL);
}

/* One chunk after the other; a character may begin in one and end in the next. */
static gboolean
check_text (SqliteStream *self, GError **error)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();

  for (guint64 i = 0; i < self->chunks->len; i++)
    {
      g_autoptr (GBytes) bytes = get_bytes (self, i, error);
      gsize begun;

      if (bytes == NULL)
        return FALSE;
      g_byte_array_append (text, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
      begun = count_begun (text->data, text->len);
      if (text->len > begun && !is_valid (text->data, text->len - begun))
        return fail_text (error);
      g_byte_array_remove_range (text, 0, text->len - (guint) begun);
    }
  return text->len == 0 || fail_text (error);
}

static gboolean
check_content (SqliteStream *self, GError **error)
{
  return mapi_prop_tag_get_prop_type (self->tag) != MAPI_PT_UNICODE || check_text (self, error);
}

static gboolean
sqlite_stream_commit (MapiStream *stream, guint32 flags, GCancellable *cancellable, GError **error)
{
  SqliteStream *self = SQLITE_STREAM (stream);
  gboolean      committed;

  if (!check_stream (self, FALSE, error))
    return FALSE;
  if (!self->writable)
    return TRUE;
  g_mutex_lock (&self->lock);
  committed =
      check_content (self, error) &&
      (self->size <= SQLITE_INLINE_MAX ? commit_small (self, error) : commit_large (self, error));
  g_mutex_unlock (&self->lock);
  return committed;
}

static void
sqlite_stream_iface_init (MapiStreamInterface *iface)
{
  iface->read = sqlite_stream_read;
  iface->write = sqlite_stream_write;
  iface->seek = sqlite_stream_seek;
  iface->set_size = sqlite_stream_set_size;
  iface->get_size = sqlite_stream_get_size;
  iface->commit = sqlite_stream_commit;
}

static gboolean
discard_stream (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  return sqlite_db_stream_discard (conn, ((SqliteStream *) data)->own, error);
}

static void
sqlite_stream_finalize (GObject *object)
{
  SqliteStream *self = SQLITE_STREAM (object);

  if (self->own != 0)
    sqlite_backend_write (
        sqlite_object_get_backend (self->owner), SQLITE_DB_LAZY, discard_stream, self, NULL);
  g_array_unref (self->chunks);
  g_clear_object (&self->owner);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sqlite_stream_parent_class)->finalize (object);
}

static void
sqlite_stream_class_init (SqliteStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sqlite_stream_finalize;
}

static void
sqlite_stream_init (SqliteStream *self)
{
  g_mutex_init (&self->lock);
  self->chunks = g_array_new (FALSE, TRUE, sizeof (Chunk));
  g_array_set_clear_func (self->chunks, chunk_clear);
}

static void
fill_chunks (SqliteStream *self, GBytes *bytes)
{
  for (guint i = 0; i < self->chunks->len; i++)
    get_chunk (self, i)->bytes =
        g_bytes_new_from_bytes (bytes, i * SQLITE_CHUNK_SIZE, chunk_size (self, i));
  self->waiting = self->chunks->len;
}

SqliteStream *
sqlite_stream_new (
    SqliteObject *owner, guint32 tag, GBytes *bytes, const SqliteLarge *large, gboolean writable)
{
  SqliteStream *self = g_object_new (SQLITE_TYPE_STREAM, NULL);

  self->owner = g_object_ref (owner);
  self->tag = tag;
  self->writable = writable;
  if (large != NULL)
    {
      self->base = large->stream;
      self->size = large->size;
    }
  else if (bytes != NULL)
    self->size = g_bytes_get_size (bytes);

  g_array_set_size (self->chunks, (guint) count_chunks (self->size));
  for (guint i = 0; i < self->chunks->len; i++)
    get_chunk (self, i)->place = large != NULL ? PLACE_BASE : PLACE_MEMORY;
  if (bytes != NULL)
    fill_chunks (self, bytes);
  return self;
}

gboolean
sqlite_stream_store (
    SqliteObject *owner, guint32 tag, GBytes *bytes, SqliteLarge *large, GError **error)
{
  g_autoptr (SqliteStream) self = sqlite_stream_new (owner, tag, bytes, NULL, TRUE);

  return write_large (self, large, error);
}
