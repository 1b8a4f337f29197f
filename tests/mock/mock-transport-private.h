/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-transport.h"

G_BEGIN_DECLS

struct _MockTransport
{
  GObject           parent_instance;
  char             *name;
  MapiSpoolerClock *clock;
  gint64            start;

  GMutex       lock; /* for all below */
  GCond        changed;
  GStrv        types;
  GQueue       script;
  GQueue       incoming; /* subjects; NULL_MESSAGE for a promise */
  GPtrArray   *log;
  MapiSupport *support; /* of the first logon */
  guint32      wants;
  MapiError    logon_error;
  guint        n_logon_errors;
  guint        n_logons;
  gboolean     released;
};

void  mock_transport_log (MockTransport *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
char *mock_transport_take_line (MockTransport *self);

/* Until somebody releases the transport, or cancels; answers whether it was released. */
gboolean mock_transport_wait (MockTransport *self, GCancellable *cancellable);

/* Answers whether there was one; @subject is NULL for an empty promise. */
gboolean mock_transport_take_incoming (MockTransport *self, char **subject);
guint    mock_transport_get_n_incoming (MockTransport *self);

MapiXpLogon *mock_logon_new (MockTransport *transport, MapiSupport *support);

G_END_DECLS
