/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-html.h"

G_BEGIN_DECLS

void mapi_html_append_text (GString *html, const char *text, gsize size);

G_END_DECLS
