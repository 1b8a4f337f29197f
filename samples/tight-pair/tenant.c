/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tenant.h"

#include "house.h"

struct _Tenant
{
  char *house;
  char *name;

  GMutex      lock;      /* for all below */
  GWeakRef    store;     /* what stands before the spooler's store */
  GWeakRef    transport; /* the MapiTransport */
  GBytes     *store_entry_id;
  GHashTable *finishing; /* set of GBytes: entry identifiers */
};

static Tenant *
tenant_new (const char *house, const char *name)
{
  Tenant *self = g_new0 (Tenant, 1);

  self->house = g_strdup (house);
  self->name = g_strdup (name);
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->store, NULL);
  g_weak_ref_init (&self->transport, NULL);
  self->finishing =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
  return self;
}

static Tenant *
find_or_make (const char *house, const char *name)
{
  static GMutex      lock;
  static GHashTable *tenants; /* path -> Tenant */
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *path = g_build_filename (house, name, NULL);
  Tenant          *self;

  if (tenants == NULL)
    tenants = g_hash_table_new (g_str_hash, g_str_equal);
  self = g_hash_table_lookup (tenants, path);
  if (self == NULL)
    {
      self = tenant_new (house, name);
      g_hash_table_insert (tenants, g_steal_pointer (&path), self);
    }
  return self;
}

Tenant *
tenant_get (MapiPropList *settings, GError **error)
{
  const char *house = mapi_prop_list_get_string (settings, TAG_HOUSE);
  const char *name = mapi_prop_list_get_string (settings, TAG_NAME);

  if (house != NULL && name != NULL)
    return find_or_make (house, name);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNCONFIGURED,
               "tight-pair: the setting %s is missing",
               house == NULL ? "house" : "name");
  return NULL;
}

const char *
tenant_get_house (Tenant *self)
{
  return self->house;
}

const char *
tenant_get_name (Tenant *self)
{
  return self->name;
}

/* The transport's row of the status table says which store it belongs to: the spooler brings what
 * comes through the transport into that store. */
static gboolean
publish (Tenant *self, GError **error)
{
  g_autoptr (MapiTransport) transport = g_weak_ref_get (&self->transport);
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (MapiPropList) row = NULL;

  g_mutex_lock (&self->lock);
  if (self->store_entry_id != NULL)
    value = mapi_prop_value_new_binary (MAPI_PR_OWN_STORE_ENTRYID, self->store_entry_id);
  g_mutex_unlock (&self->lock);
  if (transport == NULL || value == NULL)
    return TRUE;

  row = mapi_prop_list_new_from_value (value);
  return mapi_support_modify_status_row (
      mapi_transport_get_support (transport), row, MAPI_STATUSROW_UPDATE, NULL, error);
}

static GBytes *
read_entry_id (MapiMsgStore *store, GError **error)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, NULL, NULL, error);

  return props != NULL ? mapi_prop_list_get_bytes (props, tag) : NULL;
}

gboolean
tenant_join_store (Tenant *self, MapiMsgStore *store, GObject *wrapper, GError **error)
{
  GBytes *entry_id = read_entry_id (store, error);

  if (entry_id == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->store_entry_id, g_bytes_unref);
  self->store_entry_id = entry_id;
  g_mutex_unlock (&self->lock);
  g_weak_ref_set (&self->store, wrapper);
  return publish (self, error);
}

gboolean
tenant_join_transport (Tenant *self, MapiTransport *transport, GError **error)
{
  g_weak_ref_set (&self->transport, transport);
  return publish (self, error);
}

GObject *
tenant_ref_store (Tenant *self)
{
  return g_weak_ref_get (&self->store);
}

void
tenant_begin_finish (Tenant *self, GBytes *entry_id)
{
  g_mutex_lock (&self->lock);
  g_hash_table_add (self->finishing, g_bytes_ref (entry_id));
  g_mutex_unlock (&self->lock);
}

gboolean
tenant_is_finishing (Tenant *self, GBytes *entry_id)
{
  gboolean is_finishing;

  g_mutex_lock (&self->lock);
  is_finishing = g_hash_table_contains (self->finishing, entry_id);
  g_mutex_unlock (&self->lock);
  return is_finishing;
}

void
tenant_end_finish (Tenant *self, GBytes *entry_id)
{
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->finishing, entry_id);
  g_mutex_unlock (&self->lock);
}
