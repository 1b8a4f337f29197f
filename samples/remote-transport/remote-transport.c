/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A remote transport: mail stays on the server, and clients see the headers of it. What becomes of
 * which message they say with SetMessageStatus; that it is to happen, with ValidateState. */

#include "remote-folder.h"

/* Where remote-transport.service says the settings lie in our section of the profile. */
#define TAG_SERVER ((guint32) 0x6600001F)
#define TAG_SPEED ((guint32) 0x66010003)

#define FETCH MAPI_MSGSTATUS_REMOTE_DOWNLOAD
#define REMOVE MAPI_MSGSTATUS_REMOTE_DELETE

G_DECLARE_FINAL_TYPE (RemoteTransport, remote_transport, REMOTE, TRANSPORT, MapiTransport)
struct _RemoteTransport
{
  MapiTransport  parent_instance;
  RemoteHeaders *headers;
  RemoteFolder  *folder; /* the status object */
  gint           wanted; /* MAPI_*_XP_HEADER_CACHE that the next flush is to do */
};

static MapiXpLogonInterface *parent_iface;

/* Logging on connects to nothing: that waits for a flush. */
static gboolean
remote_transport_open (MapiTransport *transport,
                       MapiPropList  *settings,
                       guint32       *flags,
                       GCancellable  *c,
                       GError       **error)
{
  const char *server = mapi_prop_list_get_string (settings, TAG_SERVER);
  gint32      speed = mapi_prop_list_get_long (settings, TAG_SPEED, 0);

  if (server == NULL)
    {
      g_set_error (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "the setting server is missing");
      return FALSE;
    }
  mapi_transport_set_remote (transport);
  REMOTE_TRANSPORT (transport)->headers = remote_headers_new (server, (guint) MAX (speed, 0));
  *flags = 0; /* nobody need ask us for mail: it comes when a client wants it */
  return TRUE;
}

/* Nothing goes out here. */
static MapiAddressTypes *
address_types (MapiXpLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  const char *const types[] = { "", NULL };

  *flags = MAPI_UNICODE;
  return mapi_address_types_new (types, NULL);
}

/* The folder of the headers stands before the status object that every transport has. */
static gboolean
remote_transport_logged_on (MapiTransport *transport, GCancellable *c, GError **error)
{
  RemoteTransport *self = REMOTE_TRANSPORT (transport);
  g_autoptr (MapiStatus) plain =
      parent_iface->open_status_entry (MAPI_XP_LOGON (self), NULL, 0, c, error);

  if (plain != NULL)
    self->folder = remote_folder_new (self->headers, plain);
  return plain != NULL;
}

static MapiStatus *
open_status_entry (
    MapiXpLogon *logon, const char *interface_name, guint32 flags, GCancellable *c, GError **error)
{
  return g_object_ref (MAPI_STATUS (REMOTE_TRANSPORT (logon)->folder));
}

/* Only notes what is wanted. The parent sets the bits that have the spooler begin a flush, or
 * refuses while one is under way. */
static gboolean
validate_state (MapiXpLogon *logon, guint32 flags, GCancellable *c, GError **error)
{
  RemoteTransport *self = REMOTE_TRANSPORT (logon);
  guint32          wanted = flags & (MAPI_PROCESS_XP_HEADER_CACHE | MAPI_REFRESH_XP_HEADER_CACHE);
  gint             before = g_atomic_int_get (&self->wanted);

  if ((flags & MAPI_ABORT_XP_HEADER_OPERATION) != 0)
    g_atomic_int_set (&self->wanted, 0);
  else if (wanted != 0)
    g_atomic_int_set (&self->wanted, (gint) wanted);
  if (parent_iface->validate_state (logon, flags, c, error))
    return TRUE;

  g_atomic_int_set (&self->wanted, before);
  return FALSE;
}

static gboolean
is_processing (RemoteTransport *self)
{
  return (g_atomic_int_get (&self->wanted) & (gint) MAPI_PROCESS_XP_HEADER_CACHE) != 0;
}

/* What is to be deleted and not to be fetched. */
static gboolean
remove_marked (RemoteTransport *self, GError **error)
{
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (GFile) file = remote_headers_find (self->headers, REMOVE, FETCH, &entry_id);

  while (file != NULL)
    {
      if (!g_file_delete (file, NULL, error) ||
          !remote_headers_mark (self->headers, entry_id, 0, REMOVE, NULL, error))
        return FALSE;
      g_clear_object (&file);
      g_clear_pointer (&entry_id, g_bytes_unref);
      file = remote_headers_find (self->headers, REMOVE, FETCH, &entry_id);
    }
  return TRUE;
}

