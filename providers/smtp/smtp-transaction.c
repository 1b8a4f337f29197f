/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-transaction.h"

#include <string.h>

/* So many commands go out before their replies are read: few enough for the replies to fit the
 * buffers between us and the server, whatever it says (RFC 2920, 3.1). */
#define MAX_PENDING 100

#define CODE_GO_ON 354
#define CODE_CLOSING 421
#define CODE_LOGIN_REQUIRED 530

typedef enum
{
  COMMAND_MAIL,
  COMMAND_RCPT,
  COMMAND_DATA,
} Command;

static const char *const command_names[] = {
  [COMMAND_MAIL] = "MAIL",
  [COMMAND_RCPT] = "RCPT",
  [COMMAND_DATA] = "DATA",
};

typedef struct
{
  Command        command;
  SmtpRecipient *recipient;
} Pending;

typedef struct
{
  SmtpConnection *connection;
  SmtpEnvelope   *envelope;
  SmtpContent    *content;
  GString        *commands; /* not sent yet */
  GArray         *pending;  /* commands without a reply */
  SmtpReply       reply;
  gboolean        refused; /* MAIL was */
  gboolean        going;   /* DATA may follow */
} Transaction;

static void
transaction_clear (Transaction *self)
{
  g_string_free (self->commands, TRUE);
  g_array_unref (self->pending);
  smtp_reply_clear (&self->reply);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Transaction, transaction_clear)

/* Replies that are about the conversation, not about this message. */
static gboolean
check_conversation (Transaction *self, GError **error)
{
  gint code = self->reply.code == CODE_CLOSING          ? MAPI_E_WAIT
              : self->reply.code == CODE_LOGIN_REQUIRED ? MAPI_E_LOGON_FAILED
                                                        : 0;

  if (code == 0)
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               code,
               "smtp: %s: %s",
               smtp_connection_get_name (self->connection),
               self->reply.text->str);
  return FALSE;
}

static void
handle_mail (Transaction *self)
{
  self->refused = smtp_reply_get_class (&self->reply) != 2;
  if (self->refused)
    smtp_envelope_judge_by_reply (self->envelope, SMTP_VERDICT_OPEN, &self->reply);
}

/* After a refused MAIL the reply to RCPT says only that. */
static void
handle_rcpt (Transaction *self, SmtpRecipient *recipient)
{
  if (self->refused)
    return;
  if (smtp_reply_get_class (&self->reply) == 2)
    smtp_recipient_judge (
        recipient, SMTP_VERDICT_ACCEPTED, self->reply.code, self->reply.text->str);
  else
    smtp_recipient_judge_by_reply (recipient, &self->reply);
}

static void
handle_data (Transaction *self)
{
  self->going = self->reply.code == CODE_GO_ON;
  if (!self->going)
    smtp_envelope_judge_by_reply (self->envelope, SMTP_VERDICT_ACCEPTED, &self->reply);
}

static void
set_step (Transaction *self, const Pending *pending)
{
  smtp_connection_set_step (self->connection, command_names[pending->command]);
}

static gboolean
read_reply (Transaction *self, const Pending *pending, GCancellable *cancellable, GError **error)
{
  set_step (self, pending);
  if (!smtp_connection_read_reply (self->connection, &self->reply, cancellable, error) ||
      !check_conversation (self, error))
    return FALSE;

  if (pending->command == COMMAND_MAIL)
    handle_mail (self);
  else if (pending->command == COMMAND_RCPT)
    handle_rcpt (self, pending->recipient);
  else if (pending->command == COMMAND_DATA)
    handle_data (self);
  return TRUE;
}

/* Sends what waits and reads the replies to it. */
static gboolean
flush (Transaction *self, GCancellable *cancellable, GError **error)
{
  if (self->pending->len > 0)
    set_step (self, &g_array_index (self->pending, Pending, 0));
  if (!smtp_connection_write (
          self->connection, self->commands->str, self->commands->len, cancellable, error))
    return FALSE;
  g_string_truncate (self->commands, 0);

  for (guint i = 0; i < self->pending->len; i++)
    if (!read_reply (self, &g_array_index (self->pending, Pending, i), cancellable, error))
      return FALSE;
  g_array_set_size (self->pending, 0);
  return TRUE;
}

/* The command stands at the end of the buffer. */
static gboolean
queue (Transaction   *self,
       Command        command,
       SmtpRecipient *recipient,
       GCancellable  *cancellable,
       GError       **error)
{
  guint32 offers = smtp_connection_get_offers (self->connection);
  guint   limit = (offers & SMTP_OFFERS_PIPELINING) != 0 ? MAX_PENDING : 1;
  Pending pending = { command, recipient };

  g_array_append_val (self->pending, pending);
  return self->pending->len < limit || flush (self, cancellable, error);
}

