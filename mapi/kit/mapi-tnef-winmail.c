/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* winmail.dat: a TNEF stream that came as an attachment. */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-prop-data.h"
#include "mapi-tnef-decode-private.h"
#include "mapi-tnef-stream.h"

static MapiStream *
open_attachment (MapiMessage *message, guint32 number, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (message, number, NULL, 0, cancellable, error);
  GObject *stream;

  if (attach == NULL)
    return NULL;
  stream = mapi_prop_open_property (
      MAPI_PROP (attach), MAPI_PR_ATTACH_DATA_BIN, "MapiStream", 0, 0, cancellable, error);
  return stream != NULL ? MAPI_STREAM (stream) : NULL;
}

/* The key that the stream was given for its message, empty without any. */
static GBytes *
read_key (MapiStream *stream, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_TNEF_CORRELATION_KEY;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropData) data = mapi_prop_data_new (NULL);
  g_autoptr (MapiPropList) list = NULL;
  g_auto (MapiTnefSelection) selection = { 0 };
  g_auto (MapiTnefReport) report = { 0 };
  g_auto (MapiTnefInput) input = { 0 };
  MapiTnefDecoder decoder = { .input = &input,
                              .prop = MAPI_PROP (data),
                              .selection = &selection,
                              .report = &report,
                              .cancellable = cancellable };
  GBytes         *key;

  mapi_tnef_selection_add (&selection, MAPI_TNEF_PROP_INCLUDE, tags);
  mapi_tnef_input_init (&input, stream, cancellable);
  if (!mapi_tnef_decode (&decoder, error))
    return NULL;

  list = mapi_prop_get_props (MAPI_PROP (data), tags, 0, cancellable, NULL, error);
  if (list == NULL)
    return NULL;
  key = mapi_prop_list_get_bytes (list, tag);
  return key != NULL ? key : g_bytes_new (NULL, 0);
}

/* The key is the Message-ID of the message, with its NUL; without one of the two it belongs. */
static gboolean
check_key (MapiMessage *message, MapiStream *stream, GCancellable *cancellable, GError **error)
{
  const guint32 tag = MAPI_PR_INTERNET_MESSAGE_ID;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (GBytes) key = read_key (stream, cancellable, error);
  g_autoptr (MapiPropList) list = NULL;
  const char *message_id;
  gsize       size;
  const char *text;

  if (key == NULL)
    return FALSE;
  list = mapi_prop_get_props (MAPI_PROP (message), tags, MAPI_UNICODE, cancellable, NULL, error);
  if (list == NULL)
    return FALSE;

  message_id = mapi_prop_list_get_string (list, tag);
  text = g_bytes_get_data (key, &size);
  if (size == 0 || message_id == NULL ||
      (size == strlen (message_id) + 1 && memcmp (text, message_id, size) == 0))
    return TRUE;

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_INVALID_OBJECT, "tnef: the attachment belongs to another message");
  return FALSE;
}

/**
 * mapi_tnef_decode_attachment:
 * @message: a message that came over the Internet
 * @attachment_number: the PR_ATTACH_NUM of an attachment that is a TNEF stream: `winmail.dat`, of
 * the type `application/ms-tnef`
 * @problems: (out) (transfer full) (optional) (nullable): what could not be decoded and why, or
 * %NULL when all could
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Decodes a TNEF stream that came as an attachment into the message it came with, and deletes the
 * attachment. The recipients stay those of the message. The message is not saved.
 *
 * A stream whose PR_TNEF_CORRELATION_KEY is not PR_INTERNET_MESSAGE_ID with its NUL belongs to
 * another message, and is left alone: R602, R603, pidtagtnefcorrelationkey-canonical-property.md.
 *
 * Fails with %MAPI_E_INVALID_OBJECT for such a stream, %MAPI_E_CORRUPT_DATA for an attachment that
 * is no TNEF stream, %MAPI_E_NOT_FOUND without such an attachment.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_tnef_decode_attachment (MapiMessage           *message,
                             guint32                attachment_number,
                             MapiTnefProblemArray **problems,
                             GCancellable          *cancellable,
                             GError               **error)
{
  const guint32 recipients = MAPI_PR_MESSAGE_RECIPIENTS;
  g_autoptr (MapiPropTagArray) exclude = mapi_prop_tag_array_new (&recipients, 1);
  g_autoptr (MapiStream) stream = NULL;
  g_autoptr (MapiTnef) tnef = NULL;
  g_autoptr (MapiTnefProblemArray) found = NULL;

  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);

  if (problems != NULL)
    *problems = NULL;
  stream = open_attachment (message, attachment_number, cancellable, error);
  if (stream == NULL || !check_key (message, stream, cancellable, error) ||
      !mapi_stream_seek (stream, 0, 0, NULL, error))
    return FALSE;

  tnef = mapi_tnef_open_stream (stream, NULL, MAPI_TNEF_DECODE, message, 0, error);
  if (tnef == NULL ||
      !mapi_tnef_extract_props (
          tnef, MAPI_TNEF_PROP_EXCLUDE, exclude, &found, cancellable, NULL, error) ||
      !mapi_message_delete_attach (message, attachment_number, NULL, 0, cancellable, error))
    return FALSE;

  if (problems != NULL)
    *problems = g_steal_pointer (&found);
  return TRUE;
}
