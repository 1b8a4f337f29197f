/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-tnef-selection-private.h"

void
mapi_tnef_selection_clear (MapiTnefSelection *self)
{
  g_clear_pointer (&self->included, g_hash_table_unref);
  g_clear_pointer (&self->excluded, g_hash_table_unref);
  g_clear_pointer (&self->tags, g_array_unref);
}

static void
add_tags (GHashTable **set, const MapiPropTagArray *tags)
{
  if (*set == NULL)
    *set = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    g_hash_table_add (
        *set, GUINT_TO_POINTER (mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (tags, i))));
}

void
mapi_tnef_selection_add (MapiTnefSelection *self, guint32 flags, const MapiPropTagArray *tags)
{
  gsize          n;
  const guint32 *wanted;

  if ((flags & MAPI_TNEF_PROP_EXCLUDE) != 0)
    self->has_rest = TRUE;
  if (tags == NULL)
    return;
  if ((flags & MAPI_TNEF_PROP_EXCLUDE) != 0)
    {
      add_tags (&self->excluded, tags);
      return;
    }

  add_tags (&self->included, tags);
  if (self->tags == NULL)
    self->tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  wanted = mapi_prop_tag_array_get_tags (tags, &n);
  g_array_append_vals (self->tags, wanted, n);
}

static gboolean
has (GHashTable *set, guint32 tag)
{
  return set != NULL && g_hash_table_contains (set, GUINT_TO_POINTER (mapi_prop_tag_get_id (tag)));
}

gboolean
mapi_tnef_selection_includes (const MapiTnefSelection *self, guint32 tag)
{
  return has (self->included, tag);
}

gboolean
mapi_tnef_selection_wants (const MapiTnefSelection *self, guint32 tag)
{
  return has (self->included, tag) || (self->has_rest && !has (self->excluded, tag));
}
