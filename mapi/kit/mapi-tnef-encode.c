/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-memory-stream.h"
#include "mapi-tnef-attribute-private.h"
#include "mapi-tnef-decode-private.h"
#include "mapi-tnef-encode-private.h"
#include "mapi-tnef-text-private.h"

#define USUAL_CODE_PAGE 1252
#define ROWS_AT_ONCE 1000

MapiTnefRequest *
mapi_tnef_request_new (void)
{
  return g_new0 (MapiTnefRequest, 1);
}

void
mapi_tnef_request_free (MapiTnefRequest *self)
{
  mapi_tnef_selection_clear (&self->selection);
  g_clear_pointer (&self->overrides, mapi_prop_list_unref);
  g_clear_object (&self->data);
  g_free (self);
}

/* The code page of the message, if text can be in it. */
static guint32
choose_code_page (MapiTnefEncoder *self, MapiProp *message)
{
  static const guint32 wanted[] = { MAPI_PR_MESSAGE_CODEPAGE, MAPI_PR_INTERNET_CPID };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (message, tags, 0, self->cancellable, NULL, NULL);

  for (guint i = 0; props != NULL && i < G_N_ELEMENTS (wanted); i++)
    {
      guint32 code_page = (guint32) mapi_prop_list_get_long (props, wanted[i], 0);

      if (mapi_tnef_text_has_code_page (code_page))
        return code_page;
    }
  return USUAL_CODE_PAGE;
}

static void
write_head (MapiTnefEncoder *self)
{
  g_autoptr (GByteArray) version = g_byte_array_new ();
  g_autoptr (GByteArray) code_page = g_byte_array_new ();

  mapi_tnef_append_u32 (version, MAPI_TNEF_VERSION);
  mapi_tnef_append_u32 (code_page, self->code_page);
  mapi_tnef_append_u32 (code_page, 0);

  mapi_tnef_output_write_u32 (self->output, MAPI_TNEF_SIGNATURE);
  mapi_tnef_output_write_u16 (self->output, self->key);
  mapi_tnef_output_attribute (
      self->output, MAPI_TNEF_LEVEL_MESSAGE, MAPI_attTnefVersion, version->data, version->len);
  mapi_tnef_output_attribute (
      self->output, MAPI_TNEF_LEVEL_MESSAGE, MAPI_attOemCodepage, code_page->data, code_page->len);
}

void
mapi_tnef_encode_begin (MapiTnefEncoder *self, MapiProp *message, gboolean with_head)
{
  self->code_page = choose_code_page (self, message);
  if (with_head)
    write_head (self);
}

static void
encode_attribute (MapiTnefEncoder *self, const MapiTnefAttribute *attribute, MapiTnefSource *source)
{
  MapiTnefAttribute which = *attribute;
  gboolean          is_exact = FALSE;
  g_autoptr (GByteArray) bytes = NULL;

  if (which.attribute == MAPI_attOwner)
    which.tag =
        mapi_tnef_owner_get_tag (mapi_prop_list_get_string (source->list, MAPI_PR_MESSAGE_CLASS));
  if (which.tag == 0)
    return;

  bytes = mapi_tnef_attribute_encode (&which, source->list, self->code_page, &is_exact);
  if (bytes == NULL)
    return;
  mapi_tnef_output_attribute (self->output, which.level, which.attribute, bytes->data, bytes->len);
  if (is_exact || (self->flags & MAPI_TNEF_COMPATIBILITY) != 0)
    mapi_tnef_source_drop (source, which.tag);
}

static gboolean
is_pure (MapiTnefEncoder *self)
{
  return (self->flags & MAPI_TNEF_PURE) != 0;
}

void
mapi_tnef_encode_attributes (MapiTnefEncoder *self, guint8 level, MapiTnefSource *source)
{
  for (guint i = 0; i < mapi_tnef_n_attributes; i++)
    {
      const MapiTnefAttribute *attribute = &mapi_tnef_attributes[i];

      if (attribute->level == level && attribute->kind != MAPI_TNEF_KIND_RENDDATA &&
          !is_pure (self))
        encode_attribute (self, attribute, source);
    }
}

static MapiTable *
open_recipients (MapiTnefEncoder *self, MapiMessage *message, GError **error)
{
  g_autoptr (MapiTable) table =
      mapi_message_get_recipient_table (message, MAPI_UNICODE, self->cancellable, error);
  g_autoptr (MapiPropTagArray) columns = NULL;

  if (table == NULL)
    return NULL;

  columns = mapi_table_query_columns (table, MAPI_TBL_ALL_COLUMNS, self->cancellable, error);
  if (columns == NULL || !mapi_table_set_columns (table, columns, 0, self->cancellable, error))
    return NULL;
  return g_steal_pointer (&table);
}

static gboolean
add_rows (MapiTnefEncoder *self, MapiTable *table, GPtrArray *rows, GError **error)
{
  for (;;)
    {
      g_autoptr (MapiRowSet) set =
          mapi_table_query_rows (table, ROWS_AT_ONCE, 0, self->cancellable, error);

      if (set == NULL)
        return FALSE;
      if (mapi_row_set_get_size (set) == 0)
        return TRUE;
      for (guint i = 0; i < mapi_row_set_get_size (set); i++)
        g_ptr_array_add (rows, mapi_row_set_get_row (set, i));
    }
}

