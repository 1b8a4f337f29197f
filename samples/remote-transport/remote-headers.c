/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The server is a folder of files, of which we pretend that the way there is long. */

#include "remote-headers.h"

struct _RemoteHeaders
{
  GObject        parent_instance;
  char          *server;
  guint          speed;
  GMutex         lock;
  MapiTableData *rows;
};

G_DEFINE_FINAL_TYPE (RemoteHeaders, remote_headers, G_TYPE_OBJECT)

/* What an entry identifier of ours begins with. */
static const MapiUid remote_uid = { { 'r', 'e', 'm', 'o', 't', 'e', ' ', 'h', 'e', 'a', 'd' } };

/* What people choose by, and what they mark. */
static const guint32 columns[] = {
  MAPI_PR_ENTRYID,      MAPI_PR_INSTANCE_KEY,           MAPI_PR_OBJECT_TYPE,
  MAPI_PR_SUBJECT,      MAPI_PR_NORMALIZED_SUBJECT,     MAPI_PR_SENDER_NAME,
  MAPI_PR_DISPLAY_TO,   MAPI_PR_CLIENT_SUBMIT_TIME,     MAPI_PR_MESSAGE_CLASS,
  MAPI_PR_IMPORTANCE,   MAPI_PR_SENT_REPRESENTING_NAME, MAPI_PR_MESSAGE_FLAGS,
  MAPI_PR_MESSAGE_SIZE, MAPI_PR_MESSAGE_DOWNLOAD_TIME,  MAPI_PR_MSG_STATUS,
};

/* The header of a message, up to the first empty line: no more comes over the line. */
static GBytes *
read_header (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GDataInputStream) lines =
      stream != NULL ? g_data_input_stream_new (G_INPUT_STREAM (stream)) : NULL;
  g_autoptr (GString) header = g_string_new (NULL);
  g_autoptr (GError) local = NULL;
  char *line;

  if (lines == NULL)
    return NULL;
  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_ANY);
  while ((line = g_data_input_stream_read_line (lines, NULL, cancellable, &local)) != NULL &&
         *line != '\0')
    {
      g_string_append_printf (header, "%s\n", line);
      g_free (line);
    }
  g_free (line);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  g_string_append_c (header, '\n');
  return g_string_free_to_bytes (g_steal_pointer (&header));
}

/* What the fields of the header say. */
static MapiPropList *
read_fields (GFile *file, MapiPropTagArray *tags, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) header = read_header (file, cancellable, error);
  g_autoptr (MapiMessage) message = MAPI_MESSAGE (mapi_memory_message_new ());
  g_autoptr (GInputStream) stream =
      header != NULL ? g_memory_input_stream_new_from_bytes (header) : NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (stream == NULL || !mapi_mime_read (message, stream, 0, cancellable, error))
    return NULL;
  props = mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, error);
  return props != NULL ? mapi_prop_list_without_errors (props) : NULL;
}

/* What we know without asking the fields. Nobody can tell how long a message takes on a line of
 * whose speed nothing is known. */
static MapiPropList *
describe_file (RemoteHeaders *self, GFileInfo *info)
{
  const char *name = g_file_info_get_name (info);
  goffset     size = g_file_info_get_size (info);
  g_autoptr (GBytes) entry_id = mapi_entry_id_new (0, &remote_uid, name, strlen (name));
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_ENTRYID, entry_id);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_OBJECT_TYPE, MAPI_OBJECT_MESSAGE);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_SIZE, (gint32) MIN (size, G_MAXINT32));
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MESSAGE_FLAGS, 0);
  mapi_prop_list_builder_add_long (builder, MAPI_PR_MSG_STATUS, 0);
  if (self->speed > 0)
    mapi_prop_list_builder_add_long (
        builder, MAPI_PR_MESSAGE_DOWNLOAD_TIME, (gint32) MIN (size / self->speed, G_MAXINT32));
  else
    mapi_prop_list_builder_add_error (
        builder,
        mapi_prop_tag_change_type (MAPI_PR_MESSAGE_DOWNLOAD_TIME, MAPI_PT_ERROR),
        (gint32) MAPI_E_NO_SUPPORT);
  return mapi_prop_list_builder_end (builder);
}

static MapiPropList *
make_row (
    RemoteHeaders *self, GFile *file, GFileInfo *info, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiPropList) fields = read_fields (file, tags, cancellable, error);
  g_autoptr (MapiPropList) known = describe_file (self, info);

  return fields != NULL ? mapi_prop_list_merge (fields, known) : NULL;
}

