/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mock-actor.h"

#define MANY 40

/* Others may have been quicker. */
static void
expect_late (const GError *error)
{
  if (error != NULL && error->code != (gint) MAPI_E_NOT_FOUND &&
      error->code != (gint) MAPI_E_OBJECT_DELETED && error->code != (gint) MAPI_E_OBJECT_CHANGED)
    g_error ("%s", error->message);
}

static MapiFolder *
open_second (MapiFolder *first)
{
  g_autoptr (GError) error = NULL;
  MapiFolder *folder = mapi_folder_create_folder (
      first, MAPI_FOLDER_GENERIC, "Second", NULL, MAPI_OPEN_IF_EXISTS, NULL, &error);

  if (folder == NULL)
    g_error ("%s", error->message);
  return folder;
}

void
mock_actor_init (MockActor *self, MapiMsgStore *store, guint32 seed)
{
  self->store = g_object_ref (store);
  self->folders[0] = mock_sqlite_open_inbox (store);
  self->folders[1] = open_second (self->folders[0]);
  self->random = g_rand_new_with_seed (seed);
}

void
mock_actor_clear (MockActor *self)
{
  g_clear_object (&self->folders[0]);
  g_clear_object (&self->folders[1]);
  g_clear_object (&self->store);
  g_clear_pointer (&self->random, g_rand_free);
}

static guint
choose (MockActor *self, guint n)
{
  return (guint) g_rand_int_range (self->random, 0, (gint32) n);
}

/* What tables are sorted, divided and restricted by; there are few values of each. */
static void
fill (MockActor *self, gpointer message, const char *subject)
{
  static const char *const words[][4] = {
    { NULL }, { "red" }, { "red", "green" }, { "blue", "red", "blue" }, { "green" }
  };
  guint keywords = choose (self, G_N_ELEMENTS (words));

  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message,
                   mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, (gint32) choose (self, 3)));
  mock_sqlite_set (
      message, mapi_prop_value_new_systime (MAPI_PR_MESSAGE_DELIVERY_TIME, 1 + choose (self, 9)));
  if (keywords > 0)
    mock_sqlite_set (message, mapi_prop_value_new_mv_string (MOCK_ACTOR_KEYWORDS, words[keywords]));
}

GBytes *
mock_actor_add (MockActor *self, guint folder, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiMessage) message =
      mapi_folder_create_message (self->folders[folder], NULL, 0, NULL, &error);

  if (message == NULL)
    g_error ("%s", error->message);
  fill (self, message, subject);
  if (!mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, NULL, &error))
    g_error ("%s", error->message);
  return mock_sqlite_get_entry_id (message);
}

void
mock_actor_change (MockActor *self, guint folder, GBytes *message, const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiProp) object = mapi_container_open_entry (
      MAPI_CONTAINER (self->folders[folder]), message, NULL, MAPI_MODIFY, NULL, &error);

  if (object != NULL)
    {
      fill (self, object, subject);
      mapi_prop_save_changes (object, 0, NULL, &error);
    }
  expect_late (error);
}

void
mock_actor_mark (MockActor *self, guint folder, GBytes *message, gboolean read)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&message, 1);

  mapi_folder_set_read_flags (self->folders[folder],
                              list,
                              NULL,
                              read ? MAPI_SUPPRESS_RECEIPT : MAPI_CLEAR_READ_FLAG,
                              NULL,
                              NULL,
                              &error);
  expect_late (error);
}

void
mock_actor_copy (MockActor *self, guint folder, GBytes *message, gboolean move)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&message, 1);

  mapi_folder_copy_messages (self->folders[folder],
                             list,
                             self->folders[1 - folder],
                             NULL,
                             move ? MAPI_MESSAGE_MOVE : 0,
                             NULL,
                             NULL,
                             &error);
  expect_late (error);
}

void
mock_actor_remove (MockActor *self, guint folder, GBytes *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiEntryList) list = mapi_entry_list_new (&message, 1);

  mapi_folder_delete_messages (self->folders[folder], list, NULL, 0, NULL, NULL, &error);
  expect_late (error);
}

/* NULL where there is none. */
static GBytes *
choose_message (MockActor *self, guint folder, guint32 *n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiTable) table =
      mapi_container_get_contents_table (MAPI_CONTAINER (self->folders[folder]), 0, NULL, &error);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  mapi_table_get_row_count (table, 0, n, NULL, NULL, &error);
  mapi_table_seek_row (
      table, MAPI_BOOKMARK_BEGINNING, (gint32) choose (self, *n + 1), NULL, NULL, NULL, &error);
  rows = mapi_table_query_rows (table, 1, 0, NULL, &error);
  if (error != NULL)
    g_error ("%s", error->message);
  if (mapi_row_set_get_size (rows) == 0)
    return NULL;
  row = mapi_row_set_get_row (rows, 0);
  return mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
}

static const char *
choose_subject (MockActor *self)
{
  static const char *const subjects[] = { "a", "A", "b", "Ärger", "ärmel", "apple", "zoo", "" };

  return subjects[choose (self, G_N_ELEMENTS (subjects))];
}

void
mock_actor_act (MockActor *self)
{
  guint   folder = choose (self, 2);
  guint   what = choose (self, 9);
  guint32 n = 0;
  g_autoptr (GBytes) message = choose_message (self, folder, &n);

  if (message == NULL || (what < 3 && n < MANY))
    g_bytes_unref (mock_actor_add (self, folder, choose_subject (self)));
  else if (what < 5)
    mock_actor_change (self, folder, message, choose_subject (self));
  else if (what == 5)
    mock_actor_mark (self, folder, message, choose (self, 2) == 0);
  else if (what == 6 || n > MANY)
    mock_actor_remove (self, folder, message);
  else
    mock_actor_copy (self, folder, message, what == 7);
}

void
mock_actor_tour (MockActor *self)
{
  g_autoptr (GBytes) message = mock_actor_add (self, 0, "one");

  mock_actor_change (self, 0, message, "two");
  mock_actor_mark (self, 0, message, TRUE);
  mock_actor_copy (self, 0, message, FALSE);
  mock_actor_copy (self, 0, message, TRUE);
  mock_actor_remove (self, 1, message);
}
