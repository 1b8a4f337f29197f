/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ldap-directory.h"

G_BEGIN_DECLS

#define LDAP_TYPE_LOGON (ldap_logon_get_type ())
G_DECLARE_FINAL_TYPE (LdapLogon, ldap_logon, LDAP, LOGON, GObject)

LdapLogon *ldap_logon_new (MapiSupport *support, LdapDirectory *directory);

G_END_DECLS
