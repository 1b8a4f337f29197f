/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "mapi-spooler-delivery-private.h"
#include "mapi-spooler-draft-private.h"
#include "mapi-spooler-finish-private.h"
#include "mapi-spooler-message-private.h"
#include "mapi-spooler-private.h"
#include "mapi-spooler-tally-private.h"

struct _MapiSpoolerDelivery
{
  MapiSpooler  *spooler;
  MapiMsgStore *store;
  GBytes       *folder_id;
  MapiFolder   *folder;
  MapiMessage  *message;
};

MapiFolder *
mapi_spooler_open_folder (MapiMsgStore *store,
                          GBytes       *entry_id,
                          GCancellable *cancellable,
                          GError      **error)
{
  MapiProp *object =
      mapi_msg_store_open_entry (store, entry_id, NULL, MAPI_MODIFY, cancellable, error);

  if (object == NULL || MAPI_IS_FOLDER (object))
    return (MapiFolder *) object;

  g_object_unref (object);
  g_set_error_literal (
      error, MAPI_ERROR, MAPI_E_CALL_FAILED, "spooler: what should be a folder is none");
  return NULL;
}

MapiFolder *
mapi_spooler_open_target (MapiSpooler   *spooler,
                          MapiMsgStore  *store,
                          GBytes        *entry_id,
                          MapiMsgStore **found,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr (GPtrArray) stores = mapi_spooler_stores_list (spooler->stores);
  MapiFolder *folder = mapi_spooler_open_folder (store, entry_id, cancellable, error);

  for (guint i = 0; folder == NULL && i < stores->len; i++)
    {
      MapiMsgStore *other = g_ptr_array_index (stores, i);

      if (other != store)
        folder = mapi_spooler_open_folder (other, entry_id, cancellable, NULL);
      if (folder != NULL)
        {
          g_clear_error (error);
          store = other;
        }
    }

  if (folder != NULL && found != NULL)
    *found = g_object_ref (store);
  return folder;
}

/* Begins the message anew in @folder. */
static gboolean
begin (MapiSpoolerDelivery *self,
       MapiMsgStore        *store,
       GBytes              *folder_id,
       MapiFolder          *folder,
       GCancellable        *cancellable,
       GError             **error)
{
  MapiMessage *message = mapi_folder_create_message (folder, NULL, 0, cancellable, error);

  if (message == NULL)
    return FALSE;

  g_set_object (&self->store, store);
  g_set_object (&self->folder, folder);
  g_clear_object (&self->message);
  self->message = message;
  g_bytes_ref (folder_id);
  g_clear_pointer (&self->folder_id, g_bytes_unref);
  self->folder_id = folder_id;
  return TRUE;
}

