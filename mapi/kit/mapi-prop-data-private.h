/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-memory-stream-private.h"
#include "mapi-name-map-private.h"
#include "mapi-prop-access-private.h"
#include "mapi-prop-bag-private.h"
#include "mapi-prop-data.h"

G_BEGIN_DECLS

typedef struct
{
  GMutex         lock;
  MapiPropBag    props;
  MapiPropAccess of_props;
  MapiNameMap   *names;
  guint32        access; /* of the object */
} MapiPropDataPrivate;

MapiPropDataPrivate *mapi_prop_data_lock (MapiPropData *self);
void                 mapi_prop_data_unlock (MapiPropDataPrivate *data);

/* With the lock. */
void mapi_prop_data_set_state (MapiPropDataPrivate *data, guint32 state);
void mapi_prop_data_change (MapiPropDataPrivate *data, MapiPropList *changes);

/* For the types derived from it, which own it. What they compute does not depend on access, and a
 * client cannot change it by setting something else. */
void mapi_prop_data_compute (MapiPropData *self, MapiPropList *changes);
void mapi_prop_data_mark_dirty (MapiPropData *self);

/* Those of @tags that are there, without streams; quick even where others are large. */
MapiPropList *mapi_prop_data_pick (MapiPropData *self, const guint32 *tags, gsize n_tags);

/* A stream of its own for whoever opens the property; NULL when there is none. */
MapiMemoryStream *mapi_prop_data_open_value (MapiPropData *self, guint32 tag);
void mapi_prop_data_set_stream (MapiPropData *self, guint32 tag, MapiMemoryStream *stream);

/* What the values take, in bytes. */
guint64 mapi_prop_data_measure (MapiPropData *self);

/* Takes over all that @from holds; large values are shared until one of the two changes. */
void mapi_prop_data_assign (MapiPropData *self, MapiPropData *from);

/* Whether the object is for writing, and whether one of its properties is. */
gboolean mapi_prop_data_check_writable (MapiPropData *self, GError **error);
gboolean mapi_prop_data_check_prop_writable (MapiPropData *self, guint32 tag, GError **error);

GObject *mapi_prop_data_open_property (MapiProp     *prop,
                                       guint32       tag,
                                       const char   *interface_name,
                                       guint32       interface_options,
                                       guint32       flags,
                                       GCancellable *cancellable,
                                       GError      **error);

MapiNameMap *mapi_prop_data_get_names (MapiPropData *self);
void         mapi_prop_data_set_names (MapiPropData *self, MapiNameMap *names);

G_END_DECLS
