/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "mapi-remote-memory-private.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* With these nobody can change what was checked, nor take it away while it is read. */
#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

typedef struct
{
  gpointer address;
  gsize    size;
} Mapping;

static void
unmap (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->address, mapping->size);
  g_free (mapping);
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize       left;
  const char *data = g_bytes_get_data (bytes, &left);

  while (left > 0)
    {
      gssize written = write (fd, data, left);

      if (written <= 0)
        return FALSE;
      data += written;
      left -= written;
    }
  return TRUE;
}

int
mapi_remote_memory_share (GBytes *bytes, GUnixFDList *fds)
{
  int fd = memfd_create ("mapi-value", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  int number = -1;

  if (fd < 0)
    return -1;
  if (write_all (fd, bytes) && fcntl (fd, F_ADD_SEALS, SEALS) == 0)
    number = g_unix_fd_list_append (fds, fd, NULL);
  close (fd);
  return number;
}

static GBytes *
map (int fd, gsize size)
{
  gpointer address = mmap (NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  Mapping *mapping;

  if (address == MAP_FAILED)
    return NULL;
  mapping = g_new (Mapping, 1);
  mapping->address = address;
  mapping->size = size;
  return g_bytes_new_with_free_func (address, size, unmap, mapping);
}

GBytes *
mapi_remote_memory_open (GUnixFDList *fds, guint32 number, guint64 size)
{
  struct stat about;
  gint        n_fds = 0;
  const int  *list = fds != NULL ? g_unix_fd_list_peek_fds (fds, &n_fds) : NULL;

  if (number >= (guint32) n_fds || size == 0 || fstat (list[number], &about) != 0 ||
      (guint64) about.st_size != size || (fcntl (list[number], F_GET_SEALS) & SEALS) != SEALS)
    return NULL;
  return map (list[number], size);
}
