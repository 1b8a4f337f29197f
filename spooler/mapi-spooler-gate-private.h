/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keeps a run from ending while somebody from outside looks at it. Who is inside must not block. */
typedef struct
{
  GMutex   lock;
  GCond    left;
  guint    n_inside;
  gboolean open;
} MapiSpoolerGate;

void mapi_spooler_gate_init (MapiSpoolerGate *self);
void mapi_spooler_gate_clear (MapiSpoolerGate *self);
void mapi_spooler_gate_open (MapiSpoolerGate *self);

/* Answers whether the caller is inside. */
gboolean mapi_spooler_gate_enter (MapiSpoolerGate *self);
void     mapi_spooler_gate_leave (MapiSpoolerGate *self);

/* Lets nobody in any more, and waits until nobody is inside. */
void mapi_spooler_gate_close (MapiSpoolerGate *self);

G_END_DECLS
