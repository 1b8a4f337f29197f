/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Preprocessors: which are called, when, and what becomes of what they do. */

#include "spooler-world.h"

static SpoolerWorld *
begin (FakeTransport **smtp)
{
  SpoolerWorld *world = spooler_world_new ();

  *smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 1);
  return world;
}

static void
script (MockPreprocessor *preprocessor, const char *text)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (fake_actor_set_script (mock_preprocessor_get_actor (preprocessor), text, &error));
  TAP_NO_ERROR (error);
}

static void
assert_preprocessed (SpoolerWorld *world, const char *expected)
{
  spooler_rig_assert_calls (
      world->rig, "PreprocessMessage SubmitMessage RemovePreprocessInfo", expected);
}

/* R004, R009, R047, R050, R051, R052, R065, R475, R481: the store's mark on the message comes and
 * goes, and what the preprocessor has changed is what is sent. */
static void
test_flow (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  MockPreprocessor *first = spooler_rig_add_preprocessor (world->rig, smtp, "first", NULL, NULL);
  MockPreprocessor *second = spooler_rig_add_preprocessor (world->rig, smtp, "second", NULL, NULL);
  g_autoptr (MapiPropValue) mark = NULL;

  script (first, "preprocess: subject A-signed");
  script (second, "preprocess: subject A-signed-twice; remove: subject A");
  spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  assert_preprocessed (world,
                       "first PreprocessMessage A, second PreprocessMessage A-signed, "
                       "smtp SubmitMessage A-signed-twice, "
                       "first RemovePreprocessInfo A-signed-twice, "
                       "second RemovePreprocessInfo A-signed-twice");
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "A");
  mark = spooler_world_get_prop (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "A", MAPI_PR_PREPROCESS);
  CU_ASSERT_PTR_NULL (mark);
}

/* R035, R045, R049: the client is not kept waiting, and sees in the queue what is to be done. */
static void
test_submit_flags (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  MockPreprocessor *signer = spooler_rig_add_preprocessor (world->rig, smtp, "signer", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;
  g_autoptr (MapiPropValue) mark = NULL;

  script (signer, "preprocess: block");
  spooler_world_submit (world, "A", "SMTP:a@x");
  queue = mapi_msg_store_get_outgoing_queue (world->session.store, 0, NULL, &error);
  TAP_NO_ERROR (error);
  rows = mapi_table_query_rows (queue, 2, 0, NULL, &error);
  TAP_NUMBER (mapi_row_set_get_size (rows), 1);
  row = mapi_row_set_get_row (rows, 0);
  CU_ASSERT_TRUE (mapi_prop_list_get_long (row, MAPI_PR_SUBMIT_FLAGS, 0) &
                  MAPI_SUBMITFLAG_PREPROCESS);

  fake_actor_release (mock_preprocessor_get_actor (signer));
  spooler_rig_wait_sent (world->rig, 1);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 1);
}

static void
assert_depths (SpoolerWorld *world, gint32 preprocessed, gint32 sending)
{
  g_autoptr (MapiPropList) row = NULL;

  mapi_spooler_update_status (world->rig->spooler);
  row = mock_host_get_status (world->rig->host);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_SPOOLER_DEPTH_PREPROCESS, -1), preprocessed);
  TAP_NUMBER (mapi_prop_list_get_long (row, MAPI_PR_SPOOLER_DEPTH_SENDING, -1), sending);
}

/* What waits to be preprocessed is counted so; what is being preprocessed is being sent. */
static void
test_depths (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  MockPreprocessor *signer = spooler_rig_add_preprocessor (world->rig, smtp, "signer", NULL, NULL);

  script (signer, "1st preprocess: block");
  spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_wait_call (mock_preprocessor_get_actor (signer), "PreprocessMessage A", 1);
  spooler_world_submit (world, "B", "SMTP:b@x");
  spooler_world_submit (world, "C", "SMTP:c@x");
  spooler_rig_wait_event (world->rig, "queued", 3);
  assert_depths (world, 2, 1);

  fake_actor_release (mock_preprocessor_get_actor (signer));
  spooler_rig_wait_sent (world->rig, 3);
  assert_depths (world, 0, 0);
}

/* R466 to R471: by identifier, by type, by either, or all. */
static void
test_matches (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  g_autoptr (GBytes) entry_id = mapi_one_off_new ("a@x", "SMTP", "a@x", 0);
  g_autoptr (MapiUid) one_off = mapi_entry_id_get_uid (entry_id);
  g_autoptr (MapiUid) other = mapi_uid_new ();

  spooler_rig_add_preprocessor (world->rig, smtp, "uid", one_off, NULL);
  spooler_rig_add_preprocessor (world->rig, smtp, "other uid", other, NULL);
  spooler_rig_add_preprocessor (world->rig, smtp, "type", NULL, "smtp");
  spooler_rig_add_preprocessor (world->rig, smtp, "other type", NULL, "FAX");
  spooler_rig_add_preprocessor (world->rig, smtp, "either", other, "SMTP");
  spooler_rig_add_preprocessor (world->rig, smtp, "all", NULL, NULL);
  spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_rig_assert_calls (world->rig,
                            "PreprocessMessage",
                            "uid PreprocessMessage A, type PreprocessMessage A, "
                            "either PreprocessMessage A, all PreprocessMessage A");
}

