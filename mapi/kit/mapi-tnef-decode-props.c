/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Encapsulated properties: [MS-OXTNEF] 2.1.3.4. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-tnef-decode-private.h"
#include "mapi-tnef-value-private.h"

/* Nobody sends to more recipients, each with an entry identifier. */
#define MOST_RECIPIENTS (1024 * 1024)

typedef struct
{
  MapiTnefDecoder    *decoder;
  MapiTnefInput      *input;
  guint32             attribute;
  MapiTnefTarget     *target;
  MapiTnefTarget     *names; /* the object that knows the names of properties */
  MapiTnefAttachment *attachment;
} Block;

/* Data that is not read into memory, and objects, which lie in the stream as bytes do. */
static gboolean
take_sized (Block *self, guint32 tag)
{
  MapiTnefInput part;
  guint32       count, size;
  gboolean      is_whole;

  if (!mapi_tnef_value_begin (self->input, &count, &size))
    return FALSE;

  is_whole = size <= self->input->left;
  mapi_tnef_input_init_part (&part, self->input, size);
  if (tag == MAPI_PR_ATTACH_DATA_BIN && self->attachment != NULL)
    mapi_tnef_attachment_take_data (self->attachment, self->attribute, &part);
  else if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_OBJECT)
    mapi_tnef_target_take_binary (self->target, self->attribute, tag, &part);
  else if (self->attachment != NULL)
    mapi_tnef_attachment_take_object (self->attachment, self->attribute, tag, &part);
  return mapi_tnef_input_skip (&part, part.left) && is_whole &&
         mapi_tnef_value_end (self->input, count, size);
}

static gboolean
take_in_memory (Block *self, guint32 tag, gboolean is_wanted)
{
  gboolean end_is_known = FALSE;
  g_autoptr (MapiPropValue) value =
      mapi_tnef_value_read (self->input, tag, self->decoder->code_page, &end_is_known);

  if (value != NULL && is_wanted)
    mapi_tnef_target_add_value (self->target, value, TRUE);
  return end_is_known;
}

static gboolean
is_sized_alone (guint32 tag)
{
  guint16 type = mapi_prop_tag_get_prop_type (tag);

  return type == MAPI_PT_BINARY || type == MAPI_PT_OBJECT;
}

/* FALSE when nobody can tell where the next property begins. */
static gboolean
take_prop (Block *self)
{
  g_autoptr (MapiNameId) name = NULL;
  guint32  tag;
  gboolean is_wanted = TRUE;

  if (!mapi_tnef_value_read_tag (self->input, &tag, &name) ||
      mapi_tnef_value_get_form (tag) == MAPI_TNEF_FORM_UNKNOWN)
    return FALSE;
  if (self->attachment != NULL && name != NULL && !mapi_tnef_attachment_open (self->attachment))
    is_wanted = FALSE;
  if (name != NULL && is_wanted)
    {
      guint32 mapped = mapi_tnef_target_map_name (self->names, tag, name);

      is_wanted = mapped != 0;
      tag = is_wanted ? mapped : tag;
    }

  if (is_wanted && is_sized_alone (tag))
    return take_sized (self, tag);
  return take_in_memory (self, tag, is_wanted);
}

/* A block that cannot be read to its end is a problem; what could be read of it counts. */
static void
take_props (Block *self)
{
  guint32  count = 0;
  gboolean good = mapi_tnef_input_read_u32 (self->input, &count);

  for (guint32 i = 0; good && i < count && self->decoder->report->error == NULL; i++)
    good = take_prop (self);
  if (!good)
    mapi_tnef_report_add (self->decoder->report,
                          self->target->component,
                          self->attribute,
                          0,
                          (gint32) MAPI_E_UNABLE_TO_COMPLETE);
  if (!good)
    mapi_tnef_input_skip (self->input, self->input->left);
}

void
mapi_tnef_decode_props (MapiTnefDecoder    *self,
                        MapiTnefInput      *input,
                        guint32             attribute,
                        MapiTnefTarget     *target,
                        MapiTnefAttachment *attachment)
{
  Block block = { .decoder = self,
                  .input = input,
                  .attribute = attribute,
                  .target = target,
                  .names = target,
                  .attachment = attachment };

  take_props (&block);
}

static MapiPropList *
take_row (Block *self)
{
  static const MapiTnefSelection all = { .has_rest = TRUE };
  MapiTnefTarget                 row;
  MapiPropList                  *list;

  mapi_tnef_target_init (&row, NULL, 0, &all, self->decoder->report, NULL);
  self->target = &row;
  take_props (self);
  mapi_tnef_target_remove (&row, MAPI_PR_ROWID);
  mapi_tnef_target_remove (&row, MAPI_PR_INSTANCE_KEY);
  list = mapi_tnef_target_take_list (&row);
  mapi_tnef_target_clear (&row);
  return list;
}

/* The rows of attRecipTable replace the recipients of the message. */
void
mapi_tnef_decode_recipients (MapiTnefDecoder *self, MapiTnefInput *input, guint32 attribute)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  g_autoptr (MapiRowSet) set = NULL;
  Block block = { .decoder = self, .input = input, .attribute = attribute, .names = &self->target };
  guint32 count = 0;
  GError *error = NULL;

  if (self->message == NULL ||
      !mapi_tnef_selection_wants (self->selection, MAPI_PR_MESSAGE_RECIPIENTS))
    return;

  mapi_tnef_input_read_u32 (input, &count);
  for (guint32 i = 0; i < count && i < MOST_RECIPIENTS && input->left > 0; i++)
    {
      g_autoptr (MapiPropList) row = take_row (&block);

      if (mapi_prop_list_get_size (row) > 0)
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }

  set = mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
  if (!mapi_message_modify_recipients (self->message, 0, set, self->cancellable, &error))
    mapi_tnef_report_take (self->report, 0, attribute, MAPI_PR_MESSAGE_RECIPIENTS, error);
}
