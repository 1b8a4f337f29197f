/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

/* Properties as text that a person can read and edit, and that comes back without loss. */
char          *mapi_prop_text_write (MapiPropValue *value);
MapiPropValue *mapi_prop_text_read (guint32 tag, const char *text, GError **error);
char          *mapi_prop_text_write_tag (guint32 tag);
guint32        mapi_prop_text_read_tag (const char *name);

G_END_DECLS
