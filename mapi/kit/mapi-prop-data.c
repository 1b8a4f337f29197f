/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-code-page.h"
#include "mapi-copy.h"
#include "mapi-flags.h"
#include "mapi-prop-data-private.h"
#include "mapi-prop-rules.h"

/**
 * MapiPropData:
 *
 * An object with properties in memory: MAPI's `IPropData`. Providers use it for what has
 * properties and no place of its own, such as a status object, or derive from it.
 *
 * Values that were written through `OpenProperty` and are larger than 64 KiB stay streams, in a
 * temporary file from 1 MiB on; `GetProps` answers %MAPI_E_NOT_ENOUGH_MEMORY for them. A stream of
 * a PT_UNICODE property holds UTF-8 without a NUL at the end. What is written to a stream shows in
 * the object after `Commit`.
 *
 * Named properties have names that hold for the object alone.
 *
 * All functions may be called from any thread.
 *
 * Since: 1.0
 */

static void mapi_prop_data_prop_init (MapiPropInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MapiPropData,
                         mapi_prop_data,
                         G_TYPE_OBJECT,
                         G_ADD_PRIVATE (MapiPropData)
                             G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROP, mapi_prop_data_prop_init))

MapiPropDataPrivate *
mapi_prop_data_lock (MapiPropData *self)
{
  MapiPropDataPrivate *data = mapi_prop_data_get_instance_private (self);

  g_mutex_lock (&data->lock);
  return data;
}

void
mapi_prop_data_unlock (MapiPropDataPrivate *data)
{
  g_mutex_unlock (&data->lock);
}

static gboolean
mapi_prop_data_save_changes (MapiProp     *prop,
                             guint32       flags,
                             GCancellable *cancellable,
                             GError      **error)
{
  MapiPropDataPrivate *data;

  if (!mapi_prop_data_check_writable (MAPI_PROP_DATA (prop), error))
    return FALSE;

  data = mapi_prop_data_lock (MAPI_PROP_DATA (prop));
  mapi_prop_data_set_state (data, MAPI_IPROP_CLEAN);
  mapi_prop_data_unlock (data);
  return TRUE;
}

static gboolean
has_error (MapiPropList *list)
{
  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    if (mapi_prop_tag_get_prop_type (mapi_prop_list_get_tag (list, i)) == MAPI_PT_ERROR)
      return TRUE;
  return FALSE;
}

static MapiPropList *
mapi_prop_data_get_props (MapiProp         *prop,
                          MapiPropTagArray *tags,
                          guint32           flags,
                          GCancellable     *cancellable,
                          guint32          *warning,
                          GError          **error)
{
  MapiPropDataPrivate *data = mapi_prop_data_lock (MAPI_PROP_DATA (prop));
  g_autoptr (MapiPropList) list = mapi_prop_bag_get_readable (&data->props);
  MapiPropList *selected;

  mapi_prop_data_unlock (data);
  selected = mapi_code_page_select (0, list, tags, NULL);
  if (has_error (selected))
    *warning = MAPI_W_ERRORS_RETURNED;
  return selected;
}

static MapiPropTagArray *
mapi_prop_data_get_prop_list (MapiProp     *prop,
                              guint32       flags,
                              GCancellable *cancellable,
                              GError      **error)
{
  MapiPropDataPrivate *data = mapi_prop_data_lock (MAPI_PROP_DATA (prop));
  MapiPropTagArray    *tags = mapi_prop_bag_get_tags (&data->props);

  mapi_prop_data_unlock (data);
  return tags;
}

/* Hardly ever is a property for reading alone. */
static MapiPropList *
leave_out_refused (MapiPropDataPrivate   *data,
                   MapiPropList          *props,
                   MapiPropList          *wanted,
                   MapiPropProblemArray **problems)
{
  g_autoptr (MapiPropTagArray) passed = NULL;
  g_autoptr (MapiPropTagArray) refused = NULL;

  if (data->of_props.read_only == NULL)
    return mapi_prop_list_ref (wanted);
  passed = mapi_prop_list_get_tags (props);
  refused = mapi_prop_access_refuse (&data->of_props, passed, problems);
  return mapi_prop_list_without (wanted, refused);
}

static gboolean
mapi_prop_data_set_props (MapiProp              *prop,
                          MapiPropList          *props,
                          MapiPropProblemArray **problems,
                          GCancellable          *cancellable,
                          GError               **error)
{
  g_autoptr (MapiPropList) wanted = NULL;
  g_autoptr (MapiPropList) changes = NULL;
  MapiPropDataPrivate *data;

  if (!mapi_prop_data_check_writable (MAPI_PROP_DATA (prop), error))
    return FALSE;
  wanted = mapi_prop_rules_filter_set (props, error);
  if (wanted == NULL)
    return FALSE;

  data = mapi_prop_data_lock (MAPI_PROP_DATA (prop));
  changes = leave_out_refused (data, props, wanted, problems);
  mapi_prop_data_change (data, changes);
  mapi_prop_data_unlock (data);
  return TRUE;
}

