/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-error-codes.h"

G_BEGIN_DECLS

#define MAPI_ERROR (mapi_error_quark ())

MAPI_AVAILABLE_IN_1_0
GQuark mapi_error_quark (void);
MAPI_AVAILABLE_IN_1_0
const char *mapi_error_get_name (gint32 code);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_error_from_name (const char *name, gint32 *code);
MAPI_AVAILABLE_IN_1_0
MapiError mapi_error_from_gerror (const GError *error);
MAPI_AVAILABLE_IN_1_0
GError *mapi_error_new (gint32 code, const char *message);

G_END_DECLS
