/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-support.h"
#include "mapi-uid.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SUPPORT_FILTER (mapi_support_filter_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiSupportFilter, mapi_support_filter, MAPI, SUPPORT_FILTER, GObject)

struct _MapiSupportFilterInterface
{
  GTypeInterface parent_iface;

  MapiSupport *(*filter_support) (MapiSupportFilter *self,
                                  MapiSupport       *support,
                                  const MapiUid     *provider_uid);
};

MAPI_AVAILABLE_IN_1_0
MapiSupport *mapi_support_filter_filter_support (MapiSupportFilter *self,
                                                 MapiSupport       *support,
                                                 const MapiUid     *provider_uid);

G_END_DECLS