/* Those that are there, with their own types. */
static MapiPropTagArray *
find_deleted (MapiPropDataPrivate    *data,
              const MapiPropTagArray *tags,
              const MapiPropTagArray *refused)
{
  g_autoptr (MapiPropTagArray) there = mapi_prop_bag_get_tags (&data->props);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < mapi_prop_tag_array_get_size (there); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (there, i);
      guint32 any = mapi_prop_tag_change_type (tag, MAPI_PT_UNSPECIFIED);

      if (mapi_prop_tag_array_contains (tags, any) && !mapi_prop_tag_array_contains (refused, any))
        g_array_append_val (found, tag);
    }
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) found->data, found->len);
}

static gboolean
mapi_prop_data_delete_props (MapiProp              *prop,
                             MapiPropTagArray      *tags,
                             MapiPropProblemArray **problems,
                             GCancellable          *cancellable,
                             GError               **error)
{
  g_autoptr (MapiPropTagArray) refused = NULL;
  g_autoptr (MapiPropTagArray) gone = NULL;
  MapiPropDataPrivate *data;

  if (!mapi_prop_data_check_writable (MAPI_PROP_DATA (prop), error))
    return FALSE;

  data = mapi_prop_data_lock (MAPI_PROP_DATA (prop));
  refused = mapi_prop_access_refuse (&data->of_props, tags, problems);
  gone = find_deleted (data, tags, refused);
  mapi_prop_access_mark_changed (&data->of_props, gone);
  mapi_prop_bag_remove (&data->props, gone);
  mapi_prop_data_set_state (data, MAPI_IPROP_DIRTY);
  mapi_prop_data_unlock (data);
  return TRUE;
}

static gboolean
mapi_prop_data_copy_to (MapiProp              *prop,
                        const char *const     *exclude_interfaces,
                        MapiPropTagArray      *exclude_tags,
                        MapiProgress          *progress,
                        MapiProp              *destination,
                        guint32                flags,
                        MapiPropProblemArray **problems,
                        GCancellable          *cancellable,
                        GError               **error)
{
  return mapi_copy_props (
      prop, NULL, exclude_tags, destination, flags, problems, cancellable, error);
}

static gboolean
mapi_prop_data_copy_props (MapiProp              *prop,
                           MapiPropTagArray      *tags,
                           MapiProgress          *progress,
                           MapiProp              *destination,
                           guint32                flags,
                           MapiPropProblemArray **problems,
                           GCancellable          *cancellable,
                           GError               **error)
{
  return mapi_copy_props (prop, tags, NULL, destination, flags, problems, cancellable, error);
}

static MapiNameIdArray *
mapi_prop_data_get_names_from_ids (MapiProp          *prop,
                                   MapiPropTagArray  *tags,
                                   const MapiUid     *property_set,
                                   guint32            flags,
                                   MapiPropTagArray **named,
                                   GCancellable      *cancellable,
                                   guint32           *warning,
                                   GError           **error)
{
  g_autoptr (MapiNameMap) names = mapi_prop_data_get_names (MAPI_PROP_DATA (prop));

  return mapi_name_map_get_names (names, tags, property_set, flags, named, warning);
}

static MapiPropTagArray *
mapi_prop_data_get_ids_from_names (MapiProp        *prop,
                                   MapiNameIdArray *wanted,
                                   guint32          flags,
                                   GCancellable    *cancellable,
                                   guint32         *warning,
                                   GError         **error)
{
  g_autoptr (MapiNameMap) names = mapi_prop_data_get_names (MAPI_PROP_DATA (prop));

  return mapi_name_map_get_ids (names, wanted, flags, warning);
}

static void
mapi_prop_data_prop_init (MapiPropInterface *iface)
{
  iface->save_changes = mapi_prop_data_save_changes;
  iface->get_props = mapi_prop_data_get_props;
  iface->get_prop_list = mapi_prop_data_get_prop_list;
  iface->open_property = mapi_prop_data_open_property;
  iface->set_props = mapi_prop_data_set_props;
  iface->delete_props = mapi_prop_data_delete_props;
  iface->copy_to = mapi_prop_data_copy_to;
  iface->copy_props = mapi_prop_data_copy_props;
  iface->get_names_from_ids = mapi_prop_data_get_names_from_ids;
  iface->get_ids_from_names = mapi_prop_data_get_ids_from_names;
}

static void
mapi_prop_data_finalize (GObject *object)
{
  MapiPropDataPrivate *data = mapi_prop_data_get_instance_private (MAPI_PROP_DATA (object));

  mapi_prop_bag_clear (&data->props);
  mapi_prop_access_clear (&data->of_props);
  g_clear_pointer (&data->names, mapi_name_map_unref);
  g_mutex_clear (&data->lock);
  G_OBJECT_CLASS (mapi_prop_data_parent_class)->finalize (object);
}

static void
mapi_prop_data_class_init (MapiPropDataClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_prop_data_finalize;
}

