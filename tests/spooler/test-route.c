/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which transport a recipient goes to. */

#include "spooler-rig.h"

static MapiPropList *
with_entry_id (MapiPropList *row, const MapiUid *uid)
{
  g_autoptr (GBytes) entry_id = mapi_entry_id_new (0, uid, "anybody", 7);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (row, change);
}

/* A recipient whose entry identifier was made by somebody. */
static MapiRowSet *
make_foreign (const char *type, const char *address, const MapiUid *uid)
{
  g_autoptr (MapiPropList) plain = mapi_recipient_new (MAPI_TO, address, type, address);
  g_autoptr (MapiPropList) row = with_entry_id (plain, uid);

  return mapi_row_set_new (&row, 1);
}

/* What a transport handles is asked once, and known for all messages (R006, R255). */
static void
test_remembered (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX TELEX", 1);
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) c = NULL;

  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "TELEX:1");
  b = spooler_rig_submit (rig, "B", "SMTP:a@x");
  c = spooler_rig_submit (rig, "C", "FAX:1");
  spooler_rig_wait_sent (rig, 3);
  spooler_rig_assert_submits (rig, fax, "0 A, 0 C");
  spooler_rig_assert_submits (rig, smtp, "0 B");
  TAP_NUMBER (spooler_rig_count (fax, "AddressTypes"), 1);
  TAP_NUMBER (spooler_rig_count (smtp, "AddressTypes"), 1);
}

/* R256 */
static void
test_exact (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *near = spooler_rig_add (rig, "near", "SMTPX smtp SM", 1);
  FakeTransport *exact = spooler_rig_add (rig, "exact", "SMTP", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_submits (rig, near, "");
  spooler_rig_assert_submits (rig, exact, "0 A");
}

/* The identifiers of all transports go before the address types of all (R257). */
static void
test_uids_first (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  FakeTransport *by_type = spooler_rig_add (rig, "by-type", "SMTP", 1);
  FakeTransport *by_uid = spooler_rig_add (rig, "by-uid", "FAX", 1);
  g_autoptr (MapiRowSet) foreign = make_foreign ("SMTP", "a@x", uid);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;

  spooler_rig_set_types (by_uid, "FAX", uid);
  spooler_rig_start (rig);
  a = spooler_rig_submit_rows (rig, "A", foreign, NULL);
  b = spooler_rig_submit (rig, "B", "SMTP:a@x");
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, by_uid, "0 A");
  spooler_rig_assert_submits (rig, by_type, "0 B");
}

/* The first in the order of the profile gets it, by identifier and by type (R257, R258). */
static void
test_order (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  FakeTransport *first = spooler_rig_add (rig, "first", "SMTP", 1);
  FakeTransport *second = spooler_rig_add (rig, "second", "SMTP", 1);
  g_autoptr (MapiRowSet) foreign = make_foreign ("X400", "c=us", uid);
  g_autoptr (GBytes) a = NULL;
  g_autoptr (GBytes) b = NULL;

  spooler_rig_set_types (first, "SMTP", uid);
  spooler_rig_set_types (second, "SMTP", uid);
  spooler_rig_start (rig);
  a = spooler_rig_submit (rig, "A", "SMTP:a@x");
  b = spooler_rig_submit_rows (rig, "B", foreign, NULL);
  spooler_rig_wait_sent (rig, 2);
  spooler_rig_assert_submits (rig, fax, "");
  spooler_rig_assert_submits (rig, first, "0 A, 0 B");
  spooler_rig_assert_submits (rig, second, "");
}

/* Who declines is passed over, also from identifiers to types; in the end nobody is left (R259,
 * R260, R281, D12). */
static void
test_declined (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  FakeTransport *by_type = spooler_rig_add (rig, "by-type", "SMTP", 1);
  FakeTransport *all = spooler_rig_add (rig, "all", NULL, 1);
  FakeTransport *by_uid = spooler_rig_add (rig, "by-uid", "FAX", 1);
  g_autoptr (MapiRowSet) foreign = make_foreign ("SMTP", "a@x", uid);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_set_types (by_uid, "FAX", uid);
  spooler_rig_script (by_uid, "submit: NOT_ME");
  spooler_rig_script (by_type, "submit: NOT_ME");
  spooler_rig_script (all, "submit: NOT_ME");
  spooler_rig_start (rig);
  id = spooler_rig_submit_rows (rig, "A", foreign, NULL);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_calls (rig,
                            "SubmitMessage EndMessage",
                            "by-uid SubmitMessage A, by-type SubmitMessage A, all SubmitMessage A");
  TAP_NUMBER (rig->n_failed, 1);
  TAP_NUMBER (mock_store_get_n_received (rig->store), 1);
}

