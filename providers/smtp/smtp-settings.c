/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-settings.h"

#include <string.h>

/* The tags of smtp.service. */
#define TAG_HOST ((guint32) 0x6600001F)
#define TAG_PORT ((guint32) 0x66010003)
#define TAG_SECURITY ((guint32) 0x6602001F)
#define TAG_VERIFY ((guint32) 0x6603000B)
#define TAG_CA_FILE ((guint32) 0x6604001F)
#define TAG_USER ((guint32) 0x6605001F)
#define TAG_PASSWORD ((guint32) 0x6606001F)
#define TAG_TOKEN ((guint32) 0x6607001F)
#define TAG_ADDRESS ((guint32) 0x6608001F)
#define TAG_NAME ((guint32) 0x6609001F)
#define TAG_HELO ((guint32) 0x660A001F)
#define TAG_TIMEOUT ((guint32) 0x660B0003)

#define DEFAULT_TIMEOUT 300

static const struct
{
  const char  *name;
  SmtpSecurity security;
  guint        port;
} securities[] = {
  { "starttls", SMTP_SECURITY_STARTTLS, 587 },
  { "tls", SMTP_SECURITY_TLS, 465 },
  { "none", SMTP_SECURITY_NONE, 25 },
};

/* An empty setting is none. */
static char *
read_string (const MapiPropList *props, guint32 tag)
{
  const char *value = mapi_prop_list_get_string (props, tag);

  return value != NULL && value[0] != '\0' ? g_strdup (value) : NULL;
}

static gboolean
read_security (SmtpSettings *self, const MapiPropList *props, GError **error)
{
  g_autofree char *name = read_string (props, TAG_SECURITY);

  for (guint i = 0; i < G_N_ELEMENTS (securities); i++)
    if (g_strcmp0 (name != NULL ? name : securities[0].name, securities[i].name) == 0)
      {
        self->security = securities[i].security;
        self->port = securities[i].port;
        return TRUE;
      }

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNCONFIGURED,
               "smtp: the setting security is “%s”, not starttls, tls or none",
               name);
  return FALSE;
}

static gboolean
read_numbers (SmtpSettings *self, const MapiPropList *props, GError **error)
{
  gint32 port = mapi_prop_list_get_long (props, TAG_PORT, 0);
  gint32 timeout = mapi_prop_list_get_long (props, TAG_TIMEOUT, 0);

  if (port < 0 || port > G_MAXUINT16 || timeout < 0)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_UNCONFIGURED,
                   "smtp: the setting %s is %d",
                   timeout < 0 ? "timeout" : "port",
                   timeout < 0 ? timeout : port);
      return FALSE;
    }

  if (port != 0)
    self->port = (guint) port;
  self->timeout = timeout != 0 ? (guint) timeout : DEFAULT_TIMEOUT;
  return TRUE;
}

static void
read_strings (SmtpSettings *self, const MapiPropList *props)
{
  self->host = read_string (props, TAG_HOST);
  self->ca_file = read_string (props, TAG_CA_FILE);
  self->user = read_string (props, TAG_USER);
  self->password = read_string (props, TAG_PASSWORD);
  self->token = read_string (props, TAG_TOKEN);
  self->address = read_string (props, TAG_ADDRESS);
  self->name = read_string (props, TAG_NAME);
  self->helo = read_string (props, TAG_HELO);
  if (self->helo == NULL)
    self->helo = g_strdup (g_get_host_name ());
}

MapiPropTagArray *
smtp_settings_list_secrets (void)
{
  static const guint32 tags[] = { TAG_PASSWORD, TAG_TOKEN };

  return mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
}

SmtpSettings *
smtp_settings_read (const MapiPropList *props, GError **error)
{
  g_autoptr (SmtpSettings) self = g_new0 (SmtpSettings, 1);

  read_strings (self, props);
  self->verify = mapi_prop_list_get_boolean (props, TAG_VERIFY, TRUE);
  if (!read_security (self, props, error) || !read_numbers (self, props, error))
    return NULL;
  if (self->host == NULL)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "smtp: the setting host is missing");
      return NULL;
    }
  return g_steal_pointer (&self);
}

static void
free_secret (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
smtp_settings_free (SmtpSettings *self)
{
  g_free (self->host);
  g_free (self->ca_file);
  g_free (self->user);
  free_secret (self->password);
  free_secret (self->token);
  g_free (self->address);
  g_free (self->name);
  g_free (self->helo);
  g_free (self);
}
