/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* SubmitMessage, step by step. */

#include "config.h"

#include "check-store.h"

#define SENDING (MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT)

static gboolean
has_responsibility (MapiRowSet *recipients)
{
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      if (!mapi_prop_list_contains (row, MAPI_PR_RESPONSIBILITY))
        return FALSE;
    }
  return TRUE;
}

/* What a message looks like when the store calls its support object with it. */
typedef struct
{
  CheckBench *bench;
  guint       n_calls;
  guint32     message_flags;
  gboolean    has_time;
  gboolean    has_responsibility;
  guint       n_announced;
} Sight;

static void
look (MapiCall *call, gpointer data)
{
  Sight       *sight = data;
  MapiMessage *message = MAPI_MESSAGE (mapi_call_get_argument (call, "message"));
  g_autoptr (MapiPropList) props = check_read (sight->bench, message);
  g_autoptr (MapiRowSet) recipients = check_read_recipients (sight->bench, message);

  sight->message_flags = (guint32) mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0);
  sight->has_time = mapi_prop_list_contains (props, MAPI_PR_CLIENT_SUBMIT_TIME);
  sight->has_responsibility = has_responsibility (recipients);
  sight->n_announced = check_count_calls (sight->bench, "SpoolerNotify", NULL);
  sight->n_calls++;
}

static void
watch_for (CheckBench *bench, const char *method, Sight *sight)
{
  *sight = (Sight){ .bench = bench };
  check_watch_set_witness (bench->watch, method, look, NULL, sight);
}

static void
prepares_first (CheckBench *bench)
{
  Sight sight;
  g_autoptr (GBytes) id = NULL;

  watch_for (bench, "PrepareSubmit", &sight);
  id = check_submit_new (bench, "Prepare");
  check_that (bench,
              sight.n_calls == 1,
              "SubmitMessage called PrepareSubmit %u times, not once",
              sight.n_calls);
  check_that (bench,
              (sight.message_flags & MAPI_MSGFLAG_SUBMIT) == 0,
              "the message had MSGFLAG_SUBMIT already when PrepareSubmit was called");
}

static void
hands_on_the_error (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Refused");
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  if (draft == NULL)
    return;
  check_watch_set_failure (bench->watch, "PrepareSubmit", MAPI_E_CORRUPT_DATA);
  mapi_message_submit_message (draft, 0, bench->cancellable, &error);
  check_fails (bench,
               error,
               MAPI_E_CORRUPT_DATA,
               "SubmitMessage, whose PrepareSubmit failed with MAPI_E_CORRUPT_DATA,");
  queue = check_open_queue (bench);
  rows = check_query_rows (bench, queue, NULL, 0);
  check_that (bench,
              mapi_row_set_get_size (rows) == 0,
              "the message is in the outgoing queue though PrepareSubmit failed");
  check_that (bench,
              (check_read_long (bench, draft, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_SUBMIT) == 0,
              "the message has MSGFLAG_SUBMIT though PrepareSubmit failed");
}

static void
add_handled_recipient (CheckBench *bench, MapiMessage *message)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (
      MAPI_TO | MAPI_SUBMITTED, "done@check.invalid", "SMTP", "done@check.invalid");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);
  g_autoptr (GError) error = NULL;

  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, bench->cancellable, &error);
  check_succeeds (bench, error, "ModifyRecipients");
}

static void
check_responsibility (CheckBench *bench, MapiPropList *row, gboolean wanted)
{
  check_that (bench,
              mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, !wanted) == wanted,
              "PR_RESPONSIBILITY of %s is not %s",
              mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS),
              wanted ? "TRUE" : "FALSE");
}

static void
prepares_what_is_sent_again (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Again");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;

  if (draft == NULL)
    return;
  check_write (
      bench,
      draft,
      mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_RESEND));
  add_handled_recipient (bench, draft);
  check_save (bench, draft);
  id = check_submit_draft (bench, draft);
  check_that (bench,
              check_count_calls (bench, "PrepareSubmit", NULL) == 1,
              "SubmitMessage did not call PrepareSubmit for a message with MSGFLAG_RESEND");
  recipients = check_read_recipients (bench, draft);
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);
      const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);

      check_responsibility (bench, row, g_strcmp0 (address, "done@check.invalid") == 0);
    }
}

