/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ldap-directory.h"

G_BEGIN_DECLS

#define LDAP_TYPE_TABLE (ldap_table_get_type ())
G_DECLARE_FINAL_TYPE (LdapTable, ldap_table, LDAP, TABLE, GObject)

LdapTable *ldap_table_new (LdapDirectory *directory);

G_END_DECLS
