/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "handover-listener.h"
#include "sleep-watch.h"

#include <mapi-spooler/mapi-spooler.h>

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  char    *profile;
  char    *metrics_file;
  gboolean foreground;
  gboolean drain;
  gboolean no_handover;
  gboolean version;
} Options;

/* As often as those who read it look, by default. */
#define SECONDS_BETWEEN_METRICS 15

/* What is being handed over when the end comes is given this time, and what was handed over this
 * one to be in the queue. */
#define SECONDS_TO_HAND_OVER 2
#define SECONDS_TO_SUBMIT 5

typedef struct
{
  Options      options;
  GMainLoop   *loop;
  MapiSession *session;
  MapiSpooler *spooler;
  GThread     *drainer;
  gboolean     failed; /* to start again */
  gboolean     metrics_failed;

  HandoverListener *listener;
} Daemon;

/* What happens goes to the journal with its fields, so that one message can be followed:
 * journalctl --user MAPI_MESSAGE=... */
static void
log_event (const char *text, char **fields)
{
  GLogField log_fields[8] = {
    { "MESSAGE", text, -1 },
    { "PRIORITY", "6", -1 },
    { "GLIB_DOMAIN", G_LOG_DOMAIN, -1 },
  };
  gsize n_fields = 3;

  for (gsize i = 0; fields[i] != NULL && n_fields < G_N_ELEMENTS (log_fields); i++)
    {
      char *value = strchr (fields[i], '=');

      if (g_str_has_prefix (fields[i], "MESSAGE="))
        log_fields[n_fields++] = (GLogField){ "MAPI_MESSAGE", value + 1, -1 };
      else if (g_str_has_prefix (fields[i], "TRANSPORT="))
        log_fields[n_fields++] = (GLogField){ "MAPI_TRANSPORT", value + 1, -1 };
      else if (g_str_has_prefix (fields[i], "EVENT="))
        log_fields[n_fields++] = (GLogField){ "MAPI_EVENT", value + 1, -1 };
    }

  g_log_structured_array (G_LOG_LEVEL_INFO, log_fields, n_fields);
}

static void
tell (const Daemon *daemon, const char *text, char **fields)
{
  if (!daemon->options.foreground)
    {
      log_event (text, fields);
      return;
    }

  printf ("%s\n", text);
  fflush (stdout);
}

static void
on_event (MapiSpooler *spooler, const char *text, char **fields, gpointer data)
{
  tell (data, text, fields);
}

static void
on_handed_over (int process, gpointer data)
{
  char            *fields[] = { (char *) "EVENT=handed-over", NULL };
  g_autofree char *text =
      g_strdup_printf ("process %d has handed over what it was to send", process);

  tell (data, text, fields);
}

static gboolean
on_signal (gpointer data)
{
  Daemon *daemon = data;

  g_main_loop_quit (daemon->loop);
  return G_SOURCE_CONTINUE;
}

/* Whoever reads it finds a whole one. That it cannot be written is said once. */
static void
write_metrics (Daemon *daemon)
{
  const char *path = daemon->options.metrics_file;
  g_autoptr (MapiRowSet) counts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gboolean         written;

  if (path == NULL || daemon->spooler == NULL)
    return;

  mapi_spooler_update_status (daemon->spooler);
  counts = mapi_spooler_get_last_counts (daemon->spooler);
  text = mapi_spooler_format_metrics (daemon->session, NULL, counts, NULL, &error);
  written = text != NULL &&
            g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, &error);
  if (!written && !daemon->metrics_failed)
    g_warning ("no metrics: %s", error->message);
  daemon->metrics_failed = !written;
}

static gboolean
on_metrics (gpointer data)
{
  write_metrics (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
parse_options (Options *options, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "profile",
      'p',
      0,
      G_OPTION_ARG_STRING,
      &options->profile,
      "The profile to work for, instead of the default one",
      "NAME" },
    { "foreground",
      'f',
      0,
      G_OPTION_ARG_NONE,
      &options->foreground,
      "Tell on standard output what happens, instead of in the journal",
      NULL },
    { "drain",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options->drain,
      "Send what waits and fetch what there is, once, and end",
      NULL },
    { "no-handover",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options->no_handover,
      "Leave it to each `mapi send` to put its messages into the queue",
      NULL },
    { "metrics-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &options->metrics_file,
      "Keep a file that Prometheus reads up to date",
      "PATH" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Tell the version and end", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- send and receive mail");

  g_option_context_set_summary (
      context, "Sends the messages in the outgoing queues of a profile, and receives new ones.");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, &argc, &argv, error);
}

