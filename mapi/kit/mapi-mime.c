/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The conversion between MIME and messages, as others see it. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-mime-address-private.h"
#include "mapi-mime-converter-private.h"
#include "mapi-mime-header-private.h"
#include "mapi-gmime-private.h"
#include "mapi-mime-reader-private.h"
#include "mapi-mime-writer-private.h"
#include "mapi-mime.h"

#define PORTION (64 * 1024)

/* Errors of streams are not MAPI's. */
static gboolean
fail (GError **error, GError *cause, const char *what)
{
  g_set_error (
      error, MAPI_ERROR, mapi_error_from_gerror (cause), "mime: %s: %s", what, cause->message);
  g_error_free (cause);
  return FALSE;
}

static gboolean
feed_reader (MapiMimeReader *reader,
             GInputStream   *stream,
             GCancellable   *cancellable,
             GError        **error)
{
  g_autofree char *portion = g_malloc (PORTION);

  while (mapi_mime_reader_get_error (reader) == NULL)
    {
      GError *cause = NULL;
      gssize  size = -1;

      if (!g_cancellable_set_error_if_cancelled (cancellable, &cause))
        size = g_input_stream_read (stream, portion, PORTION, cancellable, &cause);
      if (size < 0)
        return fail (error, cause, "cannot read the message");
      if (size == 0)
        break;
      mapi_mime_reader_feed (reader, portion, size);
    }
  return TRUE;
}

/**
 * mapi_mime_read:
 * @message: the message to fill, new and empty
 * @stream: the message as MIME, RFC 5322 and RFC 2045, with LF or CRLF ends of lines
 * @flags: %MAPI_MIME_READ_DEFAULT, or %MAPI_MIME_READ_NO_RECIPIENTS to leave the table of
 * recipients alone, and the fields that name them as they are when the message is written again
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Fills a message from MIME: properties, recipients, attachments and the messages in attachments.
 * It saves the attachments, but not the message. What it sets stands in `doc/mime.md`.
 *
 * A broken message is no failure: whatever cannot be understood is kept as it is, and
 * mapi_mime_write() writes it again. The stream is read once from its current position to its end
 * in small portions, and large attachments are written to their streams in such; the text of the
 * message alone has to be in memory.
 *
 * Fails when the stream cannot be read, with %MAPI_E_USER_CANCEL when it is cancelled, and with
 * whatever the message fails with.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_mime_read (MapiMessage  *message,
                GInputStream *stream,
                guint32       flags,
                GCancellable *cancellable,
                GError      **error)
{
  g_autoptr (MapiMimeReader) reader = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), FALSE);

  reader = mapi_mime_reader_new (message, flags, 0, cancellable);
  return feed_reader (reader, stream, cancellable, error) &&
         mapi_mime_reader_finish (reader, error);
}

/* The message itself, or what goes beside its TNEF. */
static MapiMessage *
prepare (MapiMessage *message, const MapiMimeOutput *out, GError **error)
{
  const MapiMimeConversion settings = { .flags = MAPI_CCSF_SMTP | MAPI_CCSF_USE_TNEF,
                                        .encoding = MAPI_IET_8BIT,
                                        .save_format = MAPI_SAVE_RFC1521 };

  return (out->flags & MAPI_MIME_WRITE_TNEF) != 0
             ? mapi_mime_conversion_prepare (&settings, message, out->cancellable, error)
             : g_object_ref (message);
}

static gboolean
write_output (MapiMessage *message, MapiMimeOutput *out, GError **error)
{
  g_autoptr (MapiMessage) prepared = NULL;
  GError *cause = NULL;

  prepared = prepare (message, out, error);
  if (prepared == NULL)
    return FALSE;
  mapi_mime_writer_write (prepared, out, 0);
  if (mapi_mime_output_finish (out, &cause))
    return TRUE;

  if (cause->domain != MAPI_ERROR)
    return fail (error, cause, "cannot write the message");
  g_propagate_error (error, cause);
  return FALSE;
}

