/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-conduct-private.h"
#include "mapi-spooler-coupling-private.h"
#include "mapi-spooler-flush-private.h"
#include "mapi-spooler-lane-private.h"
#include "mapi-spooler-outgoing-private.h"
#include "mapi-spooler-preprocess-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-status-private.h"
#include "mapi-spooler-notices-private.h"

/* What support objects of providers have to say to the spooler. All of it comes from any thread,
 * and at any time: a run that is about to end waits for who is inside of its gate. */

static gboolean
spooler_yield (MapiSpoolerLink *link,
               MapiSupport     *support,
               guint32          flags,
               GCancellable    *cancellable,
               GError         **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);
  gboolean     cancelled = FALSE;

  if (!mapi_spooler_gate_enter (&self->gate))
    return TRUE;
  for (guint i = 0; i < self->transports->len; i++)
    cancelled |=
        mapi_spooler_transport_is_cancelled (g_ptr_array_index (self->transports, i), support);
  mapi_spooler_gate_leave (&self->gate);

  if (cancelled)
    g_set_error_literal (
        error, MAPI_ERROR, MAPI_E_USER_CANCEL, "spooler: the message is to be given up");
  return !cancelled;
}

static void
on_critical_section (MapiSpoolerTransport *transport, guint32 flags)
{
  if (flags & MAPI_NOTIFY_CRITSEC)
    g_atomic_int_inc (&transport->n_critical);
  if (!(flags & MAPI_NOTIFY_NONCRIT))
    return;

  if (g_atomic_int_add (&transport->n_critical, -1) <= 0)
    {
      g_atomic_int_set (&transport->n_critical, 0);
      mapi_spooler_transport_complain (transport,
                                       "SpoolerNotify: the end of a critical section that it "
                                       "has not begun");
    }
}

/* A critical error may come with words about it (R442). */
static void
on_critical_error (MapiSpoolerTransport *transport, GBytes *data)
{
  gsize            size = 0;
  const char      *words = data != NULL ? g_bytes_get_data (data, &size) : NULL;
  g_autofree char *text = size > 0 ? g_utf8_make_valid (words, (gssize) size) : NULL;
  g_autofree char *reason =
      g_strconcat ("it reported a critical error", text != NULL ? ": " : NULL, text, NULL);

  mapi_spooler_transport_set_down (transport, MAPI_SPOOLER_TRANSPORT_DEAD, reason);
}

static void
on_transport_notify (MapiSpooler          *self,
                     MapiSpoolerTransport *transport,
                     guint32               flags,
                     GBytes               *data)
{
  on_critical_section (transport, flags);
  if (flags & MAPI_NOTIFY_NEWMAIL)
    mapi_spooler_transport_promise (transport);
  if (flags & MAPI_NOTIFY_CONFIG_CHANGE)
    mapi_spooler_transport_ask (transport, MAPI_SPOOLER_ERRAND_ADDRESS_TYPES);
  if (flags & MAPI_NOTIFY_SENTDEFERRED)
    mapi_spooler_notice_send_deferred (self, transport, data);
  if (flags & MAPI_NOTIFY_CRITICAL_ERROR)
    on_critical_error (transport, data);
  if (flags & MAPI_NOTIFY_READYTOSEND)
    {
      mapi_spooler_transport_revive (transport);
      mapi_spooler_expedite (self, transport);
    }
}

/* A store has a queue to send: whatever transport is off tries to get up now (R100). */
static void
on_store_ready (MapiSpooler *self)
{
  for (guint i = 0; i < self->transports->len; i++)
    mapi_spooler_transport_revive (g_ptr_array_index (self->transports, i));
}

static void
on_store_notify (MapiSpooler *self, const MapiUid *uid, guint32 flags, GBytes *data)
{
  g_autoptr (MapiMsgStore) store = mapi_spooler_stores_find (self->stores, uid);

  if ((flags & MAPI_NOTIFY_NEWMAIL_RECEIVED) && data != NULL && store != NULL)
    mapi_spooler_notice_received (self, store, data);
  if (flags & MAPI_NOTIFY_READYTOSEND)
    on_store_ready (self);
}

static gboolean
fail_retired (MapiSpoolerTransport *transport, const char *method, GError **error)
{
  mapi_spooler_transport_complain (transport, "%s after TransportLogoff", method);
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_OBJECT,
               "spooler: %s: this logon of %s has ended",
               method,
               transport->name);
  return FALSE;
}

static gboolean
notify_inside (MapiSpooler   *self,
               MapiSupport   *support,
               const MapiUid *uid,
               guint32        flags,
               GBytes        *data,
               GError       **error)
{
  MapiSpoolerTransport *transport = mapi_spooler_find_transport (self, uid);

  if (transport != NULL && mapi_spooler_logon_is_retired (support))
    return fail_retired (transport, "SpoolerNotify", error);
  if (mapi_spooler_is_stopping (self))
    return TRUE;
  if (transport == NULL)
    on_store_notify (self, uid, flags, data);
  else if (mapi_spooler_conduct_check_notice (transport, flags, data, error))
    on_transport_notify (self, transport, flags, data);
  else
    return FALSE;
  return TRUE;
}

static gboolean
spooler_notify (MapiSpoolerLink *link,
                MapiSupport     *support,
                const MapiUid   *provider_uid,
                guint32          flags,
                GBytes          *data,
                GError         **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);
  gboolean     answer;

  if (!mapi_spooler_gate_enter (&self->gate))
    return TRUE;
  answer = notify_inside (self, support, provider_uid, flags, data, error);
  mapi_spooler_gate_leave (&self->gate);

  return answer;
}

