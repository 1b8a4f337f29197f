/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "smtp-connection.h"

G_BEGIN_DECLS

#define SMTP_TYPE_CONTENT (smtp_content_get_type ())
G_DECLARE_FINAL_TYPE (SmtpContent, smtp_content, SMTP, CONTENT, GOutputStream)

/* Takes a message as it is written, and makes it what follows DATA: every line ends in CRLF, a dot
 * that begins a line is doubled, and a dot ends it all. Up to 1 MiB stays in memory, more goes to a
 * file without a name. */
SmtpContent *smtp_content_new (void);

/* Forgets the message, and keeps the memory for the next one. */
void smtp_content_reset (SmtpContent *self);

/* The size before dots were doubled, as SIZE= wants it. */
guint64  smtp_content_get_size (const SmtpContent *self);
gboolean smtp_content_has_8bit (const SmtpContent *self);

/* Ends the message; nothing can be written any more. */
gboolean smtp_content_end (SmtpContent *self, GError **error);
gboolean smtp_content_send (SmtpContent    *self,
                            SmtpConnection *connection,
                            GCancellable   *cancellable,
                            GError        **error);

G_END_DECLS
