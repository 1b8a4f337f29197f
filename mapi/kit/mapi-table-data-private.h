/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-table-data.h"
#include "mapi-table-row-private.h"

G_BEGIN_DECLS

/* The data and all views of it are guarded by one lock, which is held for everything below. */
void mapi_table_data_lock (MapiTableData *self);
void mapi_table_data_unlock (MapiTableData *self);

guint32           mapi_table_data_get_table_type (MapiTableData *self);
guint32           mapi_table_data_get_code_page (MapiTableData *self);
MapiPropTagArray *mapi_table_data_get_columns (MapiTableData *self);
GPtrArray        *mapi_table_data_get_rows (MapiTableData *self);
void              mapi_table_data_remove_view (MapiTableData *self, gpointer view);

G_END_DECLS
