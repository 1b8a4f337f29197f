/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-outgoing-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-transport-private.h"

/* What support objects of providers have to say to the spooler. All of it comes from any thread. */

static gboolean
spooler_yield (MapiSpoolerLink *link,
               MapiSupport     *support,
               guint32          flags,
               GCancellable    *cancellable,
               GError         **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);

  for (guint i = 0; self->transports != NULL && i < self->transports->len; i++)
    if (mapi_spooler_transport_is_cancelled (g_ptr_array_index (self->transports, i), support))
      {
        g_set_error_literal (
            error, MAPI_ERROR, MAPI_E_USER_CANCEL, "spooler: the message is to be given up");
        return FALSE;
      }

  return TRUE;
}

/* A provider says something about a message: this is done in the engine's thread, and not waited
 * for, since the provider may be in a call of the engine. */
typedef struct
{
  MapiSpooler *spooler;
  MapiUid      uid;
  GBytes      *entry_id;
} Word;

static Word *
word_new (MapiSpooler *spooler, const MapiUid *uid, GBytes *entry_id)
{
  Word *word = g_new (Word, 1);

  word->spooler = g_object_ref (spooler);
  word->uid = *uid;
  word->entry_id = g_bytes_ref (entry_id);
  return word;
}

static void
word_free (gpointer data)
{
  Word *word = data;

  g_object_unref (word->spooler);
  g_bytes_unref (word->entry_id);
  g_free (word);
}

static void
pass_on (MapiSpooler *self, GSourceFunc call, const MapiUid *uid, GBytes *entry_id)
{
  g_main_context_invoke_full (
      self->context, G_PRIORITY_DEFAULT, call, word_new (self, uid, entry_id), word_free);
}

static MapiSpoolerItem *
find_item (MapiSpooler *self, GBytes *entry_id)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      MapiSpoolerItem *item =
          mapi_spooler_watch_find (g_ptr_array_index (self->watches, i), entry_id);

      if (item != NULL)
        return item;
    }

  return NULL;
}

static MapiSpoolerWatch *
find_watch (MapiSpooler *self, const MapiUid *uid)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      MapiSpoolerWatch *watch = g_ptr_array_index (self->watches, i);

      if (mapi_uid_equal (mapi_spooler_watch_get_uid (watch), uid))
        return watch;
    }

  return NULL;
}

/* The message is to be submitted again, with BEGIN_DEFERRED (R452). A message that was deferred
 * before the last start waits in a backlog: it is marked there (D8). */
static gboolean
resubmit_deferred (gpointer data)
{
  Word                 *word = data;
  MapiSpooler          *self = word->spooler;
  MapiSpoolerTransport *transport = mapi_spooler_find_transport (self, &word->uid);
  MapiSpoolerItem      *item = find_item (self, word->entry_id);
  MapiSpoolerPart      *part = NULL;
  gboolean              dispatch = FALSE;

  if (item == NULL || transport == NULL)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&item->lock);
  part = mapi_spooler_item_find_part (item, transport);
  if (part != NULL)
    {
      part->deferred = TRUE;
      dispatch = part->state == MAPI_SPOOLER_PART_DEFERRED;
      if (dispatch)
        part->state = MAPI_SPOOLER_PART_IDLE;
    }
  g_mutex_unlock (&item->lock);

  if (dispatch)
    {
      mapi_spooler_item_ref (item);
      mapi_spooler_dispatch (self, part, 0);
    }
  return G_SOURCE_REMOVE;
}

/* A tightly coupled store has received a message itself (R455). */
static gboolean
announce_received (gpointer data)
{
  Word             *word = data;
  MapiSpooler      *self = word->spooler;
  MapiSpoolerWatch *watch = find_watch (self, &word->uid);
  g_autoptr (MapiNotification) notification = NULL;
  g_autoptr (GError) error = NULL;

  if (watch == NULL)
    return G_SOURCE_REMOVE;

  notification = mapi_notification_new_newmail (word->entry_id, NULL, "IPM.Note", 0);
  if (!mapi_msg_store_notify_new_mail (
          mapi_spooler_watch_get_store (watch), notification, NULL, &error))
    g_info ("spooler: NotifyNewMail: %s", error->message);
  mapi_spooler_events_received (self->events, word->entry_id);

  return G_SOURCE_REMOVE;
}

static void
on_transport_notify (MapiSpooler          *self,
                     MapiSpoolerTransport *transport,
                     guint32               flags,
                     GBytes               *data)
{
  if (flags & MAPI_NOTIFY_CRITSEC)
    g_atomic_int_inc (&transport->n_critical);
  if (flags & MAPI_NOTIFY_NONCRIT)
    g_atomic_int_add (&transport->n_critical, -1);
  if (flags & MAPI_NOTIFY_NEWMAIL)
    mapi_spooler_transport_promise (transport);
  if (flags & MAPI_NOTIFY_CONFIG_CHANGE)
    mapi_spooler_transport_ask (transport, MAPI_SPOOLER_ERRAND_ADDRESS_TYPES);
  if ((flags & MAPI_NOTIFY_SENTDEFERRED) && data != NULL)
    pass_on (self, resubmit_deferred, &transport->uid, data);
  if (flags & MAPI_NOTIFY_CRITICAL_ERROR)
    mapi_spooler_transport_set_down (
        transport, MAPI_SPOOLER_TRANSPORT_DEAD, "it reported a critical error");
  if (flags & MAPI_NOTIFY_READYTOSEND)
    {
      mapi_spooler_transport_revive (transport);
      mapi_spooler_expedite (self, transport);
    }
}

