/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"
#include "mapi-profiles-private.h"
#include "mapi-prop-list-builder.h"

/* The profiles of a user as MAPI's IProfAdmin. */

/* Files are protected by their owner; a password would protect nothing more. */
static gboolean
check_password (const char *profile_name, const char *password, GError **error)
{
  if (password == NULL || *password == '\0')
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_LOGON_FAILED,
               "profile '%s' has no password, and one was given",
               profile_name);
  return FALSE;
}

static MapiPropList *
profile_row (const char *name, gboolean is_default)
{
  g_autoptr (MapiPropListBuilder) builder = mapi_prop_list_builder_new ();
  g_autoptr (GBytes) key = g_bytes_new (name, strlen (name));

  mapi_prop_list_builder_add_binary (builder, MAPI_PR_INSTANCE_KEY, key);
  mapi_prop_list_builder_add_string (builder, MAPI_PR_DISPLAY_NAME, name);
  mapi_prop_list_builder_add_boolean (builder, MAPI_PR_DEFAULT_PROFILE, is_default);

  return mapi_prop_list_builder_end (builder);
}

static MapiRowSet *
read_profiles (GObject *owner, GError **error)
{
  MapiProfiles *self = MAPI_PROFILES (owner);
  g_auto (GStrv) names = mapi_profiles_get_names (self);
  g_autofree char *standard = mapi_profiles_get_default (self, NULL);
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (char **name = names; *name != NULL; name++)
    g_ptr_array_add (rows, profile_row (*name, g_strcmp0 (*name, standard) == 0));

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static MapiTable *
get_profile_table (MapiProfAdmin *admin, guint32 flags, GError **error)
{
  static const guint32           columns[] = { MAPI_PR_DISPLAY_NAME,
                                               MAPI_PR_DEFAULT_PROFILE,
                                               MAPI_PR_INSTANCE_KEY };
  static const MapiFileTableKind kind = {
    read_profiles, columns, G_N_ELEMENTS (columns), MAPI_PR_DISPLAY_NAME
  };
  MapiProfiles *self = MAPI_PROFILES (admin);
  g_autoptr (MapiFileTable) table = NULL;

  g_mutex_lock (&self->lock);
  if (self->table == NULL)
    self->table = mapi_file_table_new (G_OBJECT (self), self->profile_dir, &kind);
  table = g_object_ref (self->table);
  g_mutex_unlock (&self->lock);

  return mapi_file_table_get_view (table, error);
}

/* Those who have the table hear of it. */
static gboolean
tell (MapiProfAdmin *admin, gboolean done)
{
  MapiProfiles *self = MAPI_PROFILES (admin);
  g_autoptr (MapiFileTable) table = NULL;

  g_mutex_lock (&self->lock);
  g_set_object (&table, self->table);
  g_mutex_unlock (&self->lock);
  if (done && table != NULL)
    mapi_file_table_refresh (table);

  return done;
}

static gboolean
add_default_services (MapiProfile  *profile,
                      guint32       flags,
                      GCancellable *cancellable,
                      GError      **error)
{
  MapiServiceCatalog *catalog = mapi_profile_get_catalog (profile);

  for (guint i = 0; i < mapi_service_catalog_get_n_services (catalog); i++)
    {
      MapiServiceInfo *service = mapi_service_catalog_get_service (catalog, i);
      g_autoptr (MapiUid) uid = NULL;

      if (!mapi_service_info_is_default (service))
        continue;
      uid = mapi_profile_create_service (
          profile, mapi_service_info_get_name (service), NULL, flags, cancellable, error);
      if (uid == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
create_profile (MapiProfAdmin *admin,
                const char    *profile_name,
                const char    *password,
                guint32        flags,
                GCancellable  *cancellable,
                GError       **error)
{
  MapiProfiles *self = MAPI_PROFILES (admin);
  g_autoptr (MapiProfile) profile = NULL;

  if (!check_password (profile_name, password, error))
    return FALSE;
  profile = mapi_profiles_create (self, profile_name, error);
  if (profile == NULL)
    return FALSE;
  if ((flags & MAPI_DEFAULT_SERVICES) == 0 ||
      add_default_services (profile, flags & ~MAPI_DEFAULT_SERVICES, cancellable, error))
    return tell (admin, TRUE);

  mapi_profiles_delete (self, profile_name, NULL);
  return FALSE;
}

/* Services are told; what one says against it does not keep a profile from going away. */
static gboolean
delete_profile (MapiProfAdmin *admin,
                const char    *profile_name,
                guint32        flags,
                GCancellable  *cancellable,
                GError       **error)
{
  MapiProfiles *self = MAPI_PROFILES (admin);
  g_autoptr (MapiProfile) profile = mapi_profiles_open (self, profile_name, error);
  g_autoptr (MapiRowSet) services = NULL;

  if (profile == NULL)
    return FALSE;

  services = mapi_profile_get_services (profile, NULL);
  for (guint i = 0; services != NULL && i < mapi_row_set_get_size (services); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (services, i);
      g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, MAPI_PR_SERVICE_UID);
      g_autoptr (MapiUid) uid = mapi_uid_new_from_bytes (bytes, NULL);
      g_autoptr (GError) refusal = NULL;

      if (!mapi_profile_delete_service (profile, uid, cancellable, &refusal))
        g_warning ("profile '%s': %s", profile_name, refusal->message);
    }

  return tell (admin, mapi_profiles_delete (self, profile_name, error));
}

static gboolean
change_profile_password (MapiProfAdmin *admin,
                         const char    *profile_name,
                         const char    *old_password,
                         const char    *new_password,
                         guint32        flags,
                         GError       **error)
{
  g_autoptr (MapiProfile) profile = mapi_profiles_open (MAPI_PROFILES (admin), profile_name, error);

  if (profile == NULL || !check_password (profile_name, old_password, error))
    return FALSE;
  if (new_password == NULL || *new_password == '\0')
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "profile '%s' cannot have a password: its files are protected by their owner",
               profile_name);
  return FALSE;
}

static gboolean
copy_profile (MapiProfAdmin *admin,
              const char    *old_profile_name,
              const char    *old_password,
              const char    *new_profile_name,
              guint32        flags,
              GError       **error)
{
  MapiProfiles *self = MAPI_PROFILES (admin);

  return check_password (old_profile_name, old_password, error) &&
         tell (admin, mapi_profiles_copy (self, old_profile_name, new_profile_name, error));
}

static gboolean
rename_profile (MapiProfAdmin *admin,
                const char    *old_profile_name,
                const char    *old_password,
                const char    *new_profile_name,
                guint32        flags,
                GError       **error)
{
  MapiProfiles *self = MAPI_PROFILES (admin);

  return check_password (old_profile_name, old_password, error) &&
         tell (admin, mapi_profiles_rename (self, old_profile_name, new_profile_name, error));
}

static gboolean
set_default_profile (MapiProfAdmin *admin, const char *profile_name, guint32 flags, GError **error)
{
  return tell (admin, mapi_profiles_set_default (MAPI_PROFILES (admin), profile_name, error));
}

static MapiMsgServiceAdmin *
admin_services (MapiProfAdmin *admin,
                const char    *profile_name,
                const char    *password,
                guint32        flags,
                GError       **error)
{
  MapiProfile *profile = NULL;

  if (check_password (profile_name, password, error))
    profile = mapi_profiles_open (MAPI_PROFILES (admin), profile_name, error);

  return profile != NULL ? MAPI_MSG_SERVICE_ADMIN (profile) : NULL;
}

void
mapi_profiles_prof_admin_init (MapiProfAdminInterface *iface)
{
  iface->get_profile_table = get_profile_table;
  iface->create_profile = create_profile;
  iface->delete_profile = delete_profile;
  iface->change_profile_password = change_profile_password;
  iface->copy_profile = copy_profile;
  iface->rename_profile = rename_profile;
  iface->set_default_profile = set_default_profile;
  iface->admin_services = admin_services;
}
