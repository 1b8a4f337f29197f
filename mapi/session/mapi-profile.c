/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-profile-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>

/**
 * MapiProfile:
 *
 * What a session is made of: a list of message services with their providers and settings, kept in
 * a readable key file. Every change takes effect, and is on disk, when its call returns; changes by
 * other processes are seen by the next call. Secrets are kept apart, in the Secret Service where
 * one runs and else in a private file beside the profile; see [the page about
 * profiles](profiles.html).
 *
 * The methods may be called from any thread.
 *
 * Since: 1.0
 */

struct _MapiProfile
{
  GObject parent_instance;

  char               *name;
  char               *path;
  char               *data_dir;
  MapiServiceCatalog *catalog;

  GMutex         lock;
  MapiKeyFile   *file;
  GStatBuf       stamp;
  MapiFileTable *services;
  MapiFileTable *providers;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiProfile,
                               mapi_profile,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_SERVICE_ADMIN,
                                                      mapi_profile_msg_service_admin_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_MSG_SERVICE_ADMIN2,
                                                          mapi_profile_msg_service_admin2_init))

#define PROFILE_MODE 0600

static void
mapi_profile_finalize (GObject *object)
{
  MapiProfile *self = MAPI_PROFILE (object);

  g_free (self->name);
  g_free (self->path);
  g_free (self->data_dir);
  g_clear_object (&self->catalog);
  g_clear_pointer (&self->file, mapi_key_file_free);
  g_clear_object (&self->services);
  g_clear_object (&self->providers);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mapi_profile_parent_class)->finalize (object);
}

static void
mapi_profile_class_init (MapiProfileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_profile_finalize;
}

static void
mapi_profile_init (MapiProfile *self)
{
  g_mutex_init (&self->lock);
}

MapiProfile *
mapi_profile_new (const char *path, const char *data_dir, MapiServiceCatalog *catalog)
{
  MapiProfile     *self = g_object_new (MAPI_TYPE_PROFILE, NULL);
  g_autofree char *base = g_path_get_basename (path);

  self->path = g_strdup (path);
  self->data_dir = g_strdup (data_dir);
  self->catalog = g_object_ref (catalog);
  self->name = g_strndup (base, strlen (base) - strlen (MAPI_PROFILE_SUFFIX));

  return self;
}

static gboolean
same_file (const GStatBuf *a, const GStatBuf *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The stamp is taken before the file is read: a change in between is seen as one next time. */
static gboolean
refresh (MapiProfile *self, GError **error)
{
  GStatBuf stamp = { 0 };
  g_autoptr (MapiKeyFile) file = NULL;
  g_autoptr (GError) local = NULL;

  if (g_stat (self->path, &stamp) == 0 && self->file != NULL && same_file (&stamp, &self->stamp))
    return TRUE;

  file = mapi_key_file_load (self->path, &local);
  if (file == NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local), "profile '%s': ", self->name);
      return FALSE;
    }

  g_clear_pointer (&self->file, mapi_key_file_free);
  self->file = g_steal_pointer (&file);
  self->stamp = stamp;
  return TRUE;
}

MapiKeyFile *
mapi_profile_lock (MapiProfile *self, GError **error)
{
  g_mutex_lock (&self->lock);
  if (refresh (self, error))
    return self->file;

  g_mutex_unlock (&self->lock);
  return NULL;
}

void
mapi_profile_unlock (MapiProfile *self)
{
  g_mutex_unlock (&self->lock);
}

/* A lock that goes away with its descriptor, and so with a process that dies. */
static int
take_file_lock (MapiProfile *self, GError **error)
{
  g_autofree char *path = g_strconcat (self->path, ".lock", NULL);
  int              fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, PROFILE_MODE);
  int              answer = fd;

  while (fd >= 0 && (answer = flock (fd, LOCK_EX)) != 0 && errno == EINTR)
    continue;
  if (answer >= 0)
    return fd;

  g_set_error (error, MAPI_ERROR, MAPI_E_NO_ACCESS, "cannot lock %s: %s", path, g_strerror (errno));
  if (fd >= 0)
    g_close (fd, NULL);
  return -1;
}

