/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-row-set.h"
#include "mapi-prop-list-private.h"
#include "mapi-vector-private.h"

#define MAGIC 0x0153524du /* "MRS", version 1 */
#define HEADER_SIZE 8

/**
 * MapiRowSet:
 *
 * Rows of a table, and the recipients of a message. It never changes once it is made.
 *
 * Since: 1.0
 */

struct _MapiRowSet
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiRowSet, mapi_row_set, mapi_row_set_ref, mapi_row_set_unref)

static void
acquire (gpointer item)
{
  mapi_prop_list_ref (*(MapiPropList **) item);
}

static void
release (gpointer item)
{
  mapi_prop_list_unref (*(MapiPropList **) item);
}

static const MapiVectorClass vector_class = { sizeof (MapiPropList *), acquire, release };

/**
 * mapi_row_set_new:
 * @rows: (array length=n_rows) (nullable): the rows
 * @n_rows: their number
 *
 * Makes a row set.
 *
 * Returns: (transfer full): a row set
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_row_set_new (MapiPropList **rows, gsize n_rows)
{
  g_return_val_if_fail (rows != NULL || n_rows == 0, NULL);

  return (MapiRowSet *) mapi_vector_new (&vector_class, rows, n_rows);
}

/**
 * mapi_row_set_append:
 * @self: a row set
 * @row: a row
 *
 * Makes a longer row set; @self stays as it is.
 *
 * Returns: (transfer full): the longer row set
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_row_set_append (MapiRowSet *self, MapiPropList *row)
{
  g_return_val_if_fail (self != NULL && row != NULL, NULL);

  return (MapiRowSet *) mapi_vector_append (&vector_class, &self->vector, &row);
}

/**
 * mapi_row_set_get_size:
 * @self: a row set
 *
 * Counts the rows.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_row_set_get_size (const MapiRowSet *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

/**
 * mapi_row_set_get_row:
 * @self: a row set
 * @index: a position
 *
 * Gives a row.
 *
 * Returns: (transfer full) (nullable): a row, or %NULL behind the end
 *
 * Since: 1.0
 */
MapiPropList *
mapi_row_set_get_row (const MapiRowSet *self, guint index)
{
  MapiPropList *const *item;

  g_return_val_if_fail (self != NULL, NULL);

  item = mapi_vector_get (&vector_class, &self->vector, index);
  return item == NULL ? NULL : mapi_prop_list_ref (*item);
}

/**
 * mapi_row_set_ref:
 * @self: a row set
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same row set
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_row_set_ref (MapiRowSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_row_set_unref:
 * @self: (transfer full): a row set
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_row_set_unref (MapiRowSet *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}

/**
 * mapi_row_set_equal:
 * @self: a row set
 * @other: another one
 *
 * Compares two row sets.
 *
 * Returns: %TRUE when they have equal rows in the same order
 *
 * Since: 1.0
 */
gboolean
mapi_row_set_equal (const MapiRowSet *self, const MapiRowSet *other)
{
  MapiPropList *const *rows;
  MapiPropList *const *other_rows;

  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  if (self->vector.n != other->vector.n)
    return FALSE;
  rows = mapi_vector_items (&self->vector);
  other_rows = mapi_vector_items (&other->vector);
  for (guint i = 0; i < self->vector.n; i++)
    if (!mapi_prop_list_equal (rows[i], other_rows[i]))
      return FALSE;
  return TRUE;
}

/**
 * mapi_row_set_to_bytes:
 * @self: a row set
 *
 * Gives a form that can be stored: a mark and the number of rows, the size of each row, and the
 * rows as mapi_prop_list_to_bytes() gives them.
 *
 * Returns: (transfer full): the bytes
 *
 * Since: 1.0
 */
GBytes *
mapi_row_set_to_bytes (MapiRowSet *self)
{
  MapiPropList *const *rows;
  gsize                size;
  guint8              *data;
  guint8              *out;

  g_return_val_if_fail (self != NULL, NULL);

  rows = mapi_vector_items (&self->vector);
  size = HEADER_SIZE + (gsize) self->vector.n * 8;
  for (guint i = 0; i < self->vector.n; i++)
    size += rows[i]->size;

  data = g_malloc (size);
  mapi_write_u32 (data, MAGIC);
  mapi_write_u32 (data + 4, self->vector.n);
  out = data + HEADER_SIZE + (gsize) self->vector.n * 8;
  for (guint i = 0; i < self->vector.n; i++)
    {
      mapi_write_u64 (data + HEADER_SIZE + (gsize) i * 8, rows[i]->size);
      memcpy (out, rows[i]->block, rows[i]->size);
      out += rows[i]->size;
    }
  return g_bytes_new_take (data, size);
}

static MapiPropList *
read_row (GBytes *bytes, gsize *offset, guint64 size, GError **error)
{
  g_autoptr (GBytes) part = NULL;

  if (size > g_bytes_get_size (bytes) - *offset)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_CORRUPT_DATA,
                           "Cannot read a row set: a row in it is truncated");
      return NULL;
    }
  part = g_bytes_new_from_bytes (bytes, *offset, size);
  *offset += size;
  return mapi_prop_list_new_from_bytes (part, error);
}

/* Reads @n rows, whose sizes stand behind the header. */
static MapiRowSet *
read_rows (GBytes *bytes, guint n, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_full (n, (GDestroyNotify) mapi_prop_list_unref);
  const guint8 *sizes = (const guint8 *) g_bytes_get_data (bytes, NULL) + HEADER_SIZE;
  gsize         offset = HEADER_SIZE + (gsize) n * 8;

  for (guint i = 0; i < n; i++)
    {
      MapiPropList *row = read_row (bytes, &offset, mapi_read_u64 (sizes + (gsize) i * 8), error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
  if (offset != g_bytes_get_size (bytes))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_CORRUPT_DATA, "Cannot read a row set: something follows it");
      return NULL;
    }
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

/**
 * mapi_row_set_new_from_bytes:
 * @bytes: what mapi_row_set_to_bytes() gave
 * @error: return location for an error
 *
 * Reads a row set back. The bytes are checked, whoever they come from, and not copied: the rows
 * keep a reference. Damage is %MAPI_E_CORRUPT_DATA.
 *
 * Returns: (transfer full): the row set, or %NULL on error
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_row_set_new_from_bytes (GBytes *bytes, GError **error)
{
  const guint8 *data;
  gsize         size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (size < HEADER_SIZE || mapi_read_u32 (data) != MAGIC ||
      mapi_read_u32 (data + 4) > (size - HEADER_SIZE) / 8)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_CORRUPT_DATA,
                   "Cannot read a row set of %" G_GSIZE_FORMAT " bytes: it does not begin like one",
                   size);
      return NULL;
    }
  return read_rows (bytes, mapi_read_u32 (data + 4), error);
}
