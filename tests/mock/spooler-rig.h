/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-host.h"
#include "tap.h"

G_BEGIN_DECLS

/* An engine with one store and virtual time, and what it has told so far. */
typedef struct
{
  MapiSpoolerVirtualClock *clock;
  MockHost                *host;
  MockStore               *store;
  MapiSpooler             *spooler;
  GHashTable              *n_events; /* by the EVENT field */
  guint                    n_sent;
  guint                    n_failed;
  guint                    n_received;
  gint                     last_result;
  guint                    n_up;
  guint                    n_down;
} SpoolerRig;

SpoolerRig *spooler_rig_new (void);
void        spooler_rig_free (SpoolerRig *rig);

/* @types: address types with a blank between them; NULL for all. Not owned by the caller. */
MockTransport *
spooler_rig_add (SpoolerRig *rig, const char *name, const char *types, guint connections);

void spooler_rig_start (SpoolerRig *rig);
void spooler_rig_stop (SpoolerRig *rig);

/* @recipients: "TYPE:address" with a blank between them. */
GBytes *spooler_rig_submit (SpoolerRig *rig, const char *subject, const char *recipients);

/* Until so much has been told in all: messages sent, and events of one name. */
void spooler_rig_wait_sent (SpoolerRig *rig, guint n_sent);
void spooler_rig_wait_event (SpoolerRig *rig, const char *event, guint n_events);
void spooler_rig_wait_received (SpoolerRig *rig, guint n_received);
void spooler_rig_wait_up (SpoolerRig *rig, guint n_up);

/* Until something is in a transport's log @n_times. */
void spooler_rig_wait_log (MockTransport *transport, const char *event, guint n_times);

void spooler_rig_advance (SpoolerRig *rig, guint seconds);

/* Asserts what a transport's log says of messages: the lines that begin with "submit" behind the
 * time, joined with commas. */
void spooler_rig_assert_submits (MockTransport *transport, const char *expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpoolerRig, spooler_rig_free)

G_END_DECLS
