/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The outgoing queue of a store with a backend, and how a client takes a message back. */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-kept-private.h"
#include "mapi-sort-order-set.h"

gboolean
mapi_kept_store_check_sends (MapiKeptStore *self, const char *method, GError **error)
{
  if (!mapi_kept_store_check (self, error))
    return FALSE;
  if (mapi_store_backend_get_sends (mapi_kept_store_get_backend (self)))
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "%s: no mail is sent from this store, or comes into it",
               method);
  return FALSE;
}

gboolean
mapi_kept_store_check_spooler (MapiKeptStore *self, const char *method, GError **error)
{
  if (!mapi_kept_store_check_sends (self, method, error))
    return FALSE;
  if (mapi_kept_store_is_spooler (self))
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NO_SUPPORT,
               "%s is for the spooler alone, and this is a client's logon",
               method);
  return FALSE;
}

static gboolean
check_no_flags (const char *method, guint32 flags, GError **error)
{
  if (flags == 0)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_UNKNOWN_FLAGS,
               "%s knows no flags, and was given 0x%08x",
               method,
               flags);
  return FALSE;
}

static gboolean
parse (MapiKeptStore *self, GBytes *entry_id, MapiKeptKind kind, MapiKeptId *id, GError **error)
{
  const MapiUid *uid = mapi_store_backend_get_uid (mapi_kept_store_get_backend (self));

  if (!mapi_kept_id_parse (id, uid, entry_id, error))
    return FALSE;
  if (id->kind == kind)
    return TRUE;
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_INVALID_ENTRYID,
                       "the entry identifier names another kind of object");
  return FALSE;
}

/* --- The queue --- */

/* What was submitted first is sent first. */
static MapiTable *
get_sorted (MapiTableData *queue)
{
  g_autoptr (MapiSortOrderSet) none = mapi_sort_order_set_new (0, 0);
  g_autoptr (MapiSortOrderSet) order =
      mapi_sort_order_set_append (none, MAPI_PR_CLIENT_SUBMIT_TIME, MAPI_TABLE_SORT_ASCEND);

  return mapi_table_data_get_view (queue, order);
}

/* Anybody may look at what waits. */
static MapiTable *
mapi_kept_store_get_outgoing_queue (MapiMsgStore *store,
                                    guint32       flags,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  MapiKeptStore    *self = MAPI_KEPT_STORE (store);
  MapiStoreBackend *backend = mapi_kept_store_get_backend (self);

  if (!mapi_kept_store_check_sends (self, "GetOutgoingQueue", error) ||
      !check_no_flags ("GetOutgoingQueue", flags & ~(guint32) MAPI_UNICODE, error) ||
      !mapi_store_backend_refresh (backend, error))
    return NULL;
  return mapi_kept_store_lend (self, get_sorted (mapi_store_backend_get_queue (backend)));
}

static gboolean
fail_not_queued (GError **error)
{
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_NOT_IN_QUEUE, "the message is not in the outgoing queue");
  return FALSE;
}

/* Nothing is locked twice, by whomever: nothing is sent twice because two want to. */
static gboolean
set_locked (MapiKeptSlip *slip, gboolean is_locked, GError **error)
{
  if (is_locked && !slip->is_queued)
    return fail_not_queued (error);
  if (is_locked && slip->is_locked)
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_NO_ACCESS, "the message is locked already");
      return FALSE;
    }
  slip->is_locked = is_locked;
  return TRUE;
}

/* Who watches the queue sees it. */
static gboolean
show_lock (MapiKeptMessage *message, MapiKeptSlip *slip, GError **error)
{
  g_autoptr (GBytes) id = mapi_store_backend_new_id (
      message->backend, MAPI_KEPT_IS_MESSAGE, message->folder, message->key);
  g_autoptr (MapiPropValue) index = mapi_prop_value_new_binary (MAPI_PR_ENTRYID, id);
  g_autoptr (MapiPropList) row = mapi_table_data_query_row (
      mapi_store_backend_get_queue (message->backend), index, NULL, NULL);

  return row == NULL || mapi_store_backend_show_queued (message->backend, slip, row, error);
}

static gboolean
lock_or_unlock (MapiKeptMessage *message, gboolean is_locked, GError **error)
{
  MapiKeptSlip *slip;
  gboolean      done;

  mapi_store_backend_lock (message->backend);
  slip = mapi_store_backend_find_slip (message->backend, message->folder, message->key, error);
  done = slip != NULL && set_locked (slip, is_locked, error) && show_lock (message, slip, error);
  mapi_store_backend_unlock (message->backend);
  return done;
}

