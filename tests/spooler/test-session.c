/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which sessions and stores the spooler works for, and what a session tells it. */

#include "spooler-world.h"

/* The entry identifier and the provider of a store, by the place of its service in the profile. */
static MapiPropList *
find_store (SpoolerWorld *world, guint index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_session_get_msg_stores_table (world->session.session, 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 100, 0, NULL, &error);

  TAP_NO_ERROR (error);
  return mapi_row_set_get_row (rows, index);
}

static GBytes *
find_store_id (SpoolerWorld *world, guint index)
{
  g_autoptr (MapiPropList) row = find_store (world, index);

  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

static MapiUid *
find_store_uid (SpoolerWorld *world, guint index)
{
  g_autoptr (MapiPropList) row = find_store (world, index);
  g_autoptr (GBytes) uid = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);

  return mapi_uid_new_from_bytes (uid, NULL);
}

/* A message in the Inbox whose sender wants to know when it is read, as a spooler has put it there.
 */
static void
deliver_wanted (SpoolerWorld *world)
{
  g_autoptr (MapiUid) uid = find_store_uid (world, 0);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) ann = mapi_recipient_new (MAPI_ORIG, "Ann", "SMTP", "ann@x");
  g_autoptr (MapiPropList) sender = mapi_person_recast (ann, MAPI_PERSON_ENTRY, MAPI_PERSON_SENDER);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMsgStore) store =
      mapi_session_open_spooler_store (world->session.session, uid, MAPI_MDB_WRITE, NULL, &error);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;

  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Wanted");
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_READ_RECEIPT_REQUESTED, TRUE);
  mapi_prop_list_builder_add_list (builder, sender);
  props = mapi_prop_list_builder_end (builder);
  id = mapi_msg_store_get_receive_folder (store, NULL, 0, NULL, NULL, &error);
  inbox = (MapiFolder *) mapi_msg_store_open_entry (store, id, NULL, MAPI_MODIFY, NULL, &error);
  message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);
  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error) &&
                  mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error));
  TAP_NO_ERROR (error);
}

static guint32
count_queued (SpoolerWorld *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) queue =
      mapi_msg_store_get_outgoing_queue (world->session.store, 0, NULL, &error);
  guint32 count = 0;

  mapi_table_get_row_count (queue, 0, &count, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  return count;
}

