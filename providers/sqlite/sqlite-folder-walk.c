/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-folder-walk.h"
#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"

#define PIECE 100

SqliteWalkFolder *
sqlite_walk_get_folder (SqliteWalk *self, guint place)
{
  return &g_array_index (self->folders, SqliteWalkFolder, place);
}

typedef struct
{
  SqliteWalk *walk;
  gint64      folder;
  gboolean    deep;
  gboolean    spares_special;
} Begin;

/* How many steps the folder will take. */
static guint
count_steps (SqliteWalk *self, const SqliteFolderData *data, gboolean is_first)
{
  guint messages = data->type != MAPI_FOLDER_SEARCH ? data->contents : 0;

  if (!is_first)
    return 1 + messages + data->associated;
  return (self->spares_first ? 0 : 1) + messages + (self->associated != 0 ? data->associated : 0);
}

static gboolean
add_folder (SqliteDbConn *conn, SqliteWalk *self, gint64 id, guint above, GError **error)
{
  g_autoptr (SqliteFolderData) data = sqlite_db_folder_load (conn, id, error);
  SqliteWalkFolder folder = { id, above, 0 };

  if (data == NULL)
    return FALSE;
  g_array_append_val (self->folders, folder);
  self->total += count_steps (self, data, self->folders->len == 1);
  return TRUE;
}

/* The folders right below the one at @place; a damaged tree may go round in circles. */
static gboolean
add_children (SqliteDbConn *conn, Begin *begin, guint place, GHashTable *known, GError **error)
{
  SqliteWalk    *self = begin->walk;
  SqliteBackend *backend = sqlite_store_get_backend (self->store);
  g_autoptr (GPtrArray) children =
      sqlite_db_folder_list (conn, sqlite_walk_get_folder (self, place)->id, error);

  for (guint i = 0; children != NULL && i < children->len; i++)
    {
      gint64 id = ((SqliteFolderData *) children->pdata[i])->id;

      if (begin->spares_special && sqlite_backend_is_special (backend, id))
        self->skipped++;
      else if (g_hash_table_add (known, g_memdup2 (&id, sizeof id)) &&
               !add_folder (conn, self, id, place, error))
        return FALSE;
    }
  return children != NULL;
}

static gboolean
collect (SqliteDbConn *conn, gpointer data, GError **error)
{
  Begin      *begin = data;
  SqliteWalk *self = begin->walk;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  g_hash_table_add (known, g_memdup2 (&begin->folder, sizeof begin->folder));
  if (!add_folder (conn, self, begin->folder, 0, error))
    return FALSE;
  for (guint i = 0; begin->deep && i < self->folders->len; i++)
    if (!add_children (conn, begin, i, known, error))
      return FALSE;
  self->left = self->folders->len;
  return TRUE;
}

gboolean
sqlite_walk_begin (
    SqliteWalk *self, gint64 folder, gboolean deep, gboolean spares_special, GError **error)
{
  Begin begin = { self, folder, deep, spares_special };

  self->folders = g_array_new (FALSE, FALSE, sizeof (SqliteWalkFolder));
  return sqlite_backend_read (sqlite_store_get_backend (self->store), collect, &begin, error);
}

void
sqlite_walk_end (SqliteWalk *self)
{
  g_clear_pointer (&self->folders, g_array_unref);
  g_clear_pointer (&self->messages, g_array_unref);
}

static guint
get_place (SqliteWalk *self)
{
  return self->downward ? self->folders->len - self->left : self->left - 1;
}

static gboolean
read_messages (SqliteDbConn *conn, gpointer data, GError **error)
{
  SqliteWalk *self = data;
  guint       place = get_place (self);

  self->messages = sqlite_db_message_list (
      conn, sqlite_walk_get_folder (self, place)->id, place == 0 ? self->associated : -1, error);
  self->next = 0;
  return self->messages != NULL;
}

static void
add_step (SqliteWalk *self, GArray *steps, gint64 message)
{
  SqliteWalkStep step = { get_place (self), message };

  if (message != 0 || step.place > 0 || !self->spares_first)
    g_array_append_val (steps, step);
}

static gboolean
enter (SqliteWalk *self, GArray *steps, GError **error)
{
  if (!sqlite_backend_read (sqlite_store_get_backend (self->store), read_messages, self, error))
    return FALSE;
  if (self->downward)
    add_step (self, steps, 0);
  return TRUE;
}

static void
leave (SqliteWalk *self, GArray *steps)
{
  if (!self->downward)
    add_step (self, steps, 0);
  g_clear_pointer (&self->messages, g_array_unref);
  self->left--;
}

/* The steps of the next transaction; none where all is done. */
static gboolean
plan (SqliteWalk *self, GArray *steps, GError **error)
{
  g_array_set_size (steps, 0);
  while (self->left > 0 && steps->len < PIECE)
    {
      if (self->messages == NULL && !enter (self, steps, error))
        return FALSE;
      while (self->next < self->messages->len && steps->len < PIECE)
        add_step (self, steps, g_array_index (self->messages, gint64, self->next++));
      if (self->next == self->messages->len)
        leave (self, steps);
    }
  return TRUE;
}

typedef struct
{
  SqliteWalk *walk;
  GArray     *steps;
} Piece;

/* Once for all messages of a folder that are changed together. */
static void
tell_of_folder (SqliteWalk *self, SqliteEvents *events, const SqliteWalkStep *first, guint index)
{
  const SqliteWalkStep *step = &first[index];

  if (self->modifies && step->message != 0 && (index == 0 || step[-1].place != step->place))
    sqlite_events_add (events,
                       MAPI_fnevObjectModified,
                       MAPI_OBJECT_FOLDER,
                       sqlite_walk_get_folder (self, step->place)->id,
                       0);
}

static gboolean
run_piece (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Piece                *piece = data;
  SqliteWalk           *self = piece->walk;
  const SqliteWalkStep *first = (const SqliteWalkStep *) (gpointer) piece->steps->data;

  self->skipped = 0;
  for (guint i = 0; i < piece->steps->len; i++)
    {
      tell_of_folder (self, events, first, i);
      if (!self->step (conn, events, self, &first[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
prepare (SqliteWalk *self, GArray *steps, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) messages = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < steps->len; i++)
    {
      SqliteWalkStep *step = &g_array_index (steps, SqliteWalkStep, i);

      if (step->message != 0)
        g_array_append_val (messages, step->message);
    }
  return self->prepare == NULL || self->prepare (self, messages, cancellable, error);
}

static gboolean
take_steps (SqliteWalk *self, GArray *steps, GCancellable *cancellable, GError **error)
{
  Piece piece = { self, steps };

  return !g_cancellable_set_error_if_cancelled (cancellable, error) &&
         prepare (self, steps, cancellable, error) &&
         sqlite_backend_write (
             sqlite_store_get_backend (self->store), SQLITE_DB_DURABLE, run_piece, &piece, error);
}

gboolean
sqlite_walk_run (SqliteWalk   *self,
                 MapiProgress *progress,
                 GCancellable *cancellable,
                 guint32      *warning,
                 GError      **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (SqliteWalkStep));
  guint skipped = self->skipped;

  while (plan (self, steps, error))
    {
      if (steps->len == 0)
        {
          if (skipped > 0)
            *warning = MAPI_W_PARTIAL_COMPLETION;
          return TRUE;
        }
      if (!take_steps (self, steps, cancellable, error))
        return FALSE;
      skipped += self->skipped;
      self->done += steps->len;
      if (progress != NULL &&
          !mapi_progress_tell (progress, self->done, MAX (self->total, self->done), error))
        return FALSE;
    }
  return FALSE;
}
