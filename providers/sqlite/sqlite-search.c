/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-search.h"
#include "sqlite-db-folders.h"
#include "sqlite-db-messages.h"
#include "sqlite-match.h"

/* How many messages a transaction looks at. */
#define FOREGROUND_PIECE 1000
#define BACKGROUND_PIECE 100

/* What following needs to know. */
typedef struct
{
  SqliteDbConn  *conn;
  const MapiUid *uid;
  GPtrArray     *searches;
  SqliteEvents  *events;
  GHashTable    *changed; /* search folders: set of gint64 */
} Follow;

static SqliteRowQuery *
new_query (const SqliteSearch *search, gint64 folder)
{
  SqliteRowSource source = { .folder = folder };
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) columns = NULL;

  sqlite_match_collect_tags (search->restriction, tags);
  columns = mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
  return sqlite_row_query_new (&source, columns, TRUE);
}

/* @table_event: what a table over the search folder sees. */
static void
add_found_event (SqliteEvents *events, guint32 table_event, gint64 folder, gint64 message)
{
  sqlite_events_add (events, 0, MAPI_OBJECT_MESSAGE, message, folder)->found = table_event;
}

static gboolean
is_in_scope (
    SqliteDbConn *conn, const SqliteSearch *search, gint64 folder, gboolean *inside, GError **error)
{
  *inside = FALSE;
  while (folder != 0 && !*inside)
    {
      g_autoptr (SqliteFolderData) data = NULL;

      for (guint i = 0; i < search->scope->len && !*inside; i++)
        *inside = g_array_index (search->scope, gint64, i) == folder;
      if (*inside || (search->state & MAPI_SEARCH_RECURSIVE) == 0)
        return TRUE;
      data = sqlite_db_folder_load (conn, folder, error);
      if (data == NULL)
        return FALSE;
      folder = data->parent;
    }
  return TRUE;
}

static gboolean
is_wanted (Follow                  *follow,
           const SqliteSearch      *search,
           const SqliteMessageHead *head,
           gboolean                *wanted,
           GError                 **error)
{
  SqliteRowContext context = { .uid = *follow->uid };
  g_autoptr (SqliteRowQuery) query = NULL;
  g_autoptr (SqliteRow) row = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  *wanted = FALSE;
  if (!is_in_scope (follow->conn, search, head->folder, wanted, error))
    return FALSE;
  if (!*wanted)
    return TRUE;
  *wanted = FALSE;
  context.store_entry_id = nothing;
  query = new_query (search, head->folder);
  if (!sqlite_db_rows_read_one (follow->conn, query, &context, head->id, &row, error))
    return FALSE;
  return row == NULL || sqlite_match_row (follow->conn, search->restriction, row, wanted, error);
}

static void
mark_changed (Follow *follow, gint64 folder)
{
  g_hash_table_add (follow->changed, g_memdup2 (&folder, sizeof folder));
}

static gboolean
follow_search (Follow                  *follow,
               const SqliteSearch      *search,
               const SqliteMessageHead *head,
               GError                 **error)
{
  gint64   folder = search->folder;
  gboolean wanted;
  gboolean had;

  if (!is_wanted (follow, search, head, &wanted, error) ||
      !sqlite_db_found_has (follow->conn, folder, head->id, &had, error))
    return FALSE;
  if (!wanted && !had)
    return TRUE;
  mark_changed (follow, folder);
  add_found_event (follow->events,
                   !had     ? MAPI_TABLE_ROW_ADDED
                   : wanted ? MAPI_TABLE_ROW_MODIFIED
                            : MAPI_TABLE_ROW_DELETED,
                   folder,
                   head->id);
  if (wanted && had)
    return TRUE;
  return wanted ? sqlite_db_found_add (follow->conn, folder, head->id, error)
                : sqlite_db_found_remove (follow->conn, folder, head->id, error);
}

