/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A whole message as bytes, and back: what a simple store puts into a file. */

#include "config.h"

#include "mapi-message-bytes.h"

#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-responsibility.h"
#include "mapi-stream-read-private.h"

#include <string.h>

/* Properties, recipients, the names of the named properties (identifier, property set, number or
 * name), and attachments (properties, and the message in them or nothing). */
#define FORMAT "(ayaya(uayus)a(ayay))"
#define FIRST_NAMED_ID 0x8000

/* How many messages may lie one in the other. */
#define MAX_DEPTH 100

typedef struct
{
  guint         depth;
  GCancellable *cancellable;
} Work;

static GVariant *pack_message (const Work *work, MapiMessage *message, GError **error);
static gboolean
unpack_message (const Work *work, MapiMessage *message, GBytes *bytes, GError **error);

static gboolean
check_depth (const Work *work, GError **error)
{
  if (work->depth < MAX_DEPTH)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_TOO_COMPLEX,
               "more than %u messages lie one in the other",
               MAX_DEPTH);
  return FALSE;
}

static GVariant *
pack_bytes (GBytes *bytes)
{
  return g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, bytes, TRUE);
}

static GBytes *
unpack_bytes (GVariant *tuple, gsize index)
{
  g_autoptr (GVariant) value = g_variant_get_child_value (tuple, index);

  return g_variant_get_data_as_bytes (value);
}

/* --- Properties --- */

static gboolean
is_too_large (MapiPropList *found, guint32 tag)
{
  return !mapi_prop_list_contains (found, tag) &&
         mapi_prop_list_get_error (found, tag) == (gint32) MAPI_E_NOT_ENOUGH_MEMORY;
}

/* What GetProps finds too large is read as a stream. */
static gboolean
add_large (
    const Work *work, MapiProp *object, guint32 tag, MapiPropListBuilder *builder, GError **error)
{
  g_autoptr (GBytes) bytes = mapi_prop_read_stream (object, tag, work->cancellable, error);
  gsize         size;
  gconstpointer data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_UNICODE)
    {
      g_autofree char *text = g_strndup (data, size);

      mapi_prop_list_builder_add_string (builder, tag, text);
    }
  else
    mapi_prop_list_builder_add_data (builder, tag, data, size);
  return TRUE;
}

static gboolean
add_prop (const Work          *work,
          MapiProp            *object,
          MapiPropList        *found,
          guint32              tag,
          MapiPropListBuilder *builder,
          GError             **error)
{
  g_autoptr (MapiPropValue) value = NULL;

  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_OBJECT)
    return TRUE;
  if (is_too_large (found, tag))
    return add_large (work, object, tag, builder, error);
  value = mapi_prop_list_lookup (found, tag);
  if (value != NULL)
    mapi_prop_list_builder_add_value (builder, value);
  return TRUE;
}

static MapiPropList *
read_props (const Work *work, MapiProp *object, GError **error)
{
  GCancellable *c = work->cancellable;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_get_prop_list (object, MAPI_UNICODE, c, error);
  g_autoptr (MapiPropList) found =
      tags != NULL ? mapi_prop_get_props (object, tags, MAPI_UNICODE, c, NULL, error) : NULL;
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  if (found == NULL)
    return NULL;
  for (guint i = 0; i < mapi_prop_tag_array_get_size (tags); i++)
    if (!add_prop (work, object, found, mapi_prop_tag_array_get_tag (tags, i), builder, error))
      return NULL;
  return mapi_prop_list_builder_end (builder);
}

static GVariant *
pack_props (const Work *work, MapiProp *object, MapiPropList **props, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  *props = read_props (work, object, error);
  if (*props == NULL)
    return NULL;
  bytes = mapi_prop_list_to_bytes (*props);
  return pack_bytes (bytes);
}

/* --- Names --- */

static gboolean
is_named (guint32 tag)
{
  return mapi_prop_tag_get_id (tag) >= FIRST_NAMED_ID;
}

static MapiPropTagArray *
list_named (MapiPropList *props)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      guint32 tag = mapi_prop_list_get_tag (props, i);

      if (is_named (tag))
        g_array_append_val (tags, tag);
    }
  return mapi_prop_tag_array_new ((const guint32 *) (gpointer) tags->data, tags->len);
}

