/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-message.h"
#include "mapi-remote-link-struct-private.h"
#include "mapi-remote-memory-private.h"
#include "mapi-remote-value-private.h"

/* Numbers, texts, bytes and objects; mapi-remote-boxed.c has what is made of them. */

/* What stands before a value that may be missing. */
enum
{
  VALUE_NONE,
  VALUE_HERE,   /* bytes: its length and itself follow */
  VALUE_SHARED, /* bytes: the number of a descriptor and the length follow */
};

/* What is as long as this travels by descriptor. Few descriptors fit into one message. */
#define SHARED_SIZE (32 * 1024)
#define MOST_FDS 32

void
mapi_remote_writer_init (MapiRemoteWriter *self, MapiRemoteLink *link)
{
  self->link = link;
  self->bytes = g_byte_array_new ();
  self->fds = NULL;
}

void
mapi_remote_writer_clear (MapiRemoteWriter *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_clear_object (&self->fds);
}

void
mapi_remote_reader_init (MapiRemoteReader *self,
                         MapiRemoteLink   *link,
                         GBytes           *bytes,
                         GUnixFDList      *fds)
{
  self->link = link;
  self->bytes = g_bytes_ref (bytes);
  self->position = 0;
  self->released = NULL;
  self->fds = fds != NULL ? g_object_ref (fds) : NULL;
  self->failed = FALSE;
}

static void
release (MapiRemoteReader *self)
{
  g_autoptr (GArray) released = g_steal_pointer (&self->released);

  if (released != NULL)
    mapi_remote_objects_release (&self->link->objects, released);
}

void
mapi_remote_reader_clear (MapiRemoteReader *self)
{
  release (self);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->fds);
}

void
mapi_remote_reader_require (MapiRemoteReader *self, gconstpointer value)
{
  self->failed |= value == NULL;
}

gboolean
mapi_remote_reader_finish (MapiRemoteReader *self, GError **error)
{
  release (self);
  if (!self->failed && self->position == g_bytes_get_size (self->bytes))
    return TRUE;

  self->failed = TRUE;
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_PARAMETER,
                       "what came from the other process is not what it should be");
  return FALSE;
}

/* NULL when there is not so much left. */
static const guint8 *
take (MapiRemoteReader *self, gsize size)
{
  gsize         whole = 0;
  const guint8 *data = self->bytes != NULL ? g_bytes_get_data (self->bytes, &whole) : NULL;

  self->failed |= data == NULL || size > whole - self->position;
  if (self->failed)
    return NULL;
  self->position += size;
  return data + self->position - size;
}

static void
read_number (MapiRemoteReader *self, gpointer value, gsize size)
{
  const guint8 *data = take (self, size);

  if (data != NULL)
    memcpy (value, data, size);
  else
    memset (value, 0, size);
}

/* Both ends are on the same machine. */
#define DEFINE_NUMBER(type)                                                                        \
  void mapi_remote_write_##type (MapiRemoteWriter *self, type value)                               \
  {                                                                                                \
    g_byte_array_append (self->bytes, (const guint8 *) &value, sizeof value);                      \
  }                                                                                                \
                                                                                                   \
  type mapi_remote_read_##type (MapiRemoteReader *self)                                            \
  {                                                                                                \
    type value;                                                                                    \
                                                                                                   \
    read_number (self, &value, sizeof value);                                                      \
    return value;                                                                                  \
  }

DEFINE_NUMBER (guint32)
DEFINE_NUMBER (gint32)
DEFINE_NUMBER (guint64)
DEFINE_NUMBER (gint64)

static void
write_kind (MapiRemoteWriter *self, guint8 kind)
{
  g_byte_array_append (self->bytes, &kind, 1);
}

static guint8
read_kind (MapiRemoteReader *self)
{
  const guint8 *data = take (self, 1);

  return data != NULL ? *data : VALUE_NONE;
}

void
mapi_remote_write_gboolean (MapiRemoteWriter *self, gboolean value)
{
  write_kind (self, value ? 1 : 0);
}

gboolean
mapi_remote_read_gboolean (MapiRemoteReader *self)
{
  return read_kind (self) != 0;
}

static void
write_here (MapiRemoteWriter *self, gconstpointer data, gsize size)
{
  write_kind (self, VALUE_HERE);
  mapi_remote_write_guint64 (self, size);
  g_byte_array_append (self->bytes, data, size);
}

static gboolean
write_shared (MapiRemoteWriter *self, GBytes *value)
{
  int number = -1;

  if (self->fds == NULL)
    self->fds = g_unix_fd_list_new ();
  if (g_unix_fd_list_get_length (self->fds) < MOST_FDS)
    number = mapi_remote_memory_share (value, self->fds);
  if (number < 0)
    return FALSE;

  write_kind (self, VALUE_SHARED);
  mapi_remote_write_guint32 (self, (guint32) number);
  mapi_remote_write_guint64 (self, g_bytes_get_size (value));
  return TRUE;
}

void
mapi_remote_write_bytes (MapiRemoteWriter *self, GBytes *value)
{
  gsize         size;
  gconstpointer data;

  if (value == NULL)
    {
      write_kind (self, VALUE_NONE);
      return;
    }
  data = g_bytes_get_data (value, &size);
  if (size < SHARED_SIZE || !write_shared (self, value))
    write_here (self, data, size);
}

