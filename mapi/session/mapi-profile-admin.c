/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-profile-private.h"

/* A profile as MAPI's IMsgServiceAdmin. */

static MapiTable *
get_msg_service_table (MapiMsgServiceAdmin *admin, guint32 flags, GError **error)
{
  return mapi_profile_get_services_table (MAPI_PROFILE (admin), error);
}

static MapiTable *
get_provider_table (MapiMsgServiceAdmin *admin, guint32 flags, GError **error)
{
  return mapi_profile_get_providers_table (MAPI_PROFILE (admin), error);
}

static gboolean
create_msg_service (MapiMsgServiceAdmin *admin,
                    const char          *service_name,
                    const char          *display_name,
                    guint32              flags,
                    GCancellable        *cancellable,
                    GError             **error)
{
  g_autoptr (MapiUid) uid = mapi_profile_create_service (
      MAPI_PROFILE (admin), service_name, display_name, flags, cancellable, error);

  return uid != NULL;
}

static MapiUid *
create_msg_service_ex (MapiMsgServiceAdmin2 *admin,
                       const char           *service_name,
                       const char           *display_name,
                       guint32               flags,
                       GCancellable         *cancellable,
                       GError              **error)
{
  return mapi_profile_create_service (
      MAPI_PROFILE (admin), service_name, display_name, flags, cancellable, error);
}

static gboolean
delete_msg_service (MapiMsgServiceAdmin *admin,
                    const MapiUid       *uid,
                    GCancellable        *cancellable,
                    GError             **error)
{
  return mapi_profile_delete_service (MAPI_PROFILE (admin), uid, cancellable, error);
}

static gboolean
copy_msg_service (MapiMsgServiceAdmin *admin,
                  const MapiUid       *uid,
                  const char          *display_name,
                  MapiMsgServiceAdmin *destination,
                  guint32              flags,
                  GError             **error)
{
  if (destination == NULL)
    destination = admin;
  if (MAPI_IS_PROFILE (destination))
    return mapi_profile_copy_service (
        MAPI_PROFILE (admin), uid, display_name, MAPI_PROFILE (destination), error);

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "a service can be copied to a profile, which %s is not",
               G_OBJECT_TYPE_NAME (destination));
  return FALSE;
}

static gboolean
rename_msg_service (MapiMsgServiceAdmin *admin,
                    const MapiUid       *uid,
                    guint32              flags,
                    const char          *display_name,
                    GError             **error)
{
  return mapi_profile_rename_service (MAPI_PROFILE (admin), uid, display_name, error);
}

/* The entry point sees what is wanted first and may refuse; what has a setting is kept. */
static gboolean
configure_msg_service (MapiMsgServiceAdmin *admin,
                       const MapiUid       *uid,
                       guint32              flags,
                       MapiPropList        *props,
                       GCancellable        *cancellable,
                       GError             **error)
{
  MapiProfile          *self = MAPI_PROFILE (admin);
  const MapiServiceCall call = { MAPI_MSG_SERVICE_CONFIGURE, flags, props };

  return mapi_profile_call_service (self, uid, &call, cancellable, error) &&
         (props != NULL ? mapi_profile_set_settings (self, uid, props, error)
                        : mapi_profile_check_service (self, uid, error));
}

static MapiProfSect *
open_profile_section (MapiMsgServiceAdmin *admin,
                      const MapiUid       *uid,
                      const char          *interface_name,
                      guint32              flags,
                      GError             **error)
{
  return mapi_profile_open_section (MAPI_PROFILE (admin), uid, flags, error);
}

static gboolean
msg_service_transport_order (MapiMsgServiceAdmin *admin,
                             MapiUidArray        *uids,
                             guint32              flags,
                             GError             **error)
{
  return mapi_profile_set_transport_order (MAPI_PROFILE (admin), uids, error);
}

static MapiProviderAdmin *
admin_providers (MapiMsgServiceAdmin *admin, const MapiUid *uid, guint32 flags, GError **error)
{
  MapiProfile     *self = MAPI_PROFILE (admin);
  MapiKeyFile     *file = mapi_profile_lock (self, error);
  g_autofree char *group = NULL;

  if (file == NULL)
    return NULL;
  group = mapi_profile_require_service (self, file, uid, error);
  mapi_profile_unlock (self);

  return group != NULL ? mapi_service_providers_new (self, uid, FALSE) : NULL;
}

static gboolean
set_primary_identity (MapiMsgServiceAdmin *admin, const MapiUid *uid, guint32 flags, GError **error)
{
  return mapi_profile_choose_identity (MAPI_PROFILE (admin), uid, error);
}

void
mapi_profile_msg_service_admin_init (MapiMsgServiceAdminInterface *iface)
{
  iface->get_msg_service_table = get_msg_service_table;
  iface->create_msg_service = create_msg_service;
  iface->delete_msg_service = delete_msg_service;
  iface->copy_msg_service = copy_msg_service;
  iface->rename_msg_service = rename_msg_service;
  iface->configure_msg_service = configure_msg_service;
  iface->open_profile_section = open_profile_section;
  iface->msg_service_transport_order = msg_service_transport_order;
  iface->admin_providers = admin_providers;
  iface->set_primary_identity = set_primary_identity;
  iface->get_provider_table = get_provider_table;
}

void
mapi_profile_msg_service_admin2_init (MapiMsgServiceAdmin2Interface *iface)
{
  iface->create_msg_service_ex = create_msg_service_ex;
}
