/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The folders below a folder of a store with a backend: making, copying and deleting them. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-folder-private.h"
#include "mapi-kept-note-private.h"

static gboolean
fail (MapiError code, const char *reason, GError **error)
{
  g_set_error_literal (error, MAPI_ERROR, code, reason);
  return FALSE;
}

static gboolean
parse (MapiKeptFolder *self, GBytes *entry_id, MapiKeptId *id, GError **error)
{
  const MapiUid *uid = mapi_store_backend_get_uid (mapi_kept_folder_get_backend (self));

  return mapi_kept_id_parse (id, uid, entry_id, error) &&
         (id->kind == MAPI_KEPT_IS_FOLDER ||
          fail (MAPI_E_INVALID_ENTRYID, "the entry identifier names no folder", error));
}

/* With the lock: as the provider has it now. */
static MapiKeptPlace *
survey_place (MapiStoreBackend *backend, const char *key, GError **error)
{
  MapiKeptPlace *place = mapi_store_backend_find_place (backend, key, error);

  return place != NULL && mapi_store_backend_survey (backend, place, error) ? place : NULL;
}

/* --- Making --- */

/* With the lock. */
static MapiKeptPlace *
make_place (MapiStoreBackend *backend,
            const char       *parent,
            const char       *name,
            GCancellable     *cancellable,
            GError          **error)
{
  MapiKeptPlace   *around = survey_place (backend, parent, error);
  MapiKeptPlace   *place;
  g_autofree char *key = NULL;

  if (around == NULL || !mapi_kept_name_check (around, name, error))
    return NULL;
  key = mapi_store_backend_create_folder (backend, parent, name, cancellable, error);
  if (key == NULL)
    return NULL;
  place = mapi_store_backend_add_place (backend, around, key, name);
  mapi_store_backend_show_place (backend, place);
  return place;
}

static gboolean
write_comment (MapiKeptStore *store,
               MapiKeptPlace *place,
               const char    *comment,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_string (MAPI_PR_COMMENT, comment);
  g_autoptr (MapiPropList) props = mapi_prop_list_new_from_value (value);

  return mapi_kept_note_write_props (store, place, props, cancellable, error);
}

/* With the lock. */
static MapiKeptPlace *
create_place (MapiKeptFolder *self,
              const char     *name,
              const char     *comment,
              GCancellable   *cancellable,
              GError        **error)
{
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  MapiKeptPlace    *place = make_place (backend, self->key, name, cancellable, error);

  if (place == NULL ||
      (comment != NULL && !write_comment (self->store, place, comment, cancellable, error)))
    return NULL;
  mapi_store_backend_tell_of_folder (
      backend, MAPI_fnevObjectCreated, place->key, self->key, NULL, NULL);
  mapi_store_backend_tell_changed (backend, self->key);
  return place;
}

/* With the lock. */
static MapiKeptPlace *
find_existing (MapiKeptFolder *self, const char *name, guint32 flags)
{
  MapiKeptPlace *place = survey_place (mapi_kept_folder_get_backend (self), self->key, NULL);

  return place != NULL && (flags & MAPI_OPEN_IF_EXISTS) != 0
             ? mapi_kept_place_find_below (place, name)
             : NULL;
}

static gboolean
check_type (guint32 type, GError **error)
{
  if (type == MAPI_FOLDER_GENERIC)
    return TRUE;
  return type == MAPI_FOLDER_SEARCH
             ? fail (MAPI_E_NO_SUPPORT, "the store has no search folders", error)
             : fail (MAPI_E_INVALID_PARAMETER, "there are no folders of this type", error);
}

static MapiFolder *
mapi_kept_folder_create_folder (MapiFolder   *folder,
                                guint32       folder_type,
                                const char   *folder_name,
                                const char   *folder_comment,
                                guint32       flags,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiKeptFolder   *self = MAPI_KEPT_FOLDER (folder);
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  g_autofree char  *key = NULL;
  MapiKeptPlace    *place;
  MapiProp         *created;

  if (!mapi_kept_folder_check_access (self, error) || !check_type (folder_type, error))
    return NULL;
  mapi_store_backend_lock (backend);
  place = find_existing (self, folder_name, flags);
  if (place == NULL)
    place = create_place (self, folder_name, folder_comment, cancellable, error);
  key = place != NULL ? g_strdup (place->key) : NULL;
  mapi_store_backend_unlock (backend);
  if (key == NULL)
    return NULL;
  created = mapi_kept_folder_open (self->store, key, MAPI_MODIFY, error);
  return mapi_kept_store_lend (self->store, created);
}