/* R467, D9: only for messages that the transport will handle; the others do not wait for it. */
static void
test_other_transport (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport    *smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  FakeTransport    *all = spooler_rig_add (world->rig, "all", NULL, 1);
  MockPreprocessor *faxer;

  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 2);
  faxer = spooler_rig_add_preprocessor (world->rig, all, "faxer", NULL, NULL);
  script (faxer, "preprocess: block");
  spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  spooler_world_submit (world, "B", "FAX:1");
  spooler_rig_wait_call (mock_preprocessor_get_actor (faxer), "PreprocessMessage", 1);
  spooler_world_submit (world, "C", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 2);
  spooler_rig_assert_submits (world->rig, smtp, "0 A, 0 C");

  fake_actor_release (mock_preprocessor_get_actor (faxer));
  spooler_rig_wait_sent (world->rig, 3);
  assert_preprocessed (world,
                       "smtp SubmitMessage A, faxer PreprocessMessage B, smtp SubmitMessage C, "
                       "all SubmitMessage B, faxer RemovePreprocessInfo B");
}

/* D9: once a message, before any transport has it, and cleaned up behind the last one. */
static void
test_two_transports (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport *smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (world->rig, "fax", "FAX", 1);

  spooler_rig_script (smtp, "1st submit: WAIT 10");
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 2);
  spooler_rig_add_preprocessor (world->rig, fax, "faxer", NULL, NULL);
  spooler_world_submit (world, "A", "SMTP:a@x FAX:1");
  spooler_rig_wait_event (world->rig, "wait", 1);
  spooler_rig_wait_event (world->rig, "taken", 1);
  spooler_rig_advance (world->rig, 10);
  spooler_rig_wait_sent (world->rig, 1);
  TAP_NUMBER (spooler_rig_count (fax, "SubmitMessage"), 1);
  spooler_rig_assert_calls (world->rig,
                            "PreprocessMessage RemovePreprocessInfo",
                            "faxer PreprocessMessage A, faxer RemovePreprocessInfo A");
  spooler_rig_assert_submits (world->rig, smtp, "0 A, 10 A");
}

/* R478: who cannot be delivered to is reported, and no transport is asked for him. */
static void
test_undeliverable (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  MockPreprocessor *faxer = spooler_rig_add_preprocessor (world->rig, smtp, "faxer", NULL, NULL);
  g_autoptr (MapiPropValue) body = NULL;

  script (faxer, "preprocess: undeliverable b@x");
  spooler_world_submit (world, "A", "SMTP:a@x SMTP:b@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_rig_assert_details (smtp, "SubmitMessage", "reference=0 own=a@x others=b@x");
  TAP_NUMBER (world->rig->n_failed, 1);
  body = spooler_world_get_prop (world, 0, "Undeliverable: A", MAPI_PR_BODY);
  CU_ASSERT_PTR_NOT_NULL (
      strstr (mapi_prop_value_get_string (body), "it cannot be made for this recipient"));
}

/* R477, R480: further messages are submitted, and not preprocessed again. */
static void
test_further_messages (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  MockPreprocessor *splitter =
      spooler_rig_add_preprocessor (world->rig, smtp, "splitter", NULL, NULL);

  script (splitter, "preprocess: instead b@x B, instead c@x C");
  spooler_world_submit (world, "A", "SMTP:a@x SMTP:b@x SMTP:c@x");
  spooler_rig_wait_sent (world->rig, 3);
  spooler_rig_assert_submits (world->rig, smtp, "0 A, 0 B, 0 C");
  TAP_NUMBER (fake_actor_count (mock_preprocessor_get_actor (splitter), "PreprocessMessage"), 1);
  spooler_rig_assert_details (smtp, "SubmitMessage A", "reference=0 own=a@x others=b@x,c@x");
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "A");
  spooler_world_assert_folder (world, MAPI_PR_IPM_OUTBOX_ENTRYID, "");
}

/* A preprocessor may make others of the whole message: the original is finished all the same. */
static void
test_replaced (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  MockPreprocessor *splitter =
      spooler_rig_add_preprocessor (world->rig, smtp, "splitter", NULL, NULL);

  script (splitter, "preprocess: instead a@x B");
  spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 2);
  spooler_rig_assert_submits (world->rig, smtp, "0 B");
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "A");
}

/* D9: with its reason on it the message waits; nothing half done is stored, and it is tried again.
 */
