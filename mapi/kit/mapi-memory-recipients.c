/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-memory-recipients-private.h"
#include "mapi-flags.h"
#include "mapi-recipients.h"

static const guint32 columns[] = {
  MAPI_PR_ROWID,         MAPI_PR_DISPLAY_NAME, MAPI_PR_RECIPIENT_TYPE, MAPI_PR_ADDRTYPE,
  MAPI_PR_EMAIL_ADDRESS, MAPI_PR_ENTRYID,      MAPI_PR_RESPONSIBILITY,
};

void
mapi_memory_recipients_clear (MapiMemoryRecipients *self)
{
  g_clear_pointer (&self->rows, mapi_row_set_unref);
  g_clear_object (&self->table);
}

void
mapi_memory_recipients_copy (MapiMemoryRecipients *self, const MapiMemoryRecipients *from)
{
  self->rows = from->rows != NULL ? mapi_row_set_ref (from->rows) : NULL;
  self->next_row_id = from->next_row_id;
}

guint64
mapi_memory_recipients_measure (const MapiMemoryRecipients *self)
{
  g_autoptr (GBytes) bytes = self->rows != NULL ? mapi_row_set_to_bytes (self->rows) : NULL;

  return bytes != NULL ? g_bytes_get_size (bytes) : 0;
}

MapiTableData *
mapi_memory_new_table (guint32 index, const guint32 *tags, gsize n_tags)
{
  g_autoptr (MapiPropTagArray) array = mapi_prop_tag_array_new (tags, n_tags);

  return mapi_table_data_new (MAPI_TBLTYPE_DYNAMIC, index, array);
}

MapiTableData *
mapi_memory_recipients_get_table (MapiMemoryRecipients *self)
{
  if (self->table != NULL)
    return self->table;

  self->table = mapi_memory_new_table (MAPI_PR_ROWID, columns, G_N_ELEMENTS (columns));
  if (self->rows != NULL)
    mapi_table_data_modify_rows (self->table, self->rows, NULL);
  return self->table;
}

static GHashTable *
collect_row_ids (MapiRowSet *recipients)
{
  GHashTable *ids = g_hash_table_new (NULL, NULL);

  for (guint i = 0; recipients != NULL && i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      g_hash_table_add (ids, GINT_TO_POINTER (mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1)));
    }
  return ids;
}

/* Brings the table, where there is one, in line with the new list. */
static void
update_table (MapiMemoryRecipients *self, MapiRowSet *recipients)
{
  g_autoptr (GHashTable) gone = NULL;
  GHashTableIter iter;
  gpointer       id;

  if (self->table == NULL)
    return;

  gone = collect_row_ids (self->rows);
  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      g_hash_table_remove (gone,
                           GINT_TO_POINTER (mapi_prop_list_get_long (row, MAPI_PR_ROWID, -1)));
    }

  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autoptr (MapiPropValue) index =
          mapi_prop_value_new_long (MAPI_PR_ROWID, GPOINTER_TO_INT (id));

      mapi_table_data_delete_row (self->table, index, NULL);
    }
  mapi_table_data_modify_rows (self->table, recipients, NULL);
}

MapiRowSet *
mapi_memory_recipients_modify (MapiMemoryRecipients *self,
                               guint32               flags,
                               MapiRowSet           *mods,
                               GError              **error)
{
  MapiRowSet *rows = mapi_recipients_modify (self->rows, flags, mods, &self->next_row_id, error);

  if (rows == NULL)
    return NULL;
  update_table (self, rows);
  g_clear_pointer (&self->rows, mapi_row_set_unref);
  self->rows = mapi_row_set_ref (rows);
  return rows;
}