/* R215: that something was read is reported as far as the queue, and no further. */
static void
test_receipt_without_mail (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_begin ();
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  FakeTransport *smtp;

  spooler_world_log_on_with (world, MAPI_NEW_SESSION | MAPI_NO_MAIL, 0);
  smtp = spooler_rig_add (world->rig, "smtp", NULL, 1);
  deliver_wanted (world);
  message = spooler_world_open_message (world, 0, "Wanted");
  CU_ASSERT_TRUE (mapi_message_set_read_flag (message, 0, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (count_queued (world), 1);
  CU_ASSERT_FALSE (mapi_spooler_start (world->rig->spooler, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 0);
  TAP_NUMBER (count_queued (world), 1);
}

/* R206, R207: no spooler takes on a session without mail: nothing goes out, and nothing comes in.
 */
static void
test_session_without_mail (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_begin ();
  FakeTransport *smtp;
  g_autoptr (GError) error = NULL;

  spooler_world_log_on_with (world, MAPI_NEW_SESSION | MAPI_NO_MAIL, 0);
  smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  spooler_world_submit (world, "Hello", "SMTP:a@x");
  CU_ASSERT_FALSE (mapi_spooler_start (world->rig->spooler, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  CU_ASSERT_PTR_NOT_NULL (strstr (error->message, "MAPI_NO_MAIL"));
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogon"), 0);
  spooler_world_assert_folder (world, MAPI_PR_IPM_OUTBOX_ENTRYID, "Hello");
}

/* R207: who joins the session and wants mail has it, and what has waited goes. */
static void
test_mail_for_all (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_begin ();
  g_autoptr (MapiSession) other = NULL;
  g_autoptr (GError) error = NULL;

  spooler_world_log_on_with (world, MAPI_NO_MAIL, 0);
  spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  spooler_world_submit (world, "Hello", "SMTP:a@x");
  CU_ASSERT_FALSE (mapi_spooler_start (world->rig->spooler, NULL, NULL));
  other = mapi_session_logon_profile (world->session.profile, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_PTR_EQUAL (other, world->session.session);
  spooler_rig_start (world->rig);
  spooler_rig_wait_sent (world->rig, 1);
  CU_ASSERT_TRUE (mapi_session_logoff (other, 0, NULL, NULL));
}

/* R168, R169, R206: what is opened without mail is none of the spooler's business: it finds nothing
 * to send there, and does not hear of what is submitted. R191, R192: once it is opened for mail the
 * spooler logs on to it, and sends what it finds. */
static void
test_store_without_mail (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_begin ();
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GError) error = NULL;
  FakeTransport *smtp;

  spooler_world_log_on_with (world, 0, MAPI_MDB_NO_MAIL);
  smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  spooler_world_submit (world, "before", "SMTP:a@x");
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 1);
  spooler_world_submit (world, "after", "SMTP:a@x");
  TAP_NUMBER (mapi_spooler_get_n_queued (world->rig->spooler), 0);
  TAP_NUMBER (spooler_rig_count (smtp, "SubmitMessage"), 0);
  /* R237: without a store a transport moves nothing. */
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogon NO_DIALOG|NO_INBOUND|NO_OUTBOUND"), 1);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportNotify"), 0);

  store = mapi_session_open_msg_store (world->session.session, NULL, MAPI_MDB_WRITE, NULL, &error);
  TAP_NO_ERROR (error);
  spooler_rig_wait_sent (world->rig, 2);
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "after, before");
  spooler_rig_wait_log (smtp, "TransportNotify BEGIN_INBOUND|BEGIN_OUTBOUND", 1);
}

/* The subjects in the receive folder of a store. */
static void
assert_inbox (SpoolerWorld *world, GBytes *store_id, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMsgStore) store =
      mapi_session_open_msg_store (world->session.session, store_id, MAPI_MDB_WRITE, NULL, &error);

  TAP_NO_ERROR (error);
  g_set_object (&world->session.store, store);
  spooler_world_assert_folder (world, 0, expected);
}

/* R204, R205: the spooler is told of another default store: what it is about to fetch goes where it
 * went, and what comes then into the other one. */
static void
test_default_store (void)
{
  g_autofree char  *path = g_build_filename (tap_folder (), "second.db", NULL);
  const char *const settings[] = { "path", path, NULL };
  g_autoptr (SpoolerWorld) world = spooler_world_begin ();
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GError) error = NULL;
  FakeTransport *pop;

  session_rig_add (&world->session, "sqlite", settings);
  spooler_world_log_on (world);
  pop = spooler_rig_add (world->rig, "pop", "", 1);
  spooler_rig_script (pop, "1st start: block, OK");
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 1);
  first = find_store_id (world, 0);
  second = find_store_id (world, 1);

  fake_transport_receive (pop, "before");
  spooler_rig_notify (pop, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_log (pop, "StartMessage", 1);
  CU_ASSERT_TRUE (
      mapi_session_set_default_store (world->session.session, second, MAPI_DEFAULT_STORE, &error));
  TAP_NO_ERROR (error);
  spooler_rig_release (pop);
  spooler_rig_wait_received (world->rig, 1);
  fake_transport_receive (pop, "after");
  spooler_rig_notify (pop, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_received (world->rig, 2);

  assert_inbox (world, first, "before");
  assert_inbox (world, second, "after");
}

/* R202: a store that sends nothing is not for mail. */
static void
test_unable_store (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_begin ();
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) null_store = NULL;
  g_autoptr (GError) error = NULL;

  session_rig_add (&world->session, "null-store", NULL);
  spooler_world_log_on (world);
  first = find_store_id (world, 0);
  null_store = find_store_id (world, 1);
  CU_ASSERT_FALSE (mapi_session_set_default_store (
      world->session.session, null_store, MAPI_DEFAULT_STORE, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_SUPPORT);
  g_clear_error (&error);
  CU_ASSERT_TRUE (
      mapi_session_set_default_store (world->session.session, first, MAPI_DEFAULT_STORE, &error));
  TAP_NO_ERROR (error);
}

/* R213: with the flag all there is has come when the logon returns, else nobody fetches anything.
 */
static void
test_force_download (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport *pop = spooler_rig_add (world->rig, "pop", "", 1);
  g_autoptr (MapiSession) lazy = NULL;
  g_autoptr (MapiSession) eager = NULL;
  g_autoptr (GError) error = NULL;

  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 1);
  fake_transport_receive (pop, "one");
  fake_transport_receive (pop, "two");
  lazy = mapi_session_logon_profile (world->session.profile, 0, NULL, &error);
  TAP_NUMBER (spooler_rig_count (pop, "StartMessage"), 0);
  eager = mapi_session_logon_profile (world->session.profile, MAPI_FORCE_DOWNLOAD, NULL, &error);
  TAP_NO_ERROR (error);
  spooler_world_assert_folder (world, 0, "one, two");
  CU_ASSERT_TRUE (mapi_session_logoff (lazy, 0, NULL, NULL));
  CU_ASSERT_TRUE (mapi_session_logoff (eager, 0, NULL, NULL));
}

