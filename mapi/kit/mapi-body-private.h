/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-body.h"

G_BEGIN_DECLS

/* NULL when there is none, or none that can be read. */
char   *mapi_body_get_text (MapiPropList *props);
char   *mapi_body_get_html (MapiPropList *props);
GBytes *mapi_body_get_rtf (MapiPropList *props);

G_END_DECLS