static void
marks_the_message (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Marked");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  guint32 flags;

  if (draft == NULL)
    return;
  check_write (bench, draft, mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ));
  id = check_submit_draft (bench, draft);
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  flags = (guint32) check_read_long (bench, sent, MAPI_PR_MESSAGE_FLAGS, 0);
  check_that (bench,
              (flags & SENDING) == SENDING,
              "PR_MESSAGE_FLAGS is 0x%x after SubmitMessage: MSGFLAG_SUBMIT or MSGFLAG_UNSENT is "
              "missing",
              flags);
}

/* Whether changing it fails, or changes nothing, is the store's choice. */
static void
makes_a_copy_for_the_spooler (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Original");
  g_autoptr (GBytes) id = check_submit_draft (bench, draft);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Changed");
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (id == NULL)
    return;
  if (mapi_prop_set_props (MAPI_PROP (draft), change, NULL, NULL, NULL))
    mapi_prop_save_changes (MAPI_PROP (draft), MAPI_FORCE_SAVE, NULL, NULL);
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  props = check_read (bench, sent);
  check_that (bench,
              g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), "Original") == 0,
              "the client has changed a message that was submitted: its subject is now %s",
              mapi_prop_list_get_string (props, MAPI_PR_SUBJECT));
}

static void
says_that_nobody_is_responsible (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Responsible");
  g_autoptr (MapiMessage) sent =
      check_open_message (bench, check_open_spooler_store (bench), id, 0);
  g_autoptr (MapiRowSet) recipients = check_read_recipients (bench, sent);

  check_that (bench,
              mapi_row_set_get_size (recipients) == 1,
              "the message has %u recipients, not one",
              mapi_row_set_get_size (recipients));
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      check_responsibility (bench, row, FALSE);
    }
}

static void
notes_the_time (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Time");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiPropList) props = NULL;
  guint64 before = mapi_filetime_from_unix_usec (g_get_real_time ());
  guint64 time;

  check_write (bench, draft, mapi_prop_value_new_systime (MAPI_PR_CLIENT_SUBMIT_TIME, 1000));
  id = check_submit_draft (bench, draft);
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  props = check_read (bench, sent);
  time = mapi_prop_list_get_systime (props, MAPI_PR_CLIENT_SUBMIT_TIME, 0);
  check_that (bench,
              time >= before,
              "PR_CLIENT_SUBMIT_TIME is %s",
              time == 1000 ? "what the client has set" : "not the time of SubmitMessage");
}

static void
expands_last (CheckBench *bench)
{
  Sight sight;
  g_autoptr (GBytes) id = NULL;

  watch_for (bench, "ExpandRecips", &sight);
  id = check_submit_new (bench, "Expand");
  check_that (bench,
              sight.n_calls == 1,
              "SubmitMessage called ExpandRecips %u times, not once",
              sight.n_calls);
  check_that (bench,
              (sight.message_flags & MAPI_MSGFLAG_SUBMIT) != 0,
              "the message did not have MSGFLAG_SUBMIT when ExpandRecips was called");
  check_that (bench,
              sight.has_time,
              "the message had no PR_CLIENT_SUBMIT_TIME when ExpandRecips was called");
  check_that (bench,
              sight.has_responsibility,
              "a recipient had no PR_RESPONSIBILITY when ExpandRecips was called");
}

static void
add_while_expanding (MapiCall *call, gpointer data)
{
  check_add_recipient (
      data, MAPI_MESSAGE (mapi_call_get_argument (call, "message")), "member@check.invalid");
}

static void
asks_nobody_of_those_who_were_added (CheckBench *bench)
{
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiRowSet) recipients = NULL;

  check_watch_set_witness (bench->watch, "ExpandRecips", add_while_expanding, NULL, bench);
  id = check_submit_new (bench, "List");
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  recipients = check_read_recipients (bench, sent);
  check_that (bench,
              mapi_row_set_get_size (recipients) == 2,
              "the recipient that ExpandRecips added is not there");
  check_that (bench,
              has_responsibility (recipients),
              "a recipient that ExpandRecips added has no PR_RESPONSIBILITY");
}

static void
needs_preprocessing (MapiCall *call, gpointer data)
{
  mapi_call_set_flags (call, mapi_call_get_flags (call) | MAPI_NEEDS_PREPROCESSING);
}

static void
needs_spooler (MapiCall *call, gpointer data)
{
  mapi_call_set_flags (call, mapi_call_get_flags (call) | MAPI_NEEDS_SPOOLER);
}