static void
pack_name (GVariantBuilder *builder, guint32 tag, MapiNameId *name)
{
  const char    *text = mapi_name_id_get_name (name);
  const MapiUid *set = mapi_name_id_get_property_set (name);

  if (set == NULL || (text == NULL && mapi_name_id_get_id (name) == 0))
    return;
  g_variant_builder_add (builder,
                         "(u@ayus)",
                         mapi_prop_tag_get_id (tag),
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, set, sizeof *set, 1),
                         text == NULL ? mapi_name_id_get_id (name) : 0,
                         text != NULL ? text : "");
}

/* Numbers of named properties are those of one object; what lasts is their names. */
static GVariant *
pack_names (const Work *work, MapiProp *object, MapiPropList *props)
{
  g_autoptr (MapiPropTagArray) tags = list_named (props);
  g_autoptr (MapiNameIdArray) names = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(uayus)"));
  if (mapi_prop_tag_array_get_size (tags) > 0)
    names =
        mapi_prop_get_names_from_ids (object, tags, NULL, 0, NULL, work->cancellable, NULL, NULL);
  for (guint i = 0; names != NULL && i < mapi_name_id_array_get_size (names); i++)
    {
      g_autoptr (MapiNameId) name = mapi_name_id_array_get_name (names, i);

      pack_name (&builder, mapi_prop_tag_array_get_tag (tags, i), name);
    }
  return g_variant_builder_end (&builder);
}

static MapiNameId *
unpack_name (GVariant *tuple, guint32 *id)
{
  g_autoptr (GBytes) set_bytes = unpack_bytes (tuple, 1);
  g_autoptr (MapiUid) set = mapi_uid_new_from_bytes (set_bytes, NULL);
  g_autofree char *text = NULL;
  guint32          number;

  g_variant_get_child (tuple, 0, "u", id);
  g_variant_get_child (tuple, 2, "u", &number);
  g_variant_get_child (tuple, 3, "s", &text);
  if (set == NULL)
    return NULL;
  return *text != '\0' ? mapi_name_id_new_from_string (set, text)
                       : mapi_name_id_new_from_id (set, number);
}

/* What the names are called in @object: from the number in the bytes to the number there. */
static gboolean
unpack_names (
    const Work *work, MapiProp *object, GVariant *names, GHashTable *numbers, GError **error)
{
  g_autoptr (MapiNameIdArray) wanted = mapi_name_id_array_new ();
  g_autoptr (MapiPropTagArray) found = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (gsize i = 0; i < g_variant_n_children (names); i++)
    {
      g_autoptr (GVariant) tuple = g_variant_get_child_value (names, i);
      guint32 id;
      g_autoptr (MapiNameId) name = unpack_name (tuple, &id);
      MapiNameIdArray *longer;

      if (name == NULL)
        continue;
      longer = mapi_name_id_array_append (wanted, name);
      mapi_name_id_array_unref (wanted);
      wanted = longer;
      g_array_append_val (ids, id);
    }
  if (ids->len == 0)
    return TRUE;
  found =
      mapi_prop_get_ids_from_names (object, wanted, MAPI_CREATE, work->cancellable, NULL, error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < MIN (ids->len, mapi_prop_tag_array_get_size (found)); i++)
    g_hash_table_insert (
        numbers,
        GUINT_TO_POINTER (g_array_index (ids, guint32, i)),
        GUINT_TO_POINTER (mapi_prop_tag_get_id (mapi_prop_tag_array_get_tag (found, i))));
  return TRUE;
}

static MapiPropList *
renumber (MapiPropList *props, GHashTable *numbers)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (props); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (props, i);
      guint32  tag = mapi_prop_value_get_tag (value);
      gpointer id = g_hash_table_lookup (numbers, GUINT_TO_POINTER (mapi_prop_tag_get_id (tag)));
      g_autoptr (MapiPropValue) renamed =
          id != NULL
              ? mapi_prop_value_change_tag (value,
                                            mapi_prop_tag_new ((guint16) GPOINTER_TO_UINT (id),
                                                               mapi_prop_tag_get_prop_type (tag)))
              : NULL;

      mapi_prop_list_builder_add_value (builder, renamed != NULL ? renamed : value);
    }
  return mapi_prop_list_builder_end (builder);
}

/* --- Attachments --- */

static MapiMessage *
open_inner (const Work *work, MapiAttach *attach, guint32 flags, GError **error)
{
  g_autoptr (GObject) object = mapi_prop_open_property (MAPI_PROP (attach),
                                                        MAPI_PR_ATTACH_DATA_OBJ,
                                                        "MapiMessage",
                                                        0,
                                                        flags,
                                                        work->cancellable,
                                                        error);

  if (object == NULL || MAPI_IS_MESSAGE (object))
    return (MapiMessage *) g_steal_pointer (&object);
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INTERFACE_NOT_SUPPORTED, "the attachment is not a message");
  return NULL;
}

