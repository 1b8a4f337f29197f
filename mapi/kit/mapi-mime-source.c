/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include "mapi-body-private.h"
#include "mapi-flags.h"
#include "mapi-mime-report-private.h"
#include "mapi-mime-source-private.h"
#include "mapi-mime.h"
#include "mapi-prop-list-builder.h"
#include "mapi-rtf-text.h"
#include "mapi-stream-read-private.h"
#include "mapi-text-private.h"

#define ROWS_AT_ONCE 1000

static const guint32 message_tags[] = {
  MAPI_PR_MESSAGE_CLASS,
  MAPI_PR_SUBJECT,
  MAPI_PR_SENDER_NAME,
  MAPI_PR_SENDER_ADDRTYPE,
  MAPI_PR_SENDER_EMAIL_ADDRESS,
  MAPI_PR_SENT_REPRESENTING_NAME,
  MAPI_PR_SENT_REPRESENTING_ADDRTYPE,
  MAPI_PR_SENT_REPRESENTING_EMAIL_ADDRESS,
  MAPI_PR_REPLY_RECIPIENT_ENTRIES,
  MAPI_PR_CLIENT_SUBMIT_TIME,
  MAPI_PR_INTERNET_MESSAGE_ID,
  MAPI_PR_IN_REPLY_TO_ID,
  MAPI_PR_INTERNET_REFERENCES,
  MAPI_PR_IMPORTANCE,
  MAPI_PR_PRIORITY,
  MAPI_PR_SENSITIVITY,
  MAPI_PR_READ_RECEIPT_REQUESTED,
  MAPI_PR_READ_RECEIPT_ENTRYID,
  MAPI_PR_AUTO_RESPONSE_SUPPRESS,
  MAPI_PR_INTERNET_ORGANIZATION,
  MAPI_PR_LIST_HELP,
  MAPI_PR_LIST_SUBSCRIBE,
  MAPI_PR_LIST_UNSUBSCRIBE,
  MAPI_PR_INTERNET_CPID,
  MAPI_PR_BODY,
  MAPI_PR_HTML,
  MAPI_PR_RTF_COMPRESSED,
  MAPI_PR_MIME_SKELETON,
};

static const guint32 recipient_tags[] = {
  MAPI_PR_RECIPIENT_TYPE, MAPI_PR_DISPLAY_NAME,  MAPI_PR_TRANSMITABLE_DISPLAY_NAME,
  MAPI_PR_ADDRTYPE,       MAPI_PR_EMAIL_ADDRESS, MAPI_PR_SMTP_ADDRESS,
};

static const guint32 attachment_table_tags[] = { MAPI_PR_ATTACH_NUM };

static const guint32 attachment_tags[] = {
  MAPI_PR_ATTACH_METHOD,        MAPI_PR_ATTACH_LONG_FILENAME, MAPI_PR_ATTACH_FILENAME,
  MAPI_PR_ATTACH_MIME_TAG,      MAPI_PR_ATTACH_CONTENT_ID,    MAPI_PR_ATTACH_CONTENT_LOCATION,
  MAPI_PR_ATTACHMENT_HIDDEN,    MAPI_PR_ATTACH_FLAGS,         MAPI_PR_DISPLAY_NAME,
  MAPI_PR_ATTACH_MIME_SEQUENCE,
};

static void
attachment_free (gpointer data)
{
  MapiMimeSourceAttachment *self = data;

  g_object_unref (self->attach);
  mapi_prop_list_unref (self->props);
  g_free (self);
}

/* The text goes as it is kept: what a store makes of plain text is no alternative to it. RTF is for
 * messages that have nothing else. */
static gboolean
is_wanted (guint32 tag, const MapiBodyForms *kept)
{
  switch (tag)
    {
    case MAPI_PR_BODY:
      return kept->text;
    case MAPI_PR_HTML:
      return kept->html;
    case MAPI_PR_RTF_COMPRESSED:
      return kept->rtf && !kept->text && !kept->html;
    default:
      return TRUE;
    }
}

static gsize
choose_tags (MapiMessage *message, guint32 *tags, GCancellable *cancellable)
{
  MapiBodyForms kept = mapi_body_list_kept (MAPI_PROP (message), cancellable);
  gsize         n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (message_tags); i++)
    if (is_wanted (message_tags[i], &kept))
      tags[n++] = message_tags[i];
  return n;
}

static MapiPropList *
get_props (
    MapiProp *object, const guint32 *tags, gsize n_tags, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) array = mapi_prop_tag_array_new (tags, n_tags);

  return mapi_prop_get_props (object, array, MAPI_UNICODE, cancellable, NULL, error);
}

static gboolean
set_columns (
    MapiTable *table, const guint32 *tags, gsize n_tags, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropTagArray) array = mapi_prop_tag_array_new (tags, n_tags);

  return mapi_table_set_columns (table, array, 0, cancellable, error);
}

