/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* A service comes to a folder of services, with its modules and support files, and goes again. */

#define FOLDER_MODE 0700

static void
add_file (GPtrArray *files, const char *name)
{
  if (name != NULL && !g_path_is_absolute (name) &&
      !g_ptr_array_find_with_equal_func (files, name, g_str_equal, NULL))
    g_ptr_array_add (files, g_strdup (name));
}

/* What belongs to a service beside its own file; a module that has a path is somebody else's. */
static GPtrArray *
list_files (MapiServiceInfo *service)
{
  GPtrArray         *files = g_ptr_array_new_with_free_func (g_free);
  const char *const *support = mapi_service_info_get_support_files (service);

  for (guint i = 0; i < mapi_service_info_get_n_providers (service); i++)
    add_file (files, mapi_provider_info_get_dll_name (mapi_service_info_get_provider (service, i)));
  add_file (files, mapi_service_info_get_dll_name (service));
  for (; *support != NULL; support++)
    add_file (files, *support);

  return files;
}

static gboolean
set_file_error (const char *what, const char *path, const GError *cause, GError **error)
{
  g_set_error (error,
               MAPI_ERROR,
               g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)  ? MAPI_E_NOT_FOUND
               : g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? MAPI_E_NOT_ENOUGH_DISK
                                                                          : MAPI_E_NO_ACCESS,
               "cannot %s %s: %s",
               what,
               path,
               cause->message);
  return FALSE;
}

/* @made has what there was not before. */
static gboolean
copy_file (const char *from, const char *folder, GPtrArray *made, GError **error)
{
  g_autofree char *name = g_path_get_basename (from);
  g_autofree char *to = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) destination = g_file_new_for_path (to);
  g_autoptr (GError) local = NULL;
  gboolean is_new = !g_file_test (to, G_FILE_TEST_EXISTS);

  if (!g_file_copy (source, destination, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &local))
    return set_file_error ("copy", from, local, error);
  if (is_new)
    g_ptr_array_add (made, g_steal_pointer (&to));

  return TRUE;
}

static void
remove_files (GPtrArray *paths)
{
  for (guint i = 0; i < paths->len; i++)
    g_unlink (g_ptr_array_index (paths, i));
}

/* A name that leads out of the folder is nobody's to copy. */
static gboolean
check_files (MapiServiceInfo *service, GPtrArray *files, GError **error)
{
  for (guint i = 0; i < files->len; i++)
    if (strchr (g_ptr_array_index (files, i), '/') != NULL)
      {
        g_set_error (error,
                     MAPI_ERROR,
                     MAPI_E_CORRUPT_DATA,
                     "%s: %s does not lie beside it",
                     mapi_service_info_get_path (service),
                     (const char *) g_ptr_array_index (files, i));
        return FALSE;
      }

  return TRUE;
}

static gboolean
copy_files (MapiServiceInfo *service, const char *folder, GPtrArray *made, GError **error)
{
  const char      *path = mapi_service_info_get_path (service);
  g_autofree char *origin = g_path_get_dirname (path);
  g_autoptr (GPtrArray) files = list_files (service);

  if (!check_files (service, files, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *from = g_build_filename (origin, g_ptr_array_index (files, i), NULL);

      if (!copy_file (from, folder, made, error))
        return FALSE;
    }

  return copy_file (path, folder, made, error);
}

static gboolean
make_room (MapiServiceInfo *service, const char *folder, GError **error)
{
  g_autofree char *name = g_path_get_basename (mapi_service_info_get_path (service));
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (g_mkdir_with_parents (folder, FOLDER_MODE) != 0)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NO_ACCESS,
                   "cannot make the folder %s: %s",
                   folder,
                   g_strerror (errno));
      return FALSE;
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  g_set_error (error, MAPI_ERROR, MAPI_E_NO_ACCESS, "there is a service already: %s", path);
  return FALSE;
}

