/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-name-id-array.h"
#include "mapi-prop-tag-array.h"

G_BEGIN_DECLS

/* The names of named properties, for the objects of one message: identifiers from 0x8000 on, as
 * they are asked for. Locked. */
typedef struct _MapiNameMap MapiNameMap;

MapiNameMap *mapi_name_map_new (void);
MapiNameMap *mapi_name_map_ref (MapiNameMap *self);
void         mapi_name_map_unref (MapiNameMap *self);

MapiPropTagArray *
mapi_name_map_get_ids (MapiNameMap *self, MapiNameIdArray *names, guint32 flags, guint32 *warning);
MapiNameIdArray *mapi_name_map_get_names (MapiNameMap       *self,
                                          MapiPropTagArray  *tags,
                                          const MapiUid     *property_set,
                                          guint32            flags,
                                          MapiPropTagArray **named,
                                          guint32           *warning);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiNameMap, mapi_name_map_unref)

G_END_DECLS
