/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-access-private.h"
#include "mapi-prop-tag.h"

static gpointer
key_of (guint32 tag)
{
  return GUINT_TO_POINTER (mapi_prop_tag_get_id (tag));
}

static gboolean
has (GHashTable *table, guint32 tag)
{
  return table != NULL && g_hash_table_contains (table, key_of (tag));
}

static void
put (GHashTable **table, guint32 tag)
{
  if (*table == NULL)
    *table = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (*table, key_of (tag), GUINT_TO_POINTER (tag));
}

static void
drop (GHashTable *table, guint32 tag)
{
  if (table != NULL)
    g_hash_table_remove (table, key_of (tag));
}

void
mapi_prop_access_clear (MapiPropAccess *self)
{
  g_clear_pointer (&self->read_only, g_hash_table_unref);
  g_clear_pointer (&self->changed, g_hash_table_unref);
}

void
mapi_prop_access_set (MapiPropAccess *self, guint32 tag, guint32 flags)
{
  if ((flags & MAPI_IPROP_READONLY) != 0)
    put (&self->read_only, tag);
  if ((flags & MAPI_IPROP_READWRITE) != 0)
    drop (self->read_only, tag);
  if ((flags & MAPI_IPROP_DIRTY) != 0)
    put (&self->changed, tag);
  if ((flags & MAPI_IPROP_CLEAN) != 0)
    drop (self->changed, tag);
}

/* Of what has changed only that is told (ipropdata-hrgetpropaccess.md). */
guint32
mapi_prop_access_get (const MapiPropAccess *self, guint32 tag)
{
  if (has (self->changed, tag))
    return MAPI_IPROP_DIRTY;
  return has (self->read_only, tag) ? MAPI_IPROP_READONLY : MAPI_IPROP_READWRITE;
}

gboolean
mapi_prop_access_is_read_only (const MapiPropAccess *self, guint32 tag)
{
  return has (self->read_only, tag);
}

void
mapi_prop_access_mark_changed (MapiPropAccess *self, const MapiPropTagArray *tags)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    put (&self->changed, mapi_prop_tag_array_get_tag (tags, i));
}

void
mapi_prop_access_mark_clean (MapiPropAccess *self)
{
  g_clear_pointer (&self->changed, g_hash_table_unref);
}

static void
add_problem (MapiPropProblemArray **problems, guint index, guint32 tag)
{
  MapiPropProblemArray *old = *problems != NULL ? *problems : mapi_prop_problem_array_new ();

  *problems = mapi_prop_problem_array_append (old, index, tag, (gint32) MAPI_E_NO_ACCESS);
  mapi_prop_problem_array_unref (old);
}

static MapiPropTagArray *
make_tags (GArray *tags)
{
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

MapiPropTagArray *
mapi_prop_access_refuse (const MapiPropAccess   *self,
                         const MapiPropTagArray *tags,
                         MapiPropProblemArray  **problems)
{
  g_autoptr (GArray) refused = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; self->read_only != NULL && i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (tags, i);

      if (!has (self->read_only, tag) || mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR)
        continue;
      add_problem (problems, i, tag);
      g_array_append_val (refused, tag);
    }
  return make_tags (refused);
}

MapiPropTagArray *
mapi_prop_access_with_deleted (const MapiPropAccess *self, const MapiPropTagArray *tags)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GHashTable) there = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer       value;

  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (tags, i);

      g_array_append_val (all, tag);
      g_hash_table_add (there, key_of (tag));
    }
  if (self->changed == NULL)
    return make_tags (all);

  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      guint32 tag = GPOINTER_TO_UINT (value);

      if (!has (there, tag))
        g_array_append_val (all, tag);
    }
  return make_tags (all);
}
