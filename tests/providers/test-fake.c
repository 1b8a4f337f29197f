/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The scripts of the fakes, and a fake transport by itself. */

#include "fake-transport.h"
#include "mock-drive.h"
#include "tap.h"

#include <string.h>

/* What a script is to be refused with. */
static void
assert_mistake (const char *script, const char *expected)
{
  g_autoptr (FakeTransport) transport = fake_transport_new ("fake");
  g_autoptr (GError) error = NULL;

  CU_ASSERT_FALSE (fake_transport_set_script (transport, script, &error));
  if (!TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER))
    return;
  if (strstr (error->message, expected) == NULL)
    TAP_STRING (error->message, expected);
}

static void
test_mistakes (void)
{
  assert_mistake ("1st submit: WAIT 30;\n  3rd sumbit: WAIT",
                  "script, line 2, column 7: a transport has no call 'sumbit'; it has "
                  "TransportLogon (logon), AddressTypes (types)");
  assert_mistake ("submit: WAITING",
                  "line 1, column 9: 'WAITING' is neither something to do nor an error");
  assert_mistake ("submit: WAIT soon", "column 14: behind an error there may be one number");
  assert_mistake ("submit:", "column 8: what to do is missing here");
  assert_mistake ("submit: OK,, OK", "column 12: what to do is missing here");
  assert_mistake ("poll: take a@x", "column 7: 'take' is for SubmitMessage alone");
  assert_mistake ("submit: take", "this is used so: take ADDRESS...");
  assert_mistake ("submit: set PR_SUBJECTS text", "'PR_SUBJECTS' is no property that holds text");
  assert_mistake ("submit: set PR_IMPORTANCE 1", "'PR_IMPORTANCE' is no property that holds text");
  assert_mistake ("notify OLDMAIL", "there is no NOTIFY_OLDMAIL; this is used so: notify FLAG");
  assert_mistake ("notify NEWMAIL after lunch", "'lunch' is no number");
  assert_mistake ("notify NEWMAIL before 3", "behind the notice only 'after' can stand");
  assert_mistake ("end: flags many", "'many' is no number");
  assert_mistake ("recipient: NOT_ME", "column 10: a recipient is to stand here");
  assert_mistake ("2nd: OK", "column 4: one call is to stand here");
  assert_mistake ("2nd 3rd submit: OK", "column 5: one call is to stand here");
  assert_mistake ("recipient 1: fail \"no", "column 19: the quoted text does not end");
  assert_mistake ("take a@x", "'take' is for SubmitMessage alone");
}

typedef struct
{
  FakeTransport *transport;
  MockSupport   *support;
  MapiXpLogon   *logon;
} Fixture;

static void
fixture_clear (Fixture *self)
{
  g_clear_object (&self->logon);
  g_clear_object (&self->support);
  g_clear_object (&self->transport);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
fixture_log_on (Fixture *self, const char *script)
{
  g_autoptr (MapiPropList) settings = mapi_prop_list_new_empty ();
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  self->transport = fake_transport_new ("fake");
  self->support = mock_support_new (settings);
  CU_ASSERT_TRUE (fake_transport_set_script (self->transport, script, &error));
  TAP_NO_ERROR (error);
  self->logon = fake_transport_logon (
      self->transport, MAPI_SUPPORT (self->support), "test", &flags, NULL, &error);
  TAP_NO_ERROR (error);
}

static guint32
poll (Fixture *self, GError **error)
{
  guint32 incoming = 0;

  mapi_xp_logon_poll (self->logon, &incoming, NULL, error);
  return incoming;
}

/* Asserts the codes that so many calls of Poll fail with; 0 for success. */
static void
assert_polls (const char *script, const gint32 *codes, guint n_calls)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_log_on (&fixture, script);
  for (guint i = 0; i < n_calls; i++)
    {
      g_autoptr (GError) error = NULL;

      poll (&fixture, &error);
      TAP_NUMBER (error != NULL ? error->code : 0, codes[i]);
    }
}

/* One call, several, from one on, all: what is said of fewer wins, whatever comes first. */
static void
test_numbers (void)
{
  const gint32 codes[] = { 0,           MAPI_E_BUSY,          MAPI_E_BUSY,         MAPI_E_WAIT,
                           MAPI_E_BUSY, MAPI_E_NETWORK_ERROR, MAPI_E_NETWORK_ERROR };

  assert_polls ("1st Poll: OK; poll: DISK_ERROR; 4th poll: WAIT # comment; poll: BUSY\n"
                "2nd-5th POLL: BUSY\n\n network_error in 6th+ poll",
                codes,
                G_N_ELEMENTS (codes));
}