static MapiServiceInfo *
tell_installed (MapiServiceInfo *original,
                const char      *folder,
                GCancellable    *cancellable,
                GError         **error)
{
  const MapiServiceCall call = { MAPI_MSG_SERVICE_INSTALL, 0, NULL };
  g_autofree char      *name = g_path_get_basename (mapi_service_info_get_path (original));
  g_autofree char      *path = g_build_filename (folder, name, NULL);
  g_autoptr (MapiServiceInfo) service = mapi_service_info_new_from_file (path, error);

  return service != NULL && mapi_service_entry_call (service, NULL, NULL, &call, cancellable, error)
             ? g_steal_pointer (&service)
             : NULL;
}

/**
 * mapi_service_info_install:
 * @self: a service, wherever its file lies
 * @folder: (type filename): a folder of services, such as that of the user
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Copies a service with its modules and its `PR_SERVICE_SUPPORT_FILES` into a folder, and tells its
 * entry point (`MSG_SERVICE_INSTALL`). Nothing stays of a service that refuses. A catalogue that is
 * made afterwards knows it. One that is there already is %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the service as it is installed
 *
 * Since: 1.0
 */
MapiServiceInfo *
mapi_service_info_install (MapiServiceInfo *self,
                           const char      *folder,
                           GCancellable    *cancellable,
                           GError         **error)
{
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func (g_free);
  MapiServiceInfo *installed = NULL;

  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), NULL);
  g_return_val_if_fail (folder != NULL, NULL);

  if (!make_room (self, folder, error))
    return NULL;
  if (copy_files (self, folder, made, error))
    installed = tell_installed (self, folder, cancellable, error);
  if (installed == NULL)
    remove_files (made);

  return installed;
}

/* What another service of the folder needs too stays. */
static void
keep_needed (MapiServiceInfo *service, const char *folder, GPtrArray *files)
{
  const char *const folders[] = { folder, NULL };
  g_autoptr (MapiServiceCatalog) catalog = mapi_service_catalog_new (folders);

  for (guint i = 0; i < mapi_service_catalog_get_n_services (catalog); i++)
    {
      MapiServiceInfo *other = mapi_service_catalog_get_service (catalog, i);
      g_autoptr (GPtrArray) needed = list_files (other);
      guint place;

      if (strcmp (mapi_service_info_get_path (other), mapi_service_info_get_path (service)) == 0)
        continue;
      for (guint n = 0; n < needed->len; n++)
        if (g_ptr_array_find_with_equal_func (
                files, g_ptr_array_index (needed, n), g_str_equal, &place))
          g_ptr_array_remove_index (files, place);
    }
}

/**
 * mapi_service_info_uninstall:
 * @self: a service that was installed
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Asks the entry point of a service (`MSG_SERVICE_UNINSTALL`), and removes the service from its
 * folder, with what mapi_service_info_install() copied and no other service there needs. A service
 * that refuses stays as it is. Profiles that have the service keep it, and can do no more with it
 * than remove it.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_service_info_uninstall (MapiServiceInfo *self, GCancellable *cancellable, GError **error)
{
  const MapiServiceCall call = { MAPI_MSG_SERVICE_UNINSTALL, 0, NULL };
  const char           *path;
  g_autofree char      *folder = NULL;
  g_autoptr (GPtrArray) files = NULL;

  g_return_val_if_fail (MAPI_IS_SERVICE_INFO (self), FALSE);

  path = mapi_service_info_get_path (self);
  folder = g_path_get_dirname (path);
  files = list_files (self);
  keep_needed (self, folder, files);
  if (!mapi_service_entry_call (self, NULL, NULL, &call, cancellable, error))
    return FALSE;
  if (g_unlink (path) != 0)
    {
      g_set_error (
          error, MAPI_ERROR, MAPI_E_NO_ACCESS, "cannot remove %s: %s", path, g_strerror (errno));
      return FALSE;
    }

  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *file = g_build_filename (folder, g_ptr_array_index (files, i), NULL);

      if (strchr (g_ptr_array_index (files, i), '/') == NULL)
        g_unlink (file);
    }
  return TRUE;
}
