/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-prop-list-builder-private.h"
#include "mapi-flags.h"
#include "mapi-prop-value-private.h"

/**
 * MapiPropList:
 *
 * Properties in their order: what GetProps returns, what SetProps takes, the row of a table. It
 * never changes once it is made, can be used by several threads, and is one block of bytes that
 * can be stored and read back without being parsed. #MapiPropListBuilder makes lists.
 *
 * Where a function takes a tag to look for, the type %MAPI_PT_UNSPECIFIED takes whatever type the
 * property has, and a property that is there as %MAPI_PT_ERROR counts as absent unless that type
 * is asked for by name.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (MapiPropList, mapi_prop_list, mapi_prop_list_ref, mapi_prop_list_unref)

/* Makes a list whose block of @size bytes stands behind it, for the caller to fill. */
MapiPropList *
mapi_prop_list_allocate (gsize size)
{
  MapiPropList *self = g_malloc (sizeof *self + size);

  g_atomic_ref_count_init (&self->ref_count);
  self->n = 0;
  self->size = size;
  self->block = (const guint8 *) (self + 1);
  self->bytes = NULL;
  return self;
}

/**
 * mapi_prop_list_new_empty:
 *
 * Makes a list without properties.
 *
 * Returns: (transfer full): the list
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_new_empty (void)
{
  g_auto (MapiPropListBuilder) builder;

  mapi_prop_list_builder_init (&builder);
  return mapi_prop_list_builder_end (&builder);
}

/**
 * mapi_prop_list_new_from_value:
 * @value: a property
 *
 * Makes a list of one property.
 *
 * Returns: (transfer full): the list
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_new_from_value (MapiPropValue *value)
{
  g_auto (MapiPropListBuilder) builder;

  mapi_prop_list_builder_init (&builder);
  g_return_val_if_fail (value != NULL, NULL);

  if (value->owner->n == 1)
    return mapi_prop_list_ref (value->owner);
  mapi_prop_list_builder_add_value (&builder, value);
  return mapi_prop_list_builder_end (&builder);
}

static gboolean
is_zero (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    if (data[i] != 0)
      return FALSE;
  return TRUE;
}

/* Checks that the payload of the entry begins at *offset and ends in a payload of @total bytes,
 * and moves *offset behind it. */
static gboolean
check_entry (const MapiPropList *self, guint index, gsize *offset, gsize total)
{
  const guint8 *entry = mapi_prop_list_entry (self, index);
  guint32       tag = mapi_read_u32 (entry);
  gsize         size = mapi_read_u32 (entry + 4);
  gsize         padded = MAPI_PROP_LIST_PAD (size);
  MapiPropView  view;

  if (mapi_prop_type_get_info ((guint16) tag)->form != MAPI_FORM_INLINE ||
      mapi_prop_type_is_array ((guint16) tag))
    {
      if (mapi_read_u64 (entry + 8) != *offset || padded > total - *offset)
        return FALSE;
      if (!is_zero (mapi_prop_list_entry (self, self->n) + *offset + size, padded - size))
        return FALSE;
      *offset += padded;
    }
  view = mapi_prop_list_view (self, index);
  return mapi_prop_view_is_valid (&view);
}

static const char *
find_damage (MapiPropList *self)
{
  gsize total;
  gsize offset = 0;

  if (self->size < MAPI_PROP_LIST_HEADER_SIZE)
    return "it is too short";
  if (mapi_read_u32 (self->block) != MAPI_PROP_LIST_MAGIC)
    return "it does not begin like one";

  total = self->size - MAPI_PROP_LIST_HEADER_SIZE;
  self->n = mapi_read_u32 (self->block + 4);
  if (self->n > total / MAPI_PROP_LIST_ENTRY_SIZE)
    return "it is truncated";

  total -= (gsize) self->n * MAPI_PROP_LIST_ENTRY_SIZE;
  for (guint i = 0; i < self->n; i++)
    if (!check_entry (self, i, &offset, total))
      return "a value in it is damaged";
  return offset == total ? NULL : "something follows it";
}

