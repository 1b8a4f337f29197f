/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a provider does to its folders. */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-store-backend-private.h"

/* The key of something that the provider has just made. */
static gboolean
check_new_key (MapiStoreBackend *self, const char *key, GError **error)
{
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (self);
  const char              *fault = NULL;

  if (!mapi_kept_key_check ("create_folder", key, error))
    return FALSE;
  if (mapi_kept_key_is_hidden (key))
    fault = "the key begins with a control character";
  else if (g_hash_table_contains (priv->places, key))
    fault = "the key is that of another folder";
  if (fault != NULL)
    g_set_error (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "create_folder: %s", fault);
  return fault == NULL;
}

/**
 * mapi_store_backend_create_folder: (virtual create_folder)
 * @self: a backend
 * @parent: the key of the folder around it; `""` for the top
 * @display_name: what people call it, whatever that is; no two in a folder are called the same
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes a folder. When it returns the folder is safe. Fails with %MAPI_E_NO_SUPPORT where the
 * provider makes none.
 *
 * Returns: (transfer full): the key of the folder; %NULL with @error set on failure
 *
 * Since: 1.0
 */
char *
mapi_store_backend_create_folder (MapiStoreBackend *self,
                                  const char       *parent,
                                  const char       *display_name,
                                  GCancellable     *cancellable,
                                  GError          **error)
{
  MapiGuard              guard = MAPI_GUARD_INIT (self, "create_folder", error);
  MapiStoreBackendClass *klass = MAPI_STORE_BACKEND_GET_CLASS (self);
  g_autofree char       *key = NULL;
  gboolean               is_new;

  if (!mapi_guard_allows (&guard, klass->create_folder != NULL))
    return mapi_guard_boxed (&guard, NULL, g_free);
  mapi_store_backend_lock (self);
  key = klass->create_folder (self, parent, display_name, cancellable, &guard.local);
  key = mapi_guard_boxed (&guard, g_steal_pointer (&key), g_free);
  is_new = key != NULL && check_new_key (self, key, error);
  mapi_store_backend_unlock (self);
  return is_new ? g_steal_pointer (&key) : NULL;
}

/**
 * mapi_store_backend_rename_folder: (virtual rename_folder)
 * @self: a backend
 * @folder: the key of the folder, which stays
 * @display_name: what people call it from now on
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Has people call a folder something else. Fails with %MAPI_E_NO_SUPPORT where the provider cannot
 * do it.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_backend_rename_folder (MapiStoreBackend *self,
                                  const char       *folder,
                                  const char       *display_name,
                                  GCancellable     *cancellable,
                                  GError          **error)
{
  MapiGuard              guard = MAPI_GUARD_INIT (self, "rename_folder", error);
  MapiStoreBackendClass *klass = MAPI_STORE_BACKEND_GET_CLASS (self);
  gboolean               renamed;

  if (!mapi_guard_allows (&guard, klass->rename_folder != NULL))
    return mapi_guard_boolean (&guard, FALSE);
  mapi_store_backend_lock (self);
  renamed = klass->rename_folder (self, folder, display_name, cancellable, &guard.local);
  mapi_store_backend_unlock (self);
  return mapi_guard_boolean (&guard, renamed);
}

/**
 * mapi_store_backend_remove_folder: (virtual remove_folder)
 * @self: a backend
 * @folder: the key of the folder
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Drops a folder in which there is nothing any more. Fails with %MAPI_E_NO_SUPPORT where the
 * provider cannot do it.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_store_backend_remove_folder (MapiStoreBackend *self,
                                  const char       *folder,
                                  GCancellable     *cancellable,
                                  GError          **error)
{
  MapiGuard              guard = MAPI_GUARD_INIT (self, "remove_folder", error);
  MapiStoreBackendClass *klass = MAPI_STORE_BACKEND_GET_CLASS (self);
  gboolean               removed;

  if (!mapi_guard_allows (&guard, klass->remove_folder != NULL))
    return mapi_guard_boolean (&guard, FALSE);
  mapi_store_backend_lock (self);
  removed = klass->remove_folder (self, folder, cancellable, &guard.local);
  mapi_store_backend_unlock (self);
  return mapi_guard_boolean (&guard, removed);
}
