/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-table-data.h"

G_BEGIN_DECLS

/*
 * A table of what lies in a file or folder. It is read anew when its owner says so, and when the
 * file changes, whoever changed it; what differs is told as notifications of its views.
 */
#define MAPI_TYPE_FILE_TABLE (mapi_file_table_get_type ())
G_DECLARE_FINAL_TYPE (MapiFileTable, mapi_file_table, MAPI, FILE_TABLE, GObject)

typedef MapiRowSet *(*MapiFileTableRead) (GObject *owner, GError **error);

/* Rows have a PR_INSTANCE_KEY. @order_tag, when it is not 0, is the column that tells their order.
 */
typedef struct
{
  MapiFileTableRead read;
  const guint32    *columns;
  gsize             n_columns;
  guint32           order_tag;
} MapiFileTableKind;

MapiFileTable            *
mapi_file_table_new (GObject *owner, const char *path, const MapiFileTableKind *kind);
MapiTable *mapi_file_table_get_view (MapiFileTable *self, GError **error);
void       mapi_file_table_refresh (MapiFileTable *self);

G_END_DECLS