MapiSpoolerDelivery *
mapi_spooler_delivery_new (MapiSpooler  *spooler,
                           MapiMsgStore *store,
                           const char   *message_class,
                           GCancellable *cancellable,
                           GError      **error)
{
  g_autoptr (MapiSpoolerDelivery) self = g_new0 (MapiSpoolerDelivery, 1);
  g_autoptr (GBytes) folder_id =
      mapi_msg_store_get_receive_folder (store, message_class, 0, NULL, cancellable, error);
  g_autoptr (MapiFolder) folder = NULL;

  if (folder_id == NULL)
    return NULL;
  folder = mapi_spooler_open_folder (store, folder_id, cancellable, error);
  if (folder == NULL)
    return NULL;

  self->spooler = spooler;
  return begin (self, store, folder_id, folder, cancellable, error) ? g_steal_pointer (&self)
                                                                    : NULL;
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

/* What was filled so far goes along; the message it was filled into is never saved. */
static gboolean
begin_elsewhere (MapiSpoolerDelivery *self,
                 MapiMsgStore        *store,
                 GBytes              *folder_id,
                 MapiFolder          *folder,
                 GCancellable        *cancellable,
                 GError             **error)
{
  g_autoptr (MapiMessage) filled = g_object_ref (self->message);

  return begin (self, store, folder_id, folder, cancellable, error) &&
         mapi_message_copy (filled, self->message, NULL, NULL, cancellable, error);
}

static char *
read_class (MapiMessage *message, GCancellable *cancellable)
{
  const guint32 tag = MAPI_PR_MESSAGE_CLASS;
  g_autoptr (MapiPropTagArray) tags = mapi_prop_tag_array_new (&tag, 1);
  g_autoptr (MapiPropList) props =
      mapi_prop_get_props (MAPI_PROP (message), tags, 0, cancellable, NULL, NULL);

  return props != NULL ? g_strdup (mapi_prop_list_get_string (props, tag)) : NULL;
}

/* Only now it is known of what class the message is (R349, R350). */
static gboolean
follow_class (MapiSpoolerDelivery *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *message_class = read_class (self->message, cancellable);
  g_autoptr (GBytes) folder_id = NULL;
  g_autoptr (MapiFolder) folder = NULL;

  if (message_class == NULL)
    return TRUE;

  folder_id =
      mapi_msg_store_get_receive_folder (self->store, message_class, 0, NULL, cancellable, error);
  if (folder_id == NULL || g_bytes_equal (folder_id, self->folder_id))
    return folder_id != NULL;

  folder = mapi_spooler_open_folder (self->store, folder_id, cancellable, error);
  return folder != NULL &&
         begin_elsewhere (self, self->store, folder_id, folder, cancellable, error);
}

/* Where a hook names a folder that cannot be opened, the message stays where it was to go. */
static gboolean
follow_hook (MapiSpoolerDelivery *self, GBytes *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiMsgStore) store = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (MapiFolder) folder =
      mapi_spooler_open_target (self->spooler, self->store, target, &store, cancellable, &local);

  if (folder != NULL)
    return begin_elsewhere (self, store, target, folder, cancellable, error);

  mapi_spooler_events_tell (self->spooler->events,
                            "hook-failed",
                            NULL,
                            NULL,
                            "the folder that a hook wants for a message: %s",
                            local->message);
  return TRUE;
}

static gboolean
ask_hooks (MapiSpoolerDelivery *self, gboolean *deleted, GCancellable *cancellable, GError **error)
{
  g_autoptr (MapiMessage) draft = NULL;
  MapiSpoolerVerdict verdict = { 0 };
  gboolean           followed;

  if (!mapi_spooler_hooks_has (self->spooler->hooks, MAPI_HOOK_INBOUND))
    return TRUE;

  draft = MAPI_MESSAGE (mapi_spooler_draft_new (self->message));
  mapi_spooler_hooks_run (self->spooler->hooks,
                          MAPI_HOOK_INBOUND,
                          draft,
                          self->folder,
                          self->store,
                          &verdict,
                          cancellable);
  mapi_spooler_message_close (MAPI_SPOOLER_MESSAGE (draft));
  *deleted = verdict.deleted;
  followed = verdict.deleted || verdict.target == NULL ||
             follow_hook (self, verdict.target, cancellable, error);
  mapi_spooler_verdict_clear (&verdict);
  return followed;
}

gboolean
mapi_spooler_delivery_settle (MapiSpoolerDelivery *self,
                              gboolean            *deleted,
                              GCancellable        *cancellable,
                              GError             **error)
{
  *deleted = FALSE;
  return follow_class (self, cancellable, error) && ask_hooks (self, deleted, cancellable, error);
}

static MapiPropList *
read_props (MapiMessage *message, GCancellable *cancellable, GError **error)
{
  static const guint32 tags[] = {
    MAPI_PR_ENTRYID, MAPI_PR_PARENT_ENTRYID, MAPI_PR_MESSAGE_CLASS, MAPI_PR_MESSAGE_FLAGS
  };
  g_autoptr (MapiPropTagArray) wanted = mapi_prop_tag_array_new (tags, G_N_ELEMENTS (tags));

  return mapi_prop_get_props (MAPI_PROP (message), wanted, 0, cancellable, NULL, error);
}

