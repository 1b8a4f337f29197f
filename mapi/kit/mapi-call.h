/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-row-set.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define MAPI_TYPE_CALL (mapi_call_get_type ())

typedef struct _MapiCall MapiCall;

MAPI_AVAILABLE_IN_1_0
GType mapi_call_get_type (void) G_GNUC_CONST;
MAPI_AVAILABLE_IN_1_0
MapiCall *mapi_call_ref (MapiCall *self);
MAPI_AVAILABLE_IN_1_0
void mapi_call_unref (MapiCall *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_call_get_interface_name (MapiCall *self);
MAPI_AVAILABLE_IN_1_0
const char *mapi_call_get_method (MapiCall *self);
MAPI_AVAILABLE_IN_1_0
GObject *mapi_call_get_object (MapiCall *self);
MAPI_AVAILABLE_IN_1_0
GObject *mapi_call_get_argument (MapiCall *self, const char *name);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_call_get_bytes (MapiCall *self, const char *name);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_call_get_props (MapiCall *self, const char *name);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_call_get_rows (MapiCall *self, const char *name);
MAPI_AVAILABLE_IN_1_0
guint32 mapi_call_get_flags (MapiCall *self);
MAPI_AVAILABLE_IN_1_0
void mapi_call_set_flags (MapiCall *self, guint32 flags);
MAPI_AVAILABLE_IN_1_0
const GError *mapi_call_get_error (MapiCall *self);
MAPI_AVAILABLE_IN_1_0
void mapi_call_skip (MapiCall *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiCall, mapi_call_unref)

G_END_DECLS
