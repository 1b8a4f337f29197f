/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "pab-logon.h"

G_BEGIN_DECLS

/* The container of a book, or the root above it. */
#define PAB_TYPE_CONTAINER (pab_container_get_type ())
G_DECLARE_FINAL_TYPE (PabContainer, pab_container, PAB, CONTAINER, MapiPropData)

PabContainer *pab_container_new (PabLogon *logon, gboolean is_root);

/* ResolveNames of all that has entries: books and lists. */
MapiRowSet *pab_container_resolve_names (MapiAbContainer  *container,
                                         MapiPropTagArray *tags,
                                         guint32           flags,
                                         MapiRowSet       *recipients,
                                         MapiFlagList     *states,
                                         MapiFlagList    **new_states,
                                         GCancellable     *cancellable,
                                         GError          **error);

G_END_DECLS
