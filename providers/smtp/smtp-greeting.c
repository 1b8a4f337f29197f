/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-greeting.h"

#include "smtp-connection.h"

#include <string.h>

#define CODE_READY 220
#define CODE_LOGGED_IN 235
#define CODE_DONE 250

static const struct
{
  const char *keyword;
  guint32     offer;
} offers[] = {
  { "PIPELINING", SMTP_OFFERS_PIPELINING },
  { "8BITMIME", SMTP_OFFERS_8BITMIME },
  { "SMTPUTF8", SMTP_OFFERS_SMTPUTF8 },
  { "SIZE", SMTP_OFFERS_SIZE },
  { "AUTH", SMTP_OFFERS_AUTH },
};

static void
add_offer (SmtpGreeting *self, const char *line, gsize length)
{
  g_autofree char *words = g_strndup (line, length);
  gsize            n = strcspn (words, " =\r\n");

  for (guint i = 0; i < G_N_ELEMENTS (offers); i++)
    if (strlen (offers[i].keyword) == n && g_ascii_strncasecmp (words, offers[i].keyword, n) == 0)
      {
        self->offers |= offers[i].offer;
        if (offers[i].offer == SMTP_OFFERS_SIZE)
          self->max_size = g_ascii_strtoull (words + n, NULL, 10);
      }
}

gboolean
smtp_greeting_add_line (SmtpGreeting *self, const char *line, gsize length)
{
  if (smtp_reply_add_line (&self->reply, line, length) == SMTP_LINE_RUBBISH)
    {
      self->rubbish = TRUE;
      return FALSE;
    }

  /* After the greeting, and again when TLS begins, nothing is known of the server. */
  if (self->reply.code == CODE_READY)
    self->offers = 0;
  if (self->reply.code == CODE_LOGGED_IN)
    self->logged_in = TRUE;
  if (self->reply.code == CODE_DONE && length > 4)
    add_offer (self, line + 4, length - 4);
  return TRUE;
}

gboolean
smtp_greeting_check (const SmtpGreeting *self, const char *name, gboolean login, GError **error)
{
  if (!login || self->logged_in)
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_LOGON_FAILED,
               "smtp: %s: the server offers no login, but a user is set",
               name);
  return FALSE;
}

static gint
choose_code (const SmtpGreeting *self, CURLcode result)
{
  gboolean later = smtp_reply_get_class (&self->reply) == 4;

  switch (result)
    {
    case CURLE_LOGIN_DENIED:
      return later ? MAPI_E_WAIT : MAPI_E_LOGON_FAILED;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_REMOTE_ACCESS_DENIED:
      return later ? MAPI_E_WAIT : MAPI_E_NETWORK_ERROR;
    case CURLE_OUT_OF_MEMORY:
      return MAPI_E_NOT_ENOUGH_MEMORY;
    case CURLE_URL_MALFORMAT:
      return MAPI_E_UNCONFIGURED;
    default:
      return MAPI_E_NETWORK_ERROR;
    }
}

/* The server's own words, where it was the server that said no. */
static const char *
find_words (const SmtpGreeting *self, CURLcode result)
{
  gboolean refused = result == CURLE_LOGIN_DENIED || result == CURLE_WEIRD_SERVER_REPLY ||
                     result == CURLE_REMOTE_ACCESS_DENIED || result == CURLE_USE_SSL_FAILED;

  return refused && smtp_reply_get_class (&self->reply) >= 4 ? self->reply.text->str : NULL;
}

void
smtp_greeting_explain (
    const SmtpGreeting *self, const char *name, CURLcode result, const char *text, GError **error)
{
  const char *words = find_words (self, result);

  if (self->rubbish)
    text = "the server talks nonsense";
  g_set_error (error,
               MAPI_ERROR,
               choose_code (self, result),
               "smtp: cannot connect to %s: %s%s%s%s",
               name,
               text,
               words != NULL ? " (" : "",
               words != NULL ? words : "",
               words != NULL ? ")" : "");
}

void
smtp_greeting_clear (SmtpGreeting *self)
{
  smtp_reply_clear (&self->reply);
}
