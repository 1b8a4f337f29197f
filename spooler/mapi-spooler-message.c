/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-message-private.h"

typedef struct
{
  gint closed;
} MapiSpoolerMessagePrivate;

static void mapi_spooler_message_message_init (MapiMessageInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (MapiSpoolerMessage,
                                  mapi_spooler_message,
                                  MAPI_TYPE_MESSAGE_PROXY,
                                  G_ADD_PRIVATE (MapiSpoolerMessage)
                                      G_IMPLEMENT_INTERFACE (MAPI_TYPE_MESSAGE,
                                                             mapi_spooler_message_message_init))

static gboolean
submit_message (MapiMessage *self, guint32 flags, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error,
                       MAPI_ERROR,
                       MAPI_E_NO_ACCESS,
                       "spooler: SubmitMessage: this message is on its way already");
  return FALSE;
}

static void
mapi_spooler_message_message_init (MapiMessageInterface *iface)
{
  iface->submit_message = submit_message;
}

static void
mapi_spooler_message_class_init (MapiSpoolerMessageClass *klass)
{
}

static void
mapi_spooler_message_init (MapiSpoolerMessage *self)
{
}

void
mapi_spooler_message_close (MapiSpoolerMessage *self)
{
  MapiSpoolerMessagePrivate *priv = mapi_spooler_message_get_instance_private (self);

  g_atomic_int_set (&priv->closed, TRUE);
  if (g_atomic_int_get (&G_OBJECT (self)->ref_count) > 1)
    mapi_object_make_invalid (G_OBJECT (self));
}

gboolean
mapi_spooler_message_is_closed (MapiSpoolerMessage *self)
{
  MapiSpoolerMessagePrivate *priv = mapi_spooler_message_get_instance_private (self);

  return g_atomic_int_get (&priv->closed);
}

MapiMessage *
mapi_spooler_message_open (MapiMsgStore *store,
                           GBytes       *entry_id,
                           const char   *what,
                           GCancellable *cancellable,
                           GError      **error)
{
  MapiProp *object =
      mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, cancellable, error);

  if (object == NULL || MAPI_IS_MESSAGE (object))
    return (MapiMessage *) object;

  g_object_unref (object);
  g_set_error (error, MAPI_ERROR, MAPI_E_INVALID_PARAMETER, "spooler: %s is no message", what);
  return NULL;
}
