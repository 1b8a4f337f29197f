/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_ENTRY_LIST (mapi_entry_list_get_type ())

typedef struct _MapiEntryList MapiEntryList;

MAPI_AVAILABLE_IN_1_0
GType mapi_entry_list_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiEntryList *mapi_entry_list_new (GBytes **entry_ids, gsize n_entry_ids);
MAPI_AVAILABLE_IN_1_0
MapiEntryList *mapi_entry_list_append (MapiEntryList *self, GBytes *entry_id);
MAPI_AVAILABLE_IN_1_0
guint mapi_entry_list_get_size (const MapiEntryList *self);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_entry_list_get_entry_id (const MapiEntryList *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiEntryList *mapi_entry_list_ref (MapiEntryList *self);
MAPI_AVAILABLE_IN_1_0
void mapi_entry_list_unref (MapiEntryList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiEntryList, mapi_entry_list_unref)

G_END_DECLS
