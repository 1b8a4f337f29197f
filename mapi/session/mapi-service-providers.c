/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"
#include "mapi-restriction.h"

/* The providers of one service of a profile: MAPI's IProviderAdmin. */

#define MAPI_TYPE_SERVICE_PROVIDERS (mapi_service_providers_get_type ())
G_DECLARE_FINAL_TYPE (
    MapiServiceProviders, mapi_service_providers, MAPI, SERVICE_PROVIDERS, GObject)

struct _MapiServiceProviders
{
  GObject parent_instance;

  MapiProfile *profile;
  MapiUid     *service_uid;

  /* What the entry point adds or removes itself is not asked of it again. */
  gboolean is_for_entry;
};

static void mapi_service_providers_admin_init (MapiProviderAdminInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiServiceProviders,
                               mapi_service_providers,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_PROVIDER_ADMIN,
                                                      mapi_service_providers_admin_init))

static void
mapi_service_providers_finalize (GObject *object)
{
  MapiServiceProviders *self = MAPI_SERVICE_PROVIDERS (object);

  g_clear_object (&self->profile);
  g_clear_pointer (&self->service_uid, mapi_uid_free);

  G_OBJECT_CLASS (mapi_service_providers_parent_class)->finalize (object);
}

static void
mapi_service_providers_class_init (MapiServiceProvidersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_service_providers_finalize;
}

static void
mapi_service_providers_init (MapiServiceProviders *self)
{
}

MapiProviderAdmin *
mapi_service_providers_new (MapiProfile *profile, const MapiUid *service_uid, gboolean is_for_entry)
{
  MapiServiceProviders *self = g_object_new (MAPI_TYPE_SERVICE_PROVIDERS, NULL);

  self->profile = g_object_ref (profile);
  self->service_uid = mapi_uid_copy (service_uid);
  self->is_for_entry = is_for_entry;

  return MAPI_PROVIDER_ADMIN (self);
}

static MapiTable *
get_provider_table (MapiProviderAdmin *admin, guint32 flags, GError **error)
{
  MapiServiceProviders *self = MAPI_SERVICE_PROVIDERS (admin);
  g_autoptr (MapiTable) table = mapi_profile_get_providers_table (self->profile, error);
  g_autoptr (GBytes) uid = mapi_uid_to_bytes (self->service_uid);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_binary (MAPI_PR_SERVICE_UID, uid);
  g_autoptr (MapiRestriction) mine =
      mapi_restriction_new_property (MAPI_RELOP_EQ, MAPI_PR_SERVICE_UID, value);

  return table != NULL && mapi_table_restrict (table, mine, 0, NULL, error)
             ? g_steal_pointer (&table)
             : NULL;
}

typedef struct
{
  const MapiUid *service_uid;
  const char    *name;
  MapiUid       *uid;
} Addition;

static gboolean
edit_add (MapiProfile *profile, MapiKeyFile *file, gpointer data, GError **error)
{
  Addition        *addition = data;
  g_autofree char *group =
      mapi_profile_require_service (profile, file, addition->service_uid, error);
  MapiServiceInfo *service = NULL;

  if (group != NULL)
    service = mapi_profile_service_info (profile, file, group, error);
  if (service == NULL)
    return FALSE;
  if (mapi_service_info_lookup_provider (service, addition->name) == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_NOT_FOUND,
                   "service '%s' has no provider '%s'",
                   mapi_service_info_get_name (service),
                   addition->name);
      return FALSE;
    }

  addition->uid = mapi_profile_add_provider (file, addition->service_uid, addition->name);
  return TRUE;
}

static gboolean
edit_remove (MapiProfile *profile, MapiKeyFile *file, gpointer data, GError **error)
{
  g_autofree char *group = mapi_profile_group_of (MAPI_GROUP_PROVIDER, data);

  return mapi_profile_remove_group (file, group, error);
}

