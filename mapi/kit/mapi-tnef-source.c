/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-rules.h"
#include "mapi-stream-read-private.h"
#include "mapi-tnef-source-private.h"
#include "mapi-tnef-value-private.h"

static void
clear_large (gpointer large)
{
  g_object_unref (((MapiTnefLarge *) large)->stream);
}

void
mapi_tnef_source_init (MapiTnefSource *self,
                       MapiProp       *prop,
                       guint32         component,
                       guint32         attribute,
                       MapiTnefReport *report,
                       GCancellable   *cancellable)
{
  *self = (MapiTnefSource){
    .prop = g_object_ref (prop),
    .component = component,
    .attribute = attribute,
    .report = report,
    .cancellable = cancellable,
    .list = mapi_prop_list_new_empty (),
    .large = g_array_new (FALSE, FALSE, sizeof (MapiTnefLarge)),
    .names = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mapi_name_id_unref),
  };
  g_array_set_clear_func (self->large, clear_large);
}

void
mapi_tnef_source_clear (MapiTnefSource *self)
{
  g_clear_object (&self->prop);
  g_clear_pointer (&self->list, mapi_prop_list_unref);
  g_clear_pointer (&self->large, g_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

static void
report (MapiTnefSource *self, guint32 tag, gint32 code)
{
  mapi_tnef_report_add (self->report, self->component, self->attribute, tag, code);
}

static void
report_error (MapiTnefSource *self, guint32 tag, GError *error)
{
  mapi_tnef_report_take (self->report, self->component, self->attribute, tag, error);
}

static gboolean
is_data (guint32 tag)
{
  return mapi_prop_tag_get_id (tag) == mapi_prop_tag_get_id (MAPI_PR_ATTACH_DATA_BIN);
}

static void
add_rest (MapiTnefSource *self, const MapiTnefSelection *selection, GArray *tags)
{
  GError *error = NULL;
  g_autoptr (MapiPropTagArray) all =
      mapi_prop_get_prop_list (self->prop, MAPI_UNICODE, self->cancellable, &error);

  if (all == NULL)
    {
      report_error (self, 0, error);
      return;
    }

  for (guint i = 0; i < mapi_prop_tag_array_get_size (all); i++)
    {
      guint32 tag = mapi_prop_tag_array_get_tag (all, i);

      if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_OBJECT && !is_data (tag) &&
          !mapi_prop_rules_is_own (tag) && !mapi_tnef_selection_includes (selection, tag) &&
          mapi_tnef_selection_wants (selection, tag))
        g_array_append_val (tags, tag);
    }
}

static MapiPropTagArray *
get_tags (MapiTnefSource *self, const MapiTnefSelection *selection)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; selection->tags != NULL && i < selection->tags->len; i++)
    {
      guint32 tag = g_array_index (selection->tags, guint32, i);

      if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_OBJECT && !is_data (tag))
        g_array_append_val (tags, tag);
    }
  if (selection->has_rest)
    add_rest (self, selection, tags);
  return mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len);
}

static void
add_large (MapiTnefSource *self, guint32 tag)
{
  GError  *error = NULL;
  GObject *stream =
      mapi_prop_open_property (self->prop, tag, "MapiStream", 0, 0, self->cancellable, &error);
  MapiTnefLarge large = { .tag = tag };

  if (stream == NULL)
    {
      report_error (self, tag, error);
      return;
    }
  large.stream = MAPI_STREAM (stream);
  g_array_append_val (self->large, large);
}

