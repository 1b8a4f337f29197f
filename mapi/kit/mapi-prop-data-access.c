/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* How clients may use a property object in memory and its properties, and what was changed. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-data-private.h"
#include "mapi-prop-list-builder.h"

#define ACCESS_MASK (MAPI_IPROP_READONLY | MAPI_IPROP_READWRITE)
#define STATE_MASK (MAPI_IPROP_CLEAN | MAPI_IPROP_DIRTY)

void
mapi_prop_data_set_state (MapiPropDataPrivate *data, guint32 state)
{
  data->access = (data->access & ~STATE_MASK) | state;
  if (state == MAPI_IPROP_CLEAN)
    mapi_prop_access_mark_clean (&data->of_props);
}

void
mapi_prop_data_change (MapiPropDataPrivate *data, MapiPropList *changes)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_list_get_tags (changes);

  mapi_prop_access_mark_changed (&data->of_props, tags);
  mapi_prop_bag_set (&data->props, changes, tags);
  mapi_prop_data_set_state (data, MAPI_IPROP_DIRTY);
}

/**
 * mapi_prop_data_get_obj_access:
 * @self: a #MapiPropData
 *
 * Tells how the object may be used and whether it was changed.
 *
 * Returns: `MAPI_IPROP_READONLY` or `MAPI_IPROP_READWRITE`, with `MAPI_IPROP_DIRTY` when
 *   properties were changed since `SaveChanges`, else `MAPI_IPROP_CLEAN`
 *
 * Since: 1.0
 */
guint32
mapi_prop_data_get_obj_access (MapiPropData *self)
{
  MapiPropDataPrivate *data;
  guint32              access;

  g_return_val_if_fail (MAPI_IS_PROP_DATA (self), 0);

  data = mapi_prop_data_lock (self);
  access = data->access;
  mapi_prop_data_unlock (data);
  return access;
}

/**
 * mapi_prop_data_set_obj_access:
 * @self: a #MapiPropData
 * @access: `MAPI_IPROP_READONLY` or `MAPI_IPROP_READWRITE`, and `MAPI_IPROP_CLEAN` or
 *   `MAPI_IPROP_DIRTY`; of a pair that is left out the state stays
 *
 * Says how clients may use the object (`IPropData::HrSetObjAccess`, ipropdata-hrsetobjaccess.md).
 * Changes to an object for reading fail with %MAPI_E_NO_ACCESS. Where the object is clean, its
 * properties are.
 *
 * Since: 1.0
 */
void
mapi_prop_data_set_obj_access (MapiPropData *self, guint32 access)
{
  MapiPropDataPrivate *data;

  g_return_if_fail (MAPI_IS_PROP_DATA (self));

  data = mapi_prop_data_lock (self);
  if ((access & ACCESS_MASK) != 0)
    data->access = (data->access & ~ACCESS_MASK) | (access & ACCESS_MASK);
  if ((access & STATE_MASK) != 0)
    mapi_prop_data_set_state (data, access & STATE_MASK);
  mapi_prop_data_unlock (data);
}

static gboolean
is_both (guint32 flags, guint32 mask)
{
  return (flags & mask) == mask;
}