static void
mapi_prop_data_init (MapiPropData *self)
{
  MapiPropDataPrivate *data = mapi_prop_data_get_instance_private (self);

  g_mutex_init (&data->lock);
  mapi_prop_bag_init (&data->props);
  data->access = MAPI_IPROP_READWRITE | MAPI_IPROP_CLEAN;
}

/**
 * mapi_prop_data_new:
 * @props: (nullable): its properties, or %NULL for none
 *
 * Makes a property object that can be read and written (`CreateIProp`, createiprop.md).
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiPropData *
mapi_prop_data_new (MapiPropList *props)
{
  MapiPropData *self = g_object_new (MAPI_TYPE_PROP_DATA, NULL);

  if (props != NULL)
    mapi_prop_data_set_list (self, props);
  return self;
}

/**
 * mapi_prop_data_get_list:
 * @self: a #MapiPropData
 *
 * Gives the properties as they are now, without those that are kept as streams.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_data_get_list (MapiPropData *self)
{
  MapiPropDataPrivate *data;
  MapiPropList        *list;

  g_return_val_if_fail (MAPI_IS_PROP_DATA (self), NULL);

  data = mapi_prop_data_lock (self);
  list = mapi_prop_bag_get_list (&data->props);
  mapi_prop_data_unlock (data);
  return list;
}

/**
 * mapi_prop_data_set_list:
 * @self: a #MapiPropData
 * @props: the new properties
 *
 * Replaces all properties, even where clients may only read. The object counts as unchanged
 * afterwards.
 *
 * Since: 1.0
 */
void
mapi_prop_data_set_list (MapiPropData *self, MapiPropList *props)
{
  MapiPropDataPrivate *data;

  g_return_if_fail (MAPI_IS_PROP_DATA (self));
  g_return_if_fail (props != NULL);

  data = mapi_prop_data_lock (self);
  mapi_prop_bag_replace (&data->props, props);
  mapi_prop_data_set_state (data, MAPI_IPROP_CLEAN);
  mapi_prop_data_unlock (data);
}

void
mapi_prop_data_compute (MapiPropData *self, MapiPropList *changes)
{
  MapiPropDataPrivate *data = mapi_prop_data_lock (self);

  mapi_prop_bag_compute (&data->props, changes);
  mapi_prop_data_unlock (data);
}

MapiPropList *
mapi_prop_data_pick (MapiPropData *self, const guint32 *tags, gsize n_tags)
{
  MapiPropDataPrivate *data = mapi_prop_data_lock (self);
  MapiPropList        *picked = mapi_prop_bag_pick (&data->props, tags, n_tags);

  mapi_prop_data_unlock (data);
  return picked;
}

MapiMemoryStream *
mapi_prop_data_open_value (MapiPropData *self, guint32 tag)
{
  MapiPropDataPrivate *data = mapi_prop_data_lock (self);
  MapiMemoryStream    *stream = mapi_prop_bag_open (&data->props, tag);

  mapi_prop_data_unlock (data);
  return stream;
}

void
mapi_prop_data_set_stream (MapiPropData *self, guint32 tag, MapiMemoryStream *stream)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  MapiPropDataPrivate *data = mapi_prop_data_lock (self);

  mapi_prop_bag_set_stream (&data->props, tag, stream);
  mapi_prop_access_mark_changed (&data->of_props, tags);
  mapi_prop_data_set_state (data, MAPI_IPROP_DIRTY);
  mapi_prop_data_unlock (data);
}

guint64
mapi_prop_data_measure (MapiPropData *self)
{
  MapiPropDataPrivate *data = mapi_prop_data_lock (self);
  guint64              size = mapi_prop_bag_measure (&data->props);

  mapi_prop_data_unlock (data);
  return size;
}

void
mapi_prop_data_assign (MapiPropData *self, MapiPropData *from)
{
  MapiPropBag          copy;
  MapiPropDataPrivate *data = mapi_prop_data_lock (from);

  mapi_prop_bag_init (&copy);
  mapi_prop_bag_assign (&copy, &data->props);
  mapi_prop_data_unlock (data);

  data = mapi_prop_data_lock (self);
  mapi_prop_bag_assign (&data->props, &copy);
  mapi_prop_data_unlock (data);
  mapi_prop_bag_clear (&copy);
}

MapiNameMap *
mapi_prop_data_get_names (MapiPropData *self)
{
  MapiPropDataPrivate *data = mapi_prop_data_lock (self);
  MapiNameMap         *names;

  if (data->names == NULL)
    data->names = mapi_name_map_new ();
  names = mapi_name_map_ref (data->names);
  mapi_prop_data_unlock (data);
  return names;
}

void
mapi_prop_data_set_names (MapiPropData *self, MapiNameMap *names)
{
  MapiPropDataPrivate *data = mapi_prop_data_lock (self);
  MapiNameMap         *old = data->names;

  data->names = mapi_name_map_ref (names);
  mapi_prop_data_unlock (data);
  g_clear_pointer (&old, mapi_name_map_unref);
}
