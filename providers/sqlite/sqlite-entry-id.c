/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-entry-id.h"

#include <string.h>

#define FORMAT_VERSION 1

/* What follows the flags and the identifier of the store; big endian, so that the end tells them
 * apart. */
typedef struct
{
  guint8 version;
  guint8 object_type;
  guint8 reserved[6];
  gint64 id;
} Name;

static Name
name_of (guint32 object_type, gint64 id)
{
  Name name = {
    .version = FORMAT_VERSION,
    .object_type = (guint8) object_type,
    .id = GINT64_TO_BE (id),
  };

  return name;
}

GBytes *
sqlite_entry_id_new (const MapiUid *store, guint32 object_type, gint64 id)
{
  Name name = name_of (object_type, id);

  return mapi_entry_id_new (0, store, &name, sizeof name);
}

GBytes *
sqlite_entry_id_new_store (const MapiUid *store, const char *path)
{
  Name               name = name_of (MAPI_OBJECT_STORE, 0);
  gsize              size = sizeof name + strlen (path);
  g_autofree guint8 *data = g_malloc (size);

  memcpy (data, &name, sizeof name);
  memcpy (data + sizeof name, path, size - sizeof name);
  return mapi_entry_id_new (0, store, data, size);
}

static gboolean
read_name (GBytes *entry_id, Name *name, gsize *size)
{
  g_autoptr (GBytes) data = mapi_entry_id_get_data (entry_id);
  gconstpointer bytes = data != NULL ? g_bytes_get_data (data, size) : NULL;

  if (bytes == NULL || *size < sizeof *name)
    return FALSE;
  memcpy (name, bytes, sizeof *name);
  return name->version == FORMAT_VERSION;
}

gboolean
sqlite_entry_id_parse (
    const MapiUid *store, GBytes *entry_id, guint32 *object_type, gint64 *id, GError **error)
{
  Name  name;
  gsize size = 0;

  if (!mapi_entry_id_is_valid (entry_id) || !mapi_entry_id_has_uid (entry_id, store))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_UNKNOWN_ENTRYID,
                           "sqlite: the entry identifier does not belong to this store");
      return FALSE;
    }
  if (!read_name (entry_id, &name, &size) ||
      (name.object_type != MAPI_OBJECT_STORE && size != sizeof name))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_ENTRYID, "sqlite: the entry identifier is damaged");
      return FALSE;
    }
  *object_type = name.object_type;
  *id = GINT64_FROM_BE (name.id);
  return TRUE;
}

char *
sqlite_entry_id_get_path (GBytes *entry_id)
{
  g_autoptr (GBytes) data = NULL;
  Name  name;
  gsize size = 0;

  if (!mapi_entry_id_is_valid (entry_id) || !read_name (entry_id, &name, &size) ||
      name.object_type != MAPI_OBJECT_STORE || size == sizeof name)
    return NULL;
  data = mapi_entry_id_get_data (entry_id);
  return g_strndup ((const char *) g_bytes_get_data (data, NULL) + sizeof name, size - sizeof name);
}

GBytes *
sqlite_record_key_new (const MapiUid *store, guint32 object_type, gint64 id)
{
  struct
  {
    MapiUid store;
    Name    name;
  } key = { *store, name_of (object_type, id) };

  return g_bytes_new (&key, sizeof key);
}

/* Numbers in big endian, so that keys sort as they do. */
#define MESSAGE_SIZE sizeof (guint64)
#define INSTANCE_SIZE (MESSAGE_SIZE + sizeof (guint32))

GBytes *
sqlite_instance_key_new (gint64 id)
{
  guint64 number = GUINT64_TO_BE ((guint64) id);

  return g_bytes_new (&number, sizeof number);
}

/* The first row of a message has the key of the message, the others say which value they show. */
GBytes *
sqlite_instance_key_new_for (SqliteListEntry entry)
{
  guint64 message = GUINT64_TO_BE ((guint64) sqlite_list_get_message (entry));
  guint32 value = GUINT32_TO_BE (sqlite_list_get_value (entry));
  guint8  key[INSTANCE_SIZE];

  memcpy (key, &message, sizeof message);
  memcpy (key + sizeof message, &value, sizeof value);
  return g_bytes_new (key, value != 0 ? INSTANCE_SIZE : MESSAGE_SIZE);
}

gboolean
sqlite_instance_key_parse (GBytes *bytes, SqliteListEntry *entry)
{
  guint64       message;
  guint32       value = 0;
  gsize         size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (size != MESSAGE_SIZE && size != INSTANCE_SIZE)
    return FALSE;
  memcpy (&message, data, sizeof message);
  memcpy (&value, data + sizeof message, size - sizeof message);
  message = GUINT64_FROM_BE (message);
  value = GUINT32_FROM_BE (value);
  if (!sqlite_list_has_entry ((gint64) message) || value >= SQLITE_LIST_MAX_VALUES)
    return FALSE;
  *entry = sqlite_list_entry ((gint64) message, value);
  return TRUE;
}
