/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-memory-stream-private.h"
#include "mapi-prop-bag-private.h"
#include "mapi-prop-list-builder.h"

void
mapi_prop_bag_init (MapiPropBag *self)
{
  *self = (MapiPropBag){ .given = mapi_prop_list_new_empty (),
                         .computed = mapi_prop_list_new_empty () };
}

void
mapi_prop_bag_clear (MapiPropBag *self)
{
  g_clear_pointer (&self->given, mapi_prop_list_unref);
  g_clear_pointer (&self->computed, mapi_prop_list_unref);
  g_clear_pointer (&self->streams, g_hash_table_unref);
  g_clear_pointer (&self->all, mapi_prop_list_unref);
}

/* Puts @list, which is handed over, in the place of one of the two. */
static void
take (MapiPropBag *self, MapiPropList **place, MapiPropList *list)
{
  g_clear_pointer (&self->all, mapi_prop_list_unref);
  mapi_prop_list_unref (*place);
  *place = list;
}

static gboolean
has_id_of (gpointer tag, gpointer stream, gpointer other)
{
  return mapi_prop_tag_get_id (GPOINTER_TO_UINT (tag)) ==
         mapi_prop_tag_get_id (GPOINTER_TO_UINT (other));
}

static void
remove_streams (MapiPropBag *self, const MapiPropTagArray *tags)
{
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    g_hash_table_foreach_remove (
        self->streams, has_id_of, GUINT_TO_POINTER (mapi_prop_tag_array_get_tag (tags, i)));
}

void
mapi_prop_bag_set (MapiPropBag *self, MapiPropList *changes, const MapiPropTagArray *tags)
{
  if (self->streams != NULL)
    remove_streams (self, tags);
  take (self, &self->computed, mapi_prop_list_without (self->computed, tags));
  take (self, &self->given, mapi_prop_list_merge (self->given, changes));
}

void
mapi_prop_bag_compute (MapiPropBag *self, MapiPropList *changes)
{
  g_autoptr (MapiPropList) computed = mapi_prop_list_merge (self->computed, changes);

  if (!mapi_prop_list_equal (computed, self->computed))
    take (self, &self->computed, g_steal_pointer (&computed));
}

void
mapi_prop_bag_remove (MapiPropBag *self, const MapiPropTagArray *tags)
{
  if (self->streams != NULL)
    remove_streams (self, tags);
  take (self, &self->computed, mapi_prop_list_without (self->computed, tags));
  take (self, &self->given, mapi_prop_list_without (self->given, tags));
}

void
mapi_prop_bag_set_stream (MapiPropBag *self, guint32 tag, MapiMemoryStream *stream)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  mapi_prop_bag_remove (self, tags);
  if (self->streams == NULL)
    self->streams = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_hash_table_insert (self->streams, GUINT_TO_POINTER (tag), g_object_ref (stream));
}

void
mapi_prop_bag_replace (MapiPropBag *self, MapiPropList *props)
{
  mapi_prop_bag_clear (self);
  mapi_prop_bag_init (self);
  take (self, &self->given, mapi_prop_list_ref (props));
}

static GHashTable *
copy_streams (GHashTable *streams)
{
  GHashTable    *copy;
  GHashTableIter iter;
  gpointer       tag;
  gpointer       stream;

  if (streams == NULL)
    return NULL;

  copy = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_hash_table_iter_init (&iter, streams);
  while (g_hash_table_iter_next (&iter, &tag, &stream))
    g_hash_table_insert (copy, tag, g_object_ref (stream));
  return copy;
}

void
mapi_prop_bag_assign (MapiPropBag *self, const MapiPropBag *from)
{
  mapi_prop_bag_clear (self);
  self->given = mapi_prop_list_ref (from->given);
  self->computed = mapi_prop_list_ref (from->computed);
  self->streams = copy_streams (from->streams);
}

MapiPropList *
mapi_prop_bag_get_list (MapiPropBag *self)
{
  if (mapi_prop_list_get_size (self->computed) == 0)
    return mapi_prop_list_ref (self->given);
  if (self->all == NULL)
    self->all = mapi_prop_list_merge (self->given, self->computed);
  return mapi_prop_list_ref (self->all);
}

MapiPropList *
mapi_prop_bag_get_readable (MapiPropBag *self)
{
  g_autoptr (MapiPropList) list = mapi_prop_bag_get_list (self);
  g_autoptr (MapiPropListBuilder) builder = NULL;
  GHashTableIter iter;
  gpointer       tag;

  if (self->streams == NULL)
    return g_steal_pointer (&list);

  builder = mapi_prop_list_builder_new ();
  mapi_prop_list_builder_add_list (builder, list);
  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, &tag, NULL))
    mapi_prop_list_builder_add_error (
        builder,
        mapi_prop_tag_change_type (GPOINTER_TO_UINT (tag), MAPI_PT_ERROR),
        (gint32) MAPI_E_NOT_ENOUGH_MEMORY);
  return mapi_prop_list_builder_end (builder);
}

MapiPropList *
mapi_prop_bag_pick (const MapiPropBag *self, const guint32 *tags, gsize n_tags)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (gsize i = 0; i < n_tags; i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_lookup (self->computed, tags[i]);

      if (value == NULL)
        value = mapi_prop_list_lookup (self->given, tags[i]);
      if (value != NULL)
        mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

MapiPropTagArray *
mapi_prop_bag_get_tags (MapiPropBag *self)
{
  g_autoptr (MapiPropList) list = mapi_prop_bag_get_list (self);
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer       key;

  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      guint32 tag = mapi_prop_list_get_tag (list, i);

      g_array_append_val (tags, tag);
    }
  if (self->streams != NULL)
    {
      g_hash_table_iter_init (&iter, self->streams);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          guint32 tag = GPOINTER_TO_UINT (key);

          g_array_append_val (tags, tag);
        }
    }
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

MapiMemoryStream *
mapi_prop_bag_open (MapiPropBag *self, guint32 tag)
{
  g_autoptr (MapiPropList) list = NULL;
  g_autoptr (GBytes) bytes = NULL;
  MapiMemoryStream *stream = NULL;

  if (self->streams != NULL)
    stream = g_hash_table_lookup (self->streams, GUINT_TO_POINTER (tag));
  if (stream != NULL)
    return mapi_memory_stream_clone (stream);

  list = mapi_prop_bag_get_list (self);
  bytes = mapi_prop_list_get_bytes (list, tag);
  return bytes != NULL ? mapi_memory_stream_new (bytes) : NULL;
}

static guint64
measure_list (MapiPropList *list)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_to_bytes (list);

  return g_bytes_get_size (bytes);
}

guint64
mapi_prop_bag_measure (const MapiPropBag *self)
{
  guint64        size = measure_list (self->given) + measure_list (self->computed);
  GHashTableIter iter;
  gpointer       stream;

  if (self->streams == NULL)
    return size;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, &stream))
    size += mapi_memory_stream_peek_size (stream);
  return size;
}
