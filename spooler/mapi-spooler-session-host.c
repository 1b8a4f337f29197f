/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-session-host.h"

/**
 * MapiSpoolerSessionHost:
 *
 * The profile of a session as the spooler sees it: what a spooler that moves real mail is made
 * with.
 *
 * Since: 1.0
 */

struct _MapiSpoolerSessionHost
{
  GObject parent_instance;

  MapiSession *session;
};

static char *
mapi_spooler_session_host_get_profile_name (MapiSpoolerHost *host)
{
  MapiSpoolerSessionHost *self = MAPI_SPOOLER_SESSION_HOST (host);
  MapiProfile            *profile = mapi_session_get_profile (self->session);

  return g_strdup (mapi_profile_get_name (profile));
}

/* Settings are those of the provider's section: the service's file says which tag a key has. */
static char *
mapi_spooler_session_host_get_setting (MapiSpoolerHost *host, const MapiUid *uid, const char *key)
{
  MapiSpoolerSessionHost *self = MAPI_SPOOLER_SESSION_HOST (host);
  MapiProfile            *profile = mapi_session_get_profile (self->session);
  g_autoptr (MapiRowSet) providers = mapi_profile_get_providers (profile, NULL);

  for (guint i = 0; providers != NULL && i < mapi_row_set_get_size (providers); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (providers, i);
      g_autoptr (GBytes) provider = mapi_prop_list_get_bytes (row, MAPI_PR_PROVIDER_UID);
      g_autoptr (GBytes) service = mapi_prop_list_get_bytes (row, MAPI_PR_SERVICE_UID);
      g_autoptr (MapiUid) provider_uid = NULL, service_uid = NULL;

      if (provider == NULL || service == NULL)
        continue;
      provider_uid = mapi_uid_new_from_bytes (provider, NULL);
      service_uid = mapi_uid_new_from_bytes (service, NULL);
      if (provider_uid != NULL && service_uid != NULL && mapi_uid_equal (provider_uid, uid))
        return mapi_profile_get_setting (profile, service_uid, key, NULL);
    }
  return NULL;
}

static MapiRowSet *
mapi_spooler_session_host_get_providers (MapiSpoolerHost *host,
                                         GCancellable    *cancellable,
                                         GError         **error)
{
  static const guint32 columns[] = {
    MAPI_PR_PROVIDER_UID,
    MAPI_PR_RESOURCE_TYPE,
    MAPI_PR_PROVIDER_DISPLAY,
    MAPI_PR_RESOURCE_FLAGS,
  };
  MapiSpoolerSessionHost *self = MAPI_SPOOLER_SESSION_HOST (host);
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (columns, G_N_ELEMENTS (columns));
  g_autoptr (MapiTable) table = mapi_session_get_providers (self->session, error);

  if (table == NULL || !mapi_table_set_columns (table, tags, 0, cancellable, error))
    return NULL;
  return mapi_table_query_rows (table, G_MAXINT32, 0, cancellable, error);
}

static MapiMsgStore *
mapi_spooler_session_host_open_store (MapiSpoolerHost *host,
                                      const MapiUid   *uid,
                                      GCancellable    *cancellable,
                                      GError         **error)
{
  MapiSpoolerSessionHost *self = MAPI_SPOOLER_SESSION_HOST (host);

  return mapi_session_open_spooler_store (self->session, uid, MAPI_MDB_WRITE, cancellable, error);
}

static MapiXpLogon *
mapi_spooler_session_host_logon_transport (MapiSpoolerHost *host,
                                           const MapiUid   *uid,
                                           guint32         *flags,
                                           MapiSupport    **support,
                                           GCancellable    *cancellable,
                                           GError         **error)
{
  MapiSpoolerSessionHost *self = MAPI_SPOOLER_SESSION_HOST (host);

  return mapi_session_logon_transport (self->session, uid, flags, support, cancellable, error);
}

/* A provider's own row is made by its own support object; here the spooler's is meant. */
static gboolean
mapi_spooler_session_host_modify_status_row (MapiSpoolerHost *host,
                                             const MapiUid   *uid,
                                             MapiPropList    *columns,
                                             GError         **error)
{
  MapiSpoolerSessionHost *self = MAPI_SPOOLER_SESSION_HOST (host);

  if (uid != NULL)
    return TRUE;
  return mapi_session_modify_spooler_row (self->session, columns, error);
}

static void
mapi_spooler_session_host_set_link (MapiSpoolerHost *host, MapiSpoolerLink *link)
{
  mapi_session_set_spooler (MAPI_SPOOLER_SESSION_HOST (host)->session, link);
}

static void
mapi_spooler_session_host_iface_init (MapiSpoolerHostInterface *iface)
{
  iface->get_profile_name = mapi_spooler_session_host_get_profile_name;
  iface->get_setting = mapi_spooler_session_host_get_setting;
  iface->get_providers = mapi_spooler_session_host_get_providers;
  iface->open_store = mapi_spooler_session_host_open_store;
  iface->logon_transport = mapi_spooler_session_host_logon_transport;
  iface->modify_status_row = mapi_spooler_session_host_modify_status_row;
  iface->set_link = mapi_spooler_session_host_set_link;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSpoolerSessionHost,
                               mapi_spooler_session_host,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_HOST,
                                                      mapi_spooler_session_host_iface_init))

static void
mapi_spooler_session_host_finalize (GObject *object)
{
  g_object_unref (MAPI_SPOOLER_SESSION_HOST (object)->session);
  G_OBJECT_CLASS (mapi_spooler_session_host_parent_class)->finalize (object);
}

static void
mapi_spooler_session_host_class_init (MapiSpoolerSessionHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mapi_spooler_session_host_finalize;
}

static void
mapi_spooler_session_host_init (MapiSpoolerSessionHost *self)
{
}

/**
 * mapi_spooler_session_host_new:
 * @session: a session
 *
 * Makes a host of the session's profile.
 *
 * Returns: (transfer full): the host
 *
 * Since: 1.0
 */
MapiSpoolerHost *
mapi_spooler_session_host_new (MapiSession *session)
{
  MapiSpoolerSessionHost *self;

  g_return_val_if_fail (MAPI_IS_SESSION (session), NULL);

  self = g_object_new (MAPI_TYPE_SPOOLER_SESSION_HOST, NULL);
  self->session = g_object_ref (session);
  return MAPI_SPOOLER_HOST (self);
}
