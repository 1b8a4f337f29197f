/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Entry identifiers of a store with a backend: what it is, and the provider's keys behind that. */

#include "config.h"

#include "mapi-entry-id.h"
#include "mapi-store-backend-private.h"

#include <string.h>

/* A name-based UUID (RFC 9562, version 5): stores of one provider that are called differently have
 * entry identifiers that differ, and the same ones tomorrow. */
void
mapi_kept_derive_uid (const MapiUid *kind, const char *name, MapiUid *uid)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize  size = sizeof digest;

  g_checksum_update (sum, (const guchar *) kind, sizeof *kind);
  g_checksum_update (sum, (const guchar *) name, -1);
  g_checksum_get_digest (sum, digest, &size);
  digest[6] = (digest[6] & 0x0f) | 0x50;
  digest[8] = (digest[8] & 0x3f) | 0x80;
  memcpy (uid, digest, sizeof *uid);
}

void
mapi_kept_id_clear (MapiKeptId *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->key, g_free);
}

GBytes *
mapi_kept_id_new (const MapiUid *uid, MapiKeptKind kind, const char *folder, const char *key)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  guint8 first = (guint8) kind;

  g_byte_array_append (data, &first, 1);
  if (folder != NULL)
    g_byte_array_append (data, (const guint8 *) folder, (guint) strlen (folder));
  if (key != NULL)
    {
      g_byte_array_append (data, (const guint8 *) "", 1);
      g_byte_array_append (data, (const guint8 *) key, (guint) strlen (key));
    }
  return mapi_entry_id_new (0, uid, data->data, data->len);
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "the entry identifier is none of this store");
  return FALSE;
}

/* Keys are given to scripts, which believe that texts are UTF-8. */
static gboolean
take_keys (MapiKeptId *self, const char *text, gsize size, GError **error)
{
  const char *end = memchr (text, '\0', size);
  gsize       first = end != NULL ? (gsize) (end - text) : size;

  if (!g_utf8_validate (text, (gssize) first, NULL) ||
      (end != NULL && !g_utf8_validate (end + 1, (gssize) (size - first - 1), NULL)) ||
      (end != NULL) != (self->kind == MAPI_KEPT_IS_MESSAGE))
    return fail (error);
  self->folder = g_strndup (text, first);
  self->key = end != NULL ? g_strndup (end + 1, size - first - 1) : NULL;
  return TRUE;
}

gboolean
mapi_kept_id_parse (MapiKeptId *self, const MapiUid *uid, GBytes *entry_id, GError **error)
{
  g_autoptr (GBytes) data = NULL;
  const char *text;
  gsize       size = 0;

  if (!mapi_entry_id_is_valid (entry_id) || !mapi_entry_id_has_uid (entry_id, uid))
    return fail (error);
  data = mapi_entry_id_get_data (entry_id);
  text = data != NULL ? g_bytes_get_data (data, &size) : NULL;
  if (size == 0)
    return fail (error);
  self->kind = text[0];
  if (self->kind == MAPI_KEPT_IS_STORE)
    return size == 1 || fail (error);
  if (self->kind != MAPI_KEPT_IS_FOLDER && self->kind != MAPI_KEPT_IS_MESSAGE)
    return fail (error);
  return take_keys (self, text + 1, size - 1, error);
}

/* --- Keys --- */

gboolean
mapi_kept_key_check (const char *method, const char *key, GError **error)
{
  if (*key != '\0' && g_utf8_validate (key, -1, NULL))
    return TRUE;
  g_set_error (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "%s: the key is empty or not UTF-8", method);
  return FALSE;
}

/* Folders that every store has, and no provider. */
gboolean
mapi_kept_key_is_hidden (const char *key)
{
  return key[0] == '\1';
}
