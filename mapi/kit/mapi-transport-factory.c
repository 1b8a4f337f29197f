/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-transport-factory.h"

/**
 * MapiTransportFactory:
 *
 * The provider object of a transport whose logon derives from #MapiTransport: it makes one logon
 * after the other, and gives each its settings.
 *
 * Since: 1.0
 */

struct _MapiTransportFactory
{
  GObject parent_instance;

  GType transport_type;
  char *display_name;
};

static void mapi_transport_factory_iface_init (MapiXpProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiTransportFactory,
                               mapi_transport_factory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_PROVIDER,
                                                      mapi_transport_factory_iface_init))

static MapiPropList *
read_settings (MapiSupport *support, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, 0, cancellable, error);

  if (section == NULL)
    return NULL;
  return mapi_prop_get_props (MAPI_PROP (section), NULL, 0, cancellable, NULL, error);
}

static MapiXpLogon *
mapi_transport_factory_transport_logon (MapiXpProvider *provider,
                                        MapiSupport    *support,
                                        const char     *profile_name,
                                        guint32        *flags,
                                        GCancellable   *cancellable,
                                        GError        **error)
{
  MapiTransportFactory *self = MAPI_TRANSPORT_FACTORY (provider);
  g_autoptr (MapiPropList) settings = read_settings (support, cancellable, error);
  g_autoptr (MapiTransport) logon = NULL;

  if (settings == NULL)
    return NULL;

  logon = g_object_new (self->transport_type, NULL);
  mapi_transport_set_display_name (logon, self->display_name);
  if (!mapi_transport_open (logon, settings, flags, cancellable, error) ||
      !mapi_transport_log_on (logon, support, cancellable, error))
    return NULL;
  return MAPI_XP_LOGON (g_steal_pointer (&logon));
}

static gboolean
mapi_transport_factory_shutdown (MapiXpProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

static void
mapi_transport_factory_iface_init (MapiXpProviderInterface *iface)
{
  iface->transport_logon = mapi_transport_factory_transport_logon;
  iface->shutdown = mapi_transport_factory_shutdown;
}

static void
mapi_transport_factory_finalize (GObject *object)
{
  g_free (MAPI_TRANSPORT_FACTORY (object)->display_name);
  G_OBJECT_CLASS (mapi_transport_factory_parent_class)->finalize (object);
}

static void
mapi_transport_factory_class_init (MapiTransportFactoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_transport_factory_finalize;
}

static void
mapi_transport_factory_init (MapiTransportFactory *self)
{
}

/**
 * mapi_transport_factory_new:
 * @transport_type: a type that derives from #MapiTransport
 * @display_name: what the status table calls the transport, unless it says something better
 *
 * Makes the provider that an entry point such as mapi_xp_provider_init() gives.
 *
 * Returns: (transfer full): the provider
 *
 * Since: 1.0
 */
MapiXpProvider *
mapi_transport_factory_new (GType transport_type, const char *display_name)
{
  MapiTransportFactory *self;

  g_return_val_if_fail (g_type_is_a (transport_type, MAPI_TYPE_TRANSPORT), NULL);
  g_return_val_if_fail (display_name != NULL, NULL);

  self = g_object_new (MAPI_TYPE_TRANSPORT_FACTORY, NULL);
  self->transport_type = transport_type;
  self->display_name = g_strdup (display_name);
  return MAPI_XP_PROVIDER (self);
}
