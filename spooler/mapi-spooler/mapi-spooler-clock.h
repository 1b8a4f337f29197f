/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_CLOCK (mapi_spooler_clock_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (MapiSpoolerClock, mapi_spooler_clock, MAPI, SPOOLER_CLOCK, GObject)

struct _MapiSpoolerClockInterface
{
  GTypeInterface parent_iface;

  gint64 (*get_time) (MapiSpoolerClock *self);
  void (*set_alarm) (MapiSpoolerClock *self, gint64 time);
};

MAPI_AVAILABLE_IN_1_0
gint64 mapi_spooler_clock_get_time (MapiSpoolerClock *self);
MAPI_AVAILABLE_IN_1_0
void mapi_spooler_clock_set_alarm (MapiSpoolerClock *self, gint64 time);
MAPI_AVAILABLE_IN_1_0
void mapi_spooler_clock_ring (MapiSpoolerClock *self);

G_END_DECLS
