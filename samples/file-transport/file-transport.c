/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A whole transport: messages go out as files in FOLDER/out, and files in FOLDER/in come in. */

#include <mapi/mapi.h>

/* Where file-transport.service says the setting "folder" lies in our section of the profile. */
#define TAG_FOLDER ((guint32) 0x6600001F)

#define SAFELY (G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE)

/* The logon is what the spooler drives. MapiTransport does what is alike for all transports: status
 * row and object, notifications, flushing. What moves messages is left for us. */
G_DECLARE_FINAL_TYPE (FileTransport, file_transport, FILE, TRANSPORT, MapiTransport)
struct _FileTransport
{
  MapiTransport parent_instance;
};

static const char *
get_folder (gpointer logon)
{
  return mapi_prop_list_get_string (mapi_transport_get_settings (logon), TAG_FOLDER);
}

/* Logging on. Without a folder there is nothing to do; this error has the user asked for it. */
static gboolean
file_transport_open (
    MapiTransport *self, MapiPropList *settings, guint32 *flags, GCancellable *c, GError **error)
{
  if (mapi_prop_list_get_string (settings, TAG_FOLDER) == NULL)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "the setting folder is missing");
      return FALSE;
    }
  *flags = MAPI_LOGON_SP_POLL; /* have us asked for mail now and then */
  return TRUE;
}

/* Says whose mail is ours: that of recipients whose address type is FILE. */
static MapiAddressTypes *
file_transport_address_types (MapiXpLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  const char *const types[] = { "FILE", NULL };
  *flags = MAPI_UNICODE;
  return mapi_address_types_new (types, NULL);
}

/* Out. The message stays in the queue until we take the responsibility for its recipients, so that
 * comes last, when the file is whole and on the disk. */
static gboolean
file_transport_submit_message (MapiXpLogon  *logon,
                               guint32       flags,
                               MapiMessage  *message,
                               guint32      *message_ref,
                               guint32      *return_parm,
                               GCancellable *c,
                               GError      **error)
{
  g_autoptr (MapiRowSet) ours = mapi_message_list_open_recipients (message, c, error);
  g_autoptr (GBytes) mail = mapi_mime_write_bytes (message, 0, c, ours != NULL ? error : NULL);
  g_autoptr (GError) local = NULL;
  g_autofree char *unique = g_uuid_string_random ();
  g_autofree char *path = g_strdup_printf ("%s/out/%s.eml", get_folder (logon), unique);
  const char      *data;
  gsize            size;

  if (ours == NULL || mail == NULL)
    return FALSE;
  data = g_bytes_get_data (mail, &size);
  if (g_file_set_contents_full (path, data, (gssize) size, SAFELY, 0600, &local))
    return mapi_transport_settle (MAPI_TRANSPORT (logon), message, ours, NULL, c, error);

  *return_parm = 60; /* a disk that is full may have room in a minute: the spooler tries again */
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_WAIT, local->message);
  return FALSE;
}

static GFile *
find_file (MapiXpLogon *logon)
{
  g_autofree char *folder = g_build_filename (get_folder (logon), "in", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;
  return name != NULL ? g_file_new_build_filename (folder, name, NULL) : NULL;
}

/* In, first half: is there anything? */
static gboolean
file_transport_poll (MapiXpLogon *logon, guint32 *incoming, GCancellable *c, GError **error)
{
  g_autoptr (GFile) file = find_file (logon);
  *incoming = file != NULL;
  return TRUE;
}

/* In, second half: fills the message that the spooler has made for it. The file goes only when the
 * message is saved: a crash in between brings it twice, and loses nothing. */
static gboolean
file_transport_start_message (MapiXpLogon  *logon,
                              guint32       flags,
                              MapiMessage  *message,
                              guint32      *message_ref,
                              GCancellable *c,
                              GError      **error)
{
  g_autoptr (GFile) file = find_file (logon);
  g_autoptr (GFileInputStream) stream = file != NULL ? g_file_read (file, c, error) : NULL;

  if (file == NULL)
    return TRUE; /* nothing after all: a message that was not saved is dropped */
  return stream != NULL && mapi_mime_read (message, G_INPUT_STREAM (stream), 0, c, error) &&
         mapi_message_stamp_received (message, NULL, NULL, g_get_real_time (), 0, c, error) &&
         mapi_prop_save_changes (MAPI_PROP (message), 0, c, error) &&
         g_file_delete (file, c, error);
}

static void
init_logon (MapiXpLogonInterface *iface)
{
  iface->address_types = file_transport_address_types;
  iface->submit_message = file_transport_submit_message;
  iface->poll = file_transport_poll;
  iface->start_message = file_transport_start_message;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FileTransport,
                               file_transport,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, init_logon))

static void
file_transport_class_init (FileTransportClass *klass)
{
  MAPI_TRANSPORT_CLASS (klass)->open = file_transport_open;
}

static void
file_transport_init (FileTransport *self)
{
}

/* All that a module exports. Host and provider check each other's version first. */
MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return mapi_transport_factory_new (file_transport_get_type (), "Files");
}
