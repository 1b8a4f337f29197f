/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-uid.h"

G_BEGIN_DECLS

#define MAPI_TYPE_UID_ARRAY (mapi_uid_array_get_type ())

typedef struct _MapiUidArray MapiUidArray;

MAPI_AVAILABLE_IN_1_0
GType mapi_uid_array_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiUidArray *mapi_uid_array_new (void);
MAPI_AVAILABLE_IN_1_0
MapiUidArray *mapi_uid_array_ref (MapiUidArray *self);
MAPI_AVAILABLE_IN_1_0
void mapi_uid_array_unref (MapiUidArray *self);
MAPI_AVAILABLE_IN_1_0
MapiUidArray *mapi_uid_array_append (MapiUidArray *self, const MapiUid *uid);
MAPI_AVAILABLE_IN_1_0
guint mapi_uid_array_get_size (const MapiUidArray *self);
MAPI_AVAILABLE_IN_1_0
const MapiUid *mapi_uid_array_get_uid (const MapiUidArray *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiUidArray, mapi_uid_array_unref)

G_END_DECLS
