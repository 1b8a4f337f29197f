/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-tnef.h"

/**
 * MapiTnef:
 *
 * A message as a stream of the Transport-Neutral Encapsulation Format: `winmail.dat`, which
 * carries what a messaging system cannot.
 *
 * MAPI's `ITnef`. A stream opened with %MAPI_TNEF_ENCODE is written: what to write is asked for
 * with [method@Mapi.Tnef.add_props], [method@Mapi.Tnef.set_props] and
 * [method@Mapi.Tnef.encode_recips], and written by [method@Mapi.Tnef.finish]. One opened with
 * %MAPI_TNEF_DECODE is read by [method@Mapi.Tnef.extract_props]. Any method that is left out
 * fails with %MAPI_E_NO_SUPPORT.
 *
 * What could not be encoded or decoded does not stop the rest: it stands in a
 * #MapiTnefProblemArray, and the warning is %MAPI_W_ERRORS_RETURNED.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiTnef, mapi_tnef, G_TYPE_OBJECT)

static void
mapi_tnef_default_init (MapiTnefInterface *iface)
{
}

static gboolean
finish_call (MapiGuard             *guard,
             gboolean               answer,
             MapiTnefProblemArray **problems,
             MapiTnefProblemArray  *out_problems,
             guint32               *warning,
             guint32                out_warning)
{
  answer = mapi_guard_boolean (guard, answer);
  mapi_guard_hand_out (
      answer, (gpointer *) problems, out_problems, (GDestroyNotify) mapi_tnef_problem_array_unref);
  if (warning != NULL)
    *warning = answer ? out_warning : 0;

  return answer;
}

/**
 * mapi_tnef_add_props:
 * @self: a #MapiTnef
 * @flags: `MAPI_TNEF_PROP_INCLUDE` or `MAPI_TNEF_PROP_EXCLUDE`, with `MAPI_TNEF_PROP_MESSAGE_ONLY`,
 * `MAPI_TNEF_PROP_ATTACHMENTS_ONLY`, `MAPI_TNEF_PROP_CONTAINED` or
 * `MAPI_TNEF_PROP_CONTAINED_TNEF`
 * @element_id: PR_ATTACH_NUM of the attachment with one of the `CONTAINED` flags, else 0
 * @data: (nullable): what to write instead of the attachment's own data with one of the
 * `CONTAINED` flags
 * @tags: (nullable): the properties, or %NULL for none
 * @error: return location for a #GError
 *
 * Asks for properties to be encoded. Calls add up; nothing is written before
 * [method@Mapi.Tnef.finish]. Attachments are written, whole, when PR_MESSAGE_ATTACHMENTS is
 * included or not excluded, with `MAPI_TNEF_PROP_ATTACHMENTS_ONLY`, and when one is named with one
 * of the `CONTAINED` flags; recipients when PR_MESSAGE_RECIPIENTS is listed with
 * `MAPI_TNEF_PROP_INCLUDE`.
 *
 * `ITnef::AddProps`, optional; itnef-addprops.md. Documented failures: %MAPI_E_NO_SUPPORT of a
 * stream that is read.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_tnef_add_props (MapiTnef         *self,
                     guint32           flags,
                     guint32           element_id,
                     MapiStream       *data,
                     MapiPropTagArray *tags,
                     GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "AddProps", error);

  g_return_val_if_fail (MAPI_IS_TNEF (self), FALSE);
  g_return_val_if_fail (data == NULL || MAPI_IS_STREAM (data), FALSE);

  return mapi_guard_boolean (
      &guard, MAPI_GUARD_CALL (&guard, TNEF, add_props, flags, element_id, data, tags));
}

/**
 * mapi_tnef_extract_props:
 * @self: a #MapiTnef
 * @flags: `MAPI_TNEF_PROP_INCLUDE` or `MAPI_TNEF_PROP_EXCLUDE`
 * @tags: (nullable): the properties, or %NULL for none
 * @problems: (out) (transfer full) (optional) (nullable): what could not be decoded and why, or
 * %NULL when all could
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): %MAPI_W_ERRORS_RETURNED with problems, else 0
 * @error: return location for a #GError
 *
 * Decodes properties into the message at once; its own values are replaced. A damaged part of the
 * stream is a problem, and what follows it is decoded.
 *
 * `ITnef::ExtractProps`, optional; itnef-extractprops.md. Documented failures:
 * %MAPI_E_CORRUPT_DATA, when it is no TNEF stream at all; %MAPI_E_UNABLE_TO_COMPLETE in problems,
 * for a block of properties that cannot be read to its end.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_tnef_extract_props (MapiTnef              *self,
                         guint32                flags,
                         MapiPropTagArray      *tags,
                         MapiTnefProblemArray **problems,
                         GCancellable          *cancellable,
                         guint32               *warning,
                         GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "ExtractProps", error);
  MapiTnefProblemArray *out_problems = NULL;
  guint32               out_warning = 0;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_TNEF (self), FALSE);

  answer = MAPI_GUARD_CALL (
      &guard, TNEF, extract_props, flags, tags, &out_problems, cancellable, &out_warning);
  return finish_call (&guard, answer, problems, out_problems, warning, out_warning);
}

/**
 * mapi_tnef_finish:
 * @self: a #MapiTnef
 * @flags: reserved, 0
 * @key: (out) (optional): the key that the stream begins with, which numbers its attachments
 * @problems: (out) (transfer full) (optional) (nullable): what could not be encoded and why, or
 * %NULL when all could
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): %MAPI_W_ERRORS_RETURNED with problems, else 0
 * @error: return location for a #GError
 *
 * Writes what was asked for; the position of the stream is then behind it. Of a stream that is
 * read: decodes all of it, as [method@Mapi.Tnef.extract_props] does.
 *
 * `ITnef::Finish`, optional; itnef-finish.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_tnef_finish (MapiTnef              *self,
                  guint32                flags,
                  guint16               *key,
                  MapiTnefProblemArray **problems,
                  GCancellable          *cancellable,
                  guint32               *warning,
                  GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "Finish", error);
  MapiTnefProblemArray *out_problems = NULL;
  guint16               out_key = 0;
  guint32               out_warning = 0;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_TNEF (self), FALSE);

  answer = MAPI_GUARD_CALL (
      &guard, TNEF, finish, flags, &out_key, &out_problems, cancellable, &out_warning);
  if (key != NULL)
    *key = out_key;
  return finish_call (&guard, answer, problems, out_problems, warning, out_warning);
}

/**
 * mapi_tnef_open_tagged_body:
 * @self: a #MapiTnef
 * @message: the message whose text it is
 * @flags: 0 to read, or `MAPI_CREATE` with `MAPI_MODIFY` to write
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the text of a message with tags in the places of its attachments:
 * `[[ title : key in stream ]]`. What is read has the tags put in, PR_BODY stays as it is; what is
 * written sets PR_BODY without them and PR_RENDERING_POSITION of the attachments once the stream
 * is committed. The text is UTF-8.
 *
 * `ITnef::OpenTaggedBody`, optional; itnef-opentaggedbody.md.
 *
 * Returns: (transfer full): the stream
 *
 * Since: 1.0
 */