static void
write_rows (MapiTnefEncoder *self, MapiMessage *message, GPtrArray *rows)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_auto (MapiTnefOutput) output = { 0 };
  g_auto (MapiTnefSource) source = { 0 };

  mapi_tnef_output_init (&output, MAPI_STREAM (stream), self->cancellable);
  mapi_tnef_source_init (
      &source, MAPI_PROP (message), 0, MAPI_attRecipTable, self->report, self->cancellable);
  mapi_tnef_output_write_u32 (&output, rows->len);
  for (guint i = 0; i < rows->len; i++)
    {
      MapiPropList *row = g_ptr_array_index (rows, i);

      mapi_tnef_source_load_names (&source, row);
      mapi_tnef_output_write_u32 (&output, mapi_tnef_source_count (&source, row));
      mapi_tnef_source_write_list (&source, row, &output);
    }

  if (mapi_tnef_output_finish (&output, &self->report->error))
    mapi_tnef_output_attribute_from (
        self->output, MAPI_TNEF_LEVEL_MESSAGE, MAPI_attRecipTable, MAPI_STREAM (stream));
}

static void
encode_recipients (MapiTnefEncoder *self, MapiMessage *message, MapiTable *given)
{
  g_autoptr (MapiTable) table = NULL;
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);
  GError *error = NULL;

  table = given != NULL ? g_object_ref (given) : open_recipients (self, message, &error);
  if (table == NULL || !add_rows (self, table, rows, &error))
    {
      mapi_tnef_report_take (
          self->report, 0, MAPI_attRecipTable, MAPI_PR_MESSAGE_RECIPIENTS, error);
      return;
    }
  write_rows (self, message, rows);
}

static void
write_message_props (MapiTnefEncoder *self, MapiTnefSource *source)
{
  g_autoptr (MapiMemoryStream) stream = mapi_memory_stream_new (NULL);
  g_auto (MapiTnefOutput) output = { 0 };

  mapi_tnef_output_init (&output, MAPI_STREAM (stream), self->cancellable);
  mapi_tnef_source_write_all (source, 0, &output);
  if (mapi_tnef_output_finish (&output, &self->report->error))
    mapi_tnef_output_attribute_from (
        self->output, MAPI_TNEF_LEVEL_MESSAGE, MAPI_attMAPIProps, MAPI_STREAM (stream));
}

void
mapi_tnef_encode_message_props (MapiTnefEncoder         *self,
                                MapiMessage             *message,
                                const MapiTnefSelection *selection,
                                MapiPropList            *overrides,
                                gboolean                 with_recipients,
                                MapiTable               *recipients)
{
  g_auto (MapiTnefSource) source = { 0 };

  mapi_tnef_source_init (
      &source, MAPI_PROP (message), 0, MAPI_attMAPIProps, self->report, self->cancellable);
  mapi_tnef_source_load (&source, selection, overrides);
  mapi_tnef_encode_attributes (self, MAPI_TNEF_LEVEL_MESSAGE, &source);
  if (with_recipients && self->report->error == NULL)
    encode_recipients (self, message, recipients);
  if (self->report->error == NULL &&
      (mapi_prop_list_get_size (source.list) > 0 || source.large->len > 0))
    write_message_props (self, &source);
}

GArray *
mapi_tnef_get_attachments (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiTable) table = mapi_message_get_attachment_table (message, 0, cancellable, error);
  const guint32 column = MAPI_PR_ATTACH_NUM;
  g_autoptr (MapiPropTagArray) columns = mapi_prop_tag_array_new (&column, 1);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (table == NULL || !mapi_table_set_columns (table, columns, 0, cancellable, error))
    return NULL;

  for (;;)
    {
      g_autoptr (MapiRowSet) rows =
          mapi_table_query_rows (table, ROWS_AT_ONCE, 0, cancellable, error);

      if (rows == NULL)
        return NULL;
      if (mapi_row_set_get_size (rows) == 0)
        return g_steal_pointer (&numbers);
      for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
        {
          g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
          guint32 number = (guint32) mapi_prop_list_get_long (row, MAPI_PR_ATTACH_NUM, 0);

          g_array_append_val (numbers, number);
        }
    }
}

void
mapi_tnef_encode_whole (MapiTnefEncoder *self, MapiMessage *message)
{
  static const MapiTnefSelection all = { .has_rest = TRUE };
  GError                        *error = NULL;
  g_autoptr (GArray) numbers = mapi_tnef_get_attachments (message, self->cancellable, &error);

  mapi_tnef_encode_begin (self, MAPI_PROP (message), TRUE);
  mapi_tnef_encode_message_props (self, message, &all, NULL, TRUE, NULL);
  if (numbers == NULL)
    mapi_tnef_report_take (self->report, 0, 0, MAPI_PR_MESSAGE_ATTACHMENTS, error);
  for (guint i = 0; numbers != NULL && i < numbers->len && self->report->error == NULL; i++)
    mapi_tnef_encode_attachment (self, message, g_array_index (numbers, guint32, i), &all, NULL);
}
