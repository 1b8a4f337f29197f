/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-table.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SNAPSHOT_TABLE (mapi_snapshot_table_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiSnapshotTable, mapi_snapshot_table, MAPI, SNAPSHOT_TABLE, GObject)

MAPI_AVAILABLE_IN_1_0
MapiSnapshotTable *
mapi_snapshot_table_new (MapiRowSet *rows, MapiPropTagArray *columns, guint32 code_page);

G_END_DECLS
