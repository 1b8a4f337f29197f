/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-care.h"
#include "sqlite-backend.h"
#include "sqlite-data.h"
#include "sqlite-db-backup.h"
#include "sqlite-db-check.h"
#include "sqlite-db-folders.h"
#include "sqlite-db-rescue.h"
#include "sqlite-db-schema.h"
#include "sqlite-defaults.h"
#include "sqlite-entry-id.h"
#include "sqlite-profile.h"
#include "sqlite-target.h"

#include <glib/gstdio.h>

static char *
find_path (MapiSupport *support, const char *profile_name, GError **error)
{
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, 0, NULL, NULL);
  g_autoptr (MapiPropList) settings = section != NULL ? sqlite_profile_read (section) : NULL;
  g_autofree char *path = sqlite_profile_get_path (settings, profile_name);

  if (path == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "sqlite: the profile names no file");
  else if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: the store %s is not there", path);
  else
    return g_steal_pointer (&path);
  return NULL;
}

/* A connection of its own to the store as it is: nothing is made or brought up to date. */
static SqliteDbConn *
open_source (MapiSupport  *support,
             const char   *profile_name,
             gboolean      writer,
             GCancellable *cancellable,
             GError      **error)
{
  g_autofree char *path = find_path (support, profile_name, error);
  g_autoptr (SqliteDbConn) conn = NULL;

  if (path == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  conn =
      writer ? sqlite_db_conn_open (path, TRUE, error) : sqlite_db_conn_open_damaged (path, error);
  if (conn == NULL || !sqlite_db_schema_check (conn, error))
    return NULL;
  sqlite_db_conn_set_cancellable (conn, cancellable);
  return g_steal_pointer (&conn);
}

static MapiPropList *
describe (SqliteDbConn *conn, const MapiUid *uid, const SqliteDamage *damage)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autofree char *folder =
      damage->folder != 0 ? sqlite_db_check_get_folder_name (conn, damage->folder) : NULL;

  if (uid != NULL && damage->id != 0)
    sqlite_add_binary (
        builder, MAPI_PR_ENTRYID, sqlite_entry_id_new (uid, damage->object_type, damage->id));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, (gint32) damage->object_type);
  if (damage->name != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, damage->name);
  if (folder != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_PARENT_DISPLAY, folder);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_STATUS_STRING, damage->text);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_STATUS_CODE, damage->code);
  return mapi_prop_list_builder_end (builder);
}

/* NULL where all is well. */
static MapiRowSet *
findings_to_rows (const SqliteFindings *findings, SqliteDbConn *conn)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiUid) uid = NULL;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (findings->damage->len == 0)
    return NULL;
  if (sqlite_db_setting_get_bytes (conn, "store-uid", &bytes, NULL) && bytes != NULL)
    uid = mapi_uid_new_from_bytes (bytes, NULL);
  for (guint i = 0; i < findings->damage->len; i++)
    g_ptr_array_add (rows, describe (conn, uid, findings->damage->pdata[i]));
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static gboolean
sqlite_care_check (MapiStoreCare *care,
                   MapiSupport   *support,
                   const char    *profile_name,
                   MapiProgress  *progress,
                   guint32       *n_readable,
                   MapiRowSet   **damage,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (SqliteDbConn) conn = open_source (support, profile_name, FALSE, cancellable, error);
  g_auto (SqliteFindings) findings = { NULL };
  gboolean checked;

  sqlite_findings_init (&findings, progress, cancellable);
  if (conn == NULL || !sqlite_db_exec (conn, "BEGIN", error))
    return FALSE;
  checked = sqlite_db_check (conn, &findings, error);
  if (checked)
    {
      *n_readable = findings.n_readable;
      *damage = findings_to_rows (&findings, conn);
    }
  sqlite_db_exec (conn, "END", NULL);
  return checked;
}

static guint64
get_file_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (guint64) info.st_size : 0;
}

static gboolean
sqlite_care_compact (MapiStoreCare *care,
                     MapiSupport   *support,
                     const char    *profile_name,
                     MapiProgress  *progress,
                     guint64       *n_freed,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (SqliteDbConn) conn = open_source (support, profile_name, TRUE, cancellable, error);
  g_autofree char *path = conn != NULL ? g_strdup (sqlite_db_conn_get_path (conn)) : NULL;
  guint64          before;
  guint64          after;

  /* What lies in the log is part of the store. */
  if (conn == NULL || !sqlite_db_settle_log (conn, error))
    return FALSE;
  before = get_file_size (path);
  if (!sqlite_db_compact (conn, error))
    return FALSE;
  after = get_file_size (path);
  *n_freed = before > after ? before - after : 0;
  return TRUE;
}

