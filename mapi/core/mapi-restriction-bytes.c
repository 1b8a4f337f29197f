/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The stored form of a restriction: a mark of eight bytes, then the nodes, each before those under
 * it. All of it is little-endian.
 *
 *   node  guint32 kind, operator, tag, number, number of children, size of the properties
 *         the properties as MapiPropList stores them */

#include "mapi-restriction-private.h"

#define MAGIC 0x0152504du /* "MPR", version 1 */
#define MAGIC_SIZE 8
#define NODE_SIZE 24

static gsize
measure (const MapiRestriction *self)
{
  gsize size = NODE_SIZE + (self->props == NULL ? 0 : self->props->size);

  for (guint i = 0; i < self->n_children; i++)
    size += measure (self->children[i]);
  return size;
}

static guint8 *
write_node (const MapiRestriction *self, guint8 *out)
{
  gsize props_size = self->props == NULL ? 0 : self->props->size;

  mapi_write_u32 (out, self->kind);
  mapi_write_u32 (out + 4, self->op);
  mapi_write_u32 (out + 8, self->tag);
  mapi_write_u32 (out + 12, self->number);
  mapi_write_u32 (out + 16, self->n_children);
  mapi_write_u32 (out + 20, (guint32) props_size);
  out += NODE_SIZE;
  if (props_size > 0)
    memcpy (out, self->props->block, props_size);
  out += props_size;
  for (guint i = 0; i < self->n_children; i++)
    out = write_node (self->children[i], out);
  return out;
}

/**
 * mapi_restriction_to_bytes:
 * @self: a restriction
 *
 * Gives a form that can be stored.
 *
 * Returns: (transfer full): the bytes
 *
 * Since: 1.0
 */
GBytes *
mapi_restriction_to_bytes (const MapiRestriction *self)
{
  gsize   size;
  guint8 *data;

  g_return_val_if_fail (self != NULL, NULL);

  size = MAGIC_SIZE + measure (self);
  data = g_malloc (size);
  mapi_write_u64 (data, MAGIC);
  write_node (self, data + MAGIC_SIZE);
  return g_bytes_new_take (data, size);
}

typedef struct
{
  GBytes       *bytes;
  const guint8 *data;
  gsize         size;
  gsize         offset;
} Reader;

static MapiRestriction *
refuse (GError **error, MapiError code, const char *cause)
{
  g_set_error (error, MAPI_ERROR, code, "Cannot read a restriction: %s", cause);
  return NULL;
}

static MapiRestriction *read_node (Reader *reader, guint depth, GError **error);

static gboolean
read_props (Reader                     *reader,
            const MapiRestrictionShape *shape,
            gsize                       size,
            MapiPropList              **props,
            GError                    **error)
{
  g_autoptr (GBytes) part = NULL;

  if (shape->props == MAPI_RESTRICTION_NO_PROPS)
    return size == 0 || refuse (error, MAPI_E_CORRUPT_DATA, "a condition has a value too many");
  if (size > reader->size - reader->offset)
    return refuse (error, MAPI_E_CORRUPT_DATA, "it is truncated") != NULL;

  part = g_bytes_new_from_bytes (reader->bytes, reader->offset, size);
  reader->offset += size;
  *props = mapi_prop_list_new_from_bytes (part, error);
  if (*props == NULL)
    return FALSE;
  if (shape->props == MAPI_RESTRICTION_ONE_VALUE && (*props)->n != 1)
    return refuse (error, MAPI_E_CORRUPT_DATA, "a condition has not one value") != NULL;
  return TRUE;
}

static MapiRestriction *
read_children (
    Reader *reader, const MapiRestriction *fields, gsize n_children, guint depth, GError **error)
{
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_restriction_unref);
  MapiRestriction *self;

  for (gsize i = 0; i < n_children; i++)
    {
      MapiRestriction *child = read_node (reader, depth + 1, error);

      if (child == NULL)
        return NULL;
      g_ptr_array_add (children, child);
    }
  self = mapi_restriction_new_node (fields, (MapiRestriction **) children->pdata, n_children);
  return self != NULL ? self : refuse (error, MAPI_E_TOO_COMPLEX, "it has too many conditions");
}

static MapiRestriction *
read_node (Reader *reader, guint depth, GError **error)
{
  const guint8 *node = reader->data + reader->offset;
  g_autoptr (MapiPropList) props = NULL;
  const MapiRestrictionShape *shape;
  guint32                     n_children;
  MapiRestriction             fields = { 0 };

  if (depth > MAPI_RESTRICTION_MAX_DEPTH)
    return refuse (error, MAPI_E_TOO_COMPLEX, "it is too deep");
  if (reader->size - reader->offset < NODE_SIZE)
    return refuse (error, MAPI_E_CORRUPT_DATA, "it is truncated");

  fields.kind = mapi_read_u32 (node);
  fields.op = mapi_read_u32 (node + 4);
  fields.tag = mapi_read_u32 (node + 8);
  fields.number = mapi_read_u32 (node + 12);
  n_children = mapi_read_u32 (node + 16);
  reader->offset += NODE_SIZE;

  shape = mapi_restriction_get_shape (fields.kind);
  if (shape == NULL || n_children < shape->min_children || n_children > shape->max_children)
    return refuse (error, MAPI_E_CORRUPT_DATA, "a condition in it is of no known kind");
  if (!read_props (reader, shape, mapi_read_u32 (node + 20), &props, error))
    return NULL;
  fields.props = props;
  return read_children (reader, &fields, n_children, depth, error);
}

/**
 * mapi_restriction_new_from_bytes:
 * @bytes: what mapi_restriction_to_bytes() gave
 * @error: return location for an error
 *
 * Reads a restriction back. The bytes are checked, whoever they come from. Damage is
 * %MAPI_E_CORRUPT_DATA, a tree that is too deep or too big %MAPI_E_TOO_COMPLEX.
 *
 * Returns: (transfer full): the restriction, or %NULL on error
 *
 * Since: 1.0
 */
MapiRestriction *
mapi_restriction_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (MapiRestriction) self = NULL;
  Reader reader = { .bytes = bytes, .offset = MAGIC_SIZE };

  g_return_val_if_fail (bytes != NULL, NULL);

  reader.data = g_bytes_get_data (bytes, &reader.size);
  if (reader.size < MAGIC_SIZE || mapi_read_u64 (reader.data) != MAGIC)
    return refuse (error, MAPI_E_CORRUPT_DATA, "it does not begin like one");
  self = read_node (&reader, 1, error);
  if (self == NULL)
    return NULL;
  if (reader.offset != reader.size)
    return refuse (error, MAPI_E_CORRUPT_DATA, "something follows it");
  return g_steal_pointer (&self);
}
