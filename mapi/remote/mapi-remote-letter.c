/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-remote-link-struct-private.h"
#include "mapi-remote-value-private.h"
#include "mapi-remote-wire-private.h"

/* What the other end wants, and how it is done. */

static void
find_target (MapiRemoteLetter *self, MapiRemoteLink *link, GDBusMessage *message)
{
  self->interface = mapi_remote_wire_find_interface (message);
  if (self->interface != NULL)
    self->method = mapi_remote_find_method (self->interface, g_dbus_message_get_member (message));
}

MapiRemoteLetter *
mapi_remote_letter_new (MapiRemoteLink *link, GDBusMessage *message)
{
  MapiRemoteLetter *self = g_new0 (MapiRemoteLetter, 1);

  if (!mapi_remote_wire_open (message, &self->chain, &self->released, &self->body))
    {
      g_free (self);
      return NULL;
    }
  self->link = mapi_remote_link_ref (link);
  self->message = g_object_ref (message);
  find_target (self, link, message);
  return self;
}

void
mapi_remote_letter_free (MapiRemoteLetter *self)
{
  g_clear_object (&self->object);
  g_clear_object (&self->cancellable);
  g_array_unref (self->released);
  g_bytes_unref (self->body);
  g_object_unref (self->message);
  mapi_remote_link_unref (self->link);
  g_free (self);
}

static gboolean
check_target (MapiRemoteLetter *self, GError **error)
{
  if (self->object == NULL)
    {
      g_set_error (error,
                   MAPI_ERROR,
                   MAPI_E_INVALID_OBJECT,
                   "%s: the object is no more",
                   g_dbus_message_get_member (self->message));
      return FALSE;
    }
  if (self->method != NULL && self->method->stub != NULL &&
      G_TYPE_CHECK_INSTANCE_TYPE (self->object, self->interface->get_type ()))
    return TRUE;

  g_set_error (error,
               MAPI_ERROR,
               MAPI_E_INTERFACE_NOT_SUPPORTED,
               "%s has no %s.%s",
               G_OBJECT_TYPE_NAME (self->object),
               g_dbus_message_get_interface (self->message),
               g_dbus_message_get_member (self->message));
  return FALSE;
}

static gboolean
call (MapiRemoteLetter *self, MapiRemoteWriter *out, GError **error)
{
  g_auto (MapiRemoteReader) in = { 0 };

  mapi_remote_reader_init (
      &in, self->link, self->body, g_dbus_message_get_unix_fd_list (self->message));
  in.released = g_array_ref (self->released);
  return check_target (self, error) &&
         self->method->stub (self->object, &in, out, self->cancellable, error);
}

/* Numbers go back also when the call has failed: they tell more of it. */
static GDBusMessage *
new_error (MapiRemoteLetter *self, const GError *error, MapiRemoteWriter *out)
{
  g_autoptr (GByteArray) numbers = g_steal_pointer (&out->bytes);

  out->bytes = g_byte_array_new ();
  mapi_remote_write_gint32 (out, error->code);
  mapi_remote_write_string (out, error->message);
  g_byte_array_append (out->bytes, numbers->data, numbers->len);
  return mapi_remote_wire_new_error (self->message, error);
}

static void
perform (MapiRemoteLetter *self)
{
  g_auto (MapiRemoteWriter) out = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusMessage) answer = NULL;

  mapi_remote_writer_init (&out, self->link);
  if (call (self, &out, &error))
    answer = g_dbus_message_new_method_reply (self->message);
  else
    answer = new_error (self, error, &out);
  /* What the call has released goes with the answer. */
  g_clear_object (&self->object);
  mapi_remote_link_answer (self->link, self, answer, &out);
}

static gboolean
wants_answer (MapiRemoteLetter *self)
{
  return (g_dbus_message_get_flags (self->message) & G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED) == 0;
}

static void
answer_note (MapiRemoteLetter *self)
{
  g_auto (MapiRemoteWriter) out = { 0 };
  g_autoptr (GDBusMessage) answer = g_dbus_message_new_method_reply (self->message);

  mapi_remote_writer_init (&out, self->link);
  mapi_remote_link_answer (self->link, self, answer, &out);
}

static void
take_farewell (MapiRemoteLetter *self)
{
  const MapiRemoteEnd *end = &self->link->end;

  if (end->farewell != NULL)
    end->farewell (self->link, end->data);
  answer_note (self);
}

void
mapi_remote_letter_serve (MapiRemoteLetter *self)
{
  const char    *member = g_dbus_message_get_member (self->message);
  MapiRemoteSeat seat;

  mapi_remote_seat_take (&seat, self->link, self->chain);
  if (self->interface == NULL)
    mapi_remote_objects_release (&self->link->objects, self->released);
  if (self->interface != NULL)
    perform (self);
  else if (g_strcmp0 (member, "Gone") == 0)
    mapi_remote_objects_gone (&self->link->objects, (guint32) mapi_remote_letter_get_number (self));
  else if (g_strcmp0 (member, "Early") == 0)
    mapi_remote_link_take_early (
        self->link, self->chain, (guint32) mapi_remote_letter_get_number (self));
  else if (g_strcmp0 (member, "Leave") == 0)
    mapi_remote_link_close_box (self->link, self->chain);
  else if (g_strcmp0 (member, "Farewell") == 0)
    take_farewell (self);
  else if (wants_answer (self))
    answer_note (self);
  mapi_remote_seat_leave (&seat);
  mapi_remote_link_flush (self->link);
  mapi_remote_letter_free (self);
}

guint64
mapi_remote_letter_get_number (MapiRemoteLetter *self)
{
  g_auto (MapiRemoteReader) in = { 0 };

  mapi_remote_reader_init (&in, self->link, self->body, NULL);
  return mapi_remote_read_guint64 (&in);
}
