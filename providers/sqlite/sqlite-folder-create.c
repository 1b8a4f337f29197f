/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Making folders. */

#include "sqlite-db-folders.h"
#include "sqlite-folder.h"
#include "sqlite-store.h"

typedef struct
{
  gint64      parent;
  gint64      id; /* of the new one */
  guint32     type;
  const char *name;
  const char *comment;
  guint32     flags;
} Create;

static MapiPropList *
new_props (const char *comment)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  if (comment != NULL)
    mapi_prop_list_builder_add_string (builder, MAPI_PR_COMMENT, comment);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
run_create (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Create *create = data;
  g_autoptr (SqliteFolderData) parent = sqlite_db_folder_load (conn, create->parent, error);
  g_autoptr (MapiPropList) props = new_props (create->comment);

  if (parent == NULL ||
      !sqlite_db_folder_find (conn, create->parent, create->name, &create->id, error))
    return FALSE;
  if (create->id != 0 && create->flags & MAPI_OPEN_IF_EXISTS)
    return TRUE;
  if (!sqlite_db_folder_create (
          conn, create->parent, create->type, create->name, props, &create->id, error))
    return FALSE;
  sqlite_events_add (
      events, MAPI_fnevObjectCreated, MAPI_OBJECT_FOLDER, create->id, create->parent);
  sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, create->parent, 0);
  return TRUE;
}

static gboolean
fail (GError **error, MapiError code, const char *message)
{
  g_set_error (error, MAPI_ERROR, code, "sqlite: CreateFolder: %s", message);
  return FALSE;
}

static gboolean
check_create (SqliteFolder *self, const Create *create, GError **error)
{
  if (!sqlite_folder_check_access (self, error))
    return FALSE;
  if (create->type != MAPI_FOLDER_GENERIC && create->type != MAPI_FOLDER_SEARCH)
    return fail (error, MAPI_E_INVALID_PARAMETER, "there are no folders of this type");
  if (sqlite_folder_is_search (self))
    return fail (error, MAPI_E_NO_ACCESS, "the folder holds the results of a search");
  if (create->name[0] == '\0')
    return fail (error, MAPI_E_INVALID_PARAMETER, "the folder needs a name");
  return sqlite_check_text (create->name, "CreateFolder", error) &&
         sqlite_check_text (create->comment, "CreateFolder", error);
}

static MapiFolder *
sqlite_folder_create_folder (MapiFolder   *folder,
                             guint32       folder_type,
                             const char   *folder_name,
                             const char   *folder_comment,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  SqliteFolder *self = SQLITE_FOLDER (folder);
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  Create        create = { .parent = sqlite_folder_get_id (self),
                           .type = folder_type,
                           .name = folder_name,
                           .comment = folder_comment,
                           .flags = flags };
  MapiProp     *created;

  if (!check_create (self, &create, error) ||
      !sqlite_backend_write (
          sqlite_store_get_backend (store), SQLITE_DB_DURABLE, run_create, &create, error))
    return NULL;
  created = sqlite_folder_open (store, create.id, MAPI_MODIFY, error);
  return created != NULL ? MAPI_FOLDER (created) : NULL;
}

void
sqlite_folder_init_create (MapiFolderInterface *iface)
{
  iface->create_folder = sqlite_folder_create_folder;
}
