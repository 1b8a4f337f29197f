/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-store-entry-id.h"

/*
 * A store's entry identifier in the form that anybody can open: MAPI's own UID instead of the
 * provider's, two bytes (version and flag, both 0), the name of the module with its NUL, zeros up
 * to a multiple of four, and the identifier as the provider made it.
 */

#define PREFIX_SIZE 2
#define ALIGNMENT 4

static const MapiUid wrap_uid = {
  { 0x38, 0xa1, 0xbb, 0x10, 0x05, 0xe5, 0x10, 0x1a, 0xa1, 0xbb, 0x08, 0x00, 0x2b, 0x2a, 0x56, 0xc2 }
};

static gsize
padded_size (gsize size)
{
  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/**
 * mapi_store_entry_id_wrap:
 * @dll_name: the name of the provider's module
 * @entry_id: the identifier of a store as its provider made it
 *
 * Makes the form of a store's entry identifier that tells which module to load; clients see no
 * other
 * (`WrapStoreEntryID`). What is wrapped already is given back as it is.
 *
 * Returns: (transfer full): the wrapped identifier
 *
 * Since: 1.0
 */
GBytes *
mapi_store_entry_id_wrap (const char *dll_name, GBytes *entry_id)
{
  gsize         name_size;
  gsize         inner_size;
  gconstpointer inner;
  g_autoptr (GByteArray) data = NULL;

  g_return_val_if_fail (dll_name != NULL, NULL);
  g_return_val_if_fail (entry_id != NULL, NULL);

  if (mapi_store_entry_id_is_wrapped (entry_id))
    return g_bytes_ref (entry_id);

  name_size = strlen (dll_name) + 1;
  inner = g_bytes_get_data (entry_id, &inner_size);
  data = g_byte_array_new ();
  g_byte_array_set_size (data, (guint) padded_size (PREFIX_SIZE + name_size));
  memset (data->data, 0, data->len);
  memcpy (data->data + PREFIX_SIZE, dll_name, name_size);
  g_byte_array_append (data, inner, (guint) inner_size);

  return mapi_entry_id_new (0, &wrap_uid, data->data, data->len);
}

/**
 * mapi_store_entry_id_is_wrapped:
 * @entry_id: an entry identifier
 *
 * Tells whether an entry identifier is the wrapped one of a store.
 *
 * Returns: whether it is
 *
 * Since: 1.0
 */
gboolean
mapi_store_entry_id_is_wrapped (GBytes *entry_id)
{
  g_return_val_if_fail (entry_id != NULL, FALSE);

  return mapi_entry_id_is_valid (entry_id) && mapi_entry_id_has_uid (entry_id, &wrap_uid);
}

/* What follows the name, which lies in @data; NULL where nothing does. */
static GBytes *
take_inner (GBytes *data, const char **name)
{
  gsize       size;
  const char *bytes = g_bytes_get_data (data, &size);
  const char *end =
      size > PREFIX_SIZE ? memchr (bytes + PREFIX_SIZE, '\0', size - PREFIX_SIZE) : NULL;
  gsize inner_at = end != NULL ? padded_size ((gsize) (end - bytes) + 1) : size;

  if (inner_at >= size)
    return NULL;
  *name = bytes + PREFIX_SIZE;
  return g_bytes_new_from_bytes (data, inner_at, size - inner_at);
}

/**
 * mapi_store_entry_id_unwrap:
 * @entry_id: a wrapped entry identifier
 * @dll_name: (out) (transfer full) (optional): the name of the provider's module
 * @error: return location for a #GError
 *
 * Takes apart what mapi_store_entry_id_wrap() made. Anything else is %MAPI_E_INVALID_ENTRYID.
 *
 * Returns: (transfer full): the identifier as the provider made it
 *
 * Since: 1.0
 */
GBytes *
mapi_store_entry_id_unwrap (GBytes *entry_id, char **dll_name, GError **error)
{
  g_autoptr (GBytes) data = NULL;
  g_autoptr (GBytes) inner = NULL;
  const char *name = NULL;

  g_return_val_if_fail (entry_id != NULL, NULL);

  if (mapi_store_entry_id_is_wrapped (entry_id))
    {
      data = mapi_entry_id_get_data (entry_id);
      inner = take_inner (data, &name);
    }
  if (inner == NULL || !g_utf8_validate (name, -1, NULL) || mapi_store_entry_id_is_wrapped (inner))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_ENTRYID,
                           "the entry identifier is not the wrapped one of a message store");
      return NULL;
    }

  if (dll_name != NULL)
    *dll_name = g_strdup (name);
  return g_steal_pointer (&inner);
}
