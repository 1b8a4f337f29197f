/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-guard-private.h"
#include "mapi-spooler-hook.h"

/**
 * MapiSpoolerHook:
 *
 * Sees messages as they arrive, and as they have been sent: what a #MapiHookProvider gives. A hook
 * can file a message elsewhere, delete it, or keep the hooks behind it from seeing it.
 *
 * MAPI's `ISpoolerHook`. The spooler asks the hooks of a profile in its order, each for the
 * directions that its service names with `MAPI_HOOK_INBOUND` and `MAPI_HOOK_OUTBOUND` in
 * PR_RESOURCE_FLAGS (R619, R620). A hook that fails is passed over: its failure costs no mail.
 *
 * A hook is called in whatever thread works on the message, and several at a time.
 *
 * Since: 1.0
 */

G_DEFINE_INTERFACE (MapiSpoolerHook, mapi_spooler_hook, G_TYPE_OBJECT)

typedef gboolean (*Slot) (MapiSpoolerHook *self,
                          MapiMessage     *message,
                          MapiFolder      *folder,
                          MapiMsgStore    *store,
                          guint32         *flags,
                          GBytes          *entry_id,
                          GBytes         **target,
                          GCancellable    *cancellable,
                          GError         **error);

static void
mapi_spooler_hook_default_init (MapiSpoolerHookInterface *iface)
{
}

static gboolean
call_slot (MapiGuard    *guard,
           Slot          slot,
           MapiMessage  *message,
           MapiFolder   *folder,
           MapiMsgStore *store,
           guint32      *flags,
           GBytes       *entry_id,
           GBytes      **target,
           GCancellable *cancellable)
{
  guint32  out_flags = *flags;
  GBytes  *out_target = NULL;
  gboolean answer;

  answer = MAPI_GUARD_CALL_SLOT (
      guard, slot, message, folder, store, &out_flags, entry_id, &out_target, cancellable);
  answer = mapi_guard_boolean (guard, answer);
  *flags = answer ? out_flags : *flags;
  mapi_guard_hand_out (answer, (gpointer *) target, out_target, (GDestroyNotify) g_bytes_unref);

  return answer;
}

/**
 * mapi_spooler_hook_inbound_msg_hook:
 * @self: a #MapiSpoolerHook
 * @message: the message, open for writing. When a transport has brought it, it is not saved yet:
 *   what the hook changes is stored with it, and `SaveChanges` is not called
 * @folder: the folder it is on its way to
 * @store: the store of the folder
 * @flags: (inout): in: `MAPI_HOOK_DELETE` when a hook before has asked for it; out: that, to have
 * the message deleted, and `MAPI_HOOK_CANCEL` to keep the hooks behind this one from seeing it
 * @entry_id: (nullable): the folder that hooks before want to have it in, or %NULL
 * @target: (out) (optional) (nullable) (transfer full): the entry identifier of another folder to
 *   put it into, or %NULL to leave that as it is
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Looks at a message that arrives, before anybody is told of it.
 *
 * `ISpoolerHook::InboundMsgHook`, optional; R616, R618.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_hook_inbound_msg_hook (MapiSpoolerHook *self,
                                    MapiMessage     *message,
                                    MapiFolder      *folder,
                                    MapiMsgStore    *store,
                                    guint32         *flags,
                                    GBytes          *entry_id,
                                    GBytes         **target,
                                    GCancellable    *cancellable,
                                    GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "InboundMsgHook", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOOK (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (folder), FALSE);
  g_return_val_if_fail (MAPI_IS_MSG_STORE (store), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return call_slot (&guard,
                    MAPI_SPOOLER_HOOK_GET_IFACE (self)->inbound_msg_hook,
                    message,
                    folder,
                    store,
                    flags,
                    entry_id,
                    target,
                    cancellable);
}

/**
 * mapi_spooler_hook_outbound_msg_hook:
 * @self: a #MapiSpoolerHook
 * @message: the message, open for writing; it is still in the outgoing queue
 * @folder: the folder it lies in
 * @store: the store of the folder
 * @flags: (inout): in: `MAPI_HOOK_DELETE` when a hook before has asked for it; out: that, to have
 * the message deleted, and `MAPI_HOOK_CANCEL` to keep the hooks behind this one from seeing it
 * @entry_id: (nullable): the folder that hooks before want to have it in, or %NULL
 * @target: (out) (optional) (nullable) (transfer full): the entry identifier of another folder to
 *   put it into, in the place of the one for sent messages; or %NULL to leave that as it is
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Looks at a message that was sent, before it is put away (R071).
 *
 * `ISpoolerHook::OutboundMsgHook`, optional; R617, R618.
 *
 * Returns: %TRUE on success, %FALSE with @error set
 *
 * Since: 1.0
 */
gboolean
mapi_spooler_hook_outbound_msg_hook (MapiSpoolerHook *self,
                                     MapiMessage     *message,
                                     MapiFolder      *folder,
                                     MapiMsgStore    *store,
                                     guint32         *flags,
                                     GBytes          *entry_id,
                                     GBytes         **target,
                                     GCancellable    *cancellable,
                                     GError         **error)
{
  MapiGuard guard = MAPI_GUARD_INIT (self, "OutboundMsgHook", error);

  g_return_val_if_fail (MAPI_IS_SPOOLER_HOOK (self), FALSE);
  g_return_val_if_fail (MAPI_IS_MESSAGE (message), FALSE);
  g_return_val_if_fail (MAPI_IS_FOLDER (folder), FALSE);
  g_return_val_if_fail (MAPI_IS_MSG_STORE (store), FALSE);
  g_return_val_if_fail (flags != NULL, FALSE);

  return call_slot (&guard,
                    MAPI_SPOOLER_HOOK_GET_IFACE (self)->outbound_msg_hook,
                    message,
                    folder,
                    store,
                    flags,
                    entry_id,
                    target,
                    cancellable);
}
