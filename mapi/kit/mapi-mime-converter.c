/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-body-private.h"
#include "mapi-code-page.h"
#include "mapi-html.h"
#include "mapi-mime-converter-private.h"
#include "mapi-mime-converter.h"
#include "mapi-mime.h"
#include "mapi-rtf-compression.h"
#include "mapi-rtf-text.h"
#include "mapi-stream-read-private.h"

#define READ_FLAGS                                                                                 \
  (MAPI_CCSF_SMTP | MAPI_CCSF_INCLUDE_BCC | MAPI_CCSF_USE_RTF | MAPI_CCSF_EMBEDDED_MESSAGE |       \
   MAPI_CCSF_GLOBAL_MESSAGE)
#define WRITE_FLAGS                                                                                \
  (READ_FLAGS | MAPI_CCSF_NOHEADERS | MAPI_CCSF_USE_TNEF | MAPI_CCSF_8BITHEADERS |                 \
   MAPI_CCSF_PLAIN_TEXT_ONLY | MAPI_CCSF_NO_MSGID)

#define UNSENT_FIELD "X-Unsent"
#define ALL_ROWS 0x7fffffff

/**
 * MapiMimeConverter:
 *
 * Converts messages from MIME and to MIME the way programs that know `IConverterSession` expect:
 * the object that MAPI makes for `CLSID_IConverterSession`. mapi_mime_read() and mapi_mime_write()
 * are the plain way.
 *
 * All functions may be called from any thread.
 *
 * Since: 1.0
 */

struct _MapiMimeConverter
{
  GObject parent_instance;

  GMutex             lock;
  MapiMimeConversion settings;
};

static void mapi_mime_converter_session_init (MapiConverterSessionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiMimeConverter,
                               mapi_mime_converter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONVERTER_SESSION,
                                                      mapi_mime_converter_session_init))

static gboolean
fail (GError **error, MapiError code, const char *call, const char *reason)
{
  g_set_error (error, MAPI_ERROR, code, "mime: %s: %s", call, reason);
  return FALSE;
}

static gboolean
mapi_mime_converter_set_adr_book (MapiConverterSession *session,
                                  MapiProp             *address_book,
                                  GError              **error)
{
  MapiMimeConverter *self = MAPI_MIME_CONVERTER (session);

  g_mutex_lock (&self->lock);
  g_set_object (&self->settings.address_book, address_book);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
mapi_mime_converter_set_encoding (MapiConverterSession *session, guint32 encoding, GError **error)
{
  MapiMimeConverter *self = MAPI_MIME_CONVERTER (session);

  if (encoding < MAPI_IET_BASE64 || encoding > MAPI_IET_8BIT)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SetEncoding", "there is no such encoding here");

  g_mutex_lock (&self->lock);
  self->settings.encoding = encoding;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
mapi_mime_converter_set_text_wrapping (MapiConverterSession *session,
                                       gboolean              wrap,
                                       guint32               width,
                                       GError              **error)
{
  MapiMimeConverter *self = MAPI_MIME_CONVERTER (session);

  if (wrap && width == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SetTextWrapping", "the width must not be 0");

  g_mutex_lock (&self->lock);
  self->settings.wrap_width = wrap ? width : 0;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
mapi_mime_converter_set_save_format (MapiConverterSession *session, guint32 format, GError **error)
{
  MapiMimeConverter *self = MAPI_MIME_CONVERTER (session);

  if (format != MAPI_SAVE_RFC822 && format != MAPI_SAVE_RFC1521)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SetSaveFormat", "there is no such format");

  g_mutex_lock (&self->lock);
  self->settings.save_format = format;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
mapi_mime_converter_set_char_set (MapiConverterSession *session,
                                  gboolean              apply,
                                  const char           *charset,
                                  guint32               apply_type,
                                  GError              **error)
{
  MapiMimeConverter *self = MAPI_MIME_CONVERTER (session);
  guint32            code_page = 0;

  if (apply_type > MAPI_CSET_APPLY_TAG_ALL)
    return fail (error, MAPI_E_INVALID_PARAMETER, "SetCharset", "there is no such way to apply it");
  if (apply && charset != NULL)
    {
      code_page = mapi_code_page_from_charset (charset);
      if (code_page == 0)
        return fail (error, MAPI_E_UNKNOWN_CPID, "SetCharset", charset);
    }

  g_mutex_lock (&self->lock);
  self->settings.code_page = code_page;
  self->settings.apply_type = apply_type;
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static MapiRowSet *
without_bcc (MapiRowSet *rows)
{
  g_autoptr (GPtrArray) kept =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (mapi_prop_list_get_long (row, MAPI_PR_RECIPIENT_TYPE, 0) != (gint32) MAPI_BCC)
        g_ptr_array_add (kept, g_steal_pointer (&row));
    }
  return mapi_row_set_new ((MapiPropList **) kept->pdata, kept->len);
}

static gboolean
remove_bcc (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (message, MAPI_UNICODE, cancellable, error);
  g_autoptr (MapiRowSet) rows = NULL;
  g_autoptr (MapiRowSet) kept = NULL;

  if (table == NULL)
    return FALSE;
  rows = mapi_table_query_rows (table, ALL_ROWS, 0, cancellable, error);
  if (rows == NULL)
    return FALSE;

  kept = without_bcc (rows);
  return mapi_row_set_get_size (kept) == mapi_row_set_get_size (rows) ||
         mapi_message_modify_recipients (message, 0, kept, cancellable, error);
}

/* The lines are UTF-8 and end with CRLF or LF. */
static gboolean
says_unsent (MapiMessage *message, GCancellable *cancellable)
{
  g_autoptr (GBytes) bytes = mapi_prop_read_value (
      MAPI_PROP (message), MAPI_PR_TRANSPORT_MESSAGE_HEADERS, cancellable, NULL);
  g_autofree char *text = NULL;

  if (bytes == NULL)
    return FALSE;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return g_regex_match_simple (
      "^" UNSENT_FIELD ":[ \\t]*1[ \\t]*\\r?$", text, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0);
}

static gint32
get_flags (MapiMessage *message, GCancellable *cancellable)
{
  const guint32 tag = MAPI_PR_MESSAGE_FLAGS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) list =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, NULL);

  return list != NULL ? mapi_prop_list_get_long (list, tag, 0) : 0;
}

static gboolean
set_value (MapiMessage *message, MapiPropValue *value, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropValue) taken = value;
  g_autoptr (MapiPropList) list = mapi_prop_list_new_from_value (taken);

  return mapi_prop_set_props (MAPI_PROP (message), list, NULL, cancellable, error);
}

static gboolean
mark_unsent (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  gint32 flags = get_flags (message, cancellable) | (gint32) MAPI_MSGFLAG_UNSENT;

  return set_value (
      message, mapi_prop_value_new_long (MAPI_PR_MESSAGE_FLAGS, flags), cancellable, error);
}

/* The RTF holds the HTML, for those who know how to find it there. */
static GBytes *
make_rtf (MapiMessage *message, GBytes *html, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_INTERNET_CPID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) list =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, error);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) rtf = NULL;

  if (list == NULL)
    return NULL;
  text = mapi_html_decode (html, mapi_code_page_of_internet (list), error);
  if (text == NULL)
    return NULL;
  rtf = mapi_rtf_from_html (text);
  return mapi_rtf_compress (rtf, 0, error);
}

