/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-notifier-private.h"
#include "mapi-table-data-private.h"

G_BEGIN_DECLS

#define MAPI_TYPE_TABLE_VIEW (mapi_table_view_get_type ())

G_DECLARE_FINAL_TYPE (MapiTableView, mapi_table_view, MAPI, TABLE_VIEW, GObject)

typedef struct
{
  GSequenceIter *iter;
  gboolean       has_moved; /* its row has gone since it was last used */
} MapiTableBookmark;

struct _MapiTableView
{
  GObject parent_instance;

  MapiTableData    *data;
  MapiNotifier     *notifier;
  MapiPropTagArray *columns;
  MapiRestriction  *restriction; /* nullable */
  MapiSortOrderSet *order;       /* nullable */
  GPtrArray        *snapshot;    /* the rows of a view that does not follow the data; else NULL */

  /* What can be read. NULL until somebody wants to know. */
  GSequence     *rows;    /* of MapiTableEntry, in order */
  GHashTable    *entries; /* the same by id; owns them */
  GSequenceIter *cursor;  /* the next row to read */
  GHashTable    *bookmarks;
  guint32        last_bookmark;

  gboolean is_quiet; /* many rows change: notifications of each would help nobody */
  gboolean has_changed;
};

MapiTableView *mapi_table_view_new (MapiTableData *data, MapiSortOrderSet *order);

/* In mapi-table-view-rows.c; all with the lock of the data. */
void     mapi_table_view_ensure_rows (MapiTableView *self);
void     mapi_table_view_drop_rows (MapiTableView *self);
gboolean mapi_table_view_matches (const MapiRestriction *restriction, const MapiTableEntry *entry);

/* Before and after a row of the data changes; @row is NULL when it was deleted. */
void mapi_table_view_prepare (MapiTableView *self);
void mapi_table_view_update (MapiTableView *self, guint64 id, MapiTableRow *row);

/* Around many changes, which become one notification. */
void mapi_table_view_begin_quiet (MapiTableView *self);
void mapi_table_view_end_quiet (MapiTableView *self);

void mapi_table_view_notify (MapiTableView *self, guint32 event);

G_END_DECLS
