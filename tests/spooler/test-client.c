/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a mail program does, and what it must not count on: with a session, the SQLite store, and
 * the fake transport of the catalogue. */

#include "session-rig.h"
#include "tap.h"

static void
rig_begin (SessionRig *rig, const char *script)
{
  static guint      count;
  g_autofree char  *name = g_strdup_printf ("client-%u", ++count);
  const char *const settings[] = { "script", script, NULL };

  CU_ASSERT_TRUE (session_rig_begin (rig, name));
  CU_ASSERT_TRUE (session_rig_add (rig, "fake-transport", settings));
}

static GBytes *
read_entry_id (MapiMessage *message)
{
  const guint32 tag = MAPI_PR_ENTRYID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, NULL, NULL, &error);

  TAP_NO_ERROR (error);
  return mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
}

static void
save (MapiMessage *message, guint32 flags)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_prop_save_changes (MAPI_PROP (message), flags, NULL, &error));
  TAP_NO_ERROR (error);
}

static void
submit (MapiMessage *message)
{
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_NO_ERROR (error);
}

static char *
read_subject (SessionRig *rig, GBytes *entry_id, GError **error)
{
  g_autoptr (MapiProp) message =
      mapi_msg_store_open_entry (rig->store, entry_id, NULL, 0, NULL, error);
  g_autoptr (MapiPropList) props =
      message != NULL ? mapi_prop_get_props (message, NULL, 0, NULL, NULL, error) : NULL;

  return props != NULL ? g_strdup (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT)) : NULL;
}

static gboolean
is_empty (gpointer data)
{
  return mapi_spooler_get_n_queued (((SessionRig *) data)->spooler) == 0;
}

/* R072, R086: what was not saved yet is when the call returns; and it goes on its way from the
 * Outbox. */
static void
test_outbox (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  rig_begin (&rig, "block in SubmitMessage");
  CU_ASSERT_TRUE (session_rig_log_on (&rig));
  message = session_rig_compose (&rig, "Hello");
  submit (message);
  TAP_NUMBER (session_rig_count (&rig, MAPI_PR_IPM_OUTBOX_ENTRYID), 1);
  TAP_NUMBER (session_rig_count (&rig, MAPI_PR_IPM_SENTMAIL_ENTRYID), 0);

  CU_ASSERT_TRUE (session_rig_start (&rig));
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "SubmitMessage Hello", 1));
  session_rig_script (&rig, "");
  CU_ASSERT_TRUE (session_rig_wait (is_empty, &rig));
}

/* R073, R074, R085: from then on the entry identifier, which was read before, leads to the message;
 * the object is good for nothing but to be released. */
static void
test_after_submit (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiAttach) attachment = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autofree char *subject = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig, "");
  CU_ASSERT_TRUE (session_rig_log_on (&rig));
  message = session_rig_compose (&rig, "Hello");
  attachment = mapi_message_create_attach (message, 0, NULL, NULL, &error);
  CU_ASSERT_TRUE (
      mapi_prop_save_changes (MAPI_PROP (attachment), MAPI_KEEP_OPEN_READWRITE, NULL, &error));
  save (message, MAPI_KEEP_OPEN_READWRITE);
  entry_id = read_entry_id (message);
  submit (message);

  CU_ASSERT_FALSE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_SUBMITTED);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_SUBMITTED);
  g_clear_error (&error);
  CU_ASSERT_FALSE (mapi_prop_save_changes (MAPI_PROP (attachment), 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_SUBMITTED);
  g_clear_error (&error);

  g_clear_object (&attachment);
  g_clear_object (&message);
  subject = read_subject (&rig, entry_id, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (subject, "Hello");
}

/* R075: what is wrong can be put right, and the message is submitted then. */
static void
test_invalid (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiRowSet) none = mapi_row_set_new (NULL, 0);
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "Ann", "FAKE", "ann");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (GError) error = NULL;

  rig_begin (&rig, "");
  CU_ASSERT_TRUE (session_rig_log_on (&rig));
  message = session_rig_compose (&rig, "Hello");
  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, 0, none, NULL, &error));
  TAP_NO_ERROR (error);
  CU_ASSERT_FALSE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_NO_RECIPIENTS);
  g_clear_error (&error);

  CU_ASSERT_TRUE (mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, &error));
  TAP_NO_ERROR (error);
  submit (message);
}

