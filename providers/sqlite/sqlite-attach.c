/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-attach.h"
#include "sqlite-db-messages.h"
#include "sqlite-entry-id.h"
#include "sqlite-store.h"

struct _SqliteAttach
{
  SqliteObject   parent_instance;
  SqliteMessage *message;
  gboolean       writable;

  GMutex            lock; /* of what follows */
  SqliteAttachData *data; /* the attachment as it will be saved */
  guint64           own;  /* what it weighed without the message inside, as it was saved last */
};

static void sqlite_attach_iface_init (MapiAttachInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SqliteAttach,
                               sqlite_attach,
                               SQLITE_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_ATTACH, sqlite_attach_iface_init))

static const guint32 computed_tags[] = {
  MAPI_PR_OBJECT_TYPE,
  MAPI_PR_ATTACH_NUM,
  MAPI_PR_RECORD_KEY,
  MAPI_PR_ATTACH_SIZE,
  MAPI_PR_STORE_ENTRYID,
  MAPI_PR_STORE_RECORD_KEY,
  MAPI_PR_MAPPING_SIGNATURE,
  MAPI_PR_ACCESS,
  MAPI_PR_ACCESS_LEVEL,
  MAPI_PR_INSTANCE_KEY,
  MAPI_PR_LAST_MODIFICATION_TIME,
  0,
};

/* What is too much for a row of a table. */
static const guint32 data_tags[] = { MAPI_PR_ATTACH_DATA_BIN };

static void
add_computed (MapiPropListBuilder *builder, SqliteBackend *backend, SqliteAttachData *data)
{
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_ATTACH);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ATTACH_NUM, (gint32) data->number);
  mapi_prop_list_builder_add_long (
      builder, MAPI_PR_ATTACH_SIZE, (gint32) MIN (data->size, G_MAXINT32));
  /* Attachments of older versions have none among their properties. */
  if (!mapi_prop_list_contains (data->props, MAPI_PR_RECORD_KEY))
    sqlite_add_binary (
        builder,
        MAPI_PR_RECORD_KEY,
        sqlite_record_key_new (sqlite_backend_get_uid (backend), MAPI_OBJECT_ATTACH, data->id));
  if (!mapi_prop_list_contains (data->props, MAPI_PR_RENDERING_POSITION))
    mapi_prop_list_builder_add_long (builder, MAPI_PR_RENDERING_POSITION, -1);
}

MapiPropList *
sqlite_attach_data_to_row (SqliteBackend *backend, SqliteAttachData *data)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropTagArray) left_out =
      mapi_prop_tag_array_new (data_tags, G_N_ELEMENTS (data_tags));
  g_autoptr (MapiPropList) shown = mapi_prop_list_without (data->props, left_out);
  g_autoptr (MapiPropList) computed = NULL;

  add_computed (builder, backend, data);
  sqlite_add_binary (
      builder, MAPI_PR_INSTANCE_KEY, sqlite_instance_key_new ((gint64) data->number + 1));
  computed = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (shown, computed);
}

static MapiPropList *
compute (SqliteAttach *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  guint32 access = MAPI_ACCESS_READ | (self->writable ? MAPI_ACCESS_MODIFY : 0);

  sqlite_object_add_common (SQLITE_OBJECT (self), builder);
  add_computed (builder, sqlite_object_get_backend (SQLITE_OBJECT (self)), self->data);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS, (gint32) access);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_ACCESS_LEVEL, self->writable ? MAPI_MODIFY : 0);
  if (self->data->embedded != NULL || self->data->embedded_id != 0)
    {
      g_autoptr (MapiPropValue) object = mapi_prop_value_new_object (MAPI_PR_ATTACH_DATA_OBJ);

      mapi_prop_list_builder_add_value (builder, object);
    }
  sqlite_add_large_errors (builder, self->data->large);
  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
sqlite_attach_get_all (SqliteObject *object, GError **error)
{
  SqliteAttach *self = SQLITE_ATTACH (object);
  g_autoptr (MapiPropList) computed = NULL;
  MapiPropList *all;

  g_mutex_lock (&self->lock);
  computed = compute (self);
  all = mapi_prop_list_merge (self->data->props, computed);
  g_mutex_unlock (&self->lock);
  return all;
}

static gboolean
sqlite_attach_find_large (SqliteObject *object, guint32 tag, SqliteLarge *large)
{
  SqliteAttach *self = SQLITE_ATTACH (object);
  gboolean      found;

  g_mutex_lock (&self->lock);
  found = sqlite_large_find (self->data->large, tag, large);
  g_mutex_unlock (&self->lock);
  return found;
}

