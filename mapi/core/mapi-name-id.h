/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-uid.h"

G_BEGIN_DECLS

#define MAPI_TYPE_NAME_ID (mapi_name_id_get_type ())

typedef struct _MapiNameId MapiNameId;

MAPI_AVAILABLE_IN_1_0
GType mapi_name_id_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiNameId *mapi_name_id_new_from_id (const MapiUid *property_set, guint32 id);
MAPI_AVAILABLE_IN_1_0
MapiNameId *mapi_name_id_new_from_string (const MapiUid *property_set, const char *name);
MAPI_AVAILABLE_IN_1_0
const MapiUid *mapi_name_id_get_property_set (const MapiNameId *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_name_id_get_kind (const MapiNameId *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_name_id_get_id (const MapiNameId *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_name_id_get_name (const MapiNameId *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_name_id_equal (const MapiNameId *self, const MapiNameId *other);
MAPI_AVAILABLE_IN_1_0
guint mapi_name_id_hash (const MapiNameId *self);
MAPI_AVAILABLE_IN_1_0
char *mapi_name_id_to_string (const MapiNameId *self);
MAPI_AVAILABLE_IN_1_0
MapiNameId *mapi_name_id_ref (MapiNameId *self);
MAPI_AVAILABLE_IN_1_0
void mapi_name_id_unref (MapiNameId *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiNameId, mapi_name_id_unref)

G_END_DECLS