/* Another script begins to count anew. */
static void
test_script_again (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  fixture_log_on (&fixture, "1st poll: BUSY");
  poll (&fixture, &error);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY);
  fake_transport_set_script (fixture.transport, "1st poll: WAIT; 3 messages", NULL);
  TAP_NUMBER (fake_transport_get_n_incoming (fixture.transport), 3);
  poll (&fixture, &again);
  TAP_ERROR (again, MAPI_ERROR, MAPI_E_WAIT);
  TAP_NUMBER (poll (&fixture, NULL), 3);
}

static MapiMessage *
make_letter (void)
{
  MapiMessage *message = mock_letter_new ("Subject: Hello\n\nHello.\n");

  mock_letter_add (message, "FAKE", "a@x");
  mock_letter_add (message, "FAKE", "b@x");
  mock_letter_add (message, "FAKE", "c@x");
  return message;
}

static void
assert_taken (MapiMessage *message, gboolean a, gboolean b, gboolean c)
{
  TAP_NUMBER (mock_letter_is_taken (message, "a@x"), a);
  TAP_NUMBER (mock_letter_is_taken (message, "b@x"), b);
  TAP_NUMBER (mock_letter_is_taken (message, "c@x"), c);
}

static void
test_recipients (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_letter ();
  g_autoptr (MapiRowSet) reported = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (GError) error = NULL;
  MockSent sent;

  fixture_log_on (&fixture, "recipient 1: NOT_ME; recipient b@x: fail \"550 no\"");
  CU_ASSERT_TRUE (mock_drive_send (fixture.logon, message, &sent, NULL, &error));
  TAP_NO_ERROR (error);
  assert_taken (message, FALSE, TRUE, TRUE);
  reported = mock_support_get_reported (fixture.support);
  TAP_NUMBER (mapi_row_set_get_size (reported), 1);
  row = mapi_row_set_get_row (reported, 0);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_REPORT_TEXT), "550 no");
}

