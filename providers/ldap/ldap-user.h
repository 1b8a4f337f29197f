/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define LDAP_TYPE_USER (ldap_user_get_type ())
G_DECLARE_FINAL_TYPE (LdapUser, ldap_user, LDAP, USER, MapiPropData)

LdapUser *ldap_user_new (MapiPropList *props);

G_END_DECLS
