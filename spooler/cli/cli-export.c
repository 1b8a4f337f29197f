/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi export`: a message as .eml, a folder as mbox or Maildir. */

#include "config.h"

#include "cli-store.h"
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  Cli           *cli;
  MapiMsgStore  *store;
  GOutputStream *mbox;
  char          *maildir;
  guint          n_done;
  guint          n_failed;
} CliExport;

static gboolean
cli_export_write (CliExport *export, const char *data, gsize length, GError **error)
{
  return g_output_stream_write_all (
      export->mbox, data, length, NULL, export->cli->cancellable, error);
}

static gboolean
cli_is_quoted_from (const char *line)
{
  return g_str_has_prefix (line + strspn (line, ">"), "From ");
}

/* mboxrd: every line that begins with "From ", however often quoted, gets one more ">". */
static gboolean
cli_export_mbox (CliExport *export, GInputStream *mail, GError **error)
{
  static const char from_line[] = "From MAPI Thu Jan  1 00:00:00 1970\n";
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (mail);
  GCancellable *cancellable = export->cli->cancellable;

  if (!cli_export_write (export, from_line, strlen (from_line), error))
    return FALSE;
  while (TRUE)
    {
      g_autoptr (GError) local = NULL;
      gsize            length = 0;
      g_autofree char *line = g_data_input_stream_read_line (lines, &length, cancellable, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (line == NULL)
        return cli_export_write (export, "\n", 1, error);
      if (cli_is_quoted_from (line) && !cli_export_write (export, ">", 1, error))
        return FALSE;
      line[length] = '\n';
      if (!cli_export_write (export, line, length + 1, error))
        return FALSE;
    }
}

static gboolean
cli_export_maildir (CliExport *export, GInputStream *mail, const char *id, GError **error)
{
  g_autofree char *name = g_strdup_printf (
      "%" G_GINT64_FORMAT ".%s.%s:2,S", g_get_real_time (), id, g_get_host_name ());
  g_autoptr (GFile) draft = g_file_new_build_filename (export->maildir, "tmp", name, NULL);
  g_autoptr (GFile) file = g_file_new_build_filename (export->maildir, "cur", name, NULL);
  GCancellable *cancellable = export->cli->cancellable;
  g_autoptr (GFileOutputStream) output =
      g_file_create (draft, G_FILE_CREATE_PRIVATE, cancellable, error);

  if (output == NULL)
    return FALSE;
  if (g_output_stream_splice (G_OUTPUT_STREAM (output),
                              mail,
                              G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                              cancellable,
                              error) >= 0 &&
      g_file_move (draft, file, G_FILE_COPY_NONE, cancellable, NULL, NULL, error))
    return TRUE;
  g_file_delete (draft, NULL, NULL);
  return FALSE;
}

/* The message as mail, whole: what fails half-way gets into no mailbox. */
static GInputStream *
cli_export_read (CliExport *export, GBytes *entry_id, GError **error)
{
  GCancellable *cancellable = export->cli->cancellable;
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (export->store, entry_id, NULL, 0, cancellable, error);
  g_autoptr (MapiMemoryStream) copy = mapi_memory_stream_new (NULL);
  g_autoptr (GOutputStream) output = mapi_stream_get_output_stream (MAPI_STREAM (copy));

  if (message == NULL ||
      !mapi_mime_write (
          MAPI_MESSAGE (message), output, MAPI_MIME_WRITE_WITH_BCC, cancellable, error) ||
      !mapi_stream_seek (MAPI_STREAM (copy), 0, 0, NULL, error))
    return NULL;
  return mapi_stream_get_input_stream (MAPI_STREAM (copy));
}

/* A message that cannot be read does not keep the others in. */
static gboolean
cli_export_row (MapiPropList *row, gpointer data, GError **error)
{
  CliExport *export = data;
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autofree char *id = cli_short_id (entry_id);
  g_autoptr (GError) local = NULL;
  g_autoptr (GInputStream) mail = cli_export_read (export, entry_id, &local);

  if (g_cancellable_set_error_if_cancelled (export->cli->cancellable, error))
    return FALSE;
  if (mail == NULL)
    {
      g_autofree char *text = cli_error_text (local);

      g_printerr ("mapi export: %s: %s\n", id, text);
      export->n_failed++;
      return TRUE;
    }
  if (export->maildir != NULL ? !cli_export_maildir (export, mail, id, error)
                              : !cli_export_mbox (export, mail, error))
    return FALSE;
  export->n_done++;
  return TRUE;
}

static gboolean
cli_export_folder (CliExport *export, MapiFolder *folder, GError **error)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiTable) table = mapi_container_get_contents_table (
      MAPI_CONTAINER (folder), 0, export->cli->cancellable, error);

  return table != NULL && cli_visit_rows (export->cli, table, tags, cli_export_row, export, error);
}

static gboolean
cli_make_maildir (const char *path, GError **error)
{
  static const char *const parts[] = { "tmp", "new", "cur" };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = g_build_filename (path, parts[i], NULL);

      if (g_mkdir_with_parents (part, 0700) != 0)
        {
          int code = errno;

          g_set_error (error,
                       G_IO_ERROR,
                       g_io_error_from_errno (code),
                       "cannot make %s: %s",
                       part,
                       g_strerror (code));
          return FALSE;
        }
    }
  return TRUE;
}

/* A file is replaced; a pipe or a device is written to. */
static GOutputStream *
cli_export_open (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) local = NULL;
  GFileOutputStream *stream;

  if (path == NULL)
    return g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  file = g_file_new_for_commandline_arg (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, &local);
  else
    stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, &local);
  if (local != NULL)
    g_propagate_prefixed_error (error, g_steal_pointer (&local), "cannot write %s: ", path);
  return G_OUTPUT_STREAM (stream);
}

static void
cli_export_answer (Cli *cli, guint n_written)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "written", n_written);
  cli_answer (cli, object, "%u %s written", n_written, n_written == 1 ? "message" : "messages");
}

static CliExit
cli_export_one (Cli *cli, MapiMsgStore *store, const char *id, const char *path, GError **error)
{
  g_autoptr (MapiMessage) message = cli_open_message (cli, store, id, 0, error);
  g_autoptr (GOutputStream) output = message != NULL ? cli_export_open (path, error) : NULL;

  if (output == NULL ||
      !mapi_mime_write (message, output, MAPI_MIME_WRITE_WITH_BCC, cli->cancellable, error) ||
      !g_output_stream_close (output, cli->cancellable, error))
    return CLI_FAILED;
  if (path != NULL)
    cli_export_answer (cli, 1);
  return CLI_OK;
}

CliExit
cli_export (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_autofree char   *output = NULL, *maildir = NULL;
  const GOptionEntry options[] = {
    { "output",
      'o',
      0,
      G_OPTION_ARG_FILENAME,
      &output,
      "The file to write (default: standard output)",
      "FILE" },
    { "maildir",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &maildir,
      "Write a folder as a Maildir instead of an mbox",
      "DIRECTORY" },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 1, 1, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;
  g_autoptr (MapiFolder) folder = NULL;
  g_autoptr (GOutputStream) mbox = NULL;
  CliExport export = { cli, store };

  if (store == NULL)
    return CLI_FAILED;
  folder = cli_open_folder (cli, store, rest[0], 0, NULL);
  if (folder == NULL)
    return cli_export_one (cli, store, rest[0], output, error);

  if (maildir != NULL)
    export.maildir = maildir;
  else if ((mbox = export.mbox = cli_export_open (output, error)) == NULL)
    return CLI_FAILED;
  if ((maildir != NULL && !cli_make_maildir (maildir, error)) ||
      !cli_export_folder (&export, folder, error))
    return export.n_done > 0 ? CLI_PARTIAL : CLI_FAILED;
  if (mbox != NULL && !g_output_stream_close (mbox, cli->cancellable, error))
    return CLI_FAILED;

  if (output != NULL || maildir != NULL)
    cli_export_answer (cli, export.n_done);
  if (export.n_failed == 0)
    return CLI_OK;
  return export.n_done > 0 ? CLI_PARTIAL : CLI_FAILED;
}