/* An error of one recipient is answered when the others are done with. */
static void
test_recipient_waits (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_letter ();
  g_autoptr (GError) error = NULL;
  MockSent sent;

  fixture_log_on (&fixture, "recipient 2: WAIT 20");
  CU_ASSERT_FALSE (mock_drive_send (fixture.logon, message, &sent, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_WAIT);
  TAP_NUMBER (sent.return_parm, 20);
  assert_taken (message, TRUE, FALSE, TRUE);
}

static void
test_submit (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_letter ();
  g_autoptr (GError) error = NULL;
  g_autofree char *sender = NULL;
  MockSent         sent;

  fixture_log_on (&fixture,
                  "submit: set PR_SENDER_NAME \"Ann Other\", take a@x c@x; end: RESEND_LATER");
  CU_ASSERT_TRUE (mock_drive_send (fixture.logon, message, &sent, NULL, &error));
  TAP_NO_ERROR (error);
  assert_taken (message, TRUE, FALSE, TRUE);
  TAP_NUMBER (sent.end_flags, MAPI_END_RESEND_LATER);
  sender = mock_letter_get_string (message, MAPI_PR_SENDER_NAME);
  TAP_STRING (sender, "Ann Other");
}

/* The guards around every slot see what no provider may do. */
static void
test_wrong_answers (void)
{
  const gint32 codes[] = { MAPI_E_CALL_FAILED, MAPI_E_CALL_FAILED, 0 };

  g_log_set_always_fatal (G_LOG_LEVEL_ERROR);
  assert_polls ("lie in 1st poll; silence in 2nd poll", codes, G_N_ELEMENTS (codes));
}

static void
test_blocks (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint32 incoming = 0;

  g_cancellable_cancel (cancelled);
  fixture_log_on (&fixture, "block in Poll; hang in Idle");
  CU_ASSERT_FALSE (mapi_xp_logon_poll (fixture.logon, &incoming, cancelled, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_USER_CANCEL);
  g_clear_error (&error);

  fake_actor_release (fake_transport_get_actor (fixture.transport));
  CU_ASSERT_TRUE (mapi_xp_logon_idle (fixture.logon, 0, cancelled, &error));
  TAP_NO_ERROR (error);
}

static void
forget_script (FakeActor *actor, const char *line, gpointer data)
{
  fake_actor_set_script (actor, "", NULL);
}

/* Whoever sees a call in the log, and gives another script, need not wait until it blocks. */
static void
test_goes_on_before_it_blocks (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint32 incoming = 0;

  g_cancellable_cancel (cancelled);
  fixture_log_on (&fixture, "block in Poll");
  g_signal_connect (
      fake_transport_get_actor (fixture.transport), "called", G_CALLBACK (forget_script), NULL);
  CU_ASSERT_TRUE (mapi_xp_logon_poll (fixture.logon, &incoming, cancelled, &error));
  TAP_NO_ERROR (error);
}

/* At the beginning, and later by the thread's own context. */
static void
test_notices (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  fixture_log_on (&fixture, "notify NEWMAIL; notify READYTOSEND after 0; idle: notify CRITSEC");
  TAP_NUMBER (mock_support_take_spooler_flags (fixture.support), MAPI_NOTIFY_NEWMAIL);
  while (mock_support_get_n_calls (fixture.support, "SpoolerNotify") < 2)
    g_main_context_iteration (context, TRUE);
  TAP_NUMBER (mock_support_take_spooler_flags (fixture.support), MAPI_NOTIFY_READYTOSEND);
  mapi_xp_logon_idle (fixture.logon, 0, NULL, NULL);
  TAP_NUMBER (mock_support_take_spooler_flags (fixture.support), MAPI_NOTIFY_CRITSEC);
  g_main_context_pop_thread_default (context);
}

static void
test_incoming (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;
  guint32          reference = 1;

  fixture_log_on (&fixture, "1st poll: 2 messages; 1st start: nothing; message \"Good news\"");
  TAP_NUMBER (poll (&fixture, NULL), 3);
  CU_ASSERT_TRUE (
      mapi_xp_logon_start_message (fixture.logon, 0, message, &reference, NULL, &error));
  TAP_NUMBER (poll (&fixture, NULL), 3);
  CU_ASSERT_TRUE (
      mapi_xp_logon_start_message (fixture.logon, 0, message, &reference, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (poll (&fixture, NULL), 2);
  subject = mock_letter_get_string (message, MAPI_PR_SUBJECT);
  TAP_STRING (subject, "Good news");
}

static void
test_log (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiMessage) message = make_letter ();
  g_autofree char *path = g_build_filename (tap_folder (), "calls", NULL);
  g_autofree char *in_file = NULL;
  g_autofree char *in_memory = NULL;
  g_auto (GStrv) log = NULL;
  g_autoptr (GError) error = NULL;
  MockSent          sent;
  guint32           flags = MAPI_NOTIFY_BEGIN_INBOUND | MAPI_NOTIFY_CANCEL_MESSAGE | (1U << 20);
  const char *const expected =
      "SubmitMessage Hello\treference=0 own=a@x,b@x,c@x others=\n"
      "EndMessage 42\n"
      "TransportNotify BEGIN_INBOUND|CANCEL_MESSAGE|0x100000\treference=5 entry=none\n"
      "Idle\tflags=0x0\n";

  fixture_log_on (&fixture, "");
  CU_ASSERT_TRUE (
      fake_actor_set_log_file (fake_transport_get_actor (fixture.transport), path, &error));
  mock_drive_send (fixture.logon, message, &sent, NULL, NULL);
  mapi_xp_logon_transport_notify (fixture.logon, &flags, 5, NULL, NULL);
  mapi_xp_logon_idle (fixture.logon, 0, NULL, NULL);

  g_file_get_contents (path, &in_file, NULL, NULL);
  TAP_STRING (in_file, expected);
  log = fake_actor_get_log (fake_transport_get_actor (fixture.transport));
  TAP_STRING (log[0], "TransportLogon\tprofile=test");
  in_memory = g_strjoinv ("\n", log + 1);
  CU_ASSERT_TRUE (g_str_has_prefix (expected, in_memory));
}

/* The script and the log on the status object: what a test in any language uses. */
static void
test_status_object (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (MapiStatus) status = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropValue) script = mapi_prop_value_new_string (0x6600001F, "poll: BUSY");
  g_autoptr (MapiPropList) changes = mapi_prop_list_new_from_value (script);
  g_autoptr (GError) error = NULL;

  fixture_log_on (&fixture, "OK in Poll");
  status = mapi_xp_logon_open_status_entry (fixture.logon, NULL, 0, NULL, &error);
  props = mapi_prop_get_props (MAPI_PROP (status), NULL, 0, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (mapi_prop_list_get_string (props, 0x6600001F), "OK in Poll");
  TAP_STRING (mapi_prop_list_get_string (props, 0x6610001F),
              "TransportLogon\tprofile=test\nOpenStatusEntry\tflags=0x0");
  TAP_STRING (mapi_prop_list_get_string (props, MAPI_PR_DISPLAY_NAME), "fake");

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (status), changes, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  poll (&fixture, &error);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_BUSY);
}

TAP_MAIN ("providers/fake",
          { "mistakes in a script are placed and explained", test_mistakes },
          { "calls by number", test_numbers },
          { "another script counts anew", test_script_again },
          { "what becomes of a recipient", test_recipients },
          { "a recipient that has to wait", test_recipient_waits },
          { "what SubmitMessage does", test_submit },
          { "wrong answers", test_wrong_answers },
          { "blocking and letting go", test_blocks },
          { "another script while a call is about to block", test_goes_on_before_it_blocks },
          { "notices at the beginning, later, and in a call", test_notices },
          { "messages that come in", test_incoming },
          { "a log in memory and in a file", test_log },
          { "script and log on the status object", test_status_object })
