/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-settings.h"

/* The tags of the settings in ldap.service. */
#define HOST_TAG ((guint32) 0x6600001f)
#define PORT_TAG ((guint32) 0x66010003)
#define SECURITY_TAG ((guint32) 0x6602001f)
#define VERIFY_TAG ((guint32) 0x6603000b)
#define CA_FILE_TAG ((guint32) 0x6604001f)
#define USER_TAG ((guint32) 0x6605001f)
#define PASSWORD_TAG ((guint32) 0x6606001f)
#define BASE_TAG ((guint32) 0x6607001f)
#define FILTER_TAG ((guint32) 0x6608001f)
#define TIMEOUT_TAG ((guint32) 0x66090003)
#define LIMIT_TAG ((guint32) 0x660a0003)
#define PAGE_SIZE_TAG ((guint32) 0x660b0003)

#define LDAP_PORT 389
#define LDAPS_PORT 636
#define MAX_PORT 65535

void
ldap_settings_free (LdapSettings *self)
{
  g_free (self->host);
  g_free (self->ca_file);
  g_free (self->user);
  g_free (self->password);
  g_free (self->base);
  g_free (self->filter);
  g_free (self->name);
  g_free (self);
}

static char *
get_text (MapiPropList *props, guint32 tag)
{
  const char *text = mapi_prop_list_get_string (props, tag);

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static LdapSecurity
get_security (MapiPropList *props)
{
  const char *text = mapi_prop_list_get_string (props, SECURITY_TAG);

  if (g_strcmp0 (text, "none") == 0)
    return LDAP_SECURITY_NONE;
  return g_strcmp0 (text, "tls") == 0 ? LDAP_SECURITY_TLS : LDAP_SECURITY_STARTTLS;
}

static gboolean
get_number (
    MapiPropList *props, guint32 tag, const char *key, gint32 lowest, guint *value, GError **error)
{
  gint32 number = mapi_prop_list_get_long (props, tag, lowest);

  *value = (guint) number;
  if (number >= lowest)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNCONFIGURED,
               "ldap: the setting '%s' is %d, and must be at least %d",
               key,
               number,
               lowest);
  return FALSE;
}

static gboolean
require (const char *text, const char *key, GError **error)
{
  if (text != NULL)
    return TRUE;

  g_set_error (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "ldap: the setting '%s' is not set", key);
  return FALSE;
}

static gboolean
check_port (LdapSettings *self, GError **error)
{
  if (self->port == 0)
    self->port = self->security == LDAP_SECURITY_TLS ? LDAPS_PORT : LDAP_PORT;
  if (self->port <= MAX_PORT)
    return TRUE;

  g_set_error (error, MAPI_ERROR, MAPI_E_UNCONFIGURED, "ldap: there is no port %u", self->port);
  return FALSE;
}

static LdapSettings *
from_props (MapiPropList *props, GError **error)
{
  g_autoptr (LdapSettings) self = g_new0 (LdapSettings, 1);

  self->host = get_text (props, HOST_TAG);
  self->security = get_security (props);
  self->verify = mapi_prop_list_get_boolean (props, VERIFY_TAG, TRUE);
  self->ca_file = get_text (props, CA_FILE_TAG);
  self->user = get_text (props, USER_TAG);
  self->password = get_text (props, PASSWORD_TAG);
  self->base = get_text (props, BASE_TAG);
  self->filter = get_text (props, FILTER_TAG);
  self->name = get_text (props, MAPI_PR_DISPLAY_NAME);
  if (self->filter == NULL)
    self->filter = g_strdup ("(mail=*)");
  if (self->name == NULL)
    self->name = g_strdup ("LDAP directory");

  return require (self->host, "host", error) && require (self->base, "base", error) &&
                 get_number (props, PORT_TAG, "port", 0, &self->port, error) &&
                 get_number (props, TIMEOUT_TAG, "timeout", 1, &self->timeout, error) &&
                 get_number (props, LIMIT_TAG, "limit", 1, &self->limit, error) &&
                 get_number (props, PAGE_SIZE_TAG, "page-size", 1, &self->page_size, error) &&
                 check_port (self, error)
             ? g_steal_pointer (&self)
             : NULL;
}

/* A secret is given only to who asks for it by its tag. */
LdapSettings *
ldap_settings_read (MapiSupport *support, GCancellable *cancellable, GError **error)
{
  static const guint32 wanted[] = {
    HOST_TAG,
    PORT_TAG,
    SECURITY_TAG,
    VERIFY_TAG,
    CA_FILE_TAG,
    USER_TAG,
    PASSWORD_TAG,
    BASE_TAG,
    FILTER_TAG,
    TIMEOUT_TAG,
    LIMIT_TAG,
    PAGE_SIZE_TAG,
    MAPI_PR_DISPLAY_NAME,
  };
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (wanted, G_N_ELEMENTS (wanted));
  g_autoptr (MapiProfSect) section =
      mapi_support_open_profile_section (support, NULL, 0, cancellable, error);
  g_autoptr (MapiPropList) props =
      section != NULL ? mapi_prop_get_props (MAPI_PROP (section), tags, 0, cancellable, NULL, error)
                      : NULL;

  return props != NULL ? from_props (props, error) : NULL;
}

/* An address of IPv6 stands in brackets. */
char *
ldap_settings_get_uri (const LdapSettings *self)
{
  gboolean is_v6 = strchr (self->host, ':') != NULL && *self->host != '[';

  return g_strdup_printf ("%s://%s%s%s:%u",
                          self->security == LDAP_SECURITY_TLS ? "ldaps" : "ldap",
                          is_v6 ? "[" : "",
                          self->host,
                          is_v6 ? "]" : "",
                          self->port);
}
