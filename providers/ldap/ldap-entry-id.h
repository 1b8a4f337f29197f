/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* What an entry identifier of a directory names: its UID, then a letter, then a DN. */
typedef enum
{
  LDAP_ID_ROOT = 'R',
  LDAP_ID_CONTAINER = 'C',
  LDAP_ID_ENTRY = 'E',
} LdapIdKind;

/* The same directory has the same UID in every profile. */
MapiUid *ldap_entry_id_new_uid (const char *uri, const char *base);

GBytes  *ldap_entry_id_new (const MapiUid *directory, LdapIdKind kind, const char *dn);
gboolean ldap_entry_id_parse (
    GBytes *entry_id, const MapiUid *directory, LdapIdKind *kind, char **dn, GError **error);

/* A DN in the form in which equal ones are the same, or NULL when it is none. */
char *ldap_entry_id_normalize (const char *dn);

G_END_DECLS
