/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-vector-private.h"

#include <string.h>

G_STATIC_ASSERT (sizeof (MapiVector) == 8);

static guint8 *
item_at (const MapiVectorClass *klass, const MapiVector *self, gsize index)
{
  return (guint8 *) (self + 1) + index * klass->item_size;
}

static void
acquire_all (const MapiVectorClass *klass, MapiVector *self)
{
  if (klass->acquire == NULL)
    return;
  for (guint i = 0; i < self->n; i++)
    klass->acquire (item_at (klass, self, i));
}

static MapiVector *
allocate (const MapiVectorClass *klass, gsize n)
{
  MapiVector *self;

  g_assert (n <= G_MAXUINT && n <= (G_MAXSIZE - sizeof *self) / klass->item_size);

  self = g_malloc (sizeof *self + n * klass->item_size);
  g_atomic_ref_count_init (&self->ref_count);
  self->n = n;
  return self;
}

MapiVector *
mapi_vector_new (const MapiVectorClass *klass, gconstpointer items, gsize n)
{
  MapiVector *self = allocate (klass, n);

  if (n > 0)
    memcpy (item_at (klass, self, 0), items, n * klass->item_size);
  acquire_all (klass, self);
  return self;
}

MapiVector *
mapi_vector_append (const MapiVectorClass *klass, const MapiVector *self, gconstpointer item)
{
  MapiVector *longer = allocate (klass, (gsize) self->n + 1);

  memcpy (item_at (klass, longer, 0), item_at (klass, self, 0), self->n * klass->item_size);
  memcpy (item_at (klass, longer, self->n), item, klass->item_size);
  acquire_all (klass, longer);
  return longer;
}

/* Returns NULL behind the end. */
gconstpointer
mapi_vector_get (const MapiVectorClass *klass, const MapiVector *self, guint index)
{
  return index < self->n ? item_at (klass, self, index) : NULL;
}

MapiVector *
mapi_vector_ref (MapiVector *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_vector_unref (const MapiVectorClass *klass, MapiVector *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (klass->release != NULL)
    for (guint i = 0; i < self->n; i++)
      klass->release (item_at (klass, self, i));
  g_free (self);
}
