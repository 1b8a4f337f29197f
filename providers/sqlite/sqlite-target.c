/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-target.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static void
remove_file (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);

  g_unlink (name);
}

void
sqlite_target_clear (SqliteTarget *self)
{
  if (self->draft != NULL)
    {
      remove_file (self->draft, "");
      remove_file (self->draft, "-wal");
      remove_file (self->draft, "-shm");
      remove_file (self->draft, "-journal");
    }
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->path, g_free);
}

static gboolean
fail_target (const char *path, GError **error)
{
  int saved = errno;

  g_set_error (error,
               MAPI_ERROR,
               saved == EEXIST                      ? MAPI_E_COLLISION
               : saved == ENOSPC || saved == EDQUOT ? MAPI_E_NOT_ENOUGH_DISK
                                                    : MAPI_E_NO_ACCESS,
               "sqlite: cannot write %s: %s",
               path,
               g_strerror (saved));
  return FALSE;
}

gboolean
sqlite_target_create (SqliteTarget *self, GFile *destination, GError **error)
{
  int fd;

  self->path = g_file_get_path (destination);
  if (self->path == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_NO_SUPPORT,
                           "sqlite: a store is a file of this machine, and nothing else");
      return FALSE;
    }
  if (g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      errno = EEXIST;
      return fail_target (self->path, error);
    }
  self->draft = g_strconcat (self->path, ".part", NULL);
  fd = g_open (self->draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0)
    return g_close (fd, error);
  fail_target (self->draft, error);
  /* It is not ours. */
  g_clear_pointer (&self->draft, g_free);
  return FALSE;
}

/* A link does not take the name away from what somebody has put there meanwhile; not every file
 * system knows links. */
static gboolean
give_name (SqliteTarget *self)
{
  return link (self->draft, self->path) == 0 ||
         ((errno == EPERM || errno == EOPNOTSUPP) && g_rename (self->draft, self->path) == 0);
}

static gboolean
flush_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int              fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean         flushed = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  return flushed;
}

gboolean
sqlite_target_finish (SqliteTarget *self, GError **error)
{
  return (give_name (self) && flush_folder (self->path)) || fail_target (self->path, error);
}
