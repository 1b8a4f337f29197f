/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-prop-list-builder.h"
#include "mapi-prop-rules.h"
#include "mapi-tnef-target-private.h"
#include "mapi-tnef-value-private.h"

/* An object with more properties, or names of them, is an attack. */
#define MOST_VALUES 16384
#define MOST_NAMES 4096

#define CHUNK_SIZE (64 * 1024)

void
mapi_tnef_target_init (MapiTnefTarget          *self,
                       MapiProp                *prop,
                       guint32                  component,
                       const MapiTnefSelection *selection,
                       MapiTnefReport          *report,
                       GCancellable            *cancellable)
{
  *self = (MapiTnefTarget){
    .prop = prop != NULL ? g_object_ref (prop) : NULL,
    .component = component,
    .selection = selection,
    .report = report,
    .cancellable = cancellable,
    .values = g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_value_unref),
    .indices = g_hash_table_new (NULL, NULL),
  };
}

void
mapi_tnef_target_clear (MapiTnefTarget *self)
{
  g_clear_object (&self->prop);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_clear_pointer (&self->indices, g_hash_table_unref);
}

static void
report (MapiTnefTarget *self, guint32 attribute, guint32 tag, MapiError code)
{
  mapi_tnef_report_add (self->report, self->component, attribute, tag, code);
}

guint32
mapi_tnef_target_map_name (MapiTnefTarget *self, guint32 tag, MapiNameId *name)
{
  g_autoptr (MapiNameIdArray) none = mapi_name_id_array_new ();
  g_autoptr (MapiNameIdArray) names = mapi_name_id_array_append (none, name);
  g_autoptr (MapiPropTagArray) tags = NULL;
  GError *error = NULL;
  guint32 mapped;

  if (self->prop == NULL || ++self->n_names > MOST_NAMES)
    {
      report (self, 0, tag, MAPI_E_TOO_BIG);
      return 0;
    }

  tags = mapi_prop_get_ids_from_names (
      self->prop, names, MAPI_CREATE, self->cancellable, NULL, &error);
  if (tags == NULL)
    {
      mapi_tnef_report_take (self->report, self->component, 0, tag, error);
      return 0;
    }

  mapped = mapi_prop_tag_array_get_tag (tags, 0);
  if (mapi_prop_tag_is_named (mapped) && mapi_prop_tag_get_prop_type (mapped) != MAPI_PT_ERROR)
    return mapi_prop_tag_change_type (mapped, mapi_prop_tag_get_prop_type (tag));
  report (self, 0, tag, MAPI_E_NOT_FOUND);
  return 0;
}

static gpointer
get_key (guint32 tag)
{
  return GUINT_TO_POINTER (mapi_prop_tag_get_id (tag));
}

static guint
find_index (MapiTnefTarget *self, guint32 tag)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->indices, get_key (tag)));
}

/* An object has its own of some properties, and an error is no value. */
static gboolean
is_settable (MapiTnefTarget *self, guint32 tag)
{
  guint16 type = mapi_prop_tag_get_prop_type (tag);

  return type != MAPI_PT_ERROR && type != MAPI_PT_NULL && type != MAPI_PT_OBJECT &&
         mapi_prop_tag_get_id (tag) != 0 && (self->prop == NULL || !mapi_prop_rules_is_own (tag));
}

void
mapi_tnef_target_add_value (MapiTnefTarget *self, MapiPropValue *value, gboolean replace)
{
  guint32 tag = mapi_prop_value_get_tag (value);
  guint   index = find_index (self, tag);

  if (!is_settable (self, tag) || !mapi_tnef_selection_wants (self->selection, tag) ||
      (index > 0 && !replace))
    return;

  if (index > 0)
    {
      mapi_prop_value_unref (self->values->pdata[index - 1]);
      self->values->pdata[index - 1] = mapi_prop_value_ref (value);
      return;
    }
  if (self->values->len >= MOST_VALUES)
    {
      report (self, 0, tag, MAPI_E_TOO_BIG);
      return;
    }
  g_ptr_array_add (self->values, mapi_prop_value_ref (value));
  g_hash_table_insert (self->indices, get_key (tag), GUINT_TO_POINTER (self->values->len));
}

void
mapi_tnef_target_add_long (MapiTnefTarget *self, guint32 tag, gint32 number)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (tag, number);

  mapi_tnef_target_add_value (self, value, TRUE);
}

/* What an attribute says; what is encapsulated goes before it. */
void
mapi_tnef_target_add_list (MapiTnefTarget *self, MapiPropList *list)
{
  for (guint i = 0; i < mapi_prop_list_get_size (list); i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (list, i);

      mapi_tnef_target_add_value (self, value, FALSE);
    }
}