static gboolean
edit_locked (MapiProfile *self, MapiProfileEdit edit, gpointer data, GError **error)
{
  gboolean done = refresh (self, error) && edit (self, self->file, data, error) &&
                  mapi_key_file_save (self->file, PROFILE_MODE, error);

  /* What is in memory is either older than the file or was not saved. */
  g_clear_pointer (&self->file, mapi_key_file_free);
  return done;
}

static gboolean
edit_alone (MapiProfile *self, MapiProfileEdit edit, gpointer data, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  int      fd = take_file_lock (self, error);
  gboolean done;

  if (fd < 0)
    return FALSE;

  done = edit_locked (self, edit, data, error);
  g_close (fd, NULL);
  return done;
}

static MapiFileTable *
ref_table (MapiProfile *self, MapiFileTable **table)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return *table != NULL ? g_object_ref (*table) : NULL;
}

static void
refresh_tables (MapiProfile *self)
{
  g_autoptr (MapiFileTable) services = ref_table (self, &self->services);
  g_autoptr (MapiFileTable) providers = ref_table (self, &self->providers);

  if (services != NULL)
    mapi_file_table_refresh (services);
  if (providers != NULL)
    mapi_file_table_refresh (providers);
}

gboolean
mapi_profile_edit (MapiProfile *self, MapiProfileEdit edit, gpointer data, GError **error)
{
  gboolean done = edit_alone (self, edit, data, error);

  if (done)
    refresh_tables (self);
  return done;
}

/* Tables come into being with the first who wants to see one. */
static MapiTable *
get_table (MapiProfile *self, MapiFileTable **table, const MapiFileTableKind *kind, GError **error)
{
  g_autoptr (MapiFileTable) found = NULL;

  g_mutex_lock (&self->lock);
  if (*table == NULL)
    *table = mapi_file_table_new (G_OBJECT (self), self->path, kind);
  found = g_object_ref (*table);
  g_mutex_unlock (&self->lock);

  return mapi_file_table_get_view (found, error);
}

static MapiRowSet *
read_services (GObject *profile, GError **error)
{
  return mapi_profile_get_services (MAPI_PROFILE (profile), error);
}

MapiTable *
mapi_profile_get_services_table (MapiProfile *self, GError **error)
{
  static const guint32 columns[] = {
    MAPI_PR_SERVICE_UID,        MAPI_PR_INSTANCE_KEY,          MAPI_PR_SERVICE_NAME,
    MAPI_PR_DISPLAY_NAME,       MAPI_PR_RESOURCE_FLAGS,        MAPI_PR_SERVICE_DLL_NAME,
    MAPI_PR_SERVICE_ENTRY_NAME, MAPI_PR_SERVICE_SUPPORT_FILES,
  };
  static const MapiFileTableKind kind = { read_services, columns, G_N_ELEMENTS (columns), 0 };

  return get_table (self, &self->services, &kind, error);
}

static MapiRowSet *
read_providers (GObject *profile, GError **error)
{
  return mapi_profile_get_providers (MAPI_PROFILE (profile), error);
}

MapiTable *
mapi_profile_get_providers_table (MapiProfile *self, GError **error)
{
  static const guint32 columns[] = {
    MAPI_PR_PROVIDER_UID,      MAPI_PR_INSTANCE_KEY,  MAPI_PR_SERVICE_UID,
    MAPI_PR_SERVICE_NAME,      MAPI_PR_DISPLAY_NAME,  MAPI_PR_PROVIDER_DISPLAY,
    MAPI_PR_PROVIDER_DLL_NAME, MAPI_PR_RESOURCE_TYPE, MAPI_PR_RESOURCE_FLAGS,
    MAPI_PR_PROVIDER_ORDINAL,
  };
  static const MapiFileTableKind kind = {
    read_providers, columns, G_N_ELEMENTS (columns), MAPI_PR_PROVIDER_ORDINAL
  };

  return get_table (self, &self->providers, &kind, error);
}