/* A transport's identifier tells whose a recipient is, and nothing more: it is left as it is,
 * though its address type says that it is a list (R261). */
static void
test_not_expanded (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  FakeTransport *lists = spooler_rig_add (rig, "lists", "", 1);
  g_autoptr (MapiRowSet) foreign = make_foreign ("MAPIPDL", "everybody", uid);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_set_types (lists, "", uid);
  spooler_rig_start (rig);
  id = spooler_rig_submit_rows (rig, "A", foreign, NULL);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (rig->last_result, 0);
  spooler_rig_assert_details (lists, "SubmitMessage", "reference=0 own=everybody others=");
}

/* Each transport sees all recipients, and that its own alone are to be sent to (R064, R307, D26).
 */
static void
test_view (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_script (smtp, "1st submit: take a@x, WAIT 60");
  spooler_rig_script (fax, "1st submit: WAIT 60");
  spooler_rig_start (rig);
  id = spooler_rig_submit (rig, "A", "SMTP:a@x FAX:1 SMTP:b@x");
  spooler_rig_wait_event (rig, "wait", 2);
  spooler_rig_assert_details (smtp, "SubmitMessage", "reference=0 own=a@x,b@x others=1");
  spooler_rig_assert_details (fax, "SubmitMessage", "reference=0 own=1 others=a@x,b@x");

  spooler_rig_advance (rig, 60);
  spooler_rig_wait_sent (rig, 1);
  spooler_rig_assert_details (smtp, "SubmitMessage", "reference=0 own=b@x others=a@x,1");
  spooler_rig_assert_details (fax, "SubmitMessage", "reference=0 own=1 others=a@x,b@x");
}

/* The message stays in the queue as long as its transport cannot be reached, and is sent then
 * without anybody's doing (R005, R273). */
static void
test_unreachable (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  FakeTransport *fax = spooler_rig_add (rig, "fax", "FAX", 1);
  g_autoptr (GBytes) id = spooler_rig_submit (rig, "A", "SMTP:a@x");

  spooler_rig_script (smtp, "1st logon: NETWORK_ERROR; 1st submit: NETWORK_ERROR 300");
  spooler_rig_start (rig);
  spooler_rig_wait_event (rig, "transport", 2);
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
  spooler_rig_advance (rig, 30);
  spooler_rig_wait_event (rig, "wait", 1);
  CU_ASSERT_TRUE (mock_store_is_queued (rig->store, id));
  TAP_NUMBER (rig->n_failed, 0);

  spooler_rig_advance (rig, 300);
  spooler_rig_wait_sent (rig, 1);
  CU_ASSERT_FALSE (mock_store_is_queued (rig->store, id));
  spooler_rig_assert_submits (rig, smtp, "30 A, 330 A");
  spooler_rig_assert_submits (rig, fax, "");
}

/* Properties that MAPI keeps for itself say nothing about who is to deliver (R622, R623). */
static void
test_reserved (void)
{
  g_autoptr (SpoolerRig) rig = spooler_rig_new ();
  FakeTransport *smtp = spooler_rig_add (rig, "smtp", "SMTP", 1);
  g_autoptr (MapiPropList) plain = mapi_recipient_new (MAPI_TO, "a", "SMTP", "a@x");
  g_autoptr (MapiPropValue) status = mapi_prop_value_new_long (MAPI_PR_RECIPIENT_STATUS, 1);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (status);
  g_autoptr (MapiPropList) row = mapi_prop_list_merge (plain, change);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (MapiPropValue) key = mapi_prop_value_new_long (MAPI_PR_TRANSPORT_KEY, 7);
  g_autoptr (MapiPropList) more = mapi_prop_list_new_from_value (key);
  g_autoptr (GBytes) id = NULL;

  spooler_rig_start (rig);
  id = spooler_rig_submit_rows (rig, "A", rows, more);
  spooler_rig_wait_sent (rig, 1);
  TAP_NUMBER (rig->last_result, 0);
  spooler_rig_assert_details (smtp, "SubmitMessage", "reference=0 own=a@x others=");
  CU_ASSERT_TRUE (mock_store_is_responsible (rig->store, id, "a@x"));
}

TAP_MAIN ("spooler/route",
          { "what a transport handles is remembered", test_remembered },
          { "an address type has to be equal", test_exact },
          { "identifiers go before address types", test_uids_first },
          { "the order of the profile decides", test_order },
          { "who declines is passed over until nobody is left (D12)", test_declined },
          { "an identifier expands nothing", test_not_expanded },
          { "each transport sees which recipients are its own (D26)", test_view },
          { "a message waits for who cannot be reached", test_unreachable },
          { "properties that MAPI keeps for itself", test_reserved })
