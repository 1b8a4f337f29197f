/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "cli.h"

CliExit
cli_usage (GError **error, const char *format, ...)
{
  va_list list;

  va_start (list, format);
  if (error != NULL)
    *error = g_error_new_valist (CLI_USAGE_ERROR, 0, format, list);
  va_end (list);
  return CLI_USAGE;
}

/* GOption leaves the "--" before what looks like an option. */
static void
cli_drop_separator (char **arguments)
{
  while (*arguments != NULL && !g_str_equal (*arguments, "--"))
    arguments++;
  if (*arguments == NULL)
    return;

  g_free (*arguments);
  for (; *arguments != NULL; arguments++)
    arguments[0] = arguments[1];
}

/*
 * Takes the options out of @arguments and gives what is left, or %NULL. `--help` prints and ends
 * the program, as GOption does.
 */
char **
cli_parse (const CliCommand   *command,
           const GOptionEntry *options,
           char              **arguments,
           guint               least,
           guint               most,
           GError            **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->arguments);
  g_autoptr (GPtrArray) line = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_auto (GStrv) strv = NULL;
  guint n;

  g_ptr_array_add (line, g_strdup_printf ("mapi %s", command->name));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (line, g_strdup (*arguments));
  strv = (char **) g_ptr_array_free (g_steal_pointer (&line), FALSE);

  g_option_context_set_summary (context, command->summary);
  if (options != NULL)
    g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse_strv (context, &strv, error))
    return NULL;

  cli_drop_separator (strv + 1);
  n = g_strv_length (strv) - 1;
  if (n < least || n > most)
    {
      cli_usage (error,
                 n < least ? "too little: it takes %s" : "too much: it takes %s",
                 command->arguments != NULL ? command->arguments : "no arguments");
      return NULL;
    }
  return g_strdupv (strv + 1);
}