static guint32
get_submit_flags (CheckBench *bench, GBytes *id)
{
  g_autoptr (MapiPropList) row = check_find_queued (bench, id);

  if (!check_that (bench, row != NULL, "the message is not in the outgoing queue") ||
      !check_that (bench,
                   mapi_prop_list_contains (row, MAPI_PR_SUBMIT_FLAGS),
                   "the row of the outgoing queue has no PR_SUBMIT_FLAGS"))
    return 0;
  return (guint32) mapi_prop_list_get_long (row, MAPI_PR_SUBMIT_FLAGS, 0);
}

static void
queues_for_preprocessing (CheckBench *bench)
{
  g_autoptr (GBytes) id = NULL;

  check_watch_set_witness (bench->watch, "ExpandRecips", NULL, needs_preprocessing, NULL);
  id = check_submit_new (bench, "Process me");
  check_that (bench,
              (get_submit_flags (bench, id) & MAPI_SUBMITFLAG_PREPROCESS) != 0,
              "PR_SUBMIT_FLAGS has no SUBMITFLAG_PREPROCESS though ExpandRecips answered "
              "NEEDS_PREPROCESSING");
}

static void
goes_on_after_preprocessing (CheckBench *bench)
{
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) again = NULL;
  g_autoptr (MapiPropList) props = NULL;

  check_watch_set_witness (bench->watch, "ExpandRecips", NULL, needs_preprocessing, NULL);
  id = check_submit_new (bench, "Process me");
  message = check_lock (bench, id);
  if (message == NULL)
    return;
  check_watch_set_witness (bench->watch, "ExpandRecips", NULL, NULL, NULL);
  check_write (bench, message, mapi_prop_value_new_string (MAPI_PR_COMMENT, "processed"));
  mapi_message_submit_message (message, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "SubmitMessage of the spooler after preprocessing");
  check_that (bench,
              (get_submit_flags (bench, id) & MAPI_SUBMITFLAG_PREPROCESS) == 0,
              "PR_SUBMIT_FLAGS has SUBMITFLAG_PREPROCESS after the spooler's SubmitMessage");
  again = check_open_message (bench, bench->spooler_store, id, 0);
  props = check_read (bench, again);
  check_that (bench,
              g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_COMMENT), "processed") == 0,
              "what the preprocessor has changed is lost");
}

static void
queues (CheckBench *bench)
{
  g_autoptr (GBytes) id = check_submit_new (bench, "Send me");

  check_that (bench,
              (get_submit_flags (bench, id) & MAPI_SUBMITFLAG_PREPROCESS) == 0,
              "PR_SUBMIT_FLAGS has SUBMITFLAG_PREPROCESS though nothing is to be preprocessed");
}

static void
queues_what_needs_the_spooler (CheckBench *bench)
{
  check_watch_set_witness (bench->watch, "ExpandRecips", NULL, needs_spooler, NULL);
  queues (bench);
}

static void
wants_recipients (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Nobody");
  g_autoptr (GError) error = NULL;

  if (draft == NULL)
    return;
  mapi_message_modify_recipients (draft, 0, NULL, bench->cancellable, &error);
  check_succeeds (bench, error, "ModifyRecipients");
  mapi_message_submit_message (draft, 0, bench->cancellable, &error);
  check_fails (bench, error, MAPI_E_NO_RECIPIENTS, "SubmitMessage without recipients");
}

static void
saves (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "First");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (draft == NULL)
    return;
  check_save (bench, draft);
  check_write (bench, draft, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Second"));
  id = check_submit_draft (bench, draft);
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  props = check_read (bench, sent);
  check_that (bench,
              g_strcmp0 (mapi_prop_list_get_string (props, MAPI_PR_SUBJECT), "Second") == 0,
              "SubmitMessage did not save what was changed before");
}

static void
accepts_force (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Force");
  g_autoptr (GError) error = NULL;

  if (draft == NULL)
    return;
  mapi_message_submit_message (draft, MAPI_FORCE_SUBMIT, bench->cancellable, &error);
  check_succeeds (bench, error, "SubmitMessage with FORCE_SUBMIT");
}

