/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-recipient.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_recipients_modify (
    MapiRowSet *current, guint32 flags, MapiRowSet *mods, guint32 *next_row_id, GError **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_recipients_get_display (MapiRowSet *recipients, guint32 recipient_type);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_recipients_get_display_props (MapiRowSet *recipients);

G_END_DECLS
