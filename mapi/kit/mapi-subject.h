/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
char *mapi_subject_get_prefix (const char *subject);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_subject_get_props (const char *subject, const char *prefix);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_subject_get_changes (MapiPropList *current, MapiPropList *changes);

G_END_DECLS