/* All rows of a new table. */
static MapiRowSet *
query_all (MapiTable *table, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  guint n_rows;

  do
    {
      g_autoptr (MapiRowSet) some =
          mapi_table_query_rows (table, ROWS_AT_ONCE, 0, cancellable, error);

      if (some == NULL)
        return NULL;
      n_rows = mapi_row_set_get_size (some);
      if (rows->len == 0 && n_rows < ROWS_AT_ONCE)
        return g_steal_pointer (&some);
      for (guint i = 0; i < n_rows; i++)
        g_ptr_array_add (rows, mapi_row_set_get_row (some, i));
    }
  while (n_rows > 0);

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiRowSet *
query_table (
    MapiTable *table, const guint32 *tags, gsize n_tags, GCancellable *cancellable, GError **error)
{
  if (!set_columns (table, tags, n_tags, cancellable, error))
    return NULL;
  return query_all (table, cancellable, error);
}

static gboolean
load_recipients (MapiMimeSource *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (self->message, MAPI_UNICODE, cancellable, error);

  if (table != NULL)
    self->recipients =
        query_table (table, recipient_tags, G_N_ELEMENTS (recipient_tags), cancellable, error);
  return self->recipients != NULL && (!mapi_mime_report_is_about_delivery (self) ||
                                      mapi_mime_report_load_recipients (self, cancellable, error));
}

static gboolean
load_attachment (MapiMimeSource *self, guint32 number, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiAttach) attach =
      mapi_message_open_attach (self->message, number, NULL, 0, cancellable, error);
  g_autoptr (MapiPropList) props = NULL;
  MapiMimeSourceAttachment *attachment;

  if (attach != NULL)
    props = get_props (
        MAPI_PROP (attach), attachment_tags, G_N_ELEMENTS (attachment_tags), cancellable, error);
  if (props == NULL)
    return FALSE;

  attachment = g_new0 (MapiMimeSourceAttachment, 1);
  attachment->attach = g_steal_pointer (&attach);
  attachment->props = g_steal_pointer (&props);
  g_ptr_array_add (self->attachments, attachment);
  return TRUE;
}

static gboolean
load_attachments (MapiMimeSource *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_attachment_table (self->message, MAPI_UNICODE, cancellable, error);
  g_autoptr (MapiRowSet) rows = NULL;

  if (table != NULL)
    rows = query_table (
        table, attachment_table_tags, G_N_ELEMENTS (attachment_table_tags), cancellable, error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      guint32 number = (guint32) mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, 0);

      if (!load_attachment (self, number, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Mostly everything is valid, which is quickly seen. */
static char *
dup_valid (const char *text, gsize size)
{
  return mapi_text_is_valid (text, size) ? g_strndup (text, size)
                                         : g_utf8_make_valid (text, (gssize) size);
}

static gboolean
add_large (MapiMimeSource      *self,
           MapiPropListBuilder *builder,
           guint32              tag,
           GCancellable        *cancellable,
           GError             **error)
{
  g_autoptr (GBytes) bytes =
      mapi_prop_read_stream (MAPI_PROP (self->message), tag, cancellable, error);
  g_autofree char *text = NULL;
  gconstpointer    data;
  gsize            size;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);

  if (mapi_prop_tag_get_prop_type (tag) == MAPI_PT_BINARY)
    mapi_prop_list_builder_add_data (builder, tag, data, size);
  else
    {
      text = dup_valid (data != NULL ? data : "", size);
      mapi_prop_list_builder_add_string (builder, tag, text);
    }
  return TRUE;
}

/* Values that GetProps finds too large are read from streams. */
static gboolean
load_large (MapiMimeSource *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) small = NULL;
  g_autoptr (MapiPropList) large = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (message_tags); i++)
    if (mapi_prop_list_get_error (self->props, message_tags[i]) == MAPI_E_NOT_ENOUGH_MEMORY &&
        !add_large (self, builder, message_tags[i], cancellable, error))
      return FALSE;

  large = mapi_prop_list_builder_end (builder);
  if (mapi_prop_list_get_size (large) == 0)
    return TRUE;
  small = g_steal_pointer (&self->props);
  self->props = mapi_prop_list_merge (small, large);
  return TRUE;
}

/* RTF is sent as what it was made of, or else as plain text. */
static void
read_rtf (MapiMimeSource *self)
{
  g_autoptr (GBytes) rtf = mapi_body_get_rtf (self->props);
  gboolean has_html =
      rtf != NULL && mapi_rtf_get_native_body (rtf, NULL) == MAPI_NATIVE_BODY_TYPE_HTML;
  g_autoptr (MapiPropValue) text =
      mapi_body_derive (self->props, has_html ? MAPI_PR_HTML : MAPI_PR_BODY, NULL);
  g_autoptr (MapiPropList) list = text != NULL ? mapi_prop_list_new_from_value (text) : NULL;
  g_autoptr (MapiPropList) props = self->props;

  self->props = list != NULL ? mapi_prop_list_merge (props, list) : mapi_prop_list_ref (props);
}

