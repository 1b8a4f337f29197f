/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-defaults.h"
#include "sqlite-db-folders.h"
#include "sqlite-db-settings.h"

static const struct
{
  const char      *setting;
  const char      *name;
  SqliteFolderRole parent;
} folder_table[SQLITE_N_FOLDERS] = {
  [SQLITE_FOLDER_ROOT] = { "folder-root", "Root", SQLITE_FOLDER_ROOT },
  [SQLITE_FOLDER_SUBTREE] = { "folder-subtree", "Top of Personal Folders", SQLITE_FOLDER_ROOT },
  [SQLITE_FOLDER_INBOX] = { "folder-inbox", "Inbox", SQLITE_FOLDER_SUBTREE },
  [SQLITE_FOLDER_OUTBOX] = { "folder-outbox", "Outbox", SQLITE_FOLDER_SUBTREE },
  [SQLITE_FOLDER_SENT] = { "folder-sent", "Sent Items", SQLITE_FOLDER_SUBTREE },
  [SQLITE_FOLDER_DELETED] = { "folder-deleted", "Deleted Items", SQLITE_FOLDER_SUBTREE },
  [SQLITE_FOLDER_FINDER] = { "folder-finder", "Finder", SQLITE_FOLDER_ROOT },
  [SQLITE_FOLDER_VIEWS] = { "folder-views", "Views", SQLITE_FOLDER_ROOT },
  [SQLITE_FOLDER_COMMON_VIEWS] = { "folder-common-views", "Common Views", SQLITE_FOLDER_ROOT },
};

typedef struct
{
  MapiUid *uid;
  gint64  *folders;
} Defaults;

static gboolean
load (SqliteDbConn *conn, gpointer data, GError **error)
{
  Defaults *defaults = data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiUid) uid = NULL;

  if (!sqlite_db_setting_get_bytes (conn, "store-uid", &bytes, error))
    return FALSE;
  for (guint i = 0; i < SQLITE_N_FOLDERS; i++)
    if (!sqlite_db_setting_get_number (conn, folder_table[i].setting, &defaults->folders[i], error))
      return FALSE;
  if (bytes == NULL)
    return TRUE;
  uid = mapi_uid_new_from_bytes (bytes, error);
  if (uid == NULL)
    return FALSE;
  *defaults->uid = *uid;
  return TRUE;
}

static SqliteFolderData
describe_folder (const gint64 *folders, guint role, MapiPropList *props)
{
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());

  return (SqliteFolderData){
    .id = folders[role],
    .parent = role == SQLITE_FOLDER_ROOT ? 0 : folders[folder_table[role].parent],
    .name = (char *) folder_table[role].name,
    .type = role == SQLITE_FOLDER_ROOT ? MAPI_FOLDER_ROOT : MAPI_FOLDER_GENERIC,
    .created = now,
    .modified = now,
    .props = props,
  };
}

static gboolean
make_folder (SqliteDbConn *conn, gint64 *folders, guint role, GError **error)
{
  g_autoptr (MapiPropList) props = mapi_prop_list_new_empty ();
  SqliteFolderData data = describe_folder (folders, role, props);

  return sqlite_db_folder_insert (conn, &data, &folders[role], error) &&
         sqlite_db_setting_set_number (conn, folder_table[role].setting, folders[role], error);
}

static gboolean
set_receive_folders (SqliteDbConn *conn, const gint64 *folders, GError **error)
{
  return sqlite_db_receive_folder_set (conn, "", folders[SQLITE_FOLDER_INBOX], error) &&
         sqlite_db_receive_folder_set (conn, "IPC", folders[SQLITE_FOLDER_ROOT], error);
}

/* Another process may have been faster. */
static gboolean
make (SqliteDbConn *conn, gpointer data, GError **error)
{
  Defaults *defaults = data;
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!load (conn, data, error))
    return FALSE;
  if (defaults->folders[SQLITE_FOLDER_ROOT] != 0)
    return TRUE;

  uid = mapi_uid_new ();
  bytes = mapi_uid_to_bytes (uid);
  *defaults->uid = *uid;
  for (guint i = 0; i < SQLITE_N_FOLDERS; i++)
    if (!make_folder (conn, defaults->folders, i, error))
      return FALSE;
  return sqlite_db_setting_set_bytes (conn, "store-uid", bytes, error) &&
         set_receive_folders (conn, defaults->folders, error);
}

gboolean
sqlite_defaults_prepare (SqliteDb *db, MapiUid *uid, gint64 *folders, GError **error)
{
  Defaults defaults = { uid, folders };

  if (!sqlite_db_read (db, load, &defaults, error))
    return FALSE;
  return folders[SQLITE_FOLDER_ROOT] != 0 ||
         sqlite_db_write (db, SQLITE_DB_DURABLE, make, NULL, &defaults, error);
}

/* A folder that is where it has to be is the one, whatever else is lost. */
static gboolean
restore_folder (SqliteDbConn *conn, gint64 *folders, guint role, GError **error)
{
  g_autoptr (MapiPropList) props = mapi_prop_list_new_empty ();
  SqliteFolderData data = describe_folder (folders, role, props);

  if (data.id != 0)
    return sqlite_db_folder_restore (conn, &data, error);
  if (!sqlite_db_folder_find (conn, data.parent, data.name, &folders[role], error))
    return FALSE;
  if (folders[role] == 0)
    return make_folder (conn, folders, role, error);
  return sqlite_db_setting_set_number (conn, folder_table[role].setting, folders[role], error);
}

static gboolean
restore_uid (SqliteDbConn *conn, GError **error)
{
  g_autoptr (MapiUid) uid = mapi_uid_new ();
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) bytes = mapi_uid_to_bytes (uid);

  return sqlite_db_setting_get_bytes (conn, "store-uid", &before, error) &&
         (before != NULL || sqlite_db_setting_set_bytes (conn, "store-uid", bytes, error));
}

gboolean
sqlite_defaults_restore (SqliteDbConn *conn, gint64 *folders, GError **error)
{
  MapiUid  uid;
  Defaults defaults = { &uid, folders };
  g_autoptr (GPtrArray) receive = NULL;

  if (!restore_uid (conn, error) || !load (conn, &defaults, error))
    return FALSE;
  for (guint i = 0; i < SQLITE_N_FOLDERS; i++)
    if (!restore_folder (conn, folders, i, error))
      return FALSE;
  receive = sqlite_db_receive_folder_list (conn, error);
  return receive != NULL && (receive->len > 0 || set_receive_folders (conn, folders, error));
}
