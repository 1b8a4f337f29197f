/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "handover-input.h"

#include "handover.h"

#include <errno.h>
#include <sys/socket.h>

struct _HandoverInput
{
  GInputStream parent_instance;

  int      link;
  char    *packet;
  gsize    at; /* what was not read yet */
  gsize    end;
  gboolean is_last;
};

G_DEFINE_FINAL_TYPE (HandoverInput, handover_input, G_TYPE_INPUT_STREAM)

static gboolean
fail (GError **error, GIOErrorEnum code, const char *text)
{
  g_set_error_literal (error, G_IO_ERROR, code, text);
  return FALSE;
}

/* As GUnixInputStream says it. */
static gboolean
fail_to_read (HandoverInput *self, GError **error)
{
  int code = (int) g_ascii_strtoll (self->packet + 1, NULL, 10);

  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (code),
               g_dgettext ("glib20", "Error reading from file descriptor: %s"),
               g_strerror (code));
  return FALSE;
}

static gboolean
take_packet (HandoverInput *self, GError **error)
{
  gssize size;

  do
    size = recv (self->link, self->packet, HANDOVER_PACKET_SIZE, 0);
  while (size < 0 && errno == EINTR);
  if (size <= 0)
    return fail (error, G_IO_ERROR_CONNECTION_CLOSED, "who sends it is gone");

  self->packet[size] = '\0';
  if (self->packet[0] == HANDOVER_FAILED)
    return fail_to_read (self, error);
  if (self->packet[0] != HANDOVER_CONTENT && self->packet[0] != HANDOVER_END)
    return fail (error, G_IO_ERROR_INVALID_DATA, "who sends it says what is not known");

  self->is_last = self->packet[0] == HANDOVER_END;
  self->at = 1;
  self->end = (gsize) size;
  return TRUE;
}

static gssize
handover_input_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  HandoverInput *self = HANDOVER_INPUT (stream);
  gsize          size;

  while (self->at == self->end && !self->is_last)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !take_packet (self, error))
      return -1;

  size = MIN (count, self->end - self->at);
  memcpy (buffer, self->packet + self->at, size);
  self->at += size;
  return (gssize) size;
}

gboolean
handover_input_wait (GInputStream *input, GError **error)
{
  char   byte;
  gssize size = g_input_stream_read (input, &byte, sizeof byte, NULL, error);

  return size == 0 ||
         (size > 0 && fail (error, G_IO_ERROR_INVALID_DATA, "it has more than it said"));
}

static void
handover_input_finalize (GObject *object)
{
  g_free (HANDOVER_INPUT (object)->packet);
  G_OBJECT_CLASS (handover_input_parent_class)->finalize (object);
}

static void
handover_input_class_init (HandoverInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = handover_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = handover_input_read;
}

static void
handover_input_init (HandoverInput *self)
{
}

GInputStream *
handover_input_new (int link)
{
  HandoverInput *self = g_object_new (HANDOVER_TYPE_INPUT, NULL);

  self->link = link;
  self->packet = g_malloc (HANDOVER_PACKET_SIZE + 1);
  return G_INPUT_STREAM (self);
}
