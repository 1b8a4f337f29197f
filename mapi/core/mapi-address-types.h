/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-uid-array.h"

G_BEGIN_DECLS

#define MAPI_TYPE_ADDRESS_TYPES (mapi_address_types_get_type ())

typedef struct _MapiAddressTypes MapiAddressTypes;

MAPI_AVAILABLE_IN_1_0
GType mapi_address_types_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiAddressTypes *mapi_address_types_new (const char *const *types, MapiUidArray *uids);
MAPI_AVAILABLE_IN_1_0
const char *const *mapi_address_types_get_types (const MapiAddressTypes *self);
MAPI_AVAILABLE_IN_1_0
MapiUidArray *mapi_address_types_get_uids (const MapiAddressTypes *self);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_address_types_handles (const MapiAddressTypes *self, const char *address_type);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_address_types_handles_entry_id (const MapiAddressTypes *self, GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
MapiAddressTypes *mapi_address_types_ref (MapiAddressTypes *self);
MAPI_AVAILABLE_IN_1_0
void mapi_address_types_unref (MapiAddressTypes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiAddressTypes, mapi_address_types_unref)

G_END_DECLS