static gboolean
html_to_rtf (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_HTML;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  gboolean kept = mapi_body_list_kept (MAPI_PROP (message), cancellable).html;
  g_autoptr (GBytes) html =
      kept ? mapi_prop_read_value (MAPI_PROP (message), MAPI_PR_HTML, cancellable, NULL) : NULL;
  g_autoptr (GBytes) rtf = NULL;

  if (html == NULL)
    return TRUE;
  rtf = make_rtf (message, html, cancellable, error);
  return rtf != NULL &&
         mapi_prop_delete_props (MAPI_PROP (message), tags, NULL, cancellable, error) &&
         set_value (
             message, mapi_prop_value_new_binary (MAPI_PR_RTF_COMPRESSED, rtf), cancellable, error);
}

static gboolean
mapi_mime_converter_mime_to_mapi (MapiConverterSession *session,
                                  MapiStream           *stream,
                                  MapiMessage          *message,
                                  const char           *source_server,
                                  guint32               flags,
                                  GCancellable         *cancellable,
                                  GError              **error)
{
  g_autoptr (GInputStream) input = NULL;

  if ((flags & ~READ_FLAGS) != 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "MIMEToMAPI", "there are unknown flags");
  if (source_server != NULL)
    return fail (error, MAPI_E_INVALID_PARAMETER, "MIMEToMAPI", "the server must be NULL");

  input = mapi_stream_get_input_stream (stream);
  return mapi_mime_read (message, input, MAPI_MIME_READ_DEFAULT, cancellable, error) &&
         ((flags & MAPI_CCSF_INCLUDE_BCC) != 0 || remove_bcc (message, cancellable, error)) &&
         ((flags & MAPI_CCSF_EMBEDDED_MESSAGE) == 0 || !says_unsent (message, cancellable) ||
          mark_unsent (message, cancellable, error)) &&
         ((flags & MAPI_CCSF_USE_RTF) == 0 || html_to_rtf (message, cancellable, error));
}

