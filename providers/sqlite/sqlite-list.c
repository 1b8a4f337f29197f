/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-list.h"
#include "sqlite-number-set.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY 1024

/* An entry lies in its chunk with its flags in the lowest bits. */
#define FLAG_BITS 2
#define FLAGS (SQLITE_LIST_HIDDEN | SQLITE_LIST_UNREAD)

/* Which chunk has a message or a heading is one number, in which that of the chunk takes these
 * bits. */
#define NUMBER_BITS 20

typedef struct
{
  guint  number; /* stays */
  guint  at;     /* among the chunks */
  guint  n;
  guint  n_seen;
  guint  n_headings;
  gint64 items[CAPACITY];
} Chunk;

struct _SqliteList
{
  GPtrArray       *chunks;   /* in order; none is empty */
  GPtrArray       *numbered; /* not owned: those with a number, NULL where it is free */
  guint            size;     /* of those that can be seen */
  SqliteNumberSet *index;    /* where messages and headings are; NULL until somebody asks */
};

static gint64
make_item (SqliteListEntry entry, SqliteListFlags flags)
{
  return entry * (1 << FLAG_BITS) + (gint64) flags;
}

static SqliteListEntry
get_entry (gint64 item)
{
  return item >> FLAG_BITS;
}

static guint
is_seen (gint64 item)
{
  return (item & SQLITE_LIST_HIDDEN) == 0;
}

static guint
is_heading (gint64 item)
{
  return item < 0;
}

/* What the index knows an entry by: its message, or the heading itself. */
static gint64
get_name (SqliteListEntry entry)
{
  return sqlite_list_is_heading (entry) ? entry : sqlite_list_get_message (entry);
}

static gint64
index_number (gint64 name, const Chunk *chunk)
{
  return name * (1 << NUMBER_BITS) + chunk->number;
}

SqliteList *
sqlite_list_new (void)
{
  SqliteList *self = g_new0 (SqliteList, 1);

  self->chunks = g_ptr_array_new_with_free_func (g_free);
  self->numbered = g_ptr_array_new ();
  return self;
}

void
sqlite_list_free (SqliteList *self)
{
  g_ptr_array_unref (self->chunks);
  g_ptr_array_unref (self->numbered);
  g_clear_pointer (&self->index, sqlite_number_set_free);
  g_free (self);
}

guint
sqlite_list_get_size (SqliteList *self)
{
  return self->size;
}

static Chunk *
get_chunk (SqliteList *self, guint at)
{
  return self->chunks->pdata[at];
}

static void
number_places (SqliteList *self, guint from)
{
  for (guint i = from; i < self->chunks->len; i++)
    get_chunk (self, i)->at = i;
}

static Chunk *
add_chunk (SqliteList *self, guint at)
{
  Chunk *chunk = g_new (Chunk, 1);

  chunk->n = chunk->n_seen = chunk->n_headings = 0;
  for (chunk->number = 0; chunk->number < self->numbered->len; chunk->number++)
    if (self->numbered->pdata[chunk->number] == NULL)
      break;
  if (chunk->number == self->numbered->len)
    g_ptr_array_set_size (self->numbered, (gint) chunk->number + 1);
  self->numbered->pdata[chunk->number] = chunk;
  g_ptr_array_insert (self->chunks, (gint) at, chunk);
  number_places (self, at);
  return chunk;
}

static void
remove_chunk (SqliteList *self, Chunk *chunk)
{
  guint at = chunk->at;

  self->numbered->pdata[chunk->number] = NULL;
  g_ptr_array_remove_index (self->chunks, at);
  number_places (self, at);
}

static void
count_item (SqliteList *self, Chunk *chunk, gint64 item, gint difference)
{
  self->size += (guint) difference * is_seen (item);
  chunk->n_seen += (guint) difference * is_seen (item);
  chunk->n_headings += (guint) difference * is_heading (item);
}

void
sqlite_list_append (SqliteList *self, SqliteListEntry entry, SqliteListFlags flags)
{
  guint  n = self->chunks->len;
  Chunk *chunk = n > 0 ? get_chunk (self, n - 1) : NULL;
  gint64 item = make_item (entry, flags);

  if (chunk == NULL || chunk->n == CAPACITY)
    chunk = add_chunk (self, n);
  chunk->items[chunk->n++] = item;
  count_item (self, chunk, item, 1);
}

SqliteListPlace
sqlite_list_get_first (SqliteList *self)
{
  return (SqliteListPlace){ 0, 0 };
}

SqliteListPlace
sqlite_list_get_end (SqliteList *self)
{
  return (SqliteListPlace){ self->chunks->len, 0 };
}

gboolean
sqlite_list_is_end (SqliteList *self, SqliteListPlace place)
{
  return place.chunk >= self->chunks->len;
}

SqliteListPlace
sqlite_list_next (SqliteList *self, SqliteListPlace place)
{
  if (++place.offset == get_chunk (self, place.chunk)->n)
    place = (SqliteListPlace){ place.chunk + 1, 0 };
  return place;
}

