/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-row-set.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_submission_get_changes (MapiPropList *props, gint64 unix_usec);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_submission_get_recipients (MapiRowSet *recipients);

G_END_DECLS
