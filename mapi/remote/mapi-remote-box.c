/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-remote-link-struct-private.h"

MapiRemoteBox *
mapi_remote_box_new (guint64 chain)
{
  MapiRemoteBox *self = g_new0 (MapiRemoteBox, 1);

  self->chain = chain;
  g_queue_init (&self->letters);
  g_cond_init (&self->cond);
  return self;
}

void
mapi_remote_box_free (gpointer data)
{
  MapiRemoteBox *self = data;

  g_queue_clear_full (&self->letters, (GDestroyNotify) mapi_remote_letter_free);
  g_cond_clear (&self->cond);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self);
}

void
mapi_remote_box_wake (MapiRemoteBox *self)
{
  g_cond_broadcast (&self->cond);
  if (self->context != NULL)
    g_main_context_wakeup (self->context);
}

void
mapi_remote_box_put (MapiRemoteBox *self, MapiRemoteLetter *letter)
{
  g_queue_push_tail (&self->letters, letter);
  mapi_remote_box_wake (self);
}

/* TransportNotify may come from another thread in the middle of a call: it cancels (R377). */
static gboolean
is_urgent (const MapiRemoteLetter *letter)
{
  return letter->method != NULL && g_str_equal (letter->method->name, "TransportNotify");
}

/* The next of that chain, or of any for 0. */
MapiRemoteLetter *
mapi_remote_box_take (MapiRemoteBox *self, guint64 chain)
{
  for (GList *each = self->letters.head; each != NULL; each = each->next)
    {
      MapiRemoteLetter *letter = each->data;

      if (chain != 0 && letter->chain != chain && !is_urgent (letter))
        continue;
      g_queue_delete_link (&self->letters, each);
      return letter;
    }
  return NULL;
}

typedef struct
{
  GSource         source;
  MapiRemoteLink *link;
  MapiRemoteBox  *box;
} BoxSource;

static gboolean
has_letters (GSource *source)
{
  BoxSource *self = (BoxSource *) source;
  gboolean   answer;

  g_mutex_lock (&self->link->lock);
  answer = !g_queue_is_empty (&self->box->letters);
  g_mutex_unlock (&self->link->lock);
  return answer;
}

static gboolean
prepare (GSource *source, gint *timeout)
{
  *timeout = -1;
  return has_letters (source);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  BoxSource        *self = (BoxSource *) source;
  MapiRemoteLetter *letter;

  g_mutex_lock (&self->link->lock);
  letter = mapi_remote_box_take (self->box, 0);
  g_mutex_unlock (&self->link->lock);
  if (letter != NULL)
    mapi_remote_letter_serve (letter);
  return G_SOURCE_CONTINUE;
}

static void
finalize (GSource *source)
{
  mapi_remote_link_unref (((BoxSource *) source)->link);
}

/* A box lives as long as its link. */
GSource *
mapi_remote_box_create_source (MapiRemoteLink *link, MapiRemoteBox *self)
{
  static GSourceFuncs functions = { prepare, has_letters, dispatch, finalize };
  GSource            *source = g_source_new (&functions, sizeof (BoxSource));
  BoxSource          *box_source = (BoxSource *) source;

  box_source->link = mapi_remote_link_ref (link);
  box_source->box = self;
  /* A call may turn the context, in which another may come. */
  g_source_set_can_recurse (source, TRUE);
  return source;
}

typedef struct
{
  MapiRemoteLink *link;
  MapiRemoteBox  *box;
} Server;

static gboolean
is_open (const Server *self)
{
  gboolean answer;

  g_mutex_lock (&self->link->lock);
  answer = !self->box->closed && !self->link->ended;
  g_mutex_unlock (&self->link->lock);
  return answer;
}

/* One that is not closed is the link's, which has ended. */
static void
free_if_closed (const Server *self)
{
  if (self->box->closed)
    mapi_remote_box_free (self->box);
}

static gpointer
run_server (gpointer data)
{
  g_autofree Server *self = data;
  GMainContext      *context = self->box->context;
  g_autoptr (GSource) source = mapi_remote_box_create_source (self->link, self->box);

  mapi_remote_seat_take_home (self->link, self->box->chain);
  g_main_context_push_thread_default (context);
  g_source_attach (source, context);
  while (is_open (self))
    g_main_context_iteration (context, TRUE);
  g_source_destroy (source);
  g_main_context_pop_thread_default (context);
  free_if_closed (self);
  mapi_remote_link_unref (self->link);
  return NULL;
}

void
mapi_remote_box_start_thread (MapiRemoteLink *link, MapiRemoteBox *self)
{
  Server *server = g_new (Server, 1);

  self->has_server = TRUE;
  self->context = g_main_context_new ();
  server->link = mapi_remote_link_ref (link);
  server->box = self;
  g_thread_unref (g_thread_new ("mapi-provider", run_server, server));
}
