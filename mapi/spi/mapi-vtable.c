/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-vtable-private.h"

MapiVtable mapi_vtable_places[MAPI_VTABLE_N_PLACES];

static void
keep (gpointer klass, GType type, gpointer slots)
{
  MapiVtable *place = mapi_vtable_get_place (klass, type);

  if (!g_atomic_pointer_compare_and_exchange (&place->type, (GType) 0, type))
    return;
  place->slots = slots;
  g_atomic_pointer_set (&place->klass, klass);
}

/* Where the module of a type can be unloaded, its class and the slots may go away with it. */
gpointer
mapi_vtable_look_up (gpointer klass, GType type)
{
  gpointer slots = g_type_interface_peek (klass, type);

  if (slots != NULL && g_type_get_plugin (G_TYPE_FROM_CLASS (klass)) == NULL)
    keep (klass, type, slots);
  return slots;
}
