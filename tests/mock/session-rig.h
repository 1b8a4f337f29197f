/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi-spooler/mapi-spooler.h>

G_BEGIN_DECLS

/* Everything as it is outside of tests: a profile, a session, the SQLite store, the spooler, and
 * the services of the catalogue. Starts zeroed. */
typedef struct
{
  MapiProfile      *profile;
  MapiSession      *session;
  MapiMsgStore     *store;
  MapiSpooler      *spooler;
  MapiSpoolerClock *clock; /* for the spooler; NULL for the time of day */
} SessionRig;

/* A new profile, with a store. Each of these is a CUnit assertion, and answers whether it holds. */
gboolean session_rig_begin (SessionRig *self, const char *profile);

/* The same with settings for the store. */
gboolean
session_rig_begin_with (SessionRig *self, const char *profile, const char *const *settings);

/* Adds a service; @settings are pairs of keys and values, and end with NULL. */
gboolean session_rig_add (SessionRig *self, const char *service, const char *const *settings);

/* The same of one that has the default store. */
gboolean
session_rig_add_default (SessionRig *self, const char *service, const char *const *settings);

/* Logs on; makes the spooler besides, for who wants to hear of all; and starts it besides. */
gboolean session_rig_log_on (SessionRig *self);
gboolean session_rig_prepare (SessionRig *self);
gboolean session_rig_start (SessionRig *self);

/* With flags of the session, and of its default store. */
gboolean session_rig_log_on_with (SessionRig *self, guint32 flags, guint32 store_flags);

/* Ends what session_rig_start() began; the profile stays. */
void session_rig_stop (SessionRig *self);

/* Submits a message of that text to one recipient. */
gboolean session_rig_submit (SessionRig *self,
                             const char *text,
                             const char *address_type,
                             const char *address);

/* A folder of the store, given by the tag of its entry identifier, or the receive folder with 0. */
MapiFolder *session_rig_open_folder (SessionRig *self, guint32 folder_tag);

/* A new message in the Outbox, with a subject and one recipient of the address type FAKE. */
MapiMessage *session_rig_compose (SessionRig *self, const char *subject);

/* The fake transport of the profile: its status object, another script, and how many of its calls
 * begin so. It has to be logged on. */
MapiStatus *session_rig_open_fake (SessionRig *self);
void        session_rig_script (SessionRig *self, const char *script);
guint       session_rig_count_calls (SessionRig *self, const char *beginning);

/* Until there are so many. */
gboolean session_rig_wait_calls (SessionRig *self, const char *beginning, guint n_calls);

/* The number of messages in a folder of the store, given by the tag of its entry identifier, or in
 * the receive folder with 0. */
guint session_rig_count (SessionRig *self, guint32 folder_tag);

/* Waits until @done answers TRUE, and looks again and again: for what tells nobody when it is. */
gboolean session_rig_wait (gboolean (*done) (gpointer data), gpointer data);

void session_rig_clear (SessionRig *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SessionRig, session_rig_clear)

G_END_DECLS
