/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "mock-hook.h"
#include "mock-host.h"
#include "mock-preprocessor.h"
#include "spooler-journal.h"
#include "tap.h"

G_BEGIN_DECLS

/* An engine with one store and virtual time, and what it has told so far. */
typedef struct
{
  MapiSpoolerVirtualClock *clock;
  MockHost                *host;
  MockStore               *store;   /* NULL in a session */
  SpoolerJournal          *journal; /* the calls of all, with the time */
  MapiSpooler             *spooler;
  GHashTable              *n_events; /* by the EVENT field */
  GHashTable              *texts;    /* the last of each */
  guint                    n_sent;
  guint                    n_failed;
  guint                    n_received;
  gint                     last_result;
  guint                    n_up;
  guint                    n_down;
} SpoolerRig;

SpoolerRig *spooler_rig_new (void);

/* The same with the stores of a session, instead of one that is made for it. The time is that of
 * the day, and stands still. */
SpoolerRig *spooler_rig_new_in (MapiSession *session);
void        spooler_rig_free (SpoolerRig *rig);

/* @types: address types with a blank between them; NULL for all. Not owned by the caller. */
FakeTransport *
spooler_rig_add (SpoolerRig *rig, const char *name, const char *types, guint connections);

/* A hook, in the order of these calls; and a preprocessor, of the last logon of a transport.
 * @types: one address type or NULL; @uid: or NULL. Not owned by the caller. */
MockHook         *spooler_rig_add_hook (SpoolerRig *rig, const char *name, guint32 flags);
MockPreprocessor *spooler_rig_add_preprocessor (SpoolerRig    *rig,
                                                FakeTransport *transport,
                                                const char    *name,
                                                const MapiUid *uid,
                                                const char    *type);

/* What a transport is to do: see providers/fake/README.md. */
void spooler_rig_script (FakeTransport *transport, const char *script);

/* The same for the store: its calls are in mock-store.h. */
void spooler_rig_script_store (SpoolerRig *rig, const char *script);

/* Lets what blocks in a transport go on. */
void spooler_rig_release (FakeTransport *transport);

/* SpoolerNotify of a transport, with its last support object. */
void spooler_rig_notify (FakeTransport *transport, guint32 flags, GBytes *data);

/* The same, whatever becomes of it. */
void spooler_rig_tell (FakeTransport *transport, guint32 flags, GBytes *data);

/* What else it handles when it is asked next: @types as for spooler_rig_add(), and an identifier in
 * entry identifiers unless that is NULL. */
void spooler_rig_set_types (FakeTransport *transport, const char *types, const MapiUid *uid);

void spooler_rig_start (SpoolerRig *rig);
void spooler_rig_stop (SpoolerRig *rig);

/* @recipients: "TYPE:address" with a blank between them. */
GBytes *spooler_rig_submit (SpoolerRig *rig, const char *subject, const char *recipients);

/* The same of whole rows, as mapi_recipient_new() makes them; and with more properties, unless they
 * are NULL. */
GBytes *spooler_rig_submit_rows (SpoolerRig   *rig,
                                 const char   *subject,
                                 MapiRowSet   *rows,
                                 MapiPropList *more);

/* Until so much has been told in all: messages sent, and events of one name. */
void spooler_rig_wait_sent (SpoolerRig *rig, guint n_sent);
void spooler_rig_wait_event (SpoolerRig *rig, const char *event, guint n_events);
void spooler_rig_wait_received (SpoolerRig *rig, guint n_received);
void spooler_rig_wait_up (SpoolerRig *rig, guint n_up);
void spooler_rig_wait_down (SpoolerRig *rig, guint n_down);

/* Until so many lines of a transport's log begin so. */
void  spooler_rig_wait_call (FakeActor *actor, const char *beginning, guint n_times);
void  spooler_rig_wait_log (FakeTransport *transport, const char *beginning, guint n_times);
guint spooler_rig_count (FakeTransport *transport, const char *beginning);
void  spooler_rig_wait_store (SpoolerRig *rig, const char *beginning, guint n_times);

void spooler_rig_advance (SpoolerRig *rig, guint seconds);

/* What people are told in the last event of this name. */
void spooler_rig_assert_text (SpoolerRig *rig, const char *event, const char *expected);

/* Asserts which calls there were, from the first to the last, without their details: each behind
 * the seconds since the start, with commas between them. Waits for calls that are still to come. */
void spooler_rig_assert_log (SpoolerRig *rig, FakeTransport *transport, const char *expected);

/* The same of SubmitMessage alone, whose name is left out: "0 A, 30 A BEGIN_DEFERRED". */
void spooler_rig_assert_submits (SpoolerRig *rig, FakeTransport *transport, const char *expected);

/* The same of some calls of all transports and the store, by their names with a blank between them,
 * and with whose they are instead of the time: "smtp SubmitMessage A, store FinishedMsg A". */
void spooler_rig_assert_calls (SpoolerRig *rig, const char *calls, const char *expected);

/* The same of what came after the last call that the journal has now. */
void spooler_rig_forget (SpoolerRig *rig);

/* What a transport's last call that begins so was given beside its object: "reference=0 own=a@x".
 */
void
spooler_rig_assert_details (FakeTransport *transport, const char *beginning, const char *expected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpoolerRig, spooler_rig_free)

G_END_DECLS
