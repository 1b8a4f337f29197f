/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A preprocessor: puts a line below the text of each message before it is sent, and takes it away
 * from the sender's own copy afterwards. Preprocessors are registered by transports, so this is
 * one; it moves no mail. */

#include <mapi/mapi.h>

/* Where signature.service says the setting "line" lies in our section of the profile. */
#define TAG_LINE ((guint32) 0x6600001F)

/* What a stream's position counts from. */
#define FROM_BEGINNING 0
#define FROM_END 2

/* The preprocessor is what the spooler calls with a message. */
G_DECLARE_FINAL_TYPE (Signer, signer, SIGNATURE, SIGNER, GObject)
struct _Signer
{
  GObject parent_instance;
  GBytes *end; /* of a text that is signed */
};

/* The text as a stream: it may be too large for a property. */
static MapiStream *
open_text (MapiMessage *message, guint32 flags, GCancellable *c, GError **error)
{
  return (MapiStream *) mapi_prop_open_property (
      MAPI_PROP (message), MAPI_PR_BODY, "MapiStream", 0, flags, c, error);
}

/* MAPI_CREATE would throw away a text that is there. */
static MapiStream *
open_or_create_text (MapiMessage *message, GCancellable *c, GError **error)
{
  g_autoptr (GError) local = NULL;
  MapiStream *text = open_text (message, MAPI_MODIFY, c, &local);

  if (g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    return open_text (message, MAPI_MODIFY | MAPI_CREATE, c, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return text;
}

/* Before the message is sent. The spooler saves it. */
static gboolean
signer_preprocess_message (MapiPreprocessor *preprocessor,
                           MapiMessage      *message,
                           MapiFolder       *folder,
                           GListModel       *outbound,
                           MapiRowSet      **undeliverable,
                           GCancellable     *c,
                           GError          **error)
{
  Signer *self = SIGNATURE_SIGNER (preprocessor);
  g_autoptr (MapiStream) text = open_or_create_text (message, c, error);

  return text != NULL && mapi_stream_seek (text, 0, FROM_END, NULL, error) &&
         mapi_stream_write (text, self->end, c, error) && mapi_stream_commit (text, 0, c, error);
}

/* Where the signature begins; -1 when the text does not end with it, for somebody has changed it
 * since. */
static gboolean
find_signature (Signer *self, MapiStream *text, gint64 *position, GCancellable *c, GError **error)
{
  guint64 length = g_bytes_get_size (self->end);
  guint64 size;
  g_autoptr (GBytes) end = NULL;

  *position = -1;
  if (!mapi_stream_get_size (text, &size, error))
    return FALSE;
  if (size < length)
    return TRUE;
  if (!mapi_stream_seek (text, (gint64) (size - length), FROM_BEGINNING, NULL, error))
    return FALSE;
  end = mapi_stream_read (text, length, c, error);
  if (end != NULL && g_bytes_equal (end, self->end))
    *position = (gint64) (size - length);
  return end != NULL;
}

/* When it is sent, before it is put away. */
static gboolean
signer_remove_preprocess_info (MapiPreprocessor *preprocessor,
                               MapiMessage      *message,
                               GCancellable     *c,
                               GError          **error)
{
  Signer *self = SIGNATURE_SIGNER (preprocessor);
  g_autoptr (MapiStream) text = open_text (message, MAPI_MODIFY, c, error);
  gint64 position;

  if (text == NULL || !find_signature (self, text, &position, c, error))
    return FALSE;
  return position < 0 || (mapi_stream_set_size (text, (guint64) position, c, error) &&
                          mapi_stream_commit (text, 0, c, error));
}

static void
init_preprocessor (MapiPreprocessorInterface *iface)
{
  iface->preprocess_message = signer_preprocess_message;
  iface->remove_preprocess_info = signer_remove_preprocess_info;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Signer,
                               signer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PREPROCESSOR, init_preprocessor))

static void
signer_finalize (GObject *object)
{
  g_bytes_unref (SIGNATURE_SIGNER (object)->end);
  G_OBJECT_CLASS (signer_parent_class)->finalize (object);
}

static void
signer_class_init (SignerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = signer_finalize;
}

static void
signer_init (Signer *self)
{
}

static Signer *
signer_new (const char *line)
{
  Signer *self = g_object_new (signer_get_type (), NULL);
  char   *end = g_strconcat ("\r\n-- \r\n", line, "\r\n", NULL);

  self->end = g_bytes_new_take (end, strlen (end));
  return self;
}

/* The transport: all it does is to register the preprocessor. */
G_DECLARE_FINAL_TYPE (Signature, signature, SIGNATURE, TRANSPORT, MapiTransport)
struct _Signature
{
  MapiTransport parent_instance;
};

static gboolean
signature_open (
    MapiTransport *self, MapiPropList *settings, guint32 *flags, GCancellable *c, GError **error)
{
  *flags = 0;
  if (mapi_prop_list_get_string (settings, TAG_LINE) != NULL)
    return TRUE;
  g_set_error (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "the setting line is missing");
  return FALSE;
}

/* For all recipients, whatever their address: for neither an identifier nor an address type is
 * named. */
static gboolean
signature_logged_on (MapiTransport *self, GCancellable *c, GError **error)
{
  MapiPropList *settings = mapi_transport_get_settings (self);
  g_autoptr (Signer) signer = signer_new (mapi_prop_list_get_string (settings, TAG_LINE));

  return mapi_support_register_preprocessor (
      mapi_transport_get_support (self), NULL, NULL, MAPI_PREPROCESSOR (signer), 0, error);
}

/* An empty address type, and no identifier: this transport delivers to nobody. */
static MapiAddressTypes *
signature_address_types (MapiXpLogon *logon, guint32 *flags, GCancellable *c, GError **error)
{
  const char *const nobody[] = { "", NULL };

  *flags = MAPI_UNICODE;
  return mapi_address_types_new (nobody, NULL);
}

static void
init_logon (MapiXpLogonInterface *iface)
{
  iface->address_types = signature_address_types;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Signature,
                               signature,
                               MAPI_TYPE_TRANSPORT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_LOGON, init_logon))

static void
signature_class_init (SignatureClass *klass)
{
  MAPI_TRANSPORT_CLASS (klass)->open = signature_open;
  MAPI_TRANSPORT_CLASS (klass)->logged_on = signature_logged_on;
}

static void
signature_init (Signature *self)
{
}

MapiXpProvider *
mapi_xp_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  return mapi_transport_factory_new (signature_get_type (), "Signature");
}
