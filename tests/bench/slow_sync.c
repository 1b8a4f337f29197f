/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* slow_sync.so, for LD_PRELOAD: each fsync and fdatasync takes SLOW_SYNC_US microseconds longer
 * (default 5000, as on a disk whose flush really goes to the medium), so that grouping shows. */

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

typedef int (*SyncFunc) (int fd);

static void
delay (void)
{
  const char *text = getenv ("SLOW_SYNC_US");

  usleep (text != NULL ? (useconds_t) atoi (text) : 5000);
}

int
fsync (int fd)
{
  static SyncFunc real;

  if (real == NULL)
    real = (SyncFunc) dlsym (RTLD_NEXT, "fsync");
  delay ();
  return real (fd);
}

int
fdatasync (int fd)
{
  static SyncFunc real;

  if (real == NULL)
    real = (SyncFunc) dlsym (RTLD_NEXT, "fdatasync");
  delay ();
  return real (fd);
}