static gboolean
follow_message (Follow *follow, gint64 id, GError **error)
{
  SqliteMessageHead head;
  g_autoptr (GError) local = NULL;

  if (!sqlite_db_message_peek (follow->conn, id, &head, &local))
    {
      if (g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint i = 0; !head.associated && head.folder != 0 && i < follow->searches->len; i++)
    if (!follow_search (follow, follow->searches->pdata[i], &head, error))
      return FALSE;
  return TRUE;
}

static gboolean
follow_deleted (Follow *follow, gint64 id, GError **error)
{
  g_autoptr (GArray) folders = sqlite_db_found_take_lost (follow->conn, id, error);

  for (guint i = 0; folders != NULL && i < folders->len; i++)
    {
      gint64 folder = g_array_index (folders, gint64, i);

      mark_changed (follow, folder);
      add_found_event (follow->events, MAPI_TABLE_ROW_DELETED, folder, id);
    }
  return folders != NULL;
}

/* A folder that came, with all that lies in it. */
static gboolean
follow_folder (Follow *follow, gint64 id, GError **error)
{
  g_autoptr (GArray) messages = sqlite_db_message_list (follow->conn, id, 0, error);
  g_autoptr (GPtrArray) children = sqlite_db_folder_list (follow->conn, id, error);

  if (messages == NULL || children == NULL)
    return FALSE;
  for (guint i = 0; i < messages->len; i++)
    if (!follow_message (follow, g_array_index (messages, gint64, i), error))
      return FALSE;
  for (guint i = 0; i < children->len; i++)
    if (!follow_folder (follow, ((SqliteFolderData *) children->pdata[i])->id, error))
      return FALSE;
  return TRUE;
}

static gboolean
follow_event (Follow *follow, const SqliteEvent *event, GError **error)
{
  if (event->type == 0 || event->associated)
    return TRUE;
  if (event->object_type == MAPI_OBJECT_MESSAGE)
    return event->type == MAPI_fnevObjectDeleted ? follow_deleted (follow, event->id, error)
                                                 : follow_message (follow, event->id, error);
  if (event->type == MAPI_fnevObjectMoved || event->type == MAPI_fnevObjectCopied)
    return follow_folder (follow, event->id, error);
  return TRUE;
}

static gboolean
follow_events (Follow *follow, GError **error)
{
  guint          n = follow->events->array->len;
  GHashTableIter iter;
  gint64        *folder;

  for (guint i = 0; i < n; i++)
    {
      SqliteEvent event = g_array_index (follow->events->array, SqliteEvent, i);

      if (!follow_event (follow, &event, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, follow->changed);
  while (g_hash_table_iter_next (&iter, (gpointer *) &folder, NULL))
    sqlite_events_add (follow->events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, *folder, 0);
  return TRUE;
}

gboolean
sqlite_search_follow (SqliteDbConn *conn, const MapiUid *uid, SqliteEvents *events, GError **error)
{
  g_autoptr (GPtrArray) searches = NULL;
  g_autoptr (GHashTable) changed = NULL;

  if (events->array->len == 0)
    return TRUE;
  searches = sqlite_db_search_list (conn, error);
  if (searches == NULL || searches->len == 0)
    return searches != NULL;
  changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return follow_events (&(Follow){ conn, uid, searches, events, changed }, error);
}

static gboolean
scan_row (SqliteDbConn       *conn,
          const SqliteSearch *search,
          const SqliteRow    *row,
          SqliteEvents       *events,
          GError            **error)
{
  gboolean matches;
  gboolean had;

  if (!sqlite_match_row (conn, search->restriction, row, &matches, error))
    return FALSE;
  if (!matches)
    return TRUE;
  if (!sqlite_db_found_has (conn, search->folder, row->key.id, &had, error))
    return FALSE;
  if (had)
    return TRUE;
  add_found_event (events, MAPI_TABLE_ROW_ADDED, search->folder, row->key.id);
  return sqlite_db_found_add (conn, search->folder, row->key.id, error);
}

gboolean
sqlite_search_scan (SqliteDbConn       *conn,
                    const MapiUid      *uid,
                    const SqliteSearch *search,
                    gint64              folder,
                    SqliteRowKey       *from,
                    gboolean           *done,
                    SqliteEvents       *events,
                    GError            **error)
{
  guint piece = search->state & MAPI_SEARCH_FOREGROUND ? FOREGROUND_PIECE : BACKGROUND_PIECE;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  SqliteRowContext context = { .uid = *uid, .store_entry_id = nothing };
  g_autoptr (SqliteRowQuery) query = new_query (search, folder);
  g_autoptr (GPtrArray) rows =
      sqlite_db_rows_read (conn, query, &context, *from, FALSE, piece, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const SqliteRow *row = rows->pdata[i];

      if (!scan_row (conn, search, row, events, error))
        return FALSE;
      *from = (SqliteRowKey){ row->key.place, row->key.id + 1 };
    }
  *done = rows->len < piece;
  return TRUE;
}

static gboolean
list_below (SqliteDbConn *conn, gint64 folder, gboolean deep, GArray *folders, GError **error)
{
  g_autoptr (GPtrArray) children = NULL;

  for (guint i = 0; i < folders->len; i++)
    if (g_array_index (folders, gint64, i) == folder)
      return TRUE;
  g_array_append_val (folders, folder);
  if (!deep)
    return TRUE;
  children = sqlite_db_folder_list (conn, folder, error);
  for (guint i = 0; children != NULL && i < children->len; i++)
    if (!list_below (conn, ((SqliteFolderData *) children->pdata[i])->id, deep, folders, error))
      return FALSE;
  return children != NULL;
}

GArray *
sqlite_search_list_folders (SqliteDbConn *conn, const SqliteSearch *search, GError **error)
{
  g_autoptr (GArray) folders = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < search->scope->len; i++)
    if (!list_below (conn,
                     g_array_index (search->scope, gint64, i),
                     (search->state & MAPI_SEARCH_RECURSIVE) != 0,
                     folders,
                     error))
      return NULL;
  return g_steal_pointer (&folders);
}
