/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-places.h"

#define FIRST_BOOKMARK (MAPI_BOOKMARK_END + 1)
#define MAX_BOOKMARKS 10000

struct _SqlitePlaces
{
  SqlitePosition cursor;
  GHashTable    *bookmarks; /* of numbers to SqliteBookmark */
  guint32        last_bookmark;
};

SqlitePlaces *
sqlite_places_new (void)
{
  SqlitePlaces *self = g_new0 (SqlitePlaces, 1);

  self->bookmarks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->last_bookmark = FIRST_BOOKMARK - 1;
  return self;
}

void
sqlite_places_free (SqlitePlaces *self)
{
  g_hash_table_unref (self->bookmarks);
  g_free (self);
}

SqlitePosition *
sqlite_places_get_cursor (SqlitePlaces *self)
{
  return &self->cursor;
}

SqliteBookmark *
sqlite_places_find (SqlitePlaces *self, guint32 number, GError **error)
{
  SqliteBookmark *bookmark = g_hash_table_lookup (self->bookmarks, GUINT_TO_POINTER (number));

  if (bookmark == NULL)
    g_set_error (
        error, MAPI_ERROR, MAPI_E_INVALID_BOOKMARK, "sqlite: there is no bookmark %u", number);
  return bookmark;
}

guint32
sqlite_places_add (SqlitePlaces *self, const SqliteBookmark *bookmark, GError **error)
{
  if (g_hash_table_size (self->bookmarks) >= MAX_BOOKMARKS)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_UNABLE_TO_COMPLETE,
                   "sqlite: CreateBookmark: a table has at most %u bookmarks",
                   MAX_BOOKMARKS);
      return 0;
    }
  g_hash_table_insert (self->bookmarks,
                       GUINT_TO_POINTER (++self->last_bookmark),
                       g_memdup2 (bookmark, sizeof *bookmark));
  return self->last_bookmark;
}

gboolean
sqlite_places_remove (SqlitePlaces *self, guint32 number, GError **error)
{
  if (number < FIRST_BOOKMARK)
    return TRUE;
  if (sqlite_places_find (self, number, error) == NULL)
    return FALSE;
  g_hash_table_remove (self->bookmarks, GUINT_TO_POINTER (number));
  return TRUE;
}

void
sqlite_places_reset (SqlitePlaces *self, SqlitePosition first)
{
  g_hash_table_remove_all (self->bookmarks);
  self->cursor = first;
}

void
sqlite_places_foreach (SqlitePlaces *self, SqlitePlacesFunc func, gpointer data)
{
  GHashTableIter  iter;
  SqliteBookmark *bookmark;

  func (&self->cursor, NULL, data);
  g_hash_table_iter_init (&iter, self->bookmarks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &bookmark))
    func (&bookmark->position, bookmark, data);
}

/* A bookmark stays at its row; what comes where the cursor is will be read next. */
static void
row_came (SqlitePosition *position, SqliteBookmark *bookmark, gpointer data)
{
  guint index = GPOINTER_TO_UINT (data);

  if (position->index > index || (bookmark != NULL && position->index == index))
    position->index++;
}

static void
row_went (SqlitePosition *position, SqliteBookmark *bookmark, gpointer data)
{
  if (position->index > GPOINTER_TO_UINT (data))
    position->index--;
}

void
sqlite_places_row_came (SqlitePlaces *self, guint index)
{
  sqlite_places_foreach (self, row_came, GUINT_TO_POINTER (index));
}

void
sqlite_places_row_went (SqlitePlaces *self, guint index)
{
  sqlite_places_foreach (self, row_went, GUINT_TO_POINTER (index));
}
