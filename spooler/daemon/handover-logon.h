/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi/mapi.h>

G_BEGIN_DECLS

/* A session of a client's and its default store, as `mapi send` opens them. */
typedef struct
{
  MapiSession  *session;
  MapiMsgStore *store;
} HandoverLogon;

void handover_logon_unref (HandoverLogon *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HandoverLogon, handover_logon_unref)

/* Keeps one from one message to the next, as long as the profile stays as it is. Safe for threads.
 */
typedef struct _HandoverKeeper HandoverKeeper;

HandoverKeeper *handover_keeper_new (const char *profile);
void            handover_keeper_free (HandoverKeeper *self);

/* The logon that is kept, or a new one, and the folder that what is sent is made in. One that does
 * not answer any more is dropped for a new one. */
HandoverLogon *handover_keeper_log_on (HandoverKeeper *self, MapiFolder **outbox, GError **error);

G_END_DECLS
