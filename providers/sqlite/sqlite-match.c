/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sqlite-match.h"
#include "sqlite-db-attachments.h"
#include "sqlite-db-content.h"
#include "sqlite-db-messages.h"

/* Nobody writes deeper restrictions by hand, and each level costs stack. */
#define MAX_DEPTH 256

gboolean
sqlite_match_check (MapiRestriction *restriction, GError **error)
{
  if (mapi_restriction_get_depth (restriction) <= MAX_DEPTH)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_TOO_COMPLEX,
               "sqlite: the restriction is nested deeper than %d",
               MAX_DEPTH);
  return FALSE;
}

void
sqlite_match_collect_tags (MapiRestriction *restriction, GArray *tags)
{
  guint32 kind = mapi_restriction_get_kind (restriction);
  guint32 tag;

  if (kind == MAPI_RES_SUBRESTRICTION)
    return;
  for (guint i = 0; i < mapi_restriction_get_n_children (restriction); i++)
    {
      g_autoptr (MapiRestriction) child = mapi_restriction_get_child (restriction, i);

      sqlite_match_collect_tags (child, tags);
    }
  if (mapi_restriction_get_n_children (restriction) > 0 || kind == MAPI_RES_AND ||
      kind == MAPI_RES_OR)
    return;
  /* A column with a row for each value is looked at as it is stored. */
  tag = mapi_restriction_get_tag (restriction) & ~MAPI_MV_INSTANCE;
  g_array_append_val (tags, tag);
  if (kind == MAPI_RES_COMPAREPROPS)
    {
      tag = mapi_restriction_get_tag2 (restriction) & ~MAPI_MV_INSTANCE;
      g_array_append_val (tags, tag);
    }
}

static gboolean
is_large (MapiPropList *values, guint32 tag)
{
  return mapi_prop_list_get_error (values, tag) == (gint32) MAPI_E_NOT_ENOUGH_MEMORY;
}

gboolean
sqlite_match_needs_large (const SqliteRow *row)
{
  for (guint i = 0; i < mapi_prop_list_get_size (row->values); i++)
    if (is_large (row->values, mapi_prop_list_get_tag (row->values, i)))
      return TRUE;
  return FALSE;
}

/* The values of a row with those that are large: of one message at a time. */
static MapiPropList *
complete (SqliteDbConn            *conn,
          MapiRestriction         *restriction,
          const SqliteMessageData *data,
          MapiPropList            *values,
          GError                 **error)
{
  g_autoptr (GArray) tags = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (MapiPropList) read = NULL;
  SqliteDbContent content = { conn, data->props, data->large, TRUE };

  sqlite_match_collect_tags (restriction, tags);
  for (guint i = 0; i < tags->len; i++)
    {
      guint32 tag = g_array_index (tags, guint32, i);
      g_autoptr (MapiPropValue) value = NULL;

      if (!is_large (values, tag))
        continue;
      value = sqlite_db_content_get (&content, tag, error);
      if (value == NULL)
        return NULL;
      mapi_prop_list_builder_add_value (builder, value);
    }
  read = mapi_prop_list_builder_end (builder);
  return mapi_prop_list_merge (values, read);
}

static MapiRowSet *
load_attachments (SqliteDbConn *conn, gint64 message, GError **error)
{
  g_autoptr (GPtrArray) attachments = sqlite_db_attachments_load (conn, message, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  if (attachments == NULL)
    return NULL;
  for (guint i = 0; i < attachments->len; i++)
    g_ptr_array_add (rows, ((SqliteAttachData *) attachments->pdata[i])->props);
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

gboolean
sqlite_match_row (SqliteDbConn    *conn,
                  MapiRestriction *restriction,
                  const SqliteRow *row,
                  gboolean        *matches,
                  GError         **error)
{
  g_autoptr (SqliteMessageData) data = NULL;
  g_autoptr (MapiRowSet) attachments = NULL;
  g_autoptr (MapiPropList) values = NULL;

  *matches = FALSE;
  if (!mapi_restriction_needs_parts (restriction) && !sqlite_match_needs_large (row))
    {
      *matches = mapi_restriction_matches (restriction, row->values);
      return TRUE;
    }
  data = sqlite_db_message_load (conn, row->key.id, error);
  values = data != NULL ? complete (conn, restriction, data, row->values, error) : NULL;
  attachments = values != NULL ? load_attachments (conn, row->key.id, error) : NULL;
  if (attachments == NULL)
    return FALSE;
  *matches = mapi_restriction_matches_message (restriction, values, data->recipients, attachments);
  return TRUE;
}
