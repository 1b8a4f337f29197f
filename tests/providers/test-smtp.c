/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-drive.h"
#include "mock-postfix.h"
#include "mock-process.h"
#include "smtp-rig.h"
#include "tap.h"

#include <string.h>

/* The SMTP provider as the spooler drives it, against servers that behave and that do not. */

static void
test_unconfigured (void)
{
  g_autoptr (MockSupport) support = mock_support_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiXpLogon) logon = mock_drive_open ("providers/smtp/mapi-smtp.so", support, &error);

  CU_ASSERT_PTR_NULL (logon);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNCONFIGURED);
}

static void
test_address_types (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiAddressTypes) types = NULL;

  if (!smtp_rig_start (&fixture, "types", NULL))
    return;

  types = mapi_xp_logon_address_types (fixture.logon, NULL, NULL, NULL);
  CU_ASSERT_TRUE (mapi_address_types_handles (types, "SMTP"));
  CU_ASSERT_FALSE (mapi_address_types_handles (types, "FAX"));
}

static void
test_send (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);
  g_autofree char *arrived = NULL;
  g_autofree char *envelope = NULL;

  if (!smtp_rig_start (&fixture, "send", NULL))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (fixture.sent.end_flags, 0);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@test.invalid"));
  arrived = smtp_rig_read_arrived (&fixture, 1, "eml");
  smtp_rig_hold_words (arrived, "Subject: Hello\r\n", TRUE);
  smtp_rig_hold_words (arrived, "\r\n\r\nHello.\r\n", TRUE);
  envelope = smtp_rig_read_arrived (&fixture, 1, "json");
  smtp_rig_hold_words (envelope, "\"me@test.invalid\"", TRUE);
  smtp_rig_hold_words (envelope, "SIZE=", TRUE);
}

static void
test_verdicts (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);
  g_autoptr (MapiPropList) row = NULL;

  if (!smtp_rig_start (&fixture, "verdicts", NULL))
    return;

  mock_letter_add (message, "SMTP", "bad@test.invalid");
  mock_letter_add (message, "SMTP", "later@test.invalid");
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (fixture.sent.end_flags, MAPI_END_RESEND_LATER);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@test.invalid"));
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "bad@test.invalid"));
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "later@test.invalid"));

  row = smtp_rig_get_reported (&fixture, 0, 1);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), "bad@test.invalid");
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT), "550 5.1.1 No such recipient");
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_NDR_DIAG_CODE, 0),
              MAPI_DIAG_MAIL_RECIPIENT_UNKNOWN);

  /* Later it is asked for alone, and nobody else gets the message again. */
  CU_ASSERT_FALSE (smtp_rig_send (&fixture, message));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_WAIT);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 1);
}

/* D11: nothing could be done now, and the reason is the server's own. */
static void
test_delayed (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (
      "From: me@test.invalid\r\nTo: later@test.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autoptr (MapiPropList) row = NULL;

  if (!smtp_rig_start (&fixture, "delayed", NULL))
    return;

  CU_ASSERT_FALSE (smtp_rig_send (&fixture, message));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_WAIT);
  smtp_rig_hold_words (
      fixture.error->message, "later@test.invalid: 451 4.2.0 Try again later", TRUE);
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "later@test.invalid"));
  row = smtp_rig_get_reported (&fixture, 0, 0);
}

static void
test_too_many (void)
{
  static const char *const options[] = {
    "--at", "rcpt:b@*", "452 4.5.3 Too many recipients", "1", NULL
  };
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);

  if (!smtp_rig_start (&fixture, "many", options))
    return;

  mock_letter_add (message, "SMTP", "b@test.invalid");
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, MAPI_END_RESEND_NOW);
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NUMBER (fixture.sent.end_flags, 0);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "b@test.invalid"));
}

static void
test_kept_connection (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiPropList) row = NULL;
  g_autofree char *envelope = NULL;

  if (!smtp_rig_start (&fixture, "kept", NULL))
    return;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);

      CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
    }
  envelope = smtp_rig_read_arrived (&fixture, 5, "json");
  smtp_rig_hold_words (envelope, "\"connection\": 1", TRUE);
  row = mock_support_get_status_row (fixture.support);
  CU_ASSERT_FALSE (mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0) &
                   MAPI_STATUS_OUTBOUND_ACTIVE);
}

/* A server that went down says so with an error, and one that came back is found again, both when
 * it was known before and when not. */
