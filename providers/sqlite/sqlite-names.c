/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-names.h"
#include "sqlite-db-settings.h"
#include "sqlite-object.h"

typedef struct
{
  MapiNameIdArray *names; /* nullable: all */
  GArray          *ids;
} Ids;

typedef struct
{
  GArray    *ids;   /* nullable: all; then it is made */
  GPtrArray *names; /* of MapiNameId, NULL where there is none */
} Names;

static gboolean
find_ids (SqliteDbConn *conn, gpointer data, GError **error)
{
  Ids  *ids = data;
  guint n = mapi_name_id_array_get_size (ids->names);

  g_array_set_size (ids->ids, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (ids->names, i);
      guint32 id;

      if (!sqlite_db_name_find (conn, name, &id, error))
        return FALSE;
      g_array_append_val (ids->ids, id);
    }
  return TRUE;
}

static gboolean
create_ids (SqliteDbConn *conn, SqliteEvents *events, gpointer data, GError **error)
{
  Ids  *ids = data;
  guint n = mapi_name_id_array_get_size (ids->names);

  g_array_set_size (ids->ids, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (ids->names, i);
      guint32 id;

      if (!sqlite_db_name_create (conn, name, &id, error))
        return FALSE;
      g_array_append_val (ids->ids, id);
    }
  return TRUE;
}

static gboolean
list_ids (SqliteDbConn *conn, gpointer data, GError **error)
{
  Ids *ids = data;

  g_clear_pointer (&ids->ids, g_array_unref);
  ids->ids = sqlite_db_name_list (conn, error);
  return ids->ids != NULL;
}

static gboolean
has_missing (GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, guint32, i) == 0)
      return TRUE;
  return FALSE;
}

static void
recall_ids (SqliteNameCache *cache, Ids *ids)
{
  for (guint i = 0; i < mapi_name_id_array_get_size (ids->names); i++)
    {
      g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (ids->names, i);
      guint32 id = sqlite_name_cache_find_id (cache, name);

      g_array_append_val (ids->ids, id);
    }
}

static void
remember_ids (SqliteNameCache *cache, const Ids *ids)
{
  for (guint i = 0; i < ids->ids->len; i++)
    {
      g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (ids->names, i);
      guint32 id = g_array_index (ids->ids, guint32, i);

      if (id != 0)
        sqlite_name_cache_add (cache, name, id);
    }
}

/* Most names are there already: those cost no transaction, and from the second time on nothing. */
static gboolean
fill_ids (SqliteBackend *backend, Ids *ids, gboolean create, GError **error)
{
  SqliteNameCache *cache = sqlite_backend_get_names (backend);

  if (ids->names == NULL)
    return sqlite_backend_read (backend, list_ids, ids, error);
  recall_ids (cache, ids);
  if (!has_missing (ids->ids))
    return TRUE;
  if (!sqlite_backend_read (backend, find_ids, ids, error) ||
      (create && has_missing (ids->ids) &&
       !sqlite_backend_write (backend, SQLITE_DB_LAZY, create_ids, ids, error)))
    return FALSE;
  remember_ids (cache, ids);
  return TRUE;
}

MapiPropTagArray *
sqlite_get_ids_from_names (MapiProp        *prop,
                           MapiNameIdArray *names,
                           guint32          flags,
                           GCancellable    *cancellable,
                           guint32         *warning,
                           GError         **error)
{
  SqliteObject *self = SQLITE_OBJECT (prop);
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  Ids      ids = { names, g_array_new (FALSE, FALSE, sizeof (guint32)) };
  gboolean filled =
      sqlite_object_check (self, error) &&
      fill_ids (sqlite_object_get_backend (self), &ids, (flags & MAPI_CREATE) != 0, error);

  for (guint i = 0; filled && i < ids.ids->len; i++)
    {
      guint32 id = g_array_index (ids.ids, guint32, i);
      guint32 tag = id != 0 ? mapi_prop_tag_new ((guint16) id, MAPI_PT_UNSPECIFIED)
                            : mapi_prop_tag_new (0, MAPI_PT_ERROR);

      if (id == 0)
        *warning = MAPI_W_ERRORS_RETURNED;
      g_array_append_val (tags, tag);
    }
  g_clear_pointer (&ids.ids, g_array_unref);
  return filled ? mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len) : NULL;
}

static void
clear_name (gpointer name)
{
  g_clear_pointer ((MapiNameId **) &name, mapi_name_id_unref);
}

