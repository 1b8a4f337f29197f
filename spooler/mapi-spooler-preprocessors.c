/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-preprocessors-private.h"
#include "mapi-spooler-transport-private.h"

struct _MapiSpoolerPreprocessors
{
  GMutex     lock;
  GPtrArray *entries;
};

static void
clear_entry (gpointer data)
{
  MapiSpoolerPreprocessorEntry *entry = data;

  mapi_spooler_transport_unref (entry->transport);
  g_clear_pointer (&entry->uid, mapi_uid_free);
  g_free (entry->address_type);
  g_clear_object (&entry->preprocessor);
}

static void
unref_entry (gpointer entry)
{
  g_atomic_rc_box_release_full (entry, clear_entry);
}

MapiSpoolerPreprocessors *
mapi_spooler_preprocessors_new (void)
{
  MapiSpoolerPreprocessors *self = g_new0 (MapiSpoolerPreprocessors, 1);

  g_mutex_init (&self->lock);
  self->entries = g_ptr_array_new_with_free_func (unref_entry);
  return self;
}

void
mapi_spooler_preprocessors_free (MapiSpoolerPreprocessors *self)
{
  g_ptr_array_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* @preprocessor: or NULL. */
static MapiSpoolerPreprocessorEntry *
entry_new (MapiSpoolerTransport *transport,
           const MapiUid        *uid,
           const char           *address_type,
           MapiPreprocessor     *preprocessor)
{
  MapiSpoolerPreprocessorEntry *entry = g_atomic_rc_box_new0 (MapiSpoolerPreprocessorEntry);

  entry->transport = mapi_spooler_transport_ref (transport);
  entry->uid = uid != NULL ? mapi_uid_copy (uid) : NULL;
  entry->address_type = g_strdup (address_type);
  g_set_object (&entry->preprocessor, preprocessor);
  return entry;
}

void
mapi_spooler_preprocessors_add (MapiSpoolerPreprocessors *self,
                                MapiSpoolerTransport     *transport,
                                const MapiUid            *uid,
                                const char               *address_type,
                                MapiPreprocessor         *preprocessor)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->entries, entry_new (transport, uid, address_type, preprocessor));
}

/* What goes is let go of without the lock: it is the provider's code that ends then. */
void
mapi_spooler_preprocessors_retire (MapiSpoolerPreprocessors *self, MapiSpoolerTransport *transport)
{
  g_autoptr (GPtrArray) retired = g_ptr_array_new_with_free_func (unref_entry);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->entries->len; i++)
    {
      MapiSpoolerPreprocessorEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->transport != transport || entry->preprocessor == NULL)
        continue;
      self->entries->pdata[i] = entry_new (transport, entry->uid, entry->address_type, NULL);
      g_ptr_array_add (retired, entry);
    }
  g_mutex_unlock (&self->lock);
}

void
mapi_spooler_preprocessors_drop_retired (MapiSpoolerPreprocessors *self,
                                         MapiSpoolerTransport     *transport)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = self->entries->len; i > 0; i--)
    {
      MapiSpoolerPreprocessorEntry *entry = g_ptr_array_index (self->entries, i - 1);

      if (entry->transport == transport && entry->preprocessor == NULL)
        g_ptr_array_remove_index (self->entries, i - 1);
    }
}

gboolean
mapi_spooler_preprocessors_have (MapiSpoolerPreprocessors *self, GPtrArray *entries)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < entries->len; i++)
    if (!g_ptr_array_find (self->entries, g_ptr_array_index (entries, i), NULL))
      return FALSE;
  return TRUE;
}

gboolean
mapi_spooler_preprocessors_is_empty (MapiSpoolerPreprocessors *self)
{
  gboolean empty;

  g_mutex_lock (&self->lock);
  empty = self->entries->len == 0;
  g_mutex_unlock (&self->lock);

  return empty;
}

static gboolean
matches_recipient (const MapiSpoolerPreprocessorEntry *entry, MapiPropList *recipient)
{
  const char *type = mapi_prop_list_get_string (recipient, MAPI_PR_ADDRTYPE);
  g_autoptr (GBytes) entry_id = NULL;

  if (entry->uid == NULL && entry->address_type == NULL)
    return TRUE;
  if (entry->address_type != NULL && type != NULL &&
      g_ascii_strcasecmp (type, entry->address_type) == 0)
    return TRUE;
  if (entry->uid == NULL)
    return FALSE;

  entry_id = mapi_prop_list_get_bytes (recipient, MAPI_PR_ENTRYID);
  return entry_id != NULL && mapi_entry_id_has_uid (entry_id, entry->uid);
}

typedef struct
{
  MapiSpoolerRouter *router;
  MapiRowSet        *recipients;
  GPtrArray         *declined;
  gboolean           open_only;
} Query;

/* A transport preprocesses what it will handle (R467). One that is there for nothing but its
 * preprocessors has them called for what the others handle (R264). */
static gboolean
is_concerned (MapiSpoolerTransport *transport, MapiPropList *recipient, const Query *query)
{
  return mapi_spooler_router_route (query->router, recipient, query->declined) == transport ||
         mapi_spooler_router_has_no_recipients (query->router, transport);
}

static gboolean
matches (const MapiSpoolerPreprocessorEntry *entry, const Query *query)
{
  for (guint i = 0; i < mapi_row_set_get_size (query->recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (query->recipients, i);

      if (query->open_only && mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE))
        continue;
      if (matches_recipient (entry, row) && is_concerned (entry->transport, row, query))
        return TRUE;
    }

  return FALSE;
}

GPtrArray *
mapi_spooler_preprocessors_match (MapiSpoolerPreprocessors *self,
                                  MapiSpoolerRouter        *router,
                                  MapiRowSet               *recipients,
                                  GPtrArray                *declined,
                                  gboolean                  open_only)
{
  const Query query = { router, recipients, declined, open_only };
  GPtrArray  *found = g_ptr_array_new_with_free_func (unref_entry);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->entries->len; i++)
    {
      MapiSpoolerPreprocessorEntry *entry = g_ptr_array_index (self->entries, i);

      if (matches (entry, &query))
        g_ptr_array_add (found, g_atomic_rc_box_acquire (entry));
    }
  g_mutex_unlock (&self->lock);

  return found;
}
