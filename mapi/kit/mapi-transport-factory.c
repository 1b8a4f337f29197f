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

  GType             transport_type;
  char             *display_name;
  MapiPropTagArray *secrets;
};

static void mapi_transport_factory_iface_init (MapiXpProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiTransportFactory,
                               mapi_transport_factory,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_XP_PROVIDER,
                                                      mapi_transport_factory_iface_init))

/* A section gives secrets only to who asks for them by name. */
static MapiPropList *
add_secrets (MapiTransportFactory *self,
             MapiProfSect         *section,
             MapiPropList         *settings,
             GCancellable         *cancellable,
             GError              **error)
{
  g_autoptr (MapiPropList) secrets = NULL;

  if (self->secrets == NULL)
    return mapi_prop_list_ref (settings);
  secrets = mapi_prop_get_props (MAPI_PROP (section), self->secrets, 0, cancellable, NULL, error);
  return secrets != NULL ? mapi_prop_list_merge (settings, secrets) : NULL;
}

static MapiPropList *
read_settings (MapiTransportFactory *self,
               MapiSupport          *support,
               GCancellable         *cancellable,
               GError              **error)
{
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, 0, cancellable, error);

  g_autoptr (MapiPropList) settings = NULL;

  if (section == NULL)
    return NULL;
  settings = mapi_prop_get_props (MAPI_PROP (section), NULL, 0, cancellable, NULL, error);
  return settings != NULL ? add_secrets (self, section, settings, cancellable, error) : NULL;
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
  g_autoptr (MapiPropList) settings = read_settings (self, support, cancellable, error);
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
  MapiTransportFactory *self = MAPI_TRANSPORT_FACTORY (object);

  g_free (self->display_name);
  g_clear_pointer (&self->secrets, mapi_prop_tag_array_unref);
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

/**
 * mapi_transport_factory_set_secrets:
 * @self: a factory
 * @tags: (nullable): the properties behind the settings of type `secret`, such as a password
 *
 * Names the secrets that the transport gets with its settings. A profile section leaves out of its
 * properties what is secret, unless somebody asks for it by its tag.
 *
 * Since: 1.0
 */
void
mapi_transport_factory_set_secrets (MapiTransportFactory *self, MapiPropTagArray *tags)
{
  g_return_if_fail (MAPI_IS_TRANSPORT_FACTORY (self));

  g_clear_pointer (&self->secrets, mapi_prop_tag_array_unref);
  self->secrets = tags != NULL ? mapi_prop_tag_array_ref (tags) : NULL;
}