static void
keeps_the_order (CheckBench *bench)
{
  static const char *const subjects[] = { "c", "a", "b" };
  static const guint32     columns[] = { MAPI_PR_SUBJECT };
  g_autoptr (MapiTable) queue = NULL;
  g_autoptr (MapiRowSet) rows = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      g_autoptr (GBytes) id = check_submit_new (bench, subjects[i]);
    }
  queue = check_open_queue (bench);
  rows = check_query_rows (bench, queue, columns, 1);
  check_that (bench,
              mapi_row_set_get_size (rows) == G_N_ELEMENTS (subjects),
              "the outgoing queue has %u rows after three messages were submitted",
              mapi_row_set_get_size (rows));
  for (guint i = 0; i < mapi_row_set_get_size (rows) && i < G_N_ELEMENTS (subjects); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      const char *subject = mapi_prop_list_get_string (row, MAPI_PR_SUBJECT);

      check_that (bench,
                  g_strcmp0 (subject, subjects[i]) == 0,
                  "row %u of the outgoing queue is %s; submitted in this place was %s",
                  i,
                  subject,
                  subjects[i]);
    }
}

static void
announces_sending_once (CheckBench *bench)
{
  const guint32    allowed = MAPI_NOTIFY_NEWMAIL_RECEIVED | MAPI_NOTIFY_READYTOSEND;
  const CheckCall *call;
  guint            n_announced = 0;
  Sight            sight;
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;

  watch_for (bench, "PrepareSubmit", &sight);
  one = check_submit_new (bench, "One");
  check_that (bench,
              sight.n_announced > 0,
              "SpoolerNotify was not called before the first PrepareSubmit of the session");
  two = check_submit_new (bench, "Two");
  for (guint i = 0; (call = check_find_call (bench, "SpoolerNotify", NULL, i)) != NULL; i++)
    {
      check_that (bench,
                  (call->flags & ~allowed) == 0,
                  "SpoolerNotify was called with 0x%x, which a store may not",
                  call->flags);
      if ((call->flags & MAPI_NOTIFY_READYTOSEND) != 0)
        n_announced++;
    }
  check_that (bench,
              n_announced == 1,
              "NOTIFY_READYTOSEND was given %u times in a session, not once",
              n_announced);
}

static void
computes_when_to_send (CheckBench *bench)
{
  const guint64 two_hours = G_GUINT64_CONSTANT (2) * 60 * 60 * 10000000;
  g_autoptr (MapiMessage) draft = check_draft (bench, "Later");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiPropList) props = NULL;
  guint64 submitted;

  check_write (bench, draft, mapi_prop_value_new_systime (MAPI_PR_DEFERRED_SEND_TIME, 1000));
  check_write (bench, draft, mapi_prop_value_new_long (MAPI_PR_DEFERRED_SEND_NUMBER, 2));
  check_write (bench, draft, mapi_prop_value_new_long (MAPI_PR_DEFERRED_SEND_UNITS, 1));
  id = check_submit_draft (bench, draft);
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  props = check_read (bench, sent);
  submitted = mapi_prop_list_get_systime (props, MAPI_PR_CLIENT_SUBMIT_TIME, 0);
  check_that (bench,
              mapi_prop_list_get_systime (props, MAPI_PR_DEFERRED_SEND_TIME, 0) ==
                  submitted + two_hours,
              "PR_DEFERRED_SEND_TIME is not two hours (units 1, number 2) after "
              "PR_CLIENT_SUBMIT_TIME");
}

static void
leaves_preprocess_alone (CheckBench *bench)
{
  static const guint32 tag = MAPI_PR_PREPROCESS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;

  check_watch_set_witness (bench->watch, "ExpandRecips", NULL, needs_preprocessing, NULL);
  id = check_submit_new (bench, "Mine");
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  if (sent != NULL)
    props = mapi_prop_get_props (MAPI_PROP (sent), tags, 0, bench->cancellable, NULL, &error);
  check_succeeds (bench, error, "GetProps");
  check_that (bench,
              props == NULL || !mapi_prop_list_contains (props, tag),
              "the store has set PR_PREPROCESS, which is MAPI's");
}

static void
gives_a_class (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Classless");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiPropList) props = NULL;
  const char *message_class;

  check_write (bench, draft, mapi_prop_value_new_string (MAPI_PR_MESSAGE_CLASS, ""));
  id = check_submit_draft (bench, draft);
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  props = check_read (bench, sent);
  message_class = mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS);
  check_that (bench,
              g_strcmp0 (message_class, "IPM") == 0,
              "PR_MESSAGE_CLASS of a message that was sent without one is '%s', not 'IPM'",
              message_class);
}

