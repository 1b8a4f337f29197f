/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

#define MAPI_TYPE_FLAG_LIST (mapi_flag_list_get_type ())

typedef struct _MapiFlagList MapiFlagList;

MAPI_AVAILABLE_IN_1_0
GType mapi_flag_list_get_type (void);
MAPI_AVAILABLE_IN_1_0
MapiFlagList *mapi_flag_list_new (const guint32 *flags, gsize n_flags);
MAPI_AVAILABLE_IN_1_0
guint mapi_flag_list_get_size (const MapiFlagList *self);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_flag_list_get_flag (const MapiFlagList *self, guint index);
MAPI_AVAILABLE_IN_1_0
MapiFlagList *mapi_flag_list_ref (MapiFlagList *self);
MAPI_AVAILABLE_IN_1_0
void mapi_flag_list_unref (MapiFlagList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiFlagList, mapi_flag_list_unref)

G_END_DECLS
