/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-preprocessor.h"

#include "fake-actions.h"
#include "mock-subject.h"

struct _MockPreprocessor
{
  GObject    parent_instance;
  FakeActor *actor;
};

typedef struct
{
  MapiMessage  *message;
  MapiFolder   *folder;
  GListStore   *outbound;
  MapiRowSet  **undeliverable;
  GCancellable *cancellable;
} Call;

static const FakeCallName calls[] = {
  { "PreprocessMessage", "preprocess" },
  { "RemovePreprocessInfo", "remove" },
  { NULL },
};

static const FakeVerb verbs[] = {
  { "subject", NULL, 1, 1, FALSE, "subject TEXT", NULL },
  { "save", NULL, 0, 0, FALSE, "save", NULL },
  { "undeliverable", "PreprocessMessage", 1, 1, FALSE, "undeliverable ADDRESS", NULL },
  { "instead", "PreprocessMessage", 2, 2, FALSE, "instead ADDRESS SUBJECT", NULL },
  { "original", "PreprocessMessage", 0, 0, FALSE, "original", NULL },
  { NULL },
};

static const FakeVocabulary vocabulary = { .whose = "preprocessor",
                                           .calls = calls,
                                           .verbs = verbs };

static void mock_preprocessor_preprocessor_init (MapiPreprocessorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MockPreprocessor,
                               mock_preprocessor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PREPROCESSOR,
                                                      mock_preprocessor_preprocessor_init))

/* The recipient's row, as the only one (transfer full). */
static MapiRowSet *
find_recipient (Call *call, const char *address, GError **error)
{
  g_autoptr (MapiRowSet) rows =
      mapi_message_list_recipients (call->message, call->cancellable, error);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (g_strcmp0 (mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS), address) == 0)
        return mapi_row_set_new (&row, 1);
    }

  g_error ("mock: there is no recipient %s", address);
}

static gboolean
report (Call *call, const char *address, GError **error)
{
  g_autoptr (MapiRowSet) found = find_recipient (call, address, error);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (found, 0);
  g_autoptr (MapiPropValue) text =
      mapi_prop_value_new_string (MAPI_PR_REPORT_TEXT, "it cannot be made for this recipient");
  g_autoptr (MapiPropList) words = mapi_prop_list_new_from_value (text);
  g_autoptr (MapiPropList) reported = mapi_prop_list_merge (row, words);

  *call->undeliverable = mapi_row_set_new (&reported, 1);
  return TRUE;
}

static gboolean
fill (MapiMessage *further, MapiRowSet *rows, const char *subject, GError **error)
{
  const guint32 tag = MAPI_PR_ROWID;
  g_autoptr (MapiPropTagArray) unwanted = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, 0);
  g_autoptr (MapiPropList) fresh = mapi_prop_list_without (row, unwanted);
  g_autoptr (MapiRowSet) recipients = mapi_row_set_new (&fresh, 1);

  return mock_subject_write (further, subject, error) &&
         mapi_message_modify_recipients (further, MAPI_MODRECIP_ADD, recipients, NULL, error);
}

static gboolean
replace (Call *call, const char *address, const char *subject, GError **error)
{
  g_autoptr (MapiRowSet) rows = find_recipient (call, address, error);
  g_autoptr (MapiMessage) further =
      mapi_folder_create_message (call->folder, NULL, 0, call->cancellable, error);

  if (further == NULL || !fill (further, rows, subject, error) ||
      !mapi_message_take_responsibility (call->message, rows, call->cancellable, error))
    return FALSE;

  g_list_store_append (call->outbound, further);
  return TRUE;
}

static gboolean
act (gpointer data, const FakeAction *action, GError **error)
{
  Call *call = data;

  if (g_str_equal (action->verb, "subject"))
    return mock_subject_write (call->message, action->words[0], error);
  if (g_str_equal (action->verb, "save"))
    return mapi_prop_save_changes (MAPI_PROP (call->message), 0, call->cancellable, error);
  if (g_str_equal (action->verb, "undeliverable"))
    return report (call, action->words[0], error);
  if (g_str_equal (action->verb, "instead"))
    return replace (call, action->words[0], action->words[1], error);
  if (g_str_equal (action->verb, "original"))
    g_list_store_append (call->outbound, call->message);
  return TRUE;
}

static gboolean
run (MapiPreprocessor *preprocessor, Call *call, const char *name, GError **error)
{
  FakeTurn         turn = { .actor = MOCK_PREPROCESSOR (preprocessor)->actor,
                            .cancellable = call->cancellable,
                            .act = act,
                            .data = call };
  g_autofree char *subject = mock_subject_read (call->message);

  return fake_turn_run (&turn, name, subject, NULL, error);
}

static gboolean
mock_preprocessor_preprocess_message (MapiPreprocessor *preprocessor,
                                      MapiMessage      *message,
                                      MapiFolder       *folder,
                                      GListModel       *outbound,
                                      MapiRowSet      **undeliverable,
                                      GCancellable     *cancellable,
                                      GError          **error)
{
  Call call = { message, folder, G_LIST_STORE (outbound), undeliverable, cancellable };

  return run (preprocessor, &call, "PreprocessMessage", error);
}

static gboolean
mock_preprocessor_remove_preprocess_info (MapiPreprocessor *preprocessor,
                                          MapiMessage      *message,
                                          GCancellable     *cancellable,
                                          GError          **error)
{
  Call call = { .message = message, .cancellable = cancellable };

  return run (preprocessor, &call, "RemovePreprocessInfo", error);
}

static void
mock_preprocessor_preprocessor_init (MapiPreprocessorInterface *iface)
{
  iface->preprocess_message = mock_preprocessor_preprocess_message;
  iface->remove_preprocess_info = mock_preprocessor_remove_preprocess_info;
}

static void
mock_preprocessor_finalize (GObject *object)
{
  g_object_unref (MOCK_PREPROCESSOR (object)->actor);

  G_OBJECT_CLASS (mock_preprocessor_parent_class)->finalize (object);
}

static void
mock_preprocessor_class_init (MockPreprocessorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mock_preprocessor_finalize;
}

static void
mock_preprocessor_init (MockPreprocessor *self)
{
  self->actor = fake_actor_new (&vocabulary);
}

MockPreprocessor *
mock_preprocessor_new (void)
{
  return g_object_new (MOCK_TYPE_PREPROCESSOR, NULL);
}

FakeActor *
mock_preprocessor_get_actor (MockPreprocessor *self)
{
  return self->actor;
}
