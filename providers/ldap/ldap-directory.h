/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ldap-connection.h"
#include "ldap-entry-id.h"

G_BEGIN_DECLS

/* What all objects of one logon share: the connection, and whether there is still a logon. */
#define LDAP_TYPE_DIRECTORY (ldap_directory_get_type ())
G_DECLARE_FINAL_TYPE (LdapDirectory, ldap_directory, LDAP, DIRECTORY, GObject)

LdapDirectory *ldap_directory_new (LdapSettings *settings);
const MapiUid *ldap_directory_get_uid (LdapDirectory *self);
const char    *ldap_directory_get_name (LdapDirectory *self);
const char    *ldap_directory_get_base (LdapDirectory *self);
gboolean       ldap_directory_check (LdapDirectory *self, GError **error);
void           ldap_directory_close (LdapDirectory *self);

/* As rows of a contents table. */
MapiRowSet   *ldap_directory_search (LdapDirectory   *self,
                                     MapiRestriction *restriction,
                                     gboolean        *is_cut,
                                     GCancellable    *cancellable,
                                     GError         **error);
MapiPropList *ldap_directory_read (LdapDirectory *self,
                                   const char    *dn,
                                   GCancellable  *cancellable,
                                   GError       **error);

G_END_DECLS
