/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-name-cache.h"

struct _SqliteNameCache
{
  GMutex      lock;
  GHashTable *ids;   /* of MapiNameId to numbers */
  GHashTable *names; /* the other way round; owns the names */
};

SqliteNameCache *
sqlite_name_cache_new (void)
{
  SqliteNameCache *self = g_new0 (SqliteNameCache, 1);

  g_mutex_init (&self->lock);
  self->ids = g_hash_table_new ((GHashFunc) mapi_name_id_hash, (GEqualFunc) mapi_name_id_equal);
  self->names = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mapi_name_id_unref);
  return self;
}

void
sqlite_name_cache_free (SqliteNameCache *self)
{
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->names);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint32
sqlite_name_cache_find_id (SqliteNameCache *self, MapiNameId *name)
{
  guint32 id;

  g_mutex_lock (&self->lock);
  id = GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, name));
  g_mutex_unlock (&self->lock);
  return id;
}

MapiNameId *
sqlite_name_cache_dup_name (SqliteNameCache *self, guint32 id)
{
  MapiNameId *name;

  g_mutex_lock (&self->lock);
  name = g_hash_table_lookup (self->names, GUINT_TO_POINTER (id));
  if (name != NULL)
    mapi_name_id_ref (name);
  g_mutex_unlock (&self->lock);
  return name;
}

void
sqlite_name_cache_add (SqliteNameCache *self, MapiNameId *name, guint32 id)
{
  g_mutex_lock (&self->lock);
  if (!g_hash_table_contains (self->names, GUINT_TO_POINTER (id)))
    {
      g_hash_table_insert (self->names, GUINT_TO_POINTER (id), mapi_name_id_ref (name));
      g_hash_table_insert (self->ids, name, GUINT_TO_POINTER (id));
    }
  g_mutex_unlock (&self->lock);
}