static gboolean
spooler_notify (MapiSpoolerLink *link,
                MapiSupport     *support,
                const MapiUid   *provider_uid,
                guint32          flags,
                GBytes          *data,
                GError         **error)
{
  MapiSpooler          *self = MAPI_SPOOLER_ENGINE (link);
  MapiSpoolerTransport *transport;

  if (mapi_spooler_is_stopping (self))
    return TRUE;

  transport = mapi_spooler_find_transport (self, provider_uid);
  if (transport != NULL)
    on_transport_notify (self, transport, flags, data);
  else if ((flags & MAPI_NOTIFY_NEWMAIL_RECEIVED) && data != NULL)
    pass_on (self, announce_received, provider_uid, data);
  /* READYTOSEND of a store asks for transports that are logged on: these always are (R100). */

  return TRUE;
}

typedef struct
{
  const MapiUid *uid;
  GBytes        *entry_id;
  GCancellable  *cancellable;
} Completion;

/* FinishedMsg wants a message that is locked (R118). */
static gboolean
complete_message (MapiSpooler *self, gpointer data, GError **error)
{
  const Completion *completion = data;
  MapiSpoolerWatch *watch = find_watch (self, completion->uid);
  MapiMsgStore     *store = watch != NULL ? mapi_spooler_watch_get_store (watch) : NULL;
  g_autoptr (MapiProp) message = NULL;

  if (store == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_NOT_FOUND,
                           "spooler: CompleteMsg: the store has no outgoing queue");
      return FALSE;
    }

  message = mapi_msg_store_open_entry (
      store, completion->entry_id, NULL, MAPI_MODIFY, completion->cancellable, error);
  if (message == NULL)
    return FALSE;
  if (!MAPI_IS_MESSAGE (message))
    {
      g_set_error_literal (
          error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "spooler: CompleteMsg: this is no message");
      return FALSE;
    }

  return mapi_msg_store_set_lock_state (
             store, MAPI_MESSAGE (message), MAPI_MSG_LOCKED, completion->cancellable, error) &&
         mapi_msg_store_finished_msg (
             store, 0, completion->entry_id, completion->cancellable, error);
}

static gboolean
complete_msg (MapiSpoolerLink *link,
              const MapiUid   *provider_uid,
              guint32          flags,
              GBytes          *entry_id,
              GCancellable    *cancellable,
              GError         **error)
{
  Completion completion = { provider_uid, entry_id, cancellable };

  return mapi_spooler_call_in_engine (
      MAPI_SPOOLER_ENGINE (link), complete_message, &completion, error);
}

/* The engine goes on working for the store's profile: it tells what there is left to do (R156). */
static gboolean
store_logoff_transports (MapiSpoolerLink *link,
                         const MapiUid   *provider_uid,
                         guint32         *flags,
                         GCancellable    *cancellable,
                         GError         **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);

  *flags = 0;
  if (mapi_spooler_get_n_active (self) > 0)
    *flags |= MAPI_LOGOFF_OUTBOUND;
  if (mapi_spooler_get_n_queued (self) > 0)
    *flags |= MAPI_LOGOFF_OUTBOUND_QUEUE;
  if (*flags == 0)
    *flags = MAPI_LOGOFF_COMPLETE;

  return TRUE;
}

static gboolean
status_recips (MapiSpoolerLink *link,
               MapiSupport     *support,
               const MapiUid   *provider_uid,
               MapiMessage     *message,
               MapiRowSet      *recipients,
               GCancellable    *cancellable,
               GError         **error)
{
  if (!MAPI_IS_SPOOLER_OUTGOING (message))
    {
      g_set_error_literal (
          error,
          MAPI_ERROR,
          MAPI_E_NO_SUPPORT,
          "spooler: StatusRecips: only for a message that SubmitMessage was given");
      return FALSE;
    }

  mapi_spooler_outgoing_add_reported (MAPI_SPOOLER_OUTGOING (message), recipients);
  return TRUE;
}

/* A transport wants attention: a client has asked it to flush, or it has decided so (R019, R404).
 */
static gboolean
status_row_changed (MapiSpoolerLink *link,
                    const MapiUid   *provider_uid,
                    MapiPropList    *row,
                    GError         **error)
{
  MapiSpooler          *self = MAPI_SPOOLER_ENGINE (link);
  MapiSpoolerTransport *transport = mapi_spooler_find_transport (self, provider_uid);
  gint32                code = mapi_prop_list_get_long (row, MAPI_PR_STATUS_CODE, 0);

  if (transport != NULL)
    mapi_spooler_transport_note_said (transport,
                                      mapi_prop_list_get_string (row, MAPI_PR_STATUS_STRING));
  if (transport != NULL && !mapi_spooler_is_stopping (self))
    mapi_spooler_flush_on_status (transport, (guint32) code);
  return TRUE;
}

static MapiStatus *
open_status_entry (MapiSpoolerLink *link, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_spooler_status_open (MAPI_SPOOLER_ENGINE (link));
}

void
mapi_spooler_link_init (MapiSpoolerLinkInterface *iface)
{
  iface->spooler_yield = spooler_yield;
  iface->spooler_notify = spooler_notify;
  iface->complete_msg = complete_msg;
  iface->store_logoff_transports = store_logoff_transports;
  iface->status_recips = status_recips;
  iface->status_row_changed = status_row_changed;
  iface->open_status_entry = open_status_entry;
}
