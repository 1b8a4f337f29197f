/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fuzz-store.h"
#include "mock-sqlite.h"

#include <glib/gstdio.h>

#define N_MESSAGES 5

static MockSqlite  client;
static MapiFolder *inbox;
static char       *folder;

static void
add_message (guint number)
{
  g_autofree char *subject = g_strdup_printf ("Message %u", number);
  g_autoptr (MapiMessage) message = mapi_folder_create_message (inbox, NULL, 0, NULL, NULL);
  g_autoptr (MapiPropList) row = mapi_recipient_new (MAPI_TO, subject, "SMTP", "a@example.org");
  g_autoptr (MapiRowSet) rows = mapi_row_set_new (&row, 1);

  mock_sqlite_set (message, mapi_prop_value_new_string (MAPI_PR_SUBJECT, subject));
  mock_sqlite_set (message, mapi_prop_value_new_long (MAPI_PR_IMPORTANCE, (gint32) number));
  mapi_message_modify_recipients (message, MAPI_MODRECIP_ADD, rows, NULL, NULL);
  g_assert (mapi_prop_save_changes (MAPI_PROP (message), 0, NULL, NULL));
}

static void
clear (void)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock", ".wake" };
  g_autofree char         *path = g_build_filename (folder, "store.db", NULL);

  g_clear_object (&inbox);
  mock_sqlite_close (&client);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_unlink (file);
    }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

static void
open_store (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  folder = g_dir_make_tmp ("fuzz-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "store.db", NULL);
  mock_sqlite_open (&client, path, FALSE, &error);
  g_assert_no_error (error);
  inbox = mock_sqlite_open_inbox (client.store);
  for (guint i = 0; i < N_MESSAGES; i++)
    add_message (i);
  atexit (clear);
}

MapiMsgStore *
fuzz_store_get (void)
{
  if (client.store == NULL)
    open_store ();
  return client.store;
}

MapiFolder *
fuzz_store_get_folder (void)
{
  fuzz_store_get ();
  return inbox;
}
