/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Messages and their recipients, before anything is sent. */

#include "config.h"

#include "check-store.h"

static void
starts_unsent (CheckBench *bench)
{
  const guint32 wanted = MAPI_MSGFLAG_UNSENT | MAPI_MSGFLAG_UNMODIFIED;
  g_autoptr (MapiMessage) draft = check_draft (bench, "New");
  guint32 flags;

  check_save (bench, draft);
  flags = (guint32) check_read_long (bench, draft, MAPI_PR_MESSAGE_FLAGS, 0);
  check_that (bench,
              (flags & wanted) == wanted,
              "a new message has 0x%x in PR_MESSAGE_FLAGS: MSGFLAG_UNSENT or MSGFLAG_UNMODIFIED "
              "is missing",
              flags);
}

static void
is_modified_by_the_second_save (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "First");

  check_save (bench, draft);
  check_write (bench, draft, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Second"));
  check_save (bench, draft);
  check_that (
      bench,
      (check_read_long (bench, draft, MAPI_PR_MESSAGE_FLAGS, 0) & MAPI_MSGFLAG_UNMODIFIED) == 0,
      "MSGFLAG_UNMODIFIED stays when a message is saved for the second time");
}

static void
gets_a_class (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Classless");
  g_autoptr (MapiPropList) props = NULL;
  const char *message_class;

  check_save (bench, draft);
  props = check_read (bench, draft);
  message_class = mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS);
  check_that (bench,
              g_strcmp0 (message_class, "IPM") == 0,
              "PR_MESSAGE_CLASS of a message that was saved without one is '%s', not 'IPM'",
              message_class);
}

/* One message opened twice, and saved by the one after the other had changed it too. */
typedef struct
{
  MapiMessage *first;
  MapiMessage *second;
} Twice;

static gboolean
open_twice (CheckBench *bench, Twice *twice)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Shared");
  g_autoptr (GBytes) id = NULL;

  *twice = (Twice){ NULL };
  check_save (bench, draft);
  id = draft != NULL ? check_get_entry_id (bench, draft) : NULL;
  g_clear_object (&draft);
  twice->first = check_open_message (bench, bench->store, id, MAPI_MODIFY);
  twice->second = check_open_message (bench, bench->store, id, MAPI_MODIFY);
  if (twice->first == NULL || twice->second == NULL)
    return FALSE;
  check_write (bench, twice->first, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "One"));
  check_write (bench, twice->second, mapi_prop_value_new_string (MAPI_PR_SUBJECT, "Two"));
  check_save (bench, twice->first);
  return TRUE;
}

static void
check_subject (CheckBench *bench, Twice *twice, const char *wanted)
{
  g_autoptr (GBytes) id = check_get_entry_id (bench, twice->first);
  g_autoptr (MapiMessage) message = check_open_message (bench, bench->store, id, 0);
  g_autoptr (MapiPropList) props = check_read (bench, message);
  const char *subject = mapi_prop_list_get_string (props, MAPI_PR_SUBJECT);

  check_that (bench,
              g_strcmp0 (subject, wanted) == 0,
              "the message has the subject %s, not %s",
              subject,
              wanted);
}

static void
close_twice (Twice *twice)
{
  g_clear_object (&twice->first);
  g_clear_object (&twice->second);
}

static void
keeps_what_was_saved_first (CheckBench *bench)
{
  g_autoptr (GError) error = NULL;
  Twice twice;

  if (open_twice (bench, &twice))
    {
      mapi_prop_save_changes (MAPI_PROP (twice.second), 0, bench->cancellable, &error);
      check_fails (bench, error, MAPI_E_OBJECT_CHANGED, "SaveChanges after another had saved");
      check_subject (bench, &twice, "One");
    }
  close_twice (&twice);
}

static void
can_be_forced (CheckBench *bench)
{
  g_autoptr (GError) error = NULL;
  Twice twice;

  if (open_twice (bench, &twice))
    {
      mapi_prop_save_changes (MAPI_PROP (twice.second), 0, bench->cancellable, NULL);
      mapi_prop_save_changes (
          MAPI_PROP (twice.second), MAPI_FORCE_SAVE, bench->cancellable, &error);
      check_succeeds (bench, error, "SaveChanges with FORCE_SAVE");
      check_subject (bench, &twice, "Two");
    }
  close_twice (&twice);
}

static MapiTable *
open_recipients (CheckBench *bench, MapiMessage *message)
{
  g_autoptr (GError) error = NULL;
  MapiTable *table = NULL;

  if (message != NULL)
    table = mapi_message_get_recipient_table (message, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "GetRecipientTable");
  return table;
}

