/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-data.h"

/* As it is stored, in little endian. */
typedef struct
{
  guint32 tag;
  guint32 reserved;
  guint64 stream;
  guint64 size;
} Entry;

static const Entry *
get_entries (GBytes *set, guint *n)
{
  gsize         size = 0;
  gconstpointer data = set != NULL ? g_bytes_get_data (set, &size) : NULL;

  *n = (guint) (size / sizeof (Entry));
  return data;
}

guint
sqlite_large_get_size (GBytes *set)
{
  guint n;

  get_entries (set, &n);
  return n;
}

void
sqlite_large_get (GBytes *set, guint index, SqliteLarge *large)
{
  guint        n;
  const Entry *entries = get_entries (set, &n);
  Entry        entry;

  g_assert (index < n);
  memcpy (&entry, &entries[index], sizeof entry);
  large->tag = GUINT32_FROM_LE (entry.tag);
  large->stream = (gint64) GUINT64_FROM_LE (entry.stream);
  large->size = GUINT64_FROM_LE (entry.size);
}

gboolean
sqlite_large_find (GBytes *set, guint32 tag, SqliteLarge *large)
{
  guint n = sqlite_large_get_size (set);

  for (guint i = 0; i < n; i++)
    {
      sqlite_large_get (set, i, large);
      if (large->tag >> 16 == tag >> 16)
        return TRUE;
    }
  return FALSE;
}

gboolean
sqlite_large_has_stream (GBytes *set, gint64 stream)
{
  guint n = sqlite_large_get_size (set);

  for (guint i = 0; i < n; i++)
    {
      SqliteLarge large;

      sqlite_large_get (set, i, &large);
      if (large.stream == stream)
        return TRUE;
    }
  return FALSE;
}

static void
append (GByteArray *array, const SqliteLarge *large)
{
  Entry entry = {
    .tag = GUINT32_TO_LE (large->tag),
    .stream = GUINT64_TO_LE ((guint64) large->stream),
    .size = GUINT64_TO_LE (large->size),
  };

  g_byte_array_append (array, (const guint8 *) &entry, sizeof entry);
}

/* The set without @tag and with @large, where there is one. */
static GBytes *
change (GBytes *set, guint32 tag, const SqliteLarge *added)
{
  GByteArray *array = g_byte_array_new ();
  guint       n = sqlite_large_get_size (set);

  for (guint i = 0; i < n; i++)
    {
      SqliteLarge large;

      sqlite_large_get (set, i, &large);
      if (large.tag >> 16 != tag >> 16)
        append (array, &large);
    }
  if (added != NULL)
    append (array, added);
  if (array->len > 0)
    return g_byte_array_free_to_bytes (array);

  g_byte_array_unref (array);
  return NULL;
}

GBytes *
sqlite_large_add (GBytes *set, const SqliteLarge *large)
{
  return change (set, large->tag, large);
}

GBytes *
sqlite_large_remove (GBytes *set, guint32 tag)
{
  return change (set, tag, NULL);
}

/* Replaces *set. */
void
sqlite_large_remove_tags (GBytes **set, MapiPropTagArray *tags)
{
  for (guint i = 0; *set != NULL && i < mapi_prop_tag_array_get_size (tags); i++)
    {
      g_autoptr (GBytes) before = *set;

      *set = sqlite_large_remove (before, mapi_prop_tag_array_get_tag (tags, i));
    }
}

guint64
sqlite_large_get_total (GBytes *set)
{
  guint   n = sqlite_large_get_size (set);
  guint64 total = 0;

  for (guint i = 0; i < n; i++)
    {
      SqliteLarge large;

      sqlite_large_get (set, i, &large);
      total += large.size;
    }
  return total;
}
