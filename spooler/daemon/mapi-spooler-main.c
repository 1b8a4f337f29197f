/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <mapi-spooler/mapi-spooler.h>

#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct
{
  char    *profile;
  gboolean foreground;
  gboolean drain;
  gboolean version;
} Options;

typedef struct
{
  Options      options;
  GMainLoop   *loop;
  MapiSession *session;
  MapiSpooler *spooler;
  gboolean     failed; /* to start again */
} Daemon;

static gboolean start (Daemon *daemon, GError **error);
static gboolean stop (Daemon *daemon, GError **error);

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
on_event (MapiSpooler *spooler, const char *text, char **fields, gpointer data)
{
  const Daemon *daemon = data;

  if (!daemon->options.foreground)
    {
      log_event (text, fields);
      return;
    }

  printf ("%s\n", text);
  fflush (stdout);
}

static gboolean
on_signal (gpointer data)
{
  Daemon *daemon = data;

  g_main_loop_quit (daemon->loop);
  return G_SOURCE_CONTINUE;
}

/* The profile is read anew, and all that works by the old one ends first. What is in flight is
 * given its time, and goes on from the store otherwise. */
static gboolean
on_reload (gpointer data)
{
  Daemon *daemon = data;
  g_autoptr (GError) error = NULL;

  g_message ("the profile is read again");
  if (!stop (daemon, &error))
    g_warning ("%s", error->message);
  g_clear_error (&error);
  if (!start (daemon, &error))
    {
      g_printerr ("mapi-spooler: %s\n", error->message);
      daemon->failed = TRUE;
      g_main_loop_quit (daemon->loop);
    }
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
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, "Tell the version and end", NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- send and receive mail");

  g_option_context_set_summary (
      context, "Sends the messages in the outgoing queues of a profile, and receives new ones.");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, &argc, &argv, error);
}

static gpointer
drain (gpointer data)
{
  Daemon *daemon = data;
  g_autoptr (GError) error = NULL;

  if (!mapi_spooler_flush (daemon->spooler, 0, NULL, &error))
    g_warning ("%s", error->message);
  g_main_loop_quit (daemon->loop);

  return NULL;
}

/* Whether at least one transport is up is known some time after the start: a drain waits for it. */
static void
on_transport_state (
    MapiSpooler *spooler, const char *transport, guint code, const char *text, gpointer data)
{
  Daemon *daemon = data;

  if (text != NULL)
    g_message ("%s: %s", transport, text);
  if (!daemon->options.drain)
    return;

  daemon->options.drain = FALSE;
  g_thread_unref (g_thread_new ("drain", drain, daemon));
}

static gboolean
start (Daemon *daemon, GError **error)
{
  daemon->session = mapi_session_logon (daemon->options.profile, 0, NULL, error);
  if (daemon->session == NULL)
    return FALSE;

  daemon->spooler = mapi_spooler_new_for_session (daemon->session);
  g_object_set (daemon->spooler, "eager", daemon->options.drain, NULL);
  g_signal_connect (daemon->spooler, "event", G_CALLBACK (on_event), daemon);
  g_signal_connect (daemon->spooler, "transport-state", G_CALLBACK (on_transport_state), daemon);
  return mapi_spooler_start (daemon->spooler, NULL, error);
}

static gboolean
stop (Daemon *daemon, GError **error)
{
  gboolean stopped = daemon->spooler == NULL || mapi_spooler_stop (daemon->spooler, error);

  /* What the engine told while it stopped. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&daemon->spooler);
  if (daemon->session != NULL)
    mapi_session_logoff (daemon->session, 0, NULL, NULL);
  g_clear_object (&daemon->session);

  return stopped;
}

static int
run (Daemon *daemon)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) stop_error = NULL;
  int status = EXIT_SUCCESS;

  daemon->loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, on_signal, daemon);
  g_unix_signal_add (SIGINT, on_signal, daemon);
  g_unix_signal_add (SIGHUP, on_reload, daemon);

  if (start (daemon, &error))
    g_main_loop_run (daemon->loop);
  else
    {
      g_printerr ("mapi-spooler: %s\n", error->message);
      status = EXIT_FAILURE;
    }

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
  g_free (daemon.options.profile);
  return status;
}
