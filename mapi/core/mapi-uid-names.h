/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-uid.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiUid *mapi_uid_from_name (const char *name, GError **error);
MAPI_AVAILABLE_IN_1_0
const char *mapi_uid_get_name (const MapiUid *self);

G_END_DECLS
