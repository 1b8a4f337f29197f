/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-guard-private.h"
#include "mapi-remote-call-private.h"
#include "mapi-remote-link-struct-private.h"
#include "mapi-remote-wire-private.h"

/* A call of a slot of a proxy. */

#define MOST_TURNS 16

void
mapi_remote_call_begin (MapiRemoteCall            *self,
                        gpointer                   proxy,
                        const MapiRemoteInterface *interface,
                        guint                      method)
{
  self->link = MAPI_REMOTE_PROXY (proxy)->link;
  self->object = MAPI_REMOTE_PROXY (proxy)->id;
  self->interface = interface;
  self->method = &interface->methods[method];
  mapi_remote_writer_init (&self->out, self->link);
}

gboolean
mapi_remote_call_perform (MapiRemoteCall *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDBusMessage) call =
      mapi_remote_wire_new_call (self->object, self->interface, self->method);
  g_autoptr (GDBusMessage) answer =
      mapi_remote_link_send (self->link, call, &self->out, self->early, cancellable, error);
  g_autoptr (GArray) released = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint64 chain;

  if (answer == NULL)
    return FALSE;
  if (!mapi_remote_wire_open (answer, &chain, &released, &bytes))
    bytes = g_bytes_new (NULL, 0);
  mapi_remote_reader_init (&self->in, self->link, bytes, g_dbus_message_get_unix_fd_list (answer));
  self->in.released = g_steal_pointer (&released);
  if (g_dbus_message_get_message_type (answer) == G_DBUS_MESSAGE_TYPE_METHOD_RETURN)
    return TRUE;
  mapi_remote_wire_take_error (&self->in, error);
  return FALSE;
}

gboolean
mapi_remote_call_end (MapiRemoteCall *self, GError **error)
{
  g_autoptr (GError) damage = NULL;

  if (mapi_remote_reader_finish (&self->in, &damage))
    return TRUE;
  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_CALL_FAILED,
               "%s.%s: %s",
               self->interface->name,
               self->method->name,
               damage->message);
  return FALSE;
}

void
mapi_remote_call_clear (MapiRemoteCall *self)
{
  mapi_remote_writer_clear (&self->out);
  mapi_remote_reader_clear (&self->in);
}

/* Whoever yields lets its own sources run, which are here. */
void
mapi_remote_call_after_yield (void)
{
  GMainContext *context = g_main_context_get_thread_default ();

  for (guint i = 0; context != NULL && i < MOST_TURNS; i++)
    if (!g_main_context_iteration (context, FALSE))
      return;
}

/* What was made invalid there is the proxy for this. */
void
mapi_remote_call_after_invalid (gpointer object)
{
  if (object != NULL && !MAPI_IS_REMOTE_PROXY (object))
    mapi_guard_make_invalid (object);
}