/* A failure ends nothing but this: it shows in the status row, and the client may ask again. */
static void
show_failure (RemoteTransport *self, const GError *error)
{
  if (error != NULL)
    mapi_transport_change_status (MAPI_TRANSPORT (self), 0, 0, error->message, NULL);
}

/* The flush: what is to be deleted at its beginning, what is to be fetched with StartMessage, and a
 * new list at its end. */
static gboolean
transport_notify (
    MapiXpLogon *logon, guint32 *flags, guint32 message_ref, GBytes *entry_id, GError **error)
{
  RemoteTransport *self = REMOTE_TRANSPORT (logon);
  g_autoptr (GError) failure = NULL;

  if ((*flags & MAPI_NOTIFY_BEGIN_INBOUND_FLUSH) != 0 && is_processing (self))
    remove_marked (self, &failure);
  if ((*flags & MAPI_NOTIFY_END_INBOUND_FLUSH) != 0 &&
      g_atomic_int_exchange (&self->wanted, 0) != 0)
    remote_headers_refresh (self->headers, NULL, &failure);
  show_failure (self, failure);
  return parent_iface->transport_notify (logon, flags, message_ref, entry_id, error);
}

/* A message that is to be deleted too is moved: it is here before it is gone there. */
static gboolean
settle (RemoteTransport *self, GFile *file, GBytes *entry_id, GCancellable *c, GError **error)
{
  guint32 status = 0;

  return remote_headers_mark (self->headers, entry_id, 0, FETCH | REMOVE, &status, error) &&
         ((status & REMOVE) == 0 || g_file_delete (file, c, error));
}

/* The spooler comes again as long as a message was saved. */
static gboolean
start_message (MapiXpLogon  *logon,
               guint32       flags,
               MapiMessage  *message,
               guint32      *message_ref,
               GCancellable *c,
               GError      **error)
{
  RemoteTransport *self = REMOTE_TRANSPORT (logon);
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (GFile) file =
      is_processing (self) ? remote_headers_find (self->headers, FETCH, 0, &entry_id) : NULL;
  g_autoptr (GFileInputStream) stream = file != NULL ? g_file_read (file, c, error) : NULL;

  if (file == NULL)
    return TRUE;
  return stream != NULL && mapi_mime_read (message, G_INPUT_STREAM (stream), 0, c, error) &&
         mapi_message_stamp_received (message, NULL, NULL, g_get_real_time (), 0, c, error) &&
         mapi_prop_save_changes (MAPI_PROP (message), 0, c, error) &&
         settle (self, file, entry_id, c, error);
}

static gboolean
transport_logoff (MapiXpLogon *logon, guint32 flags, GCancellable *c, GError **error)
{
  RemoteTransport *self = REMOTE_TRANSPORT (logon);
  MapiSupport     *support = mapi_transport_get_support (MAPI_TRANSPORT (logon));

  if (self->folder != NULL && support != NULL)
    mapi_support_make_invalid (support, G_OBJECT (self->folder), 0, NULL);
  return parent_iface->transport_logoff (logon, flags, c, error);
}

static void
init_logon (MapiXpLogonInterface *iface)
{
  parent_iface = g_type_interface_peek_parent (iface);
  iface->address_types = address_types;
  iface->open_status_entry = open_status_entry;
  iface->validate_state = validate_state;
  iface->transport_notify = transport_notify;
  iface->start_message = start_message;
  iface->transport_logoff = transport_logoff;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RemoteTransport,
                               remote_transport,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, init_logon))

static void
remote_transport_finalize (GObject *object)
{
  RemoteTransport *self = REMOTE_TRANSPORT (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->headers);

  G_OBJECT_CLASS (remote_transport_parent_class)->finalize (object);
}

static void
remote_transport_class_init (RemoteTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = remote_transport_finalize;
  MAPI_TRANSPORT_CLASS (klass)->open = remote_transport_open;
  MAPI_TRANSPORT_CLASS (klass)->logged_on = remote_transport_logged_on;
}

static void
remote_transport_init (RemoteTransport *self)
{
}

/* All that a module exports. Host and provider check each other's version first. */
MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return mapi_transport_factory_new (remote_transport_get_type (), "Mail far away");
}
