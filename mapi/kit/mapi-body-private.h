/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-body.h"
#include "mapi-prop.h"

G_BEGIN_DECLS

/* NULL when there is none, or none that can be read. */
char   *mapi_body_get_text (MapiPropList *props);
char   *mapi_body_get_html (MapiPropList *props);
GBytes *mapi_body_get_rtf (MapiPropList *props);

/* Which forms of the text a message keeps; what it gives besides is made of those. */
typedef struct
{
  gboolean text;
  gboolean html;
  gboolean rtf;
} MapiBodyForms;

MapiBodyForms mapi_body_list_kept (MapiProp *message, GCancellable *cancellable);

G_END_DECLS