static gboolean
finish (SqliteTarget *target, SqliteDbConn **conn, GError **error)
{
  if (!sqlite_db_settle_log (*conn, error))
    return FALSE;
  g_clear_pointer (conn, sqlite_db_conn_close);
  return sqlite_target_finish (target, error);
}

static gboolean
sqlite_care_backup (MapiStoreCare *care,
                    MapiSupport   *support,
                    const char    *profile_name,
                    GFile         *destination,
                    MapiProgress  *progress,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (SqliteDbConn) from = open_source (support, profile_name, FALSE, cancellable, error);
  g_autoptr (SqliteDbConn) to = NULL;
  g_auto (SqliteTarget) target = { NULL };
  g_auto (SqliteFindings) told = { NULL };

  sqlite_findings_init (&told, progress, cancellable);
  if (from == NULL || !sqlite_target_create (&target, destination, error))
    return FALSE;
  to = sqlite_db_conn_open (target.draft, TRUE, error);
  return to != NULL && sqlite_db_exec (to, "PRAGMA synchronous=FULL", error) &&
         sqlite_db_backup (from, to, &told, error) && finish (&target, &to, error);
}

/* The folder that takes what has lost its own. */
static gboolean
ensure_folder (SqliteDbConn *conn, gint64 parent, gint64 *folder, GError **error)
{
  g_autoptr (MapiPropList) props = mapi_prop_list_new_empty ();
  guint64          now = mapi_filetime_from_unix_usec (g_get_real_time ());
  SqliteFolderData data = {
    .parent = parent,
    .name = (char *) "Rescued",
    .type = MAPI_FOLDER_GENERIC,
    .created = now,
    .modified = now,
    .props = props,
  };

  return sqlite_db_folder_find (conn, parent, data.name, folder, error) &&
         (*folder != 0 || sqlite_db_folder_insert (conn, &data, folder, error));
}

static gboolean
drop_folder_if_empty (SqliteDbConn *conn, gint64 folder, GError **error)
{
  g_autoptr (SqliteFolderData) data = sqlite_db_folder_load (conn, folder, error);

  if (data == NULL)
    return FALSE;
  return data->contents + data->associated + data->subfolders > 0 ||
         sqlite_db_folder_delete (conn, data, error);
}

/* Makes the new store of what can be read of the old one. */
static gboolean
fill (SqliteDbConn *from, SqliteDbConn *to, SqliteFindings *findings, GError **error)
{
  gint64 folders[SQLITE_N_FOLDERS] = { 0 };
  gint64 folder = 0;

  return sqlite_db_rescue (from, to, findings, error) &&
         sqlite_defaults_restore (to, folders, error) &&
         ensure_folder (to, folders[SQLITE_FOLDER_SUBTREE], &folder, error) &&
         sqlite_db_repair (to, folders[SQLITE_FOLDER_ROOT], folder, findings, error) &&
         drop_folder_if_empty (to, folder, error);
}

static gboolean
fill_at_once (SqliteDbConn *from, SqliteDbConn *to, SqliteFindings *findings, GError **error)
{
  return sqlite_db_exec (from, "BEGIN", error) && sqlite_db_exec (to, "BEGIN IMMEDIATE", error) &&
         fill (from, to, findings, error) && sqlite_db_exec (to, "COMMIT", error);
}

/* What came over is looked at once more: large values can still have holes. */
static gboolean
sqlite_care_rescue (MapiStoreCare *care,
                    MapiSupport   *support,
                    const char    *profile_name,
                    GFile         *destination,
                    MapiProgress  *progress,
                    guint32       *n_readable,
                    MapiRowSet   **damage,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (SqliteDbConn) from = open_source (support, profile_name, FALSE, cancellable, error);
  g_autoptr (SqliteDbConn) to = NULL;
  g_auto (SqliteTarget) target = { NULL };
  g_auto (SqliteFindings) findings = { NULL };
  MapiRowSet *rows;

  sqlite_findings_init (&findings, progress, cancellable);
  if (from == NULL || !sqlite_target_create (&target, destination, error))
    return FALSE;
  to = sqlite_db_conn_open (target.draft, TRUE, error);
  if (to == NULL || !sqlite_db_schema_prepare (to, error) ||
      !fill_at_once (from, to, &findings, error) || !sqlite_db_check (to, &findings, error))
    return FALSE;
  rows = findings_to_rows (&findings, to);
  if (!finish (&target, &to, error))
    {
      g_clear_pointer (&rows, mapi_row_set_unref);
      return FALSE;
    }
  *n_readable = findings.n_readable;
  *damage = rows;
  return TRUE;
}

void
sqlite_care_iface_init (MapiStoreCareInterface *iface)
{
  iface->check = sqlite_care_check;
  iface->compact = sqlite_care_compact;
  iface->backup = sqlite_care_backup;
  iface->rescue = sqlite_care_rescue;
}
