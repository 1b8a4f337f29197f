/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi-spooler/mapi-spooler.h>

G_BEGIN_DECLS

/* The time of day, that goes a thousand times too fast: who waits a minute waits 60 ms. */
#define KILL_TYPE_CLOCK (kill_clock_get_type ())
G_DECLARE_FINAL_TYPE (KillClock, kill_clock, KILL, CLOCK, GObject)

/* It shows so many seconds too much, or too little. */
MapiSpoolerClock *kill_clock_new (gint wrong);

G_END_DECLS
