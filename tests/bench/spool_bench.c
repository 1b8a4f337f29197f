/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * spool_bench FOLDER PORT SIZE SUBMITTERS COUNT: the whole way of a message, for mta_bench.py and
 * script_cells.py.
 *
 * A profile of its own below FOLDER, with the SQLite store and the SMTP transport to
 * 127.0.0.1:PORT, or for the PORT "drop" the Python transport that drops files. SUBMITTERS threads
 * submit one message at a time, each durable when SubmitMessage returns; the spooler works in the
 * same process. Prints "ready", waits for a line, prints "accepted" when all are submitted and
 * "finished" when all are delivered and out of the queue.
 *
 * With 0 SUBMITTERS a message is submitted for each line, and once it has left the queue there is a
 * line "took" with the monotonic clock, in microseconds, before the message was made and when
 * SubmitMessage had returned. When it was delivered is for the other end to say.
 */

#include "bench-world.h"
#include "rounds.h"

#include <mapi-spooler/mapi-spooler.h>

#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct
{
  BenchWorld  world;
  MapiFolder *outbox;
  GBytes     *sent_mail;
  const char *address_type;
  char       *body;
  gint        next;
  gint        accepted;
  gint        count;
  guint       finished;
  gint64      submitted_at;
  gint64      accepted_at;
  GMainLoop  *loop;
} Bench;

static void
say (const char *word)
{
  puts (word);
  fflush (stdout);
}

static void
add_smtp (BenchWorld *world, const char *port)
{
  const char *const to_sink[] = { "host", "127.0.0.1",   "port", port, "security",
                                  "none", "connections", "10",   NULL };

  bench_world_add_service (world, "smtp", to_sink);
}

static void
add_file_drop (BenchWorld *world, const char *home)
{
  g_autofree char  *out = g_build_filename (home, "out", NULL);
  const char *const to_folder[] = { "folder", home, NULL };

  bench_check (g_mkdir_with_parents (out, 0700) == 0, NULL);
  bench_world_add_service (world, "python-transport", to_folder);
}

static MapiPropList *
make_props (const Bench *bench)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Subject of the test message");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_NAME, "a@perf.invalid");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "a@perf.invalid");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, bench->body);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_SENTMAIL_ENTRYID, bench->sent_mail);
  return mapi_prop_list_builder_end (builder);
}

static void
submit (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props = make_props (bench);
  g_autoptr (MapiPropList) recipient =
      mapi_recipient_new (MAPI_TO, "b", bench->address_type, "b@perf.invalid");
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&recipient, 1);
  g_autoptr (MapiMessage) message =
      mapi_folder_create_message (bench->outbox, NULL, 0, NULL, &error);

  bench_check (
      message != NULL && mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error) &&
          mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error) &&
          mapi_message_submit_message (message, 0, NULL, &error),
      error);
}

static gpointer
submitter (gpointer data)
{
  Bench *bench = data;

  while (g_atomic_int_add (&bench->next, 1) < bench->count)
    {
      submit (bench);
      if (g_atomic_int_add (&bench->accepted, 1) + 1 == bench->count)
        say ("accepted");
    }
  return NULL;
}

static void
on_sent (MapiSpooler *spooler, GBytes *entry_id, gint result, Bench *bench)
{
  if (result != 0)
    fprintf (stderr, "spool_bench: a message failed: %s\n", mapi_error_get_name (result));
  if (++bench->finished == (guint) bench->count)
    {
      say ("finished");
      g_main_loop_quit (bench->loop);
    }
}

static void
wait_for_word (void)
{
  char line[16];

  if (fgets (line, sizeof line, stdin) == NULL)
    exit (1);
}

static gboolean
on_word (gint fd, GIOCondition condition, gpointer data)
{
  Bench *bench = data;

  wait_for_word ();
  bench->submitted_at = g_get_monotonic_time ();
  submit (bench);
  bench->accepted_at = g_get_monotonic_time ();
  return G_SOURCE_CONTINUE;
}

static void
on_one_sent (MapiSpooler *spooler, GBytes *entry_id, gint result, Bench *bench)
{
  printf (
      "took %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", bench->submitted_at, bench->accepted_at);
  fflush (stdout);
}

static void
run (Bench *bench, int submitters)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSpoolerHost) host = mapi_spooler_session_host_new (bench->world.session);
  g_autoptr (MapiSpooler) spooler = mapi_spooler_new (host, NULL);
  g_autofree GThread **threads = g_new (GThread *, submitters);

  if (submitters == 0)
    g_signal_connect (spooler, "message-sent", G_CALLBACK (on_one_sent), bench);
  g_signal_connect (spooler, "message-sent", G_CALLBACK (on_sent), bench);
  bench_check (mapi_spooler_start (spooler, NULL, &error), error);
  say ("ready");

  if (submitters == 0)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_word, bench);
  else
    wait_for_word ();
  for (int i = 0; i < submitters; i++)
    threads[i] = g_thread_new ("submitter", submitter, bench);
  g_main_loop_run (bench->loop);
  for (int i = 0; i < submitters; i++)
    g_thread_join (threads[i]);
  bench_check (mapi_spooler_stop (spooler, &error), error);
}

int
main (int argc, char **argv)
{
  static const char *const none[] = { NULL };
  g_autofree char         *home = NULL;
  Bench                    bench = { { NULL } };

  if (argc < 6)
    {
      fprintf (stderr, "usage: spool_bench FOLDER PORT SIZE SUBMITTERS COUNT\n");
      return 2;
    }
  home = g_build_filename (argv[1], "spool-XXXXXX", NULL);
  bench_check (g_mkdtemp (home) != NULL, NULL);
  bench_world_begin (&bench.world, home, none);
  bench.address_type = g_str_equal (argv[2], "drop") ? "DROP" : "SMTP";
  if (g_str_equal (argv[2], "drop"))
    add_file_drop (&bench.world, home);
  else
    add_smtp (&bench.world, argv[2]);
  bench_world_log_on (&bench.world);
  bench.outbox = bench_world_open_folder (&bench.world, MAPI_PR_IPM_OUTBOX_ENTRYID);
  bench.sent_mail = bench_world_get_folder_id (&bench.world, MAPI_PR_IPM_SENTMAIL_ENTRYID);
  bench.body = bench_make_body ((gsize) atol (argv[3]));
  bench.count = atoi (argv[5]);
  bench.loop = g_main_loop_new (NULL, FALSE);
  run (&bench, atoi (argv[4]));
  return 0;
}
