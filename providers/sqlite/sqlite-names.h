/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* The named properties of a store: slots of MapiProp. */
MapiNameIdArray  *sqlite_get_names_from_ids (MapiProp          *prop,
                                             MapiPropTagArray  *tags,
                                             const MapiUid     *property_set,
                                             guint32            flags,
                                             MapiPropTagArray **named,
                                             GCancellable      *cancellable,
                                             guint32           *warning,
                                             GError           **error);
MapiPropTagArray *sqlite_get_ids_from_names (MapiProp        *prop,
                                             MapiNameIdArray *names,
                                             guint32          flags,
                                             GCancellable    *cancellable,
                                             guint32         *warning,
                                             GError         **error);

G_END_DECLS
