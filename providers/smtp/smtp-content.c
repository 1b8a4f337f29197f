/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE /* O_TMPFILE */

#include "smtp-content.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* What is held in memory, and what is read back from the file at once. */
#define MAX_MEMORY (1024 * 1024)

struct _SmtpContent
{
  GOutputStream parent_instance;

  GByteArray *buffer;
  int         fd; /* -1 while the buffer has room */
  guint64     size;
  char        last; /* the octet written last; a line begins after LF */
  gboolean    has_8bit;
};

G_DEFINE_FINAL_TYPE (SmtpContent, smtp_content, G_TYPE_OUTPUT_STREAM)

static gboolean
set_file_error (const char *what, GError **error)
{
  int saved = errno;

  g_set_error (error,
               MAPI_ERROR,
               saved == ENOSPC || saved == EDQUOT ? MAPI_E_NOT_ENOUGH_DISK : MAPI_E_DISK_ERROR,
               "smtp: cannot %s a temporary file in %s: %s",
               what,
               g_get_tmp_dir (),
               g_strerror (saved));
  return FALSE;
}

static int
open_nameless_file (void)
{
  int              fd = open (g_get_tmp_dir (), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  g_autofree char *name = NULL;

  if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
    return fd;

  name = g_build_filename (g_get_tmp_dir (), "mapi-smtp-XXXXXX", NULL);
  fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink (name);
  return fd;
}

static gboolean
spill (SmtpContent *self, GError **error)
{
  const guint8 *data = self->buffer->data;
  gsize         left = self->buffer->len;

  if (self->fd < 0)
    self->fd = open_nameless_file ();
  if (self->fd < 0)
    return set_file_error ("make", error);

  while (left > 0)
    {
      gssize written = write (self->fd, data, left);

      if (written < 0 && errno != EINTR)
        return set_file_error ("write", error);
      if (written > 0)
        {
          data += written;
          left -= (gsize) written;
        }
    }
  g_byte_array_set_size (self->buffer, 0);
  return TRUE;
}

static void
append (SmtpContent *self, const char *data, gsize length)
{
  g_byte_array_append (self->buffer, (const guint8 *) data, (guint) length);
}

static gboolean
find_8bit (const char *data, gsize length)
{
  guchar all = 0;

  for (gsize i = 0; i < length; i++)
    all |= (guchar) data[i];
  return (all & 0x80) != 0;
}

/* Most lines are as they should be: what lies between two that are not is copied at once. */
static void
append_lines (SmtpContent *self, const char *data, gsize length)
{
  const char *end = data + length;
  const char *run = data;
  const char *feed = data;

  if (self->last == '\n' && data[0] == '.')
    append (self, ".", 1);

  while ((feed = memchr (feed, '\n', (gsize) (end - feed))) != NULL)
    {
      const char *next = feed + 1;

      if ((feed > data ? feed[-1] : self->last) != '\r')
        {
          append (self, run, (gsize) (feed - run));
          append (self, "\r", 1);
          self->size++;
          run = feed;
        }
      if (next < end && *next == '.')
        {
          append (self, run, (gsize) (next - run));
          append (self, ".", 1);
          run = next;
        }
      feed = next;
    }
  append (self, run, (gsize) (end - run));
  self->last = end[-1];
  self->size += length;
}

static gssize
smtp_content_write (
    GOutputStream *stream, const void *data, gsize count, GCancellable *cancellable, GError **error)
{
  SmtpContent *self = SMTP_CONTENT (stream);
  gsize        n = MIN (count, MAX_MEMORY / 4);

  if (self->buffer->len + n > MAX_MEMORY && !spill (self, error))
    return -1;
  if (n == 0)
    return 0;

  self->has_8bit = self->has_8bit || find_8bit (data, n);
  append_lines (self, data, n);
  return (gssize) n;
}

static void
smtp_content_finalize (GObject *object)
{
  SmtpContent *self = SMTP_CONTENT (object);

  smtp_content_reset (self);
  g_byte_array_unref (self->buffer);
  G_OBJECT_CLASS (smtp_content_parent_class)->finalize (object);
}

static void
smtp_content_class_init (SmtpContentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = smtp_content_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = smtp_content_write;
}

static void
smtp_content_init (SmtpContent *self)
{
  self->buffer = g_byte_array_sized_new (16 * 1024);
  self->fd = -1;
  self->last = '\n';
}

SmtpContent *
smtp_content_new (void)
{
  return g_object_new (SMTP_TYPE_CONTENT, NULL);
}

void
smtp_content_reset (SmtpContent *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_byte_array_set_size (self->buffer, 0);
  self->size = 0;
  self->last = '\n';
  self->has_8bit = FALSE;
}

guint64
smtp_content_get_size (const SmtpContent *self)
{
  return self->size;
}

gboolean
smtp_content_has_8bit (const SmtpContent *self)
{
  return self->has_8bit;
}

gboolean
smtp_content_end (SmtpContent *self, GError **error)
{
  if (self->last != '\n')
    append_lines (self, "\n", 1);
  append (self, ".\r\n", 3);

  return self->fd < 0 || spill (self, error);
}

static gboolean
send_file (SmtpContent *self, SmtpConnection *connection, GCancellable *cancellable, GError **error)
{
  g_autofree char *block = g_malloc (MAX_MEMORY);
  off_t            offset = 0;
  gssize           n;

  while ((n = pread (self->fd, block, MAX_MEMORY, offset)) > 0)
    {
      if (!smtp_connection_write (connection, block, (gsize) n, cancellable, error))
        return FALSE;
      offset += n;
    }
  return n == 0 || set_file_error ("read", error);
}

gboolean
smtp_content_send (SmtpContent    *self,
                   SmtpConnection *connection,
                   GCancellable   *cancellable,
                   GError        **error)
{
  if (self->fd >= 0)
    return send_file (self, connection, cancellable, error);

  return smtp_connection_write (
      connection, (const char *) self->buffer->data, self->buffer->len, cancellable, error);
}