static GVariant *
pack_inner (const Work *work, MapiAttach *attach, MapiPropList *props, GError **error)
{
  Work inner = { work->depth + 1, work->cancellable };
  g_autoptr (MapiMessage) message = NULL;
  g_autoptr (GVariant) packed = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (mapi_prop_list_get_long (props, MAPI_PR_ATTACH_METHOD, 0) != MAPI_ATTACH_EMBEDDED_MSG)
    return g_variant_new_array (G_VARIANT_TYPE_BYTE, NULL, 0);
  message = open_inner (work, attach, 0, error);
  packed = message != NULL ? pack_message (&inner, message, error) : NULL;
  if (packed == NULL)
    return NULL;
  bytes = g_variant_get_data_as_bytes (packed);
  return pack_bytes (bytes);
}

static gboolean
pack_attach (const Work      *work,
             MapiMessage     *message,
             guint32          number,
             GVariantBuilder *builder,
             GError         **error)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (message, number, NULL, 0, work->cancellable, error);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GVariant) outer = NULL;
  GVariant *inner;

  if (attach == NULL)
    return FALSE;
  outer = pack_props (work, MAPI_PROP (attach), &props, error);
  if (outer == NULL)
    return FALSE;
  g_variant_ref_sink (outer);
  inner = pack_inner (work, attach, props, error);
  if (inner != NULL)
    g_variant_builder_add (builder, "(@ay@ay)", outer, inner);
  return inner != NULL;
}

static gboolean
pack_attachments (const Work *work, MapiMessage *message, GVariantBuilder *builder, GError **error)
{
  static const guint32 tag = MAPI_PR_ATTACH_NUM;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiTable) table =
      mapi_message_get_attachment_table (message, 0, work->cancellable, error);

  if (table == NULL || !mapi_table_set_columns (table, columns, 0, work->cancellable, error))
    return FALSE;
  for (;;)
    {
      g_autoptr (MapiRowSet) rows = mapi_table_query_rows (table, 1, 0, work->cancellable, error);
      g_autoptr (MapiPropList) row = NULL;

      if (rows == NULL)
        return FALSE;
      if (mapi_row_set_get_size (rows) == 0)
        return TRUE;
      row = mapi_row_set_get_row (rows, 0);
      if (!pack_attach (
              work, message, (guint32) mapi_prop_list_get_long (row, tag, 0), builder, error))
        return FALSE;
    }
}

static gboolean
unpack_inner (const Work *work, MapiAttach *attach, GBytes *bytes, GError **error)
{
  Work inner = { work->depth + 1, work->cancellable };
  g_autoptr (MapiMessage) message = NULL;

  if (g_bytes_get_size (bytes) == 0)
    return TRUE;
  message = open_inner (work, attach, MAPI_CREATE | MAPI_MODIFY, error);
  return message != NULL && unpack_message (&inner, message, bytes, error) &&
         mapi_prop_save_changes (MAPI_PROP (message), 0, work->cancellable, error);
}

static gboolean
unpack_attach (const Work *work, MapiMessage *message, GVariant *tuple, GError **error)
{
  g_autoptr (GBytes) outer = unpack_bytes (tuple, 0);
  g_autoptr (GBytes) inner = unpack_bytes (tuple, 1);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_bytes (outer, error);
  g_autoptr (MapiAttach) attach = NULL;

  if (props == NULL)
    return FALSE;
  attach = mapi_message_create_attach (message, 0, NULL, work->cancellable, error);
  return attach != NULL &&
         mapi_prop_set_props (MAPI_PROP (attach), props, NULL, work->cancellable, error) &&
         unpack_inner (work, attach, inner, error) &&
         mapi_prop_save_changes (MAPI_PROP (attach), 0, work->cancellable, error);
}

