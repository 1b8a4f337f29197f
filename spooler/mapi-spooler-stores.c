/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-stores-private.h"

typedef struct
{
  MapiUid       uid;
  MapiMsgStore *store;
  GBytes       *entry_id; /* as its provider knows it; or NULL */
} Entry;

struct _MapiSpoolerStores
{
  GMutex        lock;
  GPtrArray    *entries; /* grows only */
  MapiMsgStore *by_default;
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->store);
  g_clear_pointer (&entry->entry_id, g_bytes_unref);
  g_free (entry);
}

MapiSpoolerStores *
mapi_spooler_stores_new (void)
{
  MapiSpoolerStores *self = g_new0 (MapiSpoolerStores, 1);

  g_mutex_init (&self->lock);
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  return self;
}

void
mapi_spooler_stores_free (MapiSpoolerStores *self)
{
  g_clear_object (&self->by_default);
  g_ptr_array_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* What MAPI wraps for the session is unwrapped: so they can be compared. */
static GBytes *
unwrap (GBytes *entry_id)
{
  GBytes *inner = mapi_store_entry_id_unwrap (entry_id, NULL, NULL);

  return inner != NULL ? inner : g_bytes_ref (entry_id);
}

static GBytes *
read_entry_id (MapiMsgStore *store)
{
  const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, NULL, NULL, NULL);
  g_autoptr (GBytes) entry_id = props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;

  return entry_id != NULL ? unwrap (entry_id) : NULL;
}

/* With the lock held. */
static gboolean
contains (MapiSpoolerStores *self, MapiMsgStore *store)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((Entry *) g_ptr_array_index (self->entries, i))->store == store)
      return TRUE;

  return FALSE;
}

gboolean
mapi_spooler_stores_add (MapiSpoolerStores *self, const MapiUid *uid, MapiMsgStore *store)
{
  Entry   *entry = g_new (Entry, 1);
  gboolean is_new;

  entry->uid = *uid;
  entry->store = g_object_ref (store);
  entry->entry_id = read_entry_id (store);

  g_mutex_lock (&self->lock);
  is_new = !contains (self, store);
  g_ptr_array_add (self->entries, entry);
  g_mutex_unlock (&self->lock);

  return is_new;
}

GPtrArray *
mapi_spooler_stores_list (MapiSpoolerStores *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *stores = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->entries->len; i++)
    g_ptr_array_add (stores,
                     g_object_ref (((Entry *) g_ptr_array_index (self->entries, i))->store));

  return stores;
}

MapiMsgStore *
mapi_spooler_stores_find (MapiSpoolerStores *self, const MapiUid *uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (mapi_uid_equal (&entry->uid, uid))
        return g_object_ref (entry->store);
    }

  return NULL;
}

MapiMsgStore *
mapi_spooler_stores_find_by_entry_id (MapiSpoolerStores *self, GBytes *entry_id)
{
  g_autoptr (GBytes) inner = unwrap (entry_id);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->entry_id != NULL && g_bytes_equal (entry->entry_id, inner))
        return g_object_ref (entry->store);
    }

  return NULL;
}

MapiMsgStore *
mapi_spooler_stores_find_lost (MapiSpoolerStores *self, guint start, guint *index, MapiUid *uid)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = start; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (mapi_object_check_valid (G_OBJECT (entry->store), NULL))
        continue;
      *index = i;
      *uid = entry->uid;
      return g_object_ref (entry->store);
    }

  return NULL;
}

void
mapi_spooler_stores_replace (MapiSpoolerStores *self, guint index, MapiMsgStore *store)
{
  g_autoptr (MapiMsgStore) old = NULL;
  Entry *entry;

  g_mutex_lock (&self->lock);
  entry = g_ptr_array_index (self->entries, index);
  old = entry->store;
  entry->store = g_object_ref (store);
  if (self->by_default == old)
    g_set_object (&self->by_default, store);
  g_mutex_unlock (&self->lock);
}

void
mapi_spooler_stores_set_default (MapiSpoolerStores *self, MapiMsgStore *store)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_set_object (&self->by_default, store);
}

MapiMsgStore *
mapi_spooler_stores_ref_default (MapiSpoolerStores *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->by_default != NULL ? g_object_ref (self->by_default) : NULL;
}
