/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-wrapper.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TRACER (mapi_tracer_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiTracer, mapi_tracer, MAPI, TRACER, MapiWrapper)

MAPI_AVAILABLE_IN_1_0
MapiTracer *mapi_tracer_new (const char *service, const char *how, GError **error);

G_END_DECLS