static void
test_restart (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) first = mock_letter_new (SMTP_RIG_HELLO);
  g_autoptr (MapiMessage) second = mock_letter_new (SMTP_RIG_HELLO);

  if (!smtp_rig_start (&fixture, "restart", NULL))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, first));
  mock_process_kill (fixture.server);
  CU_ASSERT_FALSE (smtp_rig_send (&fixture, second));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  smtp_rig_hold_words (fixture.error->message, "Connection refused", TRUE);
  CU_ASSERT_FALSE (mock_letter_is_taken (second, "a@test.invalid"));

  mock_process_free (fixture.server);
  g_clear_error (&fixture.error);
  fixture.server = mock_smtp_start (fixture.folder, fixture.port, NULL, &fixture.error);
  TAP_NO_ERROR (fixture.error);
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, second));
  TAP_NO_ERROR (fixture.error);
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
}

/* A kept connection that the server has had enough of costs nobody a delay. */
static void
test_closing (void)
{
  static const char *const options[] = {
    "--at", "mail:second@*", "421 4.3.2 Enough of you", "1", NULL
  };
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) first = mock_letter_new (SMTP_RIG_HELLO);
  g_autoptr (MapiMessage) second = mock_letter_new (
      "From: second@test.invalid\r\nTo: a@test.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autofree char *envelope = NULL;

  if (!smtp_rig_start (&fixture, "closing", options))
    return;

  CU_ASSERT_TRUE (smtp_rig_send (&fixture, first));
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, second));
  TAP_NO_ERROR (fixture.error);
  envelope = smtp_rig_read_arrived (&fixture, 2, "json");
  smtp_rig_hold_words (envelope, "\"connection\": 2", TRUE);
}

/* D14: the server has it, and nobody knows: it is sent again, twice at most and never not at all.
 */
static void
test_undecided (void)
{
  static const char *const options[] = { "--at", "dot", "take", "1", NULL };
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);

  if (!smtp_rig_start (&fixture, "undecided", options))
    return;

  CU_ASSERT_FALSE (smtp_rig_send (&fixture, message));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_NETWORK_ERROR);
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "a@test.invalid"));
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NUMBER (mock_smtp_count (fixture.folder), 2);
}

static gpointer
cancel_soon (gpointer logon)
{
  guint32 flags = MAPI_NOTIFY_CANCEL_MESSAGE;

  g_usleep (50000);
  mapi_xp_logon_transport_notify (logon, &flags, 1, NULL, NULL);
  return NULL;
}

/* R371: from another thread, while the server says nothing. */
static void
test_cancel (void)
{
  static const char *const options[] = { "--at", "dot", "hang", "1", NULL };
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MapiMessage) message = mock_letter_new (SMTP_RIG_HELLO);
  GThread *thread;

  if (!smtp_rig_start (&fixture, "cancel", options))
    return;

  thread = g_thread_new ("cancel", cancel_soon, fixture.logon);
  CU_ASSERT_FALSE (smtp_rig_send (&fixture, message));
  TAP_ERROR (fixture.error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  CU_ASSERT_FALSE (mock_letter_is_taken (message, "a@test.invalid"));
  g_thread_join (thread);
}

static void
test_postfix (void)
{
  g_auto (SmtpRig) fixture = { 0 };
  g_autoptr (MockPostfix) postfix = mock_postfix_start (NULL, &fixture.error);
  g_autoptr (MapiMessage) message = mock_letter_new (
      "From: me@test.invalid\r\nTo: a@postfix.invalid\r\nSubject: Hello\r\n\r\nHello.\r\n");
  g_autoptr (MapiPropList) settings = NULL;

  if (g_error_matches (fixture.error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      tap_skip (fixture.error->message);
      return;
    }
  if (!TAP_NO_ERROR (fixture.error))
    return;

  settings = smtp_rig_make_settings (mock_postfix_get_port (postfix), NULL, 60);
  if (!smtp_rig_log_on (&fixture, settings))
    return;
  CU_ASSERT_TRUE (smtp_rig_send (&fixture, message));
  TAP_NO_ERROR (fixture.error);
  CU_ASSERT_TRUE (mock_letter_is_taken (message, "a@postfix.invalid"));
}

TAP_MAIN ("providers/smtp",
          { "without settings", test_unconfigured },
          { "address types", test_address_types },
          { "a message", test_send },
          { "verdicts for each recipient", test_verdicts },
          { "everybody has to wait (D11)", test_delayed },
          { "too many recipients at a time", test_too_many },
          { "the connection is kept", test_kept_connection },
          { "a server that goes and comes back", test_restart },
          { "a server that has had enough", test_closing },
          { "the undecidable window (D14)", test_undecided },
          { "cancelling from another thread", test_cancel },
          { "Postfix", test_postfix })