static gboolean
on_drained (gpointer data)
{
  Daemon *daemon = data;

  g_main_loop_quit (daemon->loop);
  return G_SOURCE_REMOVE;
}

static gpointer
drain (gpointer data)
{
  Daemon *daemon = data;
  g_autoptr (GError) error = NULL;

  if (!mapi_spooler_flush (daemon->spooler, 0, NULL, &error))
    g_warning ("%s", error->message);
  g_idle_add (on_drained, daemon);

  return NULL;
}

static void
on_transport_state (
    MapiSpooler *spooler, const char *transport, guint code, const char *text, gpointer data)
{
  if (text != NULL)
    g_message ("%s: %s", transport, text);
}

/* What was to be sent or fetched meanwhile, and what waits for a server that could not be reached.
 */
static void
on_awake (gpointer data)
{
  Daemon *daemon = data;
  g_autoptr (GError) error = NULL;

  g_message ("the machine has slept: all that waits is tried");
  if (daemon->spooler != NULL &&
      !mapi_spooler_flush (daemon->spooler, MAPI_FLUSH_ASYNC_OK, NULL, &error))
    g_info ("%s", error->message);
}

static MapiSession *
log_on (Daemon *daemon, GError **error)
{
  return mapi_session_logon (daemon->options.profile, 0, NULL, error);
}

static void
log_off (MapiSession *session)
{
  mapi_session_logoff (session, 0, NULL, NULL);
  g_object_unref (session);
}

static gboolean
start_spooler (Daemon *daemon, MapiSession *session, GError **error)
{
  g_autoptr (MapiSpooler) spooler = mapi_spooler_new_for_session (session);

  g_object_set (spooler, "eager", daemon->options.drain, NULL);
  g_signal_connect (spooler, "event", G_CALLBACK (on_event), daemon);
  g_signal_connect (spooler, "transport-state", G_CALLBACK (on_transport_state), daemon);
  if (!mapi_spooler_start (spooler, NULL, error))
    return FALSE;

  daemon->spooler = g_steal_pointer (&spooler);
  if (daemon->options.drain)
    daemon->drainer = g_thread_new ("drain", drain, daemon);
  return TRUE;
}

static gboolean
stop_spooler (Daemon *daemon, GError **error)
{
  gboolean stopped = daemon->spooler == NULL || mapi_spooler_stop (daemon->spooler, error);

  /* A flush ends with the engine. */
  g_clear_pointer (&daemon->drainer, g_thread_join);
  /* What the engine told while it stopped. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  write_metrics (daemon);
  g_clear_object (&daemon->spooler);
  return stopped;
}

/* Without it each `mapi send` works by itself. */
static void
start_listener (Daemon *daemon)
{
  const char *profile = mapi_profile_get_name (mapi_session_get_profile (daemon->session));
  g_autoptr (GError) error = NULL;

  if (daemon->options.drain || daemon->options.no_handover)
    return;
  daemon->listener = handover_listener_new (profile, on_handed_over, daemon, &error);
  if (daemon->listener == NULL)
    g_message ("nothing is taken from `mapi send`: %s", error->message);
}

static gboolean
stop_listener (Daemon *daemon, GError **error)
{
  HandoverListener *listener = g_steal_pointer (&daemon->listener);

  if (listener == NULL ||
      handover_listener_stop (listener, SECONDS_TO_HAND_OVER, SECONDS_TO_SUBMIT))
    return TRUE;
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_TIMEOUT, "a store does not come back with what `mapi send` sends");
  return FALSE;
}

static gboolean
start (Daemon *daemon, GError **error)
{
  daemon->session = log_on (daemon, error);
  if (daemon->session == NULL || !start_spooler (daemon, daemon->session, error))
    return FALSE;

  start_listener (daemon);
  return TRUE;
}

