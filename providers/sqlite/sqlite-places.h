/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "sqlite-db-rows.h"
#include "sqlite-list.h"

G_BEGIN_DECLS

/* The cursor of a table and its bookmarks. */
typedef struct _SqlitePlaces SqlitePlaces;

/* Between two rows: before the current one. */
typedef struct
{
  SqliteRowKey key;   /* in the source's own order */
  guint        index; /* in a list */
} SqlitePosition;

typedef struct
{
  SqlitePosition  position;
  SqliteListEntry entry;     /* the row it was set at, SQLITE_LIST_NONE at the end */
  gboolean        has_moved; /* that row has gone since it was last used */
} SqliteBookmark;

SqlitePlaces *sqlite_places_new (void);
void          sqlite_places_free (SqlitePlaces *self);

SqlitePosition *sqlite_places_get_cursor (SqlitePlaces *self);

/* NULL with MAPI_E_INVALID_BOOKMARK, or 0 where there are too many. */
SqliteBookmark *sqlite_places_find (SqlitePlaces *self, guint32 number, GError **error);
guint32  sqlite_places_add (SqlitePlaces *self, const SqliteBookmark *bookmark, GError **error);
gboolean sqlite_places_remove (SqlitePlaces *self, guint32 number, GError **error);
/* The cursor goes to @first, the bookmarks go. */
void sqlite_places_reset (SqlitePlaces *self, SqlitePosition first);

/* After a row of a list came or went. */
void sqlite_places_row_came (SqlitePlaces *self, guint index);
void sqlite_places_row_went (SqlitePlaces *self, guint index);

/* Each place, to be changed: those of bookmarks with them. */
typedef void (*SqlitePlacesFunc) (SqlitePosition *position,
                                  SqliteBookmark *bookmark,
                                  gpointer        data);
void sqlite_places_foreach (SqlitePlaces *self, SqlitePlacesFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SqlitePlaces, sqlite_places_free)

G_END_DECLS