/**
 * mapi_prop_list_new_from_bytes:
 * @bytes: what mapi_prop_list_to_bytes() gave
 * @error: return location for an error
 *
 * Reads a list back. The bytes are checked, whoever they come from, and not copied: the list keeps
 * a reference. Damage is %MAPI_E_CORRUPT_DATA.
 *
 * Returns: (transfer full): the list, or %NULL on error
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (MapiPropList) self = NULL;
  const char *damage;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = mapi_prop_list_allocate (0);
  self->block = g_bytes_get_data (bytes, &self->size);
  self->bytes = g_bytes_ref (bytes);

  damage = find_damage (self);
  if (damage != NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_CORRUPT_DATA,
                   "Cannot read a property list of %" G_GSIZE_FORMAT " bytes: %s",
                   self->size,
                   damage);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * mapi_prop_list_ref:
 * @self: a list
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same list
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_ref (MapiPropList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mapi_prop_list_unref:
 * @self: (transfer full): a list
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_prop_list_unref (MapiPropList *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/**
 * mapi_prop_list_to_bytes:
 * @self: a list
 *
 * Gives the stored form, without copying it. Equal lists give equal bytes.
 *
 * Returns: (transfer full): the bytes
 *
 * Since: 1.0
 */
GBytes *
mapi_prop_list_to_bytes (MapiPropList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->bytes != NULL)
    return g_bytes_ref (self->bytes);
  return g_bytes_new_with_free_func (
      self->block, self->size, (GDestroyNotify) mapi_prop_list_unref, mapi_prop_list_ref (self));
}

/**
 * mapi_prop_list_get_size:
 * @self: a list
 *
 * Counts the properties.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_prop_list_get_size (const MapiPropList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n;
}

/**
 * mapi_prop_list_get_tag:
 * @self: a list
 * @index: a position
 *
 * Gives the tag of a property.
 *
 * Returns: the tag, or 0 behind the end
 *
 * Since: 1.0
 */
guint32
mapi_prop_list_get_tag (const MapiPropList *self, guint index)
{
  g_return_val_if_fail (self != NULL, 0);

  return index < self->n ? mapi_prop_list_entry_tag (self, index) : 0;
}

/**
 * mapi_prop_list_get_value:
 * @self: a list
 * @index: a position
 *
 * Gives a property. The value is a view that keeps the list alive; nothing is copied.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL behind the end
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_list_get_value (MapiPropList *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);

  return index < self->n ? mapi_prop_value_new_view (self, index) : NULL;
}

/**
 * mapi_prop_list_lookup:
 * @self: a list
 * @tag: the tag to look for
 *
 * Gives the first property with a tag.
 *
 * Returns: (transfer full) (nullable): the property, or %NULL when it is absent
 *
 * Since: 1.0
 */
MapiPropValue *
mapi_prop_list_lookup (MapiPropList *self, guint32 tag)
{
  gint index = mapi_prop_list_find (self, tag);

  return index >= 0 ? mapi_prop_value_new_view (self, (guint) index) : NULL;
}

static gint
find_id (const MapiPropList *self, guint16 id)
{
  for (guint i = 0; i < self->n; i++)
    if (mapi_prop_list_entry_tag (self, i) >> 16 == id)
      return (gint) i;
  return -1;
}

static gint
find_any_type (const MapiPropList *self, guint32 tag)
{
  for (guint i = 0; i < self->n; i++)
    {
      guint32 found = mapi_prop_list_entry_tag (self, i);

      if ((found ^ tag) >> 16 == 0 && (guint16) found != MAPI_PT_ERROR)
        return (gint) i;
    }
  return -1;
}

/**
 * mapi_prop_list_find:
 * @self: a list
 * @tag: the tag to look for
 *
 * Gives the position of the first property with a tag.
 *
 * Returns: the position, or -1 when the property is absent
 *
 * Since: 1.0
 */
gint
mapi_prop_list_find (const MapiPropList *self, guint32 tag)
{
  g_return_val_if_fail (self != NULL, -1);

  if ((guint16) tag == MAPI_PT_UNSPECIFIED)
    return find_any_type (self, tag);
  for (guint i = 0; i < self->n; i++)
    if (mapi_prop_list_entry_tag (self, i) == tag)
      return (gint) i;
  return -1;
}

