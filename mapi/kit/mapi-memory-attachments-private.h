/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-memory-message-private.h"
#include "mapi-table-data.h"

G_BEGIN_DECLS

/* The attachments of a message in memory, and their table. Not locked. */
typedef struct
{
  GPtrArray     *kept; /* of MapiMemoryAttach, by number */
  guint32        next_number;
  MapiTableData *table; /* NULL until somebody wants it */
} MapiMemoryAttachments;

void mapi_memory_attachments_init (MapiMemoryAttachments *self);
void mapi_memory_attachments_clear (MapiMemoryAttachments *self);
void mapi_memory_attachments_copy (MapiMemoryAttachments *self, const MapiMemoryAttachments *from);
guint64        mapi_memory_attachments_measure (const MapiMemoryAttachments *self);
MapiTableData *mapi_memory_attachments_get_table (MapiMemoryAttachments *self);

MapiMemoryAttach *
mapi_memory_attachments_find (const MapiMemoryAttachments *self, guint32 number, GError **error);
void mapi_memory_attachments_put (MapiMemoryAttachments *self, MapiMemoryAttach *kept);
gboolean
mapi_memory_attachments_remove (MapiMemoryAttachments *self, guint32 number, GError **error);

G_END_DECLS