/* Takes the errors of GetProps out: of what is too large, or not there. */
static MapiPropList *
sort_out (MapiTnefSource *self, MapiPropList *list, const MapiPropTagArray *tags)
{
  g_autoptr (GArray) errors = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropTagArray) bad = NULL;

  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      guint32 tag = mapi_prop_list_get_tag (list, i);
      guint32 wanted = mapi_prop_tag_array_get_tag (tags, i);
      g_autoptr (MapiPropValue) value = NULL;
      gint32 code;

      if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_ERROR)
        continue;

      value = mapi_prop_list_get_value (list, i);
      code = mapi_prop_value_get_error (value);
      g_array_append_val (errors, tag);
      if (code == (gint32) MAPI_E_NOT_ENOUGH_MEMORY)
        add_large (self, wanted);
      else if (code != (gint32) MAPI_E_NOT_FOUND)
        report (self, wanted, code);
    }
  bad = mapi_prop_tag_array_new ((const guint32 *) errors->data, errors->len);
  return mapi_prop_list_without (list, bad);
}

static void
drop_large (MapiTnefSource *self, guint32 tag)
{
  for (guint i = self->large->len; i-- > 0;)
    if (mapi_prop_tag_get_id (g_array_index (self->large, MapiTnefLarge, i).tag) ==
        mapi_prop_tag_get_id (tag))
      g_array_remove_index (self->large, i);
}

static void
take_list (MapiTnefSource *self, MapiPropList *list)
{
  mapi_prop_list_unref (self->list);
  self->list = list;
}

static void
override (MapiTnefSource *self, MapiPropList *overrides)
{
  for (guint i = 0; i < mapi_prop_list_get_size (overrides); i++)
    drop_large (self, mapi_prop_list_get_tag (overrides, i));
  take_list (self, mapi_prop_list_merge (self->list, overrides));
}

/* The tags of what is in the list and large that are named. */
static MapiPropTagArray *
get_named (MapiTnefSource *self, MapiPropList *list)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      guint32 tag = mapi_prop_list_get_tag (list, i);

      if (mapi_prop_tag_is_named (tag))
        g_array_append_val (tags, tag);
    }
  for (guint i = 0; i < self->large->len; i++)
    {
      guint32 tag = g_array_index (self->large, MapiTnefLarge, i).tag;

      if (mapi_prop_tag_is_named (tag))
        g_array_append_val (tags, tag);
    }
  return mapi_prop_tag_array_new ((const guint32 *) tags->data, tags->len);
}

static gpointer
get_key (guint32 tag)
{
  return GUINT_TO_POINTER (mapi_prop_tag_get_id (tag));
}

/* Learns the names of the named properties in @list. */
void
mapi_tnef_source_load_names (MapiTnefSource *self, MapiPropList *list)
{
  g_autoptr (MapiPropTagArray) tags = get_named (self, list);
  g_autoptr (MapiNameIdArray) names = NULL;

  if (mapi_prop_tag_array_get_size (tags) == 0)
    return;

  names =
      mapi_prop_get_names_from_ids (self->prop, tags, NULL, 0, NULL, self->cancellable, NULL, NULL);
  for (guint i = 0; names != NULL && i < mapi_prop_tag_array_get_size (tags); i++)
    {
      MapiNameId *name = mapi_name_id_array_get_name (names, i);

      if (name != NULL)
        g_hash_table_insert (self->names, get_key (mapi_prop_tag_array_get_tag (tags, i)), name);
    }
}

void
mapi_tnef_source_load (MapiTnefSource          *self,
                       const MapiTnefSelection *selection,
                       MapiPropList            *overrides)
{
  g_autoptr (MapiPropTagArray) tags = get_tags (self, selection);
  g_autoptr (MapiPropList) list = NULL;
  GError *error = NULL;

  if (mapi_prop_tag_array_get_size (tags) > 0)
    {
      list = mapi_prop_get_props (self->prop, tags, MAPI_UNICODE, self->cancellable, NULL, &error);
      if (list != NULL)
        take_list (self, sort_out (self, list, tags));
      else
        report_error (self, 0, error);
    }
  if (overrides != NULL)
    override (self, overrides);
  mapi_tnef_source_load_names (self, self->list);
}

void
mapi_tnef_source_drop (MapiTnefSource *self, guint32 tag)
{
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);

  take_list (self, mapi_prop_list_without (self->list, tags));
}

