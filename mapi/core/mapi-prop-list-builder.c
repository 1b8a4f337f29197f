/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-prop-list-builder-private.h"
#include "mapi-filetime.h"
#include "mapi-flags.h"
#include "mapi-prop-value-private.h"
#include "mapi-restriction.h"
#include "mapi-text-private.h"

/**
 * MapiPropListBuilder:
 *
 * Collects properties for a #MapiPropList. Properties are appended in order; whether one of them
 * stands there already is not looked at. A builder belongs to one thread at a time.
 *
 * The type of the tag given to an `add` function must be the one of the value; a column of a
 * multivalued property with %MAPI_MV_INSTANCE takes a single value.
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (MapiPropListBuilder,
                     mapi_prop_list_builder,
                     mapi_prop_list_builder_ref,
                     mapi_prop_list_builder_unref)

static void
reset (MapiPropListBuilder *self)
{
  self->n = 0;
  self->n_allocated = MAPI_PROP_LIST_BUILDER_ENTRIES;
  self->entries = self->own_entries;
  self->size = 0;
  self->allocated = MAPI_PROP_LIST_BUILDER_PAYLOAD;
  self->payload = self->own_payload;
}

void
mapi_prop_list_builder_init (MapiPropListBuilder *self)
{
  g_atomic_ref_count_init (&self->ref_count);
  reset (self);
}

/* Drops what has been added; the builder can be used again. */
void
mapi_prop_list_builder_clear (MapiPropListBuilder *self)
{
  if (self->entries != self->own_entries)
    g_free (self->entries);
  if (self->payload != self->own_payload)
    g_free (self->payload);
  reset (self);
}

/**
 * mapi_prop_list_builder_new:
 *
 * Makes an empty builder.
 *
 * Returns: (transfer full): the builder
 *
 * Since: 1.0
 */
MapiPropListBuilder *
mapi_prop_list_builder_new (void)
{
  MapiPropListBuilder *self = g_malloc (sizeof *self);

  mapi_prop_list_builder_init (self);
  return self;
}

/**
 * mapi_prop_list_builder_ref:
 * @self: a builder
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same builder
 *
 * Since: 1.0
 */
