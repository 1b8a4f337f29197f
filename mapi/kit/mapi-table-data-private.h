/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-table-data.h"
#include "mapi-table-row-private.h"

G_BEGIN_DECLS

struct _MapiTableData
{
  GObject parent_instance;

  GMutex      lock;
  guint32     table_type;
  guint32     index_tag;
  guint32     code_page; /* 0: what each row says */
  guint64     last_id;
  GSequence  *rows;    /* of MapiTableRow, by their places */
  GHashTable *index;   /* the index as bytes -> where the row is among them */
  GArray     *columns; /* guint32: all there are */
  GHashTable *known_columns;
  GPtrArray  *views; /* not owned; each removes itself */
};

/* The data and all views of it are guarded by one lock, which is held for everything below. */
void mapi_table_data_lock (MapiTableData *self);
void mapi_table_data_unlock (MapiTableData *self);

guint32           mapi_table_data_get_table_type (MapiTableData *self);
guint32           mapi_table_data_get_code_page (MapiTableData *self);
MapiPropTagArray *mapi_table_data_get_columns (MapiTableData *self);
void              mapi_table_data_add_column (MapiTableData *self, guint32 tag);
GPtrArray        *mapi_table_data_get_rows (MapiTableData *self);
void              mapi_table_data_remove_view (MapiTableData *self, gpointer view);

G_END_DECLS