static gboolean
load_props (MapiMimeSource *self, GCancellable *cancellable, GError **error)
{
  guint32 tags[G_N_ELEMENTS (message_tags)];
  gsize   n = choose_tags (self->message, tags, cancellable);

  self->props = get_props (MAPI_PROP (self->message), tags, n, cancellable, error);
  if (self->props == NULL || !load_large (self, cancellable, error))
    return FALSE;

  if (mapi_prop_list_contains (self->props, MAPI_PR_RTF_COMPRESSED))
    read_rtf (self);
  if (mapi_mime_report_get_kind (self->props) != MAPI_REPORT_NONE &&
      !mapi_mime_report_load_props (self, cancellable, error))
    return FALSE;
  self->text = mapi_prop_list_get_string (self->props, MAPI_PR_BODY);
  self->html = mapi_prop_list_peek_binary (self->props, MAPI_PR_HTML, &self->html_size);
  return TRUE;
}

gboolean
mapi_mime_source_load (MapiMimeSource *self,
                       MapiMessage    *message,
                       GCancellable   *cancellable,
                       GError        **error)
{
  *self = (MapiMimeSource){ .message = message };
  self->attachments = g_ptr_array_new_with_free_func (attachment_free);

  return load_props (self, cancellable, error) && load_recipients (self, cancellable, error) &&
         load_attachments (self, cancellable, error);
}

void
mapi_mime_source_clear (MapiMimeSource *self)
{
  g_clear_pointer (&self->props, mapi_prop_list_unref);
  g_clear_pointer (&self->recipients, mapi_row_set_unref);
  g_clear_pointer (&self->reported, mapi_row_set_unref);
  g_clear_pointer (&self->attachments, g_ptr_array_unref);
}

static gboolean
has_sequence (const MapiMimeSource *self, guint i, guint32 sequence)
{
  const MapiMimeSourceAttachment *attachment = g_ptr_array_index (self->attachments, i);

  return (guint32) mapi_prop_list_get_long (attachment->props, MAPI_PR_ATTACH_MIME_SEQUENCE, -1) ==
         sequence;
}

/* Attachments mostly stand in the order in which they were made. */
MapiMimeSourceAttachment *
mapi_mime_source_find (const MapiMimeSource *self, guint32 sequence)
{
  if (sequence < self->attachments->len && has_sequence (self, sequence, sequence))
    return g_ptr_array_index (self->attachments, sequence);

  for (guint i = 0; i < self->attachments->len; i++)
    if (has_sequence (self, i, sequence))
      return g_ptr_array_index (self->attachments, i);
  return NULL;
}

guint32
mapi_mime_source_attachment_get_method (const MapiMimeSourceAttachment *self)
{
  return (guint32) mapi_prop_list_get_long (
      self->props, MAPI_PR_ATTACH_METHOD, MAPI_ATTACH_BY_VALUE);
}

/* Whether the MIME type begins with @prefix. */
gboolean
mapi_mime_source_attachment_is_type (const MapiMimeSourceAttachment *self, const char *prefix)
{
  const char *type = mapi_prop_list_get_string (self->props, MAPI_PR_ATTACH_MIME_TAG);

  return type != NULL && g_ascii_strncasecmp (type, prefix, strlen (prefix)) == 0;
}

static gpointer
open_property (const MapiMimeSourceAttachment *self,
               guint32                         tag,
               const char                     *interface_name,
               GType                           type,
               GCancellable                   *cancellable,
               GError                        **error)
{
  GObject *object = mapi_prop_open_property (
      MAPI_PROP (self->attach), tag, interface_name, 0, 0, cancellable, error);

  if (object == NULL || g_type_is_a (G_OBJECT_TYPE (object), type))
    return object;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INTERFACE_NOT_SUPPORTED,
               "mime: the attachment gave a %s instead of a %s",
               G_OBJECT_TYPE_NAME (object),
               interface_name);
  g_object_unref (object);
  return NULL;
}

MapiStream *
mapi_mime_source_attachment_open (const MapiMimeSourceAttachment *self,
                                  GCancellable                   *cancellable,
                                  GError                        **error)
{
  return open_property (
      self, MAPI_PR_ATTACH_DATA_BIN, "MapiStream", MAPI_TYPE_STREAM, cancellable, error);
}

MapiMessage *
mapi_mime_source_attachment_open_message (const MapiMimeSourceAttachment *self,
                                          GCancellable                   *cancellable,
                                          GError                        **error)
{
  return open_property (
      self, MAPI_PR_ATTACH_DATA_OBJ, "MapiMessage", MAPI_TYPE_MESSAGE, cancellable, error);
}
