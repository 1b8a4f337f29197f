/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* clock-offset.so, for LD_PRELOAD: the time of day is ahead by the seconds that stand in the file
 * which CLOCK_OFFSET names, a signed number of 64 bits; they can change at any time. The monotonic
 * time is what it is. That is what a process sees whose machine sleeps, or whose clock is set. */

#define _GNU_SOURCE

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *offset;

__attribute__ ((constructor)) static void
begin (void)
{
  const char *path = getenv ("CLOCK_OFFSET");
  int         fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void *shared = fd >= 0 ? mmap (NULL, sizeof *offset, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;

  if (fd >= 0)
    close (fd);
  if (shared == MAP_FAILED)
    abort ();
  offset = shared;
}

int
clock_gettime (clockid_t clock, struct timespec *time)
{
  int failed = (int) syscall (SYS_clock_gettime, clock, time);

  if (failed == 0 && clock == CLOCK_REALTIME && offset != NULL)
    time->tv_sec += *offset;
  return failed;
}

int
gettimeofday (struct timeval *restrict time, void *restrict zone)
{
  struct timespec now;
  int             failed = clock_gettime (CLOCK_REALTIME, &now);

  (void) zone;
  if (failed == 0)
    *time = (struct timeval){ .tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000 };
  return failed;
}

time_t
time (time_t *answer)
{
  struct timespec now;

  if (clock_gettime (CLOCK_REALTIME, &now) != 0)
    return -1;
  if (answer != NULL)
    *answer = now.tv_sec;
  return now.tv_sec;
}
