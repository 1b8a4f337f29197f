/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-row-set.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_vcard_read (GBytes *bytes, GError **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_vcard_write (MapiRowSet *contacts);

G_END_DECLS