/* What is taken to the end lies in the queue before the spooler goes. */
static gboolean
stop (Daemon *daemon, GError **error)
{
  gboolean left = !stop_listener (daemon, error);
  gboolean stopped = stop_spooler (daemon, left ? NULL : error);

  g_clear_pointer (&daemon->session, log_off);
  return stopped && !left;
}

static void
go_back (Daemon *daemon)
{
  g_autoptr (GError) error = NULL;

  if (start_spooler (daemon, daemon->session, &error))
    return;

  g_printerr ("mapi-spooler: %s\n", error->message);
  daemon->failed = TRUE;
  g_main_loop_quit (daemon->loop);
}

/* A store that cannot be opened is better known while the old spooler is at work. */
static gboolean
check_store (MapiSession *session, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiMsgStore) store = mapi_session_open_msg_store (
      session, NULL, MAPI_MDB_WRITE | MAPI_MDB_NO_DIALOG, NULL, &local);

  if (store != NULL || g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* What is in flight is given its time, and goes on from the store otherwise. */
static gboolean
replace_spooler (Daemon *daemon, MapiSession *session, GError **error)
{
  g_autoptr (GError) stop_error = NULL;

  if (!check_store (session, error))
    return FALSE;
  if (!stop_spooler (daemon, &stop_error))
    g_warning ("%s", stop_error->message);
  if (!start_spooler (daemon, session, error))
    {
      go_back (daemon);
      return FALSE;
    }

  log_off (daemon->session);
  daemon->session = g_object_ref (session);
  return TRUE;
}

/* The profile is read anew, and all that works by the old one ends first; a profile that cannot be
 * used leaves everything as it was. */
static gboolean
on_reload (gpointer data)
{
  Daemon *daemon = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSession) session = log_on (daemon, &error);

  if (session != NULL && replace_spooler (daemon, session, &error))
    g_message ("the profile is read again");
  else
    g_warning ("the profile is not read again%s: %s",
               daemon->failed ? "" : ", all goes on as before",
               error->message);
  if (session != NULL && session != daemon->session)
    mapi_session_logoff (session, 0, NULL, NULL);
  return G_SOURCE_CONTINUE;
}

static int
run (Daemon *daemon)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) stop_error = NULL;
  SleepWatch *sleep_watch = sleep_watch_new (on_awake, daemon);
  int         status = EXIT_SUCCESS;

  daemon->loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, on_signal, daemon);
  g_unix_signal_add (SIGINT, on_signal, daemon);
  g_unix_signal_add (SIGHUP, on_reload, daemon);

  if (start (daemon, &error))
    {
      write_metrics (daemon);
      g_timeout_add_seconds (SECONDS_BETWEEN_METRICS, on_metrics, daemon);
      g_main_loop_run (daemon->loop);
    }
  else
    {
      g_printerr ("mapi-spooler: %s\n", error->message);
      status = EXIT_FAILURE;
    }

  sleep_watch_free (sleep_watch);
  if (!stop (daemon, &stop_error))
    {
      g_printerr ("mapi-spooler: %s\n", stop_error->message);
      status = EXIT_FAILURE;
    }
  g_main_loop_unref (daemon->loop);

  return daemon->failed ? EXIT_FAILURE : status;
}

int
main (int argc, char **argv)
{
  Daemon daemon = { 0 };
  g_autoptr (GError) error = NULL;
  int status;

  /* A limit to the size of files is an error like a full disk, not an end. */
  signal (SIGXFSZ, SIG_IGN);
  setlocale (LC_ALL, "");
  if (!parse_options (&daemon.options, argc, argv, &error))
    {
      g_printerr ("mapi-spooler: %s\n", error->message);
      return EXIT_FAILURE;
    }

  if (daemon.options.version)
    {
      printf ("mapi-spooler %s\n", MAPI_VERSION);
      return EXIT_SUCCESS;
    }

  status = run (&daemon);
  g_free (daemon.options.metrics_file);
  g_free (daemon.options.profile);
  return status;
}
