/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-host.h"

/**
 * MapiSpoolerHost:
 *
 * What the spooler needs of the session it works for: the providers of a profile, logons to them,
 * and the status table. #MapiSpoolerSessionHost is the real one; a test may bring its own.
 *
 * All slots are required and may be called from any thread; `GetSetting`, `ModifyStatusRow`,
 * `SetLink`, `LogonHook`, `ResolveRecipients` and `GetIdentity` may be left out.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiSpoolerHost, mapi_spooler_host, G_TYPE_OBJECT)

/* Holds a host, which may be a script, to "failure if and only if error". */
static gboolean
check (MapiSpoolerHost *self, const char *method, gboolean succeeded, GError *local, GError **error)
{
  if (local == NULL && !succeeded)
    g_set_error (error,
                 MAPI_ERROR,
                 MAPI_E_CALL_FAILED,
                 "%s: %s failed without an error",
                 G_OBJECT_TYPE_NAME (self),
                 method);
  else if (local != NULL)
    g_propagate_error (error, local);

  return succeeded && local == NULL;
}

static void
mapi_spooler_host_default_init (MapiSpoolerHostInterface *iface)
{
}

/**
 * mapi_spooler_host_get_profile_name: (virtual get_profile_name)
 * @self: a #MapiSpoolerHost
 *
 * Tells the name of the profile. One spooler works for a profile of that name at a time.
 *
 * Returns: (transfer full) (nullable): the name, or %NULL when there is nobody to keep out
 *
 * Since: 1.0
 */
char *
mapi_spooler_host_get_profile_name (MapiSpoolerHost *self)
{
  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), NULL);

  return MAPI_SPOOLER_HOST_GET_IFACE (self)->get_profile_name (self);
}

/**
 * mapi_spooler_host_get_setting: (virtual get_setting)
 * @self: a #MapiSpoolerHost
 * @uid: (nullable): a provider, or %NULL for the profile
 * @key: the name of a setting of the provider's service, or of an option of the profile
 *
 * Tells a setting. The spooler asks for `connections`: how many logons it may use to send, and for
 * the settings that doc/profiles.md lists as its own.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL when there is none
 *
 * Since: 1.0
 */
char *
mapi_spooler_host_get_setting (MapiSpoolerHost *self, const MapiUid *uid, const char *key)
{
  MapiSpoolerHostInterface *iface;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  iface = MAPI_SPOOLER_HOST_GET_IFACE (self);
  return iface->get_setting != NULL ? iface->get_setting (self, uid, key) : NULL;
}

/**
 * mapi_spooler_host_get_providers: (virtual get_providers)
 * @self: a #MapiSpoolerHost
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Tells which providers the profile has.
 *
 * Returns: (transfer full): one row each, transports in the order in which they are asked, with
 * PR_PROVIDER_UID, PR_RESOURCE_TYPE, PR_DISPLAY_NAME and PR_DEFAULT_STORE
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_spooler_host_get_providers (MapiSpoolerHost *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiRowSet) rows = NULL;
  GError *local = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), NULL);

  rows = MAPI_SPOOLER_HOST_GET_IFACE (self)->get_providers (self, cancellable, &local);
  return check (self, "GetProviders", rows != NULL, local, error) ? g_steal_pointer (&rows) : NULL;
}

/**
 * mapi_spooler_host_open_store: (virtual open_store)
 * @self: a #MapiSpoolerHost
 * @uid: a store provider
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Logs on to a store as the spooler.
 *
 * Returns: (transfer full): the store
 *
 * Since: 1.0
 */
MapiMsgStore *
mapi_spooler_host_open_store (MapiSpoolerHost *self,
                              const MapiUid   *uid,
                              GCancellable    *cancellable,
                              GError         **error)
{
  g_autoptr (MapiMsgStore) store = NULL;
  GError *local = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), NULL);
  g_return_val_if_fail (uid != NULL, NULL);

  store = MAPI_SPOOLER_HOST_GET_IFACE (self)->open_store (self, uid, cancellable, &local);
  return check (self, "OpenStore", store != NULL, local, error) ? g_steal_pointer (&store) : NULL;
}

