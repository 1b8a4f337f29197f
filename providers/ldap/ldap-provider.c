/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-provider.h"
#include "ldap-logon.h"

struct _LdapProvider
{
  GObject parent_instance;
};

static void ldap_provider_iface_init (MapiAbProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LdapProvider,
                               ldap_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_PROVIDER,
                                                      ldap_provider_iface_init))

static void
ldap_provider_class_init (LdapProviderClass *klass)
{
}

static void
ldap_provider_init (LdapProvider *self)
{
}

LdapProvider *
ldap_provider_new (void)
{
  return g_object_new (LDAP_TYPE_PROVIDER, NULL);
}

static gboolean
shutdown (MapiAbProvider *provider, guint32 *flags, GError **error)
{
  return TRUE;
}

/* The server is not asked yet: an address book whose server is away hinders nobody until somebody
 * looks for a name. */
static MapiAbLogon *
logon (MapiAbProvider *provider,
       MapiSupport    *support,
       const char     *profile_name,
       guint32         flags,
       GBytes        **security,
       GCancellable   *cancellable,
       GError        **error)
{
  g_autoptr (LdapSettings) settings = ldap_settings_read (support, cancellable, error);
  g_autoptr (LdapDirectory) directory = NULL;

  if (settings == NULL)
    return NULL;
  directory = ldap_directory_new (g_steal_pointer (&settings));
  if (!mapi_support_set_provider_uid (support, ldap_directory_get_uid (directory), 0, error))
    return NULL;

  return MAPI_AB_LOGON (ldap_logon_new (support, directory));
}

static void
ldap_provider_iface_init (MapiAbProviderInterface *iface)
{
  iface->shutdown = shutdown;
  iface->logon = logon;
}