static guint32
get_write_flags (const MapiMimeConversion *settings)
{
  guint32 flags = MAPI_MIME_WRITE_CRLF;

  if ((settings->flags & (MAPI_CCSF_8BITHEADERS | MAPI_CCSF_GLOBAL_MESSAGE)) != 0)
    flags |= MAPI_MIME_WRITE_UTF8_HEADERS;
  if ((settings->flags & MAPI_CCSF_INCLUDE_BCC) != 0)
    flags |= MAPI_MIME_WRITE_WITH_BCC;
  if ((settings->flags & MAPI_CCSF_NOHEADERS) != 0)
    flags |= MAPI_MIME_WRITE_NO_HEADERS;
  if (settings->code_page != 0)
    flags |= MAPI_MIME_WRITE_CODE_PAGE;
  if (settings->encoding == MAPI_IET_QP)
    flags |= MAPI_MIME_WRITE_TEXT_QUOTED;
  if (settings->encoding == MAPI_IET_BASE64)
    flags |= MAPI_MIME_WRITE_TEXT_BASE64;
  if (settings->encoding != MAPI_IET_8BIT)
    flags |= MAPI_MIME_WRITE_7BIT;
  return flags;
}

/* A message that was read from MIME may bring the field itself. */
static gboolean
write_unsent (MapiMessage *message, MapiStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) line =
      g_bytes_new_static (UNSENT_FIELD ": 1\r\n", sizeof (UNSENT_FIELD ": 1\r\n") - 1);

  if (((guint32) get_flags (message, cancellable) & MAPI_MSGFLAG_UNSENT) == 0 ||
      says_unsent (message, cancellable))
    return TRUE;
  return mapi_stream_write (stream, line, cancellable, error);
}

static gboolean
convert (const MapiMimeConversion *settings,
         MapiMessage              *message,
         MapiStream               *stream,
         GCancellable             *cancellable,
         GError                  **error)
{
  g_autoptr (MapiMessage) prepared =
      mapi_mime_conversion_prepare (settings, message, cancellable, error);
  g_autoptr (GOutputStream) output = NULL;

  if (prepared == NULL || ((settings->flags & MAPI_CCSF_EMBEDDED_MESSAGE) != 0 &&
                           !write_unsent (message, stream, cancellable, error)))
    return FALSE;

  output = mapi_stream_get_output_stream (stream);
  return mapi_mime_write (prepared, output, get_write_flags (settings), cancellable, error);
}

static gboolean
mapi_mime_converter_mapi_to_mime_stm (MapiConverterSession *session,
                                      MapiMessage          *message,
                                      MapiStream           *stream,
                                      guint32               flags,
                                      GCancellable         *cancellable,
                                      GError              **error)
{
  MapiMimeConverter *self = MAPI_MIME_CONVERTER (session);
  MapiMimeConversion settings;
  g_autoptr (MapiProp) address_book = NULL;

  if ((flags & ~WRITE_FLAGS) != 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "MAPIToMIMEStm", "there are unknown flags");
  if ((flags & MAPI_CCSF_SMTP) == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "MAPIToMIMEStm", "CCSF_SMTP must be set");

  g_mutex_lock (&self->lock);
  settings = self->settings;
  if (settings.address_book != NULL)
    address_book = g_object_ref (settings.address_book);
  g_mutex_unlock (&self->lock);
  settings.flags = flags;
  return convert (&settings, message, stream, cancellable, error);
}

static void
mapi_mime_converter_session_init (MapiConverterSessionInterface *iface)
{
  iface->set_adr_book = mapi_mime_converter_set_adr_book;
  iface->set_encoding = mapi_mime_converter_set_encoding;
  iface->mime_to_mapi = mapi_mime_converter_mime_to_mapi;
  iface->mapi_to_mime_stm = mapi_mime_converter_mapi_to_mime_stm;
  iface->set_text_wrapping = mapi_mime_converter_set_text_wrapping;
  iface->set_save_format = mapi_mime_converter_set_save_format;
  iface->set_char_set = mapi_mime_converter_set_char_set;
}

static void
mapi_mime_converter_finalize (GObject *object)
{
  MapiMimeConverter *self = MAPI_MIME_CONVERTER (object);

  g_clear_object (&self->settings.address_book);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mapi_mime_converter_parent_class)->finalize (object);
}

static void
mapi_mime_converter_class_init (MapiMimeConverterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_mime_converter_finalize;
}

static void
mapi_mime_converter_init (MapiMimeConverter *self)
{
  g_mutex_init (&self->lock);
  self->settings.encoding = MAPI_IET_8BIT;
  self->settings.save_format = MAPI_SAVE_RFC1521;
}

/**
 * mapi_mime_converter_new:
 *
 * Makes a converter. It writes MIME with 8-bit text until it is told otherwise.
 *
 * Returns: (transfer full): the converter
 *
 * Since: 1.0
 */
MapiMimeConverter *
mapi_mime_converter_new (void)
{
  return g_object_new (MAPI_TYPE_MIME_CONVERTER, NULL);
}
