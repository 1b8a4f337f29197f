/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Names of properties: each has one identifier in a store, whoever asks, and however often. */

#include "mock-child.h"
#include "mock-sqlite.h"
#include "tap.h"

#define N_NAMES 50

static char *
make_path (void)
{
  static guint n;

  return g_strdup_printf ("%s/names-%u.db", tap_folder (), ++n);
}

static gboolean
open_store (MockSqlite *client, const char *path)
{
  g_autoptr (GError) error = NULL;

  mock_sqlite_open (client, path, FALSE, &error);
  return TAP_NO_ERROR (error);
}

static void
test_find (void)
{
  g_auto (MockSqlite) client = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiUid) space = mapi_uid_new ();
  g_autoptr (MapiNameId) known = mapi_name_id_new_from_string (space, "known");
  g_autoptr (MapiNameId) unknown = mapi_name_id_new_from_string (space, "unknown");
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) one = mapi_name_id_array_append (none, known);
  g_autoptr (MapiNameIdArray) both = mapi_name_id_array_append (one, unknown);
  g_autoptr (MapiFolder) inbox = NULL;
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (MapiPropTagArray) first = NULL;

  if (!mock_sqlite_open_new (&client))
    return;
  inbox = mock_sqlite_open_inbox (client.store);
  message = mapi_folder_create_message (inbox, NULL, 0, NULL, &error);
  first =
      mapi_prop_get_ids_from_names (MAPI_PROP (client.store), one, MAPI_CREATE, NULL, NULL, &error);
  TAP_NO_ERROR (error);
  for (guint i = 0; i < 2; i++)
    {
      guint32 warning = 0;
      g_autoptr (MapiPropTagArray) again =
          mapi_prop_get_ids_from_names (MAPI_PROP (message), both, 0, NULL, &warning, &error);
      g_autoptr (MapiNameIdArray) names = mapi_prop_get_names_from_ids (
          MAPI_PROP (message), first, NULL, 0, NULL, NULL, NULL, &error);
      g_autoptr (MapiNameId) name = NULL;

      if (!TAP_NO_ERROR (error))
        return;
      name = mapi_name_id_array_get_name (names, 0);
      TAP_NUMBER (warning, MAPI_W_ERRORS_RETURNED);
      TAP_NUMBER (mapi_prop_tag_array_get_tag (again, 0), mapi_prop_tag_array_get_tag (first, 0));
      CU_ASSERT_TRUE (mapi_name_id_equal (name, known));
    }
}

/* The name that a property of the store has. */
static char *
get_name (MapiMsgStore *store, guint32 id)
{
  guint32 tag = mapi_prop_tag_new ((guint16) id, MAPI_PT_UNSPECIFIED);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiNameIdArray) names =
      mapi_prop_get_names_from_ids (MAPI_PROP (store), tags, NULL, 0, NULL, NULL, NULL, NULL);
  g_autoptr (MapiNameId) name = names != NULL ? mapi_name_id_array_get_name (names, 0) : NULL;

  return name != NULL ? g_strdup (mapi_name_id_get_name (name)) : NULL;
}

/* What was asked for once is not read again: it is known even when the file has lost it, both ways,
 * and whoever opens the store anew knows what the file has. */
static void
test_cached (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *name = NULL;
  g_auto (MockSqlite) client = { 0 };
  guint32 id;

  if (!open_store (&client, path))
    return;
  id = mock_sqlite_get_name_id (client.store, "name", MAPI_CREATE);
  CU_ASSERT_TRUE (id >= 0x8000);
  mock_sqlite_run_sql (path, "DELETE FROM names");
  TAP_NUMBER (mock_sqlite_get_name_id (client.store, "name", 0), id);
  name = get_name (client.store, id);
  TAP_STRING (name, "name");
  mock_sqlite_close (&client);
  if (!open_store (&client, path))
    return;
  TAP_NUMBER (mock_sqlite_get_name_id (client.store, "name", 0), 0);
}

/* That a name is not there is true for a moment only. */
static void
test_elsewhere (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *line = NULL;
  g_autofree char *name = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockChild) child = { 0 };
  guint32 id;

  if (!open_store (&client, path))
    return;
  TAP_NUMBER (mock_sqlite_get_name_id (client.store, "name 0", 0), 0);
  mock_child_start (&child, "names", path, NULL);
  mock_child_tell (&child, "1");
  line = mock_child_read (&child);
  id = mock_sqlite_get_name_id (client.store, "name 0", 0);
  CU_ASSERT_TRUE (id >= 0x8000);
  TAP_NUMBER (line != NULL ? g_ascii_strtoull (line, NULL, 16) : 0, id);
  name = get_name (client.store, id);
  TAP_STRING (name, "name 0");
}

/* Two processes make the same names at the same time, from both ends. */
static void
test_together (void)
{
  g_autofree char *path = make_path ();
  g_autofree char *wanted = g_strdup_printf ("%u", N_NAMES);
  g_autofree char *line = NULL;
  g_auto (GStrv) said = NULL;
  g_auto (MockSqlite) client = { 0 };
  g_auto (MockChild) child = { 0 };
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  guint32 id;

  if (!open_store (&client, path))
    return;
  mock_child_start (&child, "names", path, NULL);
  mock_child_tell (&child, "1");
  g_free (mock_child_read (&child));
  mock_child_tell (&child, wanted);
  for (guint i = 0; i < N_NAMES; i++)
    {
      g_autofree char *name = g_strdup_printf ("name %u", i);

      id = mock_sqlite_get_name_id (client.store, name, MAPI_CREATE);
      g_hash_table_add (ids, GUINT_TO_POINTER (id));
    }
  TAP_NUMBER (g_hash_table_size (ids), N_NAMES);
  line = mock_child_read (&child);
  said = g_strsplit (line != NULL ? g_strchomp (line) : "", " ", -1);
  TAP_NUMBER (g_strv_length (said), N_NAMES);
  for (guint i = 0; i < N_NAMES && said[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("name %u", i);
      g_autofree char *found = NULL;

      id = mock_sqlite_get_name_id (client.store, name, 0);
      TAP_NUMBER (g_ascii_strtoull (said[i], NULL, 16), id);
      found = get_name (client.store, id);
      TAP_STRING (found, name);
    }
}

TAP_MAIN ("providers/sqlite-names",
          { "names and identifiers", test_find },
          { "known without the file", test_cached },
          { "made by another process", test_elsewhere },
          { "made by two processes at once", test_together })