/**
 * mapi_profile_get_name:
 * @self: a #MapiProfile
 *
 * Gets the name of the profile.
 *
 * Returns: the name
 *
 * Since: 1.0
 */
const char *
mapi_profile_get_name (MapiProfile *self)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  return self->name;
}

/**
 * mapi_profile_get_path:
 * @self: a #MapiProfile
 *
 * Gets the file that holds the profile.
 *
 * Returns: (type filename): the path
 *
 * Since: 1.0
 */
const char *
mapi_profile_get_path (MapiProfile *self)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  return self->path;
}

/**
 * mapi_profile_get_runtime_path:
 * @name: the name of a profile
 * @suffix: what the name of the file ends with, such as `.lock`
 *
 * Names a file for what is true of a profile only as long as a process of the user says so: who its
 * spooler is, and how that one is. Such files are in the folder of the user for the time he is
 * logged on, where there is one.
 *
 * Returns: (transfer full) (type filename): the path
 *
 * Since: 1.0
 */
char *
mapi_profile_get_runtime_path (const char *name, const char *suffix)
{
  g_autofree char *escaped = NULL;
  g_autofree char *file = NULL;
  const char      *base;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (suffix != NULL, NULL);

  escaped = g_uri_escape_string (name, NULL, TRUE);
  file = g_strconcat ("spooler-", escaped, suffix, NULL);
  /* GLib would answer with the folder of caches, which may be cleaned at any time. */
  base = g_getenv ("XDG_RUNTIME_DIR") != NULL ? g_get_user_runtime_dir () : g_get_user_data_dir ();

  return g_build_filename (base, "mapi", file, NULL);
}

/**
 * mapi_profile_get_data_dir:
 * @self: a #MapiProfile
 *
 * Gets the folder for what the profile's providers keep. It need not exist yet.
 *
 * Returns: (type filename): the path
 *
 * Since: 1.0
 */
const char *
mapi_profile_get_data_dir (MapiProfile *self)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  return self->data_dir;
}

/**
 * mapi_profile_get_catalog:
 * @self: a #MapiProfile
 *
 * Gets the catalogue in which the profile's services are looked up.
 *
 * Returns: (transfer none): the catalogue
 *
 * Since: 1.0
 */
MapiServiceCatalog *
mapi_profile_get_catalog (MapiProfile *self)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  return self->catalog;
}

/**
 * mapi_profile_get_description:
 * @self: a #MapiProfile
 * @error: return location for a #GError
 *
 * Gets what somebody noted about the profile.
 *
 * Returns: (transfer full): the description, empty for none
 *
 * Since: 1.0
 */
char *
mapi_profile_get_description (MapiProfile *self, GError **error)
{
  MapiKeyFile *file;
  char        *text = NULL;
  gboolean     good;

  g_return_val_if_fail (MAPI_IS_PROFILE (self), NULL);

  file = mapi_profile_lock (self, error);
  if (file == NULL)
    return NULL;
  good = mapi_key_file_get_string (file, MAPI_GROUP_PROFILE, "Description", &text, error);
  mapi_profile_unlock (self);

  return good && text == NULL ? g_strdup ("") : text;
}

static gboolean
edit_description (MapiProfile *self, MapiKeyFile *file, gpointer data, GError **error)
{
  g_key_file_set_string (file->keys, MAPI_GROUP_PROFILE, "Description", data);

  return TRUE;
}

/**
 * mapi_profile_set_description:
 * @self: a #MapiProfile
 * @description: a note about the profile
 * @error: return location for a #GError
 *
 * Notes something about the profile, for people.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_profile_set_description (MapiProfile *self, const char *description, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (description != NULL, FALSE);

  return mapi_profile_check_text ("description", description, error) &&
         mapi_profile_edit (self, edit_description, (gpointer) description, error);
}
