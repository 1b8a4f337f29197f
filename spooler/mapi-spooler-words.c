/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-words-private.h"

struct _MapiSpoolerWords
{
  GTree *by_id;
  gint64 last_stranger; /* who is no recipient comes behind those who are */
};

static gint
compare_ids (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

MapiSpoolerWords *
mapi_spooler_words_new (void)
{
  MapiSpoolerWords *self = g_new (MapiSpoolerWords, 1);

  self->by_id = g_tree_new_full (compare_ids, NULL, g_free, (GDestroyNotify) mapi_prop_list_unref);
  self->last_stranger = G_MAXINT32;
  return self;
}

void
mapi_spooler_words_free (MapiSpoolerWords *self)
{
  g_tree_unref (self->by_id);
  g_free (self);
}

static gint64
id_of (MapiPropList *row)
{
  return mapi_prop_list_get_long (row, MAPI_PR_ROWID, 0);
}

gboolean
mapi_spooler_words_put (MapiSpoolerWords *self, MapiPropList *row)
{
  gboolean known = mapi_prop_list_contains (row, MAPI_PR_ROWID);
  gint64   id = known ? id_of (row) : ++self->last_stranger;
  gboolean is_new = g_tree_lookup (self->by_id, &id) == NULL;

  g_tree_replace (self->by_id, g_memdup2 (&id, sizeof id), row);
  return is_new;
}

void
mapi_spooler_words_remove (MapiSpoolerWords *self, MapiPropList *recipient)
{
  gint64 id = id_of (recipient);

  g_tree_remove (self->by_id, &id);
}

MapiPropList *
mapi_spooler_words_find (MapiSpoolerWords *self, MapiPropList *recipient)
{
  gint64 id = id_of (recipient);

  return self != NULL ? g_tree_lookup (self->by_id, &id) : NULL;
}

guint
mapi_spooler_words_get_size (const MapiSpoolerWords *self)
{
  return self != NULL ? (guint) g_tree_nnodes (self->by_id) : 0;
}

static gboolean
add_row (gpointer id, gpointer row, gpointer rows)
{
  g_ptr_array_add (rows, row);
  return FALSE;
}

MapiRowSet *
mapi_spooler_words_get_rows (MapiSpoolerWords *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  g_tree_foreach (self->by_id, add_row, rows);
  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}
