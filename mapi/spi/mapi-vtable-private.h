/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Of a function that hardly ever runs: what leads to it stands out of the way of all else. */
#define MAPI_COLD __attribute__ ((cold))

/*
 * The slots that a class has for an interface. GObject goes through the lists of both at each call;
 * what it has found stands here for the next one, who needs no lock: a place is taken once, its
 * class is written last, and it never changes. Whoever finds his place taken asks GObject each
 * time.
 */
typedef struct __attribute__ ((aligned (32)))
{
  gpointer klass;
  GType    type;
  gpointer slots;
} MapiVtable;

#define MAPI_VTABLE_N_PLACES 512

extern MapiVtable mapi_vtable_places[MAPI_VTABLE_N_PLACES];

gpointer mapi_vtable_look_up (gpointer klass, GType type) MAPI_COLD;

/* Both are addresses of blocks, whose lowest bits are all alike. */
static inline MapiVtable *
mapi_vtable_get_place (gpointer klass, GType type)
{
  return &mapi_vtable_places[(((gsize) klass + 2 * type) / sizeof (MapiVtable)) %
                             MAPI_VTABLE_N_PLACES];
}

/* The slots of an object's class for an interface; NULL when it has none. */
static inline gpointer
mapi_vtable_find (gpointer object, GType type)
{
  gpointer    klass = ((GTypeInstance *) object)->g_class;
  MapiVtable *place = mapi_vtable_get_place (klass, type);

  if (G_UNLIKELY (g_atomic_pointer_get (&place->klass) != klass) ||
      G_UNLIKELY ((GType) g_atomic_pointer_get (&place->type) != type))
    return mapi_vtable_look_up (klass, type);
  return place->slots;
}

G_END_DECLS
