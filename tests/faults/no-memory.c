/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* no-memory.so, for LD_PRELOAD: the allocations of a process are counted, in the file that
 * NO_MEMORY_COUNT names, and some of them fail: NO_MEMORY_TIMES from the one with the number
 * NO_MEMORY_AT on. The first of them is number 1. */

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* What glibc does itself under these names. */
void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *old, size_t size);
void *__libc_memalign (size_t alignment, size_t size);

static _Atomic unsigned long  own_count;
static _Atomic unsigned long *count = &own_count;
static unsigned long          first; /* that fails, or 0 */
static unsigned long          last;

static unsigned long
read_number (const char *name)
{
  const char *text = getenv (name);

  return text != NULL ? strtoul (text, NULL, 10) : 0;
}

/* The count outlives the process, however that ends. */
static void
share_count (const char *path)
{
  int   fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  void *shared = MAP_FAILED;

  if (fd >= 0 && ftruncate (fd, sizeof *count) == 0)
    shared = mmap (NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (fd >= 0)
    close (fd);
  if (shared == MAP_FAILED)
    abort ();
  count = shared;
  atomic_store (count, atomic_load (&own_count));
}

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("NO_MEMORY_COUNT");

  if (path != NULL)
    share_count (path);
  first = read_number ("NO_MEMORY_AT");
  last = first + read_number ("NO_MEMORY_TIMES") - 1;
}

static int
fails (void)
{
  unsigned long number = atomic_fetch_add (count, 1) + 1;

  if (first == 0 || number < first || number > last)
    return 0;
  errno = ENOMEM;
  return 1;
}

void *
malloc (size_t size)
{
  return fails () ? NULL : __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  return fails () ? NULL : __libc_calloc (n, size);
}

void *
realloc (void *old, size_t size)
{
  return fails () ? NULL : __libc_realloc (old, size);
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  return fails () ? NULL : __libc_memalign (alignment, size);
}

int
posix_memalign (void **memory, size_t alignment, size_t size)
{
  if (fails ())
    return ENOMEM;
  *memory = __libc_memalign (alignment, size);
  return *memory != NULL ? 0 : ENOMEM;
}
