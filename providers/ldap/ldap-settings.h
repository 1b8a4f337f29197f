/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

typedef enum
{
  LDAP_SECURITY_STARTTLS,
  LDAP_SECURITY_TLS,
  LDAP_SECURITY_NONE,
} LdapSecurity;

/* What the profile says, as ldap.service describes it. */
typedef struct
{
  char        *host;
  guint        port;
  LdapSecurity security;
  gboolean     verify;
  char        *ca_file;
  char        *user;
  char        *password;
  char        *base;
  char        *filter;
  guint        timeout;
  guint        limit;
  guint        page_size;
  char        *name;
} LdapSettings;

LdapSettings *ldap_settings_read (MapiSupport *support, GCancellable *cancellable, GError **error);
void          ldap_settings_free (LdapSettings *self);
char         *ldap_settings_get_uri (const LdapSettings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LdapSettings, ldap_settings_free)

G_END_DECLS