static MapiRowSet *
list_server (RemoteHeaders *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) server = g_file_new_for_path (self->server);
  g_autoptr (GFileEnumerator) files =
      g_file_enumerate_children (server, "standard::name,standard::size", 0, cancellable, error);
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  GFileInfo *info;
  GFile     *file;

  if (files == NULL)
    return NULL;
  while (g_file_enumerator_iterate (files, &info, &file, cancellable, error) && info != NULL)
    {
      MapiPropList *row;

      if (!g_str_has_suffix (g_file_info_get_name (info), ".eml"))
        continue;
      row = make_row (self, file, info, cancellable, error);
      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  return *error == NULL ? mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len) : NULL;
}

gboolean
remote_headers_refresh (RemoteHeaders *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiRowSet) rows = list_server (self, cancellable, &local);
  gboolean taken;

  if (rows == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NETWORK_ERROR,
                   "remote-transport: cannot list %s: %s",
                   self->server,
                   local->message);
      return FALSE;
    }

  g_mutex_lock (&self->lock);
  taken = mapi_table_data_delete_rows (self->rows, MAPI_TAD_ALL_ROWS, NULL, NULL, error) &&
          mapi_table_data_modify_rows (self->rows, rows, error);
  g_mutex_unlock (&self->lock);
  return taken;
}

MapiTable *
remote_headers_get_view (RemoteHeaders *self)
{
  return mapi_table_data_get_view (self->rows, NULL);
}

guint
remote_headers_count (RemoteHeaders *self)
{
  return mapi_table_data_get_size (self->rows);
}

/* With the lock held. */
static gboolean
set_status (RemoteHeaders *self, MapiPropList *row, guint32 status, GError **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (MAPI_PR_MSG_STATUS, (gint32) status);
  g_autoptr (MapiPropList) change = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) changed = mapi_prop_list_merge (row, change);

  return mapi_table_data_modify_row (self->rows, changed, error);
}

gboolean
remote_headers_mark (RemoteHeaders *self,
                     GBytes        *entry_id,
                     guint32        status,
                     guint32        mask,
                     guint32       *old,
                     GError       **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);
  g_autoptr (MapiPropList) row = mapi_table_data_query_row (self->rows, index, NULL, error);
  guint32 before;

  if (row == NULL)
    return FALSE;

  before = (guint32) mapi_prop_list_get_long (row, MAPI_PR_MSG_STATUS, 0);
  if (old != NULL)
    *old = before;
  return mask == 0 || set_status (self, row, (before & ~mask) | (status & mask), error);
}

static GFile *
get_file (RemoteHeaders *self, GBytes *entry_id)
{
  g_autoptr (GBytes) data = mapi_entry_id_get_data (entry_id);
  g_autofree char *name = g_strndup (g_bytes_get_data (data, NULL), g_bytes_get_size (data));

  return g_file_new_build_filename (self->server, name, NULL);
}

GFile *
remote_headers_find (RemoteHeaders *self, guint32 set, guint32 clear, GBytes **entry_id)
{
  g_autoptr (MapiTable) view = remote_headers_get_view (self);
  g_autoptr (MapiRestriction) all =
      mapi_restriction_new_bitmask (MAPI_BMR_NEZ, MAPI_PR_MSG_STATUS, set);
  g_autoptr (MapiRestriction) none =
      mapi_restriction_new_bitmask (MAPI_BMR_EQZ, MAPI_PR_MSG_STATUS, clear);
  MapiRestriction *both[] = { all, none };
  g_autoptr (MapiRestriction) wanted = mapi_restriction_new_and (both, G_N_ELEMENTS (both));
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiPropList) row = NULL;

  if (!mapi_table_restrict (view, wanted, 0, NULL, NULL))
    return NULL;
  rows = mapi_table_query_rows (view, 1, 0, NULL, NULL);
  if (rows == NULL || mapi_row_set_get_size (rows) == 0)
    return NULL;

  row = mapi_row_set_get_row (rows, 0);
  *entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  return get_file (self, *entry_id);
}

static void
remote_headers_finalize (GObject *object)
{
  RemoteHeaders *self = REMOTE_HEADERS (object);

  g_free (self->server);
  g_object_unref (self->rows);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (remote_headers_parent_class)->finalize (object);
}

static void
remote_headers_class_init (RemoteHeadersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = remote_headers_finalize;
}

static void
remote_headers_init (RemoteHeaders *self)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));

  self->rows = mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, MAPI_PR_ENTRYID, tags);
  g_mutex_init (&self->lock);
}

RemoteHeaders *
remote_headers_new (const char *server, guint speed)
{
  RemoteHeaders *self = g_object_new (REMOTE_TYPE_HEADERS, NULL);

  self->server = g_strdup (server);
  self->speed = speed;
  return self;
}
