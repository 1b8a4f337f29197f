/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-entry-id.h"

#include <ldap.h>

#define UID_SIZE 16

MapiUid *
ldap_entry_id_new_uid (const char *uri, const char *base)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *normal = ldap_entry_id_normalize (base);
  g_autoptr (GBytes) bytes = NULL;
  guint8 digest[32];
  gsize  size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) uri, -1);
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, (const guchar *) (normal != NULL ? normal : base), -1);
  g_checksum_get_digest (checksum, digest, &size);
  bytes = g_bytes_new (digest, UID_SIZE);

  return mapi_uid_new_from_bytes (bytes, NULL);
}

GBytes *
ldap_entry_id_new (const MapiUid *directory, LdapIdKind kind, const char *dn)
{
  g_autofree char *data = g_strdup_printf ("%c%s", kind, dn);

  return mapi_entry_id_new (0, directory, data, strlen (data));
}

gboolean
ldap_entry_id_parse (
    GBytes *entry_id, const MapiUid *directory, LdapIdKind *kind, char **dn, GError **error)
{
  g_autoptr (GBytes) bytes =
      mapi_entry_id_has_uid (entry_id, directory) ? mapi_entry_id_get_data (entry_id) : NULL;
  gsize       size = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (size == 0 || strchr ("RCE", *data) == NULL || *data == '\0' ||
      !g_utf8_validate (data, (gssize) size, NULL))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_UNKNOWN_ENTRYID,
                           "ldap: the entry identifier is not one of this directory");
      return FALSE;
    }

  *kind = (LdapIdKind) *data;
  *dn = g_strndup (data + 1, size - 1);
  return TRUE;
}

char *
ldap_entry_id_normalize (const char *dn)
{
  LDAPDN           parts = NULL;
  char            *text = NULL;
  g_autofree char *folded = NULL;

  if (ldap_str2dn (dn, &parts, LDAP_DN_FORMAT_LDAPV3) != LDAP_SUCCESS)
    return NULL;
  if (ldap_dn2str (parts, &text, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS && text != NULL)
    folded = g_utf8_casefold (text, -1);
  ldap_memfree (text);
  ldap_dnfree (parts);

  return g_steal_pointer (&folded);
}
