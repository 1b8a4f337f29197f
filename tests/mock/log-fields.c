/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* log-fields.so, for LD_PRELOAD: what a program logs with fields, it also writes to the file that
 * LOG_FIELDS names, an entry a line, NAME=value with tabs between them. */

#define _GNU_SOURCE /* RTLD_NEXT */

#include <dlfcn.h>
#include <glib.h>
#include <stdio.h>

/* With one call, so that threads do not mix their lines. */
static void
write_fields (const char *path, const GLogField *fields, gsize n_fields)
{
  g_autoptr (GString) line = g_string_new (NULL);
  FILE *file = fopen (path, "a");

  for (gsize i = 0; i < n_fields; i++)
    {
      g_autofree char *value =
          fields[i].length < 0 ? g_strescape (fields[i].value, NULL) : g_strdup ("(bytes)");

      g_string_append_printf (line, "%s%s=%s", i > 0 ? "\t" : "", fields[i].key, value);
    }
  g_string_append_c (line, '\n');

  if (file == NULL)
    return;
  fwrite (line->str, 1, line->len, file);
  fclose (file);
}

void
g_log_structured_array (GLogLevelFlags level, const GLogField *fields, gsize n_fields)
{
  void (*next) (GLogLevelFlags level, const GLogField *fields, gsize n_fields);
  const char *path = g_getenv ("LOG_FIELDS");

  if (path != NULL)
    write_fields (path, fields, n_fields);
  *(void **) &next = dlsym (RTLD_NEXT, "g_log_structured_array");
  next (level, fields, n_fields);
}
