/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-tnef-decode-private.h"

const MapiUid mapi_tnef_message_iid = {
  { 0x07, 3, 2, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46 }
};
const MapiUid mapi_tnef_storage_iid = {
  { 0x0b, 0, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46 }
};

static const MapiTnefSelection all = { .has_rest = TRUE };

static const MapiUid stream_iid = { { 0x0c, 0, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46 } };

MapiTnefObjectKind
mapi_tnef_object_get_kind (const MapiUid *iid)
{
  if (mapi_uid_equal (iid, &mapi_tnef_message_iid))
    return MAPI_TNEF_OBJECT_MESSAGE;
  if (mapi_uid_equal (iid, &mapi_tnef_storage_iid))
    return MAPI_TNEF_OBJECT_STORAGE;
  return mapi_uid_equal (iid, &stream_iid) ? MAPI_TNEF_OBJECT_STREAM : MAPI_TNEF_OBJECT_UNKNOWN;
}

/* Who names attachments means all of them. */
static const MapiTnefSelection *
choose_selection (const MapiTnefSelection *selection)
{
  return mapi_tnef_selection_includes (selection, MAPI_PR_MESSAGE_ATTACHMENTS) ? &all : selection;
}

void
mapi_tnef_attachment_begin (MapiTnefAttachment *self, MapiTnefDecoder *decoder)
{
  *self = (MapiTnefAttachment){ .decoder = decoder, .is_open = TRUE };
  mapi_tnef_target_init (&self->target,
                         NULL,
                         decoder->n_attachments,
                         choose_selection (decoder->selection),
                         decoder->report,
                         decoder->cancellable);
}

static void
report_error (MapiTnefAttachment *self, guint32 tag, GError *error)
{
  mapi_tnef_report_take (
      self->target.report, self->target.component, MAPI_attAttachment, tag, error);
}

/* The row of an attachment that came another way, and that this one describes. */
static MapiPropList *
find_row (MapiTnefDecoder *decoder, const char *transport_name)
{
  static const guint32 columns[] = { MAPI_PR_ATTACH_NUM, MAPI_PR_ATTACH_TRANSPORT_NAME };
  g_autoptr (MapiTable) table =
      mapi_message_get_attachment_table (decoder->message, 0, decoder->cancellable, NULL);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiRestriction) restriction = NULL;
  g_autoptr (MapiPropValue) value =
      mapi_prop_value_new_string (MAPI_PR_ATTACH_TRANSPORT_NAME, transport_name);
  g_autoptr (MapiRowSet) rows = NULL;

  restriction = mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_ATTACH_TRANSPORT_NAME, value);
  if (table == NULL || !mapi_table_set_columns (table, tags, 0, decoder->cancellable, NULL) ||
      !mapi_table_restrict (table, restriction, 0, decoder->cancellable, NULL))
    return NULL;

  rows = mapi_table_query_rows (table, 1, 0, decoder->cancellable, NULL);
  return rows == NULL || mapi_row_set_get_size (rows) == 0 ? NULL : mapi_row_set_get_row (rows, 0);
}

static gboolean
find_number (MapiTnefAttachment *self, guint32 *number)
{
  MapiTnefDecoder     *decoder = self->decoder;
  const MapiPropValue *name = mapi_tnef_target_find (&self->target, MAPI_PR_ATTACH_TRANSPORT_NAME);
  g_autoptr (MapiPropList) row = NULL;

  if (decoder->n_attachments < decoder->numbers->len)
    {
      *number = g_array_index (decoder->numbers, guint32, decoder->n_attachments);
      return TRUE;
    }
  if (self->has_data || self->has_message || name == NULL)
    return FALSE;

  row = find_row (decoder, mapi_prop_value_get_string (name));
  if (row == NULL || !mapi_prop_list_contains (row, MAPI_PR_ATTACH_NUM))
    return FALSE;
  *number = (guint32) mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, 0);
  return TRUE;
}

/* Takes the attachment of an earlier call, one that came another way, or a new one. */
gboolean
mapi_tnef_attachment_open (MapiTnefAttachment *self)
{
  MapiTnefDecoder *decoder = self->decoder;
  MapiAttach      *attach;
  guint32          number;
  GError          *error = NULL;

  if (self->target.prop != NULL)
    return TRUE;

  if (find_number (self, &number))
    attach = mapi_message_open_attach (
        decoder->message, number, NULL, MAPI_MODIFY, decoder->cancellable, &error);
  else
    attach =
        mapi_message_create_attach (decoder->message, 0, &number, decoder->cancellable, &error);
  if (attach == NULL)
    {
      report_error (self, 0, error);
      return FALSE;
    }

  if (decoder->n_attachments == decoder->numbers->len)
    g_array_append_val (decoder->numbers, number);
  self->target.prop = MAPI_PROP (attach);
  self->target.component = number;
  return TRUE;
}

