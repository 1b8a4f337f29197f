/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties as they are not kept: strings in the other of their types, and the forms of a
 * message's text that are made of one that is kept. */

#include "sqlite-object-private.h"
#include "sqlite-stream.h"

/* What is converted has to be in memory as a whole. */
#define MOST_CONVERTED ((guint64) 64 * 1024 * 1024)

static const guint32 text_forms[] = { MAPI_PR_BODY, MAPI_PR_RTF_COMPRESSED, MAPI_PR_HTML };

/* 0 where @tag is no form of a message's text; a tag without a type means the common one. */
static guint32
get_text_form (SqliteObject *self, guint32 tag)
{
  if (!SQLITE_OBJECT_GET_CLASS (self)->has_text)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (text_forms); i++)
    if (mapi_prop_tag_get_id (tag) == mapi_prop_tag_get_id (text_forms[i]))
      return mapi_prop_tag_get_prop_type (tag) == MAPI_PT_UNSPECIFIED ? text_forms[i] : tag;
  return 0;
}

static guint32
get_code_page (SqliteObject *self)
{
  SqliteObjectClass *klass = SQLITE_OBJECT_GET_CLASS (self);

  return klass->get_code_page != NULL ? klass->get_code_page (self) : 0;
}

static gboolean
find_large_form (SqliteObject *self, guint form, SqliteLarge *large)
{
  return SQLITE_OBJECT_GET_CLASS (self)->find_large (self, text_forms[form], large);
}

static gboolean
has_large_form (SqliteObject *self)
{
  SqliteLarge large;
  gboolean    found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (text_forms) && !found; i++)
    found = find_large_form (self, i, &large);
  return found;
}

static MapiPropValue *
new_error (guint32 tag, gint32 code)
{
  return mapi_prop_value_new_error (mapi_prop_tag_change_type (tag, MAPI_PT_ERROR), code);
}

/* As GetProps gives it: what is large has to be opened. */
static MapiPropValue *
derive_for_list (SqliteObject *self, MapiPropList *all, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MapiPropValue) value = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (has_large_form (self))
    return new_error (tag, MAPI_E_NOT_ENOUGH_MEMORY);
  value = mapi_body_derive (all, tag, &error);
  if (value == NULL)
    return new_error (tag, error->code);
  bytes = sqlite_value_to_bytes (value);
  return g_bytes_get_size (bytes) > SQLITE_INLINE_MAX ? new_error (tag, MAPI_E_NOT_ENOUGH_MEMORY)
                                                      : g_steal_pointer (&value);
}

static gboolean
is_missing (MapiPropList *selected, guint index)
{
  guint32 tag = mapi_prop_list_get_tag (selected, index);

  return mapi_prop_tag_get_prop_type (tag) == MAPI_PT_ERROR &&
         mapi_prop_list_get_error (selected, tag) == (gint32) MAPI_E_NOT_FOUND;
}

/* The form of the text that is wanted there and not kept, or 0. */
static guint32
get_wanted_form (SqliteObject *self, MapiPropTagArray *tags, MapiPropList *selected, guint index)
{
  return is_missing (selected, index)
             ? get_text_form (self, mapi_prop_tag_array_get_tag (tags, index))
             : 0;
}

static gboolean
wants_form (SqliteObject *self, MapiPropTagArray *tags, MapiPropList *selected)
{
  for (guint i = 0; i < mapi_prop_list_get_size (selected); i++)
    if (get_wanted_form (self, tags, selected, i) != 0)
      return TRUE;
  return FALSE;
}

static MapiPropList *
add_forms (SqliteObject *self, MapiPropList *all, MapiPropTagArray *tags, MapiPropList *selected)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < mapi_prop_list_get_size (selected); i++)
    {
      guint32 form = get_wanted_form (self, tags, selected, i);
      g_autoptr (MapiPropValue) value =
          form != 0 ? derive_for_list (self, all, form) : mapi_prop_list_get_value (selected, i);

      mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

MapiPropList *
sqlite_object_select (SqliteObject *self, MapiPropList *all, MapiPropTagArray *tags)
{
  gboolean missing;
  g_autoptr (MapiPropList) selected =
      mapi_code_page_select (get_code_page (self), all, tags, &missing);

  return missing && wants_form (self, tags, selected) ? add_forms (self, all, tags, selected)
                                                      : g_steal_pointer (&selected);
}

MapiPropValue *
sqlite_object_load_large (SqliteObject *self, const SqliteLarge *large, GError **error)
{
  g_autoptr (SqliteStream) stream = sqlite_stream_new (self, large->tag, NULL, large, FALSE);
  g_autoptr (GBytes) bytes = NULL;

  if (large->size > MOST_CONVERTED)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_TOO_BIG,
                 "sqlite: 0x%08x is too large to be converted",
                 large->tag);
  else
    bytes = mapi_stream_read (MAPI_STREAM (stream), large->size, NULL, error);
  return bytes != NULL ? sqlite_value_from_bytes (large->tag, bytes) : NULL;
}

/* All properties, with those forms of the text read that are large. */
static MapiPropList *
load_forms (SqliteObject *self, MapiPropList *all, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) loaded = NULL;
  SqliteLarge large;

  for (guint i = 0; i < G_N_ELEMENTS (text_forms); i++)
    if (find_large_form (self, i, &large))
      {
        g_autoptr (MapiPropValue) value = sqlite_object_load_large (self, &large, error);

        if (value == NULL)
          return NULL;
        mapi_prop_list_builder_add_value (builder, value);
      }
  loaded = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (all, loaded);
}

static MapiPropValue *
derive_whole (SqliteObject *self, MapiPropList *all, guint32 tag, GError **error)
{
  g_autoptr (MapiPropList) loaded = load_forms (self, all, error);

  return loaded != NULL ? mapi_body_derive (loaded, tag, error) : NULL;
}

/* The property in whichever type it has. */
static MapiPropValue *
load_value (SqliteObject *self, MapiPropList *all, guint32 tag, GError **error)
{
  SqliteLarge large;
  gint        index;

  if (SQLITE_OBJECT_GET_CLASS (self)->find_large (self, tag, &large))
    return sqlite_object_load_large (self, &large, error);
  index = mapi_prop_list_find (all, mapi_prop_tag_change_type (tag, MAPI_PT_UNSPECIFIED));
  if (index >= 0)
    return mapi_prop_list_get_value (all, (guint) index);
  g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "sqlite: there is no property 0x%08x", tag);
  return NULL;
}

MapiPropValue *
sqlite_object_make_view (SqliteObject *self, MapiPropList *all, guint32 tag, GError **error)
{
  g_autoptr (MapiPropValue) value = NULL;
  guint32 code_page;

  if (get_text_form (self, tag) != 0)
    return derive_whole (self, all, tag, error);
  value = load_value (self, all, tag, error);
  if (value == NULL)
    return NULL;
  code_page = get_code_page (self);
  return mapi_code_page_convert_value (code_page != 0 ? code_page : mapi_code_page_of_message (all),
                                       value,
                                       mapi_prop_tag_get_prop_type (tag),
                                       error);
}