/* R100: a store that has something to send has a transport logged on to that was down; what it
 * handles is asked for, and the message goes. */
static void
test_ready_to_send (void)
{
  g_autoptr (SpoolerWorld) world = spooler_world_new ();
  FakeTransport *smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);

  spooler_rig_script (smtp, "1st logon: DISK_ERROR");
  spooler_rig_start (world->rig);
  spooler_rig_wait_down (world->rig, 1);
  TAP_NUMBER (spooler_rig_count (smtp, "AddressTypes"), 0);
  spooler_world_submit (world, "Hello", "SMTP:a@x");
  spooler_rig_wait_up (world->rig, 1);
  spooler_rig_wait_sent (world->rig, 1);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportLogon"), 2);
  TAP_NUMBER (spooler_rig_count (smtp, "AddressTypes"), 1);
}

/* As the store names itself. */
static GBytes *
read_store_id (SpoolerWorld *world, GBytes *store_id)
{
  static const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiMsgStore) store =
      mapi_session_open_msg_store (world->session.session, store_id, 0, NULL, NULL);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (store), tags, 0, NULL, NULL, NULL);

  return mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
}

static void
publish_own_store (FakeTransport *transport, GBytes *store_id)
{
  g_autoptr (MapiSupport) support = fake_transport_ref_support (transport);
  g_autoptr (MapiPropValue) own = mapi_prop_value_new_binary (MAPI_PR_OWN_STORE_ENTRYID, store_id);
  g_autoptr (MapiPropList) columns = mapi_prop_list_new_from_value (own);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (
      mapi_support_modify_status_row (support, columns, MAPI_STATUSROW_UPDATE, NULL, &error));
  TAP_NO_ERROR (error);
}

/* R506: what comes by a transport that names a store in its row goes into that store. */
static void
test_own_store (void)
{
  g_autofree char  *path = g_build_filename (tap_folder (), "own.db", NULL);
  const char *const settings[] = { "path", path, NULL };
  g_autoptr (SpoolerWorld) world = spooler_world_begin ();
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) own = NULL;
  FakeTransport *tight;
  FakeTransport *other;

  session_rig_add (&world->session, "sqlite", settings);
  spooler_world_log_on (world);
  tight = spooler_rig_add (world->rig, "tight", "", 1);
  other = spooler_rig_add (world->rig, "other", "", 1);
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 2);
  first = find_store_id (world, 0);
  second = find_store_id (world, 1);
  own = read_store_id (world, second);
  publish_own_store (tight, own);
  fake_transport_receive (tight, "its own");
  spooler_rig_notify (tight, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_received (world->rig, 1);
  fake_transport_receive (other, "anybody's");
  spooler_rig_notify (other, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_received (world->rig, 2);
  assert_inbox (world, first, "anybody's");
  assert_inbox (world, second, "its own");
}

/* A recipient of another address type without an address. */
static MapiRowSet *
build_pair (void)
{
  static const guint32 tag = MAPI_PR_EMAIL_ADDRESS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) own = mapi_recipient_new (MAPI_TO, "Ann", "SMTP", "a@x");
  g_autoptr (MapiPropList) whole = mapi_recipient_new (MAPI_CC, "Bob", "EX", "bob");
  g_autoptr (MapiPropList) other = mapi_prop_list_without (whole, tags);
  MapiPropList *rows[] = { own, other };

  return mapi_row_set_new (rows, G_N_ELEMENTS (rows));
}

