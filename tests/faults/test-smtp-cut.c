/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An SMTP server hangs up after each byte that it reads, and after each that it writes: what was
 * not taken is known not to be, and what may have been taken twice was cut behind the dot. */

#include "cut-server.h"
#include "tap.h"

#include "smtp-transaction.h"

#include <string.h>

#define TEXT "Subject: cut\r\nMessage-ID: <1@cut.test>\r\n\r\nHello,\r\n..\r\nworld\r\n"

typedef struct
{
  CutServer   *server;
  SmtpSettings settings;
  guint        n_cuts;
  guint        n_kept;  /* nobody has it, and the sender knows */
  guint        n_sent;  /* taken, and the sender knows */
  guint        n_twice; /* taken, and the sender does not know: it is sent again */
} Fixture;

typedef struct
{
  gboolean done;  /* as the sender sees it */
  gboolean begun; /* it may have been taken, as the sender sees it */
  guint    n_taken;
  gsize    n_read;
  gsize    n_written;
} Talk;

static void
fixture_clear (Fixture *self)
{
  g_clear_pointer (&self->server, cut_server_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
fixture_begin (Fixture *self)
{
  self->server = cut_server_new ();
  self->settings = (SmtpSettings){ .host = (char *) "127.0.0.1",
                                   .port = cut_server_get_port (self->server),
                                   .security = SMTP_SECURITY_NONE,
                                   .helo = (char *) "test.invalid",
                                   .timeout = 30 };
}

static SmtpEnvelope *
make_envelope (void)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, NULL, "SMTP", "a@cut.test");
  SmtpEnvelope *self = g_new0 (SmtpEnvelope, 1);

  self->sender = g_strdup ("me@cut.test");
  self->recipients = g_ptr_array_new_with_free_func (smtp_recipient_free);
  g_ptr_array_add (self->recipients, smtp_recipient_new (row));
  return self;
}

static gboolean
is_done (gboolean run, const SmtpEnvelope *envelope)
{
  return run && smtp_envelope_get (envelope, 0)->verdict == SMTP_VERDICT_ACCEPTED;
}

/* The whole way of one message, on a connection of its own. */
static Talk
send_one (Fixture *self, gssize reads, gssize writes)
{
  g_autoptr (SmtpEnvelope) envelope = make_envelope ();
  g_autoptr (SmtpContent) content = smtp_content_new ();
  g_autoptr (GError) error = NULL;
  SmtpConnection *connection;
  Talk            talk = { 0 };

  g_output_stream_write_all (G_OUTPUT_STREAM (content), TEXT, strlen (TEXT), NULL, NULL, NULL);
  smtp_content_end (content, NULL);
  cut_server_plan (self->server, reads, writes);
  connection = smtp_connection_open (&self->settings, NULL, &error);
  if (connection != NULL)
    {
      gboolean run =
          smtp_transaction_run (connection, envelope, content, &talk.begun, NULL, &error);

      talk.done = is_done (run, envelope);
      CU_ASSERT_TRUE (run || error != NULL);
    }
  if (!talk.done)
    TAP_ERROR (error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  g_clear_pointer (&connection, smtp_connection_close);
  talk.n_taken = cut_server_end (self->server, &talk.n_read, &talk.n_written);
  return talk;
}

/* What is reported sent is with the server. What is not is sent again, so that it is there once, or
 * twice where the sender could not know: then it knows that it could not. */
static void
cut (Fixture *self, gssize reads, gssize writes)
{
  Talk  first = send_one (self, reads, writes);
  Talk  again = { 0 };
  guint n_taken;

  self->n_cuts++;
  if (!first.done)
    again = send_one (self, -1, -1);
  n_taken = first.n_taken + again.n_taken;
  CU_ASSERT_TRUE (first.done || again.done);
  CU_ASSERT_TRUE (n_taken == 1 || (n_taken == 2 && !first.done && first.begun));
  self->n_sent += first.done;
  self->n_kept += !first.done && first.n_taken == 0;
  self->n_twice += n_taken == 2;
}

static void
tell (const Fixture *self, const char *what)
{
  tap_note (
      "count: sockets: cut after each of %u bytes %s: lost 0, kept and sent again %u, sent %u,"
      " twice because the cut was behind the dot %u",
      self->n_cuts,
      what,
      self->n_kept,
      self->n_sent,
      self->n_twice);
}

static void
test_reads (void)
{
  g_auto (Fixture) fixture = { 0 };
  Talk whole;

  fixture_begin (&fixture);
  whole = send_one (&fixture, -1, -1);
  CU_ASSERT_TRUE (whole.done && whole.n_taken == 1 && whole.n_read > strlen (TEXT));
  for (gsize i = 0; i < whole.n_read; i++)
    cut (&fixture, (gssize) i, -1);
  tell (&fixture, "that the server reads");
  CU_ASSERT_TRUE (fixture.n_kept > 0);
}

static void
test_writes (void)
{
  g_auto (Fixture) fixture = { 0 };
  Talk whole;

  fixture_begin (&fixture);
  whole = send_one (&fixture, -1, -1);
  for (gsize i = 0; i < whole.n_written; i++)
    cut (&fixture, -1, (gssize) i);
  tell (&fixture, "that it writes");
  CU_ASSERT_TRUE (fixture.n_kept > 0 && fixture.n_twice > 0);
}

TAP_MAIN ("faults/smtp-cut",
          { "the server hangs up after each byte that it reads", test_reads },
          { "the server hangs up after each byte that it writes", test_writes })