static void
test_failure (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  MockPreprocessor *signer = spooler_rig_add_preprocessor (world->rig, smtp, "signer", NULL, NULL);

  script (signer,
          "1st preprocess: subject A-halfway, save, DISK_ERROR;"
          "2nd preprocess: instead a@x B, original; 3rd preprocess: subject A-signed");
  spooler_world_submit (world, "A", "SMTP:a@x");
  for (guint i = 1; i <= 2; i++)
    {
      spooler_rig_wait_event (world->rig, "wait", i);
      spooler_rig_assert_submits (world->rig, smtp, "");
      spooler_world_assert_folder (world, MAPI_PR_IPM_OUTBOX_ENTRYID, "A");
      CU_ASSERT_TRUE (mapi_spooler_virtual_clock_advance_to_alarm (world->rig->clock));
    }
  spooler_rig_wait_sent (world->rig, 1);
  spooler_rig_assert_submits (world->rig, smtp, "90 A-signed");
}

/* D9: the sender learns of it when the message is given up, for all of its recipients. */
static void
test_given_up (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport    *smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  FakeTransport    *fax = spooler_rig_add (world->rig, "fax", "FAX", 1);
  MockPreprocessor *faxer;
  g_autoptr (MapiPropValue) body = NULL;

  g_object_set (world->rig->spooler, "lifetime", 60, NULL);
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 2);
  faxer = spooler_rig_add_preprocessor (world->rig, fax, "faxer", NULL, NULL);
  script (faxer, "preprocess: DISK_ERROR");
  spooler_world_submit (world, "A", "SMTP:a@x FAX:1");
  spooler_rig_wait_event (world->rig, "wait", 1);
  spooler_rig_advance (world->rig, 30);
  spooler_rig_wait_event (world->rig, "wait", 2);
  spooler_rig_advance (world->rig, 60);
  spooler_rig_wait_sent (world->rig, 1);
  TAP_NUMBER (world->rig->n_failed, 2);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 0);
  body = spooler_world_get_prop (world, 0, "Undeliverable: A", MAPI_PR_BODY);
  CU_ASSERT_PTR_NOT_NULL (strstr (mapi_prop_value_get_string (body), "MAPI_E_DISK_ERROR"));
}

/* What cannot be cleaned up is told, and sent all the same. */
static void
test_clean_fails (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);
  MockPreprocessor *signer = spooler_rig_add_preprocessor (world->rig, smtp, "signer", NULL, NULL);

  script (signer, "remove: DISK_ERROR");
  spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_wait_sent (world->rig, 1);
  spooler_rig_wait_event (world->rig, "clean-failed", 1);
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "A");
}

/* What was preprocessed before the last start is not preprocessed again, and still cleaned up. */
static void
test_restart (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin (&smtp);

  spooler_rig_script (smtp, "submit: WAIT 10");
  spooler_rig_add_preprocessor (world->rig, smtp, "signer", NULL, NULL);
  spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_wait_event (world->rig, "wait", 1);

  spooler_world_restart (world);
  smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  spooler_rig_script (smtp, "types: block");
  spooler_rig_start (world->rig);
  spooler_rig_wait_log (smtp, "AddressTypes", 1);
  spooler_rig_add_preprocessor (world->rig, smtp, "signer", NULL, NULL);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (world->rig, 1);
  assert_preprocessed (world, "smtp SubmitMessage A, signer RemovePreprocessInfo A");
}

/* The process of the client may know nothing of preprocessors: the spooler does. */
static void
test_unmarked (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport    *smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  MockPreprocessor *signer;

  spooler_world_submit (world, "A", "SMTP:a@x");
  spooler_rig_script (smtp, "types: block");
  spooler_rig_start (world->rig);
  spooler_rig_wait_log (smtp, "AddressTypes", 1);
  signer = spooler_rig_add_preprocessor (world->rig, smtp, "signer", NULL, NULL);
  script (signer, "preprocess: subject A-signed");
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (world->rig, 1);
  assert_preprocessed (world,
                       "signer PreprocessMessage A, smtp SubmitMessage A-signed, "
                       "signer RemovePreprocessInfo A-signed");
}

TAP_MAIN ("spooler/preprocess",
          { "the flow of a message that is preprocessed", test_flow },
          { "the flags of the queue", test_submit_flags },
          { "how many wait for it", test_depths },
          { "which preprocessors match", test_matches },
          { "only messages of the own transport", test_other_transport },
          { "a message for two transports (D9)", test_two_transports },
          { "undeliverable recipients", test_undeliverable },
          { "further messages", test_further_messages },
          { "others instead of the message", test_replaced },
          { "a preprocessor fails", test_failure },
          { "a message is given up (D9)", test_given_up },
          { "cleaning up fails", test_clean_fails },
          { "preprocessed before the last start", test_restart },
          { "submitted by who knows no preprocessor", test_unmarked })