static guint32
sqlite_attach_get_code_page (SqliteObject *object)
{
  return sqlite_message_get_code_page (SQLITE_ATTACH (object)->message);
}

static gboolean
sqlite_attach_check_writable (SqliteObject *object, GError **error)
{
  if (SQLITE_ATTACH (object)->writable)
    return TRUE;
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "sqlite: the attachment was opened for reading");
  return FALSE;
}

/* What the message may have already is not changed, but replaced. Called with the lock held. */
static SqliteAttachData *
begin_change (SqliteAttach *self)
{
  SqliteAttachData *copy = sqlite_attach_data_copy (self->data);

  sqlite_attach_data_unref (self->data);
  self->data = copy;
  return copy;
}

/* Takes over @props. */
static void
put_props (SqliteAttachData *data, MapiPropList *props)
{
  mapi_prop_list_unref (data->props);
  data->props = props;
}

static gboolean
sqlite_attach_change (SqliteObject     *object,
                      MapiPropList     *set,
                      MapiPropTagArray *removed,
                      GError          **error)
{
  SqliteAttach     *self = SQLITE_ATTACH (object);
  SqliteAttachData *data;
  g_autoptr (MapiPropTagArray) tags =
      set != NULL ? mapi_prop_list_get_tags (set) : mapi_prop_tag_array_ref (removed);

  g_mutex_lock (&self->lock);
  data = begin_change (self);
  sqlite_large_remove_tags (&data->large, tags);
  put_props (data,
             set != NULL ? mapi_prop_list_merge (data->props, set)
                         : mapi_prop_list_without (data->props, removed));
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
sqlite_attach_set_large (SqliteObject *object, const SqliteLarge *large, GError **error)
{
  SqliteAttach *self = SQLITE_ATTACH (object);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&large->tag, 1);
  g_autoptr (GBytes) before = NULL;
  SqliteAttachData *data;

  g_mutex_lock (&self->lock);
  data = begin_change (self);
  before = data->large;
  data->large = sqlite_large_add (before, large);
  put_props (data, mapi_prop_list_without (data->props, tags));
  g_mutex_unlock (&self->lock);
  return TRUE;
}

gboolean
sqlite_attach_take_embedded (SqliteAttach *self, SqliteMessageData *message, GError **error)
{
  g_autoptr (SqliteMessageData) taken = message;
  SqliteAttachData *data;

  if (!sqlite_object_check (SQLITE_OBJECT (self), error) ||
      !sqlite_attach_check_writable (SQLITE_OBJECT (self), error))
    return FALSE;
  g_mutex_lock (&self->lock);
  data = begin_change (self);
  g_clear_pointer (&data->embedded, sqlite_message_data_free);
  data->embedded = g_steal_pointer (&taken);
  data->embedded_id = data->embedded->id;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static guint64
measure_own (SqliteAttachData *data)
{
  g_autoptr (GBytes) props = mapi_prop_list_to_bytes (data->props);

  return g_bytes_get_size (props) + sqlite_large_get_total (data->large);
}

/* Of a stored message inside that was not opened only the old total is known. */
static guint64
measure (SqliteAttach *self)
{
  SqliteAttachData *data = self->data;
  guint64           own = measure_own (data);

  if (data->embedded != NULL)
    return own + data->embedded->summary.size;
  return data->embedded_id == 0 ? own : own + data->size - MIN (self->own, data->size);
}

static MapiPropList *
new_times (MapiPropList *props)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  guint64 now = mapi_filetime_from_unix_usec (g_get_real_time ());

  if (!mapi_prop_list_contains (props, MAPI_PR_CREATION_TIME))
    mapi_prop_list_builder_add_systime (builder, MAPI_PR_CREATION_TIME, now);
  mapi_prop_list_builder_add_systime (builder, MAPI_PR_LAST_MODIFICATION_TIME, now);
  return mapi_prop_list_builder_end (builder);
}

/* Called with the lock held. */
static SqliteAttachData *
complete (SqliteAttach *self, guint32 code_page)
{
  SqliteAttachData *data = begin_change (self);
  g_autoptr (MapiPropList) read = mapi_code_page_to_unicode (code_page, data->props);
  g_autoptr (MapiPropList) times = new_times (read);

  put_props (data, mapi_prop_list_merge (read, times));
  data->size = measure (self);
  self->own = measure_own (data);
  return data;
}

