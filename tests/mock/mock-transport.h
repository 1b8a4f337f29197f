/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mapi-spooler/mapi-spooler.h>

G_BEGIN_DECLS

#define MOCK_TYPE_TRANSPORT (mock_transport_get_type ())
G_DECLARE_FINAL_TYPE (MockTransport, mock_transport, MOCK, TRANSPORT, GObject)

/* A transport that does what a script says, and remembers what it was asked. @types: the address
 * types it handles; NULL for all. @clock tells the times in its log. */
MockTransport *
mock_transport_new (const char *name, const char *const *types, MapiSpoolerClock *clock);

/* What the next submission is to do that has no line yet: actions, separated by semicolons. Without
 * a line all recipients are taken.
 *
 *   OK              takes the responsibility for all of its recipients
 *   TAKE a b        for these addresses
 *   CLAIM a         says it does for this one, whosever it is
 *   FAIL a          the same, and reports that the recipient cannot be delivered to
 *   SET text        sets PR_SENDER_NAME
 *   SAVE            saves the message
 *   BLOCK           waits until it is released or cancelled
 *   HANG            waits until it is released, whoever wants to cancel
 *   WAIT 30, NETWORK_ERROR 30, BUSY, NOT_ME, CANCEL, CALL_FAILED    fails with this error
 *   NOW, LATER, DEFER    answers EndMessage with this END_ flag
 *   CRITICAL        reports a critical error, and fails
 *   LIE             succeeds with an error
 *   SILENCE         fails without one */
void mock_transport_script (MockTransport *self, const char *line);

/* The next @n_times logons fail. */
void mock_transport_fail_logon (MockTransport *self, MapiError code, guint n_times);

/* Lets all that block or hang go on, those to come too. */
void mock_transport_release (MockTransport *self);

/* MAPI_LOGON_SP_*; before it logs on. */
void mock_transport_set_wants (MockTransport *self, guint32 wants);

/* A message that arrives; it is fetched when somebody asks. NULL: one that is promised and not
 * there; "": one that is saved without content. */
void mock_transport_receive (MockTransport *self, const char *subject);

/* SpoolerNotify, as the first logon. */
void mock_transport_notify (MockTransport *self, guint32 flags, GBytes *data);

/* From now on it handles these types; it says so only when asked. */
void mock_transport_set_types (MockTransport *self, const char *const *types);

/* What happened, in order: "30 submit SUBJECT" with the seconds since the start, "30 end",
 * "0 logon", "0 notify BEGIN_OUTBOUND", "0 poll" ... */
GStrv mock_transport_get_log (MockTransport *self);
guint mock_transport_count (MockTransport *self, const char *event);
guint mock_transport_get_n_logons (MockTransport *self);

/* For the host. */
const char *mock_transport_get_name (MockTransport *self);
MapiXpLogon *
mock_transport_logon (MockTransport *self, MapiSupport *support, guint32 *flags, GError **error);

G_END_DECLS
