/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-status-data.h"
#include "mapi-transport.h"

G_BEGIN_DECLS

typedef struct
{
  MapiSupport  *support;
  MapiPropList *settings;
  char         *display_name;
  MapiPropList *identity;
  GRecMutex     row_lock; /* from a change of the status until its row says so; before the next */
  GMutex        lock;     /* TransportNotify and the status object come from other threads */
  guint32       status;
  gboolean      is_remote;
  gboolean      is_remote_busy;
  gboolean      is_critical;
  gboolean      is_left; /* of the message that was settled last: a recipient is */
  GCancellable *work;

  MapiStatusData *status_object; /* made when it is first asked for */
} MapiTransportPrivate;

MapiTransportPrivate *mapi_transport_get_private (gpointer self);

/* The row as it is at logon; without the lock. */
MapiPropList *mapi_transport_make_status_row (MapiTransport *self);

/* What a notice of the spooler means for PR_STATUS_CODE. */
void mapi_transport_find_transition (guint32 flags, guint32 *set, guint32 *cleared);

/* The slots of the status object, and those of the logon that do the same. */
MapiStatus *mapi_transport_open_status_entry (MapiXpLogon  *logon,
                                              const char   *interface_name,
                                              guint32       flags,
                                              GCancellable *cancellable,
                                              GError      **error);
gboolean    mapi_transport_validate_state (MapiXpLogon  *logon,
                                           guint32       flags,
                                           GCancellable *cancellable,
                                           GError      **error);
gboolean    mapi_transport_flush_queues (MapiXpLogon  *logon,
                                         GBytes       *target_transport,
                                         guint32       flags,
                                         GCancellable *cancellable,
                                         GError      **error);

/* Whether a remote client may ask for more. */
gboolean mapi_transport_set_remote_busy (MapiTransport *self, gboolean busy, GError **error);

G_END_DECLS
