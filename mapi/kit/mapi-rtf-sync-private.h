/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-rtf-sync.h"

G_BEGIN_DECLS

MapiPropList *mapi_rtf_sync_props (MapiPropList *props, guint32 flags, GError **error);

MapiPropList *mapi_rtf_sync_compare (MapiPropList *props, MapiPropList *wanted);

G_END_DECLS