MapiStream *
mapi_tnef_open_tagged_body (
    MapiTnef *self, MapiMessage *message, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenTaggedBody", error);

  g_return_val_if_fail (MAPI_IS_TNEF (self), NULL);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, TNEF, open_tagged_body, message, flags, cancellable),
      MAPI_TYPE_STREAM);
}

/**
 * mapi_tnef_set_props:
 * @self: a #MapiTnef
 * @flags: 0 for the message, `MAPI_TNEF_PROP_CONTAINED` for an attachment
 * @element_id: PR_ATTACH_NUM of the attachment
 * @props: the values
 * @error: return location for a #GError
 *
 * Gives values to encode in the place of the object's own, which stay as they are.
 *
 * `ITnef::SetProps`, optional; itnef-setprops.md. Documented failures: %MAPI_E_NO_SUPPORT of a
 * stream that is read.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_tnef_set_props (
    MapiTnef *self, guint32 flags, guint32 element_id, MapiPropList *props, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "SetProps", error);

  g_return_val_if_fail (MAPI_IS_TNEF (self), FALSE);
  g_return_val_if_fail (props != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, TNEF, set_props, flags, element_id, props));
}

/**
 * mapi_tnef_encode_recips:
 * @self: a #MapiTnef
 * @flags: reserved, 0
 * @recipients: (nullable): the table to encode from its position on, with its columns, order and
 * restriction, or %NULL for the whole table of the message
 * @error: return location for a #GError
 *
 * Asks for the recipients to be encoded. The table is read by [method@Mapi.Tnef.finish].
 *
 * `ITnef::EncodeRecips`, optional; itnef-encoderecips.md. Documented failures: %MAPI_E_NO_SUPPORT
 * of a stream that is read.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_tnef_encode_recips (MapiTnef *self, guint32 flags, MapiTable *recipients, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "EncodeRecips", error);

  g_return_val_if_fail (MAPI_IS_TNEF (self), FALSE);
  g_return_val_if_fail (recipients == NULL || MAPI_IS_TABLE (recipients), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, TNEF, encode_recips, flags, recipients));
}

/**
 * mapi_tnef_finish_component:
 * @self: a #MapiTnef
 * @flags: `MAPI_TNEF_COMPONENT_MESSAGE` or `MAPI_TNEF_COMPONENT_ATTACHMENT`
 * @component_id: PR_ATTACH_NUM of the attachment, 0 for the message
 * @custom_props: (nullable): values to encode in the place of the object's own
 * @tags: (nullable): the properties to encode, or %NULL for none
 * @problems: (out) (transfer full) (optional) (nullable): what could not be encoded and why, or
 * %NULL when all could
 * @cancellable: (nullable): a #GCancellable
 * @warning: (out) (optional): %MAPI_W_ERRORS_RETURNED with problems, else 0
 * @error: return location for a #GError
 *
 * Writes the message or one attachment at once, of a stream that was opened with
 * %MAPI_TNEF_COMPONENT_ENCODING. The message comes first.
 *
 * `ITnef::FinishComponent`, optional; itnef-finishcomponent.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_tnef_finish_component (MapiTnef              *self,
                            guint32                flags,
                            guint32                component_id,
                            MapiPropList          *custom_props,
                            MapiPropTagArray      *tags,
                            MapiTnefProblemArray **problems,
                            GCancellable          *cancellable,
                            guint32               *warning,
                            GError               **error)
{
  MapiGuard             guard = MAPI_GUARD_INIT (self, "FinishComponent", error);
  MapiTnefProblemArray *out_problems = NULL;
  guint32               out_warning = 0;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_TNEF (self), FALSE);

  answer = MAPI_GUARD_CALL (&guard,
                            TNEF,
                            finish_component,
                            flags,
                            component_id,
                            custom_props,
                            tags,
                            &out_problems,
                            cancellable,
                            &out_warning);
  return finish_call (&guard, answer, problems, out_problems, warning, out_warning);
}
