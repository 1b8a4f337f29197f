/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <mapi/mapi.h>

#include "fixtures.h"
#include "mock-link.h"
#include "support-rig.h"
#include "tap.h"

/* What a support object does with messages that are submitted, sent, read and copied. */

static void
set_long (MapiMemoryMessage *message, guint32 tag, gint32 number)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (tag, number);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL);
}

static void
add_row (MapiMemoryMessage *message, MapiPropList *row)
{
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (GError) error = NULL;

  mapi_message_modify_recipients (MAPI_MESSAGE (message), MAPI_MODRECIP_ADD, rows, NULL, &error);
  TAP_NO_ERROR (error);
}

static void
add_recipient (MapiMemoryMessage *message, guint32 type, const char *address)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (type, NULL, "SMTP", address);

  add_row (message, row);
}

static MapiRowSet *
recipients_of (MapiMemoryMessage *message)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (MAPI_MESSAGE (message), 0, NULL, NULL);

  return mapi_table_query_rows (table, G_MAXINT32, 0, NULL, NULL);
}

static void
expect_recipient (MapiMemoryMessage *message, guint index, guint32 type, const char *address)
{
  g_autoptr (MapiRowSet) rows = recipients_of (message);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);

  TAP_NUMBER ((guint32) mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0), type);
  TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), address);
}

static gboolean
responsibility (MapiMemoryMessage *message, guint index)
{
  g_autoptr (MapiRowSet) rows = recipients_of (message);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, index);

  CU_ASSERT (mapi_prop_list_contains (row, MAPI_PR_RESPONSIBILITY));
  return mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE);
}

/* Rulings D1 and D17. */
static void
test_prepare_submit (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiRowSet) before = NULL;
  g_autoptr (MapiRowSet) same = NULL;
  g_autoptr (GError) error = NULL;
  guint32 flags = 0;

  support_rig_init (&rig);
  add_recipient (message, MAPI_TO | MAPI_SUBMITTED, "got-it@example.org");
  add_recipient (message, MAPI_CC | MAPI_P1, "again@example.org");
  add_recipient (message, MAPI_BCC, "new@example.org");
  before = recipients_of (message);

  CU_ASSERT (
      mapi_support_prepare_submit (rig.for_store, MAPI_MESSAGE (message), &flags, NULL, &error));
  TAP_NO_ERROR (error);
  same = recipients_of (message);
  CU_ASSERT (mapi_row_set_equal (before, same));

  set_long (message, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_RESEND | MAPI_MSGFLAG_UNSENT);
  CU_ASSERT (
      mapi_support_prepare_submit (rig.for_store, MAPI_MESSAGE (message), &flags, NULL, &error));
  TAP_NO_ERROR (error);
  expect_recipient (message, 0, MAPI_TO, "got-it@example.org");
  expect_recipient (message, 1, MAPI_CC | MAPI_P1, "again@example.org");
  expect_recipient (message, 2, MAPI_BCC, "new@example.org");
  CU_ASSERT_TRUE (responsibility (message, 0));
  CU_ASSERT_FALSE (responsibility (message, 1));
  CU_ASSERT_FALSE (responsibility (message, 2));
  TAP_NUMBER (flags, 0);
}

static void
expand (SupportRig *rig, MapiMemoryMessage *message)
{
  g_autoptr (GError) error = NULL;
  guint32 flags = 0xff;

  CU_ASSERT (
      mapi_support_expand_recips (rig->for_store, MAPI_MESSAGE (message), &flags, NULL, &error));
  TAP_NO_ERROR (error);
  TAP_NUMBER (flags, MAPI_NEEDS_SPOOLER);
}

static guint
count_recipients (MapiMemoryMessage *message)
{
  g_autoptr (MapiRowSet) rows = recipients_of (message);

  return mapi_row_set_get_size (rows);
}

