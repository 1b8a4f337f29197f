/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What all stores compute alike: classes, read flags, and what is added to what is sent. */

#include "tap.h"

#include <mapi/mapi.h>

static void
test_classes (void)
{
  CU_ASSERT_TRUE (mapi_message_class_is_a ("IPM.Note.Phone", "IPM.Note"));
  CU_ASSERT_TRUE (mapi_message_class_is_a ("ipm.note", "IPM.Note"));
  CU_ASSERT_FALSE (mapi_message_class_is_a ("IPM.Notebook", "IPM.Note"));
  CU_ASSERT_FALSE (mapi_message_class_is_a ("IPM", "IPM.Note"));
  CU_ASSERT_TRUE (mapi_message_class_is_a ("IPM", ""));
  CU_ASSERT_TRUE (mapi_message_class_is_a (NULL, ""));
  CU_ASSERT_FALSE (mapi_message_class_is_a (NULL, "IPM"));
}

/* imessage-setreadflag.md, R586, R591, R656 to R658. */
static void
test_read_flags (void)
{
  const guint32 rn = MAPI_MSGFLAG_RN_PENDING;
  const guint32 nrn = MAPI_MSGFLAG_NRN_PENDING;
  const guint32 read = MAPI_MSGFLAG_READ;
  const struct
  {
    guint32  before;
    guint32  flags;
    guint32  after;
    gboolean reports;
  } cases[] = {
    { 0, 0, read, FALSE },
    { rn | nrn, 0, read, TRUE },
    { read | rn, 0, read | rn, FALSE },
    { read | rn, MAPI_CLEAR_READ_FLAG, rn, FALSE },
    { rn | nrn, MAPI_SUPPRESS_RECEIPT, read, FALSE },
    { rn | nrn, MAPI_GENERATE_RECEIPT_ONLY, 0, TRUE },
    { nrn, MAPI_GENERATE_RECEIPT_ONLY, nrn, FALSE },
    { rn | nrn, MAPI_SUPPRESS_RECEIPT | MAPI_GENERATE_RECEIPT_ONLY, nrn, FALSE },
    { rn | nrn, MAPI_CLEAR_RN_PENDING, nrn, FALSE },
    { rn | nrn, MAPI_CLEAR_RN_PENDING | MAPI_CLEAR_NRN_PENDING, 0, FALSE },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TAP_NUMBER (mapi_read_flag_apply (cases[i].before, cases[i].flags), cases[i].after);
      TAP_NUMBER (mapi_read_flag_reports (cases[i].before, cases[i].flags), cases[i].reports);
      CU_ASSERT_TRUE (mapi_read_flag_check (cases[i].flags, &error));
      TAP_NO_ERROR (error);
    }
  CU_ASSERT_FALSE (
      mapi_read_flag_check (MAPI_CLEAR_READ_FLAG | MAPI_GENERATE_RECEIPT_ONLY, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER);
}

static MapiPropList *
make_props (const char *message_class, gint32 number, gint32 unit)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  if (message_class != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_MESSAGE_CLASS, message_class);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_SENDER_EMAIL_ADDRESS, "ann@here.example");
  if (number >= 0)
    {
      mapi_prop_list_builder_add_long (builder, MAPI_PR_DEFERRED_SEND_NUMBER, number);
      mapi_prop_list_builder_add_long (builder, MAPI_PR_DEFERRED_SEND_UNITS, unit);
    }
  return mapi_prop_list_builder_end (builder);
}

/* R040, R351, R530. */
static void
test_origination (void)
{
  const guint64 now = mapi_filetime_from_unix_usec (0);
  g_autoptr (MapiPropList) plain = make_props ("IPM.Note", -1, 0);
  g_autoptr (MapiPropList) later = make_props ("", 3, 2);
  g_autoptr (MapiPropList) wrong = make_props (NULL, 1000, 0);
  g_autoptr (MapiPropList) changes = mapi_submission_get_changes (plain, 0);
  g_autoptr (MapiPropList) deferred = mapi_submission_get_changes (later, 0);
  g_autoptr (MapiPropList) ignored = mapi_submission_get_changes (wrong, 0);
  const char *id = mapi_prop_list_get_string (changes, MAPI_PR_INTERNET_MESSAGE_ID);

  TAP_NUMBER (mapi_prop_list_get_systime (changes, MAPI_PR_CLIENT_SUBMIT_TIME, 0), now);
  CU_ASSERT (id != NULL && g_str_has_suffix (id, "@here.example>"));
  CU_ASSERT_FALSE (mapi_prop_list_contains (changes, MAPI_PR_MESSAGE_CLASS));
  CU_ASSERT_FALSE (mapi_prop_list_contains (changes, MAPI_PR_DEFERRED_SEND_TIME));

  TAP_STRING (mapi_prop_list_get_string (deferred, MAPI_PR_MESSAGE_CLASS), "IPM");
  TAP_NUMBER (mapi_prop_list_get_systime (deferred, MAPI_PR_DEFERRED_SEND_TIME, 0),
              now + (guint64) 3 * 24 * 60 * 60 * 10000000);
  TAP_STRING (mapi_prop_list_get_string (ignored, MAPI_PR_MESSAGE_CLASS), "IPM");
  CU_ASSERT_FALSE (mapi_prop_list_contains (ignored, MAPI_PR_DEFERRED_SEND_TIME));
}

/* R038, R039. */
static void
test_recipients (void)
{
  g_autoptr (MapiPropList) ann = mapi_recipient_new (MAPI_TO, "Ann", "SMTP", "ann@x.example");
  g_autoptr (MapiPropList) bob = mapi_recipient_new (MAPI_TO, "Bob", "SMTP", "bob@x.example");
  g_autoptr (MapiPropList) done = mapi_recipient_with_responsibility (bob, TRUE);
  MapiPropList *rows[] = { ann, done };
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (rows, 2);
  g_autoptr (MapiRowSet) marked = mapi_submission_get_recipients (recipients);
  g_autoptr (MapiPropList) first = mapi_row_set_get_row (marked, 0);
  g_autoptr (MapiPropList) second = mapi_row_set_get_row (marked, 1);

  CU_ASSERT_FALSE (mapi_prop_list_get_boolean (first, MAPI_PR_RESPONSIBILITY, TRUE));
  CU_ASSERT_TRUE (mapi_prop_list_get_boolean (second, MAPI_PR_RESPONSIBILITY, FALSE));
}

TAP_MAIN ("kit/store-parts",
          { "classes of messages", test_classes },
          { "read flags and reports", test_read_flags },
          { "what is added to a message that is sent", test_origination },
          { "nobody is responsible at first", test_recipients })