/**
 * mapi_spooler_host_logon_transport: (virtual logon_transport)
 * @self: a #MapiSpoolerHost
 * @uid: a transport provider
 * @flags: (inout): `MAPI_LOGON_*`, as of mapi_xp_provider_transport_logon()
 * @support: (out) (transfer full): the support object of the logon
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Logs on to a transport, once more when it is logged on already.
 *
 * Returns: (transfer full): the logon
 *
 * Since: 1.0
 */
MapiXpLogon *
mapi_spooler_host_logon_transport (MapiSpoolerHost *self,
                                   const MapiUid   *uid,
                                   guint32         *flags,
                                   MapiSupport    **support,
                                   GCancellable    *cancellable,
                                   GError         **error)
{
  g_autoptr (MapiXpLogon) logon = NULL;
  g_autoptr (MapiSupport) object = NULL;
  GError *local = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), NULL);
  g_return_val_if_fail (uid != NULL, NULL);
  g_return_val_if_fail (flags != NULL, NULL);
  g_return_val_if_fail (support != NULL, NULL);

  *support = NULL;
  logon = MAPI_SPOOLER_HOST_GET_IFACE (self)->logon_transport (
      self, uid, flags, &object, cancellable, &local);
  if (!check (self, "LogonTransport", logon != NULL, local, error))
    return NULL;

  *support = g_steal_pointer (&object);
  return g_steal_pointer (&logon);
}

/**
 * mapi_spooler_host_logon_hook: (virtual logon_hook)
 * @self: a #MapiSpoolerHost
 * @uid: a hook provider
 * @flags: which messages it will be given: `MAPI_HOOK_INBOUND`, `MAPI_HOOK_OUTBOUND`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Makes a hook. A host that leaves this out has none.
 *
 * Returns: (transfer full): the hook
 *
 * Since: 1.0
 */
MapiSpoolerHook *
mapi_spooler_host_logon_hook (MapiSpoolerHost *self,
                              const MapiUid   *uid,
                              guint32          flags,
                              GCancellable    *cancellable,
                              GError         **error)
{
  MapiSpoolerHostInterface *iface;
  g_autoptr (MapiSpoolerHook) hook = NULL;
  GError *local = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), NULL);
  g_return_val_if_fail (uid != NULL, NULL);

  iface = MAPI_SPOOLER_HOST_GET_IFACE (self);
  if (iface->logon_hook != NULL)
    hook = iface->logon_hook (self, uid, flags, cancellable, &local);
  else
    local = g_error_new_literal (MAPI_ERROR, MAPI_E_NO_SUPPORT, "the host has no hooks");
  return check (self, "LogonHook", hook != NULL, local, error) ? g_steal_pointer (&hook) : NULL;
}

