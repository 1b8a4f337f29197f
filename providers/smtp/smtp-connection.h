/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "smtp-reply.h"
#include "smtp-settings.h"

G_BEGIN_DECLS

/* What the server offers. */
enum
{
  SMTP_OFFERS_PIPELINING = 1 << 0,
  SMTP_OFFERS_8BITMIME = 1 << 1,
  SMTP_OFFERS_SMTPUTF8 = 1 << 2,
  SMTP_OFFERS_SIZE = 1 << 3,
  SMTP_OFFERS_AUTH = 1 << 4,
};

/* A conversation with a server that is ready for mail. libcurl connects, greets, starts TLS and
 * logs in; then the connection is ours, to say what libcurl's own SMTP cannot. For one thread. */
typedef struct _SmtpConnection SmtpConnection;

SmtpConnection *
smtp_connection_open (const SmtpSettings *settings, GCancellable *cancellable, GError **error);

/* Says goodbye, without waiting for an answer. */
void smtp_connection_close (SmtpConnection *self);

/* Drops the connection, whatever is under way. */
void smtp_connection_free (SmtpConnection *self);

guint32     smtp_connection_get_offers (const SmtpConnection *self);
guint64     smtp_connection_get_max_size (const SmtpConnection *self);
const char *smtp_connection_get_name (const SmtpConnection *self);

/* Whether the server has kept silent, and the connection open, since the last reply. */
gboolean smtp_connection_is_alive (SmtpConnection *self);

/* Names what is said from now on, for messages; @step is static. */
void smtp_connection_set_step (SmtpConnection *self, const char *step);

gboolean smtp_connection_write (SmtpConnection *self,
                                const char     *data,
                                gsize           length,
                                GCancellable   *cancellable,
                                GError        **error);
gboolean smtp_connection_read_reply (SmtpConnection *self,
                                     SmtpReply      *reply,
                                     GCancellable   *cancellable,
                                     GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmtpConnection, smtp_connection_free)

G_END_DECLS
