/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a backend knows of the provider's folders and messages: it is asked for what it does not
 * know, and asked again where somebody looks. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-guard-private.h"
#include "mapi-kept-note-private.h"

/* --- What the provider tells --- */

/* What somebody else has made or renamed. */
static void
note_folder (MapiStoreBackend *self, MapiKeptPlace *parent, const char *key, const char *name)
{
  GHashTable    *places = mapi_store_backend_get_private (self)->places;
  MapiKeptPlace *place = g_hash_table_lookup (places, key);

  if (place == NULL)
    {
      place = mapi_store_backend_add_place (self, parent, key, name);
      if (!parent->is_listed)
        return;
      mapi_store_backend_show_place (self, place);
      mapi_store_backend_tell_of_folder (
          self, MAPI_fnevObjectCreated, key, parent->key, NULL, NULL);
    }
  else if (!g_str_equal (place->name, name))
    {
      g_free (place->name);
      place->name = g_strdup (name);
      mapi_store_backend_tell_changed (self, key);
    }
}

/**
 * mapi_store_backend_add_folder:
 * @self: a backend whose `list_folder` is being called
 * @key: what the provider calls the folder; not empty
 * @display_name: what people call it
 *
 * Tells of a folder in the one that is listed.
 *
 * Since: 1.0
 */
void
mapi_store_backend_add_folder (MapiStoreBackend *self, const char *key, const char *display_name)
{
  MapiStoreBackendPrivate *priv;
  MapiKeptPlace           *place;

  g_return_if_fail (MAPI_IS_STORE_BACKEND (self));
  g_return_if_fail (key != NULL && *key != '\0');
  g_return_if_fail (display_name != NULL);

  priv = mapi_store_backend_get_private (self);
  g_return_if_fail (priv->listing != NULL);
  place = g_hash_table_lookup (priv->places, key);
  if (place != NULL && place->is_own)
    return;
  note_folder (self, priv->listing, key, display_name);
  place = g_hash_table_lookup (priv->places, key);
  place->seen = priv->listing->listing;
  place->order = priv->n_told++;
}

/**
 * mapi_store_backend_add_message:
 * @self: a backend whose `list_folder` is being called
 * @key: what the provider calls the message; not empty
 * @row: (nullable): what tables show of it; with %NULL it is loaded when somebody wants to see it
 *
 * Tells of a message in the folder that is listed. In a store that can be written to, @row has
 * PR_MESSAGE_CLASS and PR_MESSAGE_FLAGS, too.
 *
 * Since: 1.0
 */
void
mapi_store_backend_add_message (MapiStoreBackend *self, const char *key, MapiPropList *row)
{
  MapiStoreBackendPrivate *priv;
  MapiKeptSlip            *slip;

  g_return_if_fail (MAPI_IS_STORE_BACKEND (self));
  g_return_if_fail (key != NULL && *key != '\0');

  priv = mapi_store_backend_get_private (self);
  g_return_if_fail (priv->listing != NULL);
  slip = g_hash_table_lookup (priv->listing->slips, key);
  if (slip == NULL)
    {
      slip = g_new0 (MapiKeptSlip, 1);
      slip->key = g_strdup (key);
      g_hash_table_insert (priv->listing->slips, slip->key, slip);
      if (priv->listing->is_listed)
        mapi_store_backend_tell (self, MAPI_fnevObjectCreated, priv->listing->key, key, NULL, NULL);
    }
  if (row != NULL)
    {
      g_clear_pointer (&slip->row, mapi_prop_list_unref);
      slip->row = mapi_prop_list_ref (row);
    }
  slip->seen = priv->listing->listing;
}

/* What was saved here is known already. */
static void
note_change (MapiStoreBackend *self, MapiKeptPlace *place, MapiKeptSlip *slip)
{
  if (slip->stamp != NULL && !slip->is_fresh)
    {
      slip->has_row = FALSE;
      slip->change++;
      mapi_store_backend_tell (self, MAPI_fnevObjectModified, place->key, slip->key, NULL, NULL);
    }
  slip->is_fresh = FALSE;
}

/**
 * mapi_store_backend_set_stamp:
 * @self: a backend whose `list_folder` is being called
 * @key: a message that it has told of
 * @stamp: what is different when the message was changed, such as the time of its file
 *
 * Has a message looked at again when others have changed it.
 *
 * Since: 1.0
 */
