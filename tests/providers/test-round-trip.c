/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Out by SMTP and back by Maildir, as it is outside of tests. */

#include "tap.h"

#include "mock-postfix.h"
#include "mock-process.h"
#include "session-rig.h"

typedef struct
{
  SessionRig   rig;
  MockPostfix *postfix;
  MockProcess *server;
  char        *folder;
  guint        n_waits;
  guint        wanted;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  session_rig_clear (&self->rig);
  g_clear_pointer (&self->postfix, mock_postfix_free);
  g_clear_pointer (&self->server, mock_process_free);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static gboolean
add_smtp (Fixture *self, guint16 port)
{
  g_autofree char  *text = g_strdup_printf ("%u", port);
  const char *const settings[] = { "host", "127.0.0.1", "port", text, "security", "none", NULL };

  return session_rig_add (&self->rig, "smtp", settings);
}

static gboolean
add_maildir (Fixture *self, const char *path)
{
  const char *const settings[] = { "path", path, NULL };

  return session_rig_add (&self->rig, "maildir", settings);
}

static gboolean
submit (Fixture *self, guint number, const char *address)
{
  g_autofree char *text =
      g_strdup_printf ("From: Me <me@test.invalid>\nSubject: Grüße %u\n"
                       "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                       "Content-Transfer-Encoding: 8bit\n\nSchöne Grüße.\n",
                       number);

  return session_rig_submit (&self->rig, text, "SMTP", address);
}

static gboolean
has_come_back (gpointer data)
{
  Fixture *self = data;

  return session_rig_count (&self->rig, 0) == self->wanted;
}

static gboolean
is_delivered (gpointer data)
{
  Fixture         *self = data;
  g_autofree char *cur = g_build_filename (mock_postfix_get_maildir (self->postfix), "cur", NULL);

  return g_file_test (cur, G_FILE_TEST_IS_DIR) &&
         mapi_spooler_get_n_queued (self->rig.spooler) == 0;
}

/* Postfix makes the Maildir with the first message it delivers, so that one goes ahead. */
static void
test_postfix (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture.postfix = mock_postfix_start (NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      tap_skip (error->message);
      return;
    }
  if (!TAP_NO_ERROR (error) || !session_rig_begin (&fixture.rig, "postfix") ||
      !add_smtp (&fixture, mock_postfix_get_port (fixture.postfix)) ||
      !session_rig_start (&fixture.rig))
    return;

  submit (&fixture, 0, "me@postfix.invalid");
  if (!session_rig_wait (is_delivered, &fixture))
    return;

  session_rig_stop (&fixture.rig);
  if (!add_maildir (&fixture, mock_postfix_get_maildir (fixture.postfix)) ||
      !session_rig_start (&fixture.rig))
    return;
  for (fixture.wanted = 1; fixture.wanted < 20; fixture.wanted++)
    submit (&fixture, fixture.wanted, "me@postfix.invalid");
  CU_ASSERT_TRUE (session_rig_wait (has_come_back, &fixture));
  TAP_NUMBER (mapi_spooler_get_n_queued (fixture.rig.spooler), 0);
}

static void
on_event (MapiSpooler *spooler, const char *text, const char *const *fields, gpointer data)
{
  Fixture *self = data;

  if (g_strv_contains (fields, "EVENT=wait"))
    self->n_waits++;
}

static gboolean
is_waiting (gpointer data)
{
  return ((Fixture *) data)->n_waits > 0;
}

static gboolean
has_arrived (gpointer data)
{
  Fixture *self = data;

  return mock_smtp_count (self->folder) == 1 && mapi_spooler_get_n_queued (self->rig.spooler) == 0;
}

/* A server that is down delays, and loses nothing; nor does a spooler that ends meanwhile. */
static void
test_down (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  guint16 port;

  fixture.folder = g_build_filename (tap_folder (), "down", NULL);
  fixture.server = mock_smtp_start (fixture.folder, 0, NULL, &error);
  if (!TAP_NO_ERROR (error))
    return;
  port = mock_process_get_port (fixture.server);
  g_clear_pointer (&fixture.server, mock_process_free);
  if (!session_rig_begin (&fixture.rig, "down") || !add_smtp (&fixture, port) ||
      !session_rig_start (&fixture.rig))
    return;

  g_signal_connect (fixture.rig.spooler, "event", G_CALLBACK (on_event), &fixture);
  submit (&fixture, 1, "a@test.invalid");
  CU_ASSERT_TRUE (session_rig_wait (is_waiting, &fixture));
  TAP_NUMBER (mapi_spooler_get_n_queued (fixture.rig.spooler), 1);

  session_rig_stop (&fixture.rig);
  fixture.server = mock_smtp_start (fixture.folder, port, NULL, &error);
  if (!TAP_NO_ERROR (error) || !session_rig_start (&fixture.rig))
    return;
  CU_ASSERT_TRUE (session_rig_wait (has_arrived, &fixture));
}

TAP_MAIN ("providers/round-trip",
          { "through Postfix and back", test_postfix },
          { "a server that is down", test_down })
