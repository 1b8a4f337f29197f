/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ldap-directory.h"

G_BEGIN_DECLS

#define LDAP_TYPE_CONTAINER (ldap_container_get_type ())
G_DECLARE_FINAL_TYPE (LdapContainer, ldap_container, LDAP, CONTAINER, MapiPropData)

LdapContainer *ldap_container_new (LdapDirectory *directory, gboolean is_root);

/* Anything of the directory; no entry identifier is the root. */
MapiProp *ldap_container_open_entry (LdapDirectory *directory,
                                     GBytes        *entry_id,
                                     guint32        flags,
                                     GCancellable  *cancellable,
                                     GError       **error);

G_END_DECLS
