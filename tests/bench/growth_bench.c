/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * growth_bench FOLDER WAITING TRANSPORTS RECIPIENTS COUNT ROUNDS: how cost grows.
 *
 * A profile of its own with TRANSPORTS fake transports, WAITING messages in the queue that are to
 * be sent tomorrow, and a spooler that sends COUNT messages to RECIPIENTS recipients each. For
 * every round a line with the microseconds a recipient, and those of them that a processor worked.
 */

#include "bench-world.h"
#include "rounds.h"

#include <mapi-spooler/mapi-spooler.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define DAY ((guint64) 24 * 60 * 60 * 10000000)
#define BODY_SIZE 2048

typedef struct
{
  BenchWorld  world;
  MapiFolder *outbox;
  GBytes     *sent_mail;
  char       *body;
  guint       n_recipients;
  guint       n_sent;
} Bench;

static MapiRowSet *
make_recipients (guint count)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < count; i++)
    {
      g_autofree char *address = g_strdup_printf ("b%u@perf.invalid", i);

      g_ptr_array_add (rows, mapi_recipient_new (MAPI_TO, address, "FAKE", address));
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiPropList *
make_props (Bench *bench, guint64 send_at)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Subject of the test message");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_BODY, bench->body);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_SENTMAIL_ENTRYID, bench->sent_mail);
  if (send_at != 0)
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_DEFERRED_SEND_TIME, send_at);
  return mapi_prop_list_builder_end (builder);
}

static void
submit (Bench *bench, MapiPropList *props, MapiRowSet *recipients)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message =
      mapi_folder_create_message (bench->outbox, NULL, 0, NULL, &error);

  bench_check (
      message != NULL && mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error) &&
          mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, recipients, NULL, &error) &&
          mapi_message_submit_message (message, 0, NULL, &error),
      error);
}

static void
submit_many (Bench *bench, guint count, guint n_recipients, guint64 send_at)
{
  g_autoptr (MapiPropList) props = make_props (bench, send_at);
  g_autoptr (MapiRowSet) recipients = make_recipients (n_recipients);

  while (count-- > 0)
    submit (bench, props, recipients);
}

static void
on_sent (MapiSpooler *spooler, GBytes *entry_id, gint result, Bench *bench)
{
  bench->n_sent++;
}

/* Of all threads, in microseconds. */
static gint64
get_processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
run_round (Bench *bench, guint count)
{
  guint  wanted = bench->n_sent + count;
  guint  n = count * bench->n_recipients;
  gint64 start = g_get_monotonic_time ();
  gint64 worked = get_processor_time ();

  submit_many (bench, count, bench->n_recipients, 0);
  while (bench->n_sent < wanted)
    g_main_context_iteration (NULL, TRUE);
  printf ("%.3f %.3f\n",
          (double) (g_get_monotonic_time () - start) / n,
          (double) (get_processor_time () - worked) / n);
  fflush (stdout);
}

/* The first handles the messages; the others have address types of their own. */
static void
add_transports (Bench *bench, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      g_autofree char  *type = i == 0 ? g_strdup ("FAKE") : g_strdup_printf ("FAKE%u", i);
      const char *const settings[] = { "types", type, NULL };

      bench_world_add_service (&bench->world, "fake-transport", settings);
    }
}

static void
bench_begin (Bench *bench, const char *folder, guint n_waiting, guint n_transports)
{
  static const char *const none[] = { NULL };
  guint64                  tomorrow = mapi_filetime_from_unix_usec (g_get_real_time ()) + DAY;

  bench_world_begin (&bench->world, folder, none);
  add_transports (bench, n_transports);
  bench_world_log_on (&bench->world);
  bench->outbox = bench_world_open_folder (&bench->world, MAPI_PR_IPM_OUTBOX_ENTRYID);
  bench->sent_mail = bench_world_get_folder_id (&bench->world, MAPI_PR_IPM_SENTMAIL_ENTRYID);
  bench->body = bench_make_body (BODY_SIZE);
  submit_many (bench, n_waiting, 1, tomorrow);
}

static void
bench_clear (Bench *bench)
{
  g_clear_object (&bench->outbox);
  g_clear_pointer (&bench->sent_mail, g_bytes_unref);
  g_clear_pointer (&bench->body, g_free);
  bench_world_clear (&bench->world);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Bench, bench_clear)

static void
run (Bench *bench, guint count, guint rounds)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiSpoolerHost) host = mapi_spooler_session_host_new (bench->world.session);
  g_autoptr (MapiSpooler) spooler = mapi_spooler_new (host, NULL);
  char line[16];

  g_signal_connect (spooler, "message-sent", G_CALLBACK (on_sent), bench);
  bench_check (mapi_spooler_start (spooler, NULL, &error), error);
  puts ("ready");
  fflush (stdout);
  /* A line for each round, so that somebody else's turn can come in between. */
  while (rounds-- > 0 && fgets (line, sizeof line, stdin) != NULL)
    run_round (bench, count);
  bench_check (mapi_spooler_stop (spooler, &error), error);
}

int
main (int argc, char **argv)
{
  g_auto (Bench) bench = { { NULL } };
  g_autofree char *home = NULL;

  if (argc < 7)
    {
      fprintf (stderr, "usage: growth_bench FOLDER WAITING TRANSPORTS RECIPIENTS COUNT ROUNDS\n");
      return 2;
    }
  home = g_build_filename (argv[1], "growth-XXXXXX", NULL);
  bench_check (g_mkdtemp (home) != NULL, NULL);
  bench_begin (&bench, home, (guint) atoi (argv[2]), (guint) atoi (argv[3]));
  bench.n_recipients = (guint) atoi (argv[4]);
  run (&bench, (guint) atoi (argv[5]), (guint) atoi (argv[6]));
  return 0;
}
