/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-service-catalog.h"

/**
 * MapiServiceCatalog:
 *
 * The message services that can be added to profiles: all `*.service` files of some folders.
 * Listing them loads no module; looking for one reads no other. Where two files declare the same
 * name, the one found first is meant. A file that cannot be read harms no other; what is wrong with
 * it is kept as a problem.
 *
 * Since: 1.0
 */

struct _MapiServiceCatalog
{
  GObject parent_instance;

  GPtrArray *paths; /* of the files, the most important first */
  char      *folders;

  GMutex      lock; /* of what follows */
  GHashTable *read; /* of paths to #MapiServiceInfo */
  GPtrArray  *services;
  GPtrArray  *problems;
  gboolean    is_whole; /* all files were read: nothing changes any more */
};

G_DEFINE_FINAL_TYPE (MapiServiceCatalog, mapi_service_catalog, G_TYPE_OBJECT)

static void
mapi_service_catalog_finalize (GObject *object)
{
  MapiServiceCatalog *self = MAPI_SERVICE_CATALOG (object);

  g_ptr_array_unref (self->paths);
  g_hash_table_unref (self->read);
  g_ptr_array_unref (self->services);
  g_ptr_array_unref (self->problems);
  g_mutex_clear (&self->lock);
  g_free (self->folders);

  G_OBJECT_CLASS (mapi_service_catalog_parent_class)->finalize (object);
}

static void
mapi_service_catalog_class_init (MapiServiceCatalogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_service_catalog_finalize;
}

static void
mapi_service_catalog_init (MapiServiceCatalog *self)
{
  g_mutex_init (&self->lock);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->read = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->services = g_ptr_array_new_with_free_func (g_object_unref);
  self->problems = g_ptr_array_new_with_free_func (g_free);
}

static MapiServiceInfo *
find_service (MapiServiceCatalog *self, const char *name)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      MapiServiceInfo *service = g_ptr_array_index (self->services, i);

      if (strcmp (mapi_service_info_get_name (service), name) == 0)
        return service;
    }

  return NULL;
}

/* A file that can be read is read once. */
static MapiServiceInfo *
read_file (MapiServiceCatalog *self, const char *path, GError **error)
{
  MapiServiceInfo *service = g_hash_table_lookup (self->read, path);

  if (service == NULL)
    {
      service = mapi_service_info_new_from_file (path, error);
      if (service != NULL)
        g_hash_table_insert (self->read, (gpointer) path, service);
    }
  return service;
}

static void
read_all (MapiServiceCatalog *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->is_whole)
    return;
  for (guint i = 0; i < self->paths->len; i++)
    {
      g_autoptr (GError) error = NULL;
      MapiServiceInfo *service = read_file (self, g_ptr_array_index (self->paths, i), &error);

      if (service == NULL)
        g_ptr_array_add (self->problems, g_strdup (error->message));
      else if (find_service (self, mapi_service_info_get_name (service)) == NULL)
        g_ptr_array_add (self->services, g_object_ref (service));
    }
  g_ptr_array_add (self->problems, NULL);
  self->is_whole = TRUE;
}

/* A file that declares a service has its name in it, unless that needs escapes. */
static gboolean
may_declare (const char *path, const char *name)
{
  g_autofree char *text = NULL;

  return strpbrk (name, "\\ \t\r\n") != NULL || !g_file_get_contents (path, &text, NULL, NULL) ||
         strstr (text, name) != NULL;
}

/* Programs that know what they want do not wait for all files to be read. */
static MapiServiceInfo *
read_service (MapiServiceCatalog *self, const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->is_whole)
    return find_service (self, name);
  for (guint i = 0; i < self->paths->len; i++)
    {
      const char      *path = g_ptr_array_index (self->paths, i);
      MapiServiceInfo *service = may_declare (path, name) ? read_file (self, path, NULL) : NULL;

      if (service != NULL && strcmp (mapi_service_info_get_name (service), name) == 0)
        return service;
    }

  return NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of the names, so that the catalogue does not depend on the file system. */
static void
add_folder (MapiServiceCatalog *self, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (const char *name = dir != NULL ? g_dir_read_name (dir) : NULL; name != NULL;
       name = g_dir_read_name (dir))
    {
      if (g_str_has_suffix (name, ".service"))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (self->paths, g_build_filename (folder, g_ptr_array_index (names, i), NULL));
}

/**
 * mapi_service_catalog_new:
 * @directories: (array zero-terminated=1): folders to look in, the most important first
 *
 * Finds the service files of @directories, which are read when they are asked for. A folder that
 * does not exist has none.
 *
 * Returns: (transfer full): the catalogue
 *
 * Since: 1.0
 */
MapiServiceCatalog *
mapi_service_catalog_new (const char *const *directories)
{
  MapiServiceCatalog *self;

  g_return_val_if_fail (directories != NULL, NULL);

  self = g_object_new (MAPI_TYPE_SERVICE_CATALOG, NULL);
  for (const char *const *folder = directories; *folder != NULL; folder++)
    add_folder (self, *folder);
  self->folders = g_strjoinv (":", (char **) directories);

  return self;
}

/**
 * mapi_service_catalog_get_own_folder:
 *
 * Gets the folder of the services that this user has installed, which the default catalogue looks
 * into. It need not exist.
 *
 * Returns: (transfer full) (type filename): the path
 *
 * Since: 1.0
 */
char *
mapi_service_catalog_get_own_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "mapi-1.0", "services", NULL);
}