/* R084, R127: as long as no transport has it a message can be taken back, and nothing else. */
static void
test_abort (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) first = NULL;
  g_autoptr (MapiMessage) second = NULL;
  g_autoptr (MapiProp) queued = NULL;
  g_autoptr (GBytes) first_id = NULL;
  g_autoptr (GBytes) second_id = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig, "block in SubmitMessage");
  CU_ASSERT_TRUE (session_rig_log_on (&rig));
  first = session_rig_compose (&rig, "First");
  save (first, MAPI_KEEP_OPEN_READWRITE);
  first_id = read_entry_id (first);
  submit (first);
  queued = mapi_msg_store_open_entry (rig.store, first_id, NULL, MAPI_MODIFY, NULL, &error);
  CU_ASSERT_PTR_NULL (queued);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_SUBMITTED);
  g_clear_error (&error);
  CU_ASSERT_TRUE (mapi_msg_store_abort_submit (rig.store, first_id, 0, NULL, &error));
  TAP_NO_ERROR (error);

  second = session_rig_compose (&rig, "Second");
  save (second, MAPI_KEEP_OPEN_READWRITE);
  second_id = read_entry_id (second);
  submit (second);
  CU_ASSERT_TRUE (session_rig_start (&rig));
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "SubmitMessage Second", 1));
  CU_ASSERT_FALSE (mapi_msg_store_abort_submit (rig.store, second_id, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT);
  TAP_NUMBER (session_rig_count_calls (&rig, "SubmitMessage First"), 0);
  session_rig_script (&rig, "");
}

/* R219: a session that ends at once has submitted; a later one sends. */
static void
test_short_session (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  rig_begin (&rig, "");
  CU_ASSERT_TRUE (session_rig_log_on (&rig));
  message = session_rig_compose (&rig, "Hello");
  submit (message);
  g_clear_object (&message);
  session_rig_stop (&rig);

  CU_ASSERT_TRUE (session_rig_start (&rig));
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "SubmitMessage Hello", 1));
}

/* What a client has heard of new mail. */
typedef struct
{
  guint             n_told;
  MapiNotification *last;
} Heard;

static void
on_received (MapiCallbackSink *sink, MapiNotificationList *notifications, gpointer data)
{
  Heard *heard = data;
  guint  n_told = mapi_notification_list_get_size (notifications);

  heard->n_told += n_told;
  g_clear_pointer (&heard->last, mapi_notification_unref);
  heard->last = mapi_notification_list_get_notification (notifications, n_told - 1);
}

static gboolean
has_heard (gpointer data)
{
  return ((const Heard *) data)->n_told > 0;
}

/* R012, R147, R149: who has advised on the store for new mail hears what has come and where. */
static void
test_new_mail (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiCallbackSink) sink = mapi_callback_sink_new ();
  g_autoptr (GBytes) inbox_id = NULL;
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (GBytes) parent_id = NULL;
  g_autofree char *subject = NULL;
  g_autoptr (GError) error = NULL;
  Heard   heard = { 0 };
  guint32 connection;

  rig_begin (&rig, "");
  CU_ASSERT_TRUE (session_rig_start (&rig));
  g_signal_connect (sink, "received", G_CALLBACK (on_received), &heard);
  connection = mapi_msg_store_advise (
      rig.store, NULL, MAPI_fnevNewMail, MAPI_ADVISE_SINK (sink), NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "TransportNotify", 1));
  session_rig_script (&rig, "message News; notify NEWMAIL");
  if (!tap_wait (NULL, has_heard, &heard))
    return;

  TAP_NUMBER (heard.n_told, 1);
  entry_id = mapi_notification_get_entry_id (heard.last);
  subject = read_subject (&rig, entry_id, &error);
  TAP_NO_ERROR (error);
  TAP_STRING (subject, "News");
  inbox_id = mapi_msg_store_get_receive_folder (rig.store, NULL, 0, NULL, NULL, &error);
  parent_id = mapi_notification_get_parent_id (heard.last);
  TAP_BYTES (parent_id, inbox_id);
  TAP_STRING (mapi_notification_get_text (heard.last), "IPM.Note");
  TAP_NUMBER (mapi_notification_get_flags (heard.last), MAPI_MSGFLAG_UNMODIFIED);
  CU_ASSERT_TRUE (mapi_msg_store_unadvise (rig.store, connection, NULL));
  mapi_notification_unref (heard.last);
}

