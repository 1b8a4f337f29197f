/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-indexer.h"
#include "sqlite-db-words.h"

struct _SqliteIndexer
{
  SqliteDb *db;
  GThread  *thread;
  gint      stopping; /* atomic */
};

typedef struct
{
  gint64 from;
  gint64 after;
} Piece;

/* May be called twice. */
static gboolean
run_piece (SqliteDbConn *conn, gpointer data, GError **error)
{
  Piece *piece = data;

  piece->after = piece->from;
  return sqlite_db_words_build (conn, &piece->after, error);
}

static gpointer
build (gpointer data)
{
  SqliteIndexer *self = data;
  Piece          piece = { 0 };
  g_autoptr (GError) error = NULL;

  while (error == NULL && piece.from != G_MAXINT64 && !g_atomic_int_get (&self->stopping))
    if (sqlite_db_write (self->db, SQLITE_DB_LAZY, run_piece, NULL, &piece, &error))
      piece.from = piece.after;
  if (error != NULL)
    g_warning ("sqlite: the index of words is not complete: %s", error->message);
  return NULL;
}

SqliteIndexer *
sqlite_indexer_start (SqliteDb *db)
{
  SqliteIndexer *self = g_new0 (SqliteIndexer, 1);

  self->db = db;
  self->thread = g_thread_new ("mapi-sqlite-index", build, self);
  return self;
}

void
sqlite_indexer_stop (SqliteIndexer *self)
{
  g_atomic_int_set (&self->stopping, TRUE);
  g_thread_join (self->thread);
  g_free (self);
}
