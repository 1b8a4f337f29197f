/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-ab-logon.h"

/**
 * MapiAbLogon:
 *
 * One logon to an address book provider: its root container and its entries.
 *
 * MAPI's `IABLogon`. Required: `OpenEntry`; any other method that is left out fails with
 * %MAPI_E_NO_SUPPORT. `GetLastError` has become the message of the error.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiAbLogon, mapi_ab_logon, G_TYPE_OBJECT)

static void
mapi_ab_logon_default_init (MapiAbLogonInterface *iface)
{
}

/**
 * mapi_ab_logon_logoff:
 * @self: a #MapiAbLogon
 * @flags: reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Ends the logon. Objects that are still held answer %MAPI_E_INVALID_OBJECT from then on.
 *
 * `IABLogon::Logoff`, optional; iablogon-logoff.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ab_logon_logoff (MapiAbLogon *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Logoff", error);

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, AB_LOGON, logoff, flags, cancellable));
}

/**
 * mapi_ab_logon_open_entry:
 * @self: a #MapiAbLogon
 * @entry_id: (nullable): what to open, or %NULL for the root container
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a container, a user or a distribution list.
 *
 * `IABLogon::OpenEntry`, required; iablogon-openentry.md. Documented failures: %MAPI_E_NOT_FOUND,
 * %MAPI_E_UNKNOWN_ENTRYID, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiProp *
mapi_ab_logon_open_entry (MapiAbLogon  *self,
                          GBytes       *entry_id,
                          const char   *interface_name,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenEntry", error);

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, AB_LOGON, open_entry, entry_id, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
}

/**
 * mapi_ab_logon_compare_entry_ids:
 * @self: a #MapiAbLogon
 * @entry_id1: one
 * @entry_id2: the other
 * @flags: reserved, 0
 * @result: (out) (optional): whether both name one object
 * @error: return location for a #GError
 *
 * Tells whether two entry identifiers name the same object.
 *
 * `IABLogon::CompareEntryIDs`, optional; iablogon-compareentryids.md. Documented failures:
 * %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ab_logon_compare_entry_ids (MapiAbLogon *self,
                                 GBytes      *entry_id1,
                                 GBytes      *entry_id2,
                                 guint32      flags,
                                 gboolean    *result,
                                 GError     **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CompareEntryIDs", error);
  gboolean  out_result = FALSE;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), FALSE);
  g_return_val_if_fail (entry_id1 != NULL, FALSE);
  g_return_val_if_fail (entry_id2 != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, AB_LOGON, compare_entry_ids, entry_id1, entry_id2, flags, &out_result));
  if (result != NULL)
    *result = out_result;

  return answer;
}

/**
 * mapi_ab_logon_advise:
 * @self: a #MapiAbLogon
 * @entry_id: (nullable): the object to watch, or %NULL for all of it
 * @event_mask: which events
 * @sink: who is told; held weakly
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Asks to be told about events.
 *
 * `IABLogon::Advise`, optional; iablogon-advise.md. Documented failures: %MAPI_E_NO_SUPPORT,
 * %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: the connection, for `Unadvise`; 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_ab_logon_advise (MapiAbLogon    *self,
                      GBytes         *entry_id,
                      guint32         event_mask,
                      MapiAdviseSink *sink,
                      GCancellable   *cancellable,
                      GError        **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Advise", error);

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  return mapi_guard_number (
      &guard, MAPI_GUARD_CALL (&guard, AB_LOGON, advise, entry_id, event_mask, sink, cancellable));
}

/**
 * mapi_ab_logon_unadvise:
 * @self: a #MapiAbLogon
 * @connection: what `Advise` gave
 * @error: return location for a #GError
 *
 * Ends what `Advise` began.
 *
 * `IABLogon::Unadvise`, optional; iablogon-unadvise.md. Documented failures: %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ab_logon_unadvise (MapiAbLogon *self, guint32 connection, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Unadvise", error);

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, AB_LOGON, unadvise, connection));
}

/**
 * mapi_ab_logon_open_status_entry:
 * @self: a #MapiAbLogon
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the provider's status object.
 *
 * `IABLogon::OpenStatusEntry`, optional; iablogon-openstatusentry.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the status object, a #MapiStatus
 *
 * Since: 1.0
 */
MapiProp *
mapi_ab_logon_open_status_entry (MapiAbLogon  *self,
                                 const char   *interface_name,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenStatusEntry", error);

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, AB_LOGON, open_status_entry, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
}

/**
 * mapi_ab_logon_open_template_id:
 * @self: a #MapiAbLogon
 * @template_id: the template, the PR_TEMPLATEID of the entry
 * @template_flags: `MAPI_FILL_ENTRY` for an entry that is new
 * @data: the object of the other provider, where the entry is stored
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @sibling: (nullable): reserved
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Binds an entry that was made from a template of this provider, or copied from it, and is stored
 * by another, to this provider's code.
 *
 * `IABLogon::OpenTemplateID`, optional; iablogon-opentemplateid.md. Documented failures:
 * %MAPI_E_UNKNOWN_ENTRYID, %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): what is to be used instead of @data, or @data itself
 *
 * Since: 1.0
 */
MapiProp *
mapi_ab_logon_open_template_id (MapiAbLogon  *self,
                                GBytes       *template_id,
                                guint32       template_flags,
                                MapiProp     *data,
                                const char   *interface_name,
                                MapiProp     *sibling,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenTemplateID", error);

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);
  g_return_val_if_fail (template_id != NULL, NULL);
  g_return_val_if_fail (MAPI_IS_PROP (data), NULL);

  return mapi_guard_object (&guard,
                            MAPI_GUARD_CALL (&guard,
                                             AB_LOGON,
                                             open_template_id,
                                             template_id,
                                             template_flags,
                                             data,
                                             interface_name,
                                             sibling,
                                             cancellable),
                            MAPI_TYPE_PROP);
}

/**
 * mapi_ab_logon_get_one_off_table:
 * @self: a #MapiAbLogon
 * @flags: `MAPI_UNICODE`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the table of the templates for one-off recipients.
 *
 * `IABLogon::GetOneOffTable`, optional; iablogon-getoneofftable.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the table
 *
 * Since: 1.0
 */
MapiTable *
mapi_ab_logon_get_one_off_table (MapiAbLogon  *self,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "GetOneOffTable", error);

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, AB_LOGON, get_one_off_table, flags, cancellable),
      MAPI_TYPE_TABLE);
}

/**
 * mapi_ab_logon_prepare_recips:
 * @self: a #MapiAbLogon
 * @flags: `MAPI_CACHE_ONLY`
 * @tags: (nullable): the properties that each must have, in this order and before any others
 * @recipients: the recipients; rows as of a recipient table; those of other providers stay as they
 *   are
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Gives recipients their long-term entry identifiers, and the properties that are asked for.
 *
 * `IABLogon::PrepareRecips`, optional; iablogon-preparerecips.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the recipients, as many and in the same order
 *
 * Since: 1.0
 */
MapiRowSet *
mapi_ab_logon_prepare_recips (MapiAbLogon      *self,
                              guint32           flags,
                              MapiPropTagArray *tags,
                              MapiRowSet       *recipients,
                              GCancellable     *cancellable,
                              GError          **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "PrepareRecips", error);

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);
  g_return_val_if_fail (recipients != NULL, NULL);

  return mapi_guard_boxed (
      &guard,
      MAPI_GUARD_CALL (&guard, AB_LOGON, prepare_recips, flags, tags, recipients, cancellable),
      (GDestroyNotify) mapi_row_set_unref);
}