void
mapi_store_backend_set_stamp (MapiStoreBackend *self, const char *key, const char *stamp)
{
  MapiStoreBackendPrivate *priv;
  MapiKeptSlip            *slip;

  g_return_if_fail (MAPI_IS_STORE_BACKEND (self));
  g_return_if_fail (key != NULL && stamp != NULL);

  priv = mapi_store_backend_get_private (self);
  g_return_if_fail (priv->listing != NULL);
  slip = g_hash_table_lookup (priv->listing->slips, key);
  g_return_if_fail (slip != NULL);
  if (g_strcmp0 (slip->stamp, stamp) == 0)
    return;
  note_change (self, priv->listing, slip);
  g_free (slip->stamp);
  slip->stamp = g_strdup (stamp);
}

/* --- Looking --- */

static void
delete_row (MapiTableData *table, GBytes *entry_id)
{
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);

  mapi_table_data_delete_row (table, index, NULL);
}

static void
hide (MapiStoreBackend *self, MapiKeptPlace *place, MapiKeptSlip *slip)
{
  g_autoptr (GBytes) id =
      mapi_store_backend_new_id (self, MAPI_KEPT_IS_MESSAGE, place->key, slip->key);

  delete_row (slip->is_associated ? place->associated : place->rows, id);
  if (slip->is_note)
    mapi_kept_place_set_note (place, NULL, NULL);
  if (slip->is_queued)
    delete_row (mapi_store_backend_get_queue (self), id);
}

static void
drop_unseen_messages (MapiStoreBackend *self, MapiKeptPlace *place)
{
  GHashTableIter iter;
  MapiKeptSlip  *slip;

  g_hash_table_iter_init (&iter, place->slips);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slip))
    if (slip->seen != place->listing)
      {
        hide (self, place, slip);
        mapi_store_backend_tell (self, MAPI_fnevObjectDeleted, place->key, slip->key, NULL, NULL);
        g_hash_table_iter_remove (&iter);
      }
}

/* What waited in it to be sent waits no more. */
void
mapi_store_backend_drop_place (MapiStoreBackend *self, MapiKeptPlace *place)
{
  GHashTableIter iter;
  MapiKeptSlip  *slip;

  while (place->below->len > 0)
    mapi_store_backend_drop_place (self, place->below->pdata[0]);
  g_hash_table_iter_init (&iter, place->slips);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slip))
    hide (self, place, slip);
  mapi_store_backend_hide_place (self, place);
  mapi_store_backend_tell_of_folder (
      self, MAPI_fnevObjectDeleted, place->key, place->parent->key, NULL, NULL);
  g_ptr_array_remove (place->parent->below, place);
  g_hash_table_remove (mapi_store_backend_get_private (self)->places, place->key);
}

static void
drop_unseen_folders (MapiStoreBackend *self, MapiKeptPlace *place)
{
  for (guint i = place->below->len; i-- > 0;)
    {
      MapiKeptPlace *below = place->below->pdata[i];

      if (!below->is_own && below->seen != place->listing)
        mapi_store_backend_drop_place (self, below);
    }
}

/* In the order in which the provider has told of them; the store's own come first. */
static int
compare_places (gconstpointer one, gconstpointer other)
{
  const MapiKeptPlace *const *first = one;
  const MapiKeptPlace *const *second = other;

  return (*first)->order < (*second)->order ? -1 : (*first)->order > (*second)->order;
}

