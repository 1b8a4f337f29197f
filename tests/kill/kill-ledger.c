/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "kill-ledger.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void
append (const char *folder, const char *name, const char *line)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int              fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  gsize            size = strlen (line);

  if (fd < 0 || write (fd, line, size) != (gssize) size)
    g_error ("%s: cannot be written to", path);
  close (fd);
}

void
kill_ledger_add (const char *folder, const char *name, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  va_list          args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  line = g_strconcat (text, "\n", NULL);
  append (folder, name, line);
}

void
kill_ledger_sign (const char *folder, const char *name, const char *text)
{
  kill_ledger_add (folder, name, "%s %d %s", g_getenv (KILL_LIFE), (int) gettid (), text);
}

GPtrArray *
kill_ledger_read (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return rows;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      g_ptr_array_add (rows, g_strsplit (lines[i], " ", -1));
  return rows;
}