static char **
default_folders (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) listed = g_strsplit (g_getenv ("MAPI_SERVICE_PATH") ?: "", ":", -1);
  g_autofree char *own = mapi_service_catalog_get_own_folder ();

  for (char **folder = listed; *folder != NULL; folder++)
    {
      if (**folder != '\0')
        g_strv_builder_add (builder, *folder);
    }
  g_strv_builder_add (builder, own);
  g_strv_builder_add (builder, MAPI_SERVICE_DIR);

  return g_strv_builder_end (builder);
}

/**
 * mapi_service_catalog_get_default:
 *
 * Gets the catalogue of this user: the folders of the environment variable `MAPI_SERVICE_PATH`
 * (with `:` between them), `$XDG_DATA_HOME/mapi-1.0/services`, and the folder where services are
 * installed. They are looked through once in a process.
 *
 * Returns: (transfer none): the catalogue
 *
 * Since: 1.0
 */
MapiServiceCatalog *
mapi_service_catalog_get_default (void)
{
  static MapiServiceCatalog *catalog;

  if (g_once_init_enter (&catalog))
    {
      g_auto (GStrv) folders = default_folders ();

      g_once_init_leave (&catalog, mapi_service_catalog_new ((const char *const *) folders));
    }

  return catalog;
}

/**
 * mapi_service_catalog_get_n_services:
 * @self: a #MapiServiceCatalog
 *
 * Gets how many services there are.
 *
 * Returns: their number
 *
 * Since: 1.0
 */
guint
mapi_service_catalog_get_n_services (MapiServiceCatalog *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_CATALOG (self), 0);

  read_all (self);
  return self->services->len;
}

/**
 * mapi_service_catalog_get_service:
 * @self: a #MapiServiceCatalog
 * @index: which one, from 0
 *
 * Gets a service.
 *
 * Returns: (transfer none) (nullable): the service, or %NULL past the last
 *
 * Since: 1.0
 */
MapiServiceInfo *
mapi_service_catalog_get_service (MapiServiceCatalog *self, guint index)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_CATALOG (self), NULL);

  read_all (self);
  return index < self->services->len ? g_ptr_array_index (self->services, index) : NULL;
}

static char *
list_services (MapiServiceCatalog *self)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < self->services->len; i++)
    g_string_append_printf (list,
                            "%s%s",
                            i > 0 ? ", " : "",
                            mapi_service_info_get_name (g_ptr_array_index (self->services, i)));

  return g_strdup (list->len > 0 ? list->str : "none");
}

/**
 * mapi_service_catalog_lookup:
 * @self: a #MapiServiceCatalog
 * @name: the name of a service
 * @error: return location for a #GError
 *
 * Looks for a service. When there is none of that name the error is %MAPI_E_NOT_FOUND and says
 * which there are and which files could not be read.
 *
 * Returns: (transfer none): the service
 *
 * Since: 1.0
 */
MapiServiceInfo *
mapi_service_catalog_lookup (MapiServiceCatalog *self, const char *name, GError **error)
{
  MapiServiceInfo *service;
  g_autofree char *known = NULL;
  g_autofree char *problems = NULL;

  g_return_val_if_fail (MAPI_IS_SERVICE_CATALOG (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  service = read_service (self, name);
  if (service != NULL)
    return service;

  read_all (self);
  known = list_services (self);
  problems = g_strjoinv ("; ", (char **) self->problems->pdata);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NOT_FOUND,
               "there is no message service '%s' in %s; there are: %s%s%s",
               name,
               self->folders,
               known,
               *problems != '\0' ? "; not readable: " : "",
               problems);
  return NULL;
}

/**
 * mapi_service_catalog_get_problems:
 * @self: a #MapiServiceCatalog
 *
 * Gets what is wrong with the files that could not be read, a line each.
 *
 * Returns: (array zero-terminated=1) (transfer none): the messages
 *
 * Since: 1.0
 */
const char *const *
mapi_service_catalog_get_problems (MapiServiceCatalog *self)
{
  g_return_val_if_fail (MAPI_IS_SERVICE_CATALOG (self), NULL);

  read_all (self);
  return (const char *const *) self->problems->pdata;
}
