/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tables of folders, which follow what becomes of the folders. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-store-backend-private.h"

/* A table that somebody may still look at. */
typedef struct
{
  GWeakRef table;
  char    *folder;
  gboolean is_deep;
} Hierarchy;

static void
hierarchy_free (gpointer data)
{
  Hierarchy *self = data;

  g_weak_ref_clear (&self->table);
  g_free (self->folder);
  g_free (self);
}

GPtrArray *
mapi_kept_hierarchies_new (void)
{
  return g_ptr_array_new_with_free_func (hierarchy_free);
}

/* How deep in the table a folder stands; 0 for one that does not. */
static gint32
find_depth (const Hierarchy *self, MapiKeptPlace *place)
{
  gint32 depth = 1;

  for (MapiKeptPlace *around = place->parent; around != NULL; around = around->parent, depth++)
    if (g_str_equal (around->key, self->folder))
      return self->is_deep || depth == 1 ? depth : 0;
  return 0;
}

typedef void (*Change) (MapiStoreBackend *self,
                        MapiTableData    *table,
                        MapiKeptPlace    *place,
                        gint32            depth);

/* Tables that nobody looks at any more are forgotten on the way. */
static void
change_tables (MapiStoreBackend *self, MapiKeptPlace *place, Change change)
{
  GPtrArray *hierarchies = mapi_store_backend_get_private (self)->hierarchies;

  for (guint i = hierarchies->len; i-- > 0;)
    {
      Hierarchy *hierarchy = hierarchies->pdata[i];
      g_autoptr (MapiTableData) table = g_weak_ref_get (&hierarchy->table);
      gint32 depth = find_depth (hierarchy, place);

      if (table == NULL)
        g_ptr_array_remove_index_fast (hierarchies, i);
      else if (depth > 0)
        change (self, table, place, depth);
    }
}

static void
put_row (MapiStoreBackend *self, MapiTableData *table, MapiKeptPlace *place, gint32 depth)
{
  g_autoptr (MapiPropList) row = mapi_store_backend_describe (self, place, depth);

  mapi_table_data_modify_row (table, row, NULL);
}

static void
delete_row (MapiStoreBackend *self, MapiTableData *table, MapiKeptPlace *place, gint32 depth)
{
  g_autoptr (GBytes) id = mapi_store_backend_new_id (self, MAPI_KEPT_IS_FOLDER, place->key, NULL);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, id);

  mapi_table_data_delete_row (table, index, NULL);
}

void
mapi_store_backend_show_place (MapiStoreBackend *self, MapiKeptPlace *place)
{
  change_tables (self, place, put_row);
}

void
mapi_store_backend_hide_place (MapiStoreBackend *self, MapiKeptPlace *place)
{
  change_tables (self, place, delete_row);
}

/* --- Opening --- */

typedef struct
{
  MapiStoreBackend *backend;
  MapiTableData    *table;
  gboolean          is_deep;
} Walk;

/* A folder knows how many messages and folders it has when it was looked into. */
static gboolean
add_below (const Walk *walk, MapiKeptPlace *place, gint32 depth, GError **error)
{
  if (!mapi_store_backend_look (walk->backend, place, error))
    return FALSE;
  for (guint i = 0; i < place->below->len; i++)
    {
      MapiKeptPlace *below = place->below->pdata[i];
      g_autoptr (MapiPropList) row = NULL;

      if (!mapi_store_backend_survey (walk->backend, below, error))
        return FALSE;
      row = mapi_store_backend_describe (walk->backend, below, depth);
      if (!mapi_table_data_modify_row (walk->table, row, error) ||
          (walk->is_deep && !add_below (walk, below, depth + 1, error)))
        return FALSE;
    }
  return TRUE;
}

MapiTable *
mapi_store_backend_open_hierarchy (MapiStoreBackend *self,
                                   const char       *folder,
                                   gboolean          is_deep,
                                   GError          **error)
{
  g_autoptr (MapiTableData) table =
      mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, NULL);
  Walk           walk = { self, table, is_deep };
  MapiKeptPlace *place = mapi_store_backend_find_place (self, folder, error);
  Hierarchy     *hierarchy;

  if (place == NULL || !add_below (&walk, place, 1, error))
    return NULL;
  hierarchy = g_new0 (Hierarchy, 1);
  g_weak_ref_init (&hierarchy->table, table);
  hierarchy->folder = g_strdup (folder);
  hierarchy->is_deep = is_deep;
  g_ptr_array_add (mapi_store_backend_get_private (self)->hierarchies, hierarchy);
  return mapi_table_data_get_view (table, NULL);
}
