/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "fake-actor.h"

G_BEGIN_DECLS

#define FAKE_TYPE_TRANSPORT (fake_transport_get_type ())
G_DECLARE_FINAL_TYPE (FakeTransport, fake_transport, FAKE, TRANSPORT, GObject)

/* A transport that does what a script says, and remembers what it was asked: what all logons of one
 * provider in a profile share. From any thread. */
FakeTransport *fake_transport_new (const char *name);
const char    *fake_transport_get_name (FakeTransport *self);

/* Its log, and what blocks. */
FakeActor *fake_transport_get_actor (FakeTransport *self);

/* Another script. What it says of the beginning is done at the first logon, or at once when that is
 * over. */
gboolean fake_transport_set_script (FakeTransport *self, const char *text, GError **error);

/* Whose mail it handles; it says so when it is asked next. */
void              fake_transport_set_types (FakeTransport *self, MapiAddressTypes *types);
MapiAddressTypes *fake_transport_ref_types (FakeTransport *self);

/* What its logons answer: MAPI_LOGON_SP_*. */
void    fake_transport_set_wants (FakeTransport *self, guint32 wants);
guint32 fake_transport_get_wants (FakeTransport *self);

/* A message that waits until somebody fetches it. */
void  fake_transport_receive (FakeTransport *self, const char *subject);
char *fake_transport_take_incoming (FakeTransport *self);
void  fake_transport_put_back (FakeTransport *self, const char *subject);
guint fake_transport_get_n_incoming (FakeTransport *self);

/* Does what a script can say at any call; with the message that the call is about, or NULL. */
void fake_transport_act (FakeTransport *self, const FakeAction *action, MapiMessage *message);

/* The last message that it was told to keep, longer than it may (transfer full, nullable). */
MapiMessage *fake_transport_ref_kept (FakeTransport *self);

/* Logs on. */
MapiXpLogon *fake_transport_logon (FakeTransport *self,
                                   MapiSupport   *support,
                                   const char    *profile,
                                   guint32       *flags,
                                   GCancellable  *cancellable,
                                   GError       **error);

/* The support object of the last logon, also when that is over (transfer full, nullable). */
MapiSupport *fake_transport_ref_support (FakeTransport *self);

G_END_DECLS