void
mapi_tnef_target_remove (MapiTnefTarget *self, guint32 tag)
{
  guint   index = find_index (self, tag);
  guint32 moved;

  if (index == 0)
    return;

  g_ptr_array_remove_index_fast (self->values, index - 1);
  g_hash_table_remove (self->indices, get_key (tag));
  if (index > self->values->len)
    return;
  moved = mapi_prop_value_get_tag (self->values->pdata[index - 1]);
  g_hash_table_insert (self->indices, get_key (moved), GUINT_TO_POINTER (index));
}

const MapiPropValue *
mapi_tnef_target_find (MapiTnefTarget *self, guint32 tag)
{
  guint index = find_index (self, tag);

  return index == 0 ? NULL : self->values->pdata[index - 1];
}

MapiPropList *
mapi_tnef_target_take_list (MapiTnefTarget *self)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < self->values->len; i++)
    mapi_prop_list_builder_add_value (builder, self->values->pdata[i]);
  g_ptr_array_set_size (self->values, 0);
  g_hash_table_remove_all (self->indices);
  return mapi_prop_list_builder_end (builder);
}

static gboolean
set_list (MapiTnefTarget *self, guint32 attribute, MapiPropList *list, GError **error)
{
  g_autoptr (MapiPropProblemArray) problems = NULL;

  if (!mapi_prop_set_props (self->prop, list, &problems, self->cancellable, error))
    return FALSE;

  for (guint i = 0; problems != NULL && i < mapi_prop_problem_array_get_size (problems); i++)
    if (mapi_prop_problem_array_get_code (problems, i) != (gint32) MAPI_E_COMPUTED)
      report (self,
              attribute,
              mapi_prop_problem_array_get_tag (problems, i),
              mapi_prop_problem_array_get_code (problems, i));
  return TRUE;
}

/* One that the object cannot take does not take the others with it. */
static void
set_each (MapiTnefTarget *self, guint32 attribute, MapiPropList *list)
{
  for (guint i = 0; i < mapi_prop_list_get_size (list) && self->report->error == NULL; i++)
    {
      g_autoptr (MapiPropValue) value = mapi_prop_list_get_value (list, i);
      g_autoptr (MapiPropList) single = mapi_prop_list_new_from_value (value);
      GError *error = NULL;

      if (!set_list (self, attribute, single, &error))
        mapi_tnef_report_take (
            self->report, self->component, attribute, mapi_prop_value_get_tag (value), error);
    }
}

void
mapi_tnef_target_flush (MapiTnefTarget *self, guint32 attribute)
{
  g_autoptr (MapiPropList) list = NULL;

  if (self->values->len == 0 || self->prop == NULL)
    return;

  list = mapi_tnef_target_take_list (self);
  if (!set_list (self, attribute, list, NULL))
    set_each (self, attribute, list);
}

static MapiStream *
open_stream (MapiTnefTarget *self, guint32 tag, GError **error)
{
  GObject *stream = mapi_prop_open_property (
      self->prop, tag, "MapiStream", 0, MAPI_CREATE | MAPI_MODIFY, self->cancellable, error);

  return stream != NULL ? MAPI_STREAM (stream) : NULL;
}

static gboolean
copy (MapiTnefTarget *self, MapiTnefInput *input, MapiStream *stream, GError **error)
{
  g_autofree guint8 *chunk = g_malloc (CHUNK_SIZE);
  gsize              n;

  while ((n = mapi_tnef_input_read (input, chunk, CHUNK_SIZE)) > 0)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (chunk, n);

      if (!mapi_stream_write (stream, bytes, self->cancellable, error))
        return FALSE;
    }
  return mapi_stream_commit (stream, 0, self->cancellable, error);
}

static void
take_large (MapiTnefTarget *self, guint32 attribute, guint32 tag, MapiTnefInput *input)
{
  GError *error = NULL;
  g_autoptr (MapiStream) stream = open_stream (self, tag, &error);

  if (stream == NULL || !copy (self, input, stream, &error))
    mapi_tnef_report_take (self->report, self->component, attribute, tag, error);
}

void
mapi_tnef_target_take_binary (MapiTnefTarget *self,
                              guint32         attribute,
                              guint32         tag,
                              MapiTnefInput  *input)
{
  g_autoptr (GByteArray) array = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MapiPropValue) value = NULL;

  if (!is_settable (self, tag) || !mapi_tnef_selection_wants (self->selection, tag))
    return;
  mapi_tnef_target_remove (self, tag);
  if (input->left > MAPI_TNEF_LARGEST_IN_MEMORY && self->prop != NULL)
    {
      take_large (self, attribute, tag, input);
      return;
    }

  array = g_byte_array_new ();
  mapi_tnef_input_read_array (input, array, MIN (input->left, MAPI_TNEF_LARGEST_VALUE));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  value = mapi_prop_value_new_binary (tag, bytes);
  mapi_tnef_target_add_value (self, value, TRUE);
}
