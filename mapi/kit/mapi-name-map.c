/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-name-map-private.h"
#include "mapi-flags.h"

#define FIRST_ID 0x8000
#define MAX_NAMES (0xfffe - FIRST_ID)

struct _MapiNameMap
{
  gatomicrefcount ref_count;
  GMutex          lock;
  GPtrArray      *names; /* the position is the identifier less FIRST_ID */
  GHashTable     *ids;   /* name -> identifier */
};

/* The set whose numbers are identifiers themselves. */
static const MapiUid ps_mapi = {
  { 0x28, 0x03, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46 }
};

MapiNameMap *
mapi_name_map_new (void)
{
  MapiNameMap *self = g_new0 (MapiNameMap, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->names = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_name_id_unref);
  self->ids = g_hash_table_new ((GHashFunc) mapi_name_id_hash, (GEqualFunc) mapi_name_id_equal);
  return self;
}

MapiNameMap *
mapi_name_map_ref (MapiNameMap *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mapi_name_map_unref (MapiNameMap *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->names);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* 0 where there is none. */
static guint16
find_id (MapiNameMap *self, MapiNameId *name, gboolean create)
{
  guint16 id;

  if (mapi_uid_equal (mapi_name_id_get_property_set (name), &ps_mapi))
    return mapi_name_id_get_id (name) < FIRST_ID ? (guint16) mapi_name_id_get_id (name) : 0;

  id = (guint16) GPOINTER_TO_UINT (g_hash_table_lookup (self->ids, name));
  if (id != 0 || !create || self->names->len >= MAX_NAMES)
    return id;

  id = (guint16) (FIRST_ID + self->names->len);
  g_ptr_array_add (self->names, mapi_name_id_ref (name));
  g_hash_table_insert (self->ids, name, GUINT_TO_POINTER (id));
  return id;
}

static MapiPropTagArray *
take_tags (GArray *tags)
{
  MapiPropTagArray *array =
      mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);

  g_array_unref (tags);
  return array;
}

static MapiPropTagArray *
list_ids (MapiNameMap *self)
{
  GArray *tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < self->names->len; i++)
    {
      guint32 tag = mapi_prop_tag_new ((guint16) (FIRST_ID + i), MAPI_PT_UNSPECIFIED);

      g_array_append_val (tags, tag);
    }
  return take_tags (tags);
}

MapiPropTagArray *
mapi_name_map_get_ids (MapiNameMap *self, MapiNameIdArray *names, guint32 flags, guint32 *warning)
{
  GArray *tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (names == NULL)
    {
      g_array_unref (tags);
      return list_ids (self);
    }

  for (guint i = 0; i < mapi_name_id_array_get_size (names); i++)
    {
      g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (names, i);
      guint16 id = find_id (self, name, (flags & MAPI_CREATE) != 0);
      guint32 tag = mapi_prop_tag_new (id, id != 0 ? MAPI_PT_UNSPECIFIED : MAPI_PT_ERROR);

      g_array_append_val (tags, tag);
      if (id == 0)
        *warning = MAPI_W_ERRORS_RETURNED;
    }
  return take_tags (tags);
}

static MapiNameId *
find_name (MapiNameMap *self, guint16 id)
{
  if (id < FIRST_ID)
    return mapi_name_id_new_from_id (&ps_mapi, id);
  if (id - FIRST_ID < (gint) self->names->len)
    return mapi_name_id_ref (g_ptr_array_index (self->names, id - FIRST_ID));
  return NULL;
}

static gboolean
is_wanted (MapiNameId *name, const MapiUid *property_set, guint32 flags)
{
  guint32 kind = mapi_name_id_get_kind (name);

  if (property_set != NULL && !mapi_uid_equal (mapi_name_id_get_property_set (name), property_set))
    return FALSE;
  return (flags & (kind == MAPI_MNID_STRING ? MAPI_NO_STRINGS : MAPI_NO_IDS)) == 0;
}

static void
append_name (MapiNameIdArray **names, MapiNameId *name)
{
  MapiNameIdArray *longer = mapi_name_id_array_append (*names, name);

  mapi_name_id_array_unref (*names);
  *names = longer;
}

static MapiNameIdArray *
list_names (MapiNameMap *self, const MapiUid *property_set, guint32 flags, MapiPropTagArray **named)
{
  MapiNameIdArray *names = mapi_name_id_array_new ();
  GArray          *tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < self->names->len; i++)
    {
      MapiNameId *name = g_ptr_array_index (self->names, i);
      guint32     tag = mapi_prop_tag_new ((guint16) (FIRST_ID + i), MAPI_PT_UNSPECIFIED);

      if (!is_wanted (name, property_set, flags))
        continue;
      append_name (&names, name);
      g_array_append_val (tags, tag);
    }
  *named = take_tags (tags);
  return names;
}

/* An unknown name is the number 0 of the set that was asked for. */
static MapiNameId *
new_unknown (const MapiUid *property_set)
{
  static const MapiUid none = { { 0 } };

  return mapi_name_id_new_from_id (property_set != NULL ? property_set : &none, 0);
}

MapiNameIdArray *
mapi_name_map_get_names (MapiNameMap       *self,
                         MapiPropTagArray  *tags,
                         const MapiUid     *property_set,
                         guint32            flags,
                         MapiPropTagArray **named,
                         guint32           *warning)
{
  MapiNameIdArray *names;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (tags == NULL)
    return list_names (self, property_set, flags, named);

  names = mapi_name_id_array_new ();
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (tags, i);
      g_autoptr (MapiNameId) name = find_name (self, mapi_prop_tag_get_id (tag));

      if (name == NULL || !is_wanted (name, property_set, flags))
        {
          g_clear_pointer (&name, mapi_name_id_unref);
          name = new_unknown (property_set);
          *warning = MAPI_W_ERRORS_RETURNED;
        }
      append_name (&names, name);
    }
  return names;
}