/**
 * mapi_prop_list_contains:
 * @self: a list
 * @tag: the tag to look for
 *
 * Tells whether the list has a property.
 *
 * Returns: %TRUE when it is there
 *
 * Since: 1.0
 */
gboolean
mapi_prop_list_contains (const MapiPropList *self, guint32 tag)
{
  return mapi_prop_list_find (self, tag) >= 0;
}

gboolean
mapi_prop_list_find_view (const MapiPropList *self, guint32 tag, MapiPropView *view)
{
  gint index = mapi_prop_list_find (self, tag);

  if (index < 0)
    return FALSE;
  *view = mapi_prop_list_view (self, (guint) index);
  return TRUE;
}

static MapiPropTagArray *
take_tags (guint32 *tags, gsize n)
{
  MapiPropTagArray *array = mapi_prop_tag_array_new (tags, n);

  g_free (tags);
  return array;
}

/**
 * mapi_prop_list_get_tags:
 * @self: a list
 *
 * Gives the tags of all properties in their order.
 *
 * Returns: (transfer full): the tags
 *
 * Since: 1.0
 */
MapiPropTagArray *
mapi_prop_list_get_tags (const MapiPropList *self)
{
  guint32 *tags;

  g_return_val_if_fail (self != NULL, NULL);

  tags = g_new (guint32, self->n);
  for (guint i = 0; i < self->n; i++)
    tags[i] = mapi_prop_list_entry_tag (self, i);
  return take_tags (tags, self->n);
}

/* Appends what the list has under @tag, or the reason why it has nothing. */
static gboolean
add_selected (MapiPropListBuilder *builder, const MapiPropList *self, guint32 tag)
{
  guint32      error_tag = mapi_prop_tag_change_type (tag, MAPI_PT_ERROR);
  MapiPropView view;

  if (mapi_prop_list_find_view (self, tag, &view))
    mapi_prop_list_builder_add_view (builder, &view);
  else if (mapi_prop_list_find_view (self, error_tag, &view))
    mapi_prop_list_builder_add_view (builder, &view);
  else
    {
      mapi_prop_list_builder_add_error (builder, error_tag, MAPI_E_NOT_FOUND);
      return FALSE;
    }
  return (guint16) view.tag != MAPI_PT_ERROR;
}