/* Ruling D4: removed, the stronger type wins, and only the domain ignores case. */
static void
test_duplicates (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();

  support_rig_init (&rig);
  add_recipient (message, MAPI_BCC, "a@example.org");
  add_recipient (message, MAPI_CC, "b@example.org");
  add_recipient (message, MAPI_TO, "a@EXAMPLE.org");
  add_recipient (message, MAPI_CC, "B@example.org");
  add_recipient (message, MAPI_CC, "b@Example.Org");
  expand (&rig, message);
  TAP_NUMBER (count_recipients (message), 3);
  expect_recipient (message, 0, MAPI_CC, "b@example.org");
  expect_recipient (message, 1, MAPI_TO, "a@EXAMPLE.org");
  expect_recipient (message, 2, MAPI_CC, "B@example.org");
}

/* Ruling D1: the copy that is sent again stays beside the recipient that is shown. */
static void
test_duplicates_of_resend (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();

  support_rig_init (&rig);
  add_recipient (message, MAPI_TO, "a@example.org");
  add_recipient (message, MAPI_TO | MAPI_P1, "a@example.org");
  expand (&rig, message);
  TAP_NUMBER (count_recipients (message), 2);
}

/* R104, R665: what an address tells is filled in, whichever part of it there is. */
static void
test_completion (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) one_off = NULL;
  g_autoptr (MapiPropList) by_address = NULL;
  g_autoptr (MapiPropList) by_entry_id = NULL;
  g_autoptr (MapiPropList) by_name = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  support_rig_init (&rig);
  one_off = mapi_support_create_one_off (
      rig.for_store, "Bea", "SMTP", "b@example.org", MAPI_UNICODE, &error);
  TAP_NO_ERROR (error);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_EMAIL_ADDRESS, "a@example.org");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Own name");
  by_address = mapi_prop_list_builder_end (builder);
  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, one_off);
  by_entry_id = mapi_prop_list_builder_end (builder);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, "Nobody knows");
  by_name = mapi_prop_list_builder_end (builder);
  add_row (message, by_address);
  add_row (message, by_entry_id);
  add_row (message, by_name);

  expand (&rig, message);
  rows = recipients_of (message);
  TAP_NUMBER (mapi_row_set_get_size (rows), 3);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      CU_ASSERT (mapi_prop_list_contains (row, MAPI_PR_ENTRYID));
      CU_ASSERT (mapi_prop_list_contains (row, MAPI_PR_SEARCH_KEY));
      TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS),
                  i == 0 ? "a@example.org" : "b@example.org");
      TAP_STRING (mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME),
                  i == 0 ? "Own name" : "Bea");
    }
}

static void
test_sent_mail (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (GError) error = NULL;
  MapiMemoryMessage *held = message;
  gboolean           taken_over = TRUE;

  support_rig_init (&rig);
  CU_ASSERT (mapi_support_do_sent_mail (
      rig.for_store, 0, MAPI_MESSAGE (message), &taken_over, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (taken_over);

  /* R116: nobody holds it any longer than the call. */
  g_object_add_weak_pointer (G_OBJECT (message), (gpointer *) &held);
  g_object_unref (g_steal_pointer (&message));
  CU_ASSERT_PTR_NULL (held);
}

static MapiPropList *
write_receipt (SupportRig *rig, MapiMemoryMessage *message, guint32 flags)
{
  g_autoptr (MapiMemoryMessage) report = mapi_memory_message_new ();
  g_autoptr (GError) error = NULL;

  CU_ASSERT (mapi_support_read_receipt (
      rig->for_store, flags, MAPI_MESSAGE (message), MAPI_MESSAGE (report), NULL, &error));
  TAP_NO_ERROR (error);
  expect_recipient (report, 0, MAPI_TO, "sender@example.org");

  return mapi_prop_get_props (MAPI_PROP (report), NULL, 0, NULL, NULL, NULL);
}

/* R565, R568, R569. */
static void
test_receipt (void)
{
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) message = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) report = mapi_memory_message_new ();
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (MapiPropList) read = NULL;
  g_autoptr (MapiPropList) not_read = NULL;
  g_autoptr (GError) error = NULL;

  support_rig_init (&rig);
  CU_ASSERT_FALSE (mapi_support_read_receipt (
      rig.for_store, 0, MAPI_MESSAGE (message), MAPI_MESSAGE (report), NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NOT_FOUND);

  mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, "IPM.Note");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SUBJECT, "Lunch");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_ADDRTYPE, "SMTP");
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "sender@example.org");
  props = mapi_prop_list_builder_end (builder);
  mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, NULL);

  read = write_receipt (&rig, message, 0);
  TAP_STRING (mapi_prop_list_get_string (read, MAPI_PR_MESSAGE_CLASS), "REPORT.IPM.Note.IPNRN");
  TAP_STRING (mapi_prop_list_get_string (read, MAPI_PR_SUBJECT), "Read: Lunch");
  TAP_STRING (mapi_prop_list_get_string (read, MAPI_PR_ORIGINAL_SUBJECT), "Lunch");
  not_read = write_receipt (&rig, message, MAPI_NON_READ);
  TAP_STRING (mapi_prop_list_get_string (not_read, MAPI_PR_MESSAGE_CLASS),
              "REPORT.IPM.Note.IPNNRN");
}