/* --- Deleting --- */

static gboolean
can_remove (MapiStoreBackend *backend)
{
  return MAPI_STORE_BACKEND_GET_CLASS (backend)->remove_folder != NULL;
}

/* Besides what the kit keeps of the folder itself. */
static gboolean
has_messages (MapiKeptPlace *place)
{
  return g_hash_table_size (place->slips) > (place->note_key != NULL ? 1 : 0);
}

/* The keys of the folders right below; without those that cannot go, where they are to. */
static GStrv
list_below (MapiKeptRun *run, const char *key, gboolean to_remove, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (run->store);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  MapiKeptPlace *place;

  mapi_store_backend_lock (backend);
  place = survey_place (backend, key, error);
  for (guint i = 0; place != NULL && i < place->below->len; i++)
    {
      MapiKeptPlace *below = place->below->pdata[i];

      if (!to_remove || (can_remove (backend) && mapi_kept_place_is_free (below)))
        g_strv_builder_add (keys, below->key);
      else
        *run->warning = MAPI_W_PARTIAL_COMPLETION;
    }
  mapi_store_backend_unlock (backend);
  return place != NULL ? g_strv_builder_end (keys) : NULL;
}

/* With the lock. */
static gboolean
remove_note (MapiStoreBackend *backend,
             MapiKeptPlace    *place,
             GCancellable     *cancellable,
             GError          **error)
{
  g_autofree char *key = g_strdup (place->note_key);

  if (key == NULL)
    return TRUE;
  if (!mapi_store_backend_remove_message (backend, place->key, key, cancellable, error))
    return FALSE;
  mapi_store_backend_drop (backend, place->key, key);
  return TRUE;
}

/* With the lock. What comes into the folder comes into @successor, or where it came before. */
static gboolean
remove_empty (MapiKeptRun *run, MapiKeptPlace *place, const char *successor, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (run->store);
  g_autofree char  *parent = g_strdup (place->parent->key);

  if (!mapi_kept_store_redirect_mail (run->store, place->key, successor, run->cancellable, error) ||
      !remove_note (backend, place, run->cancellable, error) ||
      !mapi_store_backend_remove_folder (backend, place->key, run->cancellable, error))
    return FALSE;
  mapi_store_backend_drop_place (backend, place);
  mapi_store_backend_tell_changed (backend, parent);
  return TRUE;
}

/* With the lock. What has gone already needs no more; what is not empty stays, with a warning. */
static gboolean
remove_if_empty (MapiKeptRun *run, const char *key, const char *successor, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (run->store);
  g_autoptr (GError) local = NULL;
  MapiKeptPlace *place = survey_place (backend, key, &local);

  if (place == NULL && g_error_matches (local, MAPI_ERROR, MAPI_E_NOT_FOUND))
    return TRUE;
  if (place == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!has_messages (place) && place->below->len == 0)
    return remove_empty (run, place, successor, error);
  *run->warning = MAPI_W_PARTIAL_COMPLETION;
  return TRUE;
}

static gboolean
remove_folder (MapiKeptRun *run, const char *key, const char *successor, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (run->store);
  gboolean          removed;

  mapi_store_backend_lock (backend);
  removed = remove_if_empty (run, key, successor, error);
  mapi_store_backend_unlock (backend);
  return removed;
}

static gboolean
delete_contents (MapiKeptRun *run, const char *key, gboolean with_associated, GError **error)
{
  g_auto (GStrv) below = list_below (run, key, TRUE, error);
  g_autoptr (MapiEntryList) messages = NULL;

  for (guint i = 0; below != NULL && below[i] != NULL; i++)
    if (!delete_contents (run, below[i], TRUE, error) ||
        !remove_folder (run, below[i], NULL, error))
      return FALSE;
  if (below == NULL)
    return FALSE;
  messages = mapi_kept_store_list_messages (run->store, key, with_associated, error);
  return messages != NULL &&
         mapi_kept_run_steps (run, key, messages, mapi_kept_step_delete, NULL, error);
}

