/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-language-host-private.h"
#include "mapi-provider-module-private.h"

/**
 * MapiProviderModule:
 *
 * A shared object that holds providers, or a script in a language that a host is installed for
 * (`*.py`). It is opened once in a process and stays for good: types cannot be unregistered.
 * Whatever is wrong with a module gives an error that names the module, the call and the cause, and
 * leaves everything else as it was.
 *
 * Since: 1.0
 */

typedef enum
{
  KIND_AB,
  KIND_MS,
  KIND_XP,
  KIND_HOOK,
  N_KINDS
} Kind;

struct _MapiProviderModule
{
  GObject parent_instance;

  char             *path;
  GModule          *module;
  MapiLanguageHost *host; /* of a script, instead of a module */

  GMutex   lock;
  GObject *providers[N_KINDS];
  guint    n_users[N_KINDS];
};

G_DEFINE_FINAL_TYPE (MapiProviderModule, mapi_provider_module, G_TYPE_OBJECT)

/* The modules of the process by path. */
static GMutex      modules_lock;
static GHashTable *modules;

typedef gpointer (*EntryPoint) (guint32 spi_version, guint32 *provider_version, GError **error);

static void
mapi_provider_module_finalize (GObject *object)
{
  MapiProviderModule *self = MAPI_PROVIDER_MODULE (object);

  g_free (self->path);
  for (Kind kind = 0; kind < N_KINDS; kind++)
    g_clear_object (&self->providers[kind]);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (mapi_provider_module_parent_class)->finalize (object);
}

static void
mapi_provider_module_class_init (MapiProviderModuleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_provider_module_finalize;
}

static void
mapi_provider_module_init (MapiProviderModule *self)
{
  g_mutex_init (&self->lock);
}

static GModule *
load_module (const char *path, GError **error)
{
  GModule *module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);

  if (module != NULL)
    g_module_make_resident (module);
  else
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_CALL_FAILED, g_module_error ());
  return module;
}

static MapiProviderModule *
load (const char *path, GError **error)
{
  g_autoptr (MapiProviderModule) self = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "module %s: cannot load: there is no such file",
                   path);
      return NULL;
    }

  self = g_object_new (MAPI_TYPE_PROVIDER_MODULE, NULL);
  self->path = g_strdup (path);
  if (mapi_language_host_is_needed (path))
    self->host = mapi_language_host_get (path, error);
  else
    self->module = load_module (path, error);
  if (self->host == NULL && self->module == NULL)
    {
      g_prefix_error (error, "module %s: cannot load: ", path);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * mapi_provider_module_open:
 * @path: (type filename): the shared object or script
 * @error: return location for a #GError
 *
 * Loads a module, or gives the one that was loaded before.
 *
 * Returns: (transfer full): the module
 *
 * Since: 1.0
 */
MapiProviderModule *
mapi_provider_module_open (const char *path, GError **error)
{
  g_autofree char *canonical = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  MapiProviderModule *self;

  g_return_val_if_fail (path != NULL, NULL);

  canonical = g_canonicalize_filename (path, NULL);
  locker = g_mutex_locker_new (&modules_lock);
  if (modules == NULL)
    modules = g_hash_table_new (g_str_hash, g_str_equal);

  self = g_hash_table_lookup (modules, canonical);
  if (self == NULL)
    {
      self = load (canonical, error);
      if (self == NULL)
        return NULL;
      g_hash_table_insert (modules, self->path, self);
    }

  return g_object_ref (self);
}

/**
 * mapi_provider_module_get_path:
 * @self: a #MapiProviderModule
 *
 * Gets the file of the module.
 *
 * Returns: (type filename): the path
 *
 * Since: 1.0
 */
const char *
mapi_provider_module_get_path (MapiProviderModule *self)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_MODULE (self), NULL);

  return self->path;
}

static gpointer
refuse (MapiProviderModule *self,
        const char         *symbol,
        gpointer            provider,
        MapiError           code,
        const char         *cause,
        GError            **error)
{
  g_autofree char *text = g_utf8_make_valid (cause, -1);

  /* What is no object cannot be released either. */
  if (G_IS_OBJECT (provider))
    g_object_unref (provider);
  g_set_error (error, MAPI_ERROR, code, "module %s: %s: %s", self->path, symbol, text);

  return NULL;
}

