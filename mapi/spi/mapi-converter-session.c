/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-converter-session.h"
#include "mapi-guard-private.h"

/**
 * MapiConverterSession:
 *
 * Converts messages from MIME and to MIME.
 *
 * MAPI's `IConverterSession`. Any method that is left out fails with %MAPI_E_NO_SUPPORT. The
 * members that Microsoft's page calls placeholders have no meaning; they keep the order of the
 * slots.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiConverterSession, mapi_converter_session, G_TYPE_OBJECT)

static void
mapi_converter_session_default_init (MapiConverterSessionInterface *iface)
{
}

/**
 * mapi_converter_session_set_adr_book:
 * @self: a #MapiConverterSession
 * @address_book: (nullable): the address book, an `IAddrBook`, or %NULL for none
 * @error: return location for a #GError
 *
 * Gives the address book that completes recipients without an address when a message becomes MIME.
 * None is used before.
 *
 * `IConverterSession::SetAdrBook`, optional; iconvertersession-setadrbook.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_set_adr_book (MapiConverterSession *self,
                                     MapiProp             *address_book,
                                     GError              **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetAdrBook", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);
  g_return_val_if_fail (address_book == NULL || MAPI_IS_PROP (address_book), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, set_adr_book, address_book));
}

/**
 * mapi_converter_session_set_encoding:
 * @self: a #MapiConverterSession
 * @encoding: `MAPI_IET_7BIT`, `MAPI_IET_8BIT`, `MAPI_IET_QP`, `MAPI_IET_BASE64` or
 * `MAPI_IET_UUENCODE`
 * @error: return location for a #GError
 *
 * Sets how the text of a message is encoded when it becomes MIME.
 *
 * `IConverterSession::SetEncoding`, optional; iconvertersession-setencoding.md. Documented
 * failures: %MAPI_E_INVALID_PARAMETER for any other encoding.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_set_encoding (MapiConverterSession *self, guint32 encoding, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetEncoding", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, set_encoding, encoding));
}

/**
 * mapi_converter_session_placeholder2:
 * @self: a #MapiConverterSession
 * @error: return location for a #GError
 *
 * Stands for a member of `IConverterSession` that is neither documented nor supported.
 *
 * Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_placeholder2 (MapiConverterSession *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Placeholder2", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, placeholder2));
}

/**
 * mapi_converter_session_mime_to_mapi:
 * @self: a #MapiConverterSession
 * @stream: the MIME message, read from its position to its end
 * @message: the message to fill
 * @source_server: (nullable): must be %NULL
 * @flags: `MAPI_CCSF_SMTP`, `MAPI_CCSF_INCLUDE_BCC`, `MAPI_CCSF_USE_RTF`,
 * `MAPI_CCSF_EMBEDDED_MESSAGE`, `MAPI_CCSF_GLOBAL_MESSAGE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Fills a message from MIME. It is not saved.
 *
 * `IConverterSession::MIMEToMAPI`, optional; iconvertersession-mimetomapi.md. Documented failures:
 * %MAPI_E_INVALID_PARAMETER for other flags.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_mime_to_mapi (MapiConverterSession *self,
                                     MapiStream           *stream,
                                     MapiMessage          *message,
                                     const char           *source_server,
                                     guint32               flags,
                                     GCancellable         *cancellable,
                                     GError              **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "MIMEToMAPI", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);
  g_return_val_if_fail (MAPI_IS_STREAM (stream), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard,
                                              CONVERTER_SESSION,
                                              mime_to_mapi,
                                              stream,
                                              message,
                                              source_server,
                                              flags,
                                              cancellable));
}

/**
 * mapi_converter_session_mapi_to_mime_stm:
 * @self: a #MapiConverterSession
 * @message: the message
 * @stream: where to write the MIME message
 * @flags: `MAPI_CCSF_SMTP`, `MAPI_CCSF_NOHEADERS`, `MAPI_CCSF_USE_TNEF`, `MAPI_CCSF_INCLUDE_BCC`,
 * `MAPI_CCSF_8BITHEADERS`, `MAPI_CCSF_USE_RTF`, `MAPI_CCSF_PLAIN_TEXT_ONLY`,
 * `MAPI_CCSF_NO_MSGID`, `MAPI_CCSF_EMBEDDED_MESSAGE`, `MAPI_CCSF_GLOBAL_MESSAGE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Writes a message as MIME. The message stays as it is.
 *
 * `IConverterSession::MAPIToMIMEStm`, optional; iconvertersession-mapitomimestm.md. Documented
 * failures: %MAPI_E_INVALID_PARAMETER for other flags.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_mapi_to_mime_stm (MapiConverterSession *self,
                                         MapiMessage          *message,
                                         MapiStream           *stream,
                                         guint32               flags,
                                         GCancellable         *cancellable,
                                         GError              **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "MAPIToMIMEStm", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (MAPI_IS_STREAM (stream), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, CONVERTER_SESSION, mapi_to_mime_stm, message, stream, flags, cancellable));
}

/**
 * mapi_converter_session_placeholder5:
 * @self: a #MapiConverterSession
 * @error: return location for a #GError
 *
 * Stands for a member of `IConverterSession` that is neither documented nor supported.
 *
 * Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_placeholder5 (MapiConverterSession *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Placeholder5", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, placeholder5));
}

/**
 * mapi_converter_session_placeholder6:
 * @self: a #MapiConverterSession
 * @error: return location for a #GError
 *
 * Stands for a member of `IConverterSession` that is neither documented nor supported.
 *
 * Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_placeholder6 (MapiConverterSession *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Placeholder6", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, placeholder6));
}

/**
 * mapi_converter_session_placeholder7:
 * @self: a #MapiConverterSession
 * @error: return location for a #GError
 *
 * Stands for a member of `IConverterSession` that is neither documented nor supported.
 *
 * Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_placeholder7 (MapiConverterSession *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Placeholder7", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, placeholder7));
}

/**
 * mapi_converter_session_set_text_wrapping:
 * @self: a #MapiConverterSession
 * @wrap: whether to wrap lines of plain text
 * @width: the number of characters that a line has at most
 * @error: return location for a #GError
 *
 * Sets whether plain text is wrapped when a message becomes MIME. It is not before this is called.
 *
 * `IConverterSession::SetTextWrapping`, optional; iconvertersession-settextwrapping.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_set_text_wrapping (MapiConverterSession *self,
                                          gboolean              wrap,
                                          guint32               width,
                                          GError              **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetTextWrapping", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, set_text_wrapping, wrap, width));
}

/**
 * mapi_converter_session_set_save_format:
 * @self: a #MapiConverterSession
 * @format: `MAPI_SAVE_RFC1521` for MIME, `MAPI_SAVE_RFC822` for uuencoded attachments
 * @error: return location for a #GError
 *
 * Sets the form of what [method@Mapi.ConverterSession.mapi_to_mime_stm] writes.
 *
 * `IConverterSession::SetSaveFormat`, optional; iconvertersession-setsaveformat.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_set_save_format (MapiConverterSession *self, guint32 format, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetSaveFormat", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, set_save_format, format));
}

/**
 * mapi_converter_session_placeholder10:
 * @self: a #MapiConverterSession
 * @error: return location for a #GError
 *
 * Stands for a member of `IConverterSession` that is neither documented nor supported.
 *
 * Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_placeholder10 (MapiConverterSession *self, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Placeholder10", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, placeholder10));
}

/**
 * mapi_converter_session_set_char_set:
 * @self: a #MapiConverterSession
 * @apply: whether to use @charset
 * @charset: (nullable): a name as MIME has it, such as `iso-8859-1`; %NULL is as @apply %FALSE
 * @apply_type: `MAPI_CSET_APPLY_UNTAGGED`, `MAPI_CSET_APPLY_ALL`, `MAPI_CSET_APPLY_TAG_ALL`
 * @error: return location for a #GError
 *
 * Sets the character set that text has when a message becomes MIME. Without it the message decides.
 *
 * `IConverterSession::SetCharSet`, optional; iconvertersession-setcharset.md. Documented failures:
 * %MAPI_E_UNKNOWN_CPID for a character set that is not known.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_converter_session_set_char_set (MapiConverterSession *self,
                                     gboolean              apply,
                                     const char           *charset,
                                     guint32               apply_type,
                                     GError              **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetCharSet", error);

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  return mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (&guard, CONVERTER_SESSION, set_char_set, apply, charset, apply_type));
}
