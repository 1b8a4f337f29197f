/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fault-vfs.h"

#include <sqlite3.h>
#include <string.h>

typedef struct
{
  sqlite3_file  base;
  sqlite3_file *real; /* lies behind this one */
} FaultFile;

static struct
{
  gint     kind;
  gint     number;
  gint     lasting;
  gint     count;
  gboolean installed;
} plan;

static sqlite3_vfs        *real_vfs;
static sqlite3_mem_methods real_memory;

/* Counts a call; answers whether it is to fail. */
static gboolean
fails (FaultKind kind)
{
  gint count;

  if (g_atomic_int_get (&plan.kind) != (gint) kind)
    return FALSE;
  count = g_atomic_int_add (&plan.count, 1) + 1;
  return count == plan.number || (plan.lasting && count > plan.number);
}

static sqlite3_file *
real_of (sqlite3_file *file)
{
  return ((FaultFile *) file)->real;
}

static int
fault_close (sqlite3_file *file)
{
  return real_of (file)->pMethods->xClose (real_of (file));
}

static int
fault_read (sqlite3_file *file, void *data, int size, sqlite3_int64 offset)
{
  return fails (FAULT_ERROR) ? SQLITE_IOERR_READ
                             : real_of (file)->pMethods->xRead (real_of (file), data, size, offset);
}

static int
fault_write (sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
  if (fails (FAULT_FULL))
    return SQLITE_FULL;
  return fails (FAULT_ERROR)
             ? SQLITE_IOERR_WRITE
             : real_of (file)->pMethods->xWrite (real_of (file), data, size, offset);
}

static int
fault_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return fails (FAULT_ERROR) ? SQLITE_IOERR_TRUNCATE
                             : real_of (file)->pMethods->xTruncate (real_of (file), size);
}

static int
fault_sync (sqlite3_file *file, int flags)
{
  return fails (FAULT_ERROR) ? SQLITE_IOERR_FSYNC
                             : real_of (file)->pMethods->xSync (real_of (file), flags);
}

static int
fault_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return fails (FAULT_ERROR) ? SQLITE_IOERR_FSTAT
                             : real_of (file)->pMethods->xFileSize (real_of (file), size);
}

static int
fault_lock (sqlite3_file *file, int lock)
{
  return fails (FAULT_ERROR) ? SQLITE_IOERR_LOCK
                             : real_of (file)->pMethods->xLock (real_of (file), lock);
}

static int
fault_unlock (sqlite3_file *file, int lock)
{
  return real_of (file)->pMethods->xUnlock (real_of (file), lock);
}

static int
fault_check_reserved_lock (sqlite3_file *file, int *answer)
{
  return real_of (file)->pMethods->xCheckReservedLock (real_of (file), answer);
}

static int
fault_file_control (sqlite3_file *file, int op, void *data)
{
  return real_of (file)->pMethods->xFileControl (real_of (file), op, data);
}

static int
fault_sector_size (sqlite3_file *file)
{
  return real_of (file)->pMethods->xSectorSize (real_of (file));
}

static int
fault_device_characteristics (sqlite3_file *file)
{
  return real_of (file)->pMethods->xDeviceCharacteristics (real_of (file));
}

static int
fault_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **data)
{
  return fails (FAULT_ERROR)
             ? SQLITE_IOERR_SHMMAP
             : real_of (file)->pMethods->xShmMap (real_of (file), page, size, extend, data);
}

/* What lets go cannot fail: SQLite does not look at the answer. */
static int
fault_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return (flags & SQLITE_SHM_LOCK) && fails (FAULT_ERROR)
             ? SQLITE_IOERR_SHMLOCK
             : real_of (file)->pMethods->xShmLock (real_of (file), offset, n, flags);
}

static void
fault_shm_barrier (sqlite3_file *file)
{
  real_of (file)->pMethods->xShmBarrier (real_of (file));
}

static int
fault_shm_unmap (sqlite3_file *file, int remove)
{
  return real_of (file)->pMethods->xShmUnmap (real_of (file), remove);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = fault_close,
  .xRead = fault_read,
  .xWrite = fault_write,
  .xTruncate = fault_truncate,
  .xSync = fault_sync,
  .xFileSize = fault_file_size,
  .xLock = fault_lock,
  .xUnlock = fault_unlock,
  .xCheckReservedLock = fault_check_reserved_lock,
  .xFileControl = fault_file_control,
  .xSectorSize = fault_sector_size,
  .xDeviceCharacteristics = fault_device_characteristics,
  .xShmMap = fault_shm_map,
  .xShmLock = fault_shm_lock,
  .xShmBarrier = fault_shm_barrier,
  .xShmUnmap = fault_shm_unmap,
};

static int
fault_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
  FaultFile *self = (FaultFile *) file;
  int        result;

  self->base.pMethods = NULL;
  self->real = (sqlite3_file *) (self + 1);
  if (fails (FAULT_ERROR))
    return SQLITE_CANTOPEN;
  result = real_vfs->xOpen (real_vfs, name, self->real, flags, out);
  if (result == SQLITE_OK)
    self->base.pMethods = &methods;
  return result;
}

static void *
fault_malloc (int size)
{
  return fails (FAULT_MEMORY) ? NULL : real_memory.xMalloc (size);
}

static void *
fault_realloc (void *data, int size)
{
  return fails (FAULT_MEMORY) ? NULL : real_memory.xRealloc (data, size);
}

void
fault_vfs_install (void)
{
  static sqlite3_vfs  vfs;
  sqlite3_mem_methods memory;

  if (plan.installed)
    return;
  plan.installed = TRUE;
  sqlite3_config (SQLITE_CONFIG_GETMALLOC, &real_memory);
  memory = real_memory;
  memory.xMalloc = fault_malloc;
  memory.xRealloc = fault_realloc;
  sqlite3_config (SQLITE_CONFIG_MALLOC, &memory);

  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = "fault";
  vfs.szOsFile = (int) sizeof (FaultFile) + real_vfs->szOsFile;
  vfs.xOpen = fault_open;
  sqlite3_vfs_register (&vfs, TRUE);
}

void
fault_vfs_plan (FaultKind kind, guint number, gboolean lasting)
{
  plan.number = (gint) number;
  plan.lasting = lasting;
  g_atomic_int_set (&plan.count, 0);
  g_atomic_int_set (&plan.kind, (gint) kind);
}

guint
fault_vfs_end (void)
{
  g_atomic_int_set (&plan.kind, FAULT_NONE);
  return (guint) g_atomic_int_get (&plan.count);
}
