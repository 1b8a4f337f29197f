/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list-builder.h"

G_BEGIN_DECLS

char *mapi_text_sync_get_significant (const char *text);
char *mapi_text_sync_get_letters (const char *text);
gsize mapi_text_sync_find (const char *text, glong n);

void     mapi_text_sync_describe (MapiPropListBuilder *builder,
                                  const char          *significant,
                                  glong                n_prefix,
                                  glong                n_trailing);
gboolean mapi_text_sync_is_described (MapiPropList *props, const char *significant);
gboolean mapi_text_sync_has_description (MapiPropList *props);

G_END_DECLS
