/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-router-private.h"

typedef struct
{
  MapiSpoolerTransport *transport;
  MapiAddressTypes     *types;
} Route;

struct _MapiSpoolerRouter
{
  gatomicrefcount ref_count;
  gboolean        complete;
  gboolean        has_uids;
  gsize           n_routes;
  Route           routes[];
};

MapiSpoolerRouter *
mapi_spooler_router_new (MapiSpoolerTransport **transports,
                         MapiAddressTypes     **types,
                         gsize                  n_transports)
{
  MapiSpoolerRouter *self = g_malloc0 (sizeof *self + n_transports * sizeof (Route));

  g_atomic_ref_count_init (&self->ref_count);
  self->complete = n_transports > 0;
  self->n_routes = n_transports;
  for (gsize i = 0; i < n_transports; i++)
    {
      self->routes[i].transport = transports[i];
      if (types[i] == NULL)
        self->complete = FALSE;
      else
        {
          g_autoptr (MapiUidArray) uids = mapi_address_types_get_uids (types[i]);

          self->routes[i].types = mapi_address_types_ref (types[i]);
          self->has_uids |= mapi_uid_array_get_size (uids) > 0;
        }
    }

  return self;
}

MapiSpoolerRouter *
mapi_spooler_router_ref (MapiSpoolerRouter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_spooler_router_unref (MapiSpoolerRouter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (gsize i = 0; i < self->n_routes; i++)
    g_clear_pointer (&self->routes[i].types, mapi_address_types_unref);
  g_free (self);
}

gboolean
mapi_spooler_router_is_complete (MapiSpoolerRouter *self)
{
  return self->complete;
}

static gboolean
is_open (const Route *route, GPtrArray *declined)
{
  return route->types != NULL &&
         (declined == NULL || !g_ptr_array_find (declined, route->transport, NULL));
}

static MapiSpoolerTransport *
route_by_uid (MapiSpoolerRouter *self, GBytes *entry_id, GPtrArray *declined)
{
  for (gsize i = 0; i < self->n_routes; i++)
    if (is_open (&self->routes[i], declined) &&
        mapi_address_types_handles_entry_id (self->routes[i].types, entry_id))
      return self->routes[i].transport;

  return NULL;
}

static MapiSpoolerTransport *
route_by_type (MapiSpoolerRouter *self, const char *address_type, GPtrArray *declined)
{
  for (gsize i = 0; i < self->n_routes; i++)
    if (is_open (&self->routes[i], declined) &&
        mapi_address_types_handles (self->routes[i].types, address_type))
      return self->routes[i].transport;

  return NULL;
}

/* The identifiers of all transports go before the address types of all (R257, R258). */
MapiSpoolerTransport *
mapi_spooler_router_route (MapiSpoolerRouter *self, MapiPropList *recipient, GPtrArray *declined)
{
  const char           *address_type = mapi_prop_list_get_string (recipient, MAPI_PR_ADDRTYPE);
  MapiSpoolerTransport *transport = NULL;

  if (self->has_uids)
    {
      g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (recipient, MAPI_PR_ENTRYID);

      if (entry_id != NULL)
        transport = route_by_uid (self, entry_id, declined);
    }

  if (transport == NULL && address_type != NULL)
    transport = route_by_type (self, address_type, declined);
  return transport;
}

static gboolean
names_nobody (MapiAddressTypes *types)
{
  const char *const *names = mapi_address_types_get_types (types);
  g_autoptr (MapiUidArray) uids = mapi_address_types_get_uids (types);

  if (names == NULL || mapi_uid_array_get_size (uids) > 0)
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    if (names[i][0] != '\0')
      return FALSE;
  return TRUE;
}

gboolean
mapi_spooler_router_has_no_recipients (MapiSpoolerRouter *self, MapiSpoolerTransport *transport)
{
  for (gsize i = 0; i < self->n_routes; i++)
    if (self->routes[i].transport == transport)
      return self->routes[i].types != NULL && names_nobody (self->routes[i].types);

  return FALSE;
}
