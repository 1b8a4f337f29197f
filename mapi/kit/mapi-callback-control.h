/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-control.h"

G_BEGIN_DECLS

#define MAPI_TYPE_CALLBACK_CONTROL (mapi_callback_control_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiCallbackControl, mapi_callback_control, MAPI, CALLBACK_CONTROL, GObject)

MAPI_AVAILABLE_IN_1_0
MapiCallbackControl *mapi_callback_control_new (void);
MAPI_AVAILABLE_IN_1_0
void mapi_callback_control_set_enabled (MapiCallbackControl *self, gboolean enabled);

G_END_DECLS
