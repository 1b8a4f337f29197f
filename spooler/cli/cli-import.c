/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* `mapi import`: brings messages in. Several threads, so that they share the store's commits. */

#include "config.h"

#include "cli-mailbox.h"
#include "cli-store.h"
#include <unistd.h>

#define CLI_IMPORT_THREADS 8
#define CLI_IMPORT_AHEAD 32

typedef struct
{
  Cli         *cli;
  MapiFolder  *folder;
  GThreadPool *pool;
  GMutex       lock;
  GCond        room;
  guint        ahead;
  guint64      n_read;
  guint64      bytes;
  guint64      bytes_total;
  guint        n_done;
  GPtrArray   *failures;
  gboolean     progress;
  gint64       shown;
} CliImport;

/* One message on its way from the reader to the threads that save. */
typedef struct
{
  MapiMemoryStream *stream;
  char             *where;
} CliMail;

static void
cli_import_show (CliImport *import, gboolean end)
{
  gint64 now = g_get_monotonic_time ();
  guint  percent;

  if (!import->progress || (!end && now - import->shown < G_USEC_PER_SEC / 10))
    return;
  import->shown = now;
  percent =
      import->bytes_total > 0 ? (guint) MIN (import->bytes * 100 / import->bytes_total, 100) : 100;
  g_printerr ("\r[%-40.*s] %3u %%  %u messages",
              (int) (percent * 40 / 100),
              "########################################",
              percent,
              import->n_done);
  if (end)
    g_printerr ("\n");
}

static gboolean
cli_import_save (CliImport *import, CliMail *mail, GError **error)
{
  GCancellable *cancellable = import->cli->cancellable;
  g_autoptr (GInputStream) input = NULL;
  g_autoptr (MapiMessage) message = NULL;

  if (!mapi_stream_seek (MAPI_STREAM (mail->stream), 0, 0, NULL, error))
    return FALSE;
  input = mapi_stream_get_input_stream (MAPI_STREAM (mail->stream));
  message = mapi_folder_create_message (import->folder, NULL, 0, cancellable, error);

  return message != NULL && mapi_mime_read (message, input, 0, cancellable, error) &&
         cli_mark_received (import->cli, message, error) &&
         mapi_prop_save_changes (MAPI_PROP (message), 0, cancellable, error);
}

static void
cli_import_work (gpointer data, gpointer user_data)
{
  CliMail   *mail = data;
  CliImport *import = user_data;
  g_autoptr (GError) error = NULL;
  gboolean         saved = cli_import_save (import, mail, &error);
  g_autofree char *text = saved ? NULL : cli_error_text (error);

  g_mutex_lock (&import->lock);
  if (saved)
    import->n_done++;
  else
    g_ptr_array_add (import->failures, g_strdup_printf ("%s: %s", mail->where, text));
  import->ahead--;
  cli_import_show (import, FALSE);
  g_cond_signal (&import->room);
  g_mutex_unlock (&import->lock);

  g_object_unref (mail->stream);
  g_free (mail->where);
  g_free (mail);
}

static gboolean
cli_import_visit (GInputStream *stream, const char *where, gpointer data, GError **error)
{
  CliImport *import = data;
  g_autoptr (MapiMemoryStream) copy = mapi_memory_stream_new (NULL);
  g_autoptr (GOutputStream) output = mapi_stream_get_output_stream (MAPI_STREAM (copy));
  gssize   size = g_output_stream_splice (output, stream, 0, import->cli->cancellable, error);
  CliMail *mail;

  if (size < 0)
    return FALSE;

  mail = g_new (CliMail, 1);
  mail->stream = g_steal_pointer (&copy);
  mail->where = g_strdup (where);

  g_mutex_lock (&import->lock);
  import->n_read++;
  import->bytes += (guint64) size;
  import->ahead++;
  while (import->ahead > CLI_IMPORT_AHEAD)
    g_cond_wait (&import->room, &import->lock);
  g_mutex_unlock (&import->lock);

  return g_thread_pool_push (import->pool, mail, error);
}

/* What cannot be read does not keep the rest from coming in. */
static void
cli_import_path (CliImport *import, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (cli_mailbox_read (import->cli, path, cli_import_visit, import, &error))
    return;
  g_mutex_lock (&import->lock);
  g_ptr_array_add (import->failures, g_strdup (error->message));
  g_mutex_unlock (&import->lock);
}

static CliExit
cli_import_report (CliImport *import)
{
  g_autoptr (JsonObject) object = json_object_new ();

  cli_import_show (import, TRUE);
  for (guint i = 0; i < import->failures->len; i++)
    g_printerr ("mapi import: %s\n", (char *) import->failures->pdata[i]);

  json_object_set_int_member (object, "imported", import->n_done);
  json_object_set_int_member (object, "failed", import->failures->len);
  cli_print_object (import->cli, object, NULL);
  if (import->failures->len == 0)
    return CLI_OK;
  return import->n_done > 0 ? CLI_PARTIAL : CLI_FAILED;
}

CliExit
cli_import (Cli *cli, const CliCommand *command, char **arguments, GError **error)
{
  g_autofree char   *folder = NULL;
  const GOptionEntry options[] = {
    { "folder", 'f', 0, G_OPTION_ARG_STRING, &folder, "Where to (default: Inbox)", "FOLDER" },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse (cli, command, options, arguments, 1, G_MAXUINT, error);
  g_autoptr (MapiMsgStore) store = rest != NULL ? cli_open_store (cli, error) : NULL;
  g_autoptr (MapiFolder) target = NULL;
  g_autoptr (GPtrArray) failures = g_ptr_array_new_with_free_func (g_free);
  CliImport import = { cli };

  if (store == NULL)
    return CLI_FAILED;
  target = cli_open_folder (cli, store, folder != NULL ? folder : "Inbox", MAPI_MODIFY, error);
  if (target == NULL)
    return CLI_FAILED;

  import.folder = target;
  import.failures = failures;
  import.progress = !cli->quiet && isatty (STDERR_FILENO);
  import.pool = g_thread_pool_new (cli_import_work, &import, CLI_IMPORT_THREADS, TRUE, NULL);
  for (char **path = rest; *path != NULL; path++)
    import.bytes_total += cli_mailbox_size (*path);
  for (char **path = rest; *path != NULL && !g_cancellable_is_cancelled (cli->cancellable); path++)
    cli_import_path (&import, *path);

  g_thread_pool_free (import.pool, FALSE, TRUE);
  if (g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    return import.n_done > 0 ? CLI_PARTIAL : CLI_FAILED;
  return cli_import_report (&import);
}
