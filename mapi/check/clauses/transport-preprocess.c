/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Preprocessors that a transport registers. */

#include "config.h"

#include "check-folder.h"
#include "check-transport.h"

/* The first that is registered at logon; NULL and skipped when there is none. */
static const CheckCall *
find_registration (CheckBench *bench)
{
  const CheckCall *call;

  if (check_start (bench) == NULL)
    return NULL;
  call = check_find_call (bench, "RegisterPreprocessor", NULL, 0);
  if (call == NULL)
    check_skip (bench, "the transport registers no preprocessor");
  return call;
}

static void
registers_properly (CheckBench *bench)
{
  const CheckCall           *call = find_registration (bench);
  MapiPreprocessorInterface *iface;

  if (call == NULL)
    return;
  check_that (
      bench, call->flags == 0, "RegisterPreprocessor was given the flags 0x%x", call->flags);
  if (!check_that (bench, MAPI_IS_PREPROCESSOR (call->argument), "no preprocessor was given"))
    return;
  iface = MAPI_PREPROCESSOR_GET_IFACE (call->argument);
  check_that (bench,
              iface->preprocess_message != NULL && iface->remove_preprocess_info != NULL,
              "the preprocessor lacks PreprocessMessage or RemovePreprocessInfo");
}

typedef struct
{
  CheckLetter *letter;
  GListStore  *outbound;
  MapiRowSet  *undeliverable;
} Work;

static void
work_clear (Work *self)
{
  g_clear_object (&self->outbound);
  g_clear_pointer (&self->undeliverable, mapi_row_set_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static void
run (MapiPreprocessor *preprocessor, Work *work, GError **error)
{
  g_autoptr (MapiFolder) folder = check_folder_new ();

  work->outbound = g_list_store_new (MAPI_TYPE_MESSAGE);
  mapi_preprocessor_preprocess_message (preprocessor,
                                        check_letter_get_message (work->letter),
                                        folder,
                                        G_LIST_MODEL (work->outbound),
                                        &work->undeliverable,
                                        NULL,
                                        error);
}

static gboolean
preprocess (CheckBench *bench, Work *work)
{
  const CheckCall *call = find_registration (bench);
  g_autoptr (GError) error = NULL;

  if (call == NULL)
    return FALSE;
  work->letter = check_letter_new (bench);
  check_letter_add (work->letter, CHECK_DELIVERED, TRUE);
  if (bench->peer->addresses[CHECK_REFUSED] != NULL)
    check_letter_add (work->letter, CHECK_REFUSED, TRUE);
  check_forget_calls (bench);
  run (MAPI_PREPROCESSOR (call->argument), work, &error);
  return check_succeeds (bench, error, "PreprocessMessage");
}

static gboolean
is_in (GListStore *list, MapiMessage *message, MapiMessage *inner)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (item == G_OBJECT (message) || item == G_OBJECT (inner))
        return TRUE;
    }
  return FALSE;
}

static void
preprocesses (CheckBench *bench)
{
  g_auto (Work) work = { NULL };

  if (!preprocess (bench, &work))
    return;
  check_that (bench,
              !is_in (work.outbound,
                      check_letter_get_message (work.letter),
                      check_letter_get_inner (work.letter)),
              "the original message stands among those to send");
  check_that (bench,
              check_count_calls (bench, "SubmitMessage", NULL) == 0,
              "the preprocessor submitted a message itself");
  check_that (bench,
              check_count_calls (bench, "DoConfigPropsheet", NULL) == 0,
              "the preprocessor showed a dialog");
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (work.outbound)); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (work.outbound), i);

      check_that (bench, MAPI_IS_MESSAGE (item), "what is to be sent is no message");
    }
}

static void
releases_nothing_it_was_given (CheckBench *bench)
{
  g_auto (Work) work = { NULL };

  if (preprocess (bench, &work))
    check_that (bench,
                G_OBJECT (check_letter_get_message (work.letter))->ref_count == 1,
                "the message has %u references after PreprocessMessage",
                G_OBJECT (check_letter_get_message (work.letter))->ref_count);
}

static void
names_whom_it_cannot_serve (CheckBench *bench)
{
  g_auto (Work) work = { NULL };

  if (!preprocess (bench, &work))
    return;
  if (!check_that (bench,
                   work.undeliverable != NULL && mapi_row_set_get_size (work.undeliverable) == 1,
                   "PreprocessMessage did not say that it cannot serve a recipient"))
    return;
  for (guint i = 0; i < mapi_row_set_get_size (work.undeliverable); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (work.undeliverable, i);

      check_that (bench,
                  mapi_prop_list_contains (row, MAPI_PR_REPORT_TEXT) &&
                      mapi_prop_list_contains (row, MAPI_PR_NDR_REASON_CODE),
                  "an undeliverable recipient has no reason");
    }
}

