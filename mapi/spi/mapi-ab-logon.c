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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "Logoff", error);
  MapiAbLogonInterface *iface;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), FALSE);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->logoff == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->logoff (self, flags, cancellable, &guard.local));
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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "OpenEntry", error);
  MapiAbLogonInterface *iface;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->open_entry == NULL || mapi_guard_is_invalid (&guard))
    {
      mapi_guard_no_support (&guard);
      return NULL;
    }

  return mapi_guard_object (
      &guard,
      iface->open_entry (self, entry_id, interface_name, flags, cancellable, &guard.local),
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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "CompareEntryIDs", error);
  MapiAbLogonInterface *iface;
  gboolean              out_result = FALSE;
  gboolean              answer;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), FALSE);
  g_return_val_if_fail (entry_id1 != NULL, FALSE);
  g_return_val_if_fail (entry_id2 != NULL, FALSE);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->compare_entry_ids == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  answer = mapi_guard_boolean (
      &guard,
      iface->compare_entry_ids (self, entry_id1, entry_id2, flags, &out_result, &guard.local));
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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "Advise", error);
  MapiAbLogonInterface *iface;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->advise == NULL || mapi_guard_is_invalid (&guard))
    {
      mapi_guard_no_support (&guard);
      return 0;
    }

  return mapi_guard_number (
      &guard, iface->advise (self, entry_id, event_mask, sink, cancellable, &guard.local));
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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "Unadvise", error);
  MapiAbLogonInterface *iface;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), FALSE);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->unadvise == NULL || mapi_guard_is_invalid (&guard))
    return mapi_guard_no_support (&guard);

  return mapi_guard_boolean (&guard, iface->unadvise (self, connection, &guard.local));
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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "OpenStatusEntry", error);
  MapiAbLogonInterface *iface;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->open_status_entry == NULL || mapi_guard_is_invalid (&guard))
    {
      mapi_guard_no_support (&guard);
      return NULL;
    }

  return mapi_guard_object (
      &guard,
      iface->open_status_entry (self, interface_name, flags, cancellable, &guard.local),
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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "OpenTemplateID", error);
  MapiAbLogonInterface *iface;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);
  g_return_val_if_fail (template_id != NULL, NULL);
  g_return_val_if_fail (MAPI_IS_PROP (data), NULL);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->open_template_id == NULL || mapi_guard_is_invalid (&guard))
    {
      mapi_guard_no_support (&guard);
      return NULL;
    }

  return mapi_guard_object (&guard,
                            iface->open_template_id (self,
                                                     template_id,
                                                     template_flags,
                                                     data,
                                                     interface_name,
                                                     sibling,
                                                     cancellable,
                                                     &guard.local),
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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "GetOneOffTable", error);
  MapiAbLogonInterface *iface;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->get_one_off_table == NULL || mapi_guard_is_invalid (&guard))
    {
      mapi_guard_no_support (&guard);
      return NULL;
    }

  return mapi_guard_object (
      &guard, iface->get_one_off_table (self, flags, cancellable, &guard.local), MAPI_TYPE_TABLE);
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
  MapiGuard             guard = MAPI_GUARD_INIT (self, "PrepareRecips", error);
  MapiAbLogonInterface *iface;

  g_return_val_if_fail (MAPI_IS_AB_LOGON (self), NULL);
  g_return_val_if_fail (recipients != NULL, NULL);

  iface = MAPI_AB_LOGON_GET_IFACE (self);
  if (iface->prepare_recips == NULL || mapi_guard_is_invalid (&guard))
    {
      mapi_guard_no_support (&guard);
      return NULL;
    }

  return mapi_guard_boxed (
      &guard,
      iface->prepare_recips (self, flags, tags, recipients, cancellable, &guard.local),
      (GDestroyNotify) mapi_row_set_unref);
}
