/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-profile-private.h"
#include "mapi-profiles-private.h"
#include "mapi-secrets-private.h"

#include <errno.h>
#include <glib/gstdio.h>

/**
 * MapiProfiles:
 *
 * The profiles of a user. It is a #MapiProfAdmin, and says the same in fewer words. Each is a
 * readable file in
 * `$XDG_CONFIG_HOME/mapi/profiles`, and what its providers keep lies in `$XDG_DATA_HOME/mapi/NAME`.
 *
 * Since: 1.0
 */

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiProfiles,
                               mapi_profiles,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROF_ADMIN,
                                                      mapi_profiles_prof_admin_init))

#define CONFIG_GROUP "Mapi"
#define DEFAULT_KEY "DefaultProfile"
#define PRIVATE_DIR_MODE 0700
#define PRIVATE_FILE_MODE 0600
#define LONGEST_NAME 64

static void
mapi_profiles_finalize (GObject *object)
{
  MapiProfiles *self = MAPI_PROFILES (object);

  g_clear_object (&self->catalog);
  g_clear_object (&self->table);
  g_mutex_clear (&self->lock);
  g_free (self->config_dir);
  g_free (self->profile_dir);
  g_free (self->data_dir);

  G_OBJECT_CLASS (mapi_profiles_parent_class)->finalize (object);
}

static void
mapi_profiles_class_init (MapiProfilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_profiles_finalize;
}

static void
mapi_profiles_init (MapiProfiles *self)
{
  g_mutex_init (&self->lock);
}

/**
 * mapi_profiles_new:
 *
 * Makes an object for the profiles of this user, with the default catalogue.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiProfiles *
mapi_profiles_new (void)
{
  g_autofree char *config = g_build_filename (g_get_user_config_dir (), "mapi", NULL);
  g_autofree char *data = g_build_filename (g_get_user_data_dir (), "mapi", NULL);

  return mapi_profiles_new_in (mapi_service_catalog_get_default (), config, data);
}

/**
 * mapi_profiles_new_in:
 * @catalog: where services are looked up
 * @config_dir: (type filename): the folder in which `profiles` lies
 * @data_dir: (type filename): the folder in which each profile has one for its data
 *
 * Makes an object for profiles that lie elsewhere, for example for a trial.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiProfiles *
mapi_profiles_new_in (MapiServiceCatalog *catalog, const char *config_dir, const char *data_dir)
{
  MapiProfiles *self;

  g_return_val_if_fail (MAPI_IS_SERVICE_CATALOG (catalog), NULL);
  g_return_val_if_fail (config_dir != NULL, NULL);
  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (MAPI_TYPE_PROFILES, NULL);
  self->catalog = g_object_ref (catalog);
  self->config_dir = g_canonicalize_filename (config_dir, NULL);
  self->profile_dir = g_build_filename (self->config_dir, "profiles", NULL);
  self->data_dir = g_canonicalize_filename (data_dir, NULL);

  return self;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * mapi_profiles_get_names:
 * @self: a #MapiProfiles
 *
 * Lists the profiles (`IProfAdmin::GetProfileTable`).
 *
 * Returns: (array zero-terminated=1) (transfer full): their names, sorted
 *
 * Since: 1.0
 */
char **
mapi_profiles_get_names (MapiProfiles *self)
{
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (MAPI_IS_PROFILES (self), NULL);

  dir = g_dir_open (self->profile_dir, 0, NULL);
  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL;
       name = g_dir_read_name (dir))
    {
      if (g_str_has_suffix (name, MAPI_PROFILE_SUFFIX) && *name != '.')
        g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (MAPI_PROFILE_SUFFIX)));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* A name becomes the name of a file. */
static gboolean
check_name (const char *name, GError **error)
{
  gsize    length = strlen (name);
  gboolean good = length > 0 && length <= LONGEST_NAME && *name != '.' &&
                  strchr (name, '/') == NULL && g_utf8_validate (name, -1, NULL);

  for (const char *at = name; good && *at != '\0'; at = g_utf8_next_char (at))
    good = !g_unichar_iscntrl (g_utf8_get_char (at));
  if (good)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "a profile cannot have this name: it is text of 1 to %d bytes without '/' that does "
               "not begin with '.'",
               LONGEST_NAME);
  return FALSE;
}

static char *
path_of (MapiProfiles *self, const char *name)
{
  g_autofree char *base = g_strconcat (name, MAPI_PROFILE_SUFFIX, NULL);

  return g_build_filename (self->profile_dir, base, NULL);
}

static MapiProfile *
profile_for (MapiProfiles *self, const char *name)
{
  g_autofree char *path = path_of (self, name);
  g_autofree char *data = g_build_filename (self->data_dir, name, NULL);

  return mapi_profile_new (path, data, self->catalog);
}

