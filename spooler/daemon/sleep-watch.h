/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells when the machine wakes up, as logind says (PrepareForSleep on the system bus). Where there
 * is no logind it never does. */
typedef struct _SleepWatch SleepWatch;

typedef void (*SleepWatchFunc) (gpointer data);

/* @awake is called in the thread's default context. */
SleepWatch *sleep_watch_new (SleepWatchFunc awake, gpointer data);
void        sleep_watch_free (SleepWatch *self);

G_END_DECLS