/**
 * mapi_spooler_host_resolve_recipients: (virtual resolve_recipients)
 * @self: a #MapiSpoolerHost
 * @recipients: recipients of a message
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Finds out the addresses of recipients that have an entry identifier and no address, for a
 * transport that asks for it with `MAPI_LOGON_SP_RESOLVE` (R245). What cannot be found out stays as
 * it is. A host that leaves this out knows no more than the rows.
 *
 * Returns: (transfer full): the same recipients in the same order, with PR_ADDRTYPE and
 * PR_EMAIL_ADDRESS where they are known
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_spooler_host_resolve_recipients (MapiSpoolerHost *self,
                                      MapiRowSet      *recipients,
                                      GCancellable    *cancellable,
                                      GError         **error)
{
  MapiSpoolerHostInterface *iface;
  g_autoptr (MapiRowSet) rows = NULL;
  GError *local = NULL;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), NULL);
  g_return_val_if_fail (recipients != NULL, NULL);

  iface = MAPI_SPOOLER_HOST_GET_IFACE (self);
  if (iface->resolve_recipients == NULL)
    return mapi_row_set_ref (recipients);

  rows = iface->resolve_recipients (self, recipients, cancellable, &local);
  return check (self, "ResolveRecipients", rows != NULL, local, error) ? g_steal_pointer (&rows)
                                                                       : NULL;
}

/**
 * mapi_spooler_host_modify_status_row: (virtual modify_status_row)
 * @self: a #MapiSpoolerHost
 * @uid: (nullable): a provider, or %NULL for the spooler itself
 * @columns: what to change
 * @error: return location for a #GError
 *
 * Changes a row of the status table.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_host_modify_status_row (MapiSpoolerHost *self,
                                     const MapiUid   *uid,
                                     MapiPropList    *columns,
                                     GError         **error)
{
  MapiSpoolerHostInterface *iface;
  GError                   *local = NULL;
  gboolean                  answer;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), FALSE);
  g_return_val_if_fail (columns != NULL, FALSE);

  iface = MAPI_SPOOLER_HOST_GET_IFACE (self);
  if (iface->modify_status_row == NULL)
    return TRUE;

  answer = iface->modify_status_row (self, uid, columns, &local);
  return check (self, "ModifyStatusRow", answer, local, error);
}

/**
 * mapi_spooler_host_set_link: (virtual set_link)
 * @self: a #MapiSpoolerHost
 * @link: (nullable): the spooler, held weakly
 *
 * Tells whom the support objects of the logons are to call.
 *
 * Since: 1.0
 */
void
mapi_spooler_host_set_link (MapiSpoolerHost *self, MapiSpoolerLink *link)
{
  MapiSpoolerHostInterface *iface;

  g_return_if_fail (MAPI_IS_SPOOLER_HOST (self));
  g_return_if_fail (link == NULL || MAPI_IS_SPOOLER_LINK (link));

  iface = MAPI_SPOOLER_HOST_GET_IFACE (self);
  if (iface->set_link != NULL)
    iface->set_link (self, link);
}

/**
 * mapi_spooler_host_get_identity: (virtual get_identity)
 * @self: a #MapiSpoolerHost
 *
 * Tells who the user is: what `IMAPISession::QueryIdentity` gives (R536, R633, R634), or the
 * identity of the transport with `STATUS_DEFAULT_OUTBOUND` where that is in the profile several
 * times (R272).
 *
 * Returns: (transfer full) (nullable): the row of a recipient, or %NULL when nobody knows
 *
 * Since: 1.0
 */
MapiPropList *
mapi_spooler_host_get_identity (MapiSpoolerHost *self)
{
  MapiSpoolerHostInterface *iface;

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOST (self), NULL);

  iface = MAPI_SPOOLER_HOST_GET_IFACE (self);
  return iface->get_identity != NULL ? iface->get_identity (self) : NULL;
}

/**
 * mapi_spooler_host_note_transport: (virtual note_transport)
 * @self: a #MapiSpoolerHost
 * @uid: the provider
 * @types: what it handles
 * @options: (nullable): the options it registered, or %NULL for none
 *
 * Tells what a transport said of itself when it was logged on to, for clients that ask.
 *
 * Since: 1.0
 */
void
mapi_spooler_host_note_transport (MapiSpoolerHost  *self,
                                  const MapiUid    *uid,
                                  MapiAddressTypes *types,
                                  MapiRowSet       *options)
{
  MapiSpoolerHostInterface *iface;

  g_return_if_fail (MAPI_IS_SPOOLER_HOST (self));
  g_return_if_fail (uid != NULL);
  g_return_if_fail (types != NULL);

  iface = MAPI_SPOOLER_HOST_GET_IFACE (self);
  if (iface->note_transport != NULL)
    iface->note_transport (self, uid, types, options);
}