/* The host's half of the handshake: R232. */
static char *
version_complaint (guint32 version)
{
  if (version >> 16 == MAPI_SPI_VERSION >> 16 && version <= MAPI_SPI_VERSION)
    return NULL;

  return g_strdup_printf ("speaks version %u.%u of the provider interface, %u.%u is the one here",
                          version >> 16,
                          version & 0xffff,
                          MAPI_SPI_VERSION >> 16,
                          MAPI_SPI_VERSION & 0xffff);
}

static gpointer
check_provider (MapiProviderModule *self,
                const char         *symbol,
                gpointer            provider,
                guint32             version,
                GType               type,
                const GError       *failure,
                GError            **error)
{
  g_autofree char *complaint = NULL;

  if (provider == NULL && failure == NULL)
    return refuse (self, symbol, NULL, MAPI_E_CALL_FAILED, "failed without an error", error);
  if (provider == NULL)
    return refuse (self, symbol, NULL, mapi_error_from_gerror (failure), failure->message, error);
  if (failure != NULL)
    {
      complaint = g_strconcat ("succeeded and set an error: ", failure->message, NULL);
      return refuse (self, symbol, provider, MAPI_E_CALL_FAILED, complaint, error);
    }

  complaint = version_complaint (version);
  if (complaint != NULL)
    return refuse (self, symbol, provider, MAPI_E_VERSION, complaint, error);
  if (G_TYPE_CHECK_INSTANCE_TYPE (provider, type))
    return provider;

  complaint = g_strdup_printf (
      "gave an object that is no %s: %s", g_type_name (type), g_type_name_from_instance (provider));
  return refuse (self, symbol, provider, MAPI_E_CALL_FAILED, complaint, error);
}

static gpointer
call_script (MapiProviderModule *self, const char *symbol, GType type, GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint32  version = 0;
  gpointer provider = mapi_language_host_call (self->host, self->path, symbol, &version, &failure);

  return check_provider (self, symbol, provider, version, type, failure, error);
}

gpointer
mapi_provider_module_find_symbol (MapiProviderModule *self, const char *symbol, GError **error)
{
  gpointer address = NULL;

  if (self->module != NULL && g_module_symbol (self->module, symbol, &address) && address != NULL)
    return address;
  return refuse (
      self, symbol, NULL, MAPI_E_CALL_FAILED, "the module has no such entry point", error);
}

static gpointer
call_entry_point (MapiProviderModule *self, const char *symbol, GType type, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gpointer address;
  gpointer provider;
  guint32  version = 0;

  if (self->host != NULL)
    return call_script (self, symbol, type, error);
  address = mapi_provider_module_find_symbol (self, symbol, error);
  if (address == NULL)
    return NULL;

  provider = ((EntryPoint) address) (MAPI_SPI_VERSION, &version, &failure);
  return check_provider (self, symbol, provider, version, type, failure, error);
}

static gpointer
get_provider (MapiProviderModule *self, Kind kind, const char *symbol, GType type, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->providers[kind] == NULL)
    self->providers[kind] = call_entry_point (self, symbol, type, error);
  /* Whoever asks for a provider is going to call it from this thread. */
  if (self->providers[kind] != NULL && self->host != NULL)
    mapi_language_host_enter (self->host);

  return self->providers[kind] != NULL ? g_object_ref (self->providers[kind]) : NULL;
}

