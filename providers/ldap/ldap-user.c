/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-user.h"

/* A person of the directory, as the server had it when it was opened. */
struct _LdapUser
{
  MapiPropData parent_instance;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (LdapUser,
                               ldap_user,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_MAIL_USER, NULL))

static void
ldap_user_class_init (LdapUserClass *klass)
{
}

static void
ldap_user_init (LdapUser *self)
{
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
}

LdapUser *
ldap_user_new (MapiPropList *props)
{
  LdapUser *self = g_object_new (LDAP_TYPE_USER, NULL);

  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  return self;
}
