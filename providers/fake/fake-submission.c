/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fake-submission.h"

#define NO_SUCH_USER "550 no such user"

char *
fake_submission_find_bad_property (const char *const *words)
{
  guint32 tag = mapi_prop_tag_from_name (words[0]);

  return mapi_prop_tag_get_prop_type (tag) == MAPI_PT_UNICODE
             ? NULL
             : g_strdup_printf ("'%s' is no property that holds text", words[0]);
}

static const char *
address_of (MapiPropList *row)
{
  const char *address = mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS);

  return address != NULL ? address : "";
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
}

static MapiRowSet *
to_row_set (GPtrArray *rows)
{
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/* @addresses: which of @rows; NULL for all. */
static MapiRowSet *
select_rows (MapiRowSet *rows, char **addresses)
{
  g_autoptr (GPtrArray) selected = new_rows ();

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (addresses == NULL || g_strv_contains ((const char *const *) addresses, address_of (row)))
        g_ptr_array_add (selected, g_steal_pointer (&row));
    }

  return to_row_set (selected);
}

/* Those that are the transport's to send to. */
static MapiRowSet *
select_own (FakeSubmission *self, char **addresses, GError **error)
{
  g_autoptr (MapiRowSet) own =
      mapi_message_list_open_recipients (self->message, self->cancellable, error);

  return own != NULL ? select_rows (own, addresses) : NULL;
}

static gboolean
take (FakeSubmission *self, MapiRowSet *rows, GError **error)
{
  return mapi_message_take_responsibility (self->message, rows, self->cancellable, error);
}

static gboolean
take_own (FakeSubmission *self, char **addresses, GError **error)
{
  g_autoptr (MapiRowSet) rows = select_own (self, addresses, error);

  return rows != NULL && take (self, rows, error);
}

/* Whosever they are. */
static gboolean
claim (FakeSubmission *self, char **addresses, GError **error)
{
  g_autoptr (MapiRowSet) all =
      mapi_message_list_recipients (self->message, self->cancellable, error);
  g_autoptr (MapiRowSet) rows = all != NULL ? select_rows (all, addresses) : NULL;

  return rows != NULL && take (self, rows, error);
}

static MapiPropList *
build_failure (const char *text)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_REPORT_TEXT, text);

  return mapi_prop_list_new_from_value (value);
}

static MapiPropList *
build_delivery (void)
{
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_systime (MAPI_PR_DELIVER_TIME, now);

  return mapi_prop_list_new_from_value (value);
}

/* Reports @words of each row, and takes the responsibility for it. */
static gboolean
report (FakeSubmission *self, MapiRowSet *rows, MapiPropList *words, GError **error)
{
  g_autoptr (GPtrArray) reported = new_rows ();
  g_autoptr (MapiRowSet) all = NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      g_ptr_array_add (reported, mapi_prop_list_merge (row, words));
    }

  all = to_row_set (reported);
  return mapi_support_status_recips (self->support, self->message, all, self->cancellable, error) &&
         take (self, rows, error);
}

/* @words: nothing for all of its own, or an address, and for a failure its text. */
static gboolean
report_own (FakeSubmission *self, char **words, gboolean failure, GError **error)
{
  char       *addresses[] = { words[0], NULL };
  const char *text = words[0] != NULL && words[1] != NULL ? words[1] : NO_SUCH_USER;
  g_autoptr (MapiRowSet) rows = select_own (self, words[0] != NULL ? addresses : NULL, error);
  g_autoptr (MapiPropList) about = failure ? build_failure (text) : build_delivery ();

  return rows != NULL && report (self, rows, about, error);
}

/* Of a list that nobody else can look into. */
static gboolean
report_member (FakeSubmission *self, const char *address, GError **error)
{
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, NULL, "SMTP", address);
  g_autoptr (GBytes) list = g_bytes_new_static ("list", 4);
  g_autoptr (MapiPropValue) origin = mapi_prop_value_new_binary (MAPI_PR_ORIGINAL_ENTRYID, list);
  g_autoptr (MapiPropList) of_list = mapi_prop_list_new_from_value (origin);
  g_autoptr (MapiPropList) failure = build_failure (NO_SUCH_USER);
  g_autoptr (MapiPropList) member = mapi_prop_list_merge (row, of_list);
  g_autoptr (MapiPropList) reported = mapi_prop_list_merge (member, failure);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&reported, 1);

  return mapi_support_status_recips (self->support, self->message, rows, self->cancellable, error);
}

static gboolean
set_property (FakeSubmission *self, char **words, GError **error)
{
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_string (mapi_prop_tag_from_name (words[0]), words[1]);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_prop_set_props (MAPI_PROP (self->message), props, NULL, self->cancellable, error);
}

