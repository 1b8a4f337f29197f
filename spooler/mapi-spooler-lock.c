/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "mapi-spooler-lock-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _MapiSpoolerLock
{
  int fd;
};

char *
mapi_spooler_lock_get_path (const char *profile)
{
  return mapi_profile_get_runtime_path (profile, ".lock");
}

static gboolean
fail_with_errno (const char *path, const char *call, int code, GError **error)
{
  g_set_error (
      error, MAPI_ERROR, MAPI_E_CALL_FAILED, "spooler: %s: %s: %s", path, call, g_strerror (code));
  return FALSE;
}

static gboolean
fail_with_owner (const char *profile, const char *path, GError **error)
{
  g_autofree char *owner = NULL;

  if (g_file_get_contents (path, &owner, NULL, NULL))
    g_strstrip (owner);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_BUSY,
               "spooler: profile %s: a spooler is at work for it already (process %s)",
               profile,
               owner != NULL && *owner != '\0' ? owner : "unknown");
  return FALSE;
}

static gboolean
write_owner (int fd, const char *path, GError **error)
{
  g_autofree char *owner = g_strdup_printf ("%d\n", (int) getpid ());
  gssize           size = (gssize) strlen (owner);

  if (ftruncate (fd, 0) != 0)
    return fail_with_errno (path, "ftruncate", errno, error);
  if (pwrite (fd, owner, (gsize) size, 0) != size)
    return fail_with_errno (path, "pwrite", errno, error);
  return TRUE;
}

static gboolean
lock_file (int fd, const char *profile, const char *path, GError **error)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  if (fcntl (fd, F_OFD_SETLK, &whole) == 0)
    return write_owner (fd, path, error);
  if (errno == EAGAIN || errno == EACCES)
    return fail_with_owner (profile, path, error);
  return fail_with_errno (path, "fcntl", errno, error);
}

/* Fails with MAPI_E_BUSY when another spooler works for @profile, and names its process. */
MapiSpoolerLock *
mapi_spooler_lock_take (const char *profile, GError **error)
{
  g_autofree char *path = mapi_spooler_lock_get_path (profile);
  g_autofree char *folder = g_path_get_dirname (path);
  MapiSpoolerLock *self;
  int              fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail_with_errno (folder, "mkdir", errno, error);
      return NULL;
    }

  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      fail_with_errno (path, "open", errno, error);
      return NULL;
    }
  if (!lock_file (fd, profile, path, error))
    {
      close (fd);
      return NULL;
    }

  self = g_new (MapiSpoolerLock, 1);
  self->fd = fd;
  return self;
}

/* The kernel knows whether somebody holds the lock, the file only who. */
guint32
mapi_spooler_lock_find_owner (const char *profile)
{
  g_autofree char *path = mapi_spooler_lock_get_path (profile);
  g_autofree char *owner = NULL;
  struct flock     whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int              fd = open (path, O_RDWR | O_CLOEXEC);

  if (fd < 0)
    return 0;
  if (fcntl (fd, F_OFD_GETLK, &whole) != 0 || whole.l_type == F_UNLCK ||
      !g_file_get_contents (path, &owner, NULL, NULL))
    {
      close (fd);
      return 0;
    }
  close (fd);
  return (guint32) g_ascii_strtoull (owner, NULL, 10);
}

/* The file stays: who removed it could remove the next one's. */
void
mapi_spooler_lock_free (MapiSpoolerLock *self)
{
  close (self->fd);
  g_free (self);
}
