/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-flags.h"
#include "mapi-tnef-stream-private.h"

/* MAX_PATH. */
#define LONGEST_NAME 260

#define WHICH (MAPI_TNEF_PROP_INCLUDE | MAPI_TNEF_PROP_EXCLUDE)
#define CONTAINED (MAPI_TNEF_PROP_CONTAINED | MAPI_TNEF_PROP_CONTAINED_TNEF)
#define ONLY (MAPI_TNEF_PROP_MESSAGE_ONLY | MAPI_TNEF_PROP_ATTACHMENTS_ONLY)

static void mapi_tnef_stream_tnef_init (MapiTnefInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiTnefStream,
                               mapi_tnef_stream,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_TNEF, mapi_tnef_stream_tnef_init))

static gboolean
fail (GError **error, MapiError code, const char *call, const char *reason)
{
  g_set_error (error, MAPI_ERROR, code, "tnef: %s: %s", call, reason);
  return FALSE;
}

static gboolean
is_writing (MapiTnefStream *self)
{
  return (self->flags & MAPI_TNEF_ENCODE) != 0;
}

static gboolean
check_writing (MapiTnefStream *self, const char *call, GError **error)
{
  return is_writing (self) ||
         fail (error, MAPI_E_NO_SUPPORT, call, "the stream was opened with TNEF_DECODE");
}

static gboolean
check_add (guint32 flags, guint32 element_id, MapiStream *data, GError **error)
{
  if ((flags & ~(WHICH | CONTAINED | ONLY)) != 0)
    return fail (error, MAPI_E_UNKNOWN_FLAGS, "AddProps", "there are unknown flags");
  if ((flags & WHICH) == WHICH || ((flags & WHICH) == 0 && (flags & CONTAINED) == 0))
    return fail (error, MAPI_E_INVALID_PARAMETER, "AddProps", "include or exclude, one of the two");
  if ((flags & ONLY) == ONLY || ((flags & ONLY) != 0 && (flags & CONTAINED) != 0))
    return fail (error, MAPI_E_INVALID_PARAMETER, "AddProps", "the flags exclude each other");
  if ((flags & CONTAINED) == 0 && (data != NULL || element_id != 0))
    return fail (
        error, MAPI_E_INVALID_PARAMETER, "AddProps", "an attachment needs TNEF_PROP_CONTAINED");
  if ((flags & MAPI_TNEF_PROP_CONTAINED_TNEF) != 0 && data == NULL)
    return fail (
        error, MAPI_E_INVALID_PARAMETER, "AddProps", "TNEF_PROP_CONTAINED_TNEF needs a stream");
  return TRUE;
}

static MapiTnefRequest *
get_request (MapiTnefStream *self, guint32 number)
{
  gpointer         key = GUINT_TO_POINTER (number);
  MapiTnefRequest *request = g_hash_table_lookup (self->requests, key);

  if (request == NULL)
    {
      request = mapi_tnef_request_new ();
      g_hash_table_insert (self->requests, key, request);
    }
  return request;
}

static void
add_contained (
    MapiTnefStream *self, guint32 flags, guint32 number, MapiStream *data, MapiPropTagArray *tags)
{
  MapiTnefRequest *request = get_request (self, number);

  request->has_selection = TRUE;
  mapi_tnef_selection_add (&request->selection, flags, tags);
  if (data != NULL)
    {
      g_set_object (&request->data, data);
      request->data_is_tnef = (flags & MAPI_TNEF_PROP_CONTAINED_TNEF) != 0;
    }
}

/* Who names attachments means all of them. */
static void
add_for_attachments (MapiTnefStream *self, guint32 flags, MapiPropTagArray *tags)
{
  gboolean includes = (flags & MAPI_TNEF_PROP_INCLUDE) != 0 && tags != NULL &&
                      mapi_prop_tag_array_contains (tags, MAPI_PR_MESSAGE_ATTACHMENTS);

  mapi_tnef_selection_add (
      &self->for_attachments, includes ? MAPI_TNEF_PROP_EXCLUDE : flags, includes ? NULL : tags);
  if (includes || (flags & MAPI_TNEF_PROP_ATTACHMENTS_ONLY) != 0)
    self->has_attachments = TRUE;
}