SqliteListPlace
sqlite_list_next_seen (SqliteList *self, SqliteListPlace place)
{
  do
    {
      if (place.offset == 0 && get_chunk (self, place.chunk)->n_seen == 0)
        place.offset = get_chunk (self, place.chunk)->n - 1;
      place = sqlite_list_next (self, place);
    }
  while (!sqlite_list_is_end (self, place) &&
         !is_seen (get_chunk (self, place.chunk)->items[place.offset]));
  return place;
}

gboolean
sqlite_list_prior (SqliteList *self, SqliteListPlace *place)
{
  if (place->offset == 0)
    {
      if (place->chunk == 0)
        return FALSE;
      place->chunk--;
      place->offset = get_chunk (self, place->chunk)->n;
    }
  place->offset--;
  return TRUE;
}

/* Goes back to the nearest that @is_wanted, past the chunks that have none. */
static gboolean
go_back (SqliteList *self, SqliteListPlace *place, guint (*is_wanted) (gint64), gsize counter)
{
  while (sqlite_list_prior (self, place))
    {
      Chunk *chunk = get_chunk (self, place->chunk);

      if (G_STRUCT_MEMBER (guint, chunk, counter) == 0)
        place->offset = 0;
      else if (is_wanted (chunk->items[place->offset]))
        return TRUE;
    }
  return FALSE;
}

gboolean
sqlite_list_prior_seen (SqliteList *self, SqliteListPlace *place)
{
  return go_back (self, place, is_seen, G_STRUCT_OFFSET (Chunk, n_seen));
}

gboolean
sqlite_list_prior_heading (SqliteList *self, SqliteListPlace *place)
{
  return go_back (self, place, is_heading, G_STRUCT_OFFSET (Chunk, n_headings));
}

static gint64 *
get_item (SqliteList *self, SqliteListPlace place)
{
  return &get_chunk (self, place.chunk)->items[place.offset];
}

SqliteListEntry
sqlite_list_get (SqliteList *self, SqliteListPlace place)
{
  return get_entry (*get_item (self, place));
}

SqliteListFlags
sqlite_list_get_flags (SqliteList *self, SqliteListPlace place)
{
  return (SqliteListFlags) (*get_item (self, place) & FLAGS);
}

void
sqlite_list_set_flags (SqliteList *self, SqliteListPlace place, SqliteListFlags flags)
{
  Chunk  *chunk = get_chunk (self, place.chunk);
  gint64 *item = get_item (self, place);

  count_item (self, chunk, *item, -1);
  *item = (*item & ~(gint64) FLAGS) | (gint64) flags;
  count_item (self, chunk, *item, 1);
}

guint
sqlite_list_get_index (SqliteList *self, SqliteListPlace place)
{
  guint index = 0;

  for (guint i = 0; i < place.chunk; i++)
    index += get_chunk (self, i)->n_seen;
  for (guint i = 0; i < place.offset; i++)
    index += is_seen (get_chunk (self, place.chunk)->items[i]);
  return index;
}

SqliteListPlace
sqlite_list_get_place (SqliteList *self, guint index)
{
  for (guint i = 0; i < self->chunks->len; i++)
    {
      Chunk *chunk = get_chunk (self, i);

      if (index >= chunk->n_seen)
        {
          index -= chunk->n_seen;
          continue;
        }
      for (guint j = 0;; j++)
        if (is_seen (chunk->items[j]) && index-- == 0)
          return (SqliteListPlace){ i, j };
    }
  return sqlite_list_get_end (self);
}

