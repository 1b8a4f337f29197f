/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-session-host.h"

/**
 * MapiSpoolerSessionHost:
 *
 * A session as the spooler needs it.
 *
 * Since: 1.0
 */

struct _MapiSpoolerSessionHost
{
  GObject      parent_instance;
  MapiSession *session;
};

static void mapi_spooler_session_host_iface_init (MapiSpoolerHostInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MapiSpoolerSessionHost,
                               mapi_spooler_session_host,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MAPI_TYPE_SPOOLER_HOST,
                                                      mapi_spooler_session_host_iface_init))

static MapiSession *
session_of (MapiSpoolerHost *host)
{
  return MAPI_SPOOLER_SESSION_HOST (host)->session;
}

static MapiProfile *
profile_of (MapiSpoolerHost *host)
{
  return mapi_session_get_profile (session_of (host));
}

static char *
get_profile_name (MapiSpoolerHost *host)
{
  return g_strdup (mapi_profile_get_name (profile_of (host)));
}

static MapiUid *
read_uid (MapiPropList *row, guint32 tag)
{
  g_autoptr (GBytes) bytes = mapi_prop_list_get_bytes (row, tag);

  return bytes != NULL ? mapi_uid_new_from_bytes (bytes, NULL) : NULL;
}

static MapiUid *
find_service (MapiSpoolerHost *host, const MapiUid *provider)
{
  g_autoptr (MapiRowSet) rows = mapi_profile_get_providers (profile_of (host), NULL);

  for (guint i = 0; rows != NULL && i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);
      g_autoptr (MapiUid) uid = read_uid (row, MAPI_PR_PROVIDER_UID);

      if (uid != NULL && mapi_uid_equal (uid, provider))
        return read_uid (row, MAPI_PR_SERVICE_UID);
    }

  return NULL;
}

static char *
get_setting (MapiSpoolerHost *host, const MapiUid *uid, const char *key)
{
  g_autoptr (MapiUid) service = uid != NULL ? find_service (host, uid) : NULL;

  if (uid == NULL)
    return mapi_profile_get_option (profile_of (host), key, NULL);
  return service != NULL ? mapi_profile_get_setting (profile_of (host), service, key, NULL) : NULL;
}

static MapiPropList *
mark_default (MapiPropList *row, const MapiUid *default_service)
{
  g_autoptr (MapiUid) service = read_uid (row, MAPI_PR_SERVICE_UID);
  gboolean is_default =
      service != NULL && default_service != NULL && mapi_uid_equal (service, default_service);
  g_autoptr (MapiPropValue) value = mapi_prop_value_new_boolean (MAPI_PR_DEFAULT_STORE, is_default);
  g_autoptr (MapiPropList) mark = mapi_prop_list_new_from_value (value);

  return mapi_prop_list_merge (row, mark);
}

/* No spooler knows of a session without mail (R207). */
static gboolean
check_mail (MapiSession *session, GError **error)
{
  if ((mapi_session_get_flags (session) & MAPI_NO_MAIL) == 0)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "profile %s: the session was logged on to without mail (MAPI_NO_MAIL)",
               mapi_profile_get_name (mapi_session_get_profile (session)));
  return FALSE;
}

static gboolean
is_left_alone (MapiSession *session, MapiPropList *row)
{
  g_autoptr (MapiUid) uid = read_uid (row, MAPI_PR_PROVIDER_UID);

  return mapi_prop_list_get_long (row, MAPI_PR_RESOURCE_TYPE, 0) == MAPI_STORE_PROVIDER &&
         uid != NULL && !mapi_session_is_for_mail (session, uid);
}

/* Stores that clients use without mail are left out (R168, R206). */
static MapiRowSet *
get_providers (MapiSpoolerHost *host, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) rows = check_mail (session_of (host), error)
                                    ? mapi_profile_get_providers (profile_of (host), error)
                                    : NULL;
  g_autoptr (MapiUid) default_service = mapi_profile_get_default_store (profile_of (host), NULL);
  g_autoptr (GPtrArray) marked =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  if (rows == NULL)
    return NULL;

  for (guint i = 0; i < mapi_row_set_get_size (rows); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (rows, i);

      if (!is_left_alone (session_of (host), row))
        g_ptr_array_add (marked, mark_default (row, default_service));
    }

  return mapi_row_set_new ((MapiPropList **) marked->pdata, marked->len);
}

static MapiMsgStore *
open_store (MapiSpoolerHost *host, const MapiUid *uid, GCancellable *cancellable, GError **error)
{
  return mapi_session_open_spooler_store (
      session_of (host), uid, MAPI_MDB_WRITE | MAPI_MDB_NO_DIALOG, cancellable, error);
}

static MapiXpLogon *
logon_transport (MapiSpoolerHost *host,
                 const MapiUid   *uid,
                 guint32         *flags,
                 MapiSupport    **support,
                 GCancellable    *cancellable,
                 GError         **error)
{
  MapiXpLogon *logon =
      mapi_session_logon_transport (session_of (host), uid, flags, support, cancellable, error);

  if (logon != NULL)
    mapi_session_set_logon_cancellable (session_of (host), *support, cancellable);
  return logon;
}