static void
add_for_message (MapiTnefStream *self, guint32 flags, MapiPropTagArray *tags)
{
  mapi_tnef_selection_add (&self->for_message->selection, flags, tags);
  if (mapi_tnef_selection_includes (&self->for_message->selection, MAPI_PR_MESSAGE_RECIPIENTS))
    self->has_recipients = TRUE;
}

static gboolean
mapi_tnef_stream_add_props (MapiTnef         *tnef,
                            guint32           flags,
                            guint32           element_id,
                            MapiStream       *data,
                            MapiPropTagArray *tags,
                            GError          **error)
{
  MapiTnefStream *self = MAPI_TNEF_STREAM (tnef);

  if (!check_writing (self, "AddProps", error) || !check_add (flags, element_id, data, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  if ((flags & CONTAINED) != 0)
    add_contained (self, flags, element_id, data, tags);
  if ((flags & (CONTAINED | MAPI_TNEF_PROP_ATTACHMENTS_ONLY)) == 0)
    add_for_message (self, flags, tags);
  if ((flags & (CONTAINED | MAPI_TNEF_PROP_MESSAGE_ONLY)) == 0)
    add_for_attachments (self, flags, tags);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
extract (MapiTnefStream        *self,
         guint32                flags,
         MapiPropTagArray      *tags,
         MapiTnefProblemArray **problems,
         GCancellable          *cancellable,
         guint32               *warning,
         GError               **error)
{
  g_auto (MapiTnefSelection) selection = { 0 };
  g_auto (MapiTnefReport) report = { 0 };
  gboolean good;

  mapi_tnef_selection_add (&selection, flags, tags);
  g_mutex_lock (&self->lock);
  good = mapi_tnef_stream_read (self, &selection, &report, cancellable, error);
  g_mutex_unlock (&self->lock);
  return good && mapi_tnef_report_finish (&report, problems, warning, error);
}

static gboolean
mapi_tnef_stream_extract_props (MapiTnef              *tnef,
                                guint32                flags,
                                MapiPropTagArray      *tags,
                                MapiTnefProblemArray **problems,
                                GCancellable          *cancellable,
                                guint32               *warning,
                                GError               **error)
{
  MapiTnefStream *self = MAPI_TNEF_STREAM (tnef);

  if (is_writing (self))
    return fail (
        error, MAPI_E_NO_SUPPORT, "ExtractProps", "the stream was opened with TNEF_ENCODE");
  if ((flags & ~WHICH) != 0)
    return fail (error, MAPI_E_UNKNOWN_FLAGS, "ExtractProps", "there are unknown flags");
  if (flags == 0 || flags == WHICH)
    return fail (
        error, MAPI_E_INVALID_PARAMETER, "ExtractProps", "include or exclude, one of the two");
  return extract (self, flags, tags, problems, cancellable, warning, error);
}

static gboolean
mapi_tnef_stream_finish (MapiTnef              *tnef,
                         guint32                flags,
                         guint16               *key,
                         MapiTnefProblemArray **problems,
                         GCancellable          *cancellable,
                         guint32               *warning,
                         GError               **error)
{
  MapiTnefStream *self = MAPI_TNEF_STREAM (tnef);
  g_auto (MapiTnefReport) report = { 0 };
  gboolean good;

  if (flags != 0)
    return fail (error, MAPI_E_UNKNOWN_FLAGS, "Finish", "there are unknown flags");
  if (!is_writing (self))
    {
      good = extract (self, MAPI_TNEF_PROP_EXCLUDE, NULL, problems, cancellable, warning, error);
      *key = self->key;
      return good;
    }

  g_mutex_lock (&self->lock);
  good = mapi_tnef_stream_write (self, &report, cancellable, error);
  *key = self->key;
  g_mutex_unlock (&self->lock);
  return good && mapi_tnef_report_finish (&report, problems, warning, error);
}

static MapiStream *
mapi_tnef_stream_tagged_body (
    MapiTnef *tnef, MapiMessage *message, guint32 flags, GCancellable *cancellable, GError **error)
{
  if ((flags & ~(MAPI_CREATE | MAPI_MODIFY)) != 0)
    {
      fail (error, MAPI_E_UNKNOWN_FLAGS, "OpenTaggedBody", "there are unknown flags");
      return NULL;
    }
  if (flags == MAPI_CREATE)
    {
      fail (error, MAPI_E_INVALID_PARAMETER, "OpenTaggedBody", "MAPI_CREATE goes with MAPI_MODIFY");
      return NULL;
    }
  return mapi_tnef_stream_open_tagged_body (
      MAPI_TNEF_STREAM (tnef), message, flags, cancellable, error);
}

static void
override (MapiTnefRequest *request, MapiPropList *props)
{
  MapiPropList *old = request->overrides;

  request->overrides = old == NULL ? mapi_prop_list_ref (props) : mapi_prop_list_merge (old, props);
  g_clear_pointer (&old, mapi_prop_list_unref);
}

static gboolean
mapi_tnef_stream_set_props (
    MapiTnef *tnef, guint32 flags, guint32 element_id, MapiPropList *props, GError **error)
{
  MapiTnefStream *self = MAPI_TNEF_STREAM (tnef);
  gboolean        is_contained = flags == MAPI_TNEF_PROP_CONTAINED;

  if (!check_writing (self, "SetProps", error))
    return FALSE;
  if (flags != 0 && !is_contained)
    return fail (error, MAPI_E_UNKNOWN_FLAGS, "SetProps", "there are unknown flags");
  if (!is_contained && element_id != 0)
    return fail (
        error, MAPI_E_INVALID_PARAMETER, "SetProps", "an attachment needs TNEF_PROP_CONTAINED");

  g_mutex_lock (&self->lock);
  override (is_contained ? get_request (self, element_id) : self->for_message, props);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
mapi_tnef_stream_encode_recips (MapiTnef  *tnef,
                                guint32    flags,
                                MapiTable *recipients,
                                GError   **error)
{
  MapiTnefStream *self = MAPI_TNEF_STREAM (tnef);

  if (!check_writing (self, "EncodeRecips", error))
    return FALSE;
  if (flags != 0)
    return fail (error, MAPI_E_UNKNOWN_FLAGS, "EncodeRecips", "there are unknown flags");

  g_mutex_lock (&self->lock);
  self->has_recipients = TRUE;
  g_set_object (&self->recipients, recipients);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static gboolean
mapi_tnef_stream_finish_component (MapiTnef              *tnef,
                                   guint32                flags,
                                   guint32                component_id,
                                   MapiPropList          *custom_props,
                                   MapiPropTagArray      *tags,
                                   MapiTnefProblemArray **problems,
                                   GCancellable          *cancellable,
                                   guint32               *warning,
                                   GError               **error)
{
  MapiTnefStream *self = MAPI_TNEF_STREAM (tnef);
  gboolean        is_message = flags == MAPI_TNEF_COMPONENT_MESSAGE;
  g_auto (MapiTnefReport) report = { 0 };
  gboolean good;

  if (!check_writing (self, "FinishComponent", error))
    return FALSE;
  if ((self->flags & MAPI_TNEF_COMPONENT_ENCODING) == 0)
    return fail (error,
                 MAPI_E_NO_SUPPORT,
                 "FinishComponent",
                 "the stream was opened without TNEF_COMPONENT_ENCODING");
  if ((!is_message && flags != MAPI_TNEF_COMPONENT_ATTACHMENT) || (is_message && component_id != 0))
    return fail (error, MAPI_E_INVALID_PARAMETER, "FinishComponent", "there is no such component");

  g_mutex_lock (&self->lock);
  good = mapi_tnef_stream_write_component (
      self, is_message, component_id, custom_props, tags, &report, cancellable, error);
  g_mutex_unlock (&self->lock);
  return good && mapi_tnef_report_finish (&report, problems, warning, error);
}

static void
mapi_tnef_stream_tnef_init (MapiTnefInterface *iface)
{
  iface->add_props = mapi_tnef_stream_add_props;
  iface->extract_props = mapi_tnef_stream_extract_props;
  iface->finish = mapi_tnef_stream_finish;
  iface->open_tagged_body = mapi_tnef_stream_tagged_body;
  iface->set_props = mapi_tnef_stream_set_props;
  iface->encode_recips = mapi_tnef_stream_encode_recips;
  iface->finish_component = mapi_tnef_stream_finish_component;
}

static void
mapi_tnef_stream_finalize (GObject *object)
{
  MapiTnefStream *self = MAPI_TNEF_STREAM (object);

  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->recipients);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->numbers, g_array_unref);
  g_clear_pointer (&self->for_message, mapi_tnef_request_free);
  mapi_tnef_selection_clear (&self->for_attachments);
  g_clear_pointer (&self->requests, g_hash_table_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (mapi_tnef_stream_parent_class)->finalize (object);
}

static void
mapi_tnef_stream_class_init (MapiTnefStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_tnef_stream_finalize;
}

static void
mapi_tnef_stream_init (MapiTnefStream *self)
{
  g_mutex_init (&self->lock);
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->for_message = mapi_tnef_request_new ();
  self->requests =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mapi_tnef_request_free);
}

static gboolean
check_open (const char *name, guint32 flags, guint16 key, GError **error)
{
  const guint32 known = MAPI_TNEF_ENCODE | MAPI_TNEF_PURE | MAPI_TNEF_COMPATIBILITY |
                        MAPI_TNEF_BEST_DATA | MAPI_TNEF_COMPONENT_ENCODING;

  if ((flags & ~known) != 0)
    return fail (error, MAPI_E_UNKNOWN_FLAGS, "OpenTnefStream", "there are unknown flags");
  if ((flags & MAPI_TNEF_ENCODE) == 0)
    return TRUE;
  if (key == 0)
    return fail (error, MAPI_E_INVALID_PARAMETER, "OpenTnefStream", "the key must not be 0");
  if (name == NULL || *name == '\0' || strlen (name) > LONGEST_NAME ||
      strpbrk (name, "[]:") != NULL)
    return fail (error,
                 MAPI_E_INVALID_PARAMETER,
                 "OpenTnefStream",
                 "the name of the stream is no file name");
  return TRUE;
}

/**
 * mapi_tnef_open_stream:
 * @stream: what is read or written, from its position on
 * @stream_name: (nullable): a name for the stream, such as `winmail.dat`: in tagged text it says
 * where attachments are. It has no `[`, `]` or `:`; a stream that is read needs none
 * @flags: `MAPI_TNEF_DECODE` or `MAPI_TNEF_ENCODE`, with `MAPI_TNEF_BEST_DATA`, `MAPI_TNEF_PURE` or
 * `MAPI_TNEF_COMPATIBILITY`, and `MAPI_TNEF_COMPONENT_ENCODING`
 * @message: the message to encode, or to decode into
 * @key: the number of the first attachment in tagged text, which should be another for each
 * message; not 0 of a stream that is written, without meaning of one that is read
 * @error: return location for a #GError
 *
 * Makes the object that turns a message into a TNEF stream, or the other way round.
 *
 * What is decoded is set on @message and its attachments, which are saved; the message itself is
 * not. Objects in an attachment that are no message, such as OLE documents, are kept as the bytes
 * they are, in PR_ATTACH_DATA_BIN.
 *
 * `OpenTnefStreamEx`; opentnefstreamex.md and [MS-OXTNEF]. Fails with %MAPI_E_INVALID_PARAMETER for
 * a key or a name that cannot be, %MAPI_E_UNKNOWN_FLAGS.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiTnef *
mapi_tnef_open_stream (MapiStream  *stream,
                       const char  *stream_name,
                       guint32      flags,
                       MapiMessage *message,
                       guint16      key,
                       GError     **error)
{
  MapiTnefStream *self;

  g_return_val_if_fail (MAPI_IS_STREAM (stream), NULL);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), NULL);

  if (!check_open (stream_name, flags, key, error))
    return NULL;

  self = g_object_new (MAPI_TYPE_TNEF_STREAM, NULL);
  self->stream = g_object_ref (stream);
  self->message = g_object_ref (message);
  self->name = g_strdup (stream_name);
  self->flags = flags;
  self->key = key;
  if (!is_writing (self))
    self->can_seek = mapi_stream_seek (stream, 0, 1, &self->start, NULL);
  return MAPI_TNEF (self);
}
