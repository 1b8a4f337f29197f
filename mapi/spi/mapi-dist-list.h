/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-ab-container.h"

G_BEGIN_DECLS

#define MAPI_TYPE_DIST_LIST (mapi_dist_list_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiDistList, mapi_dist_list, MAPI, DIST_LIST, MapiAbContainer)

struct _MapiDistListInterface
{
  GTypeInterface parent_iface;
};

G_END_DECLS