static gboolean
save_pending (MapiKeptMessage *message, GCancellable *cancellable, GError **error)
{
  guint32 access = mapi_prop_data_get_obj_access (MAPI_PROP_DATA (message));

  return (access & MAPI_IPROP_DIRTY) == 0 ||
         mapi_prop_save_changes (MAPI_PROP (message), MAPI_KEEP_OPEN_READWRITE, cancellable, error);
}

/* What was changed before is kept (R130). */
static gboolean
mapi_kept_store_set_lock_state (MapiMsgStore *store,
                                MapiMessage  *message,
                                guint32       lock_state,
                                GCancellable *cancellable,
                                GError      **error)
{
  MapiKeptStore   *self = MAPI_KEPT_STORE (store);
  MapiKeptMessage *own = MAPI_IS_KEPT_MESSAGE (message) ? MAPI_KEPT_MESSAGE (message) : NULL;

  if (!mapi_kept_store_check_spooler (self, "SetLockState", error))
    return FALSE;
  if (own == NULL || own->key == NULL || own->backend != mapi_kept_store_get_backend (self))
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_INVALID_PARAMETER,
                           "SetLockState: the message is not one of this store");
      return FALSE;
    }
  return save_pending (own, cancellable, error) &&
         lock_or_unlock (own, lock_state == MAPI_MSG_LOCKED, error);
}

void
mapi_kept_store_unlock_all (MapiKeptStore *self)
{
  MapiStoreBackend        *backend = mapi_kept_store_get_backend (self);
  MapiStoreBackendPrivate *priv = mapi_store_backend_get_private (backend);
  GHashTableIter           places;
  GHashTableIter           slips;
  MapiKeptPlace           *place;
  MapiKeptSlip            *slip;

  mapi_store_backend_lock (backend);
  g_hash_table_iter_init (&places, priv->places);
  while (g_hash_table_iter_next (&places, NULL, (gpointer *) &place))
    {
      g_hash_table_iter_init (&slips, place->slips);
      while (g_hash_table_iter_next (&slips, NULL, (gpointer *) &slip))
        slip->is_locked = FALSE;
    }
  mapi_store_backend_unlock (backend);
}

/* --- Leaving the queue --- */

static gboolean
check_queued (MapiKeptMessage *message, GError **error)
{
  return mapi_kept_message_is_queued (message) || fail_not_queued (error);
}

static gboolean
leave_queue (
    MapiKeptMessage *message, guint32 set, guint32 clear, GCancellable *cancellable, GError **error)
{
  static const guint32 tag = MAPI_PR_SUBMIT_FLAGS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  guint32 flags = mapi_kept_message_get_long (message, MAPI_PR_MESSAGE_FLAGS);

  mapi_kept_message_set_long (message, MAPI_PR_MESSAGE_FLAGS, (flags | set) & ~clear);
  return mapi_prop_delete_props (MAPI_PROP (message), tags, NULL, cancellable, error) &&
         mapi_kept_message_rewrite (message, cancellable, error);
}

/* The folder for sent mail, if it is one of this store, and still there. */
static char *
find_sent_folder (MapiKeptMessage *message, MapiPropList *props)
{
  g_autoptr (GBytes) entry_id = mapi_prop_list_get_bytes (props, MAPI_PR_SENTMAIL_ENTRYID);
  g_auto (MapiKeptId) id = { 0 };
  gboolean is_there;

  if (entry_id == NULL || !parse (message->store, entry_id, MAPI_KEPT_IS_FOLDER, &id, NULL))
    return NULL;
  mapi_store_backend_lock (message->backend);
  is_there = mapi_store_backend_find_place (message->backend, id.folder, NULL) != NULL;
  mapi_store_backend_unlock (message->backend);
  return is_there ? g_steal_pointer (&id.folder) : NULL;
}

