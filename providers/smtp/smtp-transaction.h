/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "smtp-content.h"
#include "smtp-envelope.h"

G_BEGIN_DECLS

/* Sends one message to all recipients of @envelope that are open, and gives each a verdict. FALSE
 * means that the conversation has ended; @begun tells whether the server has seen the content, so
 * that the message may have been taken. */
gboolean smtp_transaction_run (SmtpConnection *connection,
                               SmtpEnvelope   *envelope,
                               SmtpContent    *content,
                               gboolean       *begun,
                               GCancellable   *cancellable,
                               GError        **error);

G_END_DECLS