static gboolean
tell_of (MapiSpooler  *spooler,
         MapiMsgStore *store,
         GBytes       *entry_id,
         GBytes       *folder_id,
         MapiPropList *props,
         GCancellable *cancellable,
         GError      **error)
{
  g_autoptr (MapiNotification) notification = mapi_notification_new_newmail (
      entry_id,
      folder_id,
      mapi_prop_list_get_string (props, MAPI_PR_MESSAGE_CLASS),
      (guint32) mapi_prop_list_get_long (props, MAPI_PR_MESSAGE_FLAGS, 0));

  mapi_spooler_tally_arrived (spooler);
  mapi_spooler_events_received (spooler->events, entry_id);
  mapi_spooler_events_tell (spooler->events, "received", entry_id, NULL, "a message has arrived");
  mapi_step (MAPI_STEP_ANNOUNCE_BEGUN);
  if (!mapi_msg_store_notify_new_mail (store, notification, cancellable, error))
    return FALSE;
  mapi_step (MAPI_STEP_ANNOUNCE_DONE);
  return TRUE;
}

gboolean
mapi_spooler_delivery_announce (MapiSpoolerDelivery *self,
                                GCancellable        *cancellable,
                                GError             **error)
{
  g_autoptr (MapiPropList) props = read_props (self->message, cancellable, error);
  g_autoptr (GBytes) entry_id = NULL;

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

  return tell_of (self->spooler, self->store, entry_id, self->folder_id, props, cancellable, error);
}

/* Answers whether the message still lies where it has arrived. */
static gboolean
ask_hooks_about (MapiSpooler  *spooler,
                 MapiMsgStore *store,
                 MapiMessage  *message,
                 GBytes       *entry_id,
                 MapiFolder   *folder,
                 GCancellable *cancellable)
{
  MapiSpoolerVerdict verdict = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean stays;

  mapi_spooler_hooks_run (
      spooler->hooks, MAPI_HOOK_INBOUND, message, folder, store, &verdict, cancellable);
  stays = mapi_spooler_verdict_is_empty (&verdict) ||
          !mapi_spooler_finish_put_away (
              spooler, store, folder, entry_id, &verdict, cancellable, &error);
  if (error != NULL)
    mapi_spooler_events_tell (spooler->events,
                              "hook-failed",
                              entry_id,
                              NULL,
                              "what a hook wants to become of a message: %s",
                              error->message);
  mapi_spooler_verdict_clear (&verdict);
  return stays;
}

gboolean
mapi_spooler_delivery_announce_own (MapiSpooler  *spooler,
                                    MapiMsgStore *store,
                                    GBytes       *entry_id,
                                    GCancellable *cancellable,
                                    GError      **error)
{
  g_autoptr (MapiMessage) message =
      mapi_spooler_message_open (store, entry_id, "what has arrived", cancellable, error);
  g_autoptr (MapiPropList) props = NULL;
  g_autoptr (GBytes) folder_id = NULL;
  g_autoptr (MapiFolder) folder = NULL;

  if (message != NULL)
    props = read_props (message, cancellable, error);
  if (props == NULL)
    return FALSE;

  folder_id = mapi_prop_list_get_bytes (props, MAPI_PR_PARENT_ENTRYID);
  if (folder_id != NULL && mapi_spooler_hooks_has (spooler->hooks, MAPI_HOOK_INBOUND))
    folder = mapi_spooler_open_folder (store, folder_id, cancellable, NULL);
  if (folder != NULL && !ask_hooks_about (spooler, store, message, entry_id, folder, cancellable))
    return TRUE;

  return tell_of (spooler, store, entry_id, folder_id, props, cancellable, error);
}
