/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "smtp-reply.h"

#include <curl/curl.h>

G_BEGIN_DECLS

/* What the server says before it is ready for mail: greeting, EHLO, STARTTLS, AUTH. libcurl leads
 * that talk; here it is overheard, for what the server offers and for the words of a failure. */
typedef struct
{
  SmtpReply reply;
  guint32   offers; /* SMTP_OFFERS_* */
  guint64   max_size;
  gboolean  logged_in;
  gboolean  rubbish;
} SmtpGreeting;

/* FALSE when the line is no SMTP. */
gboolean smtp_greeting_add_line (SmtpGreeting *self, const char *line, gsize length);

/* Whether a login that was asked for has taken place: libcurl goes on without where none is
 * offered. */
gboolean
smtp_greeting_check (const SmtpGreeting *self, const char *name, gboolean login, GError **error);

/* Says why there is no connection. */
void smtp_greeting_explain (
    const SmtpGreeting *self, const char *name, CURLcode result, const char *text, GError **error);

void smtp_greeting_clear (SmtpGreeting *self);

G_END_DECLS
