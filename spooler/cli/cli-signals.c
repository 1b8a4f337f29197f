/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli-signals.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

static int cli_signals[2];

static void
cli_on_signal (int number)
{
  int    saved = errno;
  gssize written = write (cli_signals[1], "", 1);

  (void) written;
  errno = saved;
}

static gpointer
cli_wait_for_signals (gpointer cancellable)
{
  char byte;

  while (read (cli_signals[0], &byte, 1) > 0 || errno == EINTR)
    g_cancellable_cancel (cancellable);
  return NULL;
}

/* Calls are synchronous, so signals are heard in a thread that does nothing else. */
gboolean
cli_watch_signals (GCancellable *cancellable, GError **error)
{
  const int        signals[] = { SIGINT, SIGTERM };
  struct sigaction action = { .sa_handler = cli_on_signal, .sa_flags = SA_RESTART };

  if (!g_unix_open_pipe (cli_signals, FD_CLOEXEC, error))
    return FALSE;
  g_thread_unref (g_thread_new ("signals", cli_wait_for_signals, cancellable));
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &action, NULL);
  return TRUE;
}
