/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "cut-server.h"

#include <gio/gio.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

struct _CutServer
{
  GSocketListener *listener;
  GCancellable    *closing;
  GThread         *thread;
  guint16          port;

  GMutex   lock; /* for all below */
  GCond    changed;
  gssize   reads;
  gssize   writes;
  gboolean planned; /* a connection is to come, or under way */
  gsize    n_read;
  gsize    n_written;
  guint    n_taken;
};

/* One conversation. */
typedef struct
{
  CutServer     *server;
  GInputStream  *input;
  GOutputStream *output;
  GString       *line;
  gboolean       in_text;
} Talk;

static gboolean
is_over (gssize limit, gsize count)
{
  return limit >= 0 && count >= (gsize) limit;
}

/* A byte at a time. Answers whether the conversation goes on. */
static gboolean
answer (Talk *talk, const char *text)
{
  CutServer *server = talk->server;

  for (; *text != '\0'; text++)
    if (is_over (server->writes, server->n_written) ||
        !g_output_stream_write_all (talk->output, text, 1, NULL, NULL, NULL))
      return FALSE;
    else
      server->n_written++;
  return TRUE;
}

static gboolean
take_text (Talk *talk)
{
  if (!g_str_equal (talk->line->str, ".\r\n"))
    return TRUE;
  talk->in_text = FALSE;
  talk->server->n_taken++;
  return answer (talk, "250 2.0.0 Taken\r\n");
}

static gboolean
take_command (Talk *talk)
{
  const char *line = talk->line->str;

  if (g_ascii_strncasecmp (line, "DATA", 4) == 0)
    {
      talk->in_text = TRUE;
      return answer (talk, "354 Go on\r\n");
    }
  if (g_ascii_strncasecmp (line, "QUIT", 4) == 0)
    {
      answer (talk, "221 2.0.0 Bye\r\n");
      return FALSE;
    }
  return answer (talk, "250 2.0.0 Ok\r\n");
}

static void
converse (Talk *talk)
{
  CutServer *server = talk->server;
  gboolean   goes_on = answer (talk, "220 cut.test\r\n");
  char       byte;

  while (goes_on && !is_over (server->reads, server->n_read) &&
         g_input_stream_read (talk->input, &byte, 1, NULL, NULL) == 1)
    {
      server->n_read++;
      g_string_append_c (talk->line, byte);
      if (byte != '\n')
        continue;
      goes_on = talk->in_text ? take_text (talk) : take_command (talk);
      g_string_truncate (talk->line, 0);
    }
}

static void
serve (CutServer *self, GSocketConnection *connection)
{
  Talk talk = { .server = self,
                .input = g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                .output = g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                .line = g_string_new (NULL) };

  converse (&talk);
  g_string_free (talk.line, TRUE);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_mutex_lock (&self->lock);
  self->planned = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gpointer
serve_all (gpointer data)
{
  CutServer *self = data;

  while (TRUE)
    {
      g_autoptr (GSocketConnection) connection =
          g_socket_listener_accept (self->listener, NULL, self->closing, NULL);

      if (connection == NULL)
        return NULL;
      /* Each byte goes by itself, and at once. */
      g_socket_set_option (
          g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY, 1, NULL);
      serve (self, connection);
    }
}

CutServer *
cut_server_new (void)
{
  CutServer *self = g_new0 (CutServer, 1);

  self->listener = g_socket_listener_new ();
  self->closing = g_cancellable_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->port = g_socket_listener_add_any_inet_port (self->listener, NULL, NULL);
  self->thread = g_thread_new ("cut-server", serve_all, self);
  return self;
}

guint16
cut_server_get_port (CutServer *self)
{
  return self->port;
}

void
cut_server_plan (CutServer *self, gssize reads, gssize writes)
{
  g_mutex_lock (&self->lock);
  self->reads = reads;
  self->writes = writes;
  self->n_read = self->n_written = 0;
  self->planned = TRUE;
  g_mutex_unlock (&self->lock);
}

guint
cut_server_end (CutServer *self, gsize *n_read, gsize *n_written)
{
  guint n_taken;

  g_mutex_lock (&self->lock);
  while (self->planned)
    g_cond_wait (&self->changed, &self->lock);
  n_taken = self->n_taken;
  *n_read = self->n_read;
  *n_written = self->n_written;
  self->n_taken = 0;
  g_mutex_unlock (&self->lock);
  return n_taken;
}

void
cut_server_free (CutServer *self)
{
  g_cancellable_cancel (self->closing);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->closing);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}
