/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-private.h"

struct _MapiSpoolerDelivery
{
  MapiSpooler  *spooler;
  MapiMsgStore *store;
  GBytes       *folder_id;
  MapiFolder   *folder;
  MapiMessage  *message;
};

static MapiFolder *
open_folder (MapiMsgStore *store, GBytes *entry_id, GCancellable *cancellable, GError **error)
{
  MapiProp *object =
      mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, cancellable, error);

  if (object == NULL || MAPI_IS_FOLDER (object))
    return (MapiFolder *) object;

  g_object_unref (object);
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_CALL_FAILED, "spooler: the receive folder is no folder");
  return NULL;
}

MapiSpoolerDelivery *
mapi_spooler_delivery_new (MapiSpooler  *spooler,
                           MapiMsgStore *store,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_autoptr (MapiSpoolerDelivery) self = g_new0 (MapiSpoolerDelivery, 1);

  self->spooler = spooler;
  self->store = g_object_ref (store);
  self->folder_id = mapi_msg_store_get_receive_folder (store, NULL, 0, NULL, cancellable, error);
  if (self->folder_id == NULL)
    return NULL;

  self->folder = open_folder (store, self->folder_id, cancellable, error);
  if (self->folder == NULL)
    return NULL;

  self->message = mapi_folder_create_message (self->folder, NULL, 0, cancellable, error);
  return self->message != NULL ? g_steal_pointer (&self) : NULL;
}

void
mapi_spooler_delivery_free (MapiSpoolerDelivery *self)
{
  g_clear_object (&self->message);
  g_clear_object (&self->folder);
  g_clear_object (&self->store);
  g_clear_pointer (&self->folder_id, g_bytes_unref);
  g_free (self);
}

MapiMessage *
mapi_spooler_delivery_get_message (MapiSpoolerDelivery *self)
{
  return self->message;
}

static MapiPropList *
read_props (MapiSpoolerDelivery *self, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = { MAPI_PR_ENTRYID, MAPI_PR_MESSAGE_CLASS, MAPI_PR_MESSAGE_FLAGS };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  return mapi_prop_get_props (MAPI_PROP (self->message), wanted, 0, cancellable, NULL, error);
}

gboolean
mapi_spooler_delivery_announce (MapiSpoolerDelivery *self,
                                GCancellable        *cancellable,
                                GError             **error)
{
  g_autoptr (MapiPropList) props = read_props (self, cancellable, error);
  g_autoptr (GBytes) entry_id = NULL;
  g_autoptr (MapiNotification) notification = NULL;

  if (props == NULL)
    return FALSE;

  entry_id = mapi_prop_list_get_bytes (props, MAPI_PR_ENTRYID);
  if (entry_id == NULL)
    {
      g_set_error_literal (error,
                           MAPI_ERROR,
                           MAPI_E_CALL_FAILED,
                           "spooler: the store gave a saved message no entry identifier");
      return FALSE;
    }

  g_atomic_int_inc (&self->spooler->n_received);
  notification = mapi_notification_new_newmail (
      entry_id,
      self->folder_id,
      mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS),
      (guint32) mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0));
  mapi_spooler_events_received (self->spooler->events, entry_id);
  mapi_spooler_events_tell (
      self->spooler->events, "received", entry_id, NULL, "a message has arrived");

  return mapi_msg_store_notify_new_mail (self->store, notification, cancellable, error);
}