static gboolean
read_names (SqliteDbConn *conn, gpointer data, GError **error)
{
  Names *names = data;

  if (names->ids == NULL)
    names->ids = sqlite_db_name_list (conn, error);
  if (names->ids == NULL)
    return FALSE;
  for (guint i = 0; i < names->ids->len; i++)
    {
      MapiNameId *name = NULL;

      if (!sqlite_db_name_get (conn, g_array_index (names->ids, guint32, i), &name, error))
        return FALSE;
      g_ptr_array_add (names->names, name);
    }
  return TRUE;
}

/* FALSE where one of them is not known. */
static gboolean
recall_names (SqliteNameCache *cache, Names *names)
{
  for (guint i = 0; i < names->ids->len; i++)
    {
      MapiNameId *name = sqlite_name_cache_dup_name (cache, g_array_index (names->ids, guint32, i));

      if (name == NULL)
        {
          g_ptr_array_set_size (names->names, 0);
          return FALSE;
        }
      g_ptr_array_add (names->names, name);
    }
  return TRUE;
}

static gboolean
fill_names (SqliteBackend *backend, Names *names, GError **error)
{
  SqliteNameCache *cache = sqlite_backend_get_names (backend);

  if (names->ids != NULL && recall_names (cache, names))
    return TRUE;
  if (!sqlite_backend_read (backend, read_names, names, error))
    return FALSE;
  for (guint i = 0; i < names->names->len; i++)
    if (names->names->pdata[i] != NULL)
      sqlite_name_cache_add (cache, names->names->pdata[i], g_array_index (names->ids, guint32, i));
  return TRUE;
}

static gboolean
is_wanted (MapiNameId *name, const MapiUid *property_set, guint32 flags)
{
  guint32 kind = name != NULL ? mapi_name_id_get_kind (name) : MAPI_MNID_ID;

  if (name != NULL && property_set != NULL &&
      !mapi_uid_equal (mapi_name_id_get_property_set (name), property_set))
    return FALSE;
  return !((flags & MAPI_NO_STRINGS && kind == MAPI_MNID_STRING) ||
           (flags & MAPI_NO_IDS && kind == MAPI_MNID_ID));
}

static MapiNameIdArray *
append_name (MapiNameIdArray *array, MapiNameId *name)
{
  static const MapiUid nobody;
  g_autoptr (MapiNameId) none = name == NULL ? mapi_name_id_new_from_id (&nobody, 0) : NULL;
  MapiNameIdArray *longer = mapi_name_id_array_append (array, name != NULL ? name : none);

  mapi_name_id_array_unref (array);
  return longer;
}

/* With tags given, each gets a name in its place; without, only the names that are wanted. */
static MapiNameIdArray *
collect_names (Names             *names,
               gboolean           all,
               const MapiUid     *property_set,
               guint32            flags,
               MapiPropTagArray **named,
               guint32           *warning)
{
  MapiNameIdArray *array = mapi_name_id_array_new ();
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < names->names->len; i++)
    {
      MapiNameId *name = names->names->pdata[i];
      gboolean    wanted = name != NULL && is_wanted (name, property_set, flags);
      guint32     tag =
          mapi_prop_tag_new ((guint16) g_array_index (names->ids, guint32, i), MAPI_PT_UNSPECIFIED);

      if (all && !wanted)
        continue;
      if (!wanted)
        *warning = MAPI_W_ERRORS_RETURNED;
      array = append_name (array, wanted ? name : NULL);
      g_array_append_val (tags, tag);
    }
  if (all)
    *named = mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len);
  return array;
}

MapiNameIdArray *
sqlite_get_names_from_ids (MapiProp          *prop,
                           MapiPropTagArray  *tags,
                           const MapiUid     *property_set,
                           guint32            flags,
                           MapiPropTagArray **named,
                           GCancellable      *cancellable,
                           guint32           *warning,
                           GError           **error)
{
  SqliteObject    *self = SQLITE_OBJECT (prop);
  Names            names = { NULL, g_ptr_array_new_with_free_func (clear_name) };
  MapiNameIdArray *array = NULL;

  if (tags != NULL && mapi_prop_tag_array_get_size (tags) == 0)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "sqlite: GetNamesFromIDs: the list names no property");
      g_ptr_array_unref (names.names);
      return NULL;
    }
  if (tags != NULL)
    names.ids = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; tags != NULL && i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32 id = mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (tags, i));

      g_array_append_val (names.ids, id);
    }
  if (sqlite_object_check (self, error) &&
      fill_names (sqlite_object_get_backend (self), &names, error))
    array = collect_names (&names, tags == NULL, property_set, flags, named, warning);
  g_clear_pointer (&names.ids, g_array_unref);
  g_ptr_array_unref (names.names);
  return array;
}