/* attAttachData. Beside a message it is a notice for those who cannot read the message. */
void
mapi_tnef_attachment_take_data (MapiTnefAttachment *self, guint32 attribute, MapiTnefInput *input)
{
  if (self->has_message)
    return;

  self->has_data = TRUE;
  if (input->left <= MAPI_TNEF_LARGEST_IN_MEMORY || mapi_tnef_attachment_open (self))
    mapi_tnef_target_take_binary (&self->target, attribute, MAPI_PR_ATTACH_DATA_BIN, input);
}

static MapiMessage *
create_message (MapiTnefAttachment *self, GError **error)
{
  GObject *message;

  mapi_tnef_target_remove (&self->target, MAPI_PR_ATTACH_DATA_BIN);
  mapi_tnef_target_add_long (
      &self->target, MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_EMBEDDED_MSG);
  mapi_tnef_target_flush (&self->target, MAPI_attAttachment);
  message = mapi_prop_open_property (self->target.prop,
                                     MAPI_PR_ATTACH_DATA_OBJ,
                                     "MapiMessage",
                                     0,
                                     MAPI_CREATE | MAPI_MODIFY,
                                     self->target.cancellable,
                                     error);
  return message != NULL ? MAPI_MESSAGE (message) : NULL;
}

static gboolean
decode_message (MapiTnefAttachment *self, MapiTnefInput *input, GError **error)
{
  g_autoptr (MapiMessage) message = create_message (self, error);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree MapiTnefDecoder *decoder = g_new0 (MapiTnefDecoder, 1);

  if (message == NULL)
    return FALSE;

  self->has_message = TRUE;
  *decoder = (MapiTnefDecoder){
    .input = input,
    .prop = MAPI_PROP (message),
    .message = message,
    .selection = &all,
    .report = self->target.report,
    .cancellable = self->target.cancellable,
    .numbers = numbers,
    .depth = self->decoder->depth + 1,
  };
  return mapi_tnef_decode (decoder, error) &&
         mapi_prop_save_changes (MAPI_PROP (message), 0, self->target.cancellable, error);
}

static void
take_message (MapiTnefAttachment *self, guint32 attribute, guint32 tag, MapiTnefInput *input)
{
  GError *error = NULL;

  if (self->decoder->depth >= MAPI_TNEF_DEEPEST)
    mapi_tnef_report_add (
        self->target.report, self->target.component, attribute, tag, (gint32) MAPI_E_TOO_COMPLEX);
  else if (mapi_tnef_attachment_open (self) && !decode_message (self, input, &error))
    report_error (self, tag, error);
}

/* PR_ATTACH_DATA_OBJ. What is no message is kept as the bytes that it is. */
void
mapi_tnef_attachment_take_object (MapiTnefAttachment *self,
                                  guint32             attribute,
                                  guint32             tag,
                                  MapiTnefInput      *input)
{
  MapiUid            iid;
  MapiTnefObjectKind kind;

  if (mapi_prop_tag_get_id (tag) != mapi_prop_tag_get_id (MAPI_PR_ATTACH_DATA_OBJ) ||
      !mapi_tnef_selection_wants (self->target.selection, tag) || self->has_message ||
      mapi_tnef_input_read (input, iid.bytes, sizeof iid.bytes) != sizeof iid.bytes)
    return;

  kind = mapi_tnef_object_get_kind (&iid);
  if (kind == MAPI_TNEF_OBJECT_MESSAGE)
    {
      take_message (self, attribute, tag, input);
      return;
    }
  if (kind == MAPI_TNEF_OBJECT_UNKNOWN)
    {
      mapi_tnef_report_add (self->target.report,
                            self->target.component,
                            attribute,
                            tag,
                            (gint32) MAPI_E_INTERFACE_NOT_SUPPORTED);
      return;
    }
  mapi_tnef_attachment_take_data (self, attribute, input);
  if (kind == MAPI_TNEF_OBJECT_STORAGE)
    mapi_tnef_target_add_long (&self->target, MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_OLE);
}

/* Who sends the message on must not send a file of this machine that the stream names. */
static void
disarm_reference (MapiTnefTarget *target)
{
  const MapiPropValue *method = mapi_tnef_target_find (target, MAPI_PR_ATTACH_METHOD);

  if (method != NULL && mapi_prop_value_get_long (method) == (gint32) MAPI_ATTACH_BY_REF_RESOLVE)
    mapi_tnef_target_add_long (target, MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_BY_REF_ONLY);
}

void
mapi_tnef_attachment_end (MapiTnefAttachment *self)
{
  MapiTnefTarget *target = &self->target;
  GError         *error = NULL;

  if (!self->is_open)
    return;

  self->is_open = FALSE;
  if (self->target.report->error == NULL && mapi_tnef_attachment_open (self))
    {
      if (self->has_message)
        mapi_tnef_target_add_long (
            target, MAPI_PR_ATTACH_METHOD, (gint32) MAPI_ATTACH_EMBEDDED_MSG);
      disarm_reference (target);
      mapi_tnef_target_flush (target, MAPI_attAttachment);
      if (!mapi_prop_save_changes (target->prop, 0, target->cancellable, &error))
        report_error (self, 0, error);
    }
  self->decoder->n_attachments++;
  mapi_tnef_target_clear (target);
}
