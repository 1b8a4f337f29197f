/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mapi-spooler-clock.h"

G_BEGIN_DECLS

#define MAPI_TYPE_SPOOLER_SYSTEM_CLOCK (mapi_spooler_system_clock_get_type ())

MAPI_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (
    MapiSpoolerSystemClock, mapi_spooler_system_clock, MAPI, SPOOLER_SYSTEM_CLOCK, GObject)

MAPI_AVAILABLE_IN_1_0
MapiSpoolerSystemClock *mapi_spooler_system_clock_new (GMainContext *context);

G_END_DECLS
