/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop.h"

G_BEGIN_DECLS

#define MAPI_TYPE_ATTACH (mapi_attach_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiAttach, mapi_attach, MAPI, ATTACH, MapiProp)

struct _MapiAttachInterface
{
  GTypeInterface parent_iface;
};

G_END_DECLS
