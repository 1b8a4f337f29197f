/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-data.h"
#include "mapi-status.h"

G_BEGIN_DECLS

#define MAPI_TYPE_STATUS_DATA (mapi_status_data_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiStatusData, mapi_status_data, MAPI, STATUS_DATA, MapiPropData)

MAPI_AVAILABLE_IN_1_0
MapiStatusData *mapi_status_data_new (MapiPropList *props);

G_END_DECLS