/**
 * mapi_provider_module_get_ab_provider:
 * @self: a #MapiProviderModule
 * @error: return location for a #GError
 *
 * Gets the address book provider of the module, which its entry point `mapi_ab_provider_init` gave
 * when it was asked first. Fails with %MAPI_E_VERSION when the two cannot work together.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
MapiAbProvider *
mapi_provider_module_get_ab_provider (MapiProviderModule *self, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_MODULE (self), NULL);

  return get_provider (self, KIND_AB, "mapi_ab_provider_init", MAPI_TYPE_AB_PROVIDER, error);
}

/**
 * mapi_provider_module_get_ms_provider:
 * @self: a #MapiProviderModule
 * @error: return location for a #GError
 *
 * Gets the store provider of the module, which its entry point `mapi_ms_provider_init` gave when
 * it was asked first (R195). Fails with %MAPI_E_VERSION when the two cannot work together.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
MapiMsProvider *
mapi_provider_module_get_ms_provider (MapiProviderModule *self, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_MODULE (self), NULL);

  return get_provider (self, KIND_MS, "mapi_ms_provider_init", MAPI_TYPE_MS_PROVIDER, error);
}

/**
 * mapi_provider_module_get_xp_provider:
 * @self: a #MapiProviderModule
 * @error: return location for a #GError
 *
 * Gets the transport provider of the module, which its entry point `mapi_xp_provider_init` gave
 * when it was asked first. Fails with %MAPI_E_VERSION when the two cannot work together.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
MapiXpProvider *
mapi_provider_module_get_xp_provider (MapiProviderModule *self, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_MODULE (self), NULL);

  return get_provider (self, KIND_XP, "mapi_xp_provider_init", MAPI_TYPE_XP_PROVIDER, error);
}

/**
 * mapi_provider_module_get_hook_provider:
 * @self: a #MapiProviderModule
 * @error: return location for a #GError
 *
 * Gets the provider of spooler hooks of the module, which its entry point
 * `mapi_hook_provider_init` gave when it was asked first (R615). Fails with %MAPI_E_VERSION when
 * the two cannot work together.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
MapiHookProvider *
mapi_provider_module_get_hook_provider (MapiProviderModule *self, GError **error)
{
  g_return_val_if_fail (MAPI_IS_PROVIDER_MODULE (self), NULL);

  return get_provider (self, KIND_HOOK, "mapi_hook_provider_init", MAPI_TYPE_HOOK_PROVIDER, error);
}

static Kind
kind_of (guint32 resource_type)
{
  switch (resource_type)
    {
    case MAPI_STORE_PROVIDER:
      return KIND_MS;
    case MAPI_TRANSPORT_PROVIDER:
      return KIND_XP;
    case MAPI_HOOK_PROVIDER:
      return KIND_HOOK;
    default:
      return KIND_AB;
    }
}

/* NULL for one that nobody asked for yet. */
GObject *
mapi_provider_module_ref_loaded (MapiProviderModule *self, guint32 resource_type)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GObject *provider = self->providers[kind_of (resource_type)];

  return provider != NULL ? g_object_ref (provider) : NULL;
}

/* A session uses the module's provider of this kind until it lets go of it. */
void
mapi_provider_module_hold (MapiProviderModule *self, guint32 resource_type)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->n_users[kind_of (resource_type)]++;
}

static GObject *
drop_user (MapiProviderModule *self, Kind kind)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return --self->n_users[kind] == 0 ? g_steal_pointer (&self->providers[kind]) : NULL;
}

static gboolean
shut_down (GObject *provider, Kind kind, GError **error)
{
  guint32 flags = 0;

  switch (kind)
    {
    case KIND_AB:
      return mapi_ab_provider_shutdown (MAPI_ADDRESS_BOOK_PROVIDER (provider), &flags, error);
    case KIND_MS:
      return mapi_ms_provider_shutdown (MAPI_MS_PROVIDER (provider), &flags, error);
    case KIND_XP:
      return mapi_xp_provider_shutdown (MAPI_XP_PROVIDER (provider), &flags, error);
    default:
      return TRUE;
    }
}

/* Tells a provider that its last user has gone (R383, R636). */
void
mapi_provider_module_shut_down (const char *path, GObject *provider, guint32 resource_type)
{
  g_autoptr (GError) error = NULL;

  if (!shut_down (provider, kind_of (resource_type), &error) && error->code != MAPI_E_NO_SUPPORT &&
      error->code != MAPI_E_INVALID_OBJECT)
    g_warning ("module %s: Shutdown: %s", path, error->message);
}

/* With its last user a provider is told so and goes; the entry point gives another to
 * the next. */
void
mapi_provider_module_release (MapiProviderModule *self, guint32 resource_type)
{
  g_autoptr (GObject) provider = drop_user (self, kind_of (resource_type));

  if (provider != NULL)
    mapi_provider_module_shut_down (self->path, provider, resource_type);
}