static gboolean
make_folders (MapiProfiles *self, GError **error)
{
  if (g_mkdir_with_parents (self->profile_dir, PRIVATE_DIR_MODE) == 0)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "cannot make the folder %s: %s",
               self->profile_dir,
               g_strerror (errno));
  return FALSE;
}

static gboolean
refuse_existing (MapiProfiles *self, const char *name, GError **error)
{
  g_autofree char *path = path_of (self, name);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  g_set_error (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "there is a profile '%s' already: %s", name, path);
  return FALSE;
}

/* What is hidden from this user may be there. */
static gboolean
refuse_hidden (const char *path, GError **error)
{
  if (errno == ENOENT || errno == ENOTDIR)
    return TRUE;

  g_set_error (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "cannot look for %s: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean
require_existing (MapiProfiles *self, const char *name, GError **error)
{
  g_autofree char *path = path_of (self, name);
  g_auto (GStrv) names = NULL;
  g_autofree char *list = NULL;

  if (!check_name (name, error))
    return FALSE;
  if (g_access (path, F_OK) == 0)
    return TRUE;
  if (!refuse_hidden (path, error))
    return FALSE;

  names = mapi_profiles_get_names (self);
  list = g_strjoinv (", ", names);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "there is no profile '%s' in %s; there are: %s",
               name,
               self->profile_dir,
               *list != '\0' ? list : "none");
  return FALSE;
}

/**
 * mapi_profiles_create:
 * @self: a #MapiProfiles
 * @name: a name that no profile has
 * @error: return location for a #GError
 *
 * Makes an empty profile (`IProfAdmin::CreateProfile`). A name that is taken is %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the profile
 *
 * Since: 1.0
 */
MapiProfile *
mapi_profiles_create (MapiProfiles *self, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (MapiKeyFile) file = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILES (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!check_name (name, error) || !make_folders (self, error) ||
      !refuse_existing (self, name, error))
    return NULL;

  path = path_of (self, name);
  file = mapi_key_file_new (path);
  g_key_file_set_string (file->keys, MAPI_GROUP_PROFILE, "Name", name);

  return mapi_key_file_save (file, PRIVATE_FILE_MODE, error) ? profile_for (self, name) : NULL;
}

/**
 * mapi_profiles_open:
 * @self: a #MapiProfiles
 * @name: (nullable): a profile, or %NULL for the default one
 * @error: return location for a #GError
 *
 * Opens a profile to look at it or change it (`IProfAdmin::AdminServices`). One that does not exist
 * is %MAPI_E_NOT_FOUND, and the message says which do.
 *
 * Returns: (transfer full): the profile
 *
 * Since: 1.0
 */
MapiProfile *
mapi_profiles_open (MapiProfiles *self, const char *name, GError **error)
{
  g_autofree char *found = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILES (self), NULL);

  found = name != NULL ? g_strdup (name) : mapi_profiles_get_default (self, error);
  if (found == NULL || !require_existing (self, found, error))
    return NULL;

  return profile_for (self, found);
}

static gboolean
remove_file (const char *path, GError **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (
      error, MAPI_ERROR, MAPI_E_NO_ACCESS, "cannot remove %s: %s", path, g_strerror (errno));
  return FALSE;
}

static MapiKeyFile *
load_config (MapiProfiles *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->config_dir, "mapi.conf", NULL);
  g_autoptr (GError) local = NULL;
  MapiKeyFile *file = mapi_key_file_load (path, &local);

  if (file != NULL)
    return file;
  if (local->code == MAPI_E_NOT_FOUND)
    return mapi_key_file_new (path);

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* @new_name is NULL when the profile goes away. */
static gboolean
follow_default (MapiProfiles *self, const char *old_name, const char *new_name, GError **error)
{
  g_autoptr (MapiKeyFile) config = load_config (self, error);
  g_autofree char *name = NULL;

  if (config == NULL)
    return FALSE;
  name = g_key_file_get_string (config->keys, CONFIG_GROUP, DEFAULT_KEY, NULL);
  if (g_strcmp0 (name, old_name) != 0)
    return TRUE;

  if (new_name != NULL)
    g_key_file_set_string (config->keys, CONFIG_GROUP, DEFAULT_KEY, new_name);
  else
    g_key_file_remove_key (config->keys, CONFIG_GROUP, DEFAULT_KEY, NULL);
  return mapi_key_file_save (config, PRIVATE_FILE_MODE, error);
}

