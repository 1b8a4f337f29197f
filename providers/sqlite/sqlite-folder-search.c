/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a folder looks for that holds the results of a search. */

#include "sqlite-db-folders.h"
#include "sqlite-db-searches.h"
#include "sqlite-entry-id.h"
#include "sqlite-folder.h"
#include "sqlite-match.h"
#include "sqlite-searcher.h"
#include "sqlite-store.h"

typedef struct
{
  gint64           folder;
  MapiRestriction *restriction; /* nullable */
  GArray          *scope;       /* nullable */
  guint32          flags;
  gboolean         start;
  SqliteSearch    *search;
} Criteria;

static gboolean
fail (GError **error, MapiError code, const char *message)
{
  g_set_error (error, MAPI_ERROR, code, "sqlite: %s", message);
  return FALSE;
}

static gboolean
check_flags (guint32 flags, GError **error)
{
  const guint32 depth = MAPI_RECURSIVE_SEARCH | MAPI_SHALLOW_SEARCH;
  const guint32 speed = MAPI_FOREGROUND_SEARCH | MAPI_BACKGROUND_SEARCH;
  const guint32 what = MAPI_STOP_SEARCH | MAPI_RESTART_SEARCH;

  if ((flags & ~(depth | speed | what)) != 0)
    return fail (error, MAPI_E_UNKNOWN_FLAGS, "SetSearchCriteria: unknown flags");
  return ((flags & depth) != depth && (flags & speed) != speed && (flags & what) != what) ||
         fail (error, MAPI_E_INVALID_PARAMETER, "SetSearchCriteria: the flags exclude each other");
}

static guint32
choose_state (guint32 before, guint32 flags)
{
  guint32 state = before & (MAPI_SEARCH_RECURSIVE | MAPI_SEARCH_FOREGROUND);

  if (flags & MAPI_RECURSIVE_SEARCH)
    state |= MAPI_SEARCH_RECURSIVE;
  if (flags & MAPI_SHALLOW_SEARCH)
    state &= ~MAPI_SEARCH_RECURSIVE;
  if (flags & MAPI_FOREGROUND_SEARCH)
    state |= MAPI_SEARCH_FOREGROUND;
  if (flags & MAPI_BACKGROUND_SEARCH)
    state &= ~MAPI_SEARCH_FOREGROUND;
  return state;
}

/* What was set before stands where nothing else is set now. */
static gboolean
complete (Criteria *criteria, SqliteSearch *search, GError **error)
{
  if (criteria->restriction != NULL)
    {
      g_clear_pointer (&search->restriction, mapi_restriction_unref);
      search->restriction = mapi_restriction_ref (criteria->restriction);
    }
  if (criteria->scope != NULL)
    {
      g_clear_pointer (&search->scope, g_array_unref);
      search->scope = g_array_ref (criteria->scope);
    }
  return (search->restriction != NULL && search->scope != NULL) ||
         fail (error,
               MAPI_E_NOT_INITIALIZED,
               "SetSearchCriteria: the folder does not know yet what to look for, and where");
}

static gboolean
check_scope (SqliteDbConn *conn, const SqliteSearch *search, GError **error)
{
  for (guint i = 0; i < search->scope->len; i++)
    {
      g_autoptr (SqliteFolderData) data =
          sqlite_db_folder_load (conn, g_array_index (search->scope, gint64, i), error);

      if (data == NULL)
        return FALSE;
      if (data->type == MAPI_FOLDER_SEARCH)
        return fail (
            error, MAPI_E_TOO_COMPLEX, "SetSearchCriteria: a search cannot look through another");
    }
  return TRUE;
}

static gboolean
begin (SqliteDbConn *conn, SqliteEvents *events, SqliteSearch *search, GError **error)
{
  search->state |= MAPI_SEARCH_REBUILD;
  search->run++;
  sqlite_events_add (events, 0, MAPI_OBJECT_MESSAGE, 0, search->folder)->found = MAPI_TABLE_CHANGED;
  sqlite_events_add (events, MAPI_fnevObjectModified, MAPI_OBJECT_FOLDER, search->folder, 0);
  return sqlite_db_found_clear (conn, search->folder, error);
}

static gboolean
write_criteria (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Criteria *criteria = data;
  guint32   before;
  g_autoptr (SqliteSearch) search = NULL;

  if (!sqlite_db_search_load (conn, criteria->folder, &search, error))
    return FALSE;
  if (search == NULL)
    search = g_new0 (SqliteSearch, 1);
  search->folder = criteria->folder;
  before = search->state;
  if (!complete (criteria, search, error) || !check_scope (conn, search, error))
    return FALSE;
  search->state = choose_state (before, criteria->flags);
  if (criteria->flags & MAPI_STOP_SEARCH)
    {
      search->state |= before & MAPI_SEARCH_REBUILD;
      criteria->start = FALSE;
      return sqlite_db_search_save (conn, search, error);
    }
  search->state |= MAPI_SEARCH_RUNNING | (before & MAPI_SEARCH_REBUILD);
  criteria->start = criteria->restriction != NULL || criteria->scope != NULL ||
                    criteria->flags & MAPI_RESTART_SEARCH || !(before & MAPI_SEARCH_RUNNING) ||
                    (before ^ search->state) & MAPI_SEARCH_RECURSIVE;
  return (!criteria->start || begin (conn, events, search, error)) &&
         sqlite_db_search_save (conn, search, error);
}

