/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-name-id.h"
#include "mapi-flags.h"

/**
 * MapiNameId:
 *
 * The name of a named property: a property set, and in it a number or a string. It never changes
 * once it is made.
 *
 * Since: 1.0
 */

struct _MapiNameId
{
  gatomicrefcount ref_count;
  MapiUid         property_set;
  guint32         id;
  char           *name; /* NULL for a number */
};

G_DEFINE_BOXED_TYPE (MapiNameId, mapi_name_id, mapi_name_id_ref, mapi_name_id_unref)

static MapiNameId *
take_name (const MapiUid *property_set, guint32 id, char *name)
{
  MapiNameId *self = g_new (MapiNameId, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->property_set = *property_set;
  self->id = id;
  self->name = name;
  return self;
}

/**
 * mapi_name_id_new_from_id:
 * @property_set: the property set
 * @id: the number in it
 *
 * Makes a name of the kind %MAPI_MNID_ID.
 *
 * Returns: (transfer full): the name
 *
 * Since: 1.0
 */
MapiNameId *
mapi_name_id_new_from_id (const MapiUid *property_set, guint32 id)
{
  g_return_val_if_fail (property_set != NULL, NULL);

  return take_name (property_set, id, NULL);
}

/**
 * mapi_name_id_new_from_string:
 * @property_set: the property set
 * @name: the string in it
 *
 * Makes a name of the kind %MAPI_MNID_STRING.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL when @name is not UTF-8
 *
 * Since: 1.0
 */
MapiNameId *
mapi_name_id_new_from_string (const MapiUid *property_set, const char *name)
{
  g_return_val_if_fail (property_set != NULL && name != NULL, NULL);

  return g_utf8_validate (name, -1, NULL) ? take_name (property_set, 0, g_strdup (name)) : NULL;
}

/**
 * mapi_name_id_get_property_set:
 * @self: a name
 *
 * Gives the property set. It lives as long as the name.
 *
 * Returns: (transfer none): the property set
 *
 * Since: 1.0
 */
const MapiUid *
mapi_name_id_get_property_set (const MapiNameId *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->property_set;
}

/**
 * mapi_name_id_get_kind:
 * @self: a name
 *
 * Tells whether the name is a number or a string.
 *
 * Returns: %MAPI_MNID_ID or %MAPI_MNID_STRING
 *
 * Since: 1.0
 */
guint32
mapi_name_id_get_kind (const MapiNameId *self)
{
  g_return_val_if_fail (self != NULL, MAPI_MNID_ID);

  return self->name == NULL ? MAPI_MNID_ID : MAPI_MNID_STRING;
}

/**
 * mapi_name_id_get_id:
 * @self: a name
 *
 * Gives the number of a name of the kind %MAPI_MNID_ID.
 *
 * Returns: the number, 0 for a string
 *
 * Since: 1.0
 */
guint32
mapi_name_id_get_id (const MapiNameId *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->id;
}

/**
 * mapi_name_id_get_name:
 * @self: a name
 *
 * Gives the string of a name of the kind %MAPI_MNID_STRING. It lives as long as the name.
 *
 * Returns: (nullable): the string, or %NULL for a number
 *
 * Since: 1.0
 */
const char *
mapi_name_id_get_name (const MapiNameId *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * mapi_name_id_equal:
 * @self: a name
 * @other: another one
 *
 * Compares two names.
 *
 * Returns: %TRUE when they name the same property
 *
 * Since: 1.0
 */
gboolean
mapi_name_id_equal (const MapiNameId *self, const MapiNameId *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return self->id == other->id && g_strcmp0 (self->name, other->name) == 0 &&
         mapi_uid_equal (&self->property_set, &other->property_set);
}

/**
 * mapi_name_id_hash:
 * @self: a name
 *
 * Hashes a name, for #GHashTable.
 *
 * Returns: the hash
 *
 * Since: 1.0
 */
guint
mapi_name_id_hash (const MapiNameId *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return mapi_uid_hash (&self->property_set) * 31 +
         (self->name == NULL ? self->id : g_str_hash (self->name));
}

/**
 * mapi_name_id_to_string:
 * @self: a name
 *
 * Writes the name for people: the property set, a colon, and the string in quotes or the number in
 * hex.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
mapi_name_id_to_string (const MapiNameId *self)
{
  g_autofree char *set = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  set = mapi_uid_to_string (&self->property_set);
  return self->name == NULL ? g_strdup_printf ("%s:0x%x", set, self->id)
                            : g_strdup_printf ("%s:\"%s\"", set, self->name);
}

/**
 * mapi_name_id_ref:
 * @self: a name
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same name
 *
 * Since: 1.0
 */
MapiNameId *
mapi_name_id_ref (MapiNameId *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mapi_name_id_unref:
 * @self: (transfer full): a name
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_name_id_unref (MapiNameId *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->name);
  g_free (self);
}
