/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-language-host-private.h"

typedef GObject *(*InitProvider) (const char *path,
                                  const char *entry_point,
                                  guint32     spi_version,
                                  guint32    *provider_version,
                                  GError    **error);
typedef void (*EnterThread) (void);

struct _MapiLanguageHost
{
  const char  *suffix;
  const char  *module_name;
  InitProvider init_provider; /* NULL until the module is loaded */
  EnterThread  enter_thread;
};

/* Another language is a line here. */
static MapiLanguageHost hosts[] = {
  { ".py", "mapi-python.so" },
};

static GMutex hosts_lock;

static MapiLanguageHost *
find_host (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    if (g_str_has_suffix (path, hosts[i].suffix))
      return &hosts[i];

  return NULL;
}

/* Whether the file is no shared object, but something for one of the hosts. */
gboolean
mapi_language_host_is_needed (const char *path)
{
  return find_host (path) != NULL;
}

/* In a folder of the environment variable MAPI_HOST_PATH, or where hosts are installed. */
char *
mapi_language_host_find_file (const char *name)
{
  g_auto (GStrv) folders = g_strsplit (g_getenv ("MAPI_HOST_PATH") ?: "", ":", -1);

  for (char **folder = folders; *folder != NULL; folder++)
    {
      g_autofree char *path = g_build_filename (*folder, name, NULL);

      if (**folder != '\0' && g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return g_build_filename (MAPI_HOST_DIR, name, NULL);
}

/* The symbols of a host are for all to see: the extensions of an interpreter look for it there. */
static gboolean
load (MapiLanguageHost *self, GError **error)
{
  g_autofree char *path = mapi_language_host_find_file (self->module_name);
  GModule         *module = g_module_open (path, G_MODULE_BIND_LAZY);
  gpointer         address = NULL;

  if (module == NULL || !g_module_symbol (module, "mapi_language_host_init_provider", &address))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "the host for %s files cannot be loaded: %s",
                   self->suffix,
                   g_module_error ());
      return FALSE;
    }

  g_module_make_resident (module);
  self->init_provider = (InitProvider) address;
  if (g_module_symbol (module, "mapi_language_host_enter_thread", &address))
    self->enter_thread = (EnterThread) address;
  return TRUE;
}

/* Gives the host for that file, which stays for good. */
MapiLanguageHost *
mapi_language_host_get (const char *path, GError **error)
{
  MapiLanguageHost *self = find_host (path);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&hosts_lock);

  return self->init_provider != NULL || load (self, error) ? self : NULL;
}

/* Calls an entry point of a file, as that of a shared object is called. */
GObject *
mapi_language_host_call (MapiLanguageHost *self,
                         const char       *path,
                         const char       *entry_point,
                         guint32          *provider_version,
                         GError          **error)
{
  return self->init_provider (path, entry_point, MAPI_SPI_VERSION, provider_version, error);
}

/* Tells the host that this thread is going to use its providers. */
void
mapi_language_host_enter (MapiLanguageHost *self)
{
  if (self->enter_thread != NULL)
    self->enter_thread ();
}
