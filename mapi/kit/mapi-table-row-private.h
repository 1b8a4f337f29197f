/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-prop-list.h"

G_BEGIN_DECLS

/* A row of the data. It never changes; another value is another row with the same @id. */
typedef struct
{
  gatomicrefcount ref_count;
  guint64         id;
  guint64         place; /* rows stand in the order of these, unless they are sorted */
  MapiPropList   *props;
} MapiTableRow;

MapiTableRow *mapi_table_row_new (guint64 id, guint64 place, MapiPropList *props);
MapiTableRow *mapi_table_row_new_at (const MapiTableRow *row, guint64 place);
MapiTableRow *mapi_table_row_ref (MapiTableRow *self);
void          mapi_table_row_unref (MapiTableRow *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MapiTableRow, mapi_table_row_unref)

G_END_DECLS
