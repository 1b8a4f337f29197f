/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "smtp-reply.h"
#include "smtp-settings.h"

G_BEGIN_DECLS

typedef enum
{
  SMTP_VERDICT_OPEN, /* not asked yet */
  SMTP_VERDICT_ACCEPTED,
  SMTP_VERDICT_DELAYED,
  SMTP_VERDICT_REFUSED,
} SmtpVerdict;

typedef struct
{
  MapiPropList *row;
  char         *address; /* as it goes over the wire; NULL when that is impossible */
  SmtpVerdict   verdict;
  guint         code;
  char         *text; /* the server's words */
} SmtpRecipient;

/* Who sends a message to whom, and what became of each. */
typedef struct
{
  char      *sender;
  GPtrArray *recipients; /* of SmtpRecipient */
  gboolean   needs_utf8;
  gboolean   keeps_form; /* the message is what it is, whatever the recipients would like */
  gboolean   is_rich;    /* it goes out as TNEF */
} SmtpEnvelope;

/* From the message's own recipients: those that nobody has taken yet. */
SmtpEnvelope *smtp_envelope_new (MapiMessage        *message,
                                 const SmtpSettings *settings,
                                 GCancellable       *cancellable,
                                 GError            **error);
void          smtp_envelope_free (SmtpEnvelope *self);

/* Takes those out who want everything that the message has, PR_SEND_RICH_INFO, into an envelope of
 * their own: R600, R663. NULL when there are none. */
SmtpEnvelope *smtp_envelope_split (SmtpEnvelope *self);

/* Puts them back, with their verdicts. */
void smtp_envelope_join (SmtpEnvelope *self, SmtpEnvelope *other);

/* Forgets the verdicts of a conversation that has failed. */
void smtp_envelope_reopen (SmtpEnvelope *self);

/* A row of the recipient table; one without a usable address is refused from the start. */
SmtpRecipient *smtp_recipient_new (MapiPropList *row);
void           smtp_recipient_free (gpointer self);

SmtpRecipient *smtp_envelope_get (const SmtpEnvelope *self, guint index);
guint          smtp_envelope_count (const SmtpEnvelope *self, SmtpVerdict verdict);

void smtp_recipient_judge (SmtpRecipient *self, SmtpVerdict verdict, guint code, const char *text);

/* The verdict that a reply of class 4 or 5 is. */
void smtp_recipient_judge_by_reply (SmtpRecipient *self, const SmtpReply *reply);

/* Gives the same verdict to all recipients that have @old. */
void smtp_envelope_judge (
    SmtpEnvelope *self, SmtpVerdict old, SmtpVerdict verdict, guint code, const char *text);
void smtp_envelope_judge_by_reply (SmtpEnvelope *self, SmtpVerdict old, const SmtpReply *reply);

/* Refuses, or changes, what a server that offers @offers cannot be asked. */
void smtp_envelope_adapt (SmtpEnvelope *self, guint32 offers);

/* The rows of the recipients with this verdict; of those refused with the reasons. */
MapiRowSet *smtp_envelope_list (const SmtpEnvelope *self, SmtpVerdict verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SmtpEnvelope, smtp_envelope_free)

G_END_DECLS
