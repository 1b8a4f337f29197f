/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-ms-logon.h"

/**
 * MapiMsLogon:
 *
 * A store provider's side of one logon, for MAPI's own use.
 *
 * MAPI's `IMSLogon`. A  method that is left out fails with %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiMsLogon, mapi_ms_logon, G_TYPE_OBJECT)

static void
mapi_ms_logon_default_init (MapiMsLogonInterface *iface)
{
}

/**
 * mapi_ms_logon_logoff:
 * @self: a #MapiMsLogon
 * @flags: (inout): reserved, 0
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Ends the logon. Objects that are still held answer %MAPI_E_INVALID_OBJECT from then on.
 *
 * `IMSLogon::Logoff`, optional; imslogon-logoff.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ms_logon_logoff (MapiMsLogon *self, guint32 *flags, GCancellable *cancellable, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Logoff", error);

  g_return_val_if_fail (MAPI_IS_MS_LOGON (self), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (&guard,
                             MAPI_GUARD_CALL (&guard, MS_LOGON, logoff, flags, cancellable));
}

/**
 * mapi_ms_logon_open_entry:
 * @self: a #MapiMsLogon
 * @entry_id: (nullable): what to open, or %NULL for the root folder
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`, `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a folder or a message.
 *
 * `IMSLogon::OpenEntry`, optional; imslogon-openentry.md. Documented failures:
 * %MAPI_E_NOT_FOUND, %MAPI_E_UNKNOWN_ENTRYID, %MAPI_E_NO_ACCESS.
 *
 * Returns: (transfer full): the object
 *
 * Since: 1.0
 */
MapiProp *
mapi_ms_logon_open_entry (MapiMsLogon  *self,
                          GBytes       *entry_id,
                          const char   *interface_name,
                          guint32       flags,
                          GCancellable *cancellable,
                          GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenEntry", error);

  g_return_val_if_fail (MAPI_IS_MS_LOGON (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MS_LOGON, open_entry, entry_id, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
}

/**
 * mapi_ms_logon_compare_entry_ids:
 * @self: a #MapiMsLogon
 * @entry_id1: one
 * @entry_id2: the other
 * @flags: reserved, 0
 * @result: (out) (optional): whether both name one object
 * @error: return location for a #GError
 *
 * Tells whether two entry identifiers name the same object.
 *
 * `IMSLogon::CompareEntryIDs`, optional; imslogon-compareentryids.md. Documented failures:
 * %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ms_logon_compare_entry_ids (MapiMsLogon *self,
                                 GBytes      *entry_id1,
                                 GBytes      *entry_id2,
                                 guint32      flags,
                                 gboolean    *result,
                                 GError     **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CompareEntryIDs", error);
  gboolean  out_result = FALSE;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_MS_LOGON (self), FALSE);
  g_return_val_if_fail (entry_id1 != NULL, FALSE);
  g_return_val_if_fail (entry_id2 != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, MS_LOGON, compare_entry_ids, entry_id1, entry_id2, flags, &out_result));
  if (result != NULL)
    *result = out_result;

  return answer;
}

/**
 * mapi_ms_logon_advise:
 * @self: a #MapiMsLogon
 * @entry_id: (nullable): the object to watch, or %NULL for the whole store
 * @event_mask: which events
 * @sink: who is told; held weakly
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Asks to be told about events.
 *
 * `IMSLogon::Advise`, optional; imslogon-advise.md. Documented failures: %MAPI_E_NO_SUPPORT.
 *
 * Returns: the connection, for `Unadvise`; 0 on failure
 *
 * Since: 1.0
 */
guint32
mapi_ms_logon_advise (MapiMsLogon    *self,
                      GBytes         *entry_id,
                      guint32         event_mask,
                      MapiAdviseSink *sink,
                      GCancellable   *cancellable,
                      GError        **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Advise", error);

  g_return_val_if_fail (MAPI_IS_MS_LOGON (self), 0);
  g_return_val_if_fail (MAPI_IS_ADVISE_SINK (sink), 0);

  return mapi_guard_number (
      &guard, MAPI_GUARD_CALL (&guard, MS_LOGON, advise, entry_id, event_mask, sink, cancellable));
}

/**
 * mapi_ms_logon_unadvise:
 * @self: a #MapiMsLogon
 * @connection: what `Advise` gave
 * @error: return location for a #GError
 *
 * Ends what `Advise` began.
 *
 * `IMSLogon::Unadvise`, optional; imslogon-unadvise.md. Documented failures:
 * %MAPI_E_NOT_FOUND.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ms_logon_unadvise (MapiMsLogon *self, guint32 connection, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Unadvise", error);

  g_return_val_if_fail (MAPI_IS_MS_LOGON (self), FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, MS_LOGON, unadvise, connection));
}

/**
 * mapi_ms_logon_open_status_entry:
 * @self: a #MapiMsLogon
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @flags: `MAPI_MODIFY`
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens the provider's status object.
 *
 * `IMSLogon::OpenStatusEntry`, optional; imslogon-openstatusentry.md. Documented failures:
 * %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the status object, a #MapiStatus
 *
 * Since: 1.0
 */
MapiProp *
mapi_ms_logon_open_status_entry (MapiMsLogon  *self,
                                 const char   *interface_name,
                                 guint32       flags,
                                 GCancellable *cancellable,
                                 GError      **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OpenStatusEntry", error);

  g_return_val_if_fail (MAPI_IS_MS_LOGON (self), NULL);

  return mapi_guard_object (
      &guard,
      MAPI_GUARD_CALL (&guard, MS_LOGON, open_status_entry, interface_name, flags, cancellable),
      MAPI_TYPE_PROP);
}
