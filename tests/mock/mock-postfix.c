/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-postfix.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define EXIT_SKIP 77

struct _MockPostfix
{
  char   *folder;
  char   *maildir;
  guint16 port;
};

static void
set_start_error (GError **error, GSubprocess *process, const char *text)
{
  gboolean cannot =
      g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == EXIT_SKIP;

  g_set_error_literal (
      error, G_IO_ERROR, cannot ? G_IO_ERROR_NOT_SUPPORTED : G_IO_ERROR_FAILED, text);
}

/* Runs postfix.sh; answers what it printed. */
static char *
run_script (MockPostfix *self, const char *const *arguments, GError **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_ptr_array_add (argv, (char *) MAPI_MOCK_DIR "/postfix.sh");
  g_ptr_array_add (argv, self->folder);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) arguments[i]);
  g_ptr_array_add (argv, NULL);

  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                               error);
  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, NULL, NULL, &output, &errors, error))
    return NULL;
  if (!g_subprocess_get_successful (process))
    {
      set_start_error (error, process, errors);
      return NULL;
    }

  return g_steal_pointer (&output);
}

MockPostfix *
mock_postfix_start (const char *const *main_lines, GError **error)
{
  g_autoptr (MockPostfix) self = g_new0 (MockPostfix, 1);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *output = NULL;

  /* Its daemons give up root, and must still pass the way to their folder: no place in a home. */
  self->folder = g_mkdtemp_full (g_strdup ("/var/tmp/mapi-postfix-XXXXXX"), 0755);
  self->maildir = g_build_filename (self->folder, "maildir", NULL);

  g_ptr_array_add (arguments, (char *) "start");
  g_ptr_array_add (arguments, (char *) "0");
  for (guint i = 0; main_lines != NULL && main_lines[i] != NULL; i++)
    g_ptr_array_add (arguments, (char *) main_lines[i]);
  g_ptr_array_add (arguments, NULL);

  output = run_script (self, (const char *const *) arguments->pdata, error);
  if (output == NULL)
    return NULL;

  self->port = (guint16) atoi (output);
  return g_steal_pointer (&self);
}

guint16
mock_postfix_get_port (MockPostfix *self)
{
  return self->port;
}

const char *
mock_postfix_get_maildir (MockPostfix *self)
{
  return self->maildir;
}

void
mock_postfix_free (MockPostfix *self)
{
  const char *const stop[] = { "stop", NULL };
  g_autofree char  *output = run_script (self, stop, NULL);
  const char *const clear[] = { "rm", "-rf", "--", self->folder, NULL };
  g_autoptr (GSubprocess) process = g_subprocess_newv (clear, G_SUBPROCESS_FLAGS_NONE, NULL);

  if (process != NULL)
    g_subprocess_wait (process, NULL, NULL);
  g_free (self->maildir);
  g_free (self->folder);
  g_free (self);
}
