/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-number-set.h"

#include <string.h>

#define CAPACITY 1024

typedef struct
{
  guint  n; /* at least 1 */
  gint64 numbers[CAPACITY];
} Chunk;

struct _SqliteNumberSet
{
  GPtrArray *chunks;
};

SqliteNumberSet *
sqlite_number_set_new (const gint64 *sorted, gsize n)
{
  SqliteNumberSet *self = g_new0 (SqliteNumberSet, 1);

  self->chunks = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n; i += CAPACITY)
    {
      Chunk *chunk = g_new (Chunk, 1);

      chunk->n = (guint) MIN (n - i, CAPACITY);
      memcpy (chunk->numbers, sorted + i, chunk->n * sizeof *sorted);
      g_ptr_array_add (self->chunks, chunk);
    }
  return self;
}

void
sqlite_number_set_free (SqliteNumberSet *self)
{
  g_ptr_array_unref (self->chunks);
  g_free (self);
}

/* How many of @n numbers are less than @number. */
static guint
count_less (const gint64 *numbers, guint n, gint64 number)
{
  guint low = 0;
  guint high = n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (numbers[middle] < number)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The last chunk that begins with @number or less, or else the first. */
static guint
find_chunk (SqliteNumberSet *self, gint64 number)
{
  guint low = 0;
  guint high = self->chunks->len;

  while (high - low > 1)
    {
      guint  middle = low + (high - low) / 2;
      Chunk *chunk = self->chunks->pdata[middle];

      if (chunk->numbers[0] <= number)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* Its later half becomes a chunk of its own; numbers mostly grow, so the last one stays full. */
static void
split (SqliteNumberSet *self, guint at, gint64 number)
{
  Chunk   *chunk = self->chunks->pdata[at];
  Chunk   *next = g_new (Chunk, 1);
  gboolean is_end = at + 1 == self->chunks->len && number > chunk->numbers[CAPACITY - 1];
  guint    keep = is_end ? CAPACITY : CAPACITY / 2;

  next->n = CAPACITY - keep;
  memcpy (next->numbers, chunk->numbers + keep, next->n * sizeof number);
  chunk->n = keep;
  g_ptr_array_insert (self->chunks, (gint) at + 1, next);
}

static void
insert (Chunk *chunk, gint64 number)
{
  guint at = count_less (chunk->numbers, chunk->n, number);

  if (at < chunk->n && chunk->numbers[at] == number)
    return;
  memmove (chunk->numbers + at + 1, chunk->numbers + at, (chunk->n - at) * sizeof number);
  chunk->numbers[at] = number;
  chunk->n++;
}

void
sqlite_number_set_add (SqliteNumberSet *self, gint64 number)
{
  guint  at;
  Chunk *chunk;

  if (self->chunks->len == 0)
    g_ptr_array_add (self->chunks, g_new0 (Chunk, 1));
  at = find_chunk (self, number);
  chunk = self->chunks->pdata[at];
  if (chunk->n == CAPACITY)
    {
      split (self, at, number);
      if (chunk->n == CAPACITY || number > chunk->numbers[chunk->n - 1])
        chunk = self->chunks->pdata[at + 1];
    }
  insert (chunk, number);
}

void
sqlite_number_set_remove (SqliteNumberSet *self, gint64 number)
{
  guint  at = self->chunks->len > 0 ? find_chunk (self, number) : 0;
  Chunk *chunk = at < self->chunks->len ? self->chunks->pdata[at] : NULL;
  guint  index = chunk != NULL ? count_less (chunk->numbers, chunk->n, number) : 0;

  if (chunk == NULL || index == chunk->n || chunk->numbers[index] != number)
    return;
  chunk->n--;
  memmove (chunk->numbers + index, chunk->numbers + index + 1, (chunk->n - index) * sizeof number);
  if (chunk->n == 0)
    g_ptr_array_remove_index (self->chunks, at);
}

gboolean
sqlite_number_set_find (SqliteNumberSet *self, gint64 from, gint64 *number)
{
  guint at = self->chunks->len > 0 ? find_chunk (self, from) : 0;

  for (; at < self->chunks->len; at++)
    {
      Chunk *chunk = self->chunks->pdata[at];
      guint  index = count_less (chunk->numbers, chunk->n, from);

      if (index == chunk->n)
        continue;
      *number = chunk->numbers[index];
      return TRUE;
    }
  return FALSE;
}
