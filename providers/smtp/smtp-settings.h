/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

typedef enum
{
  SMTP_SECURITY_STARTTLS,
  SMTP_SECURITY_TLS,
  SMTP_SECURITY_NONE,
} SmtpSecurity;

/* The provider's section of the profile; smtp.service tells what each setting means. */
typedef struct
{
  char        *host;
  guint        port;
  SmtpSecurity security;
  gboolean     verify;
  char        *ca_file;
  char        *user;
  char        *password;
  char        *token;
  char        *address;
  char        *name;
  char        *helo;
  guint        timeout; /* in seconds */
} SmtpSettings;

SmtpSettings *smtp_settings_read (const MapiPropList *props, GError **error);
void          smtp_settings_free (SmtpSettings *self);

/* What the profile keeps secret of them. */
MapiPropTagArray *smtp_settings_list_secrets (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmtpSettings, smtp_settings_free)

G_END_DECLS