/* Hands the attachment to its message, whose SaveChanges stores it. */
static gboolean
sqlite_attach_save (SqliteObject *object, guint32 flags, GCancellable *cancellable, GError **error)
{
  SqliteAttach     *self = SQLITE_ATTACH (object);
  guint32           code_page = sqlite_attach_get_code_page (object);
  SqliteAttachData *data;
  gboolean          saved;

  if (!sqlite_attach_check_writable (object, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  data = sqlite_attach_data_ref (complete (self, code_page));
  g_mutex_unlock (&self->lock);

  saved = sqlite_message_put_attachment (self->message, data, error);
  sqlite_attach_data_unref (data);
  if (saved && !(flags & MAPI_KEEP_OPEN_READWRITE))
    self->writable = FALSE;
  return saved;
}

typedef struct
{
  gint64             id;
  SqliteMessageData *data;
} Load;

static gboolean
load_embedded (SqliteDbConn *conn, gpointer data, GError **error)
{
  Load *load = data;

  load->data = sqlite_db_message_load (conn, load->id, error);
  return load->data != NULL;
}

/* *message stays NULL where there is none yet. */
static gboolean
find_embedded (SqliteAttach *self, SqliteMessageData **message, GError **error)
{
  Load load = { 0 };

  g_mutex_lock (&self->lock);
  if (self->data->embedded != NULL)
    *message = sqlite_message_data_copy (self->data->embedded);
  else
    load.id = self->data->embedded_id;
  g_mutex_unlock (&self->lock);

  if (*message != NULL || load.id == 0)
    return TRUE;
  if (!sqlite_backend_read (
          sqlite_object_get_backend (SQLITE_OBJECT (self)), load_embedded, &load, error))
    return FALSE;
  *message = load.data;
  return TRUE;
}

static GObject *
sqlite_attach_open_object (SqliteObject *object,
                           guint32       tag,
                           const char   *interface_name,
                           guint32       flags,
                           GCancellable *cancellable,
                           GError      **error)
{
  SqliteAttach      *self = SQLITE_ATTACH (object);
  gboolean           writable = (flags & (MAPI_MODIFY | MAPI_CREATE)) != 0;
  SqliteMessageData *message = NULL;

  if (mapi_prop_tag_get_id (tag) != mapi_prop_tag_get_id (MAPI_PR_ATTACH_DATA_OBJ) ||
      mapi_prop_tag_get_prop_type (tag) != MAPI_PT_OBJECT)
    return NULL;
  if (!sqlite_check_interface (interface_name, "MapiMessage", error) ||
      (writable && !sqlite_attach_check_writable (object, error)) ||
      (!(flags & MAPI_CREATE) && !find_embedded (self, &message, error)))
    return NULL;
  if (message == NULL && !(flags & MAPI_CREATE))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: there is no message in the attachment");
      return NULL;
    }
  return G_OBJECT (sqlite_message_new_embedded (self, message, writable));
}

static void
sqlite_attach_iface_init (MapiAttachInterface *iface)
{
}

static void
sqlite_attach_finalize (GObject *object)
{
  SqliteAttach *self = SQLITE_ATTACH (object);

  g_clear_object (&self->message);
  g_clear_pointer (&self->data, sqlite_attach_data_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (sqlite_attach_parent_class)->finalize (object);
}

static void
sqlite_attach_class_init (SqliteAttachClass *klass)
{
  SqliteObjectClass *object_class = SQLITE_OBJECT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = sqlite_attach_finalize;
  object_class->computed = computed_tags;
  object_class->get_all = sqlite_attach_get_all;
  object_class->find_large = sqlite_attach_find_large;
  object_class->get_code_page = sqlite_attach_get_code_page;
  object_class->check_writable = sqlite_attach_check_writable;
  object_class->change = sqlite_attach_change;
  object_class->set_large = sqlite_attach_set_large;
  object_class->save = sqlite_attach_save;
  object_class->open_object = sqlite_attach_open_object;
}

static void
sqlite_attach_init (SqliteAttach *self)
{
  g_mutex_init (&self->lock);
}

SqliteAttach *
sqlite_attach_new (SqliteMessage *message, SqliteAttachData *data, gboolean writable)
{
  SqliteAttach *self = g_object_new (SQLITE_TYPE_ATTACH, NULL);

  sqlite_object_set_store (SQLITE_OBJECT (self), sqlite_object_get_store (SQLITE_OBJECT (message)));
  self->message = g_object_ref (message);
  self->data = sqlite_attach_data_ref (data);
  self->own = measure_own (data);
  self->writable = writable;
  return self;
}