/* What is large lies in a file here, and the message refers to it. */
static void
keeps_large_data_here (CheckBench *bench)
{
  g_auto (Work) work = { NULL };
  g_autoptr (MapiAttach) attachment = NULL;
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GError) error = NULL;
  const char *path;

  if (!preprocess (bench, &work))
    return;
  attachment =
      mapi_message_open_attach (check_letter_get_inner (work.letter), 0, NULL, 0, NULL, &error);
  if (attachment == NULL)
    {
      check_skip (bench, "the preprocessor adds no attachment");
      return;
    }
  props = mapi_prop_get_props (MAPI_PROP (attachment), NULL, 0, NULL, NULL, NULL);
  path = mapi_prop_list_get_string (props, MAPI_PR_ATTACH_LONG_PATHNAME);
  check_that (bench,
              mapi_prop_list_get_long (props, MAPI_PR_ATTACH_METHOD, 0) ==
                  (gint32) MAPI_ATTACH_BY_REFERENCE,
              "large data was put into the message");
  check_that (bench,
              path != NULL && g_file_test (path, G_FILE_TEST_EXISTS),
              "the attachment refers to a file that is not there");
}

/* What a message says, but for what it computes. */
static MapiPropList *
get_content (CheckLetter *letter)
{
  g_autoptr (MapiPropList) props =
      mapi_prop_data_get_list (MAPI_PROP_DATA (check_letter_get_inner (letter)));
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);

      if (!mapi_prop_rules_is_own (mapi_prop_value_get_tag (value)))
        mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

static guint32
count_attachments (CheckLetter *letter)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_attachment_table (check_letter_get_inner (letter), 0, NULL, NULL);
  guint32 count = 0;

  if (table != NULL)
    mapi_table_get_row_count (table, 0, &count, NULL, NULL, NULL);
  return count;
}

static void
removes_what_it_added (CheckBench *bench)
{
  g_auto (Work) work = { NULL };
  const CheckCall *call = find_registration (bench);
  g_autoptr (MapiPropList) before = NULL;
  g_autoptr (MapiPropList) after = NULL;
  g_autoptr (GError) error = NULL;

  if (call == NULL)
    return;
  work.letter = check_letter_new (bench);
  check_letter_add (work.letter, CHECK_DELIVERED, TRUE);
  before = get_content (work.letter);
  run (MAPI_PREPROCESSOR (call->argument), &work, &error);
  if (!check_succeeds (bench, error, "PreprocessMessage"))
    return;
  mapi_preprocessor_remove_preprocess_info (
      MAPI_PREPROCESSOR (call->argument), check_letter_get_message (work.letter), NULL, &error);
  check_succeeds (bench, error, "RemovePreprocessInfo");
  after = get_content (work.letter);
  check_that (bench,
              mapi_prop_list_equal (before, after) && count_attachments (work.letter) == 0,
              "RemovePreprocessInfo left what PreprocessMessage wrote");
}

const MapiCheckClause check_transport_preprocess_clauses[] = {
  { "transport/registers-properly",
    "A preprocessor is registered with flags 0, and can remove what it writes",
    "R466 R472 R482",
    CHECK_NEEDS_NOTHING,
    registers_properly },
  { "transport/preprocesses",
    "PreprocessMessage lists messages to send, never the original; it submits nothing and asks "
    "nobody",
    "R473 R476 R477 R480",
    CHECK_NEEDS_NOTHING,
    preprocesses },
  { "transport/releases-nothing-it-was-given",
    "PreprocessMessage neither releases nor keeps the message it was given",
    "R474",
    CHECK_NEEDS_NOTHING,
    releases_nothing_it_was_given },
  { "transport/names-whom-it-cannot-serve",
    "PreprocessMessage gives recipients that it cannot serve, with the reasons",
    "R478",
    CHECK_NEEDS_ADDRESS (CHECK_REFUSED),
    names_whom_it_cannot_serve },
  { "transport/keeps-large-data-here",
    "What is large is kept in a file, and attached by reference",
    "R479",
    CHECK_NEEDS_NOTHING,
    keeps_large_data_here },
  { "transport/removes-what-it-added",
    "RemovePreprocessInfo leaves the message as it was",
    "R482",
    CHECK_NEEDS_NOTHING,
    removes_what_it_added },
  { NULL },
};