/* Each logon of a transport registers the same: one of them counts. */
static gboolean
is_further_logon (MapiSpoolerTransport *transport)
{
  MapiSpoolerLane *lane = mapi_spooler_lane_get_current ();

  return lane != NULL && lane->transport == transport && !mapi_spooler_lane_is_first (lane);
}

static gboolean
register_preprocessor (MapiSpoolerLink  *link,
                       const MapiUid    *provider_uid,
                       const MapiUid    *uid,
                       const char       *address_type,
                       MapiPreprocessor *preprocessor,
                       GError          **error)
{
  MapiSpooler          *self = MAPI_SPOOLER_ENGINE (link);
  MapiSpoolerTransport *transport = NULL;

  if (mapi_spooler_gate_enter (&self->gate))
    {
      transport = mapi_spooler_find_transport (self, provider_uid);
      if (transport != NULL && !is_further_logon (transport))
        mapi_spooler_preprocessors_add (
            self->preprocessors, transport, uid, address_type, preprocessor);
      mapi_spooler_gate_leave (&self->gate);
    }

  if (transport == NULL)
    g_set_error_literal (
        error,
        MAPI_ERROR,
        MAPI_E_NOT_FOUND,
        "spooler: RegisterPreprocessor: the spooler does not drive this transport");
  return transport != NULL;
}

static gboolean
complete_msg (MapiSpoolerLink *link,
              const MapiUid   *provider_uid,
              guint32          flags,
              GBytes          *entry_id,
              GCancellable    *cancellable,
              GError         **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);
  g_autoptr (MapiMsgStore) store = mapi_spooler_ref_store (self, provider_uid);

  if (store != NULL)
    return mapi_spooler_coupling_complete (self, store, flags, entry_id, cancellable, error);

  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_NOT_FOUND,
                       "spooler: CompleteMsg: the spooler does not work for this store");
  return FALSE;
}

static gboolean
store_logoff_transports (MapiSpoolerLink *link,
                         const MapiUid   *provider_uid,
                         guint32         *flags,
                         GCancellable    *cancellable,
                         GError         **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);
  g_autoptr (MapiMsgStore) store = mapi_spooler_ref_store (self, provider_uid);

  if (store != NULL)
    return mapi_spooler_coupling_logoff (self, store, flags, cancellable, error);

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

  return mapi_spooler_outgoing_add_reported (MAPI_SPOOLER_OUTGOING (message), recipients, error);
}

static gboolean
expand_recips (MapiSpoolerLink *link,
               const MapiUid   *provider_uid,
               MapiMessage     *message,
               MapiRowSet      *recipients,
               guint32         *flags,
               GCancellable    *cancellable,
               GError         **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);
  gboolean     answer;

  *flags = MAPI_NEEDS_SPOOLER;
  if (!mapi_spooler_gate_enter (&self->gate))
    return TRUE;
  answer = mapi_spooler_coupling_expand (self, provider_uid, message, recipients, flags, error);
  mapi_spooler_gate_leave (&self->gate);

  return answer;
}

static gboolean
do_sent_mail (MapiSpoolerLink *link,
              const MapiUid   *provider_uid,
              MapiMessage     *message,
              gboolean        *taken_over,
              GCancellable    *cancellable,
              GError         **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);
  g_autoptr (MapiMsgStore) store = mapi_spooler_ref_store (self, provider_uid);

  *taken_over = FALSE;
  return store == NULL ||
         mapi_spooler_finish_do_sent_mail (self, store, message, taken_over, cancellable, error);
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
  MapiSpoolerTransport *transport;

  if (!mapi_spooler_gate_enter (&self->gate))
    return TRUE;

  transport = mapi_spooler_find_transport (self, provider_uid);
  if (transport != NULL)
    {
      guint32 code;
      guint32 before = mapi_spooler_transport_note_row (transport, row, &code);

      if (!mapi_spooler_is_stopping (self))
        mapi_spooler_flush_on_status (transport, before, code);
    }
  mapi_spooler_gate_leave (&self->gate);

  return TRUE;
}

static MapiStatus *
open_status_entry (MapiSpoolerLink *link, guint32 flags, GCancellable *cancellable, GError **error)
{
  return mapi_spooler_status_open (MAPI_SPOOLER_ENGINE (link));
}

static gboolean
store_opened (MapiSpoolerLink *link, const MapiUid *provider_uid, GError **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);

  if (!mapi_spooler_gate_enter (&self->gate))
    return TRUE;
  mapi_spooler_open_store_later (self, provider_uid);
  mapi_spooler_gate_leave (&self->gate);
  return TRUE;
}

static gboolean
default_store_changed (MapiSpoolerLink *link, const MapiUid *provider_uid, GError **error)
{
  MapiSpooler *self = MAPI_SPOOLER_ENGINE (link);
  gboolean     changed;

  if (!mapi_spooler_gate_enter (&self->gate))
    return TRUE;
  changed = mapi_spooler_change_default_store (self, provider_uid, error);
  mapi_spooler_gate_leave (&self->gate);
  return changed;
}

void
mapi_spooler_link_init (MapiSpoolerLinkInterface *iface)
{
  iface->spooler_yield = spooler_yield;
  iface->spooler_notify = spooler_notify;
  iface->register_preprocessor = register_preprocessor;
  iface->complete_msg = complete_msg;
  iface->store_logoff_transports = store_logoff_transports;
  iface->status_recips = status_recips;
  iface->status_row_changed = status_row_changed;
  iface->open_status_entry = open_status_entry;
  iface->expand_recips = expand_recips;
  iface->do_sent_mail = do_sent_mail;
  iface->store_opened = store_opened;
  iface->default_store_changed = default_store_changed;
}
