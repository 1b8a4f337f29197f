/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Finding one's way in a store: folders by path, messages by the end of their identifier. */

#include "config.h"

#include "cli-services.h"
#include "cli-store.h"

#define CLI_PAGE 200
#define CLI_SHORT_ID 8

gboolean
cli_visit_rows (Cli              *cli,
                MapiTable        *table,
                MapiPropTagArray *tags,
                CliRowVisit       visit,
                gpointer          data,
                GError          **error)
{
  if (!mapi_table_set_columns (table, tags, 0, cli->cancellable, error))
    return FALSE;

  while (TRUE)
    {
      g_autoptr (MapiRowSet) rows =
          mapi_table_query_rows (table, CLI_PAGE, 0, cli->cancellable, error);
      guint n_rows;

      if (rows == NULL)
        return FALSE;
      n_rows = mapi_row_set_get_size (rows);
      for (guint i = 0; i < n_rows; i++)
        {
          g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

          if (!visit (row, data, error))
            return FALSE;
        }
      if (n_rows == 0)
        return TRUE;
    }
}

static void
cli_folder_free (CliFolder *folder)
{
  g_free (folder->path);
  g_bytes_unref (folder->entry_id);
  mapi_prop_list_unref (folder->row);
  g_free (folder);
}

typedef struct
{
  Cli          *cli;
  MapiMsgStore *store;
  const char   *path;
  GPtrArray    *folders;
} CliWalk;

static gboolean cli_walk (CliWalk *walk, MapiFolder *folder, GError **error);

static gboolean
cli_walk_row (MapiPropList *row, gpointer data, GError **error)
{
  CliWalk *walk = data;
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  const char *name = mapi_prop_list_get_string (row, MAPI_PR_DISPLAY_NAME);
  g_autoptr (MapiProp) folder = NULL;
  CliFolder *found;
  CliWalk    below = *walk;

  if (entry_id == NULL)
    return TRUE;

  found = g_new0 (CliFolder, 1);
  found->path = *walk->path == '\0'
                    ? g_strdup (name != NULL ? name : "?")
                    : g_strconcat (walk->path, "/", name != NULL ? name : "?", NULL);
  found->entry_id = g_bytes_ref (entry_id);
  found->row = mapi_prop_list_ref (row);
  g_ptr_array_add (walk->folders, found);

  if (!mapi_prop_list_get_boolean (row, MAPI_PR_SUBFOLDERS, FALSE))
    return TRUE;
  folder =
      mapi_msg_store_open_entry (walk->store, entry_id, NULL, 0, walk->cli->cancellable, error);
  if (folder == NULL)
    return FALSE;
  below.path = found->path;
  return cli_walk (&below, MAPI_FOLDER (folder), error);
}

static gboolean
cli_walk (CliWalk *walk, MapiFolder *folder, GError **error)
{
  static const guint32 columns[] = {
    MAPI_PR_ENTRYID,       MAPI_PR_DISPLAY_NAME,   MAPI_PR_SUBFOLDERS,
    MAPI_PR_CONTENT_COUNT, MAPI_PR_CONTENT_UNREAD,
  };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiTable) table = mapi_container_get_hierarchy_table (
      MAPI_CONTAINER (folder), 0, walk->cli->cancellable, error);

  return table != NULL && cli_visit_rows (walk->cli, table, tags, cli_walk_row, walk, error);
}

GPtrArray *
cli_list_folders (Cli *cli, MapiMsgStore *store, GError **error)
{
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func ((GDestroyNotify) cli_folder_free);
  g_autoptr (MapiFolder) top =
      cli_open_store_folder (cli, store, MAPI_PR_IPM_SUBTREE_ENTRYID, 0, error);
  CliWalk walk = { cli, store, "", folders };

  if (top == NULL || !cli_walk (&walk, top, error))
    return NULL;
  return g_steal_pointer (&folders);
}

MapiFolder *
cli_open_folder (Cli *cli, MapiMsgStore *store, const char *path, guint32 flags, GError **error)
{
  g_autoptr (GPtrArray) folders = cli_list_folders (cli, store, error);

  if (folders == NULL)
    return NULL;
  for (guint i = 0; i < folders->len; i++)
    {
      CliFolder *folder = folders->pdata[i];

      if (g_ascii_strcasecmp (folder->path, path) == 0)
        return MAPI_FOLDER (mapi_msg_store_open_entry (
            store, folder->entry_id, NULL, flags, cli->cancellable, error));
    }
  g_set_error (
      error, MAPI_ERROR, MAPI_E_NOT_FOUND, "there is no folder `%s`; `mapi ls` lists them", path);
  return NULL;
}

char *
cli_short_id (GBytes *entry_id)
{
  g_autofree char *text = mapi_entry_id_to_string (entry_id);
  gsize            length = strlen (text);

  return g_strdup (length > CLI_SHORT_ID ? text + length - CLI_SHORT_ID : text);
}

typedef struct
{
  const char *id;
  CliFolder  *folder;
  CliFolder  *found_in;
  GBytes     *found;
  guint       n_found;
} CliSearch;

