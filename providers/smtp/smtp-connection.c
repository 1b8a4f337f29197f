/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "smtp-connection.h"

#include "smtp-greeting.h"

#include <curl/curl.h>
#include <string.h>

/* A reply line is at most 512 octets by the book; who sends longer ones is let be up to here. */
#define INPUT_SIZE 8192

/* How much of what is no reply is shown. */
#define MAX_SHOWN 40

/* What one call hands to TLS; enough to fill a socket's buffer. */
#define MAX_WRITE (128 * 1024)

struct _SmtpConnection
{
  char        *name; /* host:port, for messages */
  const char  *step; /* what is said, for messages; NULL before there is anything to say */
  guint        timeout;
  CURLM       *multi;
  CURL        *easy;
  SmtpGreeting greeting;
  GPollFD      socket;

  char  input[INPUT_SIZE];
  gsize input_start;
  gsize input_end;
};

static void
set_network_error (SmtpConnection *self, const char *what, const char *cause, GError **error)
{
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_NETWORK_ERROR,
               "smtp: %s: %s%s%s%s%s",
               self->name,
               self->step != NULL ? self->step : "",
               self->step != NULL ? ": " : "",
               what,
               cause != NULL ? ": " : "",
               cause != NULL ? cause : "");
}

static gboolean
set_cancelled (SmtpConnection *self, GError **error)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_USER_CANCEL, "smtp: %s: cancelled", self->name);
  return FALSE;
}

/* Connecting */

static size_t
on_reply_line (char *line, size_t size, size_t n, void *data)
{
  SmtpConnection *self = data;

  return smtp_greeting_add_line (&self->greeting, line, size * n) ? size * n : 0;
}

static void
set_security (CURL *easy, const SmtpSettings *settings)
{
  if (settings->security == SMTP_SECURITY_STARTTLS)
    curl_easy_setopt (easy, CURLOPT_USE_SSL, (long) CURLUSESSL_ALL);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, settings->verify ? 1L : 0L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, settings->verify ? 2L : 0L);
  if (settings->ca_file != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, settings->ca_file);
}

static void
set_credentials (CURL *easy, const SmtpSettings *settings)
{
  if (settings->user == NULL)
    return;

  curl_easy_setopt (easy, CURLOPT_USERNAME, settings->user);
  curl_easy_setopt (easy, CURLOPT_PASSWORD, settings->password != NULL ? settings->password : "");
  if (settings->token != NULL)
    curl_easy_setopt (easy, CURLOPT_XOAUTH2_BEARER, settings->token);
  curl_easy_setopt (easy, CURLOPT_SASL_IR, 1L);
}

static char *
make_url (const SmtpSettings *settings)
{
  const char      *scheme = settings->security == SMTP_SECURITY_TLS ? "smtps" : "smtp";
  gboolean         literal = strchr (settings->host, ':') != NULL;
  g_autofree char *helo = g_uri_escape_string (settings->helo, NULL, TRUE);

  return g_strdup_printf ("%s://%s%s%s:%u/%s",
                          scheme,
                          literal ? "[" : "",
                          settings->host,
                          literal ? "]" : "",
                          settings->port,
                          helo);
}

static void
set_up (SmtpConnection *self, const SmtpSettings *settings, char *error_text)
{
  g_autofree char *url = make_url (settings);
  CURL            *easy = self->easy;

  curl_easy_setopt (easy, CURLOPT_URL, url);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
  curl_easy_setopt (easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, error_text);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_reply_line);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, self);
  curl_easy_setopt (easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT, (long) self->timeout);
  curl_easy_setopt (easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long) self->timeout);
  set_security (easy, settings);
  set_credentials (easy, settings);
}

/* Turns libcurl until it is done; a cancelled @cancellable wakes it at once. */
static gboolean
perform (SmtpConnection *self, GCancellable *cancellable, CURLcode *result)
{
  GPollFD            cancel = { .fd = -1 };
  gboolean           watched = g_cancellable_make_pollfd (cancellable, &cancel);
  struct curl_waitfd extra = { .fd = cancel.fd, .events = CURL_WAIT_POLLIN };
  int                running = 1;
  int                left;
  CURLMsg           *done;

  while (curl_multi_perform (self->multi, &running) == CURLM_OK && running > 0 &&
         !g_cancellable_is_cancelled (cancellable))
    curl_multi_poll (self->multi, &extra, watched ? 1 : 0, 1000, NULL);
  if (watched)
    g_cancellable_release_fd (cancellable);

  done = curl_multi_info_read (self->multi, &left);
  *result = done != NULL ? done->data.result : CURLE_FAILED_INIT;
  return !g_cancellable_is_cancelled (cancellable);
}

