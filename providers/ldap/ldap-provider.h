/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define LDAP_TYPE_PROVIDER (ldap_provider_get_type ())
G_DECLARE_FINAL_TYPE (LdapProvider, ldap_provider, LDAP, PROVIDER, GObject)

LdapProvider *ldap_provider_new (void);

G_END_DECLS