static gboolean
cli_search_row (MapiPropList *row, gpointer data, GError **error)
{
  CliSearch *search = data;
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autofree char *text = entry_id != NULL ? mapi_entry_id_to_string (entry_id) : NULL;

  if (text == NULL || !g_str_has_suffix (text, search->id))
    return TRUE;

  search->n_found++;
  search->found_in = search->folder;
  g_clear_pointer (&search->found, g_bytes_unref);
  search->found = g_steal_pointer (&entry_id);
  return TRUE;
}

static gboolean
cli_search_folder (Cli *cli, MapiMsgStore *store, CliSearch *search, GError **error)
{
  static const guint32 columns[] = { MAPI_PR_ENTRYID };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiProp) folder =
      mapi_msg_store_open_entry (store, search->folder->entry_id, NULL, 0, cli->cancellable, error);
  g_autoptr (MapiTable) table = NULL;

  if (folder == NULL)
    return FALSE;
  table = mapi_container_get_contents_table (MAPI_CONTAINER (folder), 0, cli->cancellable, error);
  return table != NULL && cli_visit_rows (cli, table, tags, cli_search_row, search, error);
}

/* @folder, when wanted, is where the message lies; the caller frees it with the array it came from.
 */
GBytes *
cli_find_message (Cli *cli, MapiMsgStore *store, const char *id, CliFolder **folder, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (id, -1);
  g_autoptr (GPtrArray) folders = NULL;
  CliSearch search = { lower };

  if (strlen (id) > 2 * 20)
    return mapi_entry_id_from_string (id, error);

  folders = cli_list_folders (cli, store, error);
  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      search.folder = folders->pdata[i];
      if (!cli_search_folder (cli, store, &search, error))
        {
          g_clear_pointer (&search.found, g_bytes_unref);
          return NULL;
        }
    }
  if (folders == NULL || search.n_found == 1)
    return search.found;

  g_clear_pointer (&search.found, g_bytes_unref);
  g_set_error (error,
               MAPI_ERROR,
               search.n_found == 0 ? MAPI_E_NOT_FOUND : MAPI_E_AMBIGUOUS_RECIP,
               search.n_found == 0 ? "there is no message `%s`; `mapi ls FOLDER` lists them"
                                   : "`%s` fits several messages; give more digits",
               id);
  return NULL;
}

MapiMessage *
cli_open_message (Cli *cli, MapiMsgStore *store, const char *id, guint32 flags, GError **error)
{
  g_autoptr (GBytes) entry_id = cli_find_message (cli, store, id, NULL, error);
  g_autoptr (MapiProp) object = NULL;

  if (entry_id == NULL)
    return NULL;
  object = mapi_msg_store_open_entry (store, entry_id, NULL, flags, cli->cancellable, error);
  if (object == NULL)
    return NULL;
  if (MAPI_IS_MESSAGE (object))
    return MAPI_MESSAGE (g_steal_pointer (&object));
  g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "`%s` is not a message", id);
  return NULL;
}

gboolean
cli_mark_received (Cli *cli, MapiMessage *message, GError **error)
{
  static const guint32 wanted[] = { MAPI_PR_CLIENT_SUBMIT_TIME };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropList) old =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cli->cancellable, NULL, error);
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) props = NULL;
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());

  if (old == NULL)
    return FALSE;
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, MAPI_MSGFLAG_READ);
  mapi_prop_list_builder_add_systime (
      builder,
      MAPI_PR_MESSAGE_DELIVERY_TIME,
      mapi_prop_list_get_systime (old, MAPI_PR_CLIENT_SUBMIT_TIME, now));
  props = mapi_prop_list_builder_end (builder);
  return mapi_prop_set_props (MAPI_PROP (message), props, NULL, cli->cancellable, error);
}

void
cli_set_string (JsonObject *object, const char *key, const MapiPropList *props, guint32 tag)
{
  const char *value = mapi_prop_list_get_string (props, tag);

  json_object_set_string_member (object, key, value != NULL ? value : "");
}

void
cli_set_number (JsonObject *object, const char *key, const MapiPropList *props, guint32 tag)
{
  json_object_set_int_member (object, key, mapi_prop_list_get_long (props, tag, 0));
}

void
cli_set_time (JsonObject *object, const char *key, const MapiPropList *props, guint32 tag)
{
  cli_set_moment (object, key, mapi_prop_list_get_systime (props, tag, 0));
}

void
cli_set_moment (JsonObject *object, const char *key, guint64 filetime)
{
  g_autoptr (GDateTime) utc = filetime != 0 ? mapi_filetime_to_date_time (filetime) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *text = local != NULL ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z") : NULL;

  json_object_set_string_member (object, key, text != NULL ? text : "");
}

void
cli_set_id (JsonObject *object, const MapiPropList *props)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  g_autofree char *brief = entry_id != NULL ? cli_short_id (entry_id) : NULL;
  g_autofree char *whole = entry_id != NULL ? mapi_entry_id_to_string (entry_id) : NULL;

  json_object_set_string_member (object, "id", brief != NULL ? brief : "");
  json_object_set_string_member (object, "entry_id", whole != NULL ? whole : "");
}
