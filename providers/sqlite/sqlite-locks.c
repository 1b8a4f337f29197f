/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "sqlite-locks.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Places in the lock file. What the file says at its beginning is who has the spooler. */
#define SPOOLER_PLACE ((gint64) 1 << 40)
#define PRESENCE_PLACE (SPOOLER_PLACE + 1)
#define WRITER_PLACE ((gint64) 1 << 41)
#define MESSAGE_PLACE ((gint64) 1 << 45)
#define FINISH_PLACE ((gint64) 1 << 61)
#define SEARCH_PLACE ((gint64) 1 << 62)

struct _SqliteLocks
{
  int         fd;
  char       *path;
  gint64      writer;
  GMutex      lock;
  GHashTable *messages; /* the set of those locked here */
  GHashTable *finished; /* the set of those that FinishedMsg is called for here */
  guint       n_spoolers;
};

/* These locks belong to the open file, not to the process: a second opening of the store within the
 * process would be company like any other. */
static gboolean
place_lock (SqliteLocks *self, gint64 place, short type)
{
  struct flock range = { .l_type = type, .l_whence = SEEK_SET, .l_start = place, .l_len = 1 };
  int          result;

  do
    result = fcntl (self->fd, F_OFD_SETLK, &range);
  while (result < 0 && errno == EINTR);
  return result == 0;
}

static gboolean
is_locked_elsewhere (SqliteLocks *self, gint64 place)
{
  struct flock range = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = place, .l_len = 1 };

  return fcntl (self->fd, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
}

SqliteLocks *
sqlite_locks_open (const char *path, GError **error)
{
  g_autoptr (SqliteLocks) self = g_new0 (SqliteLocks, 1);

  self->path = g_strdup (path);
  self->messages = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->finished = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_mutex_init (&self->lock);
  self->fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      int saved = errno;

      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NO_ACCESS,
                   "sqlite: cannot open %s: %s",
                   path,
                   g_strerror (saved));
      return NULL;
    }
  place_lock (self, PRESENCE_PLACE, F_RDLCK);
  do
    self->writer = g_random_int_range (1, G_MAXINT);
  while (!place_lock (self, WRITER_PLACE + self->writer, F_WRLCK));
  return g_steal_pointer (&self);
}

void
sqlite_locks_close (SqliteLocks *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_hash_table_unref (self->messages);
  g_hash_table_unref (self->finished);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

/* Called with the lock held. */
static gboolean
take_message (SqliteLocks *self, gint64 id)
{
  if (g_hash_table_contains (self->messages, &id) ||
      !place_lock (self, MESSAGE_PLACE + id, F_WRLCK))
    return FALSE;
  g_hash_table_add (self->messages, g_memdup2 (&id, sizeof id));
  return TRUE;
}

static void
drop_message (SqliteLocks *self, gint64 id)
{
  if (g_hash_table_remove (self->messages, &id))
    place_lock (self, MESSAGE_PLACE + id, F_UNLCK);
}

/* FALSE when it is locked or being finished already, here or elsewhere. Who finishes gives up the
 * one lock after taking the other: so this looks at the other one after taking the first. */
gboolean
sqlite_locks_lock_message (SqliteLocks *self, gint64 id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!take_message (self, id))
    return FALSE;
  if (!g_hash_table_contains (self->finished, &id) &&
      !is_locked_elsewhere (self, FINISH_PLACE + id))
    return TRUE;
  drop_message (self, id);
  return FALSE;
}

void
sqlite_locks_unlock_message (SqliteLocks *self, gint64 id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  drop_message (self, id);
}

void
sqlite_locks_begin_finish (SqliteLocks *self, gint64 id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  place_lock (self, FINISH_PLACE + id, F_WRLCK);
  g_hash_table_add (self->finished, g_memdup2 (&id, sizeof id));
  drop_message (self, id);
}

void
sqlite_locks_end_finish (SqliteLocks *self, gint64 id, gboolean finished)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!finished)
    take_message (self, id);

  if (g_hash_table_remove (self->finished, &id))
    place_lock (self, FINISH_PLACE + id, F_UNLCK);
}

static void
drop_all_messages (SqliteLocks *self)
{
  GHashTableIter iter;
  gpointer       id;

  g_hash_table_iter_init (&iter, self->messages);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      place_lock (self, MESSAGE_PLACE + *(gint64 *) id, F_UNLCK);
      g_hash_table_iter_remove (&iter);
    }
}

SqliteLockState
sqlite_locks_get_message (SqliteLocks *self, gint64 id)
{
  gboolean here;

  g_mutex_lock (&self->lock);
  here = g_hash_table_contains (self->messages, &id);
  g_mutex_unlock (&self->lock);

  if (here)
    return SQLITE_LOCK_HERE;
  return is_locked_elsewhere (self, MESSAGE_PLACE + id) ? SQLITE_LOCK_ELSEWHERE : SQLITE_LOCK_NONE;
}

static gboolean
take_spooler (SqliteLocks *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!place_lock (self, SPOOLER_PLACE, F_WRLCK))
    return FALSE;
  self->n_spoolers++;
  return TRUE;
}

gboolean
sqlite_locks_lock_spooler (SqliteLocks *self, GError **error)
{
  g_autofree char *text = NULL;

  if (take_spooler (self))
    {
      text = g_strdup_printf ("%-20d\n", (int) getpid ());
      if (pwrite (self->fd, text, strlen (text), 0) < 0)
        g_debug ("sqlite: cannot write to %s: %s", self->path, g_strerror (errno));
      return TRUE;
    }

  g_file_get_contents (self->path, &text, NULL, NULL);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_BUSY,
               "sqlite: the spooler of process %s works on this store already",
               text != NULL ? g_strstrip (text) : "?");
  return FALSE;
}

/* A spooler that logs on anew may have done so before its old store is gone. */
void
sqlite_locks_unlock_spooler (SqliteLocks *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->n_spoolers == 0 || --self->n_spoolers > 0)
    return;
  drop_all_messages (self);
  place_lock (self, SPOOLER_PLACE, F_UNLCK);
}

gboolean
sqlite_locks_lock_search (SqliteLocks *self, gint64 folder)
{
  return place_lock (self, SEARCH_PLACE + folder, F_WRLCK);
}

void
sqlite_locks_unlock_search (SqliteLocks *self, gint64 folder)
{
  place_lock (self, SEARCH_PLACE + folder, F_UNLCK);
}

gboolean
sqlite_locks_has_company (SqliteLocks *self)
{
  return is_locked_elsewhere (self, PRESENCE_PLACE);
}

gint64
sqlite_locks_get_writer (SqliteLocks *self)
{
  return self->writer;
}

gboolean
sqlite_locks_writer_is_gone (SqliteLocks *self, gint64 writer)
{
  return writer != self->writer && !is_locked_elsewhere (self, WRITER_PLACE + writer);
}
