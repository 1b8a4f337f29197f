/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-attach.h"
#include "mapi-prop-data.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MEMORY_ATTACH (mapi_memory_attach_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiMemoryAttach, mapi_memory_attach, MAPI, MEMORY_ATTACH, MapiPropData)

G_END_DECLS
