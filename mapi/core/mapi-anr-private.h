/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

gboolean mapi_anr_matches (const MapiPropList *row, const char *name);

G_END_DECLS
