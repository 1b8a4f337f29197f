/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-logon.h"
#include "ldap-container.h"

struct _LdapLogon
{
  GObject parent_instance;

  LdapDirectory *directory;

  GMutex       lock;
  MapiSupport *support; /* NULL after Logoff */
};

static void ldap_logon_iface_init (MapiAbLogonInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LdapLogon,
                               ldap_logon,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_LOGON, ldap_logon_iface_init))

static void
ldap_logon_finalize (GObject *object)
{
  LdapLogon *self = LDAP_LOGON (object);

  g_clear_object (&self->support);
  g_clear_object (&self->directory);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (ldap_logon_parent_class)->finalize (object);
}

static void
ldap_logon_class_init (LdapLogonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ldap_logon_finalize;
}

static void
ldap_logon_init (LdapLogon *self)
{
  g_mutex_init (&self->lock);
}

LdapLogon *
ldap_logon_new (MapiSupport *support, LdapDirectory *directory)
{
  LdapLogon *self = g_object_new (LDAP_TYPE_LOGON, NULL);

  self->support = g_object_ref (support);
  self->directory = g_object_ref (directory);
  return self;
}

static gboolean
logoff (MapiAbLogon *logon, guint32 flags, GCancellable *cancellable, GError **error)
{
  LdapLogon *self = LDAP_LOGON (logon);
  g_autoptr (MapiSupport) support = NULL;

  ldap_directory_close (self->directory);
  g_mutex_lock (&self->lock);
  support = g_steal_pointer (&self->support);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

static MapiProp *
open_entry (MapiAbLogon  *logon,
            GBytes       *entry_id,
            const char   *interface_name,
            guint32       flags,
            GCancellable *cancellable,
            GError      **error)
{
  return mapi_prop_offer (ldap_container_open_entry (
                              LDAP_LOGON (logon)->directory, entry_id, flags, cancellable, error),
                          interface_name,
                          error);
}

static gboolean
compare_entry_ids (MapiAbLogon *logon,
                   GBytes      *entry_id1,
                   GBytes      *entry_id2,
                   guint32      flags,
                   gboolean    *result,
                   GError     **error)
{
  const MapiUid   *uid = ldap_directory_get_uid (LDAP_LOGON (logon)->directory);
  LdapIdKind       kinds[2];
  g_autofree char *dn1 = NULL;
  g_autofree char *dn2 = NULL;
  g_autofree char *normal1 = NULL;
  g_autofree char *normal2 = NULL;

  if (!ldap_entry_id_parse (entry_id1, uid, &kinds[0], &dn1, error) ||
      !ldap_entry_id_parse (entry_id2, uid, &kinds[1], &dn2, error))
    return FALSE;

  normal1 = ldap_entry_id_normalize (dn1);
  normal2 = ldap_entry_id_normalize (dn2);
  *result = kinds[0] == kinds[1] && g_strcmp0 (normal1, normal2) == 0;
  return TRUE;
}

static void
ldap_logon_iface_init (MapiAbLogonInterface *iface)
{
  iface->logoff = logoff;
  iface->open_entry = open_entry;
  iface->compare_entry_ids = compare_entry_ids;
}
