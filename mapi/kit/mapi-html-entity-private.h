/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gunichar mapi_html_entity_find (const char *name, gsize size);

G_END_DECLS
