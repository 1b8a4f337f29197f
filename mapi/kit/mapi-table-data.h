/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-notifier.h"
#include "mapi-table.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TABLE_DATA (mapi_table_data_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (MapiTableData, mapi_table_data, MAPI, TABLE_DATA, GObject)

MAPI_AVAILABLE_IN_1_0
MapiTableData *
mapi_table_data_new (guint32 table_type, guint32 index_tag, MapiPropTagArray *columns);
MAPI_AVAILABLE_IN_1_0
void mapi_table_data_set_code_page (MapiTableData *self, guint32 code_page);
MAPI_AVAILABLE_IN_1_0
MapiTable *mapi_table_data_get_view (MapiTableData *self, MapiSortOrderSet *order);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_data_modify_row (MapiTableData *self, MapiPropList *row, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_data_delete_row (MapiTableData *self, MapiPropValue *index, GError **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_table_data_query_row (MapiTableData *self,
                                         MapiPropValue *index,
                                         guint32       *row_number,
                                         GError       **error);
MAPI_AVAILABLE_IN_1_0
MapiPropList *mapi_table_data_enum_row (MapiTableData *self, guint32 row_number);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_data_send_notification (MapiTableData *self, MapiPropList *row, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_data_insert_row (MapiTableData *self,
                                     guint32        row_number,
                                     MapiPropList  *row,
                                     GError       **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_data_modify_rows (MapiTableData *self, MapiRowSet *rows, GError **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_table_data_delete_rows (
    MapiTableData *self, guint32 flags, MapiRowSet *rows, guint32 *n_deleted, GError **error);
MAPI_AVAILABLE_IN_1_0
guint mapi_table_data_get_size (MapiTableData *self);

G_END_DECLS