static void
write_mail (Transaction *self)
{
  guint32 offers = smtp_connection_get_offers (self->connection);

  g_string_append_printf (self->commands, "MAIL FROM:<%s>", self->envelope->sender);
  if ((offers & SMTP_OFFERS_SIZE) != 0)
    g_string_append_printf (
        self->commands, " SIZE=%" G_GUINT64_FORMAT, smtp_content_get_size (self->content));
  if ((offers & SMTP_OFFERS_8BITMIME) != 0 && smtp_content_has_8bit (self->content))
    g_string_append (self->commands, " BODY=8BITMIME");
  if (self->envelope->needs_utf8)
    g_string_append (self->commands, " SMTPUTF8");
  g_string_append (self->commands, "\r\n");
}

static gboolean
say_recipients (Transaction *self, GCancellable *cancellable, GError **error)
{
  GPtrArray *recipients = self->envelope->recipients;

  for (guint i = 0; i < recipients->len && !self->refused; i++)
    {
      SmtpRecipient *recipient = g_ptr_array_index (recipients, i);

      if (recipient->verdict != SMTP_VERDICT_OPEN)
        continue;
      g_string_append_printf (self->commands, "RCPT TO:<%s>\r\n", recipient->address);
      if (!queue (self, COMMAND_RCPT, recipient, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* Whether DATA is worth saying: not when all that is known is that nobody wants it. */
static gboolean
may_go_on (const Transaction *self)
{
  return !self->refused && (smtp_envelope_count (self->envelope, SMTP_VERDICT_ACCEPTED) > 0 ||
                            smtp_envelope_count (self->envelope, SMTP_VERDICT_OPEN) > 0);
}

static gboolean
say_envelope (Transaction *self, GCancellable *cancellable, GError **error)
{
  write_mail (self);
  if (!queue (self, COMMAND_MAIL, NULL, cancellable, error) ||
      !say_recipients (self, cancellable, error))
    return FALSE;

  if (may_go_on (self))
    {
      g_string_append (self->commands, "DATA\r\n");
      if (!queue (self, COMMAND_DATA, NULL, cancellable, error))
        return FALSE;
    }
  return flush (self, cancellable, error);
}

/* A server that will not have the content may say so and hang up before it has it all. */
static gboolean
send_content (Transaction *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  smtp_connection_set_step (self->connection, "content");
  if (!smtp_content_send (self->content, self->connection, cancellable, &local))
    {
      if (!g_error_matches (local, MAPI_ERROR, MAPI_E_NETWORK_ERROR) ||
          !smtp_connection_read_reply (self->connection, &self->reply, cancellable, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  else if (!smtp_connection_read_reply (self->connection, &self->reply, cancellable, error))
    return FALSE;

  if (!check_conversation (self, error))
    return FALSE;
  if (smtp_reply_get_class (&self->reply) != 2)
    smtp_envelope_judge_by_reply (self->envelope, SMTP_VERDICT_ACCEPTED, &self->reply);
  return TRUE;
}

/* Every recipient has a verdict, and no content goes out. The server is brought back to where the
 * next message can begin, unless it never left; when that fails the connection is dead, and is
 * found so later. */
static void
end_without_content (Transaction *self, GCancellable *cancellable)
{
  const char *command = self->going ? ".\r\n" : "RSET\r\n";

  if (self->refused && !self->going)
    return;
  smtp_connection_set_step (self->connection, self->going ? "content" : "RSET");
  if (smtp_connection_write (self->connection, command, strlen (command), cancellable, NULL))
    smtp_connection_read_reply (self->connection, &self->reply, cancellable, NULL);
}

gboolean
smtp_transaction_run (SmtpConnection *connection,
                      SmtpEnvelope   *envelope,
                      SmtpContent    *content,
                      gboolean       *begun,
                      GCancellable   *cancellable,
                      GError        **error)
{
  g_auto (Transaction) self = {
    .connection = connection,
    .envelope = envelope,
    .content = content,
    .commands = g_string_sized_new (256),
    .pending = g_array_new (FALSE, FALSE, sizeof (Pending)),
  };

  *begun = FALSE;
  if (!say_envelope (&self, cancellable, error))
    return FALSE;
  if (!self.going || smtp_envelope_count (envelope, SMTP_VERDICT_ACCEPTED) == 0)
    {
      end_without_content (&self, cancellable);
      return TRUE;
    }

  *begun = TRUE;
  return send_content (&self, cancellable, error);
}