/**
 * mapi_mime_write:
 * @message: the message
 * @stream: where to write it; it is neither flushed nor closed
 * @flags: %MAPI_MIME_WRITE_DEFAULT or a combination of %MAPI_MIME_WRITE_CRLF to end lines with CRLF
 *   instead of LF, %MAPI_MIME_WRITE_7BIT to encode parts that have other bytes than those of ASCII,
 *   %MAPI_MIME_WRITE_UTF8_HEADERS to write header fields in UTF-8 (RFC 6532) instead of encoded
 *   words, %MAPI_MIME_WRITE_WITH_BCC to name the recipients of blind copies too,
 *   %MAPI_MIME_WRITE_TNEF to put everything into `winmail.dat` beside the plain text;
 *   %MAPI_MIME_WRITE_TEXT_QUOTED, %MAPI_MIME_WRITE_TEXT_BASE64, %MAPI_MIME_WRITE_CODE_PAGE and
 *   %MAPI_MIME_WRITE_NO_HEADERS are about the message itself, not those in it, and have its
 *   content written anew
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Writes a message as MIME. One that mapi_mime_read() filled is written as it was: header fields
 * whose properties changed are written anew, and so is the content if the texts or the attachments
 * changed. Any other message becomes as simple a piece of MIME as can hold it. `doc/mime.md` has
 * the rules.
 *
 * Whatever the properties hold, a value stays within its header field. Large attachments are read
 * from their streams in small portions.
 *
 * Fails when the stream cannot be written to, with %MAPI_E_USER_CANCEL when it is cancelled, with
 * %MAPI_E_TOO_COMPLEX for more than 64 messages within each other, and with whatever the message
 * fails with. What was written until then is of no use.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_mime_write (MapiMessage   *message,
                 GOutputStream *stream,
                 guint32        flags,
                 GCancellable  *cancellable,
                 GError       **error)
{
  MapiMimeOutput out;
  gboolean       written;

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);

  mapi_mime_output_init (&out, stream, flags, cancellable);
  written = write_output (message, &out, error);
  mapi_mime_output_clear (&out);
  return written;
}

/**
 * mapi_mime_write_bytes:
 * @message: the message
 * @flags: as for mapi_mime_write()
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Writes a message as MIME into memory, as mapi_mime_write() does.
 *
 * Returns: (transfer full): the MIME
 *
 * Since: 1.0
 */
GBytes *
mapi_mime_write_bytes (MapiMessage  *message,
                       guint32       flags,
                       GCancellable *cancellable,
                       GError      **error)
{
  MapiMimeOutput out;
  GBytes        *bytes = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), NULL);

  mapi_mime_output_init (&out, NULL, flags, cancellable);
  if (write_output (message, &out, error))
    bytes = g_byte_array_free_to_bytes (g_steal_pointer (&out.buffer));
  mapi_mime_output_clear (&out);
  return bytes;
}

/**
 * mapi_mime_parse_addresses:
 * @text: addresses as people write them, `Some One <some@one.example>, other@one.example`, with
 *   commas between them; groups count as their members
 * @recipient_type: %MAPI_TO, %MAPI_CC or %MAPI_BCC
 * @error: return location for a #GError
 *
 * Makes recipients of the address type `SMTP` from a list of addresses, for
 * mapi_message_modify_recipients(). International addresses are left as they are.
 *
 * Fails with %MAPI_E_INVALID_PARAMETER when there is text, but no address in it.
 *
 * Returns: (transfer full): the rows, none for an empty text
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_mime_parse_addresses (const char *text, guint32 recipient_type, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autofree char *clean = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  clean = mapi_mime_header_clean (text);
  mapi_mime_address_read (clean, recipient_type, rows);
  if (rows->len == 0 && *clean != '\0')
    {
      g_set_error (
          error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "mime: there is no address in “%s”", clean);
      return NULL;
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/**
 * mapi_mime_new_message_id:
 * @domain: (nullable): what to put behind the `@`, or %NULL for the name of this machine
 *
 * Makes a value for PR_INTERNET_MESSAGE_ID that no other message has.
 *
 * Returns: (transfer full): the identifier, in angle brackets
 *
 * Since: 1.0
 */
char *
mapi_mime_new_message_id (const char *domain)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (GString) id = g_string_new ("<");

  g_string_append (id, uuid);
  g_string_append_c (id, '@');
  for (const char *at = domain == NULL ? g_get_host_name () : domain; *at != '\0'; at++)
    if (g_ascii_isalnum (*at) || strchr (".-_[]:", *at) != NULL)
      g_string_append_c (id, *at);
  if (id->str[id->len - 1] == '@')
    g_string_append (id, "localhost");
  g_string_append_c (id, '>');

  return g_string_free (g_steal_pointer (&id), FALSE);
}
