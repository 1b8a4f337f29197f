/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-advise-sink.h"

G_BEGIN_DECLS

#define MAPI_TYPE_CALLBACK_SINK (mapi_callback_sink_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiCallbackSink, mapi_callback_sink, MAPI, CALLBACK_SINK, GObject)

MAPI_AVAILABLE_IN_1_0
MapiCallbackSink *mapi_callback_sink_new (void);

G_END_DECLS
