/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"

G_BEGIN_DECLS

#define MAPI_TYPE_PROF_SECT (mapi_prof_sect_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiProfSect, mapi_prof_sect, MAPI, PROF_SECT, MapiProp)

struct _MapiProfSectInterface
{
  GTypeInterface parent_iface;
};

G_END_DECLS
