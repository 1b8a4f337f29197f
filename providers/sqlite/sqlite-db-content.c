/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-db-content.h"
#include "sqlite-db-streams.h"

#define MOST_READ ((guint64) 16 * 1024 * 1024)

static const guint32 text_forms[] = { MAPI_PR_BODY, MAPI_PR_RTF_COMPRESSED, MAPI_PR_HTML };

static gboolean
is_text_form (guint32 tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (text_forms); i++)
    if (mapi_prop_tag_get_id (tag) == mapi_prop_tag_get_id (text_forms[i]))
      return TRUE;
  return FALSE;
}

static MapiPropValue *
new_error (guint32 tag, gint32 code)
{
  return mapi_prop_value_new_error (mapi_prop_tag_change_type (tag, MAPI_PT_ERROR), code);
}

static MapiPropValue *
read_large (const SqliteDbContent *self, const SqliteLarge *large, GError **error)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  for (guint64 i = 0; array->len < large->size; i++)
    {
      g_autoptr (GBytes) chunk = sqlite_db_stream_read (self->conn, large->stream, i, error);

      if (chunk == NULL)
        return NULL;
      g_byte_array_append (array, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  return sqlite_value_from_bytes (large->tag, bytes);
}

/* What is large and makes a property, or is it. */
static MapiPropList *
read_all_large (const SqliteDbContent *self, guint32 tag, GError **error)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();

  for (guint i = 0; i < sqlite_large_get_size (self->large); i++)
    {
      SqliteLarge large;
      g_autoptr (MapiPropValue) value = NULL;

      sqlite_large_get (self->large, i, &large);
      if (mapi_prop_tag_get_id (large.tag) != mapi_prop_tag_get_id (tag) &&
          !(is_text_form (tag) && is_text_form (large.tag)))
        continue;
      value = large.size <= MOST_READ ? read_large (self, &large, error)
                                      : new_error (large.tag, MAPI_E_NOT_ENOUGH_MEMORY);
      if (value == NULL)
        return NULL;
      mapi_prop_list_builder_add_value (builder, value);
    }
  return mapi_prop_list_builder_end (builder);
}

static gboolean
needs_large (const SqliteDbContent *self, guint32 tag)
{
  SqliteLarge large;
  gboolean    needs = sqlite_large_find (self->large, tag, &large);

  for (guint i = 0; i < G_N_ELEMENTS (text_forms) && is_text_form (tag) && !needs; i++)
    needs = sqlite_large_find (self->large, text_forms[i], &large);
  return needs;
}

static MapiPropValue *
find_or_derive (MapiPropList *props, guint32 tag)
{
  g_autoptr (GError) error = NULL;
  MapiPropValue *value = mapi_code_page_lookup (0, props, tag);

  if (value == NULL && is_text_form (tag))
    value = mapi_body_derive (props, tag, &error);
  if (value != NULL)
    return value;
  return new_error (tag, error != NULL ? error->code : MAPI_E_NOT_FOUND);
}

MapiPropValue *
sqlite_db_content_get (const SqliteDbContent *self, guint32 tag, GError **error)
{
  g_autoptr (MapiPropList) read = NULL;
  g_autoptr (MapiPropList) all = NULL;

  if (self->large == NULL || !needs_large (self, tag))
    return find_or_derive (self->props, tag);
  if (mapi_prop_list_contains (self->props, tag))
    return mapi_prop_list_lookup (self->props, tag);
  if (!self->whole)
    return new_error (tag, MAPI_E_NOT_ENOUGH_MEMORY);
  read = read_all_large (self, tag, error);
  if (read == NULL)
    return NULL;
  all = mapi_prop_list_merge (self->props, read);
  return find_or_derive (all, tag);
}
