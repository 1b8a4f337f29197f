/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "check-stack.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_FRAMES 200

/* How long a thread may take to tell where it is; one in the kernel for good never does. */
#define PATIENCE 1 /* seconds */

/* What a thread has answered; one is asked at a time. */
static struct
{
  void *frames[MOST_FRAMES];
  int   n_frames;
  sem_t answered;
} answer;

static void
tell (int signal_number)
{
  answer.n_frames = backtrace (answer.frames, MOST_FRAMES);
  sem_post (&answer.answered);
}

static gboolean
ask (pid_t thread)
{
  struct timespec until;

  if (syscall (SYS_tgkill, getpid (), thread, SIGRTMIN) != 0)
    return FALSE;
  clock_gettime (CLOCK_REALTIME, &until);
  until.tv_sec += PATIENCE;
  return sem_timedwait (&answer.answered, &until) == 0;
}

/* Whether it is of what stands between a clause and a provider. */
static gboolean
is_ours (const char *path)
{
  static const char *const names[] = { "libmapi", "libglib-", "libgobject-", "libgio-", "libc." };
  const char              *slash = strrchr (path, '/');
  const char              *name = slash != NULL ? slash + 1 : path;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (name, names[i]))
      return TRUE;
  return FALSE;
}

/* From outside to inside, up to where the provider begins. */
static char *
find_in_frames (void)
{
  const char *call = NULL;

  for (int i = answer.n_frames - 1; i >= 0; i--)
    {
      Dl_info info;

      if (dladdr (answer.frames[i], &info) == 0)
        continue;
      if (call != NULL && !is_ours (info.dli_fname))
        break;
      if (info.dli_sname != NULL && g_str_has_prefix (info.dli_sname, "mapi_") &&
          !g_str_has_prefix (info.dli_sname, "mapi_check_"))
        call = info.dli_sname;
    }
  return g_strdup (call);
}

static char *
find_in_thread (pid_t thread)
{
  return ask (thread) ? find_in_frames () : NULL;
}

static char *
find_in_others (pid_t but)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;
  char       *call = NULL;

  while (call == NULL && threads != NULL && (name = g_dir_read_name (threads)) != NULL)
    {
      pid_t thread = (pid_t) g_ascii_strtoll (name, NULL, 10);

      if (thread != but && thread != gettid ())
        call = find_in_thread (thread);
    }
  return call;
}

char *
check_stack_find_call (pid_t thread)
{
  struct sigaction action = { .sa_handler = tell, .sa_flags = SA_RESTART };
  struct sigaction before;
  void            *first[1];
  char            *call;

  /* The first use loads a library, which no signal handler should. */
  backtrace (first, 1);
  sem_init (&answer.answered, 0, 0);
  sigaction (SIGRTMIN, &action, &before);
  call = find_in_thread (thread);
  if (call == NULL)
    call = find_in_others (thread);
  sigaction (SIGRTMIN, &before, NULL);
  sem_destroy (&answer.answered);
  return call;
}