/* A folder of ours that the provider does not know is empty. */
static gboolean
ask_provider (MapiStoreBackend *self, MapiKeptPlace *place, GError **error)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);
  MapiStoreBackendClass   *klass = MAPI_STORE_BACKEND_GET_CLASS (self);
  MapiGuard                guard = MAPI_GUARD_INIT (self, "list_folder", error);
  gboolean                 listed;

  if (!mapi_guard_allows (&guard, klass->list_folder != NULL))
    return mapi_guard_boolean (&guard, FALSE);
  place->listing++;
  priv->listing = place;
  listed = klass->list_folder (self, place->key, NULL, &guard.local);
  priv->listing = NULL;
  if (!listed && place->is_own && g_error_matches (guard.local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    {
      g_clear_error (&guard.local);
      listed = TRUE;
    }
  return mapi_guard_boolean (&guard, listed);
}

/**
 * mapi_store_backend_list_folder: (virtual list_folder)
 * @self: a backend
 * @folder: the key of the folder; `""` for the top
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Looks into a folder, and tells who watches it what has come and gone. Fails with
 * %MAPI_E_NOT_FOUND where there is no such folder.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_backend_list_folder (MapiStoreBackend *self,
                                const char       *folder,
                                GCancellable     *cancellable,
                                GError          **error)
{
  MapiKeptPlace *place;
  gboolean       listed;

  g_return_val_if_fail (MAPI_IS_STORE_BACKEND (self), FALSE);
  g_return_val_if_fail (folder != NULL, FALSE);

  mapi_store_backend_lock (self);
  place = mapi_store_backend_find_place (self, folder, error);
  listed = place != NULL && mapi_store_backend_look (self, place, error);
  mapi_store_backend_unlock (self);
  return listed;
}

/* What the provider has in a folder now. Who tells meanwhile of a message that somebody looks for
 * looks into nothing himself. */
gboolean
mapi_store_backend_look (MapiStoreBackend *self, MapiKeptPlace *place, GError **error)
{
  if (mapi_kept_key_is_hidden (place->key) ||
      mapi_store_backend_get_private (self)->listing != NULL)
    return TRUE;
  if (!ask_provider (self, place, error))
    return FALSE;
  drop_unseen_messages (self, place);
  drop_unseen_folders (self, place);
  g_ptr_array_sort (place->below, compare_places);
  place->is_listed = TRUE;
  return TRUE;
}

/* All that is to be known of a folder: what it counts and keeps of itself lies among its messages.
 * In a store for reading all of them are mail that was read. */
gboolean
mapi_store_backend_survey (MapiStoreBackend *self, MapiKeptPlace *place, GError **error)
{
  return mapi_store_backend_look (self, place, error) &&
         (!mapi_store_backend_is_writable (self) || mapi_store_backend_fill (self, place, error));
}

static gboolean
look_below (MapiStoreBackend *self, MapiKeptPlace *place, GError **error)
{
  if (!mapi_store_backend_look (self, place, error))
    return FALSE;
  for (guint i = 0; i < place->below->len; i++)
    if (!look_below (self, place->below->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
mapi_store_backend_look_everywhere (MapiStoreBackend *self, GError **error)
{
  return look_below (self, mapi_store_backend_ensure_top (self), error);
}

MapiKeptPlace *
mapi_store_backend_find_place (MapiStoreBackend *self, const char *key, GError **error)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);
  MapiKeptPlace           *place;

  mapi_store_backend_ensure_top (self);
  place = g_hash_table_lookup (priv->places, key);
  if (place == NULL)
    {
      if (!mapi_store_backend_look_everywhere (self, error))
        return NULL;
      place = g_hash_table_lookup (priv->places, key);
    }
  if (place == NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "there is no folder %s", key);
  return place;
}

MapiKeptSlip *
mapi_store_backend_find_slip (MapiStoreBackend *self,
                              const char       *folder,
                              const char       *key,
                              GError          **error)
{
  MapiKeptPlace *place = mapi_store_backend_find_place (self, folder, error);
  MapiKeptSlip  *slip;

  if (place == NULL)
    return NULL;
  slip = g_hash_table_lookup (place->slips, key);
  if (slip == NULL)
    {
      if (!mapi_store_backend_look (self, place, error))
        return NULL;
      slip = g_hash_table_lookup (place->slips, key);
    }
  if (slip == NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_NOT_FOUND, "there is no message %s", key);
  return slip;
}

/* --- Rows --- */

/* A row of the queue tells whether the spooler holds the message (R034, D18). */
gboolean
mapi_store_backend_show_queued (MapiStoreBackend *self,
                                MapiKeptSlip     *slip,
                                MapiPropList     *row,
                                GError          **error)
{
  guint32 flags = (guint32) mapi_prop_list_get_long (row, MAPI_PR_SUBMIT_FLAGS, 0);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_long (
      MAPI_PR_SUBMIT_FLAGS,
      (gint32) (slip->is_locked ? flags | MAPI_SUBMITFLAG_LOCKED
                                : flags & ~(guint32) MAPI_SUBMITFLAG_LOCKED));
  g_autoptr (MapiPropList) changes = mapi_prop_list_new_from_value (value);
  g_autoptr (MapiPropList) shown = mapi_prop_list_merge (row, changes);

  return mapi_table_data_modify_row (mapi_store_backend_get_queue (self), shown, error);
}

/* In which of the tables, if any, a message shows. */
static gboolean
show_in_folder (MapiKeptPlace *place, MapiKeptSlip *slip, MapiPropList *row, GError **error)
{
  gint32 flags = mapi_prop_list_get_long (row, MAPI_PR_MESSAGE_FLAGS, 0);

  slip->is_associated = (flags & MAPI_MSGFLAG_ASSOCIATED) != 0;
  slip->is_note = slip->is_associated && mapi_kept_note_is_one (row);
  if (!slip->is_note)
    return mapi_table_data_modify_row (
        slip->is_associated ? place->associated : place->rows, row, error);
  mapi_kept_place_set_note (place, slip->key, row);
  return TRUE;
}

static gboolean
show (MapiStoreBackend *self,
      MapiKeptPlace    *place,
      MapiKeptSlip     *slip,
      MapiPropList     *row,
      GError          **error)
{
  MapiTableData *queue = mapi_store_backend_get_queue (self);
  gint32         flags = mapi_prop_list_get_long (row, MAPI_PR_MESSAGE_FLAGS, 0);
  gboolean       was_queued = slip->is_queued;
  g_autoptr (GBytes) id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);

  slip->is_queued = mapi_store_backend_get_sends (self) && (flags & MAPI_MSGFLAG_SUBMIT) != 0;
  slip->has_row = TRUE;
  if (!show_in_folder (place, slip, row, error))
    return FALSE;
  if (slip->is_queued)
    return mapi_store_backend_show_queued (self, slip, row, error);
  if (was_queued)
    delete_row (queue, id);
  return TRUE;
}

/* A message that cannot be read shows without its properties, and says why when it is opened; it is
 * tried again by the next to look. */
static gboolean
fill_slip (MapiStoreBackend *self, MapiKeptPlace *place, MapiKeptSlip *slip, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiPropList) row = mapi_kept_message_read_row (self, place->key, slip->key, &local);
  g_autoptr (MapiPropList) bare = NULL;

  if (row != NULL)
    return show (self, place, slip, row, error);
  g_message ("%s: the message %s: %s",
             mapi_store_backend_get_private (self)->name,
             slip->key,
             local->message);
  bare = mapi_kept_message_make_bare_row (self, place->key, slip->key);
  return mapi_table_data_modify_row (place->rows, bare, error);
}