static gboolean
find_socket (SmtpConnection *self, GError **error)
{
  curl_socket_t socket = CURL_SOCKET_BAD;

  curl_easy_getinfo (self->easy, CURLINFO_ACTIVESOCKET, &socket);
  if (socket == CURL_SOCKET_BAD)
    {
      set_network_error (self, "cannot connect", "the server has closed the connection", error);
      return FALSE;
    }

  self->socket.fd = socket;
  return TRUE;
}

/* libcurl's words, but the system's own for what the system refused. */
static char *
explain (SmtpConnection *self, CURLcode result, const char *error_text)
{
  long number = 0;

  curl_easy_getinfo (self->easy, CURLINFO_OS_ERRNO, &number);
  if (result == CURLE_COULDNT_CONNECT && number != 0)
    return g_strdup (g_strerror ((gint) number));
  if (result == CURLE_OPERATION_TIMEDOUT)
    return g_strdup_printf ("no answer for %u seconds", self->timeout);
  if (g_str_has_prefix (error_text, "response reading failed"))
    return g_strdup ("the server has closed the connection");
  return g_strdup (error_text[0] != '\0' ? error_text : curl_easy_strerror (result));
}

SmtpConnection *
smtp_connection_open (const SmtpSettings *settings, GCancellable *cancellable, GError **error)
{
  g_autoptr (SmtpConnection) self = g_new0 (SmtpConnection, 1);
  char     error_text[CURL_ERROR_SIZE] = "";
  CURLcode result;

  self->name = g_strdup_printf ("%s:%u", settings->host, settings->port);
  self->timeout = settings->timeout;
  self->multi = curl_multi_init ();
  self->easy = curl_easy_init ();
  set_up (self, settings, error_text);
  curl_multi_add_handle (self->multi, self->easy);

  if (!perform (self, cancellable, &result))
    {
      set_cancelled (self, error);
      return NULL;
    }
  if (result != CURLE_OK)
    {
      g_autofree char *text = explain (self, result, error_text);

      smtp_greeting_explain (&self->greeting, self->name, result, text, error);
      return NULL;
    }
  curl_easy_setopt (self->easy, CURLOPT_ERRORBUFFER, NULL);
  if (!find_socket (self, error) ||
      !smtp_greeting_check (&self->greeting, self->name, settings->user != NULL, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
smtp_connection_free (SmtpConnection *self)
{
  curl_multi_remove_handle (self->multi, self->easy);
  curl_easy_cleanup (self->easy);
  curl_multi_cleanup (self->multi);
  smtp_greeting_clear (&self->greeting);
  g_free (self->name);
  g_free (self);
}

void
smtp_connection_close (SmtpConnection *self)
{
  size_t sent;

  curl_easy_send (self->easy, "QUIT\r\n", 6, &sent);
  smtp_connection_free (self);
}

guint32
smtp_connection_get_offers (const SmtpConnection *self)
{
  return self->greeting.offers;
}

guint64
smtp_connection_get_max_size (const SmtpConnection *self)
{
  return self->greeting.max_size;
}

const char *
smtp_connection_get_name (const SmtpConnection *self)
{
  return self->name;
}

/* The conversation */

void
smtp_connection_set_step (SmtpConnection *self, const char *step)
{
  self->step = step;
}

/* Waits for the socket, but not past @deadline (in monotonic microseconds). */
static gboolean
wait_for (SmtpConnection *self,
          gushort         events,
          gint64          deadline,
          GCancellable   *cancellable,
          GError        **error)
{
  GPollFD          fds[2] = { { .fd = self->socket.fd, .events = events } };
  gboolean         watched = g_cancellable_make_pollfd (cancellable, &fds[1]);
  gint64           left = MAX (deadline - g_get_monotonic_time (), 0);
  int              found = g_poll (fds, watched ? 2 : 1, (gint) ((left + 999) / 1000));
  g_autofree char *what = NULL;

  if (watched)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_is_cancelled (cancellable))
    return set_cancelled (self, error);
  if (found != 0)
    return TRUE;

  what = g_strdup_printf ("no answer for %u seconds", self->timeout);
  set_network_error (self, what, NULL, error);
  return FALSE;
}

static gint64
make_deadline (const SmtpConnection *self)
{
  return g_get_monotonic_time () + (gint64) self->timeout * G_USEC_PER_SEC;
}

gboolean
smtp_connection_is_alive (SmtpConnection *self)
{
  char   octet;
  size_t received = 0;

  return self->input_start == self->input_end &&
         curl_easy_recv (self->easy, &octet, 1, &received) == CURLE_AGAIN;
}

gboolean
smtp_connection_write (
    SmtpConnection *self, const char *data, gsize length, GCancellable *cancellable, GError **error)
{
  gint64 deadline = make_deadline (self);

  while (length > 0)
    {
      size_t   sent = 0;
      CURLcode result = curl_easy_send (self->easy, data, MIN (length, MAX_WRITE), &sent);

      if (result == CURLE_AGAIN)
        {
          if (!wait_for (self, G_IO_OUT, deadline, cancellable, error))
            return FALSE;
          continue;
        }
      if (result != CURLE_OK)
        {
          set_network_error (self, "cannot send", curl_easy_strerror (result), error);
          return FALSE;
        }
      data += sent;
      length -= sent;
      deadline = make_deadline (self);
    }
  return TRUE;
}

/* Adds what has come to the input; waits for it when there is nothing. */
static gboolean
read_more (SmtpConnection *self, gint64 deadline, GCancellable *cancellable, GError **error)
{
  memmove (self->input, self->input + self->input_start, self->input_end - self->input_start);
  self->input_end -= self->input_start;
  self->input_start = 0;
  if (self->input_end == INPUT_SIZE)
    {
      set_network_error (self, "the server talks nonsense", "a line without end", error);
      return FALSE;
    }

  while (TRUE)
    {
      size_t   received = 0;
      CURLcode result = curl_easy_recv (
          self->easy, self->input + self->input_end, INPUT_SIZE - self->input_end, &received);

      if (result == CURLE_OK && received > 0)
        {
          self->input_end += received;
          return TRUE;
        }
      if (result != CURLE_AGAIN)
        {
          set_network_error (self,
                             "the server has closed the connection",
                             result == CURLE_OK ? NULL : curl_easy_strerror (result),
                             error);
          return FALSE;
        }
      if (!wait_for (self, G_IO_IN, deadline, cancellable, error))
        return FALSE;
    }
}

static void
set_rubbish (SmtpConnection *self, const char *line, gsize length, GError **error)
{
  g_autoptr (GString) printed = g_string_new (NULL);

  while (length > 0 && line[length - 1] == '\r')
    length--;
  for (gsize i = 0; i < MIN (length, MAX_SHOWN); i++)
    if (g_ascii_isprint (line[i]))
      g_string_append_c (printed, line[i]);
    else
      g_string_append_printf (printed, "\\x%02x", (guchar) line[i]);
  set_network_error (self, "the server talks nonsense", printed->str, error);
}

gboolean
smtp_connection_read_reply (SmtpConnection *self,
                            SmtpReply      *reply,
                            GCancellable   *cancellable,
                            GError        **error)
{
  gint64 deadline = make_deadline (self);

  while (TRUE)
    {
      const char *line = self->input + self->input_start;
      const char *end = memchr (line, '\n', self->input_end - self->input_start);
      SmtpLine    kind;

      if (end == NULL)
        {
          if (!read_more (self, deadline, cancellable, error))
            return FALSE;
          continue;
        }
      self->input_start += (gsize) (end + 1 - line);
      kind = smtp_reply_add_line (reply, line, (gsize) (end - line));
      if (kind == SMTP_LINE_LAST)
        return TRUE;
      if (kind == SMTP_LINE_RUBBISH)
        {
          set_rubbish (self, line, (gsize) (end - line), error);
          return FALSE;
        }
    }
}
