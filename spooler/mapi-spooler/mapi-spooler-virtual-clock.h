/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-clock.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_VIRTUAL_CLOCK (mapi_spooler_virtual_clock_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (
    MapiSpoolerVirtualClock, mapi_spooler_virtual_clock, MAPI, SPOOLER_VIRTUAL_CLOCK, GObject)

MAPI_AVAILABLE_IN_1_0
MapiSpoolerVirtualClock *mapi_spooler_virtual_clock_new (gint64 start);
MAPI_AVAILABLE_IN_1_0
void mapi_spooler_virtual_clock_advance (MapiSpoolerVirtualClock *self, gint64 usec);
MAPI_AVAILABLE_IN_1_0
void mapi_spooler_virtual_clock_set (MapiSpoolerVirtualClock *self, gint64 time);
MAPI_AVAILABLE_IN_1_0
gboolean mapi_spooler_virtual_clock_advance_to_alarm (MapiSpoolerVirtualClock *self);
MAPI_AVAILABLE_IN_1_0
gint64 mapi_spooler_virtual_clock_get_alarm (MapiSpoolerVirtualClock *self);

G_END_DECLS