static GBytes *
read_here (MapiRemoteReader *self)
{
  guint64       size = mapi_remote_read_guint64 (self);
  const guint8 *data = take (self, size);

  return data != NULL ? g_bytes_new (data, size) : NULL;
}

static GBytes *
read_shared (MapiRemoteReader *self)
{
  guint32 number = mapi_remote_read_guint32 (self);
  guint64 size = mapi_remote_read_guint64 (self);
  GBytes *bytes = NULL;

  if (!self->failed)
    bytes = mapi_remote_memory_open (self->fds, number, size);
  mapi_remote_reader_require (self, bytes);
  return bytes;
}

GBytes *
mapi_remote_read_bytes (MapiRemoteReader *self)
{
  switch (read_kind (self))
    {
    case VALUE_NONE:
      return NULL;
    case VALUE_HERE:
      return read_here (self);
    case VALUE_SHARED:
      return read_shared (self);
    default:
      self->failed = TRUE;
      return NULL;
    }
}

void
mapi_remote_write_string (MapiRemoteWriter *self, const char *value)
{
  if (value != NULL)
    write_here (self, value, strlen (value));
  else
    write_kind (self, VALUE_NONE);
}

char *
mapi_remote_read_string (MapiRemoteReader *self)
{
  g_autoptr (GBytes) bytes = mapi_remote_read_bytes (self);
  gsize       size = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (bytes == NULL)
    return NULL;
  /* A NUL within is not valid. */
  if (size == 0 || g_utf8_validate_len (text, size, NULL))
    return g_strndup (text != NULL ? text : "", size);
  self->failed = TRUE;
  return NULL;
}

void
mapi_remote_write_strv (MapiRemoteWriter *self, const char *const *value)
{
  mapi_remote_write_gboolean (self, value != NULL);
  if (value == NULL)
    return;
  mapi_remote_write_guint32 (self, g_strv_length ((GStrv) value));
  for (; *value != NULL; value++)
    mapi_remote_write_string (self, *value);
}

GStrv
mapi_remote_read_strv (MapiRemoteReader *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint32 n;

  if (!mapi_remote_read_gboolean (self))
    return NULL;
  n = mapi_remote_read_guint32 (self);
  for (guint32 i = 0; i < n && !self->failed; i++)
    {
      g_autofree char *text = mapi_remote_read_string (self);

      mapi_remote_reader_require (self, text);
      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

void
mapi_remote_write_file (MapiRemoteWriter *self, GFile *value)
{
  g_autofree char *uri = value != NULL ? g_file_get_uri (value) : NULL;

  mapi_remote_write_string (self, uri);
}

GFile *
mapi_remote_read_file (MapiRemoteReader *self)
{
  g_autofree char *uri = mapi_remote_read_string (self);

  return uri != NULL ? g_file_new_for_uri (uri) : NULL;
}

void
mapi_remote_write_uid (MapiRemoteWriter *self, const MapiUid *value)
{
  if (value != NULL)
    write_here (self, value->bytes, sizeof value->bytes);
  else
    write_kind (self, VALUE_NONE);
}

MapiUid *
mapi_remote_read_uid (MapiRemoteReader *self)
{
  g_autoptr (GBytes) bytes = mapi_remote_read_bytes (self);
  MapiUid *uid = bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;

  self->failed |= bytes != NULL && uid == NULL;
  return uid;
}

void
mapi_remote_write_object (MapiRemoteWriter *self, gpointer object)
{
  mapi_remote_objects_write (&self->link->objects, self, object);
}

gpointer
mapi_remote_read_object (MapiRemoteReader *self, GType type)
{
  gpointer object = mapi_remote_objects_read (&self->link->objects, self);

  if (object == NULL || G_TYPE_CHECK_INSTANCE_TYPE (object, type))
    return object;
  self->failed = TRUE;
  g_object_unref (object);
  return NULL;
}

void
mapi_remote_write_list (MapiRemoteWriter *self, GListModel *value)
{
  guint n = g_list_model_get_n_items (value);

  mapi_remote_write_guint32 (self, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) object = g_list_model_get_item (value, i);

      mapi_remote_write_object (self, object);
    }
}

GListModel *
mapi_remote_read_list (MapiRemoteReader *self)
{
  g_autoptr (GListStore) list = g_list_store_new (MAPI_TYPE_MESSAGE);
  guint32 n = mapi_remote_read_guint32 (self);

  for (guint32 i = 0; i < n && !self->failed; i++)
    {
      g_autoptr (GObject) object = mapi_remote_read_object (self, MAPI_TYPE_MESSAGE);

      mapi_remote_reader_require (self, object);
      if (object != NULL)
        g_list_store_append (list, object);
    }
  return G_LIST_MODEL (g_steal_pointer (&list));
}

void
mapi_remote_read_list_again (MapiRemoteReader *self, GListModel *value)
{
  g_autoptr (GListModel) list = mapi_remote_read_list (self);

  if (self->failed)
    return;
  g_list_store_remove_all (G_LIST_STORE (value));
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) object = g_list_model_get_item (list, i);

      g_list_store_append (G_LIST_STORE (value), object);
    }
}
