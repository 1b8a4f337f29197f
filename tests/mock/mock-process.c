/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-process.h"

#include <stdlib.h>

struct _MockProcess
{
  GSubprocess *process;
  guint16      port;
};

/* The first line alone: a server that goes on printing must not block. */
static char *
read_first_line (GSubprocess *process, GError **error)
{
  g_autoptr (GDataInputStream) stream =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));

  return g_data_input_stream_read_line (stream, NULL, NULL, error);
}

MockProcess *
mock_process_start (const char *const *argv, GError **error)
{
  g_auto (GStrv) words = g_strdupv ((GStrv) argv);
  g_autofree char *program = g_build_filename (MAPI_MOCK_DIR, words[0], NULL);
  g_autofree char *line = NULL;
  g_autoptr (GSubprocess) process = NULL;
  MockProcess *self;

  g_free (words[0]);
  words[0] = g_steal_pointer (&program);
  process = g_subprocess_newv ((const char *const *) words, G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
  if (process == NULL)
    return NULL;

  line = read_first_line (process, error);
  if (line == NULL || atoi (line) <= 0)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s printed no port", words[0]);
      g_subprocess_force_exit (process);
      return NULL;
    }

  self = g_new0 (MockProcess, 1);
  self->process = g_steal_pointer (&process);
  self->port = (guint16) atoi (line);
  return self;
}

guint16
mock_process_get_port (MockProcess *self)
{
  return self->port;
}

void
mock_process_kill (MockProcess *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
}

void
mock_process_free (MockProcess *self)
{
  mock_process_kill (self);
  g_object_unref (self->process);
  g_free (self);
}

MockProcess *
mock_smtp_start (const char *folder, guint16 port, const char *const *options, GError **error)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_strdup ("smtp_server.py"));
  g_ptr_array_add (argv, g_strdup (folder));
  g_ptr_array_add (argv, g_strdup_printf ("--port=%u", port));
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    g_ptr_array_add (argv, g_strdup (options[i]));
  g_ptr_array_add (argv, NULL);

  return mock_process_start ((const char *const *) argv->pdata, error);
}

guint
mock_smtp_count (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint       n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ".eml");

  return n;
}