static int
compare_slips (gconstpointer one, gconstpointer other)
{
  const MapiKeptSlip *const *first = one;
  const MapiKeptSlip *const *second = other;

  return g_strcmp0 ((*first)->key, (*second)->key);
}

gboolean
mapi_store_backend_fill (MapiStoreBackend *self, MapiKeptPlace *place, GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  GHashTableIter iter;
  MapiKeptSlip  *slip;

  g_hash_table_iter_init (&iter, place->slips);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slip))
    if (!slip->has_row)
      g_ptr_array_add (missing, slip);
  g_ptr_array_sort (missing, compare_slips);
  for (guint i = 0; i < missing->len; i++)
    if (!fill_slip (self, place, missing->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
mapi_store_backend_put (
    MapiStoreBackend *self, const char *folder, const char *key, MapiPropList *row, GError **error)
{
  MapiKeptPlace *place = mapi_store_backend_find_place (self, folder, error);
  MapiKeptSlip  *slip;

  if (place == NULL)
    return FALSE;
  slip = g_hash_table_lookup (place->slips, key);
  if (slip == NULL)
    {
      slip = g_new0 (MapiKeptSlip, 1);
      slip->key = g_strdup (key);
      slip->seen = place->listing;
      g_hash_table_insert (place->slips, slip->key, slip);
    }
  slip->change++;
  slip->is_fresh = TRUE;
  return show (self, place, slip, row, error);
}

void
mapi_store_backend_drop (MapiStoreBackend *self, const char *folder, const char *key)
{
  MapiKeptPlace *place =
      g_hash_table_lookup (mapi_store_backend_get_private (self)->places, folder);
  MapiKeptSlip *slip = place != NULL ? g_hash_table_lookup (place->slips, key) : NULL;

  if (slip == NULL)
    return;
  hide (self, place, slip);
  g_hash_table_remove (place->slips, key);
}

static gboolean
refresh_below (MapiStoreBackend *self, MapiKeptPlace *place, GError **error)
{
  if (!mapi_store_backend_fill (self, place, error))
    return FALSE;
  for (guint i = 0; i < place->below->len; i++)
    if (!refresh_below (self, place->below->pdata[i], error))
      return FALSE;
  return TRUE;
}

/**
 * mapi_store_backend_refresh:
 * @self: a backend
 * @error: return location for a #GError
 *
 * Looks into all folders anew, and tells who watches them what has come and gone. A provider calls
 * it when it learns that somebody else has changed what it shows.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_backend_refresh (MapiStoreBackend *self, GError **error)
{
  gboolean refreshed;

  g_return_val_if_fail (MAPI_IS_STORE_BACKEND (self), FALSE);

  mapi_store_backend_lock (self);
  refreshed = mapi_store_backend_look_everywhere (self, error) &&
              refresh_below (self, mapi_store_backend_ensure_top (self), error);
  mapi_store_backend_unlock (self);
  return refreshed;
}
