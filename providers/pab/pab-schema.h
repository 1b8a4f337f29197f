/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "pab-entry-id.h"
#include "pab-record.h"

G_BEGIN_DECLS

/* What a dialog would show of an entry of this kind: PR_DETAILS_TABLE. */
MapiTable *pab_schema_get_details (PabKind kind, GError **error);

/* The templates that entries are made from: PR_CREATE_TEMPLATES and the one-off table. */
MapiTable *pab_schema_get_templates (const MapiUid *book, gboolean with_lists, GError **error);

G_END_DECLS