/* R245: who asks for it sees the addresses of those whom others deliver to. */
static void
test_resolve (void)
{
  static const struct
  {
    guint32     wants;
    const char *details;
  } cases[] = { { 0, "reference=0 own=a@x others=" },
                { MAPI_LOGON_SP_RESOLVE, "reference=0 own=a@x others=resolved" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpoolerRig) rig = spooler_rig_new ();
      FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
      g_autoptr (MapiRowSet) rows = build_pair ();
      g_autoptr (GBytes) entry_id = NULL;

      spooler_rig_add (rig, "exchange", "EX", 1);
      fake_transport_set_wants (smtp, cases[i].wants);
      spooler_rig_start (rig);
      spooler_rig_wait_up (rig, 2);
      entry_id = spooler_rig_submit_rows (rig, "Hello", rows, NULL);
      spooler_rig_wait_sent (rig, 1);
      spooler_rig_assert_details (smtp, "SubmitMessage Hello", cases[i].details);
    }
}

/* StoreLogoffTransports with one flag; answers what it gives back. */
static guint32
log_off (SpoolerWorld *world, guint32 flag)
{
  g_autoptr (MapiUid) uid = find_store_uid (world, 0);
  g_autoptr (GError) error = NULL;
  guint32 flags = flag;

  CU_ASSERT_TRUE (mapi_spooler_link_store_logoff_transports (
      MAPI_SPOOLER_LINK (world->rig->spooler), uid, &flags, NULL, &error));
  TAP_NO_ERROR (error);
  return flags;
}

static gpointer
log_off_orderly (gpointer world)
{
  return GUINT_TO_POINTER (log_off (world, MAPI_LOGOFF_ORDERLY));
}

static gpointer
log_off_purging (gpointer world)
{
  return GUINT_TO_POINTER (log_off (world, MAPI_LOGOFF_PURGE));
}

static SpoolerWorld *
begin_busy (const char *script, FakeTransport **smtp)
{
  SpoolerWorld *world = spooler_world_new ();

  *smtp = spooler_rig_add (world->rig, "smtp", "SMTP", 1);
  spooler_rig_script (*smtp, script);
  spooler_rig_start (world->rig);
  spooler_rig_wait_up (world->rig, 1);
  return world;
}

/* R163: QUIET looks, and touches nothing: what goes out, what waits, and what comes in is told;
 * with nothing of all that it is complete. */