static gboolean
check_flags (MapiPropTagArray *tags, MapiFlagList *access, GError **error)
{
  if (mapi_flag_list_get_size (access) != mapi_prop_tag_array_get_size (tags))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_PARAMETER,
                   "SetPropAccess: there are flags for %u of %u properties",
                   mapi_flag_list_get_size (access),
                   mapi_prop_tag_array_get_size (tags));
      return FALSE;
    }

  for (guint i = 0; i < mapi_flag_list_get_size (access); i++)
    {
      guint32 flags = mapi_flag_list_get_flag (access, i);

      if (is_both (flags, ACCESS_MASK) || is_both (flags, STATE_MASK) ||
          (flags & ~(ACCESS_MASK | STATE_MASK)) != 0)
        {
          g_set_error (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_PARAMETER,
                       "SetPropAccess: 0x%08x is no access that a property can have",
                       flags);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * mapi_prop_data_set_prop_access:
 * @self: a #MapiPropData
 * @tags: properties, which need not be there
 * @access: for each of them `MAPI_IPROP_READONLY` or `MAPI_IPROP_READWRITE`, and
 *   `MAPI_IPROP_CLEAN` or `MAPI_IPROP_DIRTY`; of a pair that is left out the state stays
 * @error: return location for a #GError
 *
 * Says how clients may use properties of an object that is for reading and writing
 * (`IPropData::HrSetPropAccess`, ipropdata-hrsetpropaccess.md). Who sets or deletes one that is
 * for reading is told so by a problem with %MAPI_E_NO_ACCESS.
 *
 * Fails with %MAPI_E_NO_ACCESS when the object is for reading only, and with
 * %MAPI_E_INVALID_PARAMETER when the flags contradict each other or are not as many as @tags; then
 * nothing has changed.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_data_set_prop_access (MapiPropData     *self,
                                MapiPropTagArray *tags,
                                MapiFlagList     *access,
                                GError          **error)
{
  MapiPropDataPrivate *data;

  g_return_val_if_fail (MAPI_IS_PROP_DATA (self), FALSE);
  g_return_val_if_fail (tags != NULL, FALSE);
  g_return_val_if_fail (access != NULL, FALSE);

  if (!mapi_prop_data_check_writable (self, error) || !check_flags (tags, access, error))
    return FALSE;

  data = mapi_prop_data_lock (self);
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    mapi_prop_access_set (&data->of_props,
                          mapi_prop_tag_array_get_tag (tags, i),
                          mapi_flag_list_get_flag (access, i));
  mapi_prop_data_unlock (data);
  return TRUE;
}

/* @tags, with 0 in the place of those that are not there. */
static MapiPropTagArray *
find_tags (const MapiPropTagArray *tags, const MapiPropTagArray *there)
{
  guint               n = mapi_prop_tag_array_get_size (tags);
  g_autofree guint32 *found = g_new0 (guint32, n);

  for (guint i = 0; i < n; i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (tags, i);

      if (mapi_prop_tag_array_contains (there,
                                        mapi_prop_tag_change_type (tag, MAPI_PT_UNSPECIFIED)))
        found[i] = tag;
    }
  return mapi_prop_tag_array_new (found, n);
}

static MapiFlagList *
read_access (const MapiPropAccess *self, const MapiPropTagArray *tags)
{
  guint               n = mapi_prop_tag_array_get_size (tags);
  g_autofree guint32 *flags = g_new (guint32, n);

  for (guint i = 0; i < n; i++)
    flags[i] = mapi_prop_access_get (self, mapi_prop_tag_array_get_tag (tags, i));
  return mapi_flag_list_new (flags, n);
}

/**
 * mapi_prop_data_get_prop_access:
 * @self: a #MapiPropData
 * @tags: (nullable): properties, or %NULL for all, and behind them those that were deleted
 * @found: (out) (transfer full) (optional): the properties that the flags belong to; where @tags
 *   are given, 0 in the place of what is not there
 *
 * Tells how clients may use properties, and what was changed or deleted since the object was clean
 * (`IPropData::HrGetPropAccess`, ipropdata-hrgetpropaccess.md).
 *
 * Returns: (transfer full): for each of them `MAPI_IPROP_DIRTY` alone when it was changed or
 *   deleted, else `MAPI_IPROP_READONLY` or `MAPI_IPROP_READWRITE`
 *
 * Since: 1.0
 */
MapiFlagList *
mapi_prop_data_get_prop_access (MapiPropData      *self,
                                MapiPropTagArray  *tags,
                                MapiPropTagArray **found)
{
  g_autoptr (MapiPropTagArray) there = NULL;
  g_autoptr (MapiPropTagArray) wanted = NULL;
  MapiPropDataPrivate *data;
  MapiFlagList        *access;

  g_return_val_if_fail (MAPI_IS_PROP_DATA (self), NULL);

  data = mapi_prop_data_lock (self);
  there = mapi_prop_bag_get_tags (&data->props);
  wanted = tags != NULL ? mapi_prop_tag_array_ref (tags)
                        : mapi_prop_access_with_deleted (&data->of_props, there);
  access = read_access (&data->of_props, wanted);
  mapi_prop_data_unlock (data);

  if (found != NULL)
    *found = tags != NULL ? find_tags (tags, there) : g_steal_pointer (&wanted);
  return access;
}

static gboolean
check_objects (MapiPropTagArray *tags, GError **error)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    {
      guint32          tag = mapi_prop_tag_array_get_tag (tags, i);
      g_autofree char *name = NULL;

      if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_OBJECT)
        continue;
      name = mapi_prop_tag_to_string (tag);
      g_set_error (
          error, MAPI_ERROR, MAPI_E_INVALID_TYPE, "AddObjProps: %s is not of PT_OBJECT", name);
      return FALSE;
    }
  return TRUE;
}

