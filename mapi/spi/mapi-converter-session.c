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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "SetAdrBook", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);
  g_return_val_if_fail (address_book == NULL || MAPI_IS_PROP (address_book), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->set_adr_book == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->set_adr_book (self, address_book, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "SetEncoding", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->set_encoding == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->set_encoding (self, encoding, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "Placeholder2", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->placeholder2 == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->placeholder2 (self, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "MIMEToMAPI", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);
  g_return_val_if_fail (MAPI_IS_STREAM (stream), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->mime_to_mapi == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (
      &guard,
      iface->mime_to_mapi (self, stream, message, source_server, flags, cancellable, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "MAPIToMIMEStm", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (MAPI_IS_STREAM (stream), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->mapi_to_mime_stm == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (
      &guard, iface->mapi_to_mime_stm (self, message, stream, flags, cancellable, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "Placeholder5", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->placeholder5 == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->placeholder5 (self, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "Placeholder6", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->placeholder6 == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->placeholder6 (self, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "Placeholder7", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->placeholder7 == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->placeholder7 (self, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "SetTextWrapping", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->set_text_wrapping == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->set_text_wrapping (self, wrap, width, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "SetSaveFormat", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->set_save_format == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->set_save_format (self, format, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "Placeholder10", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->placeholder10 == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->placeholder10 (self, &guard.local));
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
  MapiGuard                      guard = MAPI_GUARD_INIT (self, "SetCharSet", error);
  MapiConverterSessionInterface *iface;

  g_return_val_if_fail (MAPI_IS_CONVERTER_SESSION (self), FALSE);

  iface = MAPI_CONVERTER_SESSION_GET_IFACE (self);
  if (iface->set_char_set == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard,
                             iface->set_char_set (self, apply, charset, apply_type, &guard.local));
}