static void
test_quiet (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin_busy ("1st submit: block, OK", &smtp);

  TAP_NUMBER (log_off (world, MAPI_LOGOFF_QUIET), MAPI_LOGOFF_COMPLETE);
  spooler_world_submit (world, "Hello", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  TAP_NUMBER (log_off (world, MAPI_LOGOFF_QUIET),
              MAPI_LOGOFF_OUTBOUND | MAPI_LOGOFF_OUTBOUND_QUEUE);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportNotify CANCEL_MESSAGE"), 0);
  spooler_rig_script (smtp, "1st start: block, OK");
  spooler_rig_wait_sent (world->rig, 1);

  fake_transport_receive (smtp, "News");
  spooler_rig_notify (smtp, MAPI_NOTIFY_NEWMAIL, NULL);
  spooler_rig_wait_log (smtp, "StartMessage", 1);
  TAP_NUMBER (log_off (world, MAPI_LOGOFF_QUIET), MAPI_LOGOFF_INBOUND);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportNotify CANCEL_MESSAGE"), 0);
  spooler_rig_release (smtp);
  spooler_rig_wait_received (world->rig, 1);
}

/* What is under way is stopped, and waits for the next time. */
static void
test_abort (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin_busy ("1st submit: block", &smtp);

  spooler_world_submit (world, "Hello", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  TAP_NUMBER (log_off (world, MAPI_LOGOFF_ABORT),
              MAPI_LOGOFF_COMPLETE | MAPI_LOGOFF_OUTBOUND_QUEUE);
  TAP_NUMBER (spooler_rig_count (smtp, "TransportNotify CANCEL_MESSAGE"), 1);
  spooler_world_assert_folder (world, MAPI_PR_IPM_OUTBOX_ENTRYID, "Hello");
}

/* What is under way ends first; nobody is told to hurry. */
static void
test_orderly (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin_busy ("1st submit: block, OK", &smtp);
  GThread *thread;

  spooler_world_submit (world, "Hello", "SMTP:a@x");
  spooler_rig_wait_log (smtp, "SubmitMessage", 1);
  thread = g_thread_new ("orderly", log_off_orderly, world);
  spooler_rig_release (smtp);
  TAP_NUMBER (GPOINTER_TO_UINT (g_thread_join (thread)), MAPI_LOGOFF_COMPLETE);
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Hello");
  TAP_NUMBER (spooler_rig_count (smtp, "TransportNotify CANCEL_MESSAGE"), 0);
}

/* What waits for its time goes at once; with PURGE it has gone when the call returns. */
static void
test_purge (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin_busy ("1st submit: WAIT 3600", &smtp);
  GThread *thread;

  spooler_world_submit (world, "Hello", "SMTP:a@x");
  spooler_rig_wait_event (world->rig, "wait", 1);
  thread = g_thread_new ("purge", log_off_purging, world);
  TAP_NUMBER (GPOINTER_TO_UINT (g_thread_join (thread)), MAPI_LOGOFF_COMPLETE);
  spooler_world_assert_folder (world, MAPI_PR_IPM_SENTMAIL_ENTRYID, "Hello");
}

/* With NO_WAIT it is complete at once, and what waits goes all the same. */
static void
test_no_wait (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world =
      begin_busy ("1st submit: WAIT 3600; 2nd submit: block, OK", &smtp);

  spooler_world_submit (world, "Hello", "SMTP:a@x");
  spooler_rig_wait_event (world->rig, "wait", 1);
  CU_ASSERT_TRUE (log_off (world, MAPI_LOGOFF_NO_WAIT) & MAPI_LOGOFF_COMPLETE);
  spooler_rig_wait_log (smtp, "SubmitMessage", 2);
  CU_ASSERT_TRUE (log_off (world, MAPI_LOGOFF_NO_WAIT) & MAPI_LOGOFF_COMPLETE);
  spooler_rig_release (smtp);
  spooler_rig_wait_sent (world->rig, 1);
}

/* One flag at a time. */
static void
test_bad_flags (void)
{
  FakeTransport *smtp;
  g_autoptr (SpoolerWorld) world = begin_busy ("", &smtp);
  g_autoptr (MapiUid) uid = find_store_uid (world, 0);
  g_autoptr (GError) error = NULL;
  guint32 flags = MAPI_LOGOFF_QUIET | MAPI_LOGOFF_PURGE;

  CU_ASSERT_FALSE (mapi_spooler_link_store_logoff_transports (
      MAPI_SPOOLER_LINK (world->rig->spooler), uid, &flags, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

TAP_MAIN ("spooler/session",
          { "a session without mail", test_session_without_mail },
          { "no report that something was read without mail", test_receipt_without_mail },
          { "mail for all who share a session", test_mail_for_all },
          { "a store without mail, and with mail later on", test_store_without_mail },
          { "mail goes into another default store", test_default_store },
          { "what a default store can do", test_unable_store },
          { "a logon that has mail fetched first", test_force_download },
          { "a store that is ready to send", test_ready_to_send },
          { "a transport and its own store", test_own_store },
          { "addresses of other transports' recipients", test_resolve },
          { "LOGOFF_QUIET", test_quiet },
          { "LOGOFF_ABORT", test_abort },
          { "LOGOFF_ORDERLY", test_orderly },
          { "LOGOFF_PURGE", test_purge },
          { "LOGOFF_NO_WAIT", test_no_wait },
          { "flags of StoreLogoffTransports that there are not", test_bad_flags })