static MapiPropList *
make_objects (MapiPropTagArray *tags)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    {
      g_autoptr (MapiPropValue) value =
          mapi_prop_value_new_object (mapi_prop_tag_array_get_tag (tags, i));

      mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

/**
 * mapi_prop_data_add_obj_props:
 * @self: a #MapiPropData
 * @tags: properties of the type %MAPI_PT_OBJECT
 * @problems: (out) (transfer full) (optional) (nullable): which of them could not be added, and
 *   why; %NULL when all were
 * @warning: (out) (optional): %MAPI_W_PARTIAL_COMPLETION when there are problems, else 0
 * @error: return location for a #GError
 *
 * Adds properties that are objects to those that `GetPropList` lists
 * (`IPropData::HrAddObjProps`, ipropdata-hraddobjprops.md), which `SetProps` cannot do. One that
 * was made read-only before is a problem with %MAPI_E_NO_ACCESS.
 *
 * Fails with %MAPI_E_NO_ACCESS when the object is for reading only, and with %MAPI_E_INVALID_TYPE
 * when one of @tags is of another type; then none is added.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_prop_data_add_obj_props (MapiPropData          *self,
                              MapiPropTagArray      *tags,
                              MapiPropProblemArray **problems,
                              guint32               *warning,
                              GError               **error)
{
  g_autoptr (MapiPropProblemArray) refusals = NULL;
  g_autoptr (MapiPropTagArray) refused = NULL;
  g_autoptr (MapiPropList) objects = NULL;
  g_autoptr (MapiPropList) changes = NULL;
  MapiPropDataPrivate *data;

  g_return_val_if_fail (MAPI_IS_PROP_DATA (self), FALSE);
  g_return_val_if_fail (tags != NULL, FALSE);

  if (!mapi_prop_data_check_writable (self, error) || !check_objects (tags, error))
    return FALSE;

  objects = make_objects (tags);
  data = mapi_prop_data_lock (self);
  refused = mapi_prop_access_refuse (&data->of_props, tags, &refusals);
  changes = mapi_prop_list_without (objects, refused);
  mapi_prop_data_change (data, changes);
  mapi_prop_data_unlock (data);

  if (warning != NULL)
    *warning = refusals != NULL ? MAPI_W_PARTIAL_COMPLETION : 0;
  if (problems != NULL)
    *problems = g_steal_pointer (&refusals);
  return TRUE;
}

gboolean
mapi_prop_data_check_writable (MapiPropData *self, GError **error)
{
  if ((mapi_prop_data_get_obj_access (self) & MAPI_IPROP_READONLY) == 0)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "%s: it is open for reading only",
               G_OBJECT_TYPE_NAME (self));
  return FALSE;
}

gboolean
mapi_prop_data_check_prop_writable (MapiPropData *self, guint32 tag, GError **error)
{
  MapiPropDataPrivate *data;
  gboolean             is_read_only;
  g_autofree char     *name = NULL;

  if (!mapi_prop_data_check_writable (self, error))
    return FALSE;

  data = mapi_prop_data_lock (self);
  is_read_only = mapi_prop_access_is_read_only (&data->of_props, tag);
  mapi_prop_data_unlock (data);
  if (!is_read_only)
    return TRUE;

  name = mapi_prop_tag_to_string (tag);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "%s: %s is for reading only",
               G_OBJECT_TYPE_NAME (self),
               name);
  return FALSE;
}

void
mapi_prop_data_mark_dirty (MapiPropData *self)
{
  mapi_prop_data_set_obj_access (self, MAPI_IPROP_DIRTY);
}