/* What becomes of the recipients, each by what the script says of it. */
typedef struct
{
  GPtrArray *delivered;
  GPtrArray *failed;
  GError    *problem; /* the first one: the call fails with it when all are done with */
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_ptr_array_unref (self->delivered);
  g_ptr_array_unref (self->failed);
  g_clear_error (&self->problem);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
note_problem (FakeSubmission *self, MapiPropList *row, const FakeAction *action, GError **problem)
{
  if (action->words[0] != NULL)
    *self->return_parm = fake_script_read_number (action->words[0]);
  if (*problem == NULL)
    g_set_error (problem,
                 MAPI_ERROR,
                 action->code != 0 ? action->code : MAPI_E_CALL_FAILED,
                 "fake: recipient %s, as the script says",
                 address_of (row));
}

static void
fail (MapiPropList *row, const char *text, GPtrArray *failed)
{
  g_autoptr (MapiPropList) failure = build_failure (text != NULL ? text : NO_SUCH_USER);

  g_ptr_array_add (failed, mapi_prop_list_merge (row, failure));
}

static gboolean
treat (FakeSubmission   *self,
       MapiPropList     *row,
       const FakeAction *action,
       Outcome          *outcome,
       GError          **error)
{
  char *words[] = { (char *) address_of (row), NULL };

  if (action == NULL || g_str_equal (action->verb, FAKE_VERB_OK))
    g_ptr_array_add (outcome->delivered, mapi_prop_list_ref (row));
  else if (g_str_equal (action->verb, "fail"))
    fail (row, action->words[0], outcome->failed);
  else if (g_str_equal (action->verb, "deliver"))
    return report_own (self, words, FALSE, error);
  else if (action->code != MAPI_E_NOT_ME)
    note_problem (self, row, action, &outcome->problem);
  return TRUE;
}

/* The place of a recipient in the whole list, counted from 1. */
static guint
find_place (MapiRowSet *all, MapiPropList *wanted)
{
  for (guint i = 0; i < mapi_row_set_get_size (all); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (all, i);

      if (mapi_recipient_same_address (row, wanted))
        return i + 1;
    }
  return 0;
}

static gboolean
settle (FakeSubmission *self, const Outcome *outcome, GError **error)
{
  g_autoptr (MapiRowSet) delivered = to_row_set (outcome->delivered);
  g_autoptr (MapiRowSet) failed = to_row_set (outcome->failed);

  return mapi_transport_settle (
      self->logon, self->message, delivered, failed, self->cancellable, error);
}

/* Sends to all that are the transport's. */
static gboolean
send_to_own (FakeSubmission *self, GError **error)
{
  g_autoptr (MapiRowSet) all =
      mapi_message_list_recipients (self->message, self->cancellable, error);
  g_autoptr (MapiRowSet) own = all != NULL ? select_own (self, NULL, error) : NULL;
  g_auto (Outcome) outcome = { new_rows (), new_rows (), NULL };

  if (own == NULL)
    return FALSE;

  for (guint i = 0; i < mapi_row_set_get_size (own); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (own, i);
      const FakeAction *action =
          fake_script_find_recipient (self->script, find_place (all, row), address_of (row));

      if (!treat (self, row, action, &outcome, error))
        return FALSE;
    }

  if (!settle (self, &outcome, error))
    return FALSE;
  if (outcome.problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&outcome.problem));
  return FALSE;
}

gboolean
fake_submission_act (gpointer data, const FakeAction *action, GError **error)
{
  FakeSubmission *self = data;
  const char     *verb = action->verb;

  if (g_str_equal (verb, FAKE_VERB_OK))
    return send_to_own (self, error);
  if (g_str_equal (verb, "take"))
    return take_own (self, action->words, error);
  if (g_str_equal (verb, "claim"))
    return claim (self, action->words, error);
  if (g_str_equal (verb, "fail"))
    return report_own (self, action->words, TRUE, error);
  if (g_str_equal (verb, "deliver"))
    return report_own (self, action->words, FALSE, error);
  if (g_str_equal (verb, "member"))
    return report_member (self, action->words[0], error);
  if (g_str_equal (verb, "set"))
    return set_property (self, action->words, error);
  if (g_str_equal (verb, "save"))
    return mapi_prop_save_changes (MAPI_PROP (self->message), 0, self->cancellable, error);
  if (g_str_equal (verb, "reference"))
    *self->message_ref = fake_script_read_number (action->words[0]);

  fake_transport_act (self->transport, action, self->message);
  return TRUE;
}

char *
fake_submission_describe (MapiMessage *message, GCancellable *cancellable)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (message, cancellable, NULL);
  g_autoptr (GString) own = g_string_new ("own=");
  g_autoptr (GString) others = g_string_new (" others=");

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      GString *list =
          mapi_prop_list_get_boolean (row, MAPI_PR_RESPONSIBILITY, FALSE) ? others : own;

      g_string_append_printf (
          list, "%s%s", list->str[list->len - 1] == '=' ? "" : ",", address_of (row));
    }

  g_string_append (own, others->str);
  return g_string_free (g_steal_pointer (&own), FALSE);
}
