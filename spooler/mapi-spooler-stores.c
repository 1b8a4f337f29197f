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
  GPtrArray *entries;
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
  MapiSpoolerStores *self = g_new (MapiSpoolerStores, 1);

  self->entries = g_ptr_array_new_with_free_func (free_entry);
  return self;
}

void
mapi_spooler_stores_free (MapiSpoolerStores *self)
{
  g_ptr_array_unref (self->entries);
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

gboolean
mapi_spooler_stores_add (MapiSpoolerStores *self, const MapiUid *uid, MapiMsgStore *store)
{
  Entry   *entry = g_new (Entry, 1);
  gboolean is_new = TRUE;

  for (guint i = 0; i < self->entries->len; i++)
    is_new &= mapi_spooler_stores_get (self, i) != store;

  entry->uid = *uid;
  entry->store = g_object_ref (store);
  entry->entry_id = read_entry_id (store);
  g_ptr_array_add (self->entries, entry);
  return is_new;
}

guint
mapi_spooler_stores_get_size (MapiSpoolerStores *self)
{
  return self->entries->len;
}

MapiMsgStore *
mapi_spooler_stores_get (MapiSpoolerStores *self, guint index)
{
  return ((Entry *) g_ptr_array_index (self->entries, index))->store;
}

MapiMsgStore *
mapi_spooler_stores_find (MapiSpoolerStores *self, const MapiUid *uid)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (mapi_uid_equal (&entry->uid, uid))
        return entry->store;
    }

  return NULL;
}

MapiMsgStore *
mapi_spooler_stores_find_by_entry_id (MapiSpoolerStores *self, GBytes *entry_id)
{
  g_autoptr (GBytes) inner = unwrap (entry_id);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->entry_id != NULL && g_bytes_equal (entry->entry_id, inner))
        return entry->store;
    }

  return NULL;
}
