/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-copy.h"

G_BEGIN_DECLS

/* What `CopyTo` has besides the object to copy. */
typedef struct
{
  MapiPropTagArray     *exclude;  /* nullable */
  MapiProgress         *progress; /* nullable */
  guint32               flags;
  guint                 depth; /* messages around this one */
  GCancellable         *cancellable;
  MapiPropProblemArray *problems; /* owned; NULL while there are none */
} MapiCopy;

gboolean mapi_copy_listed_props (MapiCopy         *self,
                                 MapiProp         *source,
                                 MapiPropTagArray *tags,
                                 MapiProp         *destination,
                                 GError          **error);
gboolean
mapi_copy_message (MapiCopy *self, MapiMessage *source, MapiMessage *destination, GError **error);
gboolean
mapi_copy_attach (MapiCopy *self, MapiAttach *source, MapiAttach *destination, GError **error);

/* Hands the problems to the caller, who may not want them. */
gboolean mapi_copy_finish (MapiCopy *self, gboolean succeeded, MapiPropProblemArray **problems);

G_END_DECLS
