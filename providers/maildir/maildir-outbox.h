/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "maildir-settings.h"

G_BEGIN_DECLS

/* The way out: delivers a message into the Maildir of each of its open recipients, and settles it
 * with @transport. @delayed is set to the reason when some have to wait (transfer full). */
gboolean maildir_outbox_send (const MaildirSettings *settings,
                              MapiMessage           *message,
                              MapiTransport         *transport,
                              char                 **delayed,
                              GCancellable          *cancellable,
                              GError               **error);

G_END_DECLS