static void
test_copy_message (void)
{
  static const guint32 wanted[] = { MAPI_PR_SUBJECT, MAPI_PR_MESSAGE_RECIPIENTS };
  g_auto (SupportRig) rig = { 0 };
  g_autoptr (MapiMemoryMessage) from = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) whole = mapi_memory_message_new ();
  g_autoptr (MapiMemoryMessage) part = mapi_memory_message_new ();
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropValue) subject = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "subject");
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (subject);
  g_autoptr (MapiPropList) copied = NULL;
  g_autoptr (MapiPropList) chosen = NULL;
  g_autoptr (GError) error = NULL;

  support_rig_init (&rig);
  mapi_prop_set_props (MAPI_PROP (from), props, NULL, NULL, NULL);
  set_long (from, MAPI_PR_IMPORTANCE, 2);
  add_recipient (from, MAPI_TO, "a@example.org");

  CU_ASSERT (mapi_support_do_copy_to (
      rig.for_store, MAPI_PROP (from), NULL, NULL, NULL, MAPI_PROP (whole), 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  copied = mapi_prop_get_props (MAPI_PROP (whole), NULL, 0, NULL, NULL, NULL);
  TAP_STRING (mapi_prop_list_get_string (copied, MAPI_PR_SUBJECT), "subject");
  TAP_NUMBER (mapi_prop_list_get_long (copied, MAPI_PR_IMPORTANCE, 0), 2);
  TAP_NUMBER (count_recipients (whole), 1);

  CU_ASSERT (mapi_support_do_copy_props (
      rig.for_store, MAPI_PROP (from), tags, NULL, MAPI_PROP (part), 0, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  chosen = mapi_prop_get_props (MAPI_PROP (part), NULL, 0, NULL, NULL, NULL);
  TAP_STRING (mapi_prop_list_get_string (chosen, MAPI_PR_SUBJECT), "subject");
  CU_ASSERT_FALSE (mapi_prop_list_contains (chosen, MAPI_PR_IMPORTANCE));
  TAP_NUMBER (count_recipients (part), 1);
}

TAP_MAIN ("session/support-submit",
          { "PrepareSubmit (D1, D17)", test_prepare_submit },
          { "ExpandRecips removes duplicates (D4)", test_duplicates },
          { "ExpandRecips keeps what is sent again (D1)", test_duplicates_of_resend },
          { "ExpandRecips completes addresses (R104, R665)", test_completion },
          { "DoSentMail without hooks", test_sent_mail },
          { "ReadReceipt (R565, R568, R569)", test_receipt },
          { "DoCopyTo and DoCopyProps of messages", test_copy_message })
