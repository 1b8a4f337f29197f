/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE /* locks of open files */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mapi-error.h"
#include "mapi-profile.h"
#include "mapi-status-board-private.h"

/*
 * The file: a header, then for each row its size and its bytes. It is written in place, so that it
 * stays the same file for who watches it, and a reader that comes in between is told so by the
 * hash.
 */

#define MAGIC "MAPIrows"
#define MOST_BYTES (1024 * 1024)

/* All numbers are of this machine: no other one reads them. */
typedef struct
{
  char    magic[8];
  guint32 size; /* of what follows */
  guint32 hash;
} Header;

struct _MapiStatusBoard
{
  GMutex      lock;
  int         fd;
  GByteArray *shown;
};

static gboolean
fail_with_errno (const char *path, const char *call, int code, GError **error)
{
  g_set_error (error,
               MAPI_ERROR,
               code == ENOSPC ? MAPI_E_NOT_ENOUGH_DISK : MAPI_E_CALL_FAILED,
               "status: %s: %s: %s",
               path,
               call,
               g_strerror (code));
  return FALSE;
}

static char *
get_path (const char *profile)
{
  return mapi_profile_get_runtime_path (profile, ".status");
}

/* In a folder that is the user's own; a link that somebody left there is not followed. */
static int
open_to_write (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int              fd;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      fail_with_errno (folder, "mkdir", errno, error);
      return -1;
    }

  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    fail_with_errno (path, "open", errno, error);
  return fd;
}

MapiStatusBoard *
mapi_status_board_take (const char *profile, GError **error)
{
  g_autofree char *path = get_path (profile);
  struct flock     whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int              fd = open_to_write (path, error);
  MapiStatusBoard *self;

  if (fd < 0)
    return NULL;
  /* What is on it is of a process that could not wipe it. */
  if (fcntl (fd, F_OFD_SETLK, &whole) != 0 || ftruncate (fd, 0) != 0)
    {
      fail_with_errno (path, "lock", errno, error);
      close (fd);
      return NULL;
    }

  self = g_new0 (MapiStatusBoard, 1);
  g_mutex_init (&self->lock);
  self->fd = fd;
  return self;
}

/* Whoever watches the file is told by its end that there is nothing more to see. */
void
mapi_status_board_free (MapiStatusBoard *self)
{
  if (ftruncate (self->fd, 0) != 0)
    g_info ("status: ftruncate: %s", g_strerror (errno));
  close (self->fd);
  g_clear_pointer (&self->shown, g_byte_array_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static guint32
hash_of (gconstpointer data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);

  return g_bytes_hash (bytes);
}

static GByteArray *
build (MapiRowSet *rows)
{
  GByteArray *file = g_byte_array_new ();
  Header      header = { .magic = MAGIC };

  g_byte_array_append (file, (const guint8 *) &header, sizeof header);
  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (row);
      gsize         size;
      gconstpointer data = g_bytes_get_data (bytes, &size);
      guint32       length = (guint32) size;

      g_byte_array_append (file, (const guint8 *) &length, sizeof length);
      g_byte_array_append (file, data, (guint) size);
    }

  header.size = file->len - (guint32) sizeof header;
  header.hash = hash_of (file->data + sizeof header, header.size);
  memcpy (file->data, &header, sizeof header);
  return file;
}

static gboolean
is_shown (MapiStatusBoard *self, const GByteArray *file)
{
  return self->shown != NULL && self->shown->len == file->len &&
         memcmp (self->shown->data, file->data, file->len) == 0;
}

gboolean
mapi_status_board_show (MapiStatusBoard *self, MapiRowSet *rows, GError **error)
{
  g_autoptr (GByteArray) file = build (rows);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gssize written;

  if (file->len > MOST_BYTES)
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_TOO_BIG, "status: the rows are too long");
      return FALSE;
    }

  if (is_shown (self, file))
    return TRUE;
  g_clear_pointer (&self->shown, g_byte_array_unref);
  written = pwrite (self->fd, file->data, file->len, 0);
  if (written != (gssize) file->len)
    return fail_with_errno ("the board", "pwrite", written < 0 ? errno : ENOSPC, error);
  self->shown = g_steal_pointer (&file);
  return TRUE;
}

char *
mapi_status_board_prepare (const char *profile, GError **error)
{
  g_autofree char *path = get_path (profile);
  g_autofree char *folder = g_path_get_dirname (path);
  int              fd;

  /* Not to be opened for writing: that would look like a change to all who watch it. */
  if (g_access (path, R_OK) == 0)
    return g_steal_pointer (&path);
  fd = open_to_write (path, error);
  if (fd < 0)
    return NULL;

  close (fd);
  return g_steal_pointer (&path);
}

/* Nobody else's file is believed. */
static gboolean
is_trusted (int fd)
{
  struct stat found;

  return fstat (fd, &found) == 0 && S_ISREG (found.st_mode) && found.st_uid == geteuid () &&
         found.st_size >= (off_t) sizeof (Header) && found.st_size <= MOST_BYTES;
}

static gboolean
is_held (int fd)
{
  struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  return fcntl (fd, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
}

static GByteArray *
read_all (int fd)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  gssize size;

  g_byte_array_set_size (file, MOST_BYTES);
  size = pread (fd, file->data, file->len, 0);
  g_byte_array_set_size (file, size > 0 ? (guint) size : 0);
  return g_steal_pointer (&file);
}

static gboolean
is_whole (const GByteArray *file)
{
  Header header;

  if (file->len < sizeof header)
    return FALSE;
  memcpy (&header, file->data, sizeof header);
  return memcmp (header.magic, MAGIC, sizeof header.magic) == 0 &&
         header.size <= file->len - sizeof header &&
         hash_of (file->data + sizeof header, header.size) == header.hash;
}

static MapiRowSet *
parse (const GByteArray *file)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  const guint8 *at = file->data + sizeof (Header);
  Header        header;
  gsize         left;

  memcpy (&header, file->data, sizeof header);
  for (left = header.size; left >= sizeof (guint32);)
    {
      g_autoptr (GBytes) bytes = NULL;
      MapiPropList *row;
      guint32       size;

      memcpy (&size, at, sizeof size);
      at += sizeof size;
      left -= sizeof size;
      if (size > left)
        return NULL;
      bytes = g_bytes_new (at, size);
      row = mapi_prop_list_new_from_bytes (bytes, NULL);
      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
      at += size;
      left -= size;
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

gboolean
mapi_status_board_read (const char *profile, MapiRowSet **rows, gboolean *alive)
{
  g_autofree char *path = get_path (profile);
  int              fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  g_autoptr (GByteArray) file = NULL;

  *rows = NULL;
  *alive = FALSE;
  if (fd < 0)
    return TRUE;
  if (is_trusted (fd))
    {
      *alive = is_held (fd);
      file = read_all (fd);
    }
  close (fd);

  if (file == NULL)
    return TRUE;
  if (!is_whole (file))
    return !*alive;
  *rows = parse (file);
  return TRUE;
}
