/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-table-data.h"

G_BEGIN_DECLS

/* The recipients of a message in memory, and their table. Not locked. */
typedef struct
{
  MapiRowSet    *rows; /* NULL without any */
  guint32        next_row_id;
  MapiTableData *table; /* NULL until somebody wants it */
} MapiMemoryRecipients;

void    mapi_memory_recipients_clear (MapiMemoryRecipients *self);
void    mapi_memory_recipients_copy (MapiMemoryRecipients *self, const MapiMemoryRecipients *from);
guint64 mapi_memory_recipients_measure (const MapiMemoryRecipients *self);
MapiTableData *mapi_memory_recipients_get_table (MapiMemoryRecipients *self);

/* Answers what the recipients are afterwards. */
MapiRowSet *mapi_memory_recipients_modify (MapiMemoryRecipients *self,
                                           guint32               flags,
                                           MapiRowSet           *mods,
                                           GError              **error);

MapiTableData *mapi_memory_new_table (guint32 index, const guint32 *columns, gsize n_columns);

G_END_DECLS
