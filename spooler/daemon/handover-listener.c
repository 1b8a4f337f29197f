/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "config.h"

#include "handover-listener.h"

#include "handover-talk.h"

#include "handover.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct _HandoverListener
{
  char           *path;
  GStatBuf        found; /* what lies at @path since we listen */
  int             socket;
  HandoverKeeper *keeper;
  HandoverTaken   taken;
  gpointer        data;
  GThreadPool    *pool;
  GThread        *thread;

  GMutex lock;
  GCond  left;
  GList *links; /* of Link */
  guint  n_links;
};

/* One who has called. */
typedef struct
{
  int socket;
  int process;
} Link;

static gboolean
fail_with_errno (const char *path, const char *call, GError **error)
{
  g_set_error (error, MAPI_ERROR, MAPI_E_CALL_FAILED, "%s: %s: %s", path, call, g_strerror (errno));
  return FALSE;
}

/* Answers are UTF-8, and so is what the program has been given. */
static gboolean
check_locale (GError **error)
{
  const char *charset;

  if (g_get_charset (&charset) || g_str_equal (charset, "ANSI_X3.4-1968"))
    return TRUE;
  g_set_error (
      error, MAPI_ERROR, MAPI_E_NO_SUPPORT, "the locale has the character set %s", charset);
  return FALSE;
}

static gboolean
bind_in (HandoverListener *self, int folder)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char   *name = g_path_get_basename (self->path);
  gulong             size = sizeof address.sun_path;

  if ((gulong) g_snprintf (address.sun_path, size, HANDOVER_ADDRESS, folder, name) >= size)
    {
      errno = ENAMETOOLONG;
      return FALSE;
    }
  return bind (self->socket, (struct sockaddr *) &address, sizeof address) == 0;
}

static gboolean
bind_to_path (HandoverListener *self, GError **error)
{
  g_autofree char *path = g_path_get_dirname (self->path);
  int              folder = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  gboolean         bound = folder >= 0 && bind_in (self, folder);

  if (!bound)
    fail_with_errno (self->path, "bind", error);
  if (folder >= 0)
    close (folder);
  return bound;
}

/* The mode is that of the file from its first moment on. */
static gboolean
listen_at (HandoverListener *self, GError **error)
{
  if (!check_locale (error))
    return FALSE;
  self->socket = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (self->socket < 0 || fchmod (self->socket, 0600) != 0)
    return fail_with_errno (self->path, "socket", error);
  if (g_unlink (self->path) != 0 && errno != ENOENT)
    return fail_with_errno (self->path, "unlink", error);
  if (!bind_to_path (self, error))
    return FALSE;
  return (g_lstat (self->path, &self->found) == 0 &&
          listen (self->socket, HANDOVER_MOST_LINKS) == 0) ||
         fail_with_errno (self->path, "listen", error);
}

/* A spooler that came after this one listens there, too. */
static void
remove_own (HandoverListener *self)
{
  GStatBuf now;

  if (g_lstat (self->path, &now) == 0 && now.st_ino == self->found.st_ino &&
      now.st_dev == self->found.st_dev)
    g_unlink (self->path);
}

static void
link_end (HandoverListener *self, Link *link)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->links = g_list_remove (self->links, link);
  self->n_links--;
  close (link->socket);
  g_free (link);
  g_cond_signal (&self->left);
}

static void
on_link (gpointer data, gpointer listener)
{
  HandoverListener *self = listener;
  Link             *link = data;

  if (handover_talk (link->socket, self->keeper))
    self->taken (link->process, self->data);
  link_end (self, link);
}

static gboolean
link_begin (HandoverListener *self, Link *link)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->n_links == HANDOVER_MOST_LINKS)
    return FALSE;
  self->links = g_list_prepend (self->links, link);
  self->n_links++;
  return TRUE;
}

static gboolean
is_own (int socket, int *process)
{
  struct ucred peer;
  socklen_t    size = sizeof peer;

  if (getsockopt (socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || peer.uid != geteuid ())
    return FALSE;
  *process = (int) peer.pid;
  return TRUE;
}

static void
take_link (HandoverListener *self, int socket)
{
  Link *link = g_new0 (Link, 1);

  link->socket = socket;
  if (is_own (socket, &link->process) && link_begin (self, link))
    {
      g_thread_pool_push (self->pool, link, NULL);
      return;
    }
  close (socket);
  g_free (link);
}

/* An error of one who called is gone with him; one of the socket itself comes again. */
static gpointer
accept_links (gpointer data)
{
  HandoverListener *self = data;

  for (;;)
    {
      int link = accept4 (self->socket, NULL, NULL, SOCK_CLOEXEC);

      if (link >= 0)
        take_link (self, link);
      else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
        g_usleep (G_USEC_PER_SEC / 10);
      else if (errno != EINTR && errno != ECONNABORTED)
        return NULL;
    }
}

static void
listener_free (HandoverListener *self)
{
  if (self->socket >= 0)
    close (self->socket);
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  handover_keeper_free (self->keeper);
  g_cond_clear (&self->left);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self);
}

HandoverListener *
handover_listener_new (const char *profile, HandoverTaken taken, gpointer data, GError **error)
{
  HandoverListener *self = g_new0 (HandoverListener, 1);

  self->path = mapi_profile_get_runtime_path (profile, HANDOVER_SUFFIX);
  self->socket = -1;
  self->keeper = handover_keeper_new (profile);
  self->taken = taken;
  self->data = data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->left);
  if (!listen_at (self, error))
    {
      listener_free (self);
      return NULL;
    }

  self->pool = g_thread_pool_new (on_link, self, HANDOVER_MOST_LINKS, FALSE, NULL);
  self->thread = g_thread_new ("handover", accept_links, self);
  return self;
}

static gboolean
wait_for_links (HandoverListener *self, guint seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_TIME_SPAN_SECOND;

  while (self->n_links > 0)
    if (!g_cond_wait_until (&self->left, &self->lock, end))
      return self->n_links == 0;
  return TRUE;
}

/* Nothing more is read from them; what they are to be told they are still told. */
static void
hang_up (HandoverListener *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (GList *at = self->links; at != NULL; at = at->next)
    shutdown (((Link *) at->data)->socket, SHUT_RD);
}

gboolean
handover_listener_stop (HandoverListener *self, guint grace, guint patience)
{
  remove_own (self);
  shutdown (self->socket, SHUT_RDWR);
  g_thread_join (self->thread);
  /* Whoever has called meanwhile hears that nobody listens. */
  close (g_steal_fd (&self->socket));

  if (!wait_for_links (self, grace))
    hang_up (self);
  if (!wait_for_links (self, patience))
    return FALSE;
  listener_free (self);
  return TRUE;
}
