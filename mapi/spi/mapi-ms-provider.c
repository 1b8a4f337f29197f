/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-ms-provider.h"

/**
 * MapiMsProvider:
 *
 * A store provider: what a store module's entry point gives.
 *
 * MAPI's `IMSProvider`. Required: `Logon`; any other method that is left out fails with
 * %MAPI_E_NO_SUPPORT.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiMsProvider, mapi_ms_provider, G_TYPE_OBJECT)

static void
mapi_ms_provider_default_init (MapiMsProviderInterface *iface)
{
}

/**
 * mapi_ms_provider_shutdown:
 * @self: a #MapiMsProvider
 * @flags: (inout): reserved, 0
 * @error: return location for a #GError
 *
 * Tells that the provider will be unloaded.
 *
 * `IMSProvider::Shutdown`, optional; imsprovider-shutdown.md.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ms_provider_shutdown (MapiMsProvider *self, guint32 *flags, GError **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "Shutdown", error);

  g_return_val_if_fail (MAPI_IS_MS_PROVIDER (self), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return mapi_guard_boolean (&guard, MAPI_GUARD_CALL (&guard, MS_PROVIDER, shutdown, flags));
}

/**
 * mapi_ms_provider_logon:
 * @self: a #MapiMsProvider
 * @support: what MAPI offers the provider in this logon; to be kept
 * @profile_name: (nullable): the profile
 * @entry_id: (nullable): the store to open, or %NULL for the one that the profile section
 * describes
 * @flags: `MAPI_MDB_WRITE`, `MAPI_MDB_NO_DIALOG`, `MAPI_MDB_NO_MAIL`, `MAPI_MDB_TEMPORARY`,
 * `MAPI_DEFERRED_ERRORS` …
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @spool_security: (out) (transfer full) (optional) (nullable): what the spooler must show in
 * `SpoolerLogon`
 * @logon: (out) (transfer full) (optional) (nullable): the logon object, or %NULL for a store
 * that was open already
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a store. Opening one that is open already gives the same object and no logon object
 * (R182).
 *
 * `IMSProvider::Logon`, required; imsprovider-logon.md. Documented failures:
 * %MAPI_E_UNCONFIGURED, %MAPI_E_LOGON_FAILED, %MAPI_E_FAILONEPROVIDER,
 * %MAPI_E_UNKNOWN_ENTRYID, %MAPI_E_NOT_FOUND.
 *
 * Returns: (transfer full): the store
 *
 * Since: 1.0
 */
MapiMsgStore *
mapi_ms_provider_logon (MapiMsProvider *self,
                        MapiSupport    *support,
                        const char     *profile_name,
                        GBytes         *entry_id,
                        guint32         flags,
                        const char     *interface_name,
                        GBytes        **spool_security,
                        MapiMsLogon   **logon,
                        GCancellable   *cancellable,
                        GError        **error)
{
  MapiGuard     guard = MAPI_GUARD_INIT (self, "Logon", error);
  GBytes       *out_spool_security = NULL;
  MapiMsLogon  *out_logon = NULL;
  MapiMsgStore *answer;

  g_return_val_if_fail (MAPI_IS_MS_PROVIDER (self), NULL);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), NULL);

  answer = mapi_guard_object (&guard,
                              MAPI_GUARD_CALL (&guard,
                                               MS_PROVIDER,
                                               logon,
                                               support,
                                               profile_name,
                                               entry_id,
                                               flags,
                                               interface_name,
                                               &out_spool_security,
                                               &out_logon,
                                               cancellable),
                              MAPI_TYPE_MSG_STORE);
  mapi_guard_hand_out (answer != NULL,
                       (gpointer *) spool_security,
                       out_spool_security,
                       (GDestroyNotify) g_bytes_unref);
  if (out_logon != NULL)
    mapi_guard_note (&guard, out_logon);
  mapi_guard_hand_out (answer != NULL, (gpointer *) logon, out_logon, g_object_unref);

  return answer;
}

/**
 * mapi_ms_provider_spooler_logon:
 * @self: a #MapiMsProvider
 * @support: what MAPI offers the provider in this logon; to be kept
 * @profile_name: (nullable): the profile
 * @entry_id: (nullable): the store to open, or %NULL for the one that the profile section
 * describes
 * @flags: as for `Logon`
 * @interface_name: (nullable): the interface wanted, or %NULL for the usual one
 * @spool_security: (nullable): what `Logon` gave
 * @logon: (out) (transfer full) (optional) (nullable): the logon object
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Opens a store for the spooler. A provider that leaves this out is asked to `Logon` instead.
 *
 * `IMSProvider::SpoolerLogon`, optional; imsprovider-spoolerlogon.md. Documented failures:
 * %MAPI_E_UNCONFIGURED, %MAPI_E_LOGON_FAILED, %MAPI_E_NO_SUPPORT.
 *
 * Returns: (transfer full): the store
 *
 * Since: 1.0
 */
MapiMsgStore *
mapi_ms_provider_spooler_logon (MapiMsProvider *self,
                                MapiSupport    *support,
                                const char     *profile_name,
                                GBytes         *entry_id,
                                guint32         flags,
                                const char     *interface_name,
                                GBytes         *spool_security,
                                MapiMsLogon   **logon,
                                GCancellable   *cancellable,
                                GError        **error)
{
  MapiGuard     guard = MAPI_GUARD_INIT (self, "SpoolerLogon", error);
  MapiMsLogon  *out_logon = NULL;
  MapiMsgStore *answer;

  g_return_val_if_fail (MAPI_IS_MS_PROVIDER (self), NULL);
  g_return_val_if_fail (MAPI_IS_SUPPORT (support), NULL);

  answer = mapi_guard_object (&guard,
                              MAPI_GUARD_CALL (&guard,
                                               MS_PROVIDER,
                                               spooler_logon,
                                               support,
                                               profile_name,
                                               entry_id,
                                               flags,
                                               interface_name,
                                               spool_security,
                                               &out_logon,
                                               cancellable),
                              MAPI_TYPE_MSG_STORE);
  if (out_logon != NULL)
    mapi_guard_note (&guard, out_logon);
  mapi_guard_hand_out (answer != NULL, (gpointer *) logon, out_logon, g_object_unref);

  return answer;
}

/**
 * mapi_ms_provider_compare_store_ids:
 * @self: a #MapiMsProvider
 * @entry_id1: one
 * @entry_id2: the other
 * @flags: reserved, 0
 * @result: (out) (optional): whether both name one store
 * @error: return location for a #GError
 *
 * Tells whether two store entry identifiers name the same store.
 *
 * `IMSProvider::CompareStoreIDs`, optional; imsprovider-comparestoreids.md. Documented
 * failures: %MAPI_E_UNKNOWN_ENTRYID.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_ms_provider_compare_store_ids (MapiMsProvider *self,
                                    GBytes         *entry_id1,
                                    GBytes         *entry_id2,
                                    guint32         flags,
                                    gboolean       *result,
                                    GError        **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "CompareStoreIDs", error);
  gboolean  out_result = FALSE;
  gboolean  answer;

  g_return_val_if_fail (MAPI_IS_MS_PROVIDER (self), FALSE);
  g_return_val_if_fail (entry_id1 != NULL, FALSE);
  g_return_val_if_fail (entry_id2 != NULL, FALSE);

  answer = mapi_guard_boolean (
      &guard,
      MAPI_GUARD_CALL (
          &guard, MS_PROVIDER, compare_store_ids, entry_id1, entry_id2, flags, &out_result));
  if (result != NULL)
    *result = out_result;

  return answer;
}
