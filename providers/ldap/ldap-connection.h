/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "ldap-settings.h"

G_BEGIN_DECLS

#define LDAP_TYPE_CONNECTION (ldap_connection_get_type ())
G_DECLARE_FINAL_TYPE (LdapConnection, ldap_connection, LDAP, CONNECTION, GObject)

/* An entry of the directory: its name, and values of attributes that are text. */
typedef struct
{
  char       *dn;
  GHashTable *values; /* attribute in small letters -> its first value */
} LdapRecord;

void ldap_record_free (LdapRecord *self);

typedef struct
{
  const char        *base;
  gboolean           is_entry; /* the entry @base itself and not what is below */
  const char        *filter;
  const char *const *attributes;
  guint              limit;
} LdapQuery;

LdapConnection *ldap_connection_new (LdapSettings *settings);

/* Connects when it is not connected. @is_cut tells whether there are more than the limit. */
GPtrArray *ldap_connection_search (LdapConnection  *self,
                                   const LdapQuery *query,
                                   gboolean        *is_cut,
                                   GCancellable    *cancellable,
                                   GError         **error);

G_END_DECLS
