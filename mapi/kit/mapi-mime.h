/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-message.h"

G_BEGIN_DECLS

/**
 * MAPI_PR_MIME_SKELETON:
 *
 * What a MIME message holds beside the values of other properties: its header fields as they were,
 * and the tree of its parts. #mapi_mime_read sets it and #mapi_mime_write uses it; to everybody
 * else it means nothing. PidTagMimeSkeleton.
 */
#define MAPI_PR_MIME_SKELETON ((guint32) 0x64F00102)

/**
 * MAPI_MIME_READ_DEFAULT:
 *
 * Reads everything.
 */
#define MAPI_MIME_READ_DEFAULT ((guint32) 0x00000000)

/**
 * MAPI_MIME_READ_NO_RECIPIENTS:
 *
 * Leaves the table of recipients alone. The fields that name them are written as they were,
 * whatever the table says then.
 */
#define MAPI_MIME_READ_NO_RECIPIENTS ((guint32) 0x00000001)

/**
 * MAPI_MIME_WRITE_DEFAULT:
 *
 * Writes lines that end with LF, 8-bit text as it is, header fields in ASCII and no blind copies.
 */
#define MAPI_MIME_WRITE_DEFAULT ((guint32) 0x00000000)

/**
 * MAPI_MIME_WRITE_CRLF:
 *
 * Ends lines with CRLF, as the wire wants it.
 */
#define MAPI_MIME_WRITE_CRLF ((guint32) 0x00000001)

/**
 * MAPI_MIME_WRITE_7BIT:
 *
 * Encodes the parts that have other bytes than those of ASCII: for a server without 8BITMIME.
 */
#define MAPI_MIME_WRITE_7BIT ((guint32) 0x00000002)

/**
 * MAPI_MIME_WRITE_UTF8_HEADERS:
 *
 * Writes header fields in UTF-8 (RFC 6532): for a server with SMTPUTF8.
 */
#define MAPI_MIME_WRITE_UTF8_HEADERS ((guint32) 0x00000004)

/**
 * MAPI_MIME_WRITE_WITH_BCC:
 *
 * Names the recipients of blind copies: for drafts and archives, never to send.
 */
#define MAPI_MIME_WRITE_WITH_BCC ((guint32) 0x00000008)

/**
 * MAPI_MIME_WRITE_TEXT_QUOTED:
 *
 * Encodes the texts of the message as quoted-printable, whether they need it or not.
 */
#define MAPI_MIME_WRITE_TEXT_QUOTED ((guint32) 0x00000010)

/**
 * MAPI_MIME_WRITE_TEXT_BASE64:
 *
 * Encodes the texts of the message as base64, whether they need it or not.
 */
#define MAPI_MIME_WRITE_TEXT_BASE64 ((guint32) 0x00000020)

/**
 * MAPI_MIME_WRITE_CODE_PAGE:
 *
 * Writes plain text in the code page PR_INTERNET_CPID instead of UTF-8, if that has all of its
 * characters.
 */
#define MAPI_MIME_WRITE_CODE_PAGE ((guint32) 0x00000040)

/**
 * MAPI_MIME_WRITE_NO_HEADERS:
 *
 * Leaves out the header fields of the message but those about its content.
 */
#define MAPI_MIME_WRITE_NO_HEADERS ((guint32) 0x00000080)

/**
 * MAPI_MIME_WRITE_TNEF:
 *
 * Writes the plain text, and beside it everything that the message has as TNEF, in an attachment
 * `winmail.dat`: for recipients whose PR_SEND_RICH_INFO is %TRUE. Who else gets the message is not in
 * there, and neither is what only its store has to know.
 */
#define MAPI_MIME_WRITE_TNEF ((guint32) 0x00000100)

MAPI_AVAILABLE_IN_1_0
gboolean mapi_mime_read (MapiMessage  *message,
                         GInputStream *stream,
                         guint32       flags,
                         GCancellable *cancellable,
                         GError      **error);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_mime_write (MapiMessage   *message,
                          GOutputStream *stream,
                          guint32        flags,
                          GCancellable  *cancellable,
                          GError       **error);
MAPI_AVAILABLE_IN_1_0
GBytes *mapi_mime_write_bytes (MapiMessage  *message,
                               guint32       flags,
                               GCancellable *cancellable,
                               GError      **error);
MAPI_AVAILABLE_IN_1_0
MapiRowSet *mapi_mime_parse_addresses (const char *text, guint32 recipient_type, GError **error);
MAPI_AVAILABLE_IN_1_0
char *mapi_mime_new_message_id (const char *domain);

G_END_DECLS
