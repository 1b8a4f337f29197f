/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ldap-container.h"
#include "ldap-table.h"
#include "ldap-user.h"

struct _LdapContainer
{
  MapiPropData   parent_instance;
  LdapDirectory *directory;
  gboolean       is_root;
};

static void ldap_container_container_init (MapiContainerInterface *iface);
static void ldap_container_ab_container_init (MapiAbContainerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LdapContainer,
                               ldap_container,
                               MAPI_TYPE_PROP_DATA,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_CONTAINER,
                                                      ldap_container_container_init)
                                   G_IMPLEMENT_INTERFACE (MAPI_TYPE_AB_CONTAINER,
                                                          ldap_container_ab_container_init))

static void
ldap_container_finalize (GObject *object)
{
  g_clear_object (&LDAP_CONTAINER (object)->directory);

  G_OBJECT_CLASS (ldap_container_parent_class)->finalize (object);
}

static void
ldap_container_class_init (LdapContainerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ldap_container_finalize;
}

static void
ldap_container_init (LdapContainer *self)
{
  mapi_prop_data_set_obj_access (MAPI_PROP_DATA (self), MAPI_IPROP_READONLY);
}

/* What the hierarchy table and the container itself say. */
static MapiPropList *
describe (LdapDirectory *directory, gboolean is_root)
{
  const char *base = ldap_directory_get_base (directory);
  g_autoptr (GBytes) entry_id = ldap_entry_id_new (
      ldap_directory_get_uid (directory), is_root ? LDAP_ID_ROOT : LDAP_ID_CONTAINER, base);

  return mapi_ab_container_describe (entry_id,
                                     ldap_directory_get_name (directory),
                                     base,
                                     MAPI_DT_GLOBAL,
                                     (is_root ? MAPI_AB_SUBCONTAINERS : MAPI_AB_RECIPIENTS) |
                                         MAPI_AB_UNMODIFIABLE);
}

LdapContainer *
ldap_container_new (LdapDirectory *directory, gboolean is_root)
{
  LdapContainer *self = g_object_new (LDAP_TYPE_CONTAINER, NULL);
  g_autoptr (MapiPropList) props = describe (directory, is_root);

  self->directory = g_object_ref (directory);
  self->is_root = is_root;
  mapi_prop_data_set_list (MAPI_PROP_DATA (self), props);
  return self;
}

static MapiProp *
open_user (LdapDirectory *directory,
           const char    *dn,
           guint32        flags,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (MapiPropList) props = NULL;

  if ((flags & MAPI_MODIFY) != 0)
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_NO_ACCESS, "ldap: entries of a directory can only be read");
      return NULL;
    }

  props = ldap_directory_read (directory, dn, cancellable, error);
  return props != NULL ? MAPI_PROP (ldap_user_new (props)) : NULL;
}

MapiProp *
ldap_container_open_entry (LdapDirectory *directory,
                           GBytes        *entry_id,
                           guint32        flags,
                           GCancellable  *cancellable,
                           GError       **error)
{
  LdapIdKind       kind = LDAP_ID_ROOT;
  g_autofree char *dn = NULL;

  if (!ldap_directory_check (directory, error))
    return NULL;
  if (entry_id != NULL && g_bytes_get_size (entry_id) > 0 &&
      !ldap_entry_id_parse (entry_id, ldap_directory_get_uid (directory), &kind, &dn, error))
    return NULL;
  if (kind == LDAP_ID_ENTRY)
    return open_user (directory, dn, flags, cancellable, error);

  return MAPI_PROP (ldap_container_new (directory, kind == LDAP_ID_ROOT));
}

static MapiTable *
get_contents_table (MapiContainer *container,
                    guint32        flags,
                    GCancellable  *cancellable,
                    GError       **error)
{
  LdapContainer *self = LDAP_CONTAINER (container);

  if (!ldap_directory_check (self->directory, error))
    return NULL;
  if (!self->is_root)
    return MAPI_TABLE (ldap_table_new (self->directory));

  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NO_SUPPORT, "ldap: the root container has no entries of its own");
  return NULL;
}

static MapiTable *
get_hierarchy_table (MapiContainer *container,
                     guint32        flags,
                     GCancellable  *cancellable,
                     GError       **error)
{
  LdapContainer *self = LDAP_CONTAINER (container);
  g_autoptr (MapiPropList) row = self->is_root ? describe (self->directory, FALSE) : NULL;

  return ldap_directory_check (self->directory, error) ? mapi_ab_hierarchy_new (row, error) : NULL;
}

static MapiProp *
open_entry (MapiContainer *container,
            GBytes        *entry_id,
            const char    *interface_name,
            guint32        flags,
            GCancellable  *cancellable,
            GError       **error)
{
  return mapi_prop_offer (
      ldap_container_open_entry (
          LDAP_CONTAINER (container)->directory, entry_id, flags, cancellable, error),
      interface_name,
      error);
}

static void
ldap_container_container_init (MapiContainerInterface *iface)
{
  iface->get_contents_table = get_contents_table;
  iface->get_hierarchy_table = get_hierarchy_table;
  iface->open_entry = open_entry;
}

static MapiRowSet *
resolve_names (MapiAbContainer  *container,
               MapiPropTagArray *tags,
               guint32           flags,
               MapiRowSet       *recipients,
               MapiFlagList     *states,
               MapiFlagList    **new_states,
               GCancellable     *cancellable,
               GError          **error)
{
  return mapi_resolve_names_in (
      MAPI_CONTAINER (container), tags, recipients, states, new_states, cancellable, error);
}

static void
ldap_container_ab_container_init (MapiAbContainerInterface *iface)
{
  iface->resolve_names = resolve_names;
}