/* Whether the provider is one of the service's. */
static gboolean
check_provider (MapiServiceProviders *self, const MapiUid *uid, GError **error)
{
  MapiKeyFile     *file = mapi_profile_lock (self->profile, error);
  g_autofree char *group = mapi_profile_group_of (MAPI_GROUP_PROVIDER, uid);
  g_autoptr (MapiUid) owner = NULL;
  gboolean is_mine;

  if (file == NULL)
    return FALSE;
  is_mine = g_key_file_has_group (file->keys, group) &&
            mapi_profile_provider_service (file, group, &owner, NULL) &&
            mapi_uid_equal (owner, self->service_uid);
  mapi_profile_unlock (self->profile);

  if (!is_mine)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_NOT_FOUND,
                 "profile '%s': the service has no [%s]",
                 mapi_profile_get_name (self->profile),
                 group);
  return is_mine;
}

static gboolean
set_props (MapiServiceProviders *self, const MapiUid *uid, MapiPropList *props, GError **error)
{
  g_autoptr (MapiProfSect) section = NULL;

  if (props == NULL)
    return TRUE;

  section = mapi_profile_open_section (self->profile, uid, MAPI_MODIFY, error);
  return section != NULL && mapi_prop_set_props (MAPI_PROP (section), props, NULL, NULL, error);
}

static gboolean
tell_service (MapiServiceProviders *self,
              guint32               context,
              MapiPropList         *props,
              GCancellable         *cancellable,
              GError              **error)
{
  const MapiServiceCall call = { context, 0, props };

  return mapi_profile_call_service (self->profile, self->service_uid, &call, cancellable, error);
}

static MapiUid *
create_provider (MapiProviderAdmin *admin,
                 const char        *provider_name,
                 MapiPropList      *props,
                 guint32            flags,
                 GCancellable      *cancellable,
                 GError           **error)
{
  MapiServiceProviders *self = MAPI_SERVICE_PROVIDERS (admin);
  Addition              addition = { self->service_uid, provider_name, NULL };
  g_autoptr (MapiUid) uid = NULL;

  if (!mapi_profile_edit (self->profile, edit_add, &addition, error))
    return NULL;
  uid = addition.uid;
  if (set_props (self, uid, props, error) &&
      (self->is_for_entry ||
       tell_service (self, MAPI_MSG_SERVICE_PROVIDER_CREATE, props, cancellable, error)))
    return g_steal_pointer (&uid);

  /* One that was refused was never there. */
  mapi_profile_edit (self->profile, edit_remove, uid, NULL);
  return NULL;
}

static gboolean
delete_provider (MapiProviderAdmin *admin,
                 const MapiUid     *uid,
                 GCancellable      *cancellable,
                 GError           **error)
{
  MapiServiceProviders *self = MAPI_SERVICE_PROVIDERS (admin);

  return check_provider (self, uid, error) &&
         (self->is_for_entry ||
          tell_service (self, MAPI_MSG_SERVICE_PROVIDER_DELETE, NULL, cancellable, error)) &&
         mapi_profile_edit (self->profile, edit_remove, (gpointer) uid, error);
}

static MapiProfSect *
open_profile_section (MapiProviderAdmin *admin,
                      const MapiUid     *uid,
                      const char        *interface_name,
                      guint32            flags,
                      GError           **error)
{
  MapiServiceProviders *self = MAPI_SERVICE_PROVIDERS (admin);

  if (uid == NULL)
    return mapi_profile_open_section (self->profile, self->service_uid, flags, error);
  return check_provider (self, uid, error)
             ? mapi_profile_open_section (self->profile, uid, flags, error)
             : NULL;
}

static void
mapi_service_providers_admin_init (MapiProviderAdminInterface *iface)
{
  iface->get_provider_table = get_provider_table;
  iface->create_provider = create_provider;
  iface->delete_provider = delete_provider;
  iface->open_profile_section = open_profile_section;
}