static GArray *
parse_scope (SqliteStore *store, MapiEntryList *containers, GError **error)
{
  g_autoptr (GArray) scope = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < mapi_entry_list_get_size (containers); i++)
    {
      g_autoptr (GBytes) entry_id = mapi_entry_list_get_entry_id (containers, i);
      gint64 id;

      if (!sqlite_store_parse (store, entry_id, MAPI_OBJECT_FOLDER, &id, error))
        return NULL;
      g_array_append_val (scope, id);
    }
  return g_steal_pointer (&scope);
}

static gboolean
check_search (SqliteFolder *self, GError **error)
{
  return sqlite_object_check (SQLITE_OBJECT (self), error) &&
         (sqlite_folder_is_search (self) ||
          fail (error, MAPI_E_NO_SUPPORT, "the folder does not hold the results of a search"));
}

static gboolean
sqlite_folder_set_search_criteria (MapiContainer   *container,
                                   MapiRestriction *restriction,
                                   MapiEntryList   *containers,
                                   guint32          search_flags,
                                   GCancellable    *cancellable,
                                   GError         **error)
{
  SqliteFolder *self = SQLITE_FOLDER (container);
  SqliteStore  *store = sqlite_object_get_store (SQLITE_OBJECT (self));
  Criteria      criteria = { .folder = sqlite_folder_get_id (self),
                             .restriction = restriction,
                             .flags = search_flags };
  g_autoptr (GArray) scope = NULL;

  if (!check_search (self, error) || !check_flags (search_flags, error) ||
      !SQLITE_OBJECT_GET_CLASS (self)->check_writable (SQLITE_OBJECT (self), error) ||
      (restriction != NULL && !sqlite_match_check (restriction, error)))
    return FALSE;
  if (containers != NULL)
    {
      scope = parse_scope (store, containers, error);
      if (scope == NULL)
        return FALSE;
    }
  criteria.scope = scope;
  if (!sqlite_backend_write (
          sqlite_store_get_backend (store), SQLITE_DB_DURABLE, write_criteria, &criteria, error))
    return FALSE;
  if (criteria.start)
    sqlite_backend_start_search (sqlite_store_get_backend (store), criteria.folder);
  return TRUE;
}

static gboolean
read_criteria (SqliteDbConn *conn, gpointer data, GError **error)
{
  Criteria *criteria = data;

  return sqlite_db_search_load (conn, criteria->folder, &criteria->search, error);
}

gboolean
sqlite_folder_resume_search (SqliteFolder *self, GError **error)
{
  SqliteBackend *backend = sqlite_object_get_backend (SQLITE_OBJECT (self));
  Criteria       criteria = { .folder = sqlite_folder_get_id (self) };
  g_autoptr (SqliteSearch) search = NULL;

  if (!sqlite_backend_read (backend, read_criteria, &criteria, error))
    return FALSE;
  search = criteria.search;
  if (search != NULL && (search->state & MAPI_SEARCH_REBUILD) != 0)
    sqlite_backend_start_search (backend, criteria.folder);
  return TRUE;
}

static MapiEntryList *
new_entry_list (SqliteBackend *backend, GArray *scope)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < scope->len; i++)
    g_ptr_array_add (ids,
                     sqlite_backend_new_entry_id (
                         backend, MAPI_OBJECT_FOLDER, g_array_index (scope, gint64, i)));
  return mapi_entry_list_new ((GBytes **) ids->pdata, ids->len);
}

static gboolean
sqlite_folder_get_search_criteria (MapiContainer    *container,
                                   guint32           flags,
                                   MapiRestriction **restriction,
                                   MapiEntryList   **containers,
                                   guint32          *search_state,
                                   GCancellable     *cancellable,
                                   GError          **error)
{
  SqliteFolder  *self = SQLITE_FOLDER (container);
  SqliteBackend *backend = sqlite_object_get_backend (SQLITE_OBJECT (self));
  Criteria       criteria = { .folder = sqlite_folder_get_id (self) };
  g_autoptr (SqliteSearch) search = NULL;

  if (!check_search (self, error) ||
      !sqlite_backend_read (backend, read_criteria, &criteria, error))
    return FALSE;
  search = criteria.search;
  if (search == NULL)
    return fail (error, MAPI_E_NOT_INITIALIZED, "GetSearchCriteria: nothing was set yet");
  *restriction = mapi_restriction_ref (search->restriction);
  *containers = new_entry_list (backend, search->scope);
  *search_state = search->state;
  return TRUE;
}

void
sqlite_folder_init_search (MapiContainerInterface *iface)
{
  iface->set_search_criteria = sqlite_folder_set_search_criteria;
  iface->get_search_criteria = sqlite_folder_get_search_criteria;
}