MapiPropListBuilder *
mapi_prop_list_builder_ref (MapiPropListBuilder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * mapi_prop_list_builder_unref:
 * @self: (transfer full): a builder
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_unref (MapiPropListBuilder *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  mapi_prop_list_builder_clear (self);
  g_free (self);
}

static void
grow_entries (MapiPropListBuilder *self)
{
  guint    n_allocated = self->n_allocated * 2;
  gboolean own = self->entries == self->own_entries;

  self->entries = g_renew (MapiPropEntry, own ? NULL : self->entries, n_allocated);
  if (own)
    memcpy (self->entries, self->own_entries, sizeof self->own_entries);
  self->n_allocated = n_allocated;
}

static void
grow_payload (MapiPropListBuilder *self, gsize needed)
{
  gsize    allocated = MAX (self->allocated * 2, needed);
  gboolean own = self->payload == self->own_payload;

  self->payload = g_realloc (own ? NULL : self->payload, allocated);
  if (own)
    memcpy (self->payload, self->own_payload, self->size);
  self->allocated = allocated;
}

void
mapi_prop_list_builder_reserve (MapiPropListBuilder *self, gsize size)
{
  if (size > self->allocated)
    grow_payload (self, size);
}

static void
add_entry (MapiPropListBuilder *self, guint32 tag, gsize size, guint64 value)
{
  if (G_UNLIKELY (self->n == self->n_allocated))
    grow_entries (self);
  self->entries[self->n++] = (MapiPropEntry){ .tag = GUINT32_TO_LE (tag),
                                              .size = GUINT32_TO_LE ((guint32) size),
                                              .value = GUINT64_TO_LE (value) };
}

/* Adds an entry with a payload of @size bytes and returns where to write it. */
static guint8 *
add_payload (MapiPropListBuilder *self, guint32 tag, gsize size)
{
  gsize offset = self->size;
  gsize padded = MAPI_PROP_LIST_PAD (size);

  if (G_UNLIKELY (padded > self->allocated - offset))
    grow_payload (self, offset + padded);
  if (padded > 0)
    memset (self->payload + offset + padded - 8, 0, 8);
  self->size += padded;
  add_entry (self, tag, size, offset);
  return self->payload + offset;
}

static void
add_bytes (MapiPropListBuilder *self, guint32 tag, gconstpointer data, gsize size, gsize n_nul)
{
  guint8 *payload = add_payload (self, tag, size + n_nul);

  if (size > 0)
    memcpy (payload, data, size);
  if (n_nul > 0)
    payload[size] = '\0';
}

static gboolean
fits (guint32 tag, guint16 type)
{
  return mapi_prop_type_is_single ((guint16) tag, type);
}

static gboolean
is_storable_size (gsize size)
{
  return size < G_MAXINT32;
}

/* For PT_NULL and PT_OBJECT, which have no value. */
void
mapi_prop_list_builder_add_nothing (MapiPropListBuilder *self, guint32 tag, guint16 type)
{
  g_return_if_fail ((guint16) tag == type);

  add_entry (self, tag, 0, 0);
}

/**
 * mapi_prop_list_builder_add_i2:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_I2
 * @value: the value
 *
 * Appends a 16-bit integer.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_i2 (MapiPropListBuilder *self, guint32 tag, gint16 value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_I2));

  add_entry (self, tag, sizeof value, (guint16) value);
}

/**
 * mapi_prop_list_builder_add_long:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_LONG
 * @value: the value
 *
 * Appends a 32-bit integer.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_long (MapiPropListBuilder *self, guint32 tag, gint32 value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_LONG));

  add_entry (self, tag, sizeof value, (guint32) value);
}

/**
 * mapi_prop_list_builder_add_float:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_R4
 * @value: the value
 *
 * Appends a 32-bit floating-point number.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_float (MapiPropListBuilder *self, guint32 tag, float value)
{
  guint32 bits;

  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_R4));

  memcpy (&bits, &value, sizeof bits);
  add_entry (self, tag, sizeof bits, bits);
}

static void
add_double (MapiPropListBuilder *self, guint32 tag, double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  add_entry (self, tag, sizeof bits, bits);
}

/**
 * mapi_prop_list_builder_add_double:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_DOUBLE
 * @value: the value
 *
 * Appends a 64-bit floating-point number.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_double (MapiPropListBuilder *self, guint32 tag, double value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_DOUBLE));

  add_double (self, tag, value);
}

/**
 * mapi_prop_list_builder_add_currency:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_CURRENCY
 * @value: the value in units of 1/10000
 *
 * Appends an amount of money.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_currency (MapiPropListBuilder *self, guint32 tag, gint64 value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_CURRENCY));

  add_entry (self, tag, sizeof value, (guint64) value);
}

/**
 * mapi_prop_list_builder_add_apptime:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_APPTIME
 * @value: days since 1899-12-30, with the time of day as the fraction
 *
 * Appends an application time.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_apptime (MapiPropListBuilder *self, guint32 tag, double value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_APPTIME));

  add_double (self, tag, value);
}

/**
 * mapi_prop_list_builder_add_error:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_ERROR
 * @value: the SCODE
 *
 * Appends the reason why a property has no value.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_error (MapiPropListBuilder *self, guint32 tag, gint32 value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_ERROR));

  add_entry (self, tag, sizeof value, (guint32) value);
}

/**
 * mapi_prop_list_builder_add_boolean:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_BOOLEAN
 * @value: the value
 *
 * Appends a truth value.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_boolean (MapiPropListBuilder *self, guint32 tag, gboolean value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_BOOLEAN));

  add_entry (self, tag, 2, value ? 1 : 0);
}

/**
 * mapi_prop_list_builder_add_i8:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_I8
 * @value: the value
 *
 * Appends a 64-bit integer.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_i8 (MapiPropListBuilder *self, guint32 tag, gint64 value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_I8));

  add_entry (self, tag, sizeof value, (guint64) value);
}

/**
 * mapi_prop_list_builder_add_systime:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_SYSTIME
 * @value: a FILETIME: units of 100 ns since 1601-01-01 UTC
 *
 * Appends a time.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_systime (MapiPropListBuilder *self, guint32 tag, guint64 value)
{
  g_return_if_fail (self != NULL && fits (tag, MAPI_PT_SYSTIME));

  add_entry (self, tag, sizeof value, value);
}

/**
 * mapi_prop_list_builder_add_time:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_SYSTIME
 * @value: the time
 *
 * Appends a time.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_time (MapiPropListBuilder *self, guint32 tag, GDateTime *value)
{
  g_return_if_fail (value != NULL);

  mapi_prop_list_builder_add_systime (self, tag, mapi_filetime_from_date_time (value));
}

static void
add_text (MapiPropListBuilder *self, guint32 tag, const char *text, gsize size)
{
  g_autofree char *repaired = NULL;

  if (G_UNLIKELY (!mapi_text_is_valid (text, size)))
    {
      text = repaired = g_utf8_make_valid (text, (gssize) size);
      size = strlen (text);
    }
  add_bytes (self, tag, text, size, 1);
}

/**
 * mapi_prop_list_builder_add_string:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_UNICODE
 * @value: the text in UTF-8
 *
 * Appends a string. What is not UTF-8 in it is replaced by U+FFFD, since a builder has no way to
 * refuse; mapi_prop_value_new_string() has.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_string (MapiPropListBuilder *self, guint32 tag, const char *value)
{
  gsize size;

  g_return_if_fail (self != NULL && value != NULL && fits (tag, MAPI_PT_UNICODE));

  size = strlen (value);
  g_return_if_fail (is_storable_size (size));
  add_text (self, tag, value, size);
}

/**
 * mapi_prop_list_builder_add_string8:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_STRING8
 * @value: the bytes of the text, without a NUL behind it
 *
 * Appends a string of an 8-bit code page, which is known to the caller only.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_string8 (MapiPropListBuilder *self, guint32 tag, GBytes *value)
{
  g_return_if_fail (self != NULL && value != NULL && fits (tag, MAPI_PT_STRING8));
  g_return_if_fail (is_storable_size (g_bytes_get_size (value)));

  add_bytes (self, tag, g_bytes_get_data (value, NULL), g_bytes_get_size (value), 1);
}

/**
 * mapi_prop_list_builder_add_binary:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_BINARY, or of %MAPI_PT_SVREID, %MAPI_PT_ACTIONS,
 *   %MAPI_PT_SRESTRICTION and the other types whose value is bytes
 * @value: the bytes
 *
 * Appends a binary.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_binary (MapiPropListBuilder *self, guint32 tag, GBytes *value)
{
  g_return_if_fail (self != NULL && value != NULL);
  g_return_if_fail (mapi_prop_type_get_info ((guint16) tag)->form == MAPI_FORM_BINARY);
  g_return_if_fail (fits (tag, mapi_prop_type_base ((guint16) tag)));
  g_return_if_fail (is_storable_size (g_bytes_get_size (value)));

  add_bytes (self, tag, g_bytes_get_data (value, NULL), g_bytes_get_size (value), 0);
}

/**
 * mapi_prop_list_builder_add_clsid:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_CLSID
 * @value: the identifier
 *
 * Appends a GUID.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_clsid (MapiPropListBuilder *self, guint32 tag, const MapiUid *value)
{
  g_return_if_fail (self != NULL && value != NULL && fits (tag, MAPI_PT_CLSID));

  add_bytes (self, tag, value->bytes, sizeof value->bytes, 0);
}

/**
 * mapi_prop_list_builder_add_restriction:
 * @self: a builder
 * @tag: a tag of the type %MAPI_PT_SRESTRICTION
 * @value: the restriction
 *
 * Appends a restriction in its stored form.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_restriction (MapiPropListBuilder *self,
                                        guint32              tag,
                                        MapiRestriction     *value)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (self != NULL && value != NULL && fits (tag, MAPI_PT_SRESTRICTION));

  bytes = mapi_restriction_to_bytes (value);
  mapi_prop_list_builder_add_binary (self, tag, bytes);
}

/**
 * mapi_prop_list_builder_add_data:
 * @self: a builder
 * @tag: a tag of a type whose size varies
 * @data: (array length=size) (element-type guint8): the payload
 * @size: the number of bytes
 *
 * Appends a string or a binary from memory: the quick way for C. A string comes without the NUL
 * behind it, and a %MAPI_PT_UNICODE is repaired as by mapi_prop_list_builder_add_string(). An
 * array must be encoded as mapi_prop_value_get_bytes() gives it.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_data (MapiPropListBuilder *self,
                                 guint32              tag,
                                 gconstpointer        data,
                                 gsize                size)
{
  MapiPropView view = { .tag = tag, .size = (guint32) size, .data = data };
  guint16      base = mapi_prop_type_base ((guint16) tag);

  g_return_if_fail (self != NULL && (data != NULL || size == 0) && is_storable_size (size));

  if (fits (tag, MAPI_PT_UNICODE))
    {
      add_text (self, tag, data, size);
      return;
    }
  if (fits (tag, MAPI_PT_STRING8))
    {
      add_bytes (self, tag, data, size, 1);
      return;
    }
  g_return_if_fail (!fits (tag, base) || mapi_prop_type_get_info (base)->form != MAPI_FORM_INLINE);
  g_return_if_fail (mapi_prop_view_is_valid (&view));
  add_bytes (self, tag, data, size, 0);
}

static gboolean
is_inline (guint32 tag)
{
  return mapi_prop_type_get_info ((guint16) tag)->form == MAPI_FORM_INLINE &&
         !mapi_prop_type_is_array ((guint16) tag);
}

/* Appends a property that has been checked where it comes from. */
void
mapi_prop_list_builder_add_view (MapiPropListBuilder *self, const MapiPropView *view)
{
  if (is_inline (view->tag))
    add_entry (self, view->tag, view->size, view->number);
  else
    add_bytes (self, view->tag, view->data, view->size, 0);
}

/* Appends those from @first on that stand before @end in a list, whose payload lies in one piece.
 */
void
mapi_prop_list_builder_add_run (MapiPropListBuilder *self,
                                const MapiPropList  *list,
                                guint                first,
                                guint                end)
{
  const guint8 *payload = NULL;
  gsize         size = 0;

  for (guint i = first; i < end; i++)
    {
      MapiPropView view = mapi_prop_list_view (list, i);
      gboolean     has_payload = !is_inline (view.tag);

      add_entry (self, view.tag, view.size, has_payload ? self->size + size : view.number);
      if (!has_payload)
        continue;
      payload = size > 0 ? payload : view.data;
      size += MAPI_PROP_LIST_PAD (view.size);
    }
  mapi_prop_list_builder_reserve (self, self->size + size);
  if (size > 0)
    memcpy (self->payload + self->size, payload, size);
  self->size += size;
}

/* Appends an array of numbers of @type, which stand in memory as the machine has them. */
void
mapi_prop_list_builder_add_numbers (
    MapiPropListBuilder *self, guint32 tag, guint16 type, gconstpointer values, gsize n_values)
{
  gsize   size = mapi_prop_type_get_info (type)->size;
  guint8 *payload;

  g_return_if_fail ((guint16) tag == (type | MAPI_PROP_TYPE_ARRAY));
  g_return_if_fail (values != NULL || n_values == 0);
  g_return_if_fail (is_storable_size (n_values) && is_storable_size (n_values * size));

  payload = add_payload (self, tag, n_values * size);
  if (n_values == 0)
    return;
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  memcpy (payload, values, n_values * size);
#else
  for (gsize i = 0; i < n_values * size; i++)
    payload[i] = ((const guint8 *) values)[i / size * size + (size - 1 - i % size)];
#endif
}

/* Appends an array of strings or binaries; see MapiPropView for the encoding. */
void
mapi_prop_list_builder_add_spans (
    MapiPropListBuilder *self, guint32 tag, guint16 type, const MapiSpan *spans, gsize n_spans)
{
  gsize   n_nul = mapi_prop_type_get_info (type)->form >= MAPI_FORM_STRING8 ? 1 : 0;
  gsize   size = 4 + n_spans * 4;
  gsize   end = size;
  guint8 *payload;

  g_return_if_fail ((guint16) tag == (type | MAPI_PROP_TYPE_ARRAY));
  g_return_if_fail (is_storable_size (n_spans));
  for (gsize i = 0; i < n_spans; i++)
    {
      g_return_if_fail (is_storable_size (spans[i].size));
      size += spans[i].size + n_nul;
    }
  g_return_if_fail (is_storable_size (size));

  payload = add_payload (self, tag, size);
  mapi_write_u32 (payload, (guint32) n_spans);
  for (gsize i = 0; i < n_spans; i++)
    {
      if (spans[i].size > 0)
        memcpy (payload + end, spans[i].data, spans[i].size);
      end += spans[i].size;
      if (n_nul > 0)
        payload[end++] = '\0';
      mapi_write_u32 (payload + 4 + i * 4, (guint32) end);
    }
}

/**
 * mapi_prop_list_builder_add_value:
 * @self: a builder
 * @value: a property
 *
 * Appends a property.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_value (MapiPropListBuilder *self, const MapiPropValue *value)
{
  MapiPropView view;

  g_return_if_fail (self != NULL && value != NULL);

  view = mapi_prop_value_view (value);
  mapi_prop_list_builder_add_view (self, &view);
}

/**
 * mapi_prop_list_builder_add_list:
 * @self: a builder
 * @list: a list
 *
 * Appends all properties of a list.
 *
 * Since: 1.0
 */
void
mapi_prop_list_builder_add_list (MapiPropListBuilder *self, const MapiPropList *list)
{
  g_return_if_fail (self != NULL && list != NULL);

  mapi_prop_list_builder_add_run (self, list, 0, list->n);
}

/**
 * mapi_prop_list_builder_end:
 * @self: a builder
 *
 * Makes the list. The builder is empty afterwards and can be used again.
 *
 * Returns: (transfer full): the list
 *
 * Since: 1.0
 */
MapiPropList *
mapi_prop_list_builder_end (MapiPropListBuilder *self)
{
  gsize         entries_size;
  MapiPropList *list;
  guint8       *block;

  g_return_val_if_fail (self != NULL, NULL);

  entries_size = (gsize) self->n * MAPI_PROP_LIST_ENTRY_SIZE;
  list = mapi_prop_list_allocate (MAPI_PROP_LIST_HEADER_SIZE + entries_size + self->size);
  list->n = self->n;

  block = (guint8 *) list->block;
  mapi_write_u32 (block, MAPI_PROP_LIST_MAGIC);
  mapi_write_u32 (block + 4, self->n);
  memcpy (block + MAPI_PROP_LIST_HEADER_SIZE, self->entries, entries_size);
  memcpy (block + MAPI_PROP_LIST_HEADER_SIZE + entries_size, self->payload, self->size);

  mapi_prop_list_builder_clear (self);
  return list;
}