/* Where the message ends up, by its properties (D2, R069, R070, R119 to R122). */
static gboolean
put_away (MapiKeptMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiPropList) props = mapi_prop_data_get_list (MAPI_PROP_DATA (message));
  g_autofree char *sent = find_sent_folder (message, props);
  gboolean         discard = mapi_prop_list_get_boolean (props, MAPI_PR_DELETE_AFTER_SUBMIT, FALSE);
  g_autoptr (MapiKeptMessage) copy = NULL;

  if (sent != NULL && discard)
    {
      copy = mapi_kept_message_take (message->store, message->folder, message->key, error);
      if (copy == NULL || !mapi_kept_message_move (copy, sent, TRUE, cancellable, error))
        return FALSE;
    }
  if (discard)
    return mapi_kept_message_delete (message, cancellable, error);
  return sent == NULL || g_str_equal (sent, message->folder) ||
         mapi_kept_message_move (message, sent, FALSE, cancellable, error);
}

/* Hooks see the message before it goes anywhere (R068, R111). */
static gboolean
run_hooks (MapiKeptMessage *message,
           gboolean        *taken_over,
           GCancellable    *cancellable,
           GError         **error)
{
  g_autoptr (GError) local = NULL;

  if (mapi_support_do_sent_mail (mapi_kept_store_get_support (message->store),
                                 0,
                                 MAPI_MESSAGE (message),
                                 taken_over,
                                 cancellable,
                                 &local) ||
      g_error_matches (local, MAPI_ERROR, MAPI_E_NO_SUPPORT))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Out of the queue first: what happens between the two has it sent once, wherever it lies. */
static gboolean
finish (MapiKeptMessage *message, GCancellable *cancellable, GError **error)
{
  gboolean taken_over = FALSE;

  return lock_or_unlock (message, FALSE, error) &&
         run_hooks (message, &taken_over, cancellable, error) &&
         leave_queue (message,
                      MAPI_MSGFLAG_READ,
                      MAPI_MSGFLAG_SUBMIT | MAPI_MSGFLAG_UNSENT,
                      cancellable,
                      error) &&
         (taken_over || put_away (message, cancellable, error));
}

static gboolean
mapi_kept_store_finished_msg (
    MapiMsgStore *store, guint32 flags, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  MapiKeptStore *self = MAPI_KEPT_STORE (store);
  g_auto (MapiKeptId) id = { 0 };
  g_autoptr (MapiKeptMessage) message = NULL;

  if (!mapi_kept_store_check_spooler (self, "FinishedMsg", error) ||
      !check_no_flags ("FinishedMsg", flags, error) ||
      !parse (self, entry_id, MAPI_KEPT_IS_MESSAGE, &id, error))
    return FALSE;
  message = mapi_kept_message_take (self, id.folder, id.key, error);
  return message != NULL && check_queued (message, error) && finish (message, cancellable, error);
}

static gboolean
check_unlocked (MapiKeptMessage *message, GError **error)
{
  MapiKeptSlip *slip =
      mapi_store_backend_find_slip (message->backend, message->folder, message->key, error);

  if (slip == NULL || !slip->is_locked)
    return slip != NULL;
  g_set_error_literal (error, MAPI_ERROR, MAPI_E_UNABLE_TO_ABORT, "the message is being sent");
  return FALSE;
}

/* Once it is out of the queue the spooler cannot lock it (R126, D18, D25). */
static gboolean
mapi_kept_store_abort_submit (
    MapiMsgStore *store, GBytes *entry_id, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiKeptStore    *self = MAPI_KEPT_STORE (store);
  MapiStoreBackend *backend = mapi_kept_store_get_backend (self);
  g_auto (MapiKeptId) id = { 0 };
  g_autoptr (MapiKeptMessage) message = NULL;
  gboolean aborted;

  if (!mapi_kept_store_check_sends (self, "AbortSubmit", error) ||
      !check_no_flags ("AbortSubmit", flags, error) ||
      !parse (self, entry_id, MAPI_KEPT_IS_MESSAGE, &id, error))
    return FALSE;
  mapi_store_backend_lock (backend);
  message = mapi_kept_message_take (self, id.folder, id.key, error);
  aborted = message != NULL && check_queued (message, error) && check_unlocked (message, error) &&
            leave_queue (message, MAPI_MSGFLAG_UNSENT, MAPI_MSGFLAG_SUBMIT, cancellable, error);
  mapi_store_backend_unlock (backend);
  return aborted;
}

void
mapi_kept_store_init_queue (MapiMsgStoreInterface *iface)
{
  iface->abort_submit = mapi_kept_store_abort_submit;
  iface->get_outgoing_queue = mapi_kept_store_get_outgoing_queue;
  iface->set_lock_state = mapi_kept_store_set_lock_state;
  iface->finished_msg = mapi_kept_store_finished_msg;
}
