/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-flags.h"
#include "mapi-support-object-private.h"

/* The methods of the support object that are the spooler's business. */

/* Which notices a provider may give, R441 and R442. */
#define STORE_NOTICES (MAPI_NOTIFY_NEWMAIL_RECEIVED | MAPI_NOTIFY_READYTOSEND)
#define TRANSPORT_NOTICES                                                                          \
  (MAPI_NOTIFY_NEWMAIL | MAPI_NOTIFY_READYTOSEND | MAPI_NOTIFY_SENTDEFERRED |                      \
   MAPI_NOTIFY_CRITSEC | MAPI_NOTIFY_NONCRIT | MAPI_NOTIFY_CONFIG_CHANGE |                         \
   MAPI_NOTIFY_CRITICAL_ERROR)

#define MOST_TURNS 16

static MapiSpoolerLink *
require_spooler (MapiSupportObject *self, GError **error)
{
  MapiSpoolerLink *spooler = mapi_session_ref_spooler (self->session);

  if (spooler == NULL)
    g_set_error_literal (error, MAPI_ERROR, MAPI_E_NO_SUPPORT, "no spooler runs in this process");
  return spooler;
}

static gboolean
is_cancelled (MapiSupportObject *self, GCancellable *cancellable)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_cancellable_is_cancelled (cancellable) ||
         (self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable));
}

/* Turns the context of this thread only, and never waits for it. A source that is always ready must
 * not keep the transport from its work. */
static void
turn_own_context (void)
{
  GMainContext *context = g_main_context_get_thread_default ();

  for (guint i = 0; context != NULL && i < MOST_TURNS; i++)
    {
      if (!g_main_context_iteration (context, FALSE))
        return;
    }
}

static gboolean
spooler_yield (MapiSupport *support, guint32 flags, GCancellable *cancellable, GError **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  g_autoptr (MapiSpoolerLink) spooler = NULL;

  if (!mapi_support_object_offers (self, "SpoolerYield", error))
    return FALSE;

  turn_own_context ();
  if (is_cancelled (self, cancellable))
    {
      g_set_error_literal (error, MAPI_ERROR, MAPI_E_USER_CANCEL, "the work was cancelled");
      return FALSE;
    }

  spooler = mapi_session_ref_spooler (self->session);
  return spooler == NULL ||
         mapi_spooler_link_spooler_yield (spooler, support, flags, cancellable, error);
}

static gboolean
check_notices (MapiSupportObject *self, guint32 flags, GError **error)
{
  guint32 allowed = self->kind == MAPI_SUPPORT_STORE ? STORE_NOTICES : TRANSPORT_NOTICES;
  guint32 exclusive = MAPI_NOTIFY_SENTDEFERRED | MAPI_NOTIFY_CRITICAL_ERROR;

  if ((flags & ~allowed) == 0 && (flags & exclusive) != exclusive)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INVALID_PARAMETER,
               "%s: SpoolerNotify: the flags 0x%08x are not for a provider of this kind",
               self->logon->provider->service_name,
               flags);
  return FALSE;
}

/* What goes on in a store that is no part of mail is nobody's business (R168, R169, R456). */
static gboolean
is_ignored (MapiSupportObject *self)
{
  return g_atomic_int_get (&self->logon->no_mail);
}

/* Where no spooler runs there is nobody to tell: one in another process watches the queue. */
static gboolean
spooler_notify (MapiSupport *support, guint32 flags, GBytes *data, GError **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  g_autoptr (MapiSpoolerLink) spooler = NULL;

  if (!mapi_support_object_offers (self, "SpoolerNotify", error) ||
      !check_notices (self, flags, error))
    return FALSE;

  spooler = is_ignored (self) ? NULL : mapi_session_ref_spooler (self->session);
  return spooler == NULL || mapi_spooler_link_spooler_notify (
                                spooler, support, &self->logon->provider->uid, flags, data, error);
}

static gboolean
register_preprocessor (MapiSupport      *support,
                       const MapiUid    *uid,
                       const char       *address_type,
                       MapiPreprocessor *preprocessor,
                       guint32           flags,
                       GError          **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  g_autoptr (MapiSpoolerLink) spooler = NULL;

  if (!mapi_support_object_offers (self, "RegisterPreprocessor", error))
    return FALSE;
  spooler = require_spooler (self, error);

  return spooler != NULL &&
         mapi_spooler_link_register_preprocessor (
             spooler, &self->logon->provider->uid, uid, address_type, preprocessor, error);
}

static gboolean
complete_msg (MapiSupport  *support,
              guint32       flags,
              GBytes       *entry_id,
              GCancellable *cancellable,
              GError      **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  g_autoptr (MapiSpoolerLink) spooler = NULL;

  if (!mapi_support_object_offers (self, "CompleteMsg", error))
    return FALSE;
  spooler = require_spooler (self, error);

  return spooler != NULL &&
         mapi_spooler_link_complete_msg (
             spooler, &self->logon->provider->uid, flags, entry_id, cancellable, error);
}

/* A spooler of another process keeps the store open for itself, and what goes on there is not this
 * process's concern (R161). */
static gboolean
store_logoff_transports (MapiSupport  *support,
                         guint32      *flags,
                         GCancellable *cancellable,
                         GError      **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  g_autoptr (MapiSpoolerLink) spooler = NULL;

  if (!mapi_support_object_offers (self, "StoreLogoffTransports", error))
    return FALSE;
  spooler = mapi_session_ref_spooler (self->session);
  if (spooler != NULL)
    return mapi_spooler_link_store_logoff_transports (
        spooler, &self->logon->provider->uid, flags, cancellable, error);

  *flags = MAPI_LOGOFF_COMPLETE;
  return TRUE;
}

static gboolean
status_recips (MapiSupport  *support,
               MapiMessage  *message,
               MapiRowSet   *recipients,
               GCancellable *cancellable,
               GError      **error)
{
  MapiSupportObject *self = MAPI_SUPPORT_OBJECT (support);
  g_autoptr (MapiSpoolerLink) spooler = NULL;

  if (!mapi_support_object_offers (self, "StatusRecips", error))
    return FALSE;
  spooler = require_spooler (self, error);

  return spooler != NULL && mapi_spooler_link_status_recips (spooler,
                                                             support,
                                                             &self->logon->provider->uid,
                                                             message,
                                                             recipients,
                                                             cancellable,
                                                             error);
}

void
mapi_support_object_spooler_init (MapiSupportInterface *iface)
{
  iface->spooler_yield = spooler_yield;
  iface->spooler_notify = spooler_notify;
  iface->register_preprocessor = register_preprocessor;
  iface->complete_msg = complete_msg;
  iface->store_logoff_transports = store_logoff_transports;
  iface->status_recips = status_recips;
}