/* R217, R218: a program that asks right after its logon does not wait for a transport here, though
 * it had better not. */
static void
test_startup (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GBytes) identity = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig, "block in TransportLogon");
  CU_ASSERT_TRUE (session_rig_start (&rig));
  g_object_set (rig.spooler, "stop-grace", 0, NULL);
  table = mapi_session_get_status_table (rig.session, 0, NULL, &error);
  rows = mapi_table_query_rows (table, 100, 0, NULL, &error);
  TAP_NO_ERROR (error);
  CU_ASSERT_TRUE (mapi_row_set_get_size (rows) >= 3);
  identity = mapi_session_query_identity (rig.session, NULL, &error);
  TAP_NO_ERROR (error);
}

/* R521: the bit for sending again is the client's until the first save. */
static void
test_resend_bit (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_RESEND | MAPI_MSGFLAG_UNSENT);
  g_autoptr (MapiPropValue) without =
      mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNSENT);
  g_autoptr (MapiPropList) set = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) cleared = mapi_prop_list_new_from_value (without);
  g_autoptr (MapiPropProblemArray) problems = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig, "");
  CU_ASSERT_TRUE (session_rig_log_on (&rig));
  message = session_rig_compose (&rig, "Again");
  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), set, NULL, NULL, &error));
  save (message, MAPI_KEEP_OPEN_READWRITE);
  mapi_prop_set_props (MAPI_PROP (message), cleared, &problems, NULL, NULL);
  props = mapi_prop_get_props (MAPI_PROP (message), NULL, 0, NULL, NULL, &error);
  CU_ASSERT_TRUE (mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_RESEND);
}

/* R556: a recipient that is made here has what each needs before its message is submitted. */
static void
test_recipient (void)
{
  static const guint32 tags[] = { MAPI_PR_ADDRTYPE, MAPI_PR_DISPLAY_NAME, MAPI_PR_EMAIL_ADDRESS,
                                  MAPI_PR_ENTRYID,  MAPI_PR_OBJECT_TYPE,  MAPI_PR_SEARCH_KEY };
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, "Ann", "smtp", "ann@x.org");
  g_autoptr (GBytes) key = mapi_prop_list_get_bytes (row, MAPI_PR_SEARCH_KEY);
  g_autoptr (GBytes) expected = g_bytes_new_static ("SMTP:ANN@X.ORG", 15);

  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    CU_ASSERT_TRUE (mapi_prop_list_contains (row, tags[i]));
  TAP_BYTES (key, expected);
}

/* R220, R221: with the session everything that it gave is over, also for those who share it when
 * one of them says so. */
static void
test_logoff (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiSession) other = NULL;
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin (&rig, "");
  CU_ASSERT_TRUE (session_rig_log_on (&rig));
  other = mapi_session_logon_profile (rig.profile, MAPI_NO_MAIL, NULL, &error);
  CU_ASSERT_TRUE (mapi_session_logoff (other, 0, NULL, &error));
  table = mapi_session_get_status_table (rig.session, 0, NULL, &error);
  TAP_NO_ERROR (error);
  g_clear_object (&table);

  g_set_object (&other, mapi_session_logon_profile (rig.profile, MAPI_NO_MAIL, NULL, &error));
  g_object_unref (other);
  CU_ASSERT_TRUE (mapi_session_logoff (other, MAPI_LOGOFF_SHARED, NULL, &error));
  table = mapi_session_get_status_table (rig.session, 0, NULL, &error);
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_END_OF_SESSION);
}

/* A store that does as the script says stands before the one with the mail. */
static void
rig_begin_with_store (SessionRig *rig, const char *name, const char *script)
{
  g_autofree char  *path = g_build_filename (tap_folder (), name, NULL);
  const char *const settings[] = { "wraps", "sqlite", "path", path, "script", script, NULL };

  rig_begin (rig, "");
  CU_ASSERT_TRUE (session_rig_add_default (rig, "fake-store", settings));
}

