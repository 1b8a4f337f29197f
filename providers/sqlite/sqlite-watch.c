/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-watch.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

/* How often to look where no event came: a net for file systems without events. */
#define LOOK_EVERY_MSEC 1000

struct _SqliteWatch
{
  char    *path;
  int      file;
  int      inotify;
  int      stop;
  GThread *thread;
  void (*look) (gpointer data);
  gpointer data;
};

static void
drain (int fd)
{
  char   buffer[4096];
  gssize n;

  do
    n = read (fd, buffer, sizeof buffer);
  while (n > 0 || (n < 0 && errno == EINTR));
}

static gpointer
watch_thread (gpointer data)
{
  SqliteWatch  *self = data;
  struct pollfd fds[] = { { self->stop, POLLIN, 0 }, { self->inotify, POLLIN, 0 } };

  while (TRUE)
    {
      if (poll (fds, G_N_ELEMENTS (fds), LOOK_EVERY_MSEC) < 0 && errno != EINTR)
        return NULL;
      if (fds[0].revents != 0)
        return NULL;
      drain (self->inotify);
      self->look (self->data);
    }
}

static gboolean
fail (const SqliteWatch *self, const char *action, GError **error)
{
  int saved = errno;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "sqlite: cannot %s %s: %s",
               action,
               self->path,
               g_strerror (saved));
  return FALSE;
}

SqliteWatch *
sqlite_watch_new (const char *path, GError **error)
{
  g_autoptr (SqliteWatch) self = g_new0 (SqliteWatch, 1);

  self->path = g_strdup (path);
  self->inotify = self->stop = -1;
  self->file = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->file < 0)
    {
      fail (self, "open", error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* To end what watches costs milliseconds: whoever only changes something does without. */
gboolean
sqlite_watch_start (SqliteWatch *self, void (*look) (gpointer), gpointer data, GError **error)
{
  self->look = look;
  self->data = data;
  self->stop = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (self->stop < 0)
    return fail (self, "watch", error);
  /* Without it, the look once a second remains. */
  self->inotify = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  if (self->inotify >= 0 && inotify_add_watch (self->inotify, self->path, IN_MODIFY) < 0)
    g_debug ("sqlite: cannot watch %s: %s", self->path, g_strerror (errno));
  self->thread = g_thread_new ("mapi-sqlite-watch", watch_thread, self);
  return TRUE;
}

void
sqlite_watch_free (SqliteWatch *self)
{
  guint64 one = 1;

  if (self->thread != NULL && write (self->stop, &one, sizeof one) == sizeof one)
    g_thread_join (self->thread);
  if (self->file >= 0)
    close (self->file);
  if (self->inotify >= 0)
    close (self->inotify);
  if (self->stop >= 0)
    close (self->stop);
  g_free (self->path);
  g_free (self);
}

void
sqlite_watch_wake_others (SqliteWatch *self)
{
  if (pwrite (self->file, "", 1, 0) < 0)
    g_debug ("sqlite: cannot wake other processes: %s", g_strerror (errno));
}