static gboolean
unpack_attachments (const Work *work, MapiMessage *message, GVariant *all, GError **error)
{
  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      g_autoptr (GVariant) tuple = g_variant_get_child_value (all, i);

      if (!unpack_attach (work, message, tuple, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Messages --- */

static GVariant *
pack_recipients (const Work *work, MapiMessage *message, GError **error)
{
  g_autoptr (MapiRowSet) rows = mapi_message_list_recipients (message, work->cancellable, error);
  g_autoptr (GBytes) bytes = rows != NULL ? mapi_row_set_to_bytes (rows) : NULL;

  return bytes != NULL ? pack_bytes (bytes) : NULL;
}

static GVariant *
pack_message (const Work *work, MapiMessage *message, GError **error)
{
  MapiProp *object = MAPI_PROP (message);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GVariant) packed = NULL;
  g_autoptr (GVariant) recipients = NULL;
  GVariantBuilder attachments;

  if (!check_depth (work, error))
    return NULL;
  packed = pack_props (work, object, &props, error);
  recipients = packed != NULL ? pack_recipients (work, message, error) : NULL;
  if (recipients == NULL)
    return NULL;
  g_variant_ref_sink (packed);
  g_variant_ref_sink (recipients);
  g_variant_builder_init (&attachments, G_VARIANT_TYPE ("a(ayay)"));
  if (!pack_attachments (work, message, &attachments, error))
    {
      g_variant_builder_clear (&attachments);
      return NULL;
    }
  return g_variant_ref_sink (g_variant_new ("(@ay@ay@a(uayus)a(ayay))",
                                            packed,
                                            recipients,
                                            pack_names (work, object, props),
                                            &attachments));
}

static gboolean
unpack_props (const Work *work, MapiProp *object, GVariant *tuple, GError **error)
{
  g_autoptr (GBytes) bytes = unpack_bytes (tuple, 0);
  g_autoptr (GVariant) names = g_variant_get_child_value (tuple, 2);
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_bytes (bytes, error);
  g_autoptr (MapiPropList) renumbered = NULL;

  if (props == NULL || !unpack_names (work, object, names, numbers, error))
    return FALSE;
  renumbered = renumber (props, numbers);
  return mapi_prop_set_props (object, renumbered, NULL, work->cancellable, error);
}

static gboolean
unpack_recipients (const Work *work, MapiMessage *message, GVariant *tuple, GError **error)
{
  g_autoptr (GBytes) bytes = unpack_bytes (tuple, 1);
  g_autoptr (MapiRowSet) rows = mapi_row_set_new_from_bytes (bytes, error);

  return rows != NULL &&
         (mapi_row_set_get_size (rows) == 0 ||
          mapi_message_modify_recipients (message, 0, rows, work->cancellable, error));
}

static gboolean
unpack_message (const Work *work, MapiMessage *message, GBytes *bytes, GError **error)
{
  g_autoptr (GVariant) tuple =
      g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  g_autoptr (GVariant) attachments = NULL;

  if (!check_depth (work, error))
    return FALSE;
  if (!g_variant_is_normal_form (tuple))
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "these bytes are no message");
      return FALSE;
    }
  attachments = g_variant_get_child_value (tuple, 3);
  return unpack_props (work, MAPI_PROP (message), tuple, error) &&
         unpack_recipients (work, message, tuple, error) &&
         unpack_attachments (work, message, attachments, error);
}

/**
 * mapi_message_to_bytes:
 * @message: a message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Puts a whole message into bytes: its properties with their names, its recipients, its attachments
 * and the messages in them. A store that keeps each message in a file needs no more. The bytes are
 * understood by mapi_message_read_bytes() of this and of later versions, on any machine of the same
 * byte order.
 *
 * Fails with %MAPI_E_TOO_COMPLEX when more than a hundred messages lie one in the other.
 *
 * Returns: (transfer full): the bytes
 *
 * Since: 1.0
 */
GBytes *
mapi_message_to_bytes (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  Work work = { 0, cancellable };
  g_autoptr (GVariant) packed = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), NULL);

  packed = pack_message (&work, message, error);
  return packed != NULL ? g_variant_get_data_as_bytes (packed) : NULL;
}

/**
 * mapi_message_read_bytes:
 * @message: the message to fill, a new one
 * @bytes: what mapi_message_to_bytes() gave
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Fills a message with what was put into bytes. What @message computes itself or refuses to take is
 * passed over. @message is not saved.
 *
 * Fails with %MAPI_E_CORRUPT_DATA, or as mapi_prop_list_new_from_bytes() does, when @bytes are
 * anything else.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_message_read_bytes (MapiMessage  *message,
                         GBytes       *bytes,
                         GCancellable *cancellable,
                         GError      **error)
{
  Work work = { 0, cancellable };

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  return unpack_message (&work, message, bytes, error);
}
