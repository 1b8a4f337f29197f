/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "session-rig.h"
#include "spooler-rig.h"

G_BEGIN_DECLS

/* An engine in virtual time for a real session with the SQLite store; its transports are fakes. */
typedef struct
{
  SessionRig  session;
  SpoolerRig *rig;
} SpoolerWorld;

/* A new profile; the engine is not started. */
SpoolerWorld *spooler_world_new (void);

/* The same in two steps: in between services of the catalogue can be added to the profile. */
SpoolerWorld *spooler_world_begin (void);
void          spooler_world_log_on (SpoolerWorld *self);
/* The same with flags of the session, and of its default store. */
void spooler_world_log_on_with (SpoolerWorld *self, guint32 flags, guint32 store_flags);

void spooler_world_free (SpoolerWorld *self);

/* Ends the engine and begins another one, which has the transports of @add. */
void spooler_world_restart (SpoolerWorld *self);

/* Submits a message, as a client; @recipients: "TYPE:address" with a blank between them. It goes to
 * the folder of sent messages in the end. */
void spooler_world_submit (SpoolerWorld *self, const char *subject, const char *recipients);

/* The same with more properties, which win. */
void spooler_world_submit_with (SpoolerWorld *self,
                                const char   *subject,
                                const char   *recipients,
                                MapiPropList *more);

/* The same of one that names no folder for when it is sent. */
void spooler_world_submit_without_folder (SpoolerWorld *self,
                                          const char   *subject,
                                          const char   *recipients,
                                          MapiPropList *more);

/* The subjects of the messages in a folder that the store names with this tag, or in the receive
 * folder with 0, in alphabetical order with commas between them. */
void spooler_world_assert_folder (SpoolerWorld *self, guint32 folder_tag, const char *expected);

/* The same of a folder that the user has made, or somebody for the user. */
void spooler_world_assert_named (SpoolerWorld *self, const char *name, const char *expected);

/* A message of such a folder by its subject (transfer full). */
MapiMessage *
spooler_world_open_message (SpoolerWorld *self, guint32 folder_tag, const char *subject);

/* A property of such a message (transfer full, nullable). */
MapiPropValue *
spooler_world_get_prop (SpoolerWorld *self, guint32 folder_tag, const char *subject, guint32 tag);

/* The entry identifier of such a folder. */
GBytes *spooler_world_get_folder_id (SpoolerWorld *self, guint32 folder_tag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpoolerWorld, spooler_world_free)

G_END_DECLS
