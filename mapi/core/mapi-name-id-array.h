/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-name-id.h"

G_BEGIN_DECLS

#define MAPI_TYPE_NAME_ID_ARRAY (mapi_name_id_array_get_type ())

typedef struct _MapiNameIdArray MapiNameIdArray;

MAPI_AVAILABLE_IN_1_0
GType mapi_name_id_array_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiNameIdArray *mapi_name_id_array_new (void);
MAPI_AVAILABLE_IN_1_0
MapiNameIdArray *mapi_name_id_array_append (MapiNameIdArray *self, MapiNameId *name);
MAPI_AVAILABLE_IN_1_0
guint mapi_name_id_array_get_size (const MapiNameIdArray *self);
MAPI_AVAILABLE_IN_1_0
MapiNameId *mapi_name_id_array_get_name (const MapiNameIdArray *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiNameIdArray *mapi_name_id_array_ref (MapiNameIdArray *self);
MAPI_AVAILABLE_IN_1_0
void mapi_name_id_array_unref (MapiNameIdArray *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiNameIdArray, mapi_name_id_array_unref)

G_END_DECLS