static void
adds_what_sending_needs (CheckBench *bench)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID,      MAPI_PR_DISPLAY_TO,     MAPI_PR_DISPLAY_CC,
    MAPI_PR_DISPLAY_BCC,  MAPI_PR_RECORD_KEY,     MAPI_PR_SEARCH_KEY,
    MAPI_PR_MESSAGE_SIZE, MAPI_PR_PARENT_ENTRYID, MAPI_PR_CLIENT_SUBMIT_TIME,
  };
  g_autoptr (GBytes) id = check_submit_new (bench, "Complete");
  g_autoptr (MapiMessage) sent =
      check_open_message (bench, check_open_spooler_store (bench), id, 0);
  g_autoptr (MapiPropList) props = check_read (bench, sent);

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    check_that (bench,
                mapi_prop_list_contains (props, tags[i]),
                "a message that was submitted has no %s",
                mapi_prop_tag_get_name (tags[i]));
}

const MapiCheckClause check_store_submit_clauses[] = {
  { "store/submit-prepares-first",
    "SubmitMessage calls PrepareSubmit once, before it marks the message",
    "R036",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    prepares_first },
  { "store/submit-hands-on-the-error-of-prepare",
    "What PrepareSubmit fails with SubmitMessage fails with, and nothing is sent",
    "R036 R089",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    hands_on_the_error },
  { "store/submit-prepares-what-is-sent-again",
    "A message with MSGFLAG_RESEND goes through PrepareSubmit, whose marks stay",
    "R039 R078 R089",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    prepares_what_is_sent_again },
  { "store/submit-marks-the-message",
    "A submitted message has MSGFLAG_SUBMIT and MSGFLAG_UNSENT",
    "R037 R082 R512 R513",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    marks_the_message },
  { "store/submit-makes-a-copy",
    "What is submitted is not changed by its client any more",
    "R512 R516",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    makes_a_copy_for_the_spooler },
  { "store/submit-makes-nobody-responsible",
    "Recipients of a submitted message have PR_RESPONSIBILITY, which is FALSE",
    "R038 R039",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    says_that_nobody_is_responsible },
  { "store/submit-notes-the-time",
    "SubmitMessage sets PR_CLIENT_SUBMIT_TIME, whatever the client has set",
    "R040 R528",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    notes_the_time },
  { "store/submit-expands-last",
    "ExpandRecips is called always, when the message is marked",
    "R041 R106",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    expands_last },
  { "store/submit-makes-nobody-responsible-for-members",
    "Recipients that ExpandRecips adds have PR_RESPONSIBILITY too",
    "R038",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    asks_nobody_of_those_who_were_added },
  { "store/submit-queues-for-preprocessing",
    "With NEEDS_PREPROCESSING the message waits with SUBMITFLAG_PREPROCESS",
    "R035 R047 R049",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    queues_for_preprocessing },
  { "store/submit-goes-on-after-preprocessing",
    "The spooler's SubmitMessage clears SUBMITFLAG_PREPROCESS",
    "R093 R524",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    goes_on_after_preprocessing },
  { "store/submit-queues",
    "A submitted message waits in the outgoing queue when SubmitMessage returns",
    "R060 R062 R082 R094",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    queues },
  { "store/submit-queues-what-needs-the-spooler",
    "With NEEDS_SPOOLER the message waits in the outgoing queue",
    "R060",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    queues_what_needs_the_spooler },
  { "store/submit-wants-recipients",
    "A message without recipients cannot be submitted",
    "R076",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    wants_recipients },
  { "store/submit-saves",
    "SubmitMessage saves what was changed",
    "R077",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    saves },
  { "store/submit-accepts-force",
    "SubmitMessage accepts FORCE_SUBMIT",
    "R079",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    accepts_force },
  { "store/submit-keeps-the-order",
    "Messages wait in the order in which they were submitted",
    "R080 R088 R137 R138",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    keeps_the_order },
  { "store/submit-announces-sending-once",
    "NOTIFY_READYTOSEND is given once in a session, before the first PrepareSubmit",
    "R099 R441",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    announces_sending_once },
  { "store/submit-computes-when-to-send",
    "Number and unit replace PR_DEFERRED_SEND_TIME",
    "R530",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    computes_when_to_send },
  { "store/submit-leaves-preprocess-alone",
    "PR_PREPROCESS is not the store's",
    "R483",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    leaves_preprocess_alone },
  { "store/submit-gives-a-class",
    "What is sent without a class is of the class IPM",
    "R351",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    gives_a_class },
  { "store/submit-adds-what-sending-needs",
    "A submitted message has the properties that every message has",
    "R013 R661 required-properties-for-all-messages.md",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    adds_what_sending_needs },
  { NULL },
};