static gboolean
modify_status_row (MapiSpoolerHost *host, const MapiUid *uid, MapiPropList *columns, GError **error)
{
  if (uid != NULL)
    return mapi_session_modify_provider_row (session_of (host), uid, columns, error);
  return mapi_session_modify_spooler_row (session_of (host), columns, error);
}

static MapiSpoolerHook *
logon_hook (MapiSpoolerHost *host,
            const MapiUid   *uid,
            guint32          flags,
            GCancellable    *cancellable,
            GError         **error)
{
  return mapi_session_logon_hook (session_of (host), uid, flags, cancellable, error);
}

static MapiPropList *
read_address (MapiSession *session, GBytes *entry_id, GCancellable *cancellable)
{
  static const guint32 tags[] = { MAPI_PR_ADDRTYPE, MAPI_PR_EMAIL_ADDRESS };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiProp) entry =
      mapi_session_open_entry (session, entry_id, NULL, 0, cancellable, NULL);
  g_autoptr (MapiPropList) props = NULL;

  if (entry != NULL)
    props = mapi_prop_get_props (entry, wanted, 0, cancellable, NULL, NULL);
  return props != NULL ? mapi_prop_list_without_errors (props) : NULL;
}

static MapiPropList *
resolve_one (MapiSession *session, MapiPropList *row, GCancellable *cancellable)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (row, MAPI_PR_ENTRYID);
  g_autoptr (MapiPropList) address = NULL;

  if (entry_id != NULL && mapi_prop_list_get_string (row, MAPI_PR_EMAIL_ADDRESS) == NULL)
    address = read_address (session, entry_id, cancellable);
  return address != NULL ? mapi_prop_list_merge (row, address) : mapi_prop_list_ref (row);
}

static MapiRowSet *
resolve_recipients (MapiSpoolerHost *host,
                    MapiRowSet      *recipients,
                    GCancellable    *cancellable,
                    GError         **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mapi_prop_list_unref);

  for (guint i = 0; i < mapi_row_set_get_size (recipients); i++)
    {
      g_autoptr (MapiPropList) row = mapi_row_set_get_row (recipients, i);

      g_ptr_array_add (rows, resolve_one (session_of (host), row, cancellable));
    }

  return mapi_row_set_new ((MapiPropList **) rows->pdata, rows->len);
}

static void
set_link (MapiSpoolerHost *host, MapiSpoolerLink *link)
{
  mapi_session_set_spooler (session_of (host), link);
}

/* An entry of an address book, as the row of a recipient. */
static MapiPropList *
read_entry (MapiSession *session, GBytes *entry_id)
{
  static const guint32 tags[] = {
    MAPI_PR_DISPLAY_NAME,
    MAPI_PR_ADDRTYPE,
    MAPI_PR_EMAIL_ADDRESS,
    MAPI_PR_SEARCH_KEY,
  };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));
  g_autoptr (MapiProp) entry = mapi_session_open_entry (session, entry_id, NULL, 0, NULL, NULL);
  g_autoptr (MapiPropList) props =
      entry != NULL ? mapi_prop_get_props (entry, wanted, 0, NULL, NULL, NULL) : NULL;
  g_autoptr (MapiPropValue) id = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, entry_id);
  g_autoptr (MapiPropList) own = mapi_prop_list_new_from_value (id);
  g_autoptr (MapiPropList) known = props != NULL ? mapi_prop_list_without_errors (props) : NULL;

  return known != NULL ? mapi_prop_list_merge (known, own) : NULL;
}

static MapiPropList *
get_identity (MapiSpoolerHost *host)
{
  MapiSession *session = session_of (host);
  g_autoptr (GBytes) entry_id = mapi_session_query_sender_identity (session, NULL);
  g_autofree char *name = NULL;
  g_autofree char *type = NULL;
  g_autofree char *address = NULL;

  if (entry_id == NULL)
    return NULL;
  if (!mapi_one_off_is (entry_id))
    return read_entry (session, entry_id);

  return mapi_one_off_parse (entry_id, &name, &type, &address, NULL, NULL)
             ? mapi_recipient_new (MAPI_ORIG, name, type, address)
             : NULL;
}

static void
note_transport (MapiSpoolerHost  *host,
                const MapiUid    *uid,
                MapiAddressTypes *types,
                MapiRowSet       *options)
{
  mapi_session_note_transport (session_of (host), uid, types, options);
}

static void
mapi_spooler_session_host_iface_init (MapiSpoolerHostInterface *iface)
{
  iface->get_profile_name = get_profile_name;
  iface->get_setting = get_setting;
  iface->get_providers = get_providers;
  iface->open_store = open_store;
  iface->logon_transport = logon_transport;
  iface->modify_status_row = modify_status_row;
  iface->set_link = set_link;
  iface->get_identity = get_identity;
  iface->logon_hook = logon_hook;
  iface->resolve_recipients = resolve_recipients;
  iface->note_transport = note_transport;
}

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
 * @session: a session, which stays logged on as long as the spooler works
 *
 * Makes a host of a session.
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
