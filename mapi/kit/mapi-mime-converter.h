/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-converter-session.h"

G_BEGIN_DECLS

#define MAPI_TYPE_MIME_CONVERTER (mapi_mime_converter_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiMimeConverter, mapi_mime_converter, MAPI, MIME_CONVERTER, GObject)

MAPI_AVAILABLE_IN_1_0
MapiMimeConverter *mapi_mime_converter_new (void);

G_END_DECLS