/**
 * mapi_prop_list_select:
 * @self: a list
 * @tags: (nullable): the properties wanted, or %NULL for all
 * @missing: (out) (optional): whether one is absent, so that GetProps returns
 *   %MAPI_W_ERRORS_RETURNED
 *
 * Makes what GetProps returns: one entry for each of @tags in their order. In the place of a
 * property that is absent stands its identifier with the type %MAPI_PT_ERROR and
 * %MAPI_E_NOT_FOUND, or the error that the list has for it.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_select (MapiPropList *self, const MapiPropTagArray *tags, gboolean *missing)
{
  g_auto (MapiPropListBuilder) builder;
  const guint32 *wanted;
  gboolean       all = TRUE;
  gsize          n;

  mapi_prop_list_builder_init (&builder);
  g_return_val_if_fail (self != NULL, NULL);

  if (missing != NULL)
    *missing = FALSE;
  if (tags == NULL)
    return mapi_prop_list_ref (self);

  wanted = mapi_prop_tag_array_get_tags (tags, &n);
  for (gsize i = 0; i < n; i++)
    all = add_selected (&builder, self, wanted[i]) && all;
  if (missing != NULL)
    *missing = !all;
  return mapi_prop_list_builder_end (&builder);
}

static gsize
get_payload_size (const MapiPropList *self)
{
  return self->size - MAPI_PROP_LIST_HEADER_SIZE - (gsize) self->n * MAPI_PROP_LIST_ENTRY_SIZE;
}

/**
 * mapi_prop_list_merge:
 * @self: a list
 * @changes: properties to set
 *
 * Makes what SetProps leaves: a property of @changes takes the place of the one with the same
 * identifier, whatever its type; the others are appended.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_merge (MapiPropList *self, MapiPropList *changes)
{
  g_auto (MapiPropListBuilder) builder;
  guint kept = 0;

  mapi_prop_list_builder_init (&builder);
  g_return_val_if_fail (self != NULL && changes != NULL, NULL);

  if (changes->n == 0)
    return mapi_prop_list_ref (self);
  if (self->n == 0)
    return mapi_prop_list_ref (changes);
  mapi_prop_list_builder_reserve (&builder, get_payload_size (self) + get_payload_size (changes));
  for (guint i = 0; i < self->n; i++)
    {
      gint change = find_id (changes, (guint16) (mapi_prop_list_entry_tag (self, i) >> 16));

      if (change < 0)
        continue;
      mapi_prop_list_builder_add_run (&builder, self, kept, i);
      mapi_prop_list_builder_add_run (&builder, changes, (guint) change, (guint) change + 1);
      kept = i + 1;
    }
  mapi_prop_list_builder_add_run (&builder, self, kept, self->n);
  for (guint i = 0; i < changes->n; i++)
    {
      MapiPropView view = mapi_prop_list_view (changes, i);

      if (find_id (self, (guint16) (view.tag >> 16)) < 0)
        mapi_prop_list_builder_add_view (&builder, &view);
    }
  return mapi_prop_list_builder_end (&builder);
}

static gboolean
has_id (const MapiPropTagArray *tags, guint32 tag)
{
  gsize          n;
  const guint32 *array = mapi_prop_tag_array_get_tags (tags, &n);

  for (gsize i = 0; i < n; i++)
    if ((array[i] ^ tag) >> 16 == 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_any (const MapiPropList *self, const MapiPropTagArray *tags)
{
  for (guint i = 0; i < self->n; i++)
    if (has_id (tags, mapi_prop_list_entry_tag (self, i)))
      return TRUE;
  return FALSE;
}

/**
 * mapi_prop_list_without:
 * @self: a list
 * @tags: properties to leave out; only the identifiers count, as with DeleteProps
 *
 * Makes what DeleteProps leaves.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_without (MapiPropList *self, const MapiPropTagArray *tags)
{
  g_auto (MapiPropListBuilder) builder;

  mapi_prop_list_builder_init (&builder);
  g_return_val_if_fail (self != NULL && tags != NULL, NULL);

  if (!has_any (self, tags))
    return mapi_prop_list_ref (self);
  for (guint i = 0; i < self->n; i++)
    {
      MapiPropView view = mapi_prop_list_view (self, i);

      if (!has_id (tags, view.tag))
        mapi_prop_list_builder_add_view (&builder, &view);
    }
  return mapi_prop_list_builder_end (&builder);
}

/**
 * mapi_prop_list_without_errors:
 * @self: a list
 *
 * Makes a list of what is there: a table, and GetProps, say of everything that they were asked for
 * and that is not there that it was not found.
 *
 * Returns: (transfer full): the properties
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_without_errors (MapiPropList *self)
{
  g_auto (MapiPropListBuilder) builder;

  mapi_prop_list_builder_init (&builder);
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->n; i++)
    {
      MapiPropView view = mapi_prop_list_view (self, i);

      if (mapi_prop_tag_get_prop_type (view.tag) != MAPI_PT_ERROR)
        mapi_prop_list_builder_add_view (&builder, &view);
    }
  return mapi_prop_list_builder_end (&builder);
}

/**
 * mapi_prop_list_equal:
 * @self: a list
 * @other: another one
 *
 * Compares two lists.
 *
 * Returns: %TRUE when they have the same properties with the same values in the same order
 *
 * Since: 1.0
 */
gboolean
mapi_prop_list_equal (const MapiPropList *self, const MapiPropList *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return self->size == other->size && memcmp (self->block, other->block, self->size) == 0;
}

/**
 * mapi_prop_list_to_string:
 * @self: a list
 *
 * Writes the list for people: a line `PR_SUBJECT: value` for each property.
 *
 * Returns: (transfer full): the text
 *
 * Since: 1.0
 */
char *
mapi_prop_list_to_string (const MapiPropList *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new (NULL);
  for (guint i = 0; i < self->n; i++)
    {
      MapiPropView     view = mapi_prop_list_view (self, i);
      g_autofree char *name = mapi_prop_tag_to_string (view.tag);

      g_string_append_printf (out, "%s: ", name);
      mapi_prop_view_print (&view, out);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}
