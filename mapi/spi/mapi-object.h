/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
gboolean mapi_object_check_valid (GObject *object, GError **error);
MAPI_AVAILABLE_IN_1_0
void mapi_object_make_invalid (GObject *object);

G_END_DECLS
