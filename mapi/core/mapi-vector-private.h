/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* An immutable, atomically ref-counted array: what the public containers are made of.  Items stand
 * side by side behind the header; a class whose items own something gives the two functions. */
typedef struct
{
  gatomicrefcount ref_count;
  guint           n;
} MapiVector;

typedef struct
{
  gsize item_size;
  void (*acquire) (gpointer item);
  void (*release) (gpointer item);
} MapiVectorClass;

MapiVector *mapi_vector_new (const MapiVectorClass *klass, gconstpointer items, gsize n);
MapiVector *
mapi_vector_append (const MapiVectorClass *klass, const MapiVector *self, gconstpointer item);
gconstpointer mapi_vector_get (const MapiVectorClass *klass, const MapiVector *self, guint index);
MapiVector   *mapi_vector_ref (MapiVector *self);
void          mapi_vector_unref (const MapiVectorClass *klass, MapiVector *self);

static inline gconstpointer
mapi_vector_items (const MapiVector *self)
{
  return self + 1;
}

G_END_DECLS
