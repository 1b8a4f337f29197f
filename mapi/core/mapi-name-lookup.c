/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-names-private.h"

#include <stdlib.h>
#include <string.h>

static int
compare_name (const void *key, const void *element)
{
  const MapiNameEntry *entry = element;

  return strcmp (key, entry->name);
}

/* Finds the entry of @name, or NULL. */
const MapiNameEntry *
mapi_names_find (const MapiNameEntry *entries, gsize n_entries, const char *name)
{
  return bsearch (name, entries, n_entries, sizeof *entries, compare_name);
}

/* Finds the entry to show for @value, or NULL: the first of those that share it. */
const MapiNameEntry *
mapi_names_find_value (const MapiNameEntry *entries,
                       const guint16       *by_value,
                       gsize                n_entries,
                       guint32              value)
{
  gsize low = 0;
  gsize high = n_entries;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (entries[by_value[middle]].value < value)
        low = middle + 1;
      else
        high = middle;
    }

  if (low < n_entries && entries[by_value[low]].value == value)
    return &entries[by_value[low]];

  return NULL;
}