static gboolean
is_writable (MapiTnefSource *self, guint32 tag)
{
  return mapi_prop_tag_get_prop_type (tag) != MAPI_PT_ERROR &&
         mapi_prop_tag_get_prop_type (tag) != MAPI_PT_OBJECT &&
         mapi_tnef_value_get_form (tag) != MAPI_TNEF_FORM_UNKNOWN &&
         (!mapi_prop_tag_is_named (tag) || g_hash_table_contains (self->names, get_key (tag)));
}

guint32
mapi_tnef_source_count (MapiTnefSource *self, MapiPropList *list)
{
  guint32 n = 0;

  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    if (is_writable (self, mapi_prop_list_get_tag (list, i)))
      n++;
  return n;
}

static void
write_tag (MapiTnefSource *self, guint32 tag, MapiTnefOutput *output)
{
  mapi_tnef_value_write_tag (output, tag, g_hash_table_lookup (self->names, get_key (tag)));
}

void
mapi_tnef_source_write_list (MapiTnefSource *self, MapiPropList *list, MapiTnefOutput *output)
{
  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      guint32 tag = mapi_prop_list_get_tag (list, i);
      g_autoptr (MapiPropValue) value = NULL;

      if (!is_writable (self, tag))
        {
          if (mapi_prop_tag_get_prop_type (tag) != MAPI_PT_ERROR)
            report (self, tag, (gint32) MAPI_E_INVALID_TYPE);
          continue;
        }
      value = mapi_prop_list_get_value (list, i);
      write_tag (self, tag, output);
      mapi_tnef_value_write (output, value);
    }
}

/* A stream of text has no NUL behind it. */
static void
write_large_text (MapiTnefSource *self, const MapiTnefLarge *large, MapiTnefOutput *output)
{
  g_autoptr (GBytes) bytes =
      mapi_stream_read_all (large->stream, self->cancellable, &output->error);
  gsize       size;
  const char *text;

  if (bytes == NULL)
    return;

  text = g_bytes_get_data (bytes, &size);
  if (mapi_prop_tag_get_prop_type (large->tag) == MAPI_PT_UNICODE)
    {
      g_autofree char *valid = g_utf8_make_valid (text, (gssize) size);

      mapi_tnef_value_write_text (output, valid);
      return;
    }
  mapi_tnef_output_write_u32 (output, 1);
  mapi_tnef_output_write_u32 (output, (guint32) size + 1);
  mapi_tnef_output_write (output, text, size);
  mapi_tnef_output_write_u8 (output, 0);
  mapi_tnef_output_pad (output, size + 1);
}

static void
write_large (MapiTnefSource *self, const MapiTnefLarge *large, MapiTnefOutput *output)
{
  guint64 size = 0;

  if (output->error != NULL || !mapi_stream_get_size (large->stream, &size, &output->error))
    return;

  write_tag (self, large->tag, output);
  if (mapi_prop_tag_get_prop_type (large->tag) != MAPI_PT_BINARY)
    {
      write_large_text (self, large, output);
      return;
    }
  mapi_tnef_output_write_u32 (output, 1);
  mapi_tnef_output_write_u32 (output, (guint32) size);
  mapi_tnef_output_copy (output, large->stream, size);
  mapi_tnef_output_pad (output, size);
}

void
mapi_tnef_source_write_all (MapiTnefSource *self, guint32 n_more, MapiTnefOutput *output)
{
  guint32 n_large = 0;

  for (guint i = 0; i < self->large->len; i++)
    n_large += is_writable (self, g_array_index (self->large, MapiTnefLarge, i).tag);

  mapi_tnef_output_write_u32 (output, mapi_tnef_source_count (self, self->list) + n_large + n_more);
  mapi_tnef_source_write_list (self, self->list, output);
  for (guint i = 0; i < self->large->len; i++)
    {
      const MapiTnefLarge *large = &g_array_index (self->large, MapiTnefLarge, i);

      if (is_writable (self, large->tag))
        write_large (self, large, output);
    }
}