static int
compare_numbers (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static gsize
sort_numbers (gint64 *numbers, gsize n)
{
  gsize n_different = 0;

  if (n > 1)
    qsort (numbers, n, sizeof *numbers, compare_numbers);
  for (gsize i = 0; i < n; i++)
    if (i == 0 || numbers[i] != numbers[i - 1])
      numbers[n_different++] = numbers[i];
  return n_different;
}

void
sqlite_list_make_index (SqliteList *self)
{
  g_autofree gint64 *numbers = NULL;
  gsize              n = 0;

  if (self->index != NULL)
    return;
  numbers = g_new (gint64, (gsize) self->chunks->len * CAPACITY);
  for (guint i = 0; i < self->chunks->len; i++)
    for (guint j = 0; j < get_chunk (self, i)->n; j++)
      {
        Chunk *chunk = get_chunk (self, i);

        numbers[n++] = index_number (get_name (get_entry (chunk->items[j])), chunk);
      }
  self->index = sqlite_number_set_new (numbers, sort_numbers (numbers, n));
}

/* Looks for what has this name, and is this entry unless that is SQLITE_LIST_NONE. */
static gboolean
find (SqliteList *self, gint64 name, SqliteListEntry entry, SqliteListPlace *place)
{
  gint64 number = name * (1 << NUMBER_BITS);

  sqlite_list_make_index (self);
  while (sqlite_number_set_find (self->index, number, &number) && number >> NUMBER_BITS == name)
    {
      Chunk *chunk = self->numbered->pdata[number & ((1 << NUMBER_BITS) - 1)];

      for (guint i = 0; i < chunk->n; i++)
        {
          SqliteListEntry found = get_entry (chunk->items[i]);

          *place = (SqliteListPlace){ chunk->at, i };
          if (entry == SQLITE_LIST_NONE ? get_name (found) == name : found == entry)
            return TRUE;
        }
      number++;
    }
  return FALSE;
}

gboolean
sqlite_list_find (SqliteList *self, SqliteListEntry entry, SqliteListPlace *place)
{
  return find (self, get_name (entry), entry, place);
}

gboolean
sqlite_list_find_message (SqliteList *self, gint64 message, SqliteListPlace *place)
{
  return find (self, message, SQLITE_LIST_NONE, place);
}

static void
add_to_index (SqliteList *self, gint64 item, const Chunk *chunk)
{
  if (self->index != NULL)
    sqlite_number_set_add (self->index, index_number (get_name (get_entry (item)), chunk));
}

static gboolean
has_name (const Chunk *chunk, gint64 name)
{
  for (guint i = 0; i < chunk->n; i++)
    if (get_name (get_entry (chunk->items[i])) == name)
      return TRUE;
  return FALSE;
}

/* The item has left the chunk; other rows of its message may still be there. */
static void
remove_from_index (SqliteList *self, gint64 item, const Chunk *chunk)
{
  gint64 name = get_name (get_entry (item));

  if (self->index != NULL && !has_name (chunk, name))
    sqlite_number_set_remove (self->index, index_number (name, chunk));
}

/* Moves the later half of a full chunk into one of its own. */
static void
split (SqliteList *self, Chunk *chunk)
{
  Chunk *next = add_chunk (self, chunk->at + 1);

  next->n = CAPACITY / 2;
  chunk->n = CAPACITY - next->n;
  memcpy (next->items, chunk->items + chunk->n, next->n * sizeof next->items[0]);
  for (guint i = 0; i < next->n; i++)
    {
      count_item (self, chunk, next->items[i], -1);
      count_item (self, next, next->items[i], 1);
      remove_from_index (self, next->items[i], chunk);
      add_to_index (self, next->items[i], next);
    }
}

/* A place to put something: not behind the end, and in a chunk that has room. */
static SqliteListPlace
make_room (SqliteList *self, SqliteListPlace place)
{
  Chunk *chunk;

  if (self->chunks->len == 0)
    add_chunk (self, 0);
  if (place.chunk > 0 && place.offset == 0)
    place = (SqliteListPlace){ place.chunk - 1, get_chunk (self, place.chunk - 1)->n };
  chunk = get_chunk (self, place.chunk);
  if (chunk->n < CAPACITY)
    return place;
  split (self, chunk);
  if (place.offset > chunk->n)
    place = (SqliteListPlace){ place.chunk + 1, place.offset - chunk->n };
  return place;
}

void
sqlite_list_insert (SqliteList     *self,
                    SqliteListPlace place,
                    SqliteListEntry entry,
                    SqliteListFlags flags)
{
  gint64 item = make_item (entry, flags);
  Chunk *chunk;

  place = make_room (self, place);
  chunk = get_chunk (self, place.chunk);
  memmove (chunk->items + place.offset + 1,
           chunk->items + place.offset,
           (chunk->n - place.offset) * sizeof item);
  chunk->items[place.offset] = item;
  chunk->n++;
  count_item (self, chunk, item, 1);
  add_to_index (self, item, chunk);
}

void
sqlite_list_remove (SqliteList *self, SqliteListPlace place)
{
  Chunk *chunk = get_chunk (self, place.chunk);
  gint64 item = chunk->items[place.offset];

  chunk->n--;
  memmove (chunk->items + place.offset,
           chunk->items + place.offset + 1,
           (chunk->n - place.offset) * sizeof item);
  count_item (self, chunk, item, -1);
  remove_from_index (self, item, chunk);
  if (chunk->n == 0)
    remove_chunk (self, chunk);
}

gboolean
sqlite_list_search (SqliteList      *self,
                    SqliteListBefore is_before,
                    gpointer         data,
                    SqliteListPlace *place,
                    GError         **error)
{
  guint    low = 0;
  guint    high = self->chunks->len;
  gboolean before;

  /* The last chunk whose first entry stands before, or else the first chunk. */
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (!is_before (get_entry (get_chunk (self, middle)->items[0]), &before, data, error))
        return FALSE;
      *(before ? &low : &high) = middle;
    }
  *place = (SqliteListPlace){ low, 0 };
  high = self->chunks->len > 0 ? get_chunk (self, low)->n : 0;
  while (place->offset < high)
    {
      guint middle = place->offset + (high - place->offset) / 2;

      if (!is_before (get_entry (get_chunk (self, low)->items[middle]), &before, data, error))
        return FALSE;
      *(before ? &place->offset : &high) = before ? middle + 1 : middle;
    }
  if (self->chunks->len > 0 && place->offset == get_chunk (self, low)->n)
    *place = (SqliteListPlace){ low + 1, 0 };
  return TRUE;
}
