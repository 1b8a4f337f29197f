/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-process.h"
#include "smtp-talk-rig.h"
#include "smtp-transaction.h"
#include "tap.h"

#include <string.h>

/* How a connection to an SMTP server begins: who listens, what is said at first, TLS and login. */

static const SmtpTalkLie lies_at_connect[] = {
  { "greet-close", "connect", "close", MAPI_E_NETWORK_ERROR, "closed the connection" },
  { "greet-rubbish", "connect", "rubbish", MAPI_E_NETWORK_ERROR, "nonsense" },
  { "greet-endless", "connect", "endless", MAPI_E_NETWORK_ERROR, "nonsense" },
  { "greet-busy", "connect", "421 4.3.2 Too busy", MAPI_E_WAIT, "421 4.3.2 Too busy" },
  { "greet-no", "connect", "554 5.7.1 Go away", MAPI_E_NETWORK_ERROR, "554 5.7.1 Go away" },
  { "greet-hang", "connect", "hang", MAPI_E_NETWORK_ERROR, "no answer for 1 seconds" },
  { "ehlo-close", "ehlo", "close", MAPI_E_NETWORK_ERROR, "closed the connection" },
  { "ehlo-rubbish", "ehlo", "rubbish", MAPI_E_NETWORK_ERROR, "nonsense" },
};

static void
lie_at_connect (const SmtpTalkLie *lie)
{
  const char *const options[] = { "--at", lie->step, lie->action, "0", NULL };
  g_auto (SmtpTalkRig) fixture = { 0 };

  if (!smtp_talk_rig_start (&fixture, lie->name, options))
    return;

  fixture.settings.timeout = g_str_equal (lie->action, "hang") ? 1 : 30;
  CU_ASSERT_FALSE (smtp_talk_rig_connect (&fixture));
  smtp_talk_rig_hold_error (&fixture, lie->code, lie->words);
  smtp_talk_rig_hold_error (&fixture, lie->code, "smtp: cannot connect to 127.0.0.1:");
}

static void
test_lies_at_connect (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lies_at_connect); i++)
    lie_at_connect (&lies_at_connect[i]);
}

/* Nobody there */
static void
test_refused_connection (void)
{
  g_auto (SmtpTalkRig) fixture = { 0 };

  if (!smtp_talk_rig_start (&fixture, "refused", NULL))
    return;

  mock_process_kill (fixture.server);
  CU_ASSERT_FALSE (smtp_talk_rig_connect (&fixture));
  smtp_talk_rig_hold_error (&fixture, MAPI_E_NETWORK_ERROR, "Connection refused");
}

static gboolean
start_tls (SmtpTalkRig *fixture, const char *name, const char *tls)
{
  const char *const options[] = { "--tls", tls, "--auth", "user:secret", NULL };

  if (!smtp_talk_rig_start (fixture, name, options))
    return FALSE;
  fixture->settings.security =
      g_str_equal (tls, "starttls") ? SMTP_SECURITY_STARTTLS : SMTP_SECURITY_TLS;
  fixture->settings.user = (char *) "user";
  fixture->settings.password = (char *) "secret";
  return TRUE;
}

static void
send_over_tls (const char *name, const char *tls)
{
  static const char *const to[] = { "a@test.invalid", NULL };
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autofree char *ca_file = NULL;
  g_autoptr (SmtpEnvelope) envelope = smtp_talk_rig_make_envelope ("me@test.invalid", to);

  if (!start_tls (&fixture, name, tls))
    return;

  CU_ASSERT_FALSE (smtp_talk_rig_connect (&fixture));
  smtp_talk_rig_hold_error (&fixture, MAPI_E_NETWORK_ERROR, "certificate");

  ca_file = g_build_filename (fixture.folder, "certificate.pem", NULL);
  fixture.settings.ca_file = ca_file;
  if (!smtp_talk_rig_connect (&fixture))
    {
      TAP_NO_ERROR (fixture.error);
      return;
    }
  CU_ASSERT_TRUE (smtp_connection_is_alive (fixture.connection));
  CU_ASSERT_TRUE (smtp_talk_rig_send (&fixture, envelope, "Subject: t\r\n\r\nHello\r\n"));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (smtp_talk_rig_get_verdict (envelope, 0), SMTP_VERDICT_ACCEPTED);
}

