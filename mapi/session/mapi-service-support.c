/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-profile-private.h"
#include "mapi-service-support-private.h"
#include "mapi-session-private.h"

/*
 * What is offered to a message service: its entry point, which is called without a logon, and a
 * provider of it that asks for the service's own support object. Every method that is not for
 * services (the table of support methods says which are) keeps its default, MAPI_E_NO_SUPPORT.
 */

#define MAPI_TYPE_SERVICE_SUPPORT (mapi_service_support_get_type ())
G_DECLARE_FINAL_TYPE (MapiServiceSupport, mapi_service_support, MAPI, SERVICE_SUPPORT, GObject)

struct _MapiServiceSupport
{
  GObject parent_instance;

  MapiProfile *profile;
  MapiUid     *service_uid;
  MapiSession *session;
};

static void mapi_service_support_support_init (MapiSupportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiServiceSupport,
                               mapi_service_support,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SUPPORT,
                                                      mapi_service_support_support_init))

static void
mapi_service_support_finalize (GObject *object)
{
  MapiServiceSupport *self = MAPI_SERVICE_SUPPORT (object);

  g_clear_object (&self->profile);
  g_clear_pointer (&self->service_uid, mapi_uid_free);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (mapi_service_support_parent_class)->finalize (object);
}

static void
mapi_service_support_class_init (MapiServiceSupportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_service_support_finalize;
}

static void
mapi_service_support_init (MapiServiceSupport *self)
{
}

MapiSupport *
mapi_service_support_new (MapiProfile *profile, const MapiUid *service_uid, MapiSession *session)
{
  MapiServiceSupport *self = g_object_new (MAPI_TYPE_SERVICE_SUPPORT, NULL);

  g_set_object (&self->session, session);
  if (profile != NULL)
    {
      self->profile = g_object_ref (profile);
      self->service_uid = mapi_uid_copy (service_uid);
    }

  return MAPI_SUPPORT (self);
}

static MapiProfSect *
open_profile_section (MapiSupport   *support,
                      const MapiUid *uid,
                      guint32        flags,
                      GCancellable  *cancellable,
                      GError       **error)
{
  MapiServiceSupport *self = MAPI_SERVICE_SUPPORT (support);

  if (self->profile != NULL)
    return mapi_profile_open_section (
        self->profile, uid != NULL ? uid : self->service_uid, flags, error);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_NOT_FOUND,
                       "the service is in no profile yet, so it has no section");
  return NULL;
}

static MapiUid *
new_uid (MapiSupport *support, GError **error)
{
  return mapi_uid_new ();
}

static gboolean
make_invalid (MapiSupport *support, GObject *object, guint32 flags, GError **error)
{
  mapi_guard_make_invalid (object);

  return TRUE;
}

/* What a dialog would ask the user, the client's interaction is asked. Without one a service is
 * told what its declared settings say: that it is configured, or what is missing. */
static gboolean
do_config_propsheet (MapiSupport  *support,
                     guint32       flags,
                     const char   *title,
                     MapiTable    *display_table,
                     MapiProp     *config_data,
                     guint32       top_page,
                     GCancellable *cancellable,
                     GError      **error)
{
  MapiServiceSupport *self = MAPI_SERVICE_SUPPORT (support);
  g_autoptr (MapiInteraction) interaction = NULL;

  if (self->session != NULL)
    interaction = mapi_session_ref_interaction (self->session, "DoConfigPropsheet", NULL);
  if (interaction != NULL)
    return mapi_interaction_edit_entry (
        interaction, config_data, display_table, NULL, title, cancellable, error);

  return self->profile == NULL ||
         mapi_profile_check_service (self->profile, self->service_uid, error);
}

static MapiSupport *
get_svc_config_support_obj (MapiSupport *support, guint32 flags, GError **error)
{
  return g_object_ref (support);
}

static void
mapi_service_support_support_init (MapiSupportInterface *iface)
{
  iface->open_profile_section = open_profile_section;
  iface->new_uid = new_uid;
  iface->make_invalid = make_invalid;
  iface->do_config_propsheet = do_config_propsheet;
  iface->get_svc_config_support_obj = get_svc_config_support_obj;
}