/* With the lock. */
static gboolean
holds_messages (MapiStoreBackend *backend, MapiKeptPlace *place, gboolean *held, GError **error)
{
  if (!mapi_store_backend_survey (backend, place, error))
    return FALSE;
  *held = *held || has_messages (place);
  for (guint i = 0; i < place->below->len; i++)
    if (!holds_messages (backend, place->below->pdata[i], held, error))
      return FALSE;
  return TRUE;
}

/* With the lock. */
static gboolean
check_delete (MapiKeptFolder *self, const char *key, guint32 flags, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  MapiKeptPlace    *place = survey_place (backend, key, error);
  gboolean          held = FALSE;

  if (place == NULL || !holds_messages (backend, place, &held, error))
    return FALSE;
  if (!mapi_kept_place_is_free (place))
    return fail (MAPI_E_NO_ACCESS, "the store needs this folder", error);
  if (!g_str_equal (place->parent->key, self->key))
    return fail (MAPI_E_NOT_FOUND, "the folder is not below this one", error);
  if (held && (flags & MAPI_DEL_MESSAGES) == 0)
    return fail (MAPI_E_HAS_MESSAGES, "there are messages in the folder", error);
  if (place->below->len > 0 && (flags & MAPI_DEL_FOLDERS) == 0)
    return fail (MAPI_E_HAS_FOLDERS, "there are folders in the folder", error);
  return can_remove (backend) ||
         fail (MAPI_E_NO_SUPPORT, "folders of this store cannot be deleted", error);
}

static gboolean
mapi_kept_folder_delete_folder (MapiFolder   *folder,
                                GBytes       *entry_id,
                                MapiProgress *progress,
                                guint32       flags,
                                GCancellable *cancellable,
                                guint32      *warning,
                                GError      **error)
{
  MapiKeptFolder   *self = MAPI_KEPT_FOLDER (folder);
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  MapiKeptRun       run = { self->store, progress, cancellable, warning, 0, 0 };
  g_auto (MapiKeptId) id = { 0 };
  gboolean allowed;

  if (!mapi_kept_folder_check_access (self, error) || !parse (self, entry_id, &id, error))
    return FALSE;
  mapi_store_backend_lock (backend);
  allowed = check_delete (self, id.folder, flags, error);
  mapi_store_backend_unlock (backend);
  return allowed && delete_contents (&run, id.folder, TRUE, error) &&
         remove_folder (&run, id.folder, NULL, error);
}

static gboolean
mapi_kept_folder_empty_folder (MapiFolder   *folder,
                               MapiProgress *progress,
                               guint32       flags,
                               GCancellable *cancellable,
                               guint32      *warning,
                               GError      **error)
{
  MapiKeptFolder *self = MAPI_KEPT_FOLDER (folder);
  MapiKeptRun     run = { self->store, progress, cancellable, warning, 0, 0 };

  return mapi_kept_folder_check_access (self, error) &&
         delete_contents (&run, self->key, (flags & MAPI_DEL_ASSOCIATED) != 0, error);
}

/* --- Copying and moving --- */

/* With the lock. */
static MapiKeptPlace *
copy_place (MapiKeptRun *run, const char *key, const char *parent, const char *name, GError **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (run->store);
  MapiKeptPlace    *place = survey_place (backend, key, error);
  MapiKeptPlace    *copy = NULL;
  g_autoptr (MapiPropList) props = NULL;

  if (place != NULL)
    copy = make_place (backend, parent, name != NULL ? name : place->name, run->cancellable, error);
  if (copy == NULL)
    return NULL;
  props = mapi_kept_note_get_props (place);
  return mapi_prop_list_get_size (props) == 0 ||
                 mapi_kept_note_write_props (run->store, copy, props, run->cancellable, error)
             ? copy
             : NULL;
}

static char *
copy_folder (MapiKeptRun *run,
             const char  *key,
             const char  *parent,
             const char  *name,
             gboolean     is_move,
             GError     **error)
{
  MapiStoreBackend *backend = mapi_kept_store_get_backend (run->store);
  MapiKeptPlace    *copy;
  char             *new_key = NULL;

  mapi_store_backend_lock (backend);
  copy = copy_place (run, key, parent, name, error);
  if (copy != NULL)
    {
      new_key = g_strdup (copy->key);
      mapi_store_backend_tell_of_folder (backend,
                                         is_move ? MAPI_fnevObjectMoved : MAPI_fnevObjectCopied,
                                         new_key,
                                         parent,
                                         key,
                                         NULL);
      mapi_store_backend_tell_changed (backend, parent);
    }
  mapi_store_backend_unlock (backend);
  return new_key;
}