static void
shows_responsibility (CheckBench *bench)
{
  static const guint32 tags[] = {
    MAPI_PR_DISPLAY_NAME, MAPI_PR_RECIPIENT_TYPE, MAPI_PR_ROWID,
    MAPI_PR_ADDRTYPE,     MAPI_PR_RESPONSIBILITY,
  };
  g_autoptr (GBytes) id = check_submit_new (bench, "Columns");
  g_autoptr (MapiMessage) sent =
      check_open_message (bench, check_open_spooler_store (bench), id, 0);
  g_autoptr (MapiTable) table = open_recipients (bench, sent);
  g_autoptr (MapiRowSet) rows = check_query_rows (bench, table, NULL, 0);
  g_autoptr (MapiPropList) row = NULL;

  if (!check_that (bench, mapi_row_set_get_size (rows) == 1, "the message has no recipient"))
    return;
  row = mapi_row_set_get_row (rows, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    check_that (bench,
                mapi_prop_list_contains (row, tags[i]),
                "the recipients of a submitted message have no column %s to begin with",
                mapi_prop_tag_get_name (tags[i]));
}

static void
check_matches (CheckBench *bench, MapiTable *table, MapiRestriction *restriction, guint wanted)
{
  g_autoptr (MapiRestriction) owned = restriction;
  g_autofree char *text = mapi_restriction_to_string (owned);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (GError) error = NULL;

  mapi_table_restrict (table, owned, 0, bench->cancellable, &error);
  check_succeeds (bench, error, "Restrict of the recipients");
  rows = check_query_rows (bench, table, NULL, 0);
  check_that (bench,
              mapi_row_set_get_size (rows) == wanted,
              "%u recipients match %s, not %u",
              mapi_row_set_get_size (rows),
              text,
              wanted);
}

static MapiRestriction *
compare (guint32 relop, MapiPropValue *value)
{
  g_autoptr (MapiPropValue) owned = value;

  return mapi_restriction_new_property (relop, mapi_prop_value_get_tag (owned), owned);
}

static MapiRestriction *
is_bob (void)
{
  return compare (MAPI_RELOP_EQ,
                  mapi_prop_value_new_string (MAPI_PR_EMAIL_ADDRESS, "bob@check.invalid"));
}

static MapiRestriction *
is_open (guint32 relop)
{
  return compare (relop, mapi_prop_value_new_boolean (MAPI_PR_RESPONSIBILITY, FALSE));
}

static MapiRestriction *
both (gboolean and, MapiRestriction *one, MapiRestriction *two)
{
  MapiRestriction *parts[] = { one, two };
  MapiRestriction *whole =
      and? mapi_restriction_new_and (parts, 2) : mapi_restriction_new_or (parts, 2);

  mapi_restriction_unref (one);
  mapi_restriction_unref (two);
  return whole;
}

static void
can_be_restricted (CheckBench *bench)
{
  g_autoptr (MapiMessage) draft = check_draft (bench, "Restricted");
  g_autoptr (GBytes) id = NULL;
  g_autoptr (MapiMessage) sent = NULL;
  g_autoptr (MapiTable) table = NULL;

  check_add_recipient (bench, draft, "eve@check.invalid");
  id = check_submit_draft (bench, draft);
  sent = check_open_message (bench, check_open_spooler_store (bench), id, 0);
  table = open_recipients (bench, sent);
  if (table == NULL)
    return;
  check_matches (bench, table, is_bob (), 1);
  check_matches (bench, table, is_open (MAPI_RELOP_EQ), 2);
  check_matches (bench, table, is_open (MAPI_RELOP_NE), 0);
  check_matches (bench,
                 table,
                 compare (MAPI_RELOP_EQ, mapi_prop_value_new_string (MAPI_PR_ADDRTYPE, "SMTP")),
                 2);
  check_matches (
      bench,
      table,
      compare (MAPI_RELOP_NE, mapi_prop_value_new_long (MAPI_PR_RECIPIENT_TYPE, MAPI_TO)),
      0);
  check_matches (bench, table, mapi_restriction_new_exist (MAPI_PR_SPOOLER_STATUS), 0);
  check_matches (bench, table, both (TRUE, is_bob (), is_open (MAPI_RELOP_EQ)), 1);
  check_matches (bench, table, both (FALSE, is_bob (), is_open (MAPI_RELOP_EQ)), 2);
}

const MapiCheckClause check_store_messages_clauses[] = {
  { "store/message-starts-unsent",
    "A new message is unsent and unmodified",
    "R522",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    starts_unsent },
  { "store/message-is-modified-by-the-second-save",
    "The second SaveChanges clears MSGFLAG_UNMODIFIED",
    "R520",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    is_modified_by_the_second_save },
  { "store/message-gets-a-class",
    "What is saved without a class is of the class IPM",
    "R660",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    gets_a_class },
  { "store/message-keeps-what-was-saved-first",
    "SaveChanges fails with MAPI_E_OBJECT_CHANGED after another client has saved",
    "R649",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    keeps_what_was_saved_first },
  { "store/message-can-be-forced",
    "FORCE_SAVE overwrites what another client has saved",
    "R650",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    can_be_forced },
  { "store/recipients-show-responsibility",
    "The recipients of a submitted message have PR_ADDRTYPE and PR_RESPONSIBILITY",
    "R551 recipient-tables.md",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    shows_responsibility },
  { "store/recipients-can-be-restricted",
    "Recipients can be found by address, type, responsibility and status",
    "R552 R553 recipient-tables.md",
    CHECK_NEEDS_STORE_SUBMIT_OK,
    can_be_restricted },
  { NULL },
};
