/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-memory-stream.h"
#include "mapi-prop-list.h"

G_BEGIN_DECLS

/* The properties of an object in memory. What clients set, which may be large, is kept apart from
 * what the owner of the object computes, which changes more often. Not locked. */
typedef struct
{
  MapiPropList *given;
  MapiPropList *computed; /* takes the place of what is given under the same identifier */
  GHashTable   *streams;  /* tag -> MapiMemoryStream, never written to; NULL without any */
  MapiPropList *all;      /* given and computed; NULL until somebody wants it */
} MapiPropBag;

void mapi_prop_bag_init (MapiPropBag *self);
void mapi_prop_bag_clear (MapiPropBag *self);

/* @tags are those of @changes. */
void
mapi_prop_bag_set (MapiPropBag *self, MapiPropList *changes, const MapiPropTagArray *tags);
void mapi_prop_bag_set_stream (MapiPropBag *self, guint32 tag, MapiMemoryStream *stream);
void mapi_prop_bag_compute (MapiPropBag *self, MapiPropList *changes);
void mapi_prop_bag_replace (MapiPropBag *self, MapiPropList *props);
void mapi_prop_bag_remove (MapiPropBag *self, const MapiPropTagArray *tags);

/* Takes over all that @from holds. */
void mapi_prop_bag_assign (MapiPropBag *self, const MapiPropBag *from);

/* The properties without streams, or with errors in the place of streams. */
MapiPropList *mapi_prop_bag_get_list (MapiPropBag *self);
MapiPropList *mapi_prop_bag_get_readable (MapiPropBag *self);

/* Those of @tags that are there, without streams; quick even where others are large. */
MapiPropList     *mapi_prop_bag_pick (const MapiPropBag *self, const guint32 *tags, gsize n_tags);
MapiPropTagArray *mapi_prop_bag_get_tags (MapiPropBag *self);

/* A stream of its own for whoever opens the property; NULL when there is none. */
MapiMemoryStream *mapi_prop_bag_open (MapiPropBag *self, guint32 tag);

/* What the values take, in bytes. */
guint64 mapi_prop_bag_measure (const MapiPropBag *self);

G_END_DECLS
