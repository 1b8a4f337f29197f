/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-selection.h"

G_BEGIN_DECLS

/* The headings of a table with categories. */
typedef struct _SqliteHeading SqliteHeading;
struct _SqliteHeading
{
  SqliteListEntry entry;
  SqliteHeading  *parent; /* NULL at the top */
  guint           depth;
  GBytes         *key;    /* with what the keys of all rows below begin */
  MapiPropList   *values; /* of the columns that make the category */
  gboolean        is_expanded;
  guint           n_rows;
  guint           n_unread;
};

typedef struct _SqliteHeadings SqliteHeadings;

SqliteHeadings *sqlite_headings_new (SqliteSelection *selection);
void            sqlite_headings_free (SqliteHeadings *self);

/* How deep the rows are. */
guint sqlite_headings_get_depth (SqliteHeadings *self);

SqliteHeading *sqlite_headings_get (SqliteHeadings *self, SqliteListEntry entry);
SqliteHeading *sqlite_headings_get_by_instance_key (SqliteHeadings *self, GBytes *instance_key);
/* The heading at @depth of rows with these values, or NULL where there is none. */
SqliteHeading *sqlite_headings_find (SqliteHeadings *self, guint depth, MapiPropList *values);
/* Makes it, expanded as the order says. */
SqliteHeading *sqlite_headings_add (SqliteHeadings *self,
                                    SqliteHeading  *parent,
                                    guint           depth,
                                    MapiPropList   *values);
void           sqlite_headings_remove (SqliteHeadings *self, SqliteHeading *heading);

/* Adds a row to the counts of the heading and of those above, or takes one away. */
void sqlite_heading_count (SqliteHeading *self, gboolean unread, gint difference);
/* Whether what stands below can be seen. */
gboolean sqlite_heading_shows (const SqliteHeading *self);
/* All that a column can show of it. */
MapiPropList *sqlite_heading_get_props (const SqliteHeading *self);
GBytes       *sqlite_heading_new_instance_key (SqliteListEntry entry);
gboolean      sqlite_heading_parse_instance_key (GBytes *instance_key, SqliteListEntry *entry);

/* Which are expanded, and where the row with @instance_key stands (nullable), as bytes. */
GBytes *sqlite_headings_make_state (SqliteHeadings *self, GBytes *instance_key);

/* Expands and collapses as @state says; MAPI_E_UNABLE_TO_COMPLETE where it is none. The row that
 * was meant is *heading or has *instance_key, or has gone. */
gboolean sqlite_headings_use_state (SqliteHeadings *self,
                                    GBytes         *state,
                                    SqliteHeading **heading,
                                    GBytes        **instance_key,
                                    GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqliteHeadings, sqlite_headings_free)

G_END_DECLS
