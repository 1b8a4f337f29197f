/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-private.h"
#include "mapi-spooler-transport-private.h"

/* Which stores the engine works for: all that there are at its start, and what is opened for mail
 * later on. */

static gboolean
is_store (MapiPropList *row)
{
  return mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_STORE_PROVIDER;
}

static gboolean
is_default_store (MapiPropList *row)
{
  return mapi_prop_list_get_boolean (row, MAPI_PR_DEFAULT_STORE, FALSE) ||
         (mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_FLAGS, 0) & MAPI_STATUS_DEFAULT_STORE);
}

static gboolean
has_default_store (MapiSpooler *self)
{
  g_autoptr (MapiMsgStore) store = mapi_spooler_stores_ref_default (self->stores);

  return store != NULL;
}

static MapiUid *
read_uid (MapiPropList *row, GError **error)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);

  if (bytes != NULL)
    return mapi_uid_new_from_bytes (bytes, error);
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "spooler: a store without PR_PROVIDER_UID");
  return NULL;
}

/* A store without a queue has nothing to send. */
static gboolean
watch_queue (MapiSpooler *self, MapiMsgStore *store, GError **error)
{
  g_autoptr (GError) local = NULL;
  MapiSpoolerWatch *watch = mapi_spooler_watch_new (self, store, &local);

  if (watch != NULL)
    g_ptr_array_add (self->watches, watch);
  else if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

static gboolean
open_store (MapiSpooler *self, MapiPropList *row, GError **error)
{
  g_autoptr (MapiUid) uid = read_uid (row, error);
  g_autoptr (MapiMsgStore) store = NULL;

  if (uid == NULL)
    return FALSE;
  store = mapi_spooler_host_open_store (self->host, uid, NULL, error);
  if (store == NULL)
    return FALSE;

  if (is_default_store (row) || !has_default_store (self))
    mapi_spooler_stores_set_default (self->stores, store);
  return !mapi_spooler_stores_add (self->stores, uid, store) || watch_queue (self, store, error);
}

static gboolean
try_store (MapiSpooler *self, MapiPropList *row, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (open_store (self, row, &local))
    return TRUE;

  mapi_spooler_events_tell (
      self->events, "store", NULL, NULL, "a store is left out: %s", local->message);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
mapi_spooler_open_stores (MapiSpooler *self, MapiRowSet *providers, GError **error)
{
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < mapi_row_set_get_size (providers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (providers, i);

      if (is_store (row))
        try_store (self, row, first == NULL ? &first : NULL);
    }

  if (has_default_store (self) || first == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

static MapiPropList *
find_row (MapiRowSet *rows, const MapiUid *wanted)
{
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiUid) uid = is_store (row) ? read_uid (row, NULL) : NULL;

      if (uid != NULL && mapi_uid_equal (uid, wanted))
        return g_steal_pointer (&row);
    }

  return NULL;
}

static gboolean
is_open (MapiSpooler *self, const MapiUid *uid)
{
  g_autoptr (MapiMsgStore) store = mapi_spooler_stores_find (self->stores, uid);

  return store != NULL;
}

void
mapi_spooler_wake_transports (MapiSpooler *self)
{
  for (guint i = 0; i < self->transports->len; i++)
    mapi_spooler_transport_ask (g_ptr_array_index (self->transports, i), 0);
}

/* In the engine's thread. One that no mail goes through is left alone. */
static gboolean
open_missing (MapiSpooler *self, gpointer data, GError **error)
{
  const MapiUid *uid = data;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (is_open (self, uid) || mapi_spooler_is_stopping (self))
    return TRUE;
  rows = mapi_spooler_host_get_providers (self->host, NULL, error);
  if (rows == NULL)
    return FALSE;

  row = find_row (rows, uid);
  if (row != NULL && !try_store (self, row, error))
    return FALSE;
  mapi_spooler_wake_transports (self);
  return TRUE;
}

typedef struct
{
  MapiSpooler *spooler;
  MapiUid      uid;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_object_unref (request->spooler);
  g_free (request);
}

static gboolean
run_request (gpointer data)
{
  Request *request = data;
  g_autoptr (GError) error = NULL;

  if (!open_missing (request->spooler, &request->uid, &error))
    g_info ("spooler: a store that was opened is left alone: %s", error->message);
  return G_SOURCE_REMOVE;
}

void
mapi_spooler_open_store_later (MapiSpooler *self, const MapiUid *uid)
{
  Request *request;

  if (is_open (self, uid))
    return;

  request = g_new (Request, 1);
  request->spooler = g_object_ref (self);
  request->uid = *uid;
  g_main_context_invoke_full (
      self->context, G_PRIORITY_DEFAULT, run_request, request, free_request);
}

gboolean
mapi_spooler_change_default_store (MapiSpooler *self, const MapiUid *uid, GError **error)
{
  g_autoptr (MapiMsgStore) store = NULL;

  if (!is_open (self, uid) &&
      !mapi_spooler_call_in_engine (self, open_missing, (gpointer) uid, error))
    return FALSE;

  store = mapi_spooler_stores_find (self->stores, uid);
  if (store != NULL)
    mapi_spooler_stores_set_default (self->stores, store);
  return TRUE;
}
