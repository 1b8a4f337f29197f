/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A TNEF stream as a sequence of attributes: [MS-OXTNEF] 2.1.3. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-tnef-decode-private.h"
#include "mapi-tnef-value-private.h"

/* A message with more attachments is an attack. */
#define MOST_ATTACHMENTS 4096

static void
report (MapiTnefDecoder *self, guint32 component, guint32 attribute, MapiError code)
{
  mapi_tnef_report_add (self->report, component, attribute, 0, code);
}

static guint32
get_component (MapiTnefDecoder *self, guint8 level)
{
  return level == MAPI_TNEF_LEVEL_ATTACHMENT ? self->attachment.target.component : 0;
}

/* Reads what stands before the attributes. */
gboolean
mapi_tnef_decode_begin (MapiTnefInput *input, guint16 *key, GError **error)
{
  guint32 signature;

  if (mapi_tnef_input_read_u32 (input, &signature) && signature == MAPI_TNEF_SIGNATURE &&
      mapi_tnef_input_read_u16 (input, key))
    return TRUE;

  if (mapi_tnef_input_check (input, error))
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "tnef: the stream does not begin like one");
  return FALSE;
}

static void
read_code_page (MapiTnefDecoder *self, MapiTnefInput *part)
{
  guint32 code_page;

  if (mapi_tnef_input_read_u32 (part, &code_page))
    self->code_page = code_page;
}

static void
note_class (MapiTnefDecoder *self, MapiPropList *list)
{
  const char *message_class = mapi_prop_list_get_string (list, MAPI_PR_MESSAGE_CLASS);

  if (message_class == NULL)
    return;
  g_free (self->message_class);
  self->message_class = g_strdup (message_class);
}

static void
decode_mapped (MapiTnefDecoder         *self,
               const MapiTnefAttribute *attribute,
               MapiTnefInput           *part,
               MapiTnefTarget          *target)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) list = NULL;
  g_autoptr (GByteArray) data = g_byte_array_new ();
  MapiTnefAttribute which = *attribute;

  if (which.attribute == MAPI_attOwner)
    which.tag = mapi_tnef_owner_get_tag (self->message_class);
  if (which.tag == 0)
    return;
  if (part->left > MAPI_TNEF_LARGEST_VALUE)
    {
      report (self, target->component, which.attribute, MAPI_E_TOO_BIG);
      return;
    }

  mapi_tnef_input_read_array (part, data, part->left);
  if (!mapi_tnef_attribute_decode (&which, data->data, data->len, self->code_page, builder))
    report (self, target->component, which.attribute, MAPI_E_CORRUPT_DATA);
  list = mapi_prop_list_builder_end (builder);
  note_class (self, list);
  mapi_tnef_target_add_list (target, list);
}

static void
decode_message_attribute (MapiTnefDecoder *self, guint32 attribute, MapiTnefInput *part)
{
  const MapiTnefAttribute *mapped = mapi_tnef_attribute_find (MAPI_TNEF_LEVEL_MESSAGE, attribute);

  if (mapped != NULL)
    decode_mapped (self, mapped, part, &self->target);
  else if (attribute == MAPI_attOemCodepage)
    read_code_page (self, part);
  else if (attribute == MAPI_attMAPIProps)
    mapi_tnef_decode_props (self, part, attribute, &self->target, NULL);
  else if (attribute == MAPI_attRecipTable)
    mapi_tnef_decode_recipients (self, part, attribute);
}

static void
decode_attachment_attribute (MapiTnefDecoder *self, guint32 attribute, MapiTnefInput *part)
{
  const MapiTnefAttribute *mapped =
      mapi_tnef_attribute_find (MAPI_TNEF_LEVEL_ATTACHMENT, attribute);
  MapiTnefAttachment *attachment = &self->attachment;

  if (self->message == NULL ||
      !mapi_tnef_selection_wants (self->selection, MAPI_PR_MESSAGE_ATTACHMENTS))
    return;
  if (self->n_attachments >= MOST_ATTACHMENTS)
    {
      report (self, self->n_attachments, attribute, MAPI_E_TOO_BIG);
      return;
    }
  if (attribute == MAPI_attAttachRenddata || !attachment->is_open)
    {
      mapi_tnef_attachment_end (attachment);
      mapi_tnef_attachment_begin (attachment, self);
    }

  if (mapped != NULL)
    decode_mapped (self, mapped, part, &attachment->target);
  else if (attribute == MAPI_attAttachData)
    mapi_tnef_attachment_take_data (attachment, attribute, part);
  else if (attribute == MAPI_attAttachment)
    mapi_tnef_decode_props (self, part, attribute, &attachment->target, attachment);
}

/* The attributes of the message come first; then its properties are set together. */
static void
decode_attribute (MapiTnefDecoder *self, guint8 level, guint32 attribute, MapiTnefInput *part)
{
  if (level == MAPI_TNEF_LEVEL_MESSAGE)
    {
      decode_message_attribute (self, attribute, part);
      return;
    }

  mapi_tnef_target_flush (&self->target, MAPI_attMAPIProps);
  decode_attachment_attribute (self, attribute, part);
}

/* FALSE at the end. */
static gboolean
decode_next (MapiTnefDecoder *self)
{
  MapiTnefInput part;
  guint8        level;
  guint32       attribute, size;
  guint16       checksum;

  if (!mapi_tnef_input_read_u8 (self->input, &level))
    return FALSE;
  if ((level != MAPI_TNEF_LEVEL_MESSAGE && level != MAPI_TNEF_LEVEL_ATTACHMENT) ||
      !mapi_tnef_input_read_u32 (self->input, &attribute) ||
      !mapi_tnef_input_read_u32 (self->input, &size))
    {
      report (self, 0, 0, MAPI_E_CORRUPT_DATA);
      return FALSE;
    }

  mapi_tnef_input_init_part (&part, self->input, size);
  decode_attribute (self, level, attribute, &part);
  if (!mapi_tnef_input_skip (&part, part.left) ||
      !mapi_tnef_input_read_u16 (self->input, &checksum) || checksum != part.checksum)
    report (self, get_component (self, level), attribute, MAPI_E_CORRUPT_DATA);
  return self->report->error == NULL;
}

gboolean
mapi_tnef_decode (MapiTnefDecoder *self, GError **error)
{
  if (!mapi_tnef_decode_begin (self->input, &self->key, error))
    return FALSE;

  self->code_page = MAPI_TNEF_DEFAULT_CODE_PAGE;
  mapi_tnef_target_init (
      &self->target, self->prop, 0, self->selection, self->report, self->cancellable);
  while (decode_next (self))
    continue;
  mapi_tnef_attachment_end (&self->attachment);
  mapi_tnef_target_flush (&self->target, MAPI_attMAPIProps);

  mapi_tnef_target_clear (&self->target);
  g_clear_pointer (&self->message_class, g_free);
  return mapi_tnef_input_check (self->input, error);
}
