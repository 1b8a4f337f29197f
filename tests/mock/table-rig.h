/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

/* Rows with a number, a subject and a size, and what a view shows of them. */

/* A row; @subject may be NULL. */
MapiPropList *table_rig_new_row (gint32 id, const char *subject, gint32 size);

/* No rows yet. */
MapiTableData *table_rig_new (void);

void table_rig_put (MapiTableData *data, gint32 id, const char *subject, gint32 size);

void table_rig_drop (MapiTableData *data, gint32 id);

/* By one column. */
MapiSortOrderSet *table_rig_new_order (guint32 tag, guint32 direction);

/* The numbers of the rows that come next. */
char *table_rig_read (MapiTable *view, gint32 count, guint32 flags);

/* See EXPECT_ROWS and EXPECT_ALL. */
void table_rig_expect (MapiTable  *view,
                       gint32      count,
                       guint32     flags,
                       const char *expected,
                       guint       line,
                       const char *file);

void table_rig_expect_all (MapiTable *view, const char *expected, guint line, const char *file);

#define EXPECT_ROWS(view, count, flags, expected)                                                  \
  table_rig_expect (view, count, flags, expected, __LINE__, __FILE__)
#define EXPECT_ALL(view, expected) table_rig_expect_all (view, expected, __LINE__, __FILE__)

gint32 table_rig_seek (MapiTable *view, guint32 origin, gint32 count);

guint32 table_rig_get_position (MapiTable *view);

/* The rows that are larger. */
MapiRestriction *table_rig_size_above (gint32 size);
