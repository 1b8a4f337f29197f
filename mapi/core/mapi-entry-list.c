/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mapi-entry-list.h"
#include "mapi-vector-private.h"

/**
 * MapiEntryList:
 *
 * Entry identifiers: the ENTRYLIST that DeleteMessages, CopyMessages and the like take. It never
 * changes once it is made.
 *
 * Since: 1.0
 */

struct _MapiEntryList
{
  MapiVector vector;
};

G_DEFINE_BOXED_TYPE (MapiEntryList, mapi_entry_list, mapi_entry_list_ref, mapi_entry_list_unref)

static void
acquire (gpointer item)
{
  g_bytes_ref (*(GBytes **) item);
}

static void
release (gpointer item)
{
  g_bytes_unref (*(GBytes **) item);
}

static const MapiVectorClass vector_class = { sizeof (GBytes *), acquire, release };

/**
 * mapi_entry_list_new:
 * @entry_ids: (array length=n_entry_ids) (nullable): the entry identifiers
 * @n_entry_ids: their number
 *
 * Makes a list.
 *
 * Returns: (transfer full): a list
 *
 * Since: 1.0
 */
MapiEntryList *
mapi_entry_list_new (GBytes **entry_ids, gsize n_entry_ids)
{
  g_return_val_if_fail (entry_ids != NULL || n_entry_ids == 0, NULL);

  return (MapiEntryList *) mapi_vector_new (&vector_class, entry_ids, n_entry_ids);
}

/**
 * mapi_entry_list_append:
 * @self: a list
 * @entry_id: an entry identifier
 *
 * Makes a longer list; @self stays as it is.
 *
 * Returns: (transfer full): the longer list
 *
 * Since: 1.0
 */
MapiEntryList *
mapi_entry_list_append (MapiEntryList *self, GBytes *entry_id)
{
  g_return_val_if_fail (self != NULL && entry_id != NULL, NULL);

  return (MapiEntryList *) mapi_vector_append (&vector_class, &self->vector, &entry_id);
}

/**
 * mapi_entry_list_get_size:
 * @self: a list
 *
 * Counts the entry identifiers.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_entry_list_get_size (const MapiEntryList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->vector.n;
}

/**
 * mapi_entry_list_get_entry_id:
 * @self: a list
 * @index: a position
 *
 * Gives an entry identifier.
 *
 * Returns: (transfer full) (nullable): an entry identifier, or %NULL behind the end
 *
 * Since: 1.0
 */
GBytes *
mapi_entry_list_get_entry_id (const MapiEntryList *self, guint index)
{
  GBytes *const *item;

  g_return_val_if_fail (self != NULL, NULL);

  item = mapi_vector_get (&vector_class, &self->vector, index);
  return item == NULL ? NULL : g_bytes_ref (*item);
}

/**
 * mapi_entry_list_ref:
 * @self: a list
 *
 * Takes a reference.
 *
 * Returns: (transfer full): the same list
 *
 * Since: 1.0
 */
MapiEntryList *
mapi_entry_list_ref (MapiEntryList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  mapi_vector_ref (&self->vector);
  return self;
}

/**
 * mapi_entry_list_unref:
 * @self: (transfer full): a list
 *
 * Gives a reference back.
 *
 * Since: 1.0
 */
void
mapi_entry_list_unref (MapiEntryList *self)
{
  g_return_if_fail (self != NULL);

  mapi_vector_unref (&vector_class, &self->vector);
}