static void
set_subject (MapiMessage *message, const char *subject)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);
  g_autoptr (GError) error = NULL;

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error));
  TAP_NO_ERROR (error);
}

/* R081: data that the store has lost is set and saved again, and the message goes at the second
 * time. */
static void
test_lost_data (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  rig_begin_with_store (&rig, "lost.db", "1st submit: CORRUPT_DATA");
  CU_ASSERT_TRUE (session_rig_log_on (&rig));
  message = session_rig_compose (&rig, "Hello");
  CU_ASSERT_FALSE (mapi_message_submit_message (message, 0, NULL, &error));
  TAP_ERROR (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA);

  set_subject (message, "Hello again");
  save (message, MAPI_KEEP_OPEN_READWRITE);
  submit (message);
  CU_ASSERT_TRUE (session_rig_start (&rig));
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "SubmitMessage Hello again", 1));
}

/* R625: a store that does not notify is looked at now and then. */
static void
test_silent_store (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (MapiMessage) message = NULL;

  rig_begin_with_store (&rig, "silent.db", "watch: NO_SUPPORT; advise: NO_SUPPORT");
  CU_ASSERT_TRUE (session_rig_start (&rig));
  message = session_rig_compose (&rig, "Hello");
  submit (message);
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "SubmitMessage Hello", 1));
}

/* What is to become of the message, and of what it is a copy of. */
static MapiMessage *
compose_for (SessionRig *rig, const char *subject, MapiPropValue *fate)
{
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (fate);
  g_autoptr (GError) error = NULL;
  MapiMessage *message = session_rig_compose (rig, subject);

  CU_ASSERT_TRUE (mapi_prop_set_props (MAPI_PROP (message), props, NULL, NULL, &error));
  TAP_NO_ERROR (error);
  return message;
}

/* R525: with the one property a message is kept, with the other it is not; there is no need of
 * both. R526: where what is to be its folder is no entry identifier it is sent, and stays where it
 * was. */
static void
test_fate (void)
{
  g_auto (SessionRig) rig = { 0 };
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  g_autoptr (MapiPropValue) gone = mapi_prop_value_new_boolean (MAPI_PR_DELETE_AFTER_SUBMIT, TRUE);
  g_autoptr (MapiPropValue) nowhere =
      mapi_prop_value_new_binary (MAPI_PR_SENTMAIL_ENTRYID, nonsense);
  g_autoptr (MapiMessage) kept = NULL;
  g_autoptr (MapiMessage) deleted = NULL;
  g_autoptr (MapiMessage) lost = NULL;

  rig_begin (&rig, "");
  CU_ASSERT_TRUE (session_rig_start (&rig));
  deleted = compose_for (&rig, "Deleted", gone);
  submit (deleted);
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "SubmitMessage Deleted", 1));
  CU_ASSERT_TRUE (session_rig_wait (is_empty, &rig));
  TAP_NUMBER (session_rig_count (&rig, MAPI_PR_IPM_OUTBOX_ENTRYID), 0);
  TAP_NUMBER (session_rig_count (&rig, MAPI_PR_IPM_SENTMAIL_ENTRYID), 0);
  lost = compose_for (&rig, "Lost", nowhere);
  submit (lost);
  CU_ASSERT_TRUE (session_rig_wait_calls (&rig, "SubmitMessage Lost", 1));
  CU_ASSERT_TRUE (session_rig_wait (is_empty, &rig));
  TAP_NUMBER (session_rig_count (&rig, MAPI_PR_IPM_OUTBOX_ENTRYID), 1);
}

TAP_MAIN ("spooler/client",
          { "a message is made in the Outbox", test_outbox },
          { "a submitted message is to be released", test_after_submit },
          { "what is wrong with a message can be put right", test_invalid },
          { "sending is aborted in time or not at all (D18)", test_abort },
          { "a session ends before its mail is sent", test_short_session },
          { "clients hear of new mail", test_new_mail },
          { "nobody waits for a transport at startup", test_startup },
          { "the bit for sending again", test_resend_bit },
          { "what a recipient has", test_recipient },
          { "data that a store has lost is given again", test_lost_data },
          { "a store that tells of nothing", test_silent_store },
          { "one property for what becomes of a message", test_fate },
          { "the end of a session", test_logoff })
