/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ldap-connection.h"

G_BEGIN_DECLS

/* What attributes of people (RFC 4519, RFC 2798) are as properties, and the other way round. */
const char *const *ldap_attributes_all (void);
const char *const *ldap_attributes_of (guint32 tag);
void ldap_attributes_add_props (const LdapRecord *record, MapiPropListBuilder *builder);

G_END_DECLS
