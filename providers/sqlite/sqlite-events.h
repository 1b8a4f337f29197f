/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What a change did, told after its commit. */
typedef struct
{
  guint32  type;        /* MAPI_fnevObjectCreated ...; 0: only the outgoing queue changed */
  guint32  object_type; /* MAPI_OBJECT_MESSAGE or MAPI_OBJECT_FOLDER */
  gint64   id;
  gint64   parent;
  gint64   old_id; /* of a copy: what was copied */
  gint64   old_parent;
  gboolean associated;
  gint64   queued;   /* the place it got in the outgoing queue, or 0 */
  gint64   unqueued; /* the place it left there, or 0 */
  gboolean requeued; /* its row in the outgoing queue changed */
  guint32  found; /* what happened to it in the search folder @parent, MAPI_TABLE_ROW_..., or 0 */
} SqliteEvent;

typedef struct
{
  GArray *array; /* of SqliteEvent */
} SqliteEvents;

static inline SqliteEvent *
sqlite_events_add (SqliteEvents *self, guint32 type, guint32 object_type, gint64 id, gint64 parent)
{
  SqliteEvent event = { .type = type, .object_type = object_type, .id = id, .parent = parent };

  g_array_append_val (self->array, event);
  return &g_array_index (self->array, SqliteEvent, self->array->len - 1);
}

G_END_DECLS
