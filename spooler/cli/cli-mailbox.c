/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading .eml files, mboxes and Maildirs. */

#include "config.h"

#include "cli-mailbox.h"

/* The line before each message of an mbox; "From : someone" is a header, of a kind. */
static gboolean
cli_is_mbox_line (const char *line, gsize length)
{
  gsize i = 4;

  if (length < 5 || memcmp (line, "From ", 5) != 0)
    return FALSE;
  while (i < length && (line[i] == ' ' || line[i] == '\t'))
    i++;
  return i == length || line[i] != ':';
}

/* ">From " in a body was "From " before it went into the mbox (mboxrd). */
static const char *
cli_mbox_unquote (const char *line)
{
  const char *p = line;

  while (*p == '>')
    p++;
  return p != line && g_str_has_prefix (p, "From ") ? line + 1 : line;
}

static gboolean
cli_mbox_flush (MapiMemoryStream **message,
                const char        *path,
                guint              number,
                CliMailVisit       visit,
                gpointer           data,
                GError           **error)
{
  g_autoptr (MapiMemoryStream) stream = g_steal_pointer (message);
  g_autoptr (GInputStream) input = NULL;
  g_autofree char *where = NULL;

  if (stream == NULL)
    return TRUE;
  if (!mapi_stream_seek (MAPI_STREAM (stream), 0, 0, NULL, error))
    return FALSE;
  input = mapi_stream_get_input_stream (MAPI_STREAM (stream));
  where = g_strdup_printf ("%s, message %u", path, number);
  return visit (input, where, data, error);
}

/* An empty line is held back until it is known whether a message ends with it. */
static gboolean
cli_mbox_append (MapiMemoryStream *message,
                 const char       *held,
                 const char       *line,
                 gsize             length,
                 Cli              *cli,
                 GError          **error)
{
  const char *text = cli_mbox_unquote (line);
  g_autoptr (GByteArray) array = g_byte_array_sized_new (length + 2);
  g_autoptr (GBytes) bytes = NULL;

  if (held != NULL)
    g_byte_array_append (array, (const guint8 *) held, strlen (held));
  g_byte_array_append (array, (const guint8 *) text, length - (text - line));
  g_byte_array_append (array, (const guint8 *) "\n", 1);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  return mapi_stream_write (MAPI_STREAM (message), bytes, cli->cancellable, error);
}

static gboolean
cli_mbox_read (Cli              *cli,
               GDataInputStream *input,
               const char       *path,
               CliMailVisit      visit,
               gpointer          data,
               GError          **error)
{
  g_autoptr (MapiMemoryStream) message = NULL;
  const char *held = NULL;
  guint       number = 0;

  while (TRUE)
    {
      g_autoptr (GError) local = NULL;
      gsize            length = 0;
      const char      *blank;
      g_autofree char *line =
          g_data_input_stream_read_line (input, &length, cli->cancellable, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (line == NULL)
        return cli_mbox_flush (&message, path, number, visit, data, error);
      if ((message == NULL || held != NULL) && cli_is_mbox_line (line, length))
        {
          held = NULL;
          if (!cli_mbox_flush (&message, path, number++, visit, data, error))
            return FALSE;
          message = mapi_memory_stream_new (NULL);
          continue;
        }
      blank = length == 0 ? "\n" : g_str_equal (line, "\r") ? "\r\n" : NULL;
      if (message != NULL && (blank == NULL || held != NULL) &&
          !cli_mbox_append (message, blank == NULL ? held : NULL, line, length, cli, error))
        return FALSE;
      held = blank;
    }
}

static gboolean
cli_file_read (Cli *cli, const char *path, CliMailVisit visit, gpointer data, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cli->cancellable, error);
  g_autoptr (GInputStream) buffered = NULL;
  const char *start;
  gsize       available = 0;

  if (stream == NULL)
    return FALSE;
  buffered = G_INPUT_STREAM (g_data_input_stream_new (G_INPUT_STREAM (stream)));
  if (g_buffered_input_stream_fill (
          G_BUFFERED_INPUT_STREAM (buffered), -1, cli->cancellable, error) < 0)
    return FALSE;

  start = g_buffered_input_stream_peek_buffer (G_BUFFERED_INPUT_STREAM (buffered), &available);
  if (cli_is_mbox_line (start, available))
    return cli_mbox_read (cli, G_DATA_INPUT_STREAM (buffered), path, visit, data, error);
  return visit (buffered, path, data, error);
}

/* A file that cannot be read does not hide the others. */
static gboolean
cli_directory_read (Cli *cli, const char *path, CliMailVisit visit, gpointer data, GError **error)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, error);
  g_autoptr (GError) first = NULL;
  const char *name;

  if (directory == NULL)
    return FALSE;
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (name[0] != '.' && g_file_test (file, G_FILE_TEST_IS_REGULAR))
        cli_file_read (cli, file, visit, data, first == NULL ? &first : NULL);
    }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

gboolean
cli_mailbox_read (Cli *cli, const char *path, CliMailVisit visit, gpointer data, GError **error)
{
  static const char *const parts[] = { "cur", "new" };
  gboolean                 maildir = FALSE;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return cli_file_read (cli, path, visit, data, error);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = g_build_filename (path, parts[i], NULL);

      if (!g_file_test (part, G_FILE_TEST_IS_DIR))
        continue;
      maildir = TRUE;
      if (!cli_directory_read (cli, part, visit, data, error))
        return FALSE;
    }
  return maildir || cli_directory_read (cli, path, visit, data, error);
}

/* Bytes below @path, for the progress bar. */
guint64
cli_mailbox_size (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  guint64 size = 0;

  g_file_measure_disk_usage (
      file, G_FILE_MEASURE_APPARENT_SIZE, NULL, NULL, NULL, &size, NULL, NULL, NULL);
  return size;
}
