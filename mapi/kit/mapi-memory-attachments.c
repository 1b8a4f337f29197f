/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-memory-attachments-private.h"
#include "mapi-memory-recipients-private.h"

static const guint32 columns[] = {
  MAPI_PR_ATTACH_NUM,  MAPI_PR_RECORD_KEY,           MAPI_PR_RENDERING_POSITION,
  MAPI_PR_ATTACH_SIZE, MAPI_PR_ATTACH_METHOD,        MAPI_PR_DISPLAY_NAME,
  MAPI_PR_ATTACH_TAG,  MAPI_PR_ATTACH_LONG_FILENAME, MAPI_PR_ATTACH_FILENAME,
};

void
mapi_memory_attachments_init (MapiMemoryAttachments *self)
{
  self->kept = g_ptr_array_new_with_free_func (g_object_unref);
}

void
mapi_memory_attachments_clear (MapiMemoryAttachments *self)
{
  g_ptr_array_unref (self->kept);
  g_clear_object (&self->table);
}

void
mapi_memory_attachments_copy (MapiMemoryAttachments *self, const MapiMemoryAttachments *from)
{
  self->next_number = from->next_number;
  for (guint i = 0; i < from->kept->len; i++)
    g_ptr_array_add (self->kept, g_object_ref (g_ptr_array_index (from->kept, i)));
}

guint64
mapi_memory_attachments_measure (const MapiMemoryAttachments *self)
{
  guint64 size = 0;

  for (guint i = 0; i < self->kept->len; i++)
    size += mapi_memory_attach_get_kept_size (g_ptr_array_index (self->kept, i));
  return size;
}

static void
update_row (MapiMemoryAttachments *self, MapiMemoryAttach *kept)
{
  g_autoptr (MapiPropList) row = mapi_memory_attach_make_row (kept);

  mapi_table_data_modify_row (self->table, row, NULL);
}

MapiTableData *
mapi_memory_attachments_get_table (MapiMemoryAttachments *self)
{
  if (self->table != NULL)
    return self->table;

  self->table = mapi_memory_new_table (MAPI_PR_ATTACH_NUM, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < self->kept->len; i++)
    update_row (self, g_ptr_array_index (self->kept, i));
  return self->table;
}

/* The position of the attachment, or where it belongs. */
static guint
find_position (const MapiMemoryAttachments *self, guint32 number)
{
  guint i = self->kept->len;

  while (i > 0 && mapi_memory_attach_get_number (g_ptr_array_index (self->kept, i - 1)) >= number)
    i--;
  return i;
}

static gboolean
is_at (const MapiMemoryAttachments *self, guint position, guint32 number)
{
  return position < self->kept->len &&
         mapi_memory_attach_get_number (g_ptr_array_index (self->kept, position)) == number;
}

static gboolean
fail_not_found (guint32 number, GError **error)
{
  g_set_error (
      error, MAPI_ERROR, MAPI_E_NOT_FOUND, "memory message: there is no attachment %u", number);
  return FALSE;
}

MapiMemoryAttach *
mapi_memory_attachments_find (const MapiMemoryAttachments *self, guint32 number, GError **error)
{
  guint position = find_position (self, number);

  if (is_at (self, position, number))
    return g_object_ref (g_ptr_array_index (self->kept, position));
  fail_not_found (number, error);
  return NULL;
}

void
mapi_memory_attachments_put (MapiMemoryAttachments *self, MapiMemoryAttach *kept)
{
  guint32 number = mapi_memory_attach_get_number (kept);
  guint   position = find_position (self, number);

  if (is_at (self, position, number))
    g_ptr_array_remove_index (self->kept, position);
  g_ptr_array_insert (self->kept, (gint) position, g_object_ref (kept));
  if (self->table != NULL)
    update_row (self, kept);
}

gboolean
mapi_memory_attachments_remove (MapiMemoryAttachments *self, guint32 number, GError **error)
{
  guint position = find_position (self, number);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_long (MAPI_PR_ATTACH_NUM, (gint32) number);

  if (!is_at (self, position, number))
    return fail_not_found (number, error);

  g_ptr_array_remove_index (self->kept, position);
  return self->table == NULL || mapi_table_data_delete_row (self->table, index, error);
}