/**
 * mapi_profiles_delete:
 * @self: a #MapiProfiles
 * @name: a profile
 * @error: return location for a #GError
 *
 * Deletes a profile and its secrets (`IProfAdmin::DeleteProfile`). What its providers keep, such as
 * mail, stays where it is.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profiles_delete (MapiProfiles *self, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *lock = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILES (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!require_existing (self, name, error))
    return FALSE;

  path = path_of (self, name);
  lock = g_strconcat (path, ".lock", NULL);
  return mapi_secrets_clear (path, NULL, NULL, error) && remove_file (path, error) &&
         remove_file (lock, error) && follow_default (self, name, NULL, error);
}

static gboolean
write_copy (const char *from, const char *to, const char *new_name, gboolean moved, GError **error)
{
  g_autoptr (MapiKeyFile) file = mapi_key_file_load (from, error);

  if (file == NULL)
    return FALSE;

  g_free (file->path);
  file->path = g_strdup (to);
  g_key_file_set_string (file->keys, MAPI_GROUP_PROFILE, "Name", new_name);
  if (!moved)
    mapi_profile_forget_objects (file->keys);

  return mapi_key_file_save (file, PRIVATE_FILE_MODE, error) &&
         mapi_profile_copy_secrets (from, NULL, to, NULL, error);
}

/**
 * mapi_profiles_copy:
 * @self: a #MapiProfiles
 * @old_name: a profile
 * @new_name: a name that no profile has
 * @error: return location for a #GError
 *
 * Makes a profile with the services, settings and secrets of another (`IProfAdmin::CopyProfile`).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profiles_copy (MapiProfiles *self, const char *old_name, const char *new_name, GError **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILES (self), FALSE);
  g_return_val_if_fail (old_name != NULL, FALSE);
  g_return_val_if_fail (new_name != NULL, FALSE);

  if (!require_existing (self, old_name, error) || !check_name (new_name, error) ||
      !refuse_existing (self, new_name, error))
    return FALSE;

  from = path_of (self, old_name);
  to = path_of (self, new_name);
  return write_copy (from, to, new_name, FALSE, error);
}

static gboolean
move_data (MapiProfiles *self, const char *old_name, const char *new_name, GError **error)
{
  g_autofree char *from = g_build_filename (self->data_dir, old_name, NULL);
  g_autofree char *to = g_build_filename (self->data_dir, new_name, NULL);

  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_ACCESS,
               "cannot move %s to %s: %s",
               from,
               to,
               g_strerror (errno));
  return FALSE;
}

/**
 * mapi_profiles_rename:
 * @self: a #MapiProfiles
 * @old_name: a profile that no session uses
 * @new_name: a name that no profile has
 * @error: return location for a #GError
 *
 * Gives a profile another name (`IProfAdmin::RenameProfile`). The folder of its data moves along.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profiles_rename (MapiProfiles *self,
                      const char   *old_name,
                      const char   *new_name,
                      GError      **error)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *lock = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILES (self), FALSE);
  g_return_val_if_fail (old_name != NULL, FALSE);
  g_return_val_if_fail (new_name != NULL, FALSE);

  if (!require_existing (self, old_name, error) || !check_name (new_name, error) ||
      !refuse_existing (self, new_name, error))
    return FALSE;

  from = path_of (self, old_name);
  to = path_of (self, new_name);
  lock = g_strconcat (from, ".lock", NULL);
  return write_copy (from, to, new_name, TRUE, error) &&
         move_data (self, old_name, new_name, error) &&
         follow_default (self, old_name, new_name, error) &&
         mapi_secrets_clear (from, NULL, NULL, error) && remove_file (from, error) &&
         remove_file (lock, error);
}

/**
 * mapi_profiles_get_default:
 * @self: a #MapiProfiles
 * @error: return location for a #GError
 *
 * Gets the profile that is meant when none is named: the one that was chosen, or the only one there
 * is. Else the error is %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the name
 *
 * Since: 1.0
 */
char *
mapi_profiles_get_default (MapiProfiles *self, GError **error)
{
  g_autoptr (MapiKeyFile) config = NULL;
  g_auto (GStrv) names = NULL;
  g_autofree char *list = NULL;
  char            *name = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILES (self), NULL);

  config = load_config (self, error);
  if (config == NULL || !mapi_key_file_get_string (config, CONFIG_GROUP, DEFAULT_KEY, &name, error))
    return NULL;
  if (name != NULL)
    return name;

  names = mapi_profiles_get_names (self);
  if (g_strv_length (names) == 1)
    return g_strdup (names[0]);

  list = g_strjoinv (", ", names);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "there is no default profile in %s; there are: %s",
               self->profile_dir,
               *list != '\0' ? list : "none");
  return NULL;
}

/**
 * mapi_profiles_set_default:
 * @self: a #MapiProfiles
 * @name: a profile
 * @error: return location for a #GError
 *
 * Chooses the profile that is meant when none is named (`IProfAdmin::SetDefaultProfile`).
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profiles_set_default (MapiProfiles *self, const char *name, GError **error)
{
  g_autoptr (MapiKeyFile) config = NULL;

  g_return_val_if_fail (MAPI_IS_PROFILES (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!require_existing (self, name, error))
    return FALSE;
  config = load_config (self, error);
  if (config == NULL)
    return FALSE;

  g_key_file_set_string (config->keys, CONFIG_GROUP, DEFAULT_KEY, name);
  return mapi_key_file_save (config, PRIVATE_FILE_MODE, error);
}
