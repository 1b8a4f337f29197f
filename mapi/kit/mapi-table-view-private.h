/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-table-data-private.h"
#include "mapi-table-entry-private.h"
#include "mapi-table-filter-private.h"

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
  MapiPropTagArray *columns;     /* as they were chosen */
  MapiPropTagArray *shown;       /* as they are found in rows */
  gboolean          has_chosen;  /* whether a client has chosen them */
  MapiTableFilter  *filter;      /* nullable */
  MapiTableOrder    order;
  GPtrArray        *snapshot; /* the rows of a view that does not follow the data; else NULL */

  /* What can be read. NULL until somebody wants to know. */
  GSequence     *rows;    /* of MapiTableEntry, in order */
  GHashTable    *entries; /* rows by id; owns them */
  GSequenceIter *cursor;  /* the next row to read */
  GHashTable    *bookmarks;
  guint32        last_bookmark;

  /* With categories. */
  GSequence  *whole;    /* with the rows that are hidden */
  GHashTable *headings; /* by id; owns them */
  guint64     last_heading;

  gboolean is_quiet; /* many rows change: notifications of each would help nobody */
  gboolean has_changed;
};

MapiTableView *mapi_table_view_new (MapiTableData *data, MapiSortOrderSet *order);

/* In mapi-table-view-rows.c; all with the lock of the data. */
void     mapi_table_view_ensure_rows (MapiTableView *self);
void     mapi_table_view_drop_rows (MapiTableView *self);
gboolean mapi_table_view_check_restriction (MapiRestriction *restriction, GError **error);

/* Before and after a row of the data changes; @row is NULL when it was deleted. */
void mapi_table_view_prepare (MapiTableView *self);
void mapi_table_view_update (MapiTableView *self, guint64 id, MapiTableRow *row);

/* The row stands elsewhere, though in the same order with the others. */
void mapi_table_view_set_place (MapiTableView *self, const MapiTableRow *row);

/* Tells of a row as if it had changed. */
void mapi_table_view_touch (MapiTableView *self, guint64 id);

/* Around many changes, which become one notification. */
void mapi_table_view_begin_quiet (MapiTableView *self);
void mapi_table_view_end_quiet (MapiTableView *self, guint32 event);

/* In mapi-table-view-shown.c: what can be read, the cursor and bookmarks in it, and the
 * notifications of it. */
MapiPropList *mapi_table_view_select (MapiTableView *self, const MapiTableEntry *entry);
void          mapi_table_view_notify (MapiTableView *self, guint32 event);
void          mapi_table_view_show (MapiTableView *self, MapiTableEntry *entry);
void          mapi_table_view_hide (MapiTableView *self, MapiTableEntry *entry);
void          mapi_table_view_leave (MapiTableView *self, GSequenceIter *iter);
void          mapi_table_view_replace (MapiTableView  *self,
                                       MapiTableEntry *old,
                                       MapiTableEntry *entry,
                                       gboolean        has_moved);
void          mapi_table_view_modified (MapiTableView *self, MapiTableEntry *entry);
GSList       *mapi_table_view_take_bookmarks (MapiTableView *self, GSequenceIter *iter);
void          mapi_table_view_put_bookmarks (GSList *bookmarks, GSequenceIter *iter);

/* In mapi-table-view-categories.c. */
void mapi_table_view_init_categories (MapiTableView *self);
void mapi_table_view_drop_categories (MapiTableView *self);
void mapi_table_view_append_below (MapiTableView *self, MapiTableEntry *entry);
void mapi_table_view_add_below (MapiTableView *self, MapiTableEntry *entry);
void mapi_table_view_remove_below (MapiTableView *self, MapiTableEntry *entry);
void
mapi_table_view_replace_below (MapiTableView *self, MapiTableEntry *old, MapiTableEntry *entry);
gboolean mapi_table_view_expand (MapiTableView *self, MapiTableEntry *heading, guint *n_rows);
gboolean mapi_table_view_collapse (MapiTableView *self, MapiTableEntry *heading, guint *n_rows);
MapiTableEntry *
mapi_table_view_find_heading (MapiTableView *self, GBytes *instance_key, GError **error);

/* In mapi-table-view-state.c. */
GBytes  *mapi_table_view_make_state (MapiTableView *self, GBytes *instance_key);
gboolean mapi_table_view_use_state (MapiTableView  *self,
                                    GBytes         *state,
                                    GSequenceIter **iter,
                                    GError        **error);

G_END_DECLS
