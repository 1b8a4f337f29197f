/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-child.h"
#include "tap.h"

void
mock_child_start (MockChild *self, const char *command, const char *path, const char *more)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program =
      g_build_filename (g_getenv ("MAPI_BUILD_ROOT"), "tests", "mock", "sqlite-child", NULL);

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                    &error,
                                    program,
                                    command,
                                    path,
                                    more,
                                    NULL);
  TAP_NO_ERROR (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
}

void
mock_child_tell (MockChild *self, const char *line)
{
  g_autoptr (GError) error = NULL;
  GOutputStream *input = g_subprocess_get_stdin_pipe (self->process);

  g_output_stream_printf (input, NULL, NULL, &error, "%s\n", line);
  TAP_NO_ERROR (error);
}

char *
mock_child_read (MockChild *self)
{
  return g_data_input_stream_read_line (self->output, NULL, NULL, NULL);
}

void
mock_child_end (MockChild *self)
{
  if (self->process == NULL)
    return;
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
}