static void
test_tls (void)
{
  send_over_tls ("starttls", "starttls");
  send_over_tls ("tls", "implicit");
}

/* The same server by a name that its certificate does not have. */
static void
test_tls_of_another (void)
{
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autofree char *ca_file = NULL;

  if (!start_tls (&fixture, "another", "starttls"))
    return;

  ca_file = g_build_filename (fixture.folder, "certificate.pem", NULL);
  fixture.settings.ca_file = ca_file;
  fixture.settings.host = (char *) "::ffff:127.0.0.1";
  CU_ASSERT_FALSE (smtp_talk_rig_connect (&fixture));
  if (fixture.error != NULL && strstr (fixture.error->message, "certificate") == NULL)
    tap_skip ("there is no IPv6 here");
}

static void
test_no_tls (void)
{
  g_auto (SmtpTalkRig) fixture = { 0 };

  if (!smtp_talk_rig_start (&fixture, "no-tls", NULL))
    return;

  fixture.settings.security = SMTP_SECURITY_STARTTLS;
  CU_ASSERT_FALSE (smtp_talk_rig_connect (&fixture));
  smtp_talk_rig_hold_error (&fixture, MAPI_E_NETWORK_ERROR, "STARTTLS not supported");
}

static void
test_login (void)
{
  static const char *const later[] = { "--auth",          "user:secret", "--at", "auth",
                                       "454 4.7.0 Later", "0",           NULL };
  g_auto (SmtpTalkRig) wrong = { 0 };
  g_auto (SmtpTalkRig) none = { 0 };
  g_auto (SmtpTalkRig) busy = { 0 };

  if (!start_tls (&wrong, "wrong", "starttls") || !smtp_talk_rig_start (&none, "none", NULL) ||
      !smtp_talk_rig_start (&busy, "busy", later))
    return;

  wrong.settings.verify = FALSE;
  wrong.settings.password = (char *) "hunter2";
  CU_ASSERT_FALSE (smtp_talk_rig_connect (&wrong));
  smtp_talk_rig_hold_error (&wrong, MAPI_E_LOGON_FAILED, "535 5.7.8 Wrong name or password");
  CU_ASSERT_PTR_NULL (strstr (wrong.error->message, "hunter2"));

  none.settings.user = (char *) "user";
  none.settings.password = (char *) "secret";
  CU_ASSERT_FALSE (smtp_talk_rig_connect (&none));
  smtp_talk_rig_hold_error (&none, MAPI_E_LOGON_FAILED, "offers no login");

  busy.settings.user = (char *) "user";
  busy.settings.password = (char *) "secret";
  CU_ASSERT_FALSE (smtp_talk_rig_connect (&busy));
  smtp_talk_rig_hold_error (&busy, MAPI_E_WAIT, "454 4.7.0 Later");
}

/* Somebody cancels while the server says nothing. */
static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  static const char *const options[] = { "--at", "connect", "hang", "0", NULL };
  g_auto (SmtpTalkRig) fixture = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread;

  if (!smtp_talk_rig_start (&fixture, "cancel", options))
    return;

  fixture.settings.timeout = 600;
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  fixture.connection = smtp_connection_open (&fixture.settings, cancellable, &fixture.error);
  CU_ASSERT_PTR_NULL (fixture.connection);
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_thread_join (thread);
}

TAP_MAIN ("providers/smtp-connect",
          { "servers that lie when greeted", test_lies_at_connect },
          { "nobody listens", test_refused_connection },
          { "TLS", test_tls },
          { "a certificate of another host", test_tls_of_another },
          { "TLS is not offered", test_no_tls },
          { "login", test_login },
          { "cancelling", test_cancel })
