/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"

G_BEGIN_DECLS

MAPI_AVAILABLE_IN_1_0
MapiProp *mapi_prop_offer (MapiProp *object, const char *interface_name, GError **error);

G_END_DECLS
