/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A store that stands before another one: every call passes through, to it and to what comes out of
 * it. Here is where to watch calls, refuse some, or change what is said. */

#include <mapi/mapi.h>

/* The service whose store is behind. */
#define BEHIND "sqlite"

G_DECLARE_FINAL_TYPE (Passage, passage, WRAPPED, PASSAGE, MapiWrapper)
struct _Passage
{
  MapiWrapper parent_instance;
};

G_DEFINE_FINAL_TYPE (Passage, passage, MAPI_TYPE_WRAPPER)

/* Before each call, in the thread of the caller. To fail here is to fail the call. */
static gboolean
passage_enter (MapiWrapper *wrapper, MapiCall *call, GError **error)
{
  g_debug ("%s.%s", mapi_call_get_interface_name (call), mapi_call_get_method (call));
  return TRUE;
}

/* What is said of properties and rows: who changes it here gives another list. */
static MapiPropList *
passage_filter (MapiWrapper *wrapper, GObject *object, MapiPropList *props)
{
  return mapi_prop_list_ref (props);
}

static void
passage_class_init (PassageClass *klass)
{
  MAPI_WRAPPER_CLASS (klass)->enter = passage_enter;
  MAPI_WRAPPER_CLASS (klass)->filter = passage_filter;
}

static void
passage_init (Passage *self)
{
}

static MapiProviderInfo *
find_store (MapiServiceInfo *service)
{
  for (guint i = 0; i < mapi_service_info_get_n_providers (service); i++)
    {
      MapiProviderInfo *info = mapi_service_info_get_provider (service, i);

      if (mapi_provider_info_get_resource_type (info) == MAPI_STORE_PROVIDER)
        return info;
    }
  return NULL;
}

static MapiMsProvider *
open_behind (GError **error)
{
  MapiServiceInfo *service =
      mapi_service_catalog_lookup (mapi_service_catalog_get_default (), BEHIND, error);
  MapiProviderInfo *info = service != NULL ? find_store (service) : NULL;
  g_autoptr (MapiProviderModule) module =
      info != NULL ? mapi_provider_module_open (mapi_provider_info_get_module_path (info), error)
                   : NULL;

  if (service != NULL && info == NULL)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "the service " BEHIND " has no store");
  return module != NULL ? mapi_provider_module_get_ms_provider (module, error) : NULL;
}

/* The provider is the other one, with a passage before it. */
MapiMsProvider *
mapi_ms_provider_init (guint32 spi_version, guint32 *provider_version, GError **error)
{
  g_autoptr (MapiMsProvider) behind = NULL;
  g_autoptr (Passage) passage = g_object_new (passage_get_type (), NULL);

  if (!mapi_spi_version_check (spi_version, MAPI_SPI_VERSION, provider_version, error))
    return NULL;
  behind = open_behind (error);
  return behind != NULL
             ? MAPI_MS_PROVIDER (mapi_wrapper_wrap (MAPI_WRAPPER (passage), G_OBJECT (behind)))
             : NULL;
}
