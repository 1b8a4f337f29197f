/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-home-private.h"

struct _MapiSpoolerHome
{
  gatomicrefcount ref_count;
  gint            n_owed;
  GMutex          lock;
  MapiMsgStore   *store;
};

MapiSpoolerHome *
mapi_spooler_home_new (MapiMsgStore *store)
{
  MapiSpoolerHome *self = g_new0 (MapiSpoolerHome, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->store = g_object_ref (store);
  return self;
}

MapiSpoolerHome *
mapi_spooler_home_ref (MapiSpoolerHome *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_spooler_home_unref (MapiSpoolerHome *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->store);
  g_mutex_clear (&self->lock);
  g_free (self);
}

MapiMsgStore *
mapi_spooler_home_ref_store (MapiSpoolerHome *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_object_ref (self->store);
}

/* The old one may end with its last reference, which calls out. */
void
mapi_spooler_home_set_store (MapiSpoolerHome *self, MapiMsgStore *store)
{
  g_autoptr (MapiMsgStore) old = NULL;

  g_mutex_lock (&self->lock);
  old = self->store;
  self->store = g_object_ref (store);
  g_mutex_unlock (&self->lock);
}

gboolean
mapi_spooler_home_is (MapiSpoolerHome *self, MapiMsgStore *store)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->store == store;
}

gboolean
mapi_spooler_home_is_lost (MapiSpoolerHome *self)
{
  g_autoptr (MapiMsgStore) store = mapi_spooler_home_ref_store (self);

  return !mapi_object_check_valid (G_OBJECT (store), NULL);
}

void
mapi_spooler_home_owe (MapiSpoolerHome *self, gint change)
{
  g_atomic_int_add (&self->n_owed, change);
}

gboolean
mapi_spooler_home_owes (MapiSpoolerHome *self)
{
  return g_atomic_int_get (&self->n_owed) > 0;
}