typedef struct
{
  gboolean is_move;
  gboolean is_deep;
} How;

static gboolean
copy_tree (MapiKeptRun *run,
           const char  *key,
           const char  *parent,
           const char  *name,
           const How   *how,
           GError     **error)
{
  g_auto (GStrv) below = list_below (run, key, how->is_move, error);
  g_autoptr (MapiEntryList) messages =
      below != NULL ? mapi_kept_store_list_messages (run->store, key, TRUE, error) : NULL;
  g_autofree char *copy =
      messages != NULL ? copy_folder (run, key, parent, name, how->is_move, error) : NULL;
  MapiKeptCopy to = { copy, how->is_move };

  if (copy == NULL || !mapi_kept_run_steps (run, key, messages, mapi_kept_step_copy, &to, error))
    return FALSE;
  for (guint i = 0; how->is_deep && below[i] != NULL; i++)
    if (!copy_tree (run, below[i], copy, NULL, how, error))
      return FALSE;
  return !how->is_move || remove_folder (run, key, copy, error);
}

/* With the lock. */
static gboolean
check_copy (MapiStoreBackend *backend,
            const char       *key,
            const char       *destination,
            gboolean          is_move,
            GError          **error)
{
  MapiKeptPlace *place = mapi_store_backend_find_place (backend, key, error);
  MapiKeptPlace *around =
      place != NULL ? mapi_store_backend_find_place (backend, destination, error) : NULL;

  if (around == NULL)
    return FALSE;
  if (mapi_kept_place_is_within (around, place))
    return fail (MAPI_E_FOLDER_CYCLE, "a folder cannot go below itself", error);
  if (mapi_kept_key_is_hidden (key) || mapi_kept_key_is_hidden (destination) ||
      (is_move && !mapi_kept_place_is_free (place)))
    return fail (MAPI_E_NO_ACCESS, "the store needs its folders where they are", error);
  return !is_move || can_remove (backend) ||
         fail (MAPI_E_NO_SUPPORT, "folders of this store cannot be moved", error);
}

static gboolean
mapi_kept_folder_copy_folder (MapiFolder   *folder,
                              GBytes       *entry_id,
                              MapiFolder   *destination,
                              const char   *new_folder_name,
                              MapiProgress *progress,
                              guint32       flags,
                              GCancellable *cancellable,
                              guint32      *warning,
                              GError      **error)
{
  MapiKeptFolder   *self = MAPI_KEPT_FOLDER (folder);
  MapiStoreBackend *backend = mapi_kept_folder_get_backend (self);
  const char       *to = mapi_kept_folder_find_neighbour (self, destination);
  gboolean          is_move = (flags & MAPI_FOLDER_MOVE) != 0;
  How               how = { is_move, is_move || (flags & MAPI_COPY_SUBFOLDERS) != 0 };
  MapiKeptRun       run = { self->store, progress, cancellable, warning, 0, 0 };
  g_auto (MapiKeptId) id = { 0 };
  gboolean allowed;

  if (!mapi_kept_store_check (self->store, error) || !parse (self, entry_id, &id, error))
    return FALSE;
  if (to == NULL)
    return mapi_support_copy_folder (mapi_kept_store_get_support (self->store),
                                     folder,
                                     entry_id,
                                     destination,
                                     new_folder_name,
                                     progress,
                                     flags,
                                     cancellable,
                                     warning,
                                     error);
  mapi_store_backend_lock (backend);
  allowed = mapi_kept_store_check_writable (self->store, error) &&
            check_copy (backend, id.folder, to, is_move, error);
  mapi_store_backend_unlock (backend);
  return allowed && copy_tree (&run, id.folder, to, new_folder_name, &how, error);
}

void
mapi_kept_folder_init_hierarchy (MapiFolderInterface *iface)
{
  iface->create_folder = mapi_kept_folder_create_folder;
  iface->delete_folder = mapi_kept_folder_delete_folder;
  iface->empty_folder = mapi_kept_folder_empty_folder;
  iface->copy_folder = mapi_kept_folder_copy_folder;
}
